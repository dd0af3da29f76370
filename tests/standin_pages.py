"""Small stand-ins for the readers, so that tests of statements stand on their own: html by lxml, text by lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evidence.page import Block, Page, Run

BLOCKS = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "p": "paragraph", "li": "item", "td": "cell", "th": "cell",
    "blockquote": "quote", "figcaption": "caption", "caption": "caption", "div": "paragraph", "dd": "paragraph", "dt": "paragraph",
    "summary": "heading", "title": "heading",
}
BULLET = re.compile(r"\s*(?:[•·▪●◦‣]|(?P<number>[0-9]{1,2})\.)\s+(?=\S)")


@dataclass
class Builder:
    """The page in the making."""

    path: str
    kind: str
    language: str = ""
    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def block(self, pieces: list[tuple[str, str, str]], kind: str, **more: Any) -> None:
        """Adds a block of (text, run kind, target) pieces; white space is collapsed."""
        text, marks = "", []
        for piece, run, target in pieces:
            piece = re.sub(r"\s+", " ", piece)
            if (not text or text.endswith(" ")) and piece.startswith(" "):
                piece = piece[1:]
            if run and piece:
                marks.append((len(text), len(text) + len(piece), run, target))
            text += piece
        text = text.rstrip()
        if not text:
            return
        start = self.length
        self.runs += [Run(start + a, start + min(b, len(text)), run, target) for a, b, run, target in marks if a < len(text)]
        self.blocks.append(Block(start, start + len(text), kind, **more))
        self.parts.append(text)
        self.length += len(text) + 1

    def page(self) -> Page:
        """The finished page."""
        return Page(self.path, self.kind, "\n".join(self.parts), tuple(self.blocks), tuple(sorted(self.runs, key=lambda run: run.start)),
                    language=self.language)


def html(markup: str | Path) -> Page:
    """The blocks of an html page, with its superscripts and links."""
    from lxml import html as parser

    source = markup.read_text("utf-8") if isinstance(markup, Path) else markup
    root = parser.document_fromstring(source)
    builder = Builder(str(markup) if isinstance(markup, Path) else "page.html", "html", root.get("lang") or "")
    body = root.find("body")
    numbers: dict[Any, int] = {}

    def leaf(node: Any) -> bool:
        return not any(child.tag in BLOCKS for child in node.iterdescendants() if isinstance(child.tag, str))

    def pieces(node: Any, run: str = "", target: str = "") -> list[tuple[str, str, str]]:
        out = [(node.text or "", run, target)]
        for child in node:
            if isinstance(child.tag, str) and child.tag not in ("style", "script"):
                inner, to = run, target
                if child.tag == "sup" or "vertical-align" in (child.get("style") or "") or child.get("class") == "super":
                    inner = "superscript"
                elif child.tag == "a" and child.get("href"):
                    inner, to = inner or "link", child.get("href")
                elif child.tag == "sub":
                    inner = "subscript"
                out += pieces(child, inner, to)
            out.append((child.tail or "", run, target))
        return out

    def walk(node: Any) -> None:
        kind = BLOCKS.get(node.tag) if isinstance(node.tag, str) else None
        if kind and leaf(node):
            more: dict[str, Any] = {"line": node.sourceline or 1}
            if kind == "item":
                parent = node.getparent()
                numbers[parent] = numbers.get(parent, int(parent.get("start") or 1) - 1) + 1
                ordered = parent.tag == "ol"
                more |= {"list_kind": "ordered" if ordered else "unordered", "number": str(numbers[parent]) if ordered else ""}
            builder.block(pieces(node), kind, **more)
            return
        for child in node:
            walk(child)

    walk(body)
    return builder.page()


def text(words: str | Path, language: str = "") -> Page:
    """One block a line; bullets and numbered lines are items."""
    source = words.read_text("utf-8") if isinstance(words, Path) else words
    builder = Builder(str(words) if isinstance(words, Path) else "page.txt", "text", language)
    blocks, at = [], 0
    for line, typed in enumerate(source.split("\n"), 1):
        start, end = at, at + len(typed)
        at = end + 1
        bullet = BULLET.match(typed)
        kind = "item" if bullet else "paragraph"
        if bullet and not bullet["number"]:
            start += bullet.end()
        start += len(source[start:end]) - len(source[start:end].lstrip())
        end = start + len(source[start:end].rstrip())
        if start < end:
            blocks.append(Block(start, end, kind, line=line))
    return Page(builder.path, "text", source, tuple(blocks), language=language)
