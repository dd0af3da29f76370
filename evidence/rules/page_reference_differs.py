"""The page prints other reference numbers for a claim than the registry has.

Why: a number leads the reader to a paper. If it is the wrong one, the paper that is opened does not carry the claim, however
good the right one is.

Do: correct the numbers on the page, or the claim's `references:`. A page with a numbering of its own gets a `numbering:`
under `materials:`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from evidence import superscripts
from evidence.model import Context, Numbered, Place, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "cited"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT003",)

CLAIMS = (
    "version: 1\nnumbering: {1: a, 2: b}\nmaterials: {home: {path: page.html}}\n"
    "claims: [{id: a, text: shown to reduce joint pain by 68%, references: [1]}]\n"
)
BIB = "@article{a,\n  title = {Outcomes},\n}\n@article{b,\n  title = {Other outcomes},\n}\n"
LIST = "<h2>References</h2><ol><li>Polly D. Outcomes. Spine. 2016;1:2-3.</li><li>Duhon B. Other outcomes. Spine. 2016;1:4-5.</li></ol>\n"

PASSES = {
    "the same number": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB, "page.html": "<p>Shown to reduce joint pain by 68%.<sup>1</sup></p>" + LIST,
    },
    "a page that numbers in its own way": {
        "claims.yaml": CLAIMS.replace("path: page.html", "path: page.html, numbering: {2: a}"), "references/a.bib": BIB,
        "page.html": "<p>Shown to reduce joint pain by 68%.<sup>2</sup></p>" + LIST,
    },
}  # fmt: skip
FAILS = {
    "another number": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB,
        "page.html": "<p>Shown to reduce joint pain by 68%.<sup>2</sup></p><!-- # here -->\n" + LIST,
    },
    "one number too many": {
        "claims.yaml": CLAIMS, "references/a.bib": BIB,
        "page.html": "<p>Shown to reduce joint pain by 68%.<sup>1,2</sup></p><!-- # here -->\n" + LIST,
    },
}  # fmt: skip


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    registry = context.registry
    own = next((material.numbering for material in registry.materials if material.id == piece.material), {})
    numbering = {**registry.numbering, **own}
    cited = {claim.id: claim.references for claim in registry.claims}
    for use in piece.uses:
        wanted = cited.get(use.claim, ())
        if use.kind == "drifted" or not use.references or not wanted:
            continue
        printed = {_stands_for(number, numbering) for number in use.references}
        registered = {_stands_for(number, registry.numbering) for number in wanted}
        if printed != registered:
            at = Place(piece.file, use.line) if piece.lines else piece.path
            words = superscripts.shown(piece.reading.page, use.start, use.end)
            message = f"“{words}” prints {', '.join(use.references)}; the claim cites {', '.join(wanted)}"
            yield Problem(message, at=at, about=f"{use.printed} {','.join(use.references)}", claim=use.claim)


def _stands_for(typed: str, numbering: Mapping[str, Numbered]) -> str:
    """The key behind a number, so that two ways of naming one paper agree; the number itself where no key is known."""
    numbered = numbering.get(typed)
    return numbered.key if numbered and numbered.key else typed
