"""How a path of claims.yaml is shown, and what a misspelt word may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence.model import Path


def shown(path: Path) -> str:
    """A path as people write it: claims[3].quantities[0].measure"""
    words = ""
    for step in path:
        name = f"[{step}]" if isinstance(step, int) else step[:60]
        if not name.isprintable():
            name = name.encode("unicode_escape").decode()
        words += f".{name}" if words and not isinstance(step, int) else name
    return words


def guess(word: str, known: Iterable[str]) -> str:
    """'; did you mean `measure`?' or an empty string."""
    near = nearest(word, tuple(known))
    return f"; did you mean `{near}`?" if near else ""


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that is most like this one, or an empty string."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word[:60].lower(), known, n=1, cutoff=0.6)), "")
