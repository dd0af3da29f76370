"""An outcome is printed without the time at which it was measured, or with another time than the source's.

Why: the same treatment has other results at six weeks and at two years; a result without its time can be read as any of them.

Do: print the time in the sentence ("at 24 months"), and record the source's under `when:`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evidence import claimwords
from evidence.model import Chain, Context, Problem

LINK = "recomputed"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("QNT206",)
SPARES_LABELING = True

OUTCOMES = ("efficacy", "safety", "satisfaction", "comparative")
SLACK = Fraction(1, 20)  # 52 weeks and 12 months are the same time
HEAD = "version: 1\nclaims:\n  - id: a\n    type: efficacy\n    text: %s\n    quantities:\n"
ENTRY = "      - {printed: 68%%, when: %s, measure: reported, from: {value: 68}}  # here\n"

PASSES = {
    "the words state the source's time": {"claims.yaml": HEAD % "pain fell by 68% in two years" + ENTRY % "24 months"},
    "weeks and months of one length": {"claims.yaml": HEAD % "pain fell by 68% at 52 weeks" + ENTRY % "12 months"},
    "a count of articles has no time": {
        "claims.yaml": "version: 1\nclaims: [{id: a, type: count, text: 40 articles, quantities: [{printed: 40 articles, measure: count}]}]\n",
    },
}
FAILS = {
    "no time in the words": {"claims.yaml": HEAD % "pain fell by 68%" + ENTRY % "24 months"},
    "no time anywhere": {"claims.yaml": HEAD % "pain fell by 68%" + "      - {printed: 68%, measure: reported, from: {value: 68}}  # here\n"},
    "another time than the source's": {"claims.yaml": HEAD % "pain fell by 68% in five years" + ENTRY % "24 months"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    if claim.type not in OUTCOMES:
        return
    language = claimwords.language(claim, context.registry)
    printed = claimwords.times(claim.text, language)
    for quantity in claim.quantities:
        if quantity.broken:
            continue
        recorded = claimwords.times(quantity.when or "", language)
        if not printed:
            source = f"the source's time is {quantity.when}" if quantity.when else "the registry records none either (`when:`)"
            yield Problem(f"{quantity.printed} is an outcome, and the words give no time; {source}", at=quantity.path, about=quantity.printed)
        elif recorded and not any(_close(one, other) for _, one in printed for _, other in recorded):
            said = ", ".join(words for words, _ in printed)
            yield Problem(
                f"{quantity.printed} is printed for {said}; the source's time is {quantity.when}",
                at=quantity.path, about=f"{quantity.printed} {said}", severity="error", because="the printed time is not the source's",
            )  # fmt: skip


def _close(one: Fraction, other: Fraction) -> bool:
    return abs(one - other) <= SLACK * max(one, other)
