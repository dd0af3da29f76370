"""The record behind the DOI or the PMID is another work than the entry says, or there is none.

Why: a slip in an identifier leads the reader, and every check that asks by it, to another work; what is found out about that
one says nothing about this one.

Do: open the DOI or PMID, see which work was meant, and correct the entry. Nothing is taken over from the record by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import identity, sameness, soundness
from evidence.identifiers import fold_doi
from evidence.latex import names
from evidence.model import Context, Missing, Place, Problem, Reference
from evidence.nouns import dataclass
from evidence.record import Answer
from evidence.recordforms import DENIED, NAMES
from evidence.records import sealed

LINK = "sound"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT002",)

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
BIB = "@article{a, author = {%s}, title = {%s}, year = %s,\n  doi = {10.1000/1}, note = {# here}\n}\n"
RECORDS = (
    '{"a": {"doi": "10.1000/1", "answers": {"crossref": {"state": "answered", "asked": "2026-11-20", "found": true, "doi": "10.1000/1",'
    ' "title": "%s", "author": "%s", "year": "%s"}}}}'
)
NONE = '{"a": {%s, "answers": {"%s": {"state": "answered", "asked": "2026-11-20", %s, "because": "%s"}}}}'
OWN = sealed(RECORDS % ("Outcomes of <i>Sacroiliac</i> Joint Fusion: A Randomised Trial", "van Eeckhoven", "2016"))

PASSES = {
    "case, marks, spelling, a subtitle, a particle": {
        "claims.yaml": CLAIM,
        "references/a.bib": BIB % ("Eeckhoven, Eddie and Cher, D.", "Outcomes of sacroiliac joint fusion", 2016),
        "references/records.json": OWN,
    },
    "a DOI of another agency, which Crossref names": {
        "claims.yaml": CLAIM,
        "references/a.bib": BIB % ("Polly, D.", "Outcomes of fusion", 2016),
        "references/records.json": sealed(
            NONE % ('"doi": "10.1000/1"', "crossref", '"doi": "10.1000/1"', "the DOI is registered with DataCite, not with Crossref")
        ),
    },
    "no record": {"claims.yaml": CLAIM, "references/a.bib": BIB % ("Polly, D.", "Outcomes of fusion", 2016)},
}
FAILS = {
    "another article": {
        "claims.yaml": CLAIM,
        "references/a.bib": BIB % ("Polly, David W.", "Satisfaction after lumbar discectomy in women", 2016),
        "references/records.json": OWN,
    },
    "another report of the trial": {
        "claims.yaml": CLAIM,
        "references/a.bib": BIB % ("Van Eeckhoven, E.", "Two-Year Outcomes of Sacroiliac Joint Fusion: A Randomised Trial", 2016),
        "references/records.json": sealed(RECORDS % ("One-Year Outcomes of Sacroiliac Joint Fusion: A Randomised Trial", "Van Eeckhoven", "2015")),
    },
    "one title, other people, years later": {
        "claims.yaml": CLAIM,
        "references/a.bib": BIB % ("Polly, David W.", "Sacroiliac joint pain", 2016),
        "references/records.json": sealed(RECORDS % ("Sacroiliac joint pain", "Cohen", "2005")),
    },
    "a PMID that PubMed does not have": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@article{a, author = {Polly, D.}, title = {Outcomes of fusion}, year = 2016,\n  pmid = {30000077}, note = {# here}\n}\n",
        "references/records.json": sealed(NONE % ('"pmid": "30000077"', "pubmed", '"pmid": "30000077"', "PubMed has no record of this PMID")),
    },
    "a DOI that nobody has registered": {
        "claims.yaml": CLAIM,
        "references/a.bib": BIB % ("Polly, D.", "Outcomes of fusion", 2016),
        "references/records.json": sealed(
            NONE % ('"doi": "10.1000/1"', "crossref", '"doi": "10.1000/1"', "no agency that Crossref knows of has registered this DOI")
        ),
    },
    "in print the year after: told, and no more": {
        "claims.yaml": CLAIM,
        "references/a.bib": BIB % ("Van Eeckhoven, E.", "Outcomes of Sacroiliac Joint Fusion", 2017),
        "references/records.json": OWN,
    },
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What differs between the entry and one record of it."""

    says: str  # the rest of a sentence that begins with the service's name
    severity: str = ""
    because: str = ""


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    record = soundness.known(reference, context)
    if isinstance(record, Missing):
        return
    for answer in record.answers.values():
        if answer.state == "answered" and not answer.found and answer.because in DENIED:
            typed = f"PMID {record.pmid}" if answer.service == "pubmed" else f"DOI {record.doi}"
            message = f"`{reference.key}` names {typed}, and {NAMES[answer.service]} answered on {answer.asked}: {answer.because}"
            yield Problem(message, at=reference.at("pmid" if answer.service == "pubmed" else "doi"), about=f"{answer.service} {typed}")
    for answer in soundness.answers(record):
        if answer.service == "retraction-watch":
            continue  # its titles and names are typed by its own people
        if fault := _fault(reference, answer):
            name = NAMES[answer.service]
            message = f"`{reference.key}`: {name} has {_asked(answer, reference)} as {fault.says}"
            yield Problem(message, at=_at(answer, reference), about=f"{answer.service} {answer.title}", severity=fault.severity, because=fault.because)


def _asked(answer: Answer, reference: Reference) -> str:
    pmid, doi = identity.pmid(reference), identity.doi(reference)
    if pmid and (answer.service == "pubmed" or not doi):
        return f"PMID {pmid}"
    return f"DOI {doi}"


def _at(answer: Answer, reference: Reference) -> Place:
    return reference.at("pmid" if "pmid" in reference.places and (answer.service == "pubmed" or "doi" not in reference.places) else "doi")


def _fault(reference: Reference, answer: Answer) -> Fault | None:
    """The gravest difference, or None where both can be one work."""
    title, subtitled = reference.fields.get("title", ""), identity.title(reference)
    judged = bool(title.strip()) and sameness.comparable(answer.title)
    likeness = max(sameness.title_likeness(title, answer.title), sameness.title_likeness(subtitled, answer.title)) if judged else 0.0
    author, apart = _same_author(reference, answer), sameness.years_apart(identity.year(reference), answer.year)
    differ = [*([_people(reference, answer)] if author is False else []), *([_years(reference, answer)] if apart and apart > 1 else [])]
    if judged and likeness < sameness.ALIKE:
        says = "; ".join([f"“{answer.title[:200]}”, and the entry as “{title[:200]}”", *differ])
        if likeness >= sameness.NEAR and author and apart is not None and apart <= 1:
            return Fault(says, "warning", "author and year agree, so it may be one work with a changed title")
        return Fault(says)
    if len(differ) == 2 or (differ and (not judged or sameness.short(title))):
        return Fault("; ".join([f"“{answer.title[:200]}”", *differ]))
    if differ:
        return Fault(f"“{answer.title[:200]}”; {differ[0]}", "warning", "the title agrees")
    return _small(reference, answer, apart)


def _small(reference: Reference, answer: Answer, apart: int | None) -> Fault | None:
    """What is no reason to doubt that it is the work, and still worth a word."""
    doi = identity.doi(reference)
    if doi and answer.doi and fold_doi(answer.doi) != doi:
        return Fault(f"the work of DOI {answer.doi}, and the entry has {doi}", "info", "title, author and year agree")
    if apart == 1:
        return Fault(f"of {answer.year}, and the entry as of {identity.year(reference)}: online and in print, most likely", "info", "they are one year apart")
    return None


def _same_author(reference: Reference, answer: Answer) -> bool | None:
    """Whether the entry's first author can be the record's; a body that signed as one piece is compared with nobody."""
    people = names(reference.fields.get("author", ""))
    if not people or people[0].startswith("{"):
        return None
    family = sameness.same_author(identity.first_author(reference), answer.author)
    return family if family is not False else sameness.same_author(people[0], answer.author)


def _people(reference: Reference, answer: Answer) -> str:
    first = identity.first_author(reference)
    others = names(reference.fields.get("author", ""))[1:]
    listed = any(sameness.same_author(other.partition(",")[0], answer.author) for other in others)
    return f"its first author is {answer.author}, the entry's {first}" + (f" ({answer.author} is listed further down)" if listed else "")


def _years(reference: Reference, answer: Answer) -> str:
    return f"its year is {answer.year}, the entry's {identity.year(reference)}"
