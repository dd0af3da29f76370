"""The numbers of a language: its decimal mark, its number words and the patterns around them, from words/numerals_xx.json."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Set
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from evidence.nouns import dataclass
from evidence.patterns import LETTERS, alternatives, any_of, closings, late, openings

LANGUAGES = ("en", "de", "fr", "es", "it")
MARKS = {"en": ".", "de": ",", "fr": ",", "es": ",", "it": ","}  # the decimal mark
LONGEST = 40  # digits; a longer number is no measurement, and its arithmetic would only cost time

# Spaces, hyphens and apostrophes of print become plain ones, one for one, so that offsets keep. The minus sign (U+2212)
# and the em dash stay what they are: "−2.2–0.3" is clear, "-2.2-0.3" is not.
PRINT = tuple(zip("\u00a0\u2009\u202f\u2007\u2002\u2003\u2008\u200a\t\u2010\u2011\u2012\u2013\u2019\u2044×∼", " " * 9 + "----'/x~", strict=True))
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"  # between digits they would cut a number in two

# A run of ASCII digits with its separators, atomic, so that a longer number is never cut to a shorter one. Not \d, which
# also takes full-width digits. What is followed by more digits of any script, or by a group that does not fit, is no number.
DIGITS = (
    r"(?>[0-9]{1,3}(?: [0-9]{3}){1,13}(?!\d| \d)(?:[.,][0-9]+)?|(?![0-9]{1,3} [0-9]{3}(?![0-9]))[0-9]+(?:[.,'][0-9]+)*)"
    rf"(?![\d{INVISIBLE}½⅓⅔¼¾]|[.,'][0-9]| 0[0-9])"
)
PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:[.,]([0-9]+))?")
GROUPED = re.compile(r"[1-9][0-9]{0,2}([ ',.])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,]([0-9]+))?")
SIGNS = {"at least": ">=|≥", "at most": "<=|≤", "more than": ">", "less than": "<", "about": "[~≈]"}
GAP = "(?: {1,2}|\n)"  # a text taken from a page may break a line inside a quantity
# Superscripts count as letters of a word with \w; here they are references. Not one set, for that compiles five times as slowly.
LETTER = r"(?![⁰⁴-⁹])[^\W\d_¹²³ªº]"
HUNDREDS = ("hundred", "hundert", "cent", "cento")  # with an article they are a number: "a hundred"
END = rf"(?!{LETTER})"  # a word ends; digits may follow, they are a reference glued to it
WORDS = late(r"\w+")
PARTED = bytes(code if chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(128)).ljust(256)  # of bytes: the quickest
LED = late(r"\(\?:[^()|]+ \)\?")  # an article that may stand before a number word, in a pattern: "(?:a )?half"
GAPPED = late(r"^(?:\[- \]|\[ -\]| )\??")  # how a table's pattern begins whose words are known to stand behind a number
REMEMBERED = 60_000  # words


class Lazily(dict[str, Any]):
    """A mapping whose values are made when they are first asked for: a short text needs few of a language's patterns, and of its words."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: str) -> Any:
        if len(self) > REMEMBERED:
            self.clear()
        self[key] = made = self.make(key)
        return made


class Telling:
    """The words that tell something, each judged once: most words of a text tell nothing, and two sets say so at once."""

    def __init__(self, tells: Callable[[str], object]) -> None:
        self.tells = tells
        self.known: set[str] = set()
        self.telling: set[str] = set()

    def among(self, words: Set[str]) -> Set[str]:
        """Those of the words that tell something."""
        if not words <= self.known:
            if len(self.known) > REMEMBERED:
                self.known.clear()
                self.telling.clear()
            self.telling.update(filter(self.tells, words))
            self.known.update(words)
        return words & self.telling


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language, compiled. `means` maps, per table, the pattern of a word to its meaning."""

    language: str
    small: Mapping[str, int]  # number words below a hundred and one-word hundreds → value
    patterns: Mapping[str, re.Pattern[str]]
    means: Mapping[str, tuple[tuple[re.Pattern[str], str | int], ...]]
    qualifying: frozenset[str]  # the last words of its qualifiers: than, least, about
    meant: dict[tuple[str, str], str | int]  # table and word → its meaning, as found before
    counting: Telling  # the words with which a number in words may begin, or which may follow it as an article
    begins: Mapping[str, tuple[str, ...]]  # table → how its words begin, "" where that may be in any way
    closes: Mapping[str, re.Pattern[str]]  # table → the last words of what it has

    def meaning(self, table: str, word: str) -> str | int:
        """What a word of one of the tables means; an empty string where the table has it not."""
        found = self.meant.get((table, word))
        if found is None:
            found = next((meaning for pattern, meaning in self.means[table] if pattern.fullmatch(word)), "")
            if len(self.meant) < REMEMBERED:
                self.meant[table, word] = found
        return found

    def counted(self, folded: str) -> Set[str]:
        """The words of a folded text of which one stands in every number in words: most texts have none."""
        return self.counting.among(words_of(folded))


@lru_cache(maxsize=512)  # asked for by one sentence several times
def words_of(folded: str) -> frozenset[str]:
    r"""The words (\w+) that stand in a text."""
    return frozenset(folded.encode().translate(PARTED).decode().split() if folded.isascii() else WORDS.findall(folded))


def plain(text: str) -> str:
    """The text with plain spaces, hyphens and apostrophes, character for character, so that offsets stay true."""
    if text.isascii():
        return text.replace("\t", " ")
    for mark, plainly in PRINT:  # `translate` asks for every character by itself: that costs four times as much
        text = text.replace(mark, plainly)
    return text


def fold(text: str) -> str:
    """The same in lower case."""
    text = plain(text)
    lower = text.lower()
    if text.isascii():
        return lower
    return lower if len(lower) == len(text) else "".join(low if len(low := mark.lower()) == 1 else mark for mark in text)


def digits(typed: str, language: str) -> tuple[Fraction, int]:
    """Value and decimals of a run of digits. ValueError says why it is not read: it never guesses."""
    if sum(mark.isdigit() for mark in typed) > LONGEST:
        raise ValueError(f"a number has at most {LONGEST} digits")
    single, grouped = PLAIN.fullmatch(typed), GROUPED.fullmatch(typed)
    if single is not None and grouped is not None:  # one mark, then three digits: thousands or decimals, by language
        if language == "fr" and typed[-4] == ".":
            either = f"{typed.replace('.', ' ')} or {typed.replace('.', ',')}"
            raise ValueError(f"{typed} may be thousands or decimals in French; write {either}")
        single, grouped = (single, None) if typed[-4] == MARKS[language] else (None, grouped)
    match = single or grouped
    if match is None:
        raise ValueError(f"the digits {typed[:20]!r} make no number: groups of three from the right, one decimal mark, no leading zero")
    part = (match[1] if match is single else match[2]) or ""
    if match is grouped and len(part) == 3 and match[1] in " '" and typed[-4] != MARKS[language]:
        raise ValueError(f"the digits {typed!r} have two kinds of mark between groups of three")
    whole = typed[: len(typed) - len(part)] if part else typed
    return Fraction(int("".join(mark for mark in whole if mark.isdigit()) + part), 10 ** len(part)), len(part)


def spelled(words: str, lexicon: Lexicon) -> int:
    """The value of number words, "two hundred and five". ValueError where they do not add up ("nine ten")."""
    total = group = 0
    last_power = 99
    for match in lexicon.patterns["token"].finditer(words):
        token = match[0].replace("-", " ")
        power = lexicon.meaning("scales", token)
        if isinstance(power, int):
            if power >= last_power:
                break
            total, group, last_power = total + (group or 1) * 10**power, 0, power
        elif (value := lexicon.small[token]) == 100 and group in range(1, 10):
            group *= 100
        elif group == 0 or (group % 100 == 0 and 0 < value < 100):
            group += value
        else:
            break
    else:
        return total + group
    raise ValueError(f"the words {words!r} do not add up to one number")


def lexicon(language: str) -> Lexicon:
    """The words of a language (en, de, fr, es, it; a region as in en-GB is ignored), read when first needed. ValueError for others."""
    name = str(language).partition("-")[0].lower()
    if name not in LANGUAGES:
        raise ValueError(f"numbers are read in {', '.join(LANGUAGES)}, not in {str(language)[:20]!r}")
    return _lexicon(name)


@cache
def _lexicon(name: str) -> Lexicon:
    table = json.loads((Path(__file__).parent / "words" / f"numerals_{name}.json").read_text("utf-8"))
    small = {form: value for value, forms in enumerate(table["small"]) for form in forms.split("|")}
    small |= {form: value for forms, value in table["hundreds"].items() for form in forms.split("|")}
    means = {key: table[key] for key in ("scales", "fractions", "alone", "multiples", "time", "money")}
    means["magnitude"] = table["scales"] | table["marks"]
    means["after"] = {pattern: word for word, pattern in table["after"].items()}
    means["qualifiers"] = {pattern: word for word, pattern in [*SIGNS.items(), *table["qualifiers"].items()]}
    compiled = Lazily(lambda key: tuple((re.compile(pattern), value) for pattern, value in means[key].items()))
    plainly = {key: _any(value) if isinstance(value, dict) else f"(?:{value})" for key, value in table.items()}
    plainly |= {key: _any(f"(?:{pattern})" for pattern in table[key].values()) for key in ("qualifiers", "after")}
    patterns = _number_patterns(plainly, small) | _context_patterns(plainly)
    qualifying = frozenset(table["qualifier_ends"].split("|"))
    numbers: list[str] = []

    def counts(word: str) -> bool:
        numbers[:] = numbers or _beginnings(plainly, small)
        return f"{word} ".startswith(tuple(numbers))

    begins = Lazily(lambda key: _openings(plainly[key], ends=key != "mixed"))
    closes = Lazily(lambda key: re.compile("|".join(last for part in alternatives(plainly[key][3:-1]) for last in closings(part))))
    return Lexicon(name, small, Lazily(lambda key: re.compile(patterns[key])), compiled, qualifying, {}, Telling(counts), begins, closes)


def _openings(table: str, *, ends: bool) -> tuple[str, ...]:
    """How the words of a table begin. `ends`: with its last letter a word ends, so that "m" begins no "months"."""
    parts = alternatives(table[3:-1])
    whole = {f"{part} " for part in parts if ends and part.isalpha()}
    return tuple(sorted(whole.union(*(openings(GAPPED.sub("", part)) for part in parts if f"{part} " not in whole))))


def _beginnings(t: Mapping[str, str], small: Iterable[str]) -> list[str]:
    """How the words begin of which one stands in every number in words; an article before it is none of them."""
    found = {match[0] for form in [*small, *HUNDREDS] if (match := LETTERS.match(form)) is not None}
    for table in ("scales", "fractions", "alone", "multiples"):
        found |= openings(LED.sub("", t[table]))
    return sorted(found)


def _any(patterns: Iterable[str]) -> str:
    """One of the patterns, the longest first; never matches where there are none."""
    return "(?:" + ("|".join(sorted(patterns, key=len, reverse=True)) or "(?!)") + ")"


def _number_patterns(t: Mapping[str, str], small: Iterable[str]) -> dict[str, str]:
    """The patterns of a number and its unit. No part repeats without a bound in two ways, so that time stays linear."""
    token = f"(?:{t['scales']}|{any_of([form.replace(' ', '[- ]') for form in small])})"
    large = _any([*(form for form in small if form in HUNDREDS), t["scales"]])
    several = f"(?>(?:{t['article']} (?={large}{END}))?{token}(?:{t['joiner']}{token}){{0,11}})(?!{t['joiner']}{token}{END})"
    number = rf"(?<!\w){several}(?={END}(?![- ]?[0-9])|[- ]?{t['fold']}{END})"
    articled = f"{t['article']}[- ](?={t['fractions']}|{large})"
    words = rf"(?: (?!{t['links']}[ ]){LETTER}[\w'-]{{0,30}}(?: [0-9](?= ))?)"
    return {
        "token": token,
        "candidate": rf"[0-9]+|(?<![\w-])(?:{token}(?![- ]?[0-9])|{articled}|{t['alone']}|{t['multiples']})",
        "amount": f"(?P<digits>{DIGITS})|(?P<words>{number})",
        "digits": f"(?P<digits>{DIGITS})|(?P<words>(?!))",
        "magnitude": f"{GAP}?(?P<word>{t['scales']}|{t['marks']}){END}",
        "mixed": t["mixed"],
        "fraction": rf"(?<!\w)(?:(?P<n>{token}|[0-9])|{t['article']})[- ](?P<d>{t['fractions']}){END}",
        "alone": f"{t['alone']}{END}",
        "multiples": f"{t['multiples']}{END}",
        "of": f"{GAP}{t['in']}{GAP}|(?P<slash>/)|{words}{{1,3}}?{GAP}{t['out_of']}{GAP}",
        "to": f"(?P<dash> ?-(?! )| - )|{GAP}{t['to']}{GAP}",
        "and": f"(?P<dash>(?!))|{GAP}{t['and']}{GAP}",
        "percentage_points": f"{GAP}?{t['percentage_points']}{END}|{GAP}?%[- ]?{t['points']}{END}",
        "percent": f"{GAP}?%|(?:{GAP}|-)?{t['percent']}{END}",
        "points": f"(?:{GAP}|-)?{t['points']}{END}(?!{t['no_points']})",
        "fold": f"[- ]?{t['fold']}{END}| ?x{END}(?! ?(?:[0-9/]|uln|{t['often']}{END}))",
        "times": f"(?:{GAP}|-){t['times']}{END}",
        "compared": f"{GAP}{t['compared']}{END}",
        "time": f"(?:{GAP}|-|(?:{t['nth']}) )?(?:(?:{t['whole']}) )?(?P<word>{t['time']}){END}",
        "time_word": t["time"],
        "money": f"(?: d[ei]l? | d'|{GAP})?(?P<word>[$€£¥]|{t['money']}{END})",
        "noun": f"{words}{{0,3}}? {t['nouns']}{END}",
        "after": rf"{GAP}(?P<word>{t['after']}){END}|(?P<plus>\+)(?!\w)",
        "direction": f"{GAP}(?:(?P<less>{t['reduction']})|{t['increase']}){END}(?!-[a-z])",
    }


def _context_patterns(t: Mapping[str, str]) -> dict[str, str]:
    """The patterns of what stands around a number; those that end in $ are searched in the 64 characters before it."""
    return {
        # an arrow ("82.3 -> 26.7") is not "more than"
        "qualifier": rf"(?P<word>(?<!\w){t['qualifiers']}(?:(?<=')|[ \n])|(?<![-=<>])(?:[<>]=?|[≤≥~≈]) ?)$",
        "from": rf"(?<!\w){t['from']} $",
        "by": rf"(?<!\w){t['by']} ?$",
        "gained": rf"(?<!\w)(?:{t['gains']}|{t['reduction']}|{t['increase']})(?!\w)(?:(?! dos)[^.;:]){{0,40}} (?:{t['came_to']}) ?$",
        "moved": rf"(?<!\w)(?:{t['moves']})(?: (?:{t['barely']}))? $",
        "moved_after": f"{GAP}{t['moved_after']}",
        "rather": rf"(?<!\w)(?:{t['moves']})(?!\w)[^.;:]{{0,44}}[ ,(](?:{t['rather']}) $",
        "against": rf"(?: [^\W\d_][^.;:()0-9]{{0,40}})? {t['against']} (?:[^\W\d_]+ )?[0-9]",
        # "62 m further in the walk of 6 minutes, against the 35 m"
        "set_against": rf"[0-9] ?(?P<unit>[^\W\d_]+)(?:/[^\W\d_]+)?(?![^\W\d_])[^.;:()0-9]{{0,40}}(?:[0-9]{{1,2}}[ -][^.;:()0-9]{{0,24}})?"
        rf" {t['against']} (?:[^\W\d_]{{1,4}} |[dl]')?$",
        # "rose by 118 ml with one and by 31 ml with the other"
        "again": rf"(?<!\w){t['by']} ?[0-9][0-9.,]* ?(?P<unit>[^\W\d_]+)[^.;:()0-9]{{0,44}} {t['and']} (?:by|um|d[ei]|d'|en) ?$",
        "instead": rf"(?:,? (?:{t['instead']}|{t['against']}) (?:[^\W\d_]{{1,4}} |[dl]')?)$",
        "apart": rf"(?<!\w)(?:{t['apart']}) ?$",
        "apart_after": f"(?:{t['apart_after']})",
        "enrolled": rf"(?<!\w)(?:{t['enrolled']}) ?$",
        "each_time": rf"(?: (?!{t['links']} )[^\W\d_]+| (?:of|de|di|d'|in|im|dans|en) [^\W\d_]+){{0,2}}? (?:{t['often']}) (?:{t['time']}){END}",
        "quicker": f"{GAP}(?:{t['quicker']}){END}",
        "spared": f"{GAP}(?:{t['spared']}){END}",
        "exact_before": rf"(?<!\w)(?:{t['exact_before']}) ?$",
        "exact_to": rf"(?<!\w)(?:{t['exact_to']}) $",
        "exact_after": f"(?:{t['exact_after']}){END}",
        "part_of": f"{t['part_of']}| ?(?:[.,;:!?)]|$|\n)",
        "not_alone": f"{t['not_alone']}$",
        "not_after": t["not_after"],
        "month_before": rf"(?<!\w){t['months']}\.? $",
        "month_after": rf"\.?(?: de)? {t['months']}{END}",
        "clock": f" ?{t['clock']}",
        "between": rf"(?<!\w){t['between']} $",
        "age_before": rf"(?<!\w){t['ages_before']}(?: {t['between']})? (?:[0-9]{{1,2}} (?:{t['to']}|{t['and']}) )?$",
        "age_after": f"{t['ages_after']}{END}",
        "dated": rf"(?<!\w)(?P<word>{t['dated']})[ -]$",
        "name": rf"(?<!\w){t['names']}[ -]?$",
    }
