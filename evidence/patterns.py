"""Patterns that are compiled when they are first used: to compile them all would cost a small run more than its work."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast

USES = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn", "pattern", "flags", "groups", "groupindex")


class _Late:
    """Stands for a compiled pattern; after its first use its methods are the compiled pattern's own."""

    def __init__(self, source: str, flags: int) -> None:
        self._typed = source, flags

    def __getattr__(self, name: str) -> Any:
        if name not in USES:
            raise AttributeError(name)
        if name == "pattern":  # known without compiling
            return self._typed[0]
        compiled = re.compile(*self._typed)
        self.__dict__.update({use: getattr(compiled, use) for use in USES})
        return self.__dict__[name]


@cache
def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but compiled at its first use; the same one for the same words. A pattern that cannot be compiled raises there."""
    return cast("re.Pattern[str]", _Late(source, flags))


def any_of(literals: list[str]) -> str:
    """A pattern of one of many texts, the longest that fits first, with common beginnings written once; "[- ]" counts as one letter.

    It says the same as the texts in falling order of their length, joined by bars, and compiles in a fraction of the time.
    """
    return _branches(_tree(literals)) if literals else "(?!)"


def _tree(literals: list[str]) -> dict[str, Any]:
    """Letter → tree of what may follow; the key "" marks that a text ends here."""
    root: dict[str, Any] = {}
    for literal in literals:
        node = root
        for letter in re.findall(r"\[- \]|.", literal):
            node = node.setdefault(letter, {})
        node[""] = {}
    return root


def _branches(tree: dict[str, Any]) -> str:
    written = []
    for letter, below in sorted((letter, below) for letter, below in tree.items() if letter):
        word = letter if len(letter) > 1 else re.escape(letter)
        while len(below) == 1 and "" not in below:  # a stretch without a fork
            ((letter, below),) = below.items()
            word += letter if len(letter) > 1 else re.escape(letter)
        written.append(word + ("" if list(below) == [""] else _branches(below)))
    together = f"(?:{'|'.join(written)})" if len(written) > 1 or "" in tree else written[0]
    return together + ("?" if "" in tree else "")


LETTERS = late(r"[^\W\d_]+")
BRACKETS = late(r"\(\?:|\)\??|[^()]+|\(")
SIGNS = late(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")  # what shapes a pattern: an escaped character, a set of characters, brackets, bars


def openings(pattern: str) -> set[str]:
    """The letters with which what a pattern matches can begin: too many rather than too few; "0" where it can be a digit.

    With a space after them where they are a whole word: the pattern goes on with a space, or with a hyphen that may stand there.
    """
    found: set[str] = set()
    for part in alternatives(pattern):
        rest = part
        while rest.startswith("(?"):
            end = _closing(rest)
            if rest.startswith("(?:"):
                found |= openings(rest[3:end])
            if rest.startswith("(?:") and rest[end + 1 : end + 2] != "?":
                rest = ""
                break
            rest = rest[end + 1 :].removeprefix("?")
        if rest:
            letters = LETTERS.match(rest)
            first = letters[0] if letters else ""
            after = rest[len(first) :]
            if first and after.startswith("-?") and (then := LETTERS.match(after, 2)):
                found |= {f"{first} ", first + then[0][: -1 if after[2 + len(then[0]) :][:1] in ("?", "*", "{") else None]}
                continue
            if first and after[:1] == " " and after[1:2] not in ("?", "*", "{"):
                first += " "
            first = first[:-1] if after[:1] in ("?", "*", "{") and first else first
            found.add("0" if rest.startswith("\\d") else first)
    return found


def closings(part: str) -> list[str]:
    """The last words of what a pattern matches: too many rather than too few where a space stands in brackets, "saved(?: the team)?"."""
    pieces = [_evened(piece) for piece in part.split(" ")]
    return [piece for piece, _ in pieces] if any(odd for _, odd in pieces) else [pieces[-1][0]]


def _evened(piece: str) -> tuple[str, bool]:
    """A piece of a pattern without the brackets that have no other half in it, and whether there were such."""
    parts = BRACKETS.findall(piece)
    opened: list[int] = []
    odd = []
    for at, part in enumerate(parts):
        if part.startswith("("):
            opened.append(at)
        elif part.startswith(")"):
            (odd.append(at) if not opened else opened.pop())
    alone = {*odd, *opened}
    return "".join(part for at, part in enumerate(parts) if at not in alone), bool(alone)


def _closing(text: str) -> int:
    """The offset of the bracket that closes the one at the beginning."""
    depth = 0
    for sign in SIGNS.finditer(text):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if depth == 0:
            return sign.start()
    raise ValueError(f"a bracket is not closed in {text[:40]!r}")


def alternatives(pattern: str) -> list[str]:
    """A pattern cut at its bars, not at those in brackets."""
    if "|" not in pattern:
        return [pattern]
    found, depth, begun = [], 0, 0
    for sign in SIGNS.finditer(pattern):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if sign[0] == "|" and depth == 0:
            found.append(pattern[begun : sign.start()])
            begun = sign.end()
    return [*found, pattern[begun:]]
