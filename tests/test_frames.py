"""The data frames: exact columns and types, lists that explode, exact numbers beside floats, and Parquet there and back."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pandas
import pytest
from formats import sample
from formats.anything import anything
from hypothesis import given, settings

import evidence
from evidence import frames, shapes
from evidence.model import LINKS, Audit, BadCall, Recomputation, Recomputed
from evidence.report import Report

ROOT = Path(__file__).resolve().parents[1]
FRAMES = ("claims", "quantities", "inputs", "findings", "unchecked", "statements", "references", "citations", "calendar")
S, I, F, B, O, C, D = "string", "Int64", "Float64", "boolean", "object", "category", "datetime64[us]"  # noqa: E741 - a table's letters
# The promise: a later version may add behind the last, and changes nothing else. Do not edit a line of it; add at its end.
COLUMNS = {
    "claims": {
        "claim": S, "text": S, "type": S, "product": S, "references": O, "line": I, "registered": C, "cited": C, "sound": C, "anchored": C,
        "recomputed": C, "approved": C, "label": S, "markets": O, "audience": O, "expires": D, "used_on": O,
    },
    "quantities": {
        "claim": S, "quantity": I, "derivation": I, "printed": S, "what": S, "measure": S, "when": S, "arm": S, "inputs": S, "verdict": C,
        "value": F, "low": F, "high": F, "value_exact": S, "low_exact": S, "high_exact": S, "unit": S, "direction": S, "explanation": S,
        "printed_value": F, "printed_low": F, "printed_high": F, "decimals": I, "rounds_to": S, "flatters": B,
    },
    "inputs": {"claim": S, "quantity": I, "derivation": I, "name": S, "typed": S, "value": F},
    "findings": {
        "rule": S, "severity": C, "link": C, "claim": S, "key": S, "message": S, "why": S, "fix": S, "path": S, "line": I, "column": I,
        "waived": B, "baselined": B, "fingerprint": S, "bears_on": O, "under": S,
    },
    "unchecked": {"rule": S, "link": C, "claim": S, "because": S},
    "statements": {"material": S, "path": S, "line": I, "text": S, "claim": S, "match": C, "quantities": O, "references": O, "flags": O},
    "references": {
        "key": S, "type": S, "author": S, "title": S, "journal": S, "year": I, "doi": S, "pmid": S, "path": S, "line": I, "claims": O,
        "study": S, "design": S, "identified": B, "notices": O,
    },
    "citations": {"claim": S, "key": S, "typed": S, "role": C, "candidate": B, "found": B},
    "calendar": {"claim": S, "what": C, "day": D, "detail": S},
    "difference": {"what": C, "claim": S, "name": S, "before": S, "after": S, "message": S},
}  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    return evidence.audit(ROOT / "claims.yaml", today="2026-11-22")


@pytest.mark.parametrize("audit", [sample.rich(), sample.empty(), sample.not_made()], ids=["rich", "empty", "not made"])
@pytest.mark.parametrize("name", FRAMES)
def test_columns_and_types_are_those_that_were_promised(name: str, audit: Audit) -> None:
    """Same names, same order, same types, whether there are rows or none."""
    frame = getattr(Report(audit), name)
    assert {column: str(kind) for column, kind in frame.dtypes.items()} == COLUMNS[name]


def test_every_table_is_promised_and_every_column_told() -> None:
    """shapes.py and the table above name the same columns, and each says what it holds."""
    assert {name: list(shape) for name, shape in shapes.TABLES.items()} == {name: list(kinds) for name, kinds in COLUMNS.items()}
    assert all(holds and not holds.endswith(".") for shape in shapes.TABLES.values() for _, holds in shape.values())


def test_categoricals_know_all_their_words(report: Report) -> None:
    """Also the states that do not occur; severities are ordered."""
    for link in LINKS:
        assert list(report.claims[link].cat.categories) == ["failed", "unchecked", "waived", "passed", "n/a"]
    assert list(report.quantities["verdict"].cat.categories) == ["confirmed", "borderline", "contradicted", "incomplete"]
    assert report.findings["severity"].cat.ordered
    errors = report.findings[report.findings["severity"] >= "error"]
    assert len(errors) == report.audit.summary.errors


def test_lists_explode(report: Report) -> None:
    """A row a reference, a row a place; an empty list is one empty cell."""
    cited = report.claims.explode("references")
    assert cited[cited["claim"] == "general-outcomes"]["references"].tolist() == ["18", "20", "21", "76", "79", "105"]
    assert cited[cited["claim"] == "since-2009"]["references"].isna().all()
    resting = report.references.explode("claims").groupby("key")["claims"].agg(list)
    assert resting["siboneRelease2016"] == ["pain-24m", "opioids-24m", "function-24m"]
    assert report.statements.explode("quantities")["quantities"].dropna().tolist().count("68%") == 1


def test_an_exact_number_stands_beside_its_float(report: Report) -> None:
    """The text has the true digits; the float is the nearest; what was typed is kept as typed."""
    row = report.quantities[(report.quantities["claim"] == "pain-24m") & (report.quantities["derivation"] == 0)].iloc[0]
    assert row["value"] == float(Fraction(5560, 8230) * 100) and row["value_exact"] == "67.5577156743…"
    assert (row["printed_low"], row["printed_high"], row["decimals"], row["rounds_to"]) == (67.5, 68.5, 0, "68%")
    assert json.loads(row["inputs"]) == {"baseline": "82.3", "followup": "26.7"}
    typed = report.inputs[(report.inputs["claim"] == "pain-24m") & (report.inputs["derivation"] == 0)]
    assert typed["typed"].tolist() == ["82.3", "26.7"] and typed["value"].tolist() == [82.3, 26.7]


def test_a_number_beyond_all_floats_is_text_alone() -> None:
    """No infinity and no error: the float is empty, the digits are there."""
    base = sample.rich()
    large = Recomputed("confirmed", "reported", Fraction(10**400), Fraction(10**400), None, Fraction(10**400))
    chain = base.claims[0].chain
    quantity = next(one for each in base.claims for one in each.chain.quantities if one.results).quantity
    changed = replace(base.claims[0], chain=replace(chain, quantities=(Recomputation(quantity, (large,)),)))
    row = frames.quantities(replace(base, claims=(changed,))).iloc[0]
    assert pandas.isna(row["value"]) and pandas.isna(row["high"]) and row["value_exact"].startswith("1e+400")


def test_what_is_not_there_is_empty(report: Report) -> None:
    """No empty text stands where nothing is known: every count of missing cells is right."""
    for name in FRAMES:
        frame = getattr(report, name)
        for column in frame.columns[frame.dtypes == "string"]:
            assert not (frame[column].dropna() == "").any(), (name, column)
    assert report.findings["claim"].isna().sum() == sum(one.claim is None for one in report.audit.findings)


def test_candidates_and_studies_are_told(report: Report) -> None:
    """A reference says whether it is only a candidate, and what study it reports."""
    known = report.references.set_index("key")
    assert not known.loc["polly2016insite24", "identified"] and known.loc["siboneRelease2016", "identified"]
    assert known.loc["polly2016insite24", ["study", "design"]].tolist() == ["INSITE", "randomised"]
    edges = report.citations
    assert edges[edges["key"].isna()]["typed"].tolist() == ["105"]
    assert set(edges[edges["role"] == "value read in it"]["key"]) == {"siboneRelease2016", "polly2016insite24"}


@pytest.mark.parametrize("name", FRAMES)
def test_parquet_there_and_back(name: str, tmp_path: Path) -> None:
    """Values and types are the same, also where a frame has no row."""
    pytest.importorskip("pyarrow", reason="pyarrow is not here: pip install 'evidence-audit[notebook]'")
    for number, audit in enumerate((sample.rich(), sample.empty())):
        frame = getattr(Report(audit), name)
        file = tmp_path / f"{number}.parquet"
        frame.to_parquet(file)
        pandas.testing.assert_frame_equal(frames.read_parquet(file, name), frame)


def test_a_file_of_another_table_is_told(report: Report, tmp_path: Path) -> None:
    """The name of the table and of the first column that is missing."""
    pytest.importorskip("pyarrow", reason="pyarrow is not here: pip install 'evidence-audit[notebook]'")
    report.inputs.to_parquet(tmp_path / "x.parquet")
    with pytest.raises(BadCall, match="is no frame of claims: it has no column text"):
        frames.read_parquet(tmp_path / "x.parquet", "claims")
    with pytest.raises(BadCall, match="there is no table 'claim'"):
        frames.read_parquet(tmp_path / "x.parquet", "claim")
    with pytest.raises(BadCall, match="there is no table 'claim'"):
        frames.legend("claim")


def test_a_legend_has_a_row_a_column() -> None:
    """Name, type and meaning, in the frame's order."""
    for name, shape in shapes.TABLES.items():
        assert frames.legend(name)["column"].tolist() == list(shape)


@given(audit=anything())
@settings(max_examples=15, deadline=None)
def test_any_text_makes_a_frame(audit: Audit) -> None:
    """Control characters, lone surrogates, formulas: every frame is made and typed, and can be written."""
    for name in FRAMES:
        frame = getattr(Report(audit), name)
        assert {column: str(kind) for column, kind in frame.dtypes.items()} == COLUMNS[name]
        frame.to_csv(index=False).encode()
