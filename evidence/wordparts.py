"""A .docx package before it is opened, and what its styles and its numbering say: kinds of paragraphs, numbers of items."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from evidence import enumerations

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_UNPACKED = 200_000_000  # bytes, all parts together
MAX_PARTS = 5000
MAX_RATIO = 200  # unpacked to packed; the parts of ordinary documents stay below 30
_FORMATS = {"decimal": "1", "decimalZero": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, KeyError)


def refusal(path: Path) -> str:
    """Why a package is not opened, or "": no zip, a zip bomb, encrypted, or XML that declares entities (Word writes none)."""
    with path.open("rb") as file:
        if file.read(4) == b"\xd0\xcf\x11\xe0":
            return "it is encrypted, or an old .doc under another name: save it as .docx without a password"
    try:
        with zipfile.ZipFile(path) as package:
            return _unsafe(package)
    except _DAMAGED:
        return "it is damaged or no .docx file: save it again"


def _unsafe(package: zipfile.ZipFile) -> str:
    parts = package.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS:
        return f"it has {len(parts):,} parts inside, and the limit is {MAX_PARTS:,}: it is no ordinary document"
    bomb = any(part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts)
    if bomb or total > MAX_UNPACKED:
        return f"it unpacks to {total / 1e6:,.0f} MB, far more than such a document needs (a zip bomb?): it was not opened"
    if any(part.flag_bits & 1 for part in parts):
        return "it is encrypted: save it without a password"
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")) and _declares(package.read(part)):
            return f"its part {part.filename} declares entities (<!DOCTYPE), which Word never writes: it was not opened"
    return ""


def _declares(content: bytes) -> bool:
    """Whether XML has a document type; as words of the text it would be written &lt;!DOCTYPE. Zeros out, for UTF-16 and UTF-32."""
    bare = content.replace(b"\0", b"") if b"\0" in content[:200] else content
    return b"<!DOCTYPE" in bare or b"<!ENTITY" in bare


def value(element: _Element | None, path: str) -> str | None:
    """The w:val of an element below this one ("" where it has none), None where there is no such element."""
    found = element.find(path) if element is not None else None
    return None if found is None else found.get(f"{W}val", "")


@dataclass(slots=True)
class Styles:
    """The styles of a document by their id; each inherits from the one it is based on."""

    elements: dict[str, _Element] = field(default_factory=dict)

    @classmethod
    def of(cls, root: _Element) -> Styles:
        """Those of a styles part."""
        return cls({style.get(f"{W}styleId", ""): style for style in root.iterchildren(f"{W}style")})

    def line(self, name: str | None) -> Iterator[_Element]:
        """A style and those it is based on, nearest first; a circle ends."""
        seen: set[str] = set()
        while name and name not in seen and name in self.elements:
            seen.add(name)
            yield self.elements[name]
            name = value(self.elements[name], f"{W}basedOn")

    def look(self, name: str | None, path: str) -> str | None:
        """The first value along a style's line."""
        return next((found for style in self.line(name) if (found := value(style, path)) is not None), None)

    def kind(self, name: str | None) -> tuple[str, int]:
        """(kind, level) of the paragraphs of a style; style names are English in the file, whatever the language of Word."""
        for style in self.line(name):
            called = (value(style, f"{W}name") or "").lower()
            if called.startswith("heading ") and called[8:].isdecimal():
                return "heading", int(called[8:10])
            if called in ("title", "subtitle"):
                return "heading", 1 if called == "title" else 2
            for word, kind in (("caption", "caption"), ("quote", "quote"), ("footnote text", "note"), ("endnote text", "note")):
                if word in called:
                    return kind, 0
        return "paragraph", 0


@dataclass(slots=True)
class Numbering:
    """The numbered lists of a document, counted as its paragraphs come."""

    levels: dict[tuple[str, str], _Element] = field(default_factory=dict)  # (abstract list, level) → its definition
    lists: dict[str, str] = field(default_factory=dict)  # list → abstract list
    starts: dict[tuple[str, str], int] = field(default_factory=dict)  # (list, level) → where this list starts anew
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, root: _Element) -> Numbering:
        """That of a numbering part."""
        made = cls()
        for abstract in root.iterchildren(f"{W}abstractNum"):
            for level in abstract.iterchildren(f"{W}lvl"):
                made.levels[abstract.get(f"{W}abstractNumId", ""), level.get(f"{W}ilvl", "0")] = level
        for one in root.iterchildren(f"{W}num"):
            name = one.get(f"{W}numId", "")
            made.lists[name] = value(one, f"{W}abstractNumId") or ""
            for change in one.iterchildren(f"{W}lvlOverride"):
                if (start := value(change, f"{W}startOverride")) is not None:
                    made.starts[name, change.get(f"{W}ilvl", "0")] = _whole(start, 1)
        return made

    def next(self, name: str, level: str) -> tuple[str, str, int]:
        """(list kind, the number shown, depth from 1) of the next paragraph of a list."""
        abstract, depth = self.lists.get(name, ""), min(_whole(level, 0), 8)
        definition = self.levels.get((abstract, str(depth)))
        style = value(definition, f"{W}numFmt") or "decimal"
        if definition is None or style in ("bullet", "none"):
            return "unordered", "", depth + 1
        for deeper in [key for key in self.counts if key[0] == abstract and key[1] > depth]:
            del self.counts[deeper]
        key = (abstract, depth)
        anew = self.starts.get((name, str(depth))) if (name, str(depth)) not in self.begun else None
        self.begun.add((name, str(depth)))
        first = _whole(value(definition, f"{W}start") or "1", 1) if anew is None else anew
        self.counts[key] = first if anew is not None or key not in self.counts else self.counts[key] + 1
        return "ordered", enumerations.shown(self.counts[key], _FORMATS.get(style, "1")), depth + 1


def _whole(typed: str, otherwise: int) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 9 else otherwise
