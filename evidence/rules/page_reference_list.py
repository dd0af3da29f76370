"""The page's own numbering or reference list contradicts itself, or an entry is not the paper the number stands for.

Why: a number that leads to nothing, a listed paper that nothing cites, or a footnote sign without its note is the first
thing an inspector tries.

Do: correct the list or the markers on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.folding import fold_words
from evidence.model import Context, Place, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "cited"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT003",)

WARNINGS = ("listed_not_cited", "unused_footnote")  # untidy, and misleading nobody
CLAIMS = (
    "version: 1\nnumbering: {1: a}\nmaterials: {home: {path: page.html}}\n"
    "claims: [{id: a, text: shown to reduce joint pain by 68%, references: [1]}]\n"
)
BIB = "@article{a,\n  title = {Outcomes of joint fusion},\n}\n"

PASSES = {
    "what is cited is listed": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB,
        "page.html": "<p>Shown to reduce joint pain by 68%.<sup>1</sup></p><h2>References</h2><ol><li>Polly D. Outcomes of joint fusion. 2016.</li></ol>\n",
    },
    "a page without a list": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB, "page.html": "<p>Shown to reduce joint pain by 68%.<sup>1</sup></p>\n",
    },
}  # fmt: skip
FAILS = {
    "cited and not listed": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB,
        "page.html": "<p>Shown to reduce joint pain by 68%.<sup>1,2</sup></p><h2>References</h2><ol><li>Polly D. Outcomes of joint fusion. 2016.</li></ol>\n",
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
        title = fold_words(reference.fields.get("title", "")) if reference else ""
        if reference and title and title not in fold_words(entry.text):
            message = f"entry {entry.number} of the page's list (“{entry.text[:120]}”) does not hold the title of `{reference.key}`"
            yield Problem(message, at=_at(piece, entry.line), about=f"{entry.number} {reference.key}", key=reference.key)


def _at(piece: Piece, line: int) -> Place | tuple[str | int, ...]:
    return Place(piece.file, line) if piece.lines else piece.path
