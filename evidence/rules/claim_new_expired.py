"""The words say “new”, and the product has been on the market for more than twelve months.

Why: new wears off. The codes of the United Kingdom and of Europe let it stand for a year after the first marketing; elsewhere the same
span is our default, not law.

Do: take the word out. Where the product is new in this market, record the date under `first_marketed:`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from evidence import claims as nouns
from evidence import utterances
from evidence.model import Chain, Context, Missing, Problem
from evidence.utterances import Utterance

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("LNG306",)

LIST = "new"
YEAR = 365
HEAD = "version: 1\nproducts: {p: {name: P%s}}\nclaims:\n  - id: a\n    product: p\n    text: %s\n    scope: {markets: [US]}\n"
PAGE = "version: 1\nproducts: {p: {name: P, first_marketed: {US: 2009}}}\nmaterials: {home: {path: page.html, product: p, market: US}}\nclaims: [{id: a, text: an implant}]\n"

PASSES = {
    "within a year": {"claims.yaml": HEAD % (", first_marketed: {US: 2026-03-01}", "our new implant")},
    "something else is new": {"claims.yaml": HEAD % (", first_marketed: {US: 2009}", "new or worsening pain")},
}
FAILS = {
    "since 2009": {"claims.yaml": HEAD % (", first_marketed: {US: 2009}", "our new implant  # here")},
    "since last spring a year ago": {"claims.yaml": HEAD % (", first_marketed: {US: 2025-03}", "the next-generation implant  # here")},
    "on a page": {"claims.yaml": PAGE, "page.html": "<p>Our new implant reduces back pain.</p><!-- # here -->\n"},
}
OPENS = {"nobody knows since when": {"claims.yaml": HEAD % ("", "our new implant")}}


def check(chain: Chain, context: Context) -> Iterator[Problem | Missing]:
    said = utterances.claim(chain, context)
    if said is not None:
        yield from _judged(said, context)


def check_page(piece: Piece, context: Context) -> Iterator[Problem | Missing]:
    for said in utterances.firing(piece, context, LIST):
        yield from _judged(said, context)


def _judged(said: Utterance, context: Context) -> Iterator[Problem | Missing]:
    found = utterances.hits(said, LIST)
    if not found:
        return
    dates = nouns.mapping(said.product, "first_marketed")
    asked = {market: text for market, text in dates.items() if not said.markets or market in said.markets}
    ends = {market: end for market, text in asked.items() if (end := _end(str(text))) is not None}
    if not ends:
        yield Missing(f"the words say {utterances.named(found)}, and the first marketing of the product is not on record (`first_marketed:`)")
        return
    today = date.fromisoformat(context.as_of)
    if over := [market for market, end in ends.items() if end.toordinal() + YEAR < today.toordinal()]:
        since = ", ".join(f"{market}: {asked[market]}" for market in over)
        yield utterances.problem(said, found, f"and the product has been marketed for more than twelve months ({since})", "Take the word out.")


def _end(typed: str) -> date | None:
    """The last day that a year, a month or a day as typed can mean."""
    try:
        parts = [int(part) for part in typed.split("-")]
        if len(parts) == 1:
            return date(parts[0], 12, 31)
        if len(parts) == 2:
            return date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - timedelta(days=1)
        return date(*parts) if len(parts) == 3 else None
    except (ValueError, OverflowError):
        return None
