"""The `file` field of a reference does not lead to a document that can be opened.

Why: quoted words can be looked up only in a document that everybody who checks the claim has, at the same place; a path
into one person's computer, or a field that names no path, leads nobody to it.

Do: keep the document in the project and write its path as seen from the .bib file, as JabRef (`:paper.pdf:PDF`) and Zotero
(`paper.pdf`) do; several are divided by semicolons. A folder outside of the project can be allowed by `policy.documents`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from evidence import filefield
from evidence.model import Context, Missing, Problem, Reference

LINK = "anchored"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ()

NO_FAULT = ("names no document", "without text", "encrypted", "needs one more package")  # of a document: what it is stays unchecked

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
QUOTED = "version: 1\nclaims: [{id: a, text: Less pain, references: [a], source: {reference: a, read: full, quote: less pain}}]\n"
ENTRY = "@article{a,\n  title = {Outcomes},\n  file = {%s}, note = {# here}\n}\n"

PASSES = {
    "JabRef's form, beside the .bib file": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Full text:Polly 2016.pdf:PDF"},
    "Zotero's plain path": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "files/12/Polly.pdf"},
    "up to a folder beside that of the .bib file": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % ":../pdf/Polly.pdf:PDF"},
    "a document that is there": {"claims.yaml": QUOTED, "references/a.bib": ENTRY % "Polly.txt", "references/Polly.txt": "There was less pain."},
    "a folder that the policy allows": {
        "claims.yaml": "version: 1\npolicy: {documents: [/srv/papers]}\n" + CLAIM.split("\n", 1)[1],
        "references/a.bib": ENTRY % "/srv/papers/Polly.pdf",
    },
    "no document is named": {"claims.yaml": CLAIM, "references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n"},
}
FAILS = {
    "a path into one person's computer": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % ":/home/ana/Polly.pdf:PDF"},
    "a drive of Windows, as JabRef escapes it": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % r"C\:\\Users\\ana\\Polly.pdf"},
    "out of the project": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "../../Polly.pdf"},
    "an address on the web": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "https://example.org/Polly.pdf"},
    "no path between the colons": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Full text::PDF"},
    "one of two leads out": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % ":a.pdf:PDF;:../../b.pdf:PDF"},
    "words are quoted from a document that is not there": {"claims.yaml": QUOTED, "references/a.bib": ENTRY % "Polly.txt"},
    "words are quoted from an empty document": {"claims.yaml": QUOTED, "references/a.bib": ENTRY % "Polly.txt", "references/Polly.txt": ""},
}


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    told = False
    for typed in filefield.items(reference.fields.get("file", "")):
        if fault := _fault(filefield.path(typed), reference.at("file").path, bool(context.registry.policy.documents)):
            message = f"`{reference.key}` has the file `{typed[:200]}`, which {fault}"
            yield Problem(message, at=reference.at("file"), about=f"file {typed}")
            told = True
    for document in context.documents.get(reference.key, ()):
        by_form = told and isinstance(document, Missing) and document.because.startswith("the document of ")  # told already
        if isinstance(document, Missing) and not by_form and not any(words in document.because for words in NO_FAULT):
            yield Problem(document.because, at=reference.at("file"), about=document.because)


def _fault(path: str, bibliography: str, elsewhere: bool) -> str:
    """What is wrong with a path by its form; `elsewhere`: the policy allows folders outside of the project."""
    if fault := filefield.fault(path):
        return fault
    if elsewhere:
        return ""
    if filefield.ABSOLUTE.match(path):
        return "is a place on one computer; a path as seen from the .bib file is found on every one"
    if posixpath.normpath(posixpath.join(posixpath.dirname(bibliography), path)).split("/")[0] == "..":
        return "leads out of the folder of claims.yaml"
    return ""
