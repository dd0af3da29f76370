"""Tests of evidence.statements: what a page states, what it cites, its list, its faults."""

from __future__ import annotations

import json
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standin_pages import html, text
from statement_tables import CITED, CLAIMS, PLAIN

from evidence.labels import labels
from evidence.page import Block, Found, Marker, Page, Run
from evidence.sentences import MARK, split
from evidence.statements import as_json, read
from evidence.vocabulary import language_of, vocabulary

LIST = "\n\nReferences\n" + "\n".join(f"{n}. Author A. Title {n}. J Test. 20{10 + n};{n}:1-9." for n in range(1, 13))


@pytest.mark.parametrize(("sentence", "references"), CITED)
def test_a_marker_names_its_references_and_a_look_alike_none(sentence: str, references: tuple[str, ...]) -> None:
    """In text whose superscripts are lost, a sentence cites exactly what a reader of the page would say it cites."""
    found = read(text(sentence + LIST, "en"))
    assert tuple(label for statement in found.statements for label in statement.references) == references


@pytest.mark.parametrize(("language", "sentence"), [(name, one) for name, many in CLAIMS.items() for one in many])
def test_what_asserts_something_is_a_statement(language: str, sentence: str) -> None:
    """A result, a boast, a comparison, a benefit or a risk is a statement without any marker, and said to be uncited."""
    (statement,) = read(text(sentence, language)).statements
    assert statement.text == sentence
    assert "uncited_claim" in statement.flags


@pytest.mark.parametrize(("language", "sentence"), [(name, one) for name, many in PLAIN.items() for one in many])
def test_instructions_description_and_methods_are_no_statements(language: str, sentence: str) -> None:
    """What nobody would want substantiated is left out."""
    assert read(text(sentence, language)).statements == ()


LAYOUTS = {
    "dotted": "References\n1. Ash B. J A. 2019;1:2.\n2. Elm C. J B. 2020;2:3.\n3. Oak D. J C. 2021;3:4.",
    "bracketed": "Referenzen:\n[1] Ash B. J A. 2019;1:2.\n[2] Elm C. J B. 2020;2:3.\n[3] Oak D. J C. 2021;3:4.",
    "raised": "Bibliografía\n¹ Ash B. J A. 2019;1:2.\n² Elm C. J B. 2020;2:3.\n³ Oak D. J C. 2021;3:4.",
    "bare": "Bibliographie\n1 Ash B. J A. 2019;1:2.\n2 Elm C. J B. 2020;2:3.\n3 Oak D. J C. 2021;3:4.",
    "parenthesised": "Bibliografia\n(1) Ash B. J A. 2019;1:2.\n(2) Elm C. J B. 2020;2:3.\n(3) Oak D. J C. 2021;3:4.",
    "run on": "References: 1. Ash B. J A. 2019;1:2. 2. Elm C. J B. 2020;2:3. 3. Oak D. J C. 2021;3:4.",
    "run on below": "Sources\n1 Ash B. J A. 2019;1:2. 2 Elm C. J B. 2020;2:3. 3 Oak D. J C. 2021;3:4.",
    "unnumbered": "Quellen\nAsh B. J A. 2019;1:2.\nElm C. J B. 2020;2:3.\nOak D. J C. 2021;3:4.",
    "without a heading": "1. Ash B. J A. 2019;1:2.\n2. Elm C. J B. 2020;2:3.\n3. Oak D. J C. 2021;3:4.",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_reference_list_is_read_in_every_layout(layout: str) -> None:
    """The list's entries are found with their numbers, and none of them is taken for a statement."""
    found = read(text("Pain fell by 40%1 and sleep improved.2,3\n\n" + LAYOUTS[layout]))
    assert [entry.number for entry in found.listed] == ["1", "2", "3"]
    assert [entry.text[:3] for entry in found.listed] == ["Ash", "Elm", "Oak"]
    assert [statement.references for statement in found.statements] == [("1", "2", "3")]
    assert found.defects == ()


def test_an_enumeration_is_no_reference_list() -> None:
    """Numbered claims without years and authors stay statements."""
    found = read(text("The success has reasons.\n1. The coating prevents infection.\n2. The profile minimizes rotation.\n3. It relieves pain."))
    assert found.listed == ()
    assert len(found.statements) == 3


BODY = "Pain fell by 40%.1 Sleep improved by 20%.2 Mood improved by 10%.3\n\nReferences\n"
DEFECTS = [
    ("1. Ash B. J. 2019.\n2. Elm C. J. 2020.", ("cited_not_listed", ("3",))),
    ("1. Ash B. J. 2019.\n2. Elm C. J. 2020.\n3. Oak D. J. 2021.\n4. Fir E. J. 2022.", ("listed_not_cited", ("4",))),
    ("1. Ash B. J. 2019.\n2. Elm C. J. 2020.\n3. Oak D. J. 2021.\n3. Fir E. J. 2022.", ("duplicate_label", ("3",))),
    ("1. Ash B. Hips. J. 2019.\n2. Elm C. Knees. 2020.\n3. Ash B. Hips. J. 2019.", ("duplicate_source", ("1", "3"))),
]


@pytest.mark.parametrize(("entries", "defect"), DEFECTS)
def test_a_fault_of_the_list_is_told_and_nothing_else(entries: str, defect: tuple[str, tuple[str, ...]]) -> None:
    """Each fault of the numbering is one defect with the numbers it is about."""
    assert [(one.type, one.references) for one in read(text(BODY + entries)).defects] == [defect]


def test_a_page_without_a_list_has_no_fault_of_a_list() -> None:
    """Where nothing is listed, a cited number may be listed elsewhere."""
    assert read(text("Pain fell by 40%.1 Sleep improved by 20%.2")).defects == ()


def test_footnote_signs_are_notes_and_their_faults_are_told() -> None:
    """A sign leads to its footnote; one without a footnote, and a footnote without a sign, are defects."""
    found = read(text("Straighter teeth, 50% faster.*\nBetter by 20%.†\n\n*Against braces.\n‡Survey, 2020."))
    assert [statement.notes for statement in found.statements] == [("*",), ("†",)]
    assert dict(found.footnotes) == {"*": "Against braces.", "‡": "Survey, 2020."}
    assert {(one.type, one.references) for one in found.defects} == {("undefined_symbol", ("†",)), ("unused_footnote", ("‡",))}


def test_a_count_that_its_range_contradicts_is_told() -> None:
    """ "12 studies [1-3]" names three."""
    faults = read(text("It is backed by 12 clinical studies [1-3]." + LAYOUTS["dotted"].join(("\n\n", "")))).defects
    assert [(one.type, one.references) for one in faults] == [("count_mismatch", ("1", "2", "3"))]


def test_one_outcome_with_two_values_is_told() -> None:
    """The same outcome of the same source stands on a page with one value."""
    faults = read(text("Up to 31%1 fat reduction was seen. Up to 26%1 fat reduction was seen." + LIST)).defects
    assert ("inconsistent_value", ("1",)) in [(one.type, one.references) for one in faults]


def test_a_quantity_takes_the_next_marker_to_its_right_else_the_one_to_its_left() -> None:
    """Several markers in a sentence share its quantities out by clause."""
    (statement,) = read(text("Pain fell by 40%1, sleep improved by 20% and mood by 10%2, a gain of 5%." + LIST)).statements
    assert [quantity.references for quantity in statement.quantities] == [("1",), ("2",), ("2",), ("2",)]
    assert [quantity.comparator for quantity in statement.quantities] == ["reduction", "increase", "increase", "increase"]


def test_superscripts_and_links_come_before_any_guess() -> None:
    """A page that raises its markers is believed: Week 52 stays week 52, and powers, trade marks and ordinals cite nothing."""
    found = read(html(
        "<html lang=en><body><p>Response was 30% through Week 5<sup>2</sup>. Response was 30% at Week 52.</p>"
        "<p>A density of 10<sup>6</sup> cells per cm<sup>2</sup> and BMI over 30 kg/m<sup>2</sup> improved response by 20%.</p>"
        "<p>Zentara<sup>®</sup> is the 1<sup>st</sup> and only treatment<sup><a href='#r1'>1</a></sup>, trusted by many"
        "<sup>2</sup><sup>,</sup><sup>3</sup> and <a href='#r2'>[2]</a>.</p></body></html>"
    ))
    assert [statement.references for statement in found.statements] == [("2",), (), (), ("1", "2", "3")]


def test_a_registrys_numbering_decides_where_the_page_has_no_list() -> None:
    """Digits glued to digits are a reference where the numbering has it, and a number where it has not."""
    page = text("The score was stable through Week 1518 of the trial, and pain fell by 30%.")
    assert read(page).statements[0].references == ()
    assert read(text("Pain relief was seen at Week 126."), ["6"]).statements[0].references == ("6",)


def test_the_words_of_a_patient_are_one_testimonial() -> None:
    """Quoted speech stays whole, with its marker, and without the name below it."""
    (statement,) = read(text('"It went well. I was up and out of bed that same day."* Dana K., patient\n\n*Results differ.')).statements
    assert statement.flags[0] == "testimonial"
    assert statement.text == '"It went well. I was up and out of bed that same day."*'


def test_a_cell_with_a_result_is_a_statement() -> None:
    """A table's numbers need support as those of a sentence do."""
    found = read(html("<html lang=en><body><table><tr><td>Response</td><td>46%<sup>1</sup></td></tr></table></body></html>"))
    assert [(statement.text, statement.references) for statement in found.statements] == [("46%1", ("1",))]


@pytest.mark.parametrize(
    ("marker", "named"),
    [
        ("4,5,9", ("4", "5", "9")), ("1-3,a", ("1", "2", "3", "a")), ("¹⁻³", ("1", "2", "3")), ("³˒⁴", ("3", "4")), ("2†", ("2", "†")),
        ("[2, 3]", ("2", "3")), ("3–5", ("3", "4", "5")), ("**", ("**",)), ("2 and 4", ("2", "4")), ("(i),(ii)", ("i", "ii")), ("(i-iii)", ("i", "ii", "iii")), ("v–vi", ("v", "vi")), ("x-i", ()),
        ("2019", ()), ("9-3", ()), ("TM", ()), ("0", ()), ("1-900", ()), ("", ()),
    ],
)
def test_a_markers_labels_are_written_out(marker: str, named: tuple[str, ...]) -> None:
    """Ranges are written out; what is no marker names nothing."""
    assert labels(marker, roman="(i" in marker) == named


@pytest.mark.parametrize(
    ("language", "typed", "sentences"),
    [
        ("en", f"Pain fell by 40%.{MARK} Dr. Lee agreed. It works in the U.S. market, e.g. in Ohio.", 3),
        ("de", "Stand: 12. März 2021. Rund 16 % z. B. in Bonn leiden. Das hilft.", 3),
        ("fr", "Prix env. 12 €. Le Dr. Petit le dit. C’est bien.", 3),
        ("en", f"Sleep improved.{MARK * 5} Mood, too.", 2),
    ],
)
def test_sentences_end_where_they_end(language: str, typed: str, sentences: int) -> None:
    """Abbreviations, ordinals and initials end nothing; a marker belongs to the sentence it closes."""
    assert len(split(typed, vocabulary(language))) == sentences


def test_the_language_is_told_by_the_page_or_by_its_words() -> None:
    """A declared language is believed, an undeclared one is told from the commonest words."""
    assert language_of("irrelevant", "de-CH") == "de"
    assert language_of("El dolor de los pacientes se reduce con el gel y la crema") == "es"
    assert language_of("123 456") == "en"


def test_json_is_the_contract() -> None:
    """The scan's JSON has the keys of the contract, in plain types, with claim and match for what is registered."""
    found = as_json(read(text("Pain fell by 40%.1" + LIST)), {0: ("pain", "exact")})
    assert json.loads(json.dumps(found)) == found
    assert set(found) == {"path", "statements", "defects"}
    (statement,) = found["statements"]
    assert list(statement) == [
        "text", "start", "end", "line", "quantities", "references", "notes", "markers", "flags", "claim", "match",
    ]
    assert (statement["claim"], statement["match"]) == ("pain", "exact")
    assert statement["quantities"] == [
        {"text": "40%", "start": 13, "end": 16, "kind": "percent", "value": "40", "unit": "%", "comparator": "reduction", "references": ["1"]}
    ]


WORDS = st.sampled_from(
    ["Pain", "fell", "by", "40%", "3", "1,2", ".", ".4", " ", "\n", "*", "†", "[2]", "(3)", "“", "”", '"', "²", "Week", "52", "References", "1.",
     "Ash", "2019", "p<0.001", "G7", "better", "than", "Dr.", "\u200b", "é", "™", "20188", "kg/m2", "#1", "(i)", "a", "–", "%", "is", "the", "best"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60), st.lists(st.tuples(st.integers(0, 200), st.integers(1, 4)), max_size=4))
def test_whatever_a_page_holds_offsets_slice_and_nothing_overlaps(words: list[str], raised: list[tuple[int, int]]) -> None:
    """For any page: spans slice to their texts, do not overlap, stand in order, and a second reading is the same."""
    typed = " ".join(words)
    runs = tuple(Run(at, min(at + size, len(typed)), "superscript") for at, size in sorted(raised) if at < len(typed))
    page = Page("p", "text", typed, (Block(0, len(typed), "paragraph"),), runs, language="en")
    found = read(page)
    end = 0
    for statement in found.statements:
        assert end <= statement.start < statement.end <= len(typed)
        end = statement.end
        assert typed[statement.start : statement.end] == statement.text
        pieces: list[Marker | Found] = [*statement.markers, *statement.quantities]
        for part in pieces:
            assert typed[part.start : part.end] == part.text
            assert part.start < part.end
        assert all(statement.start <= one.start < one.end <= statement.end for one in statement.quantities)
        for one, other in pairwise(statement.markers):
            assert one.end <= other.start
    assert read(page) == found


@pytest.mark.parametrize(
    "unit", ["Pain fell by 30%.3 It improved sleep by 20% (4). ", "1,2,3-5,", "...!!!", "word* †‡ ** ", "“I love it. ", "[1][2 (ref. ", ".4\ue000\ue000"]
)
def test_time_grows_with_the_length_and_not_with_its_square(unit: str) -> None:
    """Eight times the text takes about eight times as long, whatever is repeated."""

    def seconds(times: int) -> float:
        typed = unit * times
        page = Page("p", "text", typed, (Block(0, len(typed), "paragraph"),), language="en")
        best = 9.0
        for _ in range(3):
            begun = time.process_time()
            read(page)
            best = min(best, time.process_time() - begun)
        return best

    assert seconds(1600) < 0.02 + 24 * seconds(200)
