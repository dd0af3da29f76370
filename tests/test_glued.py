"""Footnote marks that ran into a count."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import glued, printed


@pytest.mark.parametrize(
    ("count", "total", "percent", "found"),
    [
        ("28", 482, "1.66%", [("leading", "2", 8)]),  # the first real case
        ("10", 482, "0.00", [("leading", "1", 0)]),
        ("22", 101, "1.98", [("leading", "2", 2)]),  # either digit may be the mark; the count is the same, so said once
        ("42", 80, "5%", [("trailing", "2", 4)]),
        ("1234", 500, "6.80", [("leading", "12", 34)]),
        ("105", 200, "2.5", [("leading", "10", 5)]),  # not "1" and 05: nobody types 05
        ("8", 482, "1.66", []), ("28", 482, "5.81", []),  # agrees as printed
        ("6", 16, "37", []), ("16", 16, "37", []),  # borderline, and not explained by a tie that only half-down gives
        ("150", 10_000, "1", []),  # 1.5 printed as 1 is borderline, not suspect, although 50 would round to 1
        ("115", 10, "150", []),  # 15 of 10 people is no better
        ("28", 482, "9.99", []),  # nothing helps
        ("105", 100, "105", []),  # more people than there are, but no digit explains it
    ],
)  # fmt: skip
def test_marks_worked_by_hand(count: str, total: int, percent: str, found: list[tuple[str, str, int]]) -> None:
    """The digits dropped, on which side, and the count that is left; nothing where the three agree or nothing helps."""
    assert [(one.side, one.mark, one.count) for one in glued.find(count, total, percent)] == found


@settings(max_examples=300, deadline=None)
@given(st.integers(2, 5000), st.integers(1, 12), st.data())
def test_a_mark_in_front_is_always_found(total: int, mark: int, data: st.DataObject) -> None:
    """A mark put in front of a real count is found with that count among the readings, unless all three still agree."""
    count = data.draw(st.integers(0, total))
    percent = printed.rounded(Fraction(100 * count, total), 2)
    typed = f"{mark}{count}"
    found = glued.find(typed, total, percent)
    still_agrees = int(typed) <= total and printed.read(percent).holds(Fraction(100 * int(typed), total), half_down=True)
    assert (found == ()) if still_agrees else (count in [one.count for one in found])


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 5000), st.integers(0, 3), st.data())
def test_what_agrees_is_never_suspected(total: int, decimals: int, data: st.DataObject) -> None:
    """A count with its own rounded percentage never raises an alarm."""
    count = data.draw(st.integers(0, total))
    assert glued.find(str(count), total, printed.rounded(Fraction(100 * count, total), decimals)) == ()


def test_the_sentence_says_what_and_why() -> None:
    """People read both percentages and which digit may be the mark."""
    (one,) = glued.find("28", 482, "1.66%")
    assert glued.explain(one) == "28/482 is 5.81%, not 1.66%; 8/482 is 1.66%: the first digit of 28 (2) may be a footnote mark."


@pytest.mark.parametrize(
    ("count", "total", "percent"),
    [
        ("", 10, "5"), ("-2", 10, "5"), ("2.0", 10, "5"), ("２８", 482, "1.66"), ("9" * 10_000, 10, "5"), (28, 482, "1.66"),
        ("nan", 10, "5"),
        ("28", 0, "5"), ("28", -1, "5"), ("28", 4.5, "5"), ("28", 10**400, "5"),
        ("28", 482, "nan"), ("28", 482, "∞"), ("28", 482, "-1.66"), ("28", 482, "１"), ("28", 482, ""), ("28", 482, "1," + "6" * 10_000),
    ],
)  # fmt: skip
def test_bad_input_is_refused(count: object, total: object, percent: object) -> None:
    """What is no count, total or percentage gives a ValueError with a sentence."""
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        glued.find(count, total, percent)  # type: ignore[arg-type]
