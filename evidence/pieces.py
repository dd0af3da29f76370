"""The published pieces of a registry, read: what each page says, and which claims stand on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from evidence import beside, claimwords, matching, readers, renamed, statements
from evidence import claims as nouns
from evidence import superscripts as raised_marks
from evidence.folding import fold_words
from evidence.model import Claim, Material, Missing, Registry
from evidence.nouns import dataclass
from evidence.page import Block, Page, Piece, Reading, Statement, Use, blocks_of, is_wide, line_at, merged
from evidence.patterns import late

FIGURE = late("[0-9½⅓⅔¼¾]")
WITHOUT_LINES = ("pdf", "docx")  # kinds that nobody edits line by line


def read(registry: Registry) -> tuple[Piece, ...]:
    """Every material that is there, in order. One that cannot be read is a piece whose page says why."""
    finder = Finder(registry.claims, registry.products)
    pieces = []
    for material in registry.materials:
        if isinstance(material.file, Missing):
            continue  # page-unreadable tells it
        page = readers.read(Path(registry.folder) / material.file, material.file)
        language = claimwords.language_of(str(material.facts.get("language") or page.language))
        pieces.append(_piece(material, material.file, page, registry, finder, language))
    return tuple(pieces)


def _piece(material: Material, file: str, page: Page, registry: Registry, finder: Finder, language: str) -> Piece:
    lines, path = page.kind not in WITHOUT_LINES, (*material.path, "path")
    if page.unreadable:
        return Piece(material.id, file, Reading(page, ()), lines=lines, path=path)
    reading = statements.read(page, {**registry.numbering, **material.numbering}, language)
    excused, seen = exempted(reading, material.facts.get("exempt"), registry.products), nouns.mapping(material.facts, "looked_at")
    uses, because = finder.uses(reading, language), nouns.text(seen, "because") or ""
    return Piece(material.id, file, reading, uses, excused, lines, path, unseen(page, seen) if because else unseen(page, {}), because)


def unseen(page: Page, seen: Mapping[str, object]) -> dict[str, int]:
    """Kind → how many pictures, videos and the like a page shows beyond those that a person says they looked at: nothing here reads them."""
    shown = Counter(page.media)
    counted = {kind: int(number) for kind in shown if isinstance(number := seen.get(kind), str) and number.isascii() and number.isdigit()}
    return {kind: count - counted.get(kind, 0) for kind, count in sorted(shown.items()) if count > counted.get(kind, 0)}


def exempted(reading: Reading, typed: object = None, products: Mapping[str, object] = {}) -> tuple[tuple[int, str], ...]:
    """The statements that a person says are no claims: by a comment in the page that stands in their block or right before
    it, by their words under `exempt:` of the material, or as the words of a product's `risk_statement`.

    What speaks of one value of a table's row speaks of no other: the row is none where its label is named, or every value of it."""
    risks = [f" {fold_words(nouns.text(facts, 'risk_statement') or '')} " for facts in products.values() if isinstance(facts, Mapping)]
    words = {fold_words(nouns.text(entry, "text") or ""): nouns.text(entry, "because") or "" for _, entry in nouns.items(typed) if isinstance(entry, dict)}
    found = []
    for index, one in enumerate(reading.statements):
        page = reading.page
        if is_wide(page, one) and page.blocks[one.block].kind == "cell":
            notes = _of_row(page, one, words)
        else:
            notes = [*_noted(page, one.block), *_named(one.text, words)]
        if not notes and (said := fold_words(one.text)).count(" ") > 1 and any(f" {said} " in risk for risk in risks):
            notes.append("it stands in the product's `risk_statement`")
        if notes:
            found.append((index, notes[0]))
    return tuple(found)


def _noted(page: Page, index: int) -> list[str]:
    """What comments in a block and right before it say."""
    before = page.blocks[index - 1].end if index else -1
    return [note.because for note in page.exemptions if before < note.at <= page.blocks[index].end]


def _named(text: str, words: Mapping[str, str]) -> list[str]:
    """What is said under `exempt:` of the words of a text."""
    folded = fold_words(text) if words else ""
    return [because for exempt, because in words.items() if exempt and exempt in folded]


def _of_row(page: Page, one: Statement, words: Mapping[str, str]) -> list[str]:
    """What is said of the row of a table: of its label, or of each of its cells that has a number."""
    cells: dict[int, list[int]] = {}
    for at in blocks_of(page, one):
        cells.setdefault(page.blocks[at].cell, []).append(at)
    label, *values = ((page.text[page.blocks[own[0]].start : page.blocks[own[-1]].end], own) for own in cells.values())
    if notes := [*(note for at in label[1] for note in _noted(page, at)), *_named(label[0], words)]:
        return notes
    said = [(text, [*(note for at in own for note in _noted(page, at)), *_named(text, words)]) for text, own in values if FIGURE.search(text)]
    whole = [because for exempt, because in words.items() if exempt and exempt in fold_words(one.text) and all(fold_words(text) in exempt for text, _ in said)]
    return whole or (said[0][1] if said and all(notes for _, notes in said) else [])


class Finder:
    """Claims to be looked for on pages of any language: what is built for that is built once, and only when it is needed."""

    def __init__(self, claims: tuple[Claim, ...], products: Mapping[str, object] = {}) -> None:
        self.claims, self.names = claims, renamed.names(products)
        self.by_id = {claim.id: claim for claim in claims}
        self.built: dict[str, matching.Matcher] = {}

    def uses(self, reading: Reading, language: str) -> tuple[Use, ...]:
        """The claims that stand on a page, each with the statements it overlaps and the references printed for it.

        Near and drifted wordings are looked for only where a statement or a number is left that no registered wording covers.
        """
        if language not in self.built:
            self.built[language] = matching.matcher(self.claims, language)
        spread = _Spread([one.start for one in reading.statements], [one.end for one in reading.statements])
        marks = citations(reading)
        wide = [(one.start, one.end) for one in reading.statements if is_wide(reading.page, one)]
        found = matching.find(self.built[language], reading.page, marks, partial(_left, reading, spread, marks), wide)
        over = [_overlapped(match, spread) for match in found]
        held = [
            beside.Held(match.start, match.end, match.block, within, match.wording, partial(_known, self.by_id[match.claim]), bool(match.within))
            for match, within in zip(found, over, strict=True)
        ]
        others = beside.beside(held, reading, marks, language)
        found = tuple(self._renamed(match, language) for match in found)
        return tuple(_use(match, reading, within, words) for match, within, words in zip(found, over, others, strict=True))

    def _renamed(self, match: matching.Match, language: str) -> matching.Match:
        """Nearly the registered words are drifted where they speak of another product or outcome."""
        differences = renamed.renamed(match.wording, match.printed, self.names, language) if match.kind == "near" else ()
        return match._replace(kind="drifted", differences=differences) if differences else match


def _known(claim: Claim) -> Iterator[str]:
    """The words of a claim, and the times and sizes on record for it: they may stand beside one of its wordings."""
    yield claim.text
    yield from (typed for each in claim.quantities for typed in (each.when, each.n) if typed)


@dataclass(frozen=True, slots=True)
class _Spread:
    """Where the statements of a page begin and end, in order."""

    starts: list[int]
    ends: list[int]


def _left(reading: Reading, spread: _Spread, marks: list[tuple[int, int]], found: Iterable[matching.Match]) -> set[int]:
    """The blocks that have a statement or a figure that stands in no registered wording; and where there is such a one, those without
    statements, too: a changed wording may stand where nothing looks like one. The page's list of sources is none of them."""
    matched = merged((match.start, match.end) for match in found if match.kind != "drifted")
    spans = merged(matched + marks)
    page = reading.page
    stated = {index for match in found for index in _overlapped(match, spread)}
    left = {one.block for index, one in enumerate(reading.statements) if index not in stated}
    own = {one.block for one in reading.statements}
    for one in reading.statements:
        if is_wide(page, one):  # a wording in one of them says nothing of the others
            blocks = blocks_of(page, one)
            own.update(blocks)
            left |= {at for at in blocks if not _reached(page.blocks[at], matched)}
    starts = [block.start for block in page.blocks] if reading.listed else []
    listed = {max(0, bisect_right(starts, entry.start) - 1) for entry in reading.listed}
    others = set(range(len(page.blocks))) - left - listed
    left |= {block for block in others if _has_figures(page, page.blocks[block], spans)}
    return left | (others - own) if left else left


def _reached(block: Block, spans: list[tuple[int, int]]) -> bool:
    """Whether one of these stretches has a character of a block."""
    last = bisect_left(spans, (block.end,)) - 1
    return last >= 0 and spans[last][1] > block.start


def _has_figures(page: Page, block: Block, spans: list[tuple[int, int]]) -> bool:
    """Whether a figure stands in a block outside of these spans."""
    at, turn = block.start, max(0, bisect_right(spans, (block.start,)) - 1)
    while turn < len(spans) and spans[turn][0] < block.end:
        if FIGURE.search(page.text, at, max(at, spans[turn][0])) is not None:
            return True
        at, turn = max(at, spans[turn][1]), turn + 1
    return FIGURE.search(page.text, at, max(at, block.end)) is not None


def citations(reading: Reading) -> list[tuple[int, int]]:
    """Where reference marks stand: those of the statements, and every superscript that looks like one."""
    marks = {(marker.start, marker.end) for statement in reading.statements for marker in statement.markers}
    raised = set(raised_marks.sort(reading.page)[0]) - marks if reading.page.runs else ()
    return sorted([*marks, *((low, high) for low, high in raised if not any(start < high and low < end for start, end in marks))])


def _overlapped(match: matching.Match, spread: _Spread) -> tuple[int, ...]:
    """The statements that a match has words of."""
    return tuple(range(bisect_right(spread.ends, match.start), bisect_left(spread.starts, match.end)))


def _use(match: matching.Match, reading: Reading, overlapping: tuple[int, ...], others: beside.Beside | None) -> Use:
    page = reading.page
    block = page.blocks[match.block]
    line = line_at(page.text, block, match.start)
    if overlapping:
        line = reading.statements[overlapping[0]].line
    references = _references(match, [reading.statements[index] for index in overlapping])
    turned, more, sentence = (others.turned, others.more, others.sentence) if others is not None else ((), (), "")
    changed = tuple(map(str, match.differences or turned))
    kind = "drifted" if turned else match.kind
    return Use(match.claim, kind, match.start, match.end, line, match.printed, match.wording, changed, overlapping, references, more, sentence)


def _references(match: matching.Match, overlapped: Iterable[Statement]) -> tuple[str, ...]:
    """The numbers printed for a claim: those of its quantities, else the next marker to its right, else the last to its left."""
    found: dict[str, None] = {}
    for statement in overlapped:
        inside = [each for each in statement.quantities if match.start <= each.start and each.end <= match.end and each.references]
        markers = sorted(statement.markers, key=lambda marker: marker.start)
        if inside:
            numbers = [number for each in inside for number in each.references]
        elif after := [marker for marker in markers if marker.end > match.start]:
            reached = [marker for marker in after if marker.start < match.end] or after[:1]
            numbers = [number for marker in reached for number in marker.references]
        else:
            numbers = [number for marker in markers[-1:] for number in marker.references]
        found.update(dict.fromkeys(numbers))
    return tuple(found)
