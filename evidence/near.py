"""Where a page says nearly what a claim says: pigeonhole on a claim's plain words, then a window check, then every guarded word.

A wording with at most k changed words leaves one of its k + 1 parts whole (pigeonhole). Guarded words (numbers, units, negations …)
are left out of the parts, so that a page whose number changed is found as surely as one whose adjective changed. Each plain word is
one character of an alphabet of its own, so that Aho–Corasick and Levenshtein work on words at the speed of characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from evidence import wordgroups, wordlines
from evidence.drift import Difference, Said, around, bounded, compare
from evidence.guards import NEUTRAL, TOKEN, Guards, Token, meaning, tokens
from evidence.nouns import dataclass
from evidence.wordgroups import Group
from evidence.wordlines import Line, Words

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# Where a wording fits: from and to where in the line, how many words changed there, how many of them guarded ones, and which it is.
Settled: TypeAlias = tuple[int, int, int, int, int]

SHORTEST = 3  # plain words of a wording: with fewer, what is left when the numbers are out says too little
TRIED = 8  # wordings looked at closely for one place: the likeliest
MOST_DIFFERENCES = 3  # guarded words that may differ in what is still called the same statement
TURNING = frozenset({"comparator", "negation", "hedge", "sign"})
COVERED = 0.8  # of a place: what a better match covers so far is that match's


@dataclass(frozen=True, slots=True)
class Spoken:
    """A wording's plain words as characters, how many may change, and what its guarded words mean."""

    skeleton: str
    limit: int
    means: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """All wordings, ready to be looked for."""

    guards: Guards
    texts: tuple[str, ...]  # folded
    spoken: tuple[Spoken, ...]
    codes: dict[str, str]
    groups: tuple[tuple[Group, ...], ...]  # by part
    automaton: AhoCorasick | None
    known: dict[str, wordlines.Spelled]  # stretches of pages
    typed: dict[int, tuple[Said, list[Token], list[Token]]]  # of wordings that were looked at: their words, guarded ones at either end


@dataclass(frozen=True, slots=True)
class Nearly:
    """A stretch of a folded text that says nearly what a wording says."""

    wording: int
    start: int
    end: int
    block: int
    changed: int
    differences: tuple[Difference, ...]


def allowed(words: int, plain: int) -> int:
    """How many plain words may change in a statement of so many words: none below 4 plain words or 5 in all, 1 below 8, 2 below 20,
    then 12 %, never above 4. Set on made edits (tests/benchmarks): one more would let short claims meet their neighbours."""
    if plain < 4 or words < 5:
        return 0
    if words < 8 or plain < 6:
        return 1
    return 2 if words < 20 else min(4, max(2, words * 12 // 100))


def index(texts: Sequence[str], guards: Guards) -> Index:
    """An index of folded wordings. Those with too few plain words can only be matched exactly."""
    from ahocorasick_rs import AhoCorasick, Implementation

    codes = dict.fromkeys(guards.words, "")
    for mark in sorted(NEUTRAL):
        codes[mark] = wordlines.code(len(codes))
    spoken = [_spoken(text, guards, codes) for text in texts]
    runs = wordgroups.runs((one.skeleton, one.limit) for one in spoken if len(one.skeleton) >= SHORTEST)
    cut = [list(pairwise(wordgroups.cuts(one.skeleton, one.limit, runs))) if len(one.skeleton) >= SHORTEST else [] for one in spoken]
    often = Counter([one.skeleton[low:high] for one, own in zip(spoken, cut, strict=True) for low, high in own])
    parts: dict[str, dict[tuple[int, int, int], Group]] = {}
    for number, (one, own) in enumerate(zip(spoken, cut, strict=True)):
        length = len(one.skeleton)
        for rarer, (_, low, high) in enumerate(sorted((often[one.skeleton[low:high]], low, high) for low, high in own)):
            groups = parts.setdefault(one.skeleton[low:high], {})
            group = groups.get((low, length, one.limit))
            if group is None:
                group = groups[low, length, one.limit] = Group(low, length, one.limit)
            wordgroups.add(group, number, one.skeleton, rarer)
    automaton = AhoCorasick(list(parts), implementation=Implementation.ContiguousNFA) if parts else None
    return Index(guards, tuple(texts), tuple(spoken), codes, tuple(tuple(groups.values()) for groups in parts.values()), automaton, {}, {})


def search(index: Index, folded: str, bounds: Sequence[tuple[int, int]], covered: Sequence[tuple[int, int]] = ()) -> list[Nearly]:
    """The stretches that say nearly what a wording says, the best first, each place given to one wording.

    `bounds` are the blocks in the folded text; `covered` are places that are matched already, in order and without overlap.
    """
    if index.automaton is None:
        return []
    text = wordlines.line(index.guards, index.codes, index.known, folded, bounds, covered)
    found: dict[tuple[int, int, int], Nearly] = {}
    tried: set[tuple[int, int]] = set()
    settled: list[Settled] = []
    for group, block, begin in _places(index, index.automaton, text):
        for missing, lacking, wording in _candidates(index, text, block, group, begin, settled):
            if (wording, begin) in tried or _beaten(settled, begin, group.length, wording, missing, lacking > 0):
                continue  # tried: by another of its parts
            tried.add((wording, begin))
            nearly = _verified(index, text, block, wording, begin)
            if nearly is not None:
                found.setdefault((nearly.wording, nearly.start, nearly.end), nearly)
                different = len(nearly.differences)
                insort(settled, (begin, begin + group.length, nearly.changed + different, different, wording))
    return _best(list(found.values()), covered)


# --- inside -------------------------------------------------------------------------------------------------------


def _spoken(text: str, guards: Guards, codes: dict[str, str]) -> Spoken:
    """A wording's plain words as characters; a new word gets a new character."""
    words = tokens(text, guards)
    plain = [word.text for word in words if not word.guard]
    for word in plain:
        codes.setdefault(word, wordlines.code(len(codes)))
    skeleton = "".join(codes[word] for word in plain)
    return Spoken(skeleton, allowed(len(words), len(plain)), frozenset(word.means for word in words if word.guard))


def _places(index: Index, automaton: AhoCorasick, text: Line) -> list[tuple[Group, int, int]]:
    """The groups of which a part stands in the line, with the block and where their wordings would begin; first those of few wordings:
    they tell most, and what fits there spares the look at most of the others."""
    places = []
    for part, start, _ in automaton.find_matches_as_indexes(text.line, overlapping=True):
        block = bisect_right(text.starts, start) - 1
        for group in index.groups[part]:
            begin, slack = start - group.offset, group.limit
            if text.starts[block] - slack <= begin <= text.ends[block] + slack - group.length:
                places.append((group, block, begin))
    places.sort(key=lambda place: len(place[0].wordings))
    return places


def _settled(settled: list[Settled], start: int, length: int) -> list[Settled]:
    """The wordings that fit a place."""
    near_by = settled[bisect_left(settled, (start - length // 4 - 1,)) : bisect_left(settled, (start + length // 4 + 2,))]
    return [one for one in near_by if min(start + length, one[1]) - max(start, one[0]) >= COVERED * max(length, one[1] - one[0])]


def _beaten(settled: list[Settled], start: int, length: int, wording: int, missing: int, different: int) -> bool:
    """Whether a wording fits the place better than one can of which so many plain words are not there, or whether it is that one."""
    least = missing + different, different
    return bool(settled) and any(one[2:4] < least or one[4] == wording for one in _settled(settled, start, length))


def _candidates(index: Index, text: Line, block: int, group: Group, start: int, settled: list[Settled]) -> list[tuple[int, int, int]]:
    """The wordings of a group that may stand at a place, the likeliest first: how many of their plain words are not there, how many of
    the meanings of their guarded ones, and which it is."""
    slack, length = group.limit, group.length
    first, last = max(text.starts[block], start - slack), min(text.ends[block], start + length + slack)
    if text.covered and _covered(text, start, start + length):
        return []
    known = _settled(settled, start, length) if settled else []
    most = min(slack, *[changed for _, _, changed, _, _ in known]) if known else slack
    if group.rarer > most:  # what has so few changes that it fits as well has a rarer part whole: it is found by that
        return []
    alike = wordgroups.standing(group, text.line[first:last], most)
    if not alike or (len(alike) == 1 and not known):
        return [(missing, 0, group.wordings[at]) for missing, at in alike]
    means = wordlines.means(text, block, first, last)
    likely = [(missing, len(index.spoken[group.wordings[at]].means - means), group.wordings[at]) for missing, at in alike]
    if len(likely) > TRIED:
        likely = list({*sorted(likely)[:TRIED], *sorted(likely, key=lambda one: (one[1], one[0], one[2]))[:TRIED]})
    return sorted(likely, key=lambda one: (one[0] + (one[1] > 0), one[1], one[2]))


def _covered(text: Line, start: int, end: int) -> bool:
    """Whether a place is matched already."""
    over = text.covered[bisect_right(text.reached, start) : bisect_left(text.covered, (end,))]
    return any(min(end, high) - max(start, low) >= COVERED * (end - start) for low, high in over)


def _verified(index: Index, text: Line, block: int, wording: int, start: int) -> Nearly | None:
    """What stands at the place and in what it differs from the wording, or None where it is something else."""
    spoken = index.spoken[wording]
    slack, length = spoken.limit, len(spoken.skeleton)
    places = wordlines.places(text, block, spoken.skeleton, start, slack)
    if not places:
        return None
    words = wordlines.words(text, block, max(text.starts[block], start - slack), min(text.ends[block], start + length + slack))
    found = [_compared(index, words, block, wording, place) for place in places]
    best = found[0] if len(found) == 1 else min(found, key=lambda one: _badness(one)[:2])
    if best.changed > spoken.limit:
        return None
    return best if len(best.differences) <= (2 if best.changed else MOST_DIFFERENCES) else None


def _typed(index: Index, wording: int) -> tuple[Said, list[Token], list[Token]]:
    """A wording's words, and its guarded ones before the first and after the last plain one."""
    if len(index.typed) > wordlines.REMEMBERED:
        index.typed.clear()
    said = Said(index.spoken[wording].skeleton, [], [])
    plain = 0
    for word in TOKEN.findall(index.texts[wording]):
        if index.codes.get(word):
            plain += 1
        else:
            said.guarded.append(Token(word, 0, 0, *meaning(word, index.guards)))
            said.places.append(plain)
    first, last = bisect_right(said.places, 0), bisect_left(said.places, plain)
    index.typed[wording] = said, said.guarded[:first][::-1], said.guarded[last:]
    return index.typed[wording]


def _compared(index: Index, words: Words, block: int, wording: int, place: tuple[int, int]) -> Nearly:
    """The stretch from one plain word to another, with the guarded words at its ends, against the wording."""
    approved, before, after = index.typed.get(wording) or _typed(index, wording)
    plain, guarded, folded = words.plain, words.guarded, words.text.folded
    first = _reach(words, plain[place[0] - words.begin], -1, before)
    last = _reach(words, plain[place[1] - 1 - words.begin], 1, after)
    own = slice(bisect_left(plain, first), bisect_right(plain, last))
    others = range(bisect_left(guarded, first), bisect_right(guarded, last))
    printed = Said(
        words.text.line[words.begin + own.start : words.begin + own.stop],
        [words[guarded[at]] for at in others],
        [guarded[at] - at - own.start for at in others],  # what stands before it and is not guarded is plain
    )
    changed, differences = compare(approved, printed)
    start, end = words.starts[first], words.starts[last] + len(words.typed[last])
    differences += around(folded, start, end, words.text.guards)
    if not bounded(folded, start, end):
        tail = folded[end : end + 12].split()[0]
        whole = TOKEN.findall(index.texts[wording])[-1]
        differences += (Difference("number", whole, folded[words.starts[last] : end] + tail),)
    return Nearly(wording, start, end, block, changed, differences)


def _reach(words: Words, at: int, step: int, own: list[Token]) -> int:
    """The last of the guarded words that follow a plain one, as many as the wording has there, without crossing a pause.

    What turns a number without being one (up to, about, not) is taken on the way to it.
    """
    turning = sum(word.guard in TURNING for word in own) if own else 0
    others = len(own) - turning
    reached = ahead = at
    while turning > 0 or others > 0:
        ahead += step
        if not 0 <= ahead < len(words.typed):
            break
        left = min(ahead, ahead - step)
        gap = words.text.folded[words.starts[left] + len(words.typed[left]) : words.starts[left + 1]]
        if gap != " " and any(mark in ".;!?" for mark in gap):
            break
        word = words[ahead]
        if word.guard:
            reached = ahead
            if word.guard in TURNING:
                turning -= 1
            elif (others := others - 1) < 0:
                return reached - step if reached != at else at
        elif word.text not in words.text.guards.links or abs(ahead - reached) > 1 or not own:
            break
    beyond = reached + step
    if step > 0 and reached != at and beyond < len(words.typed) and words[reached].guard == "unit" and words[beyond].guard == "unit":
        return beyond  # 68 percentage points
    return reached


def _badness(one: Nearly) -> tuple[int, ...]:
    return one.changed + len(one.differences), len(one.differences), one.start - one.end, one.start, one.wording


def _best(found: list[Nearly], covered: Sequence[tuple[int, int]]) -> list[Nearly]:
    """Each place to the wording that fits best: the fewest words changed of any kind, then the fewest guarded ones, then the longest."""
    taken: list[tuple[int, int]] = []  # in order; `longest` tells how far back one may begin that reaches a place
    longest = max((one.end - one.start for one in found), default=0)
    reached, best = [high for _, high in covered], []
    for one in sorted(found, key=_badness):
        over = covered[bisect_right(reached, one.start) : bisect_left(covered, (one.end,))]
        if any(min(one.end, high) - max(one.start, low) >= COVERED * (one.end - one.start) for low, high in over):
            continue
        near_by = taken[bisect_left(taken, (one.start - longest,)) : bisect_left(taken, (one.end,))]
        if any(2 * (min(one.end, high) - max(one.start, low)) > min(one.end - one.start, high - low) for low, high in near_by):
            continue
        insort(taken, (one.start, one.end))
        best.append(one)
    return best
