"""The numbers in the cells of a table: "82.3 (11.9)", "82.3 ± 11.9", "45/102 (44%)", "24.1–35.1" hold several; each is read as printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from evidence.lexicon import MARKS, digits
from evidence.nouns import dataclass
from evidence.patterns import late

LONGEST_CELL = 2000  # characters; what is longer is prose set in a table
# One number of a cell: its qualifier, its sign, its digits with their marks, a percent sign. A dash is a sign only where nothing
# that could begin a range stands before it (`_sign`). Digits behind a letter belong to a name (p53, HbA1c, IL-6, R²).
NUMBER = late(
    r"(?P<is><=|>=|[<>≤≥~≈])?[ \u00a0\u2009\u202f]?(?P<sign>[-−–‑+])?"
    r"(?P<digits>(?<![0-9])(?:[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3})++(?![0-9])|[0-9]++)(?:[.,·'’][0-9]++)*+|(?<![0-9])[.·][0-9]++)"
    r"(?P<percent>[ \u00a0\u2009\u202f]?%)?"
)
DOTS, COMMAS = late(r"(?<![0-9.,])[0-9]+[.·][0-9]{1,2}(?![0-9.,])"), late(r"(?<![0-9.,])[0-9]+,[0-9]{1,2}(?![0-9.,])")
GROUPED = late(r"(?<![0-9.,])[0-9]{1,3} [0-9]{3}(?![0-9.,])")
POWERS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")  # 10² is no 10
QUALIFIERS = {"<=": "≤", ">=": "≥", "~": "≈"}
BLANKS = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "’": "'"})


@dataclass(frozen=True, slots=True)
class Number:
    """One number as a cell prints it: exact value with its sign, places after the mark, whether it has a percent sign."""

    text: str
    value: Fraction
    decimals: int
    qualifier: str = ""  # < > ≤ ≥ ≈
    percent: bool = False


@lru_cache(maxsize=16_384)
def numbers(cell: str, mark: str = ".") -> tuple[Number, ...]:
    """Every number of a cell, in order. `mark`: the table's decimal mark, for what could be read both ways (1,751).

    What has no clear value (1.2.3, more than 40 digits) is left out. A number in plain spaces (12 345) is given both ways,
    as one and as two: the cell does not say which.
    """
    text = cell[:LONGEST_CELL]
    found = [number for match in NUMBER.finditer(text) if (number := _number(text, match, mark)) is not None]
    for match in GROUPED.finditer(text):
        value, places = digits(match[0], "en") if match[0][0] != "0" else (Fraction(0), -1)
        found += [Number(match[0], value, places)] if places == 0 else []
    return tuple(found)


def _number(text: str, match: re.Match[str], mark: str) -> Number | None:
    start = match.start("digits")
    signed = match["sign"] or ""
    before = text[: match.start("sign") if signed else start]
    last, stripped = before[-1:], before.rstrip()[-1:]
    if last.isalpha() or last == "_" or (last.isdigit() and not last.isascii()):
        return None  # p53, IL-6, CO₂1
    if match["digits"] == "10" and text[match.end("digits") : match.end("digits") + 1] in POWERS:
        return None
    if signed and (last.isdigit() or last in (")", "%", "]") or (last.isspace() and stripped.isdigit() and _spaced(text, start))):
        signed = ""  # a range
    typed = match["digits"].translate(BLANKS).replace("·", ".")
    language = "de" if mark == "," and "·" not in match["digits"] else "en"
    try:
        value, places = digits(f"0{typed}" if typed[0] == "." else typed, language)
    except ValueError:
        return None
    qualifier = match["is"] or ""
    shown = f"{qualifier}{signed}{match['digits']}{match['percent'] or ''}".strip()
    minus = signed not in ("", "+")
    return Number(shown, -value if minus else value, places, QUALIFIERS.get(qualifier, qualifier), bool(match["percent"]))


def _spaced(text: str, start: int) -> bool:
    """Whether the dash before these digits stands free on both sides: "10 – 15"."""
    return text[start - 1 : start].isspace()


def mark(cells: Iterable[str], language: str = "en") -> str:
    """The decimal mark of a table, by what it prints more of; that of the language where it does not show."""
    dots = commas = 0
    for cell in cells:
        text = cell[:LONGEST_CELL]
        dots, commas = dots + len(DOTS.findall(text)), commas + len(COMMAS.findall(text))
    if dots == commas:
        return MARKS.get(language[:2], ".")
    return "." if dots > commas else ","


def same(typed: Number, printed: Number, signed: bool = True) -> bool:
    """Whether a cell's number is the typed one: value, places and qualifier; the sign too, unless `signed` is False."""
    values = typed.value == printed.value or (not signed and abs(typed.value) == abs(printed.value))
    return values and typed.decimals == printed.decimals and typed.qualifier == printed.qualifier
