"""The result of one arm of a controlled trial is printed without that of the other arm.

Why: a change from before to after holds the placebo response, the natural course and chance as well as the treatment's
effect. The other arm is there to tell them apart; leaving it out borrows the trial's authority for a number it did not test.

Do: print both arms, or the difference between them, and record the other arm under `comparator:`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evidence.claims import texts
from evidence.model import Chain, Context, Problem, Recomputation, Registry

LINK = "recomputed"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("QNT207",)
SPARES_LABELING = True

BETWEEN = ("relative risk reduction", "absolute risk reduction", "number needed to treat", "risk ratio", "odds ratio", "mean difference")
OUTCOMES = ("efficacy", "safety", "comparative", None)
HEAD = """version: 1
studies: {NCT00000001: {name: TRIAL, reports: [a], design: randomised, control: usual care}}
claims:
  - id: a
    text: reduced pain by 68%
    references: [a]
    type: efficacy
    quantities:
"""
BIB = "@article{a,\n  title = {Outcomes},\n}\n"

PASSES = {
    "the other arm is told": {
        "claims.yaml": HEAD + "      - {printed: 68%, comparator: 12% with usual care, measure: relative reduction, from: {baseline: 82.3, followup: 26.7}}\n",
        "references/a.bib": BIB,
    },
    "the study has no control": {
        "claims.yaml": HEAD.replace(", control: usual care", "") + "      - {printed: 68%, measure: relative reduction, from: {baseline: 82.3, followup: 26.7}}\n",
        "references/a.bib": BIB,
    },
}
FAILS = {
    "one arm of two": {
        "claims.yaml": HEAD + "      - {printed: 68%, arm: treated, measure: relative reduction, from: {baseline: 82.3, followup: 26.7}}  # here\n",
        "references/a.bib": BIB,
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    if chain.claim.type not in OUTCOMES:
        return
    for each in chain.quantities:
        quantity = each.quantity
        study = None if quantity.broken or quantity.comparator or quantity.measure in BETWEEN else _controlled(chain, each, context.registry)
        if study is None:
            continue
        until = f" (until {study['control_until']})" if study.get("control_until") else ""
        arm = f" ({quantity.arm})" if quantity.arm else ""
        message = (
            f"{quantity.printed} is the result of one arm{arm} of {study.get('name') or 'a study'}, "
            f"which has a control: {study['control']}{until}; the words do not tell the other arm's"
        )
        yield Problem(message, at=quantity.path, about=quantity.printed)


def _controlled(chain: Chain, each: Recomputation, registry: Registry) -> Mapping[str, object] | None:
    """The controlled study that the claim cites or takes the number from; None where there is none on record."""
    keys = {citation.key for group in (chain.citations, *each.sources) for citation in group}
    for study in registry.studies.values():
        if study.get("control") and keys & set(texts(study, "reports")):
            return study
    return None
