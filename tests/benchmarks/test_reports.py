"""What workbook and PDF cost, as a multiple of the JSON report of the same audit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import perf_counter
from types import ModuleType

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from evidence import pipeline
from evidence.formats import json as json_format
from evidence.formats import pdf, xlsx
from evidence.model import Audit

PROJECT = Path(__file__).resolve().parents[2]


def large(claims: int) -> Audit:
    """The repository's own audit, its claims again and again under other ids, with three findings each."""
    audit = pipeline.audit(PROJECT / "claims.yaml", today="2026-11-22")
    results, findings = [], []
    for at in range(claims):
        result = audit.claims[at % len(audit.claims)]
        claim = replace(result.chain.claim, id=f"claim-{at:05d}")
        results.append(replace(result, chain=replace(result.chain, claim=claim)))
        for nth in range(3):
            findings.append(replace(audit.findings[(3 * at + nth) % len(audit.findings)], claim=claim.id, fingerprint=f"{at}-{nth}"))  # noqa: PERF401
    return replace(audit, claims=tuple(results), findings=tuple(findings), summary=replace(audit.summary, claims=claims))


@pytest.mark.parametrize(("made", "claims", "target"), [(xlsx, 10_000, 8.0), (pdf, 1_000, 100.0)], ids=["xlsx", "pdf"])
def test_report(benchmark: BenchmarkFixture, made: ModuleType, claims: int, target: float) -> None:
    """A workbook of 10,000 claims and a PDF of 1,000 cost at most this many times the JSON of the same audit."""
    audit = large(claims)
    start = perf_counter()
    json_format.render(audit)
    theirs = perf_counter() - start
    benchmark.pedantic(made.render, args=(audit,), rounds=1)
    ratio = benchmark.stats.stats.min / theirs
    benchmark.extra_info |= {"what": f"{made.SUFFIX} of {claims:,} claims ÷ its JSON", "ratio": ratio, "target": target}
    print(f"\n{made.SUFFIX} of {claims:,} claims: {ratio:.1f} times the JSON report, {benchmark.stats.stats.min:.1f} s (target {target:g} times)")
    assert ratio <= target
