"""The word lists of words/claims_xx.json, read once per language: phrases of tokens in one tree, each with its reason and suggestion.

A phrase is written with `word`, `stem*`, `(a|b c|)` for alternatives, `$set` for a named set, `~` for up to three plain words, `_` for
any one word, `0` for digits; in a set, `*end` is an ending. Every entry of a rule names harmless uses beside its words. All of a
language stand in one tree, so a text is walked once for every rule.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from evidence.lexicon import LANGUAGES
from evidence.nouns import dataclass

Node = dict[str, Any]  # token → the node below; under END, what ends here

GROUPS = ("rules", "guards", "told", "stories", "conditions")  # a text is walked only for what is asked of it
TOLD = ("told_outcome", "typical", "risks", "benefit", "population", "uses", "not_uses")  # tables that single rules ask for
STORIES = ("told_self", "told_gain", "no_self")  # tables for texts in which somebody says "I"

REMEMBERED = 40_000  # tokens and pairs of them that are kept
QUOTES = frozenset("\"“”„«»")
PARTS = frozenset(".!?;…\n,:()[]{}—|") | QUOTES | {"-", "--"}  # tokens that part a sentence; no phrase reaches over one


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One entry of a list: why its words need a reviewer and what to say instead."""

    rule: str
    reason: str
    suggestion: str


@dataclass(frozen=True, eq=False)
class Lists:
    """One group of a language: the tree of its phrases and what a token can stand for in them."""

    tree: Node
    words: frozenset[str]
    stems: frozenset[str]
    lengths: tuple[int, ...]
    sets: Mapping[str, tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]]  # whole words, beginnings, endings
    stops: frozenset[str]  # words that a ~ never stands for

    @cached_property
    def symbols(self) -> Memory:
        """Token → everything it can be in a phrase: itself, a stem, a member of a set, digits, any word."""
        return Memory(lambda token: tuple(self._symbols(token)))

    @cached_property
    def opens(self) -> Memory:
        """Token → the nodes it leads to from the top of the tree; most lead nowhere."""
        return Memory(lambda token: tuple(node for symbol in self.symbols[token] if (node := self.tree.get(symbol)) is not None))

    @cached_property
    def ways(self) -> Memory:
        """Token and the one behind it → of each node of `opens` that is of use: what ends there, its gap, the nodes below both. Most pairs have none."""
        return Memory(lambda pair: tuple(filter(any, (self._way(node, pair[1]) for node in self.opens[pair[0]]))))

    def _way(self, node: Node, token: str) -> tuple[Sequence[Any], Node | None, Sequence[Node]]:
        return node.get(END, ()), node.get("~"), [node[symbol] for symbol in self.symbols[token] if symbol in node]

    def _symbols(self, token: str) -> Iterator[str]:
        if token in PARTS:
            if token in QUOTES:
                yield "$quote"
            return
        if token in self.words:
            yield token
        for length in self.lengths:
            if token[:length] + "*" in self.stems and len(token) >= length:
                yield token[:length] + "*"
        for name, (whole, begun, ended) in self.sets.items():
            if token in whole or token.startswith(begun) or token.endswith(ended):
                yield "$" + name
        if token[0].isdigit():
            yield "0"
        elif token[0].isalpha():
            yield "_"


class Memory(dict[Any, tuple[Any, ...]]):
    """What is known of a token, or of two, worked out when it is first met."""

    def __init__(self, make: Callable[[Any], tuple[Any, ...]]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, token: Any) -> tuple[Any, ...]:
        if len(self) > REMEMBERED:
            self.clear()
        found = self[token] = self.make(token)
        return found


END = "\0"  # the key of a node under which it says what ends there: (table, entry or None)


@cache
def lists(language: str, group: str = "rules") -> Lists:
    """One group (of GROUPS, or a table of TOLD alone) of the lists of a language (en, de, fr, es, it), read when first needed. KeyError for others."""
    data, tree, tokens = _data(language), Node(), set[str]()
    for what, phrases in _phrases(data, group):
        _plant(tree, phrases, what, tokens)
    stems = frozenset(token for token in tokens if token.endswith("*"))
    asked = {token[1:] for token in tokens if token[0] == "$"} - {"quote"}
    split = {name: data["sets"][name].split() for name in sorted(asked)}
    sets = {
        name: (
            frozenset(word for word in words if "*" not in word),
            tuple(word[:-1] for word in words if word[-1] == "*"),
            tuple(word[1:] for word in words if word[0] == "*"),
        )
        for name, words in split.items()
    }
    lengths = tuple(sorted({len(stem) - 1 for stem in stems}))
    return Lists(tree, frozenset(tokens), stems, lengths, sets, frozenset(data["sets"]["stops"].split()))


@cache
def _data(language: str) -> Any:
    if language not in LANGUAGES:
        raise KeyError(language)
    return json.loads((Path(__file__).parent / "words" / f"claims_{language}.json").read_text("utf-8"))


def _phrases(data: Any, group: str) -> Iterator[tuple[tuple[str, Entry | None], list[str]]]:
    """The phrases of a group, each list with what it means where one of them ends."""
    if group == "rules":
        yield from (((rule, Entry(rule, typed["reason"], typed["suggestion"])), typed["words"]) for rule, entries in data["rules"].items() for typed in entries)
    elif group == "conditions":
        yield from (((name, None), phrases) for name, phrases in data["conditions"].items())
    else:
        yield from (((table, None), phrases) for table, phrases in data["tables"].items() if group in (table, _group(table)))
    if group == "guards":
        yield from ((("no_" + rule, None), typed["harmless"]) for rule, entries in data["rules"].items() for typed in entries)


def _group(table: str) -> str:
    return "told" if table in TOLD else "stories" if table in STORIES else "guards"


def _plant(tree: Node, phrases: Iterable[str], what: tuple[str, Entry | None], known: set[str]) -> None:
    for phrase in phrases:
        for node in _grow([tree], phrase, known):
            node.setdefault(END, []).append(what)


def _grow(nodes: list[Node], phrase: str, known: set[str]) -> list[Node]:
    """The nodes at which a phrase ends that begins at these nodes. ValueError where a bracket is not closed."""
    while phrase:
        plain, bracket, rest = phrase.partition("(")
        for token in plain.split():
            known.add(token)
            nodes = [node.setdefault(token, {}) for node in nodes]
        if not bracket:
            break
        inside, phrase = _closed(rest)
        nodes = [node for choice in _choices(inside) for node in (_grow(nodes, choice, known) if choice else nodes)]
    return nodes


def _closed(rest: str) -> tuple[str, str]:
    """What stands up to the bracket that closes, and what follows it."""
    end = rest.find(")")
    if rest.find("(", 0, end) < 0 <= end:
        return rest[:end], rest[end + 1 :]
    depth = 1
    for at, mark in enumerate(rest):
        depth += (mark == "(") - (mark == ")")
        if depth == 0:
            return rest[:at], rest[at + 1 :]
    raise ValueError(f"a bracket is not closed in {rest!r}")


def _choices(inside: str) -> list[str]:
    """What stands in a bracket, cut at its own bars."""
    if "(" not in inside:
        return inside.split("|")
    found, depth, begun = [], 0, 0
    for at, mark in enumerate(inside):
        depth += (mark == "(") - (mark == ")")
        if mark == "|" and depth == 0:
            found.append(inside[begun:at])
            begun = at + 1
    return [*found, inside[begun:]]
