"""The words of advertising that need a reviewer, per language from words/claims_xx.json: which fired, where, and what to say instead.

What silences a word is looked for in a bounded stretch before it, so time is linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from evidence.hearing import STOPS, Found, Told, candidates, guarded, read, walk
from evidence.nouns import dataclass
from evidence.phraselists import PARTS, Entry, lists

NOWHERE: frozenset[int] = frozenset()
LOOK_BACK = 7  # tokens between a negation and what it denies
HEDGED = 14  # tokens between "may" and what it softens

# What keeps a rule silent. Those that are not named here always do: harmless uses, questions, quotations of the law.
GUARDS: Mapping[str, tuple[str, ...]] = {
    "superlative": ("negation", "hedges", "instructions"),
    "absolute": ("negation", "denials", "hedges", "deontic", "instructions"),
    "safe": ("negation", "denials", "hedges", "instructions"),
    "proven": ("negation", "denials"),
    "comparison": ("negation", "hedges", "instructions", "baseline"),
    "new": ("negation", "instructions"),
    "status": ("negation", "denials"),
    "cleared": ("negation", "denials"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """Words that fired. Offsets are code points of the text that was read."""

    start: int
    end: int
    words: str
    entry: Entry
    compared: bool = False  # of a comparison: its sentence names what it is compared with


# --- what fires ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def find(text: str, language: str) -> Mapping[str, tuple[Hit, ...]]:
    """Rule → the words of a text that fire, in order; a rule of which nothing fires is left out.

    The text is a statement or a claim. Offsets are code points of it. Negated, hedged and instructing uses, harmless ones,
    questions and quotations of the law are left out, by `GUARDS`.
    """
    fires = candidates(text, language)[1]
    if not fires:
        return {}
    told = guarded(text, language)
    guard = _Guard(told)
    fired: dict[str, tuple[Hit, ...]] = {}
    ranked: list[tuple[int, int, Entry | None]] = []  # "le plus efficace" ranks, and the comparison in it does not compare
    for rule in (rule for rule in GUARDS if rule in fires):
        harmless = _cover((*told.found.get("no_" + rule, ()), *(ranked if rule == "comparison" else ())), len(told.tokens))
        hits = []
        for first, last, entry in _longest(told.found[rule]):
            if not any(harmless[first : last + 1]) and not guard.silences(rule, first, last) and entry is not None:
                start, end = told.spans[first][0], told.spans[last][1]
                compared = told.sentences[first] in guard.compared
                if rule != "comparison" or told.sentences[first] in guard.outcomes:
                    hits.append(Hit(start, end, text[start:end], entry, compared))
                if rule == "superlative" and last > first:
                    ranked.append((first, last, entry))
        if hits:
            fired[rule] = tuple(hits)
    return fired


def hanging(text: str, language: str) -> tuple[Hit, ...]:
    """The comparisons of a text whose sentence does not say with what."""
    return tuple(hit for hit in find(text, language).get("comparison", ()) if not hit.compared)


def compared(text: str, language: str) -> tuple[str, ...]:
    """What a text says it compares with: the words behind each "than", to the end of the clause and at most `LOOK_BACK` of them."""
    told = guarded(text, language)
    found = []
    for _, last, _ in told.found.get("comparators", ()):
        end = next((at for at in range(last + 1, len(told.tokens)) if at - last > LOOK_BACK or told.tokens[at] in PARTS), len(told.tokens))
        if end > last + 1:
            found.append(text[told.spans[last + 1][0] : told.spans[end - 1][1]])
    return tuple(found)


def conditions(text: str, language: str) -> frozenset[str]:
    """The conditions, parts of the body and groups of patients that a text names, by their English names."""
    found: Found = {}
    walk(lists(language, "conditions"), candidates(text, language)[0], found)
    return frozenset(found)


def uses(text: str, language: str, covered: Iterable[tuple[int, int]] = ()) -> list[str]:
    """The conditions that a text says the product is of use for: named after a word such as "treats" or "relief from", not denied.

    `covered`: stretches of the text that somebody else judges.
    """
    named: Found = {}
    walk(lists(language, "conditions"), candidates(text, language)[0], named)
    if not named or (told := read(text, language)).has("not_uses") or not told.has("uses"):
        return []
    guard, promised, held = _Guard(told), _cover(told.found["uses"], len(told.tokens)), tuple(covered)
    found = []
    for first, last, name in sorted((first, last, name) for name, places in named.items() for first, last, _ in places):
        at = told.spans[first][0]
        led = any(promised[max(0, first - LOOK_BACK) : first])
        if led and not guard.silences("proven", first, last) and not any(start <= at < end for start, end in held):
            found.append(name)
    return list(dict.fromkeys(found))


def _longest(found: Sequence[tuple[int, int, Entry | None]]) -> Iterator[tuple[int, int, Entry | None]]:
    """Of phrases that overlap, the first and longest."""
    end = -1
    for first, last, entry in sorted(found, key=lambda one: (one[0], -one[1])):
        if first > end:
            yield first, last, entry
            end = last


def _cover(found: Iterable[tuple[int, int, Entry | None]], size: int) -> bytearray:
    """One byte a token: 1 where a phrase covers it."""
    covered = bytearray(size)
    for first, last, _ in found:
        covered[first : last + 1] = b"\1" * (last + 1 - first)
    return covered


def _starts(told: Told) -> set[int]:
    """The tokens with which a sentence begins, and its main clause behind an opening one: "For the best fit, measure twice"."""
    opens = {first for first, _, _ in told.found.get("openers", ())}
    starts, sentence, opened = set(), -1, False
    for at, token in enumerate(told.tokens):
        if token in PARTS:
            continue
        if told.sentences[at] != sentence:
            starts.add(at)
            sentence, opened = told.sentences[at], at in opens
        elif opened and told.tokens[at - 1] == ",":
            starts.add(at)
            opened = False
    return starts


class _Guard:
    """What a text says around its hits; every question is answered by looking back over a bounded stretch."""

    def __init__(self, told: Told) -> None:
        self.told, size, found = told, len(told.tokens), told.found
        harmless = _cover(found.get("no_negation", ()), size)
        self.marks = {name: {last for first, last, _ in found[name]} for name in ("hedges", "deontic", "denials") if name in found}
        self.negation = {last for first, last, _ in found.get("negation", ()) if not harmless[first]}
        self.breaks = _cover(found.get("breaks", ()), size)
        self.after = _cover(found.get("negation_after", ()), size)
        of, self.instructs = told.sentences, self._in("advice")  # "your doctor will say which is best for you"
        if "instructions" in found:
            starts, promised = _starts(told), {first for first, _, _ in found.get("comparison", ())}  # "sleep deeper" promises
            self.instructs = self.instructs | {of[first] for first, last, _ in found["instructions"] if first in starts and last + 1 not in promised}
        self.law = self._in("law") & self._in("law_verbs")
        self.mentioned = {last for _, last, _ in found.get("mentions", ())}
        self.compared, self.outcomes, self.baseline = self._in("comparators"), self._in("outcomes"), self._in("baseline")

    def _in(self, table: str) -> Set[int]:
        """The sentences in which a phrase of a table begins."""
        of = self.told.sentences
        return {of[first] for first, _, _ in self.told.found[table]} if table in self.told.found else NOWHERE

    def silences(self, rule: str, first: int, last: int) -> bool:
        """True where what stands around the tokens first … last takes the assertion out of them."""
        sentence, guards = self.told.sentences[first], GUARDS[rule]
        if sentence in self.told.asks or sentence in self.law or first - 1 in self.mentioned:
            return True
        if "instructions" in guards and sentence in self.instructs:
            return True
        if "baseline" in guards and sentence in self.baseline:
            return True
        if any(name in guards and self._before(first, marks, HEDGED, STOPS) for name, marks in self.marks.items()):
            return True
        return self._before(first, self.negation, LOOK_BACK, PARTS, self.breaks) or self._denied_after(last)

    def _before(self, first: int, marks: Set[int], most: int, ends: frozenset[str], breaks: bytearray | None = None) -> bool:
        tokens = self.told.tokens
        for at in range(first - 1, max(-1, first - 1 - most), -1):
            if at in marks:
                return True
            if tokens[at] in ends or (breaks is not None and breaks[at]):
                return False
        return False

    def _denied_after(self, last: int) -> bool:
        """German denies behind the verb: "heilt Arthrose nicht"."""
        tokens = self.told.tokens
        for at in range(last + 1, min(len(tokens), last + 1 + LOOK_BACK)):
            if self.after[at]:
                return True
            if tokens[at] in PARTS or self.breaks[at]:
                return False
        return False
