"""The baseline knows a finding that does not occur any more.

Why: a baseline is a list of old debts. One that was paid, or whose claim has changed, should leave the list, or the same
fault could come back unseen.

Do: write the baseline again with `evidence baseline`.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Context, Problem, Settled

LINK = "registered"
SEVERITY = "info"
DECIDED = "data"
INTEGRITY = True
BASIS = ()

BASELINE = '{"version": 1, "findings": [{"fingerprint": "%s", "rule": "claim-without-reference", "claim": "a", "message": "…"}]}'

PASSES = {
    "no baseline is used": {"claims.yaml": "version: 1\nclaims: [{id: a, text: Less pain}]\n"},
}
FAILS = {
    "its finding is gone": {
        "claims.yaml": "version: 1\nclaims: [{id: a, text: On the market, type: status}]\n",
        "baseline.json": BASELINE % ("0" * 32),
    },
}


def check(settled: Settled, context: Context) -> Iterator[Problem]:
    for fingerprint, entry in sorted(settled.baseline.items()):
        if fingerprint not in settled.met:
            rule, claim = entry.get("rule", "?"), entry.get("claim") or "the registry"
            yield Problem(f"{settled.baseline_path} lists {rule} for {claim}, and it does not occur today", at=(), about=fingerprint)
