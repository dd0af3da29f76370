"""The plain words of a page in one line, a character each, with the way back to the words and their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evidence.guards import TOKEN, Guards, Token, meaning

BREAK, UNKNOWN = "\x00", "\x01"  # between blocks, and any word that no claim has
FIRST = 0x100
SURROGATES = range(0xD800, 0xE000)


@dataclass(slots=True)  # it fills itself where it is read
class Line:
    """A page's plain words in one line, with the way back to each block's words, made only where they are needed."""

    folded: str
    bounds: Sequence[tuple[int, int]]
    guards: Guards
    codes: Mapping[str, str]  # of each plain word of the claims; guarded words have an empty one
    line: str
    starts: list[int]  # of each block in the line
    covered: list[tuple[int, int]]  # stretches of the line that are matched already
    words: list[list[str]]  # of each block
    found: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)


def code(number: int) -> str:
    """The character of the n-th word."""
    at = FIRST + number
    return chr(at if at < SURROGATES.start else at + len(SURROGATES))


def line(
    guards: Guards, codes: Mapping[str, str], folded: str, bounds: Sequence[tuple[int, int]], covered: Sequence[tuple[int, int]]
) -> Line:
    """The page's plain words, block by block."""
    code = codes.get
    lines: list[str] = []
    starts: list[int] = []
    taken: list[tuple[int, int]] = []
    spoken: list[list[str]] = []
    length = turn = 0
    for low, high in bounds:
        line, words = "", []
        starts.append(length)
        while turn < len(covered) and covered[turn][0] < high:
            for at in covered[turn]:
                low, piece = at, TOKEN.findall(folded, low, at)
                words += piece
                before = length + len(line)
                line += "".join([code(word, UNKNOWN if word.isalpha() else "") for word in piece])
            taken.append((before, length + len(line)))
            turn += 1
        rest = TOKEN.findall(folded, low, high)
        line += "".join([code(word, UNKNOWN if word.isalpha() else "") for word in rest])
        lines.append(line)
        spoken.append(words + rest)
        length += len(line) + 1
    return Line(folded, bounds, guards, codes, BREAK.join(lines), starts, taken, spoken)


def found(text: Line, block: int) -> tuple[list[int], list[int]]:
    """Where a block's words begin, and which of them are plain. Only the words that are looked at closely become tokens."""
    known = text.found.get(block)
    if known is None:
        at, high = text.bounds[block]
        places = []
        for word in text.words[block]:
            at = text.folded.find(word, at, high)  # what lies between two words is never a letter or a digit
            places.append(at)
            at += len(word)
        code = text.codes.get
        plain = [number for number, word in enumerate(text.words[block]) if code(word, UNKNOWN if word.isalpha() else "")]
        known = text.found[block] = places, plain
    return known


def words(text: Line, block: int, first: int, last: int, places: list[int]) -> list[Token]:
    """A block's words from one to before another."""
    typed = text.words[block][first:last]
    return [Token(word, at, at + len(word), *meaning(word, text.guards)) for word, at in zip(typed, places[first:last], strict=True)]


def end(text: Line, block: int) -> int:
    """Where a block's words end in the line."""
    return text.starts[block + 1] - 1 if block + 1 < len(text.starts) else len(text.line)
