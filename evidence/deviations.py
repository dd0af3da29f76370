"""Whether whole-numbered answers can have the printed mean and standard deviation together (GRIMMER and DEBIT).

Sources: Anaya J (2016), PeerJ Preprints 4:e2400v1, with the parity test of Allard A (2018); Heathers JAJ, Brown NJL (2019), DEBIT.
Exact rational arithmetic; ties as in `printed`. The deviation is the sample's, with n − 1.
"""

from __future__ import annotations

import math
from fractions import Fraction

from evidence.printed import Printed, read, whole

MOST_PEOPLE = 100_000  # beyond, every mean and deviation is possible and the search only costs time


def possible(mean_text: str, deviation_text: str, n: int) -> bool:
    """True where n whole numbers can have the printed mean and standard deviation.

    Some sum S gives the mean, and some sum of squares Q the deviation; S and Q are both odd or both even, since a whole
    number and its square are. Raises ValueError for fewer than 2 people and for a negative deviation.
    """
    people, mean, deviation = _people(n), read(mean_text), _deviation(deviation_text)
    for total in mean.multiples(Fraction(1, people)):
        base = Fraction(total * total, people)  # the sum of squares where everybody answers alike
        least = math.ceil(base + (people - 1) * max(deviation.low, Fraction(0)) ** 2)
        most = math.floor(base + (people - 1) * deviation.high**2)
        for squares in range(least + (least - total) % 2, most + 1, 2):
            if _holds(deviation, (squares - base) / (people - 1)):
                return True
    return False


def share_possible(share_text: str, deviation_text: str, n: int) -> bool:
    """True where n answers of yes (1) or no (0) can have the printed share (0 to 1) and standard deviation."""
    people, share, deviation = _people(n), read(share_text), _deviation(deviation_text)
    if not 0 <= share.value <= 1:
        raise ValueError(f"{share_text!r} is no share between 0 and 1")
    return any(
        _holds(deviation, Fraction(count * (people - count), people * (people - 1)))
        for count in share.multiples(Fraction(1, people))
        if 0 <= count <= people
    )


def _holds(deviation: Printed, variance: Fraction) -> bool:
    """Whether the root of an exact variance rounds to the printed deviation; compared as squares, so without any root."""
    low, high = max(deviation.low, Fraction(0)) ** 2, deviation.high**2
    if variance == high:
        return deviation.holds_high
    return low <= variance < high  # half-up keeps the lower tie of a number that is not negative


def _people(n: int) -> int:
    return whole(n, "the number of people", least=2, most=MOST_PEOPLE)


def _deviation(text: str) -> Printed:
    deviation = read(text)
    if deviation.value < 0:
        raise ValueError(f"{text!r}: a standard deviation is 0 or more")
    return deviation
