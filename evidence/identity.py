"""What a BibTeX entry says it is: the identifiers, title, first author and year that a service is asked with."""

from __future__ import annotations

import re

from evidence import latex
from evidence.folding import fold_spaces
from evidence.identifiers import fold_doi, fold_pmid
from evidence.model import Reference
from evidence.patterns import late

DOI = late(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,9}/[^\s\x00-\x1f\x7f\"]{1,500}")
YEAR = late(r"(?<![0-9])(?:1[5-9]|20)[0-9]{2}(?![0-9])")

# Entries that are papers by their type, so that it is worth to look for them by title; @misc and @online are not.
PAPERS = frozenset(
    ("article", "inproceedings", "conference", "incollection", "inbook", "book", "suppperiodical", "phdthesis", "mastersthesis", "thesis")
)
IN_PRINT = ("journal", "journaltitle", "booktitle", "eprint")  # a field that makes a paper of an entry of any type
IN_THE_DRAWER = late(r"\bdata\s+on\s+file\b", re.IGNORECASE)


def doi(reference: Reference) -> str:
    """The DOI to ask about, as it is compared; "" where the entry has none or a malformed one."""
    folded = fold_doi(reference.fields.get("doi", ""))
    return folded if DOI.fullmatch(folded) else ""


def pmid(reference: Reference) -> str:
    """The PMID to ask about; "" where the entry has none or a malformed one."""
    return fold_pmid(reference.fields.get("pmid", ""))


def title(reference: Reference) -> str:
    """The title and, where the entry has one, the subtitle."""
    parts = (reference.fields.get("title", ""), reference.fields.get("subtitle", ""))
    return fold_spaces(": ".join(part for part in parts if part.strip()))


def first_author(reference: Reference) -> str:
    """The family name of the first author, or the whole name of a body; "" where the entry names nobody."""
    names = latex.names(reference.fields.get("author", ""))
    first = fold_spaces(names[0]) if names else ""
    if first.startswith("{") and first.endswith("}"):
        return first[1:-1]
    family, comma, _ = first.partition(",")
    words = first.split()
    small = next((at for at, word in enumerate(words[:-1]) if at and word[0].islower()), len(words) - 1)  # J. van der Berg
    return family if comma else " ".join(words[small:])


def year(reference: Reference) -> str:
    """The year of `year` or `date`, four digits; "" where neither holds one."""
    found = YEAR.search(reference.fields.get("year", "") or reference.fields.get("date", ""))
    return found[0] if found else ""


def no_paper(reference: Reference) -> str:
    """Why there is nothing to look for at a service of papers (a website, a press release, data on file), or "".

    An entry with a DOI or a PMID is always looked for, whatever its type.
    """
    if doi(reference) or pmid(reference):
        return ""
    words = " ".join(reference.fields.get(name, "") for name in ("title", "howpublished", "note", "keywords", "type"))
    if IN_THE_DRAWER.search(words):
        return "it is data on file, which no service knows"
    if reference.type in PAPERS or any(reference.fields.get(name, "").strip() for name in IN_PRINT):
        return ""
    return f"it is no paper (@{reference.type} without a journal, a DOI or a PMID)"
