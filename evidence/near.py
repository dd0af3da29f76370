"""Where a page says nearly what a claim says: pigeonhole on a claim's plain words, then a window check, then every guarded word.

A wording with at most k changed words leaves one of its k + 1 parts whole (pigeonhole). Guarded words (numbers, units, negations …)
are left out of the parts, so that a page whose number changed is found as surely as one whose adjective changed. Each plain word is
one character of an alphabet of its own, so that Aho–Corasick and Levenshtein work on words at the speed of characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from evidence import wordgroups, wordlines
from evidence.drift import Difference, around, bounded, compare
from evidence.guards import NEUTRAL, Guards, Token, meaning, tokens
from evidence.nouns import dataclass
from evidence.wordgroups import Group
from evidence.wordlines import Line

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

SHORTEST = 3  # plain words of a wording: with fewer, what is left when the numbers are out says too little
TRIED = 8  # wordings looked at closely for one place: the likeliest
MOST_DIFFERENCES = 3  # guarded words that may differ in what is still called the same statement
TURNING = frozenset({"comparator", "negation", "hedge", "sign"})
LATEST = 12  # places are tried in order: a wording that stands where another may is among the last found
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
    typed: dict[int, tuple[list[Token], tuple[list[Token], list[Token]]]]  # of wordings that were looked at: their words, those at the ends


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
    spoken: list[Spoken] = []
    parts: dict[str, dict[tuple[int, int, int], Group]] = {}
    for number, text in enumerate(texts):
        one = _spoken(text, guards, codes)
        spoken.append(one)
        length = len(one.skeleton)
        if length < SHORTEST:
            continue
        cuts = [length * part // (one.limit + 1) for part in range(one.limit + 2)]
        for low, high in pairwise(cuts):
            groups = parts.setdefault(one.skeleton[low:high], {})
            group = groups.get((low, length, one.limit))
            if group is None:
                group = groups[low, length, one.limit] = Group(low, length, one.limit)
            wordgroups.add(group, number, one.skeleton)
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
    seen: set[tuple[int, int]] = set()
    tried: set[tuple[int, int, int]] = set()
    settled: list[tuple[int, int, int]] = []  # stretches of the line with what changed in the best wording so far
    for part, start, _ in index.automaton.find_matches_as_indexes(text.line, overlapping=True):
        block = bisect_right(text.starts, start) - 1
        for group in index.groups[part]:
            begin = start - group.offset
            for missing, wording in _candidates(index, text, block, group, begin, seen):
                if (wording, block, begin) in tried or _beaten(settled, begin, group.length, missing):  # tried: by another of its parts
                    continue
                tried.add((wording, block, begin))
                nearly = _verified(index, text, block, wording, begin)
                if nearly is not None:
                    found.setdefault((nearly.wording, nearly.start, nearly.end), nearly)
                    settled.append((begin, begin + group.length, nearly.changed + len(nearly.differences)))
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


def _beaten(settled: list[tuple[int, int, int]], start: int, length: int, missing: int) -> bool:
    """Whether another wording fits the place better than one can of which so many plain words are not there."""
    end = start + length
    return any(
        changed < missing and min(end, high) - max(start, low) >= COVERED * max(length, high - low) for low, high, changed in settled[-LATEST:]
    )


def _candidates(index: Index, text: Line, block: int, group: Group, start: int, seen: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The wordings of a group that may stand at a place, each once, the likeliest first: how many of its plain words are not there, and which it is."""
    similarity, _ = wordlines.scorers()
    slack, length = group.limit, group.length
    low, high = text.starts[block], text.ends[block]
    first, last = max(low, start - slack), min(high, start + length + slack)
    if start < low - slack or start + length > high + slack or (id(group), start) in seen:
        return []
    seen.add((id(group), start))
    for begin, end in text.covered[bisect_right(text.reached, start) : bisect_left(text.covered, (start + length,))]:
        if min(start + length, end) - max(start, begin) >= COVERED * length:
            return []
    window = text.line[first:last]
    least = length - slack  # plain words that must stand there in the same order
    if last - first - window.count(wordlines.UNKNOWN) < least or sum(map(group.letters.__contains__, window)) < least:
        return []
    alike = [(int(similarity(group.skeletons[at], window, score_cutoff=least)), at) for at in wordgroups.candidates(group, window)]
    likely = [(length - same, at) for same, at in alike if same >= least]
    if not likely:
        return []
    if len(likely) > 1:
        words, _, plain = wordlines.found(text, block)
        near_by = slice(max(0, plain[max(start, low) - low] - 3), plain[min(start + length, high) - low - 1] + 4)
        guarded = index.guards.words
        means = {meaning(word, index.guards)[1] for word in words[near_by] if word in guarded or not word.isalpha()}
        ranked = sorted((score, len(index.spoken[group.wordings[at]].means - means), at) for score, at in likely)
        likely = [
            (score, at) for score, _, at in sorted(ranked[:TRIED] + sorted(ranked, key=lambda rank: (rank[1], rank[0], rank[2]))[:TRIED])
        ]
    return [(missing, group.wordings[at]) for missing, at in dict.fromkeys(likely)]


def _verified(index: Index, text: Line, block: int, wording: int, start: int) -> Nearly | None:
    """What stands at the place and in what it differs from the wording, or None where it is something else."""
    spoken = index.spoken[wording]
    places = wordlines.places(text, block, spoken.skeleton, start, spoken.limit)
    if not places:
        return None
    approved, ends = index.typed.get(wording) or _typed(index, wording)
    best = min((_compared(text, block, wording, approved, ends, place) for place in places), key=lambda one: _badness(one)[:2])
    if best.changed > spoken.limit:
        return None
    return best if len(best.differences) <= (2 if best.changed else MOST_DIFFERENCES) else None


def _typed(index: Index, wording: int) -> tuple[list[Token], tuple[list[Token], list[Token]]]:
    """A wording's words, and its guarded ones before the first and after the last plain one."""
    if len(index.typed) > wordlines.REMEMBERED:
        index.typed.clear()
    approved = tokens(index.texts[wording], index.guards)
    own = [at for at, word in enumerate(approved) if not word.guard]
    index.typed[wording] = approved, (approved[: own[0]][::-1], approved[own[-1] + 1 :])
    return index.typed[wording]


def _compared(
    text: Line, block: int, wording: int, approved: list[Token], ends: tuple[list[Token], list[Token]], place: tuple[int, int]
) -> Nearly:
    """The stretch from one plain word to another, with the guarded words at its ends, against the wording."""
    plain = wordlines.found(text, block)[2]
    base = max(0, plain[place[0]] - len(ends[0]) - 4)
    words = wordlines.words(text, block, base, plain[place[1] - 1] + len(ends[1]) + 5)
    first = _reach(text, words, plain[place[0]] - base, -1, ends[0])
    last = _reach(text, words, plain[place[1] - 1] - base, 1, ends[1])
    changed, differences = compare(approved, words[first : last + 1])
    start, end = words[first].start, words[last].end
    differences += around(text.folded, start, end, text.guards)
    if not bounded(text.folded, start, end):
        tail = text.folded[end : end + 12].split()[0]
        differences += (Difference("number", approved[-1].text, text.folded[words[last].start : end] + tail),)
    return Nearly(wording, start, end, block, changed, differences)


def _reach(text: Line, words: list[Token], at: int, step: int, own: list[Token]) -> int:
    """The last of the guarded words that follow a plain one, as many as the wording has there, without crossing a pause.

    What turns a number without being one (up to, about, not) is taken on the way to it.
    """
    turning = sum(word.guard in TURNING for word in own)
    others = len(own) - turning
    reached = ahead = at
    while turning > 0 or others > 0:
        ahead += step
        if not 0 <= ahead < len(words):
            break
        gap = text.folded[words[min(ahead, ahead - step)].end : words[max(ahead, ahead - step)].start]
        if any(mark in ".;!?" for mark in gap):
            break
        word = words[ahead]
        if word.guard:
            reached = ahead
            if word.guard in TURNING:
                turning -= 1
            elif (others := others - 1) < 0:
                return reached - step if reached != at else at
        elif word.text not in text.guards.links or abs(ahead - reached) > 1 or not own:
            break
    beyond = reached + step
    if step > 0 and reached != at and words[reached].guard == "unit" and beyond < len(words) and words[beyond].guard == "unit":
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
