"""What stands against a release, most material first: findings of one rule, or gaps of one reason, told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence import wording
from evidence.model import Audit, Finding
from evidence.wording import one_line, sentence

RANK = {"error": 0, "warning": 1, "info": 3}  # what is unchecked stands between warnings and notes


@dataclass(frozen=True, slots=True, eq=False)
class Issue:
    """Findings of one rule, or things left open for one reason, told once."""

    kind: str  # error | warning | note | unchecked
    rule: str  # empty where something is unchecked without a rule
    what: str  # one sentence: the finding's own, or the rule's where there are several
    example: str  # the first of several that differ, or empty
    count: int
    about: tuple[str, ...]  # claims, keys or places that it is about, in order
    claims: tuple[str, ...]  # the claims among them
    why: str
    fix: str
    basis: str  # "FD&C Act 502(a) (binding for devices); …", or empty


def material(audit: Audit) -> tuple[Issue, ...]:
    """Most material first: errors, warnings, what is unchecked, notes; then what the data decide; then what touches most claims."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in audit.findings:
        if finding.counts:
            groups.setdefault((finding.severity, finding.rule), []).append(finding)
    integrity = {rule.name for rule in audit.rules if rule.integrity}
    summaries = {rule.name: rule.summary for rule in audit.rules}
    ranked = []
    for (severity, rule), findings in groups.items():
        issue = _issue(severity, rule, findings, summaries.get(rule, ""))
        ranked.append(((RANK.get(severity, 0), rule not in integrity, findings[0].decided != "data", -len(issue.claims), rule), issue))
    ranked += [((2, True, True, -len(issue.claims), issue.what), issue) for issue in _open(audit)]
    return tuple(issue for _, issue in sorted(ranked, key=lambda one: one[0]))


def _issue(severity: str, rule: str, findings: list[Finding], summary: str) -> Issue:
    first = findings[0]
    claims = tuple(dict.fromkeys(one_line(id_) for each in findings for id_ in ((each.claim,) if each.claim else each.bears_on)))
    about = tuple(dict.fromkeys(one_line(each.claim or each.key or str(each.place)) for each in findings))
    kind = {"info": "note"}.get(severity, severity)
    several = len(findings) > 1 and bool(summary)
    return Issue(
        kind=kind,
        rule=one_line(rule),
        what=told(summary if several else first.message),
        example=told(first.message) if several and len({each.message for each in findings}) > 1 else "",
        count=len(findings),
        about=about,
        claims=claims,
        why=told(first.why),
        fix=told(first.fix),
        basis=wording.cites(first.basis),
    )


def told(text: str) -> str:
    """A sentence as it stands alone: with a full stop, and a capital where it begins with a plain word ("iFuse" keeps its own)."""
    line = sentence(text)
    first = line.partition(" ")[0].rstrip(".,:;")
    return line[:1].upper() + line[1:] if first.isascii() and first.isalpha() and first.islower() else line


def _open(audit: Audit) -> Iterator[Issue]:
    """What is unchecked for one and the same reason; what concerns everything counts for every claim."""
    groups: dict[tuple[str, str], list[str | None]] = {}
    for entry in audit.unchecked:
        groups.setdefault((one_line(entry.because), one_line(entry.rule or "")), []).append(entry.claim)
    words = {rule.name: rule for rule in audit.rules}
    every = tuple(one_line(result.claim.id) for result in audit.claims)
    for (because, rule), claims in groups.items():
        named = every if None in claims else tuple(dict.fromkeys(one_line(claim) for claim in claims if claim is not None))
        known = words.get(rule)
        why = "What is unchecked may be wrong, and nobody would know."
        yield Issue("unchecked", rule, told(because), "", len(claims), named, named, why, told(known.todo) if known else "", "")


def kinds(issues: Iterable[Issue]) -> dict[str, int]:
    """How many issues there are of each kind, in the order they come."""
    counted: dict[str, int] = {}
    for issue in issues:
        counted[issue.kind] = counted.get(issue.kind, 0) + 1
    return counted
