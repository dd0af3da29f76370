"""The claim is past the day until which it was approved, or comes close to it.

Why: what was approved for a time is not approved after it: evidence, labeling and competitors move on, and nobody has looked
since.

Do: look at the evidence again, sign anew and move `scope: {expires: …}`, or take the claim off every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from evidence.model import Chain, Context, Problem

LINK = "approved"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("GOV701",)

AHEAD = timedelta(days=60)
CLAIM = "version: 1\nclaims:\n  - {id: a, text: less pain, scope: {expires: %s}}  # here\n"

PASSES = {
    "it holds for longer than two months": {"claims.yaml": CLAIM % "2027-12-31"},
    "it has no end": {"claims.yaml": "version: 1\nclaims: [{id: a, text: less pain}]\n"},
}
FAILS = {
    "it ended yesterday": {"claims.yaml": CLAIM % "2026-11-21"},
    "it ends today: a warning": {"claims.yaml": CLAIM % "2026-11-22"},
    "it ends within 60 days: a warning": {"claims.yaml": CLAIM % "2027-01-21"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    typed = chain.claim.scope.get("expires")
    try:
        end, today = date.fromisoformat(str(typed)), date.fromisoformat(context.as_of)
    except ValueError:
        return  # claim-invalid tells it
    at = (*chain.claim.path, "scope", "expires")
    if end < today:
        yield Problem(f"it was approved until {end}, and today is {today}", at=at, about="expires")
    elif end - today <= AHEAD:
        days = (end - today).days
        yield Problem(f"it is approved until {end}: {days} days are left", at=at, about="expires", severity="warning", because="it has not ended yet")
