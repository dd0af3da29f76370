"""BibTeX text cut into blocks that account for every @ in it, bibtexparser's splitter being the judge of what is an entry.

Two facts about that splitter (bibtexparser 2.1) make it possible to ask it only where there is doubt. It begins a new
block at every `@word{` that starts a line, whatever came before; so text can be cut there without changing a verdict.
And a block that fits the strict patterns below is always accepted, up to the same closing brace. `blocks(full=True)`
asks it about everything; tests hold both ways to the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from evidence.bibparser import HEAD, NEXT, START, Block, Field, judge, located, skip, split
from evidence.patterns import late


def _balanced(stop: str, depth: int) -> str:
    r"""The pattern of text in which braces balance, at most `depth` deep, and none of the signs in `stop` stands bare.

    A sign after a backslash does not count for bibtexparser, whatever stands before the backslash. An @ is let through
    only right behind ink: at the start of a line it may begin a block.
    """
    inner = ""
    for level in range(depth + 1):
        deeper = rf"|\{{{inner}\}}" if level else ""
        inner = rf"(?:[^{{}}{stop}\\@]++|\\[{{}}{stop}]?+|(?<=\S)@{deeper})*+"
    return inner


# Every repeat is possessive, so time is linear. A value ends before a comma or the closing brace, white space included.
_BRACED = rf"\{{{_balanced('', 3)}\}}"
_PIECE = rf"""(?:{_BRACED}|"{_balanced('"', 2)}"|\w[\w.:/+-]*+)"""
_VALUE = rf"""(?:{_PIECE}\s*+(?:\#\s*+(?=[\w{{"])|(?=[,}}])))++"""
_NAME = r"[A-Za-z][\w:.+-]*+"

ENTRY = late(rf"{HEAD.pattern}(?:,\s*+{_NAME}\s*+=\s*+{_VALUE})*+,?+\s*+\}}")
FIELD = late(rf",\s*+({_NAME})\s*+=\s*+({_VALUE})")
NAMES = late(rf",\s*+({_NAME})\s*+=")  # finds every field of an ENTRY, and now and then words inside a value
STRING = late(rf"@(?i:string)\w*+[ \t]*+\{{\s*+({_NAME})\s*+=\s*+({_VALUE})\}}")
ASIDE = late(rf"@(?i:(comment|preamble))\w*+[ \t]*+{_BRACED}")

# What a person meant as an entry and bibtexparser passes over as text between entries.
_TYPES = "article|book|booklet|collection|inbook|incollection|inproceedings|manual|mastersthesis|misc|online|patent|phdthesis|techreport"
LOOKALIKE = late(rf"@(?!\s*+(?i:comment)\b)\s*+[A-Za-z]\w*+\s*+[{{(]|^[^\S\n]*+@[^\S\n]*+(?i:{_TYPES})\b", re.MULTILINE)


def blocks(text: str, full: bool = False) -> list[Block]:
    """Every block of the text, in order; only white space lies between them. `full` sends everything through bibtexparser."""
    return _completed(text, judge(text, 0, len(text), len(text)) if full else _indexed(text))


def fields(text: str, block: Block, full: bool = False) -> list[Field]:
    """The fields of an entry, or the one field of an @string, in order and undecoded."""
    if not full and block.kind == "string" and (plain := STRING.fullmatch(text, block.start, block.end)):
        return [Field(plain[1], plain[2].rstrip(), plain.start(1))]
    if not full and (plain := ENTRY.fullmatch(text, block.start, block.end)):
        found, position = [], skip(text, plain.end(2))
        while field := FIELD.match(text, position):
            found.append(Field(field[1], field[2].rstrip(), field.start(1)))
            position = field.end()
        return found
    (verdict,) = split(text[block.start : block.end])
    return located(text, block.start, verdict)


def _indexed(text: str) -> Iterator[Block]:
    """The blocks that begin with @, by the strict patterns where they fit and by bibtexparser where they don't."""
    position, doubtful = 0, -1  # where the stretch began that bibtexparser has to judge; -1: there is none
    while mark := START.search(text, position):
        start = mark.start()
        plain = _plain(text, start)
        if plain is None:
            doubtful = start if doubtful < 0 else doubtful
            ahead = NEXT.search(text, start)
            position = ahead.start(1) if ahead else len(text)
            continue
        if doubtful >= 0:
            yield from judge(text, doubtful, start, mark.end() + 1)
            doubtful = -1
        yield plain
        position = plain.end
    if doubtful >= 0:
        yield from judge(text, doubtful, len(text), len(text))


def _plain(text: str, start: int) -> Block | None:
    """The block that begins here, where bibtexparser's verdict on it is beyond doubt."""
    if entry := ENTRY.match(text, start):
        return None if _repeats(text, entry) else Block("entry", start, entry.end(), entry[1].lower(), entry[2])
    if string := STRING.match(text, start):
        return Block("string", start, string.end(), key=string[1])
    if aside := ASIDE.match(text, start):
        return Block(aside[1].lower(), start, aside.end())
    return None


def _repeats(text: str, entry: re.Match[str]) -> bool:
    """True where two fields of a plain entry may have one name; bibtexparser then has a look."""
    names = NAMES.findall(text, entry.end(2), entry.end())
    return len(names) != len({name.lower() for name in names})


_MEANT = "“{}” looks like an entry but is passed over as text: the @, the type and its brace must follow each other on one line."


def _completed(text: str, found: Iterator[Block]) -> list[Block]:
    """The blocks with what lies between them: free text, or pieces of entries that fell out of one."""
    complete: list[Block] = []
    position = 0
    for block in (*found, Block("text", len(text), len(text))):
        if block.start > position and not text[position : block.start].isspace():
            last = complete[-1] if complete else None
            loose = _between(text, position, block.start, last)
            if last and last.kind == "broken" and not last.type and loose[0].kind == "text":
                complete[-1] = replace(last, end=loose.pop(0).end)  # one cause, one finding: the rest of a block that broke
            complete += loose
        complete.append(block)
        position = block.end
    return complete[:-1]


def _between(text: str, start: int, end: int, before: Block | None) -> list[Block]:
    """Text outside all blocks: harmless, unless it looks like an entry or like the rest of one."""
    meant = [text.index("@", found.start()) for found in LOOKALIKE.finditer(text, start, end)]
    found = []
    start, first = skip(text, start), meant[0] if meant else end
    if start < first and before and before.type and text[start] in "},":
        why = f"What follows the entry {before.key} belongs to no entry: one closing brace too many ended it early."
        found.append(Block("broken", start, first, key=before.key, why=why, see=(before.start, "the entry that ended early")))
    elif start < first:
        found.append(Block("text", start, first))
    for at, until in pairwise([*meant, end]):
        head = " ".join(text[at : at + 40].split("\n")[0].split())
        found.append(Block("broken", at, until, why=_MEANT.format(head)))
    return found
