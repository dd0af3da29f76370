"""The inspection copy's promises: tagged, numbered, signed by its id on every page, with its data inside, and nothing typed is markup."""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from formats import hostile, sample
from formats.anything import anything
from hypothesis import HealthCheck, given, settings
from pypdfium2 import raw

from evidence import glyphs, pipeline
from evidence.formats import json as json_format
from evidence.formats import pdf
from evidence.model import Audit, Unchecked
from evidence.opening import report_id

pytest.importorskip("typst", reason="typst is not installed: no PDF can be made")

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = (
    "#panic(\"x\")", "= Heading *bold* _it_ $x^2$ #let a = 1", "\\u{41} <label> @ref #sys.inputs", "]#eval(\"1\")[", "`#read(\"/etc/passwd\")`", "``` raw ```",
    "// comment /* x */", "http://evil.example ~ -- --- ...", "{{x}} {%x%}", "<script>alert(1)</script>", "]]>", "a\x00b\x1b[2J", "\ud800", "\u202egnp.exe",
    "\ufffe\uffff", "😀👩‍👩‍👧 日本語 ไทย 한국어", "שלום عربى", "e\u0301\u0302\u0303\u0323", "\u0301", "\ue000\U000f0000", "x" * 3_000, "\U000e0041", "\u0378",
)  # fmt: skip


def text_of(written: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(written)
    return [document[at].get_textpage().get_text_range() for at in range(len(document))]


def attached(written: bytes) -> dict[str, bytes]:
    document = pypdfium2.PdfDocument(written)
    return {one.get_name(): bytes(one.get_data()) for one in (document.get_attachment(at) for at in range(document.count_attachments()))}


def bookmarks(written: bytes) -> list[tuple[int, str]]:
    return [(one.level, one.get_title()) for one in pypdfium2.PdfDocument(written).get_toc()]


@pytest.fixture(scope="module")
def own() -> Audit:
    return pipeline.audit(ROOT / "claims.yaml", today="2026-11-22")


@pytest.fixture(scope="module")
def written(own: Audit) -> bytes:
    return pdf.render(own)


def test_every_page_names_the_report_and_its_own_number(own: Audit, written: bytes) -> None:
    """Title, report id and "page x of y" stand on each page."""
    pages = text_of(written)
    for at, page in enumerate(pages, 1):
        assert f"page {at} of {len(pages)}" in page and f"Report {report_id(own)}" in page
        assert "What to expect after surgery" in page


def test_the_first_page_answers_first(own: Audit, written: bytes) -> None:
    """May it be released, why not, what to do: on page one, in this order."""
    first = " ".join(text_of(written)[0].split())
    at = [first.index(words) for words in ("May this be released?", "No", f"{own.summary.errors} errors", "What stands against it", "What to do:")]
    assert at == sorted(at)


def test_it_is_tagged_titled_and_kept_for_an_archive(written: bytes) -> None:
    """A tagged document in English with a title; it says that it keeps to PDF/A-3 and PDF/UA-1."""
    document = pypdfium2.PdfDocument(written)
    assert raw.FPDFCatalog_IsTagged(document.raw)
    assert document.get_metadata_dict()["Title"].startswith("Evidence report on")
    assert b"<pdfaid:part>3<" in written and b"pdfuaid:part" in written


def test_the_bookmarks_name_every_section_and_claim(own: Audit, written: bytes) -> None:
    """A reader finds the twelve sections and each claim in the outline."""
    titles = [title for _, title in bookmarks(written)]
    for section in ("Scope", "Criteria", "Method and limits", "Input manifest", "Findings", "Waivers in force", "Review and signatures", "Annexes"):
        assert section in titles
    assert {result.claim.id for result in own.claims} <= set(titles)


def test_the_json_report_is_inside_with_its_hash(own: Audit, written: bytes) -> None:
    """What is attached is the JSON report byte for byte, and the hash printed in the annexes is its own."""
    inside = attached(written)
    assert inside == {"audit.json": json_format.render(own).encode()}
    assert hashlib.sha256(inside["audit.json"]).hexdigest() in "".join("".join(text_of(written)).split())


@pytest.mark.parametrize("which", [sample.rich, sample.empty, sample.not_made])
def test_equal_audits_give_equal_bytes(which: Any) -> None:
    """No clock and no chance: the day of making is the audit's."""
    made = pdf.render(which())
    assert made == pdf.render(which())
    assert pypdfium2.PdfDocument(made).get_metadata_dict()["CreationDate"].startswith(f"D:{which().as_of.replace('-', '')}")


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 4))
def test_nothing_typed_is_ever_markup(first: int) -> None:
    """A hostile text in every field: the document is made, its headings are ours, and the words stand in it as they were typed."""
    texts = HOSTILE[first : first + 4]
    audit = sample.rich()
    for text in texts:
        audit = hostile.filled(audit, text)
    made = pdf.render(audit)
    json.loads(attached(made)["audit.json"])
    assert "Heading" not in [title for _, title in bookmarks(made)]
    words = "".join("".join(text_of(made)).split()).replace("\u200b", "").replace("\ufffe", "-")
    for text in texts:
        if text.isascii() and text.isprintable() and "  " not in text and "`" not in text:
            assert "".join(text.split())[:30] in words


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything())
def test_any_text_in_any_field_gives_a_document(audit: Audit) -> None:
    """Whatever was typed, the document opens."""
    assert len(pypdfium2.PdfDocument(pdf.render(audit))) > 0


def test_what_the_fonts_lack_is_spelt_out_and_said() -> None:
    """Chinese words are written by their code points, and the document says how many and where they are as typed."""
    audit = replace(sample.rich(), unchecked=(Unchecked("sound", "研究 was not read"),))
    words = " ".join(" ".join(text_of(pdf.render(audit))).split())
    assert "[U+7814 U+7A76] was not read" in words and re.search(r"\d+ characters that the fonts of this document lack", words)


def test_greek_cyrillic_and_hebrew_are_shown() -> None:
    """Scripts that the fonts have are shown as they are."""
    text = "Ελλάδα Привет שלום ≥ ± × – ½ ²"
    assert glyphs.printed(text) == (0, text)
    assert glyphs.printed("研究 x") == (2, "[U+7814 U+7A76] x")
    audit = replace(sample.rich(), unchecked=(Unchecked("sound", "Ελλάδα Привет"),))
    assert "Ελλάδα Привет" in " ".join(text_of(pdf.render(audit)))


def test_every_sign_of_the_list_can_be_set() -> None:
    """The list of what the fonts show is true of the fonts that are installed: the library refuses none of it."""
    typst = pytest.importorskip("typst")
    signs = sorted(glyphs._shown() - {"\n", "\u200b"})
    source = b'#set document(title: "x")\n#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#for one in sys.inputs.a.clusters() [#one ] #for one in sys.inputs.a.clusters() [*#one* ]'
    spaced = "".join(sign for sign in signs if not re.match(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]", sign))
    typst.compile(source, sys_inputs={"a": spaced}, ignore_system_fonts=True, timestamp=0, pdf_standards=pdf.STANDARDS)


def test_a_long_text_is_cut_and_says_so() -> None:
    """100 kB in one field does not fill thirty pages; the attached JSON has it whole."""
    text = "word " * 20_000
    made = pdf.render(replace(sample.rich(), unchecked=(Unchecked("sound", text),)))
    assert "more characters are in the attached JSON report" in " ".join(" ".join(text_of(made)).split())
    assert text in attached(made)["audit.json"].decode()


def test_a_long_word_may_break() -> None:
    """A word of 3,000 letters gets places to break; a digest stays one word."""
    assert max(map(len, glyphs.fitted("x" * 3_000).split("\u200b"))) == glyphs.WORD
    assert glyphs.fitted("a" * 64) == "a" * 64


def test_what_was_never_looked_at_is_not_green(own: Audit) -> None:
    """An audit without claims says that it is not decided."""
    words = " ".join(text_of(pdf.render(sample.empty()))[0].split())
    assert "Not decided" in words and "✓" not in words


def test_the_page_can_be_drawn(written: bytes) -> None:
    """Page one is no empty page: it draws to a picture with ink on it."""
    picture = pypdfium2.PdfDocument(written)[0].render(scale=0.5).to_pil().convert("L")
    held = io.BytesIO()
    picture.save(held, "PNG")
    assert len(set(picture.tobytes())) > 10 and held.tell() > 1_000
