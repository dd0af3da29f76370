"""What a page says: its statements with their quantities, references, footnote signs and flags; its list; its faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from evidence import assertions, defects, figures, flags, markers, reflist, resultrows, sentences, tiles
from evidence.gluednames import NAMED
from evidence.known import Known
from evidence.lexicon import MARKS, fold
from evidence.markers import Mark
from evidence.nouns import dataclass
from evidence.page import Block, Found, Marker, Page, Reading, Statement, line_at
from evidence.patterns import late
from evidence.printed import natural
from evidence.vocabulary import Vocabulary, language_of, vocabulary

SILENT = ("nav",)  # regions that state nothing
TOKEN = late(r"[^\W_][\w'’-]*")
HEADING = 60  # characters of a heading
HEAD = late(r"\W*(?P<words>[^\W\d_][^\n\d.;:,!|·]*)\??\s*")  # a line of a few words without a full stop
LETTERS = late(r"[^\W\d_]")
GROUPED = {mark: late(rf"(?<![\w.,])[1-9][{groups}][0-9]{{3}}(?![\w]|[.,][0-9])") for mark, groups in ((".", ",\u00a0\u202f"), (",", ".\u00a0\u202f’'"))}


def read(page: Page, numbering: Collection[str] = (), language: str = "") -> Reading:
    """Everything a page says, in the terms of shared/extraction/README.md.

    `numbering`: the reference numbers that the registry knows, for pages whose markers lost their superscript.
    `language`: en, de, fr, es or it; without it what the page declares, else what its words show.
    Offsets are code points of page.text. Never raises on a page's content; time is linear in its length.
    """
    words = vocabulary(language_of(page.text, language or page.language))
    apparatus = reflist.read(page)
    spans = _spans(page, apparatus.zones)
    known = _known(page, apparatus, numbering, words)
    marks = markers.find(page, [(start, end) for start, end, _ in spans], known, words)
    footnotes = {sign: text for sign, text, _ in reversed(apparatus.footnotes)}
    statements = tuple(_statements(page, spans, marks, footnotes, words))
    cited = _cited(page, marks)
    faults = defects.find(page.text, statements, cited, apparatus, words)
    return Reading(page, statements, apparatus.listed, footnotes, faults)


def found_markers(page: Page, numbering: Collection[str] = (), language: str = "") -> tuple[Marker, ...]:
    """Every reference marker of a page outside its list and footnotes, whether or not it hangs on a statement."""
    words = vocabulary(language_of(page.text, language or page.language))
    apparatus = reflist.read(page)
    spans = [(start, end) for start, end, _ in _spans(page, apparatus.zones)]
    marks = markers.find(page, spans, _known(page, apparatus, numbering, words), words)
    return tuple(Marker(page.text[mark.start : mark.end], mark.start, mark.end, mark.labels) for mark in marks)


def _spans(page: Page, zones: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int, int]]:
    """The stretches that may state something: blocks without what the list and the footnotes take; (start, end, block)."""
    found = []
    turn = 0
    for index, block in enumerate(page.blocks):
        if block.region in SILENT or block.kind == "code":
            continue
        at = block.start
        while turn < len(zones) and zones[turn][1] <= at:
            turn += 1
        later = turn
        while later < len(zones) and zones[later][0] < block.end:
            found.append((at, max(at, zones[later][0]), index))
            at = zones[later][1]
            later += 1
        found.append((at, block.end, index))
    return tiles.joined(page, [(start, end, index) for start, end, index in found if start < end and page.text[start:end].strip()])


def _known(page: Page, apparatus: reflist.Apparatus, numbering: Collection[str], words: Vocabulary) -> Known:
    numbers = frozenset(entry.number for entry in apparatus.listed) | frozenset(str(number) for number in numbering)
    roman = any(number.isalpha() for number in numbers)
    digits = [value for number in numbers if (value := natural(number)) is not None]
    signs = frozenset(sign for sign, _, _ in apparatus.footnotes)
    tokens = Counter(TOKEN.findall(page.text)) if page.kind != "html" else Counter[str]()
    if tokens and numbers:
        tokens.update(NAMED.findall(page.text))
    grouped = bool(tokens) and bool(digits) and GROUPED[MARKS[words.language]].search(page.text) is not None
    return Known(numbers, signs, roman, tokens, max(digits, default=0), any(map(str.isalpha, signs)), grouped)


def _statements(
    page: Page, spans: Sequence[tuple[int, int, int]], marks: Sequence[Mark], footnotes: Mapping[str, str], words: Vocabulary
) -> Iterator[Statement]:
    turn = told = 0
    safe = False  # under a heading that speaks of safety
    for at, (start, end, index) in enumerate(spans):
        if at < told:
            continue  # it was told with its row
        while turn < len(marks) and marks[turn].end <= start:
            turn += 1
        if page.blocks[index].kind == "cell" and (row := resultrows.row(page, spans, at, marks, turn, lambda text: _asserts(text, words))):
            statement = _row(page, row, resultrows.within(marks, turn, row[-1][1]), footnotes, words)
            if statement is not None:
                told = at + len(row)
                yield statement
                continue
        last = turn
        while last < len(marks) and marks[last].start < end:
            last += 1
        here = marks[turn:last]
        block = page.blocks[index]
        line = block.kind == "paragraph" or (block.kind == "heading" and block.level > 0)
        if line and end - start <= HEADING and (head := HEAD.fullmatch(page.text, start, end)) is not None:
            safe = words.pattern("safe_heads").match(fold(head["words"])) is not None
        own = 0
        typed = markers.blanked(page.text, start, end, here, sentences.MARK)
        tile = end > block.end  # a number and its label
        if tile:
            block, typed = replace(block, kind="paragraph"), _tiled(typed)
        for a, b in sentences.split(typed, words):
            while own < len(here) and here[own].end <= start + a:
                own += 1
            marked = own < len(here) and here[own].start < start + b
            bare = page.text[start + a : start + b]
            if not marked and _told(_tiled(bare) if tile else bare, block.kind, False, False, False, words.language) is None:
                continue  # by far the commonest
            closing = next((at for at in range(own, len(here)) if here[at].start >= start + b), len(here))
            statement = _statement(page, block, index, start + a, start + b, here[own:closing], footnotes, words, safe)
            if statement is not None:
                yield statement


def _asserts(text: str, words: Vocabulary) -> bool:
    return _told(text, "cell", False, False, False, words.language) is not None


def _row(
    page: Page, row: Sequence[tuple[int, int, int]], marks: Sequence[Mark], footnotes: Mapping[str, str], words: Vocabulary
) -> Statement | None:
    """A row of a table, its label and its values, as a statement, or None where it states nothing."""
    text, block, start, end = page.text, page.blocks[row[0][2]], row[0][0], row[-1][1]
    bare = figures.without(text, start, end, marks)
    read = resultrows.told(bare.text, words.language, block.row == 0, bool(marks))
    said = flags.gist(bare.text.replace("\n", "\t"), words.language)
    if read is None or said.spoken:
        return None
    references, notes = _named(marks)
    found = flags.flags(flags.Sentence(said, "cell", read, bool(marks)), bool(notes) and flags.noted(notes, footnotes, words), words)
    found = found if marks else (*found, "uncited_claim")
    quantities = resultrows.placed(read, page, row, bare, marks)
    return Statement(text[start:end], start, end, line_at(text, block, start), quantities, references, notes, _placed(text, marks), found, row[0][2])


def _named(marks: Sequence[Mark]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The reference numbers and the footnote signs of markers, each once."""
    references = tuple(dict.fromkeys(label for mark in marks for label in markers.numbers(mark)))
    return references, tuple(dict.fromkeys(label for mark in marks for label in mark.labels if label not in references))


def _placed(text: str, marks: Sequence[Mark]) -> tuple[Marker, ...]:
    return tuple(Marker(text[mark.start : mark.end], mark.start, mark.end, mark.labels) for mark in marks)


def _tiled(text: str) -> str:
    """A number and its label in one line; a dash before the number is a minus and no bullet, for nothing else stands there."""
    text = text.replace("\n", " ")
    return "−" + text[1:] if text[:1] in ("–", "-") and text[1:2].isspace() and text[2:3].isdigit() else text


def _statement(
    page: Page, block: Block, index: int, start: int, end: int, marks: Sequence[Mark], footnotes: Mapping[str, str], words: Vocabulary, safe: bool
) -> Statement | None:
    """The sentence at text[start:end] as a statement, or None where it states nothing. `safe`: under a heading that speaks of safety."""
    text = page.text
    cites = [(mark.start, markers.numbers(mark)) for mark in marks]
    bare = figures.without(text, start, end, marks)
    if end > page.blocks[index].end:  # a number and its label
        bare = replace(bare, text=_tiled(bare.text))
    references, notes = _named(marks)
    versus = bool(notes) and flags.noted(notes, footnotes, words)
    told = _told(bare.text, block.kind, bool(references), bool(notes), versus, words.language, safe)
    if len(bare.starts) > 1 and (read := figures.read(bare.text, words.language)) and any(figures.is_cut(one, bare) for one in read):
        own = figures.placed(read, text, bare, ())  # a marker stands amid a number: what the number says is not in the bare text
        told = _judged(bare.text, own, block.kind, bool(references), bool(notes), versus, words.language, safe)
    if told is None:
        return None
    line = line_at(text, block, start)
    quantities = figures.placed(figures.read(bare.text, words.language), text, bare, cites) if told.numbers else ()
    return Statement(text[start:end], start, end, line, quantities, references, notes, _placed(text, marks), told.flags, index)


@dataclass(frozen=True, slots=True)
class Told:
    """What makes a sentence a statement."""

    numbers: bool  # it has quantities
    flags: tuple[str, ...]


@lru_cache(maxsize=32_768)  # the pages of a site repeat their sentences
def _told(bare: str, kind: str, cites: bool, noted: bool, versus: bool, language: str, safe: bool = False) -> Told | None:
    """What a sentence without its markers states in a block of that kind. `cites`, `noted`: it has markers with numbers, with signs;
    `versus`: a footnote of it says what it is compared with; `safe`: it stands under a heading that speaks of safety."""
    if LETTERS.search(bare) is None and kind != "cell":
        return None
    if not cites and not noted and kind != "cell" and assertions.asserts_nothing(flags.gist(bare, language)):
        return None
    return _judged(bare, figures.read(bare, language), kind, cites, noted, versus, language, safe)


def _judged(bare: str, read: tuple[Found, ...], kind: str, cites: bool, noted: bool, versus: bool, language: str, safe: bool) -> Told | None:
    said = flags.gist(bare, language)
    sentence = flags.Sentence(said, kind, read, cites or noted)
    found = flags.flags(sentence, versus, vocabulary(language), safe)
    if not assertions.is_statement(sentence, found):
        return None
    return Told(bool(read), found if cites or noted or said.spoken else (*found, "uncited_claim"))


def _cited(page: Page, marks: Sequence[Mark]) -> dict[str, int]:
    """Every label that a marker names, with the line of its first use."""
    found: dict[str, int] = {}
    for mark in marks:
        for label in mark.labels:
            if label not in found:
                block = page.blocks[reflist.block_at(page.blocks, mark.start)]
                found[label] = line_at(page.text, block, mark.start)
    return found


def as_json(reading: Reading, claims: Mapping[int, tuple[str, str]] | None = None) -> dict[str, Any]:
    """The page as `scan --format json` prints it. `claims`: index of a statement → (claim id, match), where it is known."""
    matched = claims or {}
    return {
        "path": reading.page.path,
        "statements": [_json(one, *matched.get(index, (None, None))) for index, one in enumerate(reading.statements)],
        "defects": [{"type": defect.type, "references": list(defect.references)} for defect in reading.defects],
    }


def _json(one: Statement, claim: str | None, match: str | None) -> dict[str, Any]:
    return {
        "text": one.text, "start": one.start, "end": one.end, "line": one.line,
        "quantities": [_found(quantity) for quantity in one.quantities],
        "references": list(one.references), "notes": list(one.notes),
        "markers": [{"text": m.text, "start": m.start, "end": m.end, "references": list(m.references)} for m in one.markers],
        "flags": list(one.flags), "claim": claim, "match": match,
    }


def _found(one: Found) -> dict[str, Any]:
    return {
        "text": one.text, "start": one.start, "end": one.end, "kind": one.kind, "value": one.value, "unit": one.unit,
        "comparator": one.comparator, "references": list(one.references),
    }


