"""Waivers and the baseline: which findings a named person has accepted, and which were known before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from evidence.model import BadCall, Context, Finding, Path, Registry, Settled, Waiver

Baseline = Mapping[str, Mapping[str, str]]
Mark = tuple[str, str, str]  # rule, "claim" or "key", which one


def all_waivers(registry: Registry) -> tuple[Waiver, ...]:
    """The registry's waivers: those at the top, then every claim's."""
    return (*registry.waivers, *(waiver for claim in registry.claims for waiver in claim.waivers))


def in_force(waiver: Waiver, context: Context) -> bool:
    """True where it is complete, not past its date, and names a rule that may be waived."""
    complete = waiver.rule and said(waiver.reason) and said(waiver.by) and waiver.until and (waiver.claim or waiver.key)
    return bool(complete) and waiver.rule in context.rules and waiver.rule not in context.integrity and lasts(waiver, context.as_of)


def said(text: str | None) -> bool:
    """True where a text says something: blanks and marks are no reason and no name."""
    return any(mark.isalnum() for mark in text or "")


def lasts(waiver: Waiver, as_of: str) -> bool:
    """True on its last day and before; False for a date that cannot be read."""
    try:
        return date.fromisoformat(waiver.until or "") >= date.fromisoformat(as_of)
    except ValueError:
        return False


def settle(findings: Iterable[Finding], baseline: Baseline, baseline_path: str, context: Context) -> Settled:
    """Mark the findings that a waiver in force covers or that the baseline knows; integrity rules are never marked."""
    waivers = all_waivers(context.registry)
    lookup: dict[Mark, Waiver] = {}
    for waiver in waivers:
        if in_force(waiver, context):
            lookup.setdefault((str(waiver.rule), "claim", waiver.claim) if waiver.claim else (str(waiver.rule), "key", str(waiver.key)), waiver)
    settled: list[Finding] = []
    used: set[Path] = set()
    met: set[str] = set()
    for finding in findings:
        if finding.rule not in context.integrity:
            covering = next((lookup[mark] for mark in _marks(finding) if mark in lookup), None)
            if covering:
                used.add(covering.path)
            known = finding.fingerprint in baseline
            if known:
                met.add(finding.fingerprint)
            if covering or known:
                finding = replace(finding, waiver=covering, baselined=known)
        settled.append(finding)
    return Settled(tuple(settled), waivers, frozenset(used), baseline, baseline_path, frozenset(met))


def _marks(finding: Finding) -> Iterator[Mark]:
    """What a waiver must name to cover it: what the finding is not about, no waiver can name."""
    if finding.claim is not None:
        yield finding.rule, "claim", finding.claim
    if finding.key is not None:
        yield finding.rule, "key", finding.key


def read_baseline(data: bytes, path: str) -> dict[str, dict[str, str]]:
    """A baseline file's entries by fingerprint. Raises BadCall where it is not one."""
    try:
        values = json.loads(data)
        if values["version"] != 1:
            raise BadCall(f"{path} is a baseline of version {values['version']!r}; this version reads 1")
        return {str(entry["fingerprint"]): {key: str(value) for key, value in entry.items()} for entry in values["findings"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadCall(f"{path} is no baseline; `evidence baseline` writes one") from None


def write_baseline(findings: Iterable[Finding], integrity: frozenset[str]) -> str:
    """The text of a baseline: one entry a finding that may be in one, sorted, without dates or lines."""
    entries = [
        {"fingerprint": finding.fingerprint, "rule": finding.rule, "claim": finding.claim or "", "message": finding.message}
        for finding in findings
        if finding.rule not in integrity and finding.waiver is None
    ]
    entries.sort(key=lambda entry: (entry["rule"], entry["claim"], entry["fingerprint"]))
    return json.dumps({"version": 1, "findings": entries}, ensure_ascii=False, indent=1) + "\n"
