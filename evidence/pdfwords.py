"""The words and the drawn rules of one sheet of a PDF, each with its place, as a reader of a table needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from evidence.superscripts import SUB, SUPER

MAX_CHARACTERS = 60_000  # of one sheet; a dense one has 10,000
MAX_OBJECTS = 5000  # drawn things of one sheet that are looked at
JOIN = 0.42  # of the size: words that stand closer are one segment; a plain space has 0.25 to 0.33
SMALL = 0.86  # of the size: what is smaller, and raised or lowered, is a superscript or subscript
_HYPHENS = "\ufffe\x02"  # what pdfium gives for a hyphen at the end of a line


@dataclass(slots=True)
class Word:
    """Characters without white space, in points from the left and from the bottom of the sheet as it is read."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(slots=True)
class Segment:
    """Words that stand close together: at least one cell's part of a line."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: list[Word]
    baseline: float
    size: float
    segments: list[Segment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line that is drawn on the sheet."""

    height: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sheet shows, from top to bottom."""

    words: tuple[Word, ...]
    rules: tuple[Rule, ...]


def read(document: Any, number: int) -> Sheet:
    """The words and rules of a sheet (counted from 0), turned upright where most of its text runs up or down. Damaged: nothing."""
    import pypdfium2

    try:
        sheet = document[number]
        text = sheet.get_textpage()
    except pypdfium2.PdfiumError:
        return Sheet((), ())
    try:
        marks = list(_characters(text, min(text.count_chars(), MAX_CHARACTERS)))
        turns = Counter(mark[-1] for mark in marks)
        turn = max(sorted(turns), key=lambda one: turns[one], default=0)
        words = tuple(_words([mark for mark in marks if mark[-1] == turn]))
        return Sheet(words, tuple(_rules(sheet, turn)))
    finally:
        text.close()
        sheet.close()


_Mark = tuple[str, float, float, float, float, int]  # character, left, right, baseline, size, direction: 0 →, 1 ↑, 2 ↓


def _characters(text: Any, count: int) -> Iterator[_Mark]:
    import ctypes

    import pypdfium2.raw as raw

    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    for at in range(count):
        character = chr(raw.FPDFText_GetUnicode(text.raw, at))
        if character in _HYPHENS:
            character = "-"
        raw.FPDFText_GetCharOrigin(text.raw, at, x, y)
        raw.FPDFText_GetLooseCharBox(text.raw, at, box)
        raw.FPDFText_GetMatrix(text.raw, at, matrix)
        size = raw.FPDFText_GetFontSize(text.raw, at) * ((matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5 or 1.0) or 1.0
        if abs(matrix.b) <= abs(matrix.a):
            yield character, x.value, max(box.right, x.value), y.value, size, 0
        elif matrix.b > 0:
            yield character, y.value, max(box.top, y.value), -x.value, size, 1
        else:
            yield character, -y.value, max(-box.bottom, -y.value), x.value, size, 2


def _words(marks: Sequence[_Mark]) -> Iterator[Word]:
    """Characters put together until a space, a gap or another line; what is small and raised or lowered stays with its word."""
    word: Word | None = None
    for character, left, right, baseline, size, _ in marks:
        if character.isspace() or character < " ":
            if word:
                yield word
            word = None
            continue
        if word is not None:
            near = -0.3 * word.size < left - word.right < 0.2 * max(size, word.size)
            above = (baseline - word.baseline) / word.size
            if near and size < SMALL * word.size and -0.4 < above < 0.75:
                character = character.translate(SUPER if above > 0.1 else SUB if above < -0.05 else {})
            elif not near or abs(above) > 0.1:
                yield word
                word = None
        if word is None:
            word = Word(character, left, right, baseline, size)
        else:
            word.text += character
            word.right = max(word.right, right)
    if word:
        yield word


def lines(words: Iterable[Word]) -> list[Line]:
    """Words put on lines, from top to bottom; a word that is a superscript of its own stands on the line it belongs to."""
    made: list[Line] = []
    for word in sorted(words, key=lambda one: (-one.baseline, one.left)):
        near = made[-1] if made and abs(made[-1].baseline - word.baseline) < 0.45 * max(word.size, made[-1].size) else None
        if near is None:
            made.append(Line([word], word.baseline, word.size))
        else:
            near.words.append(word)
            if word.size > near.size:
                near.baseline, near.size = word.baseline, word.size
    for line in made:
        line.words.sort(key=lambda one: one.left)
        line.segments = list(segments(line))
    return made


def segments(line: Line, join: float = JOIN) -> Iterator[Segment]:
    """The words of a line, put together where no more than a space parts them (`join`, of the size)."""
    held: Segment | None = None
    for word in line.words:
        raised = word.size < SMALL * line.size and word.baseline - line.baseline > 0.1 * line.size
        text = word.text.translate(SUPER) if raised else word.text
        if held is not None and word.left - held.right <= join * line.size:
            glue = "" if word.left - held.right < 0.08 * line.size else " "
            held.text += glue + text
            held.right = max(held.right, word.right)
            continue
        if held is not None:
            yield held
        held = Segment(text, word.left, word.right)
    if held is not None:
        yield held


def _is_stroked(one: Any) -> bool:
    import ctypes

    import pypdfium2.raw as raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(one.raw, fill, stroke)) and bool(stroke.value)


def _rules(sheet: Any, turn: int) -> Iterator[Rule]:
    """Thin and long drawn things; pieces that continue one another at one height are one rule."""
    import pypdfium2
    import pypdfium2.raw as raw

    pieces: list[tuple[float, float, float]] = []
    for count, one in enumerate(sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if count >= MAX_OBJECTS:
            break
        try:
            left, bottom, right, top = one.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        if turn:
            left, bottom, right, top = (bottom, -right, top, -left) if turn == 1 else (-top, left, -bottom, right)
        if right - left > 8:
            if top - bottom < 3:
                pieces.append(((top + bottom) / 2, left, right))
            elif _is_stroked(one):  # the border of a cell, or a whole grid: its upper and lower edge
                pieces += [(top, left, right), (bottom, left, right)]
    pieces.sort(key=lambda piece: (-round(piece[0]), piece[1]))
    held: tuple[float, float, float] | None = None
    for height, left, right in pieces:
        if held is not None and abs(held[0] - height) < 1.5 and left <= held[2] + 3:
            held = held[0], held[1], max(held[2], right)
            continue
        if held is not None:
            yield Rule(*held)
        held = height, left, right
    if held is not None:
        yield Rule(*held)
