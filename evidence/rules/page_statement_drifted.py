"""A registered claim stands on the page with another number, unit, time, comparison or negation, or in words nobody approved.

Why: what was checked and approved is the registered sentence. A changed number or a lost "up to" makes another claim of
it, for which nothing was checked.

Do: print the registered words, register the new ones with their own evidence, or add them to the claim's `variants:`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.model import Context, Place, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT006",)

CLAIMS = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: shown to reduce joint pain by 68% in two years}]\n"

PASSES = {
    "the registered words": {"claims.yaml": CLAIMS, "page.html": "<p>Shown to reduce joint pain by 68% in two&nbsp;years.</p>\n"},
}
FAILS = {
    "a few other words": {"claims.yaml": CLAIMS, "page.html": "<p>Shown to reduce knee pain by 68% in two years.</p><!-- # here -->\n"},
    "another number": {"claims.yaml": CLAIMS, "page.html": "<p>x</p>\n<p>Shown to reduce joint pain by 86% in two years.</p><!-- # here -->\n"},
    "another time": {"claims.yaml": CLAIMS, "page.html": "<p>Shown to reduce joint pain by 68% in five years.</p><!-- # here -->\n"},
    "a negation": {"claims.yaml": CLAIMS, "page.html": "<p>Not shown to reduce joint pain by 68% in two years.</p><!-- # here -->\n"},
}


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    for use in piece.uses:
        at = Place(piece.file, use.line) if piece.lines else piece.path
        if use.kind == "drifted":
            changed = "; ".join(use.differences)
            message = f"the page says “{use.printed}”, the registered claim “{use.wording}” ({changed})"
            yield Problem(message, at=at, about=f"{use.printed} | {use.wording}", claim=use.claim)
        elif use.kind == "near":
            message = f"the page says “{use.printed}”, the registered claim “{use.wording}”: the words are not quite those"
            because = "its numbers, units, times, comparisons and negations are the registered ones"
            yield Problem(message, at=at, about=f"{use.printed} | {use.wording}", severity="warning", because=because, claim=use.claim)
