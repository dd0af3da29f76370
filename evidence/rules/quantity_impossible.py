"""No whole number of people gives the printed percentage of the stated total.

Why: a share of N people is a whole number of them divided by N. A percentage that no count can give belongs to another
total, or was changed on its way to the page.

Do: look up the count and the total in the source; the message names the totals and counts that would fit.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import feasibility
from evidence.model import Chain, Context, Problem, Quantity
from evidence.printed import natural

LINK = "recomputed"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("QNT210", "QNT201")

HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n    quantities:\n"

PASSES = {
    "90 of 102": {"claims.yaml": HEAD % "88%" + "      - {printed: 88%, measure: proportion, from: {total: 102}}\n"},
    "an estimate over time is no count of people": {
        "claims.yaml": HEAD % "88%" + "      - {printed: 88%, measure: reported, n: 7, estimator: kaplan-meier, from: {value: 88}}\n",
    },
    "a change is no share of people": {
        "claims.yaml": HEAD % "88%" + "      - {printed: 88%, measure: relative reduction, n: 7, from: {baseline: 100, followup: 12}}\n",
    },
}
FAILS = {
    "88% of seven people": {"claims.yaml": HEAD % "88%" + "      - {printed: 88%, measure: proportion, n: 7}  # here\n"},
    "67% of the 77 who moved on": {"claims.yaml": HEAD % "67%" + "      - {printed: 67%, measure: proportion, from: {total: 77}}  # here\n"},
    "a reported share with its n": {
        "claims.yaml": HEAD % "12%" + "      - {printed: 12%, what: share of patients, measure: reported, n: 10, from: {value: 12}}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    for quantity in chain.claim.quantities:
        if quantity.broken or quantity.estimator or quantity.measure not in ("proportion", "reported"):
            continue
        total = _total(quantity)
        if total is None or (quantity.derivations and "count" in quantity.derivations[0].inputs):
            continue  # with both count and total, the arithmetic itself has decided
        try:
            fits = feasibility.possible(quantity.printed, total, half_down=True)
        except ValueError:
            continue  # no plain percentage: feasibility has nothing to say of it
        if not fits:
            yield Problem(feasibility.explain(quantity.printed, total), at=quantity.path, about=f"{quantity.printed} of {total}")


def _total(quantity: Quantity) -> int | None:
    """The stated number of people: the derivation's total, else the quantity's n, where that is a plain whole number."""
    for typed in (quantity.derivations[0].inputs.get("total") if quantity.derivations else None, quantity.n):
        if total := natural(typed):
            return total if typed != quantity.n or "%" in quantity.printed else None
    return None
