"""What a page's own style sheet says of its classes: which are raised, lowered or not shown."""

from __future__ import annotations

import re
from functools import lru_cache

from evidence.nouns import dataclass
from evidence.patterns import late

MAX_CHARACTERS = 1_000_000
_CLASS = late(r"[\w-]*\.([\w-]+)")  # ".fn" or "span.fn", the whole of a selector; what stands inside of others is not followed
_PLACE = late(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_HIDDEN = late(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Styles:
    """Names of classes."""

    raised: frozenset[str] = frozenset()
    lowered: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


@lru_cache(maxsize=64)  # the pages of one site share their style sheet
def read(css: str) -> Styles:
    """The classes a style sheet sets apart by a rule of their own; rules for print and the like (@media) are left out."""
    if len(css) > MAX_CHARACTERS or "{" not in css:
        return Styles()
    found: dict[str, set[str]] = {"super": set(), "sub": set(), "hidden": set()}
    depth = 0
    for chunk in _bare(css).split("}"):
        opened = chunk.count("{")
        if depth == 0 and opened == 1:
            selectors, _, body = chunk.partition("{")
            kinds = [place[1].lower() for place in _PLACE.finditer(body)] + (["hidden"] if _HIDDEN.search(body) else [])
            for kind in kinds:
                found[kind].update(name[1] for part in selectors.split(",") if (name := _CLASS.fullmatch(part.strip())))
        depth = max(depth + opened - 1, 0)
    return Styles(*(frozenset(found[kind]) for kind in ("super", "sub", "hidden")))


def _bare(css: str) -> str:
    """A style sheet without its comments; by hand, for a pattern would be quadratic where many begin and none ends."""
    parts, at = [], 0
    while (start := css.find("/*", at)) >= 0:
        parts.append(css[at:start])
        end = css.find("*/", start + 2)
        at = end + 2 if end >= 0 else len(css)
    return "".join([*parts, css[at:]])


def place(style: str) -> str:
    """What an element's own style says: "superscript", "subscript" or nothing."""
    found = _PLACE.search(style)
    return "" if not found else "superscript" if found[1].lower() == "super" else "subscript"


def hides(style: str) -> bool:
    """Whether an element's own style takes it out of sight."""
    return bool(_HIDDEN.search(style))
