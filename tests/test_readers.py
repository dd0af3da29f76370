"""The readers: what a document shows is what its Page says, with places, in every kind of document."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import readers, statements
from evidence.folding import fold_spaces
from evidence.page import Block, Page

pytest.importorskip("lxml")
SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).resolve().parents[2] / "shared"
LONG = "very " * 6 + "long"
KINDS = ("html", "md", "txt", "docx", "pdf")


def page(tmp_path: Path, text: str, suffix: str = ".html") -> Page:
    """The page of a document with this text."""
    path = tmp_path / f"page{suffix}"
    path.write_text(text, encoding="utf-8")
    return readers.read(path)


def said(page: Page) -> list[str]:
    """What a reader sees, block by block, with the numbers of list items."""
    return [(f"{block.number}. " if block.number else "") + page.text[block.start : block.end] for block in page.blocks]


def runs(page: Page, *kinds: str) -> list[tuple[str, str, str]]:
    """(kind, target, words) of the runs of these kinds."""
    return [(run.kind, run.target, page.text[run.start : run.end]) for run in page.runs if run.kind in kinds]


def only(page: Page) -> Block:
    """The one block of a page."""
    (block,) = page.blocks
    return block


def sample(kind: str) -> Page:
    """The sample page in one kind; skipped where its library is absent."""
    for library in {"pdf": ["pypdfium2"], "docx": ["docx"], "md": ["markdown_it", "mdit_py_plugins"]}.get(kind, []):
        pytest.importorskip(library)
    return readers.read(SAMPLES / f"page.{kind}")


# --- the same in every kind -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_page_says_the_same_in_every_kind(kind: str) -> None:
    """Block for block the same words, list numbers included, whatever the document is."""
    read = sample(kind)
    assert read.unreadable == "" and read.problems == ()
    assert said(read) == said(sample("html"))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "txt"])
def test_superscripts_are_the_same_in_every_kind(kind: str) -> None:
    """Known from <sup>, ^18^, vertAlign, or font size and baseline: the same runs, and the subscript is none of them."""
    raised = [words for _, _, words in runs(sample(kind), "superscript")]
    assert raised == ["18,20,21", "18", "18", "20", "21", "20,21", "18", "*"]
    assert [words for _, _, words in runs(sample(kind), "subscript")] == ["2"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "txt"])
def test_tables_and_lists_are_known_in_every_kind(kind: str) -> None:
    """Cells have their row and column; items their number; headings are headings (plain text has no tables)."""
    read = sample(kind)
    cells = {(block.row, block.cell): read.text[block.start : block.end] for block in read.blocks if block.kind == "cell"}
    assert len(cells) == 9 and cells[0, 2] == "24 months" and cells[1, 0] == "Pain18" and cells[2, 1] == "57.2"
    items = [(block.list_kind, block.number) for block in read.blocks if block.kind == "item"]
    assert [item for item in items if item[1] in ("", "1", "2", "3")] == [("ordered", n) for n in "123"] + [("unordered", "")] * 2
    headings = [read.text[block.start : block.end] for block in read.blocks if block.kind == "heading"]
    assert headings[0] == "What to expect after surgery" and headings[-1] == "References" and len(headings) == 6


@pytest.mark.parametrize("kind", KINDS)
def test_blocks_and_runs_fit_the_text(kind: str) -> None:
    """Blocks stand in order, one a line, do not overlap and hold no loose white space; a run stays inside of one block."""
    read = sample(kind)
    laws(read)


def laws(read: Page) -> None:
    """What holds for every page. The blocks of plain text keep their offsets; nothing but line feeds stands between them."""
    at = 0
    for block in read.blocks:
        words = read.text[block.start : block.end]
        assert block.start == at or (read.kind == "text" and block.start > at and not read.text[at : block.start].strip("\n"))
        assert words and words == words.strip(" \n\t") and "\n" not in words and block.line >= 1 and read.text[block.end] == "\n"
        at = block.end + 1
    assert at == len(read.text) or not read.blocks
    for run in read.runs:
        assert any(block.start <= run.start < run.end <= block.end for block in read.blocks)
    assert all(0 <= offset <= len(read.text) for offset in read.anchors.values())


def test_the_labelled_pages_read_as_their_text() -> None:
    """At least 99 % of the labelled statements stand word for word in what is read from the HTML."""
    if not (SHARED / "extraction").exists():
        pytest.skip("../shared is not here: no labelled pages")
    found = total = 0
    for line in (SHARED / "extraction" / "dev" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        text = fold_spaces(readers.read(SHARED / "extraction" / gold["html_file"]).text)
        hits = [fold_spaces(statement["text"]) in text for statement in gold["statements"]]
        found, total = found + sum(hits), total + len(hits)
    assert total > 100 and found >= 0.99 * total


# --- HTML -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('88%<sup>18</sup>.', [("superscript", "", "18")]),
        ('over 50<sup><a href="#r1">1</a></sup>', [("link", "#r1", "1"), ("superscript", "", "1")]),
        ('over 50<a href="#r1"><sup>1</sup></a>', [("link", "#r1", "1"), ("superscript", "", "1")]),
        ('life.<sup> 18, <a href="#b">20</a> </sup> Then', [("superscript", "", "18, 20"), ("link", "#b", "20")]),
        ("pain¹⁸ and sleep²,³⁻⁵", [("superscript", "", "¹⁸"), ("superscript", "", "²,³⁻⁵")]),
        ("pain<sup>¹</sup>", [("superscript", "", "¹")]),
        ('pain<span class="superscript">3</span>', [("superscript", "", "3")]),
        ('pain<span style="font-size:8px; vertical-align: super">3</span>', [("superscript", "", "3")]),
        ("pain<sup>18</sup><sup>,</sup><sup> 20</sup> and<sup>3</sup> <sup>4</sup>", [("superscript", "", "18, 20"), ("superscript", "", "3"), ("superscript", "", "4")]),
        ("H<sub>2</sub>O", [("subscript", "", "2")]),
        ("no <b>runs</b> here", []),
        ("empty<sup> </sup> mark", []),
    ],
)  # fmt: skip
def test_runs_of_html(tmp_path: Path, markup: str, expected: list[tuple[str, str, str]]) -> None:
    """Superscripts and links, also nested in one another; the text keeps what stands there, glued as it is glued."""
    read = page(tmp_path, f"<p>{markup}</p>")
    assert runs(read, "superscript", "subscript", "link") == expected
    assert read.text.strip() == re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup)).strip()


def test_a_style_sheet_of_the_page_raises_and_hides(tmp_path: Path) -> None:
    """Classes that the page's own style sheet sets as superscript or takes out of sight; rules for print are not followed."""
    css = "/* .x{} */ .fn, a.ref{font-size:.6em;vertical-align:super} .off{display:none} @media print{.on{display:none}} .last{vertical-align:sub}"
    read = page(tmp_path, f'<style>{css}</style><p>A<i class="fn">1</i><i class="last">2</i></p><p class="off">B</p><p class="on">C</p>')
    assert runs(read, "superscript", "subscript") == [("superscript", "", "1"), ("subscript", "", "2")]
    assert [block.hidden for block in read.blocks] == [False, True, False]


@pytest.mark.parametrize(
    ("markup", "hidden"),
    [
        ("<p hidden>A</p>", True),
        ('<div style="display: none"><p>A</p></div>', True),
        ('<p style="visibility:hidden">A</p>', True),
        ('<div aria-hidden="true">A</div>', True),
        ("<details><p>A</p></details>", True),
        ("<details open><p>A</p></details>", False),
        ("<details><summary>A</summary></details>", False),
        ("<template><p>A</p></template>", True),
        ("<p>A</p>", False),
    ],
)
def test_what_is_not_shown_at_first_is_marked(tmp_path: Path, markup: str, hidden: bool) -> None:
    """Hidden and collapsed parts are read, and marked."""
    assert only(page(tmp_path, markup)).hidden is hidden


def test_hidden_words_do_not_stand_amid_those_that_are_seen(tmp_path: Path) -> None:
    """Inside of a sentence they become a block of their own, after it; so does an image's alt text."""
    read = page(tmp_path, '<p>Relief <span style="display:none">88% never</span>today <img src="x" alt="A chart: 29% fewer">for many.</p><p>Next</p>')
    assert said(read) == ["Relief today for many.", "88% never", "A chart: 29% fewer", "Next"]
    assert [(block.kind, block.hidden) for block in read.blocks] == [("paragraph", False), ("paragraph", True), ("alt", False), ("paragraph", False)]


def test_script_style_and_titles_are_no_words(tmp_path: Path) -> None:
    """Scripts, styles, noscript and tooltips are not what a page says; its title is kept apart."""
    read = page(tmp_path, '<html lang="de-CH"><title>T &amp; U</title><script>var a="88%"</script><style>p{}</style><noscript>N</noscript><p title="tip">A</p>')
    assert said(read) == ["A"] and read.title == "T & U" and read.language == "de-CH"


def test_lists_show_their_numbers(tmp_path: Path) -> None:
    """start=, value=, reversed, letters and roman numerals, nesting; the second paragraph of an item has no number."""
    read = page(
        tmp_path,
        '<ol start="3"><li>a<li value="7">b<li><p>c</p><p>d</p></ol><ol type="a"><li>e<ul><li>f</ul></ol><ol reversed start="2"><li>g<li>h</ol><ol type="I" start="4"><li>i</ol>',
    )
    shown = [(block.list_kind, block.number, block.level) for block in read.blocks]
    assert [one[1] for one in shown] == ["3", "7", "8", "", "a", "", "2", "1", "IV"]
    assert shown[4] == ("ordered", "a", 1) and shown[5] == ("unordered", "", 2)


def test_cells_know_their_row_and_column(tmp_path: Path) -> None:
    """Cells that span columns or rows move their neighbours, as on the screen."""
    read = page(tmp_path, "<table><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d<tr><td>e<td>f<td><table><tr><td>g</table></table>")
    places = {read.text[block.start : block.end]: (block.row, block.cell) for block in read.blocks}
    assert places == {"a": (0, 0), "b": (0, 1), "c": (1, 1), "d": (1, 2), "e": (2, 0), "f": (2, 1), "g": (0, 0)}


def test_regions_headings_quotes_and_captions(tmp_path: Path) -> None:
    """Where the document says what a part is, the block says it; the footer of a quotation is not the page's."""
    read = page(
        tmp_path,
        "<header>a</header><nav><a href=x>b</a></nav><main><h2>c</h2><blockquote><p>d</p><footer>e</footer></blockquote>"
        "<figure><figcaption>f</figcaption></figure><pre>g</pre></main><aside>h</aside><footer>i</footer>",
    )
    assert [(block.region, block.kind, block.level) for block in read.blocks] == [
        ("header", "paragraph", 0), ("nav", "paragraph", 0), ("main", "heading", 2), ("main", "quote", 0), ("main", "quote", 0),
        ("main", "caption", 0), ("main", "code", 0), ("aside", "paragraph", 0), ("footer", "paragraph", 0),
    ]  # fmt: skip


def test_every_block_has_its_line_and_its_path(tmp_path: Path) -> None:
    """The line of the first word in the file, also beyond line 65,535, and an XPath that leads to the element."""
    from lxml import etree

    text = "<html><body><div>\n\n  loose\n<p>one\ntwo</p>\n<p>\nthree</p></div></body></html>"
    read = page(tmp_path, text)
    assert [(block.line, block.path) for block in read.blocks] == [(3, "/html/body/div[1]"), (4, "/html/body/div[1]/p[1]"), (7, "/html/body/div[1]/p[2]")]
    tree = etree.fromstring(text, etree.HTMLParser())
    for block in read.blocks[1:]:
        (element,) = tree.xpath(block.path)
        assert fold_spaces("".join(element.itertext())) == read.text[block.start : block.end]
    assert page(tmp_path, "<p>a</p>\n" * 66_000 + "<p>last</p>").blocks[-1].line == 66_001


def test_anchors_lead_to_the_words(tmp_path: Path) -> None:
    """id and name of elements, as offsets of the text where the element's words begin; of two alike the first counts."""
    read = page(tmp_path, '<p id="a">One <span id="b"> two</span></p><a name="c"></a><p>Three</p><p id="a">Four</p>')
    assert {name: read.text[at:].split()[0] for name, at in read.anchors.items()} == {"a": "One", "b": "two", "c": "Three"}


def test_exemptions_in_a_page(tmp_path: Path) -> None:
    """The comment that says why a statement is no claim is kept with its place; one that is mistyped is told."""
    read = page(tmp_path, "<p>A</p>\n<!-- evidence: not-a-claim because it speaks\n of the disease -->\n<p>B</p>\n<!-- evidence: ignore -->\n<!-- other -->")
    (one,) = read.exemptions
    assert (read.text[one.at :].strip(), one.line, one.because) == ("B", 2, "it speaks of the disease")
    assert [line for line, _ in read.problems] == [5]


def test_breaks_and_white_space(tmp_path: Path) -> None:
    """<br> is a space, two in a row part paragraphs; no-break spaces stay, for they hold numbers together."""
    read = page(tmp_path, "<p>a<br>b \n\t c<br> <br/>d 26&nbsp;000&thinsp;%</p>")
    assert said(read) == ["a b c", "d 26\u00a0000\u2009%"]


words = st.text(st.sampled_from("abc8% .\n\t"), min_size=1, max_size=8)
inline = st.recursive(
    words, lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(["b", "sup", "a", "span"]), st.lists(inner, max_size=3)), max_leaves=6
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "h2", "li", "td", "blockquote"]), inline), min_size=1, max_size=6))
def test_html_loses_and_adds_nothing(tmp_path_factory: pytest.TempPathFactory, blocks: list[tuple[str, str]]) -> None:
    """Law: the words of each block are those between its tags, folded; empty ones vanish."""
    around = {"li": ("<ul>", "</ul>"), "td": ("<table><tr>", "</tr></table>")}
    typed = "".join("{1}<{0}>{3}</{0}>{2}".format(tag, *around.get(tag, ("", "")), body) for tag, body in blocks)
    read = page(tmp_path_factory.mktemp("law"), f"<body>{typed}</body>")
    laws(read)
    bare = [re.sub(r"[ \n\t]+", " ", re.sub(r"<[^>]+>", "", body)).strip() for _, body in blocks]
    assert [read.text[block.start : block.end] for block in read.blocks] == [one for one in bare if one]
    raised = {read.text[run.start : run.end] for run in read.runs if run.kind == "superscript"}
    assert all("<sup>" in typed for _ in raised)


# --- the other kinds ------------------------------------------------------------------------------------------------


def test_markdown_keeps_lines_footnotes_and_raw_html(tmp_path: Path) -> None:
    """Lines are the file's; [^18] is a superscript that leads to its note; ^18^, <sup> and comments work; front matter is the title's."""
    pytest.importorskip("mdit_py_plugins")
    text = (
        '---\ntitle: "A page"\nlang: en\n---\n# Head\n\nPain fell by 68%[^18] and\n88%^20^ <sup>21</sup>\n\n'
        "<!-- evidence: not-a-claim because of x -->\n<div>\nraw</div>\n\n| a | b |\n|---|---|\n| c | d |\n\n3. x\n4. y\n\n[^18]: https://example.org paper\n"
    )
    read = page(tmp_path, text, ".md")
    assert said(read) == ["Head", "Pain fell by 68%18 and 88%20 21", "raw", "a", "b", "c", "d", "3. x", "4. y", "18. https://example.org paper"]
    assert [block.line for block in read.blocks] == [5, 7, 12, 14, 14, 16, 16, 18, 19, 21]
    assert runs(read, "superscript") == [("superscript", "", "18"), ("superscript", "", "20"), ("superscript", "", "21")]
    assert runs(read, "link") == [("link", "#fn18", "18")] and read.text[read.anchors["fn18"] :].startswith("https://")
    assert read.blocks[-1].kind == "note" and read.title == "A page" and read.language == "en" and read.exemptions[0].line == 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\ntwo\n\nthree", ["One", "two", "three"]),  # short lines were not wrapped: each had room for more
        (f"A {LONG} line that was wrapped\ngoes on and on.\n\nNew", [f"A {LONG} line that was wrapped goes on and on.", "New"]),
        ("• a\n• b\n- c\n", ["a", "b", "c"]),
        ("1. a\n2. b\n\n12. Oktober\n", ["1. a", "2. b", "12. Oktober"]),
        ("4. Arden\n\n5. Okoye\n\n9. Feld\n", ["4. Arden", "5. Okoye", "9. Feld"]),
        ("2.5X better\n3 of 4\n", ["2.5X better", "3 of 4"]),
        ("Head\n====\nBody\n---\n", ["Head", "Body"]),
    ],
)  # fmt: skip
def test_plain_text_is_cut_as_it_is_meant(tmp_path: Path, text: str, expected: list[str]) -> None:
    """Paragraphs, wrapped lines, bullets, numbered lines; a date is no item."""
    read = page(tmp_path, text, ".txt")
    laws(read)
    assert said(read) == expected


def test_offsets_of_plain_text_are_those_of_the_file(tmp_path: Path) -> None:
    """Whoever takes the offsets of a scan to the file finds the words there: past bullets, empty lines, indents, line ends of any kind."""
    typed = "\ufeffHead\r\n\r\n\r\n  • One thing.\r\n\t• Another.\r\n\r\n12) A\r\n13) B\r\n\r\n* With care.\r\n"
    path = tmp_path / "page.txt"
    path.write_bytes(typed.encode("utf-8"))
    read, shown = readers.read(path), path.read_text("utf-8-sig")
    assert all(shown[block.start : block.end] == read.text[block.start : block.end] for block in read.blocks)
    assert said(read)[1:3] == ["One thing.", "Another."] and said(read)[-1] == "* With care."


def test_one_starred_line_is_a_footnote_and_several_are_a_list(tmp_path: Path) -> None:
    """ "* Results vary." keeps its sign, for a marker leads to it; a list of starred lines loses its bullets."""
    assert said(page(tmp_path, "Works*\n\n* Results vary.\n", ".txt")) == ["Works*", "* Results vary."]
    assert said(page(tmp_path, "* One\n* Two\n", ".txt")) == ["One", "Two"]


def test_a_date_is_no_item(tmp_path: Path) -> None:
    """A number with a full stop begins an item only next to its neighbour, or at 1."""
    read = page(tmp_path, "12. Oktober 2020\n\nText here\n\n1. a\n", ".txt")
    assert [block.number for block in read.blocks] == ["", "", "1"]


def test_a_pdf_in_columns_reads_in_order() -> None:
    """Column by column; words parted at line ends are whole; running heads and page numbers are marked; links are kept."""
    pytest.importorskip("pypdfium2")
    read = readers.read(SAMPLES / "brochure.pdf")
    laws(read)
    body = [read.text[block.start : block.end] for block in read.blocks if not block.region]
    assert [text[:16] for text in body[:-1]] == [f"Sheet {sheet} column {column}" for sheet in (1, 2, 3) for column in (1, 2)]
    assert all("randomised controlled investigation of sacroiliac" in text and "-" not in text for text in body[:-1])
    assert [block.region for block in read.blocks if block.sheet == 2] == ["header", "footer", "", ""]
    assert body[-1] == "Satisfaction was 88%18,20 at two years."
    assert [words for _, _, words in runs(read, "superscript")] == ["18,20"]
    (_, web, _), (_, inside, _) = runs(read, "link")
    assert web == "https://example.org/ref-18" and read.text[read.anchors[inside[1:]] :].startswith("Sheet 2 column 1")
    raised = next(run for run in read.runs if run.kind == "superscript")
    assert raised.size is not None and raised.size < 10 == read.blocks[-1].size


def test_a_word_file_with_notes_fields_and_changes(tmp_path: Path) -> None:
    """Footers have their region; a comment may exempt; deleted words are gone, inserted ones there; hyperlinks lead on."""
    docx = pytest.importorskip("docx")
    from docx.oxml import parse_xml

    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    paragraph = document.add_paragraph("Pain fell by 68%")
    for xml in (
        f'<w:ins {names}><w:r><w:t xml:space="preserve"> at </w:t></w:r></w:ins>',
        f"<w:del {names}><w:r><w:delText>six</w:delText></w:r></w:del>",
        f'<w:r {names}><w:t>two years</w:t></w:r>',
        f'<w:r {names}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:fldChar w:fldCharType="begin"/><w:instrText> REF _Ref18 \\h </w:instrText><w:fldChar w:fldCharType="separate"/><w:t>18</w:t><w:fldChar w:fldCharType="end"/></w:r>',
        f'<w:hyperlink w:anchor="place" {names}><w:r><w:t>.</w:t></w:r></w:hyperlink>',
        f'<w:r {names}><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>',
    ):
        paragraph._p.append(parse_xml(xml))
    document.add_comment(paragraph.runs[0], text="evidence: not-a-claim because it is a sample")
    document.sections[0].footer.paragraphs[0].text = "MAT-0001"
    document.save(str(tmp_path / "page.docx"))
    read = readers.read(tmp_path / "page.docx")
    laws(read)
    assert said(read) == ["Pain fell by 68% at two years18.", "secret", "MAT-0001"]
    assert [(block.region, block.hidden) for block in read.blocks] == [("", False), ("", True), ("footer", False)]
    assert runs(read, "link", "superscript") == [("link", "#_Ref18", "18"), ("superscript", "", "18"), ("link", "#place", ".")]
    assert [one.because for one in read.exemptions] == ["it is a sample"]


def test_the_same_sample_says_the_same_in_every_kind() -> None:
    """html, markdown, docx, pdf and text of one page: the same statements, numbers, references and flags."""
    told = {}
    for kind in ("html", "md", "docx", "pdf", "txt"):
        reading = statements.read(readers.read(SAMPLES / f"page.{kind}"), language="en")
        told[kind] = [
            ("".join(filter(str.isalpha, one.text)), one.references, one.notes, one.flags, [(number.text, number.references) for number in one.quantities])
            for one in reading.statements
        ]
    assert len(told["html"]) == 10
    assert all(one == told["html"] for one in told.values())


def test_what_is_shown_and_not_read_is_counted(tmp_path: Path) -> None:
    """Images, video and frames of a page are counted, so that a report can say what it does not cover."""
    (tmp_path / "a.html").write_text("<p>Pain fell.</p><img src=a.png><img src=b.png alt=x><video src=v></video><iframe src=f></iframe>", encoding="utf-8")
    assert readers.read(tmp_path / "a.html").media == ("image", "image", "video", "frame")
