"""The report for a terminal: grouped by claim, the chain as a row of six marks, the most material first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evidence import wording
from evidence.model import LINKS, Audit, ClaimResult, Finding, Recomputation, Unchecked
from evidence.nouns import dataclass
from evidence.patterns import late

SUFFIX = ".txt"

WIDTH = 100
SEVERITY_WORDS = {"error": "error", "warning": "warning", "info": "note"}
RED, YELLOW, CYAN, GREEN, BOLD, QUIET = "31", "33", "36", "32", "1", "2"
MARK_COLOURS = {"✓": GREEN, "✗": RED, "?": YELLOW, "~": CYAN, "–": QUIET}
SEVERITY_COLOURS = {"error": RED, "warning": YELLOW, "note": CYAN}
# The shapes of our own lines, by which `paint` knows them; typed text is always further to the right or further in.
ROW = late(r"[✓✗?~–](?: [✓✗?~–]){5}(?=  )")
HEADLINE = late(r"  (?P<place>\S.*?:\d+:\d+)  (?P<severity>error|warning|note)(?P<accepted>, waived|, in the baseline)?(?=  )")
ASIDE = late(
    r" {8}| {6}(?:Why it matters:|Why, and what to do:|What to do:|Bears on:|Waived by|See|Also) |Links, left to right:|Marks:| {6}\S+ here, not the rule's"
)
VERDICT = late(r"(?:.* )?Verdict: (?P<verdict>none|failed|incomplete|no finding).* \(exit \d+\)\.")


@dataclass(frozen=True, slots=True)
class _Told:
    """What there is to say about one claim."""

    findings: Sequence[Finding] = ()
    unchecked: Sequence[Unchecked] = ()
    bearing: Sequence[Finding] = ()  # what breaks a link of it and is told with the bibliography


def render(audit: Audit) -> str:
    """The whole report as plain text: every mark reads without colour."""
    lines = [*_head(audit), ""]
    if audit.made:
        lines += [*_legend(), ""]
    said: dict[tuple[str, str], str] = {}  # a rule's advice → where it was first told: once is enough for a reader
    for block in _blocks(audit, said):
        lines += [*block, ""]
    if wording.any_signed(audit):
        lines += [*_wrap(wording.PART_11, "", "  "), ""]
    lines.append(wording.last_line(audit))
    return wording.encodable("\n".join(lines)) + "\n"


def paint(rendered: str) -> str:
    """The same report with a terminal's colours; no word changes. What was typed brings no colour of its own."""
    return "\n".join(_painted(line) for line in rendered.split("\n"))


def _painted(line: str) -> str:
    if row := ROW.match(line):
        return " ".join(_coloured(mark, MARK_COLOURS[mark]) for mark in row[0].split(" ")) + line[row.end() :]
    if found := HEADLINE.match(line):
        severity = found["severity"] + (found["accepted"] or "")
        colour = QUIET if found["accepted"] else SEVERITY_COLOURS[found["severity"]]
        return f"  {_coloured(found['place'], BOLD)}  {_coloured(severity, colour)}{line[found.end() :]}"
    if found := VERDICT.fullmatch(line):
        return _coloured(line, {"no finding": BOLD, "incomplete": f"{BOLD};{YELLOW}"}.get(found["verdict"], f"{BOLD};{RED}"))
    if line.startswith("  unchecked  "):
        return _coloured(line, YELLOW)
    if ASIDE.match(line):
        return _coloured(line, QUIET)
    return _coloured(line, BOLD) if line == wording.REGISTRY else line


def _coloured(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


# --- head ---------------------------------------------------------------------------------------------------------


def _head(audit: Audit) -> Iterator[str]:
    if not audit.made:
        yield from _wrap(wording.no_audit(audit), "", "  ")
    facts = [f"{wording.TOOL} {audit.version}", audit.registry.path, f"as of {audit.as_of}", f"profile {audit.profile}"]
    yield " · ".join(wording.one_line(fact) for fact in facts)
    if audit.made:
        yield from _wrap(f"What was read: {wording.sentence(audit.what_was_read or 'not recorded')}", "", "  ")
    for piece in audit.pieces:
        for index, because in piece.exempted:
            one = piece.reading.statements[index]
            where = f"{piece.file}:{one.line}" if piece.lines else piece.file
            yield from _wrap(f"Said to be no claim: {where} “{wording.shortened(one.text, 60)}”: {wording.sentence(because)}", "", "  ")
    for material, sign_off in wording.pieces_signed(audit):
        yield from _wrap(f"Signed piece {wording.one_line(material)}: {wording.signed(sign_off)}", "", "  ")
    for change in audit.changes:
        yield from _wrap(f"Changed from the defaults: {wording.sentence(change)}", "", "  ")


def _legend() -> Iterator[str]:
    yield f"Links, left to right:  {'   '.join(LINKS)}"
    yield f"Marks:  {wording.legend()}"


# --- groups -------------------------------------------------------------------------------------------------------


def _blocks(audit: Audit, said: dict[tuple[str, str], str]) -> Iterator[list[str]]:
    """One block a claim, in the order of its most material finding; then what is unchecked; then, compact, the rest."""
    findings, unchecked = wording.by_claim(audit.findings), wording.by_claim(audit.unchecked)
    bearing = wording.bearing(audit.findings)
    results: dict[str, list[ClaimResult]] = {}
    for result in audit.claims:
        results.setdefault(result.claim.id, []).append(result)
    everywhere = {entry.link for entry in unchecked.get(None, ())}
    quiet: list[str] = []
    for name in _order(audit, findings, unchecked, results):
        told, open_ = findings.get(name, []), unchecked.get(name, [])
        if name is None or name not in results:
            yield _loose(name, told, open_, said)
            continue
        for at, result in enumerate(results[name]):  # one id twice is a finding: both are shown, the findings once
            here = _Told(told, open_, bearing.get(name, ())) if not at else _Told()
            block = _claim(result, here, everywhere, said)
            if len(block) > 1:
                yield block
            else:
                quiet += block
    if quiet:
        yield quiet


def _order(
    audit: Audit,
    findings: Mapping[str | None, Sequence[Finding]],
    unchecked: Mapping[str | None, Sequence[Unchecked]],
    results: Mapping[str, Sequence[ClaimResult]],
) -> list[str | None]:
    """Claims by their first finding that counts, then those with accepted findings, then unchecked, then the rest."""
    counting = (name for finding in audit.findings if finding.counts for name in (finding.claim, *_broken(finding)))
    return list(dict.fromkeys([*counting, *findings, *unchecked, *results]))


def _broken(finding: Finding) -> tuple[str, ...]:
    return finding.bears_on if finding.severity == "error" else ()


def _loose(name: str | None, findings: Sequence[Finding], unchecked: Sequence[Unchecked], said: dict[tuple[str, str], str]) -> list[str]:
    title = wording.REGISTRY if name is None else f"{wording.shortened(name, 60)} (not among the claims that could be read)"
    return [title, *_findings(findings, said), *_unchecked(unchecked)]


def _claim(result: ClaimResult, told: _Told, everywhere: set[str], said: dict[tuple[str, str], str]) -> list[str]:
    """A claim's block; a single line where there is nothing to say about it."""
    claim = result.claim
    states = [result.links.get(link, "unchecked") for link in LINKS]
    row = " ".join(map(wording.mark, states))
    id_ = wording.shortened(claim.id, 40)
    quote = f"“{wording.shortened(claim.text, WIDTH - 17 - len(id_))}”"
    block = [f"{row}  {id_}  {quote}"]
    silent = {link for link, state in zip(LINKS, states, strict=True) if wording.mark(state) == "?"} - {
        entry.link for entry in told.unchecked
    }
    if not (told.findings or told.unchecked or told.bearing or silent or result.sign_offs or "failed" in states or "waived" in states):
        return block
    block += [*_facts(result), *_findings(told.findings, said), *_bearing(told.bearing), *_unchecked(told.unchecked)]
    return [*block, *_silent(silent, everywhere)]


def _facts(result: ClaimResult) -> Iterator[str]:
    citations = result.chain.citations
    if citations:
        yield from _wrap(f"References: {', '.join(wording.cited(citation) for citation in citations)}.", "  ", "    ")
    if result.used_on:
        yield from _wrap(f"Used on: {', '.join(map(wording.one_line, result.used_on))}.", "  ", "    ")
    for recomputation in result.chain.quantities:
        yield from _number(recomputation)
    for sign_off in result.sign_offs:
        yield from _wrap(f"Signed: {wording.signed(sign_off)}", "  ", "    ")


def _number(recomputation: Recomputation) -> Iterator[str]:
    printed = wording.shortened(recomputation.quantity.printed, 30)
    for at, recomputed in enumerate(recomputation.results):
        lead = "Number" if not at else "  Cross-check of"
        words = wording.ARITHMETIC_WORDS.get(recomputed.verdict, recomputed.verdict)
        detail = recomputed.arithmetic or recomputed.explanation
        yield from _wrap(f"{lead} {printed}: {words}{': ' if detail else ''}{wording.one_line(detail)}.", "  ", "    ")


# --- lines --------------------------------------------------------------------------------------------------------


def _findings(findings: Iterable[Finding], said: dict[tuple[str, str], str]) -> Iterator[str]:
    for finding in findings:
        yield _headline(finding)
        yield from _wrap(wording.sentence(finding.message), "      ", "      ")
        for line in (*_advice(finding, said), *_details(finding)):
            yield from _wrap(line, "      ", "        ")


def _headline(finding: Finding) -> str:
    severity = SEVERITY_WORDS.get(finding.severity, finding.severity)
    accepted = ", waived" if finding.waiver else ", in the baseline" if finding.baselined else ""
    return f"  {wording.one_line(str(finding.place))}  {severity}{accepted}  {wording.one_line(finding.rule)}"


def _bearing(findings: Iterable[Finding]) -> Iterator[str]:
    """What breaks a link of this claim and is told, once, with the bibliography."""
    for finding in findings:
        yield f"{_headline(finding)}: see “{wording.REGISTRY}”"


def _details(finding: Finding) -> Iterator[str]:
    if finding.waiver:
        yield wording.waived(finding.waiver)
    if finding.because:
        yield wording.override(finding)
    if finding.bears_on:
        yield f"Bears on: {wording.some(finding.bears_on)}."
    for related in finding.related:
        yield f"Also {wording.one_line(str(related.place))}: {wording.sentence(related.note)}"

def _advice(finding: Finding, said: dict[tuple[str, str], str]) -> Iterator[str]:
    """Why, what to do and the basis, whole where a rule first fires; after that, where they stand."""
    place = wording.one_line(str(finding.place))
    first = said.setdefault((finding.rule, finding.fix), place)
    if first != place:
        yield f"Why, and what to do: as told at {first}."
        return
    if finding.why:
        yield f"Why it matters: {wording.sentence(finding.why)}"
    if finding.fix:
        yield f"What to do: {wording.sentence(finding.fix)}"
    if finding.basis:
        yield wording.see(finding.basis)


def _unchecked(entries: Iterable[Unchecked]) -> Iterator[str]:
    for because, links, rules in wording.joined(entries):
        named = f" ({', '.join(rules[:3])}{f' and {len(rules) - 3} more' if len(rules) > 3 else ''})" if rules else ""
        yield from _wrap(f"unchecked  {', '.join(links)}: {wording.sentence(because)}{named}", "  ", "      ")


def _silent(links: set[str], everywhere: set[str]) -> Iterator[str]:
    """Links that are unchecked for a reason told elsewhere, or for none: an open link is never left without a word."""
    for told, reason in ((True, f"see “{wording.REGISTRY}”"), (False, "no reason was recorded")):
        here = [link for link in LINKS if link in links and (link in everywhere) == told]
        if here:
            yield f"  unchecked  {', '.join(here)}: {reason}."


def _wrap(text: str, first: str, rest: str) -> list[str]:
    """Lines of at most WIDTH characters; a word is never broken, so that places and addresses stay whole."""
    if len(first) + len(text) <= WIDTH:
        return [first + text]
    lines, line, room = [], "", WIDTH - len(first)
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line, room = word, WIDTH - len(rest)
        else:
            line = f"{line} {word}" if line else word
    lines.append(line)
    return [(rest if at else first) + part for at, part in enumerate(lines)]
