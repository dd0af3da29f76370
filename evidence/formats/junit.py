"""The report as JUnit XML, for test dashboards: one testcase a claim, skipped where something is unchecked.

It keeps to what both common schemas allow (Jenkins' and Windy Road's): one failure a testcase, no attribute that only
one of them knows, and a time stamp, which is the audit's `as_of`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from evidence import wording
from evidence.model import LINKS, SEVERITIES, Audit, ClaimResult, Finding, Unchecked

SUFFIX = ".xml"

Case = tuple[str, str, str]  # classname, name, and the outcome's element or nothing


def render(audit: Audit) -> str:
    """One suite for the audit; warnings, notes and what was accepted stand in its `system-out`."""
    cases = list(_cases(audit))
    counted = {name: sum(outcome.startswith(f"<{name}") for _, _, outcome in cases) for name in ("failure", "error", "skipped")}
    suite = (
        f'<testsuite name="{wording.TOOL}" package="{wording.TOOL}" id="0" hostname="localhost" time="0"'
        f" timestamp={quoteattr(f'{audit.as_of}T00:00:00')}"
        f' tests="{len(cases)}" failures="{counted["failure"]}" errors="{counted["error"]}" skipped="{counted["skipped"]}">'
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", suite, "<properties>"]
    lines += [f"<property name={quoteattr(name)} value={_attribute(value)}/>" for name, value in _properties(audit)]
    lines.append("</properties>")
    lines += [
        f'<testcase classname={_attribute(file)} name={_attribute(name)} time="0">{outcome}</testcase>' for file, name, outcome in cases
    ]
    lines += [f"<system-out>{_text(_out(audit))}</system-out>", "<system-err></system-err>", "</testsuite>", "</testsuites>"]
    return "\n".join(lines) + "\n"


def _attribute(text: str) -> str:
    return quoteattr(wording.one_line(text))


def _text(lines: Sequence[str]) -> str:
    return escape("\n".join(wording.one_line(line) for line in lines))


def _properties(audit: Audit) -> Iterator[tuple[str, str]]:
    yield "version", audit.version
    yield "as_of", audit.as_of
    yield "profile", audit.profile
    yield "verdict", wording.verdict_in_words(audit)
    yield "what_was_read", audit.what_was_read or "not recorded"
    for at, change in enumerate(audit.changes, 1):
        yield f"change_{at}", change


# --- testcases ----------------------------------------------------------------------------------------------------


def _cases(audit: Audit) -> Iterator[Case]:
    findings, unchecked = wording.by_claim(audit.findings), wording.by_claim(audit.unchecked)
    failing, bearing = _failing(audit), wording.bearing(audit.findings)
    file = audit.registry.path
    told: set[str | None] = set()
    for result in audit.claims:  # an id that stands twice is two testcases: each is judged by all that was found
        id_ = result.claim.id
        told.add(id_)
        bad = [*findings.get(id_, []), *bearing.get(id_, [])]
        yield file, id_, _outcome(bad, unchecked.get(id_, []), failing) or _by_links(result)
    for name in dict.fromkeys([*findings, *unchecked]):
        if name is not None and name not in told:
            yield file, name, _outcome(findings.get(name, []), unchecked.get(name, []), failing)
    yield file, wording.REGISTRY, _whole(audit, findings.get(None, []), unchecked.get(None, []), failing)


def _failing(audit: Audit) -> frozenset[str]:
    """The severities that fail a testcase: those at or above `--fail-on`."""
    return frozenset(SEVERITIES[SEVERITIES.index(audit.fail_on) :])


def _whole(audit: Audit, findings: Sequence[Finding], unchecked: Sequence[Unchecked], failing: frozenset[str]) -> str:
    if not audit.made:
        told = [wording.no_audit(audit), *[line for finding in findings for line in _lines(finding)]]
        return f'<error type="no-audit" message={_attribute(told[0])}>{_text(told)}</error>'
    outcome = _outcome(findings, unchecked, failing)
    if outcome or audit.claims:
        return outcome
    return '<skipped message="There are no claims, so nothing was checked."></skipped>'


def _outcome(findings: Sequence[Finding], unchecked: Sequence[Unchecked], failing: frozenset[str]) -> str:
    worst = [finding for finding in findings if finding.counts and finding.severity in failing]
    if worst:
        more = f" (and {len(worst) - 1} more)" if len(worst) > 1 else ""
        lines = [line for finding in worst for line in _lines(finding)]
        return f"<failure type={_attribute(worst[0].rule)} message={_attribute(worst[0].message + more)}>{_text(lines)}</failure>"
    if unchecked:
        reasons = [f"unchecked: {', '.join(links)}: {because}" for because, links, _ in wording.joined(unchecked)]
        return f"<skipped message={_attribute(reasons[0])}>{_text(reasons)}</skipped>"
    return ""


def _by_links(result: ClaimResult) -> str:
    """A claim with an open link is skipped even where the reason stands with the bibliography: it never looks green."""
    open_ = [link for link in LINKS if wording.mark(result.links.get(link, "unchecked")) == "?"]
    return f"<skipped message={_attribute('unchecked: ' + ', '.join(open_))}></skipped>" if open_ else ""


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.place}: {finding.severity}: {finding.rule}: {wording.sentence(finding.message)}"
    if finding.waiver or finding.baselined:
        yield wording.waived(finding.waiver) if finding.waiver else "In the baseline."
    if finding.because:
        yield wording.override(finding)
    if finding.why:
        yield f"Why it matters: {finding.why}"
    if finding.fix:
        yield f"What to do: {finding.fix}"
    if finding.basis:
        yield wording.see(finding.basis)


def _out(audit: Audit) -> list[str]:
    """What a testcase can't say: the counts, and the findings that fail none."""
    failing = _failing(audit)
    rest = [finding for finding in audit.findings if not (finding.counts and finding.severity in failing)]
    whose = [(f"{finding.claim}: " if finding.claim else "", finding) for finding in rest]
    return [wording.last_line(audit), *[line for lead, finding in whose for line in _indented(lead, finding)]]


def _indented(lead: str, finding: Finding) -> list[str]:
    lines = list(_lines(finding))
    return [lead + lines[0], *lines[1:]]
