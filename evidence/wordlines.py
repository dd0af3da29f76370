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
    starts: list[int]  # where each word begins; empty until it is asked for


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
    stretches: list[list[tuple[int, Spelled]]]  # of each block, with their offsets
    found: dict[int, tuple[list[str], list[int], list[int]]] = field(default_factory=dict)
    tokens: dict[tuple[int, int], Token] = field(default_factory=dict)  # by block and number of the word


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
    stretches: list[list[tuple[int, Spelled]]] = []
    length = turn = 0
    for low, high in bounds:
        own: list[tuple[int, Spelled]] = []
        starts.append(length)
        while turn < len(covered) and covered[turn][0] < high:
            start, end = covered[turn]
            turn += 1
            length += _spell(own, codes, known, folded, low, start)
            before, low = length, end
            length += _spell(own, codes, known, folded, start, end)
            taken.append((before, length))
        length += _spell(own, codes, known, folded, low, high) + 1
        lines.append("".join([one.line for _, one in own]))
        stretches.append(own)
    ends = [*(start - 1 for start in starts[1:]), length - 1]
    return Line(folded, guards, codes, BREAK.join(lines), starts, ends, taken, [end for _, end in taken], stretches)


def _spell(own: list[tuple[int, Spelled]], codes: Mapping[str, str], known: dict[str, Spelled], folded: str, low: int, high: int) -> int:
    """Add the stretches of folded[low:high] to a block's own: how many plain words they have."""
    plain, at = 0, low
    for typed in folded[low:high].split(". ") if low < high else ():
        one = known.get(typed)
        if at == low and low and not folded[low - 1].isspace():  # what stands before may belong to a word of it
            one = _spelled(typed, TOKEN.findall(folded, low, low + len(typed)), codes)
        elif one is None:
            one = known[typed] = _spelled(typed, TOKEN.findall(typed), codes)
        own.append((at, one))
        plain += len(one.line)
        at += len(typed) + 2
    return plain


def _spelled(typed: str, words: list[str], codes: Mapping[str, str]) -> Spelled:
    code = codes.get
    return Spelled(typed, words, "".join([code(word, UNKNOWN if word.isalpha() else "") for word in words]), [])


def found(text: Line, block: int) -> tuple[list[str], list[int], list[int]]:
    """A block's words, where they begin, and which of them are plain. Only the words that are looked at closely become tokens."""
    known = text.found.get(block)
    if known is None:
        words: list[str] = []
        places: list[int] = []
        for base, one in text.stretches[block]:
            words += one.words
            places += [base + start for start in one.starts or _places(one)]
        code = text.codes.get
        plain = [number for number, word in enumerate(words) if code(word, UNKNOWN if word.isalpha() else "")]
        known = text.found[block] = words, places, plain
    return known


def _places(one: Spelled) -> list[int]:
    at = 0
    for word in one.words:
        at = one.text.find(word, at)  # what lies between two words is never a letter or a digit
        one.starts.append(at)
        at += len(word)
    return one.starts


def words(text: Line, block: int, first: int, last: int) -> list[Token]:
    """A block's words from one to before another."""
    words, places, _ = found(text, block)
    made, known = [], text.tokens
    for number in range(first, min(last, len(words))):
        token = known.get((block, number))
        if token is None:
            word, at = words[number], places[number]
            token = known[block, number] = Token(word, at, at + len(word), *meaning(word, text.guards))
        made.append(token)
    return made


def places(text: Line, block: int, skeleton: str, start: int, slack: int) -> list[tuple[int, int]]:
    """The stretches of a block's plain words, about a place of the line, that are nearest to a skeleton: at most `slack` words
    of them are other ones; several where they tie."""
    low, high, length = text.starts[block], text.ends[block], len(skeleton)
    first, last, line = max(low, start - slack), min(high, start + slack + length), text.line
    best: list[tuple[int, int]] = []
    at = line.find(skeleton, first, last)
    while at >= 0:  # word for word: by far the commonest
        best.append((at - low, at - low + length))
        at = line.find(skeleton, at + 1, last)
    if best:
        return best
    (_, distance_of), cutoff = scorers(), slack
    for begin in range(first, min(high, start + slack) + 1):
        for stop in range(max(begin + 1, begin + length - slack), min(high, begin + length + slack) + 1):
            distance = distance_of(skeleton, line[begin:stop], score_cutoff=cutoff)
            if distance < cutoff:
                best, cutoff = [(begin - low, stop - low)], distance
            elif distance == cutoff:
                best.append((begin - low, stop - low))
    return best


@cache
def scorers() -> tuple[Any, Any]:
    """rapidfuzz's functions; to import them anew at each place would cost as much as to call them."""
    from rapidfuzz.distance import LCSseq, Levenshtein

    return LCSseq.similarity, Levenshtein.distance
