"""What is known of a page's numbering before its markers are looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from evidence.nouns import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the page's numbering: the numbers of its list and of the registry, its footnote signs, its words."""

    numbers: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    roman: bool = False
    words: dict[str, int] = field(default_factory=dict)  # how often each word stands on the page, as typed
    highest: int = 0
    lettered: bool = False  # some of the signs are letters
    grouped: bool = False  # it prints thousands with a mark: 1,503

    def holds(self, label: str) -> bool:
        """Whether a list or the registry has that number."""
        return label in self.numbers

    def plausible(self, named: Sequence[str]) -> bool:
        """Whether the numbers can be references: near those that are listed; where nothing is listed, not too large."""
        near = 10 if len(named) > 1 and any(map(self.holds, named)) else 3  # "4,9": beside one that is listed
        limit = self.highest + near if self.highest else 200
        return bool(named) and all(not label.isdigit() or self.holds(label) or int(label) <= limit for label in named)

    def all_listed(self, named: Sequence[str]) -> bool:
        """Whether every number is listed (never where nothing is)."""
        numbers = [label for label in named if label.isdigit()]
        return bool(numbers) and all(self.holds(label) for label in numbers)
