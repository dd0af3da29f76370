"""Write the sample page in every kind: `python tests/samples/write_samples.py`. Needs fpdf2 and python-docx; the files are committed."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
WIDTH = 76  # of the wrapped text file

# (kind, words); <sup> and <sub> as in HTML. Product, people and sources are invented.
PAGE = [
    ("h1", "What to expect after surgery"),
    ("p", "Invented sample: no such product, people or papers exist."),
    ("h2", "Success rates and outcomes"),
    (
        "p",
        (
            "More than 100 published, peer-reviewed articles show its safety and durability. Several clinical studies, including "
            "randomised trials, have shown improved pain, function and quality of life.<sup>18,20,21</sup>"
        ),
    ),
    (
        "p",
        (
            "Two years after the surgery, patient satisfaction was 88%<sup>18</sup>. The Sacrolis system was shown to reduce joint pain "
            "by 68%, reduce the number of patients taking opioids by 29%, and improve back function by 50%.<sup>18</sup>"
        ),
    ),
    ("h2", "Why it works"),
    ("ol", "It was designed to stabilise and fuse the joint, and nothing else."),
    ("ol", "Its porous surface supports bone ongrowth and ingrowth<sup>20</sup> in a body that holds much H<sub>2</sub>O."),
    ("ol", "The triangular profile minimises rotation, and the press fit minimises micromotion."),
    ("h2", "At a glance"),
    ("ul", "82% would choose it again<sup>21</sup>"),
    ("ul", "Relief in as little as 14 days<sup>20,21</sup>"),
    ("tr", "Outcome | Baseline | 24 months"),
    ("tr", "Pain<sup>18</sup> | 82.3 | 26.7"),
    ("tr", "Disability | 57.2 | 28.7"),
    ("h2", "A patient's story"),
    ("p", '"I was on my feet the same day."<sup>*</sup> Patient A, treated for degenerative sacroiliitis'),
    ("p", "*Not every patient has the same outcome."),
    ("h2", "References"),
    ("p", "18. Arden T, Okoye P, Lindqvist M. Two-year outcomes of triangular fusion. J Fict Spine Surg. 2016;10:28-41."),
    ("p", "20. Feld R. Bone ongrowth on printed titanium. Imag Biomech. 2018;44:101-110."),
    ("p", "21. Okoye P, Braun S. Satisfaction after fusion of the joint. J Fict Spine Surg. 2017;11:3-9."),
]
_MARKS = re.compile(r"<(sup|sub)>(.*?)</\1>")


def parts(words: str) -> list[tuple[str, str]]:
    """(words, "", "sup" or "sub") of a text, in order."""
    found, at = [], 0
    for mark in _MARKS.finditer(words):
        found += [(words[at : mark.start()], ""), (mark[2], mark[1])]
        at = mark.end()
    return [(text, kind) for text, kind in [*found, (words[at:], "")] if text]


def plain(words: str) -> str:
    """The words as a text extractor gives them."""
    return _MARKS.sub(r"\2", words)


def as_html() -> str:
    lines = ["<!DOCTYPE html>", '<html lang="en">', "<head>", '  <meta charset="utf-8">', "  <title>Sample page</title>", "</head>", "<body>"]
    around = {"ol": "ol", "ul": "ul", "tr": "table"}
    before = ""
    for kind, words in [*PAGE, ("", "")]:
        if kind != before:
            lines += [f"</{around[before]}>"] if before in around else []
            lines += [f"<{around[kind]}>"] if kind in around else []
        before = kind
        if kind == "tr":
            lines.append("  <tr>" + "".join(f"<td>{cell}</td>" for cell in words.split(" | ")) + "</tr>")
        elif kind in around:
            lines.append(f"  <li>{words}</li>")
        elif kind:
            lines.append(f"<{kind}>{words}</{kind}>")
    return "\n".join([*lines, "</body>", "</html>", ""])


def as_markdown() -> str:
    lines: list[str] = []
    before, number = "", 0
    for kind, words in PAGE:
        if kind != before or kind in ("p", "h1", "h2"):
            lines.append("")
            number = 0
        number += 1
        first = kind == "tr" and before != "tr"
        before = kind
        text = re.sub(r"^(\d+)\.", r"\1\\.", words.replace("*", r"\*"))
        text = re.sub(r"<sup>([^<]*)</sup>", r"^\1^", text)
        lines.append({"h1": "# ", "h2": "## ", "ol": f"{number}. ", "ul": "- ", "tr": "| ", "p": ""}[kind] + text + (" |" if kind == "tr" else ""))
        if first:
            lines.append("|---" * (words.count("|") + 1) + "|")
    return "\n".join([*lines[1:], ""])


def as_text() -> str:
    lines: list[str] = []
    before, number = "", 0
    for kind, words in PAGE:
        number = number + 1 if kind == before else 1
        if kind not in ("ol", "ul") or kind != before:
            lines.append("")
        before = kind
        if kind == "tr":
            lines += [line for cell in words.split(" | ") for line in ("", plain(cell))][1:]
            continue
        sign = {"ol": f"{number}. ", "ul": "• "}.get(kind, "")
        line = ""
        for word in (sign + plain(words)).split():
            if line and len(line) + 1 + len(word) > WIDTH:
                lines.append(line)
                line = "   " + word if sign else word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return "\n".join([*lines[1:], ""])


def write_docx(path: Path) -> None:
    import docx

    document = docx.Document()
    document.core_properties.title = "Sample page"
    rows = [words.split(" | ") for kind, words in PAGE if kind == "tr"]
    table = None
    for kind, words in PAGE:
        if kind == "tr":
            if table is None:
                table = document.add_table(len(rows), len(rows[0]))
                for at, row in enumerate(rows):
                    for cell, text in enumerate(row):
                        _runs(table.cell(at, cell).paragraphs[0], text)
            continue
        style = {"h1": "Heading 1", "h2": "Heading 2", "ol": "List Number", "ul": "List Bullet"}.get(kind)
        _runs(document.add_paragraph(style=style), words)
    document.save(str(path))


def _runs(paragraph: object, words: str) -> None:
    for text, kind in parts(words):
        run = paragraph.add_run(text)  # type: ignore[attr-defined]
        if kind == "sup":
            run.font.superscript = True
        elif kind == "sub":
            run.font.subscript = True


def write_pdf(path: Path) -> None:
    from datetime import UTC, datetime

    from fpdf import FPDF

    pdf = FPDF(format="A5")
    pdf.set_creation_date(datetime(2026, 11, 22, tzinfo=UTC))
    pdf.set_title("Sample page")
    pdf.set_margin(18)
    pdf.add_page()
    sizes = {"h1": 18, "h2": 13, "tr": 10}
    before, number = "", 0
    for kind, words in PAGE:
        number = number + 1 if kind == before else 1
        if before == "tr" and kind != "tr":
            pdf.ln(3)
        before = kind
        size = sizes.get(kind, 10)
        pdf.set_font("Helvetica", size=size)
        if kind == "tr":
            top = pdf.get_y()
            for cell, text in enumerate(words.split(" | ")):
                pdf.set_xy(18 + 38 * cell, top)
                _write(pdf, text, 5)
            pdf.set_xy(18, top + 5.5)
            continue
        _write(pdf, {"ol": f"{number}. ", "ul": "\x95 "}.get(kind, "") + words, size * 0.45)
        pdf.ln(size * 0.45 + 2.5)
    pdf.output(str(path))


def _write(pdf: object, words: str, height: float) -> None:
    for text, kind in parts(words):
        pdf.char_vpos = {"sup": "SUP", "sub": "SUB"}.get(kind, "LINE")  # type: ignore[attr-defined]
        pdf.write(height, text.replace("\x95", "-"))  # type: ignore[attr-defined]
    pdf.char_vpos = "LINE"  # type: ignore[attr-defined]


def write_brochure(path: Path) -> None:
    """Three sheets in two columns, with running heads, page numbers, words parted at line ends and a linked superscript."""
    from datetime import UTC, datetime

    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_creation_date(datetime(2026, 11, 22, tzinfo=UTC))
    pdf.set_auto_page_break(False)
    parted = "random\u00adised con\u00adtrolled inves\u00adti\u00adga\u00adtion of sacro\u00adiliac fusion showed an improve\u00adment that lasted through\u00adout the whole obser\u00adva\u00adtion. "
    for sheet in (1, 2, 3):
        pdf.add_page()
        pdf.set_font("Helvetica", size=8)
        pdf.text(20, 10, "Sacrolis brochure, MAT-0001 rev 2")
        pdf.text(100, 290, str(sheet))
        pdf.set_font("Helvetica", size=10)
        for column in (0, 1):
            pdf.set_xy(20 + 90 * column, 30)
            pdf.multi_cell(70, 5, f"Sheet {sheet} column {column + 1}: this " + parted * 2, align="J", new_x="LEFT")
    pdf.set_margins(20, 20)
    pdf.set_xy(20, 120)
    pdf.write(5, "Satisfaction was 88%")
    pdf.char_vpos = "SUP"
    pdf.write(5, "18", link="https://example.org/ref-18")
    pdf.write(5, ",")
    pdf.write(5, "20", link=pdf.add_link(y=28, page=2))
    pdf.char_vpos = "LINE"
    pdf.write(5, " at two years.")
    pdf.output(str(path))


def write_hostile() -> None:
    """A PDF that asks for a password, and one that is only a picture."""
    from fpdf import FPDF
    from fpdf.enums import EncryptionMethod
    from PIL import Image

    secret = FPDF()
    secret.add_page()
    secret.set_font("Helvetica", size=12)
    secret.cell(text="Pain fell by 68%.")
    secret.set_encryption(owner_password="owner", user_password="user", encryption_method=EncryptionMethod.RC4)  # noqa: S106 the sample is there to be refused
    secret.output(str(HERE / "encrypted.pdf"))
    scan = FPDF()
    scan.add_page()
    scan.image(Image.new("1", (60, 80), 1), x=0, y=0, w=200)
    scan.output(str(HERE / "scanned.pdf"))


if __name__ == "__main__":
    (HERE / "page.html").write_text(as_html(), encoding="utf-8")
    (HERE / "page.md").write_text(as_markdown(), encoding="utf-8")
    (HERE / "page.txt").write_text(as_text(), encoding="utf-8")
    write_docx(HERE / "page.docx")
    write_pdf(HERE / "page.pdf")
    write_brochure(HERE / "brochure.pdf")
    write_hostile()
