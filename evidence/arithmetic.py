"""Recompute a printed number from the source's values as an interval, exactly, and compare the two.

Method: interval arithmetic over exact rationals. R is what the inputs, each ± half a unit of its last typed place, give through
the measure's formula; C is what rounds to the printed number. R inside C is confirmed, overlapping borderline, apart contradicted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

from evidence import measures, numerals
from evidence.explanations import Case, calculation, objected, tell
from evidence.formulas import Pair
from evidence.measures import Measure, Way
from evidence.model import Recomputed
from evidence.spans import Span, Typed, half_up, judge, span, typed, typed_text, worded

EXTRA = ("maximum", "enrolled", "randomised", "n")  # inputs that no formula needs, but a check or an explanation may
KNOWN = frozenset((*measures.INPUTS, *EXTRA))
ACCEPTS = {"count": "count", "number needed to treat": "up"}
UP_TO = Measure("up to", (Way(("maximum",), "{maximum}", measures.TABLE["reported"].ways[0].evaluate),), "own")
UNITS = {"percentage points": "points"}
NONE: Pair = (0, 0)
# The quick way, ten times numerals' own: a number below 1,000 as English prints it, with the commonest units. A test holds the
# two ways equal. No leading zero, no group of three, no word: whatever could be read in two ways is left to numerals.
PLAIN = re.compile(r"([-−]?)(0|[1-9][0-9]{0,2})(?:\.([0-9]{1,3}))?( ?%| points|-fold|)")


def recompute(
    printed: str,
    measure: str,
    *,
    better: str | None = None,
    type: str | None = None,
    language: str = "en",
    **inputs: str | int | float | Decimal | None,
) -> Recomputed:
    """Recomputes one printed number ("68%") by a measure of the table from the source's values, each as it was typed.

    `better` (higher | lower, of the outcome) and the claim's `type` say which way flatters. The answer's numbers are exact
    Fractions in the printed unit. A missing value, or one outside the formula's domain, gives "incomplete" and the reason.
    Raises ValueError with a sentence for an unknown measure or input, and for text that is no number.

    >>> answer = recompute("68%", "relative reduction", baseline="82.3", followup="26.7")
    >>> answer.verdict, float(answer.low), answer.rounds_to
    ('borderline', 67.47720364741642, '68%')
    """
    if not isinstance(printed, str):
        raise ValueError(f"the printed number is given as the text that was printed, not as {printed.__class__.__name__}")
    if better is not None and better not in ("higher", "lower"):
        raise ValueError(f"better is 'higher' or 'lower', whichever is good of the outcome, not {str(better)[:40]!r}")
    entry = measures.TABLE.get(measure) or _no_measure(measure)
    c = printed_span(printed, language, ACCEPTS.get(measure, "nearest"), entry.flatters == "reduction")
    try:
        values = {name: typed_text(value, name) if value.__class__ is str else typed(value, name) for name, value in inputs.items() if value is not None}
    except ValueError:
        _first_trouble(inputs)
        raise
    if not KNOWN.issuperset(values):
        _no_input(measure, values)
    if c.qualifier == "up to":
        entry = UP_TO
    for way in entry.ways:
        if way.names <= values.keys():
            break
    else:
        return _incomplete(c, measure, _missing(c, entry, values))
    if why := measures.objection(way, values) or _mismatch(c, entry):
        return _incomplete(c, measure, objected(why, Case(c, entry, way, values, NONE, NONE, NONE, False, 0, "")))
    if entry.flatters == "reduction" and "change" in way.names and values["change"].signed:
        values["change"] = _turned(values["change"])
    r = measures.interval(way, values)
    if r[1][1] == 0:
        return _incomplete(c, measure, way.undefined)
    return _compared(c, measure, entry, way, values, r, better or ("lower" if type == "safety" else ""))


@lru_cache(maxsize=1 << 16)
def printed_span(text: str, language: str, accepts: str, unsigned: bool) -> Span:
    """What the printed text stands for; `unsigned` where the measure is a fall, so that "−29%" says what "29%" says."""
    if language == "en" and (plain := PLAIN.fullmatch(text)):
        places = plain[3] or ""
        number = int(plain[2] + places)
        sign = "-" if plain[1] and number and not unsigned else ""
        return span(text, sign, number, len(places), plain[4].lstrip(" -"), "", accepts)
    seen = numerals.read(text, language)
    if seen.kind in ("p", "interval") or (seen.kind == "ratio" and seen.total is not None):
        raise ValueError(f"“{text.strip()}” is no single number that a measure could give: print the estimate alone")
    decimals = max(seen.decimals, 0)
    number, last = (int(abs(value) * 10**decimals) for value in (seen.value, seen.value if seen.high is None else seen.high))
    sign = "-" if seen.value < 0 else "+" if "+" in text and seen.direction == "increase" else ""
    of = int(seen.total) if seen.kind == "nofm" and seen.total is not None else 0
    unit = f"in {of}" if of else "" if seen.kind == "ratio" else UNITS.get(seen.unit, seen.unit)
    step = 10 ** -min(seen.decimals, 0)
    low, high, sign = min(number, last), max(number, last), "" if unsigned else sign
    return span(text.strip(), sign, low, decimals, unit, seen.qualifier, accepts, last=high, step=step, of=of)


# --- what stops the calculation -----------------------------------------------------------------------------------


def _first_trouble(inputs: Mapping[str, str | int | float | Decimal | None]) -> None:
    """Raises for the first input, by name, that is no number: the same one in whatever order they are given."""
    for name, value in sorted(inputs.items()):
        if value is not None:
            typed(value, name)


def _no_measure(name: str) -> NoReturn:
    near = difflib.get_close_matches(str(name)[:60], measures.TABLE, 1)
    hint = f"did you mean {near[0]!r}?" if near else "the measures are " + ", ".join(measures.TABLE)
    raise ValueError(f"{str(name)[:60]!r} is not a measure: {hint}")


def _no_input(measure: str, values: Mapping[str, Typed]) -> NoReturn:
    unknown = sorted(values.keys() - KNOWN)[0][:60]
    near = difflib.get_close_matches(unknown, sorted(KNOWN), 1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise ValueError(f"{unknown!r} is not an input: {hint}{measure} is computed from {_wanted(measures.TABLE[measure])}")


def _wanted(entry: Measure) -> str:
    return " or ".join(", ".join(way.inputs) for way in entry.ways)


def _missing(c: Span, entry: Measure, values: Mapping[str, Typed]) -> str:
    """What is missing of the way that lacks least."""
    if c.qualifier == "up to":
        return f"“{c.text}” is the best case: it is checked against the source's maximum, which is not given"
    missing = min(([name for name in way.inputs if name not in values] for way in entry.ways), key=len)
    return f"{' and '.join(missing)} {'are' if missing[1:] else 'is'} missing: {entry.name} is computed from {_wanted(entry)}"


def _mismatch(c: Span, entry: Measure) -> str:
    """Why the printed number cannot be a number of this measure at all."""
    if c.of and (entry.unit == "ratio" or entry.name == "count"):
        return f"“{c.text}” is a share of people, and a {entry.name} is not one"
    if entry.relative and c.unit == "fold":
        return f"“{c.text}” says how many times, which is a fold change; {entry.name} is a percentage"
    return ""


def _incomplete(c: Span, measure: str, why: str) -> Recomputed:
    return Recomputed(
        "incomplete",
        measure,
        printed_value=c.value,
        printed_low=c.low_value,
        printed_high=c.high_value,
        decimals=c.decimals,
        unit=c.unit,
        explanation=why,
    )


def _turned(change: Typed) -> Typed:
    """A change typed with its sign (−55.4) as the fall it is (55.4)."""
    text = change.text[1:]
    return change._replace(low=-change.high, middle=-change.middle, high=-change.low, text=f"−{text}" if change.middle > 0 else text)


# --- the comparison -----------------------------------------------------------------------------------------------


def _compared(
    c: Span, asked: str, entry: Measure, way: Way, values: Mapping[str, Typed], r: tuple[Pair, Pair, Pair], better: str
) -> Recomputed:
    # a change printed without a sign says how far, not which way: the words around it do
    turned = not c.sign and entry.flatters == "change" and r[1][0] < 0
    negative = turned or c.sign == "-"
    low, centre, high = _placed(r, c, entry, negative)
    verdict = judge(c, low, high)
    if verdict == "contradicted" and entry.scale == 100 and not c.unit and c.decimals and c.number <= 10**c.decimals:
        share = _scaled(r, 1, 1, negative)  # "0.42" may be a share of 1, printed without a percent sign
        if (second := judge(c, share[0], share[2])) != "contradicted":
            (low, centre, high), verdict = share, second
    if c.unit == "points" and entry.relative:
        verdict = "contradicted"
    units = half_up(centre, c.decimals, c.step)
    rounds_to = worded(c, -units if c.sign == "-" else units)
    off = _off(c, centre)
    # the centre of an R inside C lies inside, too
    agrees = verdict if low is high or verdict == "confirmed" else judge(c, centre, centre)
    plain = verdict == "confirmed" and units == c.number and not (c.unit == "%" and entry.unit == "points")
    value = _fraction(centre, negative)
    first, last = (high, low) if negative else (low, high)
    return Recomputed(
        verdict,
        asked,
        value,
        value if low is high else _fraction(first, negative),
        value if low is high else _fraction(last, negative),
        -c.value if turned else c.value,
        _opposite(c.high_value) if turned else c.low_value,
        _opposite(c.low_value) if turned else c.high_value,
        c.decimals,
        c.unit,
        _direction(c, off) if verdict == "contradicted" else "",
        None if verdict == "confirmed" else _flatters(entry, better, negative, _direction(c, off)),
        Fraction(abs(off), centre[1] * c.step),
        rounds_to,
        agrees == "confirmed" or (agrees == "borderline" and c.qualifier == "about"),
        "" if plain else tell(Case(c, entry, way, values, low, centre, high, negative, units, rounds_to), verdict),
        calculation(c, way, values, value),
    )


def _placed(r: tuple[Pair, Pair, Pair], c: Span, entry: Measure, negative: bool) -> tuple[Pair, Pair, Pair]:
    """R on the scale of the printed number, and on its sign: C is kept as a magnitude."""
    if c.of:
        return _scaled(r, entry.scale * c.of, 100, negative)
    return _scaled(r, 100 if entry.unit == "ratio" and c.unit == "%" else entry.scale, 1, negative)


def _scaled(r: tuple[Pair, Pair, Pair], times: int, by: int, negative: bool) -> tuple[Pair, Pair, Pair]:
    low, centre, high = r
    signed = -times if negative else times
    middle = (centre[0] * signed, centre[1] * by)
    if low is high:  # exact counts give one value
        return middle, middle, middle
    ends = (low[0] * signed, low[1] * by), (high[0] * signed, high[1] * by)
    return (ends[1], middle, ends[0]) if negative else (ends[0], middle, ends[1])


def _off(c: Span, centre: Pair) -> int:
    """Printed number minus centre, over the centre's denominator and in last places; 0 inside a printed range."""
    power: int = 10**c.decimals
    here = centre[0] * power
    above: int
    below: int
    above, below = c.number * centre[1] - here, c.last * centre[1] - here
    return above if above > 0 else min(below, 0)


def _fraction(pair: Pair, negative: bool) -> Fraction:
    return Fraction(-pair[0] if negative else pair[0], pair[1])


def _opposite(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _direction(c: Span, off: int) -> str:
    """Which way the printed magnitude is off: a bound says too much where the value does not reach it."""
    if c.low is None:
        return "understated"
    if c.high is None or off > 0:
        return "overstated"
    return "understated" if off else ""


def _flatters(entry: Measure, better: str, negative: bool, direction: str) -> bool | None:
    """True where the printed number makes the product look better than the source; None where the two are equal."""
    if not direction:
        return None
    larger = direction == "overstated"
    if entry.flatters == "needed":
        return not larger
    if entry.flatters == "reduction":
        return larger if better != "higher" else not larger
    if entry.flatters != "increase" and better:
        larger = larger is not negative  # of a signed value, −52 is lower than −50
    return larger if better != "lower" else not larger
