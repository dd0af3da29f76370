"""A reference as the AMA Manual of Style (11th edition) prints it, written from the fields of its BibTeX entry.

Our own few lines and not a CSL processor: the CSL file of the AMA style is CC BY-SA, and would put its licence into this package.
"""

from __future__ import annotations

import re

from evidence.identifiers import bare_doi, fold_doi, fold_pmid
from evidence.model import Reference
from evidence.wording import one_line, sentence

MOST, KEPT = 6, 3  # up to six authors are named; of more, the first three and "et al"
DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,4}/[^\s\x00-\x1f\x7f]{1,500}")
PARTICLES = ("von", "van", "de", "der", "den", "da", "di", "del", "la", "le", "ten", "ter", "dos")


def cite(reference: Reference) -> str:
    """One line: "Polly DW, Swofford J. Title. Journal. 2016;10:28. doi:10.14444/3028". What is not recorded is left out."""
    told = {name: one_line(value) for name, value in reference.fields.items() if one_line(value)}
    who = told.get("author") or told.get("editor") or told.get("organization") or ""
    parts = [sentence(_people(who))] if who else []
    parts.append(sentence(told.get("title") or f"[no title recorded: {one_line(reference.key)}]"))
    journal = told.get("journal") or told.get("journaltitle")
    where = journal or told.get("booktitle") or told.get("publisher") or told.get("institution") or told.get("howpublished")
    if where:
        parts.append(sentence(where))
    parts.append(_when(told))
    if doi := bare_doi(told.get("doi", "")):
        parts.append(f"doi:{doi}")
    elif pmid := fold_pmid(told.get("pmid", "")):
        parts.append(f"PMID {pmid}")
    elif told.get("url"):
        parts.append(told["url"])
    return " ".join(part for part in parts if part)


def _when(told: dict[str, str]) -> str:
    year = (told.get("year") or told.get("date") or "")[:4]
    volume = told.get("volume", "") + (f"({told['number']})" if told.get("number") else "")
    pages = (told.get("pages") or told.get("eid") or "").replace("--", "-").replace("–", "-")
    text = ";".join(part for part in (year or "[no year recorded]", volume) if part)
    return sentence(f"{text}:{pages}" if pages else text)


def _people(typed: str) -> str:
    """"Polly, David W. and Swofford, John and others" → "Polly DW, Swofford J, et al"."""
    names = [name.strip() for name in re.split(r" and ", typed) if name.strip()]
    more = names[-1:] == ["others"]
    names = names[:-1] if more else names
    more = more or len(names) > MOST
    return ", ".join([_person(name) for name in (names[:KEPT] if len(names) > MOST else names)] + (["et al"] if more else []))


def _person(name: str) -> str:
    if name[:1] == "{" and name[-1:] == "}":  # a body that signs as one: "{SI-BONE}"
        return name[1:-1].strip()
    family, comma, given = name.partition(",")
    if not comma:
        words = name.split(" ")
        at = next((place for place, word in enumerate(words[:-1]) if place and word.lower() in PARTICLES), len(words) - 1)
        family, given = " ".join(words[at:]), " ".join(words[:at])
        if at == len(words) - 1 > 2 and "." not in given:  # a group signs as one: "INSITE Study Group of North America"
            return name
    initials = "".join(part[0].upper() for part in re.split(r"[\s.\-]+", given.split(",")[-1]) if part)
    return f"{family.strip()} {initials}".strip()


def link(reference: Reference) -> str:
    """The DOI's address at https://doi.org/, or an empty string: nothing else is ever linked from a report."""
    doi = fold_doi(reference.fields.get("doi", ""))
    if not DOI.fullmatch(doi):
        return ""
    return "https://doi.org/" + "".join(mark if mark.isascii() and (mark.isalnum() or mark in "-._~/():;") else _percent(mark) for mark in doi)


def _percent(mark: str) -> str:
    return "".join(f"%{byte:02X}" for byte in mark.encode("utf-8", "replace"))
