"""The claims matrix as rows of HTML: lean by hand, for ten thousand of them are one file. Every text goes through `text`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evidence import ama, axes, matrix, nesting, sourcewords, wording
from evidence.coverage import overall
from evidence.issues import told
from evidence.model import LINKS, Anchor, Audit, Citation, ClaimResult, Finding, Missing, Recomputation
from evidence.nesting import Entry
from evidence.opening import listed, product
from evidence.wording import one_line

CLASSES = {"failed": "f", "not covered": "n", "unchecked": "u", "waived": "w", "passed": "p", "n/a": "x"}
MARKS = {**wording.MARKS, "not covered": "∅"}
LINK = {state: f"<li{'' if state == 'passed' else f' class={CLASSES[state]}'}>{mark}" for state, mark in wording.MARKS.items()}
SEVERITIES = {"error": ("E", "✗ error"), "warning": ("W", "! warning"), "info": ("N", "i note")}
FULL = 300  # claims up to which every claim tells its whole advice and citation; above, it points to where they stand once
TICKED = re.compile("`([^`]{1,120})`")
MADE_FOR = (("market", "markets"), ("audience", "audience"))
ORDER = ("failed", "unchecked", "waived", "n/a")  # of the reasons why links are open


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where the report tells what a row points to: numbers of our own, so that no id is ever typed text."""

    rules: Mapping[str, int]
    references: Mapping[str, int]
    full: bool


@lru_cache(maxsize=1 << 14)  # most cells of a large matrix repeat each other
def text(value: str) -> str:
    """`value` as text of an HTML page and nothing else."""
    return html.escape(wording.UNPRINTABLE.sub("\ufffd", wording.encodable(value)), quote=False)


def coded(value: str) -> str:
    """The same, what stands between backticks set as code."""
    return TICKED.sub(r"<code>\1</code>", text(value)) if "`" in value else text(value)


def rows(audit: Audit, loose: Iterable[matrix.Row], places: Places) -> Iterator[str]:
    """Every row: the claims, then the statements that no claim covers."""
    shared = matrix.known(audit)
    for at, result in enumerate(audit.claims):
        yield _claim(f"c{at}", result, shared, places)
    for at, row in enumerate(loose):
        name, printed = row.cells[0][0], "<br>".join(map(text, row.cells[2]))
        head = f'<tr id=s{at} class=n><th><a href=#s{at}>{text(name)}</a> {printed}'
        cells = [*row.cells[1:5], (f"∅ {row.cells[5][0]}",), *row.cells[6:]]
        yield head + "".join([f"<td>{'<br>'.join(map(text, cell))}" for cell in cells])


def _claim(id_: str, result: ClaimResult, shared: matrix.Known, places: Places) -> str:
    claim, chain, state = result.claim, result.chain, overall(result.links)
    findings = (*shared.findings.get(claim.id, ()), *shared.bearing.get(claim.id, ()))
    gaps = shared.unchecked.get(claim.id, ())
    states = [result.links.get(link, "unchecked") for link in LINKS]
    if places.full:
        links = f'<ol class=k>{"".join([LINK.get(each, LINK["unchecked"]) for each in states])}</ol>'
    else:  # the six marks alone; the script draws them where they are looked at
        links = f"<i class=c>{''.join([MARKS.get(each, '?') for each in states])}</i>"
    scope = claim.scope
    made_for: dict[str, str | None] = {"product": product(shared.audit, claim.product) if claim.product else None}
    made_for |= {name: listed(scope[key]) if scope.get(key) else None for name, key in MADE_FOR}
    counts = "".join([f"<br>{each}" for each in matrix.counted(findings, gaps)])
    name = text(one_line(claim.id))
    cells = [
        f'<tr id={id_} class={CLASSES[state]}><th><a href=#{id_}>{name}</a> <q>{text(one_line(claim.text))}</q>{links}',
        *_printed(claim.text, shared.printed.get(claim.id, ())),
        text(sourcewords.facts(made_for)),
        text("; ".join(matrix.labeling(result))),
        f"<b>{MARKS[state]} {matrix.DISPOSITIONS[state]}</b>{counts}",
        _why(result, shared, places),
        _action(result, findings, shared, places),
        *_sources(chain.citations, places),
        "<br>".join([_passage(anchor, places.full) for anchor in chain.anchors]) or "no passage named",
        "<br>".join([line for each in chain.quantities for line in _number(each, places.full)]) or "no number",
        "<br>".join([text(line) for each in chain.quantities for line in sourcewords.study(each)]) or "no number",
        "<br>".join(map(coded, sourcewords.statuses(chain.citations, shared.audit))) or "none cited",
        text("; ".join(matrix.disclosures(result, shared))),
        "<br>".join([text(wording.signed(one)) for one in result.sign_offs]) or "not signed",
        text("; ".join(matrix.expiry(result, shared))),
        "".join([entry(one, places) for one in matrix.told_of(claim.id, shared)]) or "no finding",
    ]
    return "<td>".join(cells)


def _printed(registered: str, printed: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Where a claim stands, and the page's words; "as registered" where they are the registered ones."""
    if not printed:
        return "on no page read", "none"
    own = f"“{one_line(registered)}”"
    words = dict.fromkeys("as registered" if each.casefold() == own.casefold() else each for _, each in printed)
    return "<br>".join(map(text, dict.fromkeys(where for where, _ in printed))), "<br>".join(map(text, words))


def _why(result: ClaimResult, shared: matrix.Known, places: Places) -> str:
    """The links that did not pass, worst first, each with its reason; in a large report errors are told by the findings alone."""
    if not places.full:
        return _briefly(result, shared)
    each = [one for one in matrix.links(result, shared) if one[1] != "passed"]
    each.sort(key=lambda one: ORDER.index(one[1]) if one[1] in ORDER else 0)
    return "<br>".join([f"<b>{MARKS.get(state, '?')} {link}</b> {coded(reason)}" for link, state, reason in each]) or "no link is open"


def _briefly(result: ClaimResult, shared: matrix.Known) -> str:
    states = [(link, result.links.get(link, "unchecked")) for link in LINKS]
    lines = [
        f"<b>{MARKS[state]} {', '.join(named)}</b> see the findings"
        for state in ("failed", "waived")
        if (named := [link for link, each in states if each == state])
    ]
    reasons: dict[str, list[str]] = {}
    for gap in (*shared.unchecked.get(result.claim.id, ()), *shared.unchecked.get(None, ())):
        if result.links.get(gap.link, "unchecked") == "unchecked":
            reasons.setdefault(gap.because, []).append(gap.link)
    grouped: dict[str, list[str]] = {}
    for because, named in reasons.items():
        grouped.setdefault(", ".join(dict.fromkeys(named)), []).append(coded(told(because)))
    lines += [f"<b>? {text(named_)}</b> {' '.join(each)}" for named_, each in grouped.items()]
    silent = [link for link, state in states if state not in ("failed", "waived", "passed", "n/a") and all(link not in named for named in reasons.values())]
    lines += [f"<b>? {', '.join(silent)}</b> No reason was recorded."] if silent else []
    return "<br>".join(lines) or "no link is open"


def _action(result: ClaimResult, findings: Sequence[Finding], shared: matrix.Known, places: Places) -> str:
    gaps = shared.unchecked.get(result.claim.id, ())
    if places.full:
        return "<br>".join(map(coded, matrix.actions(findings, gaps, result.claim.author)))
    what = "see each rule" if any(one.counts for one in findings) else "have what is unchecked checked" if gaps else "none"
    return f"{what}<br>{text(matrix.answers_for(findings, result.claim.author))}"


def _sources(citations: Sequence[Citation], places: Places) -> Iterator[str]:
    """Printed references with their status, and the citations; a large report tells each citation once, in its list."""
    yield "<br>".join([text(sourcewords.printed_reference(each)) for each in citations]) or "none cited"
    yield "<br>".join([_cited(each, places) for each in citations]) or "none cited"


def _cited(citation: Citation, places: Places) -> str:
    at = places.references.get(citation.key or "", -1)
    if isinstance(citation.reference, Missing) or at < 0:
        return text(sourcewords.cited(citation))
    if not places.full:
        return f'<a href=#k{at}>{text(one_line(citation.reference.key))}</a>'
    link = ama.link(citation.reference)
    return text(sourcewords.cited(citation)) + (f' <a href="{html.escape(link)}" rel=noreferrer>open</a>' if link else "")


def _passage(anchor: Anchor, full: bool) -> str:
    line = coded(sourcewords.anchored(anchor, full))
    if isinstance(anchor.found, Missing) or not anchor.found.words:
        return line
    numbers = [one_line(each) for each in anchor.inputs.values()] or [one_line(anchor.printed)]
    pieces = marked(one_line(anchor.found.words), numbers)
    return f"{line}<blockquote>{''.join([f'<mark>{text(each)}</mark>' if number else text(each) for each, number in pieces])}</blockquote>"


def marked(words: str, numbers: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """`words` in pieces, True for each that is one of the numbers and no part of a longer one ("8" is not in "82.8")."""
    found = "|".join(re.escape(number) for number in sorted({*numbers}, key=lambda one: (-len(one), one)) if number)
    at = 0
    for match in re.finditer(rf"(?<![\d.,])(?:{found})(?!\d|[.,]\d)", words) if found else ():
        if match.start() > at:
            yield words[at : match.start()], False
        yield match[0], True
        at = match.end()
    if at < len(words):
        yield words[at:], False


def _number(each: Recomputation, full: bool) -> Iterator[str]:
    """A recomputation as arithmetic, with what was printed and what came out on one axis."""
    for line, result in zip(sourcewords.arithmetic(each), each.results or (None,), strict=True):
        drawn = axes.axis(result) if result is not None else None
        yield text(line) + (_drawing(drawn, full) if drawn else "")


def _drawing(drawn: axes.Axis, full: bool) -> str:
    """Both intervals, drawn; a large report leaves the drawing to its script, which makes it from the same words when a claim is opened."""
    words = f"<i class=va>{text(drawn.printed_words)}</i><i class=vb>{text(drawn.recomputed_words)}</i>"
    if not full:
        return words
    (a, wide), (b, broad) = drawn.printed, drawn.recomputed
    bars = f'<svg class=v viewBox="0 0 100 6" aria-hidden=true><path class=a d="M{a} 1.5h{wide}"/><path class=b d="M{b} 4.5h{broad}"/></svg>'
    return bars + words


def entry(one: Entry, places: Places) -> str:
    """A finding, and under it as a list what else is wrong with the same statement; why each matters is told with its rule."""
    mark, told_ = finding(one.head, places)
    told_ += _where(one.head, places)
    if places.full and one.head.why:
        told_ += f"<br><b>Why it matters:</b> {coded(told(one.head.why))}"
    said = {_advice(one.head, places)}
    lines = [f"<p class={mark}>{told_}{_advice(one.head, places)}"]
    if one.nested:
        lines.append("<ul class=y>")
        for each in one.nested:
            mark, told_ = finding(each, places, one.head)
            told_ += _where(each, places) if each.place != one.head.place else ""
            advice = _advice(each, places)
            lines.append(f"<li class={mark}>{told_}{'' if advice in said else advice}")
            said.add(advice)
        lines.append("</ul>")
    return "".join(lines)


def finding(one: Finding, places: Places, head: Finding | None = None) -> tuple[str, str]:
    """The class of a finding's mark, and its severity, rule, message and waiver."""
    mark, words = SEVERITIES.get(one.severity, ("E", one.severity))
    at, name = places.rules.get(one.rule, -1), text(one_line(one.rule))
    rule = f"<a href=#r{at}>{name}</a>" if at >= 0 else name
    severity = f"<b>{text(words)}</b>" if places.full else text(words)
    told_ = f"{severity} {rule} {coded(told(nesting.brief(one, head) if head else one.message))}"
    if one.waiver or one.baselined:
        told_ += f" <i>{text(wording.waived(one.waiver) if one.waiver else 'In the baseline: known from before.')}</i>"
    return mark, told_


def _where(one: Finding, places: Places) -> str:
    return f" <small>{text(one_line(str(one.place)))}</small>" if places.full else ""


def _advice(one: Finding, places: Places) -> str:
    """What to do and the basis, in a report that is short enough for it."""
    advice = (("What to do:", told(one.fix)), ("Basis:", wording.cites(one.basis))) if places.full else ()
    return "".join([f"<br><b>{head}</b> {coded(line)}" for head, line in advice if line])
