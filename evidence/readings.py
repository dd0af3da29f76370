"""One quantity at a given place of a text: its number, unit, range, what stands before it, and what kind of quantity it is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from evidence.lexicon import digits, lexicon, spelled
from evidence.nouns import dataclass
from evidence.numberline import CLOSERS, CODES, MINUS, Before, Line, nearer, said_later, standing_before
from evidence.patterns import late
from evidence.unitnames import unit_of

KINDS = ("percent", "points", "fold", "count", "duration", "nofm", "measure", "currency", "ratio", "p", "interval")


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity as it stands in a text, with the value it prints. All numbers are exact, in the unit printed."""

    text: str  # the words that were read, as typed
    start: int  # offsets in the text that was given, in code points: text[start:end]
    end: int
    value: Fraction  # the number with its sign, a magnitude word multiplied in; the lower end of a range; the n of n of m
    high: Fraction | None = None  # the upper end of a range or interval
    decimals: int = 0  # places after the mark as typed, of the finer end; "1.5 million" is −5: its last place is 10**5
    unit: str = ""  # "%", "points", "percentage points", "fold", "month" …, "USD" …, a measure's own unit, "n", "HR", or ""
    kind: str = "count"  # one of KINDS
    qualifier: str = ""  # "" | more than | at least | less than | at most | up to | nearly | about
    direction: str = ""  # "" | reduction | increase: from a sign, or from a word that was read with the number
    total: Fraction | None = None  # the m of n of m, of a fraction ("two-thirds": 2 and 3) and of a ratio ("2:1")


# --- patterns of no language --------------------------------------------------------------------------------------

# What may stand after a number without a unit; a letter, a degree sign, a per-mille sign … would make it something else.
CLOSED = late(r"$|[…—](?![0-9])|[\s.,;:!?)\]}\"“”»'’*†‡§¶®™+|=<>≤≥±/⁰¹²³⁴-⁹]|-(?=\s|$)")
YEAR = late("(?:19|20)[0-9]{2}")
COLON = late(":([0-9]+)")
RATIO = late(r"([1-9][0-9]{0,2}):([1-9]|[1-9][0-9]{2})(?![\d:;/-]|[.,][0-9]| ?[ap]\.?m)")
STUDIED, STUDIES = 50, late(r"(?<!\w)(?:stud|étud|estudi|ensay|essai|trial|sperimentazion|registr)")
DIFFER = ("difference ", "differences ", "unterschied ", "différence ", "diferencia ", "differenza ")  # between two numbers that are no range
TIMES = frozenset(("second", "minute", "hour", "day", "night", "week", "month", "year"))
BARE = frozenset(("", *CODES.values()))  # units after which nothing may be glued
POWERS = tuple("⁰¹²³⁴⁵⁶⁷⁸⁹")
CHAINED = late("[-/][0-9]")


@dataclass(frozen=True, slots=True)
class _Amount:
    """One number in digits or words, with its magnitude word."""

    value: Fraction
    decimals: int
    end: int
    typed: str
    power: int = 0  # of ten, by the magnitude word


# --- one quantity -------------------------------------------------------------------------------------------------


def quantity(line: Line, at: int, floor: int) -> tuple[Before, Reading]:
    """The quantity whose number begins at `at`, and what stands before it, not before `floor`.

    ValueError with a sentence where there is none that can be read in one way only.
    """
    before = standing_before(line, at, floor)
    in_digits = line.folded[at] in "0123456789"
    core = None if in_digits and "fraction" not in line.behind(at + 1) else _fraction(line, at, before)
    if core is None:
        core = (None if in_digits else _multiple(line, at)) or _numeric(line, at, before)
    week = line.ends("dated", at) if core.kind == "count" and before.start == before.unqualified == at else None
    if week is None or at - len(week[0]) < floor:
        return before, core
    if core.decimals or core.value > 999:  # "Week 522,3" is week 52 with two references
        raise ValueError(f"{line.folded[at : core.end]!r} is no number of a week, day or month")
    start = at - len(week[0])
    return before, replace(core, text=line.text[start : core.end], start=start, unit=str(line.words.meaning("time", week["word"])), kind="duration")


def complete(line: Line, before: Before, core: Reading) -> Reading:
    """The quantity with its qualifier, direction and the words after it that belong to it ("or more", "fewer")."""
    how_long = core.kind == "duration" and before.qualifier in ("more than", "less than")  # "over 12 weeks" is how long it took
    qualifier, start = ("", before.unqualified) if how_long and not line.alone else (before.qualifier, before.start)
    end, direction, kind = core.end, "", core.kind
    if before.signed and (core.high is None or (core.high < 0) == (core.value < 0)):
        direction = "reduction" if before.sign < 0 else "increase"
    goes_on = line.folded[end : end + 1] not in CLOSERS
    if not qualifier and "after" in line.behind(end) and (after := line.match("after", end)) is not None:
        qualifier, end = ("at least" if after["plus"] else str(line.words.meaning("after", after["word"]))), after.end()
    if goes_on and core.kind != "ratio" and "direction" in line.behind(end) and (word := line.match("direction", end)) is not None:
        sooner = kind == "duration" and line.match("quicker", end) is not None  # "3 days faster"
        direction, end = ("reduction" if word["less"] or sooner else "increase"), word.end()
        kind = "measure" if kind == "duration" else kind  # "2.6 hours more" is an outcome
    elif goes_on and kind == "measure" and core.unit in TIMES and line.match("spared", end) is not None:
        direction = "reduction"
    if goes_on and kind == "duration" and not line.alone and (later := said_later(line, end)):
        direction, kind = later, "measure"
    start = min(start, core.start)
    if start == core.start and end == core.end and not qualifier and not direction:
        return core
    return Reading(line.text[start:end], start, end, core.value, core.high, core.decimals, core.unit, kind, qualifier, direction, core.total)


def _amount(line: Line, at: int, currency: str = "") -> _Amount:
    """A number in digits or words with its magnitude word. ValueError where there is none."""
    match = line.amount(at)
    if match is None:
        raise ValueError(f"{line.folded[at : at + 20]!r} is no number that can be read in one way only")
    if match["digits"] is not None:
        value, decimals = _digits(match["digits"], line.words.language)
    else:
        value, decimals = _spelled(match["words"], line.words.language), 0
    scale = line.match("magnitude", match.end()) if "magnitude" in line.behind(match.end()) else None
    if scale is None or (len(scale["word"]) == 1 and not currency):  # "5 m" is five metres, "$5 m" five million
        return _Amount(value, decimals, match.end(), match[0])
    power = int(line.words.meaning("magnitude", scale["word"]))
    return _Amount(value * 10**power, decimals - power, scale.end(), match[0], power)


_digits = lru_cache(maxsize=4096)(digits)


@lru_cache(maxsize=4096)
def _spelled(words: str, language: str) -> Fraction:
    return Fraction(spelled(words, lexicon(language)))


def _fraction(line: Line, at: int, before: Before) -> Reading | None:
    """two-thirds, a quarter, half: n of m in words."""
    if (match := line.match("fraction", at)) is not None:
        top, bottom = match["n"], Fraction(int(line.words.meaning("fractions", match["d"])))
        value = Fraction(1) if top is None else Fraction(int(top)) if top.isdigit() else _spelled(top, line.words.language)
        if not 0 < value < bottom or before.signed or before.currency:
            raise ValueError(f"{match[0]!r} is no part of a whole")
        sure = line.alone or value > 1 or before.qualifier or line.match("part_of", match.end()) or line.ends("by", at)
        if not sure:
            raise ValueError(f"{match[0]!r} may be an ordinal")
        return Reading(line.text[at : match.end()], at, match.end(), value, kind="nofm", total=bottom)
    if (match := line.match("alone", at)) is None:
        return None
    elsewhere = line.match("not_after", match.end()) or line.ends("not_alone", at)
    if before.signed or (elsewhere and not line.alone):
        raise ValueError(f"{match[0]!r} is part of another expression")
    return Reading(line.text[at : match.end()], at, match.end(), Fraction(1), kind="nofm", total=Fraction(int(line.words.meaning("alone", match[0]))))


def _multiple(line: Line, at: int) -> Reading | None:
    """twice as many, dreimal so viel."""
    if (match := line.match("multiples", at)) is None:
        return None
    if not line.alone and line.match("compared", match.end()) is None:
        raise ValueError(f"{match[0]!r} may say how often")
    return Reading(line.text[at : match.end()], at, match.end(), Fraction(int(line.words.meaning("multiples", match[0]))), unit="fold", kind="fold")


def _numeric(line: Line, at: int, before: Before) -> Reading:
    """A number with its unit, a range, an n of m or a ratio."""
    first = _amount(line, at, before.currency)
    may = line.behind(first.end)
    if "mixed" in may and line.match("mixed", first.end):
        raise ValueError(f"{line.folded[at : first.end + 12]!r} is more than its first number")
    if not before.signed and not before.currency:
        mark = line.folded[first.end : first.end + 1]
        part = _of(line, at, first) if "of" in may and (line.last > first.end or mark == "/") else None
        if part is not None or (mark == ":" and (part := _ratio(line, at, first)) is not None):
            return part
    unit, kind, end = unit_of(line, first.end, before.currency)
    value = first.value if before.sign > 0 else -first.value
    if line.last < end or (last := _range_end(line, (kind, end), first, before)) is None:
        return _closed(line, Reading(line.text[at:end], at, end, value, None, first.decimals, unit, kind))
    far_unit, far_kind, end = unit_of(line, last.end, before.currency)
    if far_kind != "count":
        unit, kind = far_unit, far_kind
    decimals = first.decimals
    if not first.power and value < last.value / 10**last.power:  # "9 to 10 million": the word scales both
        value, decimals = value * 10**last.power, decimals - last.power
    low, high = sorted((value, last.value))
    return _closed(line, Reading(line.text[at:end], at, end, low, high, max(decimals, last.decimals), unit, kind))


def _of(line: Line, at: int, first: _Amount) -> Reading | None:
    """9 in 10, 9 of 10, 87/102: whole numbers, the first not above the second, of things and not of time."""
    if (match := line.match("of", first.end)) is None or nearer(line, match):
        return None
    try:
        whole = _amount(line, match.end())
        bare = unit_of(line, whole.end)[1] == "count"
    except ValueError:
        if match["slash"]:
            raise
        return None
    plausible = bare and first.decimals == whole.decimals == 0 and first.value <= whole.value >= 2
    if match["slash"] and (not plausible or line.folded[whole.end : whole.end + 1] in ("/", "-")):
        raise ValueError(f"{line.folded[at : whole.end]!r} is no part of a whole")
    if not plausible or (first.value != 1 and YEAR.fullmatch(whole.typed)):  # "12 in 2019"
        return None
    if whole.value >= STUDIED and STUDIES.search(match[0]):  # "9 études portant sur 21 000 patients"
        return None
    if not _of_people(line, first, match[0].split(), whole.end):
        return None
    return _closed(line, Reading(line.text[at : whole.end], at, whole.end, first.value, kind="nofm", total=whole.value))


def _of_people(line: Line, first: _Amount, between: list[str], end: int) -> bool:
    """Whether one number can be part of the other: "one wound in six"; not "9 clinics in 12 countries", "einem AHI von 15"."""
    if len(between) < 2 or line.words.language not in ("en", "de"):
        return True
    people = line.match("noun", first.end) is not None
    if line.words.language == "de":
        return people or first.typed not in ("einem", "einen", "eines")
    return "out" in between or between[0] in ("of", "in") or (first.value == 1 and (people or line.match("noun", end) is None))


def _ratio(line: Line, at: int, first: _Amount) -> Reading | None:
    """2:1. What could be a time of day (6:30) or a volume with its pages is refused."""
    if (colon := COLON.match(line.folded, first.end)) is None:
        return None
    ratio = RATIO.match(line.folded, at)
    if ratio is None or ratio.start(2) != colon.start(1):
        raise ValueError(f"{line.folded[at : colon.end()]!r} may be a time or a page number")
    return Reading(line.text[at : ratio.end()], at, ratio.end(), first.value, kind="ratio", total=Fraction(int(ratio[2])))


def _range_end(line: Line, near: tuple[str, int], first: _Amount, before: Before) -> _Amount | None:
    """A range's upper end with its sign, or None where there is none; ValueError where a dash joins what is no range."""
    kind, end = near
    if not line.goes_on(end):
        return None
    dashed = line.folded.find("-", end, end + 2) >= 0
    match = line.match("to", end) if dashed or "to" in line.behind(end) else None
    if match is None and YEAR.fullmatch(first.typed) is None and (word := line.ends("between", before.start)) is not None:
        match = line.match("and", end) if not line.folded.endswith(DIFFER, 0, word.start()) else None
    if match is None or (match["dash"] is None and line.ends("from", before.start)):  # "from 82 to 26" is a change
        return None
    at = match.end()
    signed = line.folded[at : at + 1] if line.folded[at : at + 1] in ("-", "−", "+") else ""
    if line.amount(at + len(signed)) is None:
        if match["dash"] is not None and line.folded[at : at + 1].isdigit():
            raise ValueError(f"{line.folded[end : at + 12]!r} follows the number and is not read")
        return None
    last = _amount(line, at + len(signed), before.currency)
    last = replace(last, value=-last.value) if signed in MINUS else last
    low = before.sign * first.value
    fits = kind in ("count", unit_of(line, last.end, before.currency)[1])
    if match["dash"] is None:
        return last if fits and (low < last.value or last.value < 0) else None
    unclear = before.signed == "-" and not signed and match["dash"] == "-"  # "-2.2-0.3": to 0.3, or to minus 0.3?
    rising = low < last.value or (last.value < 0 and low < 0)
    if unclear or not fits or not rising or CHAINED.match(line.folded, last.end):
        raise ValueError(f"{line.folded[max(0, end - 6) : last.end]!r} is no range from a lower to a higher number")
    return last


def _closed(line: Line, reading: Reading) -> Reading:
    """The reading, unless what follows makes its number something else: "3D", "5-%", "88‰", "10²"."""
    mark, after = line.folded[reading.end : reading.end + 1], line.folded[reading.end : reading.end + 6]
    if reading.unit in BARE and mark not in (" ", ".", ",") and CLOSED.match(after) is None:
        raise ValueError(f"{after.strip()!r} follows the number and is no unit")
    doubled = reading.unit == "%" and mark in ("%", "‰")
    if doubled or (reading.unit == "" and reading.total is None and mark in POWERS and reading.value == 10):
        raise ValueError(f"{after!r} follows the number and makes it another one")
    return reading
