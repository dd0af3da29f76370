"""The footnotes of a page: signs, letters and numbers, with what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from evidence.labels import RAISED, SIGNS
from evidence.page import Page
from evidence.patterns import late

RAISED_DIGITS = "⁰¹²³⁴-⁹"
FOOTNOTE = late(rf"\s*(?P<sign>{SIGNS})\s*(?=[^\W_]|[\"“(≥≤<>±])(?!1(?!\d))")
LETTERED = late(r"\s*(?:(?P<plain>[a-h])(?:[.)]\s*|\s+|(?=[A-ZÀ-Ý][a-zà-ÿ-]))|\((?P<paren>[a-h])\)\s*)(?=[A-ZÀ-Ý0-9(≥≤])")
LEADING = "abcdefghΔ"  # the letters that a footnote can begin with
NEXT_LETTER = late(r"(?<=[.;)])\s+(?P<open>\(?)(?P<letter>[b-h])(?:[.)]\s*|\s+)(?=[A-ZÀ-Ý0-9(≥≤])")
# "3 Joyce was paid", "³Compared with placebo"; not ¹⁸F, ²³Na
NUMBERED_NOTE = late(rf"(?P<sign>[1-9][0-9]?|[{RAISED_DIGITS}]{{1,2}})(?: (?=[A-ZÀ-Ý])|(?=[A-ZÀ-Ý][a-zà-ÿ]{{2}}))")
GLUED_NOTE = late(r"(?P<sign>[1-9][0-9]?)(?=[A-ZÀ-Ý][a-zà-ÿ]{2})")  # "2Among those with it.", and no "3D", "2 patients"
NEXT_NUMBER = late(r"(?<=[.;)]\s)[1-9][0-9]?(?=[A-ZÀ-Ý][a-zà-ÿ]{2})")
CALLS, CALL = ("”", "\"", "»", "“", "’"), 200  # the quotation marks that a number is glued to that explains who speaks, and how far above
CALLED = late(r"[^\W\d_]{3}[.%)]?$|[%)]$")  # before a number at the end of the line above
NEXT_SIGN = late(rf"(?<=[.;)\s])\s*(?=(?:{SIGNS})\s*[^\W\d_])")


class Line(NamedTuple):
    """A line of a block."""

    start: int
    end: int
    block: int
    line: int


def footnotes(
    page: Page, lines: Sequence[Line], zones: Sequence[tuple[int, int]]
) -> tuple[tuple[tuple[str, str, int], ...], list[tuple[int, int]]]:
    """The footnotes' definitions outside the lists, and where they stand."""
    taken = {start for start, _ in zones}
    raised = {run.start for run in page.runs if run.kind == "superscript"}
    found: list[tuple[str, str, int]] = []
    places: list[tuple[int, int]] = []
    lettered = ""
    for line in lines:
        if line.start in taken or page.blocks[line.block].kind in ("heading", "cell"):
            continue
        first = page.text[line.start]
        if first.isalpha() and first not in LEADING:
            continue  # by far the commonest: a word with a capital
        typed = page.text[line.start : line.end]
        letter = LETTERED.match(typed)
        number = NUMBERED_NOTE.match(typed) if typed[:1].isdigit() else None
        called = number is not None and (_called(page, line, number["sign"], zones) or _follows(page, line, places, zones))
        if number is not None and (line.start in raised or not typed[0].isascii() or called):
            found.append((number["sign"].translate(RAISED), typed[number.end() :].strip(), line.line))
            places.append((line.start, line.end))
        elif FOOTNOTE.match(typed):
            ends = [*(match.end() for match in NEXT_SIGN.finditer(typed, 2)), *(match.start() for match in NEXT_NUMBER.finditer(typed, 2))]
            parts = [typed[a:b] for a, b in pairwise([0, *sorted(set(ends)), len(typed)])]
            found += [(m["sign"], part[m.end() :].strip(), line.line) for part in parts if (m := FOOTNOTE.match(part) or GLUED_NOTE.match(part))]
            places.append((line.start, line.end))
        elif letter is not None and len(typed) < 400 and ((letter["plain"] or letter["paren"]) == _after(lettered) or line.start in raised):
            for lettered, words in _lettered(typed, letter):
                found.append((lettered, words, line.line))
            places.append((line.start, line.end))
    return tuple(found), places


def _called(page: Page, line: Line, number: str, zones: Sequence[tuple[int, int]]) -> bool:
    """Whether text that begins with a number is a footnote: right above, the number is glued to the end of what it explains."""
    if not zones or page.text[line.end - 1] != ".":
        return False
    above = page.text[max(0, line.start - CALL) : line.start].rstrip()
    if above.endswith(number) and CALLED.search(above, 0, len(above) - len(number)) is not None:
        return True
    return not page.runs and any(mark + number in above for mark in CALLS)


def _follows(page: Page, line: Line, places: Sequence[tuple[int, int]], zones: Sequence[tuple[int, int]]) -> bool:
    """Whether a line whose number is glued to its first word stands right below a footnote, above or below a list of sources."""
    if not places or not zones or page.text[line.end - 1] != ".":
        return False
    return page.text[places[-1][1] : line.start].isspace() and GLUED_NOTE.match(page.text, line.start) is not None


def _lettered(typed: str, first: re.Match[str]) -> list[tuple[str, str]]:
    """The footnotes of a line that begins with a letter: one, or several that run on ("a. All. b. Some.")."""
    starts = [(0, first.end(), first["plain"] or first["paren"])]
    for match in NEXT_LETTER.finditer(typed, first.end()):
        if match["letter"] == _after(starts[-1][2]):
            starts.append((match.start(), match.end(), match["letter"]))
    ends = [start for start, _, _ in starts[1:]] + [len(typed)]
    return [(letter, typed[begin:end].strip()) for (_, begin, letter), end in zip(starts, ends, strict=True)]


def _after(letter: str) -> str:
    return chr(ord(letter) + 1) if letter else "a"
