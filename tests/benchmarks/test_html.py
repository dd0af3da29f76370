"""The html report of large audits: its size against what the issue allows, and its time against the same audit's JSON."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import generate
from formats import sample
from pytest_benchmark.fixture import BenchmarkFixture

from evidence import pipeline
from evidence.formats import html
from evidence.formats import json as json_format
from evidence.model import Audit, Summary


def three_each(count: int) -> Audit:
    """`count` claims with three findings each, an error, a warning and a note, on two recomputations and one reference."""
    base = sample.large(count)
    kinds = (("error", "quantity-contradicted"), ("warning", "passage-missing"), ("info", "claim-superlative"))
    findings = tuple(
        replace(
            base.findings[0],
            severity=severity,
            rule=rule,
            claim=f"claim-{at}",
            fingerprint=f"v1:{at}:{rule}",
            message=f"{at}% is printed; {at}.7 rounds to {at + 1}%. Truncation would give the printed number.",
        )
        for at in range(count)
        for severity, rule in kinds
    )
    return replace(base, findings=findings, summary=Summary(count, count, count, count, len(base.unchecked), 0, 0, "failed"))


@pytest.mark.parametrize(("count", "most"), [(1_000, 1_500_000), (10_000, 12_000_000)])
def test_size_and_time(benchmark: BenchmarkFixture, count: int, most: int) -> None:
    """1,000 claims fit in 1.5 MB, 10,000 claims × 3 findings in 12 MB; it takes at most three times as long as the JSON."""
    audit = three_each(count)
    html.render(sample.rich())  # the template is compiled once
    before = time.perf_counter()
    json_format.render(audit)
    plain = time.perf_counter() - before
    written = benchmark.pedantic(html.render, (audit,), rounds=1)
    seconds, size = benchmark.stats.stats.min, len(written.encode())
    benchmark.extra_info |= {"what": f"html report of {count:,} claims × 3 findings ÷ {most / 1e6:g} MB", "ratio": size / most, "target": 1.0}
    print(f"\n{count:,} claims × 3 findings: {size / 1e6:.2f} MB, {seconds:.2f} s, {seconds / plain:.1f} times as long as the JSON")
    assert size <= most
    assert seconds <= 3 * plain


def test_a_whole_registry(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """1,000 claims with up to four references and six reasons why something is unchecked: no more than 2.5 MB."""
    (tmp_path / "claims.yaml").write_text(generate.registry(1_000, 500), encoding="utf-8")
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "all.bib").write_text(generate.bibliography(500), encoding="utf-8")
    audit = pipeline.audit(tmp_path / "claims.yaml", today="2026-11-22")
    size = len(benchmark.pedantic(html.render, (audit,), rounds=1).encode())
    benchmark.extra_info |= {"what": "html report of 1,000 claims as the engine finds them ÷ 2.5 MB", "ratio": size / 2_500_000, "target": 1.0}
    print(f"\n1,000 claims of a made-up registry: {size / 1e6:.2f} MB, {benchmark.stats.stats.min:.2f} s")
    assert size <= 2_500_000
