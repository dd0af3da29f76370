"""The data-frame path gives what the scalar path gives, for every kind of row."""

from __future__ import annotations

import math
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import measures
from evidence.arithmetic import recompute
from evidence.vectors import recompute_frame

SUFFIXES = ("%", "", " points", "-fold", " articles")
WORDS = ("", "", "", "more than ", "at least ", "less than ", "at most ", "nearly ", "about ", "up to ")
ODD = ("two-thirds", "9 in 10", "10–15%", "1.5 million", "", "NaN", "p<.05", "1,000", "100", "−20 points", "+20 points", "-3%", "9" * 40, "0", "0%")
CELLS = ("0", "-5", "2.5", "1e5", "x", "9" * 29, "123456789012345678", "24,289", "+4", "-4.2", "50", "50.0", None)


def rows(seed: int, size: int) -> list[dict[str, str | None]]:
    """Seeded rows of every measure: mostly numbers that nearly agree, some odd cells, bounds and blanks."""
    dice = random.Random(seed)
    made = []
    for _ in range(size):
        entry = dice.choice(measures.MEASURES)
        way = dice.choice(entry.ways)
        row: dict[str, str | None] = {"measure": entry.name}
        for name in way.inputs:
            if dice.random() < 0.06:
                row[name] = dice.choice(CELLS)
            else:
                row[name] = str(dice.randrange(0, 90) + 60 * ("total" in name)) if way.whole else f"{dice.uniform(0, 99):.{dice.randrange(3)}f}"
        if dice.random() < 0.05:
            row["maximum"] = f"{dice.uniform(0, 99):.1f}"
        row["printed"] = dice.choice(ODD) if dice.random() < 0.1 else near(entry.name, row, dice)
        made.append(row)
    return made


def near(measure: str, row: dict[str, str | None], dice: random.Random) -> str:
    """The recomputed value as a page might print it, now and then one unit off."""
    inputs = {name: value for name, value in row.items() if name in measures.INPUTS}
    try:
        value = recompute("1%", measure, **inputs).value
    except ValueError:
        value = None
    places = dice.randrange(3)
    number = float(value if value is not None else 7) + dice.choice((0, 0, 0, 1, -1)) * 10**-places
    return f"{dice.choice(WORDS)}{abs(number) if dice.random() < 0.3 else number:.{places}f}{dice.choice(SUFFIXES)}"


def slowly(row: dict[str, str | None]) -> tuple[object, ...]:
    """The scalar path's answer in the shape of the frame's."""
    inputs = {name: value for name, value in row.items() if name not in ("printed", "measure")}
    try:
        answer = recompute(str(row["printed"]), str(row["measure"]), **inputs)
    except ValueError as refusal:
        return "incomplete", math.nan, math.nan, math.nan, "", None, str(refusal)
    numbers = [math.nan if value is None else float(value) for value in (answer.value, answer.low, answer.high)]
    return answer.verdict, *numbers, answer.direction, answer.central_agrees, answer.explanation if answer.value is None else ""


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_the_frame_and_the_scalar_path_agree_on_every_row(seed: int) -> None:
    """Verdict, interval, direction and reason are the same, row by row, for all measures and for odd cells."""
    made = rows(seed, 400)
    seen = recompute_frame(pd.DataFrame(made))
    for row, answer in zip(made, seen.itertuples(index=False), strict=True):
        words, numbers, expected = answer[:1] + answer[4:], answer[1:4], slowly(row)
        assert words == expected[:1] + expected[4:], row
        assert numbers == pytest.approx(expected[1:4], rel=1e-12, nan_ok=True), row


def test_the_seeded_rows_hold_every_verdict() -> None:
    """The comparison above is worth something: all verdicts occur, and many rows take the quick way."""
    seen = recompute_frame(pd.DataFrame(rows(1, 2000)))
    assert set(seen.verdict) == {"confirmed", "borderline", "contradicted", "incomplete"}
    assert seen.verdict.value_counts().min() > 100


def test_the_index_and_other_columns_are_left_alone() -> None:
    """The answer joins back to the frame by its index; columns that are no inputs are ignored."""
    frame = pd.DataFrame({"claim": ["a", "b"], "printed": ["88%", "29%"], "measure": "proportion", "count": [90, 30], "total": [102, 101]}, index=[7, 3])
    assert frame.join(recompute_frame(frame)).verdict.to_dict() == {7: "confirmed", 3: "contradicted"}


def test_numbers_of_several_kinds_keep_their_own_digits() -> None:
    """1 is ± 0.5 and 1.0 is ± 0.05, also where they stand in one column."""
    frame = pd.DataFrame({"printed": ["1%", "1%", "1%"], "measure": "reported", "value": pd.Series([1, 1.0, "1.00"], dtype=object)})
    seen = recompute_frame(frame)
    assert seen.low.tolist() == [0.5, 0.95, 0.995]


def test_a_frame_without_its_columns_is_refused() -> None:
    """A bad call is a ValueError that says what is needed; an empty frame is no trouble."""
    with pytest.raises(ValueError, match="printed"):
        recompute_frame(pd.DataFrame({"measure": ["reported"]}))
    assert len(recompute_frame(pd.DataFrame({"printed": [], "measure": []}))) == 0
