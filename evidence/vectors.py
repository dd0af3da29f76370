"""Recompute a whole data frame of printed numbers at once: the verdicts of `arithmetic.recompute`, in columns.

A row that int64 columns cannot hold (very long numbers, a share of people in words, anything incomplete) goes through
`recompute` itself, so that no verdict can differ. numpy and pandas are imported inside, as they are heavy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from evidence import columns, measures
from evidence.arithmetic import ACCEPTS, KNOWN, printed_span, recompute
from evidence.columns import Array, Columns
from evidence.measures import Measure, Way
from evidence.model import Recomputed
from evidence.spans import Span, Typed, typed

if TYPE_CHECKING:
    import pandas as pd

NUMBERS = ("value", "low", "high")
ANSWERS = ("verdict", *NUMBERS, "direction", "central_agrees", "explanation")
Coded = tuple[Array, list[Any]]  # a column as codes (−1: an empty cell) and its different values


def recompute_frame(frame: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """Recomputes every row; needs the columns `printed` and `measure`, and one column for each input, as in `recompute`.

    Other columns are ignored. An empty cell, None or NaN is an input that is not given. Inputs keep their typed digits only as
    text: read a file with dtype=str. The answer has the frame's index and the columns verdict, value, low, high (floats, in the
    printed unit), direction, central_agrees, and explanation: why there is no verdict, where there is none (`recompute` explains
    the others, one at a time). What `recompute` refuses with a ValueError is "incomplete" here, with its sentence. Raises
    ValueError where a needed column is missing or a name stands twice.

    >>> import pandas
    >>> rows = pandas.DataFrame({"printed": ["88%", "89%"], "measure": ["proportion"] * 2, "count": ["90", "90"], "total": ["102", "102"]})
    >>> recompute_frame(rows)["verdict"].tolist()
    ['confirmed', 'contradicted']
    """
    import numpy as np
    import pandas as pd

    if not frame.columns.is_unique or not {"printed", "measure"} <= set(frame.columns):
        raise ValueError("the frame needs one column printed, one column measure, and one column for each input")
    coded = {str(name): _coded(frame[name]) for name in frame.columns if name in KNOWN or name in ("printed", "measure")}
    inputs = {
        name: columns.inputs([_typed(item, name) for item in seen], codes) | {"there": codes >= 0}
        for name, (codes, seen) in coded.items()
        if name in KNOWN
    }
    out: Columns = {name: np.full(len(frame), np.nan) for name in NUMBERS}
    out |= {name: np.full(len(frame), "", dtype=object) for name in ("direction", "explanation")}
    out |= {"verdict": np.full(len(frame), "incomplete", dtype=object), "central_agrees": np.full(len(frame), None, dtype=object)}
    left = np.ones(len(frame), dtype=bool)
    for entry, way, rows in _groups(coded, inputs):
        done = _quickly(entry, way, rows, inputs, coded["printed"], language, out)
        left[done] = False
    for row in np.flatnonzero(left).tolist():
        _slowly(coded, row, language, out)
    return pd.DataFrame(out, index=frame.index, columns=list(ANSWERS))


def _coded(column: Any) -> Coded:
    import numpy as np
    import pandas as pd

    if pd.api.types.infer_dtype(column, skipna=True) in ("string", "integer", "floating", "empty"):
        codes, unique = pd.factorize(column)
        seen = np.asarray(unique, dtype=object).tolist()
    else:  # 1, 1.0 and True are equal, and do not stand for the same digits
        found: dict[tuple[str, Any], int] = {}
        items = [None if item is None or item is pd.NA or item != item else (item.__class__.__name__, item) for item in column]
        codes = np.array([-1 if item is None else found.setdefault(item, len(found)) for item in items], dtype=np.int64)
        seen = [item for _, item in found]
    empty = np.array([isinstance(item, str) and not item.strip() for item in seen] + [True])  # the last stands for code −1
    return np.where(empty[codes], -1, codes), seen


def _typed(item: Any, name: str) -> Typed | None:
    try:
        return typed(item, name)
    except ValueError:
        return None  # recompute says why, when the row comes to it


def _printed(text: Any, entry: Measure, language: str) -> Span | None:
    if not isinstance(text, str):
        return None
    try:
        span = printed_span(text, language, ACCEPTS.get(entry.name, "nearest"), entry.flatters == "reduction")
    except ValueError:
        return None
    return None if entry.relative and span.unit in ("fold", "points") else span  # these are no numbers of the measure


def _groups(coded: Mapping[str, Coded], inputs: Mapping[str, Columns]) -> Iterator[tuple[Measure, Way, Array]]:
    """The rows of each measure, by the first of its ways whose inputs are all there; only rows whose inputs are all numbers."""
    import numpy as np

    codes, names = coded["measure"]
    usable = coded["printed"][0] >= 0
    for values in inputs.values():
        usable = usable & ((values["bits"] > 0) | ~values["there"])
    for code, name in enumerate(names):
        entry = measures.TABLE.get(name) if isinstance(name, str) else None
        rows = np.flatnonzero((codes == code) & usable)
        for way in entry.ways if entry else ():
            if entry and way.names <= inputs.keys():
                given = np.logical_and.reduce([inputs[each]["there"][rows] for each in way.inputs])
                yield entry, way, rows[given]
                rows = rows[~given]


def _quickly(
    entry: Measure, way: Way, rows: Array, inputs: Mapping[str, Columns], printed: Coded, language: str, out: Columns
) -> Array:
    """Fills in what int64 columns can hold, and returns the rows that are done."""
    import numpy as np

    here, back = np.unique(printed[0][rows], return_inverse=True)
    c = columns.spans([_printed(printed[1][code], entry, language) for code in here.tolist()], back)
    values = [columns.take(inputs[name], rows) for name in way.inputs]
    fit = columns.fit(way, c, values)
    rows, c, values = rows[fit], columns.take(c, fit), [columns.take(value, fit) for value in values]
    done = columns.compare(entry, way, c, values)
    out["verdict"][rows] = columns.verdicts(c, done)
    out["direction"][rows] = columns.directions(c, done)
    out["central_agrees"][rows] = done.agrees
    sign = np.where(done.negative, -1.0, 1.0)
    under = np.where(done.sure, done.centre[1], 1)
    out["value"][rows] = sign * done.centre[0] / under
    low, high = (done.centre, done.centre) if way.whole else (done.low, done.high)
    ends = [sign * pair[0] / (under if way.whole else pair[1]) for pair in (low, high)]
    out["low"][rows], out["high"][rows] = np.where(done.negative, ends[1], ends[0]), np.where(done.negative, ends[0], ends[1])
    return rows[done.sure]


def _slowly(coded: Mapping[str, Coded], row: int, language: str, out: Columns) -> None:
    """One row through `recompute` itself."""
    cells = {name: seen[codes[row]] for name, (codes, seen) in coded.items() if codes[row] >= 0}
    printed, measure = cells.pop("printed", ""), cells.pop("measure", "")
    try:
        answer = recompute(printed, str(measure), language=language, **cells)
    except ValueError as refusal:
        answer = Recomputed("incomplete", str(measure), explanation=str(refusal))
    out["verdict"][row], out["direction"][row], out["central_agrees"][row] = answer.verdict, answer.direction, answer.central_agrees
    out["explanation"][row] = answer.explanation if answer.value is None else ""
    for name in NUMBERS:
        value = getattr(answer, name)
        out[name][row] = math.nan if value is None else float(value)
