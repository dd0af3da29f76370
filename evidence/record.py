"""What the services said of a reference, and what was found of quoted words in a document: the nouns of both links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from evidence.nouns import dataclass

SERVICES = ("crossref", "pubmed", "retraction-watch")
STATES = ("answered", "unreachable", "not asked", "not applicable")
NOTICES = ("retraction", "withdrawal", "removal", "partial retraction", "concern", "correction", "reinstatement", "update")
"""The kinds of notices, worst first but for the last two; each service's own word is kept beside it (`Notice.word`)."""


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """One notice about a work (direction "affects": this work is affected) or of which the work asked about is the notice ("is")."""

    kind: str  # one of NOTICES
    direction: str  # affects | is
    word: str = ""  # the service's own: "expression_of_concern", "RetractionIn", "Reinstatement"
    by: str = ""  # who deposited it, where the service says so: publisher | retraction-watch
    doi: str = ""  # of the notice (affects) or of the work it is about (is)
    pmid: str = ""
    date: str = ""  # ISO date, or a year or month where no more is known
    id: str = ""  # the service's own record id
    note: str = ""  # the service's own words: where it was published, or the reasons


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What one service said of one reference, and when. An answer that could not be had says why."""

    service: str  # one of SERVICES
    state: str  # one of STATES
    because: str = ""  # why it is not answered
    asked: str = ""  # ISO date of the answer
    found: bool = False  # the service knows the work (False and answered: it says that it does not)
    doi: str = ""
    pmid: str = ""
    title: str = ""
    author: str = ""  # family name of the first author
    year: str = ""
    kinds: tuple[str, ...] = ()  # the service's own types: "journal-article", "posted-content", "Randomized Controlled Trial"
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A work that a reference without identifiers could be: for a person to accept, never taken silently."""

    service: str
    score: str  # 0.00 to 1.00, as text with two places: likeness of title, first author and year
    doi: str = ""
    pmid: str = ""
    title: str = ""
    author: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """Everything known of one reference. `doi` and `pmid` are those that were asked about: an entry that names others since has no record."""

    key: str
    doi: str = ""
    pmid: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)  # by service
    proposals: tuple[Proposal, ...] = ()


# --- words in a source --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A source document that could be opened: its text, sheet by sheet (kinds without sheets have one), and its tables."""

    path: str  # relative to claims.yaml
    sha256: str
    kind: str  # pdf | html | text | markdown | docx | jats
    sheets: tuple[str, ...]  # text of each sheet, in order
    labels: tuple[str, ...] = ()  # the page numbers as printed, sheet by sheet, where the kind of document knows them
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table of a document, row by row, cell by cell as text; spans are written out."""

    number: str  # as printed: "2"; empty where it has none
    caption: str
    rows: tuple[tuple[str, ...], ...]
    sheet: int = 0  # from 1; 0 where the document has no sheets


@dataclass(frozen=True, slots=True)
class Found:
    """Where quoted words stand in a document, or how near it comes."""

    kind: str  # exact | near | absent
    sheets: tuple[int, ...] = ()  # every sheet on which they stand, from 1; empty: the document has no sheets, or they are absent
    pages: tuple[str, ...] = ()  # their printed page numbers, where known
    words: str = ""  # the document's own words, with a little around them: what to show a reader
    differences: tuple[str, ...] = ()  # near: what differs, in words: "source: 68.2%, quoted: 68%"
    doubts: tuple[str, ...] = ()  # exact: what the quote leaves out and may turn its meaning, for a person to read
