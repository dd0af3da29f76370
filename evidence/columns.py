"""The arithmetic of many printed numbers at once, exactly, on int64 columns: the same formulas and the same comparison.

A table of columns is a dict of numpy arrays with one entry a row. numpy is imported inside, as it is heavy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from evidence.measures import Measure, Way
from evidence.spans import Span, Typed

ROOM = 61  # bits of an int64 that a product may use: 63, less two for sums
PERCENT_BITS = 7  # of a factor of 100
Array = Any  # a numpy array
Columns = dict[str, Array]
Ratio = tuple[Array, Array]  # numerators and denominators

INPUT = ("low", "middle", "high", "under", "whole", "signed", "bits")
SPAN = (
    "number", "last", "power", "under", "low", "high", "bounded_below", "bounded_above", "holds_low", "holds_high",
    "half_down", "about", "sign", "percent", "bare", "bits",
)  # fmt: skip


class Compared(NamedTuple):
    """What came out, by row: R on the printed number's sign, and the comparison's answers. `sure`: not to be redone slowly."""

    low: Ratio
    centre: Ratio
    high: Ratio
    negative: Array
    inside: Array
    overlaps: Array
    agrees: Array
    off: Array  # printed minus centre, over the centre's denominator
    sure: Array


def inputs(values: Sequence[Typed | None], codes: Array) -> Columns:
    """The values' columns by row; `bits` is 0 where there is no number, or one too long for int64."""
    rows = []
    for value in values:
        bits = 0 if value is None else max(abs(value.low), abs(value.high), value.under).bit_length()
        if value is None or bits > ROOM:
            rows.append((0,) * len(INPUT))
        else:
            rows.append((*value[:4], -1 if value.whole is None else value.whole, int(value.signed), bits))
    return _by_row(rows, INPUT, codes)


def spans(values: Sequence[Span | None], codes: Array) -> Columns:
    """The spans' columns by row; `bits` is 0 where there is none, or only one that has to be judged slowly."""
    rows = []
    for c in values:
        power = 0 if c is None else 10**c.decimals
        bits = 0 if c is None else max(abs(c.low or 0), abs(c.high or 0), c.under, c.last, power).bit_length()
        if c is None or bits > ROOM or c.of or c.qualifier == "up to":
            rows.append((0,) * len(SPAN))
            continue
        sign = {"-": -1, "+": 1}.get(c.sign, 0)
        bare = not c.unit and c.decimals > 0 and c.number <= power
        ends = (c.low or 0, c.high or 0, c.low is not None, c.high is not None, c.holds_low, c.holds_high, c.half_down)
        rows.append((c.number, c.last, power, c.under, *ends, c.qualifier == "about", sign, c.unit == "%", bare, bits))
    return _by_row(rows, SPAN, codes)


def _by_row(rows: list[tuple[int, ...]], names: tuple[str, ...], codes: Array) -> Columns:
    import numpy as np

    table = np.array([*rows, (0,) * len(names)], dtype=np.int64)  # the last row stands for code −1, an empty cell
    return {name: table[:, at][codes] for at, name in enumerate(names)}


def take(columns: Columns, rows: Array) -> Columns:
    """The same columns for some rows."""
    return {name: column[rows] for name, column in columns.items()}


def fit(way: Way, c: Columns, values: Sequence[Columns]) -> Array:
    """True where int64 holds every product, and the formula is defined (measures.objection has none)."""
    bits = c["bits"] + PERCENT_BITS
    good = c["bits"] > 0
    for value in values:
        bits = bits + value["bits"]
        good = good & (value["bits"] > 0) & ((value["whole"] >= 0) | (not way.whole))
    of = dict(zip(way.inputs, values, strict=True))
    for name in way.positive:
        good = good & (of[name]["middle"] > 0)
    for part, whole in way.parts:
        good = good & (of[part]["whole"] <= of[whole]["whole"])
    for name in way.shares:
        good = good & (of[name]["middle"] >= 0) & (of[name]["middle"] <= 100 * of[name]["under"])
    return good & (bits <= ROOM)


def compare(entry: Measure, way: Way, c: Columns, values: Sequence[Columns]) -> Compared:
    """Recomputes and judges rows that `fit`; the counterpart of arithmetic's comparison, in the same order."""
    low, centre, high = _interval(entry, way, values)
    negative = c["sign"] < 0
    if entry.flatters == "change":
        negative = negative | ((c["sign"] == 0) & (centre[0] < 0))
    times = 1 + 99 * c["percent"] if entry.unit == "ratio" else entry.scale
    low, high = (_signed(low, times, negative), _signed(high, times, negative))
    low, high = _swapped(low, high, negative), _swapped(high, low, negative)
    centre = _signed(centre, times, negative)
    inside, overlaps = _judge(c, low, high, way.whole)
    agrees = inside if way.whole else _judge(c, centre, centre, True)[0]
    sure = centre[1] != 0
    if entry.scale == 100:
        sure = sure & (overlaps | (c["bare"] == 0))  # "0.42" may be a share of 1
    return Compared(low, centre, high, negative, inside, overlaps, agrees, _off(c, centre), sure)


def _interval(entry: Measure, way: Way, values: Sequence[Columns]) -> tuple[Ratio, Ratio, Ratio]:
    import numpy as np

    if way.whole:
        number, under = way.evaluate(*[part for value in values for part in (value["whole"], 1)])
        upright = np.where(under < 0, -1, 1)
        one = (number * upright, under * upright)
        return one, one, one
    turn = entry.flatters == "reduction"
    ends = [_turned(value) if turn and name == "change" else value for name, value in zip(way.inputs, values, strict=True)]
    if len(ends) == 1:
        low, centre, high = (way.evaluate(ends[0][end], ends[0]["under"]) for end in ("low", "middle", "high"))
        return low, centre, high
    first, second = ends
    smaller, larger = first["high"], first["low"]
    if way.positive:
        smaller = np.where(second["low"] >= 0, first["high"], first["low"])
        larger = np.where(second["high"] >= 0, first["low"], first["high"])
    lower = way.evaluate(smaller, first["under"], second["low"], second["under"])
    upper = way.evaluate(larger, first["under"], second["high"], second["under"])
    centre = way.evaluate(first["middle"], first["under"], second["middle"], second["under"])
    return (upper, centre, lower) if way.falls else (lower, centre, upper)


def _turned(change: Columns) -> Columns:
    """A change typed with its sign (−55.4) as the fall it is (55.4)."""
    import numpy as np

    sign = np.where(change["signed"] > 0, -1, 1)
    low, high = np.where(sign < 0, -change["high"], change["low"]), np.where(sign < 0, -change["low"], change["high"])
    return {**change, "low": low, "middle": change["middle"] * sign, "high": high}


def _signed(pair: Ratio, times: Any, negative: Array) -> Ratio:
    import numpy as np

    return np.where(negative, -1, 1) * pair[0] * times, pair[1]


def _swapped(kept: Ratio, other: Ratio, negative: Array) -> Ratio:
    import numpy as np

    return np.where(negative, other[0], kept[0]), np.where(negative, other[1], kept[1])


def _judge(c: Columns, low: Ratio, high: Ratio, exact: bool) -> tuple[Array, Array]:
    """Inside, and overlapping or inside: spans.judge by row. `exact` where R is one value."""
    no_low, no_high = c["bounded_below"] == 0, c["bounded_above"] == 0
    after, before = low[0] * c["under"] - c["low"] * low[1], c["high"] * high[1] - high[0] * c["under"]
    if exact:
        above = no_low | (after > 0) | ((after == 0) & (c["holds_low"] > 0))
        inside = above & (no_high | (before > 0) | ((before == 0) & (c["holds_high"] > 0)))
        return inside, inside | ((c["half_down"] > 0) & (before == 0) & (after > 0))
    reaches = no_low | (high[0] * c["under"] > c["low"] * high[1])
    starts = no_high | (low[0] * c["under"] < c["high"] * low[1])
    return (no_low | (after >= 0)) & (no_high | (before >= 0)), reaches & starts


def _off(c: Columns, centre: Ratio) -> Array:
    import numpy as np

    here = centre[0] * c["power"]
    above, below = c["number"] * centre[1] - here, c["last"] * centre[1] - here
    return np.where(above > 0, above, np.minimum(below, 0))


def verdicts(c: Columns, done: Compared) -> Array:
    """The verdict of each row, in words."""
    import numpy as np

    words = np.array(["contradicted", "borderline", "confirmed"], dtype=object)
    return words[done.overlaps.astype(np.int64) + (done.inside & (c["about"] == 0))]


def directions(c: Columns, done: Compared) -> Array:
    """overstated or understated where contradicted, by row: arithmetic's direction."""
    import numpy as np

    under = (c["bounded_below"] == 0) | ((c["bounded_above"] > 0) & (done.off < 0))
    over = ~under & ((c["bounded_above"] == 0) | (done.off > 0))
    words = np.array(["", "understated", "overstated"], dtype=object)
    return words[np.where(done.overlaps, 0, np.where(under, 1, np.where(over, 2, 0)))]
