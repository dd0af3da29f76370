"""Tiles of statistics: a number in one block and what it counts in the next are one statement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.page import Block, Page
from evidence.patterns import late

LARGEST = 32  # characters of a number that stands alone
LABEL = 200  # and of what it counts
SPACE = "[ \u00a0\u2009\u202f]"
# 97.8% · 45,000+ · 2x · 3.5 million · 9 out of 10 · > 90 % · 5-mal · 2 fois
TYPED = (
    rf"\W{{0,3}}[0-9](?:[0-9.,]|{SPACE}){{0,10}}(?:[ \u00a0\u2009\u202f-]?(?:%|[x×]|fold|fach|k|m|mio\.?|mrd\.?|millions?|millionen|milliards?|milliarden?"
    r"|billions?|millones|mill[oó]n|milion[ei]|miliard[oi]|percent|per cent|prozent|times|mal|fois|veces|volte))?\+?"
    rf"|(?:#|n(?:[º°o]|\.[º°o]|[or]\.|\.)|nummer|number|num[eé]ro|número){SPACE}?1"  # a rank: "No. 1"
    rf"|[0-9]{{1,4}}{SPACE}(?:out of|in|of|von|sur|de cada|de|su){SPACE}[0-9]{{1,5}}"
)
NUMBER = late(TYPED, re.IGNORECASE)
# "8 minutes", "700 000 patients", "up to 30 hours", to go on in the next block
QUALIFIED = r"(?:up to|over|more than|at least|bis zu|mehr als|über|jusqu['’]à|plus de|hasta|más de|fino a|oltre|più di) "
COUNTED = late(rf"(?:{QUALIFIED})?(?:{TYPED})(?:(?:{SPACE}|-)(?:[^\W\d_]{{2,}}|k?m/[sh])){{1,2}}", re.IGNORECASE)
WORD = late(r"[^\W\d_]{2,}")

Span = tuple[int, int, int]  # start, end, index of the block


def joined(page: Page, spans: Sequence[Span]) -> Sequence[Span]:
    """The stretches of a page, a number that stands alone put together with the label that follows it."""
    held: dict[int, Span] = {}  # number of the stretch of a number → both
    for at in range(len(spans) - 1):
        start, end, index = spans[at]
        if end - start > LARGEST or at - 1 in held:
            continue
        later = spans[at + 1]
        if later[2] != index + 1 or not _is_label(page, later):
            continue
        if (_is_number(page, spans[at]) and not _labelled(page, spans, at)) or _goes_on(page, spans[at], later):
            held[at] = (start, later[1], index)
    if not held:
        return spans
    return [held.get(at, span) for at, span in enumerate(spans) if at - 1 not in held]


def _is_number(page: Page, span: Span) -> bool:
    block = page.blocks[span[2]]
    return (block.start, block.end) == span[:2] and block.kind != "cell" and NUMBER.fullmatch(page.text, span[0], span[1]) is not None


def _is_label(page: Page, span: Span) -> bool:
    block: Block = page.blocks[span[2]]
    if span[1] - span[0] > LABEL or block.kind == "cell":
        return False
    words = WORD.search(page.text, span[0], span[1])
    return words is not None and NUMBER.fullmatch(page.text, span[0], span[1]) is None


def _goes_on(page: Page, span: Span, later: Span) -> bool:
    """Whether a number and what it counts stand alone, and the next block takes the phrase up with a small letter."""
    block = page.blocks[span[2]]
    if not page.text[later[0]].islower() or block.kind == "cell" or (block.start, block.end) != span[:2]:
        return False
    return COUNTED.fullmatch(page.text, span[0], span[1]) is not None


def _labelled(page: Page, spans: Sequence[Span], at: int) -> bool:
    """Whether the page sets its labels above the numbers: the last of them stands below a label of the kind of those that follow."""
    if page.text[spans[at + 1][0]].islower():
        return False
    first = at
    while first >= 2 and _is_number(page, spans[first - 2]):
        first -= 2
    if first == 0:
        return False
    above, label = page.blocks[spans[first - 1][2]], page.blocks[spans[at + 1][2]]
    short = above.end - above.start <= LABEL // 2 and page.text[above.end - 1] not in ".!?:"
    return short and above.kind == label.kind
