"""Printed p values against their printed statistics and confidence intervals."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from math import erfc, exp, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import apa, pvalues
from evidence.apa import Reported
from evidence.model import Missing
from evidence.pvalues import Check


def _check(text: str, **options: object) -> Check:
    pytest.importorskip("scipy", reason="scipy is not installed")
    ((_, found),) = pvalues.check_text(text, **options)  # type: ignore[arg-type]
    assert isinstance(found, Check)
    return found


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("t(28) = 2.20, p = .04", ("t", "28", "", "=", "2.20", "=", ".04")),
        ("F(1, 24) = 5.3, p < .05", ("F", "1", "24", "=", "5.3", "<", ".05")),
        ("χ2(2, N = 170) = 14.14, p < .01", ("chi2", "2", "", "=", "14.14", "<", ".01")),
        ("χ²(374, N = 1,488) = 1,224.08, p ≤ .001", ("chi2", "374", "", "=", "1224.08", "<=", ".001")),
        ("chi-square(2) = 3.4, p > .05", ("chi2", "2", "", "=", "3.4", ">", ".05")),
        ("r(55) = .49", ("r", "55", "", "=", ".49", "", "")),
        ("z = 2.1", ("z", "", "", "=", "2.1", "", "")),
        ("Q(12)=20.1, p=.07", ("Q", "12", "", "=", "20.1", "=", ".07")),
        ("QBetween(1) = 14.59, p =\n.0001", ("Q", "1", "", "=", "14.59", "=", ".0001")),
        ("t(604) = −2.62; p-value = 0.009", ("t", "604", "", "=", "-2.62", "=", "0.009")),
        ("t(1,234) = 2.0, n.s.", ("t", "1234", "", "=", "2.0", "ns", "")),
        ("F(2,150) = 3.1, MSE = 0.40, ηp2 = .04, p = .048", ("F", "2", "150", "=", "3.1", "=", ".048")),
        ("F(1.5, 30.2) < 1, ns", ("F", "1.5", "30.2", "<", "1", "ns", "")),
        ("t(28) = 2.20 (p = .04)", ("t", "28", "", "=", "2.20", "=", ".04")),
        ("t(191) = 8.22, p < . 001", ("t", "191", "", "=", "8.22", "<", ".001")),
        ("z = 4.4, p = 1.2 × 10⁻⁵", ("z", "", "", "=", "4.4", "=", "0.000012")),
        ("t(28) = 2·20, p = 0·04", ("t", "28", "", "=", "2.20", "=", "0.04")),
        ("z = 4.4, p = 1.2e-5", ("z", "", "", "=", "4.4", "=", "0.000012")),
        ("t(28) = 2.20, p = .04³", ("t", "28", "", "=", "2.20", "=", ".04")),  # ³ is a footnote mark
    ],
)
def test_apa_strings_are_read(text: str, read: tuple[str, ...]) -> None:
    """Statistic, degrees of freedom and p come out as typed, whatever minus, superscript or spacing was used."""
    (found,) = apa.read(f"It helped ({text}), they wrote.")
    assert (found.kind, found.df1, found.df2, found.comparison, found.statistic, found.p_comparison, found.p) == read
    assert found.start == len("It helped (")
    assert f"It helped ({text}), they wrote."[found.start :].startswith(found.text)


@pytest.mark.parametrize(
    "text",
    [
        "t(28) = 2,20, p = ,04",
        "F(1,234, 5) = 3, p = .1", "max(28) = 3, p = .4", "art(28) = 3", "t(２８) = 2.2, p = .04", "t(28) : 2.2, p = .04",
        "t(28) = , p = .04", "t() = 2", "F(1) = 2, p = .1", "t(1, 2) = 2, p = .1", "r = .49, p = .01", "", "p = .04",
    ],
)  # fmt: skip
def test_what_is_unclear_is_not_read(text: str) -> None:
    """Decimal commas, unclear degrees of freedom and words that end in t are left alone and never guessed."""
    assert apa.read(text) == ()


def test_a_test_does_not_take_the_p_of_the_next() -> None:
    """Two tests and one p: the p belongs to the second; a p that cannot be read whole is not read in part."""
    first, second = apa.read("t(28) = 2.2, z = 1.3, p = .19")
    assert (first.p_comparison, second.p) == ("", ".19")
    assert apa.read("t(28) = 2.20, p = 1.2 ^ 5")[0].p == ""
    assert apa.read("t(28) = 2.20, p = ,04")[0].p == ""


@pytest.mark.parametrize(
    "text",
    ["t(28) = 2.20" + " " * 200_000, "t(" * 100_000, "F(1," * 60_000, "z = 1" * 40_000, "0" * 200_000, "t(28) = 2.2, d = .1" * 10_000],
)
def test_hostile_text_is_read_fast(text: str) -> None:
    """200,000 characters of near misses are read in well under two seconds."""
    began = time.perf_counter()
    apa.read(text)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("t(28) = 2.20, p = .04", "consistent"), ("t(28) = 2.20, p = .03", "inconsistent"), ("t(28) = -2.20, p = .03", "inconsistent"),
        ("t(28) = 1.70, p = .01", "decision error"), ("t(28) = 2.20, p = .06", "decision error"),
        ("t(48) = 1.02, p < .05", "decision error"),
        ("t(28) = 2.20, ns", "decision error"), ("t(28) = 2.20, p > .05", "decision error"), ("t(28) = 2.0, p < .05", "consistent"),
        ("t(28) = 2.20, p < .10", "consistent"), ("t(28) = 2.20, p < .01", "inconsistent"), ("t(28) = 2.20, p = .05", "inconsistent"),
        ("F(2, 28) = 2.20, p = .15", "inconsistent"), ("F(2, 28) = 2.20, p = .13", "consistent"),
        ("F(2, 28) = 22.20, p = .06", "decision error"),
        ("r(28) = .22, p = .26", "inconsistent"), ("r(28) = .22, p = .24", "consistent"), ("r(28) = .52, p = .06", "decision error"),
        ("chi2(28) = 22.20, p = .79", "inconsistent"), ("chi2(28) = 22.20, p = .77", "consistent"),
        ("chi2(28) = 52.20, p = .06", "decision error"),
        ("z = 2.20, p = .04", "inconsistent"), ("Z = -2.42, p = 0.016", "consistent"), ("z = 1.20, p = .03", "decision error"),
        ("Q(28) = 22.20, p = .79", "inconsistent"), ("Q(28) = 52.20, p = .06", "decision error"),
        ("F(1, 24) < 1, p > .05", "consistent"), ("F(1, 24) < 1, p = .03", "decision error"), ("t(28) > 3, p < .01", "consistent"),
        ("t(28) = 9.20, p = .000", "consistent"), ("t(28) = 1.20, p = .000", "decision error"),
        ("t(28) = 9.20, p < .000", "inconsistent"),
        ("t(28) = 9.20, p = 1.4", "inconsistent"), ("r(20) = 1.2, p = .01", "inconsistent"), ("t(0) = 1.2, p = .01", "inconsistent"),
        ("F(1, 24) = -3.0, p = .01", "inconsistent"), ("F(1, 24) = 5.3", "incomplete"), ("r(18) = 1.00, p < .001", "consistent"),
    ],
)  # fmt: skip
def test_verdicts(text: str, verdict: str) -> None:
    """Consistent, inconsistent and decision error are told apart, as statcheck's own test cases do."""
    found = _check(text)
    assert found.verdict == verdict, found.because


def test_p_over_the_rounding_interval() -> None:
    """Appendix B: t(28) = 2.20 gives p .0358 to .0366; 1.70 gives .0993 to .1012."""
    found = _check("t(28) = 2.20, p = .04")
    assert (round(found.p_low or 0, 4), round(found.p_high or 0, 4)) == (0.0358, 0.0366)
    found = _check("t(28) = 1.70, p = .10")
    assert (round(found.p_low or 0, 4), round(found.p_high or 0, 4)) == (0.0993, 0.1012)


def test_one_tailed_reporting() -> None:
    """Half of p counts where the text or the caller says one-tailed; else the sentence says that half would agree."""
    assert _check("t(28) = 1.70, p = .05, one-tailed").verdict == "consistent"
    assert _check("t(28) = 1.70, p = .10, one-tailed").verdict == "consistent"  # the word may be about another test
    assert _check("t(28) = 1.70, p = .05", one_tailed=True).verdict == "consistent"
    assert _check("t(28) = 1.70, p = .10", one_tailed=True).verdict == "inconsistent"
    silent = _check("t(28) = 1.70, p = .05")
    assert silent.verdict == "decision error"
    assert "half of it would agree" in silent.because
    assert _check("t(28) = 1.70, p = .05, one-tailed", one_tailed=False).verdict == "decision error"
    assert _check("a non-directional test, t(28) = 1.70, p = .05").verdict == "decision error"
    assert _check("F(3, 24) = 2.36, p = .048, one-tailed").verdict == "decision error"  # F with three has no direction


def test_alpha_moves_the_decision() -> None:
    """The same p is an error at one alpha and a decision error at another."""
    assert _check("t(28) = 2.20, p = .11", alpha=0.10).verdict == "decision error"
    assert _check("t(28) = 2.20, p = .11", alpha=0.01).verdict == "inconsistent"


KINDS = {"t": "t(17)", "F": "F(3, 17)", "chi2": "χ2(17)", "z": "z", "Q": "Q(17)", "r": "r(17)"}


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("size", ["0.00", "0.31", "0.95", "2.20", "7.80", "40.00"])
def test_agreement_with_scipy_stats(kind: str, size: str) -> None:
    """The p at the ends of the rounding interval is that of scipy.stats' distributions."""
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    if kind == "r" and float(size) > 1:
        pytest.skip("no correlation is above 1")
    (found,) = apa.read(f"{KINDS[kind]} = {size}, p = .5")
    interval = pvalues.p_interval(found)
    assert not isinstance(interval, Missing)
    for mine, statistic in zip(interval, (float(size) + 0.005, max(0.0, float(size) - 0.005)), strict=True):
        theirs = {
            "t": lambda value: 2 * stats.t.sf(value, 17),
            "F": lambda value: stats.f.sf(value, 3, 17),
            "chi2": lambda value: stats.chi2.sf(value, 17),
            "Q": lambda value: stats.chi2.sf(value, 17),
            "z": lambda value: 2 * stats.norm.sf(value),
            "r": lambda value: 2 * stats.t.sf(value * (17 / (1 - value * value)) ** 0.5, 17),
        }[kind](statistic)
        assert mine == pytest.approx(theirs, rel=1e-8, abs=1e-300)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 500), st.floats(-6, 6), st.integers(1, 3), st.integers(2, 4))
def test_a_rounded_result_is_never_inconsistent(df: int, value: float, places: int, p_places: int) -> None:
    """A true t and its true p, each rounded, are always consistent."""
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    p = 2 * stats.t.sf(abs(value), df)
    assert _check(f"t({df}) = {value:.{places}f}, p = {p:.{p_places}f}").verdict == "consistent"


def test_without_scipy_the_reason_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where scipy is not installed, t says what to install; z needs nothing and still gets its verdict."""
    monkeypatch.setitem(sys.modules, "scipy.special", None)
    (_, t), (_, z) = pvalues.check_text("t(28) = 2.20, p = .04; z = 2.20, p = .03")
    assert isinstance(t, Missing)
    assert "pip install 'evidence-audit[stats]'" in t.because
    assert isinstance(z, Check)
    assert z.verdict == "consistent"


@pytest.mark.parametrize(
    ("given_", "ratio", "verdict"),
    [
        (("0.51", "0.33", "0.80", ".003"), True, "consistent"), (("0.71", "0.48", "1.05", "p = .086"), True, "consistent"),
        (("0.51", "0.33", "0.80", ".3"), True, "decision error"), (("0.71", "0.48", "1.05", "p = .03"), True, "decision error"),
        (("0.71", "0.48", "1.05", "ns"), True, "consistent"), (("0.51", "0.33", "0.80", "ns"), True, "decision error"),
        (("0.51", "0.33", "0.80", "<.05"), True, "consistent"), (("0.51", "0.33", "0.80", "= .0001"), True, "inconsistent"),
        (("0.71", "0.33", "0.80", "< .05"), True, "inconsistent"), (("0.90", "0.33", "0.80", ".003"), True, "inconsistent"),
        (("0.99", "0.97", "1.00", ".04"), True, "consistent"),  # 1.00 may be 0.996: the limit leaves it open
        (("0.40", "0.33", "0.80", "<.05"), True, "inconsistent"),  # far from the middle, 0.51
        (("0.60", "0.17", "0.81", "<.05"), False, "consistent"),  # Newcombe's own interval of 9/10 against 3/10
        (("-0.5", "-0.8", "0.9", ".003"), True, "inconsistent"),  # no ratio is negative
        (("-1.0", "-2.2", "0.3", ".13"), False, "consistent"),  # the sham-controlled trial of facts.md, its p recomputed
        (("-1.0", "-2.2", "0.3", ".03"), False, "decision error"), (("38.1", "23.5", "52.7", "p<0.0001"), False, "consistent"),
        (("5.0", "5.0", "5.0", "<.001"), False, "consistent"),  # a width lost in rounding leaves p open
        (("0", "0", "0", ".5"), False, "consistent"),
    ],
)  # fmt: skip
def test_estimate_interval_and_p_agree_or_not(given_: tuple[str, str, str, str], ratio: bool, verdict: str) -> None:
    """Estimate, interval and p of ratios and differences: consistent, inconsistent and decision error told apart."""
    found = pvalues.coherent(*given_, ratio=ratio)
    assert found.verdict == verdict, found.because


def test_p_from_an_interval() -> None:
    """Appendix B: HR 0.51 (0.33–0.80) gives p = .003, HR 0.71 (0.48–1.05) gives p = .086, each inside the range."""
    for numbers, p in ((("0.51", "0.33", "0.80"), 0.0028), (("0.71", "0.48", "1.05"), 0.086)):
        found = pvalues.coherent(*numbers, "ns")
        assert found.p_low is not None
        assert found.p_high is not None
        assert found.p_low < p < found.p_high


def test_level_and_tail_of_an_interval() -> None:
    """A 90 % interval decides at .10, and a one-sided p at half of that."""
    assert pvalues.coherent("0.80", "0.65", "0.98", ".07", level=90).verdict == "consistent"
    assert pvalues.coherent("0.80", "0.65", "0.98", ".20", level=90).verdict == "decision error"
    assert pvalues.coherent("0.80", "0.65", "0.98", ".015", one_tailed=True).verdict == "consistent"


@settings(max_examples=200, deadline=None)
@given(st.floats(-3, 3), st.floats(0.05, 2), st.booleans(), st.sampled_from([90, 95, 99]), st.integers(3, 5))
def test_a_rounded_interval_is_never_inconsistent(effect: float, error: float, ratio: bool, level: float, places: int) -> None:
    """A true estimate, interval and p of the normal model, each rounded, are always consistent."""
    half = NormalDist().inv_cdf(0.5 + level / 200) * error
    numbers = [effect, effect - half, effect + half]
    texts = [f"{exp(number) if ratio else number:.{places}f}" for number in numbers]
    p = f"{erfc(abs(effect) / error / sqrt(2)):.4f}"
    if (ratio and float(texts[1]) == 0) or p == f"{1 - level / 100:.4f}":
        return  # a ratio's limit lost in rounding, or a p on the very border
    assert pvalues.coherent(*texts, p, ratio=ratio, level=level).verdict == "consistent"


@pytest.mark.parametrize(
    "bad",
    [
        ("nan", "1", "2", ".05"), ("1.5", "2", "1", ".05"), ("1.5", "1", "∞", ".05"), ("1.5", "1", "2", ""),
        ("1.5", "1", "2", "p is small"),
        ("１.5", "1", "2", ".05"), ("1.5", "1", "2", "．05"), ("1.5", "1", "9" * 10_000, ".05"), (1.5, "1", "2", ".05"),
        ("1,5", "1", "2", ".05"),
    ],
)  # fmt: skip
def test_bad_intervals_are_refused(bad: tuple[str, str, str, str]) -> None:
    """What is no number, no p or an upside-down interval gives a ValueError with a sentence."""
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        pvalues.coherent(*bad)


def test_bad_calls_are_refused() -> None:
    """An unknown test, a missing degree of freedom, an impossible alpha or level give a ValueError with a sentence."""
    good = Reported("t", "28", "", "=", "2.20", "=", ".04", False, "t(28) = 2.20, p = .04")
    bad_tests = [replace(good, kind="U"), replace(good, df1=""), replace(good, kind="F")]
    for bad in [*bad_tests, replace(good, statistic="nan"), replace(good, df1="２８")]:
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            pvalues.check(bad)
    for alpha in (0, 1, -1, float("nan"), "0.05"):
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            pvalues.check(good, alpha=alpha)  # type: ignore[arg-type]
    for level in (0, 100, float("nan")):
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            pvalues.coherent("1.5", "1", "2", ".05", level=level)
    with pytest.raises(ValueError, match="correlation"):
        pvalues.p_interval(replace(good, kind="r", statistic="1.2"))
