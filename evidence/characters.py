"""Characters that make a number read differently from how it looks: invisible marks inside of it, and digits that are none."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

from evidence.page import Page
from evidence.patterns import late

_UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# 6<zero width space>8%, <right-to-left mark>12.5: a digit with an invisible mark between it and the rest of its number
_INSIDE = late(rf"[\d.,%][{_UNSEEN}]+[\d.,%]")
# ６８, ٦٨, 𝟔𝟖: decimal digits of other scripts and styles
_OTHER_DIGITS = late(r"[^\W\D0-9](?:[^\W\D]|[.,])*")
# 6О% with a Cyrillic O, 1l0: a letter in the place of a digit. Between two digits, or between a digit and a per cent sign
_LETTERS = late(r"\d[OoІіlIОоΟοЗз|](?=[\d%])|(?<![\w.-])[lIОΟЗз|](?=\d+(?:[.,]\d+)?\s?%)")
# Quick looks that clear nearly every page. To look through all of a text is no work for patterns: a look at bytes takes a tenth of the time.
_RARE = late("[\u00ad\u0391-\u04ff\u0600-\u200f\u2028-\u202e\u2060-\u206f\u3000-\U0010ffff]")
_ASCII = bytes(range(128))
# A digit is 1, a letter that looks like one is 2, what else may stand before it in a word is 3
_WORD = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz_.-"
_KINDS = bytes(1 if one in b"0123456789" else 2 if one in b"OoIl|" else 3 if one in _WORD else 0 for one in range(256))
_LIKE_DIGITS = (b"\1\2", b"\0\2\1")  # of which one stands in each of _LETTERS
MOST = 50  # of a page's problems of this kind; the rest is counted


def problems(page: Page) -> tuple[tuple[int, str], ...]:
    """What is odd about the numbers of a page, as (line, sentence). The characters themselves stay in the text."""
    text = page.text
    typed = text.encode("utf-8", "surrogatepass")
    kinds = b"\0" + typed.translate(_KINDS)
    like = any(pair in kinds for pair in _LIKE_DIGITS) or (b"|" in typed and b"\2\2\1" in kinds)  # "|" ends a word, and is like a digit
    if not like and (text.isascii() or not _rare(typed)):
        return ()
    starts = [block.start for block in page.blocks]
    found = sorted(
        [(one.start(), _unseen(one[0])) for one in _INSIDE.finditer(text)]
        + [(one.start(), _strange(one[0])) for one in _OTHER_DIGITS.finditer(text)]
        + [(one.start(), _letter(one[0][-1])) for one in _LETTERS.finditer(text)]
    )
    told = [(_line(page, starts, at), sentence) for at, sentence in found[:MOST]]
    if len(found) > MOST:
        told.append((_line(page, starts, found[MOST][0]), f"{len(found) - MOST} more such characters stand in the numbers from here on"))
    return tuple(told)


def _rare(typed: bytes) -> bool:
    """True where a character stands in a text (its UTF-8) that Western typography does not need."""
    return _RARE.search(typed.translate(None, _ASCII).decode("utf-8", "surrogatepass")) is not None


def _line(page: Page, starts: list[int], at: int) -> int:
    return page.blocks[max(bisect_right(starts, at) - 1, 0)].line


def _named(character: str) -> str:
    return f"{unicodedata.name(character, 'a character without a name').lower()}, U+{ord(character):04X}"


def _unseen(found: str) -> str:
    mark = next(character for character in found if character not in "0123456789.,%" and not character.isdigit())
    return f"an invisible character inside a number ({_named(mark)}): it looks like one number and is read as two; take it out"


def _strange(found: str) -> str:
    digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in found).rstrip(".,")
    return f"this number is not written with the digits 0 to 9 ({_named(found[0])}): type it as {digits}, or it is not seen as a number"


def _letter(character: str) -> str:
    return f"a letter stands in the place of a digit ({_named(character)}): type the digit, or the number is not read as it looks"
