"""Wordings that share a part at one place, and which of them may stand in a stretch of a page: told by their letters, all at once.

A letter is a plain word (`wordlines`): what a wording has and the stretch has not is a word that is not there.
"""

from __future__ import annotations

from dataclasses import field

from evidence.nouns import dataclass

LARGE = 24  # wordings: so many are faster looked through all at once
KINDS = 61  # of letters in a mask


@dataclass(slots=True, eq=False)
class Group:
    """Wordings of one length that have a part at one place."""

    offset: int
    length: int
    limit: int
    wordings: list[int] = field(default_factory=list)
    skeletons: list[str] = field(default_factory=list)
    masks: list[int] = field(default_factory=list)  # which kinds of letters each skeleton has
    letters: set[str] = field(default_factory=set)  # of all skeletons
    fewest: int = 99  # letters of a skeleton, those that occur twice counted once
    having: dict[str, int] = field(default_factory=dict)  # letter → the skeletons that have it, as bits; made when a large group is first asked


def add(group: Group, wording: int, skeleton: str) -> None:
    """Put a wording into a group."""
    group.wordings.append(wording)
    group.skeletons.append(skeleton)
    group.masks.append(_mask(skeleton))
    group.letters.update(skeleton)
    group.fewest = min(group.fewest, len(set(skeleton)))


def candidates(group: Group, window: str) -> list[int]:
    """The skeletons of a group, by number, of which at most `group.limit` letters are not in the window; too many rather than too few."""
    if len(group.masks) >= LARGE:
        return _having(group, set(window), max(0, group.fewest - group.limit))
    other = ~_mask(window)
    return [at for at, mask in enumerate(group.masks) if (mask & other).bit_count() <= group.limit]


def _mask(skeleton: str) -> int:
    """The letters of a line of words, in kinds, in the bits of a number."""
    mask = 0
    for letter in skeleton:
        mask |= 1 << (ord(letter) % KINDS)
    return mask


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
