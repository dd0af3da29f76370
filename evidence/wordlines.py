"""The plain words of a page in one line, a character each, with the way back to the words and their places."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import Any

from evidence.guards import TOKEN, Guards, Token, meaning

BREAK, UNKNOWN = "\x00", "\x01"  # between blocks, and any word that no claim has
FIRST = 0x100
REMEMBERED = 4096  # stretches of pages
SURROGATES = range(0xD800, 0xE000)


@dataclass(slots=True)  # it fills itself where it is read
class Spelled:
    """The words of a stretch between two full stops, and the characters of the plain ones."""

    text: str
    words: list[str]
    codes: list[str]  # of each word; empty for a guarded one
    line: str
    starts: list[int]  # where each word begins; empty until it is asked for
    means: frozenset[str] | None = None  # what the guarded words mean; the same


@dataclass(slots=True)  # it fills itself where it is read
class Line:
    """A page's plain words in one line, with the way back to each block's words, made only where they are needed."""

    folded: str
    guards: Guards
    codes: Mapping[str, str]  # of each plain word of the claims; guarded words have an empty one
    line: str
    starts: list[int]  # of each block in the line
    ends: list[int]
    covered: list[tuple[int, int]]  # stretches of the line that are matched already, in order
    reached: list[int]  # where each of these ends
    stretches: list[list[tuple[int, int, Spelled]]]  # of each block, with their offsets in the text and in the line
    found: dict[tuple[int, int, int], Words] = field(default_factory=dict)  # of the stretches of a block that were looked at


@dataclass(slots=True)
class Words:
    """The words of some stretches of a block."""

    text: Line
    begin: int  # of the first plain one in the line
    typed: list[str]
    starts: list[int]
    plain: list[int]  # which of them are
    guarded: list[int]

    def __getitem__(self, number: int) -> Token:
        word, at = self.typed[number], self.starts[number]
        return Token(word, at, at + len(word), *meaning(word, self.text.guards))


def code(number: int) -> str:
    """The character of the n-th word."""
    at = FIRST + number
    return chr(at if at < SURROGATES.start else at + len(SURROGATES))


def line(
    guards: Guards,
    codes: Mapping[str, str],
    known: dict[str, Spelled],
    folded: str,
    bounds: Sequence[tuple[int, int]],
    covered: Sequence[tuple[int, int]],
) -> Line:
    """The page's plain words, block by block. `known` keeps what was spelled on other pages: those of a site repeat their sentences."""
    if len(known) > REMEMBERED:
        known.clear()
    lines: list[str] = []
    starts: list[int] = []
    taken: list[tuple[int, int]] = []
    stretches: list[list[tuple[int, int, Spelled]]] = []
    length = turn = 0
    for low, high in bounds:
        own: list[tuple[int, int, Spelled]] = []
        starts.append(length)
        while turn < len(covered) and covered[turn][0] < high:
            start, end = covered[turn]
            turn += 1
            before = _spell(own, codes, known, folded, low, start, length)
            length, low = _spell(own, codes, known, folded, start, end, before), end
            taken.append((before, length))
        length = _spell(own, codes, known, folded, low, high, length) + 1
        lines.append("".join([one.line for _, _, one in own]))
        stretches.append(own)
    ends = [*(start - 1 for start in starts[1:]), length - 1]
    return Line(folded, guards, codes, BREAK.join(lines), starts, ends, taken, [end for _, end in taken], stretches)


def _spell(
    own: list[tuple[int, int, Spelled]], codes: Mapping[str, str], known: dict[str, Spelled], folded: str, low: int, high: int, length: int
) -> int:
    """Add the stretches of folded[low:high] to a block's own: how long the line is after them."""
    at = low
    for typed in folded[low:high].split(". ") if low < high else ():
        one = known.get(typed)
        if at == low and low and not folded[low - 1].isspace():  # what stands before may belong to a word of it
            one = _spelled(typed, TOKEN.findall(folded, low, low + len(typed)), codes)
        elif one is None:
            one = known[typed] = _spelled(typed, TOKEN.findall(typed), codes)
        own.append((at, length, one))
        length += len(one.line)
        at += len(typed) + 2
    return length


def _spelled(typed: str, words: list[str], codes: Mapping[str, str]) -> Spelled:
    code = codes.get
    own = [code(word, UNKNOWN if word.isalpha() else "") for word in words]
    return Spelled(typed, words, own, "".join(own), [])


def means(text: Line, block: int, first: int, last: int) -> frozenset[str]:
    """What the guarded words mean that have to do with line[first:last]."""
    found: list[frozenset[str]] = []
    for _, _, one in text.stretches[block][_about(text, block, first, last)]:
        if one.means is None:
            one.means = frozenset([meaning(word, text.guards)[1] for word, code in zip(one.words, one.codes, strict=True) if not code])
        found.append(one.means)
    return found[0] if len(found) == 1 else frozenset().union(*found)


def words(text: Line, block: int, first: int, last: int) -> Words:
    """The words that have to do with line[first:last]."""
    about = _about(text, block, first, last)
    known = text.found.get((block, about.start, about.stop))
    if known is not None:
        return known
    typed: list[str] = []
    starts: list[int] = []
    codes: list[str] = []
    own = text.stretches[block][about]
    for at, _, one in own:
        typed += one.words
        starts += [at + start for start in one.starts or _starts(one)]
        codes += one.codes
    plain = [number for number, code in enumerate(codes) if code]
    guarded = [number for number, code in enumerate(codes) if not code]
    made = text.found[block, about.start, about.stop] = Words(text, own[0][1], typed, starts, plain, guarded)
    return made


def _about(text: Line, block: int, first: int, last: int) -> slice:
    """Which stretches of a block have to do with line[first:last]: those at its ends, too, for guarded words may stand there."""
    own = text.stretches[block]
    return slice(bisect_left(own, first, key=_end), bisect_right(own, last, key=itemgetter(1)))


def _end(stretch: tuple[int, int, Spelled]) -> int:
    return stretch[1] + len(stretch[2].line)


def _starts(one: Spelled) -> list[int]:
    at = 0
    for word in one.words:
        at = one.text.find(word, at)  # what lies between two words is never a letter or a digit
        one.starts.append(at)
        at += len(word)
    return one.starts


def places(text: Line, block: int, skeleton: str, start: int, slack: int) -> list[tuple[int, int]]:
    """The stretches of a line, about a place of it, that are nearest to a skeleton: at most `slack` words of them are other ones;
    several where they tie."""
    low, high, length = text.starts[block], text.ends[block], len(skeleton)
    first, last, line = max(low, start - slack), min(high, start + slack + length), text.line
    best: list[tuple[int, int]] = []
    at = line.find(skeleton, first, last)
    while at >= 0:  # word for word: by far the commonest
        best.append((at, at + length))
        at = line.find(skeleton, at + 1, last)
    if best:
        return best
    _, distance_of, _ = scorers()
    cutoff = min(slack, distance_of(skeleton, line[max(first, start) : min(last, start + length)], score_cutoff=slack))
    for begin in range(first, min(high, start + slack) + 1):
        for stop in range(max(begin + 1, begin + length - cutoff), min(high, begin + length + cutoff) + 1):
            distance = distance_of(skeleton, line[begin:stop], score_cutoff=cutoff)
            if distance < cutoff:
                best, cutoff = [(begin, stop)], distance
            elif distance == cutoff:
                best.append((begin, stop))
    return best


@cache
def scorers() -> tuple[Any, Any, Any]:
    """rapidfuzz's functions; to import them anew at each place would cost as much as to call them."""
    from rapidfuzz import process
    from rapidfuzz.distance import LCSseq, Levenshtein

    return LCSseq.similarity, Levenshtein.distance, process.extract
