"""The report for a terminal: one entry a statement, grouped by claim, the chain as a row of six marks, the most material first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evidence import nesting, wording
from evidence.model import LINKS, Audit, ClaimResult, Finding, Recomputation, Unchecked
from evidence.nesting import Entry
from evidence.nouns import dataclass
from evidence.patterns import late

SUFFIX = ".txt"

WIDTH = 100
Said = dict[tuple[str, str, str], str]
SEVERITY_WORDS = {"error": "error", "warning": "warning", "info": "note"}
RED, YELLOW, CYAN, GREEN, BOLD, QUIET = "31", "33", "36", "32", "1", "2"
MARK_COLOURS = {"✓": GREEN, "✗": RED, "?": YELLOW, "~": CYAN, "–": QUIET}
SEVERITY_COLOURS = {"error": RED, "warning": YELLOW, "note": CYAN}
# The shapes of our own lines, by which `paint` knows them; typed text is always further to the right or further in.
ROW = late(r"[✓✗?~–](?: [✓✗?~–]){5}(?=  )")
HEADLINE = late(r"  (?P<place>\S.*?:\d+:\d+)  (?P<severity>error|warning|note)(?P<accepted>, waived|, in the baseline)?(?=  )")
NESTED = late(r"      \+ (?:(?P<place>\S.*?:\d+:\d+)  )?(?P<severity>error|warning|note)(?P<accepted>, waived|, in the baseline)?(?=  )")
ASIDE = late(
    r" {8}(?!  \S)| {6}(?: {4})?(?:(?:Why it matters:|Why, and what to do:|What to do:|Bears on:|Waived by|See|Also) |\S+ here, not the rule's)"
    r"|Links, left to right:|Marks:|With \+:"
)
VERDICT = late(r"(?:.* )?Verdict: (?P<verdict>none|failed|incomplete|no finding).* \(exit \d+\)\.")


@dataclass(frozen=True, slots=True)
class _Told:
    """What there is to say about one claim."""

    entries: Sequence[Entry] = ()
    unchecked: Sequence[Unchecked] = ()
    bearing: Sequence[Finding] = ()  # what breaks a link of it and is told with the bibliography


def render(audit: Audit) -> str:
    """The whole report as plain text: every mark reads without colour."""
    lines = [*_head(audit), ""]
    entries = nesting.entries(audit.findings)
    if audit.made:
        lines += [*_legend(any(one.nested for one in entries)), ""]
    said: Said = {}  # a rule's advice → where it was first told whole, or nothing where only in short: once is enough
    for block in _blocks(audit, entries, said):
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
    if found := NESTED.match(line):
        severity = found["severity"] + (found["accepted"] or "")
        colour = QUIET if found["accepted"] else SEVERITY_COLOURS[found["severity"]]
        return f"{line[: found.start('severity')]}{_coloured(severity, colour)}{line[found.end() :]}"
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


def _legend(nested: bool) -> Iterator[str]:
    yield f"Links, left to right:  {'   '.join(LINKS)}"
    yield f"Marks:  {wording.legend()}"
    if nested:
        yield "With +:  what else is wrong with the same statement; `evidence explain RULE` says why it matters."


# --- groups -------------------------------------------------------------------------------------------------------


def _blocks(audit: Audit, entries: Sequence[Entry], said: Said) -> Iterator[list[str]]:
    """One block a claim, in the order of its most material finding; then what is unchecked; then, compact, the rest."""
    findings, unchecked = wording.by_claim(entries), wording.by_claim(audit.unchecked)
    bearing = wording.bearing(audit.findings)
    results: dict[str, list[ClaimResult]] = {}
    for result in audit.claims:
        results.setdefault(result.claim.id, []).append(result)
    everywhere = {entry.link for entry in unchecked.get(None, ())}
    quiet: list[str] = []
    for name in _order(entries, findings, unchecked, results):
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
    entries: Sequence[Entry],
    findings: Mapping[str | None, Sequence[Entry]],
    unchecked: Mapping[str | None, Sequence[Unchecked]],
    results: Mapping[str, Sequence[ClaimResult]],
) -> list[str | None]:
    """Claims by their first entry that counts, then those with accepted findings, then unchecked, then the rest."""
    counting = (name for one in entries if one.head.counts for name in (one.claim, *_broken(one.head)))
    return list(dict.fromkeys([*counting, *findings, *unchecked, *results]))


def _broken(finding: Finding) -> tuple[str, ...]:
    return finding.bears_on if finding.severity == "error" else ()


def _loose(name: str | None, entries: Sequence[Entry], unchecked: Sequence[Unchecked], said: Said) -> list[str]:
    title = wording.REGISTRY if name is None else f"{wording.shortened(name, 60)} (not among the claims that could be read)"
    return [title, *_entries(entries, said), *_unchecked(unchecked)]


def _claim(result: ClaimResult, told: _Told, everywhere: set[str], said: Said) -> list[str]:
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
    if not (told.entries or told.unchecked or told.bearing or silent or result.sign_offs or "failed" in states or "waived" in states):
        return block
    block += [*_facts(result), *_entries(told.entries, said), *_bearing(told.bearing), *_unchecked(told.unchecked)]
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


def _entries(entries: Iterable[Entry], said: Said) -> Iterator[str]:
    for one in entries:
        yield _headline(one.head)
        yield from _wrap(wording.sentence(one.head.message), "      ", "      ")
        for line in (*_advice(one.head, said), *_details(one.head)):
            yield from _wrap(line, "      ", "        ")
        for finding in one.nested:
            yield from _nested(finding, one.head, said)


def _nested(finding: Finding, head: Finding, said: Said) -> Iterator[str]:
    """A finding under its statement's head: the place where it is another one; why, what to do and the basis where no one has told it."""
    place = "" if finding.place == head.place else f"{wording.one_line(str(finding.place))}  "
    yield f"      + {place}{_weight(finding)}"
    yield from _wrap(wording.sentence(nesting.brief(finding, head)), " " * 10, " " * 10)
    lines = () if _key(finding) in said else _advice(finding, said)
    for line in (*lines, *_details(finding)):
        yield from _wrap(line, " " * 10, " " * 12)


def _headline(finding: Finding) -> str:
    return f"  {wording.one_line(str(finding.place))}  {_weight(finding)}"


def _weight(finding: Finding) -> str:
    severity = SEVERITY_WORDS.get(finding.severity, finding.severity)
    accepted = ", waived" if finding.waiver else ", in the baseline" if finding.baselined else ""
    return f"{severity}{accepted}  {wording.one_line(finding.rule)}"


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


def _advice(finding: Finding, said: Said) -> Iterator[str]:
    """Why, what to do and the basis, whole where a rule first fires; after that, where they stand."""
    place = wording.one_line(str(finding.place))
    first = said.setdefault(_key(finding), place)
    if first != place:
        yield f"Why, and what to do: as told at {first}."
        return
    if finding.why:
        yield f"Why it matters: {wording.sentence(finding.why)}"
    if finding.fix:
        yield f"What to do: {wording.sentence(finding.fix)}"
    if finding.basis:
        yield wording.see(finding.basis)


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.fix, wording.cites(finding.basis)


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
