"""Word documents: .docx. Tracked insertions are read, deletions are not; comments may hold exemptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence import grids, wordparts
from evidence.composer import Composer
from evidence.page import Page
from evidence.wordparts import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".docx", ".docm")
EXTRA = "docx"

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same words once more, for old programs
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_NOT_SHOWN = frozenset((f"{W}del", f"{W}moveFrom", f"{W}delText", f"{W}rPr", f"{W}pPr", _FALLBACK, f"{W}rt"))
_BLANKS = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
# the instructions of fields that lead somewhere: HYPERLINK "https://…", HYPERLINK \l "place", REF place \h
_FIELD = re.compile(r'\s*(?:HYPERLINK\s+(?:"([^"]*)"|\\l\s+"([^"]*)")|(?:REF|PAGEREF|NOTEREF)\s+(\S+))')


def read(path: Path, shown: str) -> Page:
    """The page that a Word document shows: body, then notes; running heads and feet have their region."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    if reason := wordparts.refusal(path):
        return Page(shown, "docx", "", (), unreadable=reason)
    try:
        document = docx.Document(str(path))
        body: _Element | None = document.element.body
        title = document.core_properties.title or ""
    except (OpcError, etree.XMLSyntaxError, KeyError, ValueError, AttributeError, TypeError) as error:
        # the last two: python-docx takes for granted what a damaged package lacks
        return Page(shown, "docx", "", (), unreadable=f"it is damaged or no .docx file ({type(error).__name__}): save it again")
    if body is None:
        return Page(shown, "docx", "", (), unreadable="it has no body: save it again")
    walk = _Walk({"document": (body, document.part.rels), **_parts(document.part)})
    for name in [name for name in walk.parts if name.startswith("header")]:
        walk.part(name, {"region": "header", "path": "header"})
    walk.part("document", {"path": "body"})
    walk.notes()
    for name in [name for name in walk.parts if name.startswith("footer")]:
        walk.part(name, {"region": "footer", "path": "footer"})
    return walk.composer.page(shown, "docx", title=title, language=walk.language())


def _parts(main: Any) -> dict[str, tuple[_Element, Any]]:
    """The parts that hold words, by their kind ("styles", "footnotes", "header rId7"), each with its own links."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    found = {}
    for name, relation in main.rels.items():
        kind = relation.reltype.rpartition("/")[2]
        if not relation.is_external and kind in ("styles", "numbering", "footnotes", "endnotes", "comments", "header", "footer"):
            try:
                root = etree.fromstring(relation.target_part.blob, parser)
            except etree.XMLSyntaxError:
                continue
            found[f"{kind} {name}" if kind in ("header", "footer") else kind] = (root, relation.target_part.rels)
    return found


class _Walk:
    """One pass over the parts of a document."""

    def __init__(self, parts: dict[str, tuple[_Element, Any]]) -> None:
        self.parts = parts
        self.composer = Composer()
        self.styles = wordparts.Styles.of(parts["styles"][0]) if "styles" in parts else wordparts.Styles()
        self.numbering = wordparts.Numbering.of(parts["numbering"][0]) if "numbering" in parts else wordparts.Numbering()
        self.links = parts["document"][1]
        self.comments = self._named("comments")
        self.cited: list[tuple[str, str]] = []  # (footnote or endnote, its id) in the order of the text
        self.fields: list[list[Any]] = []  # of each open field: [its instruction, whether its link was opened]
        self.opened = 0

    def language(self) -> str:
        """That of the document's default style."""
        path = f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"
        return (value(self.parts["styles"][0], path) or "") if "styles" in self.parts else ""

    def part(self, name: str, facts: dict[str, Any]) -> None:
        """The blocks of one part, with that part's links."""
        root, self.links = self.parts[name]
        self.blocks(root, facts)

    def blocks(self, container: _Element, facts: dict[str, Any]) -> None:
        """Paragraphs and tables of a body, a cell, a note or a content control."""
        counts: dict[str, int] = {}
        for child in container.iterchildren():
            name = str(child.tag).rpartition("}")[2]
            counts[name] = counts.get(name, 0) + 1
            if child.tag == f"{W}p":
                self._paragraph(child, {**facts, "path": f"{facts['path']}/{name}[{counts[name]}]"})
            elif child.tag == f"{W}tbl":
                self._table(child, {**facts, "path": f"{facts['path']}/{name}[{counts[name]}]"})
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                self.blocks(child, facts)

    def notes(self) -> None:
        """Footnotes and endnotes, in the order in which the text names them."""
        known = {kind: self._named(f"{kind}s") for kind in _NOTES.values()}
        for number, (kind, name) in enumerate(list(self.cited), 1):
            if name in known[kind]:
                self.links = self.parts[f"{kind}s"][1]
                self.composer.anchor(f"{kind}-{name}")
                self.blocks(known[kind].pop(name), {"kind": "note", "number": str(number), "path": f"{kind} {number}"})

    def _named(self, part: str) -> dict[str, _Element]:
        """The notes or comments of a part by their id."""
        return {one.get(f"{W}id", ""): one for one in self.parts[part][0].iterchildren()} if part in self.parts else {}

    def _table(self, table: _Element, facts: dict[str, Any]) -> None:
        grid = grids.Grid()
        for row in table.iterchildren(f"{W}tr"):
            grid.next_row()
            for cell in row.iterchildren(f"{W}tc"):
                at, column = grid.next_cell(value(cell, f"{W}tcPr/{W}gridSpan") or "1")
                if value(cell, f"{W}tcPr/{W}vMerge") in (None, "restart"):  # else it goes on from the cell above
                    path = f"{facts['path']}/tr[{at + 1}]/tc[{column + 1}]"
                    self.blocks(cell, {**facts, "kind": "cell", "row": at, "cell": column, "path": path})

    def _paragraph(self, paragraph: _Element, facts: dict[str, Any]) -> None:
        style = value(paragraph, f"{W}pPr/{W}pStyle")
        kind, level = self.styles.kind(style)
        facts = {"kind": kind, "level": level, **facts}
        if kind == "heading" and facts["kind"] == "cell":
            facts["level"] = 0
        direct, listed = f"{W}pPr/{W}numPr/{W}numId", value(paragraph, f"{W}pPr/{W}numPr/{W}numId")
        listed = listed if listed is not None else self.styles.look(style, direct)
        words = any(text.text and text.text.strip() for text in paragraph.iter(f"{W}t"))
        if listed and listed != "0" and words and facts["kind"] in ("paragraph", "heading"):
            depth = value(paragraph, f"{W}pPr/{W}numPr/{W}ilvl") or self.styles.look(style, f"{W}pPr/{W}numPr/{W}ilvl") or "0"
            list_kind, number, deep = self.numbering.next(listed, depth)
            facts |= {"number": number} if kind == "heading" else {"kind": "item", "list_kind": list_kind, "number": number, "level": deep}
        size = self.styles.look(style, f"{W}rPr/{W}sz")
        if size and size.isdecimal():
            facts["size"] = int(size) / 2
        self.opened = 0
        self._inline(paragraph)
        for _ in range(self.opened):
            self.composer.close("link")
        self.composer.end(facts)
        for box in self._boxes(paragraph):
            self.blocks(box, {key: facts[key] for key in ("path", "region") if key in facts})

    def _boxes(self, paragraph: _Element) -> Iterator[_Element]:
        """Text boxes that hang on this paragraph, each once: those inside of another one hang on a paragraph of that one."""
        for box in paragraph.iter(f"{W}txbxContent"):
            fallback = any(parent.tag == _FALLBACK for parent in box.iterancestors())
            if not fallback and next(box.iterancestors(f"{W}p"), None) is paragraph:
                yield box

    def _inline(self, parent: _Element) -> None:
        """What stands in a paragraph. It calls itself for each layer; the parser lets no more than 256 of them through."""
        composer = self.composer
        for child in parent.iterchildren():
            tag = child.tag
            if tag == f"{W}r":
                self._run(child)
            elif tag == f"{W}hyperlink":
                relation = self.links.get(child.get(f"{_R}id", ""))
                place = child.get(f"{W}anchor", "")
                composer.open("link", f"#{place}" if place and relation is None else relation.target_ref if relation is not None else "")
                self._inline(child)
                composer.close("link")
            elif tag == f"{W}bookmarkStart":
                composer.anchor(child.get(f"{W}name", ""))
            elif tag == f"{W}commentRangeStart":
                if (note := self.comments.get(child.get(f"{W}id", ""))) is not None:
                    composer.note("".join(text.text or "" for text in note.iter(f"{W}t")), 1)
            elif tag == _MATH:
                composer.write(child.text or "", 1)
            elif tag not in _NOT_SHOWN and isinstance(tag, str):
                self._inline(child)

    def _run(self, run: _Element) -> None:
        look = f"{W}rPr/{W}vertAlign"
        style = value(run, f"{W}rPr/{W}rStyle")
        raised = value(run, look) or self.styles.look(style, look) or ""
        size = value(run, f"{W}rPr/{W}sz")
        hidden = value(run, f"{W}rPr/{W}vanish")
        if hidden is not None and hidden not in ("0", "false"):
            words = "".join(text.text or "" for text in run.iter(f"{W}t"))
            self.composer.aside(words, 1, {"kind": "paragraph", "hidden": True, "path": "hidden text"})
            return
        noted = any(child.tag in _NOTES for child in run)
        kind = "superscript" if noted else raised if raised in ("superscript", "subscript") else ""
        if kind:
            self.composer.open(kind, size=int(size) / 2 if size and size.isdecimal() else None)
        for child in run.iterchildren():
            self._content(child)
        if kind:
            self.composer.close(kind)

    def _content(self, child: _Element) -> None:
        tag, composer = child.tag, self.composer
        if tag == f"{W}t":
            composer.write(child.text or "", 1)
        elif tag in _BLANKS:
            composer.write(_BLANKS[tag], 1)
        elif tag in _NOTES:
            kind, name = _NOTES[tag], child.get(f"{W}id", "")
            self.cited.append((kind, name))
            composer.open("link", f"#{kind}-{name}")
            composer.write(str(len(self.cited)), 1)
            composer.close("link")
        elif tag == f"{W}fldChar":
            self._field(child.get(f"{W}fldCharType", ""))
        elif tag == f"{W}instrText" and self.fields:
            self.fields[-1][0] += child.text or ""
        elif tag not in _NOT_SHOWN and isinstance(tag, str):
            for picture in child.iter(_PICTURE):
                if alt := picture.get("descr"):
                    composer.aside(alt, 1, {"kind": "alt", "path": "picture"})

    def _field(self, part: str) -> None:
        """A field is an instruction, then what it shows: `begin … separate … end`."""
        if part == "begin":
            self.fields.append(["", False])
        elif part == "separate" and self.fields:
            if found := _FIELD.match(self.fields[-1][0]):
                self.composer.open("link", found[1] or f"#{found[2] or found[3]}")
                self.fields[-1][1] = True
                self.opened += 1
        elif part == "end" and self.fields and self.fields.pop()[1] and self.opened:
            self.composer.close("link")
            self.opened -= 1
