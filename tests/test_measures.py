"""The table of measures: each formula against a hand calculation, its limits, and the list printed in the docs."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evidence import measures
from evidence.arithmetic import recompute

ARMS = {"events": 10, "total": 50, "control_events": 15, "control_total": 60}  # risks 0.2 and 0.25


@pytest.mark.parametrize(
    ("measure", "inputs", "value"),
    [
        ("reported", {"value": "12.5"}, Fraction(25, 2)),
        ("proportion", {"count": 3, "total": 8}, Fraction(75, 2)),
        ("relative reduction", {"baseline": 80, "followup": 20}, Fraction(75)),
        ("relative reduction", {"baseline": 80, "change": 20}, Fraction(25)),
        ("relative reduction", {"baseline": 80, "change": "+20"}, Fraction(-25)),
        ("absolute reduction", {"baseline": 80, "followup": 20}, Fraction(60)),
        ("absolute reduction", {"change": "-20"}, Fraction(20)),
        ("relative increase", {"baseline": 20, "followup": 80}, Fraction(300)),
        ("relative increase", {"baseline": 20, "change": "-5"}, Fraction(-25)),
        ("absolute increase", {"baseline": 20, "followup": 80}, Fraction(60)),
        ("absolute increase", {"change": 5}, Fraction(5)),
        ("fold change", {"baseline": 20, "followup": 50}, Fraction(5, 2)),
        ("fold change", {"baseline": 20, "change": 30}, Fraction(5, 2)),
        ("percentage-point change", {"baseline": 68, "followup": 48}, Fraction(-20)),
        ("percentage-point change", {"count": 3, "total": 4, "baseline_count": 1, "baseline_total": 2}, Fraction(25)),
        ("relative risk reduction", ARMS, Fraction(20)),
        ("absolute risk reduction", ARMS, Fraction(5)),
        ("number needed to treat", ARMS, Fraction(20)),
        ("risk ratio", ARMS, Fraction(4, 5)),
        ("odds ratio", ARMS, Fraction(3, 4)),
        ("mean difference", {"treated": "3.5", "control": 5}, Fraction(-3, 2)),
        ("count", {"value": 101}, Fraction(101)),
    ],
)
def test_each_formula_gives_what_the_hand_calculates(measure: str, inputs: dict[str, str | int], value: Fraction) -> None:
    """Every way of every measure, in the printed unit."""
    unit = {"%": "%", "points": " points"}.get(measures.TABLE[measure].unit, "")
    sign = "−" if value < 0 else ""
    answer = recompute(f"{sign}7{unit}", measure, **inputs)
    assert answer.value == value
    assert answer.low is not None and answer.high is not None and answer.low <= value <= answer.high


def test_the_cases_above_leave_no_measure_out() -> None:
    """The table of DESIGN section 3, complete."""
    expected = {
        "reported", "proportion", "relative reduction", "absolute reduction", "relative increase", "absolute increase", "fold change",
        "percentage-point change", "relative risk reduction", "absolute risk reduction", "number needed to treat", "risk ratio",
        "odds ratio", "mean difference", "count",
    }  # fmt: skip
    assert set(measures.TABLE) == expected


def test_the_printed_list_names_every_way_with_its_limits() -> None:
    """One row for each set of inputs; what is divided by is said to be above 0."""
    rows = list(measures.listed())
    assert len(rows) == sum(len(entry.ways) for entry in measures.MEASURES)
    by_inputs = {(row["measure"], row["inputs"]): row for row in rows}
    proportion = by_inputs["proportion", "count, total"]
    assert proportion == {
        "measure": "proportion", "inputs": "count, total", "formula": "(count ÷ total) × 100", "unit": "percent",
        "defined": "count ≤ total, total > 0, whole numbers ≥ 0",
    }  # fmt: skip
    assert "baseline > 0" in by_inputs["fold change", "baseline, followup"]["defined"]
    assert all(name in measures.INPUTS for row in rows for name in row["inputs"].split(", "))


def test_a_number_needed_to_treat_may_be_rounded_up() -> None:
    """7.14 is printed 8 by custom; 9 is contradicted, and so is a number needed to treat where the treated did worse."""
    arms = {"events": 10, "total": 100, "control_events": 24, "control_total": 100}
    assert [recompute(text, "number needed to treat", **arms).verdict for text in ("7", "8", "9", "6")] == [
        "confirmed", "confirmed", "contradicted", "contradicted",
    ]  # fmt: skip
    assert "rounded up" in recompute("8", "number needed to treat", **arms).explanation
    worse = {"events": 24, "total": 100, "control_events": 10, "control_total": 100}
    assert recompute("7", "number needed to treat", **worse).verdict == "contradicted"
