"""Rows of result tables: one statement each, and no number of them hidden by a claim that stands on another."""

from __future__ import annotations

import time
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pytest

from evidence import drafting, readers
from evidence.coverage import spoken
from evidence.model import Audit
from evidence.page import Reading
from evidence.pipeline import audit
from evidence.statements import read

KINDS = ("html", "md", "docx", "pdf")
NEEDS = {"md": ("markdown_it", "mdit_py_plugins"), "docx": ("docx",), "pdf": ("fpdf", "pypdfium2")}
HEAD = ("Endpoint", "Widget", "Fusion")
Rows = Sequence[Sequence[str]]
SHOWN = ("page-statement-unregistered", "page-statement-drifted")


def written(folder: Path, rows: Rows, kind: str = "html", head: Sequence[str] = HEAD) -> Path:
    """A page of that kind with the rows as a table; ^1 in a cell is a raised mark, where the kind has one."""
    for library in NEEDS.get(kind, ()):
        pytest.importorskip(library)
    file = folder / f"page.{kind}"
    if kind == "html":
        cells = ["".join(f"<td>{cell}</td>\n" for cell in row) for row in ([list(head)] if head else []) + [list(row) for row in rows]]
        file.write_text(f"<html><body>\n<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></body></html>", encoding="utf-8")
    elif kind == "md":
        file.write_text("\n".join(["Results of the trial.", "", *(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)), ""]), encoding="utf-8")
    elif kind == "docx":
        import docx

        document = docx.Document()
        table = document.add_table(len(rows) + 1, len(head))
        for at, row in enumerate((head, *rows)):
            for cell, text in enumerate(row):
                table.cell(at, cell).text = text
        document.save(str(file))
    else:
        from fpdf import FPDF

        pdf = FPDF()
        pdf.add_page()
        pdf.set_font("Helvetica", size=10)
        for at, row in enumerate((head, *rows)):
            for cell, text in enumerate(row):
                pdf.set_xy((20, 90, 125, 160)[cell], 20 + 6 * at)
                pdf.write(5, text)
        pdf.output(str(file))
    return file


def look(folder: Path, rows: Rows, claims: Sequence[str], kind: str = "html", exempt: str = "", language: str = "en", head: Sequence[str] = HEAD) -> Audit:
    file = written(folder, rows, kind, head)
    told = "".join(f"  - {{id: c{at}, text: {claim!r}}}\n" for at, claim in enumerate(claims))
    (folder / "claims.yaml").write_text(f"version: 1\nmaterials: {{home: {{path: {file.name}, language: {language}{exempt}}}}}\nclaims:\n{told}", encoding="utf-8")
    return audit(folder / "claims.yaml", today="2026-11-22")


def errors(report: Audit) -> str:
    return "\n".join(one.message for one in report.findings if one.rule in SHOWN and one.severity == "error")


def said(folder: Path, rows: Rows, kind: str = "html", language: str = "en", head: Sequence[str] = HEAD) -> Reading:
    return read(readers.read(written(folder, rows, kind, head)), language=language)


ROW = ("Revision at 2 years", "2.1%", "6.4%")


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_one_statement(tmp_path: Path, kind: str) -> None:
    """From its label to its last value, at the line of its label, with the words as they stand in the page."""
    found = said(tmp_path, [ROW, ("Deep infection", "0.3%", "0.9%")], kind)
    assert [one.text.split("\n") for one in found.statements] == [list(ROW), ["Deep infection", "0.3%", "0.9%"]]
    for one in found.statements:
        assert found.page.text[one.start : one.end] == one.text
        assert all(found.page.text[each.start : each.end] == each.text for each in one.quantities)
        assert found.page.blocks[one.block].start == one.start
    assert [each.text for each in found.statements[0].quantities] == ["2 years", "2.1%", "6.4%"]
    assert {"comparative", "safety", "uncited_claim"} <= {*found.statements[0].flags}


NUMBERED = "<sup>1</sup>"
HIDING = [  # the row, the claim that stands on it, and the number that must come out all the same
    (ROW, "2.1%", "6.4%"), (ROW, "6.4%", "2.1%"), (ROW, "Revision at 2 years", "6.4%"), (ROW, "Revision at 2 years", "2.1%"), (ROW, "Revision at 2 years 2.1%", "6.4%"),
    (ROW, "2.1% 6.4%", "2 years"), (ROW, "Revision", "6.4%"),
    (("Infections", "3 of 100", "7 of 100"), "Infections 3 of 100", "7 of 100"),
    (("Infections", "12% of patients", "31% of patients"), "12% of patients", "31%"),
    (("Infections", "12% of patients", "31% of patients"), "Infections 12% of patients", "31%"),
    (("Emergency visits a year^", "0.36", "1.76"), "Emergency visits a year", "0.36"), (("Emergency visits a year^", "0.36", "1.76"), "Emergency visits a year 0.36", "1.76"),
    (("Emergency visits a year^", "0.36", "1.76"), "0.36", "1.76"), (("Emergency visits a year^", "0.36", "1.76"), "1.76", "0.36"),
    (("Median stay^", "31 days", "58 days"), "Median stay 31 days", "58 days"), (("Median stay^", "31 days", "58 days"), "31 days", "58 days"),
    (("Median stay^", "31 days", "58 days"), "Median stay", "31 days"), (("Deaths in five years^", "3", "seven"), "Deaths in five years 3", "seven"),
    (("Mean change", "−1.4 points", "−0.2 points"), "Mean change −1.4 points", "−0.2 points"), (("Revision", "2.1% (n = 48)", "6.4% (n = 47)"), "Revision 2.1% (n = 48)", "6.4%"),
    (("Death from any cause^", "0.52", "0.61"), "Death from any cause 0.52", "0.61"), (("Revision at 2 years", "2.1%", "6.4%", "12.8%"), "Revision at 2 years 2.1% 6.4%", "12.8%"),
    (("Revision at 2 years", "2.1%", "not reported", "6.4%"), "Revision at 2 years 2.1%", "6.4%"), (("Revision at 2 years", "2.1%", "–", "6.4%"), "2.1%", "6.4%"),
    (("Revision at 2 years", "–", "6.4%"), "Revision at 2 years", "6.4%"), (("Revision", "2.1%", "6.4%", "0.03"), "Revision 2.1% 6.4%", "0.03"),
    (("Pain free", "½ of patients^", "¼ of patients"), "½ of patients", "¼"), (("Revision", "2.1%", "6.4%"), "Revision 2.1", "6.4%"),
    (("Revision at 2 years", "2.1%", "2.1%"), "Revision at 2 years 2.1%", "2.1% stands"), (("Emergency visits a year^", "0.36", "0.36"), "Emergency visits a year 0.36", "0.36 added"),
    (("Median stay^", "31 days", "31 days"), "Median stay 31 days", "31 days added"),
    (("50% reduction in seizures", "45%", "20%"), "50% reduction in seizures 45%", "20%"), (("Blood loss in all patients^", "112 ml", "168 ml"), "Blood loss in all patients 112 ml", "168 ml"),
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("row", "claim", "hidden"), HIDING)
def test_no_claim_hides_the_number_beside_it(tmp_path: Path, kind: str, row: Sequence[str], claim: str, hidden: str) -> None:
    """Whatever of a row is registered, in one cell or over several, a number that the claim does not have is an error."""
    if kind == "pdf" and not "".join(row).isascii() and ("−" in "".join(row) or "–" in "".join(row)):
        pytest.skip("the font has no such sign")
    mark = {"html": NUMBERED, "md": "^1^", "docx": "¹", "pdf": "[1]"}[kind]
    report = look(tmp_path, [[cell.replace("^", mark) for cell in row], ("Weight", *(["38 g"] * (len(row) - 1)))], [claim], kind, head=("Endpoint", "Widget", "Fusion", "Other")[: len(row)])
    assert hidden in errors(report), errors(report)
    (whole,) = [one for one in spoken(report) if row[0].rstrip("^") in one.statement.text]
    assert whole.state in ("failed", "not covered")


SEVERAL = [
    (ROW, ["Revision at 2 years", "2.1%"], "6.4%"), (ROW, ["Revision at 2 years 2.1%", "2.1%"], "6.4%"), (ROW, ["Revision at 2 years 2.1%", "Revision at 2 years 6.4%"], "6.4%"),
    (("Emergency visits a year<sup>1</sup>", "0.36", "1.76", "2.41"), ["Emergency visits a year 0.36", "2.41"], "1.76"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "claims", "hidden"), SEVERAL)
def test_no_two_claims_hide_the_number_beside_them(tmp_path: Path, row: Sequence[str], claims: Sequence[str], hidden: str) -> None:
    """Also where several claims stand on one row, one within the other or apart."""
    assert hidden in errors(look(tmp_path, [row], claims))


ALTERED = [
    ("Revision at 2 years 2.1% 6.4%", ("Revision at 2 years", "2.1%", "4.6%"), "4.6%"), ("Revision at 2 years 2.1% 6.4%", ("Revision at 2 years", "6.4%", "2.1%"), "6.4%"),
    ("Revision at 2 years 2.1% 6.4%", ("Revision at 5 years", "2.1%", "6.4%"), "2.1%"), ("Revision at 2 years 2.1% 6.4%", ("Revision at 2 years", "−2.1%", "6.4%"), "6.4%"),
    ("Revision at 2 years 2.1% 6.4%", ("No revision at 2 years", "2.1%", "6.4%"), "revision"), ("Revision at 2 years 2.1% 6.4%", ("Revision at 2 years", "2.1%", "6.4%", "not significant"), "not"),
    ("Median time until the patients were back at work after surgery 31 days 58 days", ("Median time until the patients were back at work after surgery¹", "31 days", "48 days"), "58 days"),
    ("Median time until the patients were back at work after surgery", ("Median time until most patients were back at work after surgery", "31%", "48%"), "48%"),
    ("Median time until patients of all ages were back at work after surgery", ("Median time until the patients of all ages were back at work after surgery", "31%", "48%"), "48%"),
    ("Infections 12 345 of patients", ("Infections", "12", "345 of patients<sup>1</sup>"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "row", "told"), ALTERED)
def test_a_changed_row_is_not_the_registered_one(tmp_path: Path, claim: str, row: Sequence[str], told: str) -> None:
    """Another number, another order, another time, a negation in front or behind, nearly the same label: each an error."""
    report = look(tmp_path, [row], [claim])
    assert told in errors(report)
    assert told == "" or errors(report)
    assert not any(use.kind in ("exact", "variant") and "345" in use.printed for piece in report.pieces for use in piece.uses)


@pytest.mark.parametrize("kind", KINDS)
def test_a_registered_row_is_registered(tmp_path: Path, kind: str) -> None:
    """A claim in the words of the whole row matches over its cells, and nothing is left to say; its neighbour in other rows is."""
    report = look(tmp_path, [ROW, ("Revision at 5 years", "2.1%", "6.4%")], ["Revision at 2 years 2.1% 6.4%"], kind)
    ((use, *others),) = [[use for use in piece.uses if use.kind == "exact"] for piece in report.pieces]
    assert others == [] and use.printed.split("\n") == list(ROW) and not use.more and not use.differences
    assert "at 5 years" in errors(report) and "at 2 years" not in errors(report).replace("the registered claim “Revision at 2 years", "")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_drafted_from_a_table_is_found_on_it(tmp_path: Path, kind: str) -> None:
    """A drafted claim is the row in one line without its marks, and stands on the page that it was drafted from."""
    mark = {"html": NUMBERED, "md": "^1^", "docx": "¹", "pdf": ""}[kind]
    rows = [(f"Revision at 2 years{mark}", "2.1%", "6.4%"), ("Satisfaction", f"98% of patients{mark}", "87% of patients"), ("Weight", "38 g", "41 g")]
    made = drafting.draft(said(tmp_path, rows, kind), f"page.{kind}").claims
    (tmp_path / "claims.yaml").write_text(made, encoding="utf-8")
    report = audit(tmp_path / "claims.yaml", today="2026-11-22")
    assert [claim.claim.text for claim in report.claims] == ["Revision at 2 years 2.1% 6.4%", "Satisfaction 98% of patients 87% of patients"]
    assert [use.kind for piece in report.pieces for use in piece.uses] == ["exact", "exact"]
    assert errors(report) == ""


def test_a_number_and_its_label_are_found_as_one(tmp_path: Path) -> None:
    """What holds for a row holds for a number and its label in two blocks: a claim of both words matches, and of no other number."""
    for number, kinds in (("98%", ["exact"]), ("97%", ["drifted"])):
        (tmp_path / "claims.yaml").write_text(
            "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: 98% of patients were satisfied with it}]\n", encoding="utf-8"
        )
        (tmp_path / "page.html").write_text(f"<div>{number}</div><div>of patients were satisfied with it</div>", encoding="utf-8")
        report = audit(tmp_path / "claims.yaml", today="2026-11-22")
        assert [use.kind for piece in report.pieces for use in piece.uses] == kinds
        assert bool(errors(report)) is (number == "97%")


EXEMPT = "<!-- evidence: not-a-claim because it is the trial's rule -->"
SPARED = [
    ((EXEMPT + "Revision at 2 years", "2.1%", "6.4%"), "", True), (("Revision at 2 years" + EXEMPT, "2.1%", "6.4%"), "", True),
    (("Revision at 2 years", "2.1%" + EXEMPT, "6.4%"), "", False), (("Revision at 2 years", EXEMPT + "2.1%", "6.4%"), "", False), (("Revision at 2 years", "2.1% " + EXEMPT, "6.4%"), "", False),
    (("Revision at 2 years", "2.1%", "6.4%" + EXEMPT), "", False), (("Revision at 2 years", "2.1%" + EXEMPT, "6.4%" + EXEMPT), "", True),
    (ROW, "revision at 2 years", True), (ROW, "2.1%", False), (ROW, "6.4%", False), (ROW, "revision at 2 years 2.1%", False), (ROW, "Revision at 2 years 2.1% 6.4%", True), (ROW, "2.1% 6.4%", True),
]  # fmt: skip


@pytest.mark.parametrize(("row", "words", "spared"), SPARED)
def test_what_is_said_of_one_value_spares_no_other(tmp_path: Path, row: Sequence[str], words: str, spared: bool) -> None:
    """A comment or an `exempt:` at one cell speaks of that cell; of the row where it names the label, or all of its values."""
    report = look(tmp_path, [row], ["something else is said here"], exempt=f", exempt: [{{text: {words!r}, because: a rule}}]" if words else "")
    assert (errors(report) == "") is spared


SCOPES = [
    (("Dry mouth<sup>8</sup>", "6.7%", "1.2%"), [("8",), ("8",)]), (("Dry mouth", "6.7%<sup>3</sup>", "1.2%<sup>4</sup>"), [("3",), ("4",)]),
    (("Dry mouth<sup>8</sup>", "6.7%", "1.2%<sup>4</sup>"), [("8",), ("4",)]), (("Dry mouth<sup>8</sup>", "6.7%<sup>3</sup>", "1.2%"), [("3",), ("8",)]),
    (("Dry mouth", "6.7%", "1.2%", "<sup>5</sup>"), [("5",), ("5",)]), (("Dry mouth", "6.7%", "1.2% [4]"), [("4",), ("4",)]),
]  # fmt: skip


@pytest.mark.parametrize(("row", "references"), SCOPES)
def test_markers_of_the_label_serve_every_value(tmp_path: Path, row: Sequence[str], references: list[tuple[str, ...]]) -> None:
    """A value's own marker comes first, then the label's, then the next to the right."""
    (one,) = said(tmp_path, [row], head=()).statements if len(row) == 4 else said(tmp_path, [row]).statements
    assert [each.references for each in one.quantities] == references
    assert {*one.references} == {number for each in references for number in each} | ({"8"} if "8" in row[0] else set())


APART = [
    ([("Weight", "38 g", "41 g"), ("Battery", "72 h", "48 h"), ("Colour", "white", "black")], []),
    ([("Lenses per box", "30", "90")], []), ([("Price", "€ 120", "€ 90")], []), ([("S", "39-45 cm", "31-36 cm")], []),
    ([("Endpoint", "Widget (n = 330)", "Fusion (n=328)")], []), ([("Outcome", "6 weeks", "12 weeks")], []), ([("Measure", "Baseline", "6 months")], []),
    ([("Only", "At 24 months mean pain had fallen by 50% with the Widget implant.")], ["At 24 months mean pain had fallen by 50% with the Widget implant."]),
    ([("98%", "of patients were satisfied")], ["98%"]), ([("98% were satisfied", "87% would have surgery again")], ["98% were satisfied", "87% would have surgery again"]),
    ([("Our implant eased pain in most patients.", "98%")], ["98%"]),
    ([("Revision at 2 years", "2.1%", "6.4%", "Pain fell by 50% more with it than with fusion.")], ["Revision at 2 years\n2.1%\n6.4%", "Pain fell by 50% more with it than with fusion."]),
    ([("“Pain relief at last", "98%", "50%”")], ["98%", "50%”"]),
    ([("Revision at 2 years", "2.1%", "6.4%", "Best in class")], ["Revision at 2 years\n2.1%\n6.4%", "Best in class"]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), APART)
def test_what_is_no_row_of_results_stays_what_it_was(tmp_path: Path, rows: Rows, expected: list[str]) -> None:
    """Heads of columns, specifications, prices, layout tables, and cells that are sentences of their own."""
    assert [one.text for one in said(tmp_path, rows, head=()).statements] == expected


def test_rows_that_lie_in_and_after_one_another_are_kept_apart(tmp_path: Path) -> None:
    """Nested tables, tables one after the other, cells of several paragraphs and over several rows."""
    bodies = {
        "<table><tr><td>Results<table><tr><td>Revision</td><td>2.1%</td><td>6.4%</td></tr></table></td><td>12%</td></tr></table>": ["Revision\n2.1%\n6.4%", "12%"],
        "<table><tr><td>Revision</td><td>2.1%</td></tr></table><table><tr><td>Infection</td><td>0.3%</td></tr></table>": ["Revision\n2.1%", "Infection\n0.3%"],
        "<table><tr><td>Revision</td><td><p>2.1%</p><p>(3 of 100)</p></td><td>6.4%</td></tr></table>": ["Revision\n2.1%\n(3 of 100)\n6.4%"],
        "<table><tr><td rowspan=2>Revision<td>2 years<td>2.1%<td>6.4%</tr><tr><td>5 years<td>3.1%<td>9.4%</tr></table>": ["Revision\n2 years\n2.1%\n6.4%", "5 years\n3.1%\n9.4%"],
        "<table><tr><td>Revision</td><td>2.1%</td><td hidden>6.4%</td></tr></table>": ["Revision\n2.1%", "6.4%"],
    }
    for body, expected in bodies.items():
        (tmp_path / "page.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
        assert [one.text for one in read(readers.read(tmp_path / "page.html"), language="en").statements] == expected, body


LANGUAGES = [
    ("de", ("Revisionen nach 2 Jahren", "2,1 %", "6,4 %"), "Revisionen nach 2 Jahren 2,1 %", "6,4 %"), ("fr", ("Reprises à 2 ans", "2,1 %", "6,4 %"), "Reprises à 2 ans 2,1 %", "6,4 %"),
    ("es", ("Reintervenciones a los 2 años", "2,1 %", "6,4 %"), "Reintervenciones a los 2 años", "2,1 %"), ("it", ("Revisioni a 2 anni", "2,1%", "6,4%"), "2,1%", "6,4%"),
    ("fr", ("Patients opérés en un an<sup>1</sup>", "12", "345"), "Patients opérés en un an 12", "345"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "row", "claim", "hidden"), LANGUAGES)
def test_five_languages(tmp_path: Path, language: str, row: Sequence[str], claim: str, hidden: str) -> None:
    """A row is one statement in German, French, Spanish and Italian, too, and hides no number there."""
    (one,) = said(tmp_path, [row], language=language).statements
    assert one.text.count("\n") == 2
    assert hidden in errors(look(tmp_path, [row], [claim], language=language))


def test_neighbours_are_not_read_as_one_number(tmp_path: Path) -> None:
    """Two cells make no thousand, no range, no n of m and no unit together; each keeps what it says alone."""
    rows = [("Visits, part of all", "12 %", "345 %"), ("Change in pain", "2.1 points", "–3.4 points"), ("Revision, at least", "5%", "9%"), ("Response, CI", "30%", "12%"), ("Rated from 0 to", "10%", "20%")]
    found = {one.text.split("\n")[0]: [each.value.lstrip("-") for each in one.quantities] for one in said(tmp_path, rows).statements}
    assert found == {"Visits, part of all": ["12", "345"], "Change in pain": ["2.1", "3.4"], "Revision, at least": ["5", "9"], "Response, CI": ["30", "12"], "Rated from 0 to": ["10", "20"]}


def test_a_large_table_costs_linear_time(tmp_path: Path) -> None:
    """Ten times the rows, with marks and claims on each, are no more than some twenty times the work; so is one row of many cells."""
    spent = []
    for size in (60, 600):
        rows = [(f"Revision after {at} months<sup>1</sup>", f"{at}.1%<sup>2</sup>", f"{at}.9%") for at in range(size)]
        began = time.perf_counter()
        look(tmp_path, rows, [f"Revision after {at} months {at}.1%" for at in range(size)])
        spent.append(time.perf_counter() - began)
    assert spent[1] < 25 * spent[0] + 1
    began = time.perf_counter()
    assert said(tmp_path, [("Revision", *(["2.1%<sup>2</sup>"] * 5000))], head=()).statements
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize("text", ["", "\n", "^", "<b>x</b>", "–", "1", "%", escape("<.001"), "½", "（1）", "\u200b"])
def test_odd_cells_break_nothing(tmp_path: Path, text: str) -> None:
    """Whatever stands in a cell, the page is read, and every offset is that of its words."""
    found = said(tmp_path, [("Revision", text, "2.1%"), (text, "2.1%", "6.4%"), ("Revision", "2.1%", text), (text, text, text)])
    spans = [(one.start, one.end, one.text) for one in found.statements]
    spans += [(each.start, each.end, each.text) for one in found.statements for each in one.quantities]
    assert all(found.page.text[start:end] == text for start, end, text in spans)
