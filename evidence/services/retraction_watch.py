"""Retraction Watch: notices of retractions, concerns and corrections, from its table, which Crossref publishes as one CSV."""

from __future__ import annotations

from collections.abc import Sequence

from evidence import identity
from evidence.client import Client
from evidence.model import Reference
from evidence.record import Answer
from evidence.retraction_table import Table

NAME = "retraction-watch"
ADDRESS = "https://gitlab.com/crossref/retraction-watch-data/-/raw/main/retraction_watch.csv"
TABLE = True  # it is fetched as a whole and looked up here: no question leaves the machine


def look_up(references: Sequence[Reference], client: Client, table: Table) -> dict[str, Answer]:
    """What the table holds of each reference, by BibTeX key. Not found is an answer, too: the table has no notice of it."""
    return {each.key: _answer(each, table) for each in references}


def _answer(reference: Reference, table: Table) -> Answer:
    doi, pmid = identity.doi(reference), identity.pmid(reference)
    if not doi and not pmid:
        if why := identity.no_paper(reference):
            return Answer(NAME, "not applicable", why)
        return Answer(NAME, "not asked", "it has no DOI and no PMID that can be one, and the table is searched by these")
    found = table.find(doi, pmid)
    return Answer(
        NAME, "answered", found=bool(found.notices), doi=found.doi, pmid=found.pmid, title=found.title, author=found.author, year=found.year,
        notices=found.notices,
    )  # fmt: skip
