"""What the services said of the work is older than the policy allows.

Why: papers are retracted and corrected years after they came out; "nothing known" is true of the day on which it was asked.

Do: run `evidence refresh`. `policy.record_days` says how many days an answer may be old; without it, 90.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import soundness
from evidence.model import Context, Missing, Problem, Reference
from evidence.record import SERVICES
from evidence.records import sealed

LINK = "sound"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("SRC101",)

CLAIM = "version: 1\n%sclaims: [{id: a, text: Less pain, references: [a]}]\n"
BIB = "@article{a, title = {Outcomes},\n  doi = {10.1000/1}, note = {# here}\n}\n"
RECORDS = '{"a": {"doi": "10.1000/1", "answers": {"crossref": {"state": "answered", "asked": "%s", "found": true}}}}'

PASSES = {
    "asked two days ago": {"claims.yaml": CLAIM % "", "references/a.bib": BIB, "references/records.json": sealed(RECORDS % "2026-11-20")},
    "a policy that allows a year": {
        "claims.yaml": CLAIM % "policy: {record_days: 365}\n",
        "references/a.bib": BIB,
        "references/records.json": sealed(RECORDS % "2026-01-02"),
    },
    "never asked: that is unchecked, not old": {"claims.yaml": CLAIM % "", "references/a.bib": BIB},
}
FAILS = {
    "asked in January": {"claims.yaml": CLAIM % "", "references/a.bib": BIB, "references/records.json": sealed(RECORDS % "2026-01-02")},
    "a policy that asks for a week": {
        "claims.yaml": CLAIM % "policy: {record_days: 7}\n",
        "references/a.bib": BIB,
        "references/records.json": sealed(RECORDS % "2026-11-02"),
    },
}


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    record = soundness.known(reference, context)
    if isinstance(record, Missing):
        return
    answers = [record.answers[service] for service in SERVICES if service in record.answers]
    old = [why for answer in answers if answer.state == "answered" and (why := soundness.too_old(answer, context))]
    if old:
        yield Problem(f"`{reference.key}`: {'; '.join(old)}", at=reference.at("doi"), about="record")
