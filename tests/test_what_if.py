"""what_if: the real pipeline with something otherwise; the difference is the change's alone, and nothing is written."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evidence
from evidence import tree
from evidence.model import BadCall
from evidence.report import Report

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-22"
PAIN, PAPER = ("pain-24m", "68%", "followup"), "polly2016insite24"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's registry, its page and its bibliography."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "claims.yaml", folder)
    for name in ("materials", "references"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def report(project: Path) -> Report:
    return evidence.audit(project / "claims.yaml", today=TODAY)


def hashes(folder: Path) -> dict[str, str]:
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.rglob("*")) if file.is_file()}


def state(report: Report, claim: str, link: str) -> str:
    return str(report.claims.set_index("claim").loc[claim, link])


def test_another_value_gives_another_verdict(report: Report) -> None:
    """The verdict, its link and its findings change; every row of the difference is about that claim."""
    answer = evidence.what_if(report, {PAIN: "30.1"})
    rows = answer.difference
    assert answer.report["pain-24m"].chain.quantities[0].verdict == "contradicted"
    assert set(rows["claim"]) == {"pain-24m"}
    number = rows[rows["what"] == "quantity"].iloc[0]
    assert (number["before"], number["after"]) == ("borderline, 67.5577156743…", "contradicted, 63.4264884568…")
    assert rows[rows["name"] == "quantity-contradicted"]["after"].tolist() == ["error"]
    assert (state(report, "pain-24m", "recomputed"), state(answer.report, "pain-24m", "recomputed")) == ("unchecked", "failed")


def test_nothing_supposed_is_nothing_different(report: Report) -> None:
    """Without changes, and with the value that is there, the difference is empty."""
    assert evidence.what_if(report, {}).difference.empty
    assert evidence.what_if(report, {PAIN: "26.7"}).difference.empty


def test_typed_digits_count(report: Report) -> None:
    """26.70 is not 26.7: one more digit settles what was borderline."""
    answer = evidence.what_if(report, {PAIN: "26.70", ("pain-24m", 0, "baseline"): "82.30"})
    assert answer.report["pain-24m"].chain.quantities[0].verdict == "confirmed"


def test_a_denominator(report: Report) -> None:
    """A count and a total where none was; the mapping `from:` is made."""
    answer = evidence.what_if(report, {("satisfaction-24m", "88%", "count"): 90, ("satisfaction-24m", "88%", "total"): 102})
    assert answer.report["satisfaction-24m"].chain.quantities[0].verdict == "confirmed"
    gone = answer.difference[answer.difference["name"] == "quantity-not-derived"]
    assert gone["before"].tolist() == ["error"] and gone["after"].isna().all()


def test_a_study_by_its_path(report: Report) -> None:
    """Any value of claims.yaml, by its keys from the top; the rules see it."""
    answer = evidence.what_if(report, {("studies", "NCT01681004", "funding"): None, ("claims", "pain-24m", "label"): "beyond"})
    funding = answer.difference[answer.difference["name"] == "reference-funding-undisclosed"]
    assert len(funding) > 0 and funding["after"].isna().all()
    assert answer.report["pain-24m"].claim.label == "beyond"


@pytest.mark.parametrize(
    ("word", "rule", "severity"),
    [("retracted", "reference-retracted", "error"), ("withdrawn", "reference-retracted", "error"), ("removed", "reference-retracted", "error"),
     ("partly retracted", "reference-retracted", "error"), ("under concern", "reference-concern", None), ("corrected", "reference-corrected", None)],
)  # fmt: skip
def test_the_state_of_a_reference(report: Report, word: str, rule: str, severity: str | None) -> None:
    """Each state makes its rule speak, of that reference alone."""
    answer = evidence.what_if(report, {PAPER: word})
    found = [one for one in answer.report.audit.findings if one.rule == rule]
    assert {one.key for one in found} == {PAPER}
    assert severity is None or {one.severity for one in found} == {severity}


def test_a_retraction_takes_its_claims_with_it(report: Report) -> None:
    """Exactly the claims that rest on it fail at `sound`."""
    rows = evidence.what_if(report, {PAPER: "retracted"}).difference
    fallen = rows[(rows["what"] == "link") & (rows["after"] == "failed")]
    resting = report.references.set_index("key").loc[PAPER, "claims"]
    assert sorted(fallen["claim"]) == sorted(resting) and set(fallen["name"]) == {"sound"}


def test_a_sound_reference_is_not_found_at_fault(report: Report) -> None:
    """Every service has answered and holds nothing against it: no finding of a record, and no gap of one."""
    answer = evidence.what_if(report, {PAPER: "sound"})
    assert not [one for one in answer.report.audit.findings if one.key == PAPER and one.rule.startswith("reference-") and one.link == "sound" and one.severity == "error"]
    before = [one for one in report.audit.unchecked if one.rule == "reference-retracted"]
    after = [one for one in answer.report.audit.unchecked if one.rule == "reference-retracted"]
    assert len(after) < len(before)
    assert evidence.what_if(answer.before, {PAPER: "unknown"}).difference.empty


def test_an_established_paper_opens_what_was_closed(report: Report) -> None:
    """`cited` passes where the number's paper is sure."""
    answer = evidence.what_if(report, {PAPER: "established"})
    assert (state(report, "pain-24m", "cited"), state(answer.report, "pain-24m", "cited")) == ("unchecked", "passed")
    assert state(answer.report, "general-outcomes", "cited") == "unchecked"


def test_nothing_is_written(report: Report, project: Path) -> None:
    """Every file of the project is what it was, and there is no new one."""
    before = hashes(project)
    evidence.what_if(report, {PAIN: "1", PAPER: "retracted", ("policy", "rules", "claim-absolute"): "error"})
    assert hashes(project) == before


def test_what_does_not_fit_is_a_finding(report: Report) -> None:
    """The loader judges a supposed value as it judges a typed one."""
    answer = evidence.what_if(report, {("pain-24m", 0, "measure"): "relativ reduction"})
    assert any(one.rule == "claim-invalid" and "did you mean" in one.message for one in answer.report.audit.findings)


def test_how_it_was_asked_for_is_kept(project: Path) -> None:
    """`ignore`, `fail_on` and the day of the audit hold for what is supposed, too."""
    asked = evidence.audit(project / "claims.yaml", today="2020-01-01", ignore=["claim-absolute"], fail_on="info", pages=False)
    answer = evidence.what_if(asked, {PAIN: "30.1"}).report
    assert answer.audit.as_of == "2020-01-01" and answer.audit.fail_on == "info" and not answer.audit.pieces
    assert not [one for one in answer.audit.findings if one.rule == "claim-absolute"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({("pain-24", "68%", "followup"): "1"}, "there is no claim 'pain-24'; did you mean"),
        ({("pain-24m", "69%", "followup"): "1"}, "has no quantity '69%'; it has 68%"),
        ({("pain-24m", 7, "followup"): "1"}, "has no quantity 7"),
        ({("pain-24m", 0, "folowup"): "1"}, "'folowup' is neither an input nor a field"),
        ({"polly2016": "retracted"}, "there is no reference 'polly2016'"),
        ({PAPER: "gone"}, "'gone' is no state of a reference"),
        ({"siboneRelease2016": "established"}, "cited by its own key"),
        ({("claims", "pain-24", "label"): "beyond"}, "there is no claim 'pain-24'"),
        ({("claims", 99, "label"): "beyond"}, "leads nowhere"),
        ({("version", "x"): "1"}, "leads nowhere"),
        ({(): "1"}, "is no path"),
        ({7: "retracted"}, "neither a BibTeX key nor a tuple"),
        ([], "takes a Report and a mapping"),
        ({PAIN: object()}, "is nothing that claims.yaml can hold"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(report: Report, changes: dict[Any, Any], says: str) -> None:
    """What is not there, or cannot be: BadCall with what may have been meant."""
    with pytest.raises(BadCall) as trouble:
        evidence.what_if(report, changes)
    assert says in str(trouble.value)


def test_a_file_that_has_changed_since_is_no_base(project: Path, tmp_path: Path) -> None:
    """Otherwise the difference would be the file's and not the change's."""
    shutil.copytree(project, tmp_path / "p")
    asked = evidence.audit(tmp_path / "p" / "claims.yaml", today=TODAY)
    page = tmp_path / "p" / "materials" / "outcomes.html"
    page.write_text(page.read_text(encoding="utf-8") + "<p>more</p>", encoding="utf-8")
    with pytest.raises(BadCall, match=r"materials/outcomes\.html has changed since the audit"):
        evidence.what_if(asked, {PAIN: "30.1"})


def test_what_could_not_be_read_cannot_be_supposed(tmp_path: Path) -> None:
    """No YAML, or records that were edited by hand: a sentence, not an answer that looks like "no difference"."""
    (tmp_path / "claims.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(BadCall, match="could not be read as YAML"):
        evidence.what_if(evidence.audit(tmp_path / "claims.yaml", today=TODAY), {})
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "a.bib").write_text("@article{a, title = {T}}", encoding="utf-8")
    (tmp_path / "references" / "records.json").write_text("{}", encoding="utf-8")
    (tmp_path / "claims.yaml").write_text("version: 1\nclaims: [{id: a, text: less pain, references: [a]}]\n", encoding="utf-8")
    with pytest.raises(BadCall, match="the records cannot be used"):
        evidence.what_if(evidence.audit(tmp_path / "claims.yaml", today=TODAY), {"a": "retracted"})


def test_people_and_field_n_is_the_field(report: Report) -> None:
    """`n` names the quantity's own field, unless it is typed among the inputs."""
    answer = evidence.what_if(report, {("pain-24m", 0, "n"): 102})
    assert answer.report["pain-24m"].chain.quantities[0].quantity.n == "102"


def test_an_alias_is_not_changed_with_it(tmp_path: Path) -> None:
    """Two claims that share a value by a YAML alias: only the one that is named changes."""
    (tmp_path / "claims.yaml").write_text(
        "version: 1\nclaims:\n- {id: a, text: pain 50%, quantities: &q [{printed: 50%, measure: reported, from: {value: 50}}]}\n- {id: b, text: pain 50%, quantities: *q}\n",
        encoding="utf-8",
    )
    asked = evidence.audit(tmp_path / "claims.yaml", today=TODAY)
    answer = evidence.what_if(asked, {("a", 0, "value"): "60"}).report
    assert [answer[name].chain.quantities[0].verdict for name in "ab"] == ["contradicted", "confirmed"]


def test_places_stay_where_they_were() -> None:
    """A changed tree gives every other value its place, and a new key the place of its mapping's first."""
    values, _ = tree.read("a:\n  b: 1\n  c: 2\nd: 3\n")
    changed = tree.put(tree.put(values, ("a", "e"), "4"), ("a", "b"), None)
    assert (values["a"], changed["a"]) == ({"b": "1", "c": "2"}, {"c": "2", "e": "4"})
    assert [tree.spot(changed, path) for path in (("a", "c"), ("d",), ("a", "e"))] == [(3, 3), (4, 1), (2, 3)]


def test_the_answer_shows_itself(report: Report) -> None:
    """In words and as a small escaped table; the frame is typed."""
    answer = evidence.what_if(report, {PAIN: "<b>1"})
    assert repr(answer).startswith("<Supposed pain-24m 68% followup = <b>1: failed → failed")
    assert "&lt;b&gt;1" in answer._repr_html_() and len(answer._repr_html_()) < 20_000
    assert isinstance(answer.difference["what"].dtype, pandas.CategoricalDtype)


@given(typed=st.decimals(min_value="0.1", max_value="99.9", places=1).map(str), start=st.sampled_from(["82.3", "82.30", "100"]))
@settings(max_examples=12, deadline=None)
def test_the_pipeline_says_what_recompute_says(report: Report, typed: str, start: str) -> None:
    """For any value: the verdict of the whole audit is that of the one number; and what rests on another claim does not move."""
    answer = evidence.what_if(report, {PAIN: typed, ("pain-24m", "68%", "baseline"): start})
    alone = evidence.recompute("68%", "relative reduction", baseline=start, followup=typed, better="lower", type="efficacy")
    assert answer.report["pain-24m"].chain.quantities[0].verdict == alone.verdict
    assert set(answer.difference["claim"].dropna()) <= {"pain-24m"}
