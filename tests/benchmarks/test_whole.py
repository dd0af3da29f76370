"""The whole audit of a large registry: the memory it takes, and its time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks import generate
from pytest_benchmark.fixture import BenchmarkFixture

PROJECT = Path(__file__).resolve().parents[2]
CLAIMS, REFERENCES = 10_000, 50_000
MOST_MEMORY = 1_000_000_000  # bytes

# A small process of its own asks for the child's peak: Linux counts the memory of the process that starts a child as the child's.
METER = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(done.returncode, peak * (1 if sys.platform == "darwin" else 1024))
"""


def test_memory(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """10,000 claims on 50,000 references are audited, as text, within 1 GB."""
    (tmp_path / "claims.yaml").write_text(generate.registry(CLAIMS, REFERENCES), encoding="utf-8")
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "all.bib").write_text(generate.bibliography(REFERENCES), encoding="utf-8")
    command = [sys.executable, "-c", METER, sys.executable, "-m", "evidence", "audit", str(tmp_path / "claims.yaml")]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}

    def audit() -> tuple[int, int]:
        said = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
        code, peak = said.stdout.split()
        return int(code), int(peak)

    code, peak = benchmark.pedantic(audit, rounds=1)
    seconds = benchmark.stats.stats.min
    ratio = peak / MOST_MEMORY
    what = f"peak memory of {CLAIMS:,} claims × {REFERENCES:,} references, as text ÷ 1 GB (it took {seconds:.0f} s)"
    benchmark.extra_info |= {"what": what, "ratio": ratio, "target": 1.0}
    print(
        f"\n{CLAIMS:,} claims on {REFERENCES:,} references: {peak / 1e6:.0f} MB, {seconds:.1f} s, {1000 * seconds / CLAIMS:.2f} ms a claim"
    )
    assert code == 1  # one printed number in fifty is wrong
    assert peak <= MOST_MEMORY
