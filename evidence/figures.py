"""The quantities of one statement: what `numerals.find` reads, less what is no result, with comparators and references."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from evidence import numerals
from evidence.comparators import comparator
from evidence.flags import gist
from evidence.lexicon import lexicon
from evidence.markers import Mark
from evidence.nouns import dataclass
from evidence.numberline import ENDS
from evidence.page import Found
from evidence.patterns import late
from evidence.readings import Reading
from evidence.vocabulary import Vocabulary, vocabulary

DIGIT = late(r"[0-9]")
THRESHOLD = late(r"[≥≤<>]=? ?$")
LIMITING = tuple("≥≤<>")  # how that begins
OLDEST = 120
APART = 60  # characters between two quantities that are set against one another
ALONE = late(r"\s*(?:[.,;:!?)]|$)|\s+(?:and|or|und|oder|et|ou|y|o|e|with|who|mit|die|avec|qui|con|che|que)(?!\w)")  # "over 75 and": an age
HUNDRED = 100
# "0 injections": none of them; not "0 to 10", "0 means no pain"
NOTHING = late(
    r"[ \n]{1,2}(?![a-z]+ (?:to|bis|à|a) )(?!means|stands|points?(?!\w)|punkte|punti|puntos)(?:[^\W\d_][\w-]* )?[^\W\d_][\w'-]*(?:s|en|er|i|e)(?!\w)"
)
LARGE = 10_000  # so many are counted whatever they are: "62,000 brush movements"
PLURAL = late(r" [^\W\d_]{4,}(?: [^\W\d_]{3,})?")
WITHIN = late(
    r"(?<!\w)(?:within|in under|in less than|after just|after only|(?:held|lasts?|lasted|lasting|sustained|maintained)(?: for)?|for(?= a (?:full|whole))) "
    r"(?P<time>an? (?:full |whole )?(?P<unit>second|minute|hour|day|week|month|year))(?!\w)"
)
OFTEN = late(r" (?:times|mal|fois|veces|volte) (?:an?|per|pro|in der|par|por|al|ogni) [^\W\d_]")  # "1,000 times a second"
TESTED = late(r"(?<!\w)(?:prueba|test|épreuve)(?: [^\W\d_]+){0,2} (?:de|des|dei|di|von) $")  # "la prueba de 6 minutos": a name
TESTED_BY = ("de ", "des ", "dei ", "di ", "von ")  # how that ends
FIRST = ("day one", "tag eins", "jour un", "día uno", "giorno uno")  # "from day one": a manner of speaking
SITES = late(
    r" (?:[^\W\d_]+ )?(?:sites|cent(?:re|er)s|clinics|hospitals|practices|\w*zentren|\w*kliniken|praxen|krankenhäusern?|centres|hôpitaux|cliniques|cabinets"
    r"|centros|hospitales|clínicas|centri|ospedali|cliniche)(?!\w)"
)
NIGHTS = ("une nuit ", "una noche ", "una notte ", "eine nacht ", "one night ")  # what a sentence speaks of, and no time
ACUITY = late(r"20/(?:1[0256]|20|25|3[02]|40|50|63|80|[124]00)(?![0-9])(?! (?:patients?|eyes?|cases?|patienten|yeux|ojos|occhi))")  # sight: "20/40"
WHOLE = late(r" (?:of|der|des|von|de|du|dei|delle|degli|del|dei|d')(?!\w)")
CHANGES = ("reduction", "increase")
# The ends of a scale: "rated from 0 to 10", "auf einer Skala von 0 bis 10"
SCALED = (
    r"(?<!\w)(?:rated|scored?|scale|ranging|ranges|graded|bewertet|skala|échelle|notée?s?|cotée?s?|escala|puntuad[oa]s?|scala|valutat[oaie])"
    r"(?: [^\W\d_]+){0,2}"
)
RATED = late(SCALED + r" (?:from|of|von|de|da|del?) (?:[0-9]{1,2} (?:to|bis|à|a) )?$")
LIMITS = (" x uln", " × uln", "x uln", "× uln", " times the upper limit", " x lsn", " × lsn")  # "≥3 x ULN": who is counted
LEVELS = ("ci ", "ic ", "ki ", "ic à ", "ic al ", "ic del ", "ic de ", "ci (")
ENDED = ("points", "percent", "measure", "count", "duration", "currency")  # what the second end of a change can be
SCALES = ("percent", "points", "measure")
NAMES = late(r"[^\W\d_]*[A-Z][a-z]*[A-Z][\w-]* $")  # "PASI 90", "SPF 50", "GlucoPatch 14": the number belongs to the name


@lru_cache(maxsize=32_768)  # the pages of a site repeat their sentences
def read(bare: str, language: str) -> tuple[Found, ...]:
    """The quantities of a sentence without its markers; offsets count in it, and references are not known yet."""
    said = gist(bare, language)
    numbers = lexicon(language)
    readings = numerals.within(bare, said.folded, numbers)
    once = WITHIN.search(said.folded) if language == "en" and " a " in said.folded else None
    if not readings and "zero" not in said.has and once is None:
        return ()
    words = vocabulary(language)
    zero = words.pattern("zero").search(said.folded) if "zero" in said.has else None
    found: list[Found] = []
    table = numbers.patterns
    for index, reading in enumerate(readings):
        kept = _likewise(reading, found, said.folded, words) or _kept(reading, readings[index + 1 :], bare, said.folded, words)
        if kept is None or (said.spoken and (kept.kind == "duration" or (kept.kind == "nofm" and kept.total == 2))):  # "half the battle"
            continue
        if kept.kind == "count" and "methods" in said.has and SITES.match(said.folded, reading.end) is not None:
            continue  # where a study was done, as its n tells with whom
        by = _follows(table, "by", said.folded, reading.start) or _up_to(reading, said.folded) or _moved(kept, table, said.folded)
        says = comparator(said.folded, reading.start, reading.end, kept.kind, reading.direction, words, by)
        if says == "level" and found and (last := next((one for one in reversed(found) if one.kind == kept.kind), None)) is not None:
            says = last.comparator if last.comparator in CHANGES and _versus(said.folded, last, reading, words) else says
        if says == "level" and kept.kind == "measure" and found and found[-1].comparator in CHANGES:
            rather = table["rather"].search(said.folded, max(0, reading.start - 64), reading.start)
            says = found[-1].comparator if rather is not None else says  # "they lose 62% of it, that is 34 kg"
        found.append(Found(bare[reading.start : reading.end], reading.start, reading.end, kept.kind, value(reading), kept.unit, says))
    if zero is not None and not any(one.start <= zero.start() < one.end for one in found):
        end = zero.start() + len(zero[0].split()[0])
        found.append(Found(bare[zero.start() : end], zero.start(), end, "count", "0", "events"))
        found.sort(key=lambda one: one.start)
    if once is not None:
        found.append(Found(bare[once.start("time") : once.end()], once.start("time"), once.end(), "duration", "1", once["unit"]))
        found.sort(key=lambda one: one.start)
    return tuple(found)


def _follows(table: Mapping[str, re.Pattern[str]], name: str, folded: str, at: int) -> bool:
    """Whether the word of that pattern stands right before."""
    return (name not in ENDS or folded.endswith(ENDS[name], 0, at)) and table[name].search(folded[max(0, at - 24) : at]) is not None


def _moved(kept: Reading, table: Mapping[str, re.Pattern[str]], folded: str) -> bool:
    """Whether a verb behind a measure tells it as lost or gained: "34 kg verloren"."""
    return kept.kind == "measure" and table["moved_after"].match(folded, kept.end) is not None


def _up_to(reading: Reading, folded: str) -> bool:
    """Whether "up to" tells by how much, as "by" does: "reduces it up to 18%"; not "in up to 80% of patients", "to el 80 %"."""
    if reading.qualifier != "up to" or folded.startswith("hasta el", reading.start) or WHOLE.match(folded, reading.end):
        return False
    return folded[: reading.start].split()[-1:] not in (["in"], ["en"], ["bei"], ["dans"], ["nel"], ["for"], ["of"])


def _versus(folded: str, last: Found, reading: Reading, words: Vocabulary) -> bool:
    """Whether a quantity is what the one before it is set against: "fell by 62%, versus 48%", "by 2.9 with one and 1.6 with the other"."""
    between = folded[last.end : reading.start]
    if len(between) >= APART or words.has("from", between):
        return False
    if words.has("versus_note", between):
        return True
    return words.pattern("first_arm").match(between) is not None and words.pattern("arm").match(folded, reading.end) is not None


def placed(read: Sequence[Found], text: str, bare: Bare, cites: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[Found, ...]:
    """The quantities where they stand in the page. `cites`: where its statement's markers begin, and the numbers they name."""
    found = []
    for one in read:
        a, b = bare.place(one.start), bare.place(one.end - 1) + 1
        if (line := text.find("\n", a, b)) >= 0 and DIGIT.search(text, line, b) is None:
            b = line  # "3X", and "more" in the block below
        found.append(Found(text[a:b], a, b, one.kind, one.value, one.unit, one.comparator, _references(a, cites)))
    return tuple(found)


def is_cut(one: Found, bare: Bare) -> bool:
    """Whether a marker stands amid a quantity."""
    return bare.place(one.end - 1) - bare.place(one.start) != one.end - 1 - one.start


def value(reading: Reading) -> str:
    """The value as it is compared: "88", "0.9", "15-30", "1/3", "26000"."""
    if reading.total is not None:
        return f"{_typed(reading.value)}/{_typed(reading.total)}"
    if reading.high is not None:
        return f"{_typed(reading.value)}-{_typed(reading.high)}"
    return _typed(reading.value).removeprefix("-")


def _typed(number: Fraction) -> str:
    """An exact decimal; a whole number, by far the commonest, is not looked up."""
    whole, parts = number.as_integer_ratio()
    return str(whole) if parts == 1 else _decimal(number)


@lru_cache(maxsize=4096)
def _decimal(number: Fraction) -> str:
    """Every number that was read from digits has one."""
    places = 0
    scaled = number
    while scaled.denominator != 1 and places < 45:
        scaled, places = scaled * 10, places + 1
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


@dataclass(frozen=True, slots=True)
class Bare:
    """A stretch of the page without its markers, and where its characters stand in the page."""

    text: str
    starts: tuple[int, ...]  # offsets in `text` at which a piece of the page begins
    places: tuple[int, ...]  # and where each of these pieces begins in the page

    def place(self, at: int) -> int:
        """The offset in the page of a character of `text`."""
        piece = bisect_right(self.starts, at) - 1
        return self.places[piece] + at - self.starts[piece]


def without(text: str, start: int, end: int, marks: Sequence[Mark]) -> Bare:
    """text[start:end] with its markers cut out; a marker between two words leaves a space, so that it does not join them."""
    if not marks:
        return Bare(text[start:end], (0,), (start,))
    parts: list[str] = []
    starts: list[int] = []
    places: list[int] = []
    at, size = start, 0
    for mark in (*marks, None):
        stop = mark.start if mark is not None else end
        if at < stop:
            if parts and parts[-1][-1:].isalnum() and text[at].isalnum():
                starts.append(size)
                places.append(at - 1)
                parts.append(" ")
                size += 1
            starts.append(size)
            places.append(at)
            parts.append(text[at:stop])
            size += stop - at
        at = max(at, mark.end) if mark is not None else at
    return Bare("".join(parts), tuple(starts or (0,)), tuple(places or (start,)))


def _kept(reading: Reading, later: Sequence[Reading], bare: str, folded: str, words: Vocabulary) -> Reading | None:
    """The reading where it is a quantity of a statement, with the kind it has there."""
    if reading.kind in ("p", "interval", "ratio") or (reading.kind == "count" and reading.unit == "n"):
        return None
    if reading.kind in ("count", "measure") and RATED.search(folded, max(0, reading.start - 48), reading.start):
        return None
    if folded.startswith(LIMITS, reading.end):
        return None
    if reading.kind == "percent" and folded.endswith(LEVELS, 0, reading.start):
        return None  # "95% CI", "IC al 95 %": how sure, and no result
    limited = folded[max(0, reading.start - 3) : reading.start].rstrip(" =")[-1:] in LIMITING
    if reading.kind in SCALES and ((limited and THRESHOLD.search(folded, max(0, reading.start - 6), reading.start)) or folded[reading.start] in "≥≤"):
        return None  # "≥1%", "≥4-point": who is counted, not a result
    if reading.kind == "nofm" and reading.value == 20 and ACUITY.match(folded, reading.start):
        return None
    if reading.kind == "duration" and (folded.startswith(FIRST, reading.start) or (not reading.start and folded.startswith(NIGHTS))):
        return None
    if reading.kind == "duration" and (words.pattern("of_study").match(folded, reading.end) or _tested(reading, folded)):
        return None
    if reading.kind == "count":
        return _count(reading, later, bare, folded, words)
    return reading


def _tested(reading: Reading, folded: str) -> bool:
    """Whether a time is a part of the name of a test."""
    return folded.endswith(TESTED_BY, 0, reading.start) and TESTED.search(folded, max(0, reading.start - 40), reading.start) is not None


def _likewise(reading: Reading, found: Sequence[Found], folded: str, words: Vocabulary) -> Reading | None:
    """A bare number with the unit of the one that it is set beside: "fell 5.4 points with A and 3.0 with B"; not "and 3 patients"."""
    if reading.kind != "count" or reading.unit or reading.qualifier or not found or found[-1].kind not in SCALES:
        return None
    last = found[-1]
    between = folded[last.end : reading.start]
    if len(between) >= APART or words.pattern("arm").match(folded, reading.end) is None:
        return None
    beside = words.pattern("first_arm").match(between) is not None or words.has("versus_note", between)
    return replace(reading, kind=last.kind, unit=last.unit) if beside else None


def _count(reading: Reading, later: Sequence[Reading], bare: str, folded: str, words: Vocabulary) -> Reading | None:
    """A count where it counts something; a bare number that changed "by" or "from … to" is a measure, or has the other end's unit."""
    table = lexicon(words.language).patterns
    if reading.value == 1 and not bare[reading.start].isdigit() and reading.qualifier in ("", "at least"):
        return None  # "a trial", "un estudio", "at least one error"
    if NAMES.search(bare[max(0, reading.start - 24) : reading.start]):
        return None
    end = next((one for one in later if one.start - reading.end < 24 and one.kind in ENDED), None)
    before = folded[max(0, reading.start - APART) : reading.start]
    if end is not None and end.kind == "duration" and reading.value < end.value and not words.has("changes", before):
        end = None  # "from 3 to 12 months": a span
    if end is not None and _follows(table, "from", folded, reading.start) and words.pattern("until_bare").search(folded[max(0, end.start - 24) : end.start]):
        return replace(reading, kind="measure" if end.kind == "count" else end.kind, unit=end.unit)
    if end is not None and end.kind in SCALES and table["instead"].fullmatch(folded, reading.end, end.start) is not None:
        return replace(reading, kind=end.kind, unit=end.unit)  # "2.1 instead of 4.6 points"
    if _follows(table, "by", folded, reading.start) and table["noun"].match(folded, reading.end) is None:
        return replace(reading, kind="measure")
    start = words.pattern("since_bare").search(folded[max(0, reading.start - 40) : reading.start])
    if start is not None:
        return replace(reading, kind="measure")
    if reading.value == 0 and reading.high is None and bare[reading.start] == "0" and NOTHING.match(folded, reading.end):
        return reading
    if reading.decimals > 0 and reading.direction and folded[reading.end - 1].isalpha():
        return replace(reading, kind="measure")  # "2.3 fewer changes a week"
    if PLURAL.match(folded, reading.end) is not None and _follows(table, "enrolled", folded, reading.start):
        return reading
    if reading.qualifier or reading.decimals < 0:
        age = reading.decimals == 0 and reading.value <= OLDEST and ALONE.match(folded, reading.end) is not None
        return None if age else reading
    if reading.value >= HUNDRED and OFTEN.match(folded, reading.end) is not None:
        return reading
    if reading.value >= LARGE and PLURAL.match(folded, reading.end) is not None:
        posted = folded.endswith(", ", 0, reading.start) and bare[reading.start : reading.end].isdigit() and bare[reading.end + 1].isupper()
        return None if posted else reading  # ", 69003 Lyon"
    return reading if table["noun"].match(folded, reading.end) is not None else None


def _references(start: int, cites: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    """A quantity's references: the next marker with numbers to its right in the statement, else the one to its left."""
    right = next((named for at, named in cites if named and at >= start), ())
    return right or next((named for at, named in reversed(cites) if named and at <= start), ())
