"""Read a number out of words: "88 %", "nine in ten", "zwei Drittel", "−52 points", "10–15%", "p<.0001".

A number that could mean two things is refused, never guessed: `read` raises ValueError, `find` passes over it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter

from evidence.lexicon import LANGUAGES, LONGEST, Lexicon, fold, lexicon
from evidence.numberline import Before, Line, line_of
from evidence.patterns import late
from evidence.readings import KINDS, Reading, complete, quantity
from evidence.trialstats import statistics
from evidence.unitnames import OUTCOMES

__all__ = ["KINDS", "Reading", "find", "quantities", "read"]

LONGEST_TEXT = 300  # characters of one printed quantity
HOW = "write it as it is printed: 88%, 9 in 10, two-thirds, 2-fold, 1,000, −52 points, 10–15%, p<.05"
PERCENT = late(r"([1-9]?[0-9]|100)(?:\.([0-9]{1,2}))? ?%")  # the quick way for by far the commonest quantity
CHAIN = late(r"0[0-9]+(?:[ .,:;/'-][0-9]+)*|[0-9]+(?:[.,:;/'-][0-9]+)*")  # the rest of a date, telephone number, reference list
YEARS = late("(?:19|20)[0-9]{2}(?: ?- ?(?:19|20)?[0-9]{2})?")
TYPED = late(r"[0-9]+|[^\W\d_]+")
LISTED = late(r"[.)](?:\s|$)")
DIGITS = late(r"[0-9]+")
ARTICLE = 8  # characters that may stand before the word by which a number in words is found: "a hundred"
LONG = 64  # and no fewer than such a word has
NUMBER = late(r"[0-9][0-9.,]* ?")
DOSES = ("mg", "µg", "μg", "mcg", "iu", "unit", "ppm", "ppb", "°")  # a dose beside another dose is no outcome
# When something was won or lost, and not how much of it: "fell 12 weeks after surgery"
WHEN = late(
    r" (?:after|later|following|post|into|since|ago|in|nach|später|seit|vor|après|plus tard|depuis|después|más tarde|tras|dopo|più tardi|prima)(?!\w)"
)
DAILY = 24  # hours
WARMER = 10  # degrees: by more, nothing on a body grows warmer or cooler
GROWN = 10  # years: nobody but children is told by so few


# --- reading ------------------------------------------------------------------------------------------------------


def read(text: str, language: str = "en") -> Reading:
    """Reads a text that is one quantity and nothing else, as it is printed in that language (en, de, fr, es, it).

    A count and an n of m may name what is counted ("more than 100 articles"). Raises ValueError with one sentence for
    anything else: no number, two numbers, a number that could mean two things, more than 40 digits, digits of other scripts.
    """
    if not isinstance(text, str):
        raise ValueError(f"a printed quantity is text, not {type(text).__name__}: 82.30 is not 82.3")
    return _read(text, language)


def find(text: str, language: str = "en") -> tuple[Reading, ...]:
    """Every quantity in running text, in order and without overlap, statistics and times among them.

    Dates, ages, doses, names ("Type 2", "HbA1c"), list numbers and reference numbers are left out, and so is whatever
    `read` would refuse. ValueError only for an unknown language.
    """
    return within(text, fold(text), lexicon(language))


def within(text: str, folded: str, words: Lexicon) -> tuple[Reading, ...]:
    """The same for who has the text folded already, and in an instant where it has neither digits nor words that begin a number."""
    places = _places(folded, words)
    return tuple(_scan(line_of(text, folded, words, alone=False, last=places[-1]), places)) if places else ()


def quantities(text: str, language: str = "en") -> tuple[Reading, ...]:
    """The quantities in running text that a claim must register: no times, p-values, intervals or sample sizes (n=).

    A bare count is one where it is qualified ("more than 100"), scaled ("9 million") or counts people, papers, trials …
    """
    line = line_of(text, fold(text), lexicon(language), alone=False, last=len(text))
    return tuple(
        reading
        for reading in find(text, language)
        if reading.kind not in ("duration", "p", "interval")
        and (reading.kind != "count" or (reading.unit != "n" and _is_counted(line, reading)))
    )


@lru_cache(maxsize=4096)
def _read(text: str, language: str) -> Reading:
    words = text.strip()
    start = text.find(words)
    quick = PERCENT.fullmatch(words) if language in LANGUAGES else None
    if quick is not None:
        part = quick[2] or ""
        value = Fraction(int(quick[1] + part), 10 ** len(part)) if part else Fraction(int(quick[1]))
        return Reading(words, start, start + len(words), value, None, len(part), "%", "percent")
    if not words:
        raise ValueError(f"there is no quantity in an empty text; {HOW}")
    if len(words) > LONGEST_TEXT:
        raise ValueError(f"{words[:20]!r}… is too long for one quantity ({len(words)} characters); a number has at most {LONGEST} digits")
    if any(mark.isdecimal() and not mark.isascii() for mark in words):
        raise ValueError(f"{words[:40]!r} has digits that are not 0 to 9; type them as plain digits")
    return replace(_whole(words, lexicon(language)), text=words, start=start, end=start + len(words))


def _whole(words: str, language: Lexicon) -> Reading:
    """The one quantity that the words are, with the noun it counts as its unit."""
    inner = 1 if words[0] + words[-1] in ("()", "[]") else 0
    folded = fold(words)
    places = _places(folded, language)
    found = _scan(line_of(words, folded, language, alone=True, last=len(words)), places)
    if len(found) != 1 or found[0].start not in (0, inner):
        raise ValueError(f"{words[:40]!r} is not read as one quantity; {HOW}")
    rest = words[found[0].end : len(words) - (inner if found[0].start == inner else 0)]
    if not rest:
        return found[0]
    if found[0].kind not in ("count", "nofm") or found[0].unit or language.patterns["noun"].fullmatch(fold(rest)) is None:
        raise ValueError(f"{words[:40]!r} is not read as one quantity: {rest.strip()[:20]!r} is left over; {HOW}")
    return replace(found[0], unit=rest.split()[-1] if found[0].kind == "count" else "")


# --- scanning -----------------------------------------------------------------------------------------------------


def _places(folded: str, words: Lexicon) -> list[int]:
    """Where digits stand in a folded text, and words of which one stands in every number in words, in order."""
    found = [run.start() for run in DIGITS.finditer(folded)]
    counted = words.counted(folded)
    for word in counted:
        at = folded.find(word)
        while at >= 0:
            if not at or not folded[at - 1].isalnum():
                found.append(at)
            at = folded.find(word, at + 1)
    return sorted(found) if counted else found


def _scan(line: Line, places: Sequence[int]) -> list[Reading]:
    """All readings. Of a line alone its context leaves nothing out, and what cannot be read raises ValueError."""
    text, folded = line.text, line.folded
    found = [replace(reading, text=text[reading.start : reading.end]) for reading in statistics(text, folded, line.words)]
    taken = [(reading.start, reading.end) for reading in found]
    at = floor = turn = 0
    for place in places:
        while place >= at:
            start, end = place, 0
            if folded[place] not in "0123456789":
                match = line.words.patterns["candidate"].search(folded, max(at, place - ARTICLE), place + LONG)
                if match is None or match.start() > place:
                    break
                start, end = match.span()
            while turn < len(taken) and taken[turn][1] <= start:
                floor, turn = taken[turn][1], turn + 1
            if turn < len(taken) and taken[turn][0] <= start:
                at = floor = taken[turn][1]
                continue
            reading = _reading(line, start, floor)
            if reading is None:
                at = end or CHAIN.match(folded, start).end()  # type: ignore[union-attr]  # it begins with a digit
            else:
                found.append(reading)
                at = floor = reading.end
    if not taken:  # they stand in their order
        return found
    return sorted((reading for reading in found if reading.kind), key=attrgetter("start"))


def _reading(line: Line, at: int, floor: int) -> Reading | None:
    """The quantity at `at`, or None where there is none, or where its context makes it none of a text's quantities."""
    try:
        before, core = quantity(line, at, floor)
    except ValueError:
        if line.alone:
            raise
        return None
    in_context = core if line.alone else _in_context(line, at, before, core)
    return complete(line, before, in_context) if in_context is not None else None


# --- what is no quantity in running text ----------------------------------------------------------------------------


def _in_context(line: Line, at: int, before: Before, reading: Reading) -> Reading | None:
    """The reading where its context leaves it a quantity; None for dates, ages, doses, sizes and names."""
    if reading.kind == "percent":
        return reading
    if reading.kind in ("count", "duration", "measure") and _is_age(line, before, reading):
        return None
    if (typed := TYPED.match(line.folded, at)) is not None and "age_after" in line.behind(typed.end()) and line.match("age_after", typed.end()):
        return None
    by = reading.kind in ("measure", "duration") and (before.signed or line.ends("by", before.start))
    if reading.kind == "measure":
        outcome = late(OUTCOMES).match(line.folded, reading.end - len(reading.unit))
        if reading.unit.startswith("°"):
            cooler = line.ends("by", before.start) or _is_apart(line, before, reading)
            return reading if (cooler and reading.value < WARMER) or line.match("direction", reading.end) else None  # not "at 25 °C"
        changed = by or outcome or line.match("direction", reading.end) or line.ends("gained", before.start) or _is_outcome(line, before, reading)
        return reading if changed else None
    if reading.kind == "duration" and (by or _won(line, before, reading) or ("spared" in line.behind(reading.end) and line.match("spared", reading.end))):
        return replace(reading, kind="measure")  # "rose by 2.6 hours" is an outcome
    if reading.kind == "duration" and reading.value != DAILY and line.match("each_time", reading.end):
        return replace(reading, kind="measure")  # "3.6 days of sick leave a year"; not "24 hours a day"
    if reading.kind == "points" and reading.value == 1 and not line.folded[at].isdigit():
        return None  # "one point", "un punto": a manner of speaking
    return reading if reading.kind != "count" or _is_number(line, at, before, reading) else None


def _is_age(line: Line, before: Before, reading: Reading) -> bool:
    """Whether what stands before it makes it an age: "aged 18", "women over 60"."""
    aged = line.ends("age_before", before.unqualified) or (line.ends("age_before", before.start) if before.start != before.unqualified else None)
    return aged is not None and not _followed_up(line, aged.start(), reading)


def _followed_up(line: Line, start: int, reading: Reading) -> bool:
    """Whether an age is rather how long people were observed: "in 5% of patients over 5 years"."""
    return reading.kind == "duration" and reading.value <= GROWN and line.folded.endswith(("% of ", "% der "), 0, start)


def _won(line: Line, before: Before, reading: Reading) -> bool:
    """Whether a time was won or lost: "gained 2.9 hours a day"; not when it happened: "fell 12 weeks after surgery"."""
    return line.ends("moved", before.start) is not None and WHEN.match(line.folded, reading.end) is None


def _is_outcome(line: Line, before: Before, reading: Reading) -> bool:
    """Whether a length, a volume or a weight was lost, gained or compared: "put on just 0.3 kg", "150 ml against 590 ml"; no doses."""
    if reading.unit.startswith(DOSES):
        return False
    if line.ends("moved", before.start) or line.match("moved_after", reading.end) or line.ends("rather", before.start):
        return True
    if _is_exact(line, before, reading) or _is_apart(line, before, reading):
        return True
    if (more := line.ends("again", before.start)) is not None:
        return more["unit"] == reading.unit
    far = line.ends("set_against", before.start)
    if far is not None:
        return far["unit"] == reading.unit
    other = line.match("against", reading.end)
    return other is not None and (number := NUMBER.match(line.folded, other.end() - 1)) is not None and line.folded.startswith(reading.unit, number.end())


def _is_exact(line: Line, before: Before, reading: Reading) -> bool:
    """Whether a length tells how exact something is: "within 1 mm of the plan", "auf 1 mm genau"; not "within 3 cm"."""
    if line.ends("exact_before", before.start) is not None:
        return True
    return line.match("exact_after", reading.end) is not None and line.ends("exact_to", before.start) is not None


def _is_apart(line: Line, before: Before, reading: Reading) -> bool:
    """Whether a comparative says so much of more or less: "plus fraîche de 1,8 °C", "più alta di 3 mm rispetto a"; not "più grandi di 3 cm"."""
    return line.ends("apart", before.start) is not None and line.match("apart_after", reading.end) is not None


def _is_number(line: Line, at: int, before: Before, reading: Reading) -> bool:
    """Whether a bare number is a number, and not a year, a date, a time of day, a name, a list number or a reference."""
    folded, end, typed = line.folded, reading.end, line.folded[at : reading.end]
    noun = line.match("noun", end) is not None
    if line.ends("name", before.start) or line.match("clock", end):
        return False
    if line.ends("month_before", before.start) or line.match("month_after", end):
        return False
    if not typed[0].isdigit():
        return noun or bool(before.qualifier) or reading.decimals < 0 or reading.value >= 100
    if YEARS.fullmatch(typed):
        return noun and bool(before.qualifier)
    if "," in typed and reading.decimals > 0 and line.words.language == "en":
        return False  # "18,20" is rather two references
    around = (folded[max(0, before.start - 1) : before.start], folded[end : end + 1])
    if around in (("[", "]"), ("(", ")")) and not before.qualifier and len(typed) <= 3:
        return False
    return not (LISTED.match(folded, end) and folded[max(0, before.start - 3) : before.start].strip(" ") in ("", "\n"))


def _is_counted(line: Line, reading: Reading) -> bool:
    """Whether a bare count is qualified, scaled, a change ("by 5.2", "from 7.1"), or followed by what it counts."""
    if reading.qualifier or reading.decimals < 0 or line.match("noun", reading.end) or line.ends("by", reading.start):
        return True
    return reading.decimals > 0 and line.ends("from", reading.start) is not None
