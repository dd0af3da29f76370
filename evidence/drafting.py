"""draft(): a first claims.yaml and .bib stubs from a page, so that a new user starts from the page and not from an empty file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence.folding import fold_words
from evidence.page import Found, Listed, Reading, Statement
from evidence.pieces import citations
from evidence.wording import one_line

YEAR = re.compile(r"(?<![\d.])(?:19[5-9]\d|20\d\d)(?!\d)")
DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}]+[^\s\"<>{}.,;]")
WORDS = """the a an of in and or to for with was were is are has have been by at on as that this its it
der die das und mit von le la les el los un una di il con et de"""  # they make no id
DROPPED = frozenset(WORDS.split())
HEAD = """# A draft, made from {page} by `evidence draft`. Every claim of it needs a person's eye:
#  - is it one claim? is its `type` right? (efficacy safety satisfaction comparative economic mechanism status count testimonial)
#  - each number needs its `measure:` and the values it is recomputed from (`from:`), as printed in the source
#  - each reference is `candidate` until somebody has opened the paper; the stubs stand in references/draft.bib
# `evidence audit` runs on this file as it is, and says what is missing. `evidence explain RULE` says why it matters.
version: 1
"""
QUANTITY = """      - printed: {printed}
        # what: the outcome, its scale                      when: 24 months        arm: the treated group
        # measure: {measure}
        # from: {{baseline: …, followup: …}}                or {{count: …, total: …}}, or {{value: …}}
        # source: {{reference: {reference}, read: full, page: …, quote: "…"}}
"""
MEASURES = {"reduction": "relative reduction, absolute reduction or percentage-point change", "increase": "relative increase, fold change"}


@dataclass(frozen=True, slots=True)
class Draft:
    """The two files, as text."""

    claims: str
    bibliography: str


def draft(reading: Reading, shown: str, material: str = "page") -> Draft:
    """A registry that carries what the page says. `shown`: the page's path from claims.yaml."""
    keys = _keys(reading.listed)
    numbers = [entry.number for entry in reading.listed]
    cited = {number for statement in reading.statements for number in statement.references}
    numbers += sorted(cited - set(numbers), key=lambda number: (len(number), number))
    claims = HEAD.format(page=one_line(shown)) + _numbering(numbers, keys) + _material(shown, material, reading) + _claims(reading)
    return Draft(claims, _bibliography(reading.listed, keys, shown))


def quoted(text: str) -> str:
    """A text as a YAML scalar in quotation marks: JSON's form is one."""
    return json.dumps(one_line(text), ensure_ascii=False)


def _keys(listed: Iterable[Listed]) -> dict[str, str]:
    """Printed number → a BibTeX key made of the first author's name and the year, each once."""
    keys: dict[str, str] = {}
    for entry in listed:
        words = fold_words(re.sub(r"^[\W\d]+", "", entry.text)).split()
        name = next((word for word in words if word.isalpha() and len(word) > 1), "reference")
        year = YEAR.search(entry.text)
        base = re.sub(r"[^a-z]", "", name) or "reference"
        key = f"{base}{year[0] if year else ''}"
        while key in keys.values() or key == "":
            key = f"{base}{year[0] if year else ''}n{entry.number}" if f"n{entry.number}" not in key else f"{key}x"
        keys.setdefault(entry.number, key)
    return keys


def _numbering(numbers: Iterable[str], keys: Mapping[str, str]) -> str:
    lines = ["", "numbering:                              # as printed on the page"]
    for number in dict.fromkeys(numbers):
        key = f"key: {keys[number]}, " if number in keys else ""
        why = "nobody has opened the paper yet" if key else "the page cites it and its list has no such entry"
        lines.append(f"  {quoted(number)}: {{{key}identified: candidate, because: {quoted(why)}}}")
    return "\n".join(lines if len(lines) > 2 else []) + "\n"


def _material(shown: str, material: str, reading: Reading) -> str:
    language = f"    language: {quoted(reading.page.language[:2])}\n" if reading.page.language else ""
    return f"\nmaterials:\n  {material}:\n    path: {quoted(shown)}\n{language}"


def _claims(reading: Reading) -> str:
    taken: set[str] = set()
    parts = [_claim(statement, reading, taken) for statement in reading.statements]
    return "\nclaims:" + ("\n" + "\n".join(parts) if parts else " []\n")


def _claim(statement: Statement, reading: Reading, taken: set[str]) -> str:
    text = _bare(statement, reading)
    lines = [f"  - id: {_id(text, taken)}              # line {statement.line} of the page", f"    text: {quoted(text)}", f"    type: {_type(statement)}"]
    if statement.references:
        lines.append(f"    references: [{', '.join(map(quoted, statement.references))}]")
    numbers = [found for found in statement.quantities if found.kind != "duration"]
    if numbers:
        lines.append("    quantities:")
    return "\n".join(lines) + "\n" + "".join(map(_quantity, numbers))


def _quantity(found: Found) -> str:
    measure = MEASURES.get(found.comparator or "", "proportion, reported or count")
    return QUANTITY.format(printed=quoted(found.text), measure=measure, reference=(found.references or ("…",))[0])


def _bare(statement: Statement, reading: Reading) -> str:
    """The statement's words without its reference markers and footnote signs."""
    pieces, at = [], statement.start
    for start, end in citations(reading):
        if at <= start and end <= statement.end:
            pieces.append(reading.page.text[at:start])
            at = end
    words = "".join([*pieces, reading.page.text[at : statement.end]])
    for sign in statement.notes:
        words = words if sign.isalnum() else words.replace(sign, "")
    return one_line(words).strip()


def _id(text: str, taken: set[str]) -> str:
    words = [word for word in fold_words(text).split() if word not in DROPPED and word.isascii()][:4]
    base = "-".join(words)[:40].strip("-") or "claim"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _type(statement: Statement) -> str:
    flags = {"testimonial": "testimonial", "count_claim": "count", "safety": "safety", "comparative": "comparative", "superlative": "comparative"}
    return next((flags[flag] for flag in flags if flag in statement.flags), "efficacy")


def _bibliography(listed: Iterable[Listed], keys: Mapping[str, str], shown: str) -> str:
    parts = [f"% Stubs, made from the list on {one_line(shown)}. Replace each by the paper's own record (export it from PubMed or Zotero).\n"]
    seen: set[str] = set()
    for entry in listed:
        if keys[entry.number] in seen:
            continue
        seen.add(keys[entry.number])
        text = re.sub(r"[{}\\@%#$&~^_\"]", " ", one_line(entry.text))
        year, doi = YEAR.search(entry.text), DOI.search(entry.text)
        fields = [f"  title = {{{text.strip()}}}", *([f"  year  = {{{year[0]}}}"] if year else []), *([f"  doi   = {{{doi[0]}}}"] if doi else [])]
        fields.append(f"  note  = {{As printed on the page, number {re.sub(r'[^0-9A-Za-z]', '', entry.number)}; not looked up.}}")
        parts.append(f"@misc{{{keys[entry.number]},\n" + ",\n".join(fields) + "\n}\n")
    return "\n".join(parts)
