"""A number stands alone: no number of people, interval, spread or p is known for it.

Why: a result without its uncertainty cannot be weighed. A bare percentage of fewer than thirty people, or an "up to"
without the mean, shows the best that chance allows.

Do: record `n:`, `ci:` or `p:` and print the number of people; beside "up to", print the mean.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import claimwords
from evidence.model import Chain, Context, Problem
from evidence.printed import natural

LINK = "recomputed"
SEVERITY = "info"
DECIDED = "data"
BASIS = ("QNT208",)
SPARES_LABELING = True

SMALL = 30  # people; below, a bare percentage is an error (shared/rules.md)
RESULTS = ("efficacy", "safety", "satisfaction", "comparative")
HEAD = "version: 1\nclaims:\n  - id: a\n    type: efficacy\n    text: %s\n    quantities:\n"

PASSES = {
    "its interval is recorded": {
        "claims.yaml": HEAD % "88% better" + "      - {printed: 88%, ci: 81 to 93, measure: reported, from: {value: 88}}\n",
    },
    "a small study that says so": {
        "claims.yaml": HEAD % "15 of 17 (88%) better" + "      - {printed: 88%, measure: proportion, from: {count: 15, total: 17}}\n"
        "      - {printed: 15 of 17, measure: proportion, from: {count: 15, total: 17}}\n",
    },
}
FAILS = {
    "nothing beside it": {"claims.yaml": HEAD % "88% better" + "      - {printed: 88%, measure: reported, from: {value: 88}}  # here\n"},
    "a bare percentage of seventeen people": {
        "claims.yaml": HEAD % "88% better" + "      - {printed: 88%, measure: proportion, from: {count: 15, total: 17}}  # here\n",
    },
    "the best case alone": {
        "claims.yaml": HEAD % "up to 90% better" + "      - {printed: up to 90%, n: 100, measure: reported, from: {maximum: 90}}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    if claim.type not in RESULTS:
        return
    for quantity in claim.quantities:
        if quantity.broken:
            continue
        inputs = quantity.derivations[0].inputs if quantity.derivations else {}
        people = inputs.get("total") or quantity.n
        if set(inputs) == {"maximum"}:
            message, because = f"{quantity.printed} is the best case, and no mean stands beside it", "the best case is printed alone"
        elif "%" in quantity.printed and _few(people) and not claimwords.has_denominator(claim.text):
            message, because = f"{quantity.printed} is a bare percentage of {people} people", f"fewer than {SMALL} people"
        elif not people and not quantity.ci and not quantity.p:
            yield Problem(f"for {quantity.printed} no number of people, interval or p is recorded", at=quantity.path, about=quantity.printed)
            continue
        else:
            continue
        yield Problem(message, at=quantity.path, about=quantity.printed, severity="error", because=because)


def _few(people: str | None) -> bool:
    count = natural(people)
    return count is not None and count < SMALL
