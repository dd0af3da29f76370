"""The source document is not the one whose hash the entry records.

Why: what somebody read, and signed for, was another file. A new version of a paper or of a report may say something else at the
very place that the claim rests on.

Do: compare the two files. Put the right one back or, once somebody has read the new one, write its hash into the entry's `sha256`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from evidence.model import Chain, Context, Missing, Problem
from evidence.patterns import late

LINK = "anchored"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("GOV703",)

HASH = late(r"(?:sha-?256:)?([0-9a-f]{64})")
HEAD = "version: 1\nclaims: [{id: a, text: Less pain, references: [a], source: {reference: a, read: full, quote: Pain fell}}]\n"
BIB = "@article{a,\n  title = {Outcomes}, file = {a.txt},\n  sha256 = {%s}, note = {# here}\n}\n"
PAPER = "Pain fell by 68.2%.\n"
OWN = hashlib.sha256(PAPER.encode()).hexdigest()

PASSES = {
    "the file that was read": {"claims.yaml": HEAD, "references/a.bib": BIB % OWN, "references/a.txt": PAPER},
    "no hash is recorded": {"claims.yaml": HEAD, "references/a.bib": BIB.replace("sha256 = {%s}, ", ""), "references/a.txt": PAPER},
}
FAILS = {
    "another version": {"claims.yaml": HEAD, "references/a.bib": BIB % OWN, "references/a.txt": PAPER.replace("68", "62")},
    "what is no hash": {"claims.yaml": HEAD, "references/a.bib": BIB % OWN[:60], "references/a.txt": PAPER},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    told: set[str] = set()
    for anchor in chain.anchors:
        reference, document = anchor.citation.reference, anchor.document
        if isinstance(reference, Missing) or isinstance(document, Missing) or reference.key in told:
            continue
        typed = reference.fields.get("sha256", "").strip().lower()
        recorded = HASH.fullmatch(typed)
        if typed and (recorded is None or recorded[1] != document.sha256):
            told.add(reference.key)
            says = f"the hash {recorded[1][:12]}…" if recorded else f"`{typed[:80]}`, which is no hash of 64 digits,"
            message = f"`{reference.key}` records {says} and {document.path} has {document.sha256[:12]}…"
            yield Problem(message, at=reference.at("sha256"), about=document.path, key=reference.key)
