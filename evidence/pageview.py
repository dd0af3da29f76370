"""A piece as its reader sees it, block by block, cut into stretches that each belong to one claim, one loose statement or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evidence.coverage import WORST_FIRST, Spoken
from evidence.model import Audit
from evidence.page import Block, Piece
from evidence.wording import UNPRINTABLE, one_line


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in one state. Without a target they are no statement, or need no look."""

    text: str
    state: str = ""
    target: str = ""  # the id of a row of the matrix
    note: str = ""  # what a pointer shows and a screen reader reads
    raised: bool = False  # set as a superscript


@dataclass(frozen=True, slots=True)
class Shown:
    """A block with its stretches."""

    kind: str  # heading | paragraph | item | cell | caption | quote | note | alt | code
    level: int
    mark: str  # "2." of an item of an ordered list, "•" of another; "Picture:" of a text that stands for one
    hidden: bool
    row: int  # of a cell: -1 elsewhere
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    state: str
    target: str
    note: str


def view(piece: Piece, statements: Iterable[Spoken], rows: dict[str, str], states: dict[str, str]) -> Iterator[Shown]:
    """Every block of a piece. `rows`: claim or statement → the id of its row; `states`: claim → its state."""
    page = piece.reading.page
    spans = sorted(_spans(piece, statements, rows, states), key=lambda one: (one.start, one.end))
    raised = sorted((run.start, run.end) for run in page.runs if run.kind == "superscript")
    first_span = first_run = 0
    for block in page.blocks:
        while first_span < len(spans) and spans[first_span].end <= block.start:
            first_span += 1
        while first_run < len(raised) and raised[first_run][1] <= block.start:
            first_run += 1
        own = [one for one in _until(spans, first_span, block.end) if one.end > block.start]
        runs = [(a, b) for a, b in raised[first_run : first_run + 400] if a < block.end and b > block.start]
        yield _shown(block, tuple(_cut(page.text, block, own, runs)))


def loose(one: Spoken) -> str:
    """The name under which a statement's row is known; no claim has such an id."""
    return f"\0{one.piece.material}\0{one.index}"


def _until(spans: Sequence[_Span], first: int, end: int) -> Iterator[_Span]:
    for at in range(first, len(spans)):
        if spans[at].start >= end:
            return
        yield spans[at]


def _spans(piece: Piece, statements: Iterable[Spoken], rows: dict[str, str], states: dict[str, str]) -> Iterator[_Span]:
    """The claims where they stand; a statement as a whole where it is no claim, or where the page itself is wrong there."""
    for use in piece.uses:
        state = "failed" if use.kind == "drifted" else states.get(use.claim, "unchecked")
        changed = f"; the words differ: {'; '.join(use.differences)}" if use.kind == "drifted" else ""
        yield _Span(use.start, use.end, state, rows.get(use.claim, ""), one_line(f"claim {use.claim}{changed}"))
    for one in statements:
        if not one.uses or (one.state in ("failed", "not covered") and one.findings):
            target = rows.get(loose(one), "") or (rows.get(one.uses[0].claim, "") if one.uses else "")
            yield _Span(one.statement.start, one.statement.end, one.state, target, one_line(one.because))


def _cut(text: str, block: Block, spans: Sequence[_Span], runs: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """A block cut where a span or a superscript begins or ends; where spans overlap, the narrowest speaks, and the worst of two alike."""
    inner = {block.start, block.end}
    for start, end in [*((one.start, one.end) for one in spans), *runs]:
        inner |= {place for place in (start, end) if block.start < place < block.end}
    edges = sorted(inner)
    last: Stretch | None = None
    for start, end in pairwise(edges):
        over = [one for one in spans if one.start <= start and end <= one.end]
        best = min(over, key=lambda one: (one.end - one.start, WORST_FIRST.index(one.state), one.target), default=None)
        lifted = any(a <= start and end <= b for a, b in runs)
        words = UNPRINTABLE.sub("\ufffd", text[start:end].replace("\n", " ").replace("\t", " "))
        plain = best is None or not any(map(str.isalnum, words))  # a full stop beside a claim is no statement
        this = Stretch(words, raised=lifted) if plain or best is None else Stretch(words, best.state, best.target, best.note, lifted)
        if last and (last.state, last.target, last.note, last.raised) == (this.state, this.target, this.note, this.raised):
            last = Stretch(last.text + this.text, this.state, this.target, this.note, this.raised)
            continue
        if last:
            yield last
        last = this
    if last:
        yield last


def _shown(block: Block, stretches: tuple[Stretch, ...]) -> Shown:
    mark = ""
    if block.kind == "item":
        mark = f"{one_line(block.number)}." if block.list_kind == "ordered" and block.number else "•"
    elif block.kind == "alt":
        mark = "Picture:"
    return Shown(block.kind, block.level, mark, block.hidden, block.row if block.kind == "cell" else -1, stretches)


def by_piece(audit: Audit, statements: Iterable[Spoken]) -> list[tuple[Piece, list[Spoken]]]:
    """Every piece that was read, with its statements."""
    groups: dict[int, list[Spoken]] = {id(piece): [] for piece in audit.pieces}
    for one in statements:
        groups[id(one.piece)].append(one)
    return [(piece, groups[id(piece)]) for piece in audit.pieces]
