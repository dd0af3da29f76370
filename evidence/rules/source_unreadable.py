"""The `file` field of a reference does not lead to a document of the project.

Why: quoted words can be looked up only in a document that everybody who checks the claim has, at the same place; a path
into one person's computer, or a field that names no path, leads nobody to it.

Do: keep the document in the project and write its path as seen from the .bib file, as JabRef (`:paper.pdf:PDF`) and Zotero
(`paper.pdf`) do; several are divided by semicolons.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from evidence.model import Context, Missing, Problem, Reference

LINK = "anchored"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ()

SEMICOLON = re.compile(r"(?<!\\);")
COLON = re.compile(r"(?<!\\)(?!(?<=^[A-Za-z]):[\\/]|(?<=:[A-Za-z]):[\\/]|://):")  # not those of C:\ and of http://
ESCAPED = re.compile(r"\\([\\:;_&%#${}~ ])")  # JabRef escapes \ : and ; and other exporters what LaTeX would read
ADDRESS = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+://|www\.", re.IGNORECASE)
ABSOLUTE = re.compile(r"[/~]|[A-Za-z]:|file:", re.IGNORECASE)
SUFFIX = re.compile(r"\.\w{1,5}$")

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
ENTRY = "@article{a,\n  title = {Outcomes},\n  file = {%s}, note = {# here}\n}\n"

PASSES = {
    "JabRef's form, beside the .bib file": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Full text:Polly 2016.pdf:PDF"},
    "Zotero's plain path": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "files/12/Polly.pdf"},
    "up to a folder beside that of the .bib file": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % ":../pdf/Polly.pdf:PDF"},
    "no document is named": {"claims.yaml": CLAIM, "references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n"},
}
FAILS = {
    "a path into one person's computer": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % ":/home/ana/Polly.pdf:PDF"},
    "a drive of Windows, as JabRef escapes it": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % r"C\:\\Users\\ana\\Polly.pdf"},
    "out of the project": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "../../Polly.pdf"},
    "an address on the web": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "https://example.org/Polly.pdf"},
    "no path between the colons": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Full text::PDF"},
    "one of two leads out": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % ":a.pdf:PDF;:../../b.pdf:PDF"},
}
OPENS = PASSES.copy()
del OPENS["no document is named"]


def check(reference: Reference, context: Context) -> Iterator[Problem | Missing]:
    value = reference.fields.get("file", "").strip()
    good = []
    for typed in SEMICOLON.split(value) if value else ():
        path = document(typed)
        if typed.strip() and (fault := _fault(path, reference.place.path)):
            message = f"`{reference.key}` has the file `{typed.strip()[:200]}`, which {fault}"
            yield Problem(message, at=reference.at("file"), about=f"file {typed.strip()}")
        elif typed.strip():
            good.append(path)
    if good:
        yield Missing(f"{', '.join(good)}: source documents are not opened by this version")


def document(typed: str) -> str:
    """The path in one item of a `file` field (`description:path:type`, or a path alone), with / for a backslash."""
    parts = [ESCAPED.sub(r"\1", part).strip() for part in COLON.split(typed.strip())]
    path = parts[0] if len(parts) == 1 else parts[1]
    if len(parts) == 2 and SUFFIX.search(parts[0]) and not SUFFIX.search(parts[1]):  # path:type, without a description
        path = parts[0]
    return path.replace("\\", "/")


def _fault(path: str, bibliography: str) -> str:
    if not path or "{" in path or "}" in path:
        return "cannot be read as a path"
    if ADDRESS.match(path):
        return "is an address on the web and no file of the project"
    if ABSOLUTE.match(path):
        return "is a place on one computer; a path as seen from the .bib file is found on every one"
    if posixpath.normpath(posixpath.join(posixpath.dirname(bibliography), path)).split("/")[0] == "..":
        return "leads out of the folder of claims.yaml"
    return ""
