"""A patient's words on a page promise an outcome, and no registered claim with evidence carries it.

Why: to a reader a patient's story says “this will happen to you”. It needs the same evidence as the maker's own words, and
where it went better than usual, what usually happens beside it; “results may vary” is not that.

Do: register what it promises as a claim with its references and print the typical result beside it, or keep to words that
promise nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import phrases, utterances
from evidence.model import Context, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "wording"
BASIS = ("TST401",)

SAID = ("told_outcome", "absolute", "outcomes")
CLAIMS = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, type: testimonial, text: I walked the same day, references: [b]}]\n"
BIB = {"references/b.bib": "@article{b,\n  title = {Outcomes},\n}\n"}

PASSES = {
    "it promises nothing": {"claims.yaml": CLAIMS, **BIB, "page.html": "<blockquote>“The staff of the clinic were very kind to me.”</blockquote>\n"},
    "a registered claim carries it": {
        "claims.yaml": CLAIMS, **BIB,
        "page.html": "<blockquote>“I walked the same day.”</blockquote>\n<p>In the study, half of the patients walked on the day of surgery.</p>\n",
    },
}  # fmt: skip
FAILS = {
    "pain-free in a week": {"claims.yaml": CLAIMS, **BIB, "page.html": "<blockquote>“I was pain-free after only one week!”</blockquote><!-- # here -->\n"},
    "a disclaimer does not carry it": {
        "claims.yaml": CLAIMS, **BIB,
        "page.html": "<blockquote>“I was out of bed that same day, and walking.”</blockquote><!-- # here -->\n<p>Results may vary.</p>\n",
    },
}  # fmt: skip


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    carried = {claim.id for claim in context.registry.claims if claim.references}
    covered = {index for use in piece.uses if use.kind != "drifted" and use.claim in carried for index in use.statements}
    excused = {index for index, _ in piece.exempted}
    language = utterances.language(piece, context.registry)
    for index, one in enumerate(piece.reading.statements):
        if "testimonial" not in one.flags or index in covered or index in excused:
            continue
        told = phrases.read(one.text, language)
        if words := list(dict.fromkeys(word for table in SAID for word in told.words(table))):
            quoted = ", ".join(f"“{word}”" for word in words)
            message = f"a patient's words promise an outcome ({quoted}), and no registered claim with a reference carries it: {one.text}"
            yield Problem(message, at=utterances.place(piece, one), about=one.text)
