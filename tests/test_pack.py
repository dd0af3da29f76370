"""The pack's promises: everything behind a piece, marked and numbered alike, with its hash, the same bytes, never over anything."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from evidence import highlights, marking, meter, packfiles, packing, pipeline, sheets
from evidence.cli import main
from evidence.model import BadCall
from evidence.record import Document
from evidence.sheetcells import FORMULA

typst = pytest.importorskip("typst", reason="typst is not installed: no PDF can be made")
pytest.importorskip("xlsxwriter", reason="xlsxwriter is not installed: no workbook can be made")

TODAY = "2026-11-22"
PAPER = """
#set page(width: 14cm, height: 9cm, numbering: "1")
= Outcomes of a trial
Of the 102 patients#super[12] in the trial mean pain fell from 80 to 40 points at 24 months, and the dif-\\
ference was large (p < 0.001). Another 8.8% of them and 88% of others were satisfied with the outcome.
#pagebreak()
On the second page 88% were satisfied.
"""
BIB = """@article{doe, title = {Outcomes}, author = {Doe, A.}, journal = {J}, year = {2020}, doi = {10.1000/xyz}, file = {papers/doe.pdf}}
@article{roe, title = {Notes}, author = {Roe, B.}, journal = {J}, year = {2021}, doi = {10.1000/abc}, file = {papers/roe.txt}}
"""
CLAIMS = """version: 1
numbering: {1: doe, 2: roe}
products: {widget: {name: Widget, maker: Example}}
materials:
  page: {path: materials/page.html, product: widget}
contact: secret@example.org
claims:
  - id: pain
    text: Pain fell by 50% at 24 months
    type: efficacy
    product: widget
    references: [1]
    quantities:
      - {printed: 50%, measure: relative reduction, from: {baseline: 80, followup: 40},
         source: {reference: 1, read: full, page: 1, quote: "mean pain fell from 80 to 40 points at 24 months, and the difference was large"}}
  - id: satisfied
    text: 88% were satisfied
    type: satisfaction
    references: [1, 2]
    quantities:
      - {printed: 88%, measure: reported, from: {value: 88}, source: {reference: 1, read: full, page: 2, quote: 88% were satisfied}}
      - {printed: 88%, measure: reported, from: {value: 88}, source: {reference: 2, read: full, quote: "eighty-eight <b>per</b> cent & more"}}
  - id: unseen
    text: Nobody prints 9% of this
    references: [1]
    quantities:
      - {printed: 9%, measure: reported, from: {value: 9}, source: {reference: 1, read: full, page: 1, quote: 9% of them}}
"""
PAGE = "<!doctype html><html lang=en><head><title>A page</title></head><body><h1>Widget</h1><p>Pain fell by 50% at 24 months.<sup>1</sup> And 88% were satisfied.<sup>1,2</sup></p><p>A new number: 77% of &lt;script&gt; users.</p></body></html>"


@pytest.fixture(scope="module")
def paper() -> bytes:
    return bytes(typst.compile(PAPER.encode(), timestamp=1))


@pytest.fixture
def project(tmp_path: Path, paper: bytes) -> Path:
    folder = tmp_path / "project"
    for name in ("references/papers", "materials"):
        (folder / name).mkdir(parents=True)
    (folder / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    (folder / "references" / "a.bib").write_text(BIB, encoding="utf-8")
    (folder / "references" / "papers" / "doe.pdf").write_bytes(paper)
    (folder / "references" / "papers" / "roe.txt").write_text("It says eighty-eight <b>per</b> cent & more.\n", encoding="utf-8")
    (folder / "references" / "papers" / "private.pdf").write_bytes(paper)
    (folder / "materials" / "page.html").write_text(PAGE, encoding="utf-8")
    return folder


def packed(folder: Path) -> dict[str, bytes]:
    return packing.pack(pipeline.audit(folder / "claims.yaml", today=TODAY))


def notes(content: bytes) -> list[tuple[int, str, bool]]:
    """(page, what an annotation says, whether it is a highlight) of every annotation."""
    document = pypdfium2.PdfDocument(content)
    found = []
    for at in range(len(document)):
        page = document[at]
        for nth in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            one = raw.FPDFPage_GetAnnot(page.raw, nth)
            held = (raw.FPDF_WCHAR * 500)()
            length = raw.FPDFAnnot_GetStringValue(one, b"Contents", held, 1000)
            found.append((at + 1, bytes(held)[: length - 2].decode("utf-16-le"), raw.FPDFAnnot_GetSubtype(one) == raw.FPDF_ANNOT_HIGHLIGHT))
            raw.FPDFPage_CloseAnnot(one)
    return found


def test_everything_behind_the_piece_is_in_it_with_its_hash(project: Path) -> None:
    """Pages, sources, matrix, reports and lists are there; every hash in the manifest and in SHA256SUMS fits."""
    files = packed(project)
    assert {"README.txt", "claims-matrix.csv", "claims-matrix.xlsx", "report.pdf", "report.json", "report.txt", "manifest.json"} <= set(files)
    assert {"pages/01-page.html", "sources/01-doe.pdf", "sources/02-roe.html", "passages.csv"} <= set(files)
    told = json.loads(files["manifest.json"])
    assert {one["path"]: one["sha256"] for one in told["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name not in ("manifest.json", "SHA256SUMS")
    }
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())  # type: ignore[misc]
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "SHA256SUMS"}
    assert {one["path"] for one in told["inputs"]} >= {"claims.yaml", "references/a.bib", "references/papers/doe.pdf"}


def test_a_passage_has_the_number_of_its_statement(project: Path, paper: bytes) -> None:
    """Statement 1 of the page is statement 1 in the paper; a claim on no page has its own number; the words of the paper are untouched."""
    files = packed(project)
    rows = list(csv.DictReader(io.StringIO(files["passages.csv"].decode())))
    assert {row["claim"]: row["number"] for row in rows} == {"pain": "1", "satisfied": "2", "unseen": "c3"}
    assert [row["marked"] for row in rows if row["claim"] != "unseen"] == ["marked"] * 3
    said = notes(files["sources/01-doe.pdf"])
    assert (1, "1 · pain", True) in said and (2, "2 · satisfied", True) in said
    assert (1, "1", False) in said and (2, "2", False) in said
    assert files["sources/01-doe.pdf"].startswith(paper)
    assert not [text for _, text, _ in said if "unseen" in text]  # 9% is not in 8.8% or 88%
    page = files["pages/01-page.html"].decode()
    assert re.search(r'<mark[^>]*><b class="number">1</b>Pain fell by 50%', page)


def test_the_marks_stand_on_the_words(paper: bytes) -> None:
    """A highlight covers the quoted words and no others: the hyphen of a line's end and a reference mark do not move it."""
    told = sheets.read(paper)
    document = Document("doe.pdf", "x", "pdf", tuple(told["sheets"]))
    marks = [marking.Mark("5", "n", "88% of others", (1,)), marking.Mark("6", "n", "Of the 102 patients in the trial", (1,)), marking.Mark("7", "n", "not there", (1,))]
    made = marking.in_pdf(paper, document, marks)
    assert made.done == (True, True, False) and made.because == ""
    page = pypdfium2.PdfDocument(made.content)[0]
    text = page.get_textpage()
    words = []
    for nth in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        one = raw.FPDFPage_GetAnnot(page.raw, nth)
        if raw.FPDFAnnot_GetSubtype(one) == raw.FPDF_ANNOT_HIGHLIGHT:
            quad = raw.FS_QUADPOINTSF()
            raw.FPDFAnnot_GetAttachmentPoints(one, 0, quad)
            words.append(text.get_text_bounded(quad.x1 - 0.5, quad.y3 - 0.5, quad.x2 + 0.5, quad.y1 + 0.5).strip())
    assert [words[0], words[1][:13]] == ["88% of others", "Of the 102 pa"]


def test_a_pack_is_the_same_byte_for_byte(project: Path, tmp_path: Path, capsys: Any) -> None:
    """Twice packed, as zip and as folder: equal bytes, and no clock in the zip."""
    for name in ("a.zip", "b.zip", "c"):
        assert main(["pack", str(project / "claims.yaml"), "--output", str(tmp_path / name), "--today", TODAY]) == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as one:
        assert {entry.date_time for entry in one.infolist()} == {packfiles.DATE}
        inside = {name: one.read(name) for name in one.namelist()}
    assert inside == {file.relative_to(tmp_path / "c").as_posix(): file.read_bytes() for file in (tmp_path / "c").rglob("*") if file.is_file()}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.zip", "b.zip", "c", "project"]


def test_nothing_is_packed_that_the_registry_does_not_name(project: Path) -> None:
    """A PDF beside the others, and the e-mail address for the services, stay out."""
    files = packed(project)
    assert not [name for name in files if "private" in name]
    assert not [name for name, data in files.items() if b"secret@example.org" in data]


@pytest.mark.parametrize("where", ["", ".", "..", "claims.yaml", "references", "references/new", "materials/new", "approvals", "approvals/x", ".git/x", "no/such", "full", "a\0b"])
def test_a_pack_is_written_only_where_nothing_is(project: Path, where: str, capsys: Any, monkeypatch: Any) -> None:
    """The project itself, its files, what is above it, and whatever is there already: refused with one line, exit 2, nothing touched."""
    (project / "full").mkdir()
    (project / "full" / "x").write_text("mine")
    before = {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}
    monkeypatch.chdir(project)
    assert main(["pack", "--output", where, "--today", TODAY]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("evidence: ") and told.err.count("\n") == 1 and told.out == ""
    assert {file: file.read_bytes() for file in project.rglob("*") if file.is_file()} == before


def test_a_link_is_not_followed(project: Path, tmp_path: Path) -> None:
    """A link in place of the output is refused, wherever it leads."""
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert main(["pack", str(project / "claims.yaml"), "--output", str(tmp_path / "link"), "--today", TODAY]) == 2
    assert not (tmp_path / "elsewhere").exists()


def test_an_empty_folder_and_a_new_one_in_the_project_are_taken(project: Path, tmp_path: Path, capsys: Any) -> None:
    """An empty folder is no loss; a folder of its own inside the project is one, too, and its pack is not packed again."""
    (tmp_path / "empty").mkdir()
    assert main(["pack", str(project / "claims.yaml"), "--output", str(tmp_path / "empty"), "--today", TODAY]) == 0
    assert main(["pack", str(project / "claims.yaml"), "--output", str(project / "pack"), "--today", TODAY]) == 0
    assert {file.name for file in (tmp_path / "empty").iterdir()} == {file.name for file in (project / "pack").iterdir()}


def test_a_document_that_changed_meanwhile_is_not_packed(project: Path) -> None:
    """What is packed is what was audited: another file under the same name is a bad call."""
    audit = pipeline.audit(project / "claims.yaml", today=TODAY)
    (project / "references" / "papers" / "doe.pdf").write_bytes(b"%PDF-1.4 another")
    with pytest.raises(BadCall, match="changed while the pack was made"):
        packing.pack(audit)


def test_no_audit_no_pack(project: Path, tmp_path: Path, capsys: Any) -> None:
    """A claims.yaml that is no YAML gives one line and exit 2."""
    (project / "claims.yaml").write_text("a: [", encoding="utf-8")
    assert main(["pack", str(project / "claims.yaml"), "--output", str(tmp_path / "p"), "--today", TODAY]) == 2
    assert "nothing to pack" in capsys.readouterr().err and not (tmp_path / "p").exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"%PDF-1.7\n" + b"\0" * 500 + b"%%EOF", b"<html>"])
def test_a_broken_pdf_is_kept_as_it_is_and_says_so(content: bytes) -> None:
    """What cannot be opened is not marked, and takes nothing with it."""
    document = Document("x.pdf", "x", "pdf", ("88% were satisfied",))
    made = marking.in_pdf(content, document, [marking.Mark("1", "n", "88% were satisfied", (1,))])
    assert made.content == content and made.done == (False,) and made.because


def test_a_page_shows_hostile_text_and_runs_nothing(project: Path) -> None:
    """Markup of a page or of a source is text in its copy; the copy allows no script and no network."""
    files = packed(project)
    page, text = files["pages/01-page.html"].decode(), files["sources/02-roe.html"].decode()
    for one in (page, text):
        assert "<script" not in one and "default-src 'none'" in one and "http" not in re.sub(r'http-equiv', "", one)
    assert "77% of &lt;script&gt; users" in page
    assert html.escape("eighty-eight <b>per</b> cent & more") in re.sub(r"</?mark[^>]*>|<b class=\"number\">[^<]*</b>", "", text)


@pytest.mark.parametrize("name", ["../../etc/passwd", "CON:x", "a/b\\c", ".hidden", "", "…", "x" * 500, "é\0\n", "=1+1"])
def test_a_name_of_a_file_is_plain(name: str) -> None:
    """Ids and keys become names of letters, digits, dot, hyphen and underscore, never hidden, never a way out."""
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,59}", packing.slug(name))


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
def test_ink_adds_up(left: str, right: str) -> None:
    """The ink of two texts is that of both in one: so a place can be counted from the beginning."""
    assert highlights.ink("".join(map(str, left))) + highlights.ink(right) == highlights.ink(left + right)


def test_the_lists_hold_no_formula(project: Path) -> None:
    """Every cell of the csv files is safe in a spreadsheet."""
    files = packed(project)
    for name in ("passages.csv", "claims-matrix.csv", "findings.csv"):
        for row in csv.reader(io.StringIO(files[name].decode(), newline=""), strict=True):
            assert not [cell for cell in row if cell.startswith(FORMULA)]


def test_progress_is_told_on_a_terminal_only(monkeypatch: Any) -> None:
    """Nothing on stderr where it is no terminal; one line that is written over where it is."""

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    quiet, screen = io.StringIO(), Screen()
    monkeypatch.delenv("TERM", raising=False)
    for stream in (quiet, screen):
        monkeypatch.setattr("sys.stderr", stream)
        tell = meter.steps(2)
        tell("one\x1b[2J")
        tell("")
    assert quiet.getvalue() == ""
    assert "[1/2] one[2J" in screen.getvalue() and "\n" not in screen.getvalue() and "\x1b" not in screen.getvalue()
