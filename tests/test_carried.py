"""Values against the quoted words that carry them, in the notations of many journals: silence where they stand there, a finding where one does not."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from carried_table import ROWS

from evidence.pipeline import audit


def lacking(folder: Path, values: Sequence[Mapping[str, str]]) -> list[str]:
    """The claims of which `passage-lacks-quantity` says something, where each row's claim takes these values from its words."""
    (folder / "references").mkdir(parents=True)
    claims, entries = [], []
    for at, (row, taken) in enumerate(zip(ROWS, values, strict=True)):
        source = {"reference": f"r{at}", "read": "full", "quote": row[0]}
        quantities = [{"printed": value, "measure": "reported", "from": {"value": value}, "source": source} for value in taken.values()]
        claims.append({"id": f"c{at:02d}", "text": f"less: {', '.join(taken.values())}", "references": [f"r{at}"], "quantities": quantities})
        entries.append(f"@article{{r{at}, title = {{T}}, langid = {{{row[4]}}}}}")
    (folder / "references" / "a.bib").write_text("\n".join(entries), encoding="utf-8")
    (folder / "claims.yaml").write_text(json.dumps({"version": 1, "claims": claims}, ensure_ascii=False), encoding="utf-8")
    report = audit(folder / "claims.yaml", today="2026-11-22", select=("passage-lacks-quantity",))
    assert [finding.message for finding in report.findings if finding.rule == "claim-invalid" and finding.severity == "error"] == []
    return sorted({finding.claim for finding in report.findings if finding.rule == "passage-lacks-quantity"})


def test_no_value_that_stands_in_the_quoted_words_is_missed(tmp_path: Path) -> None:
    """Thousands, decimal marks of three languages, number words, n = 45, 45/102 (44%), ranges and intervals: all silent."""
    found = lacking(tmp_path / "right", [row[1] for row in ROWS])
    assert [ROWS[int(name[1:])][:2] for name in found] == []


def test_a_changed_value_is_told_in_every_row(tmp_path: Path) -> None:
    """One digit swapped, one zero lost, a point taken for a thousands mark: each is a finding."""
    found = lacking(tmp_path / "wrong", [{**row[1], row[2]: row[3]} for row in ROWS])
    assert [row[0] for at, row in enumerate(ROWS) if f"c{at:02d}" not in found] == []
