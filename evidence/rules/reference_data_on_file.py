"""The reference is "data on file", and nobody can tell from it which data that is.

Why: what lies in a drawer cannot be looked up by anyone outside. An authority that asks for it must be handed the very
document that stood behind the claim, and be able to see that it is the same.

Do: give the entry the document's number (`number`), `version`, date (`date`, or year and month), owner (`author` or
`institution`), the `file` itself, and its hash (`sha256`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.model import Context, Problem, Reference
from evidence.patterns import late

LINK = "sound"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("SRC104",)

SAID = late(r"\bdata[\s-]on[\s-]file\b", re.IGNORECASE)
WHERE = ("title", "howpublished", "note", "type", "publisher", "journal", "keywords")
SHA256 = late(r"(?:sha256:)?[0-9a-fA-F]{64}")
NEEDS = (
    ("a document number", ("number", "eid", "report")),
    ("a version", ("version", "edition")),
    ("an owner", ("author", "institution", "organization", "holder")),
    ("the file", ("file",)),
)

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
FULL = "number = {TR-0142}, version = 3, date = {2024-05-01}, institution = {ACME}, file = {tr-0142.pdf}, sha256 = {%s}" % ("0" * 64)
ENTRY = "@techreport{a, title = {Data on file: adherence}, %s\n}\n"

PASSES = {
    "a document that can be handed over": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % FULL},
    "a paper": {"claims.yaml": CLAIM, "references/a.bib": "@article{a, title = {Data in files}, journal = {Spine}\n}\n"},
}
FAILS = {
    "nothing but the words": {"claims.yaml": CLAIM, "references/a.bib": "@misc{a, keywords = {# here},\n  title = {Data on file}\n}\n"},
    "without its hash": {"claims.yaml": CLAIM, "references/a.bib": "@techreport{a, keywords = {# here},\n  title = {Data on file},\n" + FULL.partition(", sha256")[0] + "\n}\n"},
}


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    if not any(SAID.search(reference.fields.get(name, "")[:2000]) for name in WHERE):
        return
    fields = {name for name, value in reference.fields.items() if value.strip()}
    missing = [words for words, names in NEEDS if not fields & set(names)]
    if not (reference.fields.get("date", "").count("-") >= 1 or {"year", "month"} <= fields):
        missing.append("a date")
    if not SHA256.fullmatch(reference.fields.get("sha256", "").strip()):
        missing.append("the file's hash (sha256)")
    if missing:
        yield Problem(f"`{reference.key}` is data on file without {', '.join(missing)}", about=" ".join(missing))
