"""What pages of other hands taught: each case is a general cause that made an unseen page be misread."""

from __future__ import annotations

from pathlib import Path

import pytest
from standin_pages import text

from evidence import readers
from evidence.page import Page, Reading
from evidence.statements import found_markers, read

LIST = "\n\nReferences\n" + "\n".join(f"{n}. Author A. Title {n}. J Test. 20{10 + n};{n}:1-9." for n in range(1, 6))
ROMANS = "\n\nReferences\ni. Ash B. J A. 2019;1:2.\nii. Elm C. J B. 2020;2:3.\niii. Oak D. J C. 2021;3:4."


def page(folder: Path, typed: str, suffix: str) -> Page:
    """The page of a file with this text."""
    path = folder / f"page{suffix}"
    path.write_text(typed, encoding="utf-8")
    return readers.read(path)


def told(found: Reading) -> list[tuple[str, str, str | None]]:
    """Kind, value and comparator of every quantity."""
    return [(one.kind, one.value, one.comparator) for statement in found.statements for one in statement.quantities]


QUANTITIES = [
    ("en", "Satisfaction was reported by 20/40 patients.1", [("nofm", "20/40", "level")]),
    ("en", "Over 99% of eyes saw 20/40 or better.1", [("percent", "99", "level")]),  # sight is no part of a whole
    ("en", "Up to 40% healthier gums were seen.1", [("percent", "40", "increase")]),
    ("en", "The mean increase in volume was 146 mL.1", [("measure", "146", "increase")]),
    ("en", "The increase in dose of 50 mg was tolerated.1", []),
    ("en", "With 62,000 brush movements it cleans gently.1", [("count", "62000", None)]),
    ("en", "GlucoPatch 14 users lowered their levels.1", []),  # the number belongs to the name
    ("en", "It was accurate from day one.1", []),
    ("en", "Pain fell by 62%, versus 48% with the other one.1", [("percent", "62", "reduction"), ("percent", "48", "reduction")]),
    ("en", "Pain fell by 62% and 88% of patients were satisfied.1", [("percent", "62", "reduction"), ("percent", "88", "level")]),
    ("en", "It reduced pain by 20% more than placebo.1", [("percent", "20", "reduction")]),
    ("en", "It reduces wrinkles up to 35%.1", [("percent", "35", "reduction")]),
    ("en", "Symptoms improved in up to 80% of patients.1", [("percent", "80", "level")]),
    ("de", "Jeder fünfte Erwachsene ist betroffen.1", [("nofm", "1/5", "level")]),
    ("de", "Jeden zweiten Tag half es den Patienten.1", []),
    ("de", "Die Rückkehr war 3-mal schneller.1", [("fold", "3", "increase")]),
    ("de", "Akutmedikation um 48 % reduziert1", [("percent", "48", "reduction")]),
    ("de", "Das Mittel wird in über 130 Ländern eingesetzt.1", [("count", "130", None)]),  # no litres
    ("fr", "L’étude a réduit les hospitalisations de 43 % à 12 mois.1", [("percent", "43", "reduction"), ("duration", "12", None)]),
    ("fr", "Près d’un patient sur quatre est concerné.1", [("nofm", "1/4", "level")]),
    ("fr", "Il détecte 30 % de lésions en plus.1", [("percent", "30", "increase")]),
    ("fr", "Le risque était moindre (HR 0,68 ; IC à 95 % : 0,45-1,02).1", []),
    ("fr", "Le risque était réduit de 33 % (IC 95 % [0,55 ; 0,81]).1", [("percent", "33", "reduction")]),
    ("es", "Reduce el colesterol hasta un 18 % en ocho semanas.1", [("percent", "18", "reduction"), ("duration", "8", None)]),
    ("es", "La hemoglobina aumentó 2,9 g/dl con A y 1,6 g/dl con B.1", [("measure", "2.9", "increase"), ("measure", "1.6", "increase")]),
    ("it", "L’89% delle donne nota una pelle più morbida.1", [("percent", "89", "level")]),
    ("it", "Il 30% più leggero dei dispositivi tradizionali1", [("percent", "30", "reduction")]),
    ("it", "I giorni di emicrania sono diminuiti di 4,3.1", [("measure", "4.3", "reduction")]),
]


@pytest.mark.parametrize(("language", "sentence", "expected"), QUANTITIES)
def test_a_quantity_is_read_with_what_it_says(language: str, sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    """Names, sights, manners of speaking, levels of confidence are none; a verb before or behind tells more from less."""
    found = [one for one in told(read(text(sentence + LIST, language))) if one[2] is not None or one[0] in ("count", "duration")]
    assert found == expected


MARKED = [
    ("Adherence was 88% vs 61% with CPAP2", ["2"]),
    ("Blood pressure dropped by 3.9 mmHg5", ["5"]),
    ("It was confirmed in PRIME2", []),  # a trial
    ("It inhibits SGLT2", []),  # a molecule
    ("The area was 12 cm2", []),
    ("Leaks dropped from 5.6 per day to 1.4.3", ["3"]),
    ("The method is told in section 1.4.3", []),
    ("Fatigue improved in 8 out of 103.", ["3"]),
    ("Fatigue improved in 8 of 103 patients.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), MARKED)
def test_a_number_glued_to_an_acronym_a_unit_or_a_number_is_judged_by_the_list(sentence: str, expected: list[str]) -> None:
    """Where its clause ends and the list has it, it cites; names of trials and molecules, areas and sections keep their digits."""
    assert [label for one in found_markers(text(sentence + LIST, "en")) for label in one.references] == expected


def test_roman_numbers_glued_to_a_full_stop_cite_and_part_sentences() -> None:
    """adults.i · studies.ii,iii, where the page's list is numbered so."""
    found = read(text("It helped 79% of adults.i Sleep improved by 20%.ii,iii" + ROMANS, "en"))
    assert [one.references for one in found.statements] == [("i",), ("ii", "iii")]
    assert found.defects == ()


def test_a_page_that_cites_in_parentheses_cites_what_is_not_listed_too() -> None:
    """Where three markers are set alike, a fourth to a missing entry is a fault of the list and no enumeration."""
    typed = "Pain fell by 40% (1). Sleep rose by 20% (2). Falls fell by 10% (3,4). Nausea was seen in 3% (5). Rash was seen in 2% (6)."
    assert [(one.type, one.references) for one in read(text(typed + LIST, "en")).defects] == [("cited_not_listed", ("6",))]


TILES = {
    ".html": "<div class=n>97.8%</div><div>implant survival at 10 years</div><h4>3X</h4><p>more lift than before</p><p>45,000+</p><p>Knees implanted</p>",
    ".txt": "97.8%\n\nimplant survival at 10 years\n\n3X\n\nmore lift than before\n\n45,000+\n\nKnees implanted\n",
}


@pytest.mark.parametrize("suffix", sorted(TILES))
def test_a_number_and_the_label_below_it_are_one_statement(tmp_path: Path, suffix: str) -> None:
    """Tiles of statistics: neither the number nor the label says anything alone."""
    found = read(page(tmp_path, TILES[suffix], suffix), language="en")
    assert [" ".join(one.text.split()) for one in found.statements] == [
        "97.8% implant survival at 10 years", "3X more lift than before", "45,000+ Knees implanted",
    ]  # fmt: skip
    assert [one.text for statement in found.statements for one in statement.quantities if one.kind != "duration"] == ["97.8%", "3X", "45,000+"]


def test_labels_above_their_numbers_are_not_shifted(tmp_path: Path) -> None:
    """Where the labels stand above, no number is given to the label of the next."""
    typed = "<p>Patient satisfaction</p><p>88%</p><p>Implant survival</p><p>97%</p><p>The end of it.</p>"
    assert all("88%" not in one.text or "survival" not in one.text for one in read(page(tmp_path, typed, ".html"), language="en").statements)


def test_the_imprint_below_a_list_is_none_of_its_entries(tmp_path: Path) -> None:
    """A list without numbers ends where the page's imprint begins, or where plain text leaves a line empty."""
    for below in ("© 2024 Kneelia Ltd. All rights reserved.", "UK-OST-1182 Date of preparation: June 2024"):
        for gap in ("\n", "\n\n"):
            typed = f"It helped 40% of patients.1 It also cut pain by 20%.2\n\nReferences\n\nAsh B. J A. 2019;1:2.{gap}Elm C. J B. 2020;2:3.{gap}{below}\n"
            found = read(page(tmp_path, typed, ".txt"), language="en")
            assert [one.number for one in found.listed] == ["1", "2"]
            assert found.defects == ()


def test_a_table_of_numbered_sources_is_a_list(tmp_path: Path) -> None:
    """A row whose first cell is a number and whose second is a source is an entry."""
    rows = "".join(f"<tr><td>{n}</td><td>Author A. Title {n}. J Test. 201{n};{n}:1-9.</td></tr>" for n in (1, 2, 3))
    found = read(page(tmp_path, f"<p>Pain fell by 40%.<sup>1-4</sup></p><table>{rows}</table>", ".html"), language="en")
    assert [one.number for one in found.listed] == ["1", "2", "3"]
    assert [(one.type, one.references) for one in found.defects] == [("cited_not_listed", ("4",))]


def test_one_change_with_two_ends_is_inconsistent() -> None:
    """From 52% to 68% here and from 52% to 71% there, of one source."""
    typed = "Time in range rose from 52% to 68%.2 It is small.1 Sleep was good.3\n\nTime in range increased from 52% to 71%.2"
    assert ("inconsistent_value", ("2",)) in [(one.type, one.references) for one in read(text(typed + LIST, "en")).defects]


def test_a_sentence_may_begin_with_a_small_letter_before_a_capital_and_end_with_a_unit() -> None:
    """ "eGFR" begins one, and "0,5 D." ends one."""
    assert len(read(text("Deaths were 31% lower.2 eGFR decline was 20% slower.3" + LIST, "en")).statements) == 2
    found = read(text("La agudeza mejoró en un 20 % y 0,5 D. La incidencia se redujo un 10 %.", "es"))
    assert len(found.statements) == 2
