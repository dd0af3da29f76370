"""What an unfriendly page, document or bibliography costs: four times the input takes about four times the time, not sixteen."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from standin_pages import html, text

from evidence import coverage, filefield, grids, passages, pipeline, records, references
from evidence.imprint import imprint
from evidence.page import Block, Page, Piece, Reading, Statement, Use
from evidence.record import Document
from evidence.registry import load
from evidence.rules.reference_duplicate import groups
from evidence.statements import read
from evidence.uses import by_statement, closest

Work = Callable[[], object]
TIMES = 4  # the larger input is so many times the smaller one
LIST = "\n\nReferences\n1. Ash B. Hips. J Test. 2019;1:1-9.\n2. Elm C. Knees. J Test. 2020;2:1-9."
ENTRY = "@article{k%d,\n  author = {Polly, David}, title = {Outcomes of Fusion}, year = 2016, doi = {10.1/%d}\n}\n"
SAID = "<p>Treatment {0} reduced pain by {1}% in the patients of group {2}.</p>"


def one_line(folder: Path, count: int) -> Work:
    """The statements of a page that is all one line, each with what was found on it."""
    (folder / "page.html").write_text("".join(SAID.format(n, n % 89 + 10, n * 7) for n in range(count)), encoding="utf-8")
    claims = "version: 1\nmaterials: {page: {path: page.html, language: en}}\nclaims: [{id: a, text: Less pain after surgery}]\n"
    (folder / "claims.yaml").write_text(claims, encoding="utf-8")
    audit = pipeline.audit(folder / "claims.yaml")
    assert len(audit.findings) >= count
    return lambda: coverage.spoken(audit)


def uses(folder: Path, count: int) -> Work:
    """Which claim each statement of a page is, on a page full of claims."""
    page = Page("p", "text", "x" * count, (Block(0, count, "paragraph"),))
    said = tuple(Statement("x", at, at + 1, 1) for at in range(count))
    stands = tuple(Use(f"c{at}", "exact", at, at + 1, 1, "x", "x", statements=(at,)) for at in range(count))
    piece = Piece("m", "p", Reading(page, said), stands)
    return lambda: {at: closest(found) for at, found in by_statement(piece).items()}


def one_title(folder: Path, count: int) -> Work:
    """Papers of one title, author and year, each with a DOI of its own."""
    (folder / "a.bib").write_text("".join(ENTRY % (number, number) for number in range(count)), encoding="utf-8")
    found = references.read([("a.bib", folder / "a.bib")], [f"k{number}" for number in range(count)])
    assert len(found.references) == count
    return lambda: groups(found.references.values())


def many_keys(folder: Path, count: int) -> Work:
    """A file of records with one key twice among many."""
    keys = ", ".join(f'"k{number}": 1' for number in range(count))
    data = f'{{{keys}, "k{count - 1}": 2}}'.encode()
    assert "stands twice" in records.parse(data).problems[0].message
    return lambda: records.parse(data)


def broken_claims(folder: Path, count: int) -> Work:
    """A registry in which no claim fits the schema."""
    claims = "".join(f"  - {{id: c{n}, text: x, type: y, quantities: [[1]]}}\n" for n in range(count))
    (folder / "claims.yaml").write_text(f"version: 1\nclaims:\n{claims}", encoding="utf-8")
    return lambda: load(folder / "claims.yaml")


def searched(run: str) -> Callable[[Path, int], Work]:
    """A quote, and a document that is one long run of what the patterns look for."""

    def make(folder: Path, count: int) -> Work:
        document = Document("a.txt", "0" * 64, "text", (run * (count // len(run)),))
        return lambda: (passages._prepared.cache_clear(), passages.find("pain fell by 68%", document), passages.find((run * 99)[:150], document))

    return make


RUNS = {"raised figures": "¹²³", "dashes": "- ", "parted words": "a-", "soft hyphens": " \xad", "brackets": "[", "figures": "1 ", "one word": "pain "}
CASES: dict[str, tuple[int, Callable[[Path, int], Work]]] = {
    "one word without end": (2_000, lambda _, n: lambda: read(text("Pain fell by 4%.1 " + "a" * n + LIST, "en"))),
    "raised marks without end": (250, lambda _, n: lambda: read(html("<p>Pain fell by 4%" + "<sup>1</sup>," * n + "</p>"))),
    "statements on one line": (40, one_line),
    "claims on one page": (400, uses),
    "units behind numbers": (60_000, lambda _, n: lambda: imprint("5 mM of it, " * (n // 12))),
    "papers of one title": (60, one_title),
    "keys of one mapping": (1_500, many_keys),
    "broken claims": (300, broken_claims),
    **{f"a document of {name}": (30_000, searched(run)) for name, run in RUNS.items()},
    **{f"a file field of {mark}": (5_000, lambda _, n, mark=mark: lambda: filefield.paths(mark * (n // len(mark)))) for mark in (":", ";", "\\", "C:\\", "a:", "\\;")},
}


def seconds(work: Work) -> float:
    """The least processor time of three runs."""
    times = []
    for _ in range(3):
        gc.collect()
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


@pytest.mark.parametrize("case", CASES)
def test_time_grows_with_the_input(case: str, tmp_path: Path) -> None:
    """Four times the input takes at most eight times as long; where the time is squared it takes sixteen."""
    size, make = CASES[case]
    (tmp_path / "small").mkdir()
    (tmp_path / "large").mkdir()
    small, large = seconds(make(tmp_path / "small", size)), seconds(make(tmp_path / "large", TIMES * size))
    print(f"{case}: {size} → {small:.4f} s, {TIMES * size} → {large:.4f} s: × {large / small:.1f}")
    assert large < 2 * TIMES * max(small, 0.01)


def test_cells_that_span_cost_no_memory() -> None:
    """400 kB of cells over a thousand columns take some megabytes, not a gigabyte; where the cells stand is still right."""
    grid = grids.Grid()
    grid.next_row()
    tracemalloc.start()
    for _ in range(1_000):
        grid.next_cell("1000", "2")
    grid.next_row()
    at = grid.next_cell()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert at == (1, 1_000_000)
    assert peak < 1_000_000
