"""A printed number and the values behind it agree only if their rounding falls the right way.

Why: the source prints rounded values, and these allow numbers on both sides of the printed one; the unrounded values
would decide.

Do: nothing, where the values as printed round to the number; else ask for the unrounded values or the counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.comparison import about, inputs, interval, leading
from evidence.model import Chain, Context, Problem

LINK = "recomputed"
SEVERITY = "info"
DECIDED = "data"
BASIS = ("QNT204",)

HEAD = "version: 1\nclaims:\n  - id: a\n    text: some text\n    type: efficacy\n    quantities:\n"

PASSES = {
    "the whole interval rounds to 50": {
        "claims.yaml": HEAD + "      - {printed: 50%, measure: relative reduction, from: {baseline: 57.2, followup: 28.7}}\n",
    },
}
FAILS = {
    "67.48 to 67.64 straddles 67.5": {
        "claims.yaml": HEAD + "      - {printed: 68%, measure: relative reduction, from: {baseline: 82.3, followup: 26.7}}  # here\n",
    },
    "only rounding half down gives 37": {
        "claims.yaml": HEAD + "      - {printed: 37%, measure: proportion, from: {count: 6, total: 16}}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    for quantity, result in leading(chain):
        if result.verdict != "borderline":
            continue
        first, printed = quantity.quantity.derivations[0], quantity.quantity.printed
        gives = f"{quantity.quantity.measure} from {inputs(first)} gives {interval(result)}"
        if result.central_agrees:
            message, severity, because = f"{printed} agrees as printed, but borderline: {gives}; only the rounding decides", "", ""
        else:
            message = f"{printed} is printed; {gives}, which as it stands rounds to {result.rounds_to}. {result.explanation}".strip()
            severity, because = "warning", "the values as printed round to another number"
        yield Problem(message, at=quantity.quantity.path, about=about(quantity), severity=severity, because=because)
