"""A patient's words are published without a consent, a date, a real user or a disclosed connection on file.

Why: an endorsement must be genuine and still be what the person thinks, and a payment or tie that a reader would not expect has to be
disclosed beside it.

Do: register it as a claim of `type: testimonial` and record under `testimonial:` the person, `real_user`, `consent`, `obtained_on`
(or `reconfirmed_on`, not older than 24 months) and `compensation`; with any, disclose it and record `connection_disclosed: true`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from evidence import utterances
from evidence.model import Chain, Context, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("TST402",)

MONTHS = 24
NEEDED = ("person", "real_user", "consent", "compensation")
NO_PAYMENT = ("none", "no", "false")
HEAD = "version: 1\nclaims:\n  - id: a\n    type: testimonial\n    text: The staff of the clinic were very kind to me.\n"
FILED = "    testimonial: {person: D. J., real_user: true, consent: consents/dj.pdf, obtained_on: %s, compensation: %s}\n"
PAGE = {"claims.yaml": "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: b, text: an implant}]\n"}

PASSES = {
    "all of it is on file": {"claims.yaml": HEAD + FILED % ("2026-02-01", "none")},
    "paid, and it says so": {"claims.yaml": HEAD + FILED % ("2026-02-01", "USD 500, connection_disclosed: true")},
}
FAILS = {
    "nothing is on file": {"claims.yaml": HEAD},
    "older than two years": {"claims.yaml": HEAD + FILED % ("2023-02-01", "none")},
    "paid, and it does not say so": {"claims.yaml": HEAD + FILED % ("2026-02-01", "USD 500")},
    "on a page, and nobody registered it": {
        **PAGE, "page.html": "<blockquote>“The staff of the clinic were very kind to me.”</blockquote><!-- # here -->\n",
    },
}  # fmt: skip


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    if chain.claim.type == "testimonial" and (lacks := list(_lacks(chain.claim.testimonial, context.as_of))):
        yield Problem(f"on file for this testimonial: {'; '.join(lacks)}", about="testimonial")


def check_page(piece: Piece, context: Context) -> Iterator[Problem]:
    known = {claim.id for claim in context.registry.claims if claim.type == "testimonial"}
    covered = {index for use in piece.uses if use.kind != "drifted" and use.claim in known for index in use.statements}
    excused = {index for index, _ in piece.exempted}
    for index, one in enumerate(piece.reading.statements):
        if "testimonial" in one.flags and index not in covered and index not in excused:
            message = f"no testimonial with these words is registered, so no consent, connection or date is on file: {one.text}"
            yield Problem(message, at=utterances.place(piece, one), about=one.text)


def _lacks(filed: Mapping[str, str], as_of: str) -> Iterator[str]:
    if missing := [name for name in NEEDED if not filed.get(name)]:
        yield f"no {', '.join(missing)}"
    if filed.get("real_user") in ("false", "no"):
        yield "the person is no real user"
    latest = max((day for name in ("obtained_on", "reconfirmed_on") if (day := filed.get(name))), default="")
    if not latest:
        yield "no date"
    elif _months(latest, as_of) > MONTHS:
        yield f"last confirmed on {latest}, more than {MONTHS} months ago"
    paid = (filed.get("compensation") or "none").casefold()
    if paid not in NO_PAYMENT and filed.get("connection_disclosed") not in ("true", "yes"):
        yield f"the compensation ({filed['compensation']}) is not disclosed"


def _months(since: str, until: str) -> int:
    """Whole months between two ISO dates; 0 for one that is none (claim-invalid tells it)."""
    try:
        first, last = date.fromisoformat(since), date.fromisoformat(until)
    except ValueError:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
