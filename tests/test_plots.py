"""Charts: each is drawn to SVG and PNG without a network, tells its units, and carries no meaning by colour alone."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from formats import sample
from formats.anything import anything
from hypothesis import given, settings
from lxml import etree

import evidence
from evidence import feasibility, palette, plots
from evidence.model import SEVERITIES, STATES, VERDICTS, Audit, BadCall
from evidence.report import Report

altair = pytest.importorskip("altair", reason="altair is not here: pip install 'evidence-audit[notebook]'")
pytest.importorskip("vl_convert", reason="vl-convert is not here: pip install 'evidence-audit[notebook]'")
ROOT = Path(__file__).resolve().parents[1]
DATED = "version: 1\nclaims:\n- {id: a, text: pain 50%, scope: {expires: 2027-01-31}}\nwaivers:\n- {rule: claim-absolute, key: x, reason: r, by: b, until: 2026-12-31}\n"


@pytest.fixture(scope="module")
def report() -> Report:
    return evidence.audit(ROOT / "claims.yaml", today="2026-11-22")


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Report:
    file = tmp_path_factory.mktemp("dated") / "claims.yaml"
    file.write_text(DATED, encoding="utf-8")
    return evidence.audit(file, today="2026-11-22")


CHARTS: dict[str, Callable[[Report, Report], Any]] = {
    "intervals": lambda report, _: plots.intervals(report),
    "intervals by value": lambda report, _: plots.intervals(report, axis="value"),
    "coverage": lambda report, _: plots.coverage(report),
    "coverage by rule": lambda report, _: plots.coverage(report, by="rule"),
    "timeline": lambda _, dated: plots.timeline(dated),
    "network": lambda report, _: plots.network(report),
    "grim": lambda *_: plots.grim(12),
    "two reports": lambda report, dated: plots.coverage({"one": report, "two": dated}),
}


def words(svg: str) -> str:
    return " ".join("".join(node.itertext()) for node in etree.fromstring(svg.encode()).iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_drawn_offline(name: str, report: Report, dated: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SVG that parses and asks for nothing, PNG that is one; title, description and a white ground are there."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a chart asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    chart = CHARTS[name](report, dated)
    chart.save(tmp_path / "x.svg")
    chart.save(tmp_path / "x.png", ppi=40)
    svg = (tmp_path / "x.svg").read_text(encoding="utf-8")
    assert not re.search(r"<script|<image|@import|(?:href|src)=.?https?:", svg)
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    values = chart.to_dict()
    assert values["title"]["text"] in words(svg)
    assert values["title"]["subtitle"] and values["description"] and values["background"] == "white"


def test_no_meaning_by_colour_alone() -> None:
    """Every state, verdict and severity has a colour, and a mark or a shape of its own."""
    assert set(palette.STATE_COLOURS) == set(STATES) and set(palette.VERDICT_COLOURS) == set(palette.VERDICT_SHAPES) == set(VERDICTS)
    assert set(palette.SEVERITY_COLOURS) == set(palette.SEVERITY_MARKS) == set(SEVERITIES)
    assert set(palette.DAY_COLOURS) == set(palette.DAY_SHAPES)
    for table in (palette.VERDICT_SHAPES, palette.SEVERITY_MARKS, palette.DAY_SHAPES, palette.VERDICT_COLOURS, palette.STATE_COLOURS):
        assert len(set(table.values())) == len(table)


def test_colours_stay_apart_in_grey() -> None:
    """The states that must never be taken for each other differ in lightness, too (relative luminance, WCAG 2)."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    one = palette.STATE_COLOURS
    assert abs(light(one["failed"]) - light(one["unchecked"])) > 0.1 and abs(light(one["passed"]) - light(one["unchecked"])) > 0.1


def test_every_number_has_its_row(report: Report) -> None:
    """A number without a value is named, not left out; a value stands with two digits behind it."""
    shown = words(_svg(plots.intervals(report)))
    for label in ("satisfaction-24m: 88% ← no value", "pain-24m: 68% ← 67.56", "pain-24m: 68% (2) ← 67.31", "opioids-24m: 29% ← 29.7"):
        assert label in shown
    assert "in units of its last digit" in shown


def _svg(chart: Any) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def test_steps_are_units_of_the_last_digit(report: Report) -> None:
    """What rounds to the printed number lies from −0.5 to 0.5, whatever its size."""
    rows = {row["row"]: row for row in plots.intervals(report).data.to_dict("records")}
    pain = rows["pain-24m: 68% ← 67.56"]
    assert (pain["printed_low"], pain["printed_high"]) == (-0.5, 0.5) and pain["value"] == pytest.approx(67.5577156743 - 68)


def test_coverage_shows_every_claim_and_link(report: Report) -> None:
    """One cell for each, with the state's mark."""
    cells = plots.coverage(report).data
    assert len(cells) == 6 * len(report.claims)
    state = cells[(cells["claim"] == "pain-24m") & (cells["link"] == "cited")].iloc[0]
    assert (state["state"], state["mark"]) == ("unchecked", "?")


def test_network_names_what_is_held_against_a_paper(report: Report) -> None:
    """A retraction stands in words beside the key; a number that leads to no paper says so."""
    shown = words(_svg(plots.network(evidence.what_if(report, {"polly2016insite24": "retracted"}).report)))
    assert "polly2016insite24 ✗ retraction" in shown and "105 ? no entry" in shown


def test_grim_is_what_feasibility_says() -> None:
    """Every percentage that the chart paints is possible, and no other is."""
    for decimals, most in ((0, 30), (1, 4)):
        painted = {(row["people"], at) for row in plots.grim(most, decimals).data.to_dict("records") for at in range(round(row["low"] * 10**decimals), round(row["high"] * 10**decimals) + 1)}
        scale = 10**decimals
        right = {(people, at) for people in range(1, most + 1) for at in range(100 * scale + 1) if feasibility.possible(f"{at / scale:.{decimals}f}%", people)}
        assert painted == right


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda report: plots.intervals(report, axis="x"), "axis is 'steps' or 'value'"),
        (lambda report: plots.coverage(report, by="x"), "by is 'link' or 'rule'"),
        (lambda report: plots.timeline(report), "no calendar to draw"),
        (lambda _: plots.intervals(Report(sample.empty())), "no quantities to draw"),
        (lambda _: plots.network(Report(sample.empty())), "no citations to draw"),
        (lambda _: plots.coverage(Report(sample.large(1000))), "too many for one picture"),
        (lambda _: plots.coverage({}), "a Report, or of a mapping"),
        (lambda _: plots.coverage("claims.yaml"), "a Report, or of a mapping"),
        (lambda _: plots.grim(0), "1 to 400 people"),
        (lambda _: plots.grim(101, decimals=1), "1 to 100 people and one decimal"),
    ],
)
def test_what_cannot_be_drawn_is_told(call: Callable[[Report], Any], says: str, report: Report) -> None:
    """Never an empty picture: it would look like "nothing found"."""
    with pytest.raises(BadCall, match=re.escape(says)):
        call(report)


@given(audit=anything())
@settings(max_examples=3, deadline=None)
def test_any_text_makes_a_picture_that_parses(audit: Audit) -> None:
    """What is typed in a claim is text in the SVG, and never breaks it."""
    for draw in (plots.coverage, plots.network):
        svg = _svg(draw(Report(audit)))
        assert "<script" not in svg
        words(svg)


def test_what_has_no_name_is_drawn_without_one() -> None:
    """A claim whose id is empty is a row, and not an error."""
    base = sample.rich()
    claim = replace(base.claims[0].chain.claim, id="")
    nameless = replace(base, claims=(replace(base.claims[0], chain=replace(base.claims[0].chain, claim=claim)), *base.claims[1:]))
    assert "(none)" in words(_svg(plots.coverage(Report(nameless)))) and "(none)" in words(_svg(plots.network(Report(nameless))))


def test_any_name_of_a_report_is_text(report: Report) -> None:
    """The names of a mapping are the caller's, and may hold anything."""
    svg = _svg(plots.intervals({sample.HOSTILE: report}))
    assert "<script" not in svg and "<script>alert(1)</script>" in words(svg)
