"""A cross-check of a number comes to another verdict than the derivation the number rests on.

Why: two ways to one number that part company mean that one of them uses other patients, another visit or another method.
Where the sets of patients differ or are not known, the two are not comparable and this is only a note.

Do: find out which set of patients each derivation is about and record it (`set:`); keep the derivation that the claim rests
on first.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.comparison import about, inputs, interval, leading
from evidence.model import Chain, Context, Derivation, Problem

LINK = "recomputed"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("QNT201",)

HEAD = "version: 1\nclaims:\n  - id: a\n    text: some text\n    type: efficacy\n    quantities:\n      - printed: 68%\n        measure: relative reduction\n"
FIRST = "        derivations:\n          - {from: {baseline: 82.3, followup: 26.7}, set: %s}\n"
SECOND = "          - {from: {baseline: 82.3, change: %s}, set: %s}"

PASSES = {
    "both ways give the number": {"claims.yaml": HEAD + FIRST % "all" + SECOND % ("55.6", "all") + "\n"},
}
FAILS = {
    "the same patients and another answer": {"claims.yaml": HEAD + FIRST % "all" + SECOND % ("55.4", "all") + "  # here\n"},
    "patients nobody has named": {"claims.yaml": HEAD + FIRST % "unknown" + SECOND % ("55.4", "unknown") + "  # here\n"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    for quantity, first in leading(chain):
        derivations = quantity.quantity.derivations
        for index, other in enumerate(quantity.results[1:], 1):
            if other.verdict == first.verdict:
                continue
            comparable = _comparable(derivations[0], derivations[index])
            agreement = f"is {first.verdict} by its first derivation and {other.verdict} by this one"
            gives = f"{inputs(derivations[index])} gives {interval(other)}" if other.value is not None else other.explanation
            yield Problem(
                f"{quantity.quantity.printed} {agreement}: {gives}" + ("" if comparable else "; the two are not comparable"),
                at=derivations[index].path,
                about=about(quantity, index),
                severity="" if comparable else "info",
                because="" if comparable else "the analysis sets differ or are unknown",
            )


def _comparable(one: Derivation, other: Derivation) -> bool:
    return bool(one.set) and one.set == other.set and one.set != "unknown"
