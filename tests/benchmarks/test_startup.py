"""What it costs to start the command, as a share of what it costs to import pandas with the same Python."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from evidence import nouns

PROJECT = Path(__file__).resolve().parents[2]
AUDIT, VERSION = 0.8, 0.2
ROUNDS = 9


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., float]:
    """Runs Python with these words; seconds. Compiled files are kept, as they are where Python is installed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(PROJECT), "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}

    def call(*words: str, code: int = 0) -> float:
        start = perf_counter()
        done = subprocess.run([sys.executable, *words], cwd=PROJECT, env=environment, capture_output=True, check=False)
        took = perf_counter() - start
        assert done.returncode == code, done.stderr.decode()
        return took

    return call


@pytest.mark.parametrize(
    ("words", "code", "target"), [(("audit",), 1, AUDIT), (("--version",), 0, VERSION)], ids=["audit", "version"]
)  # fmt: skip
def test_start(benchmark: BenchmarkFixture, run: Callable[..., float], words: tuple[str, ...], code: int, target: float) -> None:
    """`evidence audit` of this repository's registry takes at most 0.8 of `import pandas`, `evidence --version` 0.2."""
    command = ("-m", "evidence", *words)
    run(*command, code=code), run("-c", "import pandas")  # both compiled
    theirs: list[float] = []
    benchmark.pedantic(run, args=command, kwargs={"code": code}, setup=lambda: theirs.append(run("-c", "import pandas")), rounds=ROUNDS)
    ratio = benchmark.stats.stats.min / min(theirs)  # the least disturbed run of each
    benchmark.extra_info |= {"what": f'`evidence {words[0]}`, all of it ÷ `python -c "import pandas"`', "ratio": ratio, "target": target}
    print(f"\nevidence {words[0]}: {ratio:.2f} of `import pandas` (target {target})")
    assert ratio <= target


@pytest.mark.parametrize("frozen", [True, False], ids=["frozen", "open"])
def test_nouns(benchmark: BenchmarkFixture, frozen: bool) -> None:
    """An instance of a noun is made in at most half of the time that the standard library's dataclass takes, a frozen one; one that may change in no more."""
    fields = dict.fromkeys("abcdefgh", "int")
    theirs: Any = dataclasses.dataclass(frozen=frozen)(type("Theirs", (), {"__annotations__": fields}))
    ours: Any = nouns.dataclass(slots=True, frozen=frozen)(type("Ours", (), {"__annotations__": fields}))

    def make(noun: Any) -> float:
        start = perf_counter()
        for _ in range(20_000):
            noun(1, 2, 3, 4, 5, 6, 7, 8)
        return perf_counter() - start

    plain = min(make(theirs) for _ in range(5))
    took = benchmark.pedantic(lambda: min(make(ours) for _ in range(5)), rounds=1)
    what, most = "an instance of a noun ÷ one of a standard dataclass" + (", frozen" if frozen else ""), 0.5 if frozen else 1.1
    benchmark.extra_info |= {"what": what, "ratio": took / plain, "target": most}
    print(f"\n{what}: {took / plain:.2f}")
    assert took / plain <= most
