"""What a reference marker names: "4,5,9" is 4, 5 and 9; "1-3,a" is 1, 2, 3 and a; "¹⁻³" is 1, 2 and 3; "†" is itself."""

from __future__ import annotations

import re
from functools import lru_cache

from evidence.patterns import late

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒‚⁎∗⋆", "0123456789-,,***")
SIGNS = r"\*{1,5}|†{1,4}|‡{1,4}|§{1,4}|¶{1,3}|#{1,3}|‖{1,3}|\|\||∥{1,2}|◊{1,2}|Δ"
# Numbers above 999 are years and amounts. The letters a to z are footnotes.
PIECE = late(
    rf"(?P<low>[0-9]{{1,3}})(?: ?(?:-|–|—|−|to|bis|à) ?(?P<high>[0-9]{{1,3}}))?(?![0-9])"
    rf"|(?P<roman>[ivxl]{{1,7}})(?:[-–—−](?P<last>[ivxl]{{1,7}}))?(?![a-z])|(?P<letter>[a-z])(?![a-z])|(?P<sign>{SIGNS})"
)
SEPARATOR = late(r"(?:[\s,;.&+/()\[\]^]|and\b|und\b|et\b|y\b|e\b(?=\s*[0-9]))+")
ROMAN = late(r"(?:x{0,3})(?:ix|iv|v?i{0,3})")
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx")
WIDEST = 80  # numbers in one range; more is no citation


@lru_cache(maxsize=2048)  # the markers of all pages are much the same
def labels(text: str, roman: bool = False) -> tuple[str, ...]:
    """The labels a marker's text names, in order, each once, ranges written out; empty where it is no marker.

    `roman`: letters such as i, v and x are numbers of a list.
    """
    plain = text.translate(RAISED).strip()
    found: dict[str, None] = {}
    at = 0
    while at < len(plain):
        if (gap := SEPARATOR.match(plain, at)) is not None:
            at = gap.end()
            continue
        piece = PIECE.match(plain, at)
        if piece is None:
            return ()
        for label in _written_out(piece, roman):
            found[label] = None
        if not found:
            return ()
        at = piece.end()
    return tuple(found)


def _written_out(piece: re.Match[str], roman: bool) -> tuple[str, ...]:
    if piece["low"]:
        low, high = int(piece["low"]), int(piece["high"] or piece["low"])
        if low == 0 or piece["low"][0] == "0" or not low <= high <= low + WIDEST:
            return ()
        return tuple(str(number) for number in range(low, high + 1))
    if piece["last"]:
        low, high = place(piece["roman"]), place(piece["last"])
        return ROMANS[low - 1 : high] if 0 < low < high else ()
    if piece["roman"] and (roman or len(piece["roman"]) > 1):
        return (piece["roman"],) if ROMAN.fullmatch(piece["roman"]) else ()
    return (piece["roman"] or piece["letter"] or piece["sign"],)


def is_reference(label: str) -> bool:
    """Whether a label is a number of a list (arabic, or roman of two letters and more) and not a footnote sign or letter."""
    return label.isdigit() or (len(label) > 1 and label.isalpha())


def place(label: str) -> int:
    """The number that a label is, roman or not; 0 for a letter or a sign."""
    return int(label) if label.isdigit() else ROMANS.index(label) + 1 if label in ROMANS else 0


def descends(digits: str) -> bool:
    """A range from a higher to a lower number is none: "164-6" is 16 with references 4 to 6."""
    low, _, high = digits.replace("–", "-").partition("-")
    return high.isdigit() and int(low) >= int(high)


def is_power(text: str, start: int, end: int, known: bool) -> bool:
    """Whether raised digits at text[start:end] are an exponent: m², kg/m², 10⁹, R², χ². `known`: the page's list has the number."""
    raised = text[start:end].translate(RAISED).strip()
    before = text[max(0, start - 16) : start]
    if not raised.isdigit():
        return False
    if TIMES_TEN.search(before.rstrip()) is not None:
        return True
    if before[-1:].isspace():
        return False
    if TEN.search(before) is not None:
        return COUNTED.match(text, end) is not None or not known
    return raised in ("2", "3") and SQUARED.search(before) is not None


TEN = late(r"(?<![0-9.,])10$")
TIMES_TEN = late(r"[x×·*] ?10$")
COUNTED = late(r" ?(?:/|cells?\b|CFU|UFC|KBE|PFU|IU\b|copies|particles|organisms|bacteri|germs?\b|[LlMUm]\b|vg\b|genomes?)")
# A unit of length, or a statistic's letter, at the end of what stands before a raised 2 or 3.
SQUARED = late(r"(?:(?<![^\W\d_])(?:[mcdkµμn]?m|in(?:ch)?|ft|yd|mi)|/s|(?<![^\W_])[RrIχηωεX])$")
