"""How like a work that a service found is to the entry it was looked for with: a score from 0 to 1."""

from __future__ import annotations

from evidence import identity
from evidence.folding import fold_words
from evidence.model import Reference
from evidence.record import Proposal

TITLE, AUTHOR, YEAR = 70, 20, 10  # hundredths
LEAST = 70  # below that, nothing is proposed: a title of other words, or the same one by other people in another year
MOST = 3  # proposals of one service


def score(reference: Reference, title: str, author: str, year: str) -> str:
    """The score as text with two places, cut and not rounded, so that 1.00 is said of equals alone.

    0.70 × likeness of the titles (rapidfuzz's normalised indel similarity of the folded words; with or without the entry's
    subtitle, whichever is nearer) + 0.20 where the first authors' family names agree + 0.10 where the years do. A name or a
    year that one side lacks, and years one apart (online and in print), give half.
    """
    return f"{_hundredths(reference, title, author, year) / 100:.2f}"


def best(reference: Reference, found: list[tuple[str, str, str, str, str]], service: str) -> tuple[Proposal, ...]:
    """The proposals among works given as (doi, pmid, title, author, year): the likest first, at most MOST, none below LEAST."""
    scored = [(_hundredths(reference, *work[2:]), work) for work in found if work[2]]
    scored.sort(key=lambda one: (-one[0], one[1]))
    return tuple(
        Proposal(service, f"{points / 100:.2f}", doi, pmid, title, author, year)
        for points, (doi, pmid, title, author, year) in scored[:MOST]
        if points >= LEAST
    )


def _hundredths(reference: Reference, title: str, author: str, year: str) -> int:
    return int(TITLE * _titles(reference, title) + AUTHOR * _authors(reference, author) + YEAR * _years(reference, year) + 1e-9)


def _titles(reference: Reference, title: str) -> float:
    from rapidfuzz import fuzz

    asked = {identity.title(reference), reference.fields.get("title", "")}
    return max(fuzz.ratio(fold_words(words), fold_words(title)) for words in asked) / 100


def _authors(reference: Reference, author: str) -> float:
    own, other = fold_words(identity.first_author(reference)), fold_words(author)
    return 0.5 if not own or not other else float(own == other)


def _years(reference: Reference, year: str) -> float:
    own = identity.year(reference)
    if not own or not year.isdecimal():
        return 0.5
    return {0: 1.0, 1: 0.5}.get(abs(int(own) - int(year)), 0.0)
