"""Documents that are broken, huge or malicious: a problem with a place or a reason, never a crash, a hang or a fetch."""

from __future__ import annotations

import io
import socket
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence import layout, markup, readers
from evidence.page import Page

pytest.importorskip("lxml")
SAMPLES = Path(__file__).parent / "samples"
SUFFIXES = (".html", ".txt", ".md", ".docx", ".pdf")
SECONDS = 20.0  # generous: the machines of tests are slow


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading opens no connection, whatever a document names."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def page(tmp_path: Path, content: bytes | str, suffix: str = ".html") -> Page:
    """The page of a file with this content."""
    path = tmp_path / f"page{suffix}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return readers.read(path, f"page{suffix}")


# --- the door -------------------------------------------------------------------------------------------------------


def test_the_door_says_why_nothing_can_be_read(tmp_path: Path) -> None:
    """No such file, a folder, an empty file, a kind that nobody reads, no words: each with its own reason."""
    (tmp_path / "folder.html").mkdir()
    assert "No such file" in readers.read(tmp_path / "none.html").unreadable
    assert "folder" in readers.read(tmp_path / "folder.html").unreadable
    assert "empty" in page(tmp_path, b"").unreadable
    assert ".docx, " in page(tmp_path, b"x", ".pptx").unreadable
    assert "no words" in page(tmp_path, "<p> </p>").unreadable
    assert "cannot be opened" in readers.read("a\0b.html").unreadable
    assert readers.read(tmp_path / "none.html", "shown.html").path == "shown.html"


def test_what_is_too_large_is_told_unread(tmp_path: Path) -> None:
    """100 MB of HTML: said so, at once, with the limit."""
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    begun = time.perf_counter()
    assert "100 MB" in readers.read(path).unreadable and "50 MB" in readers.read(path).unreadable
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(("suffix", "library", "extra"), [(".pdf", "pypdfium2", "pdf"), (".docx", "docx", "docx"), (".md", "markdown_it", "materials")])
def test_a_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch, suffix: str, library: str, extra: str) -> None:
    """Where the library is absent, the page says which words to type."""
    monkeypatch.setitem(sys.modules, library, None)
    assert f"pip install 'evidence-audit[{extra}]'" in readers.read(SAMPLES / f"page{suffix}").unreadable


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SUFFIXES), st.binary(min_size=1, max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_no_bytes_make_a_reader_fall(tmp_path: Path, suffix: str, content: bytes, head: bytes) -> None:
    """Law: any bytes under any name give a Page."""
    if suffix == ".docx":
        pytest.importorskip("docx")
    if suffix == ".pdf":
        pytest.importorskip("pypdfium2")
    read = page(tmp_path, head + content, suffix)
    assert isinstance(read, Page) and (read.blocks or read.unreadable)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["html", "md", "txt", "docx", "pdf"]), st.data())
def test_no_damage_makes_a_reader_fall(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    """Law: a good document with a few bytes changed, or cut off anywhere, still gives a Page."""
    pytest.importorskip({"docx": "docx", "pdf": "pypdfium2"}.get(kind, "markdown_it"))
    content = bytearray((SAMPLES / f"page.{kind}").read_bytes())
    for _ in range(data.draw(st.integers(0, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read = page(tmp_path, bytes(content[: data.draw(st.integers(1, len(content)))]), f".{kind}")
    assert read.blocks or read.unreadable


# --- HTML and text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Pain <b>fell <i>by 68%</b> today</i>",
        "<p>Pain fell by 68% today</p></div></p></span>",
        "<table><td>Pain fell by 68% today",
        "Pain fell by 68% today<p",
        "<html><html><body><body><p>Pain fell by 68% today",
        '<p class="a" class="b" =x "y>z" id=>Pain fell by 68% today',
        "<ul></li></ul></table><li>Pain fell by 68% today",
        "<svg><title>t</title></svg><p>Pain fell by 68% today</svg>",
        "<!-- <p>Pain fell by 68% today</p> --><!--><p>Pain fell by 68% today",
        "<?php echo 1 ?><![CDATA[x]]><p>Pain fell by 68% today",
    ],
)
def test_broken_html_is_read_as_browsers_do(tmp_path: Path, markup: str) -> None:
    """Unclosed, crossed and stray tags lose no words."""
    assert "Pain fell by 68% today" in page(tmp_path, markup).text


@pytest.mark.parametrize("role", ["doc-endnotes", "doc-endnote", "doc-footnote", "note", "list", "listitem", "navigation", "none", "x"])
@pytest.mark.parametrize("tag", ["ol", "ul", "li", "dl", "table", "tbody", "tr", "td", "section", "details", "summary", "h2", "p", "pre"])
def test_an_element_may_have_any_role(tmp_path: Path, tag: str, role: str) -> None:
    """What is told of a list or a table by its role does not keep it from being read as one, nor what follows it."""
    inside = "<li>one</li><tr><td>two</td></tr>"
    found = page(tmp_path, f"<html><body><{tag} role={role}>{inside}</{tag}><ol><li>three</li></ol><p>four</p></body></html>")
    assert found.text.split() == ["one", "two", "three", "four"]


def test_a_hundred_thousand_nested_tags(tmp_path: Path) -> None:
    """What stands beyond the parser's depth is not read, and that is told with its line; no recursion, no hang."""
    begun = time.perf_counter()
    read = page(tmp_path, "<p>Before</p>\n" + "<div>" * 100_000 + "deep" + "</div>" * 100_000 + "<p>after")
    assert time.perf_counter() - begun < SECONDS
    assert read.text.startswith("Before")
    assert [line for line, sentence in read.problems if "nested" in sentence] == [2]
    inside = page(tmp_path, "<div>" * 200 + "<ul><li>" * 20 + "deep")
    assert inside.text == "deep\n" and not inside.problems


@pytest.mark.parametrize("piece", ["<p>a", "<b>a</b>", "<br>", "<a href=x>", "<sup>1", "<td>x", "<li>", "<!-- evidence: x -->", "<ol><li>a</ol>", '<i id="a">x</i>', "<style>a{", "</p><style>/* x", "&#8203;6", "6&#8203;8"])
def test_time_grows_with_the_size(tmp_path: Path, piece: str) -> None:
    """20,000 of anything, side by side, is read in seconds: nothing is squared."""
    begun = time.perf_counter()
    page(tmp_path, "<p>" + piece * 20_000)
    assert time.perf_counter() - begun < SECONDS


def test_a_page_with_too_many_elements_ends_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of elements the rest is not read, and that is told with its line."""
    monkeypatch.setattr(markup, "MAX_STEPS", 100)
    read = page(tmp_path, "<p>a</p>\n" * 100)
    ((line, sentence),) = read.problems
    assert "too many elements" in sentence and 40 < line < 60 and len(read.blocks) in range(40, 60)


@pytest.mark.parametrize("piece", ["*", "[", "![](", "`", "> ", "^", "~", "[^1]", "- ", "<a ", "|", "1. a\n", "_a ", "&"])
def test_markdown_does_not_hang(tmp_path: Path, piece: str) -> None:
    """Openers without an end, thousands of them."""
    pytest.importorskip("mdit_py_plugins")
    begun = time.perf_counter()
    page(tmp_path, "x " + piece * 5_000 + "\n\nPain fell.\n", ".md")
    assert time.perf_counter() - begun < SECONDS


def test_hostile_numbers_in_attributes(tmp_path: Path) -> None:
    """Spans, starts and values of absurd size change nothing."""
    read = page(tmp_path, '<table><tr><td colspan=99999999999 rowspan=-4>a<td colspan=x>b</table><ol start=99999999999999999999><li value="٣">c</ol>')
    assert [read.text[block.start : block.end] for block in read.blocks] == ["a", "b", "c"]


def test_nothing_in_a_page_is_fetched_or_run(tmp_path: Path) -> None:
    """Entities, frames, styles and scripts that name other files or hosts: not opened (the fixture would raise)."""
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    read = page(
        tmp_path,
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]><html><link rel=stylesheet href="http://127.0.0.1:9/a.css">'
        '<script src="http://127.0.0.1:9/a.js">document.write("RUN")</script><iframe src="secret.txt">IN</iframe><p>&x; fell</p></html>',
    )
    assert "SECRET" not in read.text and "RUN" not in read.text and "fell" in read.text


@pytest.mark.parametrize(
    ("content", "text", "told"),
    [
        ("<p>Größe".encode("utf-8-sig"), "Größe", ""),
        ("<p>Größe".encode("utf-16"), "Größe", ""),
        (b'<meta charset="iso-8859-1"><p>Gr\xf6\xdfe \x96 5', "Größe – 5", ""),
        ('<meta charset="koi8-r"><p>боль'.encode("koi8-r"), "боль", ""),
        (b"<p>Gr\xf6\xdfe", "Größe", "0xF6"),
        (b'<meta charset="utf-8"><p>\nGr\xc3\xb6\xdfe', "Größe", "0xDF"),  # one pasted byte among UTF-8
        (b'<meta charset="utf-16"><p>Gr\xc3\xb6\xc3\x9fe', "Größe", ""),
        (b'<meta charset="martian"><p>Pain', "Pain", "martian"),
        (b'<meta charset="rot13"><p>Pain', "Pain", "rot13"),
        (b'<meta charset="idna"><p>Pain.', "Pain.", "idna"),
        (b'<meta charset="unicode_escape"><p>\\u12', "\\u12", "unicode_escape"),
        (b"<p>Pa\0in", "Pa\ufffdin", "NUL"),
    ],
)
def test_encodings(tmp_path: Path, content: bytes, text: str, told: str) -> None:
    """Marks and declarations are followed; what is wrong with them is told with its line, and the rest is read."""
    read = page(tmp_path, content)
    assert read.text == text + "\n"
    assert [told in sentence for _, sentence in read.problems] == ([True] if told else [])


def test_utf_16_without_a_mark_is_told(tmp_path: Path) -> None:
    """It cannot be known for what it is; that it is damaged or no text is said."""
    assert any("NUL" in sentence for _, sentence in page(tmp_path, "<p>Pain fell".encode("utf-16-be")).problems)


@pytest.mark.parametrize(
    ("number", "named"),
    [
        ("6\u200b8%", "U+200B"), ("\u200f12\u200f.5", "U+200F"), ("1\u2060000", "U+2060"), ("2\u202e86", "U+202E"), ("8\u00ad8", "U+00AD"),
        ("６８%", "U+FF16"), ("٦٨%", "U+0666"), ("𝟔𝟖%", "U+1D7D4"), ("6О%", "U+041E"), ("1l0", "U+006C"), ("l2%", "U+006C"), ("1O0", "U+004F"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_numbers_that_read_otherwise_than_they_look(tmp_path: Path, suffix: str, number: str, named: str) -> None:
    """Invisible marks inside of a number and digits that are none: kept in the text, told with their line."""
    start = {".html": "<p>One</p>\n<p>", ".txt": "One\n\n"}[suffix]
    read = page(tmp_path, f"{start}Pain fell by {number} in all.", suffix)
    assert number in read.text
    ((line, sentence),) = read.problems
    assert named in sentence and line == {".html": 2, ".txt": 3}[suffix]


@pytest.mark.parametrize("text", ["A1C 7.5%", "L5-S1", "I 20 patients", "88%¹⁸", "C₁₂ 5", "90 l 5", "OP10 50%", "kg/m² 5%", "‏68% of", "26\u00a0000", "2\u202f500", "I2C O2 l.5", "Vitamin B12 100%"])
def test_ordinary_numbers_are_not_suspected(tmp_path: Path, text: str) -> None:
    """Product names, litres, superscripts, no-break spaces, and a direction mark in front of a number."""
    assert page(tmp_path, f"<p>{text}").problems == ()


def test_a_page_full_of_odd_numbers_tells_some_and_counts_the_rest(tmp_path: Path) -> None:
    """A thousand of them are fifty lines and a count."""
    assert len(page(tmp_path, "<p>6\u200b8 </p>" * 1000).problems) == 51


# --- PDF ------------------------------------------------------------------------------------------------------------


def test_a_pdf_with_a_password_a_scan_and_a_stump() -> None:
    """Encrypted and scanned files are unreadable with the reason: unchecked, never passed."""
    pytest.importorskip("pypdfium2")
    assert "encrypted" in readers.read(SAMPLES / "encrypted.pdf").unreadable
    scanned = readers.read(SAMPLES / "scanned.pdf")
    assert "no text" in scanned.unreadable and "OCR" in scanned.unreadable and scanned.blocks == ()


def test_a_pdf_that_was_cut_off_is_told(tmp_path: Path) -> None:
    """Half a file: unreadable, or read with a problem; never silently whole."""
    pytest.importorskip("pypdfium2")
    content = (SAMPLES / "page.pdf").read_bytes()
    for part in (0.02, 0.3, 0.6, 0.9, 0.97):
        read = page(tmp_path, content[: int(len(content) * part)], ".pdf")
        assert read.unreadable or any("cut off" in sentence for _, sentence in read.problems)
    assert "no PDF" in page(tmp_path, b"not a pdf", ".pdf").unreadable


def test_a_pdf_with_a_line_of_many_sizes_does_not_hang() -> None:
    """100,000 pieces on one line, each of another size: put together in seconds."""
    begun = time.perf_counter()
    (line,) = layout.lines(layout.Piece("8", at, at + 1.0, 0.0, 10 + at % 7 / 10) for at in range(100_000))
    assert len(line.pieces) == 100_000 and time.perf_counter() - begun < SECONDS


@pytest.mark.parametrize(
    ("text", "following", "joined"),
    [("random-", "ised", ""), ("long-", "term", "-"), ("SI-", "BONE", "-"), ("24-", "month", "-"), ("pre-", "2020", "-"), ("x", "", "-")],
)
def test_hyphens_at_line_ends(text: str, following: str, joined: str) -> None:
    """The document's own words decide whether a hyphen belongs to the word; before capitals and digits it stays."""
    assert layout.joined(text, following, Counter({"long-term": 2, "longterm": 1, "randomised": 1})) == joined


# --- DOCX -----------------------------------------------------------------------------------------------------------


def package(change: dict[str, bytes]) -> bytes:
    """The sample Word file with some parts replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(SAMPLES / "page.docx") as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, content in change.items():
            new.writestr(name, content)
    return made.getvalue()


BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    """250 MB of nothing in 250 kB, or thousands of parts: refused before anything is unpacked."""
    pytest.importorskip("docx")
    assert "zip bomb" in page(tmp_path, package({"word/media/a.bin": bytes(250_000_000)}), ".docx").unreadable
    assert "5,001 parts" in page(tmp_path, package({f"a/{n}": b"" for n in range(5001 - len(zipfile.ZipFile(SAMPLES / "page.docx").namelist()))}), ".docx").unreadable


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entities_are_refused(tmp_path: Path, encoding: str) -> None:
    """A part with a document type is not opened, in whatever encoding; nor is what it names."""
    pytest.importorskip("docx")
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    evil = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>' + (BODY % b"<w:p><w:r><w:t>&e;</w:t></w:r></w:p>").decode()
    read = page(tmp_path, package({"word/document.xml": evil.encode(encoding)}), ".docx")
    assert "entities" in read.unreadable and "SECRET" not in read.text


@pytest.mark.parametrize(
    "change",
    [
        {"word/document.xml": b"<broken"},
        {"word/document.xml": b"<a/>"},
        {"[Content_Types].xml": b"<Types/>"},
        {"word/_rels/document.xml.rels": b"<x"},
        {"_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'},
        {"word/document.xml": BODY % (b"<w:sdt><w:sdtContent>" * 5000)},
    ],
)
def test_a_damaged_word_file_is_unreadable_with_a_reason(tmp_path: Path, change: dict[str, bytes]) -> None:
    """Broken parts give a sentence, not a traceback."""
    pytest.importorskip("docx")
    assert "damaged" in page(tmp_path, package(change), ".docx").unreadable


def test_a_deep_word_file_does_not_exhaust_the_stack(tmp_path: Path) -> None:
    """Tables within tables to the depth that the parser lets through."""
    pytest.importorskip("docx")
    for depth in (60, 5000):
        body = b"<w:tbl><w:tr><w:tc>" * depth + b"<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + b"</w:tc></w:tr></w:tbl>" * depth
        read = page(tmp_path, package({"word/document.xml": BODY % body}), ".docx")
        assert read.text == "deep\n" or read.unreadable


def test_an_old_or_encrypted_word_file_is_told(tmp_path: Path) -> None:
    """Word's encrypted files and its old format are no zip: the sentence says what to do."""
    assert "password" in page(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx").unreadable
    assert "damaged" in page(tmp_path, b"PK\x03\x04" + bytes(600), ".docx").unreadable
