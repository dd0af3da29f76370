"""The plain words of a page in one line, a character each, with the way back to the words and their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
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
    line: str
    starts: list[int] = field(default_factory=list)  # where each word begins; this and what follows is empty until it is asked for
    plain: list[int] = field(default_factory=list)  # which words are plain
    guarded: list[int] = field(default_factory=list)  # and which are guarded
    means: frozenset[str] = frozenset()  # what these mean


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
    return Spelled(typed, words, "".join([code(word, UNKNOWN if word.isalpha() else "") for word in words]))


def about(text: Line, block: int, first: int, last: int) -> list[tuple[int, int, Spelled]]:
    """The stretches of a block that have to do with line[first:last], ready to be looked at."""
    found = [each for each in text.stretches[block] if each[1] <= last and each[1] + len(each[2].line) >= first]
    for _, _, one in found:
        if not one.starts:
            _look(one, text)
    return found


def _look(one: Spelled, text: Line) -> None:
    at, code = 0, text.codes.get
    for number, word in enumerate(one.words):
        at = one.text.find(word, at)  # what lies between two words is never a letter or a digit
        one.starts.append(at)
        at += len(word)
        (one.plain if code(word, UNKNOWN if word.isalpha() else "") else one.guarded).append(number)
    one.means = frozenset([meaning(one.words[number], text.guards)[1] for number in one.guarded])


def means(text: Line, block: int, first: int, last: int) -> frozenset[str]:
    """What the guarded words mean that have to do with line[first:last]."""
    found = [one.means for _, _, one in about(text, block, first, last)]
    return found[0] if len(found) == 1 else frozenset().union(*found)


def words(text: Line, block: int, first: int, last: int) -> Words:
    """The words that have to do with line[first:last]."""
    found = about(text, block, first, last)
    typed: list[str] = []
    starts: list[int] = []
    plain: list[int] = []
    guarded: list[int] = []
    for at, _, one in found:
        before = len(typed)
        typed += one.words
        starts += [at + start for start in one.starts]
        plain += [before + number for number in one.plain] if before else one.plain
        guarded += [before + number for number in one.guarded] if before else one.guarded
    return Words(text, found[0][1], typed, starts, plain, guarded)


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
