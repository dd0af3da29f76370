"""The page's own numbering or reference list contradicts itself, or an entry is not the paper the number stands for.

Why: a number that leads to nothing, a listed paper that nothing cites, or a footnote sign without its note is the first
thing an inspector tries.

Do: correct the list or the markers on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import identity
from evidence.folding import fold_words
from evidence.identifiers import fold_doi, fold_pmid
from evidence.model import Context, Place, Problem, Reference
from evidence.patterns import late

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "cited"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT003",)

PMID = late(r"\bPMID:?\s{0,3}([0-9]{1,9})(?![0-9])", re.IGNORECASE)
# What stands before the title of another work, and makes a title of its own with it: "Comment on: …", "Re: …", "Erratum to …".
ABOUT = late(
    r"\b(?:(?:comment|commentary|editorial|letter|perspective) (?:on|to|re)|(?:reply|response|re|answer|erratum|corrigendum|correction|retraction|addendum)"
    r"(?: (?:to|of|on|for|re))?|erwiderung|kommentar (?:zu|auf)|commentaire (?:sur|de)|comentario (?:a|sobre)|commento (?:a|su))$"
)
WARNINGS = ("listed_not_cited", "unused_footnote")  # untidy, and misleading nobody
CLAIMS = (
    "version: 1\nnumbering: {1: a}\nmaterials: {home: {path: page.html}}\n"
    "claims: [{id: a, text: shown to reduce joint pain by 68%, references: [1]}]\n"
)
BIB = "@article{a,\n  title = {Outcomes of joint fusion},\n}\n"
WHOLE = "@article{a,\n  author = {Polly, David},\n  title = {Outcomes of joint fusion},\n  year = 2016,\n  doi = {10.1000/1},\n  pmid = {27},\n}\n"
LISTED = "<p>Shown to reduce joint pain by 68%%.<sup>1</sup></p><h2>References</h2><ol><li>%s</li></ol>\n"

PASSES = {
    "what is cited is listed": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB,
        "page.html": "<p>Shown to reduce joint pain by 68%.<sup>1</sup></p><h2>References</h2><ol><li>Polly D. Outcomes of joint fusion. 2016.</li></ol>\n",
    },
    "author, year and identifiers are the entry's": {
        "claims.yaml": CLAIMS, "references/a.bib": WHOLE,
        "page.html": LISTED % "Polly DW, Cher DJ. Outcomes of joint fusion: a trial. Spine. 2016;4:1. https://doi.org/10.1000/1. PMID: 27",
    },
    "the title alone": {"claims.yaml": CLAIMS, "references/a.bib": WHOLE, "page.html": LISTED % "Outcomes of joint fusion. Data from 2014."},
    "a page without a list": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB, "page.html": "<p>Shown to reduce joint pain by 68%.<sup>1</sup></p>\n",
    },
}  # fmt: skip
FAILS = {
    "cited and not listed": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB,
        "page.html": "<p>Shown to reduce joint pain by 68%.<sup>1,2</sup></p><h2>References</h2><ol><li>Polly D. Outcomes of joint fusion. 2016.</li></ol>\n",
    },
    "the DOI of another work": {
        "claims.yaml": CLAIMS, "references/a.bib": WHOLE, "page.html": LISTED % "Polly DW. Outcomes of joint fusion. Spine. 2016. doi:10.9999/x.",
    },
    "the PMID of another work": {
        "claims.yaml": CLAIMS, "references/a.bib": WHOLE, "page.html": LISTED % "Polly DW. Outcomes of joint fusion. Spine. 2016. PMID 28.",
    },
    "a comment on the paper": {
        "claims.yaml": CLAIMS, "references/a.bib": WHOLE, "page.html": LISTED % "Foo X. Comment on: Outcomes of joint fusion. Spine. 2016.",
    },
    "other people, another year": {
        "claims.yaml": CLAIMS, "references/a.bib": WHOLE, "page.html": LISTED % "Foo X. Outcomes of joint fusion. Spine. 2009.",
    },
    "the entry is another paper": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB,
        "page.html": "<p>Shown to reduce joint pain by 68%.<sup>1</sup></p><h2>References</h2><ol><li>Duhon B. Something else. Spine. 2016.</li></ol>\n",
    },
}  # fmt: skip


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    for defect in piece.reading.defects:
        message = defect.message or f"{defect.type.replace('_', ' ')}: {', '.join(defect.references)}"
        mild = defect.type in WARNINGS
        yield Problem(
            message.rstrip("."), at=_at(piece, defect.line), about=f"{defect.type} {','.join(defect.references)}",
            severity="warning" if mild else "", because="it misleads nobody" if mild else "",
        )  # fmt: skip
    yield from _other_papers(piece, context)


def _other_papers(piece: Piece, context: Context) -> Iterator[Problem]:
    registry = context.registry
    own = next((material.numbering for material in registry.materials if material.id == piece.material), {})
    numbering = {**registry.numbering, **own}
    for entry in piece.reading.listed:
        numbered = numbering.get(entry.number)
        reference = registry.bibliography.references.get(numbered.key) if numbered and numbered.key else None
        said, severity, because = _differs(reference, entry.text) if reference else ("", "", "")
        if reference and said:
            message = f"entry {entry.number} of the page's list (“{entry.text[:120]}”) {said}"
            about = f"{entry.number} {reference.key}" if "the title" in said else f"{entry.number} {reference.key} {said}"
            yield Problem(message, at=_at(piece, entry.line), about=about, key=reference.key, severity=severity, because=because)


def _differs(reference: Reference, printed: str) -> tuple[str, str, str]:
    """In what a printed entry is not the work of a reference, and the severity with its reason where it is not the rule's; empty where it can be the work."""
    title, words = fold_words(reference.fields.get("title", "")), fold_words(printed)
    if title and title not in words:
        return f"does not hold the title of `{reference.key}`", "", ""
    before = words[: words.find(title)].strip() if title else ""
    if before and ABOUT.search(before):
        return f"is about the work, and `{reference.key}` is the work with the title", "", ""
    dois = [fold_doi(found[0].rstrip(".,;:)]")) for found in identity.DOI.finditer(printed)]
    if dois and identity.doi(reference) and identity.doi(reference) not in dois:
        return f"prints DOI {dois[0]}, and `{reference.key}` has {identity.doi(reference)}", "", ""
    pmids = [fold_pmid(found[1]) for found in PMID.finditer(printed)]
    if pmids and identity.pmid(reference) and identity.pmid(reference) not in pmids:
        return f"prints PMID {pmids[0]}, and `{reference.key}` has {identity.pmid(reference)}", "", ""
    return _loosely(reference, identity.DOI.sub(" ", printed), before)


def _loosely(reference: Reference, printed: str, before: str) -> tuple[str, str, str]:
    """The same of author and year: one that differs may be a slip, or be online and in print; both do not."""
    own, years = identity.year(reference), [found[0] for found in identity.YEAR.finditer(printed)]
    family = fold_words(identity.first_author(reference)).split()
    others = [f"names its authors as “{before[:60]}”, and the first of `{reference.key}` is {identity.first_author(reference)}"] if (
        before and family and family[-1] not in fold_words(printed).split()
    ) else []  # fmt: skip
    if before and own and years and own not in years:
        others.append(f"prints {years[0]}, and `{reference.key}` is of {own}")
    if len(others) == 2:
        return "; ".join(others), "", ""
    return (others[0], "warning", "the title agrees") if others else ("", "", "")


def _at(piece: Piece, line: int) -> Place | tuple[str | int, ...]:
    return Place(piece.file, line) if piece.lines else piece.path
