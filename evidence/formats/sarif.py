"""The report as SARIF 2.1.0, for code scanning and editors.

What could not be checked becomes a notification and not a result: the standard's `kind: open` would say it best, but
GitHub reads every result as a failure whatever its kind (microsoft/PSRule#955), and an alert that nobody can fix in
the file hides those that can be fixed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from evidence import wording
from evidence.model import SEVERITIES, Audit, Basis, Finding, Input, Place, Related, Rule

SUFFIX = ".sarif"

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST = 25_000  # results that GitHub takes of one run
LONGEST = 1024  # characters that GitHub takes of a description
LEVELS = {"error": "error", "warning": "warning", "info": "note", "off": "none"}
URGENCY = {"error": "error", "warning": "warning", "info": "recommendation", "off": "recommendation"}
PRECISION = {"data": "very-high", "wording": "medium"}
ROOT = "%SRCROOT%"

Json = dict[str, object]


def render(audit: Audit) -> str:
    """One run: the full rule table, the worst 25,000 findings, and what could not be checked as notifications."""
    audit = wording.from_root(audit)
    results = _worst(audit.findings)
    index = {rule.name: at for at, rule in enumerate(audit.rules)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(audit)},
                "invocations": [_invocation(audit, len(results), index)],
                "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of claims.yaml."}}},
                "artifacts": _artifacts(audit.inputs),
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, index) for finding in results],
                "properties": _facts(audit),
            }
        ],
    }
    return wording.encodable(json.dumps(log, ensure_ascii=False, separators=(",", ":"))) + "\n"


def _worst(findings: Sequence[Finding]) -> Sequence[Finding]:
    """All findings in their order; over the limit only the worst: those that count first, then by severity."""
    if len(findings) <= MOST:
        return findings
    rank = {severity: at for at, severity in enumerate(SEVERITIES)}
    worst = sorted(range(len(findings)), key=lambda at: (not findings[at].counts, -rank.get(findings[at].severity, 0)))
    return [findings[at] for at in sorted(worst[:MOST])]


# --- the tool and its rules ---------------------------------------------------------------------------------------


def _driver(audit: Audit) -> Json:
    return {
        "name": wording.TOOL,
        "version": audit.version,
        "informationUri": wording.DOCS,
        "rules": [_rule(rule) for rule in audit.rules],
    }


def _rule(rule: Rule) -> Json:
    tags = [rule.decided, *([rule.link] if rule.link else []), *(["integrity"] if rule.integrity else [])]
    return {
        "id": rule.name,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": wording.shortened(rule.summary, LONGEST)},
        "fullDescription": {"text": wording.shortened(f"{wording.sentence(rule.summary)} {rule.why}", LONGEST)},
        "help": {"text": _help(rule), "markdown": _help_markdown(rule)},
        "helpUri": wording.help_uri(quote(rule.name)),
        "defaultConfiguration": {"enabled": rule.severity != "off", "level": LEVELS.get(rule.severity, "warning")},
        "properties": {
            "precision": PRECISION.get(rule.decided, "medium"),
            "problem.severity": URGENCY.get(rule.severity, "warning"),
            "tags": list(dict.fromkeys(tags)),
        },
    }


def _help(rule: Rule) -> str:
    parts = (rule.summary, rule.why, f"What to do: {rule.todo}" if rule.todo else "", wording.see(rule.basis))
    return "\n\n".join(wording.sentence(part) for part in parts if part)


def _help_markdown(rule: Rule) -> str:
    """The rule's own words, which are ours; only the citations are data and are kept from acting as a link."""
    parts = [f"**{wording.sentence(rule.summary)}**", wording.sentence(rule.why)]
    parts += [f"**What to do.** {wording.sentence(rule.todo)}"] if rule.todo else []
    parts += ["\n".join(f"- {_cite(one)}" for one in rule.basis)] if rule.basis else []
    return "\n\n".join(part for part in parts if part)


def _cite(basis: Basis) -> str:
    words = _unlinked(f"{basis.cite} ({wording.standing(basis)})" + (f": {basis.says}" if basis.says else ""))
    return f"{words} <{quote(basis.url, safe=':/?#[]@!$&()*+,;=%~', errors='replace')}>" if basis.url else words


# --- the run ------------------------------------------------------------------------------------------------------


def _invocation(audit: Audit, shown: int, index: dict[str, int]) -> Json:
    notes = [_changed(change) for change in audit.changes]
    return {
        "executionSuccessful": audit.made,
        "exitCode": audit.exit_code,
        "ruleConfigurationOverrides": [_override(rule, at) for at, rule in enumerate(audit.rules) if rule.now not in ("", rule.severity)],
        "toolConfigurationNotifications": notes,
        "toolExecutionNotifications": [*_limits(audit, shown), *_open(audit, index)],
    }


def _override(rule: Rule, at: int) -> Json:
    return {
        "descriptor": {"id": rule.name, "index": at},
        "configuration": {"enabled": rule.now != "off", "level": LEVELS.get(rule.now, "warning")},
    }


def _changed(change: str) -> Json:
    return {"level": "note", "message": {"text": f"Changed from the defaults: {_message(change)}"}}


def _limits(audit: Audit, shown: int) -> list[Json]:
    level = "none" if audit.made and audit.summary.verdict == "passed" else "warning"
    told: list[Json] = [{"level": level, "message": {"text": wording.last_line(audit)}}]
    if not audit.made:
        told.insert(0, {"level": "error", "message": {"text": wording.no_audit(audit)}})
    if shown < len(audit.findings):
        text = f"The worst {shown:,} of {len(audit.findings):,} findings are listed: GitHub takes no more. The other formats hold all."
        told.append({"level": "warning", "message": {"text": text}})
    return told


def _open(audit: Audit, index: dict[str, int]) -> list[Json]:
    """One notification for each reason: its links, its rules and the claims it leaves open, at the first claim's place."""
    claims: dict[str, dict[str | None, None]] = {}
    for entry in audit.unchecked:
        claims.setdefault(wording.one_line(entry.because), {})[entry.claim] = None
    places = {result.claim.id: result.claim.path for result in audit.claims} if claims else {}
    told = []
    for because, links, rules in wording.joined(audit.unchecked):
        named = [name for name in claims[because] if name is not None]
        whose = wording.plural(len(named), "claim") if named else "every claim"
        note: Json = {"level": "warning", "message": {"text": f"Unchecked ({', '.join(links)}; {whose}): {_message(because)}"}}
        if named and named[0] in places:
            note["locations"] = [_location(audit.registry.place(places[named[0]]))]
        if len(rules) == 1:
            note["associatedRule"] = _reference(rules[0], index)
        told.append(note | {"properties": {"links": list(links), "rules": list(rules), "claims": named}})
    return told


def _reference(rule: str, index: dict[str, int]) -> Json:
    return {"id": rule, "index": index[rule]} if rule in index else {"id": rule}


def _artifacts(inputs: Sequence[Input]) -> list[Json]:
    """Each file once: the standard asks for unique artifacts."""
    files = dict.fromkeys((file.path, file.sha256) for file in inputs)
    return [{"location": _file(path), "hashes": {"sha-256": sha256}} for path, sha256 in files]


def _facts(audit: Audit) -> Json:
    summary = {name: getattr(audit.summary, name) for name in audit.summary.__annotations__}
    return {"as_of": audit.as_of, "profile": audit.profile, "what_was_read": audit.what_was_read, "summary": summary}


# --- results ------------------------------------------------------------------------------------------------------


def _result(finding: Finding, index: dict[str, int]) -> Json:
    result: Json = {"ruleId": finding.rule}
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    fix = f" What to do: {_message(finding.fix)}" if finding.fix else ""
    result |= {
        "kind": "fail",
        "level": LEVELS.get(finding.severity, "warning"),
        "message": {"text": f"{_message(finding.message)}{fix}"},
        "locations": [_location(finding.place)],
        "partialFingerprints": {"evidence/v1": finding.fingerprint},
        "suppressions": _suppressions(finding),
    }
    if finding.related:
        result["relatedLocations"] = [_related(related, at) for at, related in enumerate(finding.related, 1)]
    return result | {"properties": _properties(finding)}


def _properties(finding: Finding) -> Json:
    told = {
        "claim": finding.claim,
        "key": finding.key,
        "bears_on": list(finding.bears_on),
        "link": finding.link,
        "decided": finding.decided,
        "why": finding.why,
        "because": finding.because,
        "basis": [f"{one.cite} ({wording.standing(one)})" for one in finding.basis],
        "under": finding.under,  # the fingerprint of the result that heads the same statement's
    }
    return {name: value for name, value in told.items() if value}


def _suppressions(finding: Finding) -> list[Json]:
    """Empty where the finding stands: the standard asks for the property on every result once one has it."""
    told = []
    if finding.waiver:
        told.append(wording.waived(finding.waiver))
    if finding.baselined:
        told.append("Known from before: in the baseline")
    return [{"kind": "external", "status": "accepted", "justification": text} for text in told]


def _location(place: Place) -> Json:
    region = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    return {"physicalLocation": {"artifactLocation": _file(place.path), "region": region}}


def _related(related: Related, at: int) -> Json:
    return {"id": at, **_location(related.place), "message": {"text": _message(related.note) or "see also"}}


def _file(path: str) -> Json:
    """A relative URI below the root; an absolute path, which no shared report should hold, keeps no base."""
    uri = quote(path.replace("\\", "/"), errors="replace")
    return {"uri": f"/{uri.lstrip('/')}"} if uri.startswith("/") else {"uri": uri, "uriBaseId": ROOT}


def _message(text: str) -> str:
    return _unlinked(wording.sentence(text))


def _unlinked(text: str) -> str:
    """`text` without SARIF's and Markdown's `[words](target)`: what was typed in a claim never becomes a link."""
    return wording.one_line(text).replace("](", "] (").replace("<", "‹").replace(">", "›")
