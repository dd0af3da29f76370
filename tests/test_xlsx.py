"""The workbook's promises: texts that nothing computes, days and numbers as such, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from formats import hostile, sample
from formats.anything import anything
from hypothesis import HealthCheck, given, settings

from evidence import matrix, pipeline, sheetcells, workbook
from evidence.formats import csv as csv_format
from evidence.formats import xlsx
from evidence.model import Audit, Unchecked

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed: nothing here reads a workbook")

ROOT = Path(__file__).resolve().parents[1]
SHEETS = ("Release", "Claims matrix", "Quantities", "Findings", "Unchecked", "References", "Sign-offs", "Manifest", "Rules")
HOSTILE = (
    "=HYPERLINK(\"http://evil.example\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "<script>alert(1)</script>", "]]>", "a\x00b\x1b[2J",
    "\ud800", "\u202egnp.exe", "_x000D_", "&#0;", "javascript:alert(1)", "😀 שלום مرحبا", "\ufffe\uffff", "{=1}", "&amp;",
)  # fmt: skip


def load(audit: Audit) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(audit)))


def cells(book: Any) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.fixture(scope="module")
def own() -> Audit:
    return pipeline.audit(ROOT / "claims.yaml", today="2026-11-22")


def test_every_list_has_its_sheet_with_head_filter_and_frozen_panes(own: Audit) -> None:
    """The first sheet is the first page; the others have a head that stays, a filter over all rows, and widths."""
    book = load(own)
    assert tuple(book.sheetnames) == SHEETS
    for sheet in list(book)[1:]:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref.startswith("A1:")
        assert sheet.column_dimensions["A"].width > 8
    assert [cell.value for cell in book["Claims matrix"][1]] == list(matrix.COLUMNS)


def test_the_rows_are_those_of_the_audit(own: Audit) -> None:
    """One row a claim or loose statement, one a finding, one an unchecked entry, one an input: nothing is left out."""
    book = load(own)
    counted = {name: book[name].max_row - 1 for name in SHEETS[1:]}
    assert counted["Claims matrix"] == sum(1 for _ in matrix.rows(own))
    assert counted["Findings"] == len(own.findings) and counted["Unchecked"] == len(own.unchecked)
    assert counted["Manifest"] == len(own.inputs) and counted["Rules"] == len(own.rules)


def test_the_first_page_answers_first(own: Audit) -> None:
    """The first lines: may this be released, the answer, and how many errors there are."""
    first = load(own)["Release"]
    assert first["A1"].value == "May this be released?"
    assert first["A2"].value == "No" and f"{own.summary.errors} errors" in first["B2"].value


@pytest.mark.parametrize("which", [sample.rich, sample.empty, sample.clean, sample.not_made])
def test_equal_audits_give_equal_bytes(which: Any) -> None:
    """No clock, no order of a set: the file is the same every time, and its day of making is the audit's."""
    written = xlsx.render(which())
    assert written == xlsx.render(which())
    assert openpyxl.load_workbook(io.BytesIO(written)).properties.created == datetime.fromisoformat(which().as_of)
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(written)).infolist()} == {1980}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_is_ever_a_formula_or_a_link(text: str, own: Audit) -> None:
    """A hostile text in every field of the model: every cell is a text, a number or a day, and no link leads anywhere else."""
    for audit in (hostile.filled(sample.rich(), text), hostile.filled(own, text)):
        written = xlsx.render(audit)
        with zipfile.ZipFile(io.BytesIO(written)) as packed:
            assert not [name for name in packed.namelist() if b"<f>" in packed.read(name) or b"<f " in packed.read(name)]
        for cell in cells(openpyxl.load_workbook(io.BytesIO(written))):
            assert cell.data_type in ("s", "n", "d", "inlineStr")
            assert not str(cell.value).startswith(sheetcells.FORMULA) or cell.data_type in ("n", "d")
            assert cell.hyperlink is None or cell.hyperlink.target.startswith("https://doi.org/")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything())
def test_any_text_in_any_field_gives_a_workbook(audit: Audit) -> None:
    """Whatever was typed, the workbook opens and has its sheets."""
    assert tuple(load(audit).sheetnames) == SHEETS


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    """100 kB in one field: a cell holds 32,767 UTF-16 units, and the cut is told in it, also where every sign takes two units."""
    for text in ("x" * 100_000, "😀" * 50_000, "a b\n" * 30_000):
        shown = sheetcells.told(text)
        assert len(shown.encode("utf-16-le")) // 2 <= 32_767 and "cut here" in shown
    audit = replace(sample.rich(), unchecked=(Unchecked("sound", "y" * 100_000),))
    assert "cut here" in load(audit)["Unchecked"]["C2"].value


@pytest.mark.parametrize("text", ["_x000D_", "a _x0041_ b"])
def test_a_text_that_looks_like_an_escape_stays_a_text(text: str) -> None:
    """Excel reads _x000D_ in a cell as a line break unless it is escaped."""
    audit = replace(sample.rich(), unchecked=(Unchecked("sound", text),))
    with zipfile.ZipFile(io.BytesIO(xlsx.render(audit))) as packed:
        assert any(b"_x005F" + text[text.index("_x") :][:6].encode() in packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-22", datetime(2026, 11, 22)),
        ("2026-11-20T10:00:00Z", datetime(2026, 11, 20, 10)),
        ("1899-01-01", None),
        ("2026-13-01", None),
        ("next week", None),
        ("２０２６-11-22", None),
        ("0000-00-00", None),
    ],
)
def test_a_day_is_a_day_and_anything_else_stays_text(typed: str, day: datetime | None) -> None:
    """ISO days and UTC times become days of the spreadsheet; what is none stays as it was typed."""
    assert sheetcells.day(typed) == day


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://doi.org/10.1000/x", True),
        ("mailto:a@example.org", True),
        ("http://doi.org/10.1000/x", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://doi.org/a b", False),
        ("https://doi.org", False),
        ("https://doi.org/" + "x" * 3000, False),
        ("internal:'Findings'!A1", False),
        ("https://a@b/c", False),
    ],
)
def test_only_plain_addresses_are_links(address: str, safe: bool) -> None:
    """https and mailto, without anything odd; nothing else is ever a link."""
    assert sheetcells.safe_link(address) is safe


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, None), (Fraction(1, 2), 0.5), (Fraction(0), 0.0), (Fraction(10) ** 400, "1e+400"), (Fraction(1, 10**30), "1e-30"), (Fraction(-3), -3.0)],
)
def test_a_number_that_a_spreadsheet_cannot_hold_is_a_text(value: Fraction | None, shown: object) -> None:
    """Numbers are numbers; one out of reach is written in digits, and never an overflow."""
    assert workbook.number(value) == shown


def test_numbers_and_days_are_such_in_the_workbook(own: Audit) -> None:
    """The recomputed value of 68% is a number, within what arithmetic says."""
    sheet = load(own)["Quantities"]
    heads = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if row[heads.index("Claim")] == "pain-24m")
    assert 67.55 < row[heads.index("Value")] < 67.56 and row[heads.index("Printed")] == "68%"


def test_the_matrix_as_csv_has_no_formula() -> None:
    """The same care in csv: full-width and ASCII formula signs get an apostrophe."""
    assert [csv_format.cell(text)[0] for text in ("=1", "+1", "-1", "@a", "＝1")] == ["'"] * 5
    assert csv_format.guarded is sheetcells.guarded


def test_what_is_not_decided_has_not_the_colour_of_an_error(own: Audit) -> None:
    """The dispositions differ in colour as they do in words: failed and open are two things, and open is never the colour of fine."""
    sheet = load(own)["Claims matrix"]
    fills = {cell.value.split("\n")[0]: cell.fill.fgColor.rgb for cell in sheet["F"][1:]}
    assert next(fill for words, fill in fills.items() if words.startswith("Not to be used")).endswith("F7D9D6") and fills["Not decided"].endswith("FBE9C2")
