"""What a sixth batch of pages taught: each rule in several languages, beside the look-alikes that it must leave alone."""

from __future__ import annotations

import pytest
from standin_pages import text

from evidence import figures
from evidence.page import Reading
from evidence.statements import read

LIST = "\n\nReferences\n" + "\n".join(f"{n}. Author A. Title {n}. J Test. 20{10 + n};{n}:1-9." for n in range(1, 6))


def faults(found: Reading) -> list[tuple[str, tuple[str, ...]]]:
    """The defects of a page."""
    return [(one.type, one.references) for one in found.defects]


def told(sentence: str, language: str) -> list[tuple[str, str, str | None]]:
    """Kind, value and comparator of every quantity of a sentence."""
    return [(one.kind, one.value, one.comparator) for one in figures.read(sentence, language)]


QUANTITIES = [
    # the number nearest to "of" is the part
    ("de", "In einer Befragung bevorzugten drei von vier Patienten die Anwendung.", [("nofm", "3/4", "level")]),
    ("en", "In one survey three out of four patients agreed.", [("nofm", "3/4", "level")]),
    ("en", "In two weeks 3 out of 4 improved.", [("duration", "2", None), ("nofm", "3/4", "level")]),
    ("fr", "Dans une enquête deux patients sur trois le disent.", [("nofm", "2/3", "level")]),
    ("es", "En una encuesta tres de cada cuatro lo prefieren.", [("nofm", "3/4", "level")]),
    ("it", "In un sondaggio tre pazienti su quattro lo preferiscono.", [("nofm", "3/4", "level")]),
    ("fr", "un patient adulte sur cinq", [("nofm", "1/5", "level")]),
    ("it", "circa un neonato su 5", [("nofm", "1/5", "level")]),
    ("de", "21 erwachsene Patienten von 30", [("nofm", "21/30", "level")]),
]


@pytest.mark.parametrize(("language", "sentence", "expected"), QUANTITIES)
def test_a_quantity_says_what_a_person_reads(language: str, sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    """Parts of a whole, directions, nothing at all; what only looks like them is left alone."""
    assert told(sentence, language) == expected


SPACED = [
    ("en", "Pain fell by 30% in adults 1,2. Sleep improved in most of them 3. It lasted for two years 4,5.", [("1", "2"), ("3",), ("4", "5")]),
    ("fr", "Le zona touche une personne sur trois 1,2. La douleur dure trois mois plus tard 3. Elle cède en 2 à 3 jours 4,5.", [("1", "2"), ("3",), ("4", "5")]),
    ("de", "Die Schmerzen sanken bei Erwachsenen 1,2. Der Schlaf wurde um 20 % besser 3. Das hielt zwei ganze Jahre 4,5.", [("1", "2"), ("3",), ("4", "5")]),
    ("es", "El dolor bajó un 30 % en adultos 1,2. El sueño mejoró un 20 % 3. Duró dos años enteros 4,5.", [("1", "2"), ("3",), ("4", "5")]),
    ("it", "Il dolore è calato del 30% negli adulti 1,2. Il sonno è migliorato del 20% 3. È durato due anni interi 4,5.", [("1", "2"), ("3",), ("4", "5")]),
]


@pytest.mark.parametrize(("language", "sentences", "expected"), SPACED)
def test_numbers_set_off_again_and_again_are_markers(language: str, sentences: str, expected: list[tuple[str, ...]]) -> None:
    """Where the list has them and that is the custom of the page."""
    found = read(text(sentences + LIST, language))
    assert [one.references for one in found.statements] == expected
    assert faults(found) == []


KEPT = [
    "It helps people with type 2",
    "It was proven in phase 3",
    "See more on page 4",
    "Weakness improved by 20% at EDSS 5",
    "Pain fell by 20% by week 4",
    "Users rated it 4.8 of 5",
    "On average pain fell by 20% with a score of 3",
    "Works with the Libre 2",
]


@pytest.mark.parametrize("sentence", KEPT)
def test_what_a_word_names_by_its_number_is_no_marker(sentence: str) -> None:
    """Also on a page that sets its markers off."""
    typed = f"Pain fell by 30% in adults 1,2. Sleep improved in most of them 3. It lasted for two years 4,5. {sentence}."
    found = read(text(typed + LIST, "en"))
    assert [one.references for one in found.statements if one.text.startswith(sentence)] in ([], [()])


def test_one_number_that_is_set_off_is_no_custom() -> None:
    """Nor do three of one number make one, nor where the page glues its markers."""
    for typed in ("Pain fell by 30% in adults 2.", "Pain fell in group 2. It fell in adults 2. It fell in all 2.", "It fell.1,2 So.3 And so.4 Pain fell in adults 2."):
        found = read(text(typed + LIST, "en"))
        assert not any(one.text.endswith(" 2.") and one.references for one in found.statements)
