"""Variants: they are judged as the text is, and bring no number that the text has not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evidence import variants
from evidence.model import Finding
from evidence.pipeline import audit

RULES = Path(__file__).parents[1] / "evidence" / "rules"
HEAD = """version: 1
claims:
  - id: a
    type: efficacy
    text: At 24 months mean pain had fallen by 50% (from 80.0 to 40.0 points) with the Widget
    variants: ["VARIANT"]
    quantities:
      - {printed: 50%, measure: relative reduction, when: 24 months, n: 102, from: {baseline: 80.0, followup: 40.0}}
      - {printed: "80.0", measure: reported, when: 24 months, n: 102, from: {value: 80.0}}
      - {printed: 40.0 points, measure: reported, when: 24 months, n: 102, from: {value: 40.0}}
"""


def look(folder: Path, variant: str) -> list[Finding]:
    (folder / "claims.yaml").write_text(HEAD.replace("VARIANT", variant), encoding="utf-8")
    return [one for one in audit(folder / "claims.yaml", today="2026-11-22").findings if "variant" in one.message]


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        ("The Widget cures knee pain in 99% of patients", "99%"),
        ("At 24 months mean pain had fallen by 90% (from 80.0 to 40.0 points) with the Widget", "90%"),
        ("At 12 months mean pain had fallen by 50% (from 80.0 to 40.0 points)", "12 months"),
        ("At 24 weeks mean pain had fallen by 50% (from 80.0 to 40.0 points)", "24 weeks"),
        ("At 24 months mean pain had fallen by more than 50% (from 80.0 to 40.0 points)", "more than 50%"),
        ("At 24 months mean pain had risen by 50% (from 80.0 to 40.0 points)", "the other way"),
        ("At 24 months mean pain had fallen by 50 points (from 80.0 to 40.0 points)", "50 points"),
        ("At 24 months mean pain had fallen by 50% (from 80.0 to 40.0 points; n = 500)", "n = 500"),
        ("At 24 months mean pain had fallen by 50% (from 80.0 to 40.0 points, p < 0.001)", "0.001"),
        ("At 24 months mean pain had fallen from 80.0 to 40.0 points, L 7", "7"),
        ("At 24 months mean pain had not fallen by 50% (from 80.0 to 40.0 points)", "not"),
    ],
)
def test_a_variant_brings_no_other_number(tmp_path: Path, variant: str, words: str) -> None:
    """A number, a time, a qualifier or a direction that the text has not is an error at the variant."""
    told = [one for one in look(tmp_path, variant) if one.rule == "quantity-unregistered"]
    assert told and all(one.severity == "error" and one.link == "recomputed" and one.place.line == 6 for one in told)
    assert any(words in one.message for one in told)


@pytest.mark.parametrize(
    "variant",
    ["At 24 months mean pain had fallen (from 80.0 to 40.0 points) with the Widget", "Two years on, mean pain was 50% lower: from 80.0 to 40.0 points", "Pain fell with the Widget"],
)
def test_a_variant_may_leave_a_number_out(tmp_path: Path, variant: str) -> None:
    """A shorter variant, or one that spells the time otherwise, is fine."""
    assert look(tmp_path, variant) == []


@pytest.mark.parametrize(
    ("variant", "rule"),
    [
        ("The best relief: 50% less pain at 24 months, from 80.0 to 40.0 points", "claim-superlative"),
        ("Always 50% less pain at 24 months, from 80.0 to 40.0 points", "claim-absolute"),
        ("Mean pain had fallen by 50% (from 80.0 to 40.0 points)", "quantity-without-timepoint"),
        ("At 24 months mean pain had fallen significantly, by 50% (from 80.0 to 40.0 points)", "claim-significance-unsupported"),
        ("At 24 months mean pain had fallen by 50%", "quantity-relative-only"),
    ],
)
def test_a_variant_is_judged_by_its_words(tmp_path: Path, variant: str, rule: str) -> None:
    """The rules about wording and about what must stand beside a number look at variants, and name the one."""
    told = [one for one in look(tmp_path, variant) if one.rule == rule]
    assert told and all(variant in one.message and one.claim == "a" for one in told)


def test_what_the_text_is_told_is_not_told_again(tmp_path: Path) -> None:
    """A variant that is the text is silent."""
    assert look(tmp_path, "At 24 months mean pain had fallen by 50% (from 80.0 to 40.0 points) with the Widget") == []


def test_every_rule_that_reads_a_claims_words_is_decided() -> None:
    """A rule that reads `claim.text` judges the variants, too, or is known to look at them itself."""
    reads = {path.stem.replace("_", "-") for path in RULES.glob("[a-z]*.py") if re.search(r"claim\.text|utterances\.claim\(", path.read_text("utf-8"))}
    assert reads - {"quantity-unregistered", "claim-invalid", "passage-says-otherwise"} == variants.JUDGED


def test_a_variant_softens_and_does_not_harden(tmp_path: Path) -> None:
    """A "may" that the variant leaves out is a warning, one that it adds is fine; a "not" that it leaves out is an error."""
    for text, variant, told in (("It may relieve pain", "It relieves pain", ["warning"]), ("It relieves pain", "It may relieve pain", []),
                                ("It does not stop pain", "It stops pain", ["error"]), ("It was shown to relieve pain", "It relieves pain", [])):  # fmt: skip
        (tmp_path / "claims.yaml").write_text(f"version: 1\nclaims: [{{id: a, text: {text}, variants: [{variant}]}}]\n", encoding="utf-8")
        found = audit(tmp_path / "claims.yaml", today="2026-11-22").findings
        assert [one.severity for one in found if one.rule == "quantity-unregistered"] == told, variant
