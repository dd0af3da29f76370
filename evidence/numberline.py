"""A text in which numbers are read, and what stands before a number and belongs to it: currency, sign, qualifier."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from evidence.lexicon import Lazily, Lexicon, lexicon
from evidence.nouns import dataclass
from evidence.patterns import LETTERS, late

FARTHEST = 64  # characters before a number that are looked at
# The most characters of what some patterns find before a number, in any language (a test measures them).
REACH = {"age_before": 48, "dated": 12, "from": 8, "month_before": 16, "name": 14, "not_alone": 12}
# How every match of some patterns ends, in any language (a test tries them): that rules most places out without a search.
ENDS = {
    "age_before": (  # the last word of an age, of "between" or of "18 to"
        "age ", "aged ", "ages ", "age of ", " than ", "over ", "under ", "above ", "below ", "from ", "between ", " to ", "through ", " and ",
        "von ", "ab ", "über ", "unter ", "zwischen ", " bis ", " und ",
        " de ", "moins ", "dès ", "entre ", " à ", " et ",
        "edad ", "cumplir ", " los ", " el ", " un ", " a ", " y ",
        " età ", " da ", "dai ", " i ", "gli ", " di ", "oltre ", "tra ", "fra ", " il ", " e ",
    ),
    "by": ("by", "by ", "um", "um ", "de", "de ", "d'", "d' ", "un", "un ", "en", "en ", "di", "di ", "del", "del "),
    "from": ("m ", "n ", "e ", "l ", "a ", "' "),
    "between": ("between ", "zwischen ", "entre ", "entre el ", "entre un ", "tra ", "fra ", "ra il ", "ra un "),
}
# The tables of whose words one is the last of what some patterns find before a number.
CLOSED = {"dated": ("dated",), "moved": ("moves", "barely"), "name": ("names",), "month_before": ("months",)}
# The tables of whose words one is the first of what some patterns find behind a number, after a space, a line's end or a hyphen.
BEGUN = {
    "magnitude": ("scales", "marks"), "mixed": ("mixed",), "fraction": ("fractions",), "to": ("to",), "after": ("after",),
    "direction": ("reduction", "increase"), "age_after": ("ages_after",), "percentage_points": ("percentage_points",), "percent": ("percent",),
    "fold": ("fold",), "times": ("times",), "points": ("points",), "time": ("time", "whole", "nth"), "money": ("money",), "spared": ("spared",),
}  # fmt: skip
# And with which other letters and signs they begin; "measure" and "level" are those of `unitnames`.
SIGNED = {
    "after": ("+",), "time": (*"ªº°è", "me"),
    "percentage_points": ("%",), "percent": ("%",), "fold": ("x",), "money": (*"$€£¥", "d"), "measure": tuple("cdghiklmnpuvwµμ°"),
    "level": ("(", "ci", "ki", "ic", "confid", "konfid", "vertrau", "confian"),
}  # fmt: skip
NEXT = late(r"[ \n]{0,2}-?([^\W\d_]+|[^\w\s]?)")  # the word or the sign that stands behind a number
RAISED = late("[⁰¹²³⁴-⁹ªº]")
PLAIN = tuple("0123456789%,;:)")  # with them and a space ends nothing that belongs to a number behind it
NOTHING: frozenset[str] = frozenset()
OF = frozenset(("of",))
NEAR = 32  # characters in which the next word and the last are looked for
MONEY = late(r"(?<!\w)(?:us|a|c)?([$€£¥]) ?$|(?<!\w)(usd|eur|gbp|chf) ?$")
CODES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF"}
MONEYS = ("$", "€", "£", "¥", "usd", "eur", "gbp", "chf")
# What may stand before a number. Anything else is glued to it: a reference ("88%18", "life.18"), a name ("G7", "IL-4"), a path.
OPEN = late(r"(?:^|[\s(\[{\"“”„«‘¡¿|•·=<>≤≥→]|(?<![0-9%])[—…~≈]|(?<!\w)(?:[ld]|qu|un|(?:de|a|ne|su|da)ll)?')$")
SIGN = late(r"(?:^|[\s(\[{\"“„«—|•=<>≤≥~≈,;:/$€£¥])([-−+])$|(?:^|[\s(])(−) $")
SPREAD = late("± ?$")
NEARER = late(r" ([0-9]) [^\W\d_]+(?: [^\W\d_]+)? $")
LATER = late(
    r"[ \n](?:di |de |d')[^\W\d_][\w'-]{1,24} (?:(?P<less>(?:in|di) meno|(?:de|en) moins|(?:de )?menos)|(?:in|di) più|(?:de|en) plus|(?:de )?más)"
    r"(?=[.,;:!?)]|$| (?:al|en|por|que|cada|par|au|chaque|ogni|rispetto|con|avec|qu')(?!\w))"
)
MINUS = ("-", "−")
CLOSERS = frozenset(("", *".,;!?)]}\"”“»*†‡§¶®™=<>:"))  # what no unit, scale, range or part of a whole begins with


@dataclass(frozen=True, slots=True)
class Line:
    """The text being read, as it was given and folded, with the words of its language; `alone` where all of it is said to be one quantity."""

    text: str
    folded: str
    words: Lexicon
    alone: bool
    last: int  # where the last number may begin
    following: Mapping[str, frozenset[str]]  # what stands behind a number, up to the next space → the patterns that may find something there
    preceding: Mapping[str, frozenset[str]]  # what stands before a number, with one space at its end → the patterns that may find something there
    behinds: dict[int, frozenset[str]]  # what was told before, for the same number asks for it several times
    befores: dict[int, frozenset[str]]

    def behind(self, end: int) -> frozenset[str]:
        """The patterns of BEGUN and SIGNED that may find something there, and "of", by the next word or sign alone."""
        found = self.behinds.get(end)
        if found is None:
            right = self.folded[end : end + NEAR] + " "
            found = self.behinds[end] = NOTHING if right[:1] in CLOSERS else self.following[right[: right.find(" ", 2)]]
        return found

    def before(self, end: int) -> frozenset[str]:
        """The patterns of ENDS and CLOSED that may find something that ends there, and "qualifier" and "money", by the last word alone."""
        found = self.befores.get(end)
        if found is None:
            left = self.folded[max(0, end - NEAR) : end]
            found = self.befores[end] = self.preceding[left[left.rfind(" ", 0, -1) + 1 :]]
        return found

    def match(self, name: str, at: int) -> re.Match[str] | None:
        """The named pattern of the language at that offset."""
        return self.words.patterns[name].match(self.folded, at)

    def amount(self, at: int) -> re.Match[str] | None:
        """A number there: digits never begin a number word, and words are costly to compile."""
        return self.words.patterns["digits" if self.folded[at : at + 1].isdigit() else "amount"].match(self.folded, at)

    def goes_on(self, end: int) -> bool:
        """Whether what stands there may belong to the number before it, as a scale, another number or a word between two."""
        mark = self.folded[end : end + 1]
        return mark not in CLOSERS and mark != "%"

    def ends(self, name: str, end: int) -> re.Match[str] | None:
        """The named pattern at the end of what stands before that offset."""
        if name in EVERY and name not in self.before(end):
            return None
        if (ends := ENDS.get(name)) is not None and not self.folded.endswith(ends, 0, end):
            return None
        return self.words.patterns[name].search(self.folded, max(0, end - REACH.get(name, FARTHEST)), end)


def line_of(text: str, folded: str, words: Lexicon, *, alone: bool, last: int) -> Line:
    """A text in which numbers are read."""
    following, preceding = _around(words.language)
    return Line(text, folded, words, alone, last, following, preceding, {}, {})


EVERY = frozenset((*ENDS, *CLOSED, "qualifier", "money"))


@cache
def _around(language: str) -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """What may stand behind a number, and before it, by the word that stands there."""
    words = lexicon(language)
    begins = {name: SIGNED.get(name, ()) for name in (*BEGUN, *SIGNED)}
    for name, tables in BEGUN.items():
        begins[name] += tuple(begin for table in tables for begin in words.begins[table] if begin)

    every = tuple({begin for may in begins.values() for begin in may})

    def behind(right: str) -> frozenset[str]:
        word: str = NEXT.match(right)[1]  # type: ignore[index]  # it always matches
        typed = (RAISED.split(word, 1)[0] or word) + " "  # a raised figure is a reference
        found = frozenset(name for name, may in begins.items() if typed.startswith(may)) if typed.startswith(every) else NOTHING
        return found | OF if word[:1].isalnum() or word == "/" else found

    def before(left: str) -> frozenset[str]:
        mark = left[-2:-1]
        if left in ("", "(") or (left[-1] == " " and mark in PLAIN):
            return NOTHING
        if left[-1] != " " or not mark.isalpha() or RAISED.match(mark):
            return EVERY
        word = LETTERS.findall(left)[-1]
        found = {name for name, tables in CLOSED.items() if any(words.closes[table].fullmatch(word) for table in tables)}
        found |= {name for name, ends in ENDS.items() if f" {word} ".endswith(ends) or any(end.endswith(f" {word} ") for end in ends)}
        return frozenset(found | {"qualifier"} if word in words.qualifying else found | {"money"} if word in CODES else found)

    return Lazily(behind), Lazily(before)


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a number and belongs to it."""

    start: int
    unqualified: int  # where it starts without its qualifier
    sign: int = 1
    signed: str = ""  # the sign as typed
    currency: str = ""
    qualifier: str = ""


def standing_before(line: Line, at: int, floor: int) -> Before:
    """Currency sign, minus or plus sign and qualifier. ValueError where the number is glued to something else."""
    if line.before(at).isdisjoint(("qualifier", "money")):  # a plain word
        return Before(at, at)
    left = line.folded[max(floor, at - 64) : at]
    first = at - len(left)
    currency = signed = ""
    if left.rstrip(" \n").endswith(MONEYS) and (money := MONEY.search(left)) is not None:
        currency, left = CODES[money[1] or money[2]], left[: money.start()]
    if left[-1:] in ("-", "−", "+") or left[-2:] == "− ":
        if (sign := SIGN.search(left)) is None:
            raise ValueError(f"{line.folded[max(0, at - 4) : at + 12]!r} has a hyphen or sign that can be read in two ways")
        signed = sign[1] or sign[2]
        left = left[: -1 if sign[1] else -2]
    elif "±" in left[-3:] and SPREAD.search(left):
        raise ValueError(f"{line.folded[at : at + 12]!r} is a spread (±), not a quantity")
    if left[-1:] not in (" ", "(") and OPEN.search(left or line.folded[max(0, first - 1) : first]) is None:
        raise ValueError(f"{line.folded[max(0, at - 4) : at + 12]!r} has a number that is part of a longer word or number")
    here, sign_of = first + len(left), -1 if signed in MINUS else 1
    word = line.words.patterns["qualifier"].search(left) if _may_qualify(left, line.words.qualifying) else None
    if word is None:
        return Before(here, here, sign_of, signed, currency)
    return Before(first + word.start(), here, sign_of, signed, currency, str(line.words.meaning("qualifiers", word["word"].strip())))


def _may_qualify(left: str, qualifying: frozenset[str]) -> bool:
    """Whether a qualifier may stand there, by its last word alone: that rules most out at a tenth of a search's price."""
    if left[-1:] not in (" ", "\n"):
        return left[-1:] in "'<>=≤≥~≈"
    last = left[:-1].rpartition(" ")[2]
    return last in qualifying or not last.rstrip(".").isalpha()


def nearer(line: Line, match: re.Match[str]) -> bool:
    """Whether a number among the words before "of" is nearer than the first, and so the part: "in one survey three of four"."""
    words = match[0].split()[:-1]
    if not words:
        return False
    if any(part in line.words.small for word in words for part in word.split("-")):
        return True
    digit = NEARER.search(match[0])
    return digit is not None and line.ends("name", match.start() + digit.start(1)) is None  # "with type 2 of 10"


def said_later(line: Line, end: int) -> str:
    """The direction of a time that is told behind what it was spent with: "63 minuti di pianto in meno"; an empty string where none is."""
    if not line.folded.startswith((" d", "\nd"), end) or (match := LATER.match(line.folded, end)) is None:
        return ""
    return "reduction" if match["less"] else "increase"
