"""A decimal as it was typed, and the interval of exact values that round to it."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from operator import index

from evidence.nouns import dataclass
from evidence.patterns import late

# Plain ASCII, one optional sign, one optional point, one optional percent sign: "88", "-0.50", ".04", "29.7 %".
# [0-9] and not \d, which would also take full-width digits and read a number nobody typed.
DECIMAL = late(r"([+\-−]?)([0-9]*)(?:\.([0-9]+))?\s?%?")
LONGEST = 30  # digits; a longer number is no measurement, and its arithmetic would only cost time


@dataclass(frozen=True, slots=True)
class Printed:
    """A typed decimal. `low` and `high` bound what it stands for; each tie says whether it rounds to the number.

    A tie counts where half-up (away from zero) or half-even gives the typed number. The other ties give it only by
    half-down: the rounding nobody states, so callers call it borderline.
    """

    text: str
    value: Fraction
    decimals: int
    low: Fraction
    high: Fraction
    holds_low: bool
    holds_high: bool

    def holds(self, exact: Fraction, *, half_down: bool = False) -> bool:
        """True where the exact value rounds to this number; `half_down` also takes the ties of half-down."""
        if exact == self.low:
            return half_down or self.holds_low
        if exact == self.high:
            return half_down or self.holds_high
        return self.low < exact < self.high

    def multiples(self, step: Fraction, *, half_down: bool = False) -> range:
        """The whole numbers k for which k × step rounds to this number; step is above 0. Exact, and as a range cheap."""
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        if first * step == self.low and not (half_down or self.holds_low):
            first += 1
        if last * step == self.high and not (half_down or self.holds_high):
            last -= 1
        return range(first, max(first, last + 1))


def read(text: str) -> Printed:
    """Reads a typed decimal, with or without a percent sign, as its own interval of ± half a unit of its last place.

    Raises ValueError for anything that is no plain decimal, and for more than 30 digits.
    """
    if not isinstance(text, str) or len(text) > LONGEST + 10:
        seen = f"text of {len(text)} characters" if isinstance(text, str) else type(text).__name__
        raise ValueError(f"a printed number is given as the typed text (82.30 is not 82.3), at most {LONGEST} digits, not {seen}")
    match = DECIMAL.fullmatch(text.strip())
    if match is None or not (match[2] or match[3]):
        raise ValueError(f"{text!r} is not a plain decimal number such as 88, 29.7 or 4.20%")
    sign, whole, part = match[1], match[2] or "0", match[3] or ""
    if len(whole) + len(part) > LONGEST:
        raise ValueError(f"{text[:12]}… has {len(whole) + len(part)} digits; a printed number has at most {LONGEST}")
    units, unit = int(whole + part), Fraction(1, 10 ** len(part))
    even = units % 2 == 0
    negative = sign in ("-", "−") and units != 0
    value = -units * unit if negative else units * unit
    # away from zero, half-up rounds on to the next number: only half-even keeps that tie, where the last digit is even
    holds_low, holds_high = (even, True) if negative else (True, even)
    return Printed(text.strip(), value, len(part), value - unit / 2, value + unit / 2, holds_low, holds_high)


def whole(number: object, what: str, *, least: int = 0, most: int = 10**9) -> int:
    """A count given as int or as plain ASCII digits. Raises ValueError with a sentence for anything else."""
    if isinstance(number, str) and re.fullmatch("[0-9]{1,30}", number):
        number = int(number)
    try:
        count = index(number)  # type: ignore[arg-type]  # anything may come in; index() takes int and numpy's integers
    except TypeError:
        count = least - 1
    if isinstance(number, bool) or not least <= count <= most:
        seen = "a far longer number" if isinstance(number, int) and abs(number) >= 10**30 else repr(number)[:40]
        raise ValueError(f"{what} is a whole number from {least:,} to {most:,}, not {seen}")
    return count


def natural(text: str | None, most: int = LONGEST) -> int | None:
    """The whole number that plain ASCII digits write; None for anything else (102², ١٠٢) and for more than `most` digits."""
    return int(text) if text and len(text) <= most and text.isascii() and text.isdigit() else None


def rounded(exact: Fraction, decimals: int) -> str:
    """The exact value written with that many decimals, half-up away from zero ("87.36")."""
    units = math.floor(abs(exact) * 10**decimals + Fraction(1, 2))
    digits = str(units).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"−{text}" if exact < 0 and units else text

