"""Whether a printed quantity says a reduction, an increase or a level: "eased pain by 57%", "25% more", "was 83%"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from evidence.lexicon import Lazily, Telling, lexicon, words_of
from evidence.patterns import late
from evidence.vocabulary import Vocabulary, vocabulary

WITH = ("percent", "points", "fold", "nofm", "measure")  # kinds that say one of the three; a duration or a count says none
CLAUSE = late(r"[;:.!?](?=\s|$)|\s[–—]\s")
PARTS = late(r",|(?<!\w)(?:and|but|und|aber|et|mais|y|pero|e|ma)(?!\w)")
ASIDE = late(r" ?\([^()]*\)")
NUMBER = late(r"[0-9][0-9.,]*")
SAVING = 48  # characters between a saving and its sum
REACH = 110  # characters before a quantity in which its verb may stand
SPAN = 31  # characters from the first number of "from 82% to" to what follows "to"
# The tables of which a word must stand where a pattern finds anything: that rules most of them out for a whole sentence.
NEEDS = {
    "changes": ("down", "up"), "object_of": ("down", "up"), "says_of": ("down_nouns", "up_nouns"), "says_after": ("down_nouns", "up_nouns"),
    "says_late": ("late_down", "late_up"), "says_by": ("by",), "taken": ("warded",), "says_came": ("came",), "from": ("from",), "to": ("to",),
}  # fmt: skip


def comparator(folded: str, start: int, end: int, kind: str, direction: str, words: Vocabulary, changed: bool = False) -> str | None:
    """reduction | increase | level for a quantity at folded[start:end]; None for kinds that say none of the three.

    `direction` is what was read with the number itself. `changed`: the number is known to be a change (it followed "by").
    """
    if kind not in WITH:
        return _changed(folded, start, words) if kind == "currency" else None
    before = _clause(folded, start)
    after = folded[end : end + 60]
    may = _may_say(folded, words.language)
    if start > REACH:  # it may begin amid a word
        may |= _begun(words.language)[0][before.partition(" ")[0]]
    if direction:  # "reduced it by 20% more than the other": the verb says it, where there is one
        by = changed or _by(words, before, may)
        return (_last(words.pattern("changes"), PARTS.split(before)[-1]) if by and kind != "fold" else "") or direction
    if "from" in may and "to" in may and _between(words, before, after):
        return "level"
    follows = words.pattern("says_after").match(_parted(after)[0].split(",")[0].split("(")[0]) if "says_after" in may else None
    follows = follows or (words.pattern("says_late").match(after.split(",")[0]) if "says_late" in may else None)
    if follows is not None and kind != "nofm":  # "one in four reports better sleep" is a level
        return "reduction" if follows["down"] else "increase"
    if changed or _by(words, before, may):
        told = _last(words.pattern("changes"), before) or _last(words.pattern("change_of"), before)
        if not told and words.language == "de":  # "um 48 % reduziert": its verbs close the clause
            clause = _parted(after)[0].split(",")[0]
            told = _soon(words.pattern("changes"), clause) or _last(words.pattern("changes"), before + folded[start:end] + clause)
        return told or ("increase" if kind == "fold" else "level")
    if "says_of" in may and (named := words.pattern("says_of").search(before)) is not None:
        return _last(words.pattern("change_of"), named[0]) or "level"
    if kind == "percent" and "taken" in may and words.pattern("taken").match(after) is not None:
        return "reduction"
    if kind in ("percent", "points") and "says_came" in may and (noun := words.pattern("says_came").match(before)) is not None:
        return "reduction" if noun["down"] else "increase"
    if "object_of" in may and (verb := words.pattern("object_of").search(before)) is not None:
        return "reduction" if verb["down"] else "increase"
    return "increase" if kind == "fold" else "level"


@lru_cache(maxsize=64)  # asked for by one sentence several times
def _may_say(folded: str, language: str) -> frozenset[str]:
    """The patterns of NEEDS that may find something in a folded text, by its words alone."""
    begun, telling = _begun(language)
    return frozenset().union(*map(begun.__getitem__, telling.among(words_of(folded))))


@cache
def _begun(language: str) -> tuple[Mapping[str, frozenset[str]], Telling]:
    """Word → the patterns of NEEDS that have a word which begins with it; and the words for which there are any."""
    begins = vocabulary(language).begins
    needs = {name: tuple(begin for table in tables for begin in begins[table]) for name, tables in NEEDS.items()}
    begun = Lazily(lambda word: frozenset(name for name, may in needs.items() if word.startswith(may)))
    return begun, Telling(begun.__getitem__)


def _by(words: Vocabulary, before: str, may: frozenset[str]) -> bool:
    """Whether what follows is by how much something changed."""
    if not ("says_by" in may and words.may_have("by", before)) and "d'" not in before:
        return False
    return words.pattern("says_by").search(before) is not None


def _parted(text: str) -> list[str]:
    """A text cut into its clauses; most have no mark that could cut them."""
    if "." in text or ";" in text or ":" in text or "!" in text or "?" in text or "–" in text or "—" in text:
        return CLAUSE.split(text)
    return [text]


def _clause(folded: str, start: int) -> str:
    """The clause before a quantity, without what stands in brackets: "by 79% (95% CI: 65 to 87) and by"."""
    before = folded[max(0, start - REACH) : start]
    return _parted(ASIDE.sub("", before) if ")" in before else before)[-1]


def _changed(folded: str, start: int, words: Vocabulary) -> str | None:
    """What a sum of money says that something changed by: "costs fell by $212", "a saving of $212". Else it says neither."""
    saving = folded[max(0, start - SAVING) : start].rpartition(". ")[2]
    if words.may_have("saved", saving) and words.has("saved", saving):
        return "reduction"
    before = _clause(folded, start)
    return (_last(words.pattern("changes"), before) or None) if _by(words, before, frozenset(NEEDS)) else None


def _between(words: Vocabulary, before: str, after: str) -> bool:
    """One end of a change from … to …: where it stood, not by how much it changed."""
    far = words.pattern("goes_to").match(after)
    if far is not None and words.may_have("from", before) and words.pattern("since").search(before):
        number = NUMBER.match(after, far.end() - 1)
        timed = number is not None and lexicon(words.language).patterns["time"].match(after, number.end()) is not None
        return not timed  # "de 43 % à 12 mois": when, and not up to what
    if NUMBER.search(before, max(0, len(before) - SPAN)) is None or not words.may_have("to", before) or not words.may_have("from", before):
        return False
    return words.pattern("until").search(before) is not None and words.pattern("came_from").search(before) is not None


def _last(pattern: re.Pattern[str], before: str) -> str:
    """What the last match says; an empty string where there is none."""
    last = None
    for last in pattern.finditer(before):  # noqa: B007 - the last one counts
        pass
    return "" if last is None else "reduction" if last["down"] else "increase"


def _soon(pattern: re.Pattern[str], clause: str) -> str:
    """What the first verb of a clause says; an empty string where there is none."""
    verb = pattern.search(clause)
    return "" if verb is None else "reduction" if verb["down"] else "increase"
