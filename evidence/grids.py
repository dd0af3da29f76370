"""Where the cells of a table stand: its rows and columns, with cells that span several of them."""

from __future__ import annotations

from dataclasses import dataclass, field

WIDEST = 1000  # columns or rows that one cell may span, as in the standard for HTML: a hostile number costs little


@dataclass(slots=True)
class Grid:
    """The place of the next cell. `_above` says which columns cells from above reach into: from, to, and for how many rows from here on."""

    row: int = -1
    column: int = 0
    _above: list[tuple[int, int, int]] = field(default_factory=list)
    _passed: int = 0  # how many of them the cells of this row have come past
    _fresh: list[tuple[int, int, int]] = field(default_factory=list)

    def next_row(self) -> None:
        """A row begins."""
        self._above = sorted([(low, high, rows - 1) for low, high, rows in self._above if rows > 1] + self._fresh)
        self.row, self.column, self._passed, self._fresh = self.row + 1, 0, 0, []

    def next_cell(self, columns: str = "1", rows: str = "1") -> tuple[int, int]:
        """Row and column of the next cell, from 0, given how many it says it spans."""
        while self._passed < len(self._above) and self._above[self._passed][0] <= self.column:
            self.column = max(self.column, self._above[self._passed][1])
            self._passed += 1
        at, wide, high = self.column, span(columns), span(rows)
        self.column += wide
        if high > 1:
            self._fresh.append((at, at + wide, high - 1))
        return max(self.row, 0), at


def span(typed: str) -> int:
    """A span as typed, made sensible: 1 where it is no number."""
    return min(max(int(typed), 1), WIDEST) if typed.isdecimal() and len(typed) < 6 else 1
