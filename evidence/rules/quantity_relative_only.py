"""A relative effect is printed without the absolute values it comes from.

Why: "half as many" can be from 40 to 20 in a hundred or from 2 to 1 in a thousand. Without the absolute values, a reader
cannot tell, and takes the effect for larger than it is.

Do: print the values beside it ("from 82 to 27 points"), the shares of both groups, or the difference in points.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import claimwords
from evidence.model import Chain, Context, Problem, Quantity

LINK = "recomputed"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("QNT202",)

RELATIVE = ("relative reduction", "relative increase", "relative risk reduction", "risk ratio", "odds ratio", "fold change")
ABSOLUTE = (
    "absolute reduction", "absolute increase", "absolute risk reduction", "percentage-point change", "mean difference",
    "number needed to treat", "proportion",
)  # fmt: skip
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n    quantities:\n"
ENTRY = "      - {printed: 68%%, measure: relative reduction, from: {baseline: 82.3, followup: 26.7}}%s\n"

PASSES = {
    "the values stand beside it": {
        "claims.yaml": HEAD % "pain fell from 82.3 to 26.7 points (68%)" + ENTRY % "" + "      - {printed: '82.3', measure: reported, from: {value: 82.3}}\n",
    },
    "a share of people is absolute": {
        "claims.yaml": HEAD % "88% satisfied" + "      - {printed: 88%, measure: proportion, from: {count: 90, total: 102}}\n",
    },
}
FAILS = {
    "a relative reduction alone": {"claims.yaml": HEAD % "reduced pain by 68%" + ENTRY % "  # here"},
    "a reported decrease alone": {
        "claims.yaml": HEAD % "29% fewer patients on opioids" + "      - {printed: 29%, what: decrease in patients, measure: reported, from: {value: 29}}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    if any(quantity.measure in ABSOLUTE for quantity in claim.quantities):
        return
    spoken = {reading.text for reading in claimwords.found(claim.text, claimwords.language(claim, context.registry))}
    for quantity in claim.quantities:
        if not quantity.broken and (effect := _effect(quantity, claim.text)) and not _values_beside(quantity, spoken):
            yield Problem(f"{quantity.printed} is {effect}, and the words give no absolute value", at=quantity.path, about=quantity.printed)


def _effect(quantity: Quantity, text: str) -> str:
    """What kind of relative effect it is, in words; empty where it is none."""
    if quantity.measure in RELATIVE:
        return f"a {quantity.measure}"
    word = claimwords.change(text) if quantity.measure == "reported" and "%" in quantity.printed else ""
    return f"told as a change (“{word}”)" if word else ""


def _values_beside(quantity: Quantity, spoken: set[str]) -> bool:
    """True where two of the values it is recomputed from are printed in the claim's words."""
    values = quantity.derivations[0].inputs.values() if quantity.derivations else ()
    return sum(any(value in words for words in spoken) for value in values) >= 2
