"""Charts of a report for people: Altair charts that also become SVG or PNG without a network. Extra `notebook`.

No meaning is carried by colour alone: every state and verdict has its mark or shape, too (palette.py). Every function takes one Report, or a
mapping of names to Reports (then claims are called "name/claim"); every chart is an `altair` chart: `chart.save("x.svg")`, or .png.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evidence import wording
from evidence.feasibility import counts
from evidence.model import LINKS, STATES, BadCall
from evidence.palette import (
    BLACK,
    BLUE,
    DAY_COLOURS,
    DAY_SHAPES,
    GREEN,
    GREY,
    ORANGE,
    RED,
    ROLE_DASHES,
    SEVERITY_COLOURS,
    SEVERITY_MARKS,
    SKY,
    STATE_COLOURS,
    VERDICT_COLOURS,
    VERDICT_SHAPES,
    colours,
    library,
    shapes,
    titled,
)
from evidence.selection import Reports, few, gather, named

if TYPE_CHECKING:
    import altair
    import pandas

MOST_PEOPLE = 400  # of the GRIM landscape: beyond, every percentage without decimals is possible anyway


def intervals(reports: Reports, axis: str = "steps") -> altair.LayerChart:
    """Printed number and recomputed interval of every derivation, one row each.

    `axis`: "steps": distance from the printed number in units of its last printed digit, so that unlike numbers stand side by
    side: what rounds to the printed number lies from −0.5 to 0.5. "value": the numbers themselves, for numbers of one unit.
    A derivation without a value is named and has no mark. Raises BadCall for another axis, and where there is no number at all.

    >>> import evidence
    >>> report = evidence.audit("claims.yaml", today="2026-11-22")
    >>> intervals(report).to_dict()["title"]["text"]
    'Printed numbers and what their sources give'
    """
    if axis not in ("steps", "value"):
        raise BadCall(f"axis is 'steps' or 'value', not {axis!r}")
    alt = library()
    data = few(gather(reports, "quantities"), "quantities")
    later = data["derivation"].map(lambda n: f" ({n + 1})" if n > 0 else "", na_action="ignore").fillna("")
    data["row"] = data["claim"] + ": " + data["printed"] + later
    data["told"] = data["value"].map(_short, na_action="ignore").fillna("no value")
    data["row"] = data["row"] + " ← " + data["told"]
    step = 10.0 ** -data["decimals"].astype("Float64").fillna(0)
    names = ("value", "low", "high", "printed_value", "printed_low", "printed_high")
    zero = data["printed_value"] if axis == "steps" else 0.0
    for name in names:
        data[name] = ((data[name] - zero) / (step if axis == "steps" else 1.0)).astype("Float64")
    data["verdict"] = data["verdict"].astype("string")
    rows = data[["row", "verdict", "told", "claim", "measure", "inputs", *names]]
    unit = "distance from the printed number, in units of its last digit" if axis == "steps" else "value, in the printed unit"
    x = alt.X("value:Q", title=unit, scale=_scale(alt, rows, axis))
    y = alt.Y("row:N", sort=list(dict.fromkeys(rows["row"])), title=None, axis=alt.Axis(labelLimit=320))
    base = alt.Chart(rows).encode(y=y)
    shown = [alt.Tooltip(f"{name}:N") for name in ("claim", "measure", "inputs", "told", "verdict")]
    band = base.mark_bar(color=SKY, opacity=0.5, height=12).encode(x=alt.X("printed_low:Q", title=unit), x2="printed_high:Q")
    line = base.mark_rule(strokeWidth=3, color=BLACK).encode(x="low:Q", x2="high:Q")
    point = base.transform_filter("isValid(datum.value)").mark_point(size=90, filled=True, opacity=1).encode(
        x=x, shape=shapes(alt, VERDICT_SHAPES, "verdict"), color=colours(alt, VERDICT_COLOURS, "verdict", "against the values as typed"), tooltip=shown,
    )  # fmt: skip
    chart = alt.layer(band, line, point)
    return titled(
        chart, len(set(rows["row"])), "Printed numbers and what their sources give",
        "blue band: what rounds to the printed number; black line and mark: recomputed from the values as typed (behind the arrow)", 460,
    )  # fmt: skip


def _scale(alt: Any, rows: pandas.DataFrame, axis: str) -> Any:
    """Linear where everything lies near; else symmetric-logarithmic, so that one far number does not hide the others."""
    ends = rows[["value", "low", "high", "printed_low", "printed_high"]].abs().max(skipna=True).dropna()
    if ends.empty:
        raise BadCall("no number of the report can be drawn: none has a value")
    return alt.Scale(type="symlog", constant=1) if axis == "steps" and float(ends.max()) > 10 else alt.Scale(zero=axis == "steps")


def coverage(reports: Reports, by: str = "link") -> altair.LayerChart:
    """Which link of which claim is in what state (`by="link"`), or which rule has a finding on which claim (`by="rule"`).

    Raises BadCall for another `by`, and where there is nothing to draw.

    >>> import evidence
    >>> report = evidence.audit("claims.yaml", today="2026-11-22")
    >>> len(coverage(report).to_dict()["layer"])
    2
    """
    alt = library()
    if by == "link":
        wide = few(gather(reports, "claims"), "claims")
        data = wide.melt(id_vars="claim", value_vars=list(LINKS), var_name="link", value_name="state").astype("string")
        data["mark"] = data["state"].map(wording.MARKS)
        title = ("The six links of every claim", "what failed, what could not be checked, and where no error was found")
        return _heat(alt, data, "link", LINKS, "state", {each: STATE_COLOURS[each] for each in STATES}, title)
    if by != "rule":
        raise BadCall(f"by is 'link' or 'rule', not {by!r}")
    data = gather(reports, "findings").dropna(subset="claim").sort_values("severity", ascending=False).drop_duplicates(["claim", "rule"])
    place = {name: at for at, name in enumerate(gather(reports, "claims")["claim"])}
    data = data[["claim", "rule", "severity"]].astype("string").sort_values("claim", key=lambda names: names.map(place), kind="stable")
    data["mark"] = data["severity"].map(SEVERITY_MARKS)
    few(data.drop_duplicates("claim"), "findings about claims")
    title = ("Findings by rule and claim", "the gravest finding of each rule on each claim")
    return _heat(alt, data, "rule", tuple(sorted(set(data["rule"]))), "severity", SEVERITY_COLOURS, title)


def _heat(
    alt: Any, data: pandas.DataFrame, across: str, order: tuple[str, ...], what: str, table: Mapping[str, str], title: tuple[str, str]
) -> altair.LayerChart:
    rules = across == "rule"
    ids = list(dict.fromkeys(data["claim"]))
    base = alt.Chart(data).encode(
        x=alt.X(f"{across}:N", sort=list(order), title=across, axis=alt.Axis(labelAngle=-40 if rules else 0, orient="top", labelLimit=260)),
        y=alt.Y("claim:N", sort=ids, title=None, axis=alt.Axis(labelLimit=260)),
    )
    cells = base.mark_rect(stroke="white").encode(color=colours(alt, table, what, what), tooltip=["claim:N", f"{across}:N", f"{what}:N"])
    words = base.mark_text(fontSize=12).encode(text="mark:N")
    return titled(alt.layer(cells, words), len(ids), *title, max(len(order) * (24 if rules else 90), 200))


def timeline(reports: Reports) -> altair.LayerChart:
    """The days on which claims and waivers end, claims are to be reviewed, and were signed; a line marks the day of the audit.

    Raises BadCall where no such day is recorded: an empty chart would look like "nothing expires".

    >>> import evidence
    >>> timeline(evidence.audit("claims.yaml", today="2026-11-22"))
    Traceback (most recent call last):
        ...
    evidence.model.BadCall: the report has no calendar to draw
    """
    alt = library()
    data = few(gather(reports, "calendar"), "calendar")
    data["claim"] = data["claim"].fillna("(the registry)")
    data = data.astype({"what": "string"})
    ids = list(dict.fromkeys(data["claim"]))
    points = alt.Chart(data).mark_point(size=90, filled=True, opacity=1).encode(
        x=alt.X("day:T", title="day", axis=alt.Axis(format="%Y-%m")), y=alt.Y("claim:N", sort=ids, title=None, axis=alt.Axis(labelLimit=260)),
        color=colours(alt, DAY_COLOURS, "what", "what"), shape=shapes(alt, DAY_SHAPES, "what"),
        tooltip=["claim:N", "what:N", alt.Tooltip("day:T", format="%Y-%m-%d"), "detail:N"],
    )  # fmt: skip
    days = sorted({one.audit.as_of for one in named(reports).values()})
    now = alt.Chart(alt.Data(values=[{"day": day, "told": f"audit of {day}"} for day in days])).encode(x="day:T")
    line = now.mark_rule(strokeDash=[4, 3], color=BLACK)
    words = now.mark_text(align="left", dx=4, y=8, fontSize=10).encode(text="told:N")
    return titled(alt.layer(line, points, words), len(ids), "What ends when", "dashed line: the day of the audit; what lies left of it is past", 520)


def network(reports: Reports) -> altair.LayerChart:
    """Claims on the left, the references that they rest on on the right, a line for each citation or value that was read.

    Line: whole, cited; dashed, cited and only a candidate; dotted, a value was read in it. A reference that a record holds
    something against, or that no .bib file has, is named in words. Raises BadCall where no claim names a reference.

    >>> import evidence
    >>> chart = network(evidence.audit("claims.yaml", today="2026-11-22"))
    >>> [layer["mark"]["type"] for layer in chart.to_dict()["layer"]]
    ['rule', 'point', 'text', 'text']
    """
    import pandas

    alt = library()
    edges = few(gather(reports, "citations"), "citations").astype({"role": "string"})
    edges["key"] = edges["key"].fillna(edges["typed"])
    edges["role"] = edges["role"].where(~((edges["role"] == "cited") & edges["candidate"]), "cited, a candidate")
    left = {name: at for at, name in enumerate(dict.fromkeys(edges["claim"]))}
    known = gather(reports, "references")
    held = {key: ", ".join(kinds) for key, kinds in zip(known["key"], known["notices"], strict=True) if kinds}
    weight = edges.drop_duplicates(["claim", "key"]).groupby("key", sort=True)["claim"].agg(lambda names: sum(left[one] for one in names) / len(names))
    order = sorted(weight.index, key=lambda key: (weight[key], key))
    scale = max(len(left) - 1, 1) / max(len(order) - 1, 1) if len(order) > 1 else 0.0
    right = {key: at * scale if len(order) > 1 else max(len(left) - 1, 1) / 2 for at, key in enumerate(order)}
    edges = edges.assign(x=0.0, x2=1.0, y=edges["claim"].map(left), y2=edges["key"].map(right))
    absent = set(edges.loc[~edges["found"], "key"])
    nodes = [{"name": name, "x": 0.0, "y": at, "kind": "claim"} for name, at in left.items()]
    for key, at in right.items():
        note = f" ✗ {held[key]}" if key in held else " ? no entry" if key in absent else ""
        kind = "reference with a notice" if key in held else "reference without an entry" if key in absent else "reference"
        nodes.append({"name": f"{key}{note}", "x": 1.0, "y": at, "kind": kind})
    down = alt.Scale(reverse=True, domain=[-0.5, max(len(left) - 1, 1) + 0.5], nice=False)
    x, y = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.6, 1.8])), alt.Y("y:Q", axis=None, scale=down)
    lines = alt.Chart(edges).mark_rule(color=GREY).encode(
        x=x, x2="x2:Q", y=y, y2="y2:Q", tooltip=["claim:N", "key:N", "role:N"],
        strokeDash=alt.StrokeDash("role:N", title="line", scale=alt.Scale(domain=list(ROLE_DASHES), range=list(ROLE_DASHES.values()))),
    )  # fmt: skip
    kinds = {"claim": BLUE, "reference": GREEN, "reference without an entry": ORANGE, "reference with a notice": RED}
    forms = {"claim": "circle", "reference": "square", "reference without an entry": "diamond", "reference with a notice": "cross"}
    base = alt.Chart(pandas.DataFrame(nodes)).encode(x=x, y=y)
    looks = {"color": colours(alt, kinds, "kind", "mark"), "shape": shapes(alt, forms, "kind", "mark")}
    points = base.mark_point(size=80, filled=True, opacity=1).encode(**looks)
    sides = ((0, "right", -8), (1, "left", 8))
    names = [base.transform_filter(f"datum.x == {at}").mark_text(align=align, dx=dx).encode(text="name:N") for at, align, dx in sides]
    chart = alt.layer(lines, points, *names).properties(view=alt.ViewBackground(stroke=None))
    return titled(
        chart, max(len(left), len(order)), "Which claims rest on which references",
        "whole line: cited; dashed: a candidate only; dotted: a value was read in it", 640,
    )  # fmt: skip


def grim(n: int = 120, decimals: int = 0) -> altair.Chart:
    """The GRIM landscape: which percentages some whole number of N people can give, for N from 1 to `n` (at most 400).

    `decimals`: places of the percentage, 0 or 1. A white place is a percentage that no count of N people gives.
    Source: Brown NJL, Heathers JAJ (2017), Soc Psychol Personal Sci 8:363–369. Raises BadCall for another n or decimals.

    >>> [row["low"] for row in grim(3).data.to_dict("records") if row["people"] == 3]
    [0.0, 33.0, 67.0, 100.0]
    """
    import pandas

    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= MOST_PEOPLE or decimals not in (0, 1) or (decimals and n > 100):
        raise BadCall(f"grim takes 1 to {MOST_PEOPLE} people and no decimal, or 1 to 100 people and one decimal")
    alt = library()
    half = 0.5 / 10**decimals
    data = pandas.DataFrame(_possible(n, decimals), columns=["people", "low", "high"])
    chart = alt.Chart(data).mark_rect(color=BLUE).encode(
        x=alt.X("left:Q", title="N, number of people", scale=alt.Scale(domain=[0.5, n + 0.5], nice=False)), x2="right:Q",
        y=alt.Y("bottom:Q", title="percentage, as printed (%)", scale=alt.Scale(domain=[-half, 100 + half], nice=False)), y2="top:Q",
        tooltip=["people:Q", "low:Q", "high:Q"],
    )  # fmt: skip
    chart = chart.transform_calculate(left="datum.people - 0.5", right="datum.people + 0.5", bottom=f"datum.low - {half}", top=f"datum.high + {half}")
    whole: altair.Chart = chart.properties(
        width=560, height=380, background="white",
        title=alt.TitleParams("Percentages that whole people can give", subtitle="blue: some count of N people rounds to it; white: none does", anchor="start"),
        description=f"For every N from 1 to {n}, the printed percentages with {decimals} decimals that some whole number of N people gives.",
    )  # fmt: skip
    return whole


def _possible(n: int, decimals: int) -> list[tuple[int, float, float]]:
    """(N, first, last) of every unbroken run of percentages that counts of N people give."""
    scale, found = 10**decimals, []
    for people in range(1, n + 1):
        start = None
        for at in range(100 * scale + 2):
            fits = at <= 100 * scale and bool(counts(f"{at / scale:.{decimals}f}%", people))
            if fits and start is None:
                start = at
            elif not fits and start is not None:
                found.append((people, start / scale, (at - 1) / scale))
                start = None
    return found


# --- what the charts share ----------------------------------------------------------------------------------------


def _short(value: float) -> str:
    """A number with at most two digits behind the point."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
