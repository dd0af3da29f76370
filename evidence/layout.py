"""Pieces of text with their places on a sheet → lines, and lines → blocks: what a reader of a printed page sees as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from evidence import enumerations
from evidence.patterns import late

SMALL = 0.86  # of the line's size: what is smaller and raised is a superscript (word processors set 0.58 to 0.7)
RAISED = 0.1  # of the line's size, above its baseline
LOWERED = -0.05
GAP = 1.6  # of the size: white space this wide parts the cells of a row; justified words stay well below
LEADING = 1.75  # of the size: lines further apart are not of one paragraph
WIDER = 1.2  # times the distance of its neighbours: such a distance parts paragraphs
_NUMBERED = late(r"(\d{1,3})[.)]\s+\S")
_CLOSED = late(r"[.!?:;)\]”\"*†‡§%][\d,–-]*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one size on one baseline, in points from the left and from the bottom of the sheet."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    target: str = ""  # of a link that lies on it
    spaced: bool = False  # white space stands in front of it
    broken: bool = False  # it ends with a hyphen that parts a word at the end of its line


Key = tuple[float, float]  # size and baseline, rounded


@dataclass(slots=True)
class Line:
    """Pieces side by side; size and baseline are those of most of it."""

    pieces: list[Piece] = field(default_factory=list)
    size: float = 0.0
    baseline: float = 0.0
    right: float = 0.0
    _weights: dict[Key, int] = field(default_factory=dict)  # characters of each size and baseline
    _total: int = 0
    _largest: float = 0.0
    _fair: Key = (0.0, 0.0)  # the heaviest that is about as large as the largest
    _heaviest: Key = (0.0, 0.0)

    def add(self, piece: Piece) -> None:
        """Put a piece at the end. What is much smaller than the largest is not the line itself, unless it is nearly all of it:
        reference marks may be many."""
        key = (round(piece.size, 1), round(piece.baseline, 1))
        weights = self._weights
        self.right = max(self.right, piece.right) if self.pieces else piece.right
        self.pieces.append(piece)
        self._total += len(piece.text)
        weights[key] = weights.get(key, 0) + len(piece.text)
        if weights[key] >= weights.get(self._heaviest, 0):
            self._heaviest = key
        if key[0] > self._largest:
            self._largest = key[0]
            self._fair = max((one for one in weights if one[0] >= SMALL * key[0]), key=lambda one: weights[one])
        elif key[0] >= SMALL * self._largest and weights[key] > weights[self._fair]:
            self._fair = key
        self.size, self.baseline = self._heaviest if weights[self._heaviest] > 0.9 * self._total else self._fair

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def text(self) -> str:
        return "".join((" " if piece.spaced and at else "") + piece.text for at, piece in enumerate(self.pieces)).strip()

    def raised(self, piece: Piece) -> str:
        """Whether a piece is a superscript or a subscript of this line: by its size and its baseline together."""
        above = (piece.baseline - self.baseline) / self.size
        if piece.size >= SMALL * self.size:
            return ""
        return "superscript" if above > RAISED else "subscript" if above < LOWERED else ""


@dataclass(slots=True)
class Group:
    """Lines that make a block, or one cell of a table."""

    lines: list[Line]
    row: int = -1
    cell: int = -1
    sheet: int = field(default=1)


def lines(pieces: Iterable[Piece]) -> list[Line]:
    """Put pieces side by side where they share a line. A reader of the file breaks the line at a superscript; this mends it."""
    made: list[Line] = []
    for piece in pieces:
        if not made or not _beside(made[-1], piece):
            made.append(Line())
        made[-1].add(piece)
    return made


def _beside(line: Line, piece: Piece) -> bool:
    size = max(line.size, piece.size)
    above = (piece.baseline - line.baseline) / size
    if min(line.size, piece.size) < SMALL * size:
        above = above if piece.size < line.size else -above
        near = -0.35 < above < 0.75
    else:
        near = abs(above) < 0.2
    return near and piece.left > line.right - 0.35 * size


def groups(sheet: Sequence[Line], number: int) -> Iterator[Group]:
    """The blocks of one sheet, in the order of the file."""
    at = 0
    while at < len(sheet):
        if rows := _table(sheet, at):
            for row, cells in enumerate(rows):
                for cell, line in enumerate(cells):
                    yield Group([line], row, cell, number)
            at += len(rows)
            continue
        end = at + 1
        while end < len(sheet) and _follows(sheet[end - 1], sheet[end]) and not _table(sheet, end):
            end += 1
        for block in _spread(sheet[at:end]):
            yield from _parted(block, number)
        at = end


def _spread(column: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Cut lines where the distance is larger than the one before or the one after: there a paragraph ends."""
    gaps = [upper.baseline - lower.baseline for upper, lower in pairwise(column)]
    begun = 0
    for at, gap in enumerate(gaps):
        near = min(gaps[max(at - 1, 0) : at + 2])
        if gap > WIDER * near:
            yield column[begun : at + 1]
            begun = at + 1
    yield column[begun:]


def _table(sheet: Sequence[Line], at: int) -> list[list[Line]]:
    """The rows of a table that begins here: at least two lines with as many cells, each under the other; else nothing."""
    first = _cells(sheet[at])
    if len(first) < 2:
        return []
    rows = [first]
    for line in sheet[at + 1 :]:
        cells = _cells(line)
        if len(cells) != len(first) or any(not _under(upper, lower) for upper, lower in zip(rows[-1], cells, strict=True)):
            break
        rows.append(cells)
    return rows if len(rows) > 1 else []


def _under(upper: Line, lower: Line) -> bool:
    return lower.left < upper.right + upper.size and lower.right > upper.left - upper.size


def _cells(line: Line) -> list[Line]:
    cells = [Line()]
    for piece in line.pieces:
        if cells[-1].pieces and piece.left - cells[-1].pieces[-1].right > GAP * line.size:
            cells.append(Line())
        cells[-1].add(piece)
    return cells


def _follows(last: Line, line: Line) -> bool:
    """Whether a line may go on from the one above it, by size, distance and place alone."""
    down = last.baseline - line.baseline
    if abs(line.size - last.size) > 0.08 * last.size or not 0 < down <= LEADING * last.size:
        return False
    return line.left < last.right and line.right > last.left


def _parted(block: Sequence[Line], number: int) -> Iterator[Group]:
    """Cut lines of one rhythm where an item begins, and where a line ends although the next word had room."""
    right = max(line.right for line in block)
    held: list[Line] = []
    counted = 0
    for line in block:
        text = line.text
        numbered = _NUMBERED.match(text)
        begins = bool(enumerations.bullet(text)) or bool(numbered and counted < int(numbered[1]) <= counted + 30)
        if held and (begins or _ends(held[-1], line, right)):
            yield Group(held, sheet=number)
            held = []
        if numbered and begins:
            counted = int(numbered[1])
        held.append(line)
    yield Group(held, sheet=number)


def _ends(line: Line, following: Line, right: float) -> bool:
    words = following.text.split(None, 1)
    text = line.text
    if not words or not text or words[0][0].islower():
        return False
    share = len(words[0]) / max(len(following.text), 1)
    room = right - line.right > share * (following.right - following.left) + 1.5 * line.size
    return room and (bool(_CLOSED.search(text)) or words[0][0].isupper())


def joined(text: str, following: str, words: Counter[str]) -> str:
    """What becomes of a hyphen at the end of a line: "" or "-", as the document writes the word elsewhere."""
    head, tail = re.search(r"[^\W\d_]*$", text[-60:].rstrip("-‐\u00ad")), re.match(r"[^\W\d_]+", following)
    if not head or not head[0] or not tail or not tail[0][0].islower():
        return "-"
    whole, parted = (head[0] + tail[0]).lower(), f"{head[0]}-{tail[0]}".lower()
    return "-" if words[parted] > words[whole] else ""
