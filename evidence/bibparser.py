"""bibtexparser's splitter, asked about a stretch of text: blocks with offsets, and its reasons in plain words.

It keeps line numbers only, and loses count of them after a backslash; so offsets are found here. It passes in silence
what BibTeX itself would not (no key, a value with a comma missing behind it); so its entries are looked over here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from evidence.nouns import dataclass
from evidence.patterns import late

START = late(r"@\w*+[ \t]*+(?=[{(])")  # where bibtexparser begins a block: anywhere outside one
NEXT = late(r"\n[^\S\n]*+(@)\w*+[ \t]*+(?=[{(])")  # where it begins one even inside another that was never closed

_MARKS = late(r'(?<!\\)[{}"]')
_BARE = late(r'[^\s{}",#=@]++')
_JOINT = late(r"\s*+(?:#\s*+|\Z)")
_UNTIL = late(r'[,="\n]')
_TRAILING = late(r"@\w*+[ \t]*+\Z")


HEAD = late(r"""@(?!(?i:comment|preamble|string))([A-Za-z]\w*+)[ \t]*+\{\s*+([^\s,{}"=@\\]++)\s*+""")  # type and key of an entry


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a .bib file, [start, end) in code points. kind: entry | string | preamble | comment | text | broken.

    `why` says what is wrong with it (an entry may be readable and still have a fault), `at` is the offset of the fault
    where that is not the block's own, and `see` the offset of a second place and what is to be seen there.
    """

    kind: str
    start: int
    end: int
    type: str = ""
    key: str = ""
    why: str = ""
    at: int | None = None
    see: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field as typed: its name, its value with the delimiters, and the offset of the name."""

    name: str
    value: str
    at: int


def pieces(value: str) -> list[str] | None:
    """A value cut at its `#` signs ('{a} # jan' → ['{a}', 'jan']), or None where it is not a BibTeX value."""
    found, position = [], 0
    while position < len(value):
        end = _piece_end(value, position)
        joint = _JOINT.match(value, end) if end > position else None
        if joint is None:
            return None
        found.append(value[position:end])
        position = joint.end()
        if position == len(value) and "#" in joint[0]:
            return None
    return found or None


def _piece_end(value: str, start: int) -> int:
    """Where the braced, quoted or bare piece that begins at `start` ends; `start` itself where none does."""
    if value[start] not in '{"':
        bare = _BARE.match(value, start)
        return bare.end() if bare else start
    quoted, depth = value[start] == '"', 0
    for mark in _MARKS.finditer(value, start + quoted):
        depth += {"{": 1, "}": -1, '"': 0}[mark[0]]
        if depth < 0:
            return start
        if depth == 0 and mark[0] == ('"' if quoted else "}"):
            return mark.end()
    return start


def split(text: str) -> list[Any]:
    """bibtexparser's blocks without its implicit comments; entries that it set aside for their key or fields come as entries."""
    import logging

    from bibtexparser.model import ImplicitComment, ParsingFailedBlock
    from bibtexparser.splitter import Splitter

    log = logging.getLogger("bibtexparser.splitter")
    loud, log.disabled = log.disabled, True  # it logs a warning per broken block; ours are findings
    try:
        verdicts = [block for block in Splitter(text).split().blocks if not isinstance(block, ImplicitComment)]
    finally:
        log.disabled = loud
    for index, block in enumerate(verdicts):
        while isinstance(block, ParsingFailedBlock) and block.ignore_error_block is not None:
            block = verdicts[index] = block.ignore_error_block
    return verdicts


def judge(text: str, start: int, stop: int, until: int) -> Iterator[Block]:
    """bibtexparser's verdict on text[start:stop]. It is shown the text up to `until`, so that it sees what it runs into."""
    from bibtexparser import model

    position = start
    for verdict in split(text[start:until]):
        mark = START.search(text, position)
        if mark is None or mark.start() >= stop:
            return
        begin, end = mark.start(), mark.start() + len(verdict.raw)
        if isinstance(verdict, model.ParsingFailedBlock):
            # Its text may reach over the start of the next block, which it then ends with.
            trailing = _TRAILING.search(text, begin + 1, end)
            end = trailing.start() if trailing else end
            yield _failed(text, begin, end, str(getattr(verdict.error, "abort_reason", verdict.error)))
        elif isinstance(verdict, model.Entry):
            yield _entry(text, begin, verdict)
        elif isinstance(verdict, model.String):
            yield Block("string", begin, end, key=verdict.key)
        else:
            yield Block("preamble" if isinstance(verdict, model.Preamble) else "comment", begin, end)
        position = end


def located(text: str, start: int, verdict: Any) -> list[Field]:
    """bibtexparser's fields with the offsets of their names: it keeps no columns, and loses count of lines after a backslash."""
    mark = START.match(text, start)
    if mark is None:
        raise ValueError(f"no block begins at {start}; give the offset of its @")
    if not hasattr(verdict, "fields"):
        return [Field(verdict.key, verdict.value, skip(text, mark.end() + 1))]
    found, position = [], skip(text, skip(text, mark.end() + 1) + len(verdict.key))
    for field in verdict.fields:
        at = skip(text, position + 1)  # past the comma
        found.append(Field(field.key, field.value, at))
        position = skip(text, skip(text, at + len(field.key)) + 1)  # past the equals sign
        position = skip(text, position + len(field.value))
    return found


def skip(text: str, position: int) -> int:
    """The offset of the next ink."""
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _entry(text: str, start: int, verdict: Any) -> Block:
    """An entry that bibtexparser accepts, looked over for what it lets pass in silence."""
    entry = Block("entry", start, start + len(verdict.raw), verdict.entry_type.lower(), verdict.key)
    if not entry.type:
        return replace(entry, kind="broken", why="An entry has no type: a word such as article is missing after the @.")
    if not entry.key:
        return replace(entry, kind="broken", why=f"This @{entry.type} entry has no key, so nothing can refer to it.")
    if any(mark.isspace() for mark in entry.key):
        why = f"The key of this @{entry.type} entry has a space in it, or the comma after the key is missing."
        return replace(entry, kind="broken", why=why)
    seen: dict[str, Field] = {}
    for field in located(text, start, verdict):
        first = seen.setdefault(field.name.lower(), field)
        if first is not field:
            why = f"The entry {entry.key} has the field {field.name} twice, and it can't be known which one is meant."
            return replace(entry, kind="broken", why=why, at=field.at, see=(first.at, "the first one"))
    for field in seen.values():
        if why := _fault(field):
            return replace(entry, why=f"In the entry {entry.key}, {why}", at=field.at)
    return entry


def _fault(field: Field) -> str:
    """What is wrong with a field that bibtexparser accepted, or an empty string."""
    shown = field.name if len(field.name) <= 40 else field.name[:40] + "…"
    if not field.name:
        return "a field has no name before its equals sign."
    if any(mark.isspace() or mark in "%#\\'()" for mark in field.name):
        shown = " ".join(shown.split())
        return f"“{shown}” is no name for a field: a comment stands inside the entry, or a comma or equals sign is missing."
    if not field.value:
        return f"the field {shown} has no value."
    if pieces(field.value) is None:
        return f"the value of {shown} does not end where it should: a comma, brace or quotation mark is missing or one too many."
    return ""


def _failed(text: str, start: int, end: int, reason: str) -> Block:
    """A block that bibtexparser gave up, with its reason in plain words."""
    head = _UNTIL.split(text[start : start + 60], maxsplit=1)[0].strip()
    block = Block("broken", start, end, key=_likely_key(text, start))
    if reason.startswith(("Unexpectedly reached end of file", "Unexpected block start")):
        ahead = NEXT.search(text, start)
        where = "it runs into the next entry" if ahead else "it runs to the end of the file"
        why = f"“{head}” is never closed: a brace or quotation mark is missing, so {where}."
        return replace(block, why=why, see=(ahead.start(1), "what it runs into") if ahead else None)
    if reason.startswith("Expected comma after entry key"):
        return replace(block, why=f"“{head}” is not followed by a key and a comma.")
    if reason.startswith("Expected equals sign after field key"):
        return replace(block, why=f"“{head}” is not followed by a name, an equals sign and a value.")
    if reason.startswith("Expected a `=`"):
        why = f"“{head}” has a field without an equals sign and a value, or two commas in a row."
        return replace(block, why=why, see=None if "end of the entry" in reason else (end, "here an equals sign was expected"))
    return replace(block, why=f"“{head}” can't be read as an entry ({reason}).")


def _likely_key(text: str, start: int) -> str:
    """The key of a block that broke further on, where it has one that can be told."""
    head = HEAD.match(text, start)
    return head[2] if head and text.startswith(",", head.end()) else ""
