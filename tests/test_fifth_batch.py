"""What a fifth batch of pages taught: each rule in several languages, beside the look-alikes that it must leave alone."""

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
NOTES = "\n\na. All patients.\nb. Some of them.\nc. The others."
ALL = " It was so in all of them.1,2,3,4,5"


def faults(found: Reading) -> list[tuple[str, tuple[str, ...]]]:
    """The defects of a page."""
    return [(one.type, one.references) for one in found.defects]


def told(sentence: str, language: str) -> list[tuple[str, str, str | None]]:
    """Kind, value and comparator of every quantity of a sentence."""
    return [(one.kind, one.value, one.comparator) for one in figures.read(sentence, language)]


QUANTITIES = [
    # the first end of a change in time or in money has the unit of the other; a span of time is no change
    ("en", "Length of stay was cut from 5.2 to 3.4 days.", [("duration", "5.2", None), ("duration", "3.4", None)]),
    ("de", "Die Wartezeit sank von 41 auf 16 Tage.", [("duration", "41", None), ("duration", "16", None)]),
    ("fr", "Le délai est passé de 41 à 16 jours.", [("duration", "41", None), ("duration", "16", None)]),
    ("es", "La espera bajó de 18,6 a 9,4 meses.", [("duration", "18.6", None), ("duration", "9.4", None)]),
    ("it", "L’attesa è passata da 41 a 16 giorni.", [("duration", "41", None), ("duration", "16", None)]),
    ("en", "Costs fell from 5,200 to 3,400 dollars.", [("currency", "5200", None), ("currency", "3400", None)]),
    ("en", "Relief lasted from 3 to 12 months.", [("duration", "12", None)]),
    ("en", "Survival rose from 3 to 12 months.", [("duration", "3", None), ("duration", "12", None)]),
    # between two numbers
    ("en", "Between 5,000 and 8,000 patients are affected.", [("count", "5000-8000", None)]),
    ("de", "Zwischen 20 und 30 Prozent sind betroffen.", [("percent", "20-30", "level")]),
    ("fr", "Entre 20 et 30 % des adultes sont touchés.", [("percent", "20-30", "level")]),
    ("es", "Ingresan entre 7.000 y 14.000 lactantes.", [("count", "7000-14000", None)]),
    ("es", "Afecta a entre el 20 y el 30 % de los adultos.", [("percent", "20-30", "level")]),
    ("it", "Tra il 20% e il 30% degli adulti soffre.", [("percent", "20-30", "level")]),
    ("en", "The difference between 40% and 60% was clear.", [("percent", "40", "level"), ("percent", "60", "level")]),
    ("en", "Patients were seen between 2014 and 2018.", []),
    ("en", "Adults aged between 18 and 65 years took part.", []),
    ("fr", "Les adultes de 18 à 65 ans", []),
    ("en", "In 5% of patients over 5 years it came back.", [("percent", "5", "level"), ("duration", "5", None)]),
    ("en", "12% of adults over 65 years fall.", [("percent", "12", "level")]),
    # lost, gained, compared: an outcome; a dose or an intake: none
    ("en", "They gained 1.1 kg and the others put on just 0.3 kg.", [("measure", "1.1", "increase"), ("measure", "0.3", "increase")]),
    ("de", "Sie nahmen 3 kg ab.", [("measure", "3", "reduction")]),
    ("de", "Die Patienten haben 3,2 kg verloren.", [("measure", "3.2", "reduction")]),
    ("fr", "Les patients perdent en moyenne 62 % de leur excès de poids, soit 34 kg.", [("percent", "62", "reduction"), ("measure", "34", "reduction")]),
    ("es", "Los pacientes pierden de media 5,4 kg.", [("measure", "5.4", "reduction")]),
    ("it", "I pazienti hanno perso in media 5,4 kg.", [("measure", "5.4", "reduction")]),
    ("en", "They lost less blood (150 mL against 590 mL).", [("measure", "150", "level"), ("measure", "590", "level")]),
    ("de", "Beim Knochenabbau war es gleich (0,7 mm gegenüber 0,8 mm).", [("measure", "0.7", "level"), ("measure", "0.8", "level")]),
    ("fr", "La perte osseuse était de 0,7 mm contre 0,9 mm.", [("measure", "0.7", "level"), ("measure", "0.9", "level")]),
    ("en", "They took 3 mg versus 5 mg.", []),
    ("en", "Take 5 ml with food.", []),
    ("de", "Die Patienten nahmen 20 g Protein zu sich.", []),
    # later, not more
    ("fr", "Dix ans plus tard, trois patients sur quatre l’ont gardé.", [("duration", "10", None), ("nofm", "3/4", "level")]),
    ("es", "Diez años más tarde, el 80 % seguía bien.", [("duration", "10", None), ("percent", "80", "level")]),
    ("it", "Dieci anni più tardi l’80% stava bene.", [("duration", "10", None), ("percent", "80", "level")]),
    ("fr", "Cela dure deux heures de plus.", [("measure", "2", "increase")]),
    # the second object of a verb, beyond what stands in brackets; a compound that only sounds like a change
    ("en", "It cut visits by 30% (95% CI: 20 to 40) and admissions by 45%.", [("percent", "30", "reduction"), ("percent", "45", "reduction")]),
    ("es", "Redujo un 79,5 % las visitas (IC 95 %: 65,9-87,7) y un 83 % los ingresos.", [("percent", "79.5", "reduction"), ("percent", "83", "reduction")]),
    ("en", "95% sensitivity for more-than-mild disease", [("percent", "95", "level")]),
    ("en", "88% saw fewer fine lines.", [("percent", "88", "level")]),
    ("es", "El 88 % notaron menos arrugas.", [("percent", "88", "level")]),
    ("en", "Yield was 77% for nodules smaller than that.", [("percent", "77", "level")]),
    ("en", "88% fewer people had lines.", [("percent", "88", "reduction")]),
    ("en", "40% lower-limb amputations", [("percent", "40", "level")]),
    ("de", "Die Kosten sanken um 212 Euro.", [("currency", "212", "reduction")]),
    ("en", "Hospitals saved an average of $212.", [("currency", "212", None)]),
    # what is counted
    ("it", "Tracciati in 62 ospedali", [("count", "62", None)]),
    ("de", "In 62 Kliniken im Einsatz", [("count", "62", None)]),
    ("fr", "Il repose sur 9 études portant sur 21 000 patients.", [("count", "9", None), ("count", "21000", None)]),
    ("fr", "9 études sur 10 le montrent.", [("nofm", "9/10", "level")]),
]


@pytest.mark.parametrize(("language", "sentence", "expected"), QUANTITIES)
def test_a_quantity_says_what_a_person_reads(language: str, sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    """Ends of a change, ranges, outcomes in kilograms, years later, second objects; ages, doses and spans of time are left alone."""
    assert told(sentence, language) == expected


TILES = [
    ("de", ("8 Minuten", "bis zum Ergebnis1"), ("duration", "8")),
    ("de", ("5-mal", "schneller als das Labor1"), ("fold", "5")),
    ("fr", ("−38\u00a0%", "de surface de plaie1"), ("percent", "38")),
    ("fr", ("2\u00a0fois", "moins de changements1"), ("fold", "2")),
    ("fr", ("700\u202f000 patients", "concernés chaque année1"), ("count", "700000")),
    ("it", ("8.200 bambini", "nati dal 1997 a oggi"), ("count", "8200")),
    ("en", ("90.7%", "specificity1"), ("percent", "90.7")),
]


@pytest.mark.parametrize(("language", "blocks", "quantity"), TILES)
@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_a_tiles_number_goes_with_its_words(tmp_path: Path, suffix: str, language: str, blocks: tuple[str, str], quantity: tuple[str, str]) -> None:
    """Also where the number has a unit or names what it counts, and the next block takes the phrase up."""
    file = tmp_path / f"page{suffix}"
    file.write_text("\n\n".join(blocks) if suffix == ".txt" else "".join(f"<div>{one}</div>" for one in blocks), encoding="utf-8")
    (statement,) = read(readers.read(file), language=language).statements
    assert [(one.kind, one.value) for one in statement.quantities if one.value != "1997"] == [quantity]


def test_a_sentence_is_no_tile(tmp_path: Path) -> None:
    """A short line that counts something and ends is not joined with the line below it, nor with one that begins anew."""
    for first, second in (("8 rooms.", "patients like it"), ("30 tablets", "Take one a day with water."), ("Room 12", "open on Mondays")):
        file = tmp_path / "page.html"
        file.write_text(f"<p>{first}</p><p>{second}</p>", encoding="utf-8")
        assert not any(first in one.text and second in one.text for one in read(readers.read(file), language="en").statements)


LISTS = {
    "roman in brackets": ("Weight fell by 15%.[i] Sleep rose by 20%.[ii],[iii] It is so.[v]", "[i] Ash B. J A. 2019;1:2. [ii] Elm C. J B. 2020;2:3. [iii] Oak D. J C. 2021;3:4.",
                          [("cited_not_listed", ("v",))]),
    "roman in parentheses": ("Weight fell by 15% (i). Sleep rose by 20% (ii, iii).", "(i) Ash B. J A. 2019;1:2. (ii) Elm C. J B. 2020;2:3. (iii) Oak D. J C. 2021;3:4.", []),
    "one number twice": ("Weight fell by 15%.1 Sleep rose by 20%.2,3", "1. Ash B. J A. 2019;1:2. 2. Elm C. J B. 2020;2:3. 2. Oak D. J C. 2021;3:4. 3. Fir A. J D. 2022;1:3.",
                         [("duplicate_label", ("2",))]),
    "a number in a title": ("Weight fell by 15%.1 Sleep rose by 20%.2", "1. Ash B. Part 1. Sleep. J A. 2019;1:2. 2. Elm C. Phase 2. Trial. J B. 2020;2:3.", []),
}  # fmt: skip


@pytest.mark.parametrize("layout", sorted(LISTS))
def test_a_list_that_runs_on_is_read_whole(layout: str) -> None:
    """Roman numbers as well as arabic ones; a number that stands twice is a fault, one in a title is none."""
    sentences, entries, expected = LISTS[layout]
    assert faults(read(text(f"{sentences}\n\nReferences: {entries}", "en"))) == expected


def test_footnotes_that_run_on_are_all_read() -> None:
    """ "a. All. b. Some. c. Others.": three, and the one that is used nowhere is told; a letter in a sentence begins none."""
    found = read(text("Pain fell by 15%.1,a Sleep rose by 4%.2,b" + ALL + "\n\na. All patients. b. Some, n = 40. c. Hepatitis B. C was out." + LIST, "en"))
    assert found.footnotes == {"a": "All patients.", "b": "Some, n = 40.", "c": "Hepatitis B. C was out."}
    assert faults(found) == [("unused_footnote", ("c",))]


@pytest.mark.parametrize(
    ("suffix", "typed", "reused"),
    [
        (".html", "<p>“It changed my life for good.”<sup>3</sup> Joy, 78</p><p><sup>3</sup> Joy was paid for her story.</p>", True),
        (".txt", "“It changed my life for good.”3 Joy, 78\n\n3 Joy was paid for her story.\n", True),
        (".html", "<p><sup>18</sup>F-FDG was used in all of them.</p>", False),
        (".txt", "3 Patienten brachen ab.\n", False),
    ],
)
def test_a_numbered_footnote_beside_a_numbered_list_is_told(tmp_path: Path, suffix: str, typed: str, reused: bool) -> None:
    """One number for a footnote and for a source; an isotope or a count at the start of a line is no footnote."""
    entries = [f"{n}. Author A. Title {n}. J Test. 201{n};{n}:1-9." for n in (1, 2, 3)]
    whole = {
        ".html": "<p>Pain fell by 40%.<sup>1,2,3</sup></p>" + typed + "<h2>References</h2>" + "".join(f"<p>{one}</p>" for one in entries),
        ".txt": "Pain fell by 40%.1,2,3\n\n" + typed + "\nReferences\n" + "\n".join(entries),
    }
    file = tmp_path / f"page{suffix}"
    file.write_text(whole[suffix], encoding="utf-8")
    assert faults(read(readers.read(file))) == ([("number_reused_for_footnote", ("3",))] if reused else [])


GLUED = [
    ("en", "Three in fiveb patients improved.1", ("1",), ("b",)),
    ("it", "46,3% di gravidanze sotto i 35 annia in tutto.1", ("1",), ("a",)),
    ("de", "Am Tage danach waren 40 % schmerzfrei.1", ("1",), ()),  # a word of its own
    ("en", "The verb and the limb improved by 40%.1", ("1",), ()),
    ("en", "Disability did not progress through week 1202", ("2",), ()),
    ("en", "The plan for the year 2024 cut pain by 40%.1", ("1",), ()),
    ("en", "The score was 0 to 5.51,2.", ("1", "2"), ()),
    ("fr", "Le prurit a disparu.5 Une rougeur a touché 3 patients sur 1165.", ("5",), ()),
    ("en", "Falls dropped by 60% since 2012 (2).", ("2",), ()),
]


@pytest.mark.parametrize(("language", "sentence", "references", "notes"), GLUED)
def test_what_is_glued_is_told_by_the_pages_list_and_notes(language: str, sentence: str, references: tuple[str, ...], notes: tuple[str, ...]) -> None:
    """Letters that the page defines, and digits that make a number nobody would print; words and years keep theirs."""
    last = read(text(sentence + NOTES + LIST, language)).statements[-1]
    assert (last.references, last.notes) == (references, notes)


COUNTS = [
    ("en", "It rests on 9 studies with more than 21,000 patients.1-5", True),
    ("de", "Sie stützen sich auf 9 Studien mit über 21.000 Patienten.1-5", True),
    ("fr", "Elles reposent sur 9 études portant sur 21 000 patients.1-5", True),
    ("es", "Proceden de 9 estudios con más de 21.000 pacientes.1-5", True),
    ("it", "Derivano da 9 studi su oltre 21.000 pazienti.1-5", True),
    ("en", "It is backed by five trials in 300 people.1-5", False),
    ("en", "In 3 studies with 200 patients pain fell by 40%.1-5", False),
]


@pytest.mark.parametrize(("language", "sentence", "wrong"), COUNTS)
def test_a_count_of_studies_may_name_whom_they_studied(language: str, sentence: str, wrong: bool) -> None:
    """The marker behind it names as many sources as it says, or the count is told."""
    assert faults(read(text(sentence + LIST, language))) == ([("count_mismatch", ("1", "2", "3", "4", "5"))] if wrong else [])


FLAGS = [
    ("en", "Cycle 1: 1 mg on Day 1, 2 mg on Day 8, 60 mg on Day 15.", "comparative", False),
    ("en", "Patients took 1 mg on Day 1 and 60 mg on Day 15.", "comparative", False),
    ("en", "Prostate cancer is the most common cancer in men.", "superlative", True),
    ("en", "The most common side effects were mild.", "superlative", False),
    ("fr", "C’est le cancer le plus fréquent chez la femme.", "superlative", True),
    ("es", "Es la enfermedad más común del ojo.", "superlative", True),
    ("en", "Recommended by more dietitians than any other shake.", "superlative", True),
    ("en", "Recommended by more dietitians than any other shake.", "comparative", False),
    ("en", "It climbed to 84% in the first 12 months.", "superlative", False),
    ("en", "Fewer than one in five owners see it.", "comparative", False),
    ("de", "Mehr als acht von zehn Patienten kauten wieder.", "comparative", False),
    ("de", "Die Leitlinie empfiehlt den Test als Standard.", "comparative", False),
    ("es", "Nadie se dio cuenta de que los llevaba.", "comparative", False),
    ("es", "Dura más tiempo que los brackets.", "comparative", True),
    ("es", "El dolor fue un 45 % menor.", "comparative", True),
    ("en", "Scores rose by 19 points with A and by 14 points with B.", "comparative", True),
    ("de", "Nach fünf Jahren waren 97 % in Funktion, beim Vergleichsimplantat 96 %.", "comparative", True),
    ("it", "Nel 35% dei pazienti, con l’Holter tradizionale nel 12%.", "comparative", True),
    ("fr", "La mortalité est comparable à celle d’une ablation.", "comparative", True),
    ("en", "There was no difference in control between A and B.", "comparative", True),
    ("en", "Infusion reactions occurred in 34% of patients.", "safety", True),
    ("fr", "Une fistule survient dans 2 % des cas.", "safety", True),
    ("es", "Las reacciones fueron leves: fiebre (0,5 %).", "safety", True),
    ("it", "Circa un 2% riferisce perdite ematiche.", "safety", True),
    ("it", "Si consiglia una registrazione dopo un ictus.", "safety", False),
    ("es", "+1,2 millones de sonrisas desde 2009", "count_claim", True),
    ("en", "In a trial of 528 patients pain fell.", "count_claim", False),
]


@pytest.mark.parametrize(("language", "sentence", "flag", "holds"), FLAGS)
def test_a_flag_holds_where_a_person_would_raise_it(language: str, sentence: str, flag: str, holds: bool) -> None:
    """Superlatives, comparisons, harms and boasting counts, and what only looks like them."""
    found = flags(Sentence(gist(sentence, language), "paragraph", figures.read(sentence, language), True), False, vocabulary(language))
    assert (flag in found) is holds


@pytest.mark.parametrize(
    ("language", "sentence", "holds"),
    [
        ("en", "Parking costs £3.50 for 4 hours.", False),
        ("de", "Kosten: ab 2.390 € inklusive Krone, Ratenzahlung ab 65 € über 36 Monate.", False),
        ("en", "A hip fracture costs $40,000 within 12 months.", True),
        ("fr", "Se retire sans coller à la plaie", True),
        ("fr", "Depuis 2019, la durée moyenne de séjour a été ramenée de 4,5 à 2,1 jours.", True),
        ("en", "‘I was walking the dog by the weekend.’", True),
        ("en", "‘Vigora’ is sold in all of the shops’ aisles.", False),
    ],
)
def test_what_asserts_something_is_a_statement(language: str, sentence: str, holds: bool) -> None:
    """A shorter stay, a burden, a benefit, a patient in single quotation marks; prices of services are none."""
    assert bool(read(text(sentence, language)).statements) is holds


def test_a_tile_and_a_sentence_that_differ_are_told() -> None:
    """87.2% above and 85.2% below, of one source and one outcome."""
    typed = "87.2% sensitivity for more-than-mild retinopathy2\n\nIn the study, sensitivity for more-than-mild retinopathy was 85.2%.2 It is so.1,3,4,5"
    assert faults(read(text(typed + LIST, "en"))) == [("inconsistent_value", ("2",))]
