"""Does a document's beginning name the work that it is filed under?"""

from __future__ import annotations

import pytest

from evidence import titlepage
from evidence.model import Place, Reference

TITLE = "Two-year outcomes of the {Widget} implant: a randomised trial"
PLAIN = "Two-year outcomes of the Widget implant: a randomised trial"


def entry(**more: str) -> Reference:
    return Reference("roe2023", "article", {"title": TITLE, "author": "Roe, Ann and Stone, Bob", "doi": "10.1000/wid.2023.1", **more}, Place("a.bib"))


@pytest.mark.parametrize(
    ("text", "by", "other"),
    [
        (f"{PLAIN}\nA. Roe", "title", ""),
        ("TWO-YEAR OUTCOMES OF THE\nWIDGET™ IMPLANT: A RAN-\nDOMIZED TRIAL\n", "title", ""),
        ("Two-year outcomes of the\nJ Widgets 2023;4:10\nWidget implant: a randomised trial", "title", ""),
        ("Article\nhttps://doi.org/10.1000/WID.2023.1.\n", "DOI", ""),
        ("Widget implant outcomes at two years, a trial\nAnn Roe, Bob Stone", "", ""),
        ("Outcomes of the Widget implant, randomised\nAnn Roe, Bob Stone", "author", ""),
        ("Gadgets in the knee\nZed Zulu\ndoi: 10.1000/gad.9", "", "10.1000/gad.9"),
        ("Gadgets in the knee\nZed Zulu\ndoi: 10.1000/wid.2023.10", "", "10.1000/wid.2023.10"),
        ("Gadgets in the knee\nZed Zulu\ndoi: 10.1000/wid.", "", ""),
        ("Gadgets in the knee\nZed Zulu\ndoi: 10.1000/wid.2023.1Article", "", ""),
        ("Gadgets in the knee, 10.1000/a and 10.1000/b", "", ""),
        (f"{PLAIN}\nmedRxiv preprint doi: https://doi.org/10.1101/2022.01.02", "title", "10.1101/2022.01.02"),
        (f"Comment on: {PLAIN}\nZed Zulu", "", ""),
        (f"Correction: {PLAIN}\nAnn Roe", "", ""),
        (f"Five-year outcomes of the Gadget device\nZed Zulu\n\nREFERENCES\n1. Roe A. {PLAIN}. doi:10.1000/wid.2023.1", "", ""),
        ("", "", ""),
    ],
)
def test_by_what_a_document_names_its_work(text: str, by: str, other: str) -> None:
    """Typesetting does not count; another work that speaks of this one is not it; a cut DOI says nothing."""
    assert titlepage.named(entry(), (text,)) == titlepage.Named(by, other)


def test_a_cover_of_a_repository_may_stand_before_the_title() -> None:
    """The first two sheets with text are read, and no further."""
    assert titlepage.named(entry(), ("", "This is an author manuscript", PLAIN)).by == "title"
    assert titlepage.named(entry(), ("One", "Two", PLAIN)).by == ""


def test_without_title_and_names_nothing_can_be_missed() -> None:
    """An entry that says nothing of itself is told by reference-incomplete, and not here."""
    assert titlepage.named(Reference("a", "misc", {}, Place("a.bib")), ("Any words",)).by == "title"
