"""Where wordings are cut into parts, those that share a part at one place, and which of them may stand in a stretch of a page.

A letter is a plain word (`wordlines`): what a wording has and the stretch has not is a word that is not there.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from itertools import pairwise

from evidence.nouns import dataclass
from evidence.wordlines import scorers

PLACED = 3  # letters of a rare run
LARGE = 24  # wordings: of so many, those that have too few letters are told all at once


@dataclass(slots=True, eq=False)
class Group:
    """Wordings of one length that have a part at one place."""

    offset: int
    length: int
    limit: int
    wordings: list[int] = field(default_factory=list)
    skeletons: list[str] = field(default_factory=list)
    rarer: int = 99  # parts that each of them has besides, at the least
    fewest: int = 99  # letters of a skeleton, those that occur twice counted once
    having: dict[str, int] = field(default_factory=dict)  # letter → the skeletons that have it, as bits; made when a large group is first asked


def runs(skeletons: Iterable[tuple[str, int]]) -> Counter[str]:
    """How many places have each run of as many letters as `cuts` looks for. A skeleton comes with how many of its words may change."""
    skeletons = tuple(skeletons)
    counted: Counter[str] = Counter()
    for size in {_size(skeleton, limit) for skeleton, limit in skeletons}:
        for skeleton, _ in skeletons:
            counted.update([skeleton[at : at + size] for at in range(len(skeleton) - size + 1)])
    return counted


def cuts(skeleton: str, limit: int, counted: Mapping[str, int]) -> list[int]:
    """Where to cut a skeleton into limit + 1 parts, each with a run of letters that few wordings have: the rarer a part, the less is
    looked at for nothing. Of runs as rare, those that make the parts most equal."""
    length, size = len(skeleton), _size(skeleton, limit)
    rare = [counted[skeleton[at : at + size]] for at in range(length - size + 1)]
    least, chosen = [0.0] * (length + 1), []  # what so many runs cost at the least within the first letters, and where the last of them begins
    for turn in range(limit + 1):
        middle = (2 * turn + 1) * length / (limit + 1) - size
        before, least, begins = least, [math.inf] * (length + 1), [0] * (length + 1)
        for end in range((turn + 1) * size, length - (limit - turn) * size + 1):
            at = end - size
            cost = before[at] + rare[at] + abs(2 * at - middle) / (4 * length)
            least[end], begins[end] = (cost, at) if cost < least[end - 1] else (least[end - 1], begins[end - 1])
        chosen.append(begins)
    places, end = [], length
    for begins in reversed(chosen):
        end = begins[end]
        places.append(end)
    return [0, *((low + size + high + 1) // 2 for low, high in pairwise(places[::-1])), length]


def _size(skeleton: str, limit: int) -> int:
    return min(PLACED, len(skeleton) // (limit + 1))


def add(group: Group, wording: int, skeleton: str, rarer: int) -> None:
    """Put a wording into a group. `rarer`: how many of its other parts fewer wordings have."""
    group.wordings.append(wording)
    group.skeletons.append(skeleton)
    group.rarer = min(group.rarer, rarer)
    group.fewest = min(group.fewest, len(set(skeleton)))


def standing(group: Group, window: str, most: int) -> list[tuple[int, int]]:
    """The skeletons of a group of which at most so many letters are not in the window, or not in this order: how many, and which it is."""
    similarity, _, extract = scorers()
    least, length, among = group.length - most, group.length, None
    if len(group.skeletons) >= LARGE:
        among = _having(group, set(window), max(0, group.fewest - most))
        if not among:
            return []
    choices = group.skeletons if among is None else [group.skeletons[at] for at in among]
    found = extract(window, choices, scorer=similarity, score_cutoff=least, limit=None)
    return [(length - int(same), at if among is None else among[at]) for _, same, at in found]


def _having(group: Group, letters: set[str], least: int) -> list[int]:
    """The skeletons of a large group that have at least so many of these letters.

    They are counted all at once: the bits of `counts[n]` are the nth binary digits of every skeleton's count.
    """
    if not group.having:
        for at, skeleton in enumerate(group.skeletons):
            for letter in skeleton:
                group.having[letter] = group.having.get(letter, 0) | 1 << at
    counts: list[int] = []
    for letter in letters:
        carry = group.having.get(letter, 0)
        for place, digit in enumerate(counts):
            counts[place], carry = digit ^ carry, digit & carry
        if carry:
            counts.append(carry)
    more, equal = 0, (1 << len(group.skeletons)) - 1
    for place in range(max(len(counts), least.bit_length()) - 1, -1, -1):
        digit = counts[place] if place < len(counts) else 0
        if least >> place & 1:
            equal &= digit
        else:
            more, equal = more | equal & digit, equal & ~digit
    found, left = [], more | equal
    while left:
        found.append((left & -left).bit_length() - 1)
        left &= left - 1
    return found
