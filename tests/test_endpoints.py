"""What a study's plan tested and in which order, what it was planned to show, and what carries a rank: fields that decide, and their errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import standings, studies
from evidence.model import Audit, Finding
from evidence.pipeline import audit

TODAY = "2026-11-22"
BIB = "@article{a,\n  title = {Outcomes},\n}\n@article{b,\n  title = {Others},\n}\n"
SIGNIFICANT = "claim-significance-unsupported"
HANGING = "claim-comparison-hanging"
SUPERLATIVE = "claim-superlative"


def made(folder: Path, claims: str, **files: str) -> Audit:
    (folder / "references").mkdir(exist_ok=True)
    (folder / "references" / "a.bib").write_text(BIB, encoding="utf-8")
    (folder / "claims.yaml").write_text(claims, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return audit(folder / "claims.yaml", today=TODAY)


def of(report: Audit, rule: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule == rule]


# --- the order of the tests ---------------------------------------------------------------------------------------

TRIAL = "version: 1\nstudies:\n  NCT1: {{name: TRIAL, reports: [a], endpoints: [{}]}}\n  NCT2: {{name: OTHER, reports: [b], endpoints: [{{name: pain, outcome: met}}]}}\n"
CLAIM = "claims:\n  - id: x\n    text: {}\n    references: [a]\n    quantities:\n{}"
NUMBER = "      - {{printed: {}, measure: reported, from: {{value: 1}}, endpoint: {{name: {}}}{}}}\n"
METS = "{name: First, outcome: met}, {name: second, outcome: met}, {name: third, outcome: met}"
SAID = "significantly fewer events (49%)"


@pytest.mark.parametrize(
    ("endpoints", "name", "p", "text", "says"),
    [
        (METS, "third", "0.003", SAID, None),
        (METS, "FIRST", "0.003", SAID, None),
        (METS, "third", "0.06", SAID, "p 0.06 is not below 0.05"),
        (METS.replace("third, outcome: met", "third, outcome: met, level: 0.01"), "third", "0.02", SAID, "p 0.02 is not below 0.01"),
        (METS.replace("third, outcome: met", "third, outcome: met, level: 0.01"), "third", "0.002", SAID, None),
        (METS.replace("second, outcome: met", "second, outcome: failed"), "third", "0.003", SAID, "stands below “second”, which failed in TRIAL"),
        (METS.replace("First, outcome: met", "First, outcome: not tested"), "third", "0.003", SAID, "stands below “First”, which was not tested in TRIAL"),
        (METS.replace("third, outcome: met", "third, outcome: failed"), "third", "0.003", SAID, "“third”, failed in TRIAL"),
        (METS.replace("third, outcome: met", "third, outcome: not tested"), "third", "0.003", SAID, "“third”, was not tested in TRIAL"),
        (METS.replace("third, outcome: met", "third, outcome: failed"), "second", "0.003", SAID, None),
        (METS.replace("third, outcome: met", "third, outcome: failed"), "third", "0.003", "49% fewer events (p = 0.003)", "say “p = 0.003”"),
        (METS.replace("third, outcome: met", "third, outcome: failed"), "third", "0.003", "49% fewer events", None),
        (METS.replace("third, outcome: met", "third, outcome: failed"), "third", "0.003", "events did not differ significantly (49%)", None),
        (METS, "pain", "0.003", SAID, "“pain”, is not listed in TRIAL"),
    ],
)
def test_what_stands_below_a_failed_endpoint_is_not_significant(endpoints: str, name: str, p: str, text: str, says: str | None, tmp_path: Path) -> None:
    """An error where p is not below the level, the endpoint failed, or one above it failed or was not tested; nothing else."""
    found = of(made(tmp_path, TRIAL.format(endpoints) + CLAIM.format(text, NUMBER.format("49%", name, f", p: '{p}'"))), SIGNIFICANT)
    assert [finding.severity for finding in found] == (["error"] if says else [])
    assert all(says in finding.message for finding in found if says)


def test_each_number_is_judged_by_its_own_endpoint(tmp_path: Path) -> None:
    """Of two numbers the one that failed is named, and the one that was met is not; one without a p beside a good one is not called significant."""
    endpoints = METS.replace("third, outcome: met", "third, outcome: failed")
    for p, count in ((", p: '.003'", 1), (", p: '.3'", 0), ("", 0)):
        numbers = NUMBER.format("20%", "first", ", p: '.001'") + NUMBER.format("49%", "third", p)
        found = of(made(tmp_path, TRIAL.format(endpoints) + CLAIM.format("significantly fewer events (20%) and deaths (49%)", numbers)), SIGNIFICANT)
        assert [("49%" in finding.message, "20%" in finding.message) for finding in found] == [(True, False)] * count


def test_a_name_that_leads_nowhere_is_a_finding(tmp_path: Path) -> None:
    """A misspelt endpoint is claim-invalid at its place, with the name that may be meant; so are doubles and levels that are none."""
    report = made(tmp_path, TRIAL.format("{name: time to revision, outcome: met}") + CLAIM.format("less pain", NUMBER.format("49%", "time to revison", "")))
    (found,) = of(report, "claim-invalid")
    assert "names the endpoint “time to revison”" in found.message and "did you mean `time to revision`?" in found.message
    assert (found.place.line, found.claim) == (10, "x")
    report = made(tmp_path, TRIAL.format("{name: a, outcome: met}, {name: A, outcome: failed}, {name: c, outcome: met, level: 5}") + CLAIM.format("less pain", "      []\n"))
    assert ["stands twice" in one.message or "share such as 0.05" in one.message for one in of(report, "claim-invalid")] == [True, True]
    report = made(tmp_path, TRIAL.format("{name: a, outcome: mett}") + CLAIM.format("less pain", "      []\n"))
    assert "did you mean `met`?" in of(report, "claim-invalid")[0].message
    report = made(tmp_path, "version: 1\n" + CLAIM.format("less pain", NUMBER.format("49%", "pain", "")))
    assert "no study under `studies:` has it; `endpoints:` under a study lists them" in of(report, "claim-invalid")[0].message


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["met", "failed", "not tested"]), min_size=1, max_size=6))
def test_the_first_that_is_not_met_closes_the_order(outcomes: list[str]) -> None:
    """An endpoint stands where it and all above it were met, and nowhere else; a name that is not listed has no standing."""
    study = {"endpoints": [{"name": f"e{turn}", "outcome": outcome} for turn, outcome in enumerate(outcomes)]}
    stands = [studies.standing(study, f" E{turn}  ") == "" for turn in range(len(outcomes))]
    assert stands == [all(outcome == "met" for outcome in outcomes[: turn + 1]) for turn in range(len(outcomes))]
    assert studies.standing(study, "e9") is None


def test_proven_needs_an_endpoint_that_was_met(tmp_path: Path) -> None:
    """A null trial proves nothing, however it ranks its endpoint."""
    study = "version: 1\nstudies: {{NCT1: {{name: TRIAL, reports: [a], design: randomised, control: placebo, endpoints: [{{name: memory, outcome: {}}}]}}}}\n"
    text = CLAIM.format("clinically shown to improve memory by 49%", NUMBER.format("49%", "memory, rank: primary", ""))
    assert not of(made(tmp_path, study.format("met") + text), "claim-proven")
    assert "“memory” failed" in of(made(tmp_path, study.format("failed") + text), "claim-proven")[0].message


# --- equality -----------------------------------------------------------------------------------------------------

EQUAL = "version: 1\nstudies: {{NCT1: {{name: TRIAL, reports: [a], control: lateral screws, {}}}}}\n"
AS_GOOD = "claims: [{id: x, text: as effective as lateral screws against pain, references: [a]}]\n"


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ("design: randomised, hypothesis: non-inferiority, margin: 10 points on the ODI", ""),
        ("design: randomised, hypothesis: equivalence, margin: 5%", ""),
        ("design: 'randomised, non-inferiority', margin: 10 points", ""),
        ("design: 'randomised, non-inferiority'", "no `margin` on record"),
        ("design: randomised, hypothesis: equivalence, margin: small", "no `margin` on record"),
        ("design: randomised", "no `hypothesis` on record"),
        ("design: 'randomised, non-inferiority', hypothesis: superiority, margin: 10 points", "planned to show that one is better"),
        ("design: randomised, hypothesis: equivalence, margin: 5%, endpoints: [{name: pain, outcome: failed}]", "the endpoint “pain” failed"),
        ("design: single arm, hypothesis: equivalence, margin: 5%", "no randomised study with a control"),
    ],
)
def test_no_difference_is_not_equality(facts: str, says: str, tmp_path: Path) -> None:
    """“As good as” needs a randomised trial planned for it, with a margin, that showed it."""
    found = of(made(tmp_path, EQUAL.format(facts) + AS_GOOD), HANGING)
    assert [says in finding.message for finding in found] == [True] * bool(says)


# --- statements on other products ---------------------------------------------------------------------------------

PRODUCTS = "version: 1\nprofile: {}\nproducts: {{own: {{name: Bolta}}, other: {{name: Corvo}}}}\n"
ONE = "claims: [{{id: x, product: own, text: {}, references: [a]}}]\n"


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("more pain relief than lateral screws", True),
        ("lower pain than with other implants", True),
        ("less pain than Corvo", True),
        ("Corvo gives less relief of pain", True),
        ("weniger Schmerzen nach der Operation als mit anderen Implantaten", True),
        ("more pain relief than Nexa® gives", True),
        ("faster recovery after surgery", False),
        ("faster recovery of function with the implant", False),
        ("more pain relief than non-surgical care", False),
        ("less pain than without the implant", False),
        ("more pain relief than open surgery with Bolta", False),
        ("less pain than placebo", False),
    ],
)
def test_801_6_stands_beside_statements_on_other_products_only(text: str, cited: bool, tmp_path: Path) -> None:
    """21 CFR 801.6 is printed where another product is named or meant, and nowhere by analogy."""
    language = "de" if "als mit" in text else "en"
    page = f"materials: {{home: {{path: page.csv, language: {language}}}}}\n"
    found = of(made(tmp_path, PRODUCTS.format("us-device-510k") + page + ONE.format(text)), HANGING)
    assert [[basis.cite for basis in finding.basis if "801.6" in basis.cite] for finding in found] == [["21 CFR 801.6"] if cited else []]


def test_a_text_is_printed_once(tmp_path: Path) -> None:
    """Where the profile gives the same text for both, it stands there once."""
    for profile in ("eu-device", "uk-medicine", "us-rx-drug"):
        (found,) = of(made(tmp_path, PRODUCTS.format(profile) + ONE.format("more pain relief than lateral screws")), HANGING)
        assert len(set(found.basis)) == len(found.basis) >= 1


# --- what carries a rank ------------------------------------------------------------------------------------------

FIRST = "version: 1\nclaims:\n  - id: x\n    text: the first and only implant of its kind\n    market_search: {{date: {}, method: {}, file: {}}}\n    scope: {}\n"
KEPT = "{expires: 2027-05-01}"


@pytest.mark.parametrize(
    ("date", "method", "file", "scope", "says"),
    [
        ("2026-11-22", "registers", "search.csv", KEPT, ""),
        ("2026-05-22", "registers", "search.csv", KEPT, ""),
        ("2026-05-21", "registers", "search.csv", KEPT, "it is of 2026-05-21, older than 6 months"),
        ("2026-11-23", "registers", "search.csv", KEPT, "its date, 2026-11-23, has not come"),
        ("2026-09-01", "registers", "other.csv", KEPT, "there is no file other.csv"),
        ("2026-09-01", "registers", "../search.csv", KEPT, "leads out of the folder"),
        ("2026-09-01", "registers", "/etc/passwd", KEPT, "leads out of the folder"),
        ("2026-09-01", "registers", "references", KEPT, "no regular file"),
        ("2026-09-01", "registers", "search.csv", "{}", "no `expires`"),
        ("2026-02-30", "registers", "search.csv", KEPT, "it has no date"),
    ],
)
def test_a_rank_needs_a_search_of_the_market(date: str, method: str, file: str, scope: str, says: str, tmp_path: Path) -> None:
    """It passes with a dated search of at most six months, kept in the project, and an end; else it says what is wanting."""
    report = made(tmp_path, FIRST.format(date, method, file, scope), search="found,nothing\n")
    found = of(report, SUPERLATIVE)
    assert [says in finding.message for finding in found] == [True] * bool(says)
    assert ("search.csv" in {one.path for one in report.inputs}) is (file == "search.csv")


def test_a_day_that_is_none_is_told_at_its_place(tmp_path: Path) -> None:
    """A date that cannot be read, and a search without its file, are claim-invalid where they stand."""
    (found,) = of(made(tmp_path, FIRST.format("last spring", "registers", "search.csv", KEPT)), "claim-invalid")
    assert "write a day as YYYY-MM-DD" in found.message and (found.place.line, found.place.column) == (5, 21)
    report = made(tmp_path, FIRST.format("2026-09-01", "registers", "search.csv", KEPT).replace(", file: search.csv", ""))
    assert "market_search has no `file`" in of(report, "claim-invalid")[0].message
    assert "no `file` is named" in of(report, SUPERLATIVE)[0].message


def test_the_search_is_sealed_with_its_file(tmp_path: Path) -> None:
    """Another date or other bytes in the file are not what was signed; a claim without a search is sealed as it always was."""

    def content(date: str, search: str, before: str = "") -> str:
        text = FIRST.format(date, "registers", "search.csv", KEPT)
        report = made(tmp_path, text if not before else text.replace(text[text.index("    market") : text.index("    scope")], ""), search=search)
        return dict(standings.of_claim(report.claims[0].chain, standings.today(report.registry, report.rules)).digests)["claim"]

    first = content("2026-09-01", "found,nothing\n")
    assert first == content("2026-09-01", "found,nothing\n")
    assert first != content("2026-09-02", "found,nothing\n") and first != content("2026-09-01", "found,one\n")
    assert content("2026-09-01", "found,one\n", "no search") == content("2026-09-02", "found,nothing\n", "no search") != first
