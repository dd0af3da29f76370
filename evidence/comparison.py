"""A recomputation in words: what was printed, what the recorded values give, and between which bounds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from evidence.model import Chain, Derivation, Recomputation, Recomputed


def shown(value: Fraction, decimals: int) -> str:
    """A number rounded half up to two more places than were printed, without trailing zeros: 67.56, 29.7, 50."""
    step = Decimal(1).scaleb(-(decimals + 2))
    text = f"{(Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def interval(result: Recomputed) -> str:
    """"67.56 (67.48 to 67.64)", or only the centre where the values are exact."""
    if result.value is None:
        return "no value"
    centre, unit = shown(result.value, result.decimals), "%" if result.unit == "%" else f" {result.unit}" if result.unit else ""
    if result.low is None or result.low == result.high:
        return f"{centre}{unit}"
    high = "any size" if result.high is None else shown(result.high, result.decimals)
    return f"{centre}{unit} ({shown(result.low, result.decimals)} to {high})"


def inputs(derivation: Derivation) -> str:
    """The inputs of a derivation as typed: "baseline 82.3, followup 26.7"; for a count of articles, the rule it is counted by."""
    if derivation.articles is not None:
        kind, keyword = derivation.articles.get("type"), derivation.articles.get("keyword")
        which = f"entries of type {kind}" if kind else "entries"
        return f"the bibliography's {which}{f' with {keyword} among their keywords' if keyword else ''}, each key counted once"
    return ", ".join(f"{name} {value}" for name, value in derivation.inputs.items()) or "no values"


def about(quantity: Recomputation, index: int = 0) -> str:
    """What identifies a finding about this quantity for good: the number, its measure and the values it was put against."""
    derivation = quantity.quantity.derivations[index]
    return f"{quantity.quantity.printed} | {quantity.quantity.measure} | {inputs(derivation)}"


def leading(chain: Chain) -> Iterator[tuple[Recomputation, Recomputed]]:
    """Each readable quantity of a claim with the result that it rests on: its first derivation's."""
    for quantity in chain.quantities:
        if quantity.results and not quantity.quantity.broken:
            yield quantity, quantity.results[0]
