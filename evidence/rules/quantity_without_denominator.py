"""A share of patients is printed without the number of patients it is a share of.

Why: 88% of seventeen people and 88% of a thousand are not the same evidence, and a share that has quietly changed its
group is a common way for a headline to outgrow its study.

Do: print n/N ("90 of 102") in the sentence or beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import claimwords
from evidence.model import Chain, Context, Problem

LINK = "recomputed"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("QNT205",)
SPARES_LABELING = True

HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n    quantities:\n"
ENTRY = "      - {printed: 88%%, measure: proportion, from: {count: 90, total: 102}}%s\n"

PASSES = {
    "n of N stands in the words": {"claims.yaml": HEAD % "90 of 102 patients (88%) were satisfied" + ENTRY % ""},
    "N stands in the words": {"claims.yaml": HEAD % "88% were satisfied (n=102)" + ENTRY % ""},
    "a change is no share": {
        "claims.yaml": HEAD % "pain fell by 68%" + "      - {printed: 68%, measure: relative reduction, from: {baseline: 82.3, followup: 26.7}}\n",
    },
}
FAILS = {
    "a bare share": {"claims.yaml": HEAD % "88% were satisfied" + ENTRY % "  # here"},
    "a bare share with nothing behind it": {"claims.yaml": HEAD % "88% satisfied" + "      - {printed: 88%, measure: proportion}  # here\n"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    if claimwords.has_denominator(claim.text):
        return
    for quantity in claim.quantities:
        if not quantity.broken and quantity.measure == "proportion":
            inputs = quantity.derivations[0].inputs if quantity.derivations else {}
            total = inputs.get("total") or quantity.n
            known = f"the registry knows {total}" if total else "the registry does not know it either"
            yield Problem(f"{quantity.printed} is a share, and the words do not say of how many; {known}", at=quantity.path, about=quantity.printed)
