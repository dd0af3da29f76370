"""Sentence splitting for marketing text; reference markers are sentinels and belong to the sentence that they close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from evidence.lexicon import fold
from evidence.patterns import LETTERS, alternatives, late
from evidence.vocabulary import Vocabulary, vocabulary

MARK = "\ue000"  # stands for every character of a reference marker, so that no rule takes its digits for a number
# The end of a sentence: its marks, closing quotes and brackets, reference markers (with one space at most), then white space.
# It is tried where a mark stands: to find the marks by themselves is three times as quick as to search for all of it.
STOP = late(rf"[.!?…](?<![.!?…][.!?…])[.!?…]*+[\"”»’')\]]*+(?:[ \u00a0]?{MARK}++[\"”»)]*+)*+(?=\s)")
QUOTE = late(r"\"[^\"\n]{12,900}\"|“[^”\n]{12,900}”|«[^»\n]{12,900}»|„[^“”\n]{12,900}[“”]|»[^«\n]{12,900}«|[‘‚][^‘‚\n]{12,900}?[.!?…,][’‘](?=\s|$|\ue000)")
OPENING = '"“«„»‘‚'
# "Slide 2 of 3 “It works”": where a quotation stands in a row of them
SLIDE = late(r"(?:^|\n|[.!?…”\"»“] )(?:[^\W\d_]{3,11} )?[0-9]{1,2}(?: ?/ ?| (?:of|von|sur|de|di) )[0-9]{1,2}$")
AFTER_QUOTE = late(rf"(?:[ \u00a0]?{MARK}++)*+")
BULLET = late(r"[ \t]*(?:[•·▪●◦‣✓✔➤►–—-][ \t]+|[0-9]{1,2}[.)][ \t]+(?=\D)|[☑✅][ \t]*)")
# "NORTHPORT, Oct. 4, 2022 /Wire/ — ": where and when a press release was written
DATELINE = late(r"[A-ZÀ-Ý][A-ZÀ-Ý .'-]{2,30}(?:,[^—–\n]{0,70})? ?(?:—|–|--) (?=[A-ZÀ-Ý])")
INITIAL = late(r"(?:^|[\s(])([^\W\d_])\.$")
ORDINAL = late(r"(?:^|\s)[0-9]{1,2}\.$")
MONTHS = late(r"(?:jan|feb|mär|maerz|apr|mai|juni|juli|aug|sept?|okt|nov|dez)", re.I)
WRAPPED = 60  # a line shorter than this was ended on purpose and not wrapped


def split(text: str, words: Vocabulary) -> list[tuple[int, int]]:
    """The sentences of a block's text as offsets, without white space, bullets and datelines at their ends. They do not overlap."""
    quotes = _quotes(text)
    stops = _stops(text, words)
    if quotes:
        stops += [place for quote in quotes for place in quote]
        stops.sort()
    found = []
    begun = turn = 0
    for stop in (*stops, len(text)):
        while turn < len(quotes) and quotes[turn][1] <= stop:
            turn += 1
        inside = turn < len(quotes) and quotes[turn][0] < stop
        if stop > begun and (not inside or stop == len(text)):
            start, end = _trimmed(text, begun, stop)
            if start < end:
                found.append((start, end))
            begun = stop
    return found


def _quotes(text: str) -> list[tuple[int, int]]:
    """Quoted speech of four words and more that begins a sentence, with the marker that follows it."""
    found: list[tuple[int, int]] = []
    if text.isascii() and '"' not in text:
        return found
    for match in _quoted(text):
        before = text[max(0, match.start() - 40) : match.start()].rstrip(" \t\u00a0")
        opens = not before or before[-1] in ".!?…:;\n" + MARK or _bulleted(before) or (before[-1].isdigit() and SLIDE.search(before) is not None)
        if opens and match[0].count(" ") >= 3:
            after = AFTER_QUOTE.match(text, match.end())
            found.append((match.start(), after.end() if after else match.end()))
    return found


def _quoted(text: str) -> Iterator[re.Match[str]]:
    """What `QUOTE.finditer` finds; to find the opening marks by themselves is many times as quick."""
    end = 0
    for at in _places(text, '"' if text.isascii() else OPENING):
        match = QUOTE.match(text, at) if at >= end else None
        if match is not None:
            end = match.end()
            yield match


def _bulleted(before: str) -> bool:
    return before[-1] in "•·▪●◦‣-–—"


def _stops(text: str, words: Vocabulary) -> list[int]:
    """Offsets at which a sentence has ended, in order."""
    found = []
    for at in _places(text, ".!?" if text.isascii() else ".!?…"):
        if text.startswith(". ", at) and text[at + 2 : at + 3].isupper() and _whole(text[text.rfind(" ", 0, at) + 1 : at], words.language):
            found.append(at + 1)  # by far the commonest
            continue
        match = STOP.match(text, at)
        if match is not None and not _protected(text, match, text[match.end() : match.end() + 40].lstrip()[:24], words):
            found.append(match.end())
    at = text.find("\n")
    while at >= 0:
        begun = text.rfind("\n", 0, at) + 1
        after = text[at + 1 : at + 40].lstrip(" \t")[:2]
        starts = after[:1].isupper() or after[:1].isdigit() or after[:1] in "\"“«„•·▪●◦‣-–—*✓\n¿¡" or not after
        if starts and (at - begun < WRAPPED or text[max(0, at - 20) : at].rstrip()[-1:] in ".!?…:" + MARK):
            found.append(at)
        at = text.find("\n", at + 1)
    return sorted(found)


def _places(text: str, marks: str) -> list[int]:
    """Where one of the marks stands, in order."""
    found: list[int] = []
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            found.append(at)
            at = text.find(mark, at + 1)
    return sorted(found)


def _protected(text: str, match: re.Match[str], after: str, words: Vocabulary) -> bool:
    """Whether the point is no end of a sentence: an abbreviation, an initial, an ordinal, or small letters follow."""
    marked, first = MARK in match[0], after[:1]
    if first.islower() and not (marked and match[0][0] in "!?") and not after[1:3].strip().isupper():  # "eGFR", "pH" begin a sentence
        return True
    if match[0][0] in "!?…" or marked:
        return False
    before = text[max(0, match.start() - 24) : match.start() + 1]
    if _abbreviated(before, words):
        return True
    opens = before[-3:-2]
    if (not opens or opens.isspace() or opens == "(") and (initial := INITIAL.search(before)) is not None:
        word = before[: initial.start()].split()[-1:] or [""]
        return (not word[0].islower() and not word[0][-1:].isdigit()) or initial[1].islower()  # "0,5 D." ends
    return words.language == "de" and bool(ORDINAL.search(before)) and MONTHS.match(after) is not None


@lru_cache(maxsize=16_384)
def _whole(word: str, language: str) -> bool:
    """Whether what stands between a space and a point is a plain word: no abbreviation, no initial, no ordinal."""
    return len(word) > 1 and word.isalpha() and _last_words(language).fullmatch(fold(word)) is None


@cache
def _last_words(language: str) -> re.Pattern[str]:
    """The last words of the abbreviations of a language."""
    typed = vocabulary(language).abbreviations.pattern.partition("(?:")[2].removesuffix(r")\.$")
    return re.compile("|".join(one.rpartition(" ")[2].lstrip("?") for one in alternatives(typed)))


def _abbreviated(before: str, words: Vocabulary) -> bool:
    """Whether the words end in an abbreviation; a word that is longer than any of them is none."""
    word, width = _widest(words.language)
    if word and len(before) > word and before[-word - 1 : -1].isalpha():
        return False
    return _ends(before[-width - 2 :] if width else before, words.language)


@cache
def _widest(language: str) -> tuple[int, int]:
    """The letters of the longest word in an abbreviation of a language, and the characters of the longest abbreviation; 0 where unbounded."""
    typed = vocabulary(language).abbreviations.pattern
    if any(mark in typed for mark in "*+{["):
        return 0, 0
    return max(map(len, LETTERS.findall(typed))), max(map(len, typed.split("|")))


@lru_cache(maxsize=2048)
def _ends(before: str, language: str) -> bool:
    return vocabulary(language).abbreviations.search(fold(before)) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if text.startswith(" ", start):  # the commonest: a space, and a word with a capital
        start += 1
    opens = text[start : start + 2]
    if opens.isalpha() and opens.istitle() and start < end and not text[end - 1].isspace():
        return start, end
    while start < end and text[start].isspace():
        start += 1
    if not text[start : start + 1].isalpha() and (match := BULLET.match(text, start, end)) is not None and match.end() < end:
        start = match.end()
    if not text[start + 1 : start + 2].islower() and (match := DATELINE.match(text, start, end)) is not None and match.end() < end:
        start = match.end()
    while start < end and (text[start].isspace() or text[start] == MARK):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
