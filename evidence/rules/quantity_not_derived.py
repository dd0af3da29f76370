"""A printed number has nothing that it could be recomputed from.

Why: a number on a page is a promise that somebody can show where it comes from. Without the source's values nobody can,
and a wrong number would look just like a right one.

Do: record the values under `from:` with the `measure:` they go through and the `source:` they were read in. An old
registry can take today's state as its baseline (`evidence baseline`) and work the list down.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Chain, Context, Problem

LINK = "recomputed"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("QNT201",)

HEAD = "version: 1\nclaims:\n  - id: a\n    text: 88% satisfied\n    quantities:\n      - printed: 88%  # here\n"

PASSES = {
    "the count and the total are there": {
        "claims.yaml": HEAD + "        measure: proportion\n        from: {count: 90, total: 102}\n",
    },
}
FAILS = {
    "no values": {"claims.yaml": HEAD + "        measure: proportion\n"},
    "no measure": {"claims.yaml": HEAD + "        from: {count: 90, total: 102}\n"},
    "half of the values": {"claims.yaml": HEAD + "        measure: proportion\n        from: {count: 90}\n"},
    "a baseline of zero": {"claims.yaml": HEAD + "        measure: relative reduction\n        from: {baseline: 0, followup: 1}\n"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    for quantity in chain.quantities:
        if quantity.quantity.broken or quantity.verdict != "incomplete":
            continue
        printed = quantity.quantity.printed
        reason = quantity.results[0].explanation if quantity.results else "no values of a source are recorded (`from:`)"
        yield Problem(f"{printed} cannot be recomputed: {reason}", at=quantity.quantity.path, about=printed)
