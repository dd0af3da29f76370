"""What a policy may change and what it may not: a rule that is made less than an error never turns its link green."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence import pipeline, soundness, verdict
from evidence.model import Audit
from evidence.rules import reference_old

REGISTRY = """\
version: 1
policy: {%s}
claims:
  - id: pain
    text: 56%% less pain
    quantities:
      - {printed: 56%%, measure: relative reduction, from: {baseline: 80.0, followup: 40.0}}
"""


def audit(folder: Path, policy: str, **asked: tuple[str, ...]) -> Audit:
    """An audit of a claim whose number is contradicted, under a policy."""
    (folder / "claims.yaml").write_text(REGISTRY % policy, encoding="utf-8")
    return pipeline.audit(folder / "claims.yaml", today="2026-11-22", select=asked.get("select", ()))


@pytest.mark.parametrize(("severity", "state"), [("error", "failed"), ("warning", "unchecked"), ("info", "unchecked"), ("off", "unchecked")])
def test_no_policy_turns_a_contradicted_number_green(tmp_path: Path, severity: str, state: str) -> None:
    """Whatever the policy makes of the rule, the link is not passed; and the audit says what was lowered."""
    found = audit(tmp_path, f"rules: {{quantity-contradicted: {severity}}}")
    assert found.claims[0].links["recomputed"] == state
    assert found.summary.verdict == ("failed" if severity == "error" else "incomplete") or any(one.severity == "error" for one in found.findings)
    if severity in ("warning", "info"):
        (said,) = [one for one in found.unchecked if one.rule == "quantity-contradicted"]
        assert "policy.rules makes that a" in said.because
        assert said.claim == "pain"


def test_numbers_of_the_policy_are_told_where_they_are_not_the_defaults(tmp_path: Path) -> None:
    """A record that may be sixteen years old is a change that a reader must see."""
    assert "policy.record_days is 6000 (default 90)" in audit(tmp_path, "record_days: 6000").changes
    assert not [one for one in audit(tmp_path, "record_days: 90").changes if "record_days" in one]
    assert dict(verdict.NUMBERS) == {"record_days": str(soundness.RECORD_DAYS), "reference_years": str(reference_old.YEARS)}


def test_a_selected_rule_that_is_off_is_not_said_to_have_run(tmp_path: Path) -> None:
    """--select of a rule that the policy has switched off runs nothing, and the report says so."""
    (said,) = [one for one in audit(tmp_path, "rules: {quantity-contradicted: 'off'}", select=("quantity-contradicted",)).changes if "--select" in one]
    assert said == "--select: no rule ran but those that nothing can silence; quantity-contradicted did not run: switched off"
