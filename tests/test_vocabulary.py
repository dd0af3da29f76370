"""The words of a language: quick ways of finding them say what the patterns themselves say."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import evidence
from evidence.lexicon import LANGUAGES, fold
from evidence.patterns import alternatives
from evidence.vocabulary import SINGLE, vocabulary

WORDS = Path(evidence.__file__).parent / "words"
PAGES = sorted((Path(__file__).parent / "accuracy" / "fresh").glob("*.txt"))
HARDER = (
    "55% of the implant group and 31 % of the usual-care arm and more",
    "In 12.5% of treated patients and 9 % of the others",
    "world's first, Europe's only; twice-daily and no.1",
    "Ein Fall von Lungenembolie, zwei Beinvenenembolien",
    "l'une des meilleures, d’une sécurité n°1",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quick_way_finds_the_tables_whose_phrases_stand_in_a_text(language: str) -> None:
    """Tried only where they may begin, the phrases are found where a search for each of them finds them."""
    words = vocabulary(language)
    lines = [line for page in PAGES for line in page.read_text("utf-8").splitlines() if line.strip()]
    every = {(table, phrase.pattern): phrase for phrases in words.opened.values() for table, phrase in phrases}
    found = 0
    for line in (*HARDER, *lines[:: max(1, len(lines) // 120)]):
        folded = fold(line)
        there = {table for (table, _), phrase in every.items() if phrase.search(folded)}
        assert words.tables_of(folded) - {"instruct"} == there, line
        found += len(there)
    assert found


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_begin_with_letters_or_digits(language: str) -> None:
    """A phrase that may begin with anything is tried at every word: two such phrases cost more than all others together."""
    anywhere = [phrase.pattern for _, phrase in vocabulary(language).opened.get("", ()) if not SINGLE.fullmatch(phrase.pattern)]
    assert not anywhere


def test_no_word_stands_twice_in_a_table() -> None:
    """What stands twice was added without a look at what is there, and is taken out once when it proves wrong."""
    twice = []
    for file in sorted(WORDS.glob("page_*.json")):
        for table, typed in json.loads(file.read_text("utf-8")).items():
            counts = Counter(alternatives(typed)) if isinstance(typed, str) else Counter[str]()
            twice += [(file.name, table, word) for word, count in counts.items() if count > 1]
    assert not twice
