"""A page of marketing material as every reader gives it: one text, with what stands where in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import lru_cache

from evidence.nouns import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text that is set apart. Offsets are code points of Page.text."""

    start: int
    end: int
    kind: str  # superscript | subscript | link | mark (a reference marker set at normal size, such as [3])
    target: str = ""  # a link's target as typed: "#ref-18", "https://…"
    size: float | None = None  # font size in points, where the kind of document knows it


@dataclass(frozen=True, slots=True)
class Block:
    """A piece that a reader sees as one: page.text[start:end]. Blocks do not overlap and stand in reading order."""

    start: int
    end: int
    kind: str  # heading | paragraph | item | cell | caption | quote | note | alt | code
    line: int = 1  # where it begins in the file a person edits, from 1 (1 for kinds without lines)
    column: int = 1
    path: str = ""  # where it stands in the document: "/html/body/p[3]", "page 4"
    level: int = 0  # of a heading, or the depth of an item
    list_kind: str = ""  # of an item: ordered | unordered
    number: str = ""  # of an item of an ordered list: the number it shows
    row: int = -1  # of a cell: its row and column in its table, from 0; header cells of row 0 are cells, too
    cell: int = -1
    sheet: int = 0  # of a paged document: the page number from 1
    region: str = ""  # nav | header | footer | aside | main, where the document says so; head: its title and description
    hidden: bool = False  # not shown at first: display none, the hidden attribute, a closed <details>
    size: float | None = None  # the font size of most of it, in points


@dataclass(frozen=True, slots=True)
class Exemption:
    """A person's note in the page that a statement is no claim: `<!-- evidence: not-a-claim because … -->`."""

    at: int  # offset: it speaks of the block that follows, or of the one it stands in
    line: int
    because: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a document says. `text` is the blocks' texts in reading order, one a line; superscripts stand in it where they stand."""

    path: str
    kind: str  # html | text | markdown | pdf | docx
    text: str
    blocks: tuple[Block, ...]
    runs: tuple[Run, ...] = ()
    title: str = ""
    language: str = ""  # as the document declares it: "en", "de-CH"
    anchors: Mapping[str, int] = field(default_factory=dict)  # id of an element → offset: where links of the page lead
    exemptions: tuple[Exemption, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()  # (line, sentence): what could not be read of it
    media: tuple[str, ...] = ()  # what it shows beside text and is not read: "image", "video", one entry each (html and markdown)
    unreadable: str = ""  # why nothing could be read: encrypted, scanned without text, no document of its kind


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity in a statement, in the terms of shared/extraction/README.md."""

    text: str
    start: int
    end: int
    kind: str
    value: str
    unit: str = ""
    comparator: str | None = None  # reduction | increase | level
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marker:
    """A reference marker and the numbers it names (ranges written out)."""

    text: str
    start: int
    end: int
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a reviewer would want supported, where it stands, and what it cites."""

    text: str
    start: int
    end: int
    line: int
    quantities: tuple[Found, ...] = ()
    references: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # footnote signs
    markers: tuple[Marker, ...] = ()
    flags: tuple[str, ...] = ()
    block: int = 0  # the index of the block it begins in


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the page's own reference list."""

    number: str
    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Defect:
    """A fault of the page's numbering or list, by the names of shared/extraction/README.md."""

    type: str
    references: tuple[str, ...] = ()
    message: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a page says: statements, its reference list, its footnotes, its faults."""

    page: Page
    statements: tuple[Statement, ...]
    listed: tuple[Listed, ...] = ()
    footnotes: Mapping[str, str] = field(default_factory=dict)
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A registered claim as it stands on a page. Offsets are code points of Page.text."""

    claim: str
    kind: str  # exact | variant | near | drifted
    start: int
    end: int
    line: int
    printed: str  # the page's words
    wording: str  # the claim's, or the variant's
    differences: tuple[str, ...] = ()  # what changed, in words: "number 68% → 86%"
    statements: tuple[int, ...] = ()  # the statements it overlaps, by index
    references: tuple[str, ...] = ()  # the reference numbers printed for it
    more: tuple[str, ...] = ()  # other words in its sentence, which nobody approved
    sentence: str = ""  # the whole sentence, where words in it turn the claim or were not approved


@dataclass(frozen=True, slots=True)
class Piece:
    """A material that was read: what it says and which claims stand on it. What rules about a page look at."""

    material: str
    file: str  # as typed in claims.yaml
    reading: Reading
    uses: tuple[Use, ...] = ()
    exempted: tuple[tuple[int, str], ...] = ()  # statements that a person says are no claims: index, and why
    lines: bool = True  # False: the document has no lines a person edits, so findings stand at the `materials:` entry
    path: tuple[str | int, ...] = ()  # of the material in claims.yaml
    unseen: Mapping[str, int] = field(default_factory=dict)  # "image" → how many it shows that were not read, and that nobody looked at
    looked_at: str = ""  # what a person says of those somebody did look at


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order; those that overlap are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def blocks_of(page: Page, one: Statement) -> range:
    """The indices of the blocks that a statement stands in: more than one for the row of a table, and for a number with its label."""
    last = one.block + 1
    while last < len(page.blocks) and page.blocks[last].start < one.end:
        last += 1
    return range(one.block, last)


def is_wide(page: Page, one: Statement) -> bool:
    """Whether a statement stands in several blocks."""
    return one.end > page.blocks[one.block].end


def line_at(text: str, block: Block, at: int) -> int:
    """The line of an offset that lies in a block."""
    breaks = _breaks(text)
    return block.line + bisect_left(breaks, at) - bisect_left(breaks, block.start)


@lru_cache(maxsize=4)  # asked for by every statement of a page
def _breaks(text: str) -> list[int]:
    """Where the line feeds of a text are."""
    found = []
    at = text.find("\n")
    while at >= 0:
        found.append(at)
        at = text.find("\n", at + 1)
    return found


def found_on(pieces: Iterable[Piece]) -> dict[str, tuple[str, ...]]:
    """Claim id → where it stands, as "material file:line"; drifted wordings are none of its, nor what a page never shows."""
    places: dict[str, dict[str, None]] = {}
    for piece in pieces:
        for use in piece.uses:
            if use.kind != "drifted" and not _unshown(piece.reading.page, use):
                line = f":{use.line}" if piece.lines else ""
                places.setdefault(use.claim, {})[f"{piece.material} {piece.file}{line}"] = None
    return {claim: tuple(found) for claim, found in places.items()}


def _unshown(page: Page, use: Use) -> bool:
    """Whether a use stands where the page shows nothing. What a reader can unfold by a click is shown."""
    block = page.blocks[bisect_right(page.blocks, use.start, key=lambda one: one.start) - 1]
    return block.hidden and "/details" not in block.path


def drifted(pieces: Iterable[Piece]) -> frozenset[str]:
    """The claims that stand somewhere in changed words."""
    return frozenset(use.claim for piece in pieces for use in piece.uses if use.kind == "drifted")
