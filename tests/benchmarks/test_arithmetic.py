"""Speed of recomputation, as ratios to a plain loop on the same machine: `pytest tests/benchmarks/test_arithmetic.py -s`."""

from __future__ import annotations

import random
from time import process_time

import pandas as pd
import pytest

from evidence.arithmetic import recompute
from evidence.vectors import recompute_frame

SIZE = 100_000
SEED = 20261122
Case = tuple[str, str, dict[str, str]]


def _case(dice: random.Random) -> Case:
    """A printed number of one of nine measures, four in five as its values give it, one in five a unit off."""
    baseline, followup = f"{dice.uniform(40, 95):.1f}", f"{dice.uniform(10, 60):.1f}"
    total, other = dice.randrange(20, 500), dice.randrange(20, 500)
    events, others = dice.randrange(total + 1), dice.randrange(1, other + 1)
    b, f, risk, control = float(baseline), float(followup), events / total, others / other
    pair, shares = {"baseline": baseline, "followup": followup}, {"count": str(events), "total": str(total)}
    arms = {"events": str(events), "total": str(total), "control_events": str(others), "control_total": str(other)}
    off = dice.choice((0, 0, 0, 0, 0, 0, 0, 0, 1, -1))
    return dice.choice(
        (
            (f"{b + off / 10:.1f}%", "reported", {"value": baseline}),
            (f"{100 * risk + off:.0f}%", "proportion", shares),
            (f"{100 * (b - f) / b + off:.0f}%", "relative reduction", pair),
            (f"{b - f + off / 5:.1f}", "absolute reduction", pair),
            (f"{f / b + off / 10:.1f}-fold", "fold change", pair),
            (f"{f - b + off / 5:.1f} points", "percentage-point change", pair),
            (f"{100 * (1 - risk / control) + off:.0f}%", "relative risk reduction", arms),
            (f"{risk / control + off / 100:.2f}", "risk ratio", arms),
            (str(total + off), "count", {"value": str(total)}),
        )
    )


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """100,000 seeded cases of mixed measures."""
    dice = random.Random(SEED)
    return [_case(dice) for _ in range(SIZE)]


def _loop() -> float:
    """CPU seconds of ten million additions: what this machine, in its present mood, calls fast."""
    start, total = process_time(), 0
    for number in range(10_000_000):
        total += number & 7
    return process_time() - start


def test_scalar_verdicts(cases: list[Case]) -> None:
    """100,000 verdicts cost at most as much as 100 million additions of a plain loop (some 20,000 a second and more)."""
    before = _loop()
    start = process_time()
    verdicts = [recompute(printed, measure, **inputs).verdict for printed, measure, inputs in cases]
    took = process_time() - start
    loop = (before + _loop()) / 2
    print(f"\n{SIZE / took:,.0f} verdicts a second; {took / loop:.2f} times ten million additions ({loop:.2f} s)")
    assert set(verdicts) == {"confirmed", "borderline", "contradicted"}
    assert took <= 10 * loop


def test_the_frame_is_ten_times_faster_with_the_same_verdicts(cases: list[Case]) -> None:
    """The vectorised path against the scalar one on the same 100,000 rows, both from text."""
    frame = pd.DataFrame([{"printed": printed, "measure": measure, **inputs} for printed, measure, inputs in cases])
    start = process_time()
    seen = recompute_frame(frame)
    columns = process_time() - start
    start = process_time()
    verdicts = [recompute(printed, measure, **inputs).verdict for printed, measure, inputs in cases]
    rows = process_time() - start
    print(f"\nframe {SIZE / columns:,.0f} a second, {rows / columns:.1f} times the scalar path")
    assert seen.verdict.tolist() == verdicts
    assert rows >= 10 * columns
