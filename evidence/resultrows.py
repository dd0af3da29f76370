"""Rows of result tables: the cell that says what and the values behind it are one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from evidence import figures
from evidence.assertions import RESULTS
from evidence.markers import Mark, numbers
from evidence.page import Block, Found, Page
from evidence.patterns import late

CELLS = 40  # of a row
LABEL = 160  # characters of what says what
VALUE = 64  # and of one of its values
WORDS = 6  # words beside a value's number
EARLY = 3  # words before it: "up to 30%", "median 31 days"
BARE = 3  # words of a cell without a number: "not reported"
WORD = late(r"[^\W\d_]{2,}")
DIGIT = late(r"[0-9½⅓⅔¼¾]")
ENDED = (".", "!", "?", "…", ":", "。")
SIZE = late(r"\(\s*[nN]\s*[=:]\s*[0-9., \u00a0\u202f]+\)|(?<!\w)[nN]\s?=\s?[0-9][0-9., \u00a0\u202f]*")  # who is counted: it heads a column

Span = tuple[int, int, int]  # start, end, index of the block


def row(page: Page, spans: Sequence[Span], at: int, marks: Sequence[Mark], turn: int, asserts: Callable[[str], bool]) -> Sequence[Span]:
    """The stretches of the row whose first cell begins spans[at], as far as they are a label and its values; nothing where they are none.

    `marks`: the page's markers, marks[turn] the first that may stand there. `asserts`: whether a cell's words would be a statement by themselves.
    """
    if at and _follows(page, spans[at - 1], spans[at]):
        return ()
    last = at + 1
    while last < len(spans) and _follows(page, spans[last - 1], spans[last]):
        last += 1
    own = spans[at:last]
    if not 1 < len(own) <= CELLS or not any(DIGIT.search(page.text, start, end) for start, end, _ in own[1:]):
        return ()
    cells = list(_cells(page, own))
    here = within(marks, turn, own[-1][1])
    texts = [_bare(page.text, cell, here) for cell in cells]
    kept = 1 + sum(1 for _ in takewhile(lambda text: _is_value(text) or _says_little(text, asserts), texts[1:]))
    values = [text for text in texts[1:kept] if _is_value(text)]
    if not values or not _is_label(texts[0], values):
        return ()
    return [span for cell in cells[:kept] for span in cell]


def within(marks: Sequence[Mark], turn: int, end: int) -> Sequence[Mark]:
    """The markers from marks[turn] that begin before an offset."""
    last = turn
    while last < len(marks) and marks[last].start < end:
        last += 1
    return marks[turn:last]


def told(bare: str, language: str, first: bool, marked: bool) -> tuple[Found, ...] | None:
    """The quantities of a row without its markers, its cells apart by line feeds; None where it states nothing.

    `first`: it is the first of its table, where a time heads a column. `marked`: it has a marker.
    """
    read = quantities(bare, language)
    head = bare.find("\n")
    results = any(one.kind in RESULTS for one in read)
    if not results and (not marked or len(WORD.findall(bare)) < 2):
        return None
    return read if not first or any(one.kind in RESULTS and one.start > head for one in read) else None


@lru_cache(maxsize=8192)  # the pages of a site repeat their tables
def quantities(bare: str, language: str) -> tuple[Found, ...]:
    """The quantities of a row: each cell's as the cell alone tells them, so that none is lost to its neighbour; what changed tells the label."""
    whole = figures.read(bare.replace("\n", "\t"), language)
    found: list[Found] = []
    at = 0
    for cell in bare.split("\n"):
        alone = [replace(one, start=at + one.start, end=at + one.end) for one in figures.read(cell, language)]
        among = [one for one in whole if at <= one.start and one.end <= at + len(cell)]
        places = {(one.start, one.end, one.kind, one.value): one for one in among}
        found += [places.get((one.start, one.end, one.kind, one.value), one) for one in alone]
        found += [one for one in among if not any(one.start < other.end and other.start < one.end for other in alone)]
        at += len(cell) + 1
    return tuple(sorted(found, key=lambda one: one.start))


def placed(read: Iterable[Found], page: Page, spans: Sequence[Span], bare: figures.Bare, marks: Sequence[Mark]) -> tuple[Found, ...]:
    """The quantities where they stand in the page. A marker of a cell is that cell's, one of the label is every cell's that has none."""
    cells = list(_cells(page, spans))
    cites = [(mark.start, named) for mark in marks if (named := numbers(mark))]
    of = [[one for one in cites if cell[0][0] <= one[0] < cell[-1][1]] for cell in cells]
    found: list[Found] = []
    for one in read:
        at = bare.place(one.start)
        own = next(named for cell, named in zip(cells, of, strict=True) if at < cell[-1][1])
        found += figures.placed((one,), page.text, bare, own or of[0] or cites)
    return tuple(found)


# --- inside -------------------------------------------------------------------------------------------------------


def _follows(page: Page, one: Span, other: Span) -> bool:
    """Whether the stretch of a cell goes on in the next: in the same row of the same table, nothing between them."""
    last, block = page.blocks[one[2]], page.blocks[other[2]]
    if block.kind != "cell" or last.kind != "cell" or other[2] != one[2] + 1 or not 0 <= block.row == last.row or block.cell < last.cell:
        return False
    whole = (last.start, last.end) == one[:2] and (block.start, block.end) == other[:2]
    return whole and block.hidden == last.hidden and _within(block) == _within(last)


def _within(block: Block) -> str:
    """The path of the row that a cell stands in; that of its page where the document has no rows of its own."""
    at = block.path.rfind("/tr")
    end = block.path.find("/", at + 1) if at >= 0 else -1
    return block.path[:end] if end > 0 else block.path


def _cells(page: Page, spans: Iterable[Span]) -> Iterator[list[Span]]:
    """The stretches by cell: one may hold several paragraphs."""
    cell: list[Span] = []
    for span in spans:
        if cell and page.blocks[span[2]].cell != page.blocks[cell[0][2]].cell:
            yield cell
            cell = []
        cell.append(span)
    yield cell


def _bare(text: str, cell: Sequence[Span], marks: Sequence[Mark]) -> str:
    """A cell's words without markers, and without how many were counted."""
    start, end = cell[0][0], cell[-1][1]
    own = [mark for mark in marks if start <= mark.start and mark.end <= end]
    return SIZE.sub("", figures.without(text, start, end, own).text).strip()


def _is_value(text: str) -> bool:
    """Whether a cell is a number with no more than a few words."""
    digit = DIGIT.search(text)
    if digit is None or len(text) > VALUE or len(words := WORD.findall(text)) > WORDS:
        return False
    return len(WORD.findall(text, 0, digit.start())) <= EARLY and not (len(words) > 2 and text.endswith(ENDED))


def _says_little(text: str, asserts: Callable[[str], bool]) -> bool:
    """Whether a cell has no number and nothing of its own to say: "–", "n. s.", "not reported"."""
    return DIGIT.search(text) is None and len(WORD.findall(text)) <= BARE and not asserts(text)


def _is_label(text: str, values: Sequence[str]) -> bool:
    """Whether a cell says what its row is about: in words, and no sentence or value of its own."""
    words = WORD.findall(text)
    if not words or len(text) > LABEL or (len(words) > 2 and text.endswith(ENDED)):
        return False
    if not text.lstrip("+-−–±<>≤≥~≈ ")[:1].isdigit():
        return True
    return all(len(WORD.findall(value)) < 2 for value in values)  # "50% reduction in seizures", and not "98% satisfied" beside "87% satisfied"
