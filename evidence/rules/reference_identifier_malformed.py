"""An identifier of a reference has a form that no such identifier can have.

Why: a DOI, PMID, ISBN or trial number with a slip in it leads to nothing or to another work, and the checks that ask
Crossref, PubMed or a trial register with it would ask about that.

Do: copy the identifier again from the paper or its record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from evidence.identifiers import bare_doi
from evidence.model import Context, Problem, Reference
from evidence.patterns import late

LINK = "cited"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT002",)

DOI = late(r"10\.\d{4,9}(?:\.\d+)*/\S+")
SHORT_DOI = late(r"10/[A-Za-z0-9]+")
ODD = late("[\u2010-\u2015\u2212\u200b-\u200f\u00ad\ufeff\"{}“”„’‘\\\\^`|]")  # what gets into a DOI by copying and is in none
PUBMED = late(r"(?:https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid\s*:?\s*)", re.IGNORECASE)
PMID = late(r"[1-9]\d{0,7}")
CENTRAL = late(r"(?:https?://(?:www\.)?(?:pmc\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pmc)/articles/|pmcid\s*:?\s*)", re.IGNORECASE)
PMCID = late(r"PMC[1-9]\d{0,8}(?:\.\d+)?", re.IGNORECASE)
NOTE = late(r"\([^()]*\)|\b(?:e-?)?IS[BS]N(?:-1[03])?\b:?", re.IGNORECASE)  # "(pbk.)", "(Linking)", "ISBN-13:"
DASHES = late("[-\u2010-\u2015\u2212]")
TRIAL_PAGE = late(r"https?://(?:www\.)?clinicaltrials\.gov/(?:ct2/show|study|show)/", re.IGNORECASE)
TRIAL = late(r"NCT\d{8}", re.IGNORECASE)
TRIAL_LIKE = late(r"\bNCT[ :#-]?\d\w*", re.IGNORECASE)

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
ENTRY = "@article{a,\n  title = {Outcomes},\n  %s, note = {# here}\n}\n"

PASSES = {
    "as Crossref and PubMed write them": {
        "claims.yaml": CLAIM,
        "references/a.bib": ENTRY % "doi = {10.14444/3028}, pmid = {27652199}, pmcid = {PMC5027818}, nct = {NCT01681004}",
    },
    "a DOI with brackets, colons and angle brackets": {
        "claims.yaml": CLAIM,
        "references/a.bib": ENTRY % "doi = {10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2}",
    },
    "the address of a DOI": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "doi = {https://doi.org/10.1016/S0140-6736(97)11096-0}"},
    "as exporters decorate them": {
        "claims.yaml": CLAIM,
        "references/a.bib": ENTRY % "issn = {0342-4642 (Linking)}, isbn = {0-306-40615-2 (pbk.), 978-0-306-40615-7}",
    },
    "an empty field": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "doi = {}"},
}
FAILS = {
    "a full stop from the end of a printed reference": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "doi = {10.14444/3028.}"},
    "the address of a page": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "doi = {https://www.ijssurgery.com/content/10/28}"},
    "a PMC id in the place of a PMID": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "pmid = {PMC5027818}"},
    "two digits of an ISBN changed places": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "isbn = {978-0-306-40651-7}"},
    "a wrong check digit of an ISSN": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "issn = {0378-5954}"},
    "a trial number of seven digits among the keywords": {
        "claims.yaml": CLAIM,
        "references/a.bib": ENTRY % "keywords = {pain, NCT0168100}",
    },
}


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    for name, fault_of in FORMS.items():
        value = reference.fields.get(name, "").strip()
        if value and (fault := fault_of(value)):
            message = f"`{reference.key}`: {name} `{value[:200]}` {fault}"
            severity, because = ("warning", "an ISSN names the journal, not the paper") if name == "issn" else ("", "")
            yield Problem(message, reference.at(name), f"{name} {value}", severity=severity, because=because)


# --- what is wrong with a value, in words that follow it, or an empty string -----------------------------------------


def doi(value: str) -> str:
    bare = bare_doi(value)
    if bare != value and "://" in value:
        bare = unquote(bare)
    if any(mark.isspace() for mark in bare):
        return "has a space in it; a DOI has none, and a field holds one DOI"
    if odd := ODD.search(bare):
        return f"holds {odd[0]!r} (U+{ord(odd[0]):04X}), which gets into a DOI by copying"
    if bare.endswith((".", ",", ";", ":")):
        return f"ends with `{bare[-1]}`, which belongs to the sentence it was copied from"
    if any(bare.endswith(close) and bare.count(close) > bare.count(opening) for opening, close in ("()", "[]", "<>")):
        return f"ends with `{bare[-1]}`, which nothing opens"
    if SHORT_DOI.fullmatch(bare):
        return "is a short DOI, which Crossref and PubMed do not know; write the full one"
    return "" if DOI.fullmatch(bare) else "is no DOI: one begins with 10., four to nine digits and a slash"


def pmid(value: str) -> str:
    bare = PUBMED.sub("", value, count=1).rstrip("/") if PUBMED.match(value) else value
    if PMCID.fullmatch(bare):
        return "is a PMC id; it belongs in `pmcid`, and a PMID has digits alone"
    return "" if PMID.fullmatch(bare) else "is no PMID: one has one to eight digits and nothing else, and does not begin with 0"


def pmcid(value: str) -> str:
    bare = CENTRAL.sub("", value, count=1).rstrip("/") if CENTRAL.match(value) else value
    return "" if PMCID.fullmatch(bare) else "is no PMC id: one is PMC and digits (PMC5027818)"


def isbn(value: str) -> str:
    return _each(value, _is_isbn, "is no ISBN: 10 or 13 digits of which the last fits the others")


def issn(value: str) -> str:
    return _each(value, _is_issn, "is no ISSN: 8 digits of which the last fits the others")


def nct(value: str) -> str:
    items = [TRIAL_PAGE.sub("", item) for item in re.split(r"[,;\s]+", value) if item]
    return next((_no_trial(item) for item in items if not TRIAL.fullmatch(item)), "")


def nct_within(value: str) -> str:
    """The same for words in which a trial number may stand among others."""
    return next((_no_trial(found[0]) for found in TRIAL_LIKE.finditer(value) if not TRIAL.fullmatch(re.sub("[ :#-]", "", found[0]))), "")


def _no_trial(item: str) -> str:
    return f"holds {item}, which is no number of ClinicalTrials.gov: NCT and eight digits"


def _each(value: str, is_one: Callable[[str], bool], fault: str) -> str:
    """Exporters put several into a field, with commas, with spaces, and with words in brackets."""
    plain = DASHES.sub("", NOTE.sub(" ", value))
    for item in re.split("[,;/]", plain):
        parts = item.split()
        if parts and not is_one("".join(parts)) and not all(is_one(part) for part in parts):
            return fault
    return "" if plain.strip(" ,;/") else fault


def _is_isbn(text: str) -> bool:
    """ISO 2108: weights 10 … 1 modulo 11 (X is 10), or weights 1 and 3 modulo 10."""
    if re.fullmatch(r"[0-9]{9}[0-9Xx]", text):
        return sum((10 - place) * _digit(mark) for place, mark in enumerate(text)) % 11 == 0
    if re.fullmatch(r"97[89][0-9]{10}", text):
        return sum((1, 3)[place % 2] * _digit(mark) for place, mark in enumerate(text)) % 10 == 0
    return False


def _is_issn(text: str) -> bool:
    """ISO 3297: weights 8 … 1 modulo 11, X is 10."""
    return bool(re.fullmatch(r"[0-9]{7}[0-9Xx]", text)) and sum((8 - place) * _digit(mark) for place, mark in enumerate(text)) % 11 == 0


def _digit(mark: str) -> int:
    return 10 if mark in "Xx" else int(mark)


FORMS: dict[str, Callable[[str], str]] = {
    "doi": doi,
    "pmid": pmid,
    "pmcid": pmcid,
    "isbn": isbn,
    "issn": issn,
    "nct": nct,
    "keywords": nct_within,
    "note": nct_within,
}
