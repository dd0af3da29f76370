"""The words rank the product first: best, leading, the only one, gold standard, superior.

Why: a rank is a claim about every other product too, and it needs a comparison with all of them. A footnote or a disclaimer
does not take it back.

Do: say what was measured, in whom and against what; for “first” and “only”, keep the dated search of the market on file.
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
BASIS = ("LNG301",)

LIST = "superlative"
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n"
PAGE = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: the best implant for back pain}]\n"

PASSES = {
    "a harmless use": {"claims.yaml": HEAD % "infection is the leading cause of revision"},
    "it is denied": {"claims.yaml": HEAD % "it is not the best choice for every patient"},
    "the labeling says it in these words": {"claims.yaml": HEAD % "the best implant" + "    label: verbatim\n"},
}
FAILS = {
    "the most studied": {"claims.yaml": HEAD % "the most studied SI joint implant  # here"},
    "first and only": {"claims.yaml": HEAD % "the first and only large trial of its kind  # here"},
    "on a page": {"claims.yaml": PAGE, "page.html": "<p>No other device relieves pain as well.</p><!-- # here -->\n"},
}
FAILS["on a page"]["claims.yaml"] = PAGE.replace("the best implant for back pain", "an implant for back pain")


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    said = utterances.claim(chain, context)
    if said is not None and (found := utterances.hits(said, LIST)):
        yield utterances.problem(said, found)


def check_page(piece: Piece, context: Context) -> Iterator[Problem]:
    for said in utterances.page(piece, context):
        if found := utterances.hits(said, LIST):
            yield utterances.problem(said, found)
