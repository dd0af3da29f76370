"""A registered claim stands on the page with another number, unit, time, comparison or negation, or in words nobody approved.

Why: what was checked and approved is the registered sentence. A changed number or a lost "up to" makes another claim of
it, for which nothing was checked.

Do: print the registered words, register the new ones with their own evidence, or add them to the claim's `variants:`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import superscripts
from evidence.model import Context, Place, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT006",)

CLAIMS = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: shown to reduce joint pain by 68% in two years}]\n"

PASSES = {
    "its subject before a claim that begins in small letters": {
        "claims.yaml": CLAIMS, "page.html": "<p>The Widget was shown to reduce joint pain by 68% in two years.</p>\n",
    },
    "the registered words": {"claims.yaml": CLAIMS, "page.html": "<p>Shown to reduce joint pain by 68% in two&nbsp;years.</p>\n"},
}
FAILS = {
    "a few other words": {"claims.yaml": CLAIMS, "page.html": "<p>Shown to reduce knee pain by 68% in two years.</p><!-- # here -->\n"},
    "another number": {"claims.yaml": CLAIMS, "page.html": "<p>x</p>\n<p>Shown to reduce joint pain by 86% in two years.</p><!-- # here -->\n"},
    "another time": {"claims.yaml": CLAIMS, "page.html": "<p>Shown to reduce joint pain by 68% in five years.</p><!-- # here -->\n"},
    "a word that turns it": {"claims.yaml": CLAIMS, "page.html": "<p>It was hoped that it was shown to reduce joint pain by 68% in two years.</p><!-- # here -->\n"},
    "more words than were approved": {"claims.yaml": CLAIMS, "page.html": "<p>Shown to reduce joint pain by 68% in two years in tall people.</p><!-- # here -->\n"},
    "a negation": {"claims.yaml": CLAIMS, "page.html": "<p>Not shown to reduce joint pain by 68% in two years.</p><!-- # here -->\n"},
}


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    for use in piece.uses:
        at = Place(piece.file, use.line) if piece.lines else piece.path
        words = use.sentence or superscripts.shown(piece.reading.page, use.start, use.end)
        said, about = f"the page says “{words}”, the registered claim “{use.wording}”", f"{use.printed} | {use.wording}"
        if use.kind == "drifted":
            yield Problem(f"{said} ({'; '.join(use.differences)})", at=at, about=about, claim=use.claim)
            continue
        if use.kind == "near":
            message = f"{said}: the words are not quite those"
            because = "its numbers, units, times, comparisons and negations are the registered ones"
            yield Problem(message, at=at, about=about, severity="warning", because=because, claim=use.claim)
        elif use.more:
            words = ", ".join(f"“{each}”" for each in use.more)
            because = "none of them is a number, a time, a negation or another word that is known to turn a statement"
            about = f"{' | '.join(use.more)} | {use.wording}"
            yield Problem(f"more words stand in the sentence than were approved: {words}: {said}", at=at, about=about, severity="warning", because=because, claim=use.claim)
