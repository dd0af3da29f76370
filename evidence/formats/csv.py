"""The report as a table for a spreadsheet: one row a finding and one row a thing that could not be checked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from evidence import wording
from evidence.model import Audit, Finding, Unchecked
from evidence.sheetcells import guarded

SUFFIX = ".csv"

COLUMNS = (
    "kind",  # finding | unchecked
    "severity",
    "rule",
    "link",
    "claim",
    "key",
    "bears_on",  # claims whose link it breaks, where it is about no single claim
    "path",
    "line",
    "column",
    "message",
    "why",
    "fix",
    "basis",
    "because",  # why the severity is not the rule's default; why something is unchecked
    "decided",
    "waived_by",
    "waived_until",
    "waived_because",
    "baselined",
    "fingerprint",
    "under",  # the fingerprint of the finding that heads its statement's entry; empty where it is that one
)


def render(audit: Audit) -> str:
    """The table as RFC 4180 text (CRLF, quoted where needed), one line a row; no cell can act as a formula."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(_of_finding(finding)) for finding in audit.findings)
    writer.writerows(_cells(_of_unchecked(entry)) for entry in audit.unchecked)
    return table.getvalue()


def _cells(row: Iterable[str]) -> list[str]:
    return [cell(value) for value in row]


def cell(value: str) -> str:
    """`value` on one line, with an apostrophe before whatever a spreadsheet would take for a formula."""
    return guarded(wording.one_line(value))


def _of_finding(finding: Finding) -> tuple[str, ...]:
    waiver = finding.waiver
    return (
        "finding",
        finding.severity,
        finding.rule,
        finding.link,
        finding.claim or "",
        finding.key or "",
        "; ".join(finding.bears_on),
        finding.place.path,
        str(finding.place.line),
        str(finding.place.column),
        finding.message,
        finding.why,
        finding.fix,
        wording.cites(finding.basis),
        finding.because,
        finding.decided,
        (waiver.by or "") if waiver else "",
        (waiver.until or "") if waiver else "",
        (waiver.reason or "") if waiver else "",
        "yes" if finding.baselined else "no",
        finding.fingerprint,
        finding.under,
    )


def _of_unchecked(entry: Unchecked) -> tuple[str, ...]:
    front = ("unchecked", "", entry.rule or "", entry.link, entry.claim or "")
    return (*front, *[""] * (COLUMNS.index("because") - len(front)), entry.because, *[""] * (len(COLUMNS) - COLUMNS.index("because") - 1))
