"""A claim stands in a piece for a market, an audience or a channel that it was not approved for.

Why: the law, the labeling and what a reader understands differ by country and by reader. An approval holds where it was given.

Do: take the claim out of the piece, or have it approved for this market, audience and channel and widen its `scope:`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import balance, utterances
from evidence import claims as nouns
from evidence.model import Context, Missing, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("SCP602",)

FACTS = (("markets", "market"), ("audience", "audience"), ("channels", "channel"))  # under `scope:`, under `materials:`
CLAIMS = """version: 1
materials: {home: {path: page.html%s}}
claims: [{id: a, text: reduced joint pain by 68%%, scope: {markets: [US], audience: [hcp]}}]
"""
PAGE = "<p>It reduced joint pain by 68%.</p>\n"

PASSES = {"where it was approved": {"claims.yaml": CLAIMS % ", market: US, audience: hcp", "page.html": PAGE}}
FAILS = {
    "another market": {"claims.yaml": CLAIMS % ", market: DE, audience: hcp", "page.html": PAGE.replace("</p>", "</p><!-- # here -->")},
    "for professionals, on a page for patients": {
        "claims.yaml": CLAIMS % ", market: US, audience: patient",
        "page.html": PAGE.replace("</p>", "</p><!-- # here -->"),
    },
}
OPENS = {"the piece does not say for whom it is": {"claims.yaml": CLAIMS % ", market: US", "page.html": PAGE}}


def check(piece: Piece, context: Context) -> Iterator[Problem | Missing]:
    scopes = {claim.id: claim.scope for claim in context.registry.claims}
    facts = utterances.material(piece, context.registry)
    open_facts: dict[str, None] = {}
    for use in piece.uses:
        if use.kind == "drifted":
            continue
        outside = []
        for allowed_by, told_by in FACTS:
            allowed = {text.casefold() for text in nouns.texts(scopes.get(use.claim, {}), allowed_by)}
            told = nouns.texts(facts, told_by)
            if allowed and not told:
                open_facts[told_by] = None
            outside += [f"{told_by} {text}" for text in told if allowed and text.casefold() not in allowed]
        if outside:
            at = balance.spot(piece, balance.block_of(piece, use.start))
            message = f"“{use.printed}” stands in a piece for {', '.join(outside)}, and its approval does not reach there"
            yield Problem(message, at=at, about=use.printed, claim=use.claim)
    for name in open_facts:
        yield Missing(f"the material {piece.material} does not say its {name}, and a claim on it was approved for some only")
