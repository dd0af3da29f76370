"""The words rank the product first: best, leading, the only one, gold standard, superior.

Why: a rank is a claim about every other product too, and it needs a comparison with all of them. A footnote or a disclaimer
does not take it back.

Do: say what was measured, in whom and against what. Where it is plain fact, as “first” and “only” may be, record the search of the
market that shows it: `market_search: {date, method, file}` at the claim, not older than six months, with `expires` in its `scope`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from evidence import utterances
from evidence.model import Chain, Claim, Context, Missing, Problem, Search

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "wording"
BASIS = ("LNG301",)

LIST = "superlative"
ANEW = "search the market again, keep what was found in the project, and give the claim an end; or leave the rank out."
MONTHS = 6  # a search of the market carries a rank for so long
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n"
SEARCH = HEAD % "the first and only large trial of its kind  # here" + "    market_search: {date: %s, method: registers of trials, file: search.csv}\n"
UNTIL = "    scope: {expires: 2027-05-01}\n"
KEPT = {"search.csv": "register,found\n"}
PAGE = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: the best implant for back pain}]\n"

PASSES = {
    "a harmless use": {"claims.yaml": HEAD % "infection is the leading cause of revision"},
    "it is denied": {"claims.yaml": HEAD % "it is not the best choice for every patient"},
    "a search of the market is on file": {"claims.yaml": SEARCH % "2026-09-01" + UNTIL, **KEPT},
    "the labeling says it in these words": {"claims.yaml": HEAD % "the best implant" + "    label: verbatim\n"},
}
FAILS = {
    "the most studied": {"claims.yaml": HEAD % "the most studied SI joint implant  # here"},
    "the search is older than six months": {"claims.yaml": SEARCH % "2026-05-21" + UNTIL, **KEPT},
    "the search is of tomorrow": {"claims.yaml": SEARCH % "2026-11-23" + UNTIL, **KEPT},
    "its file is not there": {"claims.yaml": SEARCH % "2026-09-01" + UNTIL},
    "the claim has no end": {"claims.yaml": SEARCH % "2026-09-01", **KEPT},
    "first and only": {"claims.yaml": HEAD % "the first and only large trial of its kind  # here"},
    "on a page": {"claims.yaml": PAGE, "page.html": "<p>No other device relieves pain as well.</p><!-- # here -->\n"},
}
FAILS["on a page"]["claims.yaml"] = PAGE.replace("the best implant for back pain", "an implant for back pain")


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    said = utterances.claim(chain, context)
    if said is not None and (found := utterances.hits(said, LIST)):
        search = chain.claim.market_search
        lacks = _lacks(search, chain.claim, context) if search else []
        if lacks or not search:
            because = f"ranks the product first, and the search of the market on record does not carry it: {'; '.join(lacks)}"
            yield utterances.problem(said, found, *((because, ANEW) if lacks else ()))


def check_page(piece: Piece, context: Context) -> Iterator[Problem]:
    for said in utterances.firing(piece, context, LIST):
        if found := utterances.hits(said, LIST):
            yield utterances.problem(said, found)


def _lacks(search: Search, claim: Claim, context: Context) -> list[str]:
    """What keeps a search of the market from carrying the words of a claim; empty where nothing does."""
    lacks, made, today = [], _day(search.date), date.fromisoformat(context.as_of)
    if made is None:
        lacks.append("it has no date")
    elif made > today:
        lacks.append(f"its date, {made}, has not come")
    elif ((today.year - made.year) * 12 + today.month - made.month, today.day) > (MONTHS, made.day):
        lacks.append(f"it is of {made}, older than {MONTHS} months")
    if not search.method:
        lacks.append("nothing says how it was made (`method`)")
    if isinstance(search.file, Missing):
        lacks.append(search.file.because)
    if _day(claim.scope.get("expires")) is None:
        lacks.append("the claim has no `expires` in its `scope`")
    return lacks


def _day(typed: object) -> date | None:
    try:
        return date.fromisoformat(str(typed))
    except ValueError:
        return None
