"""What is read off the labelled pages of ../shared/extraction, by its own scorer, and off the one real page: floors that must hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from accuracy import scored

from evidence.readers import read as load
from evidence.statements import read

FOLDER = scored.SHARED / "extraction"
FLOORS = {
    "text": {"statement_any": 0.92, "quantity": 0.93, "ref_exact": 0.93, "defects": 0.85},
    "html": {"statement_any": 0.93, "quantity": 0.93, "ref_exact": 0.97, "defects": 0.90},
}


def _groups(gold: Sequence[dict[str, Any]]) -> dict[str, Sequence[dict[str, Any]]]:
    """All, every other one, and those of each language."""
    languages = {name: [one for one in gold if one["lang"] == name] for name in sorted({one["lang"] for one in gold})}
    return {"all": gold, "odd": gold[0::2], "even": gold[1::2], **languages}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")  # the scorer leaves its files open
@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_the_labelled_pages_are_read_as_people_read_them(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Statements, quantities, reference sets, comparators and defects stay above the required figures, in text and in HTML."""
    if not FOLDER.is_dir():
        pytest.skip("../shared is not here: the labelled pages cannot be read")
    with capsys.disabled():
        scores = scored.scores(FOLDER, FOLDER / "dev" / "gold.jsonl", kind, _groups)
    for part, floor in FLOORS[kind].items():
        assert scores["all"][part]["F1"] >= floor, part
        assert scores["even"][part]["F1"] >= scores["odd"][part]["F1"] - 0.05, f"{part}: the even pages lag behind"
    assert scores["all"]["comparator_acc"] >= 0.90
    assert int(scores["all"]["trap_hits"].split("/")[0]) <= 5


def test_the_real_page_is_read() -> None:
    """Its three anchors, the four numbers with reference 18, and the claims that carry no reference (facts.md, section 6)."""
    path = scored.SHARED / "ifuse" / "outcomes-page.txt"
    if not path.is_file():
        pytest.skip("../shared is not here: the real page cannot be read")
    found = read(load(path))
    cited = [(statement.line, statement.references) for statement in found.statements if statement.references]
    assert cited == [(37, ("18", "20", "21", "76", "79", "105")), (39, ("18",)), (39, ("18",))]
    numbers = {one.text: (one.references, one.comparator) for statement in found.statements for one in statement.quantities if one.kind == "percent"}
    assert numbers == {
        "88%": (("18",), "level"), "68%": (("18",), "reduction"), "29%": (("18",), "reduction"), "50%": (("18",), "increase"),
    }
    uncited = [statement.line for statement in found.statements if "uncited_claim" in statement.flags]
    assert uncited == [19, 19, 19, 21, 23, 29, 37, 41, 43, 44, 45, 47]
    assert [statement.line for statement in found.statements if "testimonial" in statement.flags] == [51]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")  # the scorer leaves its files open
@pytest.mark.parametrize("kind", sorted(FLOORS))
@pytest.mark.parametrize("flag", ["superlative", "comparative", "safety", "testimonial"])
def test_each_flag_is_told_as_people_told_it(kind: str, flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Boasts, comparisons, words of safety and quoted patients: F1 of at least .85 for each alone, on the statements that were found."""
    if not FOLDER.is_dir():
        pytest.skip("../shared is not here: the labelled pages cannot be read")
    gold = [json.loads(line) for line in (FOLDER / "dev" / "gold.jsonl").read_text("utf-8").splitlines()]
    pages = [scored.page(FOLDER / one[f"{kind}_file"], one["id"]) for one in gold]
    for statement in (statement for page in (*gold, *pages) for statement in page["statements"]):
        statement["flags"] = [each for each in statement["flags"] if each == flag]
    score = scored.scorer().score(gold, pages)[0]["flags"]
    with capsys.disabled():
        print(f"\n{kind} {flag}: {score}", end="")
    assert score["F1"] >= 0.85
