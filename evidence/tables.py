"""Whether a value stands in a table of a document: in table N, in a row and a column whose heads have these words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from evidence import captions, cells
from evidence.cells import Number
from evidence.lexicon import fold
from evidence.model import Missing
from evidence.nouns import dataclass
from evidence.patterns import late
from evidence.record import Document, Found, Table

MOST_HEADS = 5  # rows at the top of a table that may be its head
SHOWN = 3  # cells or rows named in a message
WORD = late(r"[^\W_]+(?:[.,][0-9]+)*|[%<>=≤≥±+−-]")
HAS_LETTER = late(r"[^\W\d_]")
VALUE = late(r"[<>≤≥~≈]?\s?[-−–+]?\s?[0-9.·]")  # how a cell of values begins; a head may ("6 months"), which HAS_LETTER tells
LOOSE = frozenset("-+<>=≤≥±−")  # marks that need not be repeated to name a row
DOUBT = "the table was read off the places of a PDF's characters, which is no proof; compare it with the PDF"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with what names it: the heads of its row and of its column, and how well the words that were given fit them."""

    table: Table
    row: int
    column: int
    text: str
    rank: tuple[int, int]  # 0: the head is these words; 1: it has them; 2, 3: so with the section it stands in
    section: str = ""  # the line above that names the rows below it


def holds(
    document: Document, number: str, value: str, row: str = "", column: str = "", *, language: str = "en", typed_in: str = "", signed: bool = True
) -> Found | Missing:
    """Whether a value stands in Table `number` of a document, in a row and a column whose heads have these words.

    `value` is one number as typed ("82.3", "68%", "<0.001", "-0.4"); it stands in a cell that prints it with the same places,
    qualifier and sign (`signed` False: 55.4 may be printed as −55.4, for a fall typed without its sign). `language` is how the
    value is typed (but for `typed_in`), and how the table is read where its own numbers do not show their decimal mark. Without `row` and `column` any
    cell will do. Words are compared without case and typography; all of them must stand in the head (of a row also in the
    section line above it); the closest heads count.

    exact: it stands there. near: the cell is there and says something else (`differences`: "source: 82.3 (11.9), quoted: 83.2").
    absent: it does not stand in the table, or no row or column has these words. Missing: the document has no such table that could
    be read, several cells fit and disagree, or the table of a PDF may have been read wrongly. Of a PDF only what is also nowhere
    in the text of that page is near or absent.
    """
    typed = _typed(value, typed_in or language)
    if isinstance(typed, Missing):
        return typed
    named = _named(document, number)
    if isinstance(named, Missing):
        return named
    marks = {id(table): cells.mark((text for line in table.rows for text in line), language) for table in named}
    fitting = _fitting(named, row, column)
    hits = [cell for cell in fitting if any(cells.same(typed, one, signed) for one in cells.numbers(cell.text, marks[id(cell.table)]))]
    groups = {_group(cell, row, column): cell for cell in fitting}
    held = {_group(cell, row, column) for cell in hits}
    if hits and row and len(groups) > len(held):
        others = [cell for key, cell in groups.items() if key not in held]
        return Missing(f"{_where(number, row, column)}: several cells fit and only some have {value}: {_told([hits[0], *others])}; give more of their words")
    if hits:
        return _found("exact", document, hits[0])
    return _not_there(document, named, value, fitting, (number, row, column), marks, typed, signed)


def _typed(value: str, language: str) -> Number | Missing:
    found = cells.numbers(value, cells.mark((value,), language)) if len(value) <= 60 else ()
    if len(found) != 1:
        return Missing(f"“{value[:40]}” is not one number, so it was not looked for in a table")
    return found[0]


def _named(document: Document, number: str) -> tuple[Table, ...] | Missing:
    """The tables of that number; one that goes on over pages is several."""
    asked = captions.key(number)
    found = [table for table in document.tables if captions.key(table.number) == asked and table.number]
    if not found:
        others = list(dict.fromkeys(f"Table {table.number}" for table in document.tables if table.number))[:12]
        has = f"it has {', '.join(others)}" if others else "no table with a number could be read in it"
        return Missing(f"no Table {_bare(number)} was found in {document.path}: {has}")
    readable = tuple(table for table in found if table.rows)
    if not readable:
        return Missing(f"Table {_bare(number)} of {document.path} has no cells that could be read: it is a picture, or too large")
    return readable


def _bare(number: str) -> str:
    return re.sub(r"^table\s+", "", number.strip(), flags=re.IGNORECASE)


# --- which cells ---------------------------------------------------------------------------------------------------


def _fitting(tables: Sequence[Table], row: str, column: str) -> list[Cell]:
    """The cells whose heads fit best; every cell where no words were given."""
    wanted = words(row), words(column)
    found = [cell for table in tables for cell in _ranked(table, *wanted)]
    best = min((cell.rank for cell in found), key=lambda rank: (sum(rank), rank), default=(0, 0))
    return [cell for cell in found if cell.rank == best]


def _ranked(table: Table, row: frozenset[str], column: frozenset[str]) -> Iterator[Cell]:
    count = heads(table)
    columns = [_column_rank(table, at, count, column) for at in range(len(table.rows[0]))]
    section = ""
    for at, line in enumerate(table.rows):
        if at >= count and _is_section(line):
            section = line[0] or next(filter(None, line), "")
        for place, text in enumerate(line):
            across = columns[place]
            if not text or across is None or (column and (at < count or place == 0)):
                continue
            down = 0 if not row else _row_rank(line, place, row, words(section))
            if down is not None and not (row and place == 0):
                yield Cell(table, at, place, text, (down, across), section)


def _row_rank(line: Sequence[str], place: int, wanted: frozenset[str], section: frozenset[str]) -> int | None:
    """How well the head of a cell's row fits: the cells to its left that are no values."""
    own = [words(text) for at, text in enumerate(line[:place]) if text and (at == 0 or not is_value(text))]
    together = frozenset().union(*own)
    if wanted == together or wanted in own:
        return 0
    if wanted <= together:
        return 1
    return None if not own or not wanted <= together | section else 2 if wanted == together | section else 3


def _column_rank(table: Table, place: int, count: int, wanted: frozenset[str]) -> int | None:
    """How well the heads above a column fit; 0 where no words were given."""
    if not wanted:
        return 0
    own = [words(line[place]) for line in table.rows[:count]]
    together = frozenset().union(*own)
    if wanted == together or wanted in own:
        return 0
    return 1 if wanted <= together else None


def heads(table: Table) -> int:
    """How many rows at the top are the table's head: those before the first that holds a value beyond its first cell; at least one."""
    for at, line in enumerate(table.rows[1 : MOST_HEADS + 1], 1):
        if line[0] and line[0] == table.rows[0][0]:
            continue  # the first head cell spans this row, too
        if any(map(is_value, line[1:])) or _is_section(line):
            return at
    return 1


def is_value(text: str) -> bool:
    """Whether a cell holds values and no name: "82.3 (11.9)", "45/102 (44%)", "<0.001", "n.s." is none."""
    return bool(VALUE.match(text)) and sum(map(len, HAS_LETTER.findall(text))) <= len(text) // 3


def _is_section(line: Sequence[str]) -> bool:
    """A row that names those below it: one text, spanned over all, or alone in the first cell."""
    filled = {text for text in line if text}
    return len(filled) == 1 and len(line) > 1 and (bool(line[0]) or all(line)) and not is_value(next(iter(filled)))


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """The words of a head, without case and typography."""
    return frozenset(word for word in WORD.findall(fold(text)) if word not in LOOSE)


# --- what is said --------------------------------------------------------------------------------------------------


def _group(cell: Cell, row: str, column: str) -> tuple[object, ...]:
    """Cells that may take each other's place: those of one row where only the row is named, those of one text where both are."""
    return (cell.row, cell.text) if row and column else (id(cell.table), cell.row) if row else ()


def _not_there(
    document: Document,
    tables: Sequence[Table],
    value: str,
    fitting: Sequence[Cell],
    asked: tuple[str, str, str],
    marks: dict[int, str],
    typed: Number,
    signed: bool,
) -> Found | Missing:
    where = _where(*asked)
    every = [cell for cell in _fitting(tables, "", "") if any(cells.same(typed, one, signed) for one in cells.numbers(cell.text, marks[id(cell.table)]))]
    if document.kind == "pdf" and (every or _on_the_page(document, tables, typed, signed)):
        place = f"{_place(every[0])}" if every else "on that page, in no cell that was read"
        return Missing(f"{where}: {value} stands {place}, and the cell that was asked for could not be told for sure: {DOUBT}")
    sheets = tuple(sorted({table.sheet for table in tables if table.sheet}))
    if not fitting:
        missing = f"{where}: no cell has these words in its row and column; its rows are {_rows(tables)}"
        return Found("absent", differences=(missing,))
    if not any(asked[1:]):
        return Found("absent", differences=(f"{where}: {value} stands in no cell",))
    near = _found("near", document, fitting[0])
    said = " and ".join(dict.fromkeys(cell.text for cell in fitting[:SHOWN]))
    return Found("near", sheets, near.pages, near.words, (f"source: {said}, quoted: {value}",))


def _on_the_page(document: Document, tables: Sequence[Table], typed: Number, signed: bool) -> bool:
    """Whether the value stands anywhere on the sheets of these tables, or on the next, where a table may go on."""
    sheets = {sheet for table in tables for sheet in (table.sheet, table.sheet + 1)}
    lines = [line for sheet in sheets if 0 < sheet <= len(document.sheets) for line in document.sheets[sheet - 1].splitlines()]
    mark = cells.mark(lines)
    return any(cells.same(typed, one, signed) for line in lines for one in cells.numbers(line, mark))


def _found(kind: str, document: Document, cell: Cell) -> Found:
    sheets = (cell.table.sheet,) if cell.table.sheet else ()
    pages = tuple(document.labels[sheet - 1] for sheet in sheets if 0 < sheet <= len(document.labels))
    return Found(kind, sheets, pages, f"Table {cell.table.number}, {_place(cell)}: {cell.text}")


def _place(cell: Cell) -> str:
    """A cell by its heads: in row “Pain”, column “iFuse”."""
    line = cell.table.rows[cell.row]
    row = " ".join(dict.fromkeys(text for at, text in enumerate(line[: cell.column]) if text and (at == 0 or not is_value(text))))
    row = f"{cell.section[:40]}: {row}" if cell.section else row
    count = min(heads(cell.table), cell.row)
    column = " ".join(dict.fromkeys(text for each in cell.table.rows[:count] if (text := each[cell.column])))
    return f"in row “{row[:90] or cell.row + 1}”, column “{column[:60] or cell.column + 1}”"


def _told(found: Iterable[Cell]) -> str:
    return "; ".join(dict.fromkeys(f"{_place(cell)}: {cell.text[:60]}" for cell in list(found)[:SHOWN]))


def _rows(tables: Sequence[Table]) -> str:
    names = [line[0][:40] for table in tables for line in table.rows[heads(table) :] if line[0]]
    shown = ", ".join(f"“{name}”" for name in dict.fromkeys(names[:12]))
    return shown or "without names"


def _where(number: str, row: str, column: str) -> str:
    parts = [f"Table {_bare(number)}", f"row “{row}”" if row else "", f"column “{column}”" if column else ""]
    return ", ".join(filter(None, parts))
