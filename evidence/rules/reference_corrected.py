"""A correction of the work has been published.

Why: the number that was quoted may be the very one that was corrected. Whoever read the paper before the correction has to
look again.

Do: read the correction, compare it with the passage and the values that the claim takes from the paper. Then sign with the
meaning "anchor read in source", or write into a waiver of this rule what the correction changes and who looked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evidence import soundness
from evidence.model import Context, Missing, Problem, Reference, Registry
from evidence.patterns import late
from evidence.records import sealed
from evidence.signoff import Standing

LINK = "sound"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("SRC102",)

DAY = late(r"\d{4}-\d\d-\d\d", re.ASCII)
MEANING = "anchor read in source"

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
BIB = "@article{a, title = {Outcomes},\n  doi = {10.1000/1}, note = {# here}\n}\n"
RECORDS = '{"a": {"doi": "10.1000/1", "answers": {"crossref": {"state": "answered", "asked": "2026-11-20", "found": true, "notices": [%s]}}}}'
NOTICE = '{"kind": "%s", "direction": "%s", "doi": "10.1000/9", "date": "2024-05-01"}'

PASSES = {
    "no notice": {"claims.yaml": CLAIM, "references/a.bib": BIB, "references/records.json": sealed(RECORDS % "")},
    "it is the correction": {"claims.yaml": CLAIM, "references/a.bib": BIB, "references/records.json": sealed(RECORDS % NOTICE % ("correction", "is"))},
    "a new version is no correction": {"claims.yaml": CLAIM, "references/a.bib": BIB, "references/records.json": sealed(RECORDS % NOTICE % ("update", "affects"))},
}
FAILS = {
    "an erratum": {"claims.yaml": CLAIM, "references/a.bib": BIB, "references/records.json": sealed(RECORDS % NOTICE % ("correction", "affects"))},
}


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    record = soundness.known(reference, context)
    if isinstance(record, Missing):
        return
    every = soundness.voices(record)
    corrections = soundness.standing(every, ("correction",))
    if not corrections or soundness.standing(every, (*soundness.RETRACTED, "concern")):
        return  # the rules of the graver notices tell all of them
    dates = sorted({each.notice.date for each in corrections})
    when = f"was corrected, last on {dates[-1]}" if dates[-1] else "was corrected"
    readers = _read_since(reference.key, dates, context.registry)
    read = f"read in the source since by {', '.join(readers)}" if readers else "no record says that its passages were read since"
    severity, because = ("info", "its passages were read after the correction") if readers else ("", "")
    message = f"`{reference.key}` {when}; {read}: {'; '.join(map(str, every))}"
    yield Problem(message, at=reference.at("doi"), about=f"correction {dates[-1]}", severity=severity, because=because)


def _read_since(key: str, dates: Sequence[str], registry: Registry) -> tuple[str, ...]:
    """Who has signed, after the last correction, that they read the passages in the source: where that is so of every claim that rests on it.

    A correction without its day, and a signature that could not be proved, leave it open.
    """
    if registry.ledger is None or not all(DAY.fullmatch(date) for date in dates):
        return ()
    found: list[str] = []
    for claim in soundness.resting_on(key, registry):
        own = [one for one in registry.ledger.standings.get(claim.id, ()) if _reads(one) and one.sign_off.time[:10] > dates[-1]]
        if not own:
            return ()
        found += [f"{one.sign_off.name} ({one.sign_off.time[:10]})" for one in own]
    return tuple(dict.fromkeys(found))


def _reads(one: Standing) -> bool:
    return one.counts and one.state == "valid" and one.sign_off.meaning == MEANING
