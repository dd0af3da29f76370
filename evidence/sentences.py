"""Sentence splitting for marketing text; reference markers are sentinels and belong to the sentence that they close."""

from __future__ import annotations

import re
from itertools import pairwise

from evidence.lexicon import fold
from evidence.vocabulary import Vocabulary

MARK = "\ue000"  # stands for every character of a reference marker, so that no rule takes its digits for a number
# The end of a sentence: its marks, closing quotes and brackets, reference markers (with one space at most), then white space.
STOP = re.compile(rf"(?<![.!?…])[.!?…]++[\"”»’')\]]*+(?:[ \u00a0]?{MARK}++[\"”»)]*+)*+(?=\s)")
QUOTE = re.compile(r"\"[^\"\n]{12,900}\"|“[^”\n]{12,900}”|«[^»\n]{12,900}»|„[^“”\n]{12,900}[“”]|»[^«\n]{12,900}«")
AFTER_QUOTE = re.compile(rf"(?:[ \u00a0]?{MARK}++)*+")
BULLET = re.compile(r"[ \t]*(?:[•·▪●◦‣✓✔➤►–—-][ \t]+|[0-9]{1,2}[.)][ \t]+(?=\D)|[☑✅][ \t]*)")
# "NORTHPORT, Oct. 4, 2022 /Wire/ — ": where and when a press release was written
DATELINE = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý .'-]{2,30}(?:,[^—–\n]{0,70})? ?(?:—|–|--) (?=[A-ZÀ-Ý])")
INITIAL = re.compile(r"(?:^|[\s(])([^\W\d_])\.$")
ORDINAL = re.compile(r"(?:^|\s)[0-9]{1,2}\.$")
MONTHS = re.compile(r"(?:jan|feb|mär|maerz|apr|mai|juni|juli|aug|sept?|okt|nov|dez)", re.I)
WRAPPED = 60  # a line shorter than this was ended on purpose and not wrapped


def split(text: str, words: Vocabulary) -> list[tuple[int, int]]:
    """The sentences of a block's text as offsets, without white space, bullets and datelines at their ends. They do not overlap."""
    quotes = _quotes(text)
    cuts = [0]
    turn = 0
    for stop in sorted({*_stops(text, words), *(place for quote in quotes for place in quote)}):
        while turn < len(quotes) and quotes[turn][1] <= stop:
            turn += 1
        inside = turn < len(quotes) and quotes[turn][0] < stop
        if stop > cuts[-1] and not inside:
            cuts.append(stop)
    cuts.append(len(text))
    found = (_trimmed(text, start, end) for start, end in pairwise(cuts))
    return [(start, end) for start, end in found if start < end]


def _quotes(text: str) -> list[tuple[int, int]]:
    """Quoted speech of four words and more that begins a sentence, with the marker that follows it."""
    found = []
    for match in QUOTE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()].rstrip(" \t\u00a0")
        opens = not before or before[-1] in ".!?…:;\n" + MARK or _bulleted(before)
        if opens and match[0].count(" ") >= 3:
            after = AFTER_QUOTE.match(text, match.end())
            found.append((match.start(), after.end() if after else match.end()))
    return found


def _bulleted(before: str) -> bool:
    return before[-1] in "•·▪●◦‣-–—"


def _stops(text: str, words: Vocabulary) -> list[int]:
    """Offsets at which a sentence has ended."""
    found = []
    for match in STOP.finditer(text):
        after = text[match.end() : match.end() + 40].lstrip()[:24]
        if not _protected(text, match, after, words):
            found.append(match.end())
    at = text.find("\n")
    while at >= 0:
        begun = text.rfind("\n", 0, at) + 1
        after = text[at + 1 : at + 40].lstrip(" \t")[:2]
        starts = after[:1].isupper() or after[:1].isdigit() or after[:1] in "\"“«„•·▪●◦‣-–—*✓\n¿¡" or not after
        if starts and (at - begun < WRAPPED or text[max(0, at - 20) : at].rstrip()[-1:] in ".!?…:" + MARK):
            found.append(at)
        at = text.find("\n", at + 1)
    return found


def _protected(text: str, match: re.Match[str], after: str, words: Vocabulary) -> bool:
    """Whether the point is no end of a sentence: an abbreviation, an initial, an ordinal, or small letters follow."""
    marked, first = MARK in match[0], after[:1]
    if first.islower() and not (marked and match[0][0] in "!?"):
        return True
    if match[0][0] in "!?…" or marked:
        return False
    before = text[max(0, match.start() - 24) : match.start() + 1]
    if words.abbreviations.search(fold(before)):
        return True
    if (initial := INITIAL.search(before)) is not None:
        word = before[: initial.start()].split()[-1:] or [""]
        return not word[0].islower() or initial[1].islower()
    return bool(ORDINAL.search(before)) and words.language == "de" and MONTHS.match(after) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    for pattern in (BULLET, DATELINE):
        if (match := pattern.match(text, start, end)) is not None and match.end() < end:
            start = match.end()
    while start < end and (text[start].isspace() or text[start] == MARK):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
