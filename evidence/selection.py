"""One data frame of one or several reports, with texts that can stand in a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from evidence import wording
from evidence.model import BadCall
from evidence.report import Report

if TYPE_CHECKING:
    import pandas

Reports: TypeAlias = "Report | Mapping[str, Report]"

MOST_ROWS = 200  # of a chart; a longer one is no picture
NAMING = {"claims": ("claim",), "quantities": ("claim", "printed"), "citations": ("claim", "typed")}  # what rows are called by


def named(reports: Reports) -> Mapping[str, Report]:
    """The reports by name; one alone has no name. Raises BadCall for anything else."""
    if isinstance(reports, Report):
        return {"": reports}
    if not isinstance(reports, Mapping) or not reports or not all(isinstance(one, Report) for one in reports.values()):
        raise BadCall("a chart is drawn of a Report, or of a mapping of names to Reports")
    return reports


def gather(reports: Reports, table: str) -> pandas.DataFrame:
    """One frame of every report; claims are called "name/claim" where there are several."""
    import pandas

    frames: list[pandas.DataFrame] = []
    for name, report in named(reports).items():
        one = getattr(report, table).copy()
        for column in one.columns[one.dtypes == "string"]:  # what stands in an SVG must be printable
            one[column] = one[column].map(wording.one_line, na_action="ignore").astype("string")
        for column in NAMING.get(table, ()):
            one[column] = one[column].fillna("(none)").replace("", "(none)")
        if name and "claim" in one:
            one["claim"] = wording.one_line(name) + "/" + one["claim"]
        frames.append(one)
    return pandas.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]


def few(data: pandas.DataFrame, table: str) -> pandas.DataFrame:
    """The rows, where there are any and not too many for a picture."""
    if data.empty:
        raise BadCall(f"the report has no {table} to draw")
    if len(data) > MOST_ROWS:
        raise BadCall(f"{len(data):,} {table} are too many for one picture; draw at most {MOST_ROWS} of them")
    return data
