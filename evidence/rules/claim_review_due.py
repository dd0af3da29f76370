"""The claim is past its day of review, or within 60 days of it.

Why: material in use is to be looked at again from time to time (in some markets every two years at the latest): a paper may have
been corrected, the labeling changed, a rival's trial published.

Do: read the evidence again and record it (`evidence sign ID --role … --meaning re-reviewed`), or move `scope: {review_by: …}` with it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from evidence.model import Chain, Context, Problem
from evidence.printed import natural

LINK = "approved"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("GOV701",)

AHEAD = timedelta(days=60)
EVERY = "24 months"  # where policy.review_every says nothing: the longest that ABPI's code allows
CLAIM = "version: 1\nclaims:\n  - {id: a, text: less pain, scope: {review_by: %s}}  # here\n"

PASSES = {
    "its review is more than two months away": {"claims.yaml": CLAIM % "2027-12-31"},
    "nobody has said when, and nobody has signed": {"claims.yaml": "version: 1\nclaims: [{id: a, text: less pain}]\n"},
}
FAILS = {
    "its review was due yesterday": {"claims.yaml": CLAIM % "2026-11-21"},
    "its review is due within 60 days": {"claims.yaml": CLAIM % "2027-01-21"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    today = date.fromisoformat(context.as_of)
    if (due := _due(chain, context)) and due[0] - today <= AHEAD:
        day, why, at = due
        when = f"was due on {day}" if day < today else f"is due on {day}"
        yield Problem(f"its review {when} ({why})", at=at, about="review")


def _due(chain: Chain, context: Context) -> tuple[date, str, tuple[str | int, ...]] | None:
    """The day of the next review, why it is that day, and where it stands: as typed, else so long after the last approval."""
    try:
        typed = date.fromisoformat(str(chain.claim.scope.get("review_by")))
    except ValueError:
        typed = None
    if typed:
        return typed, "scope.review_by", (*chain.claim.path, "scope", "review_by")
    last: dict[str, str] = {}
    for one in chain.standings:
        if one.counts:
            last[one.sign_off.role] = max(one.sign_off.time[:10], last.get(one.sign_off.role, ""))
    if not last:
        return None
    every, (signed, role) = context.registry.policy.review_every or EVERY, min((day, role) for role, day in last.items())
    return _later(date.fromisoformat(signed), every), f"{every} after the last sign-off as {role}, {signed}", chain.claim.path


def _later(day: date, span: str) -> date:
    """`day` and a span such as 24 months; the last day of a month that is shorter. A span that cannot be read is the default."""
    number, _, unit = span.partition(" ")
    typed = natural(number)
    count = 24 if typed is None else min(typed, 100_000)
    if unit.rstrip("s") in ("day", "week"):
        return date.fromordinal(min(day.toordinal() + count * (7 if unit.startswith("w") else 1), date.max.toordinal()))
    months = day.month - 1 + count * (12 if unit.startswith("y") else 1)
    year, month = min(day.year + months // 12, 9999), months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
