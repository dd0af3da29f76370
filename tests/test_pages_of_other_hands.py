"""What pages of other hands taught: each rule in several languages, beside the look-alikes that it must leave alone."""

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
    ("en", "Hospitals saved an average of $212.", [("currency", "212", "reduction")]),
    ("fr", "Économie : 350 € par an.", [("currency", "350", "reduction")]),
    ("it", "Con un risparmio annuo di 410 euro.", [("currency", "410", "reduction")]),
    ("en", "The hospital paid $212.", [("currency", "212", None)]),
    # what is counted
    ("it", "Tracciati in 62 ospedali", [("count", "62", None)]),
    ("de", "In 62 Kliniken im Einsatz", [("count", "62", None)]),
    ("fr", "Il repose sur 9 études portant sur 21 000 patients.", [("count", "9", None), ("count", "21000", None)]),
    ("fr", "9 études sur 10 le montrent.", [("nofm", "9/10", "level")]),
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
    # what never happened is a count of none; what did not differ, what nobody needs and names are not
    ("en", "No screw breakages were seen.", [("count", "0", None)]),
    ("en", "No wearer dropped out.", [("count", "0", None)]),
    ("en", "Nobody dropped out.", [("count", "0", None)]),
    ("en", "Nobody likes to wait.", []),
    ("en", "Values of ≥3 x ULN affected 2%.", [("percent", "2", "level")]),
    ("en", "There were no cases of thrush.", [("count", "0", None)]),
    ("en", "No differences were seen.", []),
    ("en", "No prescription is needed.", []),
    ("de", "Ein Abszess wurde bei keinem Patienten gesehen.", [("count", "0", None)]),
    ("de", "Stürze gab es keine.", [("count", "0", None)]),
    ("de", "Ein Unterschied war nicht zu sehen, es gab keine Wahl.", []),
    ("fr", "Aucune fuite n’a été relevée.", [("count", "0", None)]),
    ("fr", "Aucune différence n’a été relevée.", []),
    ("es", "No hubo ningún accidente.", [("count", "0", None)]),
    ("es", "No hubo diferencias.", []),
    ("it", "Nessun caso di flebite.", [("count", "0", None)]),
    ("it", "Nessuna differenza è stata osservata.", []),
    ("en", "0 needle sticks at home", [("count", "0", None)]),
    ("en", "Choose 0 to 10, where 0 means no pain.", []),
    # a time, a way or an angle that was won or lost is a result; when it happened, a test's name and a cable are not
    ("en", "They gained 3.1 hours a day in range.", [("measure", "3.1", "increase")]),
    ("en", "They went home 2.5 days sooner than others.", [("measure", "2.5", "reduction")]),
    ("es", "El tiempo subió 4,2 segundos.", [("measure", "4.2", "increase")]),
    ("en", "Pain fell 12 weeks after surgery.", [("duration", "12", None)]),
    ("en", "They walked 51 metres further in the six-minute walk test.", [("measure", "51", "increase")]),
    ("de", "74 Meter weiter als die anderen im 6-Minuten-Test", [("measure", "74", "increase")]),
    ("en", "The joint still moved 9.1 degrees.", [("measure", "9.1", "level")]),
    ("en", "With up to 3 metres of cable.", []),
    ("en", "Speed rose to 1.15 metres per second.", [("measure", "1.15", "increase")]),
    ("en", "Relief that lasts a year.", [("duration", "1", None)]),
    # one of so many, with or without who; not clinics in countries, an index of 15
    ("en", "It touches one adult in six.", [("nofm", "1/6", "level")]),
    ("en", "In use at 9 clinics in 12 countries.", [("count", "9", None), ("count", "12", None)]),
    ("de", "Ab einem AHI von 15.", []),
    ("en", "One wound in four reopens.", [("nofm", "1/4", "level")]),
    ("en", "They needed 2.4 fewer changes.", [("measure", "2.4", "reduction")]),
    ("de", "Null Embolien in zwölf Monaten", [("count", "0", None), ("duration", "12", None)]),
    ("it", "Nessun decesso.", [("count", "0", None)]),
    ("en", "In the three-year NORD-2 study, pain fell by 12%.", [("percent", "12", "reduction")]),
    ("de", "Eine Frau von acht erkrankt.", [("nofm", "1/8", "level")]),
    # ends of a scale, and how sure a range is
    ("en", "Effort, rated from 0 to 10, dropped 2.4 points.", [("points", "2.4", "reduction")]),
    ("es", "Bajó 3 puntos (IC 95 % de la diferencia: −4 a −2).", [("points", "3", "reduction")]),
    # verbs of change
    ("de", "Die Wunde verkleinerte sich um 64 %.", [("percent", "64", "reduction")]),
    ("it", "La quota cala di appena 5 punti.", [("points", "5", "reduction")]),
    ("en", "Stair pain: minus 41%", [("percent", "41", "reduction")]),
    ("fr", "La douleur a reculé de seulement 12 %.", [("percent", "12", "reduction")]),
    # a time that something takes less or was saved is a result; what is done earlier than now, how long it took and a night that is told of are not
    ("en", "The report is ready 40 minutes faster.", [("measure", "40", "reduction")]),
    ("de", "Die Heilung war 2,5 Wochen schneller als zuvor.", [("measure", "2.5", "reduction")]),
    ("fr", "Le retour se fait 3 jours plus vite.", [("measure", "3", "reduction")]),
    ("it", "Si cammina 3 giorni più rapidamente.", [("measure", "3", "reduction")]),
    ("en", "25 minutes saved per case", [("measure", "25", "reduction")]),
    ("fr", "14 minutes gagnées sur la préparation", [("measure", "14", "reduction")]),
    ("de", "20 Minuten gespart", [("measure", "20", "reduction")]),
    ("fr", "14 minutes de marche", [("duration", "14", None)]),
    ("de", "Zwei Jahre früher wurde sie operiert.", [("duration", "2", None)]),
    ("es", "La estancia se acortó en 3 días.", [("measure", "3", "reduction")]),
    ("it", "La degenza si è accorciata di 3 giorni.", [("measure", "3", "reduction")]),
    ("fr", "Le délai est raccourci de 3 jours.", [("measure", "3", "reduction")]),
    ("it", "Una notte senza sonno alza la pressione del 12%.", [("percent", "12", "increase")]),
    ("en", "It holds for six full weeks.", [("duration", "6", None)]),
    ("de", "Sie hält drei volle Tage.", [("duration", "3", None)]),
    ("fr", "Dès la 6e semaine, la douleur baisse de 12 %.", [("duration", "6", None), ("percent", "12", "reduction")]),
    ("en", "By the 3rd day pain fell by 12%.", [("duration", "3", None), ("percent", "12", "reduction")]),
    # how exact, how much warmer; not how near, nor at what warmth
    ("en", "The arm places the pin within 2 mm of target.", [("measure", "2", "level")]),
    ("de", "Der Arm trifft auf 2 mm genau.", [("measure", "2", "level")]),
    ("fr", "Le bras vise à 2 mm près.", [("measure", "2", "level")]),
    ("en", "Keep it within 5 mm of the edge.", []),
    ("en", "The pad stays 2.1 °C cooler.", [("measure", "2.1", "reduction")]),
    ("it", "La fodera resta più fresca di 2 °C rispetto al cotone.", [("measure", "2", "reduction")]),
    ("fr", "La housse reste plus fraîche de 2 °C.", [("measure", "2", "reduction")]),
    ("de", "Die Auflage blieb um 2 °C kühler.", [("measure", "2", "reduction")]),
    ("de", "Bei Temperaturen um 25 °C lagern.", []),
    ("en", "Store it at -4 °C.", []),
    # of two numbers one has the unit
    ("de", "Im Mittel 1,4 statt 3,9 Punkte", [("points", "1.4", "level"), ("points", "3.9", "level")]),
    ("fr", "En moyenne 1,4 au lieu de 3,9 points", [("points", "1.4", "level"), ("points", "3.9", "level")]),
    ("es", "Bajó 4,4 puntos con el parche y 2,0 con el vehículo.", [("points", "4.4", "reduction"), ("points", "2", "reduction")]),
    ("en", "It fell 4.4 points with the patch and 2.0 with vehicle.", [("points", "4.4", "reduction"), ("points", "2", "reduction")]),
    ("en", "It fell 4.4 points with the patch and 12 patients left.", [("points", "4.4", "reduction"), ("count", "12", None)]),
    # the second of two changes
    ("it", "È aumentato di 90 ml con il farmaco e di 22 ml con il placebo.", [("measure", "90", "increase"), ("measure", "22", "increase")]),
    ("it", "80 metri in più nel test dei 6 minuti, contro i 22 metri degli altri", [("measure", "80", "increase"), ("measure", "22", "increase")]),
    ("en", "Pressure fell by 28% with the stent, against 17% with drops.", [("percent", "28", "reduction"), ("percent", "17", "reduction")]),
    # a noun of change that begins its clause, and what it came to
    ("en", "The mean reduction in LDL at week 12 was 41%.", [("duration", "12", None), ("percent", "41", "reduction")]),
    ("fr", "La baisse de la pression à 12 mois était de 14 %.", [("duration", "12", None), ("percent", "14", "reduction")]),
    ("en", "Those with a 50% reduction in itch at week 8 were 41%.", [("percent", "50", "reduction"), ("duration", "8", None), ("percent", "41", "level")]),
    ("en", "Levels fell by a median of 61%.", [("percent", "61", "reduction")]),
    ("fr", "Le stress fait grimper la tension de 11 %.", [("percent", "11", "increase")]),
    # what was kept away; whoever stopped and what was taken out is a share
    ("en", "98% of pollen blocked at the door", [("percent", "98", "reduction")]),
    ("de", "98 % der Keime abgetötet", [("percent", "98", "reduction")]),
    ("it", "98% dei batteri eliminati", [("percent", "98", "reduction")]),
    ("en", "14% of patients stopped treatment.", [("percent", "14", "level")]),
    ("en", "4% of plates were removed.", [("percent", "4", "level")]),
    # who was asked; at least one of something is no count
    ("fr", "Deux essais menés auprès de 340 ronfleurs.", [("count", "2", None), ("count", "340", None)]),
    ("it", "Un adulto su tre fa almeno un errore.", [("nofm", "1/3", "level")]),
    ("en", "Only two infections were seen.", [("count", "2", None)]),
]


@pytest.mark.parametrize(("language", "sentence", "expected"), QUANTITIES)
def test_a_quantity_says_what_a_person_reads(language: str, sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    """Ends of a change, ranges, outcomes in kilograms, years later, second objects, parts, none; ages, doses and spans of time are left alone."""
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
    "roman in ranges": ("Weight fell by 15%.[i-iii] Sleep rose by 20% (iv–v).", "[i] Ash B. J A. 2019;1:2. [ii] Elm C. J B. 2020;2:3. [iii] Oak D. J C. 2021;3:4. [iv] Fir A. J D. 2022;1:3. [v] Yew E. J E. 2023;1:3.", []),
    "a number in a title": ("Weight fell by 15%.1 Sleep rose by 20%.2", "1. Ash B. Part 1. Sleep. J A. 2019;1:2. 2. Elm C. Phase 2. Trial. J B. 2020;2:3.", []),
}  # fmt: skip


@pytest.mark.parametrize("layout", sorted(LISTS))
def test_a_list_that_runs_on_is_read_whole(layout: str) -> None:
    """Roman numbers as well as arabic ones; a number that stands twice is a fault, one in a title is none."""
    sentences, entries, expected = LISTS[layout]
    assert faults(read(text(f"{sentences}\n\nReferences: {entries}", "en"))) == expected


def test_remarks_before_the_list_are_none_of_it() -> None:
    """A heading of remarks may be one of a list; where the list's own heading follows, it was none."""
    page = "Schmerzen sanken um 12 % (1).\n\nHinweise\n\nNicht über 30 °C lagern, Stand 2022.\n\nQuellen\n\n(1) Ahorn B. J A. 2019;1:2.\n\n(2) Buche C. J B. 2020;2:3."
    assert faults(read(text(page, "de"))) == [("listed_not_cited", ("2",))]


def test_a_raised_number_and_the_letter_of_a_footnote_are_one_marker() -> None:
    """"⁶b" is reference 6 and footnote b, where the page defines b."""
    page = f"Pain fell by 12%¹b. Sleep rose by 9%²x.{LIST}{NOTES}"
    assert [one.notes for one in read(text(page, "en")).statements][:2] == [("b",), ()]


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
    ("en", "No screw breakages were seen.", "safety", True),
    ("es", "Ningún paciente dejó la terapia.", "safety", True),
    ("en", "Arm pain was halved.", "safety", False),
    ("en", "A sore arm was common.", "safety", True),
    ("it", "È indicato nella forma da moderata a grave.", "safety", False),
    ("it", "Un evento grave.", "safety", True),
    ("en", "91 out of 100 opticians would suggest it.", "superlative", True),
    ("es", "Tres de cada cinco ópticos lo recomiendan.", "superlative", True),
    ("it", "Sei oculisti su dieci lo preferiscono.", "superlative", True),
    ("en", "Opticians recommend that you rest.", "superlative", False),
    ("it", "Il sintomo più fastidioso è sparito nel 40%.", "superlative", False),
    ("it", "È meno frequente che con gli altri.", "comparative", True),
    ("it", "È il cerotto più sottile della sua categoria.", "comparative", False),
    ("fr", "6,1 jours contre 3,4 jours.", "comparative", True),
    ("de", "Unter Standardversorgung heilten 39 %.", "comparative", True),
    ("es", "Triplica el riesgo.", "comparative", True),
    ("en", "Revision at two years 2.1% 6.4%", "comparative", True),
    ("en", "Revision at two years 2.1% n.d.", "comparative", False),
    ("en", "Revision at two years 2.1% 3 6.4%", "comparative", True),
    # an award, a rank and what nobody does better; a mere preference, a wish
    ("en", "Voted Knee Brace of the Year by runners", "superlative", True),
    ("en", "Named the nation's favourite pillow", "superlative", True),
    ("en", "The preferred nasal spray of 58% of those asked", "superlative", True),
    ("en", "A preferred option in two guidelines", "superlative", False),
    ("en", "Nobody in town fits more hearing aids.", "superlative", True),
    ("en", "Nobody should wait any longer for more help.", "superlative", False),
    ("de", "Zum Produkt des Jahres gewählt", "superlative", True),
    ("de", "Niemand im Land operiert mehr Hüften.", "superlative", True),
    ("fr", "Élu produit de l’année", "superlative", True),
    ("fr", "Le spray préféré des pharmaciens", "superlative", True),
    ("fr", "C’est la troisième cause de handicap.", "superlative", True),
    ("es", "Elegido mejor calzado infantil 2021", "superlative", True),
    ("es", "N.º 1 en farmacias", "superlative", True),
    ("it", "Eletto prodotto dell’anno", "superlative", True),
    ("it", "È la seconda causa di disabilità.", "superlative", True),
    ("it", "La fodera resta più fresca di 2 °C rispetto al cotone.", "superlative", False),
    # compared without "than"; a method compares nothing itself, a threshold and what is hard neither
    ("en", "The adjusted between-group difference was 4 points.", "comparative", True),
    ("en", "The difference was 4 points in favour of the patch.", "comparative", True),
    ("en", "Falls struck 2%, half the usual rate.", "comparative", True),
    ("en", "They took 30% fewer painkillers.", "comparative", True),
    ("en", "The study was a randomised, placebo-controlled trial.", "comparative", False),
    ("en", "The randomised, placebo-controlled trial cut pain by 30%.", "comparative", True),
    ("de", "Mit Schiene heilten 80 %, ohne Schiene hingegen 60 %.", "comparative", True),
    ("de", "Im Mittel 1,4 statt 3,9 Punkte", "comparative", True),
    ("de", "Sie statteten 40 Praxen aus.", "comparative", False),
    ("fr", "Le flacon coule moins le long du nez.", "comparative", True),
    ("es", "El frasco gotea menos.", "comparative", True),
    ("es", "La cifra supera el 40 %.", "comparative", False),
    ("it", "È guarito l’80% contro l’1% degli altri.", "comparative", True),
    ("it", "Preferita alla penna di prima da 7 su 10", "comparative", True),
    # what harms or spares, and whom it must not be given to
    ("en", "Fewer than 1 in 50 dogs vomited.", "safety", True),
    ("en", "Blood clots affected 1 in 300.", "safety", True),
    ("en", "It spares the liver.", "safety", True),
    ("en", "It must not be used in children.", "safety", True),
    ("de", "Sie schont den Magen.", "safety", True),
    ("de", "Bei 3 % kam ein Lispeln vor.", "safety", True),
    ("fr", "Des maux de tête sont survenus chez 2 %.", "safety", True),
    ("es", "No debe usarse en niños.", "safety", True),
    ("it", "Non deve essere usato nei bambini.", "safety", True),
    # how often it was given out; whom a study compared
    ("en", "1.4 million doses given since 2015", "count_claim", True),
    ("en", "52,000 prescriptions redeemed so far", "count_claim", True),
    ("it", "Ha confrontato il cerotto con il gel in 1.200 pazienti.", "count_claim", False),
]


@pytest.mark.parametrize(("language", "sentence", "flag", "holds"), FLAGS)
def test_a_flag_holds_where_a_person_would_raise_it(language: str, sentence: str, flag: str, holds: bool) -> None:
    """Superlatives, comparisons, harms of the product and not of the disease, boasting counts, and what only looks like them."""
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
    """A shorter stay, a burden, a benefit of a design or not, a patient in single quotation marks; prices of services and plain description are none."""
    assert bool(read(text(sentence, language)).statements) is holds


BENEFITS = [
    # a part does something for a body
    ("en", "The padded cuff moulds to the calf as the swelling goes down.", True),
    ("en", "Open-weave panels carry a name tag.", False),
    ("en", "The wings bend with every step you take.", True),
    ("de", "Das Vlies leitet den Schweiß von der Haut weg.", True),
    ("de", "Die Schiene folgt jeder Bewegung Ihres Handgelenks.", True),
    ("fr", "La mousse épouse les contours du talon.", True),
    ("es", "El capuchón oculta la aguja y quita el miedo.", True),
    ("it", "Il tessuto traforato allontana il sudore dalla pelle.", True),
    # people, organs and paths do too, and boast of nothing
    ("en", "The surgeon slides the catheter into the vein.", False),
    ("en", "Cartilage cushions the joint.", False),
    ("en", "The path follows the river.", False),
    ("de", "Nach dem Eingriff folgt die Kontrolle der Wunde.", False),
    ("de", "Unser Team begleitet Sie bei jedem Schritt.", False),
    ("fr", "Votre infirmière suit chaque geste avec vous.", False),
    ("es", "El cartílago amortigua la articulación.", False),
    ("it", "La nostra équipe accompagna ogni paziente.", False),
    # what it does gently, with one hand, like nature; what stays where it is
    ("en", "The cuff inflates gently and never squeezes.", True),
    ("en", "Massage gently into clean, dry skin.", False),
    ("en", "The valve opens and closes like a healthy one.", True),
    ("de", "Die Kappe lässt sich mit einer Hand öffnen.", True),
    ("de", "Die Creme sanft einmassieren.", False),
    ("fr", "Le masque reste en place toute la nuit.", True),
    ("fr", "Massez délicatement la peau.", False),
    ("es", "El gel se absorbe rápido y no engrasa.", True),
    ("it", "Massaggiare delicatamente la pelle.", False),
    ("it", "La penna rende l’iniezione meno temuta.", True),
    ("en", "Readings stay within ±2 mmHg of the clinic's device.", True),
    # a nuisance that is absent; where it is a fault to look for, it is an instruction
    ("en", "The strap will not dig in behind the ears.", True),
    ("en", "If the patch does not stick, press it again.", False),
    ("de", "Der weiche Rand drückt nicht.", True),
    ("de", "Wenn das Pflaster nicht klebt, drücken Sie es erneut an.", False),
    ("fr", "La canule ne se plie pas, même pendant le sport.", True),
    ("fr", "Si le patch ne colle pas, appuyez de nouveau.", False),
    ("es", "El borde blando no deja marcas en la piel.", True),
    ("it", "La cannula non si piega nemmeno durante lo sport.", True),
    ("it", "Se il cerotto non si attacca, premere di nuovo.", False),
    ("en", "The bed turns the sleeper without waking her.", True),
    ("en", "The vet turns the dog without waking her.", False),
    ("de", "Weiche Borsten reinigen den Zahn, ohne ihn zu zerkratzen.", True),
    ("fr", "La fenêtre laisse voir la plaie sans soulever le pansement.", True),
    ("es", "Las cerdas limpian la encía sin herirla.", True),
    ("es", "La herida sigue sin cerrar.", False),
    ("it", "Le setole puliscono la gengiva senza ferirla.", True),
    ("en", "Night-time leaks are a thing of the past", True),
    ("de", "Das Pfeifen ist so gut wie verschwunden", True),
    ("fr", "Le bruit du moteur a presque disparu", True),
    # plain description and slogans
    ("en", "The set holds two pads and a spare cap.", False),
    ("en", "The band weighs 12 g, floats and charges in 40 minutes.", False),
    ("en", "2 × AAA batteries", False),
    ("en", "Add up to 300 units and close the lid.", False),
    ("en", "This site only exists to try out a program.", False),
    ("de", "Der Sensor sitzt am Oberarm.", False),
    ("fr", "Conçu pour votre quotidien de tous les jours", False),
    ("fr", "Conçu pour soulager la nuque pendant le sommeil", True),
    ("es", "Pensado para la vida de todos los días", False),
    ("it", "Pensato per la vita di tutti i giorni", False),
    ("it", "Pensato per proteggere la pelle dei neonati", True),
    # the head of a table of arms; a dose is part of a name
    ("en", "Outcome Drugamab 300 mg Placebo 5 mg Standard", False),
    ("de", "Endpunkt Fiktumab 150 mg Placebo Adalimab 40 mg", False),
    ("en", "Drugamab cleared more skin than placebo", True),
    # a part that holds something where it is, a warning in time, no habit; and what a disease brings, told without a number
    ("en", "Two small wings keep the lens from turning.", True),
    ("en", "The alarm senses a low before you notice it.", True),
    ("de", "Der Ring hält die Linse auch bei Bewegung zentriert.", True),
    ("de", "Der Raum hält 40 Stühle.", False),
    ("it", "Il contatore evita di dimenticare una dose.", True),
    ("fr", "Sans accoutumance, nuit après nuit.", True),
    ("en", "Smoking can damage the gums.", True),
    ("en", "Access to care is limited in the country.", True),
    ("en", "Access to the car park is free.", False),
    ("fr", "La maladie est trop souvent diagnostiquée tardivement.", True),
    ("fr", "Le cabinet ferme souvent tard.", False),
    ("es", "La inflamación retrasa la curación.", True),
    ("it", "Ogni crisi accelera il declino.", True),
    ("de", "Stress kann Schübe auslösen.", True),
    # for whom it is not, and in what sizes it comes
    ("fr", "Déconseillé aux moins de 12 ans.", False),
    ("de", "Erhältlich sind Stärken von +5,0 bis +30,0 dpt.", False),
    # an address
    ("fr", "Société Exemple, 14 rue du Port, 44000 Nantes.", False),
    ("en", "“It is half the battle for me.” “Every day it is my joy.”", True),
]


@pytest.mark.parametrize(("language", "sentence", "holds"), BENEFITS)
def test_a_benefit_is_told_in_plain_words(language: str, sentence: str, holds: bool) -> None:
    """What a thing does for a body, and what it spares it, is a statement; what people, organs and instructions do is none."""
    assert bool(read(text(sentence, language)).statements) is holds


def test_a_tile_and_a_sentence_that_differ_are_told() -> None:
    """87.2% above and 85.2% below, of one source and one outcome."""
    typed = "87.2% sensitivity for more-than-mild retinopathy2\n\nIn the study, sensitivity for more-than-mild retinopathy was 85.2%.2 It is so.1,3,4,5"
    assert faults(read(text(typed + LIST, "en"))) == [("inconsistent_value", ("2",))]


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


LABELLED = [
    ("Up to 30 hrs", "on a single charge1", [("duration", "30", None)]),
    ("+0.21 m/s", "of walking speed1", [("measure", "0.21", "increase")]),
    ("– 88.8 %", "of lasting pain1", [("percent", "88.8", "reduction")]),
]


@pytest.mark.parametrize(("number", "label", "expected"), LABELLED)
def test_a_tiles_number_keeps_what_stands_around_it(tmp_path: Path, number: str, label: str, expected: list[tuple[str, str, str | None]]) -> None:
    """Also behind "up to", with a unit of speed; a dash before it is a minus."""
    file = tmp_path / "page.html"
    file.write_text(f"<div>{number}</div><div>{label}</div>", encoding="utf-8")
    (statement,) = read(readers.read(file), language="en").statements
    assert [(one.kind, one.value, one.comparator) for one in statement.quantities] == expected


LAYOUTS = [
    # roman numbers without a point, a block each, without a heading
    ("en", "Pain fell by 40%.i Sleep rose by 20%.ii\n\ni Ash B. Pain at rest. J A 2019.\n\nii Elm C. Sleep. J B 2020.", ["i", "ii"], []),
    ("de", "Schmerz: minus 40 %.i Schlaf: plus 20 %.ii\n\ni Ash B. Schmerz. J A 2019. ii Elm C. Schlaf. J B 2020.", ["i", "ii"], []),
    ("it", "Il dolore cala del 40%.1\n\ni Pazienti del 2019\n\nle Pazienti del 2020", [], []),  # an article
    # set apart by dots amid the line, one left out
    ("de", "Es half 40 %.1,2,4\n\nQuellen: 1 Ash B. J A 2019. · 2 Elm C. J B 2020. · 4 Oak D. J C 2021.", ["1", "2", "4"], [("numbering_gap", ("3",))]),
    ("fr", "Douleur : −40 %.1,2\n\nSources : 1 Ash B. J A 2019 • 2 Elm C. J B 2020", ["1", "2"], []),
    ("en", "Pain fell by 40%.1,2\n\nSources: 1 Ash B. Rest | 3 Rooms. J A 2019 | 2 Elm C. J B 2020.", ["1", "3"], None),  # 2 does not follow 3
    # the number glued to the entry
    ("fr", "Douleur : −40 %.1,2\n\nBibliographie\n\n1Ash B. J A 2019.\n\n2Enquête REPOS, 60 patients, 2020.\n\nDispositif médical de classe IIb.", ["1", "2"], []),
    ("es", "Dolor: −40 %.1,2\n\nReferencias\n1Ash B. J A 2019. 2OMS. Informe 2020.", ["1", "2"], []),
    ("en", "Pain fell by 40%.1,2\n\nReferences\n3D printing of joints. J A 2019.\nElm C. J B 2020.", ["1", "2"], []),
    # a point behind the heading
    ("es", "Dolor: −40 % (1,2).\n\nBibliografía. (1) Ash B. J A 2019. (2) Elm C. J B 2020.", ["1", "2"], []),
    ("en", "Pain fell by 40%.1\n\nSources. We asked 40 people in 2019.", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("language", "typed", "numbers", "wrong"), LAYOUTS)
def test_a_list_is_read_in_any_layout(language: str, typed: str, numbers: list[str], wrong: list[tuple[str, tuple[str, ...]]] | None) -> None:
    """Each entry by its number, and what is wrong with the list; a title, an article and a sentence are none."""
    found = read(text(typed, language))
    assert [entry.number for entry in found.listed] == numbers
    assert wrong is None or faults(found) == wrong


ROMAN_LIST = "\n\ni. Ash B. J A 2019.\n\nii. Elm C. J B 2020.\n\niii. Oak D. J C 2021.\n\niv. Fir E. J D 2022.\n\nv. Yew F. J E 2023."
ROMANS = [
    ("en", "Pain fell by 40% in 12 weeksiii, and tablet use by halfiv.", ("iii", "iv")),
    ("en", "The brace helps. Load was 17% lower than without a bracei,iv.", ("i", "iv")),
    ("en", "Leakage was noted in just 1.1%ii.", ("ii",)),
    ("en", "Wear time exceeded 7 hours a dayv", ("v",)),
    ("en", "Gradients fell from 44.7 to 7.9 mmHgi by discharge.", ("i",)),
    ("en", "Chosen by 12 national teamsvi", ("vi",)),  # one more than are listed
    ("en", "Chosen by 12 national teamsxix", ()),
    ("en", "40% of the alumni and 20% of the fungi were seen in Hawaii.", ()),
    ("en", "The box holds 40% more than the appendix of a taxi.", ()),
    ("de", "40 % waren nach 12 Wochenii schmerzfrei.", ("ii",)),
    ("de", "40 % waren aktiv, bei 20 % war der Befund negativ.", ()),
    ("fr", "40 % des patients sans douleur à 12 moisiii", ("iii",)),
    ("fr", "Le suivi : 40 % des patients ont choisi parmi six prix.", ()),
    ("es", "El 40 % de los pacientes sin dolor a las 12 semanasii.", ("ii",)),
    ("it", "Il 40% dei pazienti senza dolore dopo 12 settimaneiii.", ("iii",)),
    ("it", "Il buon esito: il 40% dei nuovi pazienti attivi ha risultati buoni.", ()),
    ("en", "Load fell by 12% at month 6 and by 15% at month 12.v Reactions were few.", ("v",)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "references"), ROMANS)
def test_a_roman_number_that_is_glued_is_told_by_the_list(language: str, sentence: str, references: tuple[str, ...]) -> None:
    """On a page whose list is roman; a word that ends in such letters stays one."""
    first = [one for one in read(text(sentence + ROMAN_LIST, language)).statements if "i. Ash" not in one.text]
    assert tuple(label for one in first for label in one.references) == references


CUT = [
    # a list that goes on with a comma and a space
    ("de", "Geprüft in drei klinischen Studien3, 4, 5", ("3", "4", "5")),
    ("fr", "La douleur baisse de 40 %1, 2.", ("1", "2")),
    ("en", "Pain fell by 40% in adults1, 2 of them left.", ("1",)),
    ("en", "Pain fell by 40% in adults1, 2 and 40 people.", ("1",)),
    ("en", "Pain fell by 40% in both groups2, 1.", ("2",)),  # a list rises
    # thousands without the mark that the page prints them with, and what only has a number
    ("de", "Mit Gerät sind es 1.280 Schritte, sonst nur 1503", ("3",)),
    ("en", "Walkers took 1,280 steps, and the others only 1503.", ("3",)),
    ("it", "Con il tutore 1.280 passi, senza solo 1503.", ("3",)),
    ("en", "Walkers took 1280 steps, and the others only 1503.", ()),
    ("en", "Walkers took 1,280 steps in room 1503.", ()),
    ("en", "Walkers took 1,280 steps in about 2013.", ()),
    # several numbers behind a number that ends its sentence
    ("en", "Counting days on a calendar found 54 of 100 (1, 2).", ("1", "2")),
    ("es", "Contando los días acertaron 54 de 100 (1,2).", ("1", "2")),
    ("en", "The mean score of all patients was 3.4 (1, 5).", ()),  # what lies around it
    ("en", "The mean score of all patients was 3.4 (2).", ()),
    ("en", "The others took 54 (1, 2) tablets.", ()),
    # names that have a number of their own
    ("fr", "Essai randomisé chez 124 adultes atteints de DT13", ("3",)),
    ("en", "Efficacy against COVID-19 was 90%. It protects children from COVID-194.", ("4",)),
    ("en", "Pain fell by 40% in the BREEZE-2 study. It fell again in BREEZE-24.", ("4",)),
    ("en", "Pain fell by 40% in the BREEZE-2 and BREEZE-24 studies.", ()),
    ("en", "Patients with IL-1 were 40% better, as were those with IL-14.", ()),
    ("en", "Visits: 40% at S2, 50% at S4 and 60% at S24", ()),
    ("fr", "Économie : 212 € par patient et par an4", ("4",)),
    # vertebrae
    ("en", "It cut pain by 40%, but is not for use at L5-S1.", ()),
    ("de", "Bei 40 % der Patienten half es an C5–C4.", ()),
    ("it", "Ha ridotto il dolore del 40% a livello T12-L1.", ()),
    # with a sign
    ("de", "Bindet das 22-Fache des Eigengewichts an Exsudat5#", ("5",)),
    # a shop's navigation
    ("en", "Shop Compare Support Basket (2)", ()),
    ("de", "Start Produkte Warenkorb (3)", ()),
    ("fr", "Accueil Produits Panier (1)", ()),
    ("en", "Faster relief for everybody (2).", ("2",)),
    # an ordinal, a year of an award, an age, a name, a square metre
    ("fr", "La douleur recule de 40 % dès la 12e semaine", ()),
    ("en", "Voted Brace of the Year 20224", ("4",)),
    ("en", "Voted Brace of the Year 20226 by readers", ("6",)),  # one more than are listed
    ("en", "It affects up to 40% of cats over the age of 12,3 and it hurts.", ("3",)),
    ("en", "It slows the release of IL-64", ("4",)),
    ("en", "Salvea 2 cut pain by 40%. Salvea 2 cut it again by 20%. Salvea 2 is the best. The difference was 4 points in favour of Salvea 23 (so it was).", ("3",)),
    ("en", "In week 2 pain fell by 40%. In Week 2 it fell by 20%, in Week 2 by 10% and by Week 2 by 5%. It fell by 50% in Week 24 (so it was).", ()),
    ("fr", "L’essai a inclus 40 % d’adultes de moins de 1,73 m² (3).", ("3",)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "references"), CUT)
def test_numbers_at_the_end_are_judged_by_the_pages_list(language: str, sentence: str, references: tuple[str, ...]) -> None:
    """References that stand glued or set off behind numbers and names, beside numbers that are what they seem."""
    found = read(text(sentence + LIST, language)).statements
    assert tuple(label for one in found for label in one.references) == references


CALLED = [
    (".txt", "57% di nuovo attivi dopo 4 ore1\n\n1 Popolazione per protocollo, primo attacco.\n", True),
    (".html", "<p>57% di nuovo attivi dopo 4 ore<sup>1</sup></p><p>1 Popolazione per protocollo, primo attacco.</p>", True),
    (".txt", "57% di nuovo attivi dopo 4 ore.1\n\n1 Popolazione per protocollo, primo attacco.\n", True),
    (".txt", "57% di nuovo attivi dopo 4 ore1\n\n1 Compressa al giorno\n", False),  # no sentence
    (".txt", "57% di nuovo attivi dopo 4 ore2\n\n1 Popolazione per protocollo, primo attacco.\n", False),
    (".txt", "57% di nuovo attivi dopo 4 ore, da 10 a 11\n\n1 Popolazione per protocollo, primo attacco.\n", False),
]


@pytest.mark.parametrize(("suffix", "typed", "reused"), CALLED)
def test_a_numbered_line_right_below_its_call_is_a_footnote(tmp_path: Path, suffix: str, typed: str, reused: bool) -> None:
    """Where the page has a list besides, in which that number stands for a source."""
    entries = [f"{n}. Author A. Title {n}. J Test. 201{n};{n}:1-9." for n in (1, 2, 3)]
    listed = "<h2>Bibliografia</h2>" + "".join(f"<p>{one}</p>" for one in entries) if suffix == ".html" else "\nBibliografia\n" + "\n".join(entries)
    file = tmp_path / f"page{suffix}"
    file.write_text(typed + listed, encoding="utf-8")
    found = faults(read(readers.read(file), language="it"))
    assert (("number_reused_for_footnote", ("1",)) in found) == reused


BORNE_OUT = [
    ("en", "Nine independent studies stand behind the chip [1-5].", True),
    ("de", "Neun klinische Studien belegen das eindeutig [1-5].", True),
    ("fr", "Neuf études cliniques soutiennent cette méthode [1-5].", True),
    ("es", "Nueve ensayos clínicos avalan este método [1-5].", True),
    ("fr", "La crème a fait l’objet de six études menées auprès de 340 adultes [1-5].", True),
    ("fr", "La crème a fait l’objet de cinq études menées auprès de 340 adultes [1-5].", False),
    ("it", "Nove studi clinici sostengono il metodo [1-5].", True),
    ("en", "Five independent studies stand behind the chip [1-5].", False),
    ("en", "Nine independent studies support the chip [1-5], and two do not.", False),
    ("en", "In nine studies pain eased after a single dose of it [1-5].", False),
]


@pytest.mark.parametrize(("language", "sentence", "wrong"), BORNE_OUT)
def test_what_bears_something_out_is_counted(language: str, sentence: str, wrong: bool) -> None:
    """Where the sentence says no more than that, and its marker closes it."""
    assert faults(read(text(sentence + LIST, language))) == ([("count_mismatch", ("1", "2", "3", "4", "5"))] if wrong else [])


@pytest.mark.parametrize(
    ("sentences", "differ"),
    [
        ("Pain on stairs fell by 42% at 12 weeks.1 Stair pain fell 36% in 12 weeks.1", True),  # one and several
        ("Pain on stairs fell by 42% at 12 weeks.1 Joint swelling fell 36% in 12 weeks.1", False),
        ("Members cut their A1C by 1.4 points in 60 days.1 A1C came down 0.8 points at the 60-day check.1", True),  # a name with a number
        ("Members cut their A1C by 1.4 points in 60 days.1 A1C came down 0.8 points at the 90-day check.1", False),
        ("Members cut their A1C by 1.4 points in 60 days.1 B12 came down 0.8 points at the 60-day check.1", False),
    ],
)
def test_one_outcome_is_told_in_one_value(sentences: str, differ: bool) -> None:
    """Also where one of the sentences has its words in the plural."""
    assert (("inconsistent_value", ("1",)) in faults(read(text(sentences + " " + ALL + LIST, "en")))) == differ


SAFE = [
    ("en", "Tolerability", "Glare bothered 6% of wearers at first.1", True),
    ("en", "How it works", "Glare bothered 6% of wearers at first.1", False),
    ("en", "Tolerability", "Vision improved by 6 lines in most.1", False),  # no share
    ("en", "Safety and parking, in short", "Glare bothered 6% of wearers at first.1", False),  # no heading of a few words
    ("de", "Und die Risiken?", "Ein Pfeifen hörten 4 % der Träger.1", True),
    ("fr", "Tolérance", "Un goût métallique a gêné 4 % des adultes.1", True),
    ("es", "¿Es seguro?", "Un 3 % notó un sabor metálico.1", True),
    ("it", "Sicurezza", "Un sapore metallico nel 3% dei casi.1", True),
]


@pytest.mark.parametrize(("language", "heading", "sentence", "holds"), SAFE)
@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_a_share_below_a_heading_of_safety_speaks_of_it(tmp_path: Path, suffix: str, language: str, heading: str, sentence: str, holds: bool) -> None:
    """Until the next heading; what is no share, and other headings, do not."""
    file = tmp_path / f"page{suffix}"
    last = {"en": "Results", "de": "Ergebnisse", "fr": "Résultats", "es": "Resultados", "it": "Risultati"}[language]
    after = "40% of them slept better.1"
    parts = (heading, sentence, last, after)
    typed = f"<h2>{heading}</h2><p>{sentence}</p><h2>{last}</h2><p>{after}</p>" if suffix == ".html" else "\n\n".join(parts)
    file.write_text(typed, encoding="utf-8")
    found = [one for one in read(readers.read(file), language=language).statements if "%" in one.text or "1" in one.text]
    assert ["safety" in one.flags for one in found] == [holds, False]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Compared\tNew cream\tLeading cream\nItching at week 4\t12%1\t30%1\n", ["Itching at week 4 12%1 30%1"]),  # the head of a table names its columns
        ("“It has changed my mornings for good.” Jo\n", ["“It has changed my mornings for good.”"]),
        ("Slide 2 of 3 “It has changed my mornings for good.” Jo\n", ["“It has changed my mornings for good.”"]),
        ("‘It fills a gap I could never fill,’ says Dr Jo Ash, a vet.\n", ["‘It fills a gap I could never fill,’"]),
        ("‘Salvea’ is sold in the vets’ own shops, and ‘Salvo’ is not.\n", []),
        ("Nº 1\n\nin all pharmacies1\n", ["Nº 1\n\nin all pharmacies1"]),
    ],
)
def test_a_line_is_read_as_a_person_reads_it(tmp_path: Path, typed: str, expected: list[str]) -> None:
    """Heads of columns, quotations that stand in a row or go on with who said it, ranks above what they are of."""
    file = tmp_path / "page.txt"
    file.write_text(typed, encoding="utf-8")
    assert [one.text for one in read(readers.read(file), language="en").statements] == expected
