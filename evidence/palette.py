"""What all charts have in common: colours, marks and shapes of states and verdicts, a title, a size and a white ground.

Colours: Okabe M, Ito K (2008), Color Universal Design, whose eight stay apart for the common kinds of colour blindness.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evidence.model import BadCall

if TYPE_CHECKING:
    import altair

BLACK, ORANGE, SKY, GREEN, BLUE, RED, GREY, PALE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#999999", "#EEEEEE",
)  # fmt: skip
STATE_COLOURS = {"failed": RED, "unchecked": ORANGE, "waived": SKY, "passed": GREEN, "n/a": PALE}
VERDICT_COLOURS = {"confirmed": GREEN, "borderline": ORANGE, "contradicted": RED, "incomplete": GREY}
VERDICT_SHAPES = {"confirmed": "circle", "borderline": "diamond", "contradicted": "cross", "incomplete": "square"}
SEVERITY_COLOURS = {"error": RED, "warning": ORANGE, "info": SKY}
SEVERITY_MARKS = {"error": "✗", "warning": "!", "info": "i"}
DAY_COLOURS = {"claim expires": RED, "claim to be reviewed": ORANGE, "waiver ends": BLUE, "signed": GREEN}
DAY_SHAPES = {"claim expires": "cross", "claim to be reviewed": "diamond", "waiver ends": "square", "signed": "circle"}
ROLE_DASHES = {"cited": [1, 0], "cited, a candidate": [5, 3], "value read in it": [1, 3]}
ROW = 22  # pixels a row


def library() -> Any:
    """altair, or BadCall with the way to get it."""
    try:
        import altair
    except ImportError:
        raise BadCall("charts need altair: pip install 'evidence-audit[notebook]'") from None
    return altair


def colours(alt: Any, table: Mapping[str, str], field: str, title: str) -> Any:
    """A colour for each value of a field."""
    return alt.Color(f"{field}:N", title=title, scale=alt.Scale(domain=list(table), range=list(table.values())))


def shapes(alt: Any, table: Mapping[str, str], field: str, title: str = "") -> Any:
    """A shape for each value of a field."""
    named = {"title": title} if title else {}
    return alt.Shape(f"{field}:N", scale=alt.Scale(domain=list(table), range=list(table.values())), **named)


def titled(chart: Any, rows: int, title: str, subtitle: str, width: int) -> altair.LayerChart:
    """Title, size, and a white ground, so that a chart reads in a dark notebook, too."""
    alt = library()
    params = alt.TitleParams(title, subtitle=subtitle, anchor="start")
    whole: altair.LayerChart = chart.properties(
        width=width, height=max(rows, 2) * ROW, title=params, background="white", description=f"{title}: {subtitle}"
    )
    return whole


