"""Tables of documents: cells in their rows and columns, and whether a value stands where claims.yaml says that it does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import captions, cells, markuptables, tablefiles, tables
from evidence.cells import numbers
from evidence.model import Missing
from evidence.record import Document, Found, Table

pytest.importorskip("lxml")
HTML = """<html><body><p>As Table 2 shows, pain fell.</p>
<table><caption>Table 2. Outcomes at 24 months</caption>
<thead><tr><th rowspan="2">Outcome</th><th colspan="2">iFuse (n = 102)</th><th colspan="2">Control (n = 46)</th></tr>
<tr><th>Baseline</th><th>Month 24</th><th>Baseline</th><th>Month 24</th></tr></thead>
<tbody><tr><td>Pain, VAS</td><td>82.3 (11.9)</td><td>26.7 &plusmn; 25.6</td><td>82.2 (9.8)</td><td>69.5<sup>a</sup></td></tr>
<tr><td>Change in pain</td><td></td><td>&minus;55.4</td><td></td><td>&minus;12.2</td></tr>
<tr><td colspan="5">Responders</td></tr>
<tr><td>20 points or more</td><td>&ndash;</td><td>83/102 (81.4%)</td><td>&ndash;</td><td>12/46 (26.1%)</td></tr>
<tr><td>p</td><td></td><td>&lt;0.001</td><td></td><td>10<sup>2</sup></td></tr></tbody></table></body></html>"""
JATS = """<article><body><sec><table-wrap><label>Table 2.</label><caption><p>Outcomes at 24 months</p></caption>
<table><thead><tr><th rowspan="2">Outcome</th><th colspan="2">iFuse (n = 102)</th><th colspan="2">Control (n = 46)</th></tr>
<tr><th>Baseline</th><th>Month 24</th><th>Baseline</th><th>Month 24</th></tr></thead>
<tbody><tr><td>Pain, VAS</td><td>82.3 (11.9)</td><td>26.7 \u00b1 25.6</td><td>82.2 (9.8)</td><td>69.5<sup>a</sup></td></tr></tbody></table></table-wrap>
<table-wrap><label>Table 3</label><caption><p>A picture</p></caption><graphic href="t3.png"/></table-wrap></sec></body></article>"""
ROWS = [
    ["Outcome", "iFuse baseline", "iFuse month 24", "Control baseline"],
    ["Pain, VAS", "82.3 (11.9)", "26.7 (25.6)", "82.2 (9.8)"],
    ["Disability", "57.2 (12.8)", "28.3 (19.3)", "56.0 (14.0)"],
    ["EQ-5D", "0.44", "0.72", "0.47"],
]


def tabled(tmp_path: Path, content: str, suffix: str = "html", kind: str = "") -> Document:
    """A document with the tables of a file of that kind."""
    file = tmp_path / f"paper.{suffix}"
    file.write_text(content, encoding="utf-8")
    found = tablefiles.read(file, kind or suffix)
    assert not isinstance(found, Missing), found
    return Document(file.name, "", kind or suffix, (content,), (), found)


def of_rows(rows: list[list[str]], number: str = "2", kind: str = "html") -> Document:
    """A document with one table."""
    return Document("p.html", "", kind, ("",), (), (Table(number, "", tuple(map(tuple, rows)), 1 if kind == "pdf" else 0),))


def kind_of(found: Found | Missing) -> str:
    """exact, near, absent, or missing."""
    return found.kind if isinstance(found, Found) else "missing"


# --- numbers of a cell ------------------------------------------------------------------------------------------------

CELLS = [
    ("82.3 (11.9)", ["82.3", "11.9"]),
    ("82.3 ± 11.9", ["82.3", "11.9"]),
    ("45/102 (44%)", ["45", "102", "44%"]),
    ("24.1–35.1", ["24.1", "35.1"]),
    ("−0.1 ± 1.2", ["−0.1", "1.2"]),
    ("(−2.2–0.3)", ["−2.2", "0.3"]),
    ("5 (-3 to -1)", ["5", "-3", "-1"]),
    ("<0.001", ["<0.001"]),
    ("0·05", ["0·05"]),
    ("69.5ᵃ", ["69.5"]),
    ("1,751 (920–3,510)", ["1,751", "920", "3,510"]),
    ("12 345", ["12", "345", "12 345"]),
    ("IL-6", []),
    ("p53", []),
    ("10²", []),
    ("CO₂", []),
    ("1.2.3", []),
]


@pytest.mark.parametrize(("cell", "printed"), CELLS)
def test_the_numbers_of_a_cell_are_read_as_printed(cell: str, printed: list[str]) -> None:
    """Means with their spread, ranges, fractions, signs and qualifiers; digits of names and exponents are none."""
    assert [number.text for number in numbers(cell)] == printed


def test_the_decimal_mark_is_that_of_the_table() -> None:
    """1,751 is a thousand in a table with points, and less than two in one with commas."""
    assert cells.mark(["82,3 (11,9)", "1,751"]) == ","
    assert cells.mark(["82.3 (11.9)", "1,751"], "de") == "."
    assert numbers("1,751", ",")[0].decimals == 3 and numbers("1,751", ".")[0].value == 1751


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.,·-−–±()[]/% <≤a²\u2009", max_size=60), st.sampled_from([".", ","]))
def test_no_cell_makes_a_number_that_it_does_not_print(cell: str, mark: str) -> None:
    """Whatever a cell holds, each number's digits stand in it, in that order."""
    for number in numbers(cell, mark):
        assert "".join(digit for digit in number.text if digit.isdecimal()) in "".join(digit for digit in cell if digit.isdecimal())


# --- captions ---------------------------------------------------------------------------------------------------------

CAPTIONS = [
    ("Table 2. Outcomes", "2"),
    ("Tabelle 2: Ergebnisse", "2"),
    ("Tableau II. Résultats", "II"),
    ("TABLE IV", "IV"),
    ("Supplementary Table 2. More", "S2"),
    ("Table S2. More", "S2"),
    ("Table A.1 Search terms", "A.1"),
    ("eTable 3. Doses", "e3"),
    ("Table 2 (continued)", "2"),
    ("Table 2 shows that pain fell", None),
    ("Table 2, which is below", None),
    ("Tables 2 and 3", None),
    ("Figure 2. Pain", None),
]


@pytest.mark.parametrize(("line", "number"), CAPTIONS)
def test_a_caption_is_told_from_a_sentence_about_a_table(line: str, number: str | None) -> None:
    """The number is that which is printed; a sentence that begins "Table 2 shows" is no caption."""
    found = captions.read(line)
    assert (found[0] if found else None) == number


def test_numbers_of_tables_are_compared_without_their_dress() -> None:
    """2, "Table 2." and II name one table; S2 and 2 do not."""
    assert captions.key("2") == captions.key("Table 2.") == captions.key("II") == captions.key("table 2")
    assert captions.key("S2") == captions.key("Table S2") == captions.key("s-2") != captions.key("2")
    assert captions.key("A.1") == captions.key("A1") and captions.key("IX") == "9" and captions.key("xiv") == "14"


# --- cells of documents -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("content", "suffix", "kind"), [(HTML, "html", "html"), (JATS, "nxml", "jats")])
def test_spans_are_written_out(tmp_path: Path, content: str, suffix: str, kind: str) -> None:
    """A head over two columns stands above both, one that spans two rows in both; the caption and number are kept."""
    table = tabled(tmp_path, content, suffix, kind).tables[0]
    assert (table.number, table.caption) == ("2", "Table 2. Outcomes at 24 months")
    assert table.rows[0] == ("Outcome", "iFuse (n = 102)", "iFuse (n = 102)", "Control (n = 46)", "Control (n = 46)")
    assert table.rows[1] == ("Outcome", "Baseline", "Month 24", "Baseline", "Month 24")
    assert table.rows[2] == ("Pain, VAS", "82.3 (11.9)", "26.7 ± 25.6", "82.2 (9.8)", "69.5ᵃ")
    assert tables.heads(table) == 2


ASKED = [
    ("82.3", "Pain", "iFuse Baseline", "exact"),
    ("11.9", "Pain, VAS", "iFuse (n = 102) Baseline", "exact"),
    ("26.7", "pain vas", "ifuse month 24", "exact"),
    ("69.5", "Pain", "Control Month 24", "exact"),
    ("82.3", "", "", "exact"),
    ("82.3", "Pain, VAS", "", "exact"),
    ("82.3", "", "Baseline", "exact"),
    ("83", "20 points", "iFuse Month 24", "exact"),
    ("81.4%", "Responders 20 points", "iFuse Month 24", "exact"),
    ("<0.001", "p", "iFuse Month 24", "exact"),
    ("102", "", "", "exact"),
    ("0.001", "p", "iFuse Month 24", "near"),  # <0.001 is not 0.001
    ("82.4", "Pain, VAS", "iFuse Baseline", "near"),
    ("82.30", "Pain, VAS", "iFuse Baseline", "near"),
    ("55.4", "Change in pain", "iFuse Month 24", "near"),  # −55.4
    ("26.7", "Pain, VAS", "iFuse Baseline", "near"),  # it stands one column further
    ("82.3", "Anxiety", "iFuse Baseline", "absent"),
    ("82.3", "Pain", "placebo", "absent"),
    ("99.9", "", "", "absent"),
    ("10", "", "", "absent"),  # 10² is no 10
    ("26.7", "pain", "iFuse Month 24", "missing"),  # "Pain, VAS" and "Change in pain" fit alike, and disagree
    ("82.3 to 26.7", "", "", "missing"),
]


@pytest.mark.parametrize(("value", "row", "column", "kind"), ASKED)
def test_a_value_is_looked_for_in_its_cell(tmp_path: Path, value: str, row: str, column: str, kind: str) -> None:
    """exact where the cell prints it, near where the cell says something else, absent or missing where there is no such cell."""
    if (value, row) == ("82.3", "Pain"):
        row = "Pain, VAS"
    if value == "69.5":
        row = "VAS"
    found = tables.holds(tabled(tmp_path, HTML), "2", value, row, column)
    assert kind_of(found) == kind, found


def test_what_differs_is_said(tmp_path: Path) -> None:
    """The cell's words and the typed value stand side by side; a change may be typed without its sign where that is allowed."""
    document = tabled(tmp_path, HTML)
    found = tables.holds(document, "Table 2", "82.4", "Pain, VAS", "iFuse Baseline")
    assert isinstance(found, Found) and found.differences == ("source: 82.3 (11.9), quoted: 82.4",)
    assert found.words == "Table 2, in row “Pain, VAS”, column “iFuse (n = 102) Baseline”: 82.3 (11.9)"
    assert kind_of(tables.holds(document, "2", "55.4", "Change in pain", "iFuse Month 24", signed=False)) == "exact"


def test_several_cells_that_disagree_are_told_and_none_is_taken(tmp_path: Path) -> None:
    """Both values are said, and what to do."""
    found = tables.holds(tabled(tmp_path, HTML), "2", "26.7", "pain", "iFuse Month 24")
    assert isinstance(found, Missing)
    assert "26.7 ± 25.6" in found.because and "−55.4" in found.because and "give more of their words" in found.because


@pytest.mark.parametrize(("number", "says"), [("7", "it has Table 2, Table 3"), ("3", "it is a picture")])
def test_a_table_that_is_not_there_or_is_a_picture_is_missing(tmp_path: Path, number: str, says: str) -> None:
    """It is unchecked with its reason, never passed."""
    found = tables.holds(tabled(tmp_path, JATS, "nxml", "jats"), number, "82.3")
    assert isinstance(found, Missing) and says in found.because


def test_a_decimal_comma_is_read_as_the_table_prints_it() -> None:
    """82,3 in a German table is 82.3 as typed in German, and no other number."""
    document = of_rows([["Merkmal", "iFuse"], ["Schmerz", "82,3 (11,9)"], ["Kosten", "1.751"]])
    assert kind_of(tables.holds(document, "2", "82,3", "Schmerz", "iFuse", language="de")) == "exact"
    assert kind_of(tables.holds(document, "2", "82.3", "Schmerz", "iFuse")) == "exact"
    assert kind_of(tables.holds(document, "2", "1751", "Kosten", "iFuse", language="de")) == "exact"
    assert kind_of(tables.holds(document, "2", "8,23", "Schmerz", "iFuse", language="de")) == "near"


def test_a_table_that_does_not_show_its_mark_is_read_in_its_documents_language() -> None:
    """1.751 in a German table is 1751, as `from:` has it, and is not 1.751."""
    document = of_rows([["Merkmal", "iFuse"], ["Kosten", "1.751"], ["Tage", "1,5"]])
    assert kind_of(tables.holds(document, "2", "1751", "Kosten", "iFuse", language="de", typed_in="en")) == "exact"
    assert kind_of(tables.holds(document, "2", "1.751", "Kosten", "iFuse", language="de", typed_in="en")) == "near"
    assert kind_of(tables.holds(document, "2", "1.5", "Tage", "iFuse", language="de", typed_in="en")) == "exact"


def test_of_a_pdf_only_what_its_page_lacks_is_an_error() -> None:
    """A value that stands elsewhere on the sheet may be in a cell that was read wrongly: unchecked. One that stands nowhere is near."""
    rows = [["", "A", "B"], ["Pain", "82.3", "26.7"]]
    document = Document("p.pdf", "", "pdf", ("Pain 82.3 26.7 and 44.4 in the text",), ("e12",), (Table("2", "", tuple(map(tuple, rows)), 1),))
    hit = tables.holds(document, "2", "82.3", "Pain", "A")
    assert isinstance(hit, Found) and (hit.kind, hit.sheets, hit.pages) == ("exact", (1,), ("e12",))
    assert kind_of(tables.holds(document, "2", "26.7", "Pain", "A")) == "missing"
    assert kind_of(tables.holds(document, "2", "44.4", "Pain", "A")) == "missing"
    assert kind_of(tables.holds(document, "2", "82.4", "Pain", "A")) == "near"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_value_of_a_table_is_found_in_its_cell_and_no_other(data: st.DataObject) -> None:
    """The law: the value of a cell is exact by its heads; with one digit changed it never is."""
    size = data.draw(st.integers(2, 5)), data.draw(st.integers(2, 4))
    values = data.draw(st.lists(st.decimals(0, 999, places=1), min_size=size[0] * size[1], max_size=size[0] * size[1], unique=True))
    rows = [["", *[f"arm {chr(65 + at)}" for at in range(size[1])]]]
    rows += [[f"row {chr(65 + at)}", *map(str, values[at * size[1] : (at + 1) * size[1]])] for at in range(size[0])]
    at, place = data.draw(st.integers(0, size[0] - 1)), data.draw(st.integers(1, size[1]))
    typed = rows[at + 1][place]
    other = f"{typed[:-1]}{(int(typed[-1]) + 1) % 10}"
    document = of_rows(rows)
    assert kind_of(tables.holds(document, "2", typed, f"row {chr(65 + at)}", f"arm {chr(64 + place)}")) == "exact"
    assert kind_of(tables.holds(document, "2", other, f"row {chr(65 + at)}", f"arm {chr(64 + place)}")) == "near"


# --- PDF, Word, plain text --------------------------------------------------------------------------------------------


def written_pdf(path: Path, layout: str, align: str = "LEFT") -> Document:
    """A sheet with prose, the table, its note and prose again, read as a document."""
    fpdf = pytest.importorskip("fpdf")
    pypdfium2 = pytest.importorskip("pypdfium2")
    prose = "The trial was done at nine centres, and every patient gave written consent before any procedure of the study was begun. " * 3
    pdf = fpdf.FPDF(format="A4")
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    pdf.multi_cell(0, 5, prose + "Table 2 shows that pain fell.", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)
    pdf.multi_cell(0, 5, "Table 2. Outcomes of the trial", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=9)
    with pdf.table(borders_layout=layout, text_align=align, headings_style=fpdf.fonts.FontFace(), line_height=5) as table:
        for row in ROWS:
            table.row(row)
    pdf.ln(4)
    pdf.set_font("Helvetica", size=10)
    pdf.multi_cell(0, 5, prose, new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(path))
    found = tablefiles.read(path, "pdf")
    assert not isinstance(found, Missing), found
    opened = pypdfium2.PdfDocument(path)
    sheets = tuple(sheet.get_textpage().get_text_bounded() for sheet in opened)
    opened.close()
    return Document("p.pdf", "", "pdf", sheets, (), found)


@pytest.mark.parametrize(("layout", "align"), [("ALL", "LEFT"), ("SINGLE_TOP_LINE", "CENTER"), ("NONE", "RIGHT"), ("HORIZONTAL_LINES", "LEFT")])
def test_a_table_of_a_pdf_is_read_off_its_places(tmp_path: Path, layout: str, align: str) -> None:
    """With rules, without, however it is set: the cells are those that were written, and the prose below is none of it."""
    document = written_pdf(tmp_path / "p.pdf", layout, align)
    assert [table.number for table in document.tables] == ["2"]
    assert [list(row) for row in document.tables[0].rows] == ROWS
    assert document.tables[0].sheet == 1
    assert kind_of(tables.holds(document, "2", "26.7", "Pain", "iFuse month 24")) == "exact"


@pytest.mark.parametrize("turned", [False, True])
def test_a_table_in_one_of_two_columns_and_one_that_is_turned_are_read(tmp_path: Path, turned: bool) -> None:
    """The prose beside it is none of it; a sheet whose text runs upwards is read as a person reads it."""
    fpdf = pytest.importorskip("fpdf")
    pypdfium2 = pytest.importorskip("pypdfium2")
    pdf = fpdf.FPDF(format="A4")
    pdf.add_page()
    pdf.set_font("Helvetica", size=9)
    words = "The trial was done at nine centres and every patient of it gave written consent before any procedure. "
    with pdf.rotation(90 if turned else 0, 105, 148):
        pdf.set_xy(110, 20)
        pdf.multi_cell(85, 4.5, words * 8)
        pdf.set_xy(15, 20)
        pdf.multi_cell(85, 4.5, words * 3, new_x="LEFT", new_y="NEXT")
        pdf.set_xy(15, pdf.get_y() + 5)
        pdf.cell(85, 4.5, "Table 2. Outcomes", new_x="LEFT", new_y="NEXT")
        for row in (("Outcome", "Baseline", "Month 24"), ("Pain", "82.3 (11.9)", "26.7 (25.6)"), ("Disability", "57.2 (12.8)", "28.3 (19.3)")):
            top = pdf.get_y() + 1
            for at, text in enumerate(row):
                pdf.set_xy(15 + 30 * at, top)
                pdf.cell(28, 4.5, text)
            pdf.set_y(top + 4.5)
        pdf.set_xy(15, pdf.get_y() + 6)
        pdf.multi_cell(85, 4.5, words * 3, new_x="LEFT", new_y="NEXT")
    pdf.output(str(tmp_path / "p.pdf"))
    found = tablefiles.read(tmp_path / "p.pdf", "pdf")
    assert not isinstance(found, Missing)
    assert [list(row) for table in found for row in table.rows] == [
        ["Outcome", "Baseline", "Month 24"], ["Pain", "82.3 (11.9)", "26.7 (25.6)"], ["Disability", "57.2 (12.8)", "28.3 (19.3)"],
    ]  # fmt: skip
    assert pypdfium2 is not None


def test_a_table_of_a_word_document_is_read_with_its_merged_cells(tmp_path: Path) -> None:
    """Cells merged across and downwards are written out; the caption is the paragraph above."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("Table 2. Outcomes")
    table = document.add_table(rows=4, cols=3)
    for row, words in enumerate([("Outcome", "iFuse", ""), ("", "Baseline", "Month 24"), ("Pain", "82.3 (11.9)", "26.7"), ("", "n = 102", "n = 89")]):
        for cell, text in zip(table.rows[row].cells, words, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).merge(table.cell(3, 0))
    document.save(str(tmp_path / "p.docx"))
    found = tablefiles.read(tmp_path / "p.docx", "docx")
    assert not isinstance(found, Missing) and found[0].number == "2"
    assert found[0].rows == (
        ("Outcome", "iFuse", "iFuse"), ("Outcome", "Baseline", "Month 24"), ("Pain", "82.3 (11.9)", "26.7"), ("Pain", "n = 102", "n = 89"),
    )  # fmt: skip
    read = Document("p.docx", "", "docx", ("",), (), found)
    assert kind_of(tables.holds(read, "2", "26.7", "Pain", "iFuse Month 24")) in ("exact", "missing")
    assert kind_of(tables.holds(read, "2", "82.3", "", "Baseline")) == "exact"


def test_a_table_drawn_in_markdown_is_read(tmp_path: Path) -> None:
    """With the caption above it."""
    document = tabled(tmp_path, "*Table 2. Outcomes*\n\n| | iFuse |\n|---|---:|\n| Pain | 82.3 (1) |\n\nText.\n", "md", "markdown")
    assert kind_of(tables.holds(document, "2", "82.3", "Pain", "iFuse")) == "exact"


# --- hostile ----------------------------------------------------------------------------------------------------------

HOSTILE = {
    "a cell that spans a billion columns": ("<table><caption>Table 2. x</caption><tr><td colspan='1000000000' rowspan='1000000000'>1.5</td></tr><tr><td>2</td></tr></table>", True),
    "a thousand such cells": ("<table><caption>Table 2. x</caption><tr>" + "<td colspan='999' rowspan='999'>1.5</td>" * 1000 + "</tr></table>", False),
    "a hundred thousand cells": ("<table><caption>Table 2. x</caption>" + ("<tr>" + "<td>1.5</td>" * 100 + "</tr>") * 1000 + "</table>", True),
    "no cells": ("<table><caption>Table 2. x</caption></table>", False),
    "empty rows": ("<table><caption>Table 2. x</caption>" + "<tr></tr>" * 5000 + "</table>", False),
    "spans that are no numbers": ("<table><caption>Table 2. x</caption><tr><td colspan='-1' rowspan='x'>1.5</td></tr></table>", True),
    "one cell of a megabyte": ("<table><caption>Table 2. x</caption><tr><td>a</td><td>1.5 " + "9 " * 500_000 + "</td></tr></table>", True),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_table_costs_little(tmp_path: Path, name: str) -> None:
    """It is read, or has no rows that could be read and is then missing; within seconds and without an error."""
    content, readable = HOSTILE[name]
    begun = time.perf_counter()
    document = tabled(tmp_path, f"<html><body>{content}</body></html>")
    found = tables.holds(document, "2", "1.5")
    assert kind_of(found) == ("exact" if readable else "missing"), found
    assert time.perf_counter() - begun < 20
    assert sum(len(row) for table in document.tables for row in table.rows) <= markuptables.MAX_CELLS


def test_tables_in_tables_are_tables_of_their_own(tmp_path: Path) -> None:
    """The outer one does not have the words of the inner one; two hundred layers are no trouble."""
    inner = "<table><caption>Table 3. Inner</caption><tr><td>a</td><td>7.7</td></tr></table>"
    document = tabled(tmp_path, f"<table><caption>Table 2. Outer</caption><tr><td>b</td><td>6.6 {inner}</td></tr></table>")
    assert kind_of(tables.holds(document, "2", "7.7")) == "absent"
    assert kind_of(tables.holds(document, "3", "7.7")) == "exact"
    assert kind_of(tables.holds(document, "2", "6.6")) == "exact"
    tabled(tmp_path, "<table><tr><td>" * 200 + "1" + "</td></tr></table>" * 200)


def test_a_pdf_that_does_not_open_is_missing(tmp_path: Path) -> None:
    """So is one that is no PDF at all; the reason is said."""
    pytest.importorskip("pypdfium2")
    (tmp_path / "p.pdf").write_bytes(b"%PDF-1.7\nnothing")
    found = tablefiles.read(tmp_path / "p.pdf", "pdf")
    assert isinstance(found, Missing) and "could not be read" in found.because


@pytest.mark.parametrize("content", [b"", b"[]", b"[[1]]", b"{", b'[["2", "c", [["a", 1]], 0]]', b'[["2", "c", [["a"]], "x"]]', b"null", b"\xff"])
def test_what_is_kept_and_is_no_table_counts_as_absent(content: bytes) -> None:
    """A cache that somebody else wrote into gives nothing or tables, never an error."""
    assert tablefiles.unpacked(content) in (None, ())


def test_tables_are_kept_as_they_are() -> None:
    """Packing and unpacking changes nothing."""
    made = (Table("2", "Table 2. “x”", (("a", "82,3 ± 1"), ("", "\u2009")), 3),)
    (back,) = tablefiles.unpacked(tablefiles.packed(made)) or ()
    assert (back.number, back.caption, back.rows, back.sheet) == ("2", "Table 2. “x”", (("a", "82,3 ± 1"), ("", "\u2009")), 3)
