"""A share of responders, successes or satisfied patients is printed, and nobody has said what counted as one.

Why: "88% satisfied" depends on whether "somewhat" counts, and "success" on where the bar stood. Without the definition the
number means whatever the reader hopes.

Do: record the instrument and the threshold under `responder:` and print them in the sentence or a footnote.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Chain, Context, Problem

LINK = "recomputed"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("QNT212",)
SPARES_LABELING = True

HEAD = "version: 1\nclaims:\n  - id: a\n    type: satisfaction\n    text: 88% satisfied\n    quantities:\n"

PASSES = {
    "the definition is recorded": {
        "claims.yaml": HEAD + "      - {printed: 88%, responder: very or somewhat satisfied of five steps, measure: proportion, from: {count: 90, total: 102}}\n",
    },
    "a change has no responders": {
        "claims.yaml": HEAD + "      - {printed: 88%, measure: relative reduction, from: {baseline: 100, followup: 12}}\n",
    },
}
FAILS = {
    "satisfied in what sense": {"claims.yaml": HEAD + "      - {printed: 88%, measure: proportion, from: {count: 90, total: 102}}  # here\n"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    if chain.claim.type in ("efficacy", "satisfaction"):
        for quantity in chain.claim.quantities:
            if not quantity.broken and quantity.measure == "proportion" and not quantity.responder:
                message = f"{quantity.printed} counts patients, and what made one count is not recorded (`responder:`)"
                yield Problem(message, at=quantity.path, about=quantity.printed)
