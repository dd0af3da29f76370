"""Whether a typed value stands among the numbers of quoted words: in figures or in words, as the quote's language writes them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from evidence import cells, numerals
from evidence.lexicon import LANGUAGES, MARKS, lexicon
from evidence.model import Anchor, Reference

POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
# What is no number by itself: the 5 and the 10 of 5 × 10⁶, the 10 of 10².
POWERED = re.compile(rf"(?:[0-9][0-9.,]{{0,20}} ?[×x·] ?)?[0-9][0-9.,]{{0,20}}(?=[{POWERS}])")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
NAMES = {"english": "en", "german": "de", "ngerman": "de", "french": "fr", "francais": "fr", "spanish": "es", "italian": "it"}
LONGEST = 5000  # characters of quoted words that are read
PLAIN = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})")  # and no 1e999999999, which Fraction would write out
MAGNITUDES = frozenset(("change",))  # values that are typed without their sign


def stands(value: str, words: str, language: str = "en", name: str = "") -> bool:
    """Whether a value, as typed under `name` of `from:`, stands in the words; a value that is no number does not.

    A minus that the words print must be typed, but for a `change`; one that they say ("fell by 52") need not be printed.
    """
    typed = value.replace("−", "-").replace("–", "-").replace(",", "").strip()
    if PLAIN.fullmatch(typed) is None:
        return False
    wanted = Fraction(typed)
    for number, sign in numbers(words[:LONGEST], language):
        if number == wanted or (abs(number) == abs(wanted) and (name in MAGNITUDES or (wanted < 0 and not sign))):
            return True
    return False


def printed(typed: str, words: str, language: str = "en") -> bool:
    """Whether a number as a page prints it ("68%", "nearly 9 in 10") stands in the words, by its value."""
    try:
        reading = numerals.read(typed, language)
    except ValueError:
        return bool(typed.strip()) and typed.strip() in words
    return any(abs(number) == abs(reading.value) for number, _ in numbers(words[:LONGEST], language))


def language(anchor: Anchor, spoken: str) -> str:
    """The language in which a source writes its words and numbers: that of its entry, else `spoken`, that of the claim."""
    entry = anchor.citation.reference
    declared = (entry.fields.get("langid") or entry.fields.get("language") or "") if isinstance(entry, Reference) else ""
    return language_of(declared) or spoken


def language_of(declared: str) -> str:
    """The language that a reference declares ("ngerman", "fr-CA"), where it is one whose numbers we read; else an empty string."""
    name = declared.strip().lower()
    short = NAMES.get(name, name[:2] if len(name) == 2 or name[2:3] in ("-", "_") else "")
    return short if short in LANGUAGES else ""


@lru_cache(maxsize=64)
def numbers(words: str, language: str) -> tuple[tuple[Fraction, str], ...]:
    """Every number of the words with the sign that is printed before it: figures, and what is written out."""
    bare = POWERED.sub("#", words)
    found = [(one.value, one.text.lstrip("<>≤≥~≈= ")[:1] if one.text.lstrip("<>≤≥~≈= ")[:1] in "+-−–‑" else "") for one in cells.numbers(bare, MARKS[language])]
    for reading in numerals.find(bare, language):
        found += [(value, "") for value in (reading.value, reading.high, reading.total) if value is not None and not _signed(reading.text)]
    small = lexicon(language).small
    for word in WORD.findall(bare.lower()):
        value = small.get(word)
        if value is not None and value > 1:
            found.append((Fraction(value), ""))
    return tuple(found)


def _signed(text: str) -> bool:
    return text[:1] in "+-−–"
