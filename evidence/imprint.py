"""Words of a document without their typesetting, so that a quote can be found in them, with the way back to the printed words.

Folded are: ligatures, hyphens between letters (be they of a word or of the end of a line or a page), soft hyphens, quotation marks,
the kinds of dashes and of spaces, spaces at marks and signs, trade marks, note signs, and capitals but for those of a unit behind a
number. Kept are every digit, superscript, subscript, fraction, sign, decimal mark and word. Reference marks (superscripts that can
be no exponent) are taken out and kept aside: a quote may leave them out, and may not have others.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from evidence import superscripts

SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NOTES = superscripts.NOTES + "*†‡§¶"
UNSEEN = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"  # not shown: between figures they stay, for they may hide what is one
EXPANDED = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "İ": "I", "\r": "\n"}
# fmt: off
ALIKE = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "ʼ": "'", "‹": "'", "›": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-", "―": "—", "⁄": "/", "∕": "/", "∶": ":", "₋": "-", "μ": "µ", "…": "...",
    "®": "", "™": "", "℠": "",
}
# fmt: on
SPACED = "=<>≤≥±×≈~"  # signs at which spaces mean nothing
BEFORE, AFTER = "%,;:)]!?/", "([/"  # marks before and after which a space means nothing
UNIT = re.compile(r"[0-9] ?(?:[A-Z][A-Za-z]?|[a-z][A-Z])(?![\w])")  # 5 mM is not 5 MM
_LIST = rf"[{SUPER}]+(?:[,-] ?[{SUPER}]+|⁻[{SUPER}]+)*"
MARK = re.compile(rf" ?(?:{_LIST}|[\[(⁽]{_LIST}[\])⁾]|[{NOTES}]+)")
RAISED = re.compile(rf"[{SUPER}{NOTES}]")  # where a mark may be: quicker to find than the whole of it
NO_MARK = ("sec", "min", "mol", "chi", "eta", "rho", "tau")  # words that take an exponent, though they are long enough for a mark
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}$")
PARTED = re.compile(r"(?<=[^\W\d_])[-\xad][ \t]*\n\s*(?=[a-zß-ÿ])")  # a word parted at the end of its line
BASE = re.compile(r"(?<![0-9.,])(?:10|2)$")
POINT = re.compile(r" \.(?![0-9])")
INK = re.compile("[A-Za-z0-9]+")


BLOCK = 512  # characters counted together
NO_INK = bytes(code for code in range(256) if not (chr(code).isascii() and chr(code).isalnum()))


def ink(text: str) -> int:
    """How many letters from A to Z and figures a text has."""
    return len(text.encode("ascii", "ignore").translate(None, NO_INK))


@dataclass(frozen=True, slots=True, eq=False)
class Imprint:
    """Folded words, and what it takes to find the printed ones again: folding keeps every letter from A to Z and every figure."""

    printed: str
    folded: str
    marks: Mapping[int, str]  # where a reference mark stood in `folded` → the mark
    _passed: dict[str, list[int]] = field(default_factory=dict)  # for both texts, the ink before each block: counted once

    def place(self, at: int) -> int:
        """Where in `printed` the folded letter or figure at `at` stands; of any other mark, where the next one does."""
        blocks = self._counted("folded", self.folded)
        begun = at // BLOCK
        passed = blocks[begun] + ink(self.folded[begun * BLOCK : at])
        blocks = self._counted("printed", self.printed)
        begun = max(0, bisect_right(blocks, passed) - 1)
        passed -= blocks[begun]
        for run in INK.finditer(self.printed, begun * BLOCK):
            if passed < run.end() - run.start():
                return run.start() + passed
            passed -= run.end() - run.start()
        return len(self.printed)

    def slice(self, start: int, end: int) -> str:
        """The printed words of a folded stretch in one line, with the signs before them and the marks behind."""
        last = end - 1
        while last > start and not (self.folded[last].isascii() and self.folded[last].isalnum()):
            last -= 1
        first, last = self.place(start), self.place(last) + 1
        while first and self.printed[first - 1] in "+-−–<>≤≥±.(“\"":
            first -= 1
        while last < len(self.printed) and (self.printed[last] in "%.,;:!?)]’”\"'" or (not self.printed[last].isascii() and not self.printed[last].isspace())):
            last += 1
        words = PARTED.sub("", self.printed[first:last]).replace("\xad", "")
        return " ".join(words.split())

    def _counted(self, name: str, text: str) -> list[int]:
        if name not in self._passed:
            counts = (ink(text[at : at + BLOCK]) for at in range(0, len(text), BLOCK))
            self._passed[name] = [0, *accumulate(counts)]
        return self._passed[name]


def imprint(text: str) -> Imprint:
    """The words of a text, folded, with the way back."""
    printed = expand(text)
    folded, marks = _fold(printed)
    return Imprint(printed, folded, marks)


def expand(text: str) -> str:
    """The text with its ligatures and composed letters written out; everything else is as it was."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)  # letters and their accents; no figure is touched by this form
    for mark, plain in EXPANDED.items():
        if mark in text:
            text = text.replace(mark, plain)
    return text


def fold(text: str) -> str:
    """The folded words alone."""
    return _fold(expand(text))[0]


def _fold(text: str) -> tuple[str, dict[int, str]]:
    if not text.isascii():
        present = set(text)
        for mark in present & ALIKE.keys():
            text = text.replace(mark, ALIKE[mark])
        if present & set(UNSEEN):
            text = _seen(text)
    text = " ".join(text.split())
    for sign in SPACED:
        if sign in text:
            text = text.replace(f" {sign}", sign).replace(f"{sign} ", sign)
    for mark in BEFORE:
        text = text.replace(f" {mark}", mark)
    for mark in AFTER:
        text = text.replace(f"{mark} ", mark)
    text = POINT.sub(".", text)
    text = _dashes(text)
    text, marks = _marks(text)
    lower = text.lower()
    if len(lower) != len(text):  # a letter that becomes two: none that we know of is left, but offsets must hold
        lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    parts, done = [], 0
    for unit in UNIT.finditer(text):
        parts += [lower[done : unit.start()], unit[0]]
        done = unit.end()
    return "".join([*parts, lower[done:]]), marks


def _seen(text: str) -> str:
    """The text without what is not shown, except between two figures, where it may hide that they are not one number."""
    return _unseen().sub("", text)


@cache
def _unseen() -> re.Pattern[str]:
    numeric = rf"0-9.,%+\-/¹²³½¼¾⁰⁴-⁹{UNSEEN}"
    return re.compile(rf"\xad+[ \t]*\n\s*(?=[^\W\d_])|(?<![{numeric}])[{UNSEEN}]+|[{UNSEEN}]+(?![{numeric}])")


def _dashes(text: str) -> str:
    """Hyphens between letters away, whatever white space follows; a dash between spaces as one sign; ranges closed up."""
    if "—" in text:
        text = text.replace(" —", "—").replace("— ", "—")
    first, *rest = text.split("-")
    made = [first]
    left = first
    for right in rest:
        bare = right.lstrip(" ")
        if left[-1:].isalpha() and bare[:1].isalpha():  # of a word, or of the end of its line
            left = bare
        elif left[-1:] == " " and right[:1] == " ":
            made[-1] = made[-1][:-1]
            close = left[-2:-1].isdigit() or left[-2:-1] in ("%", ")")
            left = ("-" if close and (bare[:1].isdigit() or not bare) else "—") + bare
        elif left[-1:] not in ("", " ", "-") and right[:1] == " ":
            left = f"-{bare}"  # a range, or a hyphen that hangs, at the end of a line or not
        else:
            left = f"-{right}"
        made.append(left)
    return "".join(made)


def _marks(text: str) -> tuple[str, dict[int, str]]:
    """The text without its reference marks, and where each stood."""
    marks: dict[int, str] = {}
    made: list[str] = []
    done = length = looked = 0
    for raised in RAISED.finditer(text):
        start = raised.start()
        if start < looked:
            continue
        start -= text[start - 1 : start] in ("[", "(", "⁽")
        start -= text[start - 1 : start] == " "
        found = MARK.match(text, max(start, done)) or MARK.match(text, raised.start())
        if found is None or found.end() <= raised.start():
            continue
        looked = found.end()  # what is no mark is none from its middle either
        if not _is_mark(text, found):
            continue
        made.append(text[done : found.start()])
        length += found.start() - done
        marks[length] = marks.get(length, "") + found[0].replace("⁻", "-").replace(" ", "")
        done = found.end()
    return ("".join([*made, text[done:]]), marks) if made else (text, marks)


def _is_mark(text: str, found: re.Match[str]) -> bool:
    """Whether something raised, or a note's sign, can only be a reference mark: no exponent, no charge, no isotope."""
    start, after = found.start(), text[found.end() : found.end() + 1]
    before = text[max(0, start - 5) : start]
    last = before[-1:]
    if not last or after.isalnum() or after in "⁺⁻₀₁₂₃₄₅₆₇₈₉":
        return False
    typed = found[0].strip()
    if typed[0] in NOTES:
        if typed in "ᵏᵐⁿˣʸ" and BASE.search(before):
            return False  # 10ⁿ
        return last not in " ([" and not (typed[0] in "*§¶" and found[0][0] == " ")
    if last in "%!?;:\"'" or (typed[0] in "[(⁽" and last not in "(["):
        return True
    if last in ".,":
        return not before[-2:-1].isdigit() or (last == "." and text[found.end() : found.end() + 2].lstrip(" ")[:1].isupper()) or not after
    several = len(typed) > 1
    if last in ")]":
        return several or typed not in "²³" or before[-3:-1].isalpha()
    if not last.isalpha():
        return several and bool(YEAR.search(before))
    word = re.search(r"[^\W\d_]+$", before)
    return several or bool(word and len(word[0]) >= 3 and not word[0].lower().endswith(NO_MARK))
