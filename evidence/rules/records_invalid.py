"""references/records.json cannot be used: it does not parse, it is not whole, or it was edited by hand.

Why: the file says what the services answered and when. Once somebody has changed it by hand, nobody can tell an answer from
a wish, so none of it counts.

Do: put back the last version that was committed, or run `evidence refresh`, which writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Context, Problem, Registry
from evidence.records import sealed

LINK = "sound"
SEVERITY = "error"
DECIDED = "data"
BASIS = ()
INTEGRITY = True

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
BIB = "@article{a, title = {Outcomes}, doi = {10.1000/1}\n}\n"
RECORDS = sealed('{"a": {"doi": "10.1000/1", "answers": {"crossref": {"state": "answered", "asked": "2026-11-20", "found": true, "title": "Outcomes"}}}}')

PASSES = {
    "a file as it was written": {"claims.yaml": CLAIM, "references/a.bib": BIB, "references/records.json": RECORDS},
    "no file yet": {"claims.yaml": CLAIM, "references/a.bib": BIB},
}
FAILS = {
    "cut in half": {"claims.yaml": CLAIM, "references/a.bib": BIB, "references/records.json": RECORDS[: len(RECORDS) // 2]},
    "edited by hand": {"claims.yaml": CLAIM, "references/a.bib": BIB, "references/records.json": RECORDS.replace("Outcomes", "Better outcomes")},
    "a service that does not exist": {"claims.yaml": CLAIM, "references/a.bib": BIB, "references/records.json": RECORDS.replace("crossref", "crossreff")},
}


def check(registry: Registry, context: Context) -> Iterator[Problem]:
    yield from registry.records.problems
