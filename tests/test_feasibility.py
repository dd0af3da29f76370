"""Percentages and means that whole people can or cannot give."""

from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import deviations, feasibility, printed, spans

BAD_NUMBERS = ["", " ", "NaN", "inf", "-inf", "∞", "８８%", "٨٨", "8,7", "1e3", "88%%", "8 8", "+-8", ".", None, 88, 0.88]
BAD_NUMBERS += ["9" * 10_000, "0." + "1" * 10_000]
WAYS = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN)
BAD_TOTALS = [0, -7, 2.5, float("nan"), float("inf"), True, None, "87.0", "８７", 10**400, "9" * 10_000]


def _rounds(count: int, total: int, decimals: int, way: str) -> Decimal:
    """Exact rounding of a percentage by the standard library, as the independent judge."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(100 * count) / Decimal(total)  # a tie needs few digits, so 60 digits never round into one
        return exact.quantize(Decimal(1).scaleb(-decimals), rounding=way)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 130), st.integers(0, 2), st.data())
def test_counts_are_what_brute_force_finds(total: int, decimals: int, data: st.DataObject) -> None:
    """Every count listed rounds to the percentage by half-up or half-even, and no other count does."""
    units = data.draw(st.integers(0, 100 * 10**decimals))
    text = f"{Decimal(units).scaleb(-decimals):.{decimals}f}"
    target = Decimal(text)
    brute = {way: {k for k in range(total + 1) if _rounds(k, total, decimals, way) == target} for way in WAYS}
    usual = brute[ROUND_HALF_UP] | brute[ROUND_HALF_EVEN]
    assert set(feasibility.counts(text, total)) == usual
    assert set(feasibility.counts(text, total, half_down=True)) == usual | brute[ROUND_HALF_DOWN]
    assert feasibility.possible(text, total) == bool(usual)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**6), st.integers(0, 6), st.data())
def test_a_real_count_is_never_called_impossible(total: int, decimals: int, data: st.DataObject) -> None:
    """Rounding the percentage of a real count, either way, gives a percentage that is possible and lists that count."""
    count = data.draw(st.integers(0, total))
    for way in (ROUND_HALF_UP, ROUND_HALF_EVEN):
        text = f"{_rounds(count, total, decimals, way):.{decimals}f}"
        fitting = feasibility.counts(text, total)
        assert fitting[0] <= count <= fitting[-1]


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 200), st.integers(1, 4), st.integers(0, 3), st.integers(-4000, 4000))
def test_a_real_mean_is_never_called_impossible(n: int, items: int, decimals: int, total: int) -> None:
    """The mean of whole-numbered answers is possible however it is rounded; negative sums too."""
    exact = Fraction(total, n * items)
    text = printed.rounded(exact, decimals).replace("−", "-")
    assert feasibility.mean_possible(text, n, items)
    assert total in feasibility.sums(text, n, items)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 60), st.integers(1, 3), st.integers(0, 2), st.integers(0, 900))
def test_possible_means_are_what_brute_force_finds(n: int, items: int, decimals: int, units: int) -> None:
    """A mean is possible exactly where some sum, divided and rounded half-up or half-even, prints it."""
    text = f"{Decimal(units).scaleb(-decimals):.{decimals}f}"
    near = round(float(text) * n * items)
    with localcontext() as context:
        context.prec = 60
        spread = n * items + 1  # the widest rounding interval, ± half a unit, holds fewer sums than this
        means = [Decimal(total) / Decimal(n * items) for total in range(near - spread, near + spread + 1)]
        ways = {mean.quantize(Decimal(1).scaleb(-decimals), rounding=way) for mean in means for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    assert feasibility.mean_possible(text, n, items) == (Decimal(text) in ways)


@pytest.mark.parametrize(
    ("text", "total", "fitting"),
    [
        ("88%", 7, ()), ("88%", 13, ()), ("88%", 17, (15,)), ("88", 52, (46,)), ("88%", 102, (90,)),
        ("67%", 77, ()), ("67 %", 94, (63,)), ("88%", 87, ()), ("88%", 88, (77,)), ("88%", 89, (78,)),
        ("0%", 3, (0,)), ("100%", 3, (3,)), ("100.0%", 1000, (1000,)), ("101%", 50, ()), ("12.5", 8, (1,)), ("12", 8, (1,)),
        ("13", 8, (1,)),
    ],
)  # fmt: skip
def test_counts_worked_by_hand(text: str, total: int, fitting: tuple[int, ...]) -> None:
    """The counts of regulatory.md's Appendix B and facts.md 3b, and the edges 0 %, 100 % and above."""
    assert feasibility.counts(text, total) == fitting


def test_whole_percents_of_88_that_no_total_from_80_to_102_misses_but_one() -> None:
    """facts.md: 88 % fits every N from 80 to 102 except 87."""
    fitting = dict(feasibility.totals("88%", 80, 102))
    assert sorted(set(range(80, 103)) - set(fitting)) == [87]


def test_joint_percentages_narrow_the_total_to_one() -> None:
    """facts.md: 83.1 % and 82.0 % together fit only N = 89 among 60 to 102; 68.2 % and 65.9 % fit 85 or 88."""
    assert feasibility.joint(["83.1%", "82.0%"], 60, 102) == ((89, ((74,), (73,))),)
    assert feasibility.joint(["68.2%", "65.9%"], 60, 102) == ((85, ((58,), (56,))), (88, ((60,), (58,))))


def test_pairs_of_a_relative_reduction() -> None:
    """facts.md lists the pairs behind 29.7 % relative by hand, from 40 users at baseline on."""
    from_40 = {last: [pair for pair in feasibility.pairs("29.7%", 102, last) if pair[0] >= 40] for last in (87, 88, 89, 102)}
    assert from_40[87] == [(count, count * 3 // 5) for count in range(40, 101, 5)]
    assert len(from_40[87]) == 13
    assert (70, 42) in from_40[87]
    assert from_40[88] == [(61, 37), (89, 54), (94, 57)]
    assert from_40[89] == [(44, 27), (75, 46), (88, 54)]
    assert from_40[102] == [(64, 45), (74, 52), (91, 64), (101, 71)]


def test_pairs_keep_the_ties_of_the_change_itself() -> None:
    """8 to 7 of 8 is 12.5 % fewer: 13 by half-up, 12 by half-even; 8 to 5 is 37.5 %: 38, and 37 only by half-down."""
    assert (8, 7) in feasibility.pairs("13%", 8, 8)
    assert (8, 7) in feasibility.pairs("12%", 8, 8)
    assert (8, 5) in feasibility.pairs("38%", 8, 8)
    assert (8, 5) not in feasibility.pairs("37%", 8, 8)
    assert (8, 5) not in feasibility.point_pairs("37", 8, 8)


def test_pairs_of_percentage_points() -> None:
    """facts.md: as percentage points 29.7 fits 62/27, 69/33 and 76/39 of 102 and 87, among others."""
    assert {(62, 27), (69, 33), (76, 39)} <= set(feasibility.point_pairs("29.7", 102, 87))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 25), st.integers(1, 25), st.integers(0, 1), st.integers(0, 1000), st.booleans(), st.booleans())
def test_pairs_are_what_brute_force_finds(before: int, after: int, decimals: int, units: int, increase: bool, points: bool) -> None:
    """Both kinds of pairs agree with trying every two counts and rounding exactly."""
    text = f"{Decimal(units).scaleb(-decimals):.{decimals}f}"
    target, sign = Decimal(text), 1 if increase else -1
    brute = []
    for first in range(before + 1):
        for last in range(after + 1):
            change = Fraction(last, after) - Fraction(first, before)
            if not points and first == 0:
                continue
            exact = sign * 100 * (change if points else change / Fraction(first, before))
            with localcontext() as context:
                context.prec = 60
                value = Decimal(exact.numerator) / Decimal(exact.denominator)
                ways = {value.quantize(Decimal(1).scaleb(-decimals), rounding=way) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
            if target in ways:
                brute.append((first, last))
    found = (feasibility.point_pairs if points else feasibility.pairs)(text, before, after, increase=increase)
    assert list(found) == brute


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("decimals", [0, 1, 2])
@pytest.mark.parametrize("number", [0, 1, 2, 7, 68, 297, 500])
def test_a_printed_number_means_the_same_everywhere(number: int, decimals: int, sign: str) -> None:
    """Feasibility and recomputation take a printed number for the same interval with the same ties."""
    sign = sign if number else ""
    here = printed.read(f"{sign}{Decimal(number).scaleb(-decimals):.{decimals}f}")
    there = spans.span("", sign, number, decimals, "", "")
    assert (here.value, here.low, here.high) == (there.value, there.low_value, there.high_value)
    ends = (here.holds_high, here.holds_low) if sign else (here.holds_low, here.holds_high)  # spans speaks of the magnitude
    assert ends == (there.holds_low, there.holds_high)


def test_only_half_down_is_borderline() -> None:
    """6/16 is 37.5: printed as 38 it fits, printed as 37 only by rounding the half down."""
    assert feasibility.verdict("38%", 16) == "possible"
    assert feasibility.verdict("37%", 16) == "borderline"
    assert feasibility.verdict("36%", 16) == "impossible"


def test_events_may_outnumber_people() -> None:
    """521 % of 28 people is impossible as a share of people and 146 events as a rate."""
    assert not feasibility.possible("521%", 28)
    assert feasibility.counts("521%", 28, events=True) == (146,)


def test_means_worked_by_hand() -> None:
    """Appendix B: 5.27 of 43 and 3.48 of 20 are impossible; 3.45 of 20 is a sum of 69."""
    assert not feasibility.mean_possible("5.27", 43)
    assert not feasibility.mean_possible("3.48", 20)
    assert feasibility.sums("3.45", 20) == (69,)


def test_power_of_whole_percents() -> None:
    """Appendix B: of 101 whole percents 90/80/50/10/1/0 are impossible for N = 10/20/50/90/99/100."""
    assert [feasibility.impossible_share(n) * 101 for n in (10, 20, 50, 90, 99, 100)] == [90, 80, 50, 10, 1, 0]


def test_the_sentence_names_what_fits() -> None:
    """People read which count misses, by how much, and which of the other groups would fit."""
    said = feasibility.explain("88%", 87, (52, 53, 60))
    assert said == "No whole number of 87 gives 88%: 76/87 is 87.4% and 77/87 is 88.5%. It would fit 46/52 and 53/60."
    assert feasibility.explain("67%", 77, (94,)).endswith("It would fit 63/94.")
    assert feasibility.explain("88%", 13, (7,)).endswith("Nor would any whole number of 7.")
    assert feasibility.explain("88%", 102) == "88% of 102 fits 90/102."
    assert "only where a half is rounded down" in feasibility.explain("37%", 16)
    assert "even 20/20 is only 100%" in feasibility.explain("105%", 20)


@pytest.mark.parametrize("text", BAD_NUMBERS)
def test_what_is_no_number_is_refused(text: object) -> None:
    """NaN, infinity, full-width digits, decimal commas and endless numbers give a ValueError, never a verdict."""
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        feasibility.possible(text, 87)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        feasibility.mean_possible(text, 87)  # type: ignore[arg-type]


@pytest.mark.parametrize("total", BAD_TOTALS)
def test_what_is_no_total_is_refused(total: object) -> None:
    """Nobody, fractions of people and endless totals give a ValueError, never a verdict."""
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        feasibility.counts("88%", total)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        feasibility.mean_possible("3.45", 20, total)  # type: ignore[arg-type]


def test_answers_nobody_could_read_are_refused() -> None:
    """A negative percentage, a backward span and a list of more than 100,000 counts are refused with a sentence."""
    for call in (
        lambda: feasibility.counts("-5%", 20),
        lambda: feasibility.totals("88%", 102, 80),
        lambda: feasibility.totals("88%", 1, 10**6),
        lambda: feasibility.counts("50%", 10**9),
        lambda: feasibility.joint([], 1, 9),
        lambda: feasibility.pairs("50%", 10**6, 10),
        lambda: feasibility.pairs("50%", 50_000, 50_000),
    ):
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            call()
    assert feasibility.possible("50%", 10**9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-5, 9), min_size=2, max_size=12), st.integers(1, 3))
def test_real_answers_have_a_possible_deviation(answers: list[int], decimals: int) -> None:
    """Mean and sample deviation of real whole-numbered answers, rounded half-up, are possible together."""
    n = len(answers)
    mean = Fraction(sum(answers), n)
    variance = sum((answer - mean) ** 2 for answer in answers) / (n - 1)
    with localcontext() as context:
        context.prec = 60
        root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
        deviation = f"{root.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):.{decimals}f}"
    mean_text = printed.rounded(mean, decimals).replace("−", "-")
    assert deviations.possible(mean_text, deviation, n)
    if set(answers) <= {0, 1}:
        assert deviations.share_possible(mean_text, deviation, n)


def test_a_deviation_of_the_wrong_parity_is_impossible() -> None:
    """Two whole numbers with mean 1.0 have a deviation of 0 or 1.41; 1.00 fits a sum of squares of 3, which is odd."""
    assert not deviations.possible("1.0", "1.00", 2)
    assert deviations.possible("1.0", "1.41", 2)
    assert not deviations.possible("1.0", "0.71", 2)
    assert deviations.possible("1.5", "0.71", 2)
    assert deviations.share_possible("0.50", "0.71", 2)
    assert not deviations.share_possible("0.50", "0.60", 2)


@pytest.mark.parametrize(
    ("mean", "deviation", "n"), [("1.0", "-0.7", 2), ("1.0", "NaN", 2), ("x", "0.7", 2), ("1.0", "0.7", 1), ("1.0", "0.7", 10**9)]
)
def test_bad_deviations_are_refused(mean: str, deviation: str, n: int) -> None:
    """A negative deviation, one person or a million of them give a ValueError, never a verdict."""
    for judge in (deviations.possible, deviations.share_possible):
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            judge(mean, deviation, n)
