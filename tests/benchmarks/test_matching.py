"""Speed and accuracy of matching on 10,000 made claims, as ratios to a plain ahocorasick-rs pass over the same text: `pytest tests/benchmarks/test_matching.py -s`."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from sys import path
from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

path.insert(0, str(Path(__file__).parent))
import pages as made

from evidence.matching import Matcher, find, matcher
from evidence.model import Claim
from evidence.page import Page

CLAIMS, PAGES, EDITS = 10_000, 400, 500


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    """10,000 claims."""
    return made.claims(CLAIMS)


@pytest.fixture(scope="module")
def quick(claims: list[Claim]) -> Matcher:
    """Exact and variants only."""
    return matcher(claims, near=False)


@pytest.fixture(scope="module")
def whole(claims: list[Claim]) -> Matcher:
    """With near matches."""
    return matcher(claims)


def _fastest(work: Callable[[], object]) -> float:
    """The shortest of three runs in CPU seconds: the machine has other things to do."""
    took = []
    for _ in range(3):
        start = process_time()
        work()
        took.append(process_time() - start)
    return min(took)


@pytest.mark.parametrize(
    ("name", "near", "edited", "most"),
    [("exact and variants", False, False, 15), ("near, all registered", True, False, 250), ("near, two in five edited", True, True, 500)],
)
def test_speed(
    benchmark: BenchmarkFixture, claims: list[Claim], quick: Matcher, whole: Matcher, name: str, near: bool, edited: bool, most: float
) -> None:
    """Pages of 5 kB with five claims each, half of them typographic, against the plain pass over the same text in the same run."""
    pages: list[Page] = list(made.pages(claims, PAGES // 4 if near else PAGES, near=edited))
    automaton, chosen = quick.automaton, whole if near else quick
    assert automaton is not None
    plain = _fastest(lambda: [automaton.find_matches_as_indexes(page.text) for page in pages])
    took = benchmark.pedantic(lambda: _fastest(lambda: [find(chosen, page) for page in pages]), rounds=1)
    print(
        f"\n{name}: {len(pages) / took:,.0f} pages a second, {took / plain:.1f} times a plain pass ({len(pages) / plain:,.0f} pages a second)"
    )
    benchmark.extra_info |= {"what": f"matching, {name} ÷ a plain ahocorasick-rs pass", "ratio": took / plain, "target": most}
    assert took / plain <= most


def test_near_recall(claims: list[Claim], whole: Matcher) -> None:
    """At least 98 in 100 claims with one or two plain words changed are found near."""
    dice = random.Random(3)
    found = 0
    for _ in range(EDITS):
        claim = dice.choice(claims)
        page = made.page([made.reworded(claim.text, dice)], 1000)
        found += any(match.claim == claim.id and match.kind in ("exact", "near") for match in find(whole, page))
    print(f"\nnear recall {found / EDITS:.3f}")
    assert found / EDITS >= 0.98


def test_guard_edits(claims: list[Claim], whole: Matcher) -> None:
    """Not one claim with a changed number, unit, time, comparator, direction or negation matches; nearly all are called drifted."""
    dice = random.Random(4)
    tried: Counter[str] = Counter()
    drifted: Counter[str] = Counter()
    for _ in range(EDITS):
        claim = dice.choice(claims)
        text, kind = made.altered(claim.text, dice)
        own = [match.kind for match in find(whole, made.page([text], 1000)) if match.claim == claim.id]
        assert set(own) <= {"drifted"}, (claim.text, text)
        tried[kind] += 1
        drifted[kind] += bool(own)
    print("\ndrifted recall " + ", ".join(f"{kind} {drifted[kind] / tried[kind]:.2f}" for kind in sorted(tried)))
    assert sum(drifted.values()) / EDITS >= 0.95
