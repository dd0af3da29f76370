"""The explanation search: the slip that gives exactly what was printed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.arithmetic import recompute
from evidence.printed import rounded


@pytest.mark.parametrize(
    ("printed", "measure", "inputs", "says"),
    [
        ("88%", "proportion", {"count": 62, "total": 70}, "truncation"),  # 88.57
        ("80%", "proportion", {"count": 89, "total": 112}, "rounding twice gives (first to 79.5)"),
        ("68%", "relative reduction", {"baseline": "82.3", "change": "55.4"}, "rounding up"),
        ("20%", "relative reduction", {"baseline": 68, "followup": 48}, "the difference in points, 68 − 48"),
        ("5%", "relative risk reduction", {"events": 10, "total": 50, "control_events": 15, "control_total": 60}, "the difference in points"),
        ("29%", "absolute reduction", {"baseline": 68, "followup": 48}, "relative, not absolute"),
        ("20%", "absolute risk reduction", {"events": 10, "total": 50, "control_events": 15, "control_total": 60}, "relative, not absolute"),
        ("29%", "relative increase", {"baseline": 68, "followup": 48}, "the relative reduction of the same values"),
        ("0.75", "risk ratio", {"events": 10, "total": 50, "control_events": 15, "control_total": 60}, "the odds ratio of the same values"),
        ("12%", "proportion", {"count": 90, "total": 102}, "the complement, 100% − 88.235…%"),
        ("67%", "proportion", {"count": 63, "total": 77, "enrolled": 94}, "another group's number (enrolled: 94)"),
        ("24%", "mean difference", {"treated": 24, "control": 22}, "the treated group's own value"),
        ("8818%", "proportion", {"count": 90, "total": 102}, "looks like 88% with the reference mark 18"),
        ("29.718%", "reported", {"value": "29.70"}, "looks like 29.7% with the reference mark 18"),
        ("1.66%", "proportion", {"count": 28, "total": 482}, "fits 8: the count, 28, looks like 8 with the mark 2"),
        ("68%", "relative reduction", {"baseline": "7.9", "followup": "25"}, "0–10"),
        ("29%", "relative reduction", {"baseline": "0.680", "followup": "48.0"}, "a share of 1"),
    ],
)
def test_each_known_slip_is_named(printed: str, measure: str, inputs: dict[str, str | int], says: str) -> None:
    """The sentence names the slip, and only for a contradicted number."""
    answer = recompute(printed, measure, **inputs)
    assert answer.verdict == "contradicted"
    assert says in answer.explanation


@pytest.mark.parametrize(
    ("printed", "count", "total", "says"),
    [
        ("9.09%", 21, 11, "is a part of; 9.09% fits 1: the count, 21, looks like 1 with the mark 2 run into it"),
        ("0%", 20, 11, "looks like 0 with the mark 2"),
        ("6.80%", 1234, 500, "looks like 34 with the mark 12"),
        ("50%", 21, 11, "is a part of"),
        ("150%", 115, 10, "is a part of"),  # 15 of 10 people is no better
        ("about 9%", 21, 11, "is a part of"),
        ("9%", -21, 11, "it must be a count"),
        ("9%", 21, 0, "nothing can be divided by 0"),
    ],
)
def test_a_mark_that_makes_a_count_too_large_is_named(printed: str, count: int, total: int, says: str) -> None:
    """Nothing can be computed of 21 of 11 people, and the sentence still tells what may have happened; no guess where nothing fits."""
    answer = recompute(printed, "proportion", count=count, total=total)
    assert answer.verdict == "incomplete"
    assert says in answer.explanation
    assert ("run into it" in answer.explanation) is ("looks like" in says)


@given(st.integers(2, 5000), st.integers(1, 12), st.data())
def test_a_mark_in_front_of_a_count_is_found(total: int, mark: int, data: st.DataObject) -> None:
    """Unless the count still agrees, the mark or another slip that gives the same number is named; what agrees is never suspected."""
    count = data.draw(st.integers(0, total))
    percent = f"{rounded(Fraction(100 * count, total), 2)}%"
    assert "run into it" not in recompute(percent, "proportion", count=count, total=total).explanation
    answer = recompute(percent, "proportion", count=int(f"{mark}{count}"), total=total)
    assert answer.verdict in ("confirmed", "borderline") or "; " in answer.explanation


def test_a_number_no_slip_gives_is_left_unexplained() -> None:
    """No guess where nothing fits: the value and what it rounds to, and no more."""
    answer = recompute("62%", "reported", value="11.9")
    assert answer.explanation == "the source gives 11.9%, which rounds to 12%"


def test_a_mark_does_not_make_a_decimal_point() -> None:
    """29.4 is never told as 29 with a mark 4: the mark leaves the point where it is."""
    assert "mark" not in recompute("13.6%", "reported", value="13").explanation


@given(st.integers(2, 400), st.data(), st.integers(0, 2))
def test_every_truncated_proportion_is_told_as_truncation(total: int, data: st.DataObject, places: int) -> None:
    """Cutting instead of rounding is always recognised where it makes a difference."""
    count = data.draw(st.integers(1, total - 1))
    cut = 100 * count * 10**places // total
    text = f"{cut // 10**places}.{cut % 10**places:0{places}}" if places else str(cut)
    answer = recompute(f"{text}%", "proportion", count=count, total=total)
    assert answer.verdict != "contradicted" or "truncation" in answer.explanation


@given(st.integers(1, 300), st.data(), st.integers(0, 100))
def test_an_explanation_never_stands_behind_an_agreeing_number(total: int, data: st.DataObject, printed: int) -> None:
    """The words of the search appear only where the number is contradicted."""
    answer = recompute(f"{printed}%", "proportion", count=data.draw(st.integers(0, total)), total=total)
    if answer.verdict != "contradicted":
        assert "the source gives" not in answer.explanation
