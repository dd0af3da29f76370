"""What stands at the edges of the sheets of a document and is none of its text: running heads, feet and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

EDGE = 3  # lines at the top and at the bottom of a sheet that may be such
LONGEST = 160  # characters of such a line
FIGURES = re.compile(r"[0-9]+")
NUMBER = re.compile(r"\W{0,4}(?:page\s{1,3})?(e|S|)([0-9]{1,5})\W{0,4}", re.IGNORECASE)  # 12, – 12 –, e123, S4, Page 3
PART = re.compile(r"(?:^|\s)(e|S|)([0-9]{1,5})(?=\s|$)")  # the page number in a head: "J Pain 12", "12 Polly et al"

Spans = tuple[tuple[int, int], ...]


def page_numbers(sheets: Sequence[str]) -> tuple[str, ...]:
    """The page number printed on each sheet, where the numbers at their edges count on from one to the next; else nothing."""
    offsets: Counter[tuple[str, int]] = Counter()
    for at, sheet in enumerate(sheets):
        offsets.update({(prefix, int(digits) - at) for line in _edges(sheet) for prefix, digits in _numbers(line)})
    if not offsets or len(sheets) < 2:
        return ()
    (prefix, first), times = max(offsets.items(), key=lambda one: (one[1], -abs(one[0][1]), one[0]))
    if times < max(2, (len(sheets) + 1) // 2) or first < 0:
        return ()
    return tuple(f"{prefix}{first + at}" for at in range(len(sheets)))


def spans(sheets: Sequence[str]) -> tuple[Spans, ...]:
    """Of each sheet, the stretches at its edges that are no text of the document.

    A line is such where the same line, its figures apart, stands at an edge of several sheets and its figures count on with
    them or stay the same; a figure that merely stands alone is text.
    """
    several = 2 if len(sheets) < 5 else 3
    seen: dict[str, dict[int, list[tuple[int, ...]]]] = {}
    lines = [_lines(sheet) for sheet in sheets]
    for at, edge in enumerate(lines):
        for start, end in edge:
            line = sheets[at][start:end].strip()
            seen.setdefault(FIGURES.sub("#", line), {}).setdefault(at, []).append(tuple(map(int, FIGURES.findall(line))))
    found = []
    for at, edge in enumerate(lines):
        kept = []
        for start, end in edge:
            line = sheets[at][start:end].strip()
            alike = FIGURES.sub("#", line)
            on = seen[alike]
            if (len(on) >= several and _steady(on)) if alike.strip("#-–— |") else _counts(line, at, on, several):
                kept.append((start, end))
        found.append(tuple(kept))
    return tuple(found)


def _lines(sheet: str) -> list[tuple[int, int]]:
    """The first and the last lines of a sheet that have words, as spans that take their line feed with them."""
    places = []
    at = 0
    for line in sheet.splitlines(keepends=True):
        if line.strip():
            places.append((at, at + len(line)))
        at += len(line)
    chosen = places if len(places) <= 2 * EDGE else places[:EDGE] + places[-EDGE:]
    return [(start, end) for start, end in chosen if end - start <= LONGEST]


def _edges(sheet: str) -> list[str]:
    return [sheet[start:end].strip() for start, end in _lines(sheet)]


def _numbers(line: str) -> list[tuple[str, str]]:
    if alone := NUMBER.fullmatch(line):
        return [(alone[1], alone[2])]
    return [(found[1], found[2]) for found in PART.finditer(line)][:4] if len(line) < 90 else []


def _steady(on: dict[int, list[tuple[int, ...]]]) -> bool:
    """Whether the figures of a line that stands on several sheets stay the same there or count on with the sheets."""
    first, *rest = sorted((at, figures[0]) for at, figures in on.items())
    return all(
        number in (first[1][place], first[1][place] + at - first[0])
        for at, figures in rest
        for place, number in enumerate(figures)
    )


def _counts(line: str, at: int, on: dict[int, list[tuple[int, ...]]], several: int) -> bool:
    """Whether a lone figure counts on with the sheets on several of them."""
    figures = FIGURES.findall(line)
    offset = int(figures[0]) - at if figures else 0
    return bool(figures) and sum(any(numbers and numbers[0] - sheet == offset for numbers in each) for sheet, each in on.items()) >= several
