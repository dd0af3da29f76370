"""The numbers of list items: as a list shows them, and as they stand in front of lines of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.patterns import late

_ROMAN = dict(m=1000, cm=900, d=500, cd=400, c=100, xc=90, l=50, xl=40, x=10, ix=9, v=5, iv=4, i=1)  # noqa: C408
# "12. Arden T", "3) Lower the dose": a number of up to three digits, a full stop or bracket, white space, then words
_NUMBERED = late(r"(\d{1,3})[.)]\s+(?=\S)")
_BULLET = late(r"([•◦▪▫‣●○■□➢✓✔∙·–—*+-])\s+(?=\S)")


def shown(number: int, style: str) -> str:
    """What a list shows for its item: style 1, a, A, i or I as in HTML. Letters and roman numerals exist only for some numbers."""
    if style in ("a", "A") and number > 0:
        letters = ""
        while number > 0:
            number, place = divmod(number - 1, 26)
            letters = chr(97 + place) + letters
        return letters.upper() if style == "A" else letters
    if style in ("i", "I") and 0 < number < 4000:
        numeral = ""
        for sign, value in _ROMAN.items():
            numeral += sign * (number // value)
            number %= value
        return numeral.upper() if style == "I" else numeral
    return str(number)


def bullet(line: str) -> int:
    """How many characters of a line are its bullet and the space after it; 0 where it has none."""
    found = _BULLET.match(line)
    return found.end() if found else 0


def numbers(lines: Sequence[str]) -> list[tuple[str, int]]:
    """For each line, the number it begins with and how many characters that takes; ("", 0) where it is no numbered item.

    A line is an item only where its neighbour is one with a following number, or where it is number 1: "12. Oktober" is none.
    """
    found = [_NUMBERED.match(line) for line in lines]
    values = [int(one[1]) if one else -1 for one in found]
    items = []
    for at, one in enumerate(found):
        before = values[at - 1] if at else -1
        after = values[at + 1] if at + 1 < len(values) else -1
        if one and (values[at] == 1 or -1 < before < values[at] or after > values[at]):
            items.append((one[1], one.end()))
        else:
            items.append(("", 0))
    return items
