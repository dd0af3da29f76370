"""What the pages say, statement by statement: which claim each is, what state that is in, and what no claim covers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from evidence.model import LINKS, Audit, Finding
from evidence.page import Piece, Statement, Use
from evidence.uses import by_statement

WORST_FIRST = ("failed", "not covered", "unchecked", "waived", "passed", "n/a")
OPENING = 40  # letters by which the statements of a line are looked up in the words of a finding
STATE_WORDS = {
    "failed": "an error on it",
    "not covered": "no registered claim",
    "unchecked": "not decided",
    "waived": "waived",
    "passed": "no error",
    "n/a": "said to be no claim",
}


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """A statement of a page as the audit sees it."""

    piece: Piece
    index: int  # among the statements of its piece
    statement: Statement
    state: str  # one of WORST_FIRST: the worst of its claims, or of what was found on the page itself
    because: str  # one sentence without a full stop
    uses: tuple[Use, ...] = ()  # the claims that stand in it, in order
    findings: tuple[Finding, ...] = ()  # about the page at this statement; those of its claims are theirs

    @property
    def where(self) -> str:
        """"materials/outcomes.html:28", or the file and its page."""
        block = self.piece.reading.page.blocks[self.statement.block : self.statement.block + 1]
        if self.piece.lines:
            return f"{self.piece.file}:{self.statement.line}"
        return f"{self.piece.file}, page {block[0].sheet}" if block and block[0].sheet else self.piece.file


def overall(links: Mapping[str, str]) -> str:
    """The state of a whole claim: its worst link; n/a only where there is nothing to check on any link."""
    states = {links.get(link, "unchecked") for link in LINKS}
    return next((state for state in ("failed", "unchecked", "waived", "passed") if state in states), "n/a" if states == {"n/a"} else "unchecked")


def spoken(audit: Audit) -> tuple[Spoken, ...]:
    """Every statement of every piece that was read, in the pages' order."""
    states = {result.claim.id: overall(result.links) for result in audit.claims}
    found: dict[tuple[str, int], list[Finding]] = {}
    for finding in audit.findings:
        if finding.rule.startswith("page-"):
            found.setdefault((finding.place.path, finding.place.line), []).append(finding)
    return tuple(one for piece in audit.pieces for one in _of_piece(piece, states, found))


def _of_piece(piece: Piece, states: Mapping[str, str], found: Mapping[tuple[str, int], list[Finding]]) -> Iterable[Spoken]:
    excused = dict(piece.exempted)
    lines: dict[int, dict[str, None]] = {}
    for statement in piece.reading.statements:
        lines.setdefault(statement.line, {})[statement.text] = None
    told = {line: _by_words(found.get((piece.file, line), ()), texts) for line, texts in lines.items()} if piece.lines else {}
    uses = by_statement(piece)
    for index, statement in enumerate(piece.reading.statements):
        own = tuple(told.get(statement.line, {}).get(statement.text, ()))
        standing = tuple(sorted(uses.get(index, ()), key=lambda one: (one.start, one.end, one.claim)))
        state, because = _state(standing, own, excused.get(index), states, "testimonial" in statement.flags)
        yield Spoken(piece, index, statement, state, because, standing, own)


def _by_words(findings: Iterable[Finding], texts: Collection[str]) -> dict[str, list[Finding]]:
    """What was found on a line by the statement it is about: those whose words it holds; all that begin on the line where it holds none."""
    own: dict[str, list[Finding]] = {text: [] for text in texts}
    opened: dict[str, list[str]] = {}
    for text in filter(None, texts):
        opened.setdefault(text[:OPENING], []).append(text)
    sizes = sorted({len(opening) for opening in opened})
    for finding in findings:
        message = finding.message
        begun = ((at, text) for at in range(len(message)) for size in sizes for text in opened.get(message[at : at + size], ()))
        named = {text for at, text in begun if message.startswith(text, at)}
        for text in named or own:
            own[text].append(finding)
    return own


def _state(
    uses: tuple[Use, ...], findings: tuple[Finding, ...], excused: str | None, states: Mapping[str, str], testimonial: bool
) -> tuple[str, str]:
    if any(one.severity == "error" and one.counts for one in findings):
        first = next(one for one in findings if one.severity == "error" and one.counts)
        loose = first.rule == "page-statement-unregistered" and not uses
        return ("not covered" if loose else "failed"), first.message
    if any(use.kind == "drifted" for use in uses):
        use = next(use for use in uses if use.kind == "drifted")
        return "failed", f"the words differ from the registered claim: {'; '.join(use.differences) or 'see there'}"
    if uses:
        each = [states.get(use.claim, "unchecked") for use in uses]
        worst = min(each, key=WORST_FIRST.index)
        names = ", ".join(dict.fromkeys(use.claim for use, state in zip(uses, each, strict=True) if state == worst))
        return worst, f"claim {names}: {STATE_WORDS[worst]}"
    if excused is not None:
        return "n/a", f"said to be no claim: {excused}"
    kind = "a testimonial that no registered claim covers" if testimonial else "no registered claim says this, so nothing was checked"
    return "not covered", kind


def not_covered(statements: Iterable[Spoken]) -> tuple[Spoken, ...]:
    """The statements that no registered claim covers: nobody has checked them."""
    return tuple(one for one in statements if one.state == "not covered")
