"""A p-value does not follow from the statistic or the interval that is printed with it.

Why: statistic, interval and p are three views of one calculation. Where they disagree, at least one was copied or typed
wrong, and where the disagreement moves p across 0.05 the conclusion itself is in doubt.

Do: look the numbers up in the source's table, not its abstract, and correct the record; tell the authors' journal where the
paper disagrees with itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import pvalues
from evidence.model import Chain, Context, Missing, Problem, Quantity
from evidence.patterns import late

LINK = "recomputed"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("QNT209",)

RATIOS = ("risk ratio", "odds ratio")
DIFFERENCES = ("mean difference", "absolute risk reduction")
BOUNDS = late(r"\(?(?:95 ?% ?CI[:,]? ?)?([-−]?[0-9]*\.?[0-9]+) ?(?:to|,|–|-) ?([-−]?[0-9]*\.?[0-9]+)\)?")
HEAD = "version: 1\nclaims:\n  - id: a\n    text: ratio 0.51\n    quantities:\n"
FLIP = "p and the statistic or interval lie on different sides of 0.05"

PASSES = {
    "interval and p agree": {
        "claims.yaml": HEAD + "      - {printed: '0.51', ci: 0.33 to 0.80, p: '.003', measure: risk ratio}\n",
    },
    "a quoted test agrees with its p": {
        "claims.yaml": HEAD + "      - {printed: '0.51', measure: reported, from: {value: 0.51}, source: {reference: a, quote: 'z = 2.20, p = .028'}}\n",
    },
}
FAILS = {
    "the interval includes 1 and p says significant": {
        "claims.yaml": HEAD + "      - {printed: '0.71', ci: 0.48 to 1.05, p: '.01', measure: risk ratio}  # here\n",
    },
    "a quoted test does not give its p": {
        "claims.yaml": HEAD + "      - {printed: '0.51', measure: reported, from: {value: 0.51}, source: {reference: a, quote: 'z = 1.20, p = .028'}}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem | Missing]:
    for quantity in chain.claim.quantities:
        if not quantity.broken:
            yield from _interval(quantity)
            yield from _quotes(quantity)


def _interval(quantity: Quantity) -> Iterator[Problem | Missing]:
    bounds = BOUNDS.fullmatch((quantity.ci or "").strip())
    if quantity.measure not in (*RATIOS, *DIFFERENCES) or bounds is None or not quantity.p:
        return
    low, high = (bound.replace("−", "-") for bound in bounds.groups())
    try:
        seen = pvalues.coherent(quantity.printed, low, high, quantity.p, ratio=quantity.measure in RATIOS)
    except ValueError as trouble:
        yield Missing(f"the interval of {quantity.printed} and its p were not compared: {trouble}")
        return
    yield from _told(seen, quantity, f"{quantity.printed} (CI {quantity.ci}, p {quantity.p})")


def _quotes(quantity: Quantity) -> Iterator[Problem | Missing]:
    for derivation in quantity.derivations:
        for source in derivation.sources:
            for reported, seen in pvalues.check_text(source.quote or ""):
                if isinstance(seen, Missing):
                    yield Missing(f"“{reported.text}”: {seen.because}")
                else:
                    yield from _told(seen, quantity, reported.text)


def _told(seen: pvalues.Check, quantity: Quantity, about: str) -> Iterator[Problem]:
    if seen.verdict == "decision error":
        yield Problem(f"“{about}”: {seen.because}", at=quantity.path, about=about, severity="error", because=FLIP)
    elif seen.verdict != "consistent":
        yield Problem(f"“{about}”: {seen.because}", at=quantity.path, about=about)
