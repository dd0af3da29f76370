"""What every report for people shares: the first page, the claims matrix, the annexes, and a reference in AMA style."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from formats import pieces, sample
from formats.anything import anything
from hypothesis import given, settings

from evidence import ama, annexes, coverage, issues, matrix, opening, pipeline, wording
from evidence.model import Audit, Place, Reference

ROOT = Path(__file__).resolve().parents[1]
ISSUE = (
    "Claim · Piece and location · Printed text · Product, market, audience · Relation to labeling · Disposition · Why · Action, owner, due · "
    "Printed reference (status) · Citation · Anchor and quote · Printed / recomputed / formula · Set, n/N, time, arm, comparator · "
    "Source status and date · Disclosures · Sign-offs · Expiry · Findings and waivers"
)


@cache
def own() -> Audit:
    """The audit of this repository."""
    return pipeline.audit(ROOT / "claims.yaml", today="2026-11-22")


def test_the_columns_are_those_of_the_issue_in_its_order() -> None:
    """Eighteen columns, from the claim to its findings and waivers."""
    assert " · ".join(matrix.COLUMNS) == ISSUE


@settings(max_examples=40, deadline=None)
@given(anything())
def test_no_cell_is_ever_blank_and_every_text_is_one_safe_line(audit: Audit) -> None:
    """What nobody recorded is said; no line of a cell breaks or holds what acts on a screen."""
    for row in matrix.rows(audit):
        assert len(row.cells) == len(matrix.COLUMNS)
        assert all(cell for cell in row.cells)
        assert not [line for cell in row.cells for line in cell if "\n" in line or wording.UNPRINTABLE.search(line)]


def test_rows_are_the_claims_and_then_what_no_claim_covers() -> None:
    """A statement that nobody registered has a row: a gap never looks like nothing."""
    audit = pieces.hostile("plain")
    rows = list(matrix.rows(audit))
    assert [row.id for row in rows] == [*(one.claim.id for one in audit.claims), "page-0-1"]
    assert rows[-1].state == "not covered"
    assert "“Nobody checked 99% plain”" in rows[-1].cells[2]


def test_a_row_says_what_is_known_and_what_is_not() -> None:
    """The row of the claim on pain, cell by cell."""
    row = dict(zip(matrix.COLUMNS, next(one for one in matrix.rows(own()) if one.id == "pain-24m").texts(), strict=True))
    assert row["Piece and location"] == "outcomes-page materials/outcomes.html:28"
    assert row["Relation to labeling"] == "not recorded"
    assert row["Disposition"].startswith("Not decided")
    assert row["Action, owner, due"].endswith("owner, due not recorded")
    assert "candidate" in row["Printed reference (status)"]
    assert "(82.3 − 26.7) ÷ 82.3 = 67.557…%" in row["Printed / recomputed / formula"]
    assert "n/N, comparator not recorded" in row["Set, n/N, time, arm, comparator"]
    assert row["Source status and date"] == "18: no service was asked"
    assert row["Sign-offs"] == "not signed"


def test_a_claim_outside_a_statement_is_still_found_on_its_page() -> None:
    """Where a claim stands is told by its use, be its words a statement or not."""
    row = next(one for one in matrix.rows(own()) if one.id == "one-hour")
    assert row.cells[1] == ("outcomes-page materials/outcomes.html:16",)


# --- the first page -----------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(anything())
def test_the_answer_is_no_or_not_decided_wherever_anything_is_open(audit: Audit) -> None:
    """"No finding" stands only where nothing is unchecked, uncovered or failed; "yes" stands nowhere."""
    first = opening.opening(audit)
    if audit.summary.unchecked or first.not_covered or audit.summary.verdict != "passed":
        assert first.answer.startswith(("No", "Not decided")) and not first.answer.startswith("No finding")
    assert len(first.issues) <= opening.ISSUES


def test_a_passed_audit_with_a_statement_that_nobody_covers_is_not_decided() -> None:
    """The one thing that a passed verdict does not see."""
    audit = replace(sample.clean(), pieces=(pieces.page("plain"),))
    assert opening.opening(sample.clean()).answer == "No finding"
    assert opening.opening(audit).answer == "Not decided"


def test_issues_are_told_once_a_rule_and_most_material_first() -> None:
    """Errors before warnings before what is unchecked before notes; what the first page leaves out is counted."""
    first, every = opening.opening(own()), issues.material(own())
    order = [issue.kind for issue in every]
    assert order == sorted(order, key=["error", "warning", "unchecked", "note"].index)
    assert len(every) == len(first.issues) + first.more
    assert sum(issue.count for issue in every if issue.kind == "error") == own().summary.errors
    assert first.issues[0].count == 10 and first.issues[0].fix


def test_the_report_id_is_another_one_for_any_other_audit() -> None:
    """Equal audits have one id; one finding, one input or one day more makes another."""
    audit = own()
    others = [replace(audit, as_of="2026-11-23"), replace(audit, findings=audit.findings[1:]), replace(audit, inputs=audit.inputs[1:])]
    assert len({opening.report_id(one) for one in (audit, *others)}) == 4


def test_signatures_show_name_time_with_zone_and_meaning() -> None:
    """21 CFR 11.50: printed name, date and time, meaning; several signings of one kind stand together, with their span."""
    def signed(time: str) -> dict[str, str]:
        return {"record": "r", "name": "Ana", "email": "a@x.org", "identity": "claimed, not proved", "role": "medical", "time": time, "meaning": "medically accurate",
                "decision": "approve", "comment": "", "state": "recorded, not signed", "because": "no signature"}  # fmt: skip

    audit = sample.clean()
    claims = tuple(replace(one, sign_offs=(signed(f"2026-11-2{at}T10:00:00Z"),)) for at, one in enumerate(audit.claims))
    (found,) = opening.opening(replace(audit, claims=claims)).signatures
    assert (found.name, found.of, found.meaning) == ("Ana <a@x.org>", "3 claims", "medically accurate")
    assert found.time == "from 2026-11-20 10:00:00 UTC to 2026-11-22 10:00:00 UTC"


def test_a_page_that_was_not_read_is_named() -> None:
    """Without its pages, the audit says which it did not read."""
    first = opening.opening(pipeline.audit(ROOT / "claims.yaml", today="2026-11-22", pages=False))
    assert first.pieces[0].unread
    assert any("materials/outcomes.html" in line for line in first.not_read)


def test_every_statement_has_one_state_and_a_reason() -> None:
    """No statement of a page is left without a word."""
    for one in coverage.spoken(own()):
        assert one.state in coverage.WORST_FIRST and one.because


# --- references ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fields", "told"), [
    ({"author": "Polly, David W. and Swofford, John", "title": "Two years", "journal": "Spine", "year": "2016", "volume": "10", "number": "2", "pages": "28--34", "doi": "10.14444/3028"},
     "Polly DW, Swofford J. Two years. Spine. 2016;10(2):28-34. doi:10.14444/3028"),
    ({"author": "A, B and C, D and E, F and G, H and I, J and K, L and M, N", "title": "Seven", "year": "2020"}, "A B, C D, E F, et al. Seven. 2020."),
    ({"author": "A, B and C, D and E, F and G, H and I, J and K, L", "title": "Six?", "year": "2020"}, "A B, C D, E F, G H, I J, K L. Six? 2020."),
    ({"author": "Jean-Paul van der Berg and others", "title": "T", "year": "1999"}, "van der Berg JP, et al. T. 1999."),
    ({"author": "{SI-BONE}", "title": "Release", "year": "2016", "url": "https://x.example/a"}, "SI-BONE. Release. 2016. https://x.example/a"),
    ({}, "[no title recorded: k]. [no year recorded]."),
])  # fmt: skip
def test_a_reference_reads_as_ama_prints_it(fields: dict[str, str], told: str) -> None:
    """Authors by initials, three of more than six, year;volume(issue):pages, DOI; what is not recorded says so."""
    assert ama.cite(Reference("k", "article", fields, Place("a.bib"))) == told


@pytest.mark.parametrize(("doi", "link"), [
    ("10.14444/3028", "https://doi.org/10.14444/3028"),
    ("https://doi.org/10.1000/ABC(1)<2>", "https://doi.org/10.1000/abc(1)%3C2%3E"),
    ("10.1000/a\"onload=x", "https://doi.org/10.1000/a%22onload=x".replace("=", "%3D")),
    ("javascript:alert(1)", ""),
    ("10.1000/a b", ""),
    ("10.1/x", ""),
    ("", ""),
])  # fmt: skip
def test_only_a_doi_is_linked_and_only_at_doi_org(doi: str, link: str) -> None:
    """Whatever the field holds, a link leads to https://doi.org/ or there is none."""
    assert ama.link(Reference("k", "article", {"doi": doi}, Place("a.bib"))) == link


def test_the_annexes_name_every_reference_rule_and_file() -> None:
    """All references that are used, all rules of the profile, all files with their hashes."""
    audit = own()
    assert [one.key for one in annexes.references(audit)] == sorted(audit.registry.bibliography.references)
    assert {one.name for one in annexes.rules(audit)} == {one.name for one in audit.rules}
    assert annexes.manifest(audit) == tuple((one.path, one.sha256) for one in audit.inputs)
    assert any("Pictures" in line or "picture" in line for line in annexes.method(audit))
