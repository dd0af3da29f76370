"""Typographic folding, the one place: what two ways of typing the same words have in common."""

from __future__ import annotations

import unicodedata

from evidence.patterns import late

SPACES = late(r"\s+")


def fold_spaces(text: str) -> str:
    """White space of any kind and length becomes one space; the ends are trimmed."""
    return SPACES.sub(" ", text).strip()


def fold_words(text: str) -> str:
    """Case, accents and punctuation away, for comparing titles and names ("Röhrl, S." → "rohrl s")."""
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return fold_spaces("".join(mark if mark.isalnum() else " " for mark in bare.casefold()))
