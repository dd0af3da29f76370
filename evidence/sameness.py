"""Is it the same work? Titles, first authors and years of two descriptions, compared as people type them and services keep them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache

from evidence.folding import fold_spaces, fold_words
from evidence.patterns import late

ALIKE = 0.85  # share of words that two titles have in common, above which they are one title typed twice
NEAR = 0.6  # … and above which, by one first author in one year, they may be one title that was changed
SHORT = 3  # words; a title of fewer ("Editorial") names no work by itself
MOST = 60  # words that are compared; titles have a dozen
LETTERS = 15  # … nor does the beginning of one, with fewer letters than that

TAG = late(r"</?[A-Za-z][^<>]{0,200}>")  # <i>, <sub>, <jats:italic>, <mml:math …>: Crossref keeps them in titles
LATEX = late(r"\\[A-Za-z]{1,20}|[{}$^_\\]")
MARK = late(r"\W{0,9}(?:retracted|withdrawn|removed|corrigendum|correction|republished)(?: article| paper| chapter)?\W{0,9}[:–—\]]\s?", re.IGNORECASE)
NUMBERS = {
    word: str(value)
    for value, words in enumerate(
        ("zero", "one first i", "two second ii", "three third iii", "four fourth iv", "five fifth", "six sixth vi", "seven seventh vii",
         "eight eighth viii", "nine ninth ix", "ten tenth", "eleven eleventh xi", "twelve twelfth xii")
    )
    for word in words.split()
}  # fmt: skip
SMALL = frozenset((
    "a", "an", "and", "the", "of", "in", "on", "for", "to", "with", "by", "from", "at", "as", "is", "are", "or", "its", "der", "die",
    "das", "und", "von", "le", "la", "les", "et", "de", "des", "du", "el", "los", "y", "il",
))  # fmt: skip
GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "μ": "mu", "ω": "omega", "λ": "lambda", "&": " and ", "vs.": "versus"}
WORDS = {"vs": "versus", "randomised": "randomized", "followup": "follow up", "nonsurgical": "non surgical"}
PARTICLES = frozenset((
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "ter", "ten", "zu", "zur", "af",
    "av", "bin", "ibn", "st", "jr", "sr", "ii", "iii",
))  # fmt: skip
BODIES = ("group", "collaborat", "investigator", "consort", "committee", "network", "society", "organization", "organisation", "team", "trial")


def title_likeness(one: str, other: str) -> float:
    """1 where two titles are one title typed in two ways (case, marks, spelling, a subtitle more or less), else the share of common words.

    A number that differs ("one-year", "two-year") makes two titles of one: the likeness is then at most 0.5.
    """
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    if "".join(first) == "".join(second) or _within(first, second) or _within(second, first):
        return 1.0
    left, right = list(first), list(second)
    common = 0
    for word in first:
        if (twin := next((each for each in right if _same_word(word, each)), None)) is not None:
            left.remove(word)
            right.remove(twin)
            common += 1
    share = 2 * common / (len(first) + len(second))
    return min(share, 0.5) if _numbers(left) and _numbers(right) else share


def comparable(title: str) -> bool:
    """False for what PubMed has translated ("[Outcomes of fusion]."): the entry has the title in the work's own language."""
    bare = title.strip().removesuffix(".")
    return bool(bare) and not (bare.startswith("[") and bare.endswith("]"))


def short(title: str) -> bool:
    """True for a title that many works share ("Editorial", "In reply")."""
    return len(_words(title)) < SHORT


def words(text: str, letters: int = 2000, most: int = MOST) -> tuple[str, ...]:
    """The words of a title without marks, markup, accents and small words; numbers as digits. Of so many letters, and so many words."""
    plain = LATEX.sub(" ", TAG.sub("", html.unescape(text[:letters])))
    mark = MARK.match(plain)
    plain = (plain[mark.end() :] if mark else plain).casefold()
    for sign, word in GREEK.items():
        plain = plain.replace(sign, word)
    spelt = (WORDS.get(word, word) for word in fold_words(plain).split())
    found = [NUMBERS.get(word, word) for words in spelt for word in words.split()]
    return tuple(word for word in found if word not in SMALL)[:most]


@cache
def _words(title: str) -> tuple[str, ...]:
    return words(title)


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """True where one title is the beginning or the end of the other: a subtitle, or a heading such as "Original article:"."""
    few, many = "".join(part), "".join(whole)
    return len(part) >= SHORT and len(few) >= LETTERS and (many.startswith(few) or (len(part) > SHORT and many.endswith(few)))


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or one.isdigit() or other.isdigit():
        return False
    if one.replace("is", "iz").replace("ae", "e").replace("our", "or") == other.replace("is", "iz").replace("ae", "e").replace("our", "or"):
        return True
    return abs(len(one) - len(other)) <= 2 and _likeness(one, other) >= 0.88


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one[:100], other[:100], autojunk=False).ratio()


def _numbers(words: Iterable[str]) -> list[str]:
    return [word for word in words if any(mark.isdigit() for mark in word)]


# --- people and years ---------------------------------------------------------------------------------------------


def same_author(one: str, other: str) -> bool | None:
    """Whether two first authors can be one: a family name, or a whole name, each. None where one is missing, a body, or of another script.

    Accents, particles, double names, the order of given and family name and one slip of a letter do not count.
    """
    first, second = _name(one), _name(other)
    if not first or not second or _body(one) or _body(other) or _script(one) != _script(other):
        return None
    if first & second or "".join(sorted(first)) == "".join(sorted(second)):
        return True
    joined, other_joined = "".join(_plain(one).split()), "".join(_plain(other).split())
    if joined == other_joined or (min(len(joined), len(other_joined)) >= 4 and (joined in other_joined or other_joined in joined)):
        return True
    return any(min(len(mine), len(theirs)) >= 4 and _likeness(mine, theirs) >= 0.8 for mine in first for theirs in second)


def _plain(name: str) -> str:
    """Folded, with the letters that are written in two ways written in one: ü and ue, ø and oe, æ and ae, ł and l."""
    folded = fold_words(html.unescape(LATEX.sub("", name)))
    for typed, plain in (("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i"), ("æ", "a"), ("œ", "o"), ("ae", "a"), ("oe", "o"), ("ue", "u")):
        folded = folded.replace(typed, plain)
    return folded


def _name(name: str) -> frozenset[str]:
    return frozenset(word for word in _plain(name).split() if len(word) > 1 and word not in PARTICLES)


def _body(name: str) -> bool:
    folded = fold_spaces(name).casefold()
    return folded in ("anonymous", "anon", "unknown", "others", "et al") or any(word in folded for word in BODIES)


def _script(name: str) -> bool:
    """True for Latin letters."""
    return all(mark < "\u0250" or "\u1e00" <= mark < "\u2000" for mark in name if mark.isalpha())


def years_apart(one: str, other: str) -> int | None:
    """How many years lie between two years of four digits; None where one is unknown."""
    return abs(int(one) - int(other)) if all(len(year) == 4 and year.isascii() and year.isdigit() for year in (one, other)) else None
