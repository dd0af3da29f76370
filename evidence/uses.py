"""The uses of claims on a page, by the statement that they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence.page import Piece, Use


def by_statement(piece: Piece) -> dict[int, tuple[Use, ...]]:
    """Index of a statement → the uses that overlap it, in their order; those of no use are not in it."""
    found: dict[int, list[Use]] = {}
    for use in piece.uses:
        for index in use.statements:
            found.setdefault(index, []).append(use)
    return {index: tuple(uses) for index, uses in found.items()}


def closest(uses: Iterable[Use]) -> Use | None:
    """The use that a statement is, of those that overlap it: the closest kind first."""
    order = ("exact", "variant", "near", "drifted")
    return min(uses, key=lambda use: (order.index(use.kind), use.start - use.end, use.claim), default=None)
