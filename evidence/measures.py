"""The one table of measures: what each needs, its formula, its unit and where it is defined; `listed` prints it for the docs.

Every formula uses each input once and is monotone in it, so that the ends of the inputs' intervals give the ends of the result's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from evidence import formulas
from evidence.formulas import Pair
from evidence.spans import Typed

Evaluator = Callable[..., Pair]


@dataclass(frozen=True, slots=True)
class Way:
    """One set of inputs that a measure can be computed from."""

    inputs: tuple[str, ...]
    formula: str  # in words and in the names of the inputs; {names} are replaced by the values
    evaluate: Evaluator  # (n₁, d₁, n₂, d₂, …) → (n, d)
    whole: bool = False  # the inputs are counts: exact, whole, not negative
    positive: tuple[str, ...] = ()  # what is divided by
    parts: tuple[tuple[str, str], ...] = ()  # the first is a part of the second
    shares: tuple[str, ...] = ()  # percentages of a whole: 0 to 100
    falls: bool = False  # the result falls where the second of two inputs rises
    undefined: str = ""  # why there is no result where the denominator comes to 0
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(self.inputs))


@dataclass(frozen=True, slots=True)
class Measure:
    """What a printed number may say. `flatters`: level | reduction | increase | change | needed, as in arithmetic."""

    name: str
    ways: tuple[Way, ...]
    unit: str  # "%": a share, printed times 100 | "points": the difference of two shares | "ratio" | "own": the inputs' own unit
    flatters: str = "level"
    scale: int = 1  # what the evaluator's result is multiplied with to stand in the printed unit

    @property
    def relative(self) -> bool:
        """True where the number is a share, so that calling it points changes what it says."""
        return self.unit == "%"


_BASE = ("baseline",)
_PAIR = ("baseline", "followup")
_STEP = ("baseline", "change")
_ARMS = ("events", "total", "control_events", "control_total")
_TOTALS = ("total", "control_total")
_PARTS = (("events", "total"), ("control_events", "control_total"))


def _arms(formula: str, evaluate: Evaluator, positive: tuple[str, ...] = _TOTALS, undefined: str = "") -> tuple[Way, ...]:
    return (Way(_ARMS, formula, evaluate, whole=True, positive=positive, parts=_PARTS, undefined=undefined),)


MEASURES: tuple[Measure, ...] = (
    Measure("reported", (Way(("value",), "{value}", formulas.value),), "own"),
    Measure(
        "proportion",
        (Way(("count", "total"), "{count} ÷ {total}", formulas.share, whole=True, positive=("total",), parts=(("count", "total"),)),),
        "%", scale=100,
    ),
    Measure(
        "relative reduction",
        (
            Way(_PAIR, "({baseline} − {followup}) ÷ {baseline}", formulas.relative_fall, positive=_BASE, falls=True),
            Way(_STEP, "{change} ÷ {baseline}", formulas.quotient, positive=_BASE),
        ),
        "%", "reduction", 100,
    ),
    Measure(
        "absolute reduction",
        (Way(_PAIR, "{baseline} − {followup}", formulas.fall, falls=True), Way(("change",), "{change}", formulas.value)),
        "own", "reduction",
    ),
    Measure(
        "relative increase",
        (
            Way(_PAIR, "({followup} − {baseline}) ÷ {baseline}", formulas.relative_rise, positive=_BASE),
            Way(_STEP, "{change} ÷ {baseline}", formulas.quotient, positive=_BASE),
        ),
        "%", "increase", 100,
    ),
    Measure(
        "absolute increase",
        (Way(_PAIR, "{followup} − {baseline}", formulas.rise), Way(("change",), "{change}", formulas.value)),
        "own", "increase",
    ),
    Measure(
        "fold change",
        (
            Way(_PAIR, "{followup} ÷ {baseline}", formulas.quotient, positive=_BASE),
            Way(_STEP, "({baseline} + {change}) ÷ {baseline}", formulas.one_plus, positive=_BASE),
        ),
        "ratio",
    ),
    Measure(
        "percentage-point change",
        (
            Way(_PAIR, "{followup} − {baseline}", formulas.rise, shares=_PAIR),
            Way(
                ("count", "total", "baseline_count", "baseline_total"),
                "{count} ÷ {total} − {baseline_count} ÷ {baseline_total}",
                formulas.share_change,
                whole=True, positive=("total", "baseline_total"),
                parts=(("count", "total"), ("baseline_count", "baseline_total")),
            ),
        ),
        "points", "change",
    ),
    Measure(
        "relative risk reduction",
        _arms("1 − ({events} ÷ {total}) ÷ ({control_events} ÷ {control_total})", formulas.relative_risk_fall, (*_TOTALS, "control_events")),
        "%", "reduction", 100,
    ),
    Measure(
        "absolute risk reduction",
        _arms("{control_events} ÷ {control_total} − {events} ÷ {total}", formulas.risk_fall),
        "points", "reduction", 100,
    ),
    Measure(
        "number needed to treat",
        _arms(
            "1 ÷ ({control_events} ÷ {control_total} − {events} ÷ {total})", formulas.needed,
            undefined="the two groups have the same risk, so no number of people is needed to treat",
        ),
        "ratio", "needed",
    ),
    Measure(
        "risk ratio",
        _arms("({events} ÷ {total}) ÷ ({control_events} ÷ {control_total})", formulas.risk_ratio, (*_TOTALS, "control_events")),
        "ratio",
    ),
    Measure(
        "odds ratio",
        _arms(
            "{events} × ({control_total} − {control_events}) ÷ (({total} − {events}) × {control_events})", formulas.odds_ratio,
            (*_TOTALS, "control_events"), "every one in the treated group had the event, so its odds have no value",
        ),
        "ratio",
    ),
    Measure("mean difference", (Way(("treated", "control"), "{treated} − {control}", formulas.fall, falls=True),), "own", "change"),
    Measure("count", (Way(("value",), "{value}", formulas.value, whole=True),), "own"),
)
TABLE: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}
INPUTS: tuple[str, ...] = tuple(dict.fromkeys(name for measure in MEASURES for way in measure.ways for name in way.inputs))
UNITS = {"%": "percent", "points": "percentage points", "ratio": "a plain number", "own": "the inputs' own unit"}


def objection(way: Way, typed: Mapping[str, Typed]) -> str:
    """Why the formula says nothing about these values, as a clause; an empty string where it does."""
    if way.whole:
        for name in way.inputs:
            whole = typed[name].whole
            if whole is None or whole < 0:
                kind = "is negative" if typed[name].middle < 0 else "is not a whole number"
                return f"the {name.replace('_', ' ')}, {typed[name].text}, {kind}; it must be a count"
    for name in way.positive:
        if typed[name].middle <= 0:
            why = "a share of a negative number says nothing" if typed[name].middle else "nothing can be divided by 0"
            return f"the {name.replace('_', ' ')} is {typed[name].text}, and {why}"
    for part, of in way.parts:
        if typed[part].middle * typed[of].under > typed[of].middle * typed[part].under:
            return (
                f"the {part.replace('_', ' ')} ({typed[part].text}) is larger than "
                f"the {of.replace('_', ' ')} ({typed[of].text}) it is a part of"
            )
    for name in way.shares:
        if not 0 <= typed[name].middle <= 100 * typed[name].under:
            return f"the {name} is {typed[name].text}, and a percentage of a whole lies between 0 and 100"
    return ""


def interval(way: Way, typed: Mapping[str, Typed]) -> tuple[Pair, Pair, Pair]:
    """The result's low end, centre and high end as (numerator, positive denominator); only where `objection` has none."""
    values = [typed[name] for name in way.inputs]
    evaluate = way.evaluate
    if way.whole:
        pair = _upright(evaluate(*[part for value in values for part in (value.whole, 1)]))
        return pair, pair, pair
    if len(values) == 1:
        (one,) = values
        return evaluate(one.low, one.under), evaluate(one.middle, one.under), evaluate(one.high, one.under)
    one, two = values
    # The formula is strictly monotone in the second input, and in the first too once the second's sign is known.
    if way.positive:
        lower = (one.high if two.low >= 0 else one.low, one.under, two.low, two.under)
        upper = (one.low if two.high >= 0 else one.high, one.under, two.high, two.under)
    else:
        lower, upper = (one.high, one.under, two.low, two.under), (one.low, one.under, two.high, two.under)
    if way.falls:
        lower, upper = upper, lower
    return evaluate(*lower), evaluate(one.middle, one.under, two.middle, two.under), evaluate(*upper)


def centre(way: Way, typed: Mapping[str, Typed]) -> Pair:
    """The result's centre alone; (0, 0) where the formula has none."""
    values = [typed[name] for name in way.inputs]
    if way.whole:
        if any(value.whole is None for value in values):
            return 0, 0
        return _upright(way.evaluate(*[part for value in values for part in (value.whole, 1)]))
    return way.evaluate(*[part for value in values for part in (value.middle, value.under)])


def _upright(pair: Pair) -> Pair:
    return (-pair[0], -pair[1]) if pair[1] < 0 else pair


def listed() -> Iterator[Mapping[str, str]]:
    """The table for people: one row for each set of inputs, with the keys measure, inputs, formula, unit and defined."""
    for measure in MEASURES:
        for way in measure.ways:
            limits = [f"{part} ≤ {of}" for part, of in way.parts] + [f"{name} > 0" for name in way.positive]
            limits += [f"0 ≤ {name} ≤ 100" for name in way.shares] + ["whole numbers ≥ 0"] * way.whole
            words = way.formula.translate({ord("{"): None, ord("}"): None})
            times = " × 100" * (measure.scale == 100 or words.startswith("count ÷ total −"))
            yield {
                "measure": measure.name,
                "inputs": ", ".join(way.inputs),
                "formula": words if not times else f"({words}){times}",
                "unit": UNITS[measure.unit],
                "defined": ", ".join(limits) or "everywhere",
            }
