"""Retraction Watch's table and the flat list of notices: what is in them is found, and a table that is not whole is never used."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import retraction_table
from evidence.identifiers import fold_doi, fold_pmid
from evidence.model import BadCall, Place, Reference
from evidence.record import Notice
from evidence.retraction_table import Table, open_table
from evidence.services import retraction_watch

SHARED = Path(__file__).resolve().parents[2] / "shared"
FLAT = SHARED / "data" / "registry" / "open_retractions_flat.csv.gz"
README = SHARED / "data" / "registry" / "retraction_watch_columns"

COLUMNS = [
    "Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author", "URLS", "ArticleType",
    "RetractionDate", "RetractionDOI", "RetractionPubMedID", "OriginalPaperDate", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "Reason", "Paywalled", "Notes",
]  # fmt: skip
WAKEFIELD = {
    "Title": "Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children",
    "Author": "Andrew J Wakefield;Simon H Murch;A Anthony",
    "OriginalPaperDate": "2/28/1998 0:00",
    "OriginalPaperDOI": "10.1016/S0140-6736(97)11096-0",
    "OriginalPaperPubMedID": "9500320",
}
FIRST = WAKEFIELD | {"Record ID": "17269", "RetractionNature": "Correction", "RetractionDate": "3/6/2004 0:00", "RetractionDOI": "10.1016/S0140-6736(04)15715-2", "RetractionPubMedID": "15016483"}  # fmt: skip
SECOND = WAKEFIELD | {"Record ID": "4036", "RetractionNature": "Retraction", "RetractionDate": "2/6/2010 0:00", "RetractionDOI": "10.1016/S0140-6736(10)60175-4", "RetractionPubMedID": "20137807", "Reason": "+Error in Data;+Misconduct by Author;"}  # fmt: skip
ODD = {"Record ID": "7", "RetractionNature": "", "RetractionDate": "13/40/2010 0:00", "RetractionDOI": "unavailable", "RetractionPubMedID": "0", "OriginalPaperDOI": "Unavailable", "OriginalPaperPubMedID": "123"}  # fmt: skip
IN_PLACE = {"Record ID": "8", "RetractionNature": "Reinstatement", "RetractionDate": "12/31/2020 0:00", "RetractionDOI": "10.1000/x%3Cy", "OriginalPaperDOI": "doi:10.1000/X<Y", "RetractionPubMedID": "", "OriginalPaperPubMedID": ""}  # fmt: skip


def table(*rows: dict[str, str], columns: list[str] | None = None) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns or COLUMNS, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Table]:
    file = tmp_path / "watch.csv"
    file.write_text(table(SECOND, FIRST, ODD, IN_PLACE), encoding="utf-8")
    with open_table(file, tmp_path / "cache") as opened:
        yield opened


def test_every_row_of_a_work_is_told_oldest_first(watched: Table) -> None:
    """Wakefield 1998: the correction of 2004 and the retraction of 2010, each with date, notice and record id."""
    assert watched.of("10.1016/s0140-6736(97)11096-0") == (
        Notice("correction", "affects", "Correction", "", "10.1016/s0140-6736(04)15715-2", "15016483", "2004-03-06", "17269"),
        Notice("retraction", "affects", "Retraction", "", "10.1016/s0140-6736(10)60175-4", "20137807", "2010-02-06", "4036", "Error in Data; Misconduct by Author"),
    )
    found = watched.find(pmid="9500320")
    assert (found.doi, found.author, found.year) == ("10.1016/s0140-6736(97)11096-0", "Wakefield", "1998")


@pytest.mark.parametrize("typed", ["10.1016/S0140-6736(97)11096-0", "https://doi.org/10.1016/S0140-6736%2897%2911096-0", "doi: 10.1016/s0140-6736(97)11096-0 ", "http://dx.doi.org/10.1016/S0140-6736(97)11096-0"])  # fmt: skip
def test_a_doi_is_found_however_it_was_typed(watched: Table, typed: str) -> None:
    """Case, percent-coding, address and prefix do not count; the PMID alone and both together find the same."""
    assert watched.of(typed) == watched.of("", "9500320") == watched.of(typed, "9500320") == watched.of(typed, "PMID: 9500320") != ()


def test_the_notice_is_not_affected_by_itself(watched: Table) -> None:
    """Asked by the notice's own DOI or PMID, the direction is the other one; in place of the work itself, it affects the work."""
    for notices in (watched.of("10.1016/S0140-6736(10)60175-4"), watched.of("", "20137807")):
        assert [(notice.kind, notice.direction, notice.doi, notice.pmid) for notice in notices] == [("retraction", "is", "10.1016/s0140-6736(97)11096-0", "9500320")]
    assert watched.find("10.1016/S0140-6736(10)60175-4").title == ""
    assert [(notice.kind, notice.direction) for notice in watched.of("10.1000/x<y")] == [("reinstatement", "affects")]


def test_none_is_none(watched: Table) -> None:
    """PMID 0, "unavailable" and nothing at all find nothing; a blank nature is a concern, never a retraction and never a clean bill; an impossible date is none."""
    assert watched.of() == watched.of("unavailable", "0") == watched.of("Unavailable", "00") == watched.of("10.1000/none", "9") == ()
    assert watched.of("", "123") == (Notice("concern", "affects", "", date="", id="7"),)


def reference(**fields: str) -> Reference:
    return Reference("a", "article", fields, Place("a.bib"))


def test_the_service_answers_from_the_table(watched: Table) -> None:
    """Found, not found, nothing to ask by, and nothing to ask: four answers, and only two of them are answered."""
    cases = {
        "found": reference(doi="10.1016/S0140-6736(97)11096-0"),
        "clean": reference(pmid="4711"),
        "nameless": reference(title="Outcomes", journal="Spine"),
        "page": Reference("a", "online", {"title": "Outcomes"}, Place("a.bib")),
    }
    told = {name: retraction_watch.look_up([each], None, watched)["a"] for name, each in cases.items()}  # type: ignore[arg-type]
    assert {name: (answer.state, answer.found, len(answer.notices)) for name, answer in told.items()} == {
        "found": ("answered", True, 2),
        "clean": ("answered", False, 0),
        "nameless": ("not asked", False, 0),
        "page": ("not applicable", False, 0),
    }
    assert all(answer.because for answer in told.values() if answer.state != "answered")


# --- a table that is not whole ------------------------------------------------------------------------------------

WHOLE = table(*[FIRST | {"Record ID": str(number), "Notes": "said “so”, twice"} for number in range(50)])
BAD = {
    "empty": (b"", "empty"),
    "a web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "missing"),
    "a head alone": (table().encode(), "no rows"),
    "cut within a row": (WHOLE[: len(WHOLE) - 40].encode(), "cut short"),
    "cut within quotation marks": (WHOLE[: WHOLE.rindex("said") + 2].encode(), "whole CSV"),
    "a column less": (table(FIRST, columns=[name for name in COLUMNS if name != "RetractionNature"]).encode(), "RetractionNature"),
    "a column twice": (table(FIRST, columns=[*COLUMNS, "RetractionNature"]).encode(), "twice"),
    "a cell too many": (WHOLE.encode() + b"1,2\r\n", "cells"),
    "half of a packed file": (gzip.compress(WHOLE.encode())[:200], "cannot be read"),
    "packed rubbish": (b"\x1f\x8b" + b"\0" * 50, "cannot be read"),
}


@pytest.mark.parametrize(("data", "says"), list(BAD.values()), ids=list(BAD))
def test_a_table_that_is_not_whole_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    """One sentence, no traceback, and no index is left that would later pass for a whole one."""
    file = tmp_path / "watch.csv"
    file.write_bytes(data)
    for _ in range(2):
        with pytest.raises(BadCall, match=says):
            open_table(file, tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*")) if (tmp_path / "cache").exists() else True


def test_columns_go_by_name(tmp_path: Path) -> None:
    """In another order, with a mark at the head of the file and a column more, packed or not: the same answer."""
    file = tmp_path / "watch.csv"
    told = []
    for data in (table(SECOND), "\ufeff" + table(SECOND, columns=["Extra", *reversed(COLUMNS)])):
        for packed in (data.encode(), gzip.compress(data.encode())):
            file.write_bytes(packed)
            with open_table(file, tmp_path / "cache") as opened:
                told.append(opened.of("10.1016/S0140-6736(97)11096-0"))
    assert told[0] != () and len(set(told)) == 1


@pytest.mark.skipif(not README.exists(), reason="../shared is not here: the columns as Retraction Watch tells them")
def test_the_columns_are_those_that_retraction_watch_tells() -> None:
    """Every column that we read by name is in the publisher's own description of the file."""
    from evidence.retraction_rows import WATCH

    described = next(README.iterdir()).read_text(encoding="utf-8")
    assert [name for name in WATCH if f"_{name}_" not in described] == []


# --- the index ----------------------------------------------------------------------------------------------------


def test_an_index_is_made_once_and_again_for_a_changed_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time the CSV is not parsed; a changed CSV is another index; old ones are cleared away."""
    file, cache = tmp_path / "watch.csv", tmp_path / "cache"
    built: list[Path] = []
    build = retraction_table._build
    monkeypatch.setattr(retraction_table, "_build", lambda index, service, rows: (built.append(index), build(index, service, rows))[1])
    for rows in ((FIRST,), (FIRST,), (FIRST, SECOND), (FIRST,)):
        file.write_text(table(*rows), encoding="utf-8")
        with open_table(file, cache) as opened:
            assert opened.rows == len(rows) == len(opened.of("", "9500320"))
    assert len(built) == 2
    for number in range(4):
        file.write_text(table(FIRST | {"Notes": str(number)}), encoding="utf-8")
        open_table(file, cache).close()
    assert len(list(cache.iterdir())) == retraction_table.KEPT


@pytest.mark.parametrize("harm", ["emptied", "cut in half", "cut by a page", "other bytes in the middle", "text", "a folder of another form"])
def test_a_broken_index_is_made_anew(harm: str, tmp_path: Path) -> None:
    """Whatever happened to the cache, the answer is the table's."""
    file, cache = tmp_path / "watch.csv", tmp_path / "cache"
    file.write_text(table(*[SECOND | {"Record ID": str(number)} for number in range(300)]), encoding="utf-8")
    with open_table(file, cache) as opened:
        whole = opened.of("", "9500320")
    (index,) = cache.iterdir()
    data = index.read_bytes()
    harmed = {
        "emptied": b"",
        "cut in half": data[: len(data) // 2],
        "cut by a page": data[:-4096],
        "other bytes in the middle": data[:4096] + b"\xff" * 8192 + data[12288:],
        "text": b"not an index",
        "a folder of another form": data.replace(b"retraction-watch", b"retraction-wotch"),
    }[harm]
    index.write_bytes(harmed)
    with open_table(file, cache) as opened:
        assert opened.of("", "9500320") == whole and len(whole) == 300


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from(("Retraction", "Correction", "Reinstatement", ""))), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_the_index_says_what_a_look_at_every_row_says(tmp_path_factory: pytest.TempPathFactory, made: list[tuple[int, int, str]]) -> None:
    """For every DOI: as many notices, in the same directions, as reading the whole table gives."""
    folder = tmp_path_factory.mktemp("table")
    rows = [{"Record ID": str(at), "OriginalPaperDOI": f"10.1000/{work}", "RetractionDOI": f"10.1000/{notice}", "RetractionNature": nature} for at, (work, notice, nature) in enumerate(made)]
    (folder / "watch.csv").write_text(table(*rows), encoding="utf-8")
    with open_table(folder / "watch.csv", folder / "cache") as opened:
        for name in range(13):
            told = sorted((notice.id, notice.direction) for notice in opened.of(f"10.1000/{name}"))
            own = sorted((str(at), "affects" if work == name else "is") for at, (work, notice, _) in enumerate(made) if name in (work, notice))
            assert told == own


@given(st.text(max_size=40), st.text(max_size=12))
@settings(max_examples=150, deadline=None)
def test_folding_takes_anything(doi: str, pmid: str) -> None:
    """No text breaks the folding of identifiers, and what is folded stays as it is."""
    assert fold_pmid(fold_pmid(pmid)) == fold_pmid(pmid)
    assert not fold_doi(doi) or fold_doi(doi).startswith("10.")
    assert fold_doi(f"https://doi.org/10.1000/{pmid}".replace("%", "")) == fold_doi(f"10.1000/{pmid}".replace("%", ""))


# --- the full size ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not FLAT.exists(), reason=f"../shared is not here: {FLAT}")
def test_every_one_of_the_114615_notices_is_found(tmp_path: Path) -> None:
    """The flat list, read by its columns' names: each DOI is found, with as many notices as the list has rows of it."""
    with open_table(FLAT, tmp_path) as opened, gzip.open(FLAT, "rt", encoding="utf-8", newline="") as stream:
        assert opened.rows == 114_615
        count: dict[str, int] = {}
        for row in csv.DictReader(stream):
            count[fold_doi(row["doi"])] = count.get(fold_doi(row["doi"]), 0) + 1
        missed = [doi for at, doi in enumerate(count) if doi and at % 60 == 0 and not any(notice.direction == "affects" for notice in opened.of(doi))]
        assert missed == []
        assert all(opened.of(doi) for doi in list(count)[:50])
        assert opened.of("10.1000/not-in-the-list") == ()
