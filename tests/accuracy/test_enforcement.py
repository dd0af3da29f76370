"""Numbers that regulators objected to (regulatory.md, section 2 and Appendix B): what recomputation alone says of each."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evidence.arithmetic import recompute


def test_xeris_67_percent_is_not_of_those_who_moved_on() -> None:
    """67% of the 77 who moved on: 63 responders are 82% of 77; 67% is their share of the 94 enrolled. The end was 29 of 77."""
    moved_on = recompute("67%", "proportion", count=63, total=77, enrolled=94)
    assert (moved_on.verdict, moved_on.rounds_to) == ("contradicted", "82%")
    assert "enrolled: 94" in moved_on.explanation
    assert recompute("67%", "proportion", count=63, total=94).verdict == "confirmed"
    assert all(recompute("67%", "proportion", count=count, total=77).verdict == "contradicted" for count in range(78))
    end = recompute("67%", "proportion", count=29, total=77)
    assert (end.verdict, end.rounds_to, end.direction, end.flatters) == ("contradicted", "38%", "overstated", True)
    assert recompute("67%", "proportion", count=16, total=77).rounds_to == "21%"


def test_aczone_24_percent_is_one_arm_alone() -> None:
    """24% on the drug against 22% on vehicle: the effect is 2 points, and 24 is the treated group's own value."""
    answer = recompute("24%", "mean difference", treated=24, control=22)
    assert (answer.verdict, answer.value, answer.flatters) == ("contradicted", 2, True)
    assert "the treated group's own value" in answer.explanation
    assert recompute("2 points", "mean difference", treated=24, control=22).verdict == "borderline"


def test_rexulti_62_percent_against_the_11_9_the_agency_computed() -> None:
    """Contradicted, overstated by fifty printed units, and no known slip gives it."""
    answer = recompute("62%", "reported", value="11.9", type="efficacy")
    assert (answer.verdict, answer.direction, answer.flatters, answer.units_off) == ("contradicted", "overstated", True, Fraction(501, 10))
    assert answer.explanation == "the source gives 11.9%, which rounds to 12%"


def test_krazati_80_percent_is_79_46_rounded_twice() -> None:
    """89 of 112 is 79.46%, which rounds to 79; 80 comes by way of 79.5."""
    answer = recompute("80%", "proportion", count=89, total=112)
    assert (answer.verdict, answer.rounds_to, answer.flatters) == ("contradicted", "79%", True)
    assert "rounding twice" in answer.explanation
    assert recompute("80%", "proportion", count=90, total=112).verdict == "confirmed"


def test_evofem_99_percent_is_the_truncated_complement() -> None:
    """101 pregnancies in 24,289 acts: 99.58% of acts without one; the "99%" is the complement, cut and not rounded."""
    direct = recompute("99%", "proportion", count="101", total="24,289")
    assert direct.verdict == "contradicted"
    assert "complement" in direct.explanation and "truncated" in direct.explanation
    without = recompute("99%", "proportion", count=24289 - 101, total=24289)
    assert (without.verdict, without.direction, without.rounds_to) == ("contradicted", "understated", "100%")
    assert recompute("99.58%", "proportion", count=24289 - 101, total=24289).verdict == "confirmed"


@pytest.mark.parametrize(
    ("printed", "measure", "verdict", "agrees"),
    [("14 points", "absolute reduction", "borderline", True), ("27.5%", "relative reduction", "borderline", True),
     ("27%", "relative reduction", "borderline", True), ("45%", "relative reduction", "contradicted", False)],
)  # fmt: skip
def test_actelion_event_free_49_against_63_percent(printed: str, measure: str, verdict: str, agrees: bool) -> None:
    """51% against 37% with an event: 14 points and 27.5% (27.45) fit, as far as whole percents can say; 45% cannot."""
    answer = recompute(printed, measure, baseline=51, followup=37)
    assert (answer.verdict, answer.central_agrees) == (verdict, agrees)


@pytest.mark.parametrize(
    ("printed", "measure", "inputs", "verdict"),
    [
        ("29.4%", "relative reduction", {"baseline": "68.00", "followup": "48.00"}, "confirmed"),
        ("−20 points", "percentage-point change", {"baseline": "68.0", "followup": "48.0"}, "confirmed"),
        ("20%", "relative reduction", {"baseline": 68, "followup": 48}, "contradicted"),
        ("29%", "relative reduction", {"baseline": 68, "followup": 52}, "contradicted"),
        ("68.4%", "relative reduction", {"baseline": "79.000", "followup": "25.000"}, "confirmed"),
        ("−54 points", "mean difference", {"treated": "25.0", "control": "79.0"}, "confirmed"),
        ("88%", "proportion", {"count": 90, "total": 102}, "confirmed"),
        ("88%", "proportion", {"count": 15, "total": 17}, "confirmed"),
        ("88%", "proportion", {"count": 46, "total": 52}, "confirmed"),
    ],
)
def test_the_reference_arithmetic_of_appendix_b(printed: str, measure: str, inputs: dict[str, str | int], verdict: str) -> None:
    """The worked rows of the catalogue come out as written there."""
    assert recompute(printed, measure, **inputs).verdict == verdict


def test_88_percent_is_impossible_of_7_and_of_13() -> None:
    """No whole number of 7 or 13 people is 88%."""
    for total in (7, 13):
        assert all(recompute("88%", "proportion", count=count, total=total).verdict == "contradicted" for count in range(total + 1))
