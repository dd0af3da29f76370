"""The page's own reference list and its footnotes, in the layouts that pages use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from evidence.footnotes import FOOTNOTE, RAISED_DIGITS, Line, footnotes
from evidence.labels import RAISED, place
from evidence.lexicon import fold
from evidence.nouns import dataclass
from evidence.page import Block, Listed, Page
from evidence.patterns import late, openings
from evidence.vocabulary import heads

ROMAN = r"(?:x{0,2}(?:ix|iv|v?i{1,3}|v|x))"
ROMAN_LETTERS = "ivx"
# "[1] A", "(ii) A", "1. A", "1) A", "¹ A", "1 Abc", "ii Abc", "1Abc" (its superscript was lost)
NUMBERED = late(
    rf"\s*(?:\[(?P<bracket>[0-9]{{1,3}}|{ROMAN})\]|\((?P<paren>[0-9]{{1,3}}|{ROMAN})\)|(?P<dotted>[0-9]{{1,3}}|{ROMAN})[.)](?![0-9])"
    rf"|(?P<raised>[{RAISED_DIGITS}]{{1,3}})|(?P<bare>[0-9]{{1,3}}|{ROMAN})(?=\s)|(?P<glued>[0-9]{{1,3}})(?=[A-ZÀ-Ý][A-Za-zÀ-ÿ]))"
    r"\s*(?=[^\s\d]|\d{4}|\d+[- ][A-Za-z])"
)
# What an entry of a list of sources looks like: a year, a journal's volume and pages, "et al", data on file …
SOURCE = late(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|et al|doi|https?://|data on file|\d+(?:\(\d+\))?:\s?e?\d+|isbn|pmid|prescribing information"
    r"|internal (?:report|data)|user (?:guide|manual|survey)|press release|fachinformation|ficha técnica|gebrauchsinformation", re.I
)
# What stands below a list without being of it: the imprint of a page
IMPRINT = late(
    r"[^\n]{0,40}(?:©|\(c\) ?(?:19|20)\d\d|copyright|all rights reserved|alle rechte|tous droits|todos los derechos|tutti i diritti|date of prep"
    r"|prepared in|last updated|stand:|erstellt|fecha de (?:elab|prep)|date de (?:prép|mise)|data di (?:prep|agg)|pflichttext|mentions légales)", re.I
)
LABELLED = late(r"\s*[\[(]?([0-9]{1,3})[.)\]]{0,2}\s*")
HEADS = ("heads", "note_heads")  # tables of headings: of lists, of footnotes
ENTRY = 200  # characters in which an entry shows that it is a source
LONGEST = 2000  # characters of an entry that goes on over several lines
STEP = 4  # a run-on list may leave out at most this many numbers in a row


@dataclass(frozen=True, slots=True)
class Apparatus:
    """What a page has besides its statements: entries, footnotes, and the stretches of text that they take."""

    listed: tuple[Listed, ...]
    footnotes: tuple[tuple[str, str, int], ...]  # sign, text, line; in order, repeated where the page repeats a sign
    zones: tuple[tuple[int, int], ...]
    lists: tuple[int, ...] = ()  # for each entry: which list of the page it stands in, from 0
    headed: tuple[bool, ...] = ()  # for each list: whether it stands under a heading of its own


def read(page: Page) -> Apparatus:
    """The reference lists and footnotes of a page."""
    lines = tuple(_lines(page))
    listed: list[Listed] = []
    lists: list[int] = []
    headed: list[bool] = []
    zones: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        head = _head(page, lines[at])
        entries, following = _entries(page, lines, at, head)
        if entries:
            headed.append(head >= 0)
            listed += entries
            lists += [len(headed) - 1] * len(entries)
            zones += [(line.start, line.end) for line in lines[at:following]]
            at = following
        else:
            at = max(at + 1, following)
    notes, more = footnotes(page, lines, zones)
    return Apparatus(tuple(listed), notes, tuple(sorted(zones + more)), tuple(lists), tuple(headed))


def _lines(page: Page) -> Iterator[Line]:
    text, made = page.text, tuple.__new__  # what Line(…) does, at half its price
    for index, block in enumerate(page.blocks):
        at = block.start
        if at < block.end and not text[at].isspace() and text.find("\n", at, block.end) < 0:  # by far the commonest
            yield made(Line, (at, block.end, index, block.line))
            continue
        for number, typed in enumerate(text[at : block.end].split("\n"), block.line):
            if typed and not typed.isspace():
                yield Line(at, at + len(typed), index, number)
            at += len(typed) + 1


def _head(page: Page, line: Line) -> int:
    """Where the words after a list's heading begin, or -1 where the line is no such heading."""
    opens = page.text[line.start : line.start + 2]
    if opens.isascii() and opens.isalpha() and not _may_head(opens.lower()):
        return -1
    typed = fold(page.text[line.start : min(line.end, line.start + 60)])
    bare = typed.lstrip("#* \t")
    if not bare.startswith(_head_begins()):
        return -1
    for table in HEADS:
        match = heads(table).match(bare)
        if match is None:
            continue
        end = len(typed) - len(bare) + match.end()
        rest = typed[end:].strip()
        if rest in ("", ":", ".") or (typed[end:].lstrip().startswith(":") and table == "heads"):
            return line.start + end + len(typed[end:]) - len(typed[end:].lstrip(" :."))
        begins = end + len(typed[end:]) - len(typed[end:].lstrip(" ."))  # "Bibliography. (1) A."
        if NUMBERED.match(typed, begins) and page.blocks[line.block].kind != "heading" and table == "heads":
            return line.start + begins
    return -1


@cache
def _head_begins() -> tuple[str, ...]:
    """How headings can begin: that rules most lines out at a fraction of a match's price."""
    return tuple(sorted({opening.strip() for table in HEADS for opening in openings(heads(table).pattern)}))


@lru_cache(maxsize=1024)
def _may_head(opens: str) -> bool:
    """Whether a heading may begin with these two letters."""
    return any(begins.startswith(opens) or opens.startswith(begins) for begins in _head_begins())


def _entries(page: Page, lines: Sequence[Line], at: int, head: int) -> tuple[list[Listed], int]:
    """The entries that begin at a heading or at a numbered line, and the index of the line after them; none where there are none."""
    if head >= 0:
        line = lines[at]
        if head < line.end and page.text[head : line.end].strip(" :."):
            entries = _run_on(page, Line(head, line.end, line.block, line.line))
            more, following = _numbered(page, lines, at + 1, len(entries) == 1)
            return (entries + more if entries else []), (following if entries and len(entries) == 1 else at + 1)
        entries, following = _numbered(page, lines, at + 1, True)
        return (entries, following) if entries else _unnumbered(page, lines, at + 1)
    entries, following = _numbered(page, lines, at, False)
    if not entries:
        return [], following
    sources = sum(SOURCE.search(entry.text) is not None for entry in entries)
    counted = (len(entries) >= 2 and entries[0].number in ("1", "i")) or sources == len(entries) >= 3
    return (entries, following) if counted and sources * 3 >= len(entries) * 2 else ([], following)


def _numbered(page: Page, lines: Sequence[Line], at: int, headed: bool) -> tuple[list[Listed], int]:
    """Numbered lines from there; a line without a number continues the entry before it while it looks like a source."""
    entries: list[Listed] = []
    while at < len(lines):
        line, block = lines[at], page.blocks[lines[at].block]
        if block.kind == "heading":
            break
        found = _run_on(page, line)
        if not found and block.kind == "item" and block.number:
            found = _run_on(page, line, block.number.strip(" .()[]"))
        if not found and block.kind == "cell" and (beside := _beside(page, lines, at)):
            found, at = beside, at + 1
        if not found:
            if not (headed and entries and lines[at - 1].block == line.block and _goes_on(page, line, entries[-1])):
                break
            last = entries.pop()
            found = [Listed(last.number, f"{last.text} {page.text[line.start : line.end].strip()}", last.start, line.end, last.line)]
        elif entries and not headed and _anew(entries[-1].number, found[0].number):
            break
        entries += found
        at += 1
    return entries, at


def _beside(page: Page, lines: Sequence[Line], at: int) -> list[Listed]:
    """The entry of a row of a table whose first cell is its number; none where the row is no such."""
    label = LABELLED.fullmatch(page.text, lines[at].start, lines[at].end)
    if label is None or at + 1 == len(lines):
        return []
    one, other = page.blocks[lines[at].block], page.blocks[lines[at + 1].block]
    return _run_on(page, lines[at + 1], label[1]) if other.kind == "cell" and other.row == one.row else []


def _goes_on(page: Page, line: Line, last: Listed) -> bool:
    return len(last.text) <= LONGEST and SOURCE.search(page.text, line.start, line.end) is not None


def _anew(last: str, number: str) -> bool:
    """Whether the numbers begin anew: another list."""
    return last.isdigit() and number.isdigit() and (int(number) < int(last) or number == last == "1")


def _unnumbered(page: Page, lines: Sequence[Line], at: int) -> tuple[list[Listed], int]:
    """Lines under a heading without numbers: they are numbered as a browser numbers them."""
    entries: list[Listed] = []
    begun = at
    while at < len(lines):
        line = lines[at]
        if entries and _head(page, line) >= 0 and heads("note_heads").match(fold(page.text[line.start : line.end]).lstrip("#* \t")) is None:
            return [], begun  # the list begins here: what came before were remarks
        if page.blocks[line.block].kind == "heading":
            break
        typed = page.text[line.start : line.end].strip()
        if FOOTNOTE.match(typed) or (not SOURCE.search(typed) and (len(entries) == 0 or len(typed) > 200)):
            break
        if entries and (IMPRINT.match(typed) or _parted(page, entries, line.start)):
            break
        entries.append(Listed(str(len(entries) + 1), typed, line.start, line.end, line.line))
        at += 1
    return entries, at


def _parted(page: Page, entries: Sequence[Listed], start: int) -> bool:
    """Whether a line is set off from entries that follow one another without an empty line, as only plain text shows it."""
    if len(entries) < 2 or page.text.count("\n", entries[-1].end, start) < 2:
        return False
    return all(page.text.count("\n", one.end, other.start) < 2 for one, other in pairwise(entries))


def _run_on(page: Page, line: Line, number: str = "") -> list[Listed]:
    """The entries of one line: one, or several that run on ("1. A. 2. B."). None where it does not begin with a number.

    `number`: the number of an item that a reader took off its text.
    """
    text = page.text
    if number:
        style, starts = "dotted", [(line.start, line.start, _digits(number))]
    else:
        if text[line.start].isalpha() and text[line.start] not in ROMAN_LETTERS:
            return []
        first = NUMBERED.match(text, line.start, line.end)
        if first is None:
            return []
        style = next(name for name, value in first.groupdict().items() if value)
        starts = [(first.start(), first.end(), _label(first))]
    last = place(starts[0][2])
    for match in LATER[style].finditer(text, starts[0][1], line.end) if last else ():
        label = _digits(match[1])
        if label.isdigit() == starts[0][2].isdigit() and (last < place(label) <= last + STEP or _again(text, starts[-1][1], match, last)):
            last = place(label)
            starts.append((match.start(), match.end(), label))
    if style in ("bare", "glued") and len(starts) == 1 and not text[starts[0][1]].isupper():
        return []
    found = []
    for at, (start, begin, label) in enumerate(starts, 1):
        end = starts[at][0] if at < len(starts) else line.end
        if text[start].isspace():
            start += end - start - len(text[start:end].lstrip())
        found.append(Listed(label, text[begin:end].strip(" ;·•|\t"), start, end, line.line))
    return found


def _again(text: str, start: int, match: re.Match[str], last: int) -> bool:
    """Whether a list that runs on has one number twice: both times a source, set off by a full stop, follows it."""
    if place(_digits(match[1])) != last or text[match.end() : match.end() + 1].isdigit():
        return False
    before, after = max(start, match.start() - ENTRY), match.end()
    return SOURCE.search(text, before, match.start()) is not None and SOURCE.search(text, after, after + ENTRY) is not None


def _label(match: re.Match[str]) -> str:
    return _digits(next(value for value in match.groups() if value))


def _digits(typed: str) -> str:
    """A number with plain digits for raised ones."""
    return typed if typed.isascii() else typed.translate(RAISED)


LATER = {  # those that can begin with what they find: what may stand before it, said first, would be tried at every letter
    "bracket": late(rf"(?<=[\s.;])\[([0-9]{{1,3}}|{ROMAN})\]\s*"),
    "paren": late(rf"(?<=[\s.;])\(([0-9]{{1,3}}|{ROMAN})\)\s*"),
    "dotted": late(rf"\s(?<=[.;)\d·•|]\s)\s*([0-9]{{1,3}}|{ROMAN})[.)]\s*(?=[^\W\d_])"),
    "raised": late(rf"(?<=[\s.;])([{RAISED_DIGITS}]{{1,3}})\s*"),
    "bare": late(rf"\s(?<=[.;)·•|]\s)\s*([0-9]{{1,3}}|{ROMAN})\s+(?=[^\W\d_])"),
    "glued": late(r"\s(?<=[.;)·•|]\s)\s*([0-9]{1,3})(?=[A-ZÀ-Ý][A-Za-zÀ-ÿ])"),
}


def block_at(blocks: Sequence[Block], at: int) -> int:
    """The index of the block that holds an offset (the last that begins at or before it)."""
    low, high = 0, len(blocks)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if blocks[middle].start <= at else (low, middle)
    return max(0, low - 1)
