"""Tables of marked-up documents (HTML, JATS, Word): every cell as text in its row and column, cells that span several written out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from evidence import captions, grids
from evidence.record import Table
from evidence.superscripts import SUB, raised
from evidence.wordparts import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CELLS = 300_000  # of one document, spans written out; large tables of papers have a thousand
MAX_TABLES = 500
MAX_STEPS = 2_000_000  # nodes that are looked at in one document
LONGEST = 4000  # characters of one cell
_SKIPPED = frozenset(("script", "style", "template", "table", "tbl", "object-id", "del", "moveFrom", "delText", "instrText", "rPr", "pPr"))
_PARTS = frozenset(("p", "div", "br", "li", "break", "tab", "cr", "list-item", "title", "label", "caption"))  # words do not run on over their edges
_WRAPS = frozenset(("table-wrap", "figure", "table-wrap-group"))
_NEAR = 4  # blocks before and after a table among which its caption is looked for


@dataclass(slots=True)
class _Budget:
    """What may still be read of a document."""

    cells: int = MAX_CELLS
    steps: int = MAX_STEPS


@dataclass(slots=True)
class _Sheet:
    """The cells of one table as they are put in place."""

    grid: grids.Grid = field(default_factory=grids.Grid)
    rows: list[dict[int, str]] = field(default_factory=list)

    def cell(self, text: str, columns: str, rows: str, left: _Budget) -> bool:
        """Put a cell and all that it spans in place. False where the document has more cells than are read."""
        at, column = self.grid.next_cell(columns, rows)
        wide, high = grids.span(columns), grids.span(rows)
        left.cells -= wide * high
        if left.cells < 0:
            return False
        while len(self.rows) < at + high:
            self.rows.append({})
        for row in self.rows[at : at + high]:
            for place in range(column, column + wide):
                row.setdefault(place, text)
        return True

    def written(self, count: int) -> tuple[tuple[str, ...], ...]:
        """The rows that there are, each as wide as the table."""
        rows = self.rows[:count]
        wide = max((max(row, default=-1) + 1 for row in rows), default=0)
        return tuple(tuple(row.get(place, "") for place in range(wide)) for row in rows) if wide * len(rows) <= MAX_CELLS else ()


def of_tree(root: _Element) -> tuple[Table, ...]:
    """The tables of a parsed HTML or JATS document, in order. A table that is a picture, or that is too large, has no rows.

    A table inside of a cell is a table of its own, and its words are not that cell's.
    """
    left = _Budget()
    found: list[Table] = []
    for wrap in root.iter("{*}table", "{*}table-wrap"):
        if len(found) >= MAX_TABLES:
            break
        if _name(wrap) == "table-wrap":
            if next(wrap.iter("{*}table"), None) is None:
                found.append(_table(_labelled(wrap), ()))
            continue
        found.append(_table(_caption(wrap), _rows(wrap, left)))
    return tuple(found)


def of_word(body: _Element) -> tuple[Table, ...]:
    """The tables of the XML of a Word document's main part; a caption is the paragraph before or after that begins "Table 2"."""
    left = _Budget()
    found: list[Table] = []
    for table in islice(body.iter(f"{W}tbl"), MAX_TABLES):
        sheet, count = _Sheet(), 0
        above: dict[int, str] = {}
        for row in table.iterchildren(f"{W}tr"):
            sheet.grid.next_row()
            count += 1
            if not all(_word_cell(cell, sheet, above, left) for cell in row.iterchildren(f"{W}tc")):
                sheet.rows.clear()
                break
        found.append(_table(_beside(table), sheet.written(count)))
    return tuple(found)


def _word_cell(cell: _Element, sheet: _Sheet, above: dict[int, str], left: _Budget) -> bool:
    """A cell of a Word table. `above`: the words at each column of cells that go on downwards (vMerge)."""
    merged = value(cell, f"{W}tcPr/{W}vMerge")
    wide = value(cell, f"{W}tcPr/{W}gridSpan") or "1"
    column = sheet.grid.column
    text = above.get(column, "") if merged is not None and merged != "restart" else _text(cell, left)
    for place in range(column, column + grids.span(wide)):
        above[place] = text
    return sheet.cell(text, wide, "1", left)


def _rows(table: _Element, left: _Budget) -> tuple[tuple[str, ...], ...]:
    sheet, count = _Sheet(), 0
    for row in _own(table):
        sheet.grid.next_row()
        count += 1
        for cell in row.iterchildren("{*}td", "{*}th"):
            if left.steps < 0 or not sheet.cell(_text(cell, left), cell.get("colspan", "1"), cell.get("rowspan", "1"), left):
                return ()
    return sheet.written(count)


def _own(table: _Element) -> Iterator[_Element]:
    """The rows of this table, not those of a table inside of it; a foot that the markup puts first stands last, as it is shown."""
    feet = []
    for child in table.iterchildren("{*}thead", "{*}tbody", "{*}tfoot", "{*}tr"):
        if _name(child) == "tr":
            yield child
        elif _name(child) == "tfoot":
            feet.append(child)
        else:
            yield from child.iterchildren("{*}tr")
    for foot in feet:
        yield from foot.iterchildren("{*}tr")


def _table(caption: tuple[str, str] | None, rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(*(caption or ("", "")), rows)


# --- captions -----------------------------------------------------------------------------------------------------


def _caption(table: _Element) -> tuple[str, str] | None:
    """(number, words): the table's own caption, its wrapper's, or the block beside it that begins as one."""
    own = next(table.iterchildren("{*}caption"), None)
    words = _line(own) if own is not None else ""
    if found := captions.read(words, known=True):
        return found
    wrap = next((one for one in islice(table.iterancestors(), 6) if _name(one) in _WRAPS), None)
    if wrap is not None and (found := _labelled(wrap))[0]:
        return found
    return _beside(table) or (("", words) if words else None)


def _labelled(wrap: _Element) -> tuple[str, str]:
    """The label and caption of a wrapper: <table-wrap><label>Table 1</label><caption>…, <figure><figcaption>…."""
    parts = [_line(one) for one in wrap.iter("{*}label", "{*}caption", "{*}figcaption") if _name(one.getparent()) in (*_WRAPS, "div", "header")]
    words = " ".join(part for part in parts[:2] if part)
    return captions.read(words, known=True) or ("", words)


def _beside(table: _Element) -> tuple[str, str] | None:
    """The caption among the few blocks before a table, else after it; those of the elements around it, too, where it is all they hold."""
    node: _Element | None = table
    for _ in range(4):
        if node is None:
            return None
        for siblings in (node.itersiblings(preceding=True), node.itersiblings()):
            for one in islice(siblings, _NEAR):
                if not isinstance(one.tag, str):
                    continue
                if _name(one) in ("table", "tbl") or next(one.iter("{*}table", f"{W}tbl"), None) is not None:
                    break  # what lies beyond is another table's
                if found := captions.read(_line(one)):
                    return found
        node = node.getparent()
        if node is not None and _name(node) in ("body", "td", "th", "tc", "sec", "article", "main"):
            return None
    return None


# --- text ---------------------------------------------------------------------------------------------------------


def _name(element: _Element | None) -> str:
    return str(element.tag).rpartition("}")[2] if element is not None else ""


def text(element: _Element) -> str:
    """The words of a cell or caption in one line; what is raised or lowered is told by its characters: 10², CO₂, 69.5ᵃ."""
    return _text(element, _Budget())


def _line(element: _Element) -> str:
    return _text(element, _Budget(steps=2000))[:1000]


def _text(element: _Element, left: _Budget) -> str:
    """The words of an element, without those of a table inside of it; superscripts and subscripts are told by their characters."""
    from lxml import etree

    if not len(element):  # most cells
        left.steps -= 1
        return " ".join((element.text or "")[: 2 * LONGEST].split())[:LONGEST]
    parts: list[str] = []
    size, set_apart = 0, ""
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        left.steps -= 1
        if left.steps < 0 or size > LONGEST:
            break
        name = _name(node) if event in ("start", "end") else ""
        text = node.text if event == "start" else node.tail if node is not element else None
        if event == "start":
            if node is not element and name in _SKIPPED:
                walk.skip_subtree()
                text = None
            elif name in ("sup", "sub"):
                set_apart = name
            elif name == "r":
                set_apart = {"superscript": "sup", "subscript": "sub"}.get(value(node, f"{W}rPr/{W}vertAlign") or "", "")
        elif name in ("sup", "sub", "r"):
            set_apart = ""
        if name in _PARTS:
            parts.append(" ")
        if text and event == "start" and set_apart:
            text = raised(text) if set_apart == "sup" else text.translate(SUB)
        if text:
            parts.append(text)
            size += len(text)
    return " ".join("".join(parts).split())[:LONGEST]
