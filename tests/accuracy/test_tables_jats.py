"""The tables of 13 trial reports: every value found by the words of its row and column, from JATS, from HTML and from PDF."""

from __future__ import annotations

import gzip
import html
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evidence import cells, markuptables, pdftables, tables
from evidence.model import Missing
from evidence.record import Document, Found, Table

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "pages" / "jats"
PROSE = "The trial was done at nine centres, and every patient gave written consent before any procedure of the study was begun there. " * 3
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
STEP = 8  # every eighth value is asked for: four thousand would take a minute
PAPERS = ("PMC4696773", "PMC4867039", "PMC5451423", "PMC5482825", "PMC5680306", "PMC5827032", "PMC5916905")
pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason="../shared is not here: the 13 articles are not in the repository")


@cache
def roots() -> dict[str, Any]:
    """The articles as trees, by name."""
    etree = pytest.importorskip("lxml.etree")
    return {file.name.partition(".")[0]: etree.fromstring(gzip.decompress(file.read_bytes())) for file in sorted(ARTICLES.glob("*.gz"))}


def truth(name: str) -> list[Table]:
    """The tables that have cells; three of the 38 are pictures."""
    return [table for table in markuptables.of_tree(roots()[name]) if table.rows]


def asked(table: Table) -> Iterator[tuple[str, str, str, str, str]]:
    """(value, words of its row, of its section, of its column, of another column without the value in that row) of the table's values."""
    count, section, turn = tables.heads(table), "", 0
    mark = cells.mark(text for line in table.rows for text in line)
    for line in table.rows[count:]:
        if len(set(filter(None, line))) == 1 and not tables.is_value(next(filter(None, line))):
            section = next(filter(None, line))
        for at, text in enumerate(line):
            row = " ".join(dict.fromkeys(each for place, each in enumerate(line[:at]) if each and (place == 0 or not tables.is_value(each))))
            for number in cells.numbers(text, mark) if at and row else ():
                turn += 1
                others = [place for place in range(1, len(line)) if line[place] and not any(cells.same(number, one) for one in cells.numbers(line[place], mark))]
                if turn % STEP == 0:
                    yield number.text, row, section, head(table, at, count), head(table, others[0], count) if others else ""


def head(table: Table, at: int, count: int) -> str:
    """The words above a column."""
    return " ".join(dict.fromkeys(line[at] for line in table.rows[:count]))


def counted(own: list[Table], document: Document) -> Counter[str]:
    """How each value is found, and how often it is called exact under the words of a column that does not have it ("wrong")."""
    told: Counter[str] = Counter()
    for table in own:
        for value, row, section, column, other in asked(table):
            found = tables.holds(document, table.number, value, row, column)
            if isinstance(found, Missing) and section:  # what a person would do who is told that several cells fit
                again = tables.holds(document, table.number, value, f"{section} {row}", column)
                found = again if isinstance(again, Found) and again.kind == "exact" else found
            told[found.kind if isinstance(found, Found) else "ambiguous" if "several cells" in found.because else "missing"] += 1
            if other and tables.words(other) != tables.words(column):
                amiss = tables.holds(document, table.number, value, f"{section} {row}", other)
                told["wrong"] += isinstance(amiss, Found) and amiss.kind == "exact"
    return told


def share(told: Counter[str], name: str) -> float:
    """The share that is exact; the figures are printed."""
    asked_for = sum(told.values()) - told["wrong"]
    print(f"\n{name}: {asked_for} values: {dict(told)}: {told['exact'] / asked_for:.1%} exact")
    return told["exact"] / asked_for


@pytest.mark.parametrize("kind", ["jats", "html"])
def test_values_of_marked_up_tables_are_found_by_their_heads(kind: str) -> None:
    """At least 97 % are exact; the rest are told to be ambiguous; none is called different, none stands under another column's words."""
    told: Counter[str] = Counter()
    for name in roots():
        own = truth(name)
        told += counted(own, Document(name, "", kind, ("",), (), tuple(own) if kind == "jats" else as_html(name)))
    assert share(told, kind) >= 0.97
    assert told["near"] == told["absent"] == told["missing"] == told["wrong"] == 0


def as_html(name: str) -> tuple[Table, ...]:
    """The article's tables, written as HTML and read again."""
    etree = pytest.importorskip("lxml.etree")
    page = ["<html><body>"]
    for wrap in roots()[name].iter("table-wrap"):
        label = " ".join("".join(text for part in ("label", "caption") for one in wrap.findall(part) for text in (*one.itertext(), " ")).split())
        made = [etree.tostring(table, encoding="unicode", with_tail=False) for table in wrap.iter("table")]
        page += [f"<p>{html.escape(label)}</p>{table}" for table in made]
    return markuptables.of_tree(etree.fromstring("".join(page), etree.HTMLParser()))


@pytest.mark.parametrize(("layout", "align", "least"), [("ALL", "LEFT", 0.85), ("SINGLE_TOP_LINE", "CENTER", 0.75)])
def test_values_of_tables_set_as_pdf_are_found_by_their_heads(tmp_path: Path, layout: str, align: str, least: float) -> None:
    """Most are exact; whatever is not is unchecked: none is called different, none stands under another column's words."""
    fpdf = pytest.importorskip("fpdf")
    pypdfium2 = pytest.importorskip("pypdfium2")
    if not FONT.is_file():
        pytest.skip(f"{FONT} is not here: the PDF cannot be set")
    told: Counter[str] = Counter()
    for name in PAPERS:
        path = tmp_path / f"{name}.pdf"
        set_as_pdf(fpdf, name, path, layout, align)
        opened = pypdfium2.PdfDocument(path)
        sheets = tuple(sheet.get_textpage().get_text_bounded() for sheet in opened)
        opened.close()
        told += counted(truth(name), Document(name, "", "pdf", sheets, (), pdftables.of_pdf(path, sheets)))
    assert share(told, f"pdf, {layout}, {align}") >= least
    assert told["near"] == told["absent"] == told["wrong"] == 0


def set_as_pdf(fpdf: Any, name: str, path: Path, layout: str, align: str) -> None:
    """Every table on a sheet of its own, with its spans, between prose."""
    own = truth(name)
    pdf = fpdf.FPDF(orientation="landscape" if any(len(table.rows[0]) > 6 for table in own) else "portrait", format="A4")
    pdf.add_font("D", "", str(FONT))
    pdf.set_margin(15)
    for element, table in zip(roots()[name].iter("table"), own, strict=True):
        wide = len(table.rows[0])
        pdf.add_page()
        pdf.set_font("D", "", 9)
        pdf.multi_cell(0, 4.5, PROSE, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)
        pdf.multi_cell(0, 4, table.caption, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(1)
        pdf.set_font("D", "", 7 if wide < 8 else 5.5 if wide < 12 else 4.5)
        heads = max(1, sum(row.getparent().tag == "thead" for row in element.iter("tr")))
        look = {"borders_layout": layout, "text_align": align, "headings_style": fpdf.fonts.FontFace(), "num_heading_rows": heads}
        with pdf.table(**look, col_widths=widths(table), line_height=pdf.font_size * 1.35, padding=1 if wide < 9 else 0.6) as made:
            for line in element.iter("tr"):
                row = made.row()
                for cell in line:
                    row.cell(markuptables.text(cell), colspan=int(cell.get("colspan", "1")), rowspan=int(cell.get("rowspan", "1")))
        pdf.ln(4)
        pdf.set_font("D", "", 9)
        pdf.multi_cell(0, 4.5, PROSE, new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(path))


def widths(table: Table) -> tuple[float, ...]:
    """A column is as wide as its longest word and some of its text need."""
    texts = [[line[at] for line in table.rows] for at in range(len(table.rows[0]))]
    return tuple(max(4.0, *(min(max(map(len, text.split()), default=1) + 0.35 * min(len(text), 40), 40) for text in column)) for column in texts)
