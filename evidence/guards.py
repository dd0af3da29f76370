"""The words of a statement that may not change: numbers, units, times, comparators, directions, negations, hedges, from words/guards_xx.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from evidence.lexicon import MARKS, digits, lexicon
from evidence.patterns import late

KINDS = ("number", "unit", "time", "comparator", "direction", "negation", "hedge", "amount", "sign")
# On folded text: a run of letters (the commonest first); a number whole, with its marks; a sign before a number; any other mark that is no punctuation.
TOKEN = late(
    r"[a-zß-öø-ÿ]+[^\W\d_]*|[^\W\d_]+|(?:(?<![\w.])\.)?[0-9]+(?:[.,:/'][0-9]+)*|(?<![\w%).,])[-+](?=[.]?[0-9])|\w|[^\w\s.,;:!?'\"()\[\]{}+-]|\+(?![\w ])"
)
NEUTRAL = frozenset("&•#@|_·*→\x95")  # marks that say nothing
SIGNS = {"\x9b": "at least", "\x8b": "at most", "<": "less", ">": "more", "~": "about", "≈": "about"}


@dataclass(slots=True)  # not frozen: that would treble the time to make one, and pages have a thousand
class Token:
    """A word of a folded text. `guard` is its kind where it may not change, else empty; `means` is what it is compared by."""

    text: str
    start: int
    end: int
    guard: str
    means: str


@dataclass(frozen=True, slots=True)
class Guards:
    """One language's guarded words: word → (kind, meaning), and the small words around them."""

    language: str
    words: Mapping[str, tuple[str, str]]
    links: frozenset[str]  # what a comparator is said with: more than, up to
    ranges: frozenset[str]  # what joins two ends of a range
    either: frozenset[str]  # what joins a number and a comparator after it: or more


def tokens(text: str, guards: Guards, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a folded text between two offsets."""
    found = []
    known = guards.words.get
    for match in TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match[0]
        guard, means = known(word) or (("", word) if word.isalpha() else meaning(word, guards))
        found.append(Token(word, *match.span(), guard, means))
    return found


def meaning(word: str, guards: Guards) -> tuple[str, str]:
    """The kind of guard a word is (empty: none), and what it is compared by."""
    if (known := guards.words.get(word)) is not None:
        return known
    if word.isalpha() or word in NEUTRAL:
        return "", word
    return _number(word, guards.language) if word[0].isdigit() or word[-1].isdigit() else ("unit" if word in "%‰°" else "sign", word)


@cache
def guards(language: str = "en") -> Guards:
    """The guarded words of a language (en, de, fr, es, it; a region is ignored). ValueError for others."""
    numbers = lexicon(language)
    name = numbers.language
    table = json.loads((Path(__file__).parent / "words" / f"guards_{name}.json").read_text("utf-8"))
    articles = set(table["articles"].split("|"))
    words: dict[str, tuple[str, str]] = {"%": ("unit", "%"), **{sign: ("comparator", means) for sign, means in SIGNS.items()}}
    for word, value in numbers.small.items():
        if word.isalpha() and word not in articles:
            words[word] = ("number", f"{value}|0")
    for kind in KINDS[1:-1]:
        for means, forms in table[kind].items():
            for word in forms.split("|"):
                words.setdefault(word, (kind, word if means == "each" else f"{kind} {means}" if means != "%" else "%"))
    return Guards(name, words, *(frozenset(table[key].split("|")) for key in ("links", "range", "or")))


@lru_cache(maxsize=4096)
def _number(word: str, language: str) -> tuple[str, str]:
    """A number by its value and its decimals: 1,000 is 1000, and 68.0 is not 68. What is not read is compared as it is typed."""
    try:
        value, decimals = digits(f"0{word}" if word[0] == MARKS[language] else word, language) if word.isascii() else (None, 0)
    except ValueError:
        value, decimals = None, 0
    return "number", word if value is None else f"{value}|{decimals}"
