"""A claim of an effect or of a comparison rests on evidence without a control.

Why: without a group to compare with, the natural course, the placebo response and chance cannot be told from the treatment's
effect. "Reduces pain by 68%" then says more than anybody has shown.

Do: rest the claim on a controlled result, or say what was seen: "patients reported … less than before (single arm, n = …)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence import soundness, studies
from evidence.model import Chain, Context, Missing, Problem
from evidence.patterns import late

LINK = "sound"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("SRC109",)

EFFECTS = ("efficacy", "comparative", "safety")
# "clinically proven", "shown to", "demonstrated", and what stands for it in de, fr, es, it.
PROVEN = late(
    r"\b(?:(?:clinically|scientifically)[ -](?:proven|shown|tested|demonstrated|validated)|proven to|proven|klinisch (?:bewiesen|belegt|erwiesen)"
    r"|nachgewiesen\w*|cliniquement prouvée?s?|prouvée?s?|clínicamente probad[oa]s?|demostrad[oa]s?|clinicamente (?:provat|testat|dimostrat)[oaei])\b",
    re.IGNORECASE,
)
PLAIN = late(r"\b(?:single[- ]arm|uncontrolled|before[- ]and[- ]after|(?:from|versus|vs\.?|compared (?:with|to)) baseline|no control group|einarmig\w*)\b", re.IGNORECASE)
TRIALS = ("randomized controlled trial", "controlled clinical trial", "meta-analysis")  # PubMed's types that say that there was a control

HEAD = "version: 1\nstudies: {NCT00000001: {name: TRIAL, reports: [a], %s}}\nclaims:\n  - {id: a, text: %s, references: [a], type: %s%s}  # here\n"
BIB = "@article{a, title = {Outcomes}, doi = {10.1000/1}\n}\n"
AT = ", quantities: [{printed: 68%%, measure: relative reduction, when: %s, from: {baseline: 82, followup: 26}}]"

PASSES = {
    "a controlled trial": {"claims.yaml": HEAD % ("design: randomised, control: usual care", "reduced pain", "efficacy", ""), "references/a.bib": BIB},
    "while the control lasted": {
        "claims.yaml": HEAD % ("control: usual care, control_until: 6 months", "reduced pain by 68%", "efficacy", AT % "6 months"),
        "references/a.bib": BIB,
    },
    "it says what was seen": {"claims.yaml": HEAD % ("design: single arm", "pain fell from baseline (single arm)", "efficacy", ""), "references/a.bib": BIB},
    "satisfaction is no effect": {"claims.yaml": HEAD % ("design: single arm", "88% were satisfied", "satisfaction", ""), "references/a.bib": BIB},
}
FAILS = {
    "a single arm": {"claims.yaml": HEAD % ("design: single-arm", "reduces pain", "efficacy", ""), "references/a.bib": BIB},
    "a comparison from a registry": {"claims.yaml": HEAD % ("design: registry", "less pain than screws", "comparative", ""), "references/a.bib": BIB},
    "after the control had ended": {
        "claims.yaml": HEAD % ("control: usual care, control_until: 6 months", "reduces pain by 68%", "efficacy", AT % "24 months"),
        "references/a.bib": BIB,
    },
    "proven, by case series": {"claims.yaml": HEAD % ("design: case series, control: none", "clinically proven pain relief", "efficacy", ""), "references/a.bib": BIB},
}
OPENS = {
    "a comparison, and nobody recorded how it was made": {
        "claims.yaml": "version: 1\nclaims: [{id: a, text: Less pain than screws, references: [a], type: comparative}]\n",
        "references/a.bib": BIB,
    }
}


def check(chain: Chain, context: Context) -> Iterator[Problem | Missing]:
    claim = chain.claim
    proven = PROVEN.search(claim.text)
    keys = soundness.keys(claim, context.registry)
    if (claim.type not in EFFECTS and not proven) or not keys or PLAIN.search(claim.text):
        return
    graver = "the claim compares" if claim.type == "comparative" else f"the words say “{proven[0]}”" if proven else ""
    times = [quantity.when for quantity in claim.quantities] or [None]
    judged = {key: _judged(key, times, context) for key in keys}
    if any(each is not None and not each for each in judged.values()):
        return  # one controlled source is enough here; whether it is the right one is another question
    unknown = [key for key, why in judged.items() if why is None]
    if unknown:
        if graver:
            names = ", ".join(f"`{key}`" for key in unknown)
            yield Missing(f"{graver}, and nothing under `studies:` says what {names} compared with")
        return
    reasons = "; ".join(dict.fromkeys(why for why in judged.values() if why))
    severity = "error" if graver else ""
    yield Problem(f"the claim rests on evidence without a control: {reasons}", at=(*claim.path, "text"), about=" ".join(keys), severity=severity, because=graver)


def _judged(key: str, times: list[str | None], context: Context) -> str | None:
    """Why a reference gives no controlled result at some of these times; "" where it does at all of them, None where nobody knows."""
    known = [studies.controlled(study, when) for study in studies.reporting(key, context.registry) for when in times]
    if reasons := [why for one, why in known if one is False]:
        return reasons[0]
    if any(one for one, _ in known):
        return ""
    record = context.registry.records.records.get(key)
    kinds = [kind.casefold() for answer in soundness.answers(record) for kind in answer.kinds] if record else []
    return "" if any(kind.startswith(TRIALS) for kind in kinds) else None
