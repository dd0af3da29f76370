"""The report as GitHub workflow commands: annotations at the line of each finding, then one line with the counts."""

from __future__ import annotations

from itertools import islice

from evidence import wording
from evidence.model import Audit, Finding

SUFFIX = ""  # printed to a job's log, never to a file

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = {"error": 10, "warning": 10, "info": 9}  # GitHub keeps ten of each a step; the last notice carries the counts


def render(audit: Audit) -> str:
    """One command a line; nothing typed in a claim or a file name can start another command."""
    audit = wording.from_root(audit)
    lines = [] if audit.made else [f"::error title={wording.TOOL}::{_message(wording.no_audit(audit))}"]
    shown = [finding for severity in SHOWN for finding in _worst(audit, severity)]
    lines += [_command(finding) for finding in shown]
    return "\n".join([*lines, _counted(audit, len(shown))]) + "\n"


def _worst(audit: Audit, severity: str) -> list[Finding]:
    """The first findings of a severity, as many statements as there is room for; what was accepted comes after what counts, as notices."""
    fitting = sorted((one for one in audit.findings if one.counts and one.severity == severity), key=lambda one: bool(one.under))
    if severity != "info":
        return fitting[: SHOWN[severity]]
    accepted = (finding for finding in audit.findings if not finding.counts)
    return list(islice((*fitting, *accepted), SHOWN[severity]))


def _command(finding: Finding) -> str:
    severity = COMMANDS[finding.severity] if finding.counts else "notice"
    accepted = wording.waived(finding.waiver) if finding.waiver else "In the baseline." if finding.baselined else ""
    about = f"{finding.rule} ({finding.claim or finding.key})" if finding.claim or finding.key else finding.rule
    properties = {
        "file": finding.place.path.replace("\\", "/"),
        "line": str(finding.place.line),
        "col": str(finding.place.column),
        "title": wording.shortened(about, 120),
    }
    parts = [wording.sentence(finding.message), f"What to do: {wording.sentence(finding.fix)}" if finding.fix else "", accepted]
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{severity} {written}::{_message(' '.join(part for part in parts if part))}"


def _counted(audit: Audit, shown: int) -> str:
    """The counts, what is not shown and the verdict. A notice, so that nothing unchecked looks like a success."""
    left = len(audit.findings) - shown
    more = f" {wording.plural(left, 'more finding')} in the full report." if left else ""
    return f"::notice title={wording.TOOL}::{_message(wording.last_line(audit) + more)}"


def _message(text: str) -> str:
    return wording.one_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
