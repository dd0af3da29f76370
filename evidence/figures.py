"""The quantities of one statement: what `numerals.find` reads, less what is no result, with comparators and references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from evidence import numerals
from evidence.comparators import comparator
from evidence.flags import Gist
from evidence.lexicon import fold, lexicon
from evidence.markers import Mark, numbers
from evidence.page import Found
from evidence.readings import Reading
from evidence.vocabulary import Vocabulary

DIGIT = re.compile(r"[0-9]")
THRESHOLD = re.compile(r"[≥≤<>]=? ?$")
SCALES = ("percent", "points", "measure")
NAMES = re.compile(r"[^\W\d_]*[A-Z]{2,}[\w-]* $")  # "PASI 90", "SPF 50": the number belongs to the name


def quantities(text: str, start: int, end: int, marks: Sequence[Mark], words: Vocabulary, said: Gist) -> tuple[Found, ...]:
    """The quantities of the statement text[start:end]; `marks` are its markers, `said` what its words say."""
    bare, places = _without(text, start, end, marks)
    table = lexicon(words.language).patterns
    folded = fold(bare)
    zero = words.patterns["zero"].search(folded) if "zero" in said.has else None
    if DIGIT.search(bare) is None and zero is None and table["candidate"].search(folded) is None:
        return ()
    found: list[Found] = []
    readings = _read(bare, words.language)
    for index, reading in enumerate(readings):
        kept = _kept(reading, readings[index + 1 :], bare, folded, words)
        if kept is None or (said.spoken and kept.kind == "duration"):
            continue
        by = table["by"].search(folded[max(0, reading.start - 24) : reading.start]) is not None
        says = comparator(folded, reading.start, reading.end, kept.kind, reading.direction, words, by)
        a, b = places[reading.start], places[reading.end - 1] + 1
        found.append(Found(text[a:b], a, b, kept.kind, value(reading), kept.unit, says, _references(a, marks)))
    if zero is not None and not any(one.start <= places[zero.start()] < one.end for one in found):
        a = places[zero.start()]
        word = zero[0].split()[0]
        found.append(Found(text[a : a + len(word)], a, a + len(word), "count", "0", "events", None, _references(a, marks)))
    return tuple(sorted(found, key=lambda one: one.start))


@lru_cache(maxsize=16_384)  # the pages of a site repeat their sentences
def _read(bare: str, language: str) -> tuple[Reading, ...]:
    return numerals.find(bare, language)


def value(reading: Reading) -> str:
    """The value as it is compared: "88", "0.9", "15-30", "1/3", "26000"."""
    if reading.total is not None:
        return f"{_typed(reading.value)}/{_typed(reading.total)}"
    if reading.high is not None:
        return f"{_typed(reading.value)}-{_typed(reading.high)}"
    return _typed(abs(reading.value))


def _typed(number: Fraction) -> str:
    """An exact decimal; every number that was read from digits has one."""
    if number.denominator == 1:
        return str(number.numerator)
    places = 0
    scaled = number
    while scaled.denominator != 1 and places < 45:
        scaled, places = scaled * 10, places + 1
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _without(text: str, start: int, end: int, marks: Sequence[Mark]) -> tuple[str, list[int]]:
    """The statement's text with its markers cut out, and where each of its characters stands in the page."""
    parts: list[str] = []
    places: list[int] = []
    at = start
    for mark in marks:
        if mark.start > at:
            parts.append(text[at : mark.start])
            places += range(at, mark.start)
        if parts and mark.end < end and parts[-1][-1:].isalnum() and text[mark.end].isalnum():
            parts.append(" ")  # a marker between two words must not join them
            places.append(mark.start)
        at = max(at, mark.end)
    if at < end:
        parts.append(text[at:end])
        places += range(at, end)
    return "".join(parts), places


def _kept(reading: Reading, later: Sequence[Reading], bare: str, folded: str, words: Vocabulary) -> Reading | None:
    """The reading where it is a quantity of a statement, with the kind it has there."""
    if reading.kind in ("p", "interval", "ratio") or (reading.kind == "count" and reading.unit == "n"):
        return None
    if reading.kind in SCALES and (THRESHOLD.search(folded[max(0, reading.start - 6) : reading.start]) or folded[reading.start] in "≥≤"):
        return None  # "≥1%", "≥4-point": who is counted, not a result
    after = folded[reading.end : reading.end + 24]
    if reading.kind == "duration" and words.patterns["of_study"].match(after):
        return None
    if reading.kind == "count":
        return _count(reading, later, bare, folded, words)
    return reading


def _count(reading: Reading, later: Sequence[Reading], bare: str, folded: str, words: Vocabulary) -> Reading | None:
    """A count where it counts something; a bare number that changed "by" or "from … to" is a measure, or has the other end's unit."""
    table = lexicon(words.language).patterns
    before = folded[max(0, reading.start - 24) : reading.start]
    if reading.value == 1 and not bare[reading.start].isdigit() and not reading.qualifier:
        return None  # "a trial", "un estudio"
    if NAMES.search(bare[max(0, reading.start - 24) : reading.start]):
        return None
    end = next((one for one in later if one.start - reading.end < 24 and one.kind in ("points", "percent", "measure", "count")), None)
    if table["from"].search(before) and end is not None and words.patterns["until_bare"].search(folded[max(0, end.start - 24) : end.start]):
        return replace(reading, kind="measure" if end.kind == "count" else end.kind, unit=end.unit)
    if table["by"].search(before) and table["noun"].match(folded, reading.end) is None:
        return replace(reading, kind="measure")
    start = words.patterns["since_bare"].search(folded[max(0, reading.start - 40) : reading.start])
    if start is not None:
        return replace(reading, kind="measure")
    if reading.qualifier or reading.decimals < 0:
        return reading
    return reading if table["noun"].match(folded, reading.end) is not None else None


def _references(start: int, marks: Sequence[Mark]) -> tuple[str, ...]:
    """A quantity's references: the next marker with numbers to its right in the statement, else the one to its left."""
    numbered = [(mark, numbers(mark)) for mark in marks]
    right = next((named for mark, named in numbered if named and mark.start >= start), ())
    return right or next((named for mark, named in reversed(numbered) if named and mark.start <= start), ())
