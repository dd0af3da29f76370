"""Notices from a local table (Retraction Watch's CSV, or a flat list of notices), indexed once, then looked up by DOI or PMID.

The index is a sqlite file in the user's cache folder, named by the table's own sha256: a table that changed has another.
"""

from __future__ import annotations

import hashlib
import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from evidence import retraction_rows
from evidence.identifiers import fold_doi, fold_pmid
from evidence.model import BadCall
from evidence.printed import natural
from evidence.record import Notice
from evidence.retraction_rows import Row

if TYPE_CHECKING:
    import sqlite3

FORM = 1  # of the index; another form is another file
FORM_HERE = f"{FORM} {sys.byteorder}"
KEPT = 3  # indexes of this kind that stay in the cache; older ones go when a new one is made
BLOCK = 1 << 20

TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE rows (row INTEGER PRIMARY KEY, facts TEXT);
"""
# A name is the checksum of a DOI or PMID before the number of its row; two of one checksum are told apart by the row's own words.
# All names, sorted, are one blob: to put 250,000 of them into a table of their own takes longer than to read the CSV.
SHIFT = 24
ASKED = "SELECT facts FROM rows WHERE row = ?"
BETWEEN = "\x1f"  # stands between the facts of a row; no cell keeps one


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a table holds of one work: its identifiers, title, first author's family name and year as the table gives them, and every notice."""

    doi: str = ""
    pmid: str = ""
    title: str = ""
    author: str = ""
    year: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """An indexed table of notices. Close it, or use it in a `with`."""

    service: str  # whose table it is: "retraction-watch", or "" for a flat list
    sha256: str  # of the table
    rows: int
    names: array[int] = field(repr=False)
    base: sqlite3.Connection = field(repr=False)

    def of(self, doi: str = "", pmid: str = "") -> tuple[Notice, ...]:
        """Every notice about the work, or of which it is the notice, by either identifier; oldest first."""
        return self.find(doi, pmid).notices

    def find(self, doi: str = "", pmid: str = "") -> Found:
        """What the table holds of a work, by either of its identifiers in any form. Nothing: an empty Found."""
        doi, pmid = fold_doi(doi), fold_pmid(pmid)
        rows = {row for name in (doi, pmid) if name for row in self._rows(name)}
        about, are = [], []
        for row in rows:
            if (doi and row.doi == doi) or (pmid and row.pmid == pmid):
                about.append(row)  # also where the notice stands under the work's own DOI
            elif (doi and row.notice_doi == doi) or (pmid and row.notice_pmid == pmid):
                are.append(row)
        notices = [Notice(row.kind, "affects", row.word, "", row.notice_doi, row.notice_pmid, row.date, row.id, row.note) for row in about]
        notices += [Notice(row.kind, "is", row.word, "", row.doi, row.pmid, row.date, row.id, row.note) for row in are]
        told = tuple(sorted(set(notices), key=_age)) if len(notices) > 1 else tuple(notices)
        newest = max(about, key=lambda row: (row.date, row)) if about else Row()  # a notice's own title stands in no table
        return Found(newest.doi, newest.pmid, newest.title, newest.author, newest.year, told)

    def _rows(self, name: str) -> Iterator[Row]:
        low = _checksum(name)
        for at in range(bisect_left(self.names, low), bisect_left(self.names, low + (1 << SHIFT))):
            (facts,) = self.base.execute(ASKED, (self.names[at] & (1 << SHIFT) - 1,)).fetchone()
            yield Row(*facts.split(BETWEEN))

    def close(self) -> None:
        """Let go of the file."""
        self.base.close()

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()


def _age(notice: Notice) -> tuple[str, int, Notice]:
    return notice.date, natural(notice.id) or 0, notice


def open_table(csv: Path, cache: Path) -> Table:
    """Open a table of notices; index it first where `cache` holds no sound index of this very file.

    `csv` is Retraction Watch's CSV or the flat list of notices, plain or gzipped; which one, its columns say.
    Raises BadCall where it is neither, or is cut short.
    """
    sha256 = _digest(csv)
    index = cache / f"notices-{FORM}-{sha256}.sqlite"
    if (table := _opened(index, sha256)) is not None:
        return table
    service, rows = retraction_rows.read(csv)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        passing = index.with_name(f".{index.name}.{os.getpid()}-{os.urandom(4).hex()}")
        try:
            _build(passing, service, rows)
            passing.replace(index)
        finally:
            passing.unlink(missing_ok=True)
        _sweep(cache)
    except OSError as trouble:
        raise BadCall(f"the index of {csv} cannot be written to {cache}: {trouble.strerror or trouble}") from None
    if (table := _opened(index, sha256)) is None:
        raise BadCall(f"the index of {csv} in {cache} cannot be read back; name another folder by XDG_CACHE_HOME")
    return table


def _digest(csv: Path) -> str:
    try:
        if not csv.is_file():
            raise BadCall(f"there is no file {csv}" if not csv.exists() else f"{csv} is no regular file")
        with csv.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as trouble:
        raise BadCall(f"{csv} cannot be read: {getattr(trouble, 'strerror', None) or trouble}") from None


def _opened(index: Path, sha256: str) -> Table | None:
    """The index, where it is whole; None where it is not there or anything about it is odd: it is made anew then."""
    import sqlite3

    if not index.is_file():
        return None
    base = sqlite3.connect(f"{index.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        facts = dict(base.execute("SELECT name, value FROM facts"))
        pages, size = base.execute("PRAGMA page_count").fetchone()[0], base.execute("PRAGMA page_size").fetchone()[0]
        whole = facts.get("size") == str(pages * size) == str(index.stat().st_size)
        if whole and facts.get("form") == FORM_HERE and base.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
            return Table(facts["service"], sha256, int(facts["rows"]), array("q", facts["names"]), base)
    except (sqlite3.DatabaseError, KeyError, ValueError, OSError):
        pass  # a broken index is no more than a reason to make another
    base.close()
    return None


def _build(index: Path, service: str, rows: Iterator[Row]) -> None:
    import sqlite3

    base = sqlite3.connect(index, isolation_level=None)
    try:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;" + TABLES)
        names: list[int] = []
        base.execute("BEGIN")
        base.executemany("INSERT INTO rows VALUES (?, ?)", _numbered(rows, names))
        count = base.execute("SELECT count(*) FROM rows").fetchone()[0]
        blob = array("q", sorted(names)).tobytes()
        facts = {"form": FORM_HERE, "service": service, "rows": str(count), "size": "", "names": blob}
        base.executemany("INSERT INTO facts VALUES (?, ?)", sorted(facts.items()))
        base.execute("COMMIT")
        pages, size = base.execute("PRAGMA page_count").fetchone()[0], base.execute("PRAGMA page_size").fetchone()[0]
        base.execute("UPDATE facts SET value = ? WHERE name = 'size'", (str(pages * size),))
    finally:
        base.close()
    with index.open("rb") as stream:
        os.fsync(stream.fileno())


def _numbered(rows: Iterator[Row], names: list[int]) -> Iterator[tuple[int, str]]:
    """Every row as the index keeps it; its names are put into `names` on the way."""
    for number, row in enumerate(rows):
        if number >> SHIFT:
            raise BadCall(f"the table has more than {number:,} rows; it is no table of notices")
        doi, pmid, notice_doi, notice_pmid = row[5:9]
        names += [_checksum(name) | number for name in (doi, pmid) if name]
        names += [_checksum(name) | number for name in (notice_doi, notice_pmid) if name and name not in (doi, pmid)]
        facts = BETWEEN.join(row)
        yield number, facts if facts.count(BETWEEN) == len(row) - 1 else BETWEEN.join(cell.replace(BETWEEN, " ") for cell in row)


def _checksum(name: str) -> int:
    return crc32(name.encode("utf-8", "replace")) << SHIFT


def _sweep(cache: Path) -> None:
    """Take all but the newest indexes out of the cache: a table that is fetched anew every week would fill it."""
    indexes = sorted(cache.glob("notices-*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in indexes[KEPT:]:
        file.unlink(missing_ok=True)
