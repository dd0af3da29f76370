"""What the first pages of a document say it is: whether they name the work that its entry names, or another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence import identity, sameness
from evidence.folding import fold_words
from evidence.identifiers import fold_doi
from evidence.model import Reference
from evidence.nouns import dataclass
from evidence.patterns import late

SHEETS = 2  # a repository's cover may stand before the first page
FRONT = 6000  # characters of them that are read: what comes behind names other works
OWN = 2000  # … in which a paper prints its own DOI
ENOUGH = 0.8  # share of a title's words, in their order, that are its title; the rest is lost to typesetting
HALF = 0.5  # … where the first author stands there, too
WINDOW = 3  # times as many words as the title has: running heads and marks stand between its lines
CITED = late(
    r"^[\W\d]{0,9}(?:references|bibliography|literature cited|literatur(?:verzeichnis)?|références|bibliographie|referencias|bibliografía|riferimenti"
    r"|bibliografia)\W{0,9}$",
    re.IGNORECASE | re.MULTILINE,
)
MARKS = late(r"[®™℠]")  # "™" folds to letters
# What stands before the title of another work: a comment, a reply, an erratum.
ABOUT = frozenset((
    "comment", "comments", "reply", "response", "re", "erratum", "corrigendum", "correction", "retraction", "addendum", "erwiderung",
    "kommentar", "commentaire", "comentario", "commento",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """What the first pages say: by what they name the work of the entry, and another DOI that they print as their own."""

    by: str  # DOI | title | author; empty: nothing names it
    other: str = ""  # a DOI that is not the entry's, where theirs is not there


def named(reference: Reference, sheets: Sequence[str]) -> Named:
    """By what the first pages of a document name the work of a reference. Raises nothing for any text."""
    begun = "\n".join([sheet for sheet in sheets if sheet.strip()][:SHEETS])[:FRONT]
    cited = CITED.search(begun)
    front = begun[: cited.start()] if cited else begun
    doi = identity.doi(reference)
    printed = list(dict.fromkeys(fold_doi(found[0].rstrip(".,;:)]")) for found in identity.DOI.finditer(front[:OWN])))
    if doi and any(_one(doi, each) for each in printed):
        return Named("DOI")
    other = printed[0] if doi and len(printed) == 1 and not _parted(doi, printed[0]) else ""
    titles = [title for title in (reference.fields.get("title", ""), identity.title(reference)) if title.strip()]
    share = max((_share(title, front) for title in titles), default=1.0)
    if share >= ENOUGH:
        return Named("title", other)
    author = fold_words(identity.first_author(reference))
    if author and f" {author} " in f" {fold_words(front)} " and (share >= HALF or all(map(sameness.short, titles))):
        return Named("author", other)
    return Named("", other)


def _one(doi: str, printed: str) -> bool:
    """Whether a printed DOI is this one, be it with marks behind it; 10.1000/1 is not 10.1000/10."""
    return printed.startswith(doi) and not printed[len(doi) : len(doi) + 1].isalnum()


def _parted(doi: str, printed: str) -> bool:
    """Whether a line's end may have cut the DOI, or typesetting glued a word to it: it says neither yes nor no."""
    return doi.startswith(printed) or (printed.startswith(doi) and printed[len(doi)].isalpha())


def _share(title: str, front: str) -> float:
    """How much of a title stands in the first pages in its own order; 0 where what stands before it makes it the title of another work."""
    wanted, found = (sameness.words(MARKS.sub("", one), FRONT, FRONT) for one in (title, f"x {front}"))
    if not wanted:
        return 1.0
    first = [at for at, word in enumerate(found) if wanted[0].startswith(word) or word in wanted[:3]]
    joined = "".join(wanted)
    for at in first:
        if "".join(found[at : at + 2 * len(wanted)]).startswith(joined):
            return 0.0 if at and found[at - 1] in ABOUT else 1.0
    return max((_common(wanted, found[at : at + WINDOW * len(wanted)]) for at in first), default=0) / len(wanted)


def _common(wanted: Sequence[str], words: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(wanted) + 1)
    for word in words:
        above = 0
        for at, each in enumerate(wanted, 1):
            above, row[at] = row[at], above + 1 if each == word else max(row[at], row[at - 1])
    return row[-1]
