"""The report as Markdown, for a comment on a pull request or the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import starmap

from evidence import nesting, wording
from evidence.model import LINKS, Audit, ClaimResult, Finding, Unchecked
from evidence.nesting import Entry

SUFFIX = ".md"

LONGEST = 60_000  # characters; GitHub refuses a comment above 65,536
RESERVED = 2_000  # of them for the last lines
# What can mean something to Markdown inside a line or a table's cell; no typed text stands at the start of a line.
MEANING = re.compile(r"[\\`*_\[\]|~$]")
# GitHub makes links and pictures of these after Markdown was read, where a backslash no longer helps and a zero-width
# space does: @name, #1, GH-1, addresses, and :white_check_mark:, which would make a claim look green.
SELF_ACTING = re.compile(r"(?:@|#|https?:|ftp:|mailto:|xmpp:|www\.|GH-)(?=\S)|:(?=[\w+-]*[a-z+][\w+-]*:|1234:|100:)", re.IGNORECASE)
Section = tuple[list[str], int, Iterator[str]]  # its title, how many rows it has, and the rows
SEVERITY_WORDS = {"error": "error", "warning": "warning", "info": "note"}


def render(audit: Audit) -> str:
    """Verdict, counts, findings (most material first, one entry a statement), what is unchecked; at most 60,000 characters, the cut counted."""
    head = _head(audit)
    room = LONGEST - RESERVED - _size(head)
    written, left = _fitted(head, [_findings(audit, room), _chains(audit), _signed(audit), _open(audit.unchecked)], room)
    if left:
        written.append(f"\n**{wording.plural(left, 'line')} more** did not fit here; the full report holds all.")
    return wording.encodable("\n".join([*written, "", _end(audit)])) + "\n"


def _fitted(head: list[str], sections: list[Section], room: int) -> tuple[list[str], int]:
    """The head, then of each section its title and as many rows as there is room for; and how many rows were left out."""
    written, left = list(head), 0
    for title, count, rows in sections:
        room -= _size(title)
        kept: list[str] = []
        for row in rows:  # made one by one, so that what does not fit costs nothing
            if len(row) + 1 > room:
                break
            room -= len(row) + 1
            kept.append(row)
        left += count - len(kept)
        if kept:
            written += [*title, *kept]
    return written, left


def _size(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


# --- escaping -----------------------------------------------------------------------------------------------------


def words(text: str) -> str:
    """`text` as words and nothing else: no markup, no HTML, no table cell, no mention, no link."""
    line = wording.one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return MEANING.sub(r"\\\g<0>", SELF_ACTING.sub("\\g<0>\u200b", line))


def code(text: str) -> str:
    """`text` between backticks, whatever it holds, safe inside a table."""
    line = wording.one_line(text).replace("|", "¦")
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{pad}{line}{pad}{fence}"


# --- sections -----------------------------------------------------------------------------------------------------


def _head(audit: Audit) -> list[str]:
    summary = audit.summary
    lines = [f"### evidence: {wording.verdict_in_words(audit)}", ""]
    if not audit.made:
        return [*lines, words(wording.no_audit(audit))]
    facts = [
        f"Audit of {words(audit.registry.path)}",
        f"as of {words(audit.as_of)}",
        f"profile {words(audit.profile)}",
        f"version {words(audit.version)}",
    ]
    lines += [
        " · ".join(facts),
        "",
        f"What was read: {words(wording.sentence(wording.shortened(audit.what_was_read or 'not recorded', 1000)))}",
    ]
    for change in audit.changes[:20]:
        lines += ["", f"Changed from the defaults: {words(wording.sentence(wording.shortened(change, 300)))}"]
    if len(audit.changes) > 20:
        lines += ["", f"… and {len(audit.changes) - 20} more changes of defaults."]
    numbers = (summary.claims, summary.errors, summary.warnings, summary.infos, summary.unchecked, summary.waived, summary.baselined)
    lines += [
        "",
        "| claims | errors | warnings | notes | unchecked | waived | in the baseline |",
        "| --: | --: | --: | --: | --: | --: | --: |",
    ]
    return [*lines, f"| {' | '.join(f'{number:,}' for number in numbers)} |"]


def _findings(audit: Audit, room: int) -> Section:
    """A row a finding, those of one statement below each other; where there is no room for all, a row a statement, with a count of the rest."""
    entries = nesting.entries(audit.findings)
    note = ["A row that begins with + is about the same statement as the rows above it.", ""] if any(one.nested for one in entries) else []
    title = ["", "#### Findings", "", *note, "| | rule | about | place | what, why and what to do |", "| :-- | :-- | :-- | :-- | :-- |"]
    room -= _size(title)
    rows: list[str] = []
    for row in (row for one in entries for row in _rows(one)):
        room -= len(row) + 1
        if room < 0:
            return title, len(audit.findings), map(_alone, entries)
        rows.append(row)
    return title, len(rows), iter(rows)


def _rows(one: Entry) -> Iterator[str]:
    yield _row(one.head, _told(one.head))
    said = {(one.head.fix, one.head.basis)}
    for finding in one.nested:
        advice = finding.fix, finding.basis
        yield _row(finding, _told(replace(finding, fix="", basis=()) if advice in said else finding, one.head), one.head)
        said.add(advice)


def _alone(one: Entry) -> str:
    rest = [f"And {wording.plural(len(one.nested), 'other trouble')} of the same statement: see the full report."] if one.nested else []
    return _row(one.head, (*_told(one.head), *rest))


def _row(finding: Finding, told: Iterable[str], head: Finding | None = None) -> str:
    accepted = ", waived" if finding.waiver else ", in the baseline" if finding.baselined else ""
    severity = SEVERITY_WORDS.get(finding.severity, finding.severity)
    about = code(wording.shortened(finding.claim or finding.key or "", 60)) if finding.claim or finding.key else "the registry"
    strong = f"**{severity}**" if severity == "error" and not accepted else severity + accepted
    place = code(str(finding.place))
    if head is not None:
        strong, about, place = f"+ {strong}", "", "" if finding.place == head.place else place
    return f"| {strong} | {code(finding.rule)} | {about} | {place} | {'<br>'.join(told)} |"


def _told(finding: Finding, head: Finding | None = None) -> Iterator[str]:
    yield words(wording.sentence(nesting.brief(finding, head) if head else finding.message))
    if finding.waiver:
        yield f"*{words(wording.waived(finding.waiver))}*"
    if finding.because:
        yield f"*{words(wording.override(finding))}*"
    if finding.why and head is None:
        yield f"Why it matters: {words(wording.sentence(finding.why))}"
    if finding.fix:
        yield f"What to do: {words(wording.sentence(finding.fix))}"
    if finding.bears_on:
        yield f"Bears on: {words(wording.some(finding.bears_on))}"
    for related in finding.related:
        yield f"Also {code(str(related.place))}: {words(related.note)}"
    if finding.basis:
        yield words(wording.see(finding.basis))


def _open(unchecked: Iterable[Unchecked]) -> Section:
    """What could not be checked, one row for each claim and reason."""
    groups = wording.by_claim(unchecked).items()
    told = [(claim, because, links) for claim, entries in groups for because, links, _ in wording.joined(entries)]
    return ["", "#### Unchecked", "", "| about | links | because |", "| :-- | :-- | :-- |"], len(told), starmap(_gap, told)


def _gap(claim: str | None, because: str, links: tuple[str, ...]) -> str:
    about = code(wording.shortened(claim, 60)) if claim is not None else wording.REGISTRY
    return f"| {about} | {', '.join(map(words, links))} | {words(because)} |"


def _chains(audit: Audit) -> Section:
    """The chain of every claim that is not without a finding; the others are counted at the end."""
    told = [result for result in audit.claims if not _quiet(result)]
    header = [f"| claim | {' | '.join(LINKS)} | text |", "| :-- |" + " :-: |" * len(LINKS) + " :-- |"]
    return ["", "#### Chains", "", words(wording.legend()), "", *header], len(told), map(_chain, told)


def _quiet(result: ClaimResult) -> bool:
    return all(result.links.get(link) in ("passed", "n/a") for link in LINKS)


def _chain(result: ClaimResult) -> str:
    marks = " | ".join(words(wording.mark(result.links.get(link, "unchecked"))) for link in LINKS)
    return f"| {code(wording.shortened(result.claim.id, 60))} | {marks} | {words(wording.shortened(result.claim.text, 120))} |"


def _signed(audit: Audit) -> Section:
    """Every sign-off, with what 21 CFR 11.50 asks to be shown, and what the tool cannot prove of it."""
    told = [(f"claim {result.claim.id}", one) for result in audit.claims for one in result.sign_offs]
    told += [(f"piece {material}", one) for material, one in wording.pieces_signed(audit)]
    title = ["", "#### Sign-offs", "", words(wording.PART_11), "", "| of | who, as what, when, and meaning | state |", "| :-- | :-- | :-- |"]
    rows = (f"| {code(wording.shortened(of, 80))} | {words(wording.manifest(one))} | {words(wording.worth(one))} |" for of, one in told)
    return title, len(told), rows


def _end(audit: Audit) -> str:
    quiet = sum(_quiet(result) for result in audit.claims)
    rest = f"{wording.plural(quiet, 'claim')} without an open link. " if quiet else ""
    return f"{rest}{wording.last_line(audit)}"
