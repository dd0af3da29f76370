"""The words of a language that tell what a sentence of a page is doing, from words/page_xx.json."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from evidence.lexicon import LANGUAGES, REMEMBERED, Lazily, words_of
from evidence.nouns import dataclass
from evidence.patterns import LETTERS, alternatives, late, openings

# What may stand before a noun of change where a clause begins: "The mean reduction in …"
DETERMINERS = (
    "(?:the|a|an|mean|median|average|adjusted|relative|absolute|total|overall|der|die|das|ein|eine|mittlere|mediane|durchschnittliche|relative|absolute"
    "|le|la|les|une?|l'|moyenne?|médiane?|relative|absolue|el|los|media|mediana|relativa|absoluta|il|lo|gli)"
)
LINE_STARTS = ("instruct", "persons")  # tables whose words count only where a sentence begins
SAMPLE = 4000  # characters that tell a page's language
# One word, written as a pattern: letters, sets of letters, bars, brackets, "?", and any further letters.
TYPED = r"(?:[^\W\d_]|\[[^\W\d_]+\]|\(\?:|\)|\||\?|\\w[*+])+"
# A phrase of one word: whether it stands there, the word alone tells. And a phrase that goes on after its first word.
SINGLE = late(rf"\(\?<!\\w\)\(\?:{TYPED}\)\(\?!\\w\)")
SEVERAL = late(rf"\(\?<!\\w\)\(\?:({TYPED}) (?![?*{{])(.+)\)\(\?!\\w\)")
REPEATED = late(r"\)[*{]")  # what may stand several times or not at all

Phrase = tuple[str, re.Pattern[str], tuple[str, ...]]  # its table, the phrase, and how it can begin where it begins with a known word


@dataclass(frozen=True, slots=True)
class Opened:
    """What a word begins: the tables that have it as a word, and the phrases of other tables that may begin with it."""

    tables: frozenset[str]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tables of one language. They are searched in text folded by `lexicon.fold`."""

    language: str
    sources: Mapping[str, str]  # name of a pattern → the pattern, compiled when first needed: a page needs few of them
    compiled: dict[str, re.Pattern[str]]
    abbreviations: re.Pattern[str]
    stops: frozenset[str]
    opened: Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]  # letters ("0": a digit) → the phrases that can begin so, each with its table
    most: int  # of these letters
    begins: Mapping[str, tuple[str, ...]]  # table → how its words begin
    known: dict[str, Opened]  # word → what it begins: so few phrases are tried at few places

    def tables_of(self, folded: str) -> frozenset[str]:
        """The tables of which a word or phrase stands in the folded text (of `instruct`: with which it begins)."""
        found: set[str] = set()
        known = self.known
        for word in words_of(folded):
            begun = known.get(word)
            if begun is None:
                begun = self._may_begin(word)
            if begun.tables:
                found |= begun.tables
            if begun.phrases:
                self._try(folded, begun.phrases, found)
        if self.pattern("instruct").match(folded) is not None:
            found.add("instruct")
        return frozenset(found)

    def _try(self, folded: str, phrases: Sequence[Phrase], found: set[str]) -> None:
        """Add the tables of those phrases that stand in the folded text."""
        for table, phrase, beginnings in phrases:
            if table in found:
                continue
            for beginning in beginnings:
                at = folded.find(beginning)
                while at >= 0:
                    if (not at or not folded[at - 1].isalnum()) and phrase.match(folded, at) is not None:  # not inside of another word
                        found.add(table)
                        break
                    at = folded.find(beginning, at + 1)

    def may_have(self, table: str, folded: str) -> bool:
        """Whether a word of the table may stand in the folded text: that rules most texts out at a tenth of a search's price."""
        return any(begin in folded for begin in self.begins[table])

    def has(self, table: str, folded: str) -> bool:
        """Whether a word of the table stands in the folded text."""
        return self.pattern(table).search(folded) is not None

    def pattern(self, name: str) -> re.Pattern[str]:
        """The pattern of a table or of what stands around a quantity. KeyError for a name that is none."""
        found = self.compiled.get(name)
        if found is None:
            found = self.compiled[name] = re.compile(self.sources[name])
        return found

    def _may_begin(self, word: str) -> Opened:
        if len(self.known) > REMEMBERED:
            self.known.clear()
        typed = f"{word} "
        begun = ["0"] if word[0].isdigit() else []
        begun += [typed[:end] for end in range(min(len(typed), self.most) + 1)]  # a word has few beginnings, a language hundreds of phrases
        may = dict.fromkeys(phrase for opening in begun if opening in self.opened for phrase in self.opened[opening])
        sure, phrases = set(), []
        for table, phrase in may:
            if SINGLE.fullmatch(phrase.pattern) is None:
                phrases.append((table, phrase, _beginnings(phrase.pattern, word)))
            elif phrase.match(word):
                sure.add(table)
        found = self.known[word] = Opened(frozenset(sure), tuple(one for one in phrases if one[2] and one[0] not in sure))
        return found


def _beginnings(pattern: str, word: str) -> tuple[str, ...]:
    """How a phrase can begin in a text where it begins with the word; none where it cannot. Its second word rules most texts out."""
    first, second = _parted(pattern)
    if first is None:
        return (word,)
    return tuple(f"{word} {begins}" for begins in second) if first.fullmatch(word) else ()


@cache
def _parted(pattern: str) -> tuple[re.Pattern[str] | None, tuple[str, ...]]:
    """The first word of a phrase and how the second can begin; None where the pattern does not tell them apart."""
    parts = SEVERAL.fullmatch(pattern)
    if parts is None or parts[1].count("(") != parts[1].count(")"):  # a bracket goes on after the space
        return None, ()
    second = {"" if begins == "0" else begins.strip() for begins in openings(parts[2])}
    return late(parts[1]), ("",) if "" in second or REPEATED.search(parts[2]) else tuple(sorted(second))


# The tables that `tables_of` looks for.
FLAGS = (
    "superlative", "comparative", "safety", "methods", "indication", "outcome", "benefit", "design", "safety_claim", "advice", "plain", "zero",
    "counted", "cares", "softly", "gone",
)


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language (en, de, fr, es, it), read when first needed. KeyError for others."""
    if language not in LANGUAGES:
        raise KeyError(language)
    tables = _tables(language)
    groups = {name: f"(?:{words.lower().replace('’', chr(39)).replace(chr(39) * 2, chr(39))})" for name, words in tables.items()}
    starts = {name: r"\W*" if name in LINE_STARTS else r"(?<!\w)" for name in groups}
    sources = {name: rf"{starts[name]}{group}(?!\w)" for name, group in groups.items()} | _around(groups)
    ends = late(rf"(?<!\w){groups['abbreviations']}\.$")
    opened: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for table, phrase in [(flag, one) for flag in FLAGS for one in alternatives(groups[flag][3:-1])]:
        for opening in openings(phrase):
            opened.setdefault(opening, []).append((table, late(rf"(?<!\w)(?:{phrase})(?!\w)")))
    begins = Lazily(lambda name: tuple(sorted(opening.strip() for opening in openings(groups[name]))))
    return Vocabulary(language, sources, {}, ends, frozenset(tables["stops"].split("|")), opened, max(map(len, opened)), begins, {})


def _around(t: Mapping[str, str]) -> dict[str, str]:
    """The patterns of what stands around a quantity, put together from the tables; those that end in $ look back."""
    filler = r"(?:\s+[^\W\d_][\w'-]*){0,3}"
    sides = rf"(?P<down>{t['down']})|(?P<up>{t['up']})"
    nouns = rf"(?P<down>{t['down_nouns']})|(?P<up>{t['up_nouns']})"
    loose = rf"(?:\s*(?:[<>≤≥~≈+-]|\(|{t['loose']}(?!\w)|d'))*"
    return {
        "says_by": rf"(?:(?<!\w){t['by']}|(?<!\w)d')\s*$",
        "says_of": rf"(?<!\w)(?:{t['down_nouns']}|{t['up_nouns']}){filler}\s+{t['of']}\s*$",
        "says_came": rf"\W*(?:{DETERMINERS}\s+){{0,4}}(?:{nouns})\s+(?:{t['came_of']})\s[^.;:]{{3,90}}\s(?:{t['came']})\s*$",
        "taken": rf"(?:\s+[^\W\d_][\w'-]*){{0,4}}?\s+(?:{t['pests']})(?:\s+[^\W\d_][\w'-]*){{0,2}}?\s+(?:{t['warded']})(?!\w)",
        "changes": rf"(?<!\w)(?:{sides})(?!\w)",
        "change_of": rf"(?<!\w)(?:{nouns})(?!\w)",
        "says_after": rf"(?:\s+(?!(?:{t['of']}|{t['to']}|{t['links']})\s)[^\W\d_][\w'-]*){{0,3}}?\s+(?:{nouns})(?!\w|-\w)",
        "object_of": rf"(?<!\w)(?:{sides})(?:{loose}\s+{t['to']})?{loose}\s*$",
        "since": rf"(?<!\w){t['from']}{loose}\s*$",
        "until": rf"(?<!\w){t['to']}{loose}\s*$",
        "goes_to": rf"\s*(?:[^\W\d_%][\w'-]*\s+){{0,3}}{t['to']}\s+(?:{t['loose']}\s+)?[0-9]",
        "came_from": rf"(?<!\w){t['from']}\s+[^.;:]{{0,6}}[0-9][^.;:]{{0,30}}$",
        "until_bare": rf"(?<!\w){t['to']}\s*$",
        "since_bare": rf"(?<!\w){t['from']}\s+[0-9.,]+ [^0-9]{{0,16}}{t['to']}\s*$",
        "says_late": rf"(?:\s+(?!(?:{t['links']})\s)[^\W\d_][\w'-]*){{1,5}}?\s+(?:(?P<down>{t['late_down']})|(?P<up>{t['late_up']}))(?!\w)",
        "first_arm": rf"\s*(?:{t['arms']})\s[^,.;:0-9]{{1,40}}\s(?:and|und|et|y|e)\s*$",
        "beside": rf"(?<!\w)(?:{t['sides']})\s[^,.;:0-9%]{{1,40}}?(?:[,.;:(]|\s(?:and|und|et|y|e|vs)\s|$|[0-9])",
        "arm": rf"\s*(?:{t['arms']})(?!\w)",
        "studied": rf"(?: [^\W\d_]+)?,? (?:{t['studied']}) [^;:]{{0,90}}$",
        "of_study": rf"[ -](?:[\w-]+ )?{t['study_after']}(?!\w)",
    }


@cache
def _tables(language: str) -> Mapping[str, str]:
    tables: dict[str, str] = json.loads((Path(__file__).parent / "words" / f"page_{language}.json").read_text("utf-8"))
    return tables


@cache
def heads(table: str) -> re.Pattern[str]:
    """The headings of reference lists (`heads`) or of footnotes (`note_heads`) in any language: pages mix them."""
    return re.compile(f"(?:{'|'.join(_tables(name)[table] for name in LANGUAGES)})(?!\\w)")


@cache
def _stops() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(_tables(name)["stops"].split("|")) for name in LANGUAGES}


def language_of(text: str, declared: str = "") -> str:
    """The language to read a text in: the declared one where we know it, else the one whose commonest words it has most of."""
    name = declared.partition("-")[0].partition("_")[0].lower()
    if name in LANGUAGES:
        return name
    words = Counter(LETTERS.findall(text[:SAMPLE].lower()))
    counts = {name: sum(words[stop] for stop in stops) for name, stops in _stops().items()}
    best = max(LANGUAGES, key=lambda name: (counts[name], name == "en"))
    return best if counts[best] else "en"
