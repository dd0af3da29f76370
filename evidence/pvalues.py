"""Whether a printed p follows from the printed statistic, or from the printed confidence interval.

Source: statcheck, Nuijten MB et al. (2016), Behav Res Methods 48:1205–1226. The statistic stands for its whole rounding
interval, so a verdict never rests on rounding. Not for adjusted, corrected or bootstrapped p values.
"""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

from evidence.apa import Reported, read, read_p
from evidence.model import Missing
from evidence.nouns import dataclass
from evidence.printed import Printed
from evidence.printed import read as read_number

FREEDOM = {"t": 1, "F": 2, "r": 1, "chi2": 1, "z": 0, "Q": 1}  # kind → how many degrees of freedom are printed
NO_SCIPY = "the t, F, χ² and Q distributions need scipy: pip install 'evidence-audit[stats]'"
# p and the interval often come from two methods (log-rank and Cox, score and Wald). A judgement, not a measurement.
SLACK = 0.1  # of z: how far a p may lie from the one the interval gives before it counts as inconsistent
MIDDLE = 0.4  # of half the width: how far the estimate may lie from the middle; Newcombe's 9/10 v 3/10 reaches 0.34


@dataclass(frozen=True, slots=True)
class Check:
    """A verdict on a printed p: consistent | inconsistent | decision error | incomplete, with the p that follows.

    A decision error is an inconsistency that flips significance at alpha for every value the printed numbers allow.
    """

    verdict: str
    p_low: float | None
    p_high: float | None
    because: str


def check_text(text: str, *, alpha: float = 0.05, one_tailed: bool | None = None) -> tuple[tuple[Reported, Check | Missing], ...]:
    """Every test result that stands in the text, each with its verdict."""
    return tuple((found, check(found, alpha=alpha, one_tailed=one_tailed)) for found in read(text))


def check(found: Reported, *, alpha: float = 0.05, one_tailed: bool | None = None) -> Check | Missing:
    """Whether the printed p follows from the statistic. Missing where scipy is needed and not installed.

    one_tailed: True halves the p, False never does; None also accepts half where the text speaks of a one-tailed test.
    Halving is for t, z and r, and for F and χ² with one degree of freedom. "ns" means above alpha.
    """
    _between(alpha, 1, "alpha")
    if impossible := _impossible(found):
        return Check("inconsistent", None, None, impossible)
    interval = p_interval(found)
    if isinstance(interval, Missing):
        return interval
    result = _named(found)
    if not found.p_comparison:
        return Check("incomplete", *interval, f"{result} gives p {_range(interval)}, but no p is printed beside it")
    directed = found.kind in ("t", "z", "r") or found.df1 == "1"
    half = (interval[0] / 2, interval[1] / 2)
    if one_tailed and directed:
        return _judged(found, half, alpha, result, " one-tailed")
    verdict = _judged(found, interval, alpha, result)
    if verdict.verdict == "consistent" or not directed or not _agrees(found.p_comparison, found.p, half, alpha):
        return verdict
    if one_tailed is None and found.one_tailed:
        return _judged(found, half, alpha, result, " one-tailed")
    return replace(verdict, because=f"{verdict.because}; half of it would agree: a one-tailed test, which the text does not name")


def p_interval(found: Reported) -> tuple[float, float] | Missing:
    """The lowest and highest two-tailed p that the printed statistic allows over its rounding interval.

    "t < 1" stands for everything from 0 to 1. F, χ² and Q have one tail by nature. Raises ValueError for a statistic
    that cannot be (r above 1, a negative F, no degrees of freedom).
    """
    if impossible := _impossible(found):
        raise ValueError(impossible)
    statistic = read_number(found.statistic)
    low, high = sorted((abs(float(statistic.low)), abs(float(statistic.high))))
    low = 0.0 if statistic.low < 0 < statistic.high else low
    if found.comparison != "=":
        low, high = (0.0, abs(float(statistic.value))) if found.comparison == "<" else (abs(float(statistic.value)), math.inf)
    tails = [_tail(found, value) for value in (high, low)]
    if isinstance(tails[0], Missing) or isinstance(tails[1], Missing):
        return Missing(NO_SCIPY)
    return tails[0], tails[1]


def coherent(estimate: str, low: str, high: str, p: str, *, ratio: bool = True, level: float = 95, one_tailed: bool = False) -> Check:
    """Whether an estimate, its confidence interval and its p, all as typed, agree.

    ratio: the null is 1 and the scale is logarithmic (hazard, risk and odds ratios); else the null is 0. z is the
    estimate over its standard error, which is the width of the interval over twice the normal quantile (Altman DG, Bland
    JM (2011), BMJ 343:d2304). p may differ by a tenth of z, since tests and intervals are often of two methods; but an
    interval without the null and a p above alpha (1 − level), or the reverse, is a decision error. Raises ValueError for
    what is no number, and for an interval that is upside down.
    """
    alpha = (1 - _between(level, 100, "the confidence level, in percent,") / 100) / (2 if one_tailed else 1)
    middle, lower, upper = (read_number(text) for text in (estimate, low, high))
    reported = read_p(p)
    if reported is None:
        raise ValueError(f"{p[:40]!r} is no p value such as p = .03, <0.001 or ns")
    if lower.value > upper.value:
        raise ValueError(f"the interval {low} to {high} is upside down")
    words = f"{middle.text} ({level:g}% CI {lower.text} to {upper.text})"
    if ratio and min(middle.high, lower.high, upper.high) <= 0:
        return Check("inconsistent", None, None, f"{words}: a ratio and its limits are above 0")
    if middle.high < lower.low or middle.low > upper.high:
        return Check("inconsistent", None, None, f"{words}: the estimate lies outside its own interval")
    spans = [_scaled(one, ratio) for one in (middle, lower, upper)]
    tails, quantile = (1 if one_tailed else 2), NormalDist().inv_cdf(0.5 + level / 200)
    interval = _p_from_interval(spans, quantile, 0, tails)
    inside = _null_inside(lower, upper, 1 if ratio else 0)
    significant = _significant(*reported, alpha)
    said = f"p {reported[0]} {reported[1]}" if reported[1] else "ns"
    if inside is not None and significant is not None and inside == significant:
        which = "includes" if inside else "excludes"
        return Check("decision error", *interval, f"{words} {which} {1 if ratio else 0}, and {said} says the opposite")
    if not _agrees(*reported, _p_from_interval(spans, quantile, SLACK, tails), alpha):
        return Check("inconsistent", *interval, f"{words} gives p {_range(interval)}; {said} is printed")
    if _off_middle(spans) > MIDDLE:
        scale = " on the log scale" if ratio else ""
        return Check("inconsistent", *interval, f"{words}: the estimate is far from the middle of its interval{scale}")
    return Check("consistent", *interval, f"{words} gives p {_range(interval)}, and {said} agrees")


def _judged(found: Reported, interval: tuple[float, float], alpha: float, result: str, tail: str = "") -> Check:
    said = f"p {found.p_comparison} {found.p}" if found.p else "ns"
    gives = f"{result} gives{tail} p {_range(interval)}"
    if _agrees(found.p_comparison, found.p, interval, alpha):
        zero = "; a p is never 0, so write p < .001" if found.p_comparison == "=" and read_number(found.p).value == 0 else ""
        return Check("consistent", *interval, f"{gives}, and {said} agrees{zero}")
    computed = True if interval[1] <= alpha else False if interval[0] > alpha else None
    significant = _significant(found.p_comparison, found.p, alpha)
    if computed is not None and significant is not None and computed != significant:
        return Check("decision error", *interval, f"{gives}; {said} is printed, on the other side of {alpha:g}")
    return Check("inconsistent", *interval, f"{gives}; {said} is printed")


def _agrees(comparison: str, p: str, interval: tuple[float, float], alpha: float) -> bool:
    """Whether some p of the interval fits what is printed. "=" stands for its rounding interval, a bound for itself."""
    low, high = interval
    if comparison == "ns":
        return high > alpha
    printed = read_number(p)
    if comparison == "=":
        return low <= printed.high * (1 + 1e-9) and printed.low * (1 - 1e-9) <= high
    bound = float(printed.value)
    return {"<": low < bound, "<=": low <= bound, ">": high > bound, ">=": high >= bound}[comparison]


def _significant(comparison: str, p: str, alpha: float) -> bool | None:
    """What the printed p says at alpha; None where it leaves it open (p < .10). p = .05 counts as significant at .05."""
    if comparison == "ns":
        return False
    value = float(read_number(p).value)
    if comparison == "=":
        return value <= alpha * (1 + 1e-9)
    if comparison in ("<", "<="):
        return True if value <= alpha * (1 + 1e-9) else None
    return False if value >= alpha * (1 - 1e-9) else None


def _impossible(found: Reported) -> str:
    """Why the numbers cannot be, in a sentence; empty where they can. Raises ValueError where it is no test at all."""
    if FREEDOM.get(found.kind) != bool(found.df1) + bool(found.df2):
        raise ValueError(f"a test is t, r, chi2 or Q with one degree-of-freedom number, F with two, or z with none, not {_named(found)}")
    statistic = read_number(found.statistic)
    freedom = [read_number(text).value for text in (found.df1, found.df2) if text]
    if any(value <= 0 for value in freedom):
        return f"{_named(found)}: degrees of freedom are above 0"
    if found.kind == "r" and abs(statistic.value) > 1:
        return f"{_named(found)}: a correlation lies between −1 and 1"
    if found.kind in ("F", "chi2", "Q") and statistic.value < 0:
        return f"{_named(found)}: this statistic is never negative"
    if found.p and read_number(found.p).value > 1:
        return f"{_named(found)}: p {found.p_comparison} {found.p} is above 1"
    if found.p_comparison == "<" and read_number(found.p).value == 0:
        return f"{_named(found)}: p < {found.p} is below 0; a p is never 0, so write p < .001"
    return ""


def _tail(found: Reported, size: float) -> float | Missing:
    """The p of a statistic of that size."""
    if found.kind == "z":
        return math.erfc(size / math.sqrt(2))
    try:
        from scipy.special import betainc, gammaincc
    except ImportError:
        return Missing(NO_SCIPY)
    first = float(found.df1)
    if found.kind in ("chi2", "Q"):
        return float(gammaincc(first / 2, size / 2))
    if found.kind == "F":
        second = float(found.df2)
        return float(betainc(second / 2, first / 2, second / (second + first * size)))
    rest = 1 - min(size, 1.0) ** 2 if found.kind == "r" else first / (first + size * size)
    return float(betainc(first / 2, 0.5, rest))


def _scaled(number: Printed, ratio: bool) -> tuple[float, float]:
    """The rounding interval, on the log scale for a ratio."""
    if not ratio:
        return float(number.low), float(number.high)
    return (math.log(number.low) if number.low > 0 else -math.inf), math.log(number.high)


def _p_from_interval(spans: list[tuple[float, float]], quantile: float, slack: float, tails: int) -> tuple[float, float]:
    """The p values that estimate and limits allow over their rounding, with z wider by `slack` on both sides."""
    (middle_low, middle_high), (lower_low, lower_high), (upper_low, upper_high) = spans
    narrow, wide = max(0.0, upper_low - lower_high), upper_high - lower_low
    near = 0.0 if middle_low <= 0 <= middle_high else min(abs(middle_low), abs(middle_high))
    far = max(abs(middle_low), abs(middle_high))
    z_low = 0.0 if math.isinf(wide) else near / wide * 2 * quantile * (1 - slack)
    z_high = math.inf if narrow == 0 else far / narrow * 2 * quantile * (1 + slack)
    return math.erfc(z_high / math.sqrt(2)) * tails / 2, math.erfc(z_low / math.sqrt(2)) * tails / 2


def _off_middle(spans: list[tuple[float, float]]) -> float:
    """How far the estimate lies from the middle of its interval, as a share of half the width, rounding in its favour."""
    (middle_low, middle_high), (lower_low, lower_high), (upper_low, upper_high) = spans
    off = max(0.0, (lower_low + upper_low) / 2 - middle_high, middle_low - (lower_high + upper_high) / 2)
    half = (upper_high - lower_low) / 2
    return off / half if off and not math.isinf(half) else 0.0


def _null_inside(lower: Printed, upper: Printed, null: int) -> bool | None:
    """Whether the interval includes the null; None where the rounding of a limit leaves it open."""
    if lower.low > null or upper.high < null:
        return False
    return True if lower.high < null < upper.low else None


def _between(value: float, most: int, what: str) -> float:
    if isinstance(value, (bool, str)) or not 0 < value < most:
        raise ValueError(f"{what} lies between 0 and {most}, not {value!r}")
    return value


def _named(found: Reported) -> str:
    freedom = f"({', '.join(text for text in (found.df1, found.df2) if text)})" if found.df1 else ""
    return f"{'χ²' if found.kind == 'chi2' else found.kind}{freedom} {found.comparison} {found.statistic}"


def _range(interval: tuple[float, float]) -> str:
    low, high = (f"{value:.3g}" if value >= 0.0001 else "<0.0001" for value in interval)
    if interval[1] < 0.0001:
        return "below 0.0001"
    return f"from {low} to {high}" if low != high else f"of {low}"
