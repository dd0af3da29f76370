"""The noun of a comparison with a previous report."""

from __future__ import annotations

from evidence.nouns import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Since:
    """What is new, closed and worse since a previous report; a sentence each, in the order of the reports."""

    file: str  # the name of the previous report, without its folder
    as_of: str  # its day
    version: str  # of the tool that made it
    new: tuple[str, ...] = ()  # findings that were not there
    closed: tuple[str, ...] = ()  # findings that are there no more
    regressed: tuple[str, ...] = ()  # links that got worse, findings that weigh more or count again
    claims: tuple[str, ...] = ()  # claims that are new, gone or in other words
