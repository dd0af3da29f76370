"""A registered claim stands on the page without a reference, and the claim has some.

Why: a reader cannot look up what carries the statement, and the reviewer cannot see that anything does.

Do: print the claim's reference number behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.model import Context, Place, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("CIT006",)

CLAIMS = (
    "version: 1\nnumbering: {1: a}\nmaterials: {home: {path: page.html}}\n"
    "claims: [{id: a, text: shown to reduce joint pain by 68%, references: [1]}]\n"
)
BIB = "@article{a,\n  title = {Outcomes},\n}\n"
LIST = "<ol><li>Polly D. Outcomes. Spine. 2016;1:2-3.</li></ol>\n"

PASSES = {
    "the number is printed": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB,
        "page.html": "<p>Shown to reduce joint pain by 68%.<sup>1</sup></p><h2>References</h2>" + LIST,
    },
}  # fmt: skip
FAILS = {
    "no number is printed": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB,
        "page.html": "<p>Shown to reduce joint pain by 68%.</p><!-- # here -->\n",
    },
}  # fmt: skip


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    cited = {claim.id: claim.references for claim in context.registry.claims}
    for use in piece.uses:
        block = piece.reading.statements[use.statements[0]].block if use.statements else 0
        if piece.reading.page.blocks[block].region == "head":
            continue  # a title has no room for a reference mark
        if use.kind != "drifted" and cited.get(use.claim) and not use.references:
            at = Place(piece.file, use.line) if piece.lines else piece.path
            wanted = ", ".join(cited[use.claim])
            yield Problem(f"“{use.printed}” prints no reference; the claim cites {wanted}", at=at, about=use.printed, claim=use.claim)
