"""evidence locate: proposals for the person who has to quote, each of which is found again when it is pasted in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import locating, passages, registry, stretches
from evidence.cli import main
from evidence.model import Claim, Derivation, Quantity
from evidence.record import Document, Table

BIB = "@article{a,\n  title = {Outcomes},\n  file = {paper.html},\n}\n@article{b,\n  title = {Other},\n}\n"
PAPER = """<html><body><h1>Outcomes of a trial</h1>
<p>One hundred and two patients were treated at 19 centres, and 89 of them were seen at 24 months. Back pain is common in 2024.</p>
<p>Mean SI joint pain fell from 82.3 at baseline to 26.7 at 24 months, a change of 55.4 points. Satisfaction was “very high” in 83.3%.</p>
<p>In the control group, 12 of 46 crossed over.</p>
<table><caption>Table 2. Outcomes</caption><tr><th>Outcome</th><th>Baseline</th><th>Month 24</th></tr><tr><td>Disability</td><td>57.2</td><td>28.3</td></tr></table>
</body></html>"""
CLAIMS = """version: 1
numbering: {1: a, 2: b}
claims:
  - id: pain-24m
    text: shown to reduce SI joint pain by 68%
    references: [1, 2, 9]
    quantities:
      - printed: 68%
        measure: relative reduction
        from: {baseline: 82.3, followup: 26.7}
        source: {reference: 1}
  - {id: happy, text: patients were very satisfied, references: [1]}
  - id: disability
    text: disability fell by half
    references: [1]
    quantities: [{printed: half, measure: relative reduction, from: {baseline: 57.2, followup: 28.3}, source: {reference: 1}}]
  - {id: nothing, text: zebras, references: [2]}
"""
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry whose reference 1 has a document; reference 2 has none, 9 is unknown."""
    pytest.importorskip("lxml")
    (tmp_path / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "a.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "references" / "paper.html").write_text(PAPER, encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Give a command in this process: code, stdout, stderr."""

    def given(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        out = capsys.readouterr()
        return code, out.out, out.err

    return given


def test_the_sentence_with_the_values_comes_first(project: Path, ask: Ask) -> None:
    """Numbers outweigh words; the line to paste is YAML and names the reference as the claim does."""
    code, out, _ = ask("locate", "pain-24m")
    first = next(line for line in out.splitlines() if "source:" in line)
    assert code == 0
    assert yaml.safe_load(first)["source"] == {
        "reference": 1,
        "quote": "Mean SI joint pain fell from 82.3 at baseline to 26.7 at 24 months, a change of 55.4 points.",
    }
    assert "looked for: 82.3, 26.7, 68%" in out and "searched: references/paper.html" in out


def test_what_was_not_searched_is_said(project: Path, ask: Ask) -> None:
    """A reference without a document and one that nobody knows are told with their reasons, never left out."""
    _, out, _ = ask("locate", "pain-24m")
    assert "not searched: the entry of `b` names no document" in out
    assert "not searched: 9 is no number of `numbering`" in out


def test_a_claim_without_numbers_is_looked_for_by_its_words(project: Path, ask: Ask) -> None:
    """BM25 over sentences; it says that none of the numbers is in it."""
    _, out, _ = ask("locate", "happy", "--top", "1")
    assert "Satisfaction was “very high” in 83.3%." in json.loads(out.partition("quote: ")[2].partition("}\n")[0])
    assert "1 proposal." in out


def test_a_row_of_a_table_is_proposed_as_such(project: Path, ask: Ask) -> None:
    """Values that stand in a table are proposed by table and row, which the audit can check."""
    code, out, _ = ask("locate", "disability", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert told["proposals"][0]["source"] == {"reference": "1", "table": "2", "row": "Disability"}
    assert told["proposals"][0]["numbers"] == ["57.2", "28.3"]


def test_what_is_proposed_is_what_the_audit_accepts(project: Path, ask: Ask) -> None:
    """Pasted under the quantity, the proposal leaves no finding of a rule about passages."""
    _, out, _ = ask("locate", "disability", "--top", "1")
    line = next(line for line in out.splitlines() if "source:" in line).strip().replace("{reference: 1", "{reference: 1, read: full")
    claims = CLAIMS.replace("from: {baseline: 57.2, followup: 28.3}, source: {reference: 1}", f"from: {{baseline: 57.2, followup: 28.3}}, {line}")
    (project / "claims.yaml").write_text(claims, encoding="utf-8")
    _, out, _ = ask("audit", "--today", "2026-11-22", "--format", "json")
    own = [one["rule"] for one in json.loads(out)["findings"] if one["claim"] == "disability" and one["rule"].startswith("passage")]
    assert own == []
    assert next(one for one in json.loads(out)["claims"] if one["id"] == "disability")["chain"]["anchored"] == "passed"


def test_nothing_is_found_where_there_is_nothing_to_read(project: Path, ask: Ask) -> None:
    """No proposal, the reason, exit 0: it proposes, it does not judge."""
    code, out, _ = ask("locate", "nothing")
    assert (code, "source:" in out) == (0, False)
    assert "searched: no document" in out and "names no document" in out


def test_nothing_is_edited(project: Path, ask: Ask) -> None:
    """claims.yaml, the bibliography and the document are what they were."""
    before = {file: file.read_bytes() for file in project.rglob("*") if file.is_file() and "cache" not in file.parts}
    ask("locate", "pain-24m")
    assert {file: file.read_bytes() for file in project.rglob("*") if file.is_file() and "cache" not in file.parts} == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("pain-24",), "did you mean `pain-24m`?"),
        (("zzz",), "there is no claim 'zzz'"),
        (("pain-24m", "nowhere.yaml"), "nowhere.yaml"),
        (("pain-24m", "--top", "0"), "give a number from 1 to 100"),
    ],
)
def test_a_bad_call_is_one_line_and_code_2(project: Path, ask: Ask, words: tuple[str, ...], says: str) -> None:
    """With what was meant, where that can be guessed."""
    code, out, err = ask("locate", *words)
    assert (code, out) == (2, "")
    assert says in err and len(err.strip().splitlines()) == 1


def test_a_file_that_is_no_yaml_is_code_2(project: Path, ask: Ask) -> None:
    """Its place is said."""
    (project / "claims.yaml").write_text("claims: [", encoding="utf-8")
    code, _, err = ask("locate", "pain-24m")
    assert code == 2 and "claims.yaml:1:" in err


def test_equal_inputs_give_equal_bytes(project: Path, ask: Ask) -> None:
    """Cold and from the cache."""
    assert ask("locate", "pain-24m", "--format", "json") == ask("locate", "pain-24m", "--format", "json")


# --- from Python ------------------------------------------------------------------------------------------------------


def test_the_values_of_the_first_derivation_are_looked_for_first(project: Path) -> None:
    """Then those of the others, then what is printed; each once."""
    claim = Claim("c", "x", quantities=(Quantity("68%", derivations=(Derivation({"baseline": "82.3", "followup": "26.7"}), Derivation({"change": "-26.7"}))),))
    assert [number.text for number in locating.numbers(claim)] == ["82.3", "26.7", "68%"]
    assert [number.text for number in locating.numbers(registry.load("claims.yaml").claims[1])] == []


def sheets(*texts: str) -> Document:
    """A PDF's text."""
    return Document("p.pdf", "", "pdf", texts, tuple(f"e{at}" for at in range(1, len(texts) + 1)))


def test_a_page_is_named_by_the_number_printed_on_it() -> None:
    """And a sentence whose lines and words the page broke is whole."""
    document = sheets("Nothing is here but words of no use to anyone.", "Results\nThe mean SI joint pain fell from 82.3 at base-\nline to 26.7, which is\nmuch. Other words follow.")
    claim = Claim("c", "joint pain fell", quantities=(Quantity("68%", derivations=(Derivation({"baseline": "82.3", "followup": "26.7"}),)),))
    (one, *_) = locating.propose(claim, [("18", document)], locating.numbers(claim))
    assert (one.page, one.quote) == ("e2", "The mean SI joint pain fell from 82.3 at baseline to 26.7, which is much.")
    assert passages.find(one.quote, document, one.page).kind == "exact"


def test_two_sentences_are_proposed_where_only_both_hold_the_values() -> None:
    """The baseline stands in one and the follow-up in the next."""
    document = Document("p.html", "", "html", ("At first it was 82.3 points. In the end it was 26.7 points. It was 9 in others.",))
    claim = Claim("c", "pain fell", quantities=(Quantity("68%", derivations=(Derivation({"baseline": "82.3", "followup": "26.7"}),)),))
    (one, *_) = locating.propose(claim, [("1", document)], locating.numbers(claim))
    assert one.quote == "At first it was 82.3 points. In the end it was 26.7 points."


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=80)


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS, st.sampled_from(["", "4", "e12", "yes", "010", "S1: 2", "null", "1e3"]))
def test_every_proposal_is_yaml_on_one_line(quote: str, row: str, page: str) -> None:
    """Whatever the document holds, the line parses, and gives back the words: quotation marks, braces, controls, line breaks."""
    proposal = locating.Proposal("18", "p", page, quote, (), 0.0, "2", row)
    line = proposal.yaml
    assert len(line.splitlines()) == 1
    read: Any = yaml.load(line, Loader=yaml.BaseLoader)["source"]  # noqa: S506 - it makes text only, as the registry's own reader does
    want = {"reference": "18", "page": page, "table": "2", "row": row, "quote": quote}
    assert read == {name: value for name, value in want.items() if value}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["Pain fell from 82.3 to 26.7.", "It is so.", "No 12 of 46 did.", "(see Table 2)", "x" * 700, "a-\nb", "“Much”", "10² cm", "\n\n", "• Item"]), max_size=12), st.sampled_from(["pdf", "html", "text"]))
def test_every_quote_that_is_proposed_is_found_on_its_page(parts: list[str], kind: str) -> None:
    """The law: passages.find says exact, on the page that is named."""
    half = len(parts) // 2
    document = Document("p", "", kind, (" ".join(parts[:half]), " ".join(parts[half:])) if kind == "pdf" else (" ".join(parts),))
    claim = Claim("c", "pain fell much", quantities=(Quantity("26.7"),))
    for one in locating.propose(claim, [("1", document)], locating.numbers(claim), top=5):
        found = passages.find(one.quote, document, one.page or None)
        assert found.kind == "exact" and (not one.page or int(one.page) in found.sheets)


def test_bm25_prefers_rare_words_and_short_texts() -> None:
    """A word that every sentence has tells little; of two that have it, the shorter is nearer."""
    index = stretches.index(["pain fell much in all of the many patients", "pain fell", "pain stayed", "sleep improved"])
    assert index.rarity("sleep") > index.rarity("pain") > 0
    assert index.score(1, ["pain", "fell"]) > index.score(0, ["pain", "fell"]) > index.score(2, ["pain", "fell"]) > index.score(3, ["pain"]) == 0
    assert stretches.terms("Reduced reductions by 68.5%") == ("reduc", "reduc", "by", "68.5")


def test_a_table_with_one_value_is_proposed_with_its_column() -> None:
    """So that the cell is checked, not the row."""
    table = Table("2", "", (("", "A", "B"), ("Pain", "82.3", "26.7"), ("Sleep", "1", "2")), 3)
    document = Document("p.pdf", "", "pdf", ("", "", ""), (), (table,))
    claim = Claim("c", "x", quantities=(Quantity("26.7"),))
    (one,) = locating.propose(claim, [("1", document)], locating.numbers(claim))
    assert (one.page, one.table, one.row, one.column) == ("3", "2", "Pain", "B")
