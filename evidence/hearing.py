"""A text read once against the word lists: its tokens and sentences, and where the phrases of each table stand.

A text is read once for every rule. Time is linear in its length, for a phrase is a few tokens long. There is no pattern that backtracks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from functools import lru_cache
from typing import TypeAlias

from evidence.lexicon import fold
from evidence.nouns import dataclass
from evidence.patterns import late
from evidence.phraselists import END, Entry, Lists, Node, lists

# A token: an initialism (U.S.), 510(k), a word, a number, a mark that ends or parts a clause. Hyphens and apostrophes only part words.
TOKEN = late(
    r"(?:[^\W\d_]\.){2,}|510 ?\(k\)|[^\W\d_]+|[0-9]+(?:[.,][0-9]+)*|[%#]|[.!?;:,(){}\[\]\"“”„«»—…|\n]|(?<= )-{1,2}(?= )"
)
GAP = 3  # words that a ~ may stand for
STOPS = frozenset(".!?;…\n")  # tokens that end a sentence
ASKS = ("?",)

Found: TypeAlias = dict[str, list[tuple[int, int, Entry | None]]]  # table → (first token, last token, entry of a rule)


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
            self.places.extend([match.span() for match in TOKEN.finditer(fold(self.text))])
        return self.places

    def words(self, table: str) -> tuple[str, ...]:
        """The words of the text that are phrases of a table, in order."""
        return tuple(self.text[self.spans[first][0] : self.spans[last][1]] for first, last, _ in self.found.get(table, ()))


@lru_cache(maxsize=1024)  # the rules look at one statement after the other; pages of a site repeat theirs
def read(text: str, language: str) -> Told:
    """Every phrase of every list that stands in the text; conditions and uses have functions of their own."""
    told = guarded(text, language)
    found: Found = {**told.found}
    walk(lists(language, "told"), told.tokens, found)
    return replace(told, found=found)


def says(text: str, language: str, table: str) -> bool:
    """Whether a phrase of one table of `phraselists.TOLD`, such as risks or benefits, stands in the text; no other is looked for."""
    found: Found = {}
    walk(lists(language, table), candidates(text, language)[0], found)
    return bool(found)


@lru_cache(maxsize=1024)
def guarded(text: str, language: str) -> Told:
    """A text with what may fire in it and what may silence that."""
    tokens, fires = candidates(text, language)
    found: Found = {**fires}
    walk(lists(language, "guards"), tokens, found)
    return Told(text, tokens, found, *_sentences(tokens))


@lru_cache(maxsize=1024)
def candidates(text: str, language: str) -> tuple[list[str], Found]:
    """The tokens of a text, and the words in it that may fire: most texts have none, and then nothing else is looked for."""
    tokens = _tokens(fold(text))
    fires: Found = {}
    walk(lists(language), tokens, fires)
    return tokens, fires


def _tokens(folded: str) -> list[str]:
    """The tokens of a folded text; initialisms lose their points, "510(k)" its brackets."""
    tokens: list[str] = TOKEN.findall(folded)
    if "510" in folded or "u.s" in folded:
        return [token if token[-1] not in ".)" or len(token) == 1 else "510k" if token[0] == "5" else token.replace(".", "") for token in tokens]
    return tokens


def walk(words: Lists, tokens: Sequence[str], found: Found) -> None:
    """Go down the tree from every token that opens a phrase which the one behind it can go on with."""
    ways, size = words.ways, len(tokens)
    for first, opens in enumerate(map(words.opens.__getitem__, tokens)):
        if opens:
            for ends, gap, below in ways[tokens[first], tokens[first + 1] if first + 1 < size else "\n"]:
                for table, entry in ends:
                    found.setdefault(table, []).append((first, first, entry))
                if gap is not None:
                    _skip(gap, first, first + 1, tokens, words, found)
                for node in below:
                    _follow(node, first, first + 2, tokens, words, found)


def _follow(node: Node, first: int, at: int, tokens: Sequence[str], words: Lists, found: Found) -> None:
    """Go on in the tree from a node; `at` is the next token. The tree is a few tokens deep, so this ends soon."""
    size, symbols = len(tokens), words.symbols
    while True:
        if END in node:
            for table, entry in node[END]:
                found.setdefault(table, []).append((first, at - 1, entry))
        if (gap := node.get("~")) is not None:
            _skip(gap, first, at, tokens, words, found)
        if at >= size:
            return
        below = [node[symbol] for symbol in symbols[tokens[at]] if symbol in node]
        if not below:
            return
        at += 1
        for other in below[:-1]:
            _follow(other, first, at, tokens, words, found)
        node = below[-1]


def _skip(gap: Node, first: int, at: int, tokens: Sequence[str], words: Lists, found: Found) -> None:
    """Go on below a ~ behind no word, behind one and so on; only plain words are skipped."""
    for here in range(at, at + GAP + 1):
        _follow(gap, first, here, tokens, words, found)
        if here >= len(tokens) or not tokens[here][0].isalnum() or tokens[here] in words.stops:
            return


def _sentences(tokens: Sequence[str]) -> tuple[list[int], frozenset[int]]:
    turn, numbers, asks = 0, [], set()
    for token in tokens:
        numbers.append(turn)
        if token in ASKS:
            asks.add(turn)
        turn += token in STOPS
    return numbers, frozenset(asks)
