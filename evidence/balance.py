"""Where benefits and risks stand on a page: the first benefit, a statement's words, the distance and the size between the two."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from evidence import hearing, utterances
from evidence.folding import fold_words
from evidence.model import Context, Path, Place
from evidence.patterns import late

if TYPE_CHECKING:
    from evidence.page import Block, Piece, Statement

BENEFITS = ("efficacy", "comparative", "satisfaction")
SMALL = 0.75  # of the claim's font size: below that a disclosure is much smaller (one code states this figure; elsewhere it is ours)
ALIKE = 0.6  # share of a statement's words that a block must have to be an older wording of it
WORDS = late(r"[^\W_]+")


def first_benefit(piece: Piece, context: Context) -> Statement | None:
    """The first statement of a page that tells a benefit: a registered claim of that type, or an outcome told as the product's."""
    kinds = {claim.id: claim.type for claim in context.registry.claims}
    told = {index for use in piece.uses if kinds.get(use.claim) in BENEFITS for index in use.statements}
    known = {index for use in piece.uses if use.kind != "drifted" and kinds.get(use.claim) is not None for index in use.statements}
    language = utterances.language(piece, context.registry)
    for index, one in enumerate(piece.reading.statements):
        if index in told:
            return one
        plain = index not in known and one.quantities and not {"safety", "testimonial"} & {*one.flags}
        if plain and hearing.says(one.text, language, "benefit"):
            return one
    return None


def told_risks(piece: Piece, context: Context) -> bool:
    """Whether any block of the page names a risk, not only the word."""
    page, language = piece.reading.page, utterances.language(piece, context.registry)
    return any(hearing.says(page.text[block.start : block.end], language, "risks") for block in page.blocks)


def find(words: str, piece: Piece) -> int | None:
    """The offset at which a page says these words, whatever their typography; None where it does not."""
    return next(iter(find_all(words, piece)), None)


def find_all(words: str, piece: Piece) -> tuple[int, ...]:
    """Every offset at which a page says these words; a text over several blocks is found at its beginning."""
    sought = " ".join(match[0].casefold() for match in WORDS.finditer(words))
    spoken = [(match[0].casefold(), match.start()) for match in WORDS.finditer(piece.reading.page.text)]
    told = f" {' '.join(word for word, _ in spoken)} "
    found, turn, counted = [], 0, 0
    at = told.find(f" {sought} ") if sought else -1
    while at >= 0:
        turn, counted = turn + told.count(" ", counted, at), at  # the words before it; each stretch is counted once
        found.append(spoken[turn][1])
        at = told.find(f" {sought} ", at + 1)
    return tuple(found)


def closest(words: str, piece: Piece) -> Block | None:
    """The block that has most of these words, where it has enough of them to be another wording."""
    sought = set(fold_words(words).split())
    best, most = None, ALIKE
    for block in piece.reading.page.blocks:
        own = set(fold_words(piece.reading.page.text[block.start : block.end]).split())
        share = len(sought & own) / max(1, len(sought | own))
        if share >= most:
            best, most = block, share
    return best


def block_of(piece: Piece, at: int) -> Block:
    """The block in which an offset of the page's text stands."""
    blocks = piece.reading.page.blocks
    return blocks[max(0, bisect_right([block.start for block in blocks], at) - 1)]


def section(piece: Piece, at: int) -> int:
    """The index of the heading under which an offset stands; -1 above the first."""
    found = -1
    for index, block in enumerate(piece.reading.page.blocks):
        if block.start > at:
            break
        if block.kind == "heading":
            found = index
    return found


def spot(piece: Piece, block: Block) -> Path | Place:
    """Where a finding about a block stands."""
    return Place(piece.file, block.line, block.column) if piece.lines else piece.path
