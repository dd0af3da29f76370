"""BibTeX files → references with file and line; every block that does not parse is kept as a problem.

All entries are indexed; only the cited ones, and those they `crossref`, are decoded. Of two entries with one key the
first counts and the second is told. Keys are case-sensitive, as in BibTeX itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from evidence import bibtex, latex
from evidence.bibfiles import File, at, open_file
from evidence.bibparser import Block, pieces
from evidence.model import Bibliography, BrokenBlock, Input, Missing, Place, Reference, Related
from evidence.nouns import dataclass

SHOWN = 200  # characters of a broken block's text
LONGEST = 100_000  # characters of a value; abbreviations that double each other would fill the memory
LEVELS = 32  # of crossref

# English, as BibTeX's standard styles print them.
_YEAR = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
MONTHS = {name[:3].lower(): name for name in _YEAR}

_NAMES = frozenset(("author", "editor", "editora", "editorb", "editorc", "translator", "bookauthor", "commentator", "annotator", "holder"))
_VERBATIM = frozenset(("doi", "url", "eprint", "pmid", "pmcid", "pdf", "urlraw", "uri"))
_NOT_INHERITED = frozenset(  # biblatex's list
    ("crossref", "xref", "ids", "entryset", "entrysubtype", "execute", "label", "options", "presort", "related", "sortkey", "sortyear")
)
_FIRST = "the first one"
_SEPARATOR = re.compile(r"[,;]")

_Strings = Mapping[tuple[str, str], str]
"""The text of an @string by (file, name in lower case), and by ("", name) that of the first in any file."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An indexed block and the file it stands in."""

    file: File
    block: Block
    place: Place


def read(
    files: Sequence[tuple[str, str | Path]], cited: Collection[str], counted: Iterable[tuple[str, str]] = (), *, full: bool = False
) -> Bibliography:
    """The bibliography in these files, each given as (path to show, path on disk); `cited` are the keys to decode.

    keys has every entry that can be cited; references the cited ones and the entries they inherit from by `crossref`;
    broken every piece of a file that became neither entry, comment, @string nor @preamble, and every fault in an entry
    that was read; unreadable the files that could not be read as text, and why; counts, for each (keyword, type) of
    `counted`, the entries among those that were read (see `articles`; "" is any). Nothing is raised for bad data.

    Names in author fields stay joined by " and "; one that is a single piece, such as {World Health Organization},
    keeps its braces: `latex.names` takes the field apart. `full` sends every block through bibtexparser instead of only
    those that need it: slower, and the same answer.
    """
    opened: list[File] = []
    unreadable: list[tuple[str, str]] = []
    inputs: list[Input] = []
    for shown, path in files:
        file, hashed = open_file(shown, path, full)
        inputs += [hashed] if hashed else []
        if isinstance(file, Missing):
            unreadable.append((shown, file.because))
        else:
            opened.append(file)
    entries, broken = _index(opened)
    references, more = _resolved(cited, entries, opened, full)
    order = {file.path: number for number, file in enumerate(opened)}
    return Bibliography(
        keys={key: found.place for key, found in entries.items()},
        references=references,
        broken=tuple(sorted([*broken, *more], key=lambda told: (order[told.place.path], told.place.line, told.place.column))),
        unreadable=tuple(unreadable),
        counts={pair: _count(entries.values(), *pair) for pair in counted},
        inputs=tuple(inputs),
    )


def articles(files: Sequence[tuple[str, str | Path]], keyword: str | None = None, type: str | None = None) -> int | Missing:
    """How many entries have the keyword and the type (None: any); Missing where a file or a block could not be read.

    The keyword must be a whole item of the entry's `keywords` field, which is cut at commas and semicolons; case and
    the number of spaces don't matter. An entry that stands twice under one key is counted once.
    """
    bibliography = read(files, (), [(keyword or "", type or "")])
    for shown, because in bibliography.unreadable:
        return Missing(f"{shown} {because}, so its entries can't be counted")
    for block in bibliography.broken:
        if Related(bibliography.keys.get(block.key, block.place), _FIRST) not in block.related:  # a second entry of a key is no loss
            return Missing(f"{block.place} can't be counted: {block.message}")
    (count,) = bibliography.counts.values()
    return count


def _count(entries: Iterable[_Found], keyword: str, type: str) -> int:
    right = [found for found in entries if not type or found.block.type == type.strip().lower()]
    return len([found for found in right if not keyword.strip() or _folded(keyword) in _keywords(found)])


def _keywords(found: _Found) -> set[str]:
    """The folded items of an entry's `keywords` field, which is cut at commas and semicolons."""
    text, block = found.file.text, found.block
    if "keywords" not in text[block.start : block.end].lower():
        return set()
    values = [_expanded(field.value, "", {})[0] for field in bibtex.fields(text, block) if field.name.lower() == "keywords"]
    return {_folded(item) for value in values for item in _SEPARATOR.split(latex.decode(value))}


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _index(files: Sequence[File]) -> tuple[dict[str, _Found], list[BrokenBlock]]:
    """Entries by key, and all that is broken or stands twice. The first entry of a key counts."""
    entries: dict[str, _Found] = {}
    broken: list[BrokenBlock] = []
    for file in files:
        for block, place in zip(file.blocks, file.places, strict=True):
            if block.kind == "entry" and block.key in entries:
                first = Related(entries[block.key].place, _FIRST)
                why = f"The key {block.key} is used a second time; only the first entry with it counts."
                broken.append(BrokenBlock(place, why, _shown(file, block), block.key, (first,)))
            elif block.kind == "entry":
                entries[block.key] = _Found(file, block, place)
            if block.why:
                related = (Related(at(file, block, place, block.see[0]), block.see[1]),) if block.see else ()
                where = place if block.at is None else at(file, block, place, block.at)
                broken.append(BrokenBlock(where, block.why, _shown(file, block), block.key, related))
    return entries, broken


def _shown(file: File, block: Block) -> str:
    return file.text[block.start : min(block.end, block.start + SHOWN)].rstrip()


def _abbreviations(files: Sequence[File], full: bool) -> tuple[_Strings, list[BrokenBlock]]:
    """The text of every @string by (file, name in lower case); the first definition in a file counts.

    As in BibTeX, an @string may use those defined before it.
    """
    values: dict[tuple[str, str], str] = {}
    starts: dict[tuple[str, str], Place] = {}
    broken: list[BrokenBlock] = []
    for file in files:
        for block, place in zip(file.blocks, file.places, strict=True):
            if block.kind != "string":
                continue
            name = (file.path, block.key.lower())
            if name in values:
                why = f"The abbreviation {block.key} is defined a second time; only the first definition counts."
                broken.append(BrokenBlock(place, why, _shown(file, block), block.key, (Related(starts[name], _FIRST),)))
                continue
            (field,) = bibtex.fields(file.text, block, full)
            values[name], trouble = _expanded(field.value, file.path, values)
            values.setdefault(("", name[1]), values[name])
            starts[name] = place
            if trouble:
                broken.append(BrokenBlock(place, f"In the abbreviation {block.key}, {trouble}", _shown(file, block), block.key))
    return values, broken


def _expanded(value: str, path: str, strings: _Strings) -> tuple[str, str]:
    """The text of a value, its abbreviations and `#` signs resolved but not decoded; and what went wrong, or an empty string."""
    said, trouble = [], ""
    parts = pieces(value)
    if parts is None:
        return value.strip('{}"'), "the value does not end where it should." if value else "there is no value."
    for part in parts:
        if part[0] in '{"':
            said.append(part[1:-1])
            continue
        name = part.lower()
        known = strings.get((path, name), strings.get(("", name), MONTHS.get(name)))
        said.append(part if known is None else known)
        if known is None and not part[0].isdigit():
            trouble = f"the abbreviation {part} is used and no @string defines it; braces around it make it plain text."
        if sum(map(len, said)) > LONGEST:
            return "".join(said)[:LONGEST], f"the value grows beyond {LONGEST:,} characters."
    return "".join(said), trouble


# --- the cited ---


@dataclass(frozen=True, slots=True)
class _Own:
    """An entry's own fields, decoded, and the place of each."""

    fields: Mapping[str, str]
    places: Mapping[str, Place]


def _resolved(
    cited: Collection[str], entries: Mapping[str, _Found], files: Sequence[File], full: bool
) -> tuple[dict[str, Reference], list[BrokenBlock]]:
    """The cited entries and those they inherit from, with what could not be resolved in them."""
    strings, broken = _abbreviations(files, full)
    wanted = set(cited)
    todo = [key for key in entries if key in wanted]
    own: dict[str, _Own] = {}
    for key in todo:  # grows by the parents
        own[key] = _decoded(entries[key], strings, broken, full)
        parent = own[key].fields.get("crossref", "")
        if parent in entries and parent not in wanted:
            wanted.add(parent)
            todo.append(parent)
    references = {}
    for key in todo:
        found = entries[key]
        fields, places = _inherited(key, entries, own, broken)
        references[key] = Reference(key, found.block.type, fields, found.place, places)
    return references, broken


def _decoded(found: _Found, strings: _Strings, broken: list[BrokenBlock], full: bool) -> _Own:
    """The fields of one entry as Unicode, by lower-cased name; what can't be resolved is added to `broken`."""
    fields: dict[str, str] = {}
    places: dict[str, Place] = {}
    for field in bibtex.fields(found.file.text, found.block, full):
        name = " ".join(field.name.lower().split())
        raw, trouble = _expanded(field.value, found.file.path, strings)
        places[name] = at(found.file, found.block, found.place, field.at)
        fields[name] = _plain(name, raw)
        if trouble and not found.block.why:
            why = f"In the field {field.name} of {found.block.key}, {trouble}"
            broken.append(BrokenBlock(places[name], why, _shown(found.file, found.block), found.block.key))
    return _Own(fields, places)


def _plain(name: str, raw: str) -> str:
    """A field's text as a reader would see it. `file` stays as typed: its backslashes are the reference manager's."""
    if name == "file":
        return " ".join(raw.split())
    if name in _NAMES:
        return latex.decode_names(raw)
    return latex.decode_verbatim(raw) if name in _VERBATIM else latex.decode(raw)


def _inherited(
    key: str, entries: Mapping[str, _Found], own: Mapping[str, _Own], broken: list[BrokenBlock]
) -> tuple[dict[str, str], dict[str, Place]]:
    """The fields of an entry with those it lacks from its `crossref` parent, from that one's parent, and so on.

    As in BibTeX, every field is inherited; as in biblatex, a parent's title also serves as the booktitle of a part.
    """
    fields, places = dict(own[key].fields), dict(own[key].places)
    above, parent = [key], fields.get("crossref", "")
    while parent in own and parent not in above and len(above) <= LEVELS:
        given = own[parent]
        for name, value in given.fields.items():
            if name not in _NOT_INHERITED and name not in fields:
                fields[name], places[name] = value, given.places[name]
        if "title" in given.fields and "booktitle" not in fields and entries[key].block.type.startswith(("in", "conference", "supp")):
            fields["booktitle"], places["booktitle"] = given.fields["title"], given.places["title"]
        above.append(parent)
        parent = given.fields.get("crossref", "")
    circle = parent in above or len(above) > LEVELS
    if circle or (parent and len(above) == 1):  # what a parent lacks is told where the parent stands
        why = "that leads round in a circle or through too many entries" if circle else "no file has an entry of that key"
        told = f"{key} takes fields from {fields['crossref']} (crossref), but {why}."
        broken.append(BrokenBlock(places["crossref"], told, _shown(entries[key].file, entries[key].block), key))
    return fields, places
