"""The risk statement stands on the page, but far from the first benefit, much smaller, or folded away.

Why: what a reader has to look for is not read. Benefit and risk should meet the eye together and in like size. The distances here are
our defaults; no text states one.

Do: print the risk statement in the same section as the first benefit or right after it, in like size, and not collapsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import balance, utterances
from evidence import claims as nouns
from evidence.model import Context, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("BAL502",)

FAR = 2000  # characters between benefit and risk: about a screen
CLAIMS = """version: 1
products: {p: {name: P, risk_statement: 'Risks include infection, bleeding and nerve injury.'}}
materials: {home: {path: page.html, product: p}}
claims: [{id: a, type: efficacy, product: p, text: reduced joint pain by 68%}]
"""
BENEFIT = "<h2>Outcomes</h2>\n<p>It reduced joint pain by 68%.</p>\n"
RISK = "<p>Risks include infection, bleeding and nerve injury.</p>\n"
ROOMS = "<h2>Rooms</h2>\n" + "<p>The rooms of our offices look over the gardens and the lake.</p>\n" * 40

PASSES = {"right after it": {"claims.yaml": CLAIMS, "page.html": BENEFIT + RISK}}
FAILS = {
    "at the end of a long page": {"claims.yaml": CLAIMS, "page.html": BENEFIT + ROOMS + RISK.replace("</p>", "</p><!-- # here -->")},
    "folded away": {
        "claims.yaml": CLAIMS,
        "page.html": BENEFIT + "<details><summary>Safety</summary>" + RISK.replace("</p>", "</p><!-- # here -->") + "</details>\n",
    },
}


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    statement = nouns.text(utterances.product_of(piece, context), "risk_statement")
    first = balance.first_benefit(piece, context)
    found = balance.find(statement, piece) if statement is not None else None
    if first is None or found is None:
        return
    block = balance.block_of(piece, found)
    troubles = []
    distance = found - first.end if found > first.end else first.start - found
    if distance > FAR:
        troubles.append(f"{distance:,} characters from the first benefit (“{first.text}”)")
    if block.hidden:
        troubles.append("folded away or hidden at first")
    size = piece.reading.page.blocks[first.block].size
    if size and block.size and block.size < balance.SMALL * size:
        troubles.append(f"{block.size:g} points high, and the benefit {size:g}")
    if troubles:
        yield Problem(f"the risk statement is {', '.join(troubles)}", at=balance.spot(piece, block), about="risk")
