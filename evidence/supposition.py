"""what_if(): the audit as it would be with another value, another state of a reference or another denominator. Nothing is written.

The files are read again, the changes are put in the place of what is typed there, and the whole pipeline runs on the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, TypeAlias

from evidence import frames, pipeline, shapes, views
from evidence.arithmetic import KNOWN
from evidence.hints import guess
from evidence.model import LINKS, Audit, BadCall, Claim, Finding, Quantity, Records, Reference, Registry, Unchecked
from evidence.model import Path as Steps
from evidence.record import SERVICES, Answer, Notice, Record
from evidence.registry import load
from evidence.report import Report
from evidence.wording import exact, shortened

if TYPE_CHECKING:
    import pandas

Key: TypeAlias = "str | tuple[str | int, ...]"

NOTICES = {
    "retracted": "retraction", "withdrawn": "withdrawal", "removed": "removal", "partly retracted": "partial retraction",
    "under concern": "concern", "corrected": "correction",
}  # fmt: skip
SOUND, UNKNOWN = "sound", "unknown"
IDENTIFIED = ("established", "candidate")
WORDS = (*NOTICES, SOUND, UNKNOWN, *IDENTIFIED)
FIELDS = ("printed", "what", "measure", "better", "when", "arm", "n", "ci", "p", "unit", "comparator", "responder", "estimator")


@dataclass(frozen=True)
class Supposed:
    """The answer of what_if: `report` is the audit with the changes, `before` the one without, `difference` what differs.

    >>> import evidence
    >>> evidence.what_if(evidence.audit("claims.yaml", today="2026-11-22"), {"polly2016insite24": "retracted"})
    <Supposed polly2016insite24 = retracted: failed → failed, 7 differences>
    """

    before: Report
    report: Report
    changes: tuple[str, ...]  # in words, one a change

    @cached_property
    def difference(self) -> pandas.DataFrame:
        """One row for every verdict, link, quantity, finding and gap that differs. Columns: shapes.DIFFERENCE."""
        return frames.frame(shapes.DIFFERENCE, _differences(self.before.audit, self.report.audit))

    def __repr__(self) -> str:
        return f"<Supposed {'; '.join(self.changes)}: {self.before.verdict} → {self.report.verdict}, {len(self.difference)} differences>"

    def _repr_html_(self) -> str:
        return views.supposed(self.changes, self.before.verdict, self.report.verdict, list(_differences(self.before.audit, self.report.audit)))


def what_if(report: Report, changes: Mapping[Key, Any]) -> Supposed:
    """The report as it would be if some things were otherwise.

    `changes` maps what is to change to its new value:

    - `(claim, quantity, name)`: of a claim's quantity (its number from 0, or the number as printed) an input of its first
      derivation ("baseline", "followup", "count", "total", …) or a field ("printed", "measure", …). Give values as text,
      for 82.30 is not 82.3; None takes the value out.
    - a BibTeX key: the state of a reference: "retracted", "withdrawn", "removed", "partly retracted", "under concern",
      "corrected", "sound" (every service answered and none holds anything against it), "unknown" (no record); or
      "established" or "candidate": whether it is sure that the printed numbers mean this paper.
    - a path into claims.yaml as a tuple: `("studies", "NCT01681004", "enrolled", "iFuse")`; in a list, a number or an id:
      `("claims", "pain-24m", "label")`.

    Raises BadCall for a claim, quantity, reference or state that is not there, and where a file has changed since the audit.

    >>> import evidence
    >>> report = evidence.audit("claims.yaml", today="2026-11-22")
    >>> answer = evidence.what_if(report, {("pain-24m", "68%", "followup"): "30.1"})
    >>> answer.report["pain-24m"].chain.quantities[0].verdict
    'contradicted'
    >>> sorted(set(answer.difference["what"]))
    ['finding', 'link', 'quantity']
    """
    if not isinstance(report, Report) or not isinstance(changes, Mapping):
        raise BadCall("what_if takes a Report and a mapping of what is to change to its new value")
    registry = report.audit.registry
    if not registry.readable:
        raise BadCall(f"{registry.path} could not be read as YAML, so there is nothing to suppose about it")
    steps: dict[Steps, Any] = {}
    states: dict[str, str] = {}
    for key, value in changes.items():
        if isinstance(key, tuple):
            steps[_steps(key, registry)] = _plain(value)
        else:
            _reference(key, value, registry, steps, states)
    changed = load(FilePath(registry.folder) / registry.path, steps)
    for key, state in states.items():
        changed = replace(changed, records=_told(changed, key, state, report.audit.as_of))
    told = tuple(f"{_named(key)} = {shortened(str(value), 60)}" for key, value in changes.items())
    audit = pipeline.judge(changed, **{**report.asked, "today": report.audit.as_of, "base": report.audit.base})
    _same_files(report.audit, audit)
    return Supposed(report, Report(audit, report.asked), told)


def _same_files(before: Audit, after: Audit) -> None:
    """A difference is only the change's where nothing else differs."""
    if before.inputs != after.inputs:
        moved = sorted({one.path for one in {*before.inputs} ^ {*after.inputs}})
        raise BadCall(f"{moved[0]} has changed since the audit: audit again, then ask what_if")


# --- where a change goes ------------------------------------------------------------------------------------------


def _steps(key: tuple[str | int, ...], registry: Registry) -> Steps:
    claims = {claim.id: claim for claim in registry.claims}
    if len(key) == 3 and key[0] in claims and isinstance(key[2], str):
        return _in_quantity(claims[str(key[0])], key[1], key[2])
    if len(key) > 1 and key[0] == "claims" and isinstance(key[1], str):
        return (*_claim(key[1], claims).path, *key[2:])
    if len(key) == 3 and isinstance(key[1], int | str) and isinstance(key[2], str) and key[2] in {*KNOWN, *FIELDS}:
        _claim(str(key[0]), claims)
    if not key or not all(isinstance(step, str | int) for step in key):
        raise BadCall(f"{key!r} is no path: give (claim, quantity, input), or the keys of claims.yaml from the top")
    return key


def _claim(name: str, claims: Mapping[str, Claim]) -> Claim:
    if name not in claims:
        raise BadCall(f"there is no claim {name!r}{guess(name, list(claims))}")
    return claims[name]


def _in_quantity(claim: Claim, which: str | int, name: str) -> Steps:
    quantity = _quantity(claim, which)
    typed = quantity.derivations[0].inputs if quantity.derivations else {}
    if name in FIELDS and name not in typed:
        return (*quantity.path, name)
    if name not in KNOWN and name not in typed:
        raise BadCall(f"{name!r} is neither an input nor a field of a quantity{guess(name, [*sorted(KNOWN), *FIELDS])}")
    first = quantity.derivations[0].path if quantity.derivations else quantity.path
    return (*first, "from", name)


def _quantity(claim: Claim, which: str | int) -> Quantity:
    if isinstance(which, int) and 0 <= which < len(claim.quantities):
        return claim.quantities[which]
    found = [quantity for quantity in claim.quantities if quantity.printed == which]
    if len(found) != 1:
        printed = ", ".join(quantity.printed for quantity in claim.quantities) or "none"
        raise BadCall(f"claim {claim.id} has {'no' if not found else 'more than one'} quantity {which!r}; it has {printed}, numbered from 0")
    return found[0]


def _plain(value: Any) -> Any:
    """A value as a loader sees it: every scalar is the text that was typed."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise BadCall(f"{type(value).__name__} is nothing that claims.yaml can hold: give a text, a number, a list or a mapping")


def _reference(key: str, state: Any, registry: Registry, steps: dict[Steps, Any], states: dict[str, str]) -> None:
    if not isinstance(key, str):
        raise BadCall(f"{key!r} is neither a BibTeX key nor a tuple")
    if key not in registry.bibliography.references:
        raise BadCall(f"there is no reference {key!r} that a claim uses{guess(key, sorted(registry.bibliography.references))}")
    if state not in WORDS:
        raise BadCall(f"{state!r} is no state of a reference; they are {', '.join(WORDS)}")
    if state not in IDENTIFIED:
        if registry.records.problems:
            raise BadCall("the records cannot be used, so no state of a reference can be supposed: see records-invalid")
        states[key] = state
        return
    every = [each for numbers in (registry.numbering, *(one.numbering for one in registry.materials)) for each in numbers.values() if each.key == key]
    if not every:
        raise BadCall(f"no printed number stands for {key}, so it is cited by its own key and cannot be {state}")
    for each in every:
        steps[each.path] = {"key": key, "identified": state, "because": each.because or "supposed"}


def _told(registry: Registry, key: str, state: str, as_of: str) -> Records:
    """The records with another state of one reference, as if the services had answered on the day of the audit."""
    entry = registry.bibliography.references[key]
    known = dict(registry.records.records)
    if state == UNKNOWN:
        known.pop(key, None)
    elif state == SOUND:
        known[key] = _record(entry, {service: _answer(service, entry, as_of) for service in SERVICES})
    else:
        old = known.get(key)
        notice = Notice(NOTICES[state], "affects", date=as_of, note="supposed")
        answers = dict(old.answers) if old else {}
        said = answers.get("crossref")
        base = said if said is not None and said.state == "answered" else _answer("crossref", entry, as_of)
        answers["crossref"] = replace(base, found=True, notices=(*base.notices, notice))
        known[key] = _record(entry, answers)
    return replace(registry.records, records=known, present=True, problems=())


def _record(entry: Reference, answers: Mapping[str, Answer]) -> Record:
    return Record(entry.key, entry.fields.get("doi", ""), entry.fields.get("pmid", ""), answers)


def _answer(service: str, entry: Reference, as_of: str) -> Answer:
    field = entry.fields.get
    return Answer(service, "answered", asked=as_of, found=True, doi=field("doi", ""), pmid=field("pmid", ""), title=field("title", ""))


def _named(key: Key) -> str:
    return key if isinstance(key, str) else " ".join(map(str, key))


# --- what differs -------------------------------------------------------------------------------------------------


def _differences(before: Audit, after: Audit) -> Iterator[tuple[Any, ...]]:
    if before.summary.verdict != after.summary.verdict:
        yield ("verdict", None, "the audit", before.summary.verdict, after.summary.verdict, None)
    then = {one.claim.id: one for one in before.claims}
    for one in after.claims:
        old = then.get(one.claim.id)
        for link in LINKS:
            if old is not None and old.links[link] != one.links[link]:
                yield ("link", one.claim.id, link, old.links[link], one.links[link], None)
    numbers, later = dict(_numbers(before)), dict(_numbers(after))
    for at in dict.fromkeys((*numbers, *later)):
        old_printed, was = numbers.get(at, (None, None))
        printed, now = later.get(at, (None, None))
        if old_printed and printed and old_printed != printed:
            was, now = f"{old_printed} {was}", f"{printed} {now}"
        if was != now:
            yield ("quantity", at[0], old_printed or printed, was, now, None)
    yield from _of_findings(before.findings, after.findings)
    gone, come = set(before.unchecked) - set(after.unchecked), set(after.unchecked) - set(before.unchecked)
    yield from (_gap(one, "unchecked", None) for one in before.unchecked if one in gone)
    yield from (_gap(one, None, "unchecked") for one in after.unchecked if one in come)


def _numbers(audit: Audit) -> Iterator[tuple[tuple[str, int, int], tuple[str, str]]]:
    """Where each derivation stands → the number as printed, and what it comes to."""
    for one in audit.claims:
        for at, each in enumerate(one.chain.quantities):
            for index, result in enumerate(each.results or (None,)):
                value = f", {exact(result.value)}" if result and result.value is not None else ""
                told = f"{result.verdict if result else 'incomplete'}{value}"
                yield (one.claim.id, at, index), (each.quantity.printed, told)


def _of_findings(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> Iterator[tuple[Any, ...]]:
    old, new = ({one.fingerprint: one for one in found} for found in (before, after))
    for mark in dict.fromkeys((*old, *new)):
        then, now = old.get(mark), new.get(mark)
        one = now or then
        if one is not None and (then is None or now is None or (then.severity, then.message) != (now.severity, now.message)):
            yield ("finding", one.claim, one.rule, then and then.severity, now and now.severity, one.message)


def _gap(one: Unchecked, then: str | None, now: str | None) -> tuple[Any, ...]:
    return ("unchecked", one.claim, one.link, then, now, one.because)
