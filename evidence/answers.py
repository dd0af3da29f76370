"""The bytes that a service answered → JSON or XML, or why they are neither; nothing in them is trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from evidence.wording import one_line

LONGEST = 1000  # characters of a text that is taken from an answer
WEB_PAGE = re.compile(rb"\s{0,100}(?:\xef\xbb\xbf)?\s{0,100}<(?:!doctype\s+html|html)", re.IGNORECASE)


class Unreadable(Exception):
    """Why an answer is not what was asked for, as a whole clause. `again`: another try may bring it whole."""

    def __init__(self, because: str, again: bool = False) -> None:
        super().__init__(because)
        self.because, self.again = because, again


def read_json(body: bytes, kind: str) -> Any:
    """The value of a JSON answer. It is UTF-8 (RFC 8259) whatever charset is declared. Raises Unreadable for anything else."""
    _no_web_page(body, kind)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("its answer is no UTF-8, as JSON must be") from None
    try:
        return json.loads(text, strict=False)  # NCBI leaves tabs in its titles
    except RecursionError:
        raise Unreadable("its answer is nested too deeply") from None
    except ValueError:  # no JSON, or a number of thousands of digits
        raise Unreadable("its answer is cut off or no JSON", again=True) from None


def read_xml(body: bytes, kind: str) -> Any:
    """The root element of an XML answer: no entity is resolved, no DTD is loaded, nothing is fetched. Raises Unreadable."""
    from lxml import etree

    _no_web_page(body, kind)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("its answer is cut off or no XML", again=True) from None
    if root is None:
        raise Unreadable("its answer is empty", again=True)
    return root


def _no_web_page(body: bytes, kind: str) -> None:
    if kind in ("text/html", "application/xhtml+xml") or WEB_PAGE.match(body):
        raise Unreadable("it answered with a web page instead of data (a sign-in page of the network?)")


# --- values of a JSON answer, whose form may be any --------------------------------------------------------------------


def text(value: Any) -> str:
    """A text on one line; "" for what is no text or number. A list's first text."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return one_line(str(value)[: 4 * LONGEST])[:LONGEST]


def mapping(value: Any) -> Mapping[str, Any]:
    """A JSON object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list; nothing for anything else."""
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()
