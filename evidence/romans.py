"""The numbers of a roman list where their superscript was lost: "adults.ii,iii", "weeksiii", "1.1%ii", "mmHgi"."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.known import Known
from evidence.labels import labels, place
from evidence.lexicon import lexicon
from evidence.patterns import late
from evidence.vocabulary import Vocabulary

LIST = r"[ivx]{1,5}(?:[,–-] ?[ivx]{1,5}){0,9}"
ENDS = r"(?=[\s.,;:!?)\]\"”»]|$)"
# adults.i · (51%).ii,iii · 1.1%ii · (44 of 512)iii
SIGNED = late(rf"(?:(?:(?<=[^\W\d_]{{2}})|(?<=[)%®™]))[.,;!?]|(?<=[)%®™”»\"]))(?P<list>{LIST}){ENDS}")
# "at month 24.v Reactions": after a number only where a sentence ends with it
CLOSING = late(rf"(?<=[0-9])\.(?P<list>{LIST})(?=\s+[A-ZÀ-Ý\"“«„]|\s*\Z|\s*\n)")
# weeksiii · bracei,iv
GLUED = late(rf"(?<![\w.'’-])(?P<word>[^\W\d_][\w'’-]*?)(?P<list>{LIST}){ENDS}")
UNIT = late(r"mmhg|mg|mcg|µg|kg|ml|dl|cm|mm|ms|db|kcal|min|sec|hrs?")
BEYOND = 3  # how far behind the last of a list a number may be that is cited and not listed


def romans(text: str, known: Known, words: Vocabulary) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The markers of a page whose list is roman, each judged by that list."""
    if not known.roman:
        return
    for match in GLUED.finditer(text):  # first, for "bracei,iv" is one marker
        start = match.start("list")
        tail, _, more = match["list"].partition(",")
        stem = match["word"]
        while tail:  # the longest that is a number of the list: "weeks" and "iii", not "weeksi" and "ii"
            named = labels(f"{tail},{more}", roman=True)
            if named and _listed(named, known) and _carries(text, start, stem, tail, known, words):
                yield start, match.end("list"), named
                break
            stem, tail, start = stem + tail[0], tail[1:], start + 1
    for pattern in (SIGNED, CLOSING):
        for match in pattern.finditer(text):
            named = labels(match["list"], roman=True)
            if known.numbers.issuperset(named):
                yield match.start("list"), match.end("list"), named


def _listed(named: tuple[str, ...], known: Known) -> bool:
    """Whether they are numbers of the list, or of two letters and more and hardly beyond its last: "vi" where five are listed."""
    last = max(place(label) for label in known.numbers if label.isalpha())
    return all(known.holds(label) or (len(label) > 1 and 0 < place(label) <= last + BEYOND) for label in named)


def _carries(text: str, start: int, word: str, tail: str, known: Known, words: Vocabulary) -> bool:
    """Whether a word can carry that number: with it, it is no word of its own ("nuovi" is one in Italian, "aktiv" in German)."""
    folded = word.lower()
    if UNIT.fullmatch(folded):
        return text[max(0, start - len(word) - 2) : start - len(word)].strip().isdigit()
    if lexicon(words.language).patterns["time_word"].fullmatch(folded):
        return True
    if len(word) < 3 or not word[-1].isalpha() or known.words.get(word + tail, 0) > 1 or words.pattern("roman_ends").fullmatch(folded + tail):
        return False
    return len(tail) > 1 or known.words.get(word, 0) > 0
