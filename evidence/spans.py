"""What a number stands for: a typed value is ± half a unit of its last place, a printed number all that rounds to it.

Whole numbers over a common denominator, not Fractions: exact, several times quicker, and the same in numpy's int64 columns.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import index
from typing import NamedTuple

from evidence.patterns import late

# One optional sign, ASCII digits, at most one point, one optional percent sign: "82.3", "−12", ".04", "24,289", "29.7 %".
# [0-9], not \d: full-width digits are no number anybody typed into a registry. Groups of three by comma or thin space are
# whole groups or nothing, so that "8,7" is refused and never read as 87.
TYPED = late(r"([+\-−]?)([0-9]{1,3}(?:[,\u2009\u202f][0-9]{3})+|[0-9]*)(?:\.([0-9]+))?\s?%?")
LONGEST = 30  # digits; no measurement has more, and the arithmetic of a longer number would only cost time
LIMIT = 10**LONGEST
HEDGE = 20  # "nearly" and "about" reach one part in twenty: 5 %
UNITS = {"%": "%", "points": " points", "fold": "-fold", "": ""}
SHOWN = 3  # decimals of a calculated value in words


class Typed(NamedTuple):
    """A value as it was typed: the ends and the middle of what it stands for, over one denominator; `whole` if it is one."""

    low: int
    middle: int
    high: int
    under: int
    whole: int | None
    text: str
    signed: bool


class Span(NamedTuple):
    """What a printed number stands for, C, on its magnitude: `low` and `high` over `under`, None where it is unbounded.

    `holds_low` and `holds_high` say whether the end itself belongs to it; `half_down` that the upper end is a tie which only
    rounding half down would bring here. `sign` is "-" or "+" where one was printed.
    """

    text: str
    sign: str
    number: int  # the digits, as one whole number: 29.7 is 297; the lower end of a range
    last: int  # the upper end of a range, else the number
    decimals: int
    step: int  # the size of its last printed place, in units of `number`: 100000 for 1.5 million, else 1
    of: int  # the m of "n in m", else 0
    unit: str
    suffix: str  # the unit as it is written behind a number
    qualifier: str
    under: int
    low: int | None
    high: int | None
    holds_low: bool
    holds_high: bool
    half_down: bool
    value: Fraction
    low_value: Fraction | None
    high_value: Fraction | None


def typed(value: str | int | float | Decimal, name: str) -> Typed:
    """An input as typed. Raises ValueError with a sentence where it is no plain, finite number of at most 30 digits."""
    if value.__class__ is int and -LIMIT < value < LIMIT:  # the quick way for counts; str() of a huge int would be slow
        return typed_text(str(value), name)
    return typed_text(value if isinstance(value, str) else _text(value, name), name)


def _text(value: object, name: str) -> str:
    """A number's own digits: an int has none after the point, a float and a Decimal those they print."""
    if isinstance(value, bool):
        raise ValueError(f"{name} is {value}, which is no number")
    if isinstance(value, float | Decimal):
        if not math.isfinite(value):
            raise ValueError(f"{name} is {value}, which is not a number anything can be computed from")
        exact = Decimal(repr(float(value))) if isinstance(value, float) else value
        if abs(exact.adjusted()) > LONGEST:
            raise ValueError(f"{name} is {value}: a number has at most {LONGEST} digits")
        return format(exact, "f")
    try:
        whole = index(value)  # type: ignore[arg-type]  # anything may come in; index() takes int and numpy's integers
    except TypeError:
        raise ValueError(f"{name} is given as text or a number, not as {value.__class__.__name__}") from None
    if abs(whole) >= LIMIT:
        raise ValueError(f"{name} has more than {LONGEST} digits: no measured number has")
    return str(whole)


@lru_cache(maxsize=1 << 16)
def typed_text(text: str, name: str) -> Typed:
    """The same for text alone: the quick way to what was read before."""
    if len(text) > 2 * LONGEST:
        raise ValueError(f"{name} is text of {len(text)} characters: a number has at most {LONGEST} digits")
    match = TYPED.fullmatch(text.strip())
    if match is None or not (match[2] or match[3]):
        raise ValueError(f"{name} is {text!r}, which is not a plain number such as 82.3 or 24,289")
    digits, places = re.sub("[^0-9]", "", match[2]), match[3] or ""
    if len(digits) + len(places) > LONGEST:
        raise ValueError(f"{name} has {len(digits) + len(places)} digits: a measured number has at most {LONGEST}")
    power = 10 ** len(places)
    middle = 2 * int(digits + places)
    if match[1] in ("-", "−"):
        middle = -middle
    whole = None if middle % (2 * power) else middle // (2 * power)
    shown = text.strip().replace("-", "−").removesuffix("%").rstrip()
    return Typed(middle - 1, middle, middle + 1, 2 * power, whole, shown, bool(match[1]))


def span(
    text: str, sign: str, number: int, decimals: int, unit: str = "", qualifier: str = "", accepts: str = "nearest", *,
    last: int | None = None, step: int = 1, of: int = 0,
) -> Span:
    """The span of a number whose digits are `number` with `decimals` of them after the point.

    `accepts`: nearest; "count", where a round number also stands for what rounds to its second digit or beyond (1,000 is 950
    to 1,050); "up", where a whole number also stands for what is rounded up to it, as numbers needed to treat are. "n in m" is
    ± half a person in m, and at most 5 percentage points, or "half" would stand for a quarter to three quarters.
    """
    power, last = 10**decimals, number if last is None else last
    low: int | None
    high: int | None
    half_down = False
    if qualifier not in ("", "up to"):
        under = power * HEDGE
        low, high, holds_low, holds_high = _qualified(number, last, qualifier)
    elif 0 < of < HEDGE // 2:
        under, low, high, holds_low, holds_high = HEDGE, number * HEDGE - of, last * HEDGE + of, True, True
    elif accepts == "up" and number and not decimals:
        even = last % 2 == 0
        under, low, high, holds_low, holds_high, half_down = 2, 2 * number - 2, 2 * last + 1, False, even, not even
    else:
        place = _roundness(number, step) if accepts == "count" and not decimals else step
        # half to even keeps the upper tie of an even last digit; half up keeps every lower tie
        even = (last // place) % 2 == 0
        under, low, high, holds_low, holds_high, half_down = 2 * power, 2 * number - place, 2 * last + place, True, even, not even
    ends = (None if low is None else Fraction(low, under), None if high is None else Fraction(high, under))
    value = Fraction(number, power)
    if sign == "-":
        ends = (None if ends[1] is None else -ends[1], None if ends[0] is None else -ends[0])
        value = -value
    return Span(
        text, sign, number, last, decimals, step, of, unit, UNITS.get(unit, f" {unit}"), qualifier,
        under, low, high, holds_low, holds_high, half_down, value, *ends,
    )  # fmt: skip


def _roundness(number: int, step: int) -> int:
    """The place a round count may be rounded to, leaving it two digits: 10 for 120, 100 for 1,000, 1 for 20 and 123."""
    while number >= 100 * step and number % (10 * step) == 0:
        step *= 10
    return step


def _qualified(number: int, last: int, qualifier: str) -> tuple[int | None, int | None, bool, bool]:
    here, there = number * HEDGE, last * HEDGE
    if qualifier in ("more than", "at least"):
        return here, None, qualifier == "at least", False
    if qualifier in ("less than", "at most"):
        return None, here, False, qualifier == "at most"
    if qualifier == "nearly":
        return here - number, there, True, False
    return here - number, there + last, True, True


def judge(c: Span, low: tuple[int, int], high: tuple[int, int]) -> str:
    """confirmed, borderline or contradicted: R, from `low` to `high`, against C; both on the printed number's sign.

    The ends of an R of some width are ties of the inputs' own rounding: they are not taken for possible values, or 69 would
    agree with a printed 68 at 68.5.
    """
    after = 1 if c.low is None else low[0] * c.under - c.low * low[1]
    before = 1 if c.high is None else c.high * high[1] - high[0] * c.under
    if low == high or low[0] * high[1] == high[0] * low[1]:
        inside = (after > 0 or (after == 0 and c.holds_low)) and (before > 0 or (before == 0 and c.holds_high))
        overlaps = inside or (c.half_down and before == 0 and after > 0)
    else:
        inside = after >= 0 and before >= 0
        overlaps = inside or (
            (c.low is None or high[0] * c.under > c.low * high[1]) and (c.high is None or low[0] * c.under < c.high * low[1])
        )
    if inside:
        return "borderline" if c.qualifier == "about" else "confirmed"
    return "borderline" if overlaps else "contradicted"


def half_up(value: tuple[int, int], decimals: int, step: int = 1) -> int:
    """The value's digits after rounding half away from zero at that many decimals: (297, 10) at 0 decimals is 30."""
    power: int = 10**decimals
    number, under = value[0] * power, value[1] * step
    units = (2 * abs(number) + under) // (2 * under) * step
    return -units if number < 0 else units


def digits(number: int, decimals: int, *, grouped: bool = False) -> str:
    """A whole number of last places as people write it: (297, 1) is "29.7"; a real minus sign."""
    sign = "−" if number < 0 else ""
    if not decimals:
        return f"{sign}{abs(number):,}" if grouped else f"{sign}{abs(number)}"
    whole, part = divmod(abs(number), 10**decimals)
    return f"{sign}{whole:,}.{part:0{decimals}}" if grouped else f"{sign}{whole}.{part:0{decimals}}"


def shown(value: tuple[int, int]) -> str:
    """The value with three decimals, cut and not rounded, "…" where it goes on: 67.557…"""
    number, under = value
    sign, size = ("−", -number) if number < 0 else ("", number)
    whole, left = divmod(size, under)
    if not left:
        return f"{sign}{whole}"
    places = SHOWN
    while not whole and left * 10 ** (places - 1) < under and places < LONGEST:
        places += 1  # 0.00041 keeps two digits that say something
    part, rest = divmod(left * 10**places, under)
    text = f"{sign}{whole}.{part:0{places}}"
    return f"{text}…" if rest else text.rstrip("0")


def worded(c: Span, number: int) -> str:
    """A number of last places in the printed form of C: the same decimals, grouping and unit ("30%", "1,050", "2.5-fold")."""
    return digits(number, c.decimals, grouped="," in c.text or c.step > 1) + c.suffix
