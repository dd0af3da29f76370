"""Every rule's own examples, run through the real loader and the real pipeline, one rule at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from evidence import rooms, rules
from evidence.model import LINKS, Audit, Policy, Rule
from evidence.pipeline import audit

NAMES = rooms.members("rules")
TODAY = "2026-11-22"


def cases(kind: str) -> Iterator[object]:
    for name in NAMES:
        for words, files in getattr(rooms.member("rules", name), kind, {}).items():
            yield pytest.param(rooms.published(name), files, id=f"{rooms.published(name)}: {words}")


def run(files: dict[str, str], folder: Path) -> Audit:
    """Audit an example; a file named baseline.json in it is its baseline."""
    claims = write(files, folder)
    return audit(claims, today=TODAY, baseline=folder / "baseline.json" if "baseline.json" in files else None)


def write(files: dict[str, str], folder: Path) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder / "claims.yaml"


@pytest.mark.parametrize(("rule", "files"), list(cases("PASSES")))
def test_an_example_that_passes_draws_no_finding(rule: str, files: dict[str, str], tmp_path: Path) -> None:
    """PASSES: the rule says nothing."""
    seen = [finding.message for finding in run(files, tmp_path).findings if finding.rule == rule]
    assert seen == []


@pytest.mark.parametrize(("rule", "files"), list(cases("FAILS")))
def test_an_example_that_fails_draws_a_finding_at_its_mark(rule: str, files: dict[str, str], tmp_path: Path) -> None:
    """FAILS: the rule fires, on the line that carries the mark `# here` where there is one."""
    report = run(files, tmp_path)
    seen = [finding for finding in report.findings if finding.rule == rule]
    assert seen, [finding.rule for finding in report.findings]
    marks = {(name, number) for name, text in files.items() for number, line in enumerate(text.splitlines(), 1) if "# here" in line}
    if marks:
        assert {(finding.place.path, finding.place.line) for finding in seen} == marks


@pytest.mark.parametrize(("rule", "files"), list(cases("OPENS")))
def test_an_example_that_cannot_be_checked_stays_open(rule: str, files: dict[str, str], tmp_path: Path) -> None:
    """OPENS: the rule says that it could not check, and why."""
    report = run(files, tmp_path)
    assert [gap.because for gap in report.unchecked if gap.rule == rule]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_carries_its_words(name: str) -> None:
    """A rule has a summary, a why, a what-to-do, a link, a severity, examples of both kinds, and a subject we know."""
    module: ModuleType = rooms.member("rules", name)
    rule: Rule = rules.describe(module, {}, Policy())
    assert rule.link in LINKS
    assert rule.severity in ("error", "warning", "info", "off")
    assert rule.decided in ("data", "wording")
    assert rule.subject in rules.SUBJECTS
    assert module.PASSES and module.FAILS
    for words in (rule.summary, rule.why, rule.todo):
        assert words.endswith(".") and len(words) < 900
