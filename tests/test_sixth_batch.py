"""What a sixth batch of pages taught: each rule in several languages, beside the look-alikes that it must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from standin_pages import text

from evidence import figures, readers
from evidence.flags import Sentence, flags, gist
from evidence.page import Reading
from evidence.statements import read
from evidence.vocabulary import vocabulary

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
    # speeds, lengths and times that are gained or saved
    ("es", "+0,21 m/s de velocidad de marcha", [("measure", "0.21", "increase")]),
    ("es", "Recorrieron 62 metros más que los otros.", [("measure", "62", "increase")]),
    ("de", "Sie gingen 62 Meter weiter als 4 km.", []),
    ("fr", "La distance a augmenté de 38 mètres.", [("measure", "38", "increase")]),
    ("es", "La sala mide 62 metros.", []),
    ("it", "Sono in media 63 minuti di pianto in meno al giorno.", [("measure", "63", "reduction")]),
    ("fr", "Ils ont 2 heures de sommeil en plus par nuit.", [("measure", "2", "increase")]),
    ("es", "Tienen 2 horas de sueño más.", [("measure", "2", "increase")]),
    ("it", "Dopo 12 mesi di terapia il dolore cala.", [("duration", "12", None)]),
    ("fr", "Après 3 mois de traitement plus tard", [("duration", "3", None)]),
    ("es", "En la prueba de 6 minutos mejoraron.", []),
    ("es", "A los 6 minutos mejoraron.", [("duration", "6", None)]),
    # so often in a time, and within one
    ("en", "It reads the position 1,000 times a second.", [("count", "1000", None)]),
    ("de", "Er misst 1.000 mal pro Sekunde.", [("count", "1000", None)]),
    ("en", "Take it 3 times a day.", []),
    ("en", "It became easier within a month.", [("duration", "1", None)]),
    ("en", "They fall at least once a year.", []),
    # none
    ("en", "No treatment-related bleeding occurred in 161 patients.", [("count", "0", None), ("count", "161", None)]),
    ("de", "Keine Blutungen bei 161 Patienten.", [("count", "0", None), ("count", "161", None)]),
    ("fr", "Aucun saignement chez 161 patients.", [("count", "0", None), ("count", "161", None)]),
    ("it", "Nessun evento avverso grave nei 238 neonati.", [("count", "0", None), ("count", "238", None)]),
    ("en", "There is no better time.", []),
]


@pytest.mark.parametrize(("language", "sentence", "expected"), QUANTITIES)
def test_a_quantity_says_what_a_person_reads(language: str, sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    """Parts of a whole, directions, nothing at all; what only looks like them is left alone."""
    assert told(sentence, language) == expected


SPACED = [
    ("en", "Pain fell by 30% in adults 1,2. Sleep improved in most of them 3. It lasted for two years 4,5.", [("1", "2"), ("3",), ("4", "5")]),
    ("fr", "Le zona touche une personne sur trois 1,2. La douleur dure trois mois plus tard 3. Elle cède en 2 à 3 jours 4,5.", [("1", "2"), ("3",), ("4", "5")]),
    ("de", "Die Schmerzen sanken bei Erwachsenen 1,2. Der Schlaf wurde um 20 % besser 3. Das hielt zwei Jahre an 4,5.", [("1", "2"), ("3",), ("4", "5")]),
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


LARGE = [
    ("en", "The care of a fall costs about €18,000.4,5", ("4", "5")),
    ("en", "The care of a fall costs about €18,000.5", ("5",)),
    ("en", "The care of a fall costs about $18,000.25.", ()),
    ("de", "Die Kosten betragen rund 18.000 Euro je Jahr, im Mittel 18.000.4,5", ("4", "5")),
    ("en", "Hospitals in all paid $1,200,000.4 It was so.", ("4",)),
]


@pytest.mark.parametrize(("language", "sentence", "references"), LARGE)
def test_references_behind_a_large_number_are_told_by_the_list(language: str, sentence: str, references: tuple[str, ...]) -> None:
    """Behind the full stop that follows thousands; cents are none."""
    found = read(text(f"Pain fell by 40%.1-3 {sentence}{LIST}", language))
    assert [one.references for one in found.statements][1:2] == ([references] if references else [])


NOTED = [
    ("*All of them.\n†Some of them.\n2Among adults only.", True),
    ("*All of them.\n†Some of them.", False),
    ("*All of them.\n\n2 Patients left.", False),
    ("*All of them.\n3D images were taken.", False),
]


@pytest.mark.parametrize(("notes", "reused"), NOTED)
def test_a_number_among_the_footnotes_is_one(notes: str, reused: bool) -> None:
    """It stands for a source as well, and that is told."""
    found = read(text(f"Pain fell by 40%.1,3* Sleep rose by 30%.2,4,5†\n\n{notes}{LIST}", "en"))
    assert (("number_reused_for_footnote", ("2",)) in faults(found)) is reused


FLAGS = [
    ("en", "Grade 3 or 4 hypertension was reported in 15% of patients.", "safety", True),
    ("en", "Hypertension affects one in three adults.", "safety", False),
    ("en", "42% reduction in the risk of progression or death", "safety", False),
    ("en", "Deaths fell by 12%.", "safety", True),
    ("en", "It is recommended for incisions at high risk of infection.", "safety", False),
    ("en", "It lowers the risk of infection.", "safety", True),
    ("en", "68% fewer falls", "safety", True),
    ("en", "57.7 million people live with limb loss after an injury.", "safety", False),
    ("en", "Stroke is the leading cause of disability.", "safety", False),
    ("es", "El ictus es la primera causa de discapacidad.", "safety", False),
    ("es", "El ictus fue menos frecuente.", "safety", True),
    ("es", "Molestias cutáneas leves en el 5,6 % de los pacientes.", "safety", True),
    ("fr", "Une hyperpigmentation transitoire a été observée.", "safety", True),
    ("fr", "Elle réduit l’hyperpigmentation de 20 %.", "safety", False),
    ("it", "Un lieve aumento dei gas è comparso nel 2,1% dei casi.", "safety", True),
    ("de", "Bis zu 3 Tage sicherer Halt", "safety", False),
    ("de", "Sicher in der Anwendung", "safety", True),
    ("de", "Nach vier Wochen waren Rötungen bei 58 % der Betroffenen abgeklungen.", "safety", False),
    ("de", "Rötungen traten bei 5 % auf.", "safety", True),
    ("en", "It is linked with a higher risk of decline.", "comparative", True),
    ("de", "Es geht mit einem höheren Risiko einher.", "comparative", True),
    ("it", "È legato a un maggior rischio di caduta.", "comparative", True),
    ("en", "61% preferred A to the leading daily lens.", "comparative", True),
    ("en", "61% preferred A to the leading daily lens.", "superlative", False),
    ("en", "61% preferred to wear it.", "comparative", False),
    ("es", "Se miden un 45 % más a menudo.", "comparative", True),
    ("en", "More than half of them fall.", "comparative", False),
    ("fr", "91 % d’efficacité contre le zona", "comparative", False),
    ("fr", "54 % contre le peeling", "comparative", True),
    ("de", "Nach vier Wochen hatten es 58 %, und 87 % wollten bei A bleiben.", "comparative", False),
    ("en", "It is the only knee in its class with it.", "superlative", True),
    ("en", "Superior survival vs everolimus", "superlative", False),
    ("en", "Superior comfort", "superlative", True),
    ("de", "Von 9 von 10 Hebammen empfohlen", "superlative", True),
    ("fr", "Chez les plus de 70 ans, 30 % souffrent.", "superlative", False),
    ("es", "El medidor que se entiende a la primera", "superlative", False),
    ("en", "In a meta-analysis of 16 studies infections fell by 63%.", "count_claim", False),
    ("en", "It is backed by 16 studies.", "count_claim", True),
    ("it", "Nei 238 neonati osservati non è successo.", "count_claim", False),
]


@pytest.mark.parametrize(("language", "sentence", "flag", "holds"), FLAGS)
def test_a_flag_holds_where_a_person_would_raise_it(language: str, sentence: str, flag: str, holds: bool) -> None:
    """Harms of the product and not of the disease, comparisons, boasts; the size of a study is none."""
    found = flags(Sentence(gist(sentence, language), "paragraph", figures.read(sentence, language), True), False, vocabulary(language))
    assert (flag in found) is holds


@pytest.mark.parametrize(
    ("language", "sentence", "holds"),
    [
        ("en", "A smooth, rounded edge lets your eyelids glide over the lens.", True),
        ("en", "The dome lets air through, so your own voice sounds natural.", True),
        ("de", "Das Sichtfenster erleichtert das Anlegen.", True),
        ("fr", "La fenêtre facilite la pose.", True),
        ("es", "Los motores detectan la intención y ayudan solo lo necesario.", True),
        ("it", "I motori rilevano il movimento e si fermano.", False),
        ("it", "I sensori rilevano il passo e adattano la spinta.", True),
        ("en", "Sensors read the leg 1,000 times a second and stiffen the knee.", True),
        ("en", "Sensors are sold apart.", False),
        ("en", "It is the only knee in its class with a five-day battery.", True),
        ("en", "The battery is included.", False),
        ("en", "Let us know how it went.", False),
    ],
)
def test_what_asserts_something_is_a_statement(language: str, sentence: str, holds: bool) -> None:
    """Benefits of a design without numbers; plain description is none."""
    assert bool(read(text(sentence, language)).statements) is holds


TILES = [
    ("Up to 30 hrs", "on a single charge1", [("duration", "30", None)]),
    ("+0.21 m/s", "of walking speed1", [("measure", "0.21", "increase")]),
    ("– 88.8 %", "of lasting pain1", [("percent", "88.8", "reduction")]),
]


@pytest.mark.parametrize(("number", "label", "expected"), TILES)
def test_a_tiles_number_goes_with_its_words(tmp_path: Path, number: str, label: str, expected: list[tuple[str, str, str | None]]) -> None:
    """Also behind "up to", with a unit of speed; a dash before it is a minus."""
    file = tmp_path / "page.html"
    file.write_text(f"<div>{number}</div><div>{label}</div>", encoding="utf-8")
    (statement,) = read(readers.read(file), language="en").statements
    assert [(one.kind, one.value, one.comparator) for one in statement.quantities] == expected
