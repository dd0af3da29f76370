"""Confidence intervals for proportions, risk measures and mean differences, each with the source of its method.

Proportions and risks are shares (0.88, not 88). Two-sided; `level` is in percent. The normal quantile comes from the
standard library, so nothing needs to be installed. A bad call raises ValueError; data for which a method gives no
interval (no events in a group) come back as Missing with the reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from evidence.model import Missing
from evidence.printed import whole

SMALL = 30  # below this many in a group, 1.96 is more than 4 % short of the t quantile


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its limits, at a level in percent, and the method's name."""

    estimate: float
    low: float
    high: float
    level: float
    method: str

    def includes(self, value: float) -> bool:
        """True where the value lies inside or on a limit."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class NumberNeeded:
    """A number needed to treat. Positive: people treated for one fewer event; negative: for one more (harm).

    Where `through_infinity`, the interval is not low to high: it runs from `high` (benefit) up through infinity and on
    from minus infinity to `low` (harm), because the risk difference may be 0.
    """

    estimate: float
    low: float
    high: float
    level: float
    through_infinity: bool
    words: str


def wilson(count: int, total: int, level: float = 95) -> Interval:
    """The score interval of a proportion, without continuity correction.

    Source: Wilson EB (1927), J Am Stat Assoc 22:209–212; method 3 of Newcombe RG (1998), Stat Med 17:857–872.
    """
    count, total = _counted(count, total)
    z = _z(level)
    share, spread = count / total, z * z / total
    centre = share + spread / 2
    half = z * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    # at 0 and at all of them the exact limit is 0 or 1; floating point alone would print 1e-18
    low = 0.0 if count == 0 else (centre - half) / (1 + spread)
    high = 1.0 if count == total else (centre + half) / (1 + spread)
    return Interval(share, low, high, level, "Wilson score")


def newcombe(events: int, total: int, other_events: int, other_total: int, level: float = 95) -> Interval:
    """The difference of two independent proportions, first minus other, from their two Wilson intervals.

    Source: method 10 (hybrid score, no continuity correction) of Newcombe RG (1998), Stat Med 17:873–890.
    """
    one, other = wilson(events, total, level), wilson(other_events, other_total, level)
    difference = one.estimate - other.estimate
    low = difference - math.hypot(one.estimate - one.low, other.high - other.estimate)
    high = difference + math.hypot(one.high - one.estimate, other.estimate - other.low)
    return Interval(difference, max(-1.0, low), min(1.0, high), level, "Newcombe hybrid score")


def katz(events: int, total: int, control_events: int, control_total: int, level: float = 95) -> Interval | Missing:
    """The risk ratio, treated over control, on the log scale. Missing where a group has no events.

    Source: Katz D, Baptista J, Azen SP, Pike MC (1978), Biometrics 34:469–474.
    """
    events, total = _counted(events, total)
    control_events, control_total = _counted(control_events, control_total)
    z = _z(level)
    if events == 0 or control_events == 0:
        return Missing("a group has no events, and the log method gives no interval for a risk ratio of 0 or without bound")
    ratio = (events / total) / (control_events / control_total)
    error = math.sqrt((total - events) / (events * total) + (control_total - control_events) / (control_events * control_total))
    return Interval(ratio, ratio * math.exp(-z * error), ratio * math.exp(z * error), level, "Katz log")


def woolf(events: int, total: int, control_events: int, control_total: int, level: float = 95) -> Interval | Missing:
    """The odds ratio, treated over control, on the log scale. Missing where one of the four cells is empty.

    Source: Woolf B (1955), Ann Hum Genet 19:251–253.
    """
    events, total = _counted(events, total)
    control_events, control_total = _counted(control_events, control_total)
    z = _z(level)
    cells = (events, total - events, control_events, control_total - control_events)
    if 0 in cells:
        return Missing("a group has no events or only events, and the log method gives no interval for such an odds ratio")
    ratio = (cells[0] * cells[3]) / (cells[1] * cells[2])
    error = math.sqrt(sum(1 / cell for cell in cells))
    return Interval(ratio, ratio * math.exp(-z * error), ratio * math.exp(z * error), level, "Woolf log")


def number_needed(events: int, total: int, control_events: int, control_total: int, level: float = 95) -> NumberNeeded | Missing:
    """How many people are treated for one fewer event, with the interval of the risk reduction turned over.

    Missing where the two risks are equal. Sources: Altman DG (1998), BMJ 317:1309–1312 (through infinity); Bender R
    (2001), Control Clin Trials 22:102–110 (score limits, here Newcombe's, in place of the simple ones).
    """
    reduction = newcombe(control_events, control_total, events, total, level)
    if reduction.estimate == 0:
        return Missing("the two risks are equal, so no number of people treated gives one event fewer")
    return invert(reduction)


def invert(reduction: Interval) -> NumberNeeded:
    """A number needed to treat from an absolute risk reduction (control minus treated, as shares) and its limits.

    −5 % to 25 % becomes benefit 4, through infinity, to harm 20 (Altman 1998).
    """
    if not (-1 <= reduction.low <= reduction.estimate <= reduction.high <= 1) or reduction.estimate == 0:
        raise ValueError("a risk reduction is a share between −1 and 1, inside its limits, and not 0")
    low = -math.inf if reduction.low == 0 else 1 / reduction.low  # the harm side's end
    high = math.inf if reduction.high == 0 else 1 / reduction.high
    estimate = 1 / reduction.estimate
    level = f"{reduction.level:g}% CI"
    if reduction.includes(0):
        words = (
            f"{_needed(estimate)} ({level}: benefit {_size(high)}, through infinity, to harm {_size(low)}): "
            "the risk difference may be 0, so it is not sure that treating any number of people prevents an event"
        )
        return NumberNeeded(estimate, low, high, reduction.level, True, words)
    first, last = sorted((abs(low), abs(high)))
    words = f"{_needed(estimate)} ({level} {_size(first)} to {_size(last)})"
    return NumberNeeded(estimate, min(low, high), max(low, high), reduction.level, False, words)


def mean_difference(
    mean: float, sd: float, n: int, other_mean: float, other_sd: float, other_n: int, level: float = 95
) -> Interval | Missing:
    """The difference of two independent means, first minus other, with unequal variances and the normal quantile.

    Missing where a group has fewer than 30: there the interval would be too narrow. Source: Altman DG, Machin D, Bryant
    TN, Gardner MJ (2000), Statistics with Confidence, 2nd ed., chapter 4 (large samples).
    """
    numbers = [_finite(value) for value in (mean, other_mean, sd, other_sd)]
    if numbers[2] < 0 or numbers[3] < 0:
        raise ValueError("a standard deviation is 0 or more")
    people = (whole(n, "the number of people", least=2), whole(other_n, "the number of people", least=2))
    z = _z(level)
    if min(people) < SMALL:
        return Missing(f"a group has only {min(people)} people, and below {SMALL} the normal quantile makes the interval too narrow")
    error = math.sqrt(numbers[2] ** 2 / people[0] + numbers[3] ** 2 / people[1])
    difference = numbers[0] - numbers[1]
    return Interval(difference, difference - z * error, difference + z * error, level, "normal, unequal variances")


def _z(level: float) -> float:
    if not 0 < _finite(level) < 100:
        raise ValueError(f"a confidence level is a percentage between 0 and 100, such as 95, not {level!r}")
    return NormalDist().inv_cdf(0.5 + level / 200)


def _finite(value: float) -> float:
    if isinstance(value, (bool, str)) or not math.isfinite(value):
        raise ValueError(f"{value!r} is not a finite number")
    return float(value)


def _counted(count: int, total: int) -> tuple[int, int]:
    people = whole(total, "the number of people", least=1)
    counted = whole(count, "the count")
    if counted > people:
        raise ValueError(f"the count is {counted:,}, more than the {people:,} people it is counted among")
    return counted, people


def _size(value: float) -> str:
    return "infinity" if math.isinf(value) else f"{abs(value):.1f}"


def _needed(estimate: float) -> str:
    return f"number needed to treat {_size(estimate)}" if estimate > 0 else f"number needed to harm {_size(estimate)}"
