"""Journal articles (JATS) set as PDF and as HTML, and the sentences to be found in them: made by this test's own reading of the XML."""

from __future__ import annotations

import gzip
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARTICLES = Path(__file__).resolve().parents[2] / "shared" / "data" / "pages" / "jats"
APART = ("table-wrap", "fig", "disp-formula", "inline-formula", "list", "disp-quote", "boxed-text", "supplementary-material", "fn")
SUPER = str.maketrans("0123456789+-−–()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾")
SUB = str.maketrans("0123456789+-−–()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎")
END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
Piece = tuple[str, str, bool]  # text, "" or super or sub, whether it is a reference mark


@dataclass(frozen=True)
class Article:
    """An article's paragraphs, as pieces, and its headings among them (a heading is one plain piece and level 1)."""

    name: str
    parts: tuple[tuple[int, tuple[Piece, ...]], ...]

    def quotes(self) -> list[str]:
        """Its sentences as a person would quote them: reference marks that are superscripts left out."""
        found = []
        for level, pieces in self.parts:
            if not level:
                found += [one for one in END.split(spoken(pieces)) if len(one.split()) >= 5]
        return found


def spoken(pieces: tuple[Piece, ...]) -> str:
    text = ""
    for words, kind, mark in pieces:
        joins = kind == "super" and not any(letter.isalnum() for letter in words)  # what stands between two marks
        bracketed = text.rfind("[") > text.rfind("]")  # [¹,²]: whoever leaves these out leaves the brackets out
        if bracketed or not ((mark or joins) and kind == "super"):
            text += words.translate(SUPER if kind == "super" else SUB) if kind else words
    return " ".join(text.split())


def articles() -> list[Article]:
    return [_article(path) for path in sorted(ARTICLES.glob("*.nxml.gz"))]


def _article(path: Path) -> Article:
    from lxml import etree

    body = etree.fromstring(gzip.decompress(path.read_bytes())).find(".//body")
    parts: list[tuple[int, tuple[Piece, ...]]] = []
    for node in body.iter("p", "title"):
        if any(parent.tag in APART for parent in node.iterancestors()):
            continue
        pieces = tuple(_pieces(node))
        if "".join(words for words, _, _ in pieces).strip():
            parts.append((1 if node.tag == "title" else 0, pieces))
    return Article(path.name.partition(".")[0], tuple(parts))


def _pieces(node: Any, kind: str = "", mark: bool = False) -> list[Piece]:
    found: list[Piece] = [(node.text or "", kind, mark)]
    for child in node:
        if isinstance(child.tag, str) and child.tag not in APART:
            cites = mark or (child.tag == "xref" and child.get("ref-type") == "bibr")
            inner = {"sup": "super", "sub": "sub"}.get(child.tag, kind)
            if child.tag == "sup":  # <sup><xref>1</xref>,<xref>2</xref></sup>: the comma is of the mark, too
                cites = cites or any(one.get("ref-type") == "bibr" for one in child.iter("xref"))
            found += _pieces(child, inner, cites)
        found.append((child.tail or "", kind, mark))
    return [(re.sub(r"\s+", " ", words), how, cited) for words, how, cited in found if words]


def as_html(article: Article) -> str:
    lines = []
    for level, pieces in article.parts:
        inner = "".join(f"<{kind[:3]}>{html.escape(words)}</{kind[:3]}>" if kind else html.escape(words) for words, kind, _ in pieces)
        lines.append(f"<h2>{inner}</h2>" if level else f"<p>{inner}</p>")
    return "<!doctype html><html lang=en><head><meta charset=utf-8><title>x</title></head><body>\n" + "\n".join(lines) + "\n</body></html>\n"


def as_pdf(article: Article, columns: int) -> bytes:
    """Justified and hyphenated, with a running head and page numbers, by typst."""
    import typst

    lines = [
        f"#set page(paper: \"a4\", columns: {columns}, margin: 2cm, numbering: \"1\", header: [#context [Journal of Trials 2016;12 #h(1fr) {article.name} et al.]])",
        "#counter(page).update(451)",
        f"#set text(size: {9 if columns == 2 else 11}pt, lang: \"en\", hyphenate: true)",
        "#set par(justify: true, first-line-indent: 1em)",
    ]
    for level, pieces in article.parts:
        inner = "".join(f"#{kind}(typographic: {'true' if columns == 1 else 'false'})[#{typed(words)}]" if kind else f"#{typed(words)}" for words, kind, _ in pieces)
        lines.append(f"#heading(level: 2)[{inner}]" if level else f"{inner}\n")
    return bytes(typst.compile("\n".join(lines).encode()))


def typed(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\\u", "\\\\u")
