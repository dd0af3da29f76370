"""The words of advertising that need a reviewer, per language from words/claims_xx.json: which fired, where, and what to say instead.

A text is read once for every rule. Time is linear in its length: a phrase is a few tokens long, and what silences a word is looked for
in a bounded stretch before it. There is no pattern that backtracks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache
from typing import TypeAlias

from evidence.lexicon import fold
from evidence.nouns import dataclass
from evidence.patterns import late
from evidence.phraselists import END, PARTS, Entry, Lists, Node, lists

# A token: an initialism (U.S.), 510(k), a word, a number, a mark that ends or parts a clause. Hyphens and apostrophes only part words.
TOKEN = late(
    r"(?:[^\W\d_]\.){2,}|510 ?\(k\)|[^\W\d_]+|[0-9]+(?:[.,][0-9]+)*|[%#]|[.!?;:,(){}\[\]\"“”„«»—…|\n]|(?<= )-{1,2}(?= )"
)
GAP = 3  # words that a ~ may stand for
LOOK_BACK = 7  # tokens between a negation and what it denies
HEDGED = 14  # tokens between "may" and what it softens
STOPS = frozenset(".!?;…\n")  # tokens that end a sentence
ASKS = ("?",)

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


Found: TypeAlias = dict[str, list[tuple[int, int, Entry | None]]]  # table → (first token, last token, entry of a rule)


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """Words that fired. Offsets are code points of the text that was read."""

    start: int
    end: int
    words: str
    entry: Entry
    compared: bool = False  # of a comparison: its sentence names what it is compared with


# --- reading a text -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A text read once: where each table's phrases stand, as (first token, last token, entry), and its tokens."""

    text: str
    tokens: Sequence[str]
    found: Found
    sentences: Sequence[int]  # per token, the sentence it stands in
    asks: frozenset[int]  # sentences that end in a question mark
    places: list[tuple[int, int]] = field(default_factory=list)  # of the tokens, once somebody asks

    def has(self, table: str) -> bool:
        """Whether a phrase of the table stands in the text."""
        return table in self.found

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Where each token stands in the text."""
        if not self.places:
            self.places.extend(match.span() for match in TOKEN.finditer(fold(self.text)))
        return self.places

    def words(self, table: str) -> tuple[str, ...]:
        """The words of the text that are phrases of a table, in order."""
        return tuple(self.text[self.spans[first][0] : self.spans[last][1]] for first, last, _ in self.found.get(table, ()))


@lru_cache(maxsize=1024)  # the rules look at one statement after the other; pages of a site repeat theirs
def read(text: str, language: str) -> Told:
    """Every phrase of every list that stands in the text; conditions and uses have functions of their own."""
    guarded = _guarded(text, language)
    found: Found = {**guarded.found}
    _walk(lists(language, "told"), guarded.tokens, found)
    return replace(guarded, found=found)


@lru_cache(maxsize=1024)
def _guarded(text: str, language: str) -> Told:
    """A text with what may fire in it and what may silence that."""
    tokens, fires = _fires(text, language)
    found: Found = {**fires}
    _walk(lists(language, "guards"), tokens, found)
    return Told(text, tokens, found, *_sentences(tokens))


@lru_cache(maxsize=1024)
def _fires(text: str, language: str) -> tuple[list[str], Found]:
    """The tokens of a text, and the words in it that may fire: most texts have none, and then nothing else is looked for."""
    tokens = _tokens(fold(text))
    fires: Found = {}
    _walk(lists(language), tokens, fires)
    return tokens, fires


def _tokens(folded: str) -> list[str]:
    """The tokens of a folded text; initialisms lose their points, "510(k)" its brackets."""
    tokens: list[str] = TOKEN.findall(folded)
    if "510" in folded or "u.s" in folded:
        return [token if token[-1] not in ".)" or len(token) == 1 else "510k" if token[0] == "5" else token.replace(".", "") for token in tokens]
    return tokens


def _walk(words: Lists, tokens: Sequence[str], found: Found) -> None:
    """Go down the tree from every token of the text."""
    opens = words.opens
    for first, token in enumerate(tokens):
        for node in opens[token]:
            _follow(node, first, first + 1, tokens, words, found)


def _follow(node: Node, first: int, at: int, tokens: Sequence[str], words: Lists, found: Found) -> None:
    """Go on in the tree from a node; `at` is the next token. The tree is a few tokens deep, so this ends soon."""
    for table, entry in node.get(END, ()):
        found.setdefault(table, []).append((first, at - 1, entry))
    if (gap := node.get("~")) is not None:
        for skipped in range(GAP + 1):
            _follow(gap, first, at + skipped, tokens, words, found)
            if at + skipped >= len(tokens) or not tokens[at + skipped][0].isalnum() or tokens[at + skipped] in words.stops:
                break
    if at < len(tokens):
        for symbol in words.symbols[tokens[at]]:
            if (below := node.get(symbol)) is not None:
                _follow(below, first, at + 1, tokens, words, found)


def _sentences(tokens: Sequence[str]) -> tuple[list[int], frozenset[int]]:
    turn, numbers, asks = 0, [], set()
    for token in tokens:
        numbers.append(turn)
        if token in ASKS:
            asks.add(turn)
        turn += token in STOPS
    return numbers, frozenset(asks)


# --- what fires ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def find(text: str, language: str) -> Mapping[str, tuple[Hit, ...]]:
    """Rule → the words of a text that fire, in order; a rule of which nothing fires is left out.

    The text is a statement or a claim. Offsets are code points of it. Negated, hedged and instructing uses, harmless ones,
    questions and quotations of the law are left out, by `GUARDS`.
    """
    fires = _fires(text, language)[1]
    if not fires:
        return {}
    candidates = [rule for rule in GUARDS if rule in fires]
    told = _guarded(text, language)
    guard = _Guard(told)
    fired: dict[str, tuple[Hit, ...]] = {}
    for rule in candidates:
        harmless = _cover(told.found.get("no_" + rule, ()), len(told.tokens))
        hits = []
        for first, last, entry in _longest(told.found[rule]):
            if not any(harmless[first : last + 1]) and not guard.silences(rule, first, last) and entry is not None:
                start, end = told.spans[first][0], told.spans[last][1]
                compared = told.sentences[first] in guard.compared
                if rule != "comparison" or told.sentences[first] in guard.outcomes:
                    hits.append(Hit(start, end, text[start:end], entry, compared))
        if hits:
            fired[rule] = tuple(hits)
    return fired


def hanging(text: str, language: str) -> tuple[Hit, ...]:
    """The comparisons of a text whose sentence does not say with what."""
    return tuple(hit for hit in find(text, language).get("comparison", ()) if not hit.compared)


def conditions(text: str, language: str) -> frozenset[str]:
    """The conditions, parts of the body and groups of patients that a text names, by their English names."""
    found: Found = {}
    _walk(lists(language, "conditions"), _fires(text, language)[0], found)
    return frozenset(found)


def uses(text: str, language: str, covered: Iterable[tuple[int, int]] = ()) -> list[str]:
    """The conditions that a text says the product is of use for: named after a word such as "treats" or "relief from", not denied.

    `covered`: stretches of the text that somebody else judges.
    """
    named: Found = {}
    _walk(lists(language, "conditions"), _fires(text, language)[0], named)
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


class _Guard:
    """What a text says around its hits; every question is answered by looking back over a bounded stretch."""

    def __init__(self, told: Told) -> None:
        size = len(told.tokens)
        self.told = told
        harmless = _cover(told.found.get("no_negation", ()), size)
        self.marks = {name: bytearray(size) for name in ("negation", "hedges", "deontic", "denials")}
        for name, marks in self.marks.items():
            for first, last, _ in told.found.get(name, ()):
                if name != "negation" or not harmless[first]:
                    marks[last] = 1
        self.breaks = _cover(told.found.get("breaks", ()), size)
        self.after = _cover(told.found.get("negation_after", ()), size)
        of = told.sentences
        self.starts: dict[int, int] = {}
        for at, token in enumerate(told.tokens):
            if token not in PARTS:
                self.starts.setdefault(of[at], at)
        self.instructs = {of[first] for first, _, _ in told.found.get("instructions", ()) if self.starts.get(of[first]) == first}
        law, verbs = ({of[first] for first, _, _ in told.found.get(name, ())} for name in ("law", "law_verbs"))
        self.law = law & verbs
        self.mentioned = {last for _, last, _ in told.found.get("mentions", ())}
        self.compared = {of[first] for first, _, _ in told.found.get("comparators", ())}
        self.outcomes = {of[first] for first, _, _ in told.found.get("outcomes", ())}
        self.baseline = {of[first] for first, _, _ in told.found.get("baseline", ())}

    def silences(self, rule: str, first: int, last: int) -> bool:
        """True where what stands around the tokens first … last takes the assertion out of them."""
        sentence, guards = self.told.sentences[first], GUARDS[rule]
        if sentence in self.told.asks or sentence in self.law or first - 1 in self.mentioned:
            return True
        if "instructions" in guards and sentence in self.instructs:
            return True
        if "baseline" in guards and sentence in self.baseline:
            return True
        if "denials" in guards and self._before(first, self.marks["denials"], HEDGED, STOPS):
            return True
        if any(name in guards and self._before(first, self.marks[name], HEDGED, STOPS) for name in ("hedges", "deontic")):
            return True
        return self._before(first, self.marks["negation"], LOOK_BACK, PARTS, self.breaks) or self._denied_after(last)

    def _before(self, first: int, marks: bytearray, most: int, ends: frozenset[str], breaks: bytearray | None = None) -> bool:
        tokens = self.told.tokens
        for at in range(first - 1, max(-1, first - 1 - most), -1):
            if marks[at]:
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
