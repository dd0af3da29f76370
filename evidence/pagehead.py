"""What an HTML page says in its head: the title and the descriptions that a browser's tab and a search engine show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

SHOWN = ("description", "title")  # meta elements by name or property: description, og:title, twitter:description
OUTER = ("head", "html", "body")  # the title of a drawing stands in the drawing


def told(elements: Iterable[_Element]) -> Iterator[tuple[str, int]]:
    """Title and descriptions among some elements, with their lines, where there is a number in them."""
    for one in elements:
        if one.tag not in ("title", "meta"):
            continue
        if one.tag == "meta" and (one.get("name") or one.get("property") or "").lower().rpartition(":")[2] not in SHOWN:
            continue
        parent = one.getparent()
        if parent is None or parent.tag in OUTER:
            words = " ".join((one.get("content") or "" if one.tag == "meta" else "".join(one.itertext())).split())
            if any(map(str.isdecimal, words)):
                yield words, one.sourceline or 1
