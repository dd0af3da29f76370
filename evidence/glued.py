"""A footnote mark that ran into a count: 28/482 (1.66%) is 8/482 with a superscript 2 in front."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evidence.patterns import late
from evidence.printed import Printed, read, rounded, whole

COUNT = late("[0-9]{1,12}")  # [0-9]: \d would also take full-width digits


@dataclass(frozen=True, slots=True)
class Glued:
    """One reading of the count without the mark: the digits dropped, on which side, and the count that is left."""

    printed: str
    total: int
    percent: str
    side: str  # leading | trailing
    mark: str
    count: int


def find(count_text: str, total: int, percent_text: str) -> tuple[Glued, ...]:
    """The counts that agree with total and percentage once digits at one end are dropped, likeliest first.

    Empty where the three agree as printed (also where only rounding a half down makes them agree), and where dropping
    digits does not help. Leading digits come first (the mark of the line's name runs into the count: every known case),
    then the shorter mark. Raises ValueError for anything that is no count, total or percentage.
    """
    if not isinstance(count_text, str) or COUNT.fullmatch(count_text) is None:
        raise ValueError(f"a count is given as its typed digits, at most 12 of them, such as '28', not {repr(count_text)[:40]}")
    people, percent = whole(total, "the number of people", least=1), read(percent_text)
    if percent.value < 0:
        raise ValueError(f"{percent_text!r} is below 0: no count of people gives it")
    if _agrees(int(count_text), people, percent, half_down=True):
        return ()
    cuts = range(1, len(count_text))
    ends = [("leading", count_text[:cut], count_text[cut:]) for cut in cuts]
    ends += [("trailing", count_text[-cut:], count_text[:-cut]) for cut in cuts]
    found: dict[int, Glued] = {}
    for side, mark, rest in ends:
        if (rest == "0" or rest[0] != "0") and _agrees(int(rest), people, percent):  # nobody types a count as 08
            found.setdefault(int(rest), Glued(count_text, people, percent.text, side, mark, int(rest)))
    return tuple(found.values())


def explain(glued: Glued) -> str:
    """One sentence for people about one reading.

    "28/482 is 5.81%, not 1.66%; 8/482 is 1.66%: the first digit of 28 (2) may be a footnote mark."
    """
    places = read(glued.percent).decimals
    as_printed, without = (
        f"{rounded(Fraction(100 * count, glued.total), places)}%" for count in (int(glued.printed), glued.count)
    )
    end = "first" if glued.side == "leading" else "last"
    digits = f"{end} digit" if len(glued.mark) == 1 else f"{end} {len(glued.mark)} digits"
    return (
        f"{int(glued.printed):,}/{glued.total:,} is {as_printed}, not {glued.percent.rstrip('% ')}%; {glued.count:,}/{glued.total:,} "
        f"is {without}: the {digits} of {glued.printed} ({glued.mark}) may be a footnote mark."
    )


def _agrees(count: int, total: int, percent: Printed, *, half_down: bool = False) -> bool:
    """Whether the three agree. A count over the total never does: the same people are not counted twice."""
    return count <= total and percent.holds(Fraction(100 * count, total), half_down=half_down)
