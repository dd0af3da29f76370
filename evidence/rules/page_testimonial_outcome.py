"""A patient's words on a page promise an outcome, and no registered claim with evidence carries it.

Why: to a reader a patient's story says “this will happen to you”. It needs the same evidence as the maker's own words, and
where it went better than usual, what usually happens beside it; “results may vary” is not that.

Do: register what it promises as a claim with its references and print the typical result beside it, or keep to words that
promise nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from evidence import hearing, phraselists, utterances
from evidence.model import Context, Place, Problem
from evidence.patterns import late

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "wording"
BASIS = ("TST401",)

# Somebody who speaks of themselves, in any of the five languages: without one of these no block is read
# (I, my, ich, meine, je, j', mon, yo, mis, io, ho …). A letter comes first, by which it is searched four times as fast.
SELF = late(
    r"[HIJMYhijmy](?<!\w.)(?:(?<=I)|(?<=[Mm])(?:y|eine?[mnr]?|on|es|oi|a|[ei]s?|i[oae]|iei)|(?<=[Ii])(?:ch|o)|(?<=[Jj])[e'’]|(?<=[Yy])o|(?<=[Hh])[eo])\b"
)
SAID = ("told_outcome", "absolute", "outcomes")
CLAIMS = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, type: testimonial, text: I walked the same day, references: [b]}]\n"
BIB = {"references/b.bib": "@article{b,\n  title = {Outcomes},\n}\n"}

PASSES = {
    "it promises nothing": {"claims.yaml": CLAIMS, **BIB, "page.html": "<blockquote>“The staff of the clinic were very kind to me.”</blockquote>\n"},
    "a question, a form": {
        "claims.yaml": CLAIMS, **BIB,
        "page.html": "<p>When can I walk again after the operation?</p>\n<p>I understand that my pain may come back.</p>\n<p>A Phase I study of pain.</p>\n",
    },
    "a registered claim carries it": {
        "claims.yaml": CLAIMS, **BIB,
        "page.html": "<blockquote>“I walked the same day.”</blockquote>\n<p>In the study, half of the patients walked on the day of surgery.</p>\n",
    },
}  # fmt: skip
FAILS = {
    "pain-free in a week": {"claims.yaml": CLAIMS, **BIB, "page.html": "<blockquote>“I was pain-free after only one week!”</blockquote><!-- # here -->\n"},
    "told without quotation marks": {"claims.yaml": CLAIMS, **BIB, "page.html": "<p>Since I had the implant, my pain is gone.</p><!-- # here -->\n"},
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
        told = hearing.read(one.text, language)
        if words := list(dict.fromkeys(word for table in SAID for word in told.words(table))):
            quoted = ", ".join(f"“{word}”" for word in words)
            message = f"a patient's words promise an outcome ({quoted}), and no registered claim with a reference carries it: {one.text}"
            yield Problem(message, at=utterances.place(piece, one), about=one.text)
    yield from _unquoted(piece, carried, language)


def _unquoted(piece: Piece, carried: Collection[str], language: str) -> Iterator[Problem]:
    """Stories without quotation marks: somebody who says "I" tells in one sentence how it went."""
    page = piece.reading.page
    if SELF.search(page.text) is None:
        return
    stated = piece.reading.statements
    known = {one.block for one in stated if "testimonial" in one.flags} | {stated[index].block for index, _ in piece.exempted}
    held = [(use.start, use.end) for use in piece.uses if use.kind != "drifted" and use.claim in carried]
    for index, block in enumerate(page.blocks):
        if index in known or block.kind == "heading" or block.region in utterances.ASIDE or not SELF.search(page.text, block.start, block.end):
            continue
        if any(start < block.end and block.start < end for start, end in held):
            continue
        text = page.text[block.start : block.end]
        if words := self_told(text, language):
            quoted = ", ".join(f"“{word}”" for word in words)
            message = f"somebody tells an outcome of their own ({quoted}), and no registered claim with a reference carries it: {text}"
            yield Problem(message, at=Place(piece.file, block.line) if piece.lines else piece.path, about=text)


def self_told(text: str, language: str) -> list[str]:
    """The words for an outcome in sentences in which somebody says "I"; none from a question, a form or "Phase I"."""
    told, found = hearing.guarded(text, language), dict[str, list[tuple[int, int, phraselists.Entry | None]]]()
    hearing.walk(phraselists.lists(language, "stories"), told.tokens, found)
    own, no = ({told.sentences[first] for first, _, _ in found.get(table, ())} for table in ("told_self", "no_self"))
    places = [(first, last) for first, last, _ in found.get("told_gain", ()) if told.sentences[first] in own - no - told.asks]
    return list(dict.fromkeys(text[told.spans[first][0] : told.spans[last][1]] for first, last in places))
