"""The published pieces of a registry, read: what each page says, and which claims stand on it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evidence import claims as nouns
from evidence import claimwords, matching, readers, statements
from evidence import superscripts as raised_marks
from evidence.folding import fold_words
from evidence.model import Claim, Material, Missing, Registry
from evidence.page import Page, Piece, Reading, Statement, Use

WITHOUT_LINES = ("pdf", "docx")  # kinds that nobody edits line by line


def read(registry: Registry) -> tuple[Piece, ...]:
    """Every material that is there, in order. One that cannot be read is a piece whose page says why."""
    finder = Finder(registry.claims)
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
    return Piece(material.id, file, reading, finder.uses(reading, language), exempted(reading, material.facts.get("exempt")), lines, path)


def exempted(reading: Reading, typed: object = None) -> tuple[tuple[int, str], ...]:
    """The statements that a person says are no claims: by a comment in the page that stands in their block or right before
    it, or by their words under `exempt:` of the material."""
    words = {fold_words(nouns.text(entry, "text") or ""): nouns.text(entry, "because") or "" for _, entry in nouns.items(typed) if isinstance(entry, dict)}
    found = []
    for index, one in enumerate(reading.statements):
        blocks = reading.page.blocks
        before = blocks[one.block - 1].end if one.block else -1
        notes = [note.because for note in reading.page.exemptions if before <= note.at <= blocks[one.block].end]
        notes += [because for text, because in words.items() if text and text in fold_words(one.text)]
        if notes:
            found.append((index, notes[0]))
    return tuple(found)


class Finder:
    """Claims to be looked for on pages of any language: what is built for that is built once, and only when it is needed."""

    def __init__(self, claims: tuple[Claim, ...]) -> None:
        self.claims = claims
        self.built: dict[tuple[str, bool], matching.Matcher] = {}

    def uses(self, reading: Reading, language: str) -> tuple[Use, ...]:
        """The claims that stand on a page, each with the statements it overlaps and the references printed for it.

        Near and drifted wordings are looked for only where a statement is left that no registered wording covers.
        """
        marks = citations(reading)
        found = self._uses(reading, language, marks, near=False)
        return found if _covered(reading, found) else self._uses(reading, language, marks, near=True)

    def _uses(self, reading: Reading, language: str, marks: list[tuple[int, int]], near: bool) -> tuple[Use, ...]:
        if (language, near) not in self.built:
            self.built[language, near] = matching.matcher(self.claims, language, near)
        return tuple(_use(match, reading) for match in matching.find(self.built[language, near], reading.page, marks))


def _covered(reading: Reading, found: Iterable[Use]) -> bool:
    """True where every statement of the page, and every number of it, stands in a registered wording."""
    spans = [(use.start, use.end) for use in found if use.kind != "drifted"]
    stated = {index for use in found for index in use.statements}
    inside = (
        any(start <= number.start and number.end <= end for start, end in spans)
        for one in reading.statements
        for number in one.quantities
        if number.kind != "duration"
    )
    return len(stated) == len(reading.statements) and all(inside)


def citations(reading: Reading) -> list[tuple[int, int]]:
    """Where reference marks stand: those of the statements, and every superscript that looks like one."""
    marks = {(marker.start, marker.end) for statement in reading.statements for marker in statement.markers}
    raised = raised_marks.sort(reading.page)[0] if reading.page.runs else []
    return sorted(marks | {(low, high) for low, high in raised if not any(start < high and low < end for start, end in marks)})


def _use(match: matching.Match, reading: Reading) -> Use:
    page = reading.page
    overlapping = tuple(index for index, one in enumerate(reading.statements) if one.start < match.end and match.start < one.end)
    block = page.blocks[match.block]
    line = block.line + page.text.count("\n", block.start, match.start)
    if overlapping:
        line = reading.statements[overlapping[0]].line
    references = _references(match, [reading.statements[index] for index in overlapping])
    changed = tuple(map(str, match.differences))
    return Use(match.claim, match.kind, match.start, match.end, line, match.printed, match.wording, changed, overlapping, references)


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
