"""A text without its typography, for matching: case, quotes, dashes, spaces, ligatures, reference marks; with the way back to every offset.

No digit, decimal mark, sign, fraction or word is ever touched. A superscript that is no reference mark becomes the character of
its exponent, so that 10² is not 102.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator

from evidence.nouns import dataclass
from evidence.patterns import late

# --- the alphabet -------------------------------------------------------------------------------------------------

# One character for one, so that offsets keep. What has no place in Latin-1 but stands on many pages is put on the control
# characters that Windows-1252 gives it (a browser reads them so, too): then nearly every page can be folded as bytes.
ALIKE = {
    "'": "‘’‚‛′ʼ‹›",
    '"': "“”„‟″",
    "-": "‐‑‒–−",
    " ": "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2028\u2029",
    "x": "×",
    "/": "⁄∕",
    ":": "∶",
    "µ": "μ",
    "\xad": "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff",
    "\xae": "™℠",
    "\x80": "€",
    "\x85": "…",
    "\x86": "†‡",
    "\x95": "•",
    "\x97": "—―",
    "\x8b": "≤",
    "\x9b": "≥",
    "\x81": "ﬁ",
    "\x8d": "ﬂ",
    "\x8f": "ﬀ",
    "\x90": "ﬃ",
    "\x9d": "ﬄ",
}
WIDE = {mark: plain for plain, marks in ALIKE.items() for mark in marks if ord(mark) > 255}
COMMON = "’“”–\u202f\u2009—…"  # exchanged at once, where they are; any other mark costs a call
SPACES = "\t\v\f\r\x1c\x1d\x1e\x1f\xa0"
LATIN = {**dict.fromkeys(SPACES, " "), "´": "'", "`": "'", "×": "x", "©": "\xae"}
SMALL = bytes(ord(LATIN.get(chr(code), chr(code).lower())) for code in range(256))
BLANKS = str.maketrans({**LATIN, **WIDE})
LONGER = {"\x85": "...", "\x81": "fi", "\x8d": "fl", "\x8f": "ff", "\x90": "ffi", "\x9d": "ffl", "ß": "ss", "«": '"', "»": '"'}
RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")

# --- what changes the length --------------------------------------------------------------------------------------

NUMERIC = r"0-9.,%+\-/¹²³½¼¾⁰⁴-⁹"  # an invisible mark between two of these is left there: it may hide what a person sees
LETTERS = "a-zµß-öø-ÿ"
SUPER = "[¹²³⁰⁴-⁹]"
COMPARISON = r"(?<=\b[np]) +(?=[=<>\x8b\x9b] *[0-9.])|(?:(?<=\b[np][=<>\x8b\x9b])|(?<=\b[np] [=<>\x8b\x9b])) +(?=[0-9.])"
EDITS = late(
    rf"(?P<drop>(?<=[0-9]) +(?=%)|{COMPARISON}| +(?=[ ;:!?\xae])|(?<![{NUMERIC}\xad])\xad+|\xad+(?![{NUMERIC}\xad])|\xae"
    rf"|(?<=[^\s*§¶\x86])[*§¶\x86]+(?![0-9{LETTERS}])"
    rf"|(?:(?<=[{LETTERS}]{{3}})|(?<=[.,;:!?%)\]\"']))(?<![0-9][.,]){SUPER}+(?:[,⁻-] ?{SUPER}+)*(?![0-9{LETTERS}]))"
    r"|(?P<dash> *\x97 *)"
    r"|(?P<open>(?<![^\s(])« +)|(?P<close> +»(?!\w))"
    rf"|(?P<composed>[^\W\d_][\u0300-\u036f]+)|(?P<longer>[{''.join(LONGER)}])"
)
ALONE = "\xad\xae\x86\x97*§¶¹²³" + "".join(LONGER)  # where one of these is, or a space before one of those, EDITS is tried:
COMPARED = "=<>\x8b\x9b"  # n = 102 and p < .05 are typed with spaces or without
SPACED = "%;:!?"  # to search with it from end to end would cost twenty times as much
WIDER = late(r"[^\x00-\xff]")
BEYOND = late("[\u0300-\u036f⁰⁴-⁹]")
CLOSING = ".,;:!?)]»”\"'"  # what may stand right behind a reference mark


@dataclass(frozen=True, slots=True)
class Step:
    """Pieces of a text after an edit: where each begins now, and where it began and ended before (-1: it was kept as it is)."""

    now: list[int]
    before: list[int]
    ended: list[int]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back."""

    text: str
    steps: tuple[Step, ...] = ()


def fold(text: str, cuts: Collection[tuple[int, int]] = (), raised: Collection[tuple[int, int]] = ()) -> Folded:
    """The text as it is compared; a line feed stays, as the end of a block.

    `cuts` are the reference marks to take out; `raised` the superscripts that belong to their number.
    """
    steps = []
    if cuts or raised:
        text, step = _edited(text, _without(text, cuts, raised))
        steps.append(step)
    text, latin = _plain(text)
    if edits := list(_edits(text, latin)):
        text, step = _edited(text, edits)
        steps.append(step)
    return Folded(text, tuple(steps))


def printed(folded: Folded, low: int, high: int) -> tuple[int, int]:
    """Where in the text as printed the folded text's [low, high) begins and ends; it is not empty."""
    for step in reversed(folded.steps):
        now, before, ended = step.now, step.before, step.ended
        first = bisect_right(now, low) - 1
        last = bisect_right(now, high - 1, first) - 1
        low = before[first] + low - now[first] if ended[first] < 0 else before[first]
        high = before[last] + high - now[last] if ended[last] < 0 else ended[last]
    return low, high


def place(folded: Folded, at: int) -> int:
    """Where the printed text's offset `at` is in the folded text; of what was taken out, where it would be."""
    for step in folded.steps:
        piece = max(0, bisect_right(step.before, at) - 1)
        room = step.now[piece + 1] - step.now[piece] if piece + 1 < len(step.now) else at
        at = step.now[piece] + max(0, min(at - step.before[piece], room))
    return at


# --- inside -------------------------------------------------------------------------------------------------------


def _plain(text: str) -> tuple[str, bool]:
    """The text in small letters and plain marks, of the same length; and whether it is all Latin-1 now."""
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        for mark in COMMON:
            text = text.replace(mark, WIDE[mark])
        try:
            raw = text.encode("latin-1", "evidence.plain")
        except UnicodeEncodeError:
            return _beyond(text), False
    return raw.translate(SMALL).decode("latin-1"), True


def _narrowed(error: UnicodeError) -> tuple[str, int]:
    """The codec's question about marks that are not in Latin-1, answered where all of them have a plain one."""
    if isinstance(error, UnicodeEncodeError):
        plain = [WIDE.get(mark) for mark in error.object[error.start : error.end]]
        if None not in plain:
            return "".join(mark for mark in plain if mark), error.end
    raise error


codecs.register_error("evidence.plain", _narrowed)


def _beyond(text: str) -> str:
    """The same for a text with letters that Latin-1 does not have: few of them are put in one by one, for that is quick."""
    others = [match.start() for match in WIDER.finditer(text)]
    if 8 * len(others) < len(text) and "Σ" not in text:  # its small letter hangs on the letters around it; no other's does
        plain = text.encode("latin-1", "replace").translate(SMALL).decode("latin-1")
        pieces, at = [], 0
        for place in others:
            pieces += [plain[at:place], _alike(text[place])]
            at = place + 1
        return "".join([*pieces, plain[at:]])
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := mark.lower()) == 1 else mark for mark in text)
    return lower.translate(BLANKS)


def _alike(mark: str) -> str:
    low = mark.lower()
    low = low if len(low) == 1 else mark
    return BLANKS.get(ord(low), low)


def _edits(text: str, latin: bool) -> Iterator[tuple[int, int, str]]:
    """What changes the length of a plain text, in order: only the places where something may are looked at."""
    places = [] if latin else [match.start() for match in BEYOND.finditer(text)]
    find = text.find
    for mark in "*" if text.isascii() else ALONE:  # that is known without a look at the text
        at = find(mark)
        while at >= 0:
            places.append(at)
            at = find(mark, at + 1)
    for mark in SPACED:
        at = find(mark)
        while at >= 0:
            if at and text[at - 1] == " ":
                places.append(at - 1)
            at = find(mark, at + 1)
    for mark in COMPARED[:3] if text.isascii() else COMPARED:
        at = find(mark)
        while at >= 0:
            if at > 1 and text[at - 1 : at + 2 : 2].strip() != text[at - 1 : at + 2 : 2]:  # a space at its side
                places += [place for place in (at - 1, at + 1) if text[place : place + 1] == " "]
            at = find(mark, at + 1)
    at = find("  ")
    while at >= 0:
        places.append(at)
        at = find("  ", at + 1)
    if not places:
        return
    floor = 0
    for place in sorted(places):
        start = max(floor, place - 1 if "\u0300" <= text[place] <= "\u036f" else place)
        while start > floor and text[start - 1] == " ":
            start -= 1
        if text[place + 1 : place + 2] == "%" and text[place] == " " and "0" <= text[start - 1] <= "9":  # by far the commonest
            yield start, place + 1, ""
            floor = place + 1
            continue
        for at in range(start, place + 1):
            match = EDITS.match(text, at)
            if match is not None:
                yield at, match.end(), _instead(match)
                floor = match.end()
                break


def _instead(match: re.Match[str]) -> str:
    """What is put in place of something that changes its length."""
    kind, typed, text = match.lastgroup, match[0], match.string
    if kind == "dash":
        digits = text[match.start() - 1 : match.start()].isdigit() and text[match.end() : match.end() + 1].isdigit()
        return "-" if digits and len(typed) == 1 else " - "
    if kind == "composed":
        return unicodedata.normalize("NFC", typed)
    return '"' if kind in ("open", "close") else LONGER[typed] if kind == "longer" else ""


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> tuple[str, Step]:
    """The text after the edits, which are in order and do not overlap, and the way back. An edit of equal length is kept one for one."""
    pieces: list[str] = []
    now: list[int] = [0]
    before: list[int] = [0]
    ends: list[int] = [-1]
    length = at = 0
    for start, end, instead in edits:
        if start > at:
            now.append(length)
            before.append(at)
            ends.append(-1)
            pieces.append(text[at:start])
            length += start - at
        if instead:
            now.append(length)
            before.append(start)
            ends.append(-1 if len(instead) == end - start else end)
            pieces.append(instead)
            length += len(instead)
        at = end
    now.append(length)
    before.append(at)
    ends.append(-1)
    pieces.append(text[at:])
    return "".join(pieces), Step(now, before, ends)


def _without(text: str, cuts: Collection[tuple[int, int]], raised: Collection[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """The edits that take the marks out and raise the exponents, in order; a mark named twice is taken out once."""
    edits: list[tuple[int, int, str]] = []
    floor, size = 0, len(text)
    both = sorted([*((*cut, False) for cut in cuts), *((*run, True) for run in raised)]) if raised else [(*cut, False) for cut in sorted(cuts)]
    for start, end, up in both:
        start, end = start if start > floor else floor, end if end < size else size
        if start >= end:
            continue
        if up:
            edits.append((start, end, text[start:end].translate(RAISED)))
        else:
            after = text[end : end + 2]
            closes = not after or after[0].isspace() or (after[0] in CLOSING and not after[1:].isdigit())
            while start > floor and text[start - 1].isspace() and closes:
                start -= 1  # "88 % <sup>18</sup>." leaves no gap before the full stop
            joined = not closes and start > 0 and not text[start - 1].isspace()
            edits.append((start, end, " " if joined else ""))
        floor = end
    return edits
