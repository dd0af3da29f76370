"""The words of a language that tell what a sentence of a page is doing, from words/page_xx.json."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evidence.lexicon import LANGUAGES

WORD = re.compile(r"[^\W\d_]+")
LINE_STARTS = ("instruct",)  # tables whose words count only where a sentence begins


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tables of one language, compiled. They are searched in text folded by `lexicon.fold`."""

    language: str
    patterns: Mapping[str, re.Pattern[str]]
    abbreviations: re.Pattern[str]

    def has(self, table: str, folded: str) -> bool:
        """Whether a word of the table stands in the folded text (for `instruct`: whether the text begins with one)."""
        return self.patterns[table].search(folded) is not None


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language (en, de, fr, es, it), read when first needed. KeyError for others."""
    if language not in LANGUAGES:
        raise KeyError(language)
    tables = json.loads((Path(__file__).parent / "words" / f"page_{language}.json").read_text("utf-8"))
    patterns = {}
    for name, words in tables.items():
        plain = words.lower().replace("’", "'").replace("['']", "'")
        patterns[name] = re.compile(rf"\W*(?:{plain})(?!\w)" if name in LINE_STARTS else rf"(?<!\w)(?:{plain})(?!\w)")
    ends = tables["abbreviations"].lower()
    return Vocabulary(language, patterns, re.compile(rf"(?<!\w)(?:{ends})\.$"))


@cache
def _stops() -> Mapping[str, frozenset[str]]:
    folder = Path(__file__).parent / "words"
    return {name: frozenset(json.loads((folder / f"page_{name}.json").read_text("utf-8"))["stops"].split("|")) for name in LANGUAGES}


def language_of(text: str, declared: str = "") -> str:
    """The language to read a text in: the declared one where we know it, else the one whose commonest words it has most of."""
    name = declared.partition("-")[0].partition("_")[0].lower()
    if name in LANGUAGES:
        return name
    words = [word.lower() for word in WORD.findall(text[:6000])]
    counts = {name: sum(word in stops for word in words) for name, stops in _stops().items()}
    best = max(LANGUAGES, key=lambda name: (counts[name], name == "en"))
    return best if counts[best] else "en"
