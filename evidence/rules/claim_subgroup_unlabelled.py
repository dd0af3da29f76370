"""A subgroup, post-hoc, exploratory or pooled result is printed, and the words do not say so.

Why: among many looks at the data some come out well by chance. A reader who is not told that this was one of them takes it
for what the study set out to test.

Do: say it in the sentence ("in a subgroup of …", "in a post hoc analysis"), and give the overall result beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.model import Chain, Context, Problem, Quantity
from evidence.patterns import late

LINK = "recomputed"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("QNT213",)
SPARES_LABELING = True

RANKS = ("exploratory", "post hoc")
SETS = ("subgroup", "pooled", "post hoc", "exploratory")
# The words that label such a result, in en, de, fr, es, it.
LABEL = late(
    r"\b(?:sub-?groups?|subset|post[ -]?hoc|explorat\w*|pooled|meta-?analys\w*|untergruppe\w*|explorativ\w*|gepoolt\w*"
    r"|sous-groupe\w*|exploratoire\w*|poolée?s?|subgrupo\w*|exploratori\w*|agrupad\w*|sottogrupp\w*|esplorativ\w*|aggregat\w*)\b",
    re.IGNORECASE,
)
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n    quantities:\n"

PASSES = {
    "it says so": {
        "claims.yaml": HEAD % "in a post hoc analysis 82% improved" + "      - {printed: 82%, endpoint: {rank: post hoc}, measure: proportion, from: {count: 42, total: 51}}\n",
    },
    "the primary endpoint needs no label": {
        "claims.yaml": HEAD % "82% improved" + "      - {printed: 82%, endpoint: {rank: primary}, measure: proportion, from: {count: 42, total: 51}}\n",
    },
}
FAILS = {
    "a post-hoc result told as a result": {
        "claims.yaml": HEAD % "82% improved" + "      - {printed: 82%, endpoint: {rank: post hoc}, measure: proportion, from: {count: 42, total: 51}}  # here\n",
    },
    "a subgroup told as all patients": {
        "claims.yaml": HEAD % "82% improved" + "      - {printed: 82%, set: subgroup of women under 50, measure: proportion, from: {count: 42, total: 51}}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    if LABEL.search(chain.claim.text):
        return
    for quantity in chain.claim.quantities:
        if not quantity.broken and (kind := _kind(quantity)):
            yield Problem(f"{quantity.printed} comes from {kind}, and the words do not say so", at=quantity.path, about=f"{quantity.printed} {kind}")


def _kind(quantity: Quantity) -> str:
    rank = str(quantity.endpoint.get("rank", ""))
    if rank in RANKS:
        return f"an analysis recorded as {rank}"
    analysed = (quantity.derivations[0].set or "") if quantity.derivations else ""
    return f"the set “{analysed}”" if any(word in analysed.casefold() for word in SETS) else ""
