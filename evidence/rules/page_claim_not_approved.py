"""A claim stands on a live page and is not approved: nobody has signed it, its time is over, or it was withdrawn.

Why: what is published is to be what was approved, and nothing that was taken back goes on being read.

Do: take the words off the page, or have the claim approved as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.model import Claim, Context, Place, Problem
from evidence.signoff import is_live

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "approved"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("GOV702",)

HEAD = "version: 1\nmaterials: {home: {path: page.html, live: {%s}}}\n"
DRAFT = "policy: {roles: {legal: [bo@example.org]}}\nclaims: [{id: a, text: Pain was less in all patients}]\n"
EXPIRED = "claims: [{id: a, text: Pain was less in all patients, scope: {expires: 2026-11-21}}]\n"
PAGE = "<p>Hello.</p>\n<p>Pain was less in all patients.</p><!-- # here -->\n"

PASSES = {
    "the page is not live yet": {"claims.yaml": HEAD % "from: 2027-01-01" + DRAFT, "page.html": PAGE},
    "the page is live no more": {"claims.yaml": HEAD % "from: 2026-01-01, until: 2026-11-21" + EXPIRED, "page.html": PAGE},
    "nobody must sign": {"claims.yaml": HEAD % "from: 2026-01-01" + EXPIRED.replace("2026-11-21", "2027-11-21"), "page.html": PAGE},
}
FAILS = {
    "a draft on a live page": {"claims.yaml": HEAD % "from: 2026-01-01" + DRAFT, "page.html": PAGE},
    "past its day on a live page": {"claims.yaml": HEAD % "from: 2026-01-01" + EXPIRED, "page.html": PAGE},
}


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    material = next((one for one in context.registry.materials if one.id == piece.material), None)
    if material is None or not is_live(material.facts.get("live"), context.as_of):
        return
    claims = {claim.id: claim for claim in context.registry.claims}
    for use in piece.uses:
        if use.kind != "drifted" and use.claim in claims and (why := _why(claims[use.claim], context)):
            at = Place(piece.file, use.line) if piece.lines else piece.path
            yield Problem(f"“{use.printed}” stands on a live page, and the claim {why}", at=at, about=use.printed, claim=use.claim)


def _why(claim: Claim, context: Context) -> str:
    """Why it is not approved today, or an empty string."""
    ends = str(claim.scope.get("expires") or "")
    if ends and ends < context.as_of:
        return f"was approved until {ends}"
    needs = context.registry.ledger.needs.get(claim.id, ()) if context.registry.ledger else ()
    needs = tuple(need for need in needs if not need.unchecked)
    if any(need.withdrawn for need in needs):
        return "was withdrawn"
    told = "; ".join(f"{need.role}: {need.because}" if need.role else need.because for need in needs)
    return f"is not approved ({told})" if told else ""
