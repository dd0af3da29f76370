"""Pages in the audit: where claims are used, what is no claim, what a scan prints, and a draft that audits."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

import evidence
from evidence import readers
from evidence.cli import main
from evidence.model import LINKS, Audit
from evidence.pipeline import audit
from evidence.uses import by_statement, closest

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"
CLAIMS = """version: 1
numbering: {1: a}
materials: {home: {path: page.html}}
claims:
  - {id: pain, text: shown to reduce joint pain by 68%, type: efficacy, references: [1]}
  - {id: other, text: can help patients return to work, type: efficacy, references: [1]}
"""
BIB = "@article{a,\n  title = {Outcomes of fusion},\n}\n"
PAGE = "<h1>Home</h1>\n<p>It was shown to reduce joint pain by 68%.<sup>1</sup></p>\n<ol><li>Polly D. Outcomes of fusion. Spine. 2016.</li></ol>\n"


def project(folder: Path, page: str = PAGE, claims: str = CLAIMS) -> Path:
    (folder / "references").mkdir(parents=True, exist_ok=True)
    (folder / "claims.yaml").write_text(claims, encoding="utf-8")
    (folder / "page.html").write_text(page, encoding="utf-8")
    (folder / "references" / "a.bib").write_text(BIB, encoding="utf-8")
    return folder / "claims.yaml"


def links(report: Audit, claim: str) -> dict[str, str]:
    return dict(next(one for one in report.claims if one.claim.id == claim).links)


def test_the_report_says_where_a_claim_is_used_and_which_is_on_no_page(tmp_path: Path) -> None:
    """A claim on a page is registered there; one on no page is unchecked, never green."""
    report = audit(project(tmp_path), today=TODAY)
    pain, other = report.claims
    assert pain.used_on == ("home page.html:2",) and pain.links["registered"] == "passed"
    assert other.used_on == () and other.links["registered"] == "unchecked"


def test_a_changed_number_fails_the_claim(tmp_path: Path) -> None:
    """68% printed as 86% never matches: the claim's registered link fails and both texts are told."""
    report = audit(project(tmp_path, PAGE.replace("68%", "86%")), today=TODAY)
    finding = next(one for one in report.findings if one.rule == "page-statement-drifted")
    assert links(report, "pain")["registered"] == "failed"
    assert "86%" in finding.message and "68%" in finding.message
    assert (finding.place.path, finding.place.line) == ("page.html", 2)


@pytest.mark.parametrize("page", [b"%PDF-1.4 nonsense", b""])
def test_a_page_that_cannot_be_read_leaves_every_claim_open(tmp_path: Path, page: bytes) -> None:
    """What an unreadable page says is unchecked for every claim."""
    claims = project(tmp_path, claims=CLAIMS.replace("page.html", "page.pdf"))
    (tmp_path / "page.pdf").write_bytes(page)
    report = audit(claims, today=TODAY)
    assert {one.links["registered"] for one in report.claims} == {"unchecked"}
    assert any("page.pdf could not be read" in gap.because for gap in report.unchecked)


def test_an_exemption_is_logged_and_counted(tmp_path: Path) -> None:
    """A statement said to be no claim stays visible in every report with its reason."""
    page = PAGE + "<!-- evidence: not-a-claim because it is who could join -->\n<p>Joint pain was reduced by 20% in athletes.</p>\n"
    report = audit(project(tmp_path, page), today=TODAY)
    assert not [one for one in report.findings if one.rule == "page-statement-unregistered"]
    text = evidence.Report(report)
    assert "it is who could join" in str(text)
    saved = json.loads(text.save(tmp_path / "a.json").read_text(encoding="utf-8"))
    assert [one["because"] for one in saved["exempted"]] == ["it is who could join"]


def test_the_repositorys_own_page_carries_every_claim() -> None:
    """materials/outcomes.html prints each claim of claims.yaml in its registered words."""
    report = audit(ROOT / "claims.yaml", today=TODAY)
    assert [one.claim.id for one in report.claims if not one.used_on] == []
    kept = ("page-risk-missing", "page-testimonial-outcome", "page-testimonial-provenance")  # true of the page that it retells
    assert not [one for one in report.findings if one.rule.startswith("page-") and one.rule not in kept]


def test_scan_prints_the_contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """json: statements with offsets into the extracted text, quantities with their references, the claim and how it matched."""
    project(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["scan", "page.html", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main(["scan", "page.html", "--extract"]) == 0
    text = capsys.readouterr().out
    (statement,) = told["pages"][0]["statements"]
    assert text[statement["start"] : statement["end"]] == statement["text"]
    assert (statement["claim"], statement["match"], statement["references"]) == ("pain", "exact", ["1"])
    assert [(one["text"], one["value"], one["comparator"], one["references"]) for one in statement["quantities"]] == [("68%", "68", "reduction", ["1"])]
    assert set(statement) == {"text", "start", "end", "line", "quantities", "references", "notes", "markers", "flags", "claim", "match"}


@pytest.mark.parametrize("terminal", [True, False])
def test_the_text_of_a_page_does_not_act_on_a_terminal(
    terminal: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a terminal would obey is shown there, one character for one; into a file the text goes as it is, so that offsets count in it."""
    typed = "Fast\u202e relief\x9b31m in 88% of 50 patients.\n\nMore\ttext."
    (tmp_path / "page.txt").write_text(typed, encoding="utf-8")
    read = readers.read(tmp_path / "page.txt").text
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert main(["scan", str(tmp_path / "page.txt"), "--extract"]) == 0
    told = capsys.readouterr().out.removesuffix("\n")
    acts = [mark for mark in told if not mark.isprintable() and mark not in "\n"]
    assert len(told) == len(read)
    assert (not acts) if terminal else (told == read and acts)


def test_scan_in_csv_and_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """csv reads back; a cell that looks like a formula is defused; text names page, line and claim."""
    project(tmp_path, PAGE + "<p>=1+1 reduces pain by 5%.</p>\n")
    monkeypatch.chdir(tmp_path)
    assert main(["scan", "page.html", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert rows[0]["claim"] == "pain" and rows[-1]["statement"].startswith("'=")
    assert main(["scan", "page.html"]) == 0
    assert "page.html:2  pain (exact)" in capsys.readouterr().out


def test_jobs_give_the_same_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Two processes print what one prints, in the same order."""
    project(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("b.html", "c.html"):
        (tmp_path / name).write_text(PAGE.replace("68%", "86%" if name == "b.html" else "68 %"), encoding="utf-8")
    said = []
    for jobs in ("1", "2"):
        assert main(["scan", "page.html", "b.html", "c.html", "--format", "json", "--jobs", jobs]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


def test_a_page_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong call: exit 2."""
    assert main(["scan", "nowhere.html"]) == 2
    assert capsys.readouterr().err == "evidence: there is no page nowhere.html\n"


def test_a_draft_is_a_registry_that_audits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a page to a claims.yaml without a schema fault, whose claims are all found on the page again."""
    page = tmp_path / "in" / "page.html"
    page.parent.mkdir()
    page.write_text(PAGE.replace("</ol>", "<li>Duhon B. A “quoted” {title}: it's #1. Spine 2016;1:2.</li></ol>"), encoding="utf-8")
    assert main(["draft", str(page), "--folder", str(tmp_path / "out")]) == 0
    report = audit(tmp_path / "out" / "claims.yaml", today=TODAY)
    assert [one.message for one in report.findings if one.rule in ("claim-invalid", "reference-broken", "reference-unknown")] == []
    assert len(report.claims) == 1 and report.claims[0].used_on
    assert [quantity.quantity.printed for quantity in report.claims[0].chain.quantities] == ["68%"]
    assert links(report, report.claims[0].claim.id)["cited"] == "unchecked"  # a stub is a candidate
    capsys.readouterr()
    assert main(["draft", str(page), "--folder", str(tmp_path / "out")]) == 2
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize("name", [f"{number:02}.html" for number in range(1, 16)])
def test_drafts_of_the_labelled_pages_have_no_schema_fault(name: str, tmp_path: Path) -> None:
    """Fifteen pages in five languages: each draft is a registry, whatever its claims lack."""
    page = ROOT.parent / "shared" / "extraction" / "dev" / name
    if not page.exists():
        pytest.skip("../shared is not here: the labelled pages stand there")
    assert main(["draft", str(page), "--folder", str(tmp_path)]) == 0
    report = audit(tmp_path / "claims.yaml", today=TODAY)
    assert [one.message for one in report.findings if one.rule in ("claim-invalid", "reference-broken")] == []
    drifted = [one.message for one in report.findings if one.rule == "page-statement-drifted"]
    assert drifted == []
    assert set(LINKS) == set(report.claims[0].links)


def test_the_python_face_scans(tmp_path: Path) -> None:
    """evidence.scan gives the reading and the uses; without a registry there are no uses."""
    claims = project(tmp_path)
    piece = evidence.scan(tmp_path / "page.html", claims)
    assert [use.claim for use in piece.uses] == ["pain"] and piece.material == "home"
    assert closest(by_statement(piece)[0]) == piece.uses[0]
    assert evidence.scan(tmp_path / "page.html").uses == ()
    with pytest.raises(evidence.BadCall):
        evidence.scan(tmp_path / "nowhere.html")


def test_pages_that_were_not_read_leave_every_claim_open(tmp_path: Path) -> None:
    """With --no-pages no claim is said to stand anywhere."""
    report = audit(project(tmp_path), today=TODAY, pages=False)
    assert {one.links["registered"] for one in report.claims} == {"unchecked"}
    assert any("--no-pages" in gap.because for gap in report.unchecked)
