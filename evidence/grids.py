"""Where the cells of a table stand: its rows and columns, with cells that span several of them."""

from __future__ import annotations

from dataclasses import dataclass, field

WIDEST = 1000  # columns or rows that one cell may span, as in the standard for HTML: a hostile number costs little


@dataclass(slots=True)
class Grid:
    """The place of the next cell. `taken` says, for each column, how many of the coming rows a cell from above reaches into."""

    row: int = -1
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)
    _fresh: dict[int, int] = field(default_factory=dict)

    def next_row(self) -> None:
        """A row begins."""
        self.taken = {column: rows - 1 for column, rows in self.taken.items() if rows > 1} | self._fresh
        self.row, self.column, self._fresh = self.row + 1, 0, {}

    def next_cell(self, columns: str = "1", rows: str = "1") -> tuple[int, int]:
        """Row and column of the next cell, from 0, given how many it says it spans."""
        while self.column in self.taken:
            self.column += 1
        at, wide, high = self.column, span(columns), span(rows)
        self.column += wide
        if high > 1:
            self._fresh |= dict.fromkeys(range(at, at + wide), high - 1)
        return max(self.row, 0), at


def span(typed: str) -> int:
    """A span as typed, made sensible: 1 where it is no number."""
    return min(max(int(typed), 1), WIDEST) if typed.isdecimal() and len(typed) < 6 else 1
