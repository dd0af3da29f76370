"""Recomputation: the verdicts, the way each bound and tie is taken, and what is refused."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import measures
from evidence.arithmetic import PLAIN, printed_span, recompute
from evidence.spans import typed

decimals = st.integers(1, 99999).map(lambda number: f"{number / 100:.2f}")


def rounded(text: str, places: int) -> str:
    """Half up, by hand: the promise must not lean on the code it tests."""
    units = int(Decimal(text) * 10**places + Decimal("0.5"))
    return str(Decimal(units).scaleb(-places)) if places else str(units)


# --- the real examples of the first registry ----------------------------------------------------------------------


def test_a_number_that_agrees_only_within_the_inputs_rounding_is_borderline() -> None:
    """68% from 82.3 and 26.7: R is 67.477…–67.638…, and its centre rounds to 68."""
    answer = recompute("68%", "relative reduction", baseline="82.3", followup="26.7")
    assert answer.verdict == "borderline"
    assert (float(answer.low or 0), float(answer.high or 0)) == (pytest.approx(67.4772, abs=1e-4), pytest.approx(67.6381, abs=1e-4))
    assert (answer.central_agrees, answer.rounds_to) == (True, "68%")
    assert answer.arithmetic == "(82.3 − 26.7) ÷ 82.3 = 67.557…%"


def test_a_number_outside_what_the_inputs_can_give_is_contradicted() -> None:
    """68% from a change of 55.4 in 82.3, which rounds to 67, whether or not the change is typed with its sign."""
    for change in ("55.4", "-55.4", "−55.4"):
        answer = recompute("68%", "relative reduction", baseline="82.3", change=change)
        assert (answer.verdict, answer.rounds_to, answer.direction, answer.flatters) == ("contradicted", "67%", "overstated", True)
        assert (round(float(answer.low or 0), 2), round(float(answer.high or 0), 2)) == (67.21, 67.42)


def test_a_truncated_number_is_contradicted_and_the_sentence_says_how() -> None:
    """29% where the release prints 29.7%: understated by 0.7 of a printed unit, and truncation explains it."""
    answer = recompute("29%", "reported", value="29.7")
    assert (answer.verdict, answer.direction, answer.flatters, answer.units_off) == ("contradicted", "understated", False, Fraction(7, 10))
    assert answer.explanation == "the source gives 29.7%, which rounds to 30%; 29% is what truncation gives"


@pytest.mark.parametrize(
    ("printed", "measure", "inputs", "verdict"),
    [
        ("50%", "relative reduction", {"baseline": "57.2", "followup": "28.7"}, "confirmed"),
        ("37", "proportion", {"count": 6, "total": 16}, "borderline"),
        ("38", "proportion", {"count": 6, "total": 16}, "confirmed"),
        ("36", "proportion", {"count": 6, "total": 16}, "contradicted"),
        ("62%", "proportion", {"count": 10, "total": 16}, "confirmed"),  # 62.5: half to even
        ("63%", "proportion", {"count": 10, "total": 16}, "confirmed"),  # 62.5: half up
        ("88 percent", "proportion", {"count": 90, "total": 102}, "confirmed"),
        ("0.42", "proportion", {"count": 42, "total": 100}, "confirmed"),
        ("0.42", "proportion", {"count": 43, "total": 100}, "contradicted"),
        ("67%", "reported", {"value": "67"}, "confirmed"),
        ("68%", "reported", {"value": "67.5"}, "borderline"),
        ("68%", "reported", {"value": "69"}, "contradicted"),
        ("−52 points", "mean difference", {"treated": "27.3", "control": "79.1"}, "confirmed"),
        ("52 points", "mean difference", {"treated": "27.3", "control": "79.1"}, "confirmed"),
        ("+52 points", "mean difference", {"treated": "27.3", "control": "79.1"}, "contradicted"),
        ("−29%", "relative reduction", {"baseline": "68.00", "followup": "48.00"}, "confirmed"),
        ("29%", "relative increase", {"baseline": "68.0", "followup": "48.0"}, "contradicted"),
        ("29 points", "relative reduction", {"baseline": "68.0", "followup": "48.0"}, "contradicted"),
        ("20 points", "percentage-point change", {"baseline": "68.0", "followup": "48.0"}, "confirmed"),
        ("three times", "fold change", {"baseline": 10, "followup": 30}, "confirmed"),
        ("9 in 10", "proportion", {"count": 90, "total": 102}, "confirmed"),
        ("two-thirds", "proportion", {"count": 60, "total": 100}, "contradicted"),
        ("10–15%", "proportion", {"count": 12, "total": 100}, "confirmed"),
        ("10–15%", "proportion", {"count": 18, "total": 100}, "contradicted"),
    ],
)
def test_verdicts(printed: str, measure: str, inputs: dict[str, str | int], verdict: str) -> None:
    """Every row of the table gets its verdict."""
    assert recompute(printed, measure, **inputs).verdict == verdict


@pytest.mark.parametrize(
    ("printed", "count", "verdict"),
    [
        ("more than 100", 101, "confirmed"),
        ("more than 100", 100, "contradicted"),
        ("over 100", 97, "contradicted"),
        ("at least 100", 100, "confirmed"),
        ("at least 100", 99, "contradicted"),
        ("less than 100", 100, "contradicted"),
        ("less than 100", 99, "confirmed"),
        ("at most 100", 100, "confirmed"),
        ("nearly 100", 95, "confirmed"),
        ("nearly 100", 94, "contradicted"),
        ("almost 100", 100, "contradicted"),
        ("about 100", 104, "borderline"),
        ("about 100", 100, "borderline"),
        ("~100", 106, "contradicted"),
        ("100", 97, "confirmed"),
        ("100", 106, "contradicted"),
        ("1,000", 960, "confirmed"),
        ("101", 97, "contradicted"),
        ("20", 21, "contradicted"),
    ],
)
def test_qualifiers_and_round_counts(printed: str, count: int, verdict: str) -> None:
    """A bound is strict where its word is, a hedge is 5 %, and a round count also stands for what rounds to it."""
    assert recompute(printed, "count", value=count).verdict == verdict


def test_up_to_is_the_sources_maximum() -> None:
    """"Up to 25%" says nothing of the mean: only the maximum can carry it, whatever the measure."""
    assert recompute("up to 25%", "reported", value="25").verdict == "incomplete"
    assert recompute("up to 25%", "reported", value="12", maximum="25").verdict == "confirmed"
    assert recompute("up to 25%", "reported", value="12", maximum="27").verdict == "contradicted"


def test_a_tie_says_which_rounding_gives_it() -> None:
    """The sentence names half to even and half down where only they fit."""
    assert "half to even" in recompute("62%", "proportion", count=10, total=16).explanation
    assert "half down" in recompute("37%", "proportion", count=6, total=16).explanation
    assert recompute("63%", "proportion", count=10, total=16).explanation == ""


@pytest.mark.parametrize(
    ("printed", "measure", "inputs", "facts", "flatters"),
    [
        ("70%", "relative reduction", {"baseline": "80.0", "followup": "40.0"}, {}, True),
        ("70%", "relative reduction", {"baseline": "80.0", "followup": "40.0"}, {"better": "higher"}, False),
        ("30%", "relative reduction", {"baseline": "80.0", "followup": "40.0"}, {}, False),
        ("70%", "relative increase", {"baseline": "40.0", "followup": "60.0"}, {}, True),
        ("70%", "relative increase", {"baseline": "40.0", "followup": "60.0"}, {"type": "safety"}, False),
        ("5%", "proportion", {"count": 8, "total": 100}, {"type": "safety"}, True),
        ("5%", "proportion", {"count": 8, "total": 100}, {}, False),
        ("5%", "proportion", {"count": 8, "total": 100}, {"type": "safety", "better": "higher"}, False),
        ("−22 points", "percentage-point change", {"baseline": "68.0", "followup": "48.0"}, {"better": "lower"}, True),
        ("22 points", "percentage-point change", {"baseline": "68.0", "followup": "48.0"}, {"better": "lower"}, True),
        ("18 points", "percentage-point change", {"baseline": "68.0", "followup": "48.0"}, {"better": "lower"}, False),
        ("22 points", "percentage-point change", {"baseline": "48.0", "followup": "68.0"}, {"better": "lower"}, False),
        ("5", "number needed to treat", {"events": 10, "total": 100, "control_events": 20, "control_total": 100}, {}, True),
        ("12", "number needed to treat", {"events": 10, "total": 100, "control_events": 20, "control_total": 100}, {}, False),
    ],
)
def test_which_way_flatters(printed: str, measure: str, inputs: dict[str, str | int], facts: dict[str, str], flatters: bool) -> None:
    """A larger reduction flatters, a larger harm does not, a smaller number needed to treat does."""
    answer = recompute(printed, measure, **facts, **inputs)
    assert (answer.verdict, answer.flatters) == ("contradicted", flatters)


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "inputs", "says"),
    [
        ("relative reduction", {"baseline": 0, "followup": 3}, "nothing can be divided by 0"),
        ("relative reduction", {"baseline": "-4", "followup": 3}, "negative"),
        ("proportion", {"count": 5, "total": 0}, "0"),
        ("proportion", {"count": 31, "total": 30}, "larger than"),
        ("proportion", {"count": -1, "total": 30}, "negative"),
        ("proportion", {"count": "2.5", "total": 30}, "not a whole number"),
        ("percentage-point change", {"baseline": 68, "followup": 148}, "between 0 and 100"),
        ("risk ratio", {"events": 3, "total": 10, "control_events": 0, "control_total": 10}, "0"),
        ("odds ratio", {"events": 10, "total": 10, "control_events": 2, "control_total": 10}, "odds"),
        ("number needed to treat", {"events": 2, "total": 10, "control_events": 2, "control_total": 10}, "same risk"),
        ("relative reduction", {"baseline": 80}, "followup is missing"),
        ("relative reduction", {"baseline": 80, "followup": None}, "followup is missing"),
        ("risk ratio", {"events": 3}, "total and control_events and control_total are missing"),
    ],
)
def test_values_outside_the_domain_are_incomplete_with_a_reason(measure: str, inputs: dict[str, str | int | None], says: str) -> None:
    """A baseline of 0, a part larger than its whole, a missing value: a finding with a sentence, never a verdict."""
    answer = recompute("50%", measure, **inputs)
    assert answer.verdict == "incomplete"
    assert says in answer.explanation
    assert (answer.value, answer.low, answer.high) == (None, None, None)


@pytest.mark.parametrize(
    "value", ["", " ", "NaN", "nan", "inf", "∞", "-", ".", "1e5", "1.2.3", "8,7", "４２", "²", "9" * 10_000, "0." + "1" * 40, 10**400,
              float("nan"), float("inf"), Decimal("NaN"), 1e200, True, b"5", [5]],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_a_sentence(value: object) -> None:
    """NaN, infinity, full-width digits, a comma that could be a decimal mark, 10,000 digits: ValueError, and a short one."""
    with pytest.raises(ValueError, match="value") as refusal:
        recompute("5", "reported", value=value)  # type: ignore[arg-type]
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize("printed", ["", "NaN", "∞", "８８%", "9" * 10_000, "p<.0001", "95% CI 37–54", "well", None, 68])
def test_a_printed_text_without_one_number_is_refused(printed: object) -> None:
    """What no measure could give is a ValueError with a sentence, never a verdict."""
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        recompute(printed, "reported", value="5")  # type: ignore[arg-type]


def test_unknown_names_are_refused_with_the_nearest_known_one() -> None:
    """A slip in a measure's or an input's name is told, not passed over."""
    with pytest.raises(ValueError, match="did you mean 'proportion'"):
        recompute("5%", "proportions", count=5, total=100)
    with pytest.raises(ValueError, match="did you mean 'followup'"):
        recompute("5%", "relative reduction", baseline=5, folowup=4)
    with pytest.raises(ValueError, match="'higher' or 'lower'"):
        recompute("5%", "reported", better="more", value=5)


def test_a_scale_of_ten_against_one_of_a_hundred_is_told() -> None:
    """7.9 on 0–10 against 25 on 0–100 is contradicted, and the sentence names the scales."""
    answer = recompute("68%", "relative reduction", baseline="7.9", followup="25")
    assert answer.verdict == "contradicted"
    assert "0–10" in answer.explanation


# --- laws ---------------------------------------------------------------------------------------------------------


@given(decimals, st.integers(0, 2))
def test_rounding_a_value_never_contradicts_it(value: str, places: int) -> None:
    """What a source reports may be printed with fewer decimals."""
    printed = rounded(value, places)
    assert recompute(f"{printed}%", "reported", value=value).verdict in ("confirmed", "borderline")


@given(st.integers(1, 5000), st.data(), st.integers(0, 3))
def test_rounding_a_proportion_confirms_it(total: int, data: st.DataObject, places: int) -> None:
    """Counts are exact, so a proportion rounded half up is confirmed at any number of decimals."""
    count = data.draw(st.integers(0, total))
    units = (2 * 100 * count * 10**places + total) // (2 * total)
    printed = f"{units // 10**places}.{units % 10**places:0{places}}" if places else str(units)
    assert recompute(f"{printed}%", "proportion", count=count, total=total).verdict == "confirmed"


@given(decimals, decimals, st.integers(0, 120), st.sampled_from(["relative reduction", "relative increase", "absolute reduction", "fold change"]))
def test_widening_an_input_never_turns_confirmed_into_contradicted(baseline: str, followup: str, printed: int, measure: str) -> None:
    """Fewer typed decimals say less: they may unsettle a verdict, never reverse it."""
    before = recompute(f"{printed}", measure, baseline=baseline, followup=followup).verdict
    for places in (0, 1):
        wide = recompute(f"{printed}", measure, baseline=rounded(baseline, places), followup=rounded(followup, places)).verdict
        assert not (before == "confirmed" and wide == "contradicted")
        assert not (before == "contradicted" and wide == "confirmed")


@given(decimals, decimals, st.integers(0, 100))
def test_the_unit_of_a_scale_does_not_matter_to_a_relative_measure(baseline: str, followup: str, printed: int) -> None:
    """Ten times both values, typed to the same digit, is the same reduction."""
    larger = [str(Decimal(text).scaleb(1)) for text in (baseline, followup)]
    one = recompute(f"{printed}%", "relative reduction", baseline=baseline, followup=followup)
    ten = recompute(f"{printed}%", "relative reduction", baseline=larger[0], followup=larger[1])
    assert (one.verdict, one.low, one.high) == (ten.verdict, ten.low, ten.high)


@given(decimals, decimals, decimals)
def test_a_reduction_is_an_increase_the_other_way_round(baseline: str, followup: str, printed: str) -> None:
    """Swapping the two values turns the sign of an absolute change and nothing else; the inputs' order does not matter."""
    fall = recompute(printed, "absolute reduction", baseline=baseline, followup=followup)
    rise = recompute(printed, "absolute increase", followup=baseline, baseline=followup)
    assert (fall.verdict, fall.low, fall.high) == (rise.verdict, rise.low, rise.high)


@settings(max_examples=60)
@given(decimals, decimals, st.sampled_from([way for entry in measures.MEASURES for way in entry.ways if len(way.inputs) == 2 and not way.whole]))
def test_the_interval_is_what_a_fine_grid_of_the_inputs_reaches(first: str, second: str, way: measures.Way) -> None:
    """Brute force: every value of a grid over the inputs' intervals lies in R, and R's ends are among them."""
    values = {name: typed(text, name) for name, text in zip(way.inputs, (first, second), strict=True)}
    if measures.objection(way, values):
        return
    low, centre, high = (Fraction(*pair) for pair in measures.interval(way, values))
    grids = [[Fraction(v.low * (8 - at) + v.high * at, 8 * v.under) for at in range(9)] for v in values.values()]
    reached = [Fraction(*way.evaluate(a.numerator, a.denominator, b.numerator, b.denominator)) for a in grids[0] for b in grids[1]]
    assert (min(reached), max(reached)) == (low, high)
    assert low <= centre <= high


@given(st.integers(1, 60), st.data())
def test_exact_counts_agree_with_plain_fractions(total: int, data: st.DataObject) -> None:
    """The integer arithmetic of proportions is that of Fraction, tie rules included."""
    count, printed = data.draw(st.integers(0, total)), data.draw(st.integers(0, 100))
    share = Fraction(100 * count, total)
    near = abs(share - printed)
    tie = near == Fraction(1, 2)
    expected = "confirmed" if near < Fraction(1, 2) or (tie and (share < printed or printed % 2 == 0)) else "borderline" if tie else "contradicted"
    answer = recompute(f"{printed}%", "proportion", count=count, total=total)
    assert (answer.verdict, answer.value) == (expected, share)


@given(st.from_regex(PLAIN, fullmatch=True), st.booleans())
def test_the_quick_reading_of_a_plain_number_is_that_of_numerals(text: str, unsigned: bool) -> None:
    """A space behind the number leaves the quick way: both must read the same span."""
    quick, slow = (printed_span(printed, "en", "nearest", unsigned) for printed in (text, f"{text} "))
    assert quick == slow


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_gets_a_verdict_or_a_sentence(printed: str, value: str) -> None:
    """Whatever is typed, there is a verdict or a ValueError, and no other error."""
    with contextlib.suppress(ValueError):
        assert recompute(printed, "reported", value=value).verdict in ("confirmed", "borderline", "contradicted", "incomplete")
