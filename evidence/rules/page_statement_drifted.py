"""A registered claim stands on the page with another number, unit, time, comparison or negation.

Why: what was checked and approved is the registered sentence. A changed number or a lost "up to" makes another claim of
it, for which nothing was checked.

Do: print the registered words, or register the new ones with their own evidence.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Context, Place, Problem
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
    "another number": {"claims.yaml": CLAIMS, "page.html": "<p>x</p>\n<p>Shown to reduce joint pain by 86% in two years.</p><!-- # here -->\n"},
    "another time": {"claims.yaml": CLAIMS, "page.html": "<p>Shown to reduce joint pain by 68% in five years.</p><!-- # here -->\n"},
    "a negation": {"claims.yaml": CLAIMS, "page.html": "<p>Not shown to reduce joint pain by 68% in two years.</p><!-- # here -->\n"},
}


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    for use in piece.uses:
        if use.kind == "drifted":
            at = Place(piece.file, use.line) if piece.lines else piece.path
            changed = "; ".join(use.differences)
            message = f"the page says “{use.printed}”, the registered claim “{use.wording}” ({changed})"
            yield Problem(message, at=at, about=f"{use.printed} | {use.wording}", claim=use.claim)
