"""How a contradicted number could have come about: the search for the slip that gives exactly what was printed.

Each suspicion is one function that returns a clause or an empty string; the first that fits is told. It is a help for the
reader who looks for the error, never a verdict: more than one slip can give the same number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from evidence import measures
from evidence.formulas import Pair
from evidence.measures import Measure, Way
from evidence.spans import Span, Typed, digits, half_up, judge, shown, span, worded

GROUPS = {"treated": "the treated group's own value", "control": "the control group's own value", "baseline": "the baseline itself"}
OTHERS = {"followup": "the value at follow-up itself", "change": "the change in the inputs' own unit"}
SCALES = {10: "on a scale of 0–10 and the other value on one of 0–100", 100: "a share of 1 and the other value a percentage"}


class Case(NamedTuple):
    """A printed number against its recomputed interval; both are on the printed number's scale and sign."""

    c: Span
    measure: Measure
    way: Way
    typed: Mapping[str, Typed]
    low: Pair
    centre: Pair
    high: Pair
    negative: bool  # the sign was turned: the values themselves are below zero
    units: int  # the centre in last printed places, rounded half up, on the printed number's sign
    rounds_to: str  # … in words

    @property
    def printed(self) -> str:
        """The printed number without its qualifier, with its unit."""
        if self.c.last != self.c.number:
            return self.c.text
        return worded(self.c, -self.c.number if self.c.sign == "-" else self.c.number)


def calculation(c: Span, way: Way, values: Mapping[str, Typed], value: Fraction) -> str:
    """The calculation written out for people: "(82.3 − 26.7) ÷ 82.3 = 67.557…%"."""
    formula = _filled(way, values)
    result = shown((value.numerator, value.denominator))
    return f"{formula} as the source gives it" if formula == result else f"{formula} = {result}{c.suffix}"


def tell(case: Case, verdict: str) -> str:
    """One sentence for people: what decides where the two agree, how the number could have come about where they do not."""
    c = case.c
    if verdict == "contradicted":
        if case.measure.relative and c.unit == "points":
            return f"{case.printed} is printed as points, but a {case.measure.name} is a share: {shown(case.centre)}%"
        clause = explain(case)
        return f"{_given(case)}; {clause}" if clause else _given(case)
    if verdict == "borderline":
        if c.qualifier == "about":
            return f"“{c.text}” is taken as up to 5% more or less, and is borderline at best"
        if case.low == case.high:
            value = _shown(case, case.centre)
            return f"{value} lies half-way: {case.printed} is what rounding half down gives, half up gives {case.rounds_to}"
        low, high = (case.high, case.low) if case.negative else (case.low, case.high)
        return f"the rounding of the source's own values decides: they stand for {_shown(case, low)} to {_shown(case, high)}"
    return _remark(case)


def _remark(case: Case) -> str:
    """What a reader of a confirmed number should still know."""
    if case.measure.unit == "points" and case.c.unit == "%":
        return "it is the difference of two percentages, which is in percentage points, and is printed as a percentage"
    if case.units == case.c.number or case.c.qualifier or case.c.last != case.c.number:
        return ""
    value = _shown(case, case.centre)
    if case.measure.flatters == "needed":
        return f"{case.printed} is {value} rounded up, as is the custom for a number needed to treat"
    if case.measure.name == "count" or case.c.of:
        return f"{case.printed} is {value} as a round number"
    return f"{value} lies half-way: {case.printed} is what rounding half to even gives, half up gives {case.rounds_to}"


def _given(case: Case) -> str:
    value = _shown(case, case.centre)
    if case.c.of and case.units == case.c.number:
        return f"the source gives {value}, which is more than 5 percentage points away"
    rounds = "" if case.c.qualifier or value.replace(" ", "") == case.rounds_to.replace(" ", "") else f", which rounds to {case.rounds_to}"
    return f"the source gives {value}{rounds}"


def _shown(case: Case, pair: Pair) -> str:
    return shown((-pair[0] if case.negative else pair[0], pair[1])) + case.c.suffix


def _filled(way: Way, values: Mapping[str, Typed]) -> str:
    return way.formula.format_map({name: values[name].text for name in way.inputs})


def explain(case: Case) -> str:
    """One clause ("29% is what truncation gives"), or an empty string where no known slip gives the number."""
    if not _plain(case.c):
        return ""
    power: int = 10**case.c.decimals
    near = abs(case.c.number * case.centre[1] - case.centre[0] * power) < case.centre[1]  # within one printed unit
    for suspicion in SLIPS_OF_ROUNDING + SUSPICIONS if near else SUSPICIONS:
        if clause := suspicion(case):
            return clause
    return ""


def objected(why: str, case: Case) -> str:
    """Why nothing could be computed, with the reference mark that may have made a count too large: 21 of 11 is 1 with the mark 2."""
    counts = [case.typed[name].whole for part in case.way.parts for name in part]
    readable = all(count is not None and count >= 0 for count in counts) and _plain(case.c)
    clause = _glued_to_count(case) if readable else ""
    return f"{why}; {clause}" if clause else why


def _plain(c: Span) -> bool:
    return not c.qualifier and c.last == c.number and c.step == 1 and not c.of


def _fits(case: Case, pair: Pair) -> bool:
    return pair[1] > 0 and judge(case.c, pair, pair) != "contradicted"


def _truncated(case: Case) -> str:
    number, under = case.centre
    same = number > 0 and number * 10**case.c.decimals // under == case.c.number
    return f"{case.printed} is what truncation gives" if same else ""


def _rounded_twice(case: Case) -> str:
    for more in (1, 2, 3):
        first = last = half_up(case.centre, case.c.decimals + more)
        for _ in range(more):
            last = half_up((last, 10), 0)
        if last == case.c.number:
            return f"{case.printed} is what rounding twice gives (first to {digits(first, case.c.decimals + more)})"
    return ""


def _rounded_up(case: Case) -> str:
    number, under = case.centre
    same = number > 0 and -(-number * 10**case.c.decimals // under) == case.c.number
    return f"{case.printed} is what rounding up gives" if same else ""


def _another_measure(case: Case) -> str:
    for other, way in _computable(frozenset(case.typed), case.measure.name):
        number, under = measures.centre(way, case.typed)
        if under <= 0:
            continue
        number *= other.scale
        if other.unit == "ratio" and case.c.unit == "%":
            number *= 100
        if _fits(case, (abs(number) if other.flatters == "change" else number, under)):
            return _told(case, other, way)
    return ""


@lru_cache(maxsize=1024)
def _computable(names: frozenset[str], but: str) -> tuple[tuple[Measure, Way], ...]:
    """The other measures these inputs are enough for; a value alone is no measure of its own."""
    found = ((measure, way) for measure in measures.MEASURES for way in measure.ways if measure.name != but)
    return tuple((measure, way) for measure, way in found if names.issuperset(way.inputs) and way.inputs != ("value",))


def _told(case: Case, other: Measure, way: Way) -> str:
    filled = _filled(way, case.typed)
    difference = other.unit == "points" or other.name.startswith("absolute") or other.name == "mean difference"
    if case.measure.relative and difference and other.flatters != "level":
        return f"{case.printed} is the difference in points, {filled}, not a share of the baseline"
    if other.relative and case.measure.unit in ("points", "own") and case.measure.flatters != "level":
        return f"{case.printed} is the {other.name}, {filled}: relative, not absolute"
    return f"{case.printed} is the {other.name} of the same values, {filled}"


def _complement(case: Case) -> str:
    number, under = case.centre
    left = (100 * under - number, under)
    if case.c.unit == "%" and number >= 0 and left[0] >= 0:
        if _fits(case, left):
            return f"{case.printed} is the complement, 100% − {shown(case.centre)}%"
        if left[0] * 10**case.c.decimals // under == case.c.number:
            return f"{case.printed} is the complement, 100% − {shown(case.centre)}%, truncated"
    return ""


def _another_denominator(case: Case) -> str:
    parts = [part for part, _ in case.way.parts]
    for part, of in case.way.parts:
        for name, other in case.typed.items():
            if name == of or name in parts or other.whole is None or other.whole < (case.typed[part].whole or 0):
                continue
            if _substituted(case, of, other):
                told = f"{name.replace('_', ' ')}: {other.text}"
                return f"{case.printed} is what the {part.replace('_', ' ')} gives of another group's number ({told})"
    return ""


def _substituted(case: Case, name: str, value: Typed) -> bool:
    """True where the measure gives the printed number once one input is replaced."""
    number, under = measures.centre(case.way, {**case.typed, name: value})
    return _fits(case, (number * case.measure.scale, under))


def _one_input(case: Case) -> str:
    for name, words in (GROUPS | OTHERS).items():
        if name in case.way.inputs and len(case.way.inputs) > 1:
            value = case.typed[name]
            if _fits(case, (value.middle, value.under)):
                return f"{case.printed} is {words}"
    return ""


def _glued_to_printed(case: Case) -> str:
    text = str(case.c.number)
    for cut in (1, 2, 3):
        kept, mark = text[:-cut], text[-cut:]
        if not kept or mark[0] == "0":  # no reference is numbered 0 or 07
            continue
        if case.c.decimals and cut >= case.c.decimals:
            break  # a mark leaves the decimal point where it is: 29.718 may be 29.7, and 29.7 is not 29
        decimals = max(case.c.decimals - cut, 0)
        shorter = span(kept, "", int(kept), decimals, case.c.unit, "")
        if judge(shorter, case.centre, case.centre) != "contradicted":
            clean = digits(int(kept), decimals)
            return f"{case.printed} looks like {clean}{'%' * (case.c.unit == '%')} with the reference mark {mark} run into it"
    return ""


def _glued_to_count(case: Case) -> str:
    for name, _ in case.way.parts:
        text = str(case.typed[name].whole)
        for cut in range(1, min(len(text), 3)):
            for kept, mark in ((text[cut:], text[:cut]), (text[:-cut], text[-cut:])):
                if mark[0] == "0" or (kept[0] == "0" and kept != "0") or measures.objection(case.way, {**case.typed, name: _count(int(kept))}):
                    continue
                if _substituted(case, name, _count(int(kept))):
                    what = name.replace("_", " ")
                    return f"{case.printed} fits {kept}: the {what}, {text}, looks like {kept} with the mark {mark} run into it"
    return ""


def _count(number: int) -> Typed:
    return Typed(number, number, number, 1, number, str(number), False)


def _another_scale(case: Case) -> str:
    for name in ("baseline", "followup", "change", "treated", "control"):
        if name not in case.way.inputs or len(case.way.inputs) < 2:
            continue
        value = case.typed[name]
        for times, words in SCALES.items():
            if _substituted(case, name, value._replace(low=times * value.low, middle=times * value.middle, high=times * value.high)):
                return f"{case.printed} fits if the {name}, {value.text}, is {words}"
    return ""


SLIPS_OF_ROUNDING: tuple[Callable[[Case], str], ...] = (_truncated, _rounded_twice, _rounded_up)
SUSPICIONS: tuple[Callable[[Case], str], ...] = (
    _another_measure,
    _complement,
    _another_denominator,
    _one_input,
    _glued_to_printed,
    _glued_to_count,
    _another_scale,
)
