"""The annexes of every report for people: references with records, the input manifest, method and limits, rules with their bases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evidence import ama, sourcewords, wording
from evidence.model import LINKS, Audit, Basis, Reference, Rule
from evidence.sourcewords import NOT_RECORDED
from evidence.verdict import bearers
from evidence.wording import one_line, sentence

LIMITS = (
    "The audit reads files only: the registry, the bibliography, the pages, the source documents, the dated answers of the services, the sign-offs.",
    "It asks nobody and writes nothing but the report.",
    "Equal inputs give an equal report: there is no clock in it. “As of” is the day that was given or the day of the run in UTC.",
    "A printed number stands for an interval (68% is 67.5 to 68.5); the source's values go through the measure's formula as exact intervals.",
    "Confirmed: the recomputed interval lies inside the printed one. Borderline: they overlap. Contradicted: they do not.",
    "Arithmetic says nothing of a source that nobody has read: a candidate reference, an abstract or a secondary source leaves its claim unchecked.",
    "Statements are found by their words. A claim made by a picture, a chart, a video, a sound or a page behind a login is not seen.",
    "“No finding” means that no rule of this profile saw anything, not that a claim is true, complete or lawful.",
    "An audit is a look at what is recorded. Whether a text of law was breached is for a qualified person to say.",
)


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceFacts:
    """A reference that is used, with what is known of it."""

    key: str
    numbers: tuple[str, ...]  # as printed on the pages
    citation: str  # AMA style
    link: str  # https://doi.org/…, or empty
    pmid: str
    identified: str  # established | candidate, because … | cited by its key
    record: str  # what the services said, with the days
    notices: tuple[str, ...]
    documents: str  # the entry's `file` field, or "not recorded"
    claims: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True, eq=False)
class RuleFacts:
    """A rule as it stood in this audit."""

    name: str
    link: str
    severity: str  # in force here
    changed: str  # why it is not the rule's own default, or empty
    decided: str
    summary: str
    why: str
    fix: str
    basis: tuple[Basis, ...]
    findings: int


def references(audit: Audit) -> Iterator[ReferenceFacts]:
    """Every reference that a claim uses, by its key."""
    bearing = bearers(result.chain for result in audit.claims)
    numbers: dict[str, dict[str, str]] = {}
    materials = (material.numbering for material in audit.registry.materials)
    for numbering in (audit.registry.numbering, *materials):
        for number, numbered in numbering.items():
            if numbered.key:
                because = f"candidate: {one_line(numbered.because or 'no reason is recorded')}"
                numbers.setdefault(numbered.key, {})[one_line(number)] = because if numbered.identified == "candidate" else "established"
    for key, reference in sorted(audit.registry.bibliography.references.items()):
        yield _reference(audit, reference, numbers.get(key, {}), tuple(map(one_line, bearing.get(key, ()))))


def _reference(audit: Audit, reference: Reference, numbers: dict[str, str], claims: tuple[str, ...]) -> ReferenceFacts:
    record = audit.registry.records.records.get(reference.key)
    return ReferenceFacts(
        key=one_line(reference.key),
        numbers=tuple(numbers),
        citation=ama.cite(reference),
        link=ama.link(reference),
        pmid=one_line(reference.fields.get("pmid", "")) or NOT_RECORDED,
        identified="; ".join(dict.fromkeys(numbers.values())) or "cited by its key",
        record=sourcewords.record_status(record),
        notices=tuple(sourcewords.notices(record)) if record else (),
        documents=one_line(reference.fields.get("file", "")) or NOT_RECORDED,
        claims=claims,
        place=one_line(str(reference.place)),
    )


def manifest(audit: Audit) -> tuple[tuple[str, str], ...]:
    """(path, SHA-256) of every file that was read, in the order they were read."""
    return tuple((one_line(each.path), one_line(each.sha256)) for each in audit.inputs)


def method(audit: Audit) -> tuple[str, ...]:
    """How the audit was made and what it cannot tell, a paragraph each."""
    made = f"Made by {wording.TOOL} {one_line(audit.version)} on {one_line(audit.registry.path)}, as of {one_line(audit.as_of)}, profile"
    changed = [f"Changed from the defaults: {sentence(change)}" for change in audit.changes]
    fails = {"error": "an error", "warning": "a warning", "info": "a note"}.get(audit.fail_on, one_line(audit.fail_on))
    return (
        f"{made} {one_line(audit.profile)}. It fails where a finding is at least {fails}.",
        *(changed or ["No default was changed."]),
        *LIMITS,
        wording.PART_11,
    )


def rules(audit: Audit) -> Iterator[RuleFacts]:
    """Every rule of the profile, link by link, with the texts behind it."""
    counted: dict[str, int] = {}
    for finding in audit.findings:
        counted[finding.rule] = counted.get(finding.rule, 0) + 1
    order = {link: at for at, link in enumerate(LINKS)}
    for rule in sorted(audit.rules, key=lambda one: (order.get(one.link, len(order)), one.name)):
        yield _rule(rule, counted.get(rule.name, 0))


def _rule(rule: Rule, findings: int) -> RuleFacts:
    now = rule.now or rule.severity
    changed = f"{one_line(rule.severity)} by default" if now != rule.severity else ""
    if rule.because and rule.own not in ("", rule.severity):
        changed = f"{one_line(rule.own)} by its own default; {one_line(rule.because)}"
    return RuleFacts(
        name=one_line(rule.name),
        link=rule.link,
        severity={"info": "note"}.get(now, now),
        changed=changed,
        decided={"data": "by the data alone", "wording": "by wording"}.get(rule.decided, rule.decided),
        summary=sentence(rule.summary),
        why=sentence(rule.why),
        fix=sentence(rule.todo),
        basis=(*rule.basis, *(text for one in rule.where for text in one.basis)),
        findings=findings,
    )
