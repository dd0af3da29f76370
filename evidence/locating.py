"""Where in the cited documents a claim's numbers and words stand: passages to propose to the person who has to quote them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from evidence import cells, claimwords, documents, passages, stretches, tables
from evidence.cells import Number
from evidence.chain import cite
from evidence.model import Claim, Missing, Registry
from evidence.record import Document, Found, Table
from evidence.stretches import Stretch

TRIED = 8  # times as many candidates as are asked for are looked at before it stops
ALONE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]*")  # what YAML needs no quotation marks for, but for its own words
OWN = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
TABLED = 4  # cells of one document's tables that are proposed


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Words of a document that may carry a claim, found there again by passages.find, or a cell of a table, found by tables.holds."""

    reference: str  # as the claim cites it
    path: str  # of the document
    page: str  # as printed, else the number of the sheet; empty where the document has none
    quote: str
    numbers: tuple[str, ...]  # the claim's numbers that stand in it
    score: float  # BM25 of the claim's words
    table: str = ""
    row: str = ""
    column: str = ""

    @property
    def yaml(self) -> str:
        """One line to paste under a quantity or a claim."""
        facts = {"reference": self.reference, "page": self.page, "table": self.table, "row": self.row, "column": self.column, "quote": self.quote}
        return "source: {" + ", ".join(f"{name}: {quoted(value)}" for name, value in facts.items() if value) + "}"


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """What was found for a claim, the best first, and what was not searched, with the reason."""

    claim: Claim
    numbers: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    searched: tuple[str, ...]
    missing: tuple[str, ...]


def locate(claim: Claim, registry: Registry, top: int = 3) -> Located:
    """The best passages for a claim in the documents of all references that it and its quantities cite.

    First those that hold most of its numbers (those of `from:` and the printed ones), then by BM25 over sentences with the claim's
    words. Every quote stands in its document, word for word, on the page it names. Never raises for what a document holds.
    """
    cited = _cited(claim, registry)
    keys = [key for key in cited.values() if isinstance(key, str)]
    opened = documents.open_all(registry, keys, tables=keys)
    missing = [key.because for key in cited.values() if isinstance(key, Missing)]
    read: list[tuple[str, Document]] = []
    for typed, key in cited.items():
        for one in opened.get(key, ()) if isinstance(key, str) else ():
            if isinstance(one, Missing):
                missing.append(one.because)
            elif not any(one.path == other.path for _, other in read):
                read.append((typed, one))
    wanted = numbers(claim)
    found = propose(claim, read, wanted, claimwords.language(claim, registry), top)
    return Located(claim, tuple(number.text for number in wanted), found, tuple(one.path for _, one in read), tuple(dict.fromkeys(missing)))


def _cited(claim: Claim, registry: Registry) -> Mapping[str, str | Missing]:
    """Every reference of a claim as typed → its BibTeX key, or why there is none."""
    sources = [*claim.sources, *(source for quantity in claim.quantities for each in quantity.derivations for source in each.sources)]
    found: dict[str, str | Missing] = {}
    for typed in dict.fromkeys([*claim.references, *(source.reference for source in sources)]):
        citation = cite(typed, registry, claim.path)
        key = citation.reference if isinstance(citation.reference, Missing) else citation.reference.key
        if key not in found.values():
            found[typed] = key
    return found


def numbers(claim: Claim) -> tuple[Number, ...]:
    """The numbers to look for: the values that its quantities are derived from, then the printed ones, each once."""
    values = [value for quantity in claim.quantities for each in quantity.derivations for value in each.inputs.values()]
    printed = [quantity.printed for quantity in claim.quantities] or [claim.text]
    found = [number for text in (*values, *printed) for number in cells.numbers(text)]
    each: dict[tuple[Fraction, int], Number] = {}
    for number in found:
        each.setdefault((abs(number.value), number.decimals), number)
    return tuple(each.values())


def propose(claim: Claim, read: Sequence[tuple[str, Document]], wanted: Sequence[Number], language: str = "en", top: int = 3) -> tuple[Proposal, ...]:
    """The best passages of some documents, each with the reference it belongs to; at most `top`."""
    query = list(dict.fromkeys(stretches.terms(" ".join(_words(claim)))))
    ranked: list[tuple[float, float, int, Stretch, tuple[str, ...]]] = []
    for place, (_, document) in enumerate(read):
        parts = _candidates(stretches.stretches(document, language), wanted)
        index = stretches.index(part.text for part, _ in parts)
        rare = [sum(index.rarity(term) for number in held for term in stretches.terms(number)) for _, held in parts]
        ranked += [(len(held) - _jammed(part.text), index.score(at, query) + rare[at], place, part, held) for at, (part, held) in enumerate(parts)]
    ranked.sort(key=lambda one: (-one[0], -one[1], one[2], one[3].at))
    found: list[Proposal] = [cell for typed, document in read for cell in _tabled(typed, document, wanted)] if wanted else []
    enough = len(found) + top
    for _, score, place, part, said in ranked[: top * TRIED]:
        if len(found) == enough:
            break
        typed, document = read[place]
        page = _page(part, document)
        if (said or score > 0) and page is not None and not _told(part.text, found):
            found.append(Proposal(typed, document.path, page, part.text, said, score))
    found.sort(key=lambda one: _jammed(one.quote) - len(one.numbers))  # stable: tables come before sentences with as many numbers
    return tuple(found[:top])


def _words(claim: Claim) -> Iterator[str]:
    yield claim.text
    for quantity in claim.quantities:
        yield from filter(None, (quantity.printed, quantity.what, quantity.when, quantity.arm, quantity.unit, quantity.responder))


def _candidates(parts: Sequence[Stretch], wanted: Sequence[Number]) -> list[tuple[Stretch, tuple[str, ...]]]:
    """Every sentence with the numbers it holds, and two that follow each other where together they hold more than either."""
    alone = [(part, _held(part.text, wanted)) for part in parts]
    made = list(alone)
    for (one, own), (two, other) in pairwise(alone):
        together = tuple(dict.fromkeys((*own, *other)))
        if len(together) > max(len(own), len(other)) and one.sheet == two.sheet and len(one.text) + len(two.text) < stretches.LONGEST:
            made.append((Stretch(f"{one.text} {two.text}", one.sheet, one.at), together))
    return made


def _jammed(text: str) -> float:
    """What counts against words that are mostly numbers, which are a table run together: it can be named better as a table."""
    terms = stretches.terms(text)
    return 1.5 if sum(term[0].isdigit() for term in terms) > 0.4 * len(terms) and len(terms) > 12 else 0.0


def _held(text: str, wanted: Sequence[Number]) -> tuple[str, ...]:
    if not wanted or not any(mark.isdigit() for mark in text):
        return ()
    own = cells.numbers(text, cells.mark((text,)))
    return tuple(number.text for number in wanted if any(_same(number, one) for one in own))


def _same(wanted: Number, printed: Number) -> bool:
    """Whether a text has a claim's number: its value and places; a fall may be printed with its sign."""
    return abs(wanted.value) == abs(printed.value) and wanted.decimals == printed.decimals


def _page(part: Stretch, document: Document) -> str | None:
    """The page to name with a quote; None where it is not found word for word on that page (a letter that folding changes)."""
    label = document.labels[part.sheet - 1] if 0 < part.sheet <= len(document.labels) else ""
    page = label or (str(part.sheet) if part.sheet else "")
    found = passages.find(part.text, document, page or None)
    return page if found.kind == "exact" and (not part.sheet or part.sheet in found.sheets) else None


def _told(text: str, found: Sequence[Proposal]) -> bool:
    """Whether a proposal says it already: the sentence, or two of which it is one."""
    return any(text in one.quote or one.quote in text for one in found if one.quote)


def _tabled(typed: str, document: Document, wanted: Sequence[Number]) -> Iterator[Proposal]:
    """Rows of the document's tables that hold the most of the numbers; a cell of one, where it holds but one of them."""
    rows: list[tuple[Table, int, dict[int, tuple[str, ...]]]] = []
    for table in document.tables:
        for at, line in enumerate(table.rows if table.number else ()):
            if held := {place: own for place, text in enumerate(line) if place and line[0] and (own := _held(text, wanted))}:
                rows.append((table, at, held))
    rows.sort(key=lambda row: -len({text for own in row[2].values() for text in own}))
    for table, at, held in rows[:TABLED]:
        said = tuple(number.text for number in wanted if any(number.text in own for own in held.values()))
        row, place = table.rows[at][0], min(held)
        heads = " ".join(dict.fromkeys(each[place] for each in table.rows[: min(tables.heads(table), at)] if each[place]))
        column = heads if len(said) == 1 else ""
        found = [tables.holds(document, table.number, text, row, column) for text in said]
        if all(isinstance(one, Found) and one.kind == "exact" for one in found):
            label = document.labels[table.sheet - 1] if 0 < table.sheet <= len(document.labels) else ""
            page = label or (str(table.sheet) if table.sheet else "")
            yield Proposal(typed, document.path, page, "", said, 0.0, table.number, row, column)


def quoted(value: str) -> str:
    """A text as a value of YAML on one line: bare where it is plain, else in double quotes."""
    if ALONE.fullmatch(value) and value.lower() not in OWN:
        return value
    return UNSHOWN.sub(lambda mark: f"\\u{ord(mark[0]):04x}", json.dumps(value, ensure_ascii=False))
