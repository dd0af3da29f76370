"""An expression of concern has been published about the work.

Why: the journal itself says that the work may not hold. A claim may outlive the doubt, but not on this work alone, and not
before somebody has read what the doubt is about.

Do: read the notice; rest the claim on another work as well, or take it back until the matter is settled.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import soundness
from evidence.model import Context, Missing, Problem, Reference
from evidence.records import sealed

LINK = "sound"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("SRC101",)

ONE = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
TWO = "version: 1\nclaims: [{id: a, text: Less pain, references: [a, b]}]\n"
BIB = "@article{a, title = {Outcomes},\n  doi = {10.1000/1}, note = {# here}\n}\n@article{b, title = {More}, doi = {10.1000/2}\n}\n"
RECORDS = '{"a": {"doi": "10.1000/1", "answers": {"pubmed": {"state": "answered", "asked": "2026-11-20", "found": true, "notices": [%s]}}}}'
CONCERN = '{"kind": "concern", "direction": "affects", "word": "ExpressionOfConcernIn", "pmid": "21971344", "date": "2011-11"}'

PASSES = {
    "no notice": {"claims.yaml": ONE, "references/a.bib": BIB, "references/records.json": sealed(RECORDS % "")},
    "it is the notice": {"claims.yaml": ONE, "references/a.bib": BIB, "references/records.json": sealed(RECORDS % CONCERN.replace("affects", "is"))},
    "a retracted work, of which more is told": {
        "claims.yaml": ONE,
        "references/a.bib": BIB,
        "references/records.json": sealed(RECORDS % f'{CONCERN}, {CONCERN.replace("concern", "retraction")}'),
    },
}
FAILS = {
    "the only support of a claim": {"claims.yaml": ONE, "references/a.bib": BIB, "references/records.json": sealed(RECORDS % CONCERN)},
    "one of two": {"claims.yaml": TWO, "references/a.bib": BIB, "references/records.json": sealed(RECORDS % CONCERN)},
}


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    record = soundness.known(reference, context)
    if isinstance(record, Missing):
        return
    every = soundness.voices(record)
    concerns = soundness.standing(every, ("concern",))
    if not concerns or soundness.standing(every, soundness.RETRACTED):
        return
    registry = context.registry
    alone = [claim.id for claim in soundness.resting_on(reference.key, registry) if soundness.keys(claim, registry) == (reference.key,)]
    message = f"`{reference.key}`: {'; '.join(map(str, every))}"
    because = f"it is the only reference of {', '.join(alone[:5])}" if alone else ""
    yield Problem(message, at=reference.at("doi"), about="concern", severity="error" if alone else "", because=because)
