"""Two intervals on one small axis: what the printed number stands for, and what the source's values come to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evidence import wording
from evidence.model import Recomputed

WIDTH = 100  # units of the drawing
ROOM = Fraction(1, 8)  # of the span, left free at either end
THIN = Fraction(4, 5)  # a point is drawn this wide


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """Where both bars begin and how wide they are, 0 to 100, and both intervals in words."""

    printed: tuple[str, str]
    recomputed: tuple[str, str]
    printed_words: str
    recomputed_words: str


def axis(result: Recomputed) -> Axis | None:
    """The drawing of one recomputation; None where an interval is missing or has no finite end."""
    if result.low is None or (result.printed_low is None and result.printed_high is None):
        return None
    ends = [end for end in (result.low, result.high, result.printed_low, result.printed_high) if end is not None]
    low, high = min(ends), max(ends)
    room = (high - low) * ROOM or Fraction(1)
    low, high = low - room, high + room
    printed = _bar(result.printed_low, result.printed_high, low, high)
    recomputed = _bar(result.low, result.high, low, high)
    unit = f" {wording.one_line(result.unit)}" if result.unit and result.unit != "%" else result.unit
    return Axis(printed, recomputed, _words(result.printed_low, result.printed_high, unit), _words(result.low, result.high, unit))


def _bar(low: Fraction | None, high: Fraction | None, first: Fraction, last: Fraction) -> tuple[str, str]:
    """(x, width); an open end reaches the edge."""
    scale = WIDTH / (last - first)
    x = (low - first) * scale if low is not None else Fraction(0)
    end = (high - first) * scale if high is not None else Fraction(WIDTH)
    return f"{float(x):.3g}", f"{float(max(end - x, THIN)):.3g}"


def _words(low: Fraction | None, high: Fraction | None, unit: str) -> str:
    if low is None and high is None:
        return "any value"
    if low is None or high is None:
        return f"up to {brief(high)}{unit}" if low is None else f"{brief(low)}{unit} and more"
    return f"{brief(low)}{unit}" if low == high else f"{brief(low)} to {brief(high)}{unit}"


def brief(value: Fraction | None) -> str:
    """A number in at most six digits, for a label: the exact one stands in the arithmetic beside it."""
    if value is None:
        return "open"
    try:
        return f"{float(value):.6g}".replace("-", "−")
    except OverflowError:
        return wording.exact(value)
