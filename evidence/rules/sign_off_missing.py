"""A role that must sign for the claim has not signed for it as it stands today.

Why: a claim goes out under the names of those who have read it. Where one of them has not, nobody has judged it medically, or
legally, or against the labeling.

Do: have the role sign (`evidence sign ID --role …`), or name in `policy.roles` who really must.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Chain, Context, Problem

LINK = "approved"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("GOV702",)

POLICY = "version: 1\npolicy: {roles: {medical: [%s]}}\n"
PAGE = {"page.html": "<p>Pain was less in all patients.</p>\n"}
LIVE = "materials: {home: {path: page.html, live: {from: 2026-01-01}}}\n"
CLAIM = "claims:\n  - {id: a, text: Pain was less in all patients}  # here\n"

PASSES = {
    "nobody must sign": {"claims.yaml": "version: 1\npolicy: {roles: {medical: []}}\n" + CLAIM},
}
FAILS = {
    "nobody has signed": {"claims.yaml": POLICY % "ana@example.org" + CLAIM},
    "one of two has to": {"claims.yaml": "version: 1\npolicy: {roles: {medical: {people: [ana@example.org, bo@example.org], at_least: 2}}}\n" + CLAIM},
    "nobody has signed what stands on a live page: an error": {"claims.yaml": POLICY % "ana@example.org" + LIVE + CLAIM, **PAGE},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    ledger = context.registry.ledger
    if ledger is None:
        return
    live = ledger.live.get(chain.claim.id, ())
    for need in ledger.needs.get(chain.claim.id, ()):
        if need.unchecked or not need.role:
            continue  # the chain itself says that the link is open, and why
        if live:
            because = f"it stands on a live page: {', '.join(live)}"
            yield Problem(f"{need.role}: {need.because}", about=need.role, severity="error", because=because)
        else:
            yield Problem(f"{need.role}: {need.because}", about=need.role)
