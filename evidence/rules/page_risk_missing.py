"""The page tells benefits of a product and not its risk statement.

Why: what a product can do to a patient is material to every benefit. A link to the risks is not the risks.

Do: print the risk statement of the current labeling on the page, near the first benefit, and record it under `risk_statement:`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import balance, utterances
from evidence import claims as nouns
from evidence.model import Context, Missing, Place, Problem, Related

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("BAL501",)

CLAIMS = """version: 1
products: {p: {name: P%s}}
materials: {home: {path: page.html, product: p}}
claims: [{id: a, type: efficacy, product: p, text: reduced joint pain by 68%%}]
"""
RISKS = ", risk_statement: 'Risks include infection, bleeding and nerve injury; some patients need revision surgery.'"
BENEFIT = "<p>It reduced joint pain by 68%.</p>\n"

PASSES = {
    "it stands on the page": {
        "claims.yaml": CLAIMS % RISKS,
        "page.html": BENEFIT + "<p>Risks include infection, bleeding and nerve injury; some patients need revision surgery.</p>\n",
    },
    "no benefit, no risk": {"claims.yaml": CLAIMS % RISKS, "page.html": "<p>Our offices are in Santa Clara.</p>\n"},
}
FAILS = {
    "benefits alone": {"claims.yaml": CLAIMS % RISKS, "page.html": BENEFIT.replace("</p>", "</p><!-- # here -->")},
    "a link to the risks": {"claims.yaml": CLAIMS % "", "page.html": BENEFIT.replace("</p>", "</p><!-- # here -->") + "<p>Read more about the potential risks.</p>\n"},
    "an older wording of it": {
        "claims.yaml": CLAIMS % RISKS,
        "page.html": BENEFIT.replace("</p>", "</p><!-- # here -->") + "<p>Risks include infection, bleeding and nerve injury.</p>\n",
    },
}
OPENS = {
    "some risks are told, and nobody recorded which must be": {
        "claims.yaml": CLAIMS % "",
        "page.html": BENEFIT + "<p>Risks include infection and bleeding.</p>\n",
    },
}


def check(piece: Piece, context: Context) -> Iterator[Problem | Missing]:
    first = balance.first_benefit(piece, context)
    if first is None:
        return
    statement = nouns.text(utterances.product_of(piece, context), "risk_statement")
    at, told = utterances.place(piece, first), f"the page tells a benefit (“{first.text}”)"
    if statement is None:
        if balance.told_risks(piece, context):
            yield Missing("the page tells risks, and no risk statement is on record for its product (`risk_statement:`), so nobody can say whether they are all")
        else:
            because = "no risk statement is on record for the product; read from the page's words"
            yield Problem(f"{told} and no risk", at=at, about="risk", severity="warning", because=because)
    elif balance.find(statement, piece) is None:
        like = balance.closest(statement, piece)
        if like is None:
            yield Problem(f"{told} and not the risk statement on record", at=at, about="risk")
        else:
            spot = Place(piece.file, like.line) if piece.lines else context.registry.place(piece.path)
            related = (Related(spot, "words like it, but not the current ones"),)
            yield Problem(f"{told}; the risk statement stands there in other words than those on record", at=at, about="risk", related=related)
