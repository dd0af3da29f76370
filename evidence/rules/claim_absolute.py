"""The words allow no exception: always, never, cures, all patients, immediate, pain-free, 100%.

Why: one patient who fares otherwise makes the statement false, and no study can show that there is none.

Do: give the share of patients it held for, or the mean change, with the time and the number of patients.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import utterances
from evidence.model import Chain, Context, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "wording"
BASIS = ("LNG302",)

LIST = "absolute"
WHOLE = "100"
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n"
ALL = "    quantities:\n      - {printed: 100%%, measure: proportion, from: {count: %s, total: 94}}\n"
PAGE = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: an implant for back pain}]\n"

PASSES = {
    "it is denied": {"claims.yaml": HEAD % "no device relieves pain in every patient"},
    "it is hedged": {"claims.yaml": HEAD % "it can help lead to immediate relief"},
    "it instructs": {"claims.yaml": HEAD % "never reuse the instrument"},
    "all of them, counted": {"claims.yaml": HEAD % "100% of 94 patients went home the next day" + ALL % 94},
    "a disclaimer on a page": {"claims.yaml": PAGE, "page.html": "<p>Pain relief varies. Not all patients experience the same outcomes.</p>\n"},
}
FAILS = {
    "a cure": {"claims.yaml": HEAD % "eliminates SI joint pain  # here"},
    "all of them, and nobody counted": {"claims.yaml": HEAD % "100% relief  # here"},
    "in German": {"claims.yaml": PAGE.replace("page.html", "page.html, language: de"), "page.html": "<p>Sofortige Linderung der Schmerzen.</p><!-- # here -->\n"},
    "on a page": {"claims.yaml": PAGE, "page.html": "<p>It eliminates back pain.</p><!-- # here -->\n"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    said = utterances.claim(chain, context)
    if said is None:
        return
    whole = any(_all_of_them(quantity.derivations[0].inputs) for quantity in chain.claim.quantities if quantity.derivations)
    if found := tuple(hit for hit in utterances.hits(said, LIST) if not (whole and hit.words.startswith(WHOLE))):
        yield utterances.problem(said, found)


def check_page(piece: Piece, context: Context) -> Iterator[Problem]:
    for said in utterances.firing(piece, context, LIST):
        if found := utterances.hits(said, LIST):
            yield utterances.problem(said, found)


def _all_of_them(inputs: object) -> bool:
    return isinstance(inputs, dict) and "count" in inputs and inputs["count"] == inputs.get("total")
