"""A difference of two percentages is printed as a percentage, or a relative change as points.

Why: from 68% to 48% is 20 percentage points and 29% fewer. A reader who takes one for the other is misled by a third.

Do: print "percentage points" for a difference of two percentages and "%" for a relative change, or correct the `measure:`.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import claimwords, numerals
from evidence.model import Chain, Context, Problem

LINK = "recomputed"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("QNT203", "QNT201")

RELATIVE = ("relative reduction", "relative increase", "relative risk reduction")
POINTS = ("percentage-point change", "absolute risk reduction")
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n    quantities:\n"

PASSES = {
    "points are called points": {
        "claims.yaml": HEAD % "20 percentage points fewer"
        + "      - {printed: 20 percentage points, measure: percentage-point change, from: {baseline: 68, followup: 48}}\n",
    },
    "a relative change is a percentage": {
        "claims.yaml": HEAD % "29% fewer" + "      - {printed: 29%, measure: relative reduction, from: {baseline: 68, followup: 48}}\n",
    },
}
FAILS = {
    "points printed as a percentage": {
        "claims.yaml": HEAD % "20% fewer" + "      - {printed: 20%, measure: percentage-point change, from: {baseline: 68, followup: 48}}  # here\n",
    },
    "a relative change printed as points": {
        "claims.yaml": HEAD % "29 points fewer" + "      - {printed: 29 points, measure: relative reduction, from: {baseline: 68, followup: 48}}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    language = claimwords.language(chain.claim, context.registry)
    for quantity in chain.claim.quantities:
        try:
            unit = "" if quantity.broken else numerals.read(quantity.printed, language).unit
        except ValueError:
            continue  # quantity-not-derived says that it cannot be read
        at, about = quantity.path, f"{quantity.printed} | {quantity.measure}"
        if quantity.measure in POINTS and unit == "%":
            yield Problem(f"{quantity.printed} is printed as a percentage, and a {quantity.measure} is in percentage points", at=at, about=about)
        elif quantity.measure in RELATIVE and unit in ("points", "percentage points"):
            yield Problem(f"{quantity.printed} is printed in points, and a {quantity.measure} is a percentage", at=at, about=about)
