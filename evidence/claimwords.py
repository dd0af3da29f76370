"""What a claim's own words say: the quantities, times and denominators that stand in its text."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from evidence import numerals
from evidence.lexicon import fold
from evidence.model import Claim, Registry
from evidence.patterns import late

LANGUAGES = ("en", "de", "fr", "es", "it")
DAY = Fraction(12, 365)
MONTHS = {"minute": DAY / 1440, "hour": DAY / 24, "day": DAY, "week": 7 * DAY, "month": Fraction(1), "year": Fraction(12)}
DENOMINATOR = late(r"\b[nN] ?= ?\d|\b\d+ ?(?:/|of|out of|von|sur|de|su) ?(?:the )?\d+", re.IGNORECASE)
# Words that tell a percentage as a change: reduce, fewer, less, lower, increase, improve … in the five languages.
CHANGE = late(
    r"\b(?:reduc\w*|decreas\w*|fewer|less|lower\w*|drop\w*|fell|declin\w*|increas\w*|rais\w*|improv\w*|more|higher|faster"
    r"|verringer\w*|reduzier\w*|senk\w*|weniger|verbesser\w*|steiger\w*|diminu\w*|rédui\w*|moins|amélior\w*|augment\w*"
    r"|reduj\w*|menos|mejor\w*|aument\w*|ridu\w*|meno|miglior\w*)\b",
    re.IGNORECASE,
)
FROM_TO = late(r"\b(?:from|von|de|du|des|da|dal|desde|del)\s+[0-9][0-9.,]*\s+(?:[^\W\d_]+\s+){0,4}(?:to|auf|bis|à|a)\s+[0-9]", re.IGNORECASE)
# "the pain score was 10", "a VAS of 8": the name of an outcome that is told on a scale, and its number soon after
SCORED = late(
    r"\b(?:scores?|pain|vas|nrs|odi|womac|index|schmerz\w*|punktzahl|douleurs?|scores?|dolor(?:es)?|puntuaci[óo]n|dolore|punteggio)\b[^.;:0-9]{0,40}"
    r"\b(?:was|were|is|of|averaged|reached|war|lag bei|betrug|von|était|étaient|de|fue|era|es|di|è)\s+[0-9]",
    re.IGNORECASE,
)
MULTIPLE = late(
    r"\b(?:halv(?:ed|es|ing)|doubl(?:ed|es|ing)|trip(?:led|les|ling)|trebled|quadrupl(?:ed|es|ing)|halbier\w+|verdoppel\w+|verdreifach\w+"
    r"|doubl(?:é|ée|ait|er)|tripl(?:é|ée|er)|duplic(?:ó|a|an|ado|ada|ar)|triplic(?:ó|a|ado|ada|ato|ata)|dimezz(?:a|ato|ata|ano|are)|raddoppi(?:a|ato|ata|ano|are))\b",
    re.IGNORECASE,
)
YEARS = late(r"\b(?:19|20)\d\d\b")
LOOSE = late(r"(?<![\w])\d+(?![\w])")  # digits that are no part of a name such as 3D or L5


@lru_cache(maxsize=64)
def found(text: str, language: str) -> tuple[numerals.Reading, ...]:
    """Every quantity and time in the text; the rules of one claim run one after the other, so a short memory serves them all."""
    return numerals.find(text, language)


@lru_cache(maxsize=64)
def numbers(text: str, language: str) -> tuple[numerals.Reading, ...]:
    """The quantities that a claim must register: no times, p-values, intervals or sample sizes."""
    return numerals.quantities(text, language)


def language(claim: Claim, registry: Registry) -> str:
    """The language of the pages, where they share one that we read; else English."""
    typed = {str(material.facts.get("language") or "en")[:2].lower() for material in registry.materials}
    return typed.pop() if len(typed) == 1 and typed <= set(LANGUAGES) else "en"


def language_of(declared: str) -> str:
    """The language that a page declares ("de-CH"), where it is one we read; else English."""
    return declared[:2].lower() if declared[:2].lower() in LANGUAGES else "en"


def same(typed: str, reading: numerals.Reading, language: str) -> bool:
    """True where a registered number and one in the text print the same: value, range, decimals, kind and qualifier."""
    if fold(typed).strip() == fold(reading.text).strip():
        return True
    try:
        other = numerals.read(typed, language)
    except ValueError:
        return False
    keys = ("value", "high", "decimals", "kind", "qualifier", "total")
    return all(getattr(other, key) == getattr(reading, key) for key in keys)


def alike(one: numerals.Reading, other: numerals.Reading, language: str) -> bool:
    """True where two numbers of running text say the same; times may be told in other units (two years, 24 months)."""
    if one.kind == other.kind == "duration" and months(one) is not None:
        return months(one) == months(other)
    return same(one.text, other, language) and (one.unit == other.unit or other.kind not in ("duration", "measure", "points"))


@lru_cache(maxsize=64)
def bare(text: str, language: str) -> tuple[tuple[numerals.Reading, bool], ...]:
    """The numbers of a text with no unit and nothing that they count ("fell from 90 to 10"), and whether they tell an outcome."""
    counted = {reading.start for reading in numbers(text, language)}
    loose = [reading for reading in found(text, language) if reading.kind == "count" and reading.unit != "n" and reading.start not in counted]
    if not loose:
        return ()
    folded = fold(text)
    outcome = SCORED.search(folded) is not None or (FROM_TO.search(folded) is not None and change(text) != "")
    return tuple((reading, outcome) for reading in loose)


def multiples(text: str) -> tuple[str, ...]:
    """The verbs of a text that tell a number: halved, doubled."""
    return tuple(match[0] for match in MULTIPLE.finditer(text))


def months(reading: numerals.Reading) -> Fraction | None:
    """A duration in months, where it is one of days, weeks, months or years."""
    per = MONTHS.get(reading.unit)
    return None if per is None or reading.kind != "duration" or reading.high is not None else reading.value * per


def times(text: str, language: str) -> tuple[tuple[str, Fraction], ...]:
    """The times in a text, as printed and in months."""
    spans = ((reading.text, months(reading)) for reading in found(text, language))
    return tuple((words, size) for words, size in spans if size is not None)


def has_denominator(text: str) -> bool:
    """True where the text prints n=, n/N or "n of N"."""
    return DENOMINATOR.search(text) is not None


def unread(text: str, language: str) -> tuple[str, ...]:
    """Digits of a text that were read as nothing: no quantity, no time, no year. What they are is not known."""
    covered = [(reading.start, reading.end) for reading in found(text, language)]
    covered += [match.span() for match in YEARS.finditer(text)]
    return tuple(match[0] for match in LOOSE.finditer(text) if not any(start <= match.start() < end for start, end in covered))


def change(text: str) -> str:
    """The first word of the text that tells a percentage as a change, or an empty string."""
    match = CHANGE.search(text)
    return match[0] if match else ""
