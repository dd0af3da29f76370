"""88 cases with the verdict of an independent implementation (the R package scrutiny)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from evidence import deviations, feasibility

CASES = Path(__file__).resolve().parents[3] / "shared" / "data" / "numbers" / "scrutiny_grim_debit_grimmer_expected.csv"

# The differences from scrutiny, each with its reason and with the option that gives scrutiny's verdict.
DIFFERENCES = {
    ("0.87", "28", "2"): ("49/56 is 0.875: only rounding the half down prints 0.87; borderline here, accepted by scrutiny", "half_down"),
    ("521", "28", "1"): ("146 of 28 people: more than 100% of people is impossible; scrutiny does not bound the count", "events"),
    ("525", "28", "1"): ("147 of 28 people: more than 100% of people is impossible; scrutiny does not bound the count", "events"),
    ("529", "28", "1"): ("148 of 28 people: more than 100% of people is impossible; scrutiny does not bound the count", "events"),
}


def _judge(row: dict[str, str], **options: bool) -> bool:
    number, n = row["mean_or_percent"], int(row["n"])
    if row["test"] == "DEBIT":
        return deviations.share_possible(number, row["sd"], n)
    if row["test"] == "GRIMMER":
        return deviations.possible(number, row["sd"], n)
    if row["scale"] == "percent":
        return feasibility.possible(number, n, **options)
    return feasibility.mean_possible(number, n, int(row["items"]), **options)


def test_every_verdict_is_scrutinys_or_differs_for_a_written_reason() -> None:
    """All 88 cases agree, except four with a written reason each; with the named option these agree as well."""
    if not CASES.exists():
        pytest.skip(f"../shared is not here: {CASES}")
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [row for row in rows if _judge(row) != (row["expected_consistent"] == "True")]
    differing = {(row["mean_or_percent"], row["n"], row["items"]): row for row in wrong}
    print(f"\nGRIM, DEBIT, GRIMMER against scrutiny: {len(rows) - len(differing)} of {len(rows)} agree; the rest for a written reason:")
    for key in differing:
        print(f"  {key[0]} of {key[1]} x {key[2]}: {DIFFERENCES.get(key, ('NO REASON', ''))[0]}")
    assert len(rows) == 88
    assert len(wrong) == len(differing)
    assert set(differing) == set(DIFFERENCES)
    for key, (_, option) in DIFFERENCES.items():
        assert _judge(differing[key], **{option: True}) == (differing[key]["expected_consistent"] == "True")
