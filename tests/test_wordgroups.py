"""Wordings are cut where it tells most, and those that may stand in a stretch of a page are all found, however many a group has."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from evidence import wordgroups

LETTERS = "abcdefghijklmnopqrst"


@settings(max_examples=150)
@given(
    st.lists(st.text(LETTERS, min_size=8, max_size=8), min_size=1, max_size=2 * wordgroups.LARGE),
    st.text(LETTERS + "z", max_size=14),
    st.integers(0, 3),
)
def test_nothing_that_may_stand_there_is_left_out(skeletons: list[str], window: str, most: int) -> None:
    """Those skeletons stand there of which at most so many words are not in the window in the same order, no others."""
    group = wordgroups.Group(0, 8, 3)
    for number, skeleton in enumerate(skeletons):
        wordgroups.add(group, number, skeleton, 0)
    missing = [(8 - LCSseq.similarity(skeleton, window), at) for at, skeleton in enumerate(skeletons)]
    assert sorted(wordgroups.standing(group, window, most)) == sorted(one for one in missing if one[0] <= most)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.text("abcdef", min_size=6, max_size=24), st.integers(0, 4)), min_size=1, max_size=30))
def test_a_wording_is_cut_into_parts_that_make_the_whole(typed: list[tuple[str, int]]) -> None:
    """Each wording has one part more than words may change, none of them empty."""
    counted = wordgroups.runs(typed)
    for skeleton, limit in typed:
        cuts = wordgroups.cuts(skeleton, limit, counted)
        assert (cuts[0], cuts[-1], len(cuts)) == (0, len(skeleton), limit + 2)
        assert all(low < high for low, high in pairwise(cuts))


def test_parts_are_rare() -> None:
    """What many wordings begin with is no part of its own; a wording that shares nothing is cut into equal parts."""
    many = [(f"abcdef{first}{second}{third}xyz", 1) for first, second, third in ("uvw", "vwu", "wuv", "uwv")]
    assert wordgroups.cuts("abcdefuvwxyz", 1, wordgroups.runs(many)) == [0, 8, 12]  # not "abcdef", "uvwxyz": all four begin alike
    assert wordgroups.cuts("abcdefghijkl", 2, wordgroups.runs([("abcdefghijkl", 2)])) == [0, 4, 8, 12]
