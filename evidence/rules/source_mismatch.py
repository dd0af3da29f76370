"""The document that quoted words are looked for in does not name the work that it is filed under.

Why: the words may stand in another paper as well, a comment, an earlier report, or the wrong file under the right name; what was
found there says nothing about the paper that is cited.

Do: open the document and see which work it is; name the right one in the `file` field. Where it is the right one and its first pages
do not say so (an excerpt, a scan without its title), have somebody look and write its hash into the entry's `sha256`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from evidence import identity, titlepage
from evidence.model import Context, Missing, Problem, Reference
from evidence.record import Document

LINK = "anchored"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT007",)

HEAD = "version: 1\nclaims: [{id: a, text: Less pain, references: [a], source: {reference: a, read: full, quote: Pain fell}}]\n"
BIB = "@article{a,\n  author = {Kay, Cleo},\n  title = {Bleeding after the {Widget} implant: a randomised trial},\n  doi = {10.1000/wid.3},\n  file = {a.txt}, note = {# here}\n}\n"
TITLE = "Bleeding after the Widget implant:\na randomized trial\nC. Kay\n\nPain fell by 68.2%.\n"
OWN = hashlib.sha256(b"Pain fell by 68.2%.\n").hexdigest()
OTHER = "Nerve injury after the Gadget operation: a review\nZed Zulu\nhttps://doi.org/%s\n\nPain fell by 68.2%%.\n"

PASSES = {
    "the title, in another spelling": {"claims.yaml": HEAD, "references/a.bib": BIB, "references/a.txt": TITLE},
    "the DOI": {"claims.yaml": HEAD, "references/a.bib": BIB, "references/a.txt": OTHER % "10.1000/WID.3"},
    "a person has looked, and says so": {
        "claims.yaml": HEAD,
        "references/a.bib": BIB.replace("file =", f"sha256 = {{{OWN}}}, file ="),
        "references/a.txt": "Pain fell by 68.2%.\n",
    },
    "the title lost a word": {"claims.yaml": HEAD, "references/a.bib": BIB, "references/a.txt": TITLE.replace("Widget", "W1dget")},
}
FAILS = {
    "the DOI of another work": {"claims.yaml": HEAD, "references/a.bib": BIB, "references/a.txt": OTHER % "10.1000/gad.9"},
    "the title, and another DOI: told, and no more": {
        "claims.yaml": HEAD, "references/a.bib": BIB, "references/a.txt": TITLE.replace("C. Kay", "doi:10.1000/preprint.7"),
    },
}  # fmt: skip
OPENS = {
    "another paper that has the words": {"claims.yaml": HEAD, "references/a.bib": BIB, "references/a.txt": OTHER.replace("https://doi.org/%s\n", "") % ()},
    "a comment on the paper": {"claims.yaml": HEAD, "references/a.bib": BIB, "references/a.txt": "Comment on: " + TITLE.replace("C. Kay", "Zed Zulu")},
    "the words alone": {"claims.yaml": HEAD, "references/a.bib": BIB, "references/a.txt": "Pain fell by 68.2%.\n"},
    "only its references name the paper": {
        "claims.yaml": HEAD, "references/a.bib": BIB,
        "references/a.txt": "A review\nZed Zulu\n\nPain fell.\n\nReferences\n1. Bleeding after the Widget implant: a randomised trial\n",
    },
}  # fmt: skip


def check(reference: Reference, context: Context) -> Iterator[Problem | Missing]:
    pinned = reference.fields.get("sha256", "").strip().lower().removeprefix("sha256:").removeprefix("sha-256:")
    for document in context.documents.get(reference.key, ()):
        if isinstance(document, Missing) or document.sha256 == pinned:
            continue
        yield from _judged(reference, document)


def _judged(reference: Reference, document: Document) -> Iterator[Problem | Missing]:
    named = titlepage.named(reference, document.sheets)
    own = identity.doi(reference)
    if named.other:
        told = f"{document.path} prints DOI {named.other} as its own, and `{reference.key}` has {own}"
        agrees = f"the {named.by} agrees: another version of it, or a DOI of something beside it" if named.by else ""
        yield Problem(told, at=reference.at("file"), about=f"{document.path} {named.other}", severity="warning" if agrees else "", because=agrees)
    elif not named.by:
        what = "neither the title nor the DOI" if own else "the title"
        stands = "stands" if own else "does not stand"
        yield Missing(f"{document.path} does not name the work of `{reference.key}`: {what} {stands} on its first pages, so it may be another document")
