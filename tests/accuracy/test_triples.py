"""5,323 count/total/percentage triples printed in open-access trial reports, none of them ours."""

from __future__ import annotations

import csv
import gzip
import random
from collections import Counter
from pathlib import Path

import pytest

from evidence.arithmetic import recompute

TRIPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "numbers" / "rct_fulltext_count_percent.csv.gz"
SEED = 20261122
POWER = 200  # people from which a whole percent hardly notices one more or less


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The printed triples."""
    if not TRIPLES.exists():
        pytest.skip(f"../shared is not here: {TRIPLES}")
    with gzip.open(TRIPLES, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def verdict(row: dict[str, str]) -> str:
    """The verdict on one triple; "refused" where the three values are no proportion at all (a count above its total)."""
    found = recompute(f"{row['percent_reported']}%", "proportion", count=row["count"], total=row["n"]).verdict
    return "refused" if found == "incomplete" else found


def test_every_consistent_triple_is_accepted_and_no_other(rows: list[dict[str, str]]) -> None:
    """5,010 consistent: 5,006 confirmed, 4 borderline (half down only); the other 313 are contradicted."""
    seen = Counter((row["mechanical_class"] == "consistent", verdict(row)) for row in rows)
    print(f"\ntriples: {dict(seen)}")
    assert seen == {(True, "confirmed"): 5006, (True, "borderline"): 4, (False, "contradicted"): 313}


def test_the_borderline_triples_fit_by_rounding_half_down_only(rows: list[dict[str, str]]) -> None:
    """Each of the four lies exactly half-way above an odd digit, and the sentence says half down."""
    for row in rows:
        answer = recompute(f"{row['percent_reported']}%", "proportion", count=row["count"], total=row["n"])
        if answer.verdict == "borderline":
            assert (answer.units_off is not None and answer.units_off * 2 == 1) and "half down" in answer.explanation, row


def test_every_truncated_triple_is_explained_as_truncation(rows: list[dict[str, str]]) -> None:
    """108 of 108."""
    truncated = [row for row in rows if row["mechanical_class"] == "truncated_not_rounded"]
    told = [
        row for row in truncated
        if "is what truncation gives" in recompute(f"{row['percent_reported']}%", "proportion", count=row["count"], total=row["n"]).explanation
    ]  # fmt: skip
    print(f"\ntruncated: {len(told)} of {len(truncated)} explained")
    assert (len(truncated), told) == (108, truncated)


def changed(text: str, dice: random.Random) -> str:
    """The number with one digit replaced by another, never by a leading zero."""
    at = dice.choice([at for at, mark in enumerate(text) if mark.isdigit()])
    leading = at == 0 and len(text) > 1 and text[1].isdigit()
    return text[:at] + dice.choice([mark for mark in "0123456789" if mark != text[at] and not (leading and mark == "0")]) + text[at + 1 :]


@pytest.mark.parametrize(
    ("column", "share", "noticed"),
    [("percent_reported", 0.995, 0.995), ("count", 0.985, 0.99), ("n", 0.90, 0.91), ("any", 0.95, 0.955)],
)
def test_a_changed_digit_is_contradicted(rows: list[dict[str, str]], column: str, share: float, noticed: float) -> None:
    """One seeded digit of one number of each consistent triple with fewer than 200 people.

    `share`: contradicted, of those that are still a triple (count ≤ total); `noticed`: contradicted or refused, of all. One
    digit of "any" of the three numbers is the figure of the brief: at least 95 %. A digit of a total alone is told less often:
    1 of 85 and 1 of 84 are both 1 %.
    """
    dice, small, large = random.Random(SEED), Counter[str](), Counter[str]()
    for row in rows:
        if row["mechanical_class"] == "consistent":
            name = column if column != "any" else dice.choice(("percent_reported", "count", "n"))
            seen = verdict({**row, name: changed(row[name], dice)})
            (small if int(row["n"]) < POWER else large)[seen] += 1
    possible = small.total() - small["refused"]
    figures = small["contradicted"] / possible, (small["contradicted"] + small["refused"]) / small.total()
    print(f"\n{column}: {figures[0]:.2%} contradicted, {figures[1]:.2%} noticed of {dict(small)}; 200 people and more: {dict(large)}")
    assert figures[0] >= share
    assert figures[1] >= noticed
