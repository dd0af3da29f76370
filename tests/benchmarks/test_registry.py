"""How fast a claims.yaml becomes a registry, as a share of what PyYAML alone takes for its plain values."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
import yaml
from benchmarks import generate
from pytest_benchmark.fixture import BenchmarkFixture

from evidence.registry import load

AGAINST_YAML = 0.35
AGAINST_LINEAR = 1.5


def timed(function: Callable[[], object]) -> float:
    """Seconds for one call; the garbage of what ran before is no part of it."""
    gc.collect()
    start = perf_counter()
    function()
    return perf_counter() - start


@pytest.fixture
def written(tmp_path: Path) -> Callable[[int], Path]:
    """Writes a registry of so many claims, with no .bib file beside it."""

    def write(claims: int) -> Path:
        path = tmp_path / f"{claims}.yaml"
        path.write_text(generate.registry(claims, claims * 5), encoding="utf-8")
        return path

    return write


def test_registry_against_yaml(benchmark: BenchmarkFixture, written: Callable[[int], Path]) -> None:
    """Values, places and validation of 10,000 claims take at most 0.35 of `yaml.load(text, CSafeLoader)`, which gives values alone."""
    path = written(10_000)
    text = path.read_text(encoding="utf-8")
    theirs: list[float] = []
    rounds = iter(range(9))

    def between() -> None:
        if next(rounds) % 3 == 0:  # theirs takes as long as three of ours
            theirs.append(timed(lambda: yaml.load(text, yaml.CSafeLoader)))

    loaded = benchmark.pedantic(load, args=(path,), setup=between, rounds=9)
    assert len(loaded.claims) == 10_000
    assert loaded.problems == ()
    ratio = benchmark.stats.stats.min / min(theirs)  # the least disturbed run of each
    what = "10,000 claims read, with places and validation ÷ `yaml.load(…, CSafeLoader)`, values alone"
    benchmark.extra_info |= {"what": what, "ratio": ratio, "target": AGAINST_YAML}
    print(f"\nregistry of 10,000 claims: {ratio:.2f} of yaml.load (target {AGAINST_YAML})")
    assert ratio <= AGAINST_YAML


def test_registry_grows_linearly(benchmark: BenchmarkFixture, written: Callable[[int], Path]) -> None:
    """A claim of 20,000 takes at most 1.5 times as long as a claim of 1,000."""
    few, many = written(1_000), written(20_000)
    small: list[float] = []

    def twenty() -> None:  # as long as the large one, so that a disturbance meets both alike
        for _ in range(20):
            load(few)

    benchmark.pedantic(load, args=(many,), setup=lambda: small.append(timed(twenty)), rounds=3)
    ratio = benchmark.stats.stats.min / min(small)
    benchmark.extra_info |= {"what": "time of one claim among 20,000 ÷ among 1,000", "ratio": ratio, "target": AGAINST_LINEAR}
    print(f"\nregistry, time of one claim among 20,000: {ratio:.2f} of that among 1,000 (target {AGAINST_LINEAR})")
    assert ratio <= AGAINST_LINEAR
