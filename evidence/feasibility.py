"""Whether whole people can give a printed percentage or mean (the GRIM test), and which counts would.

Source: Brown NJL, Heathers JAJ (2017), The GRIM test, Soc Psychol Personal Sci 8:363–369. Exact rational arithmetic; a
tie that half-up or half-even rounds to the printed number fits, one that only half-down gives is borderline. Not for
weighted, imputed or Kaplan–Meier figures: these need no whole number of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from evidence.printed import Printed, read, rounded, whole

MOST_LISTED = 100_000  # counts or pairs in one answer: beyond, GRIM has no power and a list helps nobody
WIDEST = 10_000  # totals searched in one call


def possible(percent_text: str, total: int, *, half_down: bool = False, events: bool = False) -> bool:
    """True where some whole number of `total` people is the printed percentage.

    half_down: also accept a tie that only rounding halves down gives. events: the count may exceed the total (several
    events in one person); otherwise more than 100 % is impossible. Raises ValueError for anything that is no percentage.
    """
    return bool(_fits(_percent(percent_text), _total(total), half_down=half_down, events=events))


def verdict(percent_text: str, total: int, *, events: bool = False) -> str:
    """possible | borderline (only half-down gives it) | impossible."""
    if possible(percent_text, total, events=events):
        return "possible"
    return "borderline" if possible(percent_text, total, half_down=True, events=events) else "impossible"


def counts(percent_text: str, total: int, *, half_down: bool = False, events: bool = False) -> tuple[int, ...]:
    """Every count that, of `total` people, gives the printed percentage: counts("88%", 102) is (90,)."""
    return _listed(_fits(_percent(percent_text), _total(total), half_down=half_down, events=events))


def totals(percent_text: str, low: int, high: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Every total from low to high with a count that fits, each with its counts: ((52, (46,)), …)."""
    return tuple((total, fitting[0]) for total, fitting in joint([percent_text], low, high))


def joint(percents: Sequence[str], low: int, high: int) -> tuple[tuple[int, tuple[tuple[int, ...], ...]], ...]:
    """Every total from low to high that fits all the percentages at once, each with the counts, in the order given.

    83.1% and 82.0% of the same people, 60 to 102 of them: ((89, ((74,), (73,))),).
    """
    if isinstance(percents, str) or not percents:
        raise ValueError("joint() needs a list of percentages, such as ['83.1%', '82.0%']")
    printed = [_percent(text) for text in percents]
    found = []
    listed = 0
    for total in _span(low, high):
        ranges = [_fits(one, total) for one in printed]
        if all(ranges):
            listed += sum(map(len, ranges))
            if listed > MOST_LISTED:
                raise ValueError(f"more than {MOST_LISTED:,} counts fit from {low:,} to {total:,}: ask for fewer totals")
            found.append((total, tuple(tuple(one) for one in ranges)))
    return tuple(found)


def pairs(percent_text: str, before: int, after: int, *, increase: bool = False) -> tuple[tuple[int, int], ...]:
    """Every (count of `before`, count of `after`) whose shares differ by the printed relative reduction (or increase).

    29.7% fewer, with 102 people before and 87 after: 20 pairs, among them (70, 42). The earlier count is above 0.
    """
    printed, first, last = _percent(percent_text), _paired_total(before), _paired_total(after)
    ratio = _offset(printed, Fraction(100), 1 if increase else -1)  # the later share as a percentage of the earlier one
    return _paired(((count, ratio, Fraction(100 * first, count * last)) for count in range(1, first + 1)), last)


def point_pairs(points_text: str, before: int, after: int, *, increase: bool = False) -> tuple[tuple[int, int], ...]:
    """As `pairs`, where the printed number is the fall (or rise) in percentage points between the two shares."""
    printed, first, last = _percent(points_text), _paired_total(before), _paired_total(after)
    sign, step = (1 if increase else -1), Fraction(100, last)
    return _paired(((count, _offset(printed, Fraction(100 * count, first), sign), step) for count in range(first + 1)), last)


def mean_possible(mean_text: str, n: int, items: int = 1, *, half_down: bool = False) -> bool:
    """True where n people, each answering `items` whole-numbered items, can have the printed mean."""
    return bool(read(mean_text).multiples(_mean_step(n, items), half_down=half_down))


def sums(mean_text: str, n: int, items: int = 1) -> tuple[int, ...]:
    """Every sum of all answers that gives the printed mean: sums("3.45", 20) is (69,)."""
    return _listed(read(mean_text).multiples(_mean_step(n, items)))


def impossible_share(total: int, decimals: int = 0) -> Fraction:
    """The share of all percentages from 0 to 100 with that many decimals which no count of `total` gives: GRIM's power.

    90 of 101 for ten people, 0 from a hundred people on: where it is 0, "possible" says nothing.
    """
    places = 10 ** whole(decimals, "the number of decimals", most=3)
    people = _total(total)
    texts = [rounded(Fraction(value, places), decimals) for value in range(100 * places + 1)]
    return Fraction(sum(not possible(text, people) for text in texts), len(texts))


def explain(percent_text: str, total: int, others: Sequence[int] = ()) -> str:
    """One or two sentences for people: which count fits, or that none does and which of `others` would.

    "No whole number of 87 gives 88%: 76/87 is 87.4% and 77/87 is 88.5%. It would fit 46/52 and 53/60."
    """
    printed, people = _percent(percent_text), _total(total)
    name = f"{printed.text.rstrip('% ')}%"
    fitting = _fits(printed, people)
    if fitting:
        which = f"{fitting[0]:,}/{people:,}" if len(fitting) == 1 else f"any count from {fitting[0]:,} to {fitting[-1]:,}"
        return f"{name} of {people:,} fits {which}."
    if tied := _fits(printed, people, half_down=True):
        count = tied[0]
        return f"{name} of {people:,} fits {count:,}/{people:,} ({_share(count, people, printed)}) only where a half is rounded down."
    found = [(other, fit) for other in others if (fit := _fits(printed, _total(other)))]
    if others:
        none = f"Nor would any whole number of {_joined([f'{other:,}' for other in others], 'or')}."
        where = f"It would fit {_fractions(found)}." if found else none
    else:
        nearest = _nearest(printed, people)
        where = f"The nearest totals that fit: {_fractions(nearest)}." if nearest else ""
    return f"No whole number of {people:,} gives {name}: {_around(printed, people)}. {where}".rstrip()


def _percent(text: str) -> Printed:
    printed = read(text)
    if printed.text[0] in "+-−":
        raise ValueError(f"{text!r} has a sign: give the size of the percentage and say whether it fell or rose")
    return printed


def _total(total: object) -> int:
    return whole(total, "the number of people", least=1)


def _span(low: int, high: int) -> range:
    first, last = _total(low), _total(high)
    if not 0 <= last - first <= WIDEST:
        raise ValueError(f"totals are searched from the lower to the higher, at most {WIDEST:,} of them, not {first:,} to {last:,}")
    return range(first, last + 1)


def _fits(printed: Printed, total: int, *, half_down: bool = False, events: bool = False) -> range:
    found = printed.multiples(Fraction(100, total), half_down=half_down)
    last = found.stop if events else min(found.stop, total + 1)
    return range(max(found.start, 0), max(last, found.start, 0))


def _listed(found: range) -> tuple[int, ...]:
    if len(found) > MOST_LISTED:
        raise ValueError(f"{len(found):,} counts fit, more than the {MOST_LISTED:,} that are listed: so many people can give anything")
    return tuple(found)


def _paired_total(total: object) -> int:
    return whole(total, "the number of people", least=1, most=MOST_LISTED)


def _offset(printed: Printed, base: Fraction, sign: int) -> Printed:
    """The interval of base + sign × printed; subtracting swaps its ends."""
    if sign > 0:
        return replace(printed, value=base + printed.value, low=base + printed.low, high=base + printed.high)
    mirrored = replace(printed, value=base - printed.value, low=base - printed.high, high=base - printed.low)
    return replace(mirrored, holds_low=printed.holds_high, holds_high=printed.holds_low)


def _paired(candidates: Iterable[tuple[int, Printed, Fraction]], last: int) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for count, interval, step in candidates:
        fit = interval.multiples(step)
        found.extend((count, later) for later in range(max(fit.start, 0), min(fit.stop, last + 1)))
        if len(found) > MOST_LISTED:
            raise ValueError(f"more than {MOST_LISTED:,} pairs of counts fit: so many people make any change possible")
    return tuple(found)


def _mean_step(n: int, items: int) -> Fraction:
    return Fraction(1, _total(n) * whole(items, "the number of items", least=1, most=10_000))


def _share(count: int, total: int, printed: Printed) -> str:
    return f"{rounded(Fraction(100 * count, total), printed.decimals + 1)}%"


def _around(printed: Printed, total: int) -> str:
    """The counts just below and above, which miss the printed number, with what they give."""
    below = int(printed.value * total / 100)
    near = [count for count in (below, below + 1) if 0 <= count <= total]
    if not near:
        return f"even {total:,}/{total:,} is only 100%"
    return _joined([f"{count:,}/{total:,} is {_share(count, total, printed)}" for count in near])


def _nearest(printed: Printed, total: int) -> list[tuple[int, range]]:
    """The closest total below and the closest above that fit, where they lie within a thousand."""
    sides = (range(total - 1, max(0, total - 1000), -1), range(total + 1, total + 1000))
    found = [next(((other, fit) for other in side if (fit := _fits(printed, other))), None) for side in sides]
    return [one for one in found if one is not None]


def _fractions(found: Sequence[tuple[int, range]]) -> str:
    parts = []
    for total, fit in found:
        parts.append(f"{fit[0]:,}/{total:,}" if len(fit) == 1 else f"{fit[0]:,} to {fit[-1]:,} of {total:,}")
    return _joined(parts)


def _joined(parts: Sequence[str], word: str = "and") -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"
