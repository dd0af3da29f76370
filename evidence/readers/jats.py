"""Journal articles in JATS XML: .nxml, .xml. Superscripts and tables are kept; nothing that the file names is fetched."""

from __future__ import annotations

from html.entities import html5
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence import grids
from evidence.composer import Composer
from evidence.page import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".nxml", ".xml")
EXTRA = ""

# fmt: off
_BLOCKS = {
    "p": "paragraph", "title": "heading", "subtitle": "heading", "article-title": "heading", "label": "heading", "td": "cell", "th": "cell",
    "attrib": "paragraph", "verse-line": "paragraph", "speaker": "paragraph", "term": "item", "mixed-citation": "note", "element-citation": "note",
    "citation": "note", "kwd": "item", "sig": "paragraph", "preformat": "code", "code": "code", "subject": "paragraph",
}
_SKIPPED = frozenset((
    "journal-meta", "contrib-group", "author-notes", "history", "counts", "custom-meta-group", "object-id", "related-article", "self-uri",
    "article-id", "pub-date", "volume", "issue", "fpage", "lpage", "elocation-id", "permissions", "graphic", "inline-graphic", "media",
    "alternatives", "tex-math", "annotation", "annotation-xml", "processing-meta", "sub-article", "response", "floats-wrap", "pub-id",
))
# fmt: on
_FLOATS = frozenset(("table-wrap", "table-wrap-group", "fig", "fig-group", "boxed-text", "supplementary-material", "fn", "disp-quote", "list", "def-list"))
_RAISED = {"sup": "superscript", "sub": "subscript"}
_CITED = frozenset(("mixed-citation", "element-citation", "citation"))
_SHOWN = frozenset(("alternatives",))


def read(path: Path, shown: str) -> Page:
    """The page of an article: title, abstract, body, notes and references, in reading order."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        return Page(shown, "jats", "", (), unreadable=f"it is no XML that can be read: {error.msg}")
    article = next((one for one in root.iter() if _name(one) == "article"), None)
    if article is None:
        return Page(shown, "jats", "", (), unreadable=f"it is XML and no journal article (JATS): it begins with <{_name(root)[:40]}>")
    walk = _Walk()
    walk.blocks(article, {"path": "article"})
    language = article.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    title = next((" ".join("".join(one.itertext()).split()) for one in article.iter() if _name(one) == "article-title"), "")
    return walk.composer.page(shown, "jats", title=title, language=language.strip())


def _name(element: _Element) -> str:
    """The name of an element without its namespace; empty for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class _Walk:
    """One pass over an article. It calls itself for each layer; the parser lets no more than 256 of them through."""

    def __init__(self) -> None:
        self.composer = Composer()
        self.line = 1

    def blocks(self, container: _Element, facts: dict[str, Any]) -> None:
        """What stands in a part that holds blocks; its own loose text is a block, too."""
        grid = grids.Grid() if _name(container) == "table" else None
        for child in container.iterchildren():
            name = _name(child)
            if name in _SKIPPED:
                continue
            if name == "tr" or grid is not None:
                self._rows(child, facts, grid or grids.Grid())
            elif name in _BLOCKS and name not in ("td", "th"):
                self.block(child, {**facts, "kind": _kind(name, facts), "path": f"{facts['path']}/{name}"})
            else:
                self.blocks(child, self._inside(name, facts))

    def _rows(self, part: _Element, facts: dict[str, Any], grid: grids.Grid) -> None:
        rows = [part] if _name(part) == "tr" else [one for one in part.iterchildren() if _name(one) == "tr"]
        for row in rows:
            grid.next_row()
            for cell in row.iterchildren():
                if _name(cell) in ("td", "th"):
                    at, column = grid.next_cell(cell.get("colspan", "1"), cell.get("rowspan", "1"))
                    self.block(cell, {**facts, "kind": "cell", "row": at, "cell": column, "path": f"{facts['path']}/tr[{at + 1}]/td[{column + 1}]"})

    def _inside(self, name: str, facts: dict[str, Any]) -> dict[str, Any]:
        kind = {"caption": "caption", "list-item": "item", "fn": "note", "disp-quote": "quote"}.get(name)
        return {**facts, "path": f"{facts['path']}/{name}", **({"within": kind} if kind else {})}

    def block(self, element: _Element, facts: dict[str, Any]) -> None:
        """One block; tables, figures, lists and notes that stand in it come after it, as they do on a printed page."""
        self.line = element.sourceline or self.line
        later: list[_Element] = []
        parts = _name(element) in _CITED
        self._inline(element, later, parts)
        own = {key: value for key, value in facts.items() if key != "within"}
        self.composer.end({**own, "level": 1} if own["kind"] == "heading" else own)
        for one in later:
            self.blocks(one, self._inside(_name(one), {key: facts[key] for key in ("path", "within") if key in facts}))

    def _inline(self, parent: _Element, later: list[_Element], parts: bool = False) -> None:
        composer = self.composer
        composer.write(parent.text or "", self.line)
        for child in parent.iterchildren():
            name = _name(child)
            if not isinstance(child.tag, str):
                self._entity(child)
            elif name in _FLOATS:
                later.append(child)
            elif name not in _SKIPPED or name in _SHOWN:
                if name in ("break", "p", "disp-formula"):
                    composer.write(" ", self.line)
                if raised := _RAISED.get(name, ""):
                    composer.open(raised)
                self._inline(child, later)
                if raised:
                    composer.close(raised)
                if parts or name in ("p", "disp-formula"):
                    composer.write(" ", self.line)
            composer.write(child.tail or "", self.line)

    def _entity(self, node: Any) -> None:
        """A character by its name; what a file defines itself is not unfolded."""
        name = str(getattr(node, "name", "") or "")
        if known := html5.get(f"{name};", ""):
            self.composer.write(known, self.line)
        elif name:
            self.composer.problems.append((self.line, f"&{name[:40]}; stands for words that the file defines elsewhere: they were not read"))


def _kind(name: str, facts: dict[str, Any]) -> str:
    """What a block is, by its name and by what it stands in."""
    return str(facts.get("within") or _BLOCKS[name])
