"""A disclosure that the material must carry is not beside its claim, is much smaller, or hangs on a footnote sign alone.

Why: what a reader needs to understand a claim has to meet the eye with it. A caveat in small type at the end of a page cures
nothing. The distance and the size here are our defaults; one code states the size.

Do: print the disclosure in the claim's own block or section, at three quarters of its size or more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import balance, utterances
from evidence import claims as nouns
from evidence.model import Context, Problem

if TYPE_CHECKING:
    from evidence.page import Piece, Use

LINK = "registered"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("LNG308",)

FAR = 400  # characters
NOT_BENEFITS = ("status", "count", "mechanism", "testimonial")
CLAIMS = """version: 1
materials: {home: {path: page.html, disclosures: ['single-arm study, not compared with another treatment']}}
claims: [{id: a, type: efficacy, text: reduced joint pain by 68%}]
"""
NOTE = "<p>This was a single-arm study, not compared with another treatment.</p>\n"
ROOMS = "<h2>Rooms</h2>\n" + "<p>The rooms of our offices look over the gardens and the lake.</p>\n" * 10

PASSES = {"in the next paragraph": {"claims.yaml": CLAIMS, "page.html": "<p>It reduced joint pain by 68%.</p>\n" + NOTE}}
FAILS = {
    "not on the page": {"claims.yaml": CLAIMS, "page.html": "<p>It reduced joint pain by 68%.</p><!-- # here -->\n"},
    "at the end of the page": {"claims.yaml": CLAIMS, "page.html": "<p>It reduced joint pain by 68%.</p><!-- # here -->\n" + ROOMS + NOTE},
}


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    kinds = {claim.id: claim.type for claim in context.registry.claims}
    uses = [use for use in piece.uses if use.kind != "drifted" and kinds.get(use.claim) not in NOT_BENEFITS]
    for disclosure in nouns.texts(utterances.material(piece, context.registry), "disclosures"):
        places = balance.find_all(disclosure, piece)
        for use in uses:
            if trouble := _trouble(use, places, piece):
                at = balance.spot(piece, balance.block_of(piece, use.start))
                message = f"“{use.printed}” needs “{disclosure}” beside it; {trouble}"
                yield Problem(message, at=at, about=f"{use.printed} {disclosure}", claim=use.claim)
                break  # one root cause: the disclosure's place


def _trouble(use: Use, places: tuple[int, ...], piece: Piece) -> str:
    if not places:
        return "it is not on the page"
    at = min(places, key=lambda place: abs(place - use.start))
    claim, note = balance.block_of(piece, use.start), balance.block_of(piece, at)
    distance = at - use.end if at > use.end else use.start - at
    signed = any(piece.reading.statements[index].notes for index in use.statements)
    if distance > FAR and balance.section(piece, at) != balance.section(piece, use.start):
        return f"it stands {distance:,} characters away in another section{', on a footnote sign' if signed else ''}"
    if claim.size and note.size and note.size < balance.SMALL * claim.size:
        return f"it is {note.size:g} points high, and the claim {claim.size:g}"
    if note.hidden and not claim.hidden:
        return "it is folded away or hidden at first"
    return ""
