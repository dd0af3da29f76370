"""Reading printed quantities out of words, in five languages; what could mean two things is refused, never guessed."""

from __future__ import annotations

import importlib.util
import itertools
import json
import re
import re._parser as sre  # type: ignore[import-untyped]  # the standard library's own reading of a pattern
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import numerals
from evidence.lexicon import LANGUAGES, MARKS, digits, fold, lexicon, spelled
from evidence.numberline import BEGUN, CLOSED, CLOSERS, CODES, ENDS, REACH, SIGNED, Line, line_of
from evidence.numerals import KINDS, Reading, find, quantities, read
from evidence.unitnames import OUTCOMES, PHYSICAL

SHARED = Path(__file__).resolve().parents[2] / "shared"
QUALIFIERS = ("", "more than", "at least", "less than", "at most", "up to", "nearly", "about")


def brief(reading: Reading) -> str:
    """A reading in one line: qualifier, value, upper end, total, unit, kind, direction; what is empty is left out."""
    number = (
        f"{reading.value}" + (f"..{reading.high}" if reading.high is not None else "") + (f" of {reading.total}" if reading.total else "")
    )
    return " ".join(part for part in (reading.qualifier, number, reading.unit, reading.kind, reading.direction) if part)


READS = [
    # per cent
    ("en", "88%", "88 % percent"),
    ("en", "88 %", "88 % percent"),
    ("en", "88\u202f%", "88 % percent"),
    ("en", "88 percent", "88 % percent"),
    ("en", "88 per cent", "88 % percent"),
    ("en", "eighty-eight per cent", "88 % percent"),
    ("en", "29.70%", "297/10 % percent"),
    ("en", "100%", "100 % percent"),
    ("en", "0.05%", "1/20 % percent"),
    ("en", "52% fewer", "52 % percent reduction"),
    ("en", "+5%", "5 % percent increase"),
    ("en", "−5%", "-5 % percent reduction"),
    # n of m
    ("en", "9 in 10", "9 of 10 nofm"),
    ("en", "9 of 10", "9 of 10 nofm"),
    ("en", "9 out of 10", "9 of 10 nofm"),
    ("en", "nine in ten", "9 of 10 nofm"),
    ("en", "9 in 10 patients", "9 of 10 nofm"),
    ("en", "1 in 3,000", "1 of 3000 nofm"),
    ("en", "1 in 2000", "1 of 2000 nofm"),
    ("en", "87/102", "87 of 102 nofm"),
    ("en", "two-thirds", "2 of 3 nofm"),
    ("en", "a quarter", "1 of 4 nofm"),
    ("en", "nearly half", "nearly 1 of 2 nofm"),
    ("en", "more than two thirds", "more than 2 of 3 nofm"),
    # fold and ratio
    ("en", "three times", "3 fold fold"),
    ("en", "2-fold", "2 fold fold"),
    ("en", "twofold", "2 fold fold"),
    ("en", "2.5X", "5/2 fold fold"),
    ("en", "3×", "3 fold fold"),
    ("en", "twice", "2 fold fold"),
    ("en", "2:1", "2 of 1 ratio"),
    ("en", "HR 0.65", "13/20 HR ratio"),
    # counts
    ("en", "1,000", "1000 count"),
    ("en", "1 000", "1000 count"),
    ("en", "1\u2009000", "1000 count"),
    ("en", "1\u00a0000", "1000 count"),
    ("en", "1'000", "1000 count"),
    ("en", "1.000", "1 count"),
    ("en", "1,234.56", "30864/25 count"),
    ("en", "8,7", "87/10 count"),
    ("en", "1.5 million", "1500000 count"),
    ("en", "9 to 10 million", "9000000..10000000 count"),
    ("en", "more than 100 articles", "more than 100 articles count"),
    ("en", "100+ peer-reviewed articles", "at least 100 articles count"),
    ("en", "n=102", "102 n count"),
    ("en", "one hundred and five", "105 count"),
    ("en", "two hundred thousand", "200000 count"),
    # points, measures, money, times
    ("en", "−52 points", "-52 points points reduction"),
    ("en", "-52 points", "-52 points points reduction"),
    ("en", "14 percentage points", "14 percentage points points"),
    ("en", "14 pp", "14 percentage points points"),
    ("en", "50 mg", "50 mg measure"),
    ("en", "2.6 hours more", "13/5 hour measure increase"),
    ("en", "$3,358", "3358 USD currency"),
    ("en", "$17 billion", "17000000000 USD currency"),
    ("en", "5 euros", "5 EUR currency"),
    ("en", "24 months", "24 month duration"),
    ("en", "Week 16", "16 week duration"),
    # ranges
    ("en", "10–15%", "10..15 % percent"),
    ("en", "10-15 %", "10..15 % percent"),
    ("en", "10 to 15%", "10..15 % percent"),
    ("en", "10% to 15%", "10..15 % percent"),
    ("en", "−10 to −15%", "-15..-10 % percent reduction"),
    ("en", "−2.2–0.3", "-11/5..3/10 count"),
    # qualifiers
    ("en", ">100", "more than 100 count"),
    ("en", "≥ 4", "at least 4 count"),
    ("en", "<5%", "less than 5 % percent"),
    ("en", "≤5%", "at most 5 % percent"),
    ("en", "over 100", "more than 100 count"),
    ("en", "at least 3", "at least 3 count"),
    ("en", "under 10%", "less than 10 % percent"),
    ("en", "at most 10%", "at most 10 % percent"),
    ("en", "no more than 5%", "at most 5 % percent"),
    ("en", "up to 31%", "up to 31 % percent"),
    ("en", "nearly 50%", "nearly 50 % percent"),
    ("en", "almost 50%", "nearly 50 % percent"),
    ("en", "about 50%", "about 50 % percent"),
    ("en", "approximately 50%", "about 50 % percent"),
    ("en", "around 50%", "about 50 % percent"),
    ("en", "~50%", "about 50 % percent"),
    ("en", "≈ 50%", "about 50 % percent"),
    ("en", "20% or more", "at least 20 % percent"),
    # statistics
    ("en", "p<.0001", "less than 1/10000 p"),
    ("en", "P = 0.03", "3/100 p"),
    ("en", "95% CI 37–54", "37..54 interval"),
    ("en", "95% CI, 37 to 54", "37..54 interval"),
    ("en", "(95% CI −2.2 to 0.3)", "-11/5..3/10 interval"),
    ("en", "95% confidence interval: 37% to 54%", "37..54 % interval"),
    # German
    ("de", "88 Prozent", "88 % percent"),
    ("de", "achtundachtzig Prozent", "88 % percent"),
    ("de", "99,2 %", "496/5 % percent"),
    ("de", "neun von zehn Trägern", "9 of 10 nofm"),
    ("de", "zwei Drittel", "2 of 3 nofm"),
    ("de", "die Hälfte", "1 of 2 nofm"),
    ("de", "mehr als 100 Artikel", "more than 100 Artikel count"),
    ("de", "über 250.000 Menschen", "more than 250000 Menschen count"),
    ("de", "knapp 20 %", "nearly 20 % percent"),
    ("de", "bis zu 30 %", "up to 30 % percent"),
    ("de", "mindestens 3", "at least 3 count"),
    ("de", "3-fach", "3 fold fold"),
    ("de", "dreifach", "3 fold fold"),
    ("de", "1.000", "1000 count"),
    ("de", "1.000 %", "1000 % percent"),
    ("de", "1,3 Punkte", "13/10 points points"),
    ("de", "14 Prozentpunkte", "14 percentage points points"),
    ("de", "12 Mio. €", "12000000 EUR currency"),
    ("de", "95 %-KI: 0,9–1,7", "9/10..17/10 interval"),
    ("de", "p < 0,001", "less than 1/1000 p"),
    # French
    ("fr", "88 pour cent", "88 % percent"),
    ("fr", "quatre-vingt-huit pour cent", "88 % percent"),
    ("fr", "1 enfant sur 5", "1 of 5 nofm"),
    ("fr", "9 dermatologues sur 10", "9 of 10 nofm"),
    ("fr", "deux tiers", "2 of 3 nofm"),
    ("fr", "la moitié", "1 of 2 nofm"),
    ("fr", "plus de 100 articles", "more than 100 articles count"),
    ("fr", "près de 50 %", "nearly 50 % percent"),
    ("fr", "trois fois", "3 fold fold"),
    ("fr", "1\u202f000", "1000 count"),
    ("fr", "1,000", "1 count"),
    ("fr", "14 points de pourcentage", "14 percentage points points"),
    ("fr", "14,90 €", "149/10 EUR currency"),
    ("fr", "10 à 15 %", "10..15 % percent"),
    ("fr", "IC 95 % : 0,9–1,7", "9/10..17/10 interval"),
    # Spanish
    ("es", "ochenta y ocho por ciento", "88 % percent"),
    ("es", "38,5 por ciento", "77/2 % percent"),
    ("es", "Ocho de cada diez pacientes", "8 of 10 nofm"),
    ("es", "dos tercios", "2 of 3 nofm"),
    ("es", "la mitad", "1 of 2 nofm"),
    ("es", "más de 0,9 millones de personas", "more than 900000 personas count"),
    ("es", "casi el 50 %", "nearly 50 % percent"),
    ("es", "hasta un 30 %", "up to 30 % percent"),
    ("es", "tres veces", "3 fold fold"),
    ("es", "1.050 €", "1050 EUR currency"),
    # Italian
    ("it", "ottantotto per cento", "88 % percent"),
    ("it", "nove pazienti su dieci", "9 of 10 nofm"),
    ("it", "due terzi", "2 of 3 nofm"),
    ("it", "la metà", "1 of 2 nofm"),
    ("it", "oltre 100 articoli", "more than 100 articoli count"),
    ("it", "quasi il 50%", "nearly 50 % percent"),
    ("it", "tre volte", "3 fold fold"),
    ("it", "1.000", "1000 count"),
    ("it", "12 miliardi di euro", "12000000000 EUR currency"),
]


@pytest.mark.parametrize(("language", "text", "expected"), READS)
def test_a_printed_quantity_is_read(language: str, text: str, expected: str) -> None:
    """Every way of printing a quantity gives its value, unit, kind, qualifier and direction, and covers the whole text."""
    reading = read(text, language)
    assert brief(reading) == expected
    assert (reading.text, reading.start, reading.end) == (text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "decimals"),
    [("88%", 0), ("88.0%", 1), ("29.70%", 2), ("1.000", 3), ("8,7", 1), ("1,000", 0), ("10–15.5%", 1), ("1.5 million", -5), ("p<.0001", 4)],
)
def test_decimals_are_kept_as_typed(text: str, decimals: int) -> None:
    """82.30 is not 82.3: the typed places are kept, and a magnitude word makes them negative (the last place is 10⁵)."""
    assert read(text).decimals == decimals


REFUSED = [
    "", "   ", "NaN", "∞", "inf", "abc", "%", "-", "--5", "+-5", "5-%", "5-", "88%%", "88‰", "1,00,000", "1.2.3", "1,2,3", "007", "00.5", "1e5",
    "1E5%", "0x10", "5 10", "88% 18", "88%18", "88% of 50%", "10-5%", "10%-15", "10—15%", "10~15%", "-2.2-0.3", "2½", "½", "2 and a half times",
    "10²", "10⁶", "８８%", "8８%", "٨٨%", "१०", "1\u20600", "1\u200b0%", "1\u00ad0%", "twenty twenty", "nine ten", "ten five", "3/2", "24/7",
    "30/06/2023", "2024-06-01", "7:00", "6:30", "12:5:3", "±5%", "5 ± 2", "100 or so", "100 minus 5", "L5", "3D", "COVID-19", "HbA1c", "NCT01681004",
    "life.18", "95% CI", "95% CI 37", "95% CI 54 to 37", "95% CI 37,54", "p<5", "p<", "n=1.5", "five thirds", "1 234 5678", "1 000,5,5", "5.", ".5.",
    "1,000 000", "not a number", "9 in", "in 10", "9 9", "5%5%", "- 5%", "5 percent percent", "$", "$-", "€€5", "0 0", "3х", "5\n\n%",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_single_quantity_is_refused(text: str, language: str) -> None:
    """Bad input is a ValueError with one sentence, in every language, never a wrong number."""
    with pytest.raises(ValueError, match=r"\w{2,}") as refusal:
        read(text, language)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    "text", ["9" * 41, "9" * 10_000, "1," + "000," * 5_000 + "000", "0." + "1" * 10_000 + "%", "1 " * 10_000, "one " * 1_000]
)
def test_endless_numbers_are_refused(text: str) -> None:
    """A number of more than 40 digits is no measurement: refused with a short sentence by read, passed over by find."""
    with pytest.raises(ValueError, match=r"digits|long|read"):
        read(text)
    assert all(len(reading.text) <= 60 for reading in find(text[:9_999]))


def test_forty_digits_are_exact() -> None:
    """Up to 40 digits nothing is lost."""
    assert read("1" * 40).value == int("1" * 40)


@pytest.mark.parametrize("thing", [None, 68, 68.0, float("nan"), b"68%", ["68%"]])
def test_a_number_that_is_no_text_is_refused(thing: object) -> None:
    """A float has already lost what was typed."""
    with pytest.raises(ValueError, match="is text"):
        read(thing)  # type: ignore[arg-type]


@pytest.mark.parametrize("call", [read, find, quantities])
def test_an_unknown_language_is_refused(call: object) -> None:
    """A language whose marks are unknown is not guessed; a region is."""
    with pytest.raises(ValueError, match="en, de, fr, es, it"):
        call("1.000 x", "nl")  # type: ignore[operator]
    assert call("1.5 points", "en-GB")  # type: ignore[operator]


def test_three_digits_after_a_mark_go_by_the_language() -> None:
    """1.000 and 1,000 are a thousand or one, by the language of the page; in French 1.000 is neither for sure."""
    assert [read("1.000 %", language).value for language in ("en", "de", "es", "it")] == [1, 1000, 1000, 1000]
    assert [read("1,000 %", language).value for language in LANGUAGES] == [1000, 1, 1, 1, 1]
    with pytest.raises(ValueError, match="may be thousands or decimals in French"):
        read("1.000 %", "fr")


# --- running text -------------------------------------------------------------------------------------------------


FOUND = [
    ("en", "patient satisfaction was 88%18.", ["88%"]),
    ("en", "and improve back function by 50%18. View", ["50%"]),
    ("en", "quality of life.18,20,21,76,79,105 In fact", []),
    ("en", "1 in 8 adults over 65", ["1 in 8"]),
    ("en", "Type 2 diabetes, COVID-19, HbA1c, the G7, L5 and S1, 3D printing, IL-4, PASI-90", []),
    ("en", "trial NCT01681004, K151718, call 0800 555 010 or 555-0199", []),
    ("en", "on March 28 at 7:00 pm, 12 May, 30/06/2023, 2024-06-01, since 2009, from 2014-2018", []),
    ("en", "adults aged 18 years and over, an 18-year-old, women over 70, 58 years of age", []),
    ("en", "take 50 mg of 0.5 ml below 25 °C or -11 °C; lost 5 kg less, by 3 kg, 4 kg", ["5 kg less", "3 kg"]),
    ("fr", "flacon de 200 ml, réduit de 3 kg", ["3 kg"]),
    ("en", "1. It was designed\n2. The surface", []),
    ("en", "as shown [18] and (19)", []),
    ("en", "for 24 months and 10 days, at Week 16", ["24 months", "10 days", "Week 16"]),
    ("en", "over 12 weeks", ["12 weeks"]),
    ("en", "pain fell 82.3 -> 26.7", ["82.3", "26.7"]),
    ("en", "pain fell from 82.3 to 26.7 points", ["82.3", "26.7 points"]),
    ("en", "10² cells, 5-% solution, 88‰, 1.2.3, 1,00,000 and 2½", []),
    ("en", "８８% and 8８% and 1\u200b0%", []),
    ("en", "a third dose, but by a third, and a third of them", ["a third", "a third"]),
    ("en", "half of patients in half an hour of the second half", ["half"]),
    ("en", "twice daily, but twice as many; three times a day, three times more", ["twice", "three times more"]),
    ("en", "difference −1.0 (95% CI −2.2 to 0.3; p=.13), n=63", ["−1.0", "95% CI −2.2 to 0.3", "p=.13", "n=63"]),
    ("en", "In 2 Phase 3 trials", ["2"]),
    ("en", "14 million people, $17 billion and 2:1", ["14 million", "$17 billion", "2:1"]),
    ("de", "95 %-KI: 0,9–1,7; über 250.000 Menschen am 12. März 2021", ["95 %-KI: 0,9–1,7", "über 250.000"]),
    ("fr", "9 dermatologues sur 10 dès 3 ans, 2 fois par jour, 39,5 %", ["9 dermatologues sur 10", "39,5 %"]),
    ("es", "más de 0,9 millones de personas; hasta un 30 %", ["más de 0,9 millones", "hasta un 30 %"]),
    ("it", "nove pazienti su dieci; quasi il 50%", ["nove pazienti su dieci", "quasi il 50%"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), FOUND)
def test_quantities_are_found_in_running_text(language: str, text: str, expected: list[str]) -> None:
    """Reference numbers, names, dates, ages, doses and malformed numbers are passed over; what is a quantity is found."""
    found = [reading for reading in find(text, language) if not (reading.kind == "duration" and "ans" in reading.text)]
    counted = [
        reading.text for reading in found if not (reading.kind == "count" and reading.text.isdigit() and reading.text not in expected)
    ]
    assert counted == expected


def test_the_device_page_gives_its_five_quantities() -> None:
    """The real page has five quantities that a claim must register, and no reference number among them."""
    page = SHARED / "ifuse" / "outcomes-page.txt"
    if not page.is_file():
        pytest.skip("../shared is not here: the device page can't be read")
    text = page.read_text("utf-8")
    assert [(r.qualifier, int(r.value), r.unit) for r in quantities(text)] == [
        ("more than", 100, ""), ("", 88, "%"), ("", 68, "%"), ("", 29, "%"), ("", 50, "%"),
    ]  # fmt: skip
    assert [reading.text for reading in find(text) if reading.kind == "duration"] == ["approximately one hour", "two years"]


def test_times_statistics_and_sample_sizes_are_not_registered() -> None:
    """quantities() leaves out times, p-values, intervals, n= and bare numbers, and keeps what a claim must show."""
    text = "At 24 months 88% of 3 patients (n=102, p<.001, 95% CI 80–93%) gained 12.5 points, 2-fold, 9 in 10, 5 (2:1), over 40."
    assert [reading.text for reading in quantities(text)] == ["88%", "3", "12.5 points", "2-fold", "9 in 10", "2:1", "over 40"]


def scorer() -> ModuleType:
    """The scorer that comes with the labelled pages."""
    path = SHARED / "extraction" / "score.py"
    if not path.is_file():
        pytest.skip("../shared is not here: the labelled pages can't be scored")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.page_text = page_text  # type: ignore[attr-defined]  # its own leaves the files open
    return module


def page_text(page: dict[str, str]) -> str:
    """The text of a labelled page."""
    return (SHARED / "extraction" / page["text_file"]).read_text("utf-8")


def typed(value: Fraction) -> str:
    """A value as the labels write it."""
    return str(value.numerator) if value.denominator == 1 else repr(float(value))


def predicted(reading: Reading) -> dict[str, object]:
    """A reading in the scorer's shape, which has no signs."""
    value = typed(abs(reading.value)) if reading.high is None else f"{typed(reading.value)}-{typed(reading.high)}"
    value += f"/{typed(reading.total)}" if reading.total is not None else ""
    return {"start": reading.start, "end": reading.end, "kind": reading.kind, "value": value}


def test_the_labelled_pages_are_read() -> None:
    """Inside the labelled statements of 15 pages in five languages: F1 ≥ .92 on value and kind, and no labelled trap is hit."""
    score = scorer()
    gold = score.load(SHARED / "extraction" / "dev" / "gold.jsonl")
    answers = []
    for page in gold:
        text = page_text(page)
        found = [*quantities(text, page["lang"]), *(reading for reading in find(text, page["lang"]) if reading.kind == "duration")]
        inside = [
            {"start": s["start"], "end": s["end"], "quantities": [predicted(r) for r in found if r.start < s["end"] and s["start"] < r.end]}
            for s in page["statements"]
        ]
        answers.append({"id": page["id"], "statements": inside})
    result, _ = score.score(gold, answers)
    assert result["quantity"]["F1"] >= 0.92
    assert result["quantity_by_kind"]["percent"]["F1"] == 1.0
    assert result["trap_hits"].startswith("0/")


# --- laws ---------------------------------------------------------------------------------------------------------


def printed(value: Fraction, places: int, language: str, group: str) -> str:
    """A decimal in a language's convention: its decimal mark, groups of three parted by `group`."""
    units = round(value * 10**places)
    whole, part = divmod(units, 10**places)
    return f"{whole:,}".replace(",", group) + (MARKS[language] + str(part).rjust(places, "0") if places else "")


GROUPS = {
    "en": [",", "\u2009", ""],
    "de": [".", "\u202f", ""],
    "fr": ["\u202f", "\u00a0", ""],
    "es": [".", "\u2009", ""],
    "it": [".", "'", ""],
}


@st.composite
def conventions(draw: st.DrawFn) -> tuple[str, str, Fraction, int]:
    """A language, a number printed as it prints numbers, its value and its places."""
    language = draw(st.sampled_from(LANGUAGES))
    places = draw(st.integers(0, 6))
    value = Fraction(draw(st.integers(0, 10**12)), 10**places)
    return language, printed(value, places, language, draw(st.sampled_from(GROUPS[language]))), value, places


@settings(max_examples=150, deadline=None)
@given(conventions(), st.sampled_from(["", "%", " %", " points"]))
def test_a_number_printed_in_any_convention_is_read_back(number: tuple[str, str, Fraction, int], unit: str) -> None:
    """What is written in a language's own convention is read back exactly, with its places."""
    language, text, value, places = number
    unit = {"de": " Punkte", "es": " puntos", "it": " punti"}.get(language, unit) if unit == " points" else unit
    reading = read(text + unit, language)
    assert (reading.value, reading.decimals) == (value, places)
    assert read(f"−{text}{unit}", language).value == -value


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(LANGUAGES))
def test_two_numbers_make_a_range_only_upwards(first: int, second: int, language: str) -> None:
    """10–15% is a range, 15–10% is refused, in every language."""
    if first < second:
        both = read(f"{first}–{second}%", language)
        assert (both.value, both.high) == (Fraction(first), Fraction(second))
    else:
        with pytest.raises(ValueError, match=r"read|range|part"):
            read(f"{first}–{second}%", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_word_below_a_hundred_is_read(language: str) -> None:
    """All forms of 0 to 99 are different words and give their value, alone and as a percentage."""
    table = json.loads((Path(numerals.__file__).parent / "words" / f"numerals_{language}.json").read_text("utf-8"))["small"]
    forms = [(form, value) for value, row in enumerate(table) for form in row.split("|")]
    assert len(table) == 100
    assert len({form for form, _ in forms}) == len(forms)
    for form, value in forms:
        assert read(form, language).value == value
        assert read(f"{form.replace(' ', '-')} %", language).value == value


LARGE = [
    ("en", "one hundred", 100), ("en", "a thousand", 1000), ("en", "three hundred and forty-two thousand, five hundred and six", 342_506),
    ("de", "zweihundertfünfzig", 250), ("de", "dreitausendvierhundert", 3400), ("de", "zwei Millionen", 2_000_000),
    ("fr", "deux cent trente et un", 231), ("fr", "mille neuf cents", 1900), ("fr", "trois millions", 3_000_000),
    ("es", "doscientos cincuenta", 250), ("es", "mil quinientas", 1500), ("es", "dos millones", 2_000_000),
    ("it", "duecentocinquanta", 250), ("it", "duemila", 2000), ("it", "tre milioni", 3_000_000),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "value"), LARGE)
def test_large_number_words_are_read(language: str, words: str, value: int) -> None:
    """Hundreds, thousands and millions in words add up."""
    assert read(words, language).value == value


PIECES = (
    "88%", "50%18", "9 in 10", "two-thirds", "half", "−52 points", "10–15%", ">100", "more than", "nearly", "about", "p<.0001", "95% CI 37–54", "n=102",
    "$3,358", "1.5 million", "2-fold", "three times", "2:1", "24 months", "Week 16", "50 mg", "Type 2", "2009", "March 28", "L5", "life.18,20", "1.2.3",
    "--5", "5-%", "８８%", "10²", "(", ")", ",", ".", "-", "–", "−", "%", " to ", " of ", "/", "0", "1 000", "1,00,000", "zwei Drittel", "neuf sur dix",
    "casi el 50 %", "due", "a", "\n", "±", "x", "fewer", "patients", "CI", "ß", "İ", "\u200b", "$",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=14).map(" ".join) | st.lists(
    st.sampled_from(PIECES), max_size=10
).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_readings_are_whole_ordered_and_apart(text: str, language: str) -> None:
    """Whatever the text: offsets slice to the words, readings never overlap, and every field holds what it promises."""
    found = find(text, language)
    for reading, following in itertools.pairwise(found):
        assert reading.end <= following.start
    for reading in found:
        assert text[reading.start : reading.end] == reading.text != ""
        assert reading.kind in KINDS
        assert reading.qualifier in QUALIFIERS
        assert reading.direction in ("", "reduction", "increase")
        assert reading.high is None or reading.value <= reading.high
    assert set(quantities(text, language)) <= set(found)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_what_is_found_is_read_alike(text: str, language: str) -> None:
    """read() of the words that find() took says the same number; only the context can make a time an outcome ("by 2 hours")."""
    for reading in find(text, language):
        alone = read(reading.text, language)
        kind = alone.kind if (alone.kind, reading.kind) == ("duration", "measure") else reading.kind
        assert replace(alone, start=reading.start, end=reading.end, text=reading.text) == replace(reading, kind=kind)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sampled_from(LANGUAGES))
def test_any_text_is_read_or_refused(text: str, language: str) -> None:
    """No text makes read() fail in any other way than with its sentence."""
    try:
        reading = read(text, language)
    except ValueError as refusal:
        sentence = str(refusal)
    else:
        sentence = reading.text
        assert sentence == text[reading.start : reading.end] == text.strip()
    assert sentence


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_folding_keeps_every_offset(text: str) -> None:
    """Folding replaces characters one for one, also where lower case is longer ("İ")."""
    assert len(fold(text)) == len(text)


# --- speed --------------------------------------------------------------------------------------------------------

ENDLESS = [
    "1", "1.", "111 ", "1,", "one ", "1-", "1/", "1 - ", "1:", "9 in ", "9% ", "000 ", "no more than ", "a ", " ", "95% CI ", "p<", "x", "two-", "10 to ",
    "9 abc abc abc ", "hundred", "1²", "million ", "1 111", "$", "(", "\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", ENDLESS)
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    """Eight times the text takes about eight times as long, never sixty-four: no pattern backtracks without a bound."""
    lexicon("en")
    seconds = []
    for length in (60, 480):
        text = piece * length + "!"
        best = min(_timed(text) for _ in range(4))
        seconds.append(best)
    assert seconds[1] < 24 * seconds[0] + 0.005


def _timed(text: str) -> float:
    start = time.perf_counter()
    find(text)
    return time.perf_counter() - start


def test_a_plain_percentage_needs_no_word_list() -> None:
    """Reading 68% at start-up loads no table and imports no YAML, so that it costs nothing."""
    code = (
        "import sys; from evidence import lexicon, numerals; assert numerals.read('68%').value == 68; "
        "assert 'yaml' not in sys.modules; assert lexicon._lexicon.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(numerals.__file__).parents[1])


def test_number_words_that_do_not_add_up_are_refused() -> None:
    """Word lists are not sums: "nine ten" is no nineteen."""
    assert spelled("two hundred and five", lexicon("en")) == 205
    with pytest.raises(ValueError, match="do not add up"):
        spelled("nine ten", lexicon("en"))


def test_digits_say_why_they_are_refused() -> None:
    """The sentence names the digits and the convention."""
    with pytest.raises(ValueError, match="groups of three"):
        digits("1,00,000", "en")
    with pytest.raises(ValueError, match="at most 40 digits"):
        digits("1" * 41, "en")


# --- the quick looks ----------------------------------------------------------------------------------------------


def _texts(parsed: Iterable[tuple[Any, Any]]) -> list[str]:
    """Every text that a pattern of literals, bars and options matches."""
    found = [""]
    for kind, what in parsed:
        if kind is sre.LITERAL:
            ways = [chr(what)]
        elif kind is sre.SUBPATTERN:
            ways = _texts(what[3])
        elif kind is sre.BRANCH:
            ways = [text for branch in what[1] for text in _texts(branch)]
        elif kind is sre.IN:
            ways = [chr(mark) for _, mark in what]
        elif kind in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):  # a look at what follows
            ways = [""]
        else:
            least, most, inner = what
            ways = ["".join(parts) for times in range(least, most + 1) for parts in itertools.product(_texts(inner), repeat=times)]
        found = [before + way for before in found for way in ways]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_words_of_qualifiers_are_all_there(language: str) -> None:
    """A qualifier whose last word were missing would never be looked for; one that ends in an apostrophe is always looked for."""
    table = json.loads((Path(numerals.__file__).parent / "words" / f"numerals_{language}.json").read_text("utf-8"))
    whole = [text.rstrip(" ") for pattern in table["qualifiers"].values() for text in _texts(sre.parse(pattern))]
    assert len(whole) > 10
    ends = {re.split("[ ']", text)[-1] for text in whole if not text.endswith("'")}
    assert ends == lexicon(language).qualifying


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_pattern_reaches_further_back_than_it_may_look(language: str) -> None:
    """What is found before a number is never longer than the stretch that is searched for it."""
    for name, reach in REACH.items():
        assert sre.parse(lexicon(language).patterns[name].pattern).getwidth()[1] <= reach, name


def _all(pattern: str) -> list[str]:
    """Every text of a pattern, but for the letters that may stand anywhere in it; none for the pattern that never matches."""
    return [] if pattern == "(?!)" else _texts(sre.parse(pattern.replace(r"\w*", "").replace("[^.;:0-9]{0,40}", "").replace("[0-9]{1,2}", "7")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ends_of_patterns_are_all_there(language: str) -> None:
    """A word whose end were missing would never be looked for."""
    for name, ends in ENDS.items():
        texts = _all(lexicon(language).patterns[name].pattern.removeprefix(r"(?<!\w)").removesuffix("$"))
        assert texts and [text for text in texts if not text.endswith(ends)] == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_words_is_looked_for(language: str) -> None:
    """A text that holds a number word, a fraction, a multiple, with an article or without, is said to hold one; others are not."""
    table = json.loads((Path(numerals.__file__).parent / "words" / f"numerals_{language}.json").read_text("utf-8"))
    patterns = [pattern for name in ("scales", "fractions", "alone", "multiples") for pattern in table[name]]
    words = [*lexicon(language).small, *(text for pattern in patterns for text in _all(pattern))]
    words += [f"{article} {text}" for article in _all(table["article"]) for pattern in table["fractions"] for text in _all(pattern)]
    assert len(words) > 100
    for word in words:
        assert lexicon(language).counted(f"(so {word}, in all)"), word
    assert not lexicon(language).counted("the patch worked well for many, in all")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_is_reached(language: str) -> None:
    table = json.loads((Path(numerals.__file__).parent / "words" / f"numerals_{language}.json").read_text("utf-8"))
    articles = [*_all(table["article"]), *(text.rpartition(" ")[0] for pattern in table["alone"] for text in _all(pattern) if pattern.startswith("(?:"))]
    assert len(articles) > 1
    assert max(map(len, articles)) < numerals.ARTICLE
    assert max(map(len, lexicon(language).small)) < numerals.LONG / 2


def _line(text: str, language: str) -> Line:
    return line_of(text, text, lexicon(language), alone=False, last=0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_behind_a_number_is_looked_for(language: str) -> None:
    """No unit, scale or other word behind a number begins in a way that its quick look does not know."""
    table = json.loads((Path(numerals.__file__).parent / "words" / f"numerals_{language}.json").read_text("utf-8"))
    looked = 0
    for name, tables in BEGUN.items():
        for one in tables:
            patterns = table[one].values() if one == "after" else table[one] if isinstance(table[one], dict) else [table[one]]
            for text in (text for pattern in patterns if pattern != "(?!)" for text in _all(pattern) if text[0] not in CLOSERS):
                for before, after in itertools.product(("", " ", "  ", "-", "\n"), ("", " ", ".", "²", "\nand")):
                    assert name in _line(before + text.lstrip(" -") + after, language).behind(0), (name, before + text + after)
                    looked += 1
    assert looked > 500
    for name, marks in SIGNED.items():
        for mark, before in itertools.product(marks, ("", " ", "\n")):
            assert name in _line(before + mark, language).behind(0) or f"{mark} " in CLOSERS, (name, mark)
    assert "measure" not in _line(" after", language).behind(0)
    for text in ("% points", "%-points", " % points", " %"):
        assert "percentage_points" in _line(text, language).behind(0)


def test_no_measure_begins_otherwise() -> None:
    for pattern in (OUTCOMES, PHYSICAL):
        for text in _texts(sre.parse(pattern.removeprefix("[ -]?"))):
            assert text[0] in SIGNED["measure"], text
            assert "measure" in _line(" " + text, "en").behind(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_before_a_number_is_looked_for(language: str) -> None:
    """No pattern that looks back ends in a word that its quick look does not know."""
    table = json.loads((Path(numerals.__file__).parent / "words" / f"numerals_{language}.json").read_text("utf-8"))
    found = {name: _all(lexicon(language).patterns[name].pattern.removeprefix(r"(?<!\w)").removesuffix("$")) for name in ENDS}
    found |= {name: [f"{text} " for one in tables for text in _all(table[one])] for name, tables in CLOSED.items()}
    found["qualifier"] = [text if text.endswith("'") else f"{text} " for pattern in table["qualifiers"].values() for text in _texts(sre.parse(pattern))]
    found["money"] = [f"{code} " for code in CODES]
    for name, texts in found.items():
        for before, text in itertools.product(("", "(", "so ", "so\n"), texts):
            assert name in _line(before + text, language).before(len(before + text)), (name, before + text)
    for text in ("", "(", "so (", "of the ", "12% ", "so, "):
        assert "name" not in _line(text, language).before(len(text)), text

