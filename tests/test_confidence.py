"""Confidence intervals against published worked examples and, where installed, against scipy and statsmodels."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import confidence
from evidence.arithmetic import recompute
from evidence.confidence import Interval, NumberNeeded
from evidence.model import Chain, Claim, Context, Derivation, Missing, Quantity, Recomputation, Registry
from evidence.printed import rounded
from evidence.rules import quantity_interval_incoherent

TABLES = [(10, 100, 20, 100), (1, 30, 7, 29), (56, 70, 48, 80), (3, 7, 2, 9), (450, 1000, 300, 1100)]


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),  # Newcombe 1998, 17:857, I
        (15, 17, 0.657, 0.967), (90, 102, 0.806, 0.931),  # regulatory.md, Appendix B
    ],
)  # fmt: skip
def test_wilson_gives_the_published_limits(count: int, total: int, low: float, high: float) -> None:
    """Wilson's limits as Newcombe's paper and regulatory.md print them."""
    found = confidence.wilson(count, total)
    places = 4 if low == 0 or round(low, 3) != low else 3
    assert (round(found.low, places), round(found.high, places)) == (low, high)


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775), ((0, 10, 0, 10), -0.2775, 0.2775), ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)  # fmt: skip
def test_newcombe_gives_the_published_limits(table: tuple[int, int, int, int], low: float, high: float) -> None:
    """All eight worked examples of method 10 in Newcombe 1998, Stat Med 17:873, Table II."""
    found = confidence.newcombe(*table)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_number_needed_runs_through_infinity() -> None:
    """Altman 1998: a risk reduction of 10 % (−5 % to 25 %) is benefit 10, from 4 through infinity to harm 20."""
    found = confidence.invert(Interval(0.10, -0.05, 0.25, 95, "given"))
    assert found.through_infinity
    assert (round(found.estimate, 9), round(found.high, 9), round(found.low, 9)) == (10, 4, -20)
    assert "benefit 4.0, through infinity, to harm 20.0" in found.words
    assert "may be 0" in found.words


def test_number_needed_turns_the_limits_over() -> None:
    """CMAJ 2002;166:1676: a reduction of 16.6 % (0.9 % to 32.2 %) is 6 (3.1 to 111.1); its mirror is harm, labelled so."""
    found = confidence.invert(Interval(0.166, 0.009, 0.322, 95, "given"))
    assert not found.through_infinity
    assert found.words == "number needed to treat 6.0 (95% CI 3.1 to 111.1)"
    assert confidence.invert(Interval(-0.166, -0.322, -0.009, 95, "given")).words == "number needed to harm 6.0 (95% CI 3.1 to 111.1)"


def test_number_needed_of_counts() -> None:
    """10/100 against 20/100: one fewer event for ten treated; equal risks give no number, with the reason."""
    found = confidence.number_needed(10, 100, 20, 100)
    assert isinstance(found, NumberNeeded)
    assert found.estimate == pytest.approx(10)
    assert isinstance(confidence.number_needed(1, 3, 2, 6), Missing)
    nothing = confidence.number_needed(0, 10, 3, 10)
    assert isinstance(nothing, NumberNeeded)
    assert nothing.through_infinity == confidence.newcombe(3, 10, 0, 10).includes(0)


def test_a_limit_of_exactly_nought_is_infinity() -> None:
    """A risk reduction whose limit is 0 runs to infinity and not to a division by zero."""
    found = confidence.invert(Interval(0.2, 0.0, 0.4, 95, "given"))
    assert found.through_infinity
    assert found.low == -math.inf


def test_ratios_worked_by_hand() -> None:
    """10/100 against 20/100: risk ratio 0.50 (0.25–1.01), odds ratio 0.44 (0.20–1.01)."""
    risk, odds = confidence.katz(10, 100, 20, 100), confidence.woolf(10, 100, 20, 100)
    assert isinstance(risk, Interval)
    assert isinstance(odds, Interval)
    assert [round(value, 2) for value in (risk.estimate, risk.low, risk.high)] == [0.5, 0.25, 1.01]
    assert [round(value, 2) for value in (odds.estimate, odds.low, odds.high)] == [0.44, 0.2, 1.01]


@pytest.mark.parametrize("table", [(0, 10, 3, 10), (3, 10, 0, 10), (0, 10, 0, 10)])
def test_empty_cells_have_a_reason(table: tuple[int, int, int, int]) -> None:
    """Where a group has no events, the log methods say why there is no interval."""
    for method in (confidence.katz, confidence.woolf):
        found = method(*table)
        assert isinstance(found, Missing)
        assert "no events" in found.because
    assert isinstance(confidence.woolf(10, 10, 3, 10), Missing)
    assert isinstance(confidence.katz(10, 10, 3, 10), Interval)


def test_mean_difference_of_large_and_small_groups() -> None:
    """Means 12.5 (SD 4, 100) and 10 (SD 3, 80): 2.5 (1.48 to 3.52); under 30 people it says why there is none."""
    found = confidence.mean_difference(12.5, 4, 100, 10, 3, 80)
    assert isinstance(found, Interval)
    assert [round(value, 2) for value in (found.estimate, found.low, found.high)] == [2.5, 1.48, 3.52]
    assert isinstance(confidence.mean_difference(12.5, 4, 29, 10, 3, 80), Missing)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 300), st.integers(1, 300), st.data(), st.sampled_from([80, 90, 95, 99.9]))
def test_laws_of_the_intervals(total: int, other: int, data: st.DataObject, level: float) -> None:
    """The estimate lies inside; complement and swap mirror the interval; a higher level is wider; limits stay in bounds."""
    count, other_count = data.draw(st.integers(0, total)), data.draw(st.integers(0, other))
    one, rest = confidence.wilson(count, total, level), confidence.wilson(total - count, total, level)
    assert 0 <= one.low <= one.estimate <= one.high <= 1
    assert one.low == pytest.approx(1 - rest.high, abs=1e-12)
    difference = confidence.newcombe(count, total, other_count, other, level)
    swapped = confidence.newcombe(other_count, other, count, total, level)
    assert -1 <= difference.low <= difference.estimate <= difference.high <= 1
    assert difference.low == pytest.approx(-swapped.high, abs=1e-12)
    wider = confidence.wilson(count, total, (level + 100) / 2)
    assert wider.low <= one.low
    assert wider.high >= one.high
    ratio, inverse = confidence.katz(count, total, other_count, other, level), confidence.katz(other_count, other, count, total, level)
    if isinstance(ratio, Interval) and isinstance(inverse, Interval):
        assert ratio.low * inverse.high == pytest.approx(1)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("level", [90, 95, 99])
def test_agreement_with_statsmodels(table: tuple[int, int, int, int], level: float) -> None:
    """Wilson, Newcombe, Katz and Woolf agree with statsmodels to nine digits."""
    proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels is not installed")
    tables = pytest.importorskip("statsmodels.stats.contingency_tables", reason="statsmodels is not installed")
    events, total, control, control_total = table
    alpha = 1 - level / 100
    mine = confidence.wilson(events, total, level)
    assert (mine.low, mine.high) == pytest.approx(proportion.proportion_confint(events, total, alpha, method="wilson"), abs=1e-9)
    both = confidence.newcombe(*table, level)
    theirs = proportion.confint_proportions_2indep(events, total, control, control_total, method="newcomb", compare="diff", alpha=alpha)
    assert (both.low, both.high) == pytest.approx(theirs, abs=1e-9)
    cells = tables.Table2x2([[events, total - events], [control, control_total - control]])
    for method, (low, high) in ((confidence.katz, cells.riskratio_confint(alpha)), (confidence.woolf, cells.oddsratio_confint(alpha))):
        found = method(*table, level)
        assert isinstance(found, Interval)
        assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9)


def test_agreement_with_scipy() -> None:
    """Wilson agrees with scipy.stats.binomtest for every count of 1 to 25 people."""
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    for total in range(1, 26):
        for count in range(total + 1):
            theirs = stats.binomtest(count, total).proportion_ci(method="wilson")
            mine = confidence.wilson(count, total)
            assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize(
    "bad",
    [(11, 10), (-1, 10), (1, 0), (0, 0), (1.5, 10), (1, float("nan")), (float("inf"), 10), (1, 10**400), ("１", 10), (True, 10), (None, 1)],
)
def test_bad_counts_are_refused(bad: tuple[object, object]) -> None:
    """A count over its total, nobody, fractions, NaN and infinity give a ValueError with a sentence."""
    for call in (
        lambda: confidence.wilson(*bad),  # type: ignore[arg-type]
        lambda: confidence.newcombe(*bad, 3, 9),  # type: ignore[arg-type]
        lambda: confidence.katz(3, 9, *bad),  # type: ignore[arg-type]
        lambda: confidence.woolf(*bad, 3, 9),  # type: ignore[arg-type]
        lambda: confidence.number_needed(3, 9, *bad),  # type: ignore[arg-type]
    ):
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            call()


def test_bad_levels_and_means_are_refused() -> None:
    """A level outside 0 to 100, a mean that is not finite and a negative deviation give a ValueError with a sentence."""
    for level in (0, 100, -5, float("nan"), "95"):
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            confidence.wilson(3, 9, level)  # type: ignore[arg-type]
    for means in ((float("nan"), 1, 50, 0, 1, 50), (1, -1, 50, 0, 1, 50), (1, 1, 50, 0, float("inf"), 50), (1, 1, 0, 0, 1, 50)):
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            confidence.mean_difference(*means)
    for share in (Interval(0, -0.1, 0.1, 95, ""), Interval(0.1, 0.2, 0.3, 95, ""), Interval(5, 1, 9, 95, "")):
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            confidence.invert(share)


def _told(printed: str, ci: tuple[float, float], measure: str, **inputs: int) -> bool:
    """Whether an interval, rounded to one decimal (two, of a ratio), is told as incoherent with its counts."""
    places = 2 if measure == "risk ratio" else 1
    quantity = Quantity(printed, measure=measure, ci=f"{ci[0]:.{places}f} to {ci[1]:.{places}f}", derivations=(Derivation({name: str(value) for name, value in inputs.items()}),))
    chain = Chain(Claim("a", printed), (), (Recomputation(quantity, (recompute(printed, measure, **inputs),)),))
    context = Context(Registry("claims.yaml", ""), "2026-11-22", "us-device-510k")
    return any(quantity_interval_incoherent.check(chain, context))


@given(st.integers(30, 3000), st.data())
@settings(max_examples=150, deadline=None)
def test_no_common_method_of_a_share_is_told_as_incoherent(total: int, data: st.DataObject) -> None:
    """Wald, Wilson, Clopper-Pearson, Agresti-Coull, Jeffreys pass; the interval of half or twice the people does not."""
    proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels is not installed")
    count = data.draw(st.integers(10, total - 10))
    printed = f"{rounded(Fraction(100 * count, total), 1)}%"
    for method in ("normal", "wilson", "beta", "agresti_coull", "jeffreys"):
        low, high = proportion.proportion_confint(count, total, method=method)
        assert not _told(printed, (100 * low, 100 * high), "proportion", count=count, total=total), method
    if 20 <= count <= total - 20:
        wrong = confidence.wilson(round(count / 5), round(total / 5))
        assert _told(printed, (100 * wrong.low, 100 * wrong.high), "proportion", count=count, total=total)


@given(st.integers(30, 500), st.integers(30, 500), st.data())
@settings(max_examples=100, deadline=None)
def test_no_common_method_of_two_groups_is_told_as_incoherent(total: int, control_total: int, data: st.DataObject) -> None:
    """Differences by Wald, Agresti-Caffo, Newcombe, in either direction, and risk ratios by Katz and the adjusted log method."""
    proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels is not installed")
    events, control = data.draw(st.integers(10, total - 10)), data.draw(st.integers(10, control_total - 10))
    arms = {"events": events, "total": total, "control_events": control, "control_total": control_total}
    lower = Fraction(control, control_total) - Fraction(events, total)
    for method in ("wald", "agresti-caffo", "newcomb"):
        low, high = proportion.confint_proportions_2indep(control, control_total, events, total, method=method, compare="diff")
        for ci in ((100 * low, 100 * high), (-100 * high, -100 * low)):
            assert not _told(f"{rounded(100 * lower, 1)} percentage points", ci, "absolute risk reduction", **arms), method
    for method in ("log", "log-adjusted"):
        ci = proportion.confint_proportions_2indep(events, total, control, control_total, method=method, compare="ratio")
        assert not _told(rounded(Fraction(events * control_total, total * control), 2), ci, "risk ratio", **arms), method
