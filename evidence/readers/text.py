"""Plain text: .txt, .text. Empty lines part paragraphs; bullets and numbered lines are items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from evidence import decoding, enumerations
from evidence.composer import Composer
from evidence.page import Page

SUFFIXES = (".txt", ".text")
EXTRA = ""

NARROW, WRAPPED = (
    50,
    130,
)  # characters: a file was wrapped to a width where its longest line is of such a length; else each line stands alone
_RULE = re.compile(r"\s*([=_~*-])\1{2,}\s*")  # ---------: a rule, or the underline of a heading


def read(path: Path, shown: str) -> Page:
    """The page of a text file in UTF-8, UTF-16 or UTF-32; bytes of an older encoding are told.

    A block's offset is the one it has in the file: whoever reads the file finds it there.
    """
    text, problems = decoding.decode(path.read_bytes())
    lines = text.split("\n")
    width = max(map(len, lines))
    composer = Composer()
    composer.problems += problems
    pieces = list(_pieces(lines, width if NARROW <= width <= WRAPPED else 0))
    numbers = enumerations.numbers([words[0].lstrip() for _, words, _ in pieces])
    starred = [words[0].lstrip().startswith("* ") for _, words, _ in pieces]
    if starred.count(True) == 1:  # one starred line is a footnote, several are a list
        at = starred.index(True)
        pieces[at] = (pieces[at][0], pieces[at][1], "note")
    pieces = [(line, words, "heading" if _heads(words[0], *near) else kind) for (line, words, kind), near in zip(pieces, _neighbours(pieces), strict=True)]
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for (line, words, kind), (number, long) in zip(pieces, numbers, strict=True):
        _compose(composer, (line, starts[line - 1]), words, kind, (number, long))
    return composer.page(shown, "text")


def _compose(composer: Composer, place: tuple[int, int], words: list[str], kind: str, numbered: tuple[str, int]) -> None:
    (line, start), first = place, words[0].lstrip()
    depth = 1 + min((len(words[0]) - len(first)) // 4, 9)
    bullet, (number, long) = 0 if kind == "note" else enumerations.bullet(first), numbered
    composer.stand(start + len(words[0]) - len(first[bullet or long :].lstrip()))
    for at, part in enumerate(words):
        composer.write(part if at else first[bullet or long :], line + at)
        composer.write(" ", line + at)
    if bullet or number:
        composer.end({"kind": "item", "level": depth, "list_kind": "unordered" if bullet else "ordered", "number": number})
    else:
        composer.end({"kind": kind, "level": 1 if kind == "heading" and "\t" not in first else 0})


def _neighbours(pieces: list[tuple[int, list[str], str]]) -> Iterator[tuple[str, str]]:
    """The lines before and behind each block; empty where an empty line stands between."""
    lines = {line: words for line, words, _ in pieces}
    for line, words, _ in pieces:
        yield "\t".join(lines.get(line - 1, ())), "\t".join(lines.get(line + len(words), ()))


def _heads(row: str, before: str, behind: str) -> bool:
    """Whether cells parted by tabs name the columns of the rows below: none of them begins with a number, and no row stands above."""
    cells = row.split("\t")
    if len(cells) < 3 or "\t" in before or behind.count("\t") != len(cells) - 1:
        return False
    return not any(cell.strip()[:1].isdigit() or cell.strip()[:1] in "-−+<>≤≥~≈±$€£✓–—" for cell in cells[1:])


def _pieces(lines: list[str], width: int) -> Iterator[tuple[int, list[str], str]]:
    """(line, its lines, kind) of each block: lines that were wrapped to a width are put together again."""
    held: list[str] = []
    began = 1
    for at, line in enumerate(lines, 1):
        bare = line.strip()
        rule = bool(_RULE.fullmatch(line))
        if held and (not bare or rule or not _goes_on(held[-1], line, width)):
            yield began, held, "heading" if rule and bare[0] in "=-" and len(held) == 1 else "paragraph"
            held = []
        if bare and not rule:
            began = began if held else at
            held.append(line)
    if held:
        yield began, held, "paragraph"


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether `following` is the rest of a wrapped line: its first word had no room, and it begins no item."""
    bare = following.lstrip()
    if not width or enumerations.bullet(bare) or enumerations.numbers(["1. x", bare])[1][1]:
        return False
    return len(line.rstrip()) + 1 + len(bare.split(None, 1)[0]) > width
