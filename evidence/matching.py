"""Which claims a page prints, and how: exactly, in an approved variant, nearly, or drifted from what was approved.

Claims are looked for in blocks and may cross the end of a sentence. In their registered words they are found across two only where these
are one statement: the cells of a table's row, a number and its label. What matches is a whole: a claim inside a word, a longer number
or a sentence that denies it ("not shown to …") is not printed. A claim that is part of a longer one is reported, too, with the longer
one's id in `within`: its words stand on the page, and who withdraws it must look there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence import near as nearness
from evidence import superscripts
from evidence.drift import CLOSED, ENDED, Difference, around, bounded
from evidence.guards import Guards, guards
from evidence.model import Claim
from evidence.nouns import dataclass
from evidence.page import Page, merged
from evidence.patterns import late
from evidence.typography import Folded, fold, place, printed

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

__all__ = ["Difference", "Match", "Matcher", "find", "find_all", "matcher"]

ORDER = ("exact", "variant", "near", "drifted")
NOWHERE = "À".encode("latin-1")  # a capital
GROUPED = late(r"(?<=[0-9])\n[0-9]{3}(?![0-9])")  # two cells that a space would make one number: 12 and 345
TRIMMED = " .,;:!•\x95\x85"  # a claim's last full stop may be a comma on the page


class Match(NamedTuple):  # not a dataclass: a page has many, and one costs a fifth
    """A claim on a page: page.text[start:end] is what is printed, `wording` what was approved.

    `differences` names every guarded word that changed; only a drifted match has any. A near match has the same numbers, units,
    times, comparators, directions, negations and hedges as its wording, and a few other words changed.
    """

    claim: str
    kind: str  # exact | variant | near | drifted
    start: int
    end: int
    block: int  # index into page.blocks
    printed: str
    wording: str
    differences: tuple[Difference, ...] = ()
    within: str = ""  # the claim whose longer match holds this one


@dataclass(frozen=True, slots=True)
class Wording:
    """A claim's text or one of its variants."""

    claim: str
    kind: str  # exact | variant
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """Claims, ready to be looked for on any number of pages. It is sent to another process as its claims and built again there."""

    claims: tuple[Claim, ...]
    language: str
    guards: Guards
    owners: tuple[tuple[Wording, ...], ...]  # by folded text
    narrow: BytesAhoCorasick | None  # of the wordings that Latin-1 can write, as nearly every page: a third quicker
    wide: Callable[[], AhoCorasick]  # of all, for other pages; built when the first of them comes
    index: Callable[[], nearness.Index] | None  # of near wordings; built when they are first looked for. None: they never are

    def __reduce__(self) -> tuple[Any, ...]:
        return matcher, (self.claims, self.language, self.index is not None)


def matcher(claims: Iterable[Claim], language: str = "en", near: bool = True) -> Matcher:
    """Build once, find often. `near=False`: exact and variant matches only. ValueError for a language that is not en, de, fr, es or it.

    A text that is empty after folding is never found; one of fewer than three plain words is found exactly or not at all.
    """
    from ahocorasick_rs import BytesAhoCorasick, Implementation

    claims = tuple(claims)
    words = guards(language)
    owners: dict[str, list[Wording]] = {}
    for claim in claims:
        for kind, text in (("exact", claim.text), *(("variant", variant) for variant in claim.variants)):
            folded = _trimmed(fold(text.replace("\n", " ")).text)
            wordings = owners.setdefault(folded, []) if any(map(str.isalnum, folded)) else []
            if not any(wording.claim == claim.id for wording in wordings):
                wordings.append(Wording(claim.id, kind, text))
    narrow = BytesAhoCorasick(list(map(_narrowed, owners)), implementation=Implementation.ContiguousNFA) if owners else None
    wide, index = cache(partial(_wide, tuple(owners))), cache(partial(nearness.index, tuple(owners), words)) if near else None
    return Matcher(claims, language, words, tuple(map(tuple, owners.values())), narrow, wide, index)


def find(
    matcher: Matcher,
    page: Page,
    citations: Collection[tuple[int, int]] | None = None,
    left: Callable[[tuple[Match, ...]], Collection[int]] | None = None,
    wide: Collection[tuple[int, int]] = (),
) -> tuple[Match, ...]:
    """The claims that a page prints, in reading order, the longer before the shorter.

    `citations` are the offsets of the page's reference marks, which are read over; without them, superscripts and runs of kind mark
    that look like reference marks. At one place, exact goes before variant, near and drifted. `left` is asked with the exact matches
    and variants in which blocks near and drifted ones are to be looked for; without it they are in all. `wide`: where statements stand
    that have several blocks.
    """
    if matcher.narrow is None:
        return ()
    if citations is None:
        marks, raised = superscripts.sort(page) if page.runs else ([], [])
    else:
        marks, cited = sorted(citations), frozenset(citations)
        ups = [up for run in page.runs if run.kind == "superscript" and (up := (run.start, run.end)) not in cited]
        raised = [(start, end) for start, end in ups if not any(low < end and start < high for low, high in marks)]
    folded = fold(_lines(page), marks, raised)
    found = _literal(matcher, page, folded, _hits(matcher, matcher.narrow, folded.text))
    if wide:
        marks, raised = sorted(marks), sorted(raised)
        found += [match for each in wide for match in _across(matcher, matcher.narrow, page, each, marks, raised)]
    ordered = _ordered(found)
    if matcher.index is None:
        return ordered
    blocks = sorted(left(ordered)) if left is not None else list(range(len(page.blocks)))
    if not blocks:
        return ordered
    return _ordered(found + _nearly(matcher, matcher.index(), page, folded, found, blocks))


def find_all(matcher: Matcher, pages: Iterable[Page]) -> Iterator[tuple[Page, tuple[Match, ...]]]:
    """Each page with its matches, one at a time: no more than one page is held. In a pool, give the matcher to each worker once
    (an initializer) and each worker a list of files."""
    for page in pages:
        yield page, find(matcher, page)


# --- inside -------------------------------------------------------------------------------------------------------


def _narrowed(folded: str) -> bytes:
    """A wording's bytes in Latin-1; one that has other letters becomes a byte that no folded text has: it stands on no such page."""
    try:
        return folded.encode("latin-1")
    except UnicodeEncodeError:
        return NOWHERE


def _wide(folded: tuple[str, ...]) -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick, Implementation

    return AhoCorasick(folded, implementation=Implementation.ContiguousNFA)


def _hits(matcher: Matcher, narrow: BytesAhoCorasick, folded: str) -> list[tuple[int, int, int]]:
    """Every wording that stands in a folded text: its number, and where."""
    try:
        return narrow.find_matches_as_indexes(folded.encode("latin-1"), overlapping=True)
    except UnicodeEncodeError:
        return matcher.wide().find_matches_as_indexes(folded, overlapping=True)


def _lines(page: Page) -> str:
    """The page's text with line feeds only where a block ends; of equal length."""
    find = page.text.find
    for block in page.blocks:
        if find("\n", block.start, block.end) >= 0:
            break
    else:
        return page.text
    pieces = []
    at = 0
    for block in page.blocks:
        pieces += [page.text[at : block.start], page.text[block.start : block.end].replace("\n", " ")]
        at = block.end
    return "".join([*pieces, page.text[at:]])


def _trimmed(text: str) -> str:
    """A folded claim without the marks at its ends and the quotation marks around it, where these are a pair."""
    text = text.strip(TRIMMED)
    while len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        text = text[1:-1].strip(TRIMMED)
    return text


def _literal(matcher: Matcher, page: Page, folded: Folded, hits: list[tuple[int, int, int]]) -> list[Match]:
    """Exact and variant matches; those that the words around them turn into something else are drifted."""
    found: list[Match] = []
    text, typed, blocks, owners = folded.text, page.text, page.blocks, matcher.owners
    starts = [block.start for block in blocks] if hits else []
    made = tuple.__new__  # what Match(…) does, at half its price
    for number, low, high in hits:
        free = text[low - 2 : low] in CLOSED and text[high : high + 2] in ENDED  # between two pauses it is whole, and nothing turns it
        if not free and not bounded(text, low, high):
            continue
        start, end = printed(folded, low, high) if folded.steps else (low, high)
        at = bisect_right(starts, start) - 1
        if at < 0 or end > blocks[at].end:
            continue
        differences = () if free else around(text, low, high, matcher.guards)
        for wording in owners[number]:
            kind = "drifted" if differences else wording.kind
            found.append(made(Match, (wording.claim, kind, start, end, at, typed[start:end], wording.text, differences, "")))
    return found


def _across(
    matcher: Matcher, narrow: BytesAhoCorasick, page: Page, place: tuple[int, int], marks: Sequence[tuple[int, int]], raised: Sequence[tuple[int, int]]
) -> Iterator[Match]:
    """Exact and variant matches that stand in several blocks of one statement. To their ends it reads as a sentence."""
    start, end = place
    own = (each[bisect_left(each, (start,)) : bisect_left(each, (end,))] for each in (marks, raised))
    cuts, ups = ([(low - start, high - start) for low, high in each] for each in own)
    folded = fold(page.text[start:end].replace("\n", " "), cuts, ups)
    for number, low, high in _hits(matcher, narrow, folded.text):
        begun, ended = printed(folded, low, high)
        at = bisect_right(page.blocks, start + begun, key=lambda one: one.start) - 1
        typed = page.text[start + begun : start + ended]
        if start + ended <= page.blocks[at].end or not bounded(folded.text, low, high) or GROUPED.search(typed):
            continue
        differences = around(folded.text, low, high, matcher.guards)
        for wording in matcher.owners[number]:
            kind = "drifted" if differences else wording.kind
            yield Match(wording.claim, kind, start + begun, start + ended, at, typed, wording.text, differences)


def _nearly(
    matcher: Matcher, index: nearness.Index, page: Page, folded: Folded, literal: list[Match], blocks: list[int]
) -> list[Match]:
    """Near and drifted matches in these blocks, where nothing is matched yet."""
    bounds = [(place(folded, page.blocks[at].start), place(folded, page.blocks[at].end)) for at in blocks]
    here = set(blocks)
    within = [(match.start, match.end) for match in literal if match.block in here and match.end <= page.blocks[match.block].end]
    for match in literal:
        if match.end > page.blocks[match.block].end:  # in several blocks: in each its part
            last = bisect_left(page.blocks, match.end, key=lambda one: one.start)
            own = (page.blocks[at] for at in range(match.block, last) if at in here)
            within += [(max(match.start, block.start), min(match.end, block.end)) for block in own]
    covered = merged((place(folded, low), place(folded, high)) for low, high in within)
    found = []
    for nearly in nearness.search(index, folded.text, bounds, covered):
        start, end = printed(folded, nearly.start, nearly.end)
        kind = "drifted" if nearly.differences else "near"
        found += [
            Match(wording.claim, kind, start, end, blocks[nearly.block], page.text[start:end], wording.text, nearly.differences)
            for wording in matcher.owners[nearly.wording]
        ]
    return found


def _ordered(found: list[Match]) -> tuple[Match, ...]:
    """In reading order; of a claim's overlapping matches the best, then the longest, and what lies in another claim's longer match says so."""
    end = 0
    for one in found:
        if one.start < end:
            break
        end = one.end
    else:
        return tuple(found)  # by far the commonest: one after the other
    ranked = sorted(found, key=lambda match: (match.start, -match.end, ORDER.index(match.kind), match.claim))
    if all(one.end <= other.start for one, other in pairwise(ranked)):
        return tuple(ranked)
    kept: list[Match] = []
    open_ones: list[Match] = []
    for match in ranked:
        open_ones = [one for one in open_ones if one.end > match.start]
        holder = next((one for one in open_ones if one.end >= match.end), None)
        own = next((one for one in open_ones if one.claim == match.claim), None)
        if own is not None and ORDER.index(own.kind) > ORDER.index(match.kind) and own in kept:
            kept.remove(own)
            open_ones.remove(own)
        elif own is not None or (match.kind == "drifted" and holder is not None and holder.kind != "drifted"):
            continue
        within = holder.claim if holder is not None and holder is not own and holder.end - holder.start > match.end - match.start else ""
        match = match._replace(within=within) if within else match
        kept.append(match)
        open_ones.append(match)
    return tuple(kept)
