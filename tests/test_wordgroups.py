"""Wordings that may stand in a stretch of a page are all among the candidates, however many a group has."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import wordgroups

LETTERS = "abcdefghijklmnopqrst"


@settings(max_examples=150)
@given(
    st.lists(st.text(LETTERS, min_size=8, max_size=8), min_size=1, max_size=2 * wordgroups.LARGE),
    st.text(LETTERS + "z", max_size=14),
    st.integers(0, 3),
)
def test_nothing_that_may_stand_there_is_left_out(skeletons: list[str], window: str, limit: int) -> None:
    """Each skeleton of which at most `limit` words are missing is a candidate; one is no candidate where many more are missing."""
    group = wordgroups.Group(0, 8, limit)
    for number, skeleton in enumerate(skeletons):
        wordgroups.add(group, number, skeleton)
    found = wordgroups.candidates(group, window)
    missing = [len(set(skeleton) - set(window)) for skeleton in skeletons]
    assert {at for at, many in enumerate(missing) if many <= limit} <= set(found)
    if len(skeletons) >= wordgroups.LARGE:
        have = [len(set(skeleton) & set(window)) for skeleton in skeletons]
        assert found == [at for at, many in enumerate(have) if many >= group.fewest - limit]
