"""The work is not final or not reviewed: a preprint, a conference abstract, a poster, in press, a personal communication.

Why: numbers change between a preprint or an abstract and the paper, and nobody but its authors has checked them. What may be
a first hint to a specialist is no ground for a claim to patients.

Do: cite the paper that came of it, where there is one; else say in the words that the result is preliminary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from evidence import identity, soundness
from evidence.folding import fold_spaces
from evidence.model import Context, Missing, Place, Problem, Reference
from evidence.patterns import late
from evidence.recordforms import NAMES
from evidence.records import sealed

LINK = "sound"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("SRC103",)

# DOIs that preprint servers give. 10.1101 is shared with journals of Cold Spring Harbor, whose DOIs begin with letters.
SERVERS = (
    "10.21203/rs.", "10.2139/ssrn.", "10.20944/preprints", "10.48550/arxiv.", "10.31234/osf.io/", "10.31219/osf.io/", "10.31222/osf.io/",
    "10.31235/osf.io/", "10.26434/chemrxiv", "10.36227/techrxiv.", "10.22541/au.", "10.7287/peerj.preprints.", "10.32388/", "10.64898/",
)  # fmt: skip
BIORXIV = late(r"10\.1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,12}(?:v\d+)?", re.ASCII)
KINDS = {
    "posted-content": "a preprint", "preprint": "a preprint", "meeting abstract": "a conference abstract",
    "meeting abstracts": "a conference abstract",
}  # fmt: skip
STATES = {
    "inpress": "in press", "forthcoming": "in press", "submitted": "submitted and not accepted", "inpreparation": "in preparation",
    "prepublished": "a preprint",
}  # fmt: skip
FIELDS = ("journal", "journaltitle", "booktitle", "howpublished", "note", "addendum", "type", "publisher", "volume", "pages", "year", "title")

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
ENTRY = "@article{a, title = {Outcomes},\n  %s, keywords = {# here}\n}\n"

PASSES = {
    "a paper": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "journal = {Spine}, year = 2016, doi = {10.14444/3028}"},
    "a journal of Cold Spring Harbor": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "journal = {Genome Research}, doi = {10.1101/gr.186072.114}"},
    "a note on what was read": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "journal = {Spine}, note = {Read: the abstract only.}"},
    "a book with a publisher of many presses": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "publisher = {Oxford University Press}"},
}
FAILS = {
    "a preprint by its DOI": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "doi = {10.1101/2020.03.22.20040758}"},
    "a preprint by its server": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "journal = {medRxiv}"},
    "a preprint as Crossref has it": {
        "claims.yaml": CLAIM,
        "references/a.bib": ENTRY % "doi = {10.1000/1}",
        "references/records.json": sealed(
            '{"a": {"doi": "10.1000/1", "answers": {"crossref":'
            ' {"state": "answered", "asked": "2026-11-20", "found": true, "kinds": ["posted-content"]}}}}'
        ),
    },
    "a poster, for patients": {
        "claims.yaml": "version: 1\nclaims: [{id: a, text: Less pain, references: [a], scope: {audience: patient}}]\n",
        "references/a.bib": ENTRY % "howpublished = {Poster presented at EUROSPINE 2019}",
    },
    "an abstract": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "booktitle = {Abstracts of the 12th congress}"},
    "in press": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "journal = {Spine}, note = {In press}"},
    "a letter to the author": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "howpublished = {Personal communication}"},
}


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    kind, seen, at = _kind(reference, context)
    if not kind:
        return
    registry = context.registry
    patients = [claim.id for claim in soundness.resting_on(reference.key, registry) if soundness.for_patients(claim, registry)]
    because = f"{', '.join(patients[:5])} is made to patients" if patients else ""
    yield Problem(f"`{reference.key}` is {kind}: {seen}", at=at, about=kind, severity="error" if patients else "", because=because)


def _kind(reference: Reference, context: Context) -> tuple[str, str, Place]:
    """What it is, by which sign, and where that stands; empty where nothing says that it is not final."""
    doi, state = identity.doi(reference), reference.fields.get("pubstate", "").strip().casefold()
    if doi.startswith(SERVERS) or BIORXIV.fullmatch(doi):
        return "a preprint", f"its DOI {doi} is a preprint server's", reference.at("doi")
    record = soundness.known(reference, context)
    for answer in () if isinstance(record, Missing) else soundness.answers(record):
        for kind in answer.kinds:
            if word := KINDS.get(kind.casefold()):
                return word, f"{NAMES[answer.service]} has it as “{kind}”", reference.at("doi")
    if state in STATES:
        return STATES[state], f"pubstate is “{state}”", reference.at("pubstate")
    if reference.type == "unpublished":
        return "unpublished", "the entry's type says so", reference.place
    for name in FIELDS:
        if value := fold_spaces(reference.fields.get(name, ""))[:500]:
            for word, sign in _signs()[name == "title"]:
                if found := sign.search(value):
                    return word, f"{name} says “{found[0]}”", reference.at(name)
    return "", "", reference.place


@cache  # made when the first entry is judged
def _signs() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], tuple[tuple[str, re.Pattern[str]], ...]]:
    """(what it is, the words that say so), for all fields but the title, and for titles, where only a mark in brackets counts."""
    elsewhere = {
        "a preprint": r"\b(?:pre-?print|(?:bio|med|chem|ar|tech)rxiv|research square|ssrn electronic|authorea)\b",
        "a poster": r"\bposter\b(?! ?(?:abstract)?s? (?:was|were) )",
        # not "Read: the abstract only", not "abstract algebra"
        "a conference abstract": r"\b(?:(?:conference|meeting|congress|published) abstracts?|abstracts? (?:of the|no\.?|number|#|p?\d)|book of abstracts)|^abstracts?$",
        "in press": r"^\W*(?:in press|forthcoming|to appear|accepted(?: for publication)?)\W*$|\bin press\b(?! release)",
        "submitted and not accepted": r"\b(?:submitted (?:for publication|to)|under review|manuscript in preparation)\b|^\W*submitted\W*$",
        "a personal communication": r"\b(?:personal communication|private communication|unpublished (?:data|observations?|results))\b",
    }
    titles = {
        "a preprint": r"[\[(]preprint[\])]",
        "a poster": r"[\[(]poster(?: (?:abstract|presentation))?[\])]|^poster \S{0,9}\d",
        "a conference abstract": r"[\[(](?:conference |meeting )?abstract[\])]",
        "a personal communication": r"^personal communication\b",
    }
    first, second = (tuple((word, re.compile(sign, re.IGNORECASE)) for word, sign in each.items()) for each in (elsewhere, titles))
    return first, second
