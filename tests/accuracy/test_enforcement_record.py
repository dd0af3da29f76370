"""The 31 entries of the enforcement record (shared/regulatory.md, section 2): each is found for its reason, and its repair passes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from evidence import bases, rooms
from evidence.model import Finding
from evidence.pipeline import audit

RECORD = Path(__file__).resolve().parents[1] / "enforcement"
CASES: list[dict[str, Any]] = [case for file in sorted(RECORD.glob("*.yaml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))]
KNOWN = {rooms.published(name) for name in rooms.members("rules")}
BIB = "@article{trial,\n  title = {The trial},\n  author = {Author, A.},\n  year = {2020},\n  journal = {Journal}\n}\n"
TODAY = "2026-11-22"
each = pytest.mark.parametrize("case", CASES, ids=[f"{case['case']:02} {case['subject']}" for case in CASES])


def found(files: dict[str, str], folder: Path) -> list[Finding]:
    """Everything an audit with pages finds in a tiny project."""
    for name, text in {"references/trial.bib": BIB, **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    report = audit(folder / "claims.yaml", today=TODAY, pages=True)
    assert not [finding.message for finding in report.findings if finding.rule in ("claim-invalid", "reference-unknown", "page-unreadable")]
    return list(report.findings)


def test_the_record_is_whole() -> None:
    """All 31 entries are here once, each with a source, a profile the package holds and a reason."""
    assert sorted(case["case"] for case in CASES) == list(range(1, 32))
    for case in CASES:
        assert case["source"].startswith("http") and case["facts"] and case["fires"]
        assert case["profile"] in bases.profiles() and set(case["fires"]) <= KNOWN
        assert all(str(words).strip() for words in case["fires"].values())
        profile = yaml.safe_load(case["failing"]["claims.yaml"]).get("profile", "us-device-510k")
        assert profile == case["profile"] == yaml.safe_load(case["repaired"]["claims.yaml"]).get("profile", "us-device-510k")


@each
def test_what_the_regulator_saw_is_found(case: dict[str, Any], tmp_path: Path) -> None:
    """Every rule named for the entry fires, and its message holds the reason."""
    seen = found(case["failing"], tmp_path)
    for rule, words in case["fires"].items():
        messages = [finding.message for finding in seen if finding.rule == rule]
        assert any(str(words).casefold() in message.casefold() for message in messages), (rule, words, messages)


@each
def test_the_repaired_version_passes(case: dict[str, Any], tmp_path: Path) -> None:
    """None of the entry's rules says anything of the repaired version."""
    seen = found(case["repaired"], tmp_path)
    assert [(finding.rule, finding.message) for finding in seen if finding.rule in case["fires"]] == []
