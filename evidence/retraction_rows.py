"""Read a table of notices row by row: Retraction Watch's CSV, or the flat list of DOIs with their notices, plain or gzipped."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from evidence.identifiers import fold_doi, fold_pmid
from evidence.model import BadCall

LONGEST = 2_000_000  # characters of one cell; long lists of authors have tens of thousands
NOTE = 300  # characters kept of the reasons
DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?)?", re.ASCII)  # 2/6/2010 0:00


class Row(NamedTuple):
    """One notice: its kind and date, the work it is about, and the notice's own identifiers. All folded, empty where unknown."""

    kind: str = ""
    word: str = ""
    date: str = ""
    id: str = ""
    note: str = ""
    doi: str = ""
    pmid: str = ""
    notice_doi: str = ""
    notice_pmid: str = ""
    title: str = ""
    author: str = ""
    year: str = ""


WATCH = (
    "Record ID", "Title", "Author", "RetractionDate", "RetractionDOI", "RetractionPubMedID", "OriginalPaperDate", "OriginalPaperDOI",
    "OriginalPaperPubMedID", "RetractionNature", "Reason",
)  # fmt: skip
FLAT = ("doi", "update_types", "update_ids", "updated_ms", "title")

KINDS = {  # the tables' words, folded: case and signs between words do not count
    "retraction": "retraction", "retration": "retraction", "withdrawal": "withdrawal", "removal": "removal",
    "partial retraction": "partial retraction", "expression of concern": "concern", "reinstatement": "reinstatement",
    "correction": "correction", "corrigendum": "correction", "erratum": "correction", "err": "correction",
    "corrected article": "correction", "publisher note": "update", "comment": "update", "note discuss": "update", "print": "update",
    "correspondence": "update", "addendum": "update", "clarification": "update", "new version": "update", "new edition": "update",
}  # fmt: skip
UNKNOWN = "concern"  # a notice of unknown nature may be any: it is no reason to say that a work is retracted, and none to be at ease


def read(file: Path) -> tuple[str, Iterator[Row]]:
    """Whose table it is ("retraction-watch", or "" for the flat list) and its rows. Raises BadCall, also on the way, where it is no such table."""
    rows = _rows(file)
    columns = next(rows, None)
    if columns is None:
        raise BadCall(f"{file} is empty: it holds no notices")
    columns = [name.strip() for name in columns]
    for service, names, reader in (("retraction-watch", WATCH, _watch), ("", FLAT, _flat)):
        if set(names) <= set(columns):
            if twice := sorted({name for name in names if columns.count(name) > 1}):
                raise BadCall(f"{file}: the column {twice[0]} stands twice, so nobody can tell which one counts")
            return service, _read(file, rows, len(columns), [columns.index(name) for name in names], reader)
    missing = [name for name in WATCH if name not in columns]
    raise BadCall(f"{file} is no table of notices: Retraction Watch's CSV has the columns {', '.join(WATCH)}; missing: {', '.join(missing)}")


def _read(file: Path, rows: Iterator[list[str]], width: int, at: Sequence[int], reader: Callable[..., Row]) -> Iterator[Row]:
    count = 0
    chosen = itemgetter(*at)
    for count, cells in enumerate(rows, 1):
        if len(cells) != width:
            if not cells:
                continue
            raise BadCall(f"{file}: row {count + 1:,} has {len(cells)} cells, the head has {width}: the file is cut short or was changed; fetch it again")
        yield reader(*chosen(cells))
    if not count:
        raise BadCall(f"{file} has a head and no rows: an empty table would make every work look clean")


def _rows(file: Path) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST)
    try:
        with file.open("rb") as raw, _text(raw) as stream:
            yield from csv.reader(stream, strict=True)
    except csv.Error as trouble:
        raise BadCall(f"{file} is no whole CSV: {trouble}; fetch it again") from None
    except (OSError, EOFError, zlib.error) as trouble:
        raise BadCall(f"{file} cannot be read: {trouble}") from None


def _text(raw: io.BufferedReader) -> io.TextIOWrapper:
    """The text of the file. A byte that is no UTF-8 is replaced: it must not cost the row, whose identifiers are plain."""
    stream = gzip.GzipFile(fileobj=raw) if raw.peek(2)[:2] == b"\x1f\x8b" else raw
    return io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")


# --- one row ------------------------------------------------------------------------------------------------------


def _watch(
    ident: str, title: str, author: str, date: str, notice_doi: str, notice_pmid: str, published: str, doi: str, pmid: str, nature: str, reason: str
) -> Row:
    """A row of Retraction Watch's CSV."""
    return Row(
        _kind(nature), nature.strip(), _day(date), ident.strip(), _reasons(reason), fold_doi(doi), fold_pmid(pmid), fold_doi(notice_doi),
        fold_pmid(notice_pmid), title.strip(), _family(author), _day(published)[:4],
    )  # fmt: skip


def _flat(doi: str, words: str, notice: str, changed: str, title: str) -> Row:
    """A row of the flat list. Only the DOI, the kind, the notice's DOI and the day on which it was last changed are in it."""
    return Row(_kind(words), words.strip(), _moment(changed), "", "", fold_doi(doi), "", fold_doi(notice), "", " ".join(title.split()), "", "")


@cache
def _kind(word: str) -> str:
    folded = " ".join(word.casefold().replace("_", " ").replace("-", " ").split())
    return KINDS.get(folded, UNKNOWN)


@cache  # a few thousand days, tens of thousands of rows
def _day(typed: str) -> str:
    """M/D/YYYY H:MM → YYYY-MM-DD; empty for anything else."""
    found = DATE.fullmatch(typed.strip())
    if not found:
        return ""
    month, day, year = (int(part) for part in found.groups())
    try:
        return datetime(year, month, day, tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""


def _moment(milliseconds: str) -> str:
    try:
        return datetime.fromtimestamp(int(milliseconds) // 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _family(authors: str) -> str:
    """The last word of the first of the names ("Andrew J Wakefield; Simon H Murch"): the table has given names first."""
    return authors.partition(";")[0].strip().rpartition(" ")[2]


def _reasons(typed: str) -> str:
    """The reasons as the table has them ("+Error in Data;+Unreliable Results;"), as a short list."""
    return typed[: 2 * NOTE].strip(" ;+").replace("+", "").replace(";", "; ")[:NOTE]
