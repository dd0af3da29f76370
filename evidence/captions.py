"""The captions of tables: "Table 2. Outcomes", "Tabelle 2", "Tableau II", "Supplementary Table S1" → its number and its words."""

from __future__ import annotations

import re

from evidence.patterns import late

ROMAN = late(r"(?=[ivxl])(xl|l?x{0,3})(ix|iv|v?i{0,3})")
TENS = {"xl": 40, "l": 50, "lx": 60, "lxx": 70, "lxxx": 80}
UNITS = {"ix": 9, "iv": 4}
LONGEST = 400  # characters of a caption that are kept
_EXTRA = r"(?:(?P<extra>Supplementa(?:ry|l)|Suppl\.?|Extended[ ]Data|Web|Online|Appendix)\s{1,2})?"
_WORD = rf"{_EXTRA}(?P<e>e)?(?P<word>TABLE|Table|Tabelle|Tableau|Tabella|Tabla|Tab\.)"
_NUMBER = r"(?P<number>(?:[A-Z]{1,2}[.\-]?)?[0-9]{1,3}(?:[.][0-9]{1,2})?[a-zA-Z]?|[IVXL]{1,7})"
# A caption begins its line; a sentence may, too ("Table 2 shows that …"), and is told by the small letter that follows its number.
_MARK = r"(?P<mark>\s*[.:|—–-]|\s*\((?:cont|forts|suite)[^)\n]{0,20}\))?(?=[\s.:|—–-]|$)"
CAPTION = late(rf"\s*{_WORD}\s{{0,2}}{_NUMBER}{_MARK}\s*(?P<rest>[^\n]*)")
OTHER = late(r"\s*(?:Fig(?:ure|\.)?|FIGURE|Abb(?:ildung|\.)|Box|Appendix)\s{0,2}(?:[A-Z]\.?)?[0-9]{1,3}\b")
_SMALL = late(r"[a-zà-ÿ(,;)]")


def read(line: str, known: bool = False) -> tuple[str, str] | None:
    """(number as printed, its words) where a line begins a table's caption, or None. `known`: the document says that it is one.

    "eTable 3" has number "e3", "Supplementary Table 2" has "S2".
    """
    match = CAPTION.match(line[:1000])
    if match is None:
        return None
    rest = match["rest"]
    if not (known or match["mark"]) and _SMALL.match(rest):
        return None  # a sentence about the table
    number = match["number"].rstrip(".")
    if match["e"]:
        number = f"e{number}"
    elif (match["extra"] or "").startswith("Suppl") and number[:1].isdigit():
        number = f"S{number}"
    return number, " ".join(line.split())[:LONGEST]


def key(number: str) -> str:
    """A number in the form in which numbers are compared: "Table 2." → "2", "II" → "2", "s.2" → "s2"."""
    bare = number.strip().rstrip(".:)").strip()
    bare = "T" + bare[1:] if bare[:5].casefold() == "table" else bare
    if (match := CAPTION.match(bare)) is not None and (found := read(match[0])):
        bare = found[0]
    small = re.sub(r"(?<=[a-z])[.\-\s](?=[0-9])", "", bare.casefold()) if len(bare) < 40 else bare.casefold()
    roman = ROMAN.fullmatch(small)
    if roman is None:
        return small
    tens, units = roman[1], roman[2]
    value = TENS.get(tens, 10 * tens.count("x")) + UNITS.get(units, 5 * units.count("v") + units.count("i"))
    return str(value)
