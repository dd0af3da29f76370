"""What changed since a previous report: its JSON is read as a stranger's file, and compared with today's audit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from evidence.model import LINKS, SEVERITIES, Audit, BadCall, Finding
from evidence.since import Since
from evidence.wording import one_line, sentence, shortened

LARGEST = 200_000_000  # bytes; the JSON of 10,000 claims with three findings each holds about 60 million
GOOD = ("passed", "n/a", "waived", "unchecked", "failed")  # from good to bad
Json = Mapping[str, Any]


def compared(audit: Audit, path: str | Path) -> Audit:
    """The audit with its comparison to the report at `path`. Raises BadCall where that is no JSON report of ours."""
    old = _read(Path(path))
    tool = old["tool"] if isinstance(old.get("tool"), dict) else {}
    found = Since(
        file=one_line(Path(path).name),
        as_of=one_line(str(old.get("as_of") or "a day that is not recorded")),
        version=one_line(str(tool.get("version") or "not recorded")),
        new=tuple(_new(audit, old)),
        closed=tuple(_closed(audit, old)),
        regressed=tuple(_regressed(audit, old)),
        claims=tuple(_claims(audit, old)),
    )
    return replace(audit, since=found)


def _read(path: Path) -> Json:
    try:
        if path.stat().st_size > LARGEST:
            raise BadCall(f"--since {path}: it is larger than any report ({LARGEST:,} bytes at most)")
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as trouble:
        raise BadCall(f"--since {path} cannot be read as a JSON report: {getattr(trouble, 'strerror', None) or trouble}") from None
    fits = isinstance(value, dict) and value.get("schema_version") == 1
    if not fits or not all(isinstance(value.get(name), list) for name in ("findings", "claims")):
        raise BadCall(f"--since {path} is no report of `evidence audit --format json` (schema_version 1)")
    found: Json = value
    return found


def _entries(old: Json, name: str, key: str) -> dict[str, Json]:
    """The entries of a list by one of their texts; what is no entry at all is passed over."""
    return {each[key]: each for each in old[name] if isinstance(each, dict) and isinstance(each.get(key), str)}


def _counts(entry: Json) -> bool:
    return not entry.get("waiver") and not entry.get("baselined")


def _told(severity: object, rule: object, about: object, message: object) -> str:
    kind = {"info": "note"}.get(str(severity), str(severity))
    subject = f" ({shortened(str(about), 80)})" if about else ""
    return one_line(f"{kind}, {rule}{subject}: {sentence(shortened(str(message), 400))}")


def _of(finding: Finding) -> str:
    return _told(finding.severity, finding.rule, finding.claim or finding.key, finding.message)


def _new(audit: Audit, old: Json) -> Iterator[str]:
    known = _entries(old, "findings", "fingerprint")
    return (_of(each) for each in audit.findings if each.fingerprint not in known)


def _closed(audit: Audit, old: Json) -> Iterator[str]:
    today = {each.fingerprint for each in audit.findings}
    for fingerprint, each in _entries(old, "findings", "fingerprint").items():
        if fingerprint not in today:
            yield _told(each.get("severity"), each.get("rule"), each.get("claim") or each.get("key"), each.get("message"))


def _regressed(audit: Audit, old: Json) -> Iterator[str]:
    before = _entries(old, "claims", "id")
    for result in audit.claims:
        chain = (before.get(result.claim.id) or {}).get("chain")
        if not isinstance(chain, dict):
            continue
        for link in LINKS:
            then, now = str(chain.get(link)), result.links.get(link, "unchecked")
            if then in GOOD and GOOD.index(then) < GOOD.index(now):
                yield one_line(f"{shortened(result.claim.id, 80)}, {link}: {then} → {now}")
    known = _entries(old, "findings", "fingerprint")
    for finding in audit.findings:
        then_ = known.get(finding.fingerprint)
        if then_ is None or not finding.counts:
            continue
        severity = then_.get("severity")
        if severity in SEVERITIES and SEVERITIES.index(severity) < SEVERITIES.index(finding.severity):
            yield f"{_of(finding)} It was a {({'info': 'note'}).get(severity, severity)}."
        elif not _counts(then_):
            yield f"{_of(finding)} It was waived or in the baseline."


def _claims(audit: Audit, old: Json) -> Iterator[str]:
    before = _entries(old, "claims", "id")
    today = {result.claim.id: result.claim.text for result in audit.claims}
    for id_, text in today.items():
        if id_ not in before:
            yield f"{shortened(id_, 80)}: new"
        elif before[id_].get("text") != text:
            yield f"{shortened(id_, 80)}: “{shortened(str(before[id_].get('text')), 200)}” → “{shortened(text, 200)}”"
    yield from (f"{shortened(id_, 80)}: gone" for id_ in before if id_ not in today)
