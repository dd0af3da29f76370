"""The 53 numbers printed in one device paper: the three that are wrong in print are found, and no other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from evidence.arithmetic import recompute

NUMBERS = Path(__file__).resolve().parents[3] / "shared" / "data" / "numbers" / "ifuse_survivorship_2015_numbers.csv"


def test_the_printed_errors_are_found_and_nothing_else() -> None:
    """Every number the list calls consistent is confirmed, every other one contradicted."""
    if not NUMBERS.exists():
        pytest.skip(f"../shared is not here: {NUMBERS}")
    with NUMBERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seen = {
        row["where"]: recompute(f"{row['percent_printed']}%", "proportion", count=row["count"], total=row["n_as_stated_or_implied"]).verdict
        for row in rows
    }
    wrong = [where for where, verdict in seen.items() if verdict != "confirmed"]
    print(f"\ndevice paper: {len(rows)} numbers, contradicted: {wrong}")
    assert len(rows) == len(seen) == 53
    assert wrong == [row["where"] for row in rows if row["consistent"] == "False"]
    assert all(seen[where] == "contradicted" for where in wrong)
