"""Web pages: .html, .htm, .xhtml."""

from __future__ import annotations

import re
from pathlib import Path

from evidence import decoding, markup
from evidence.page import Page

SUFFIXES = (".html", ".htm", ".xhtml")
EXTRA = "materials"

# <meta charset="utf-8">, <meta http-equiv=… content="text/html; charset=…">, <?xml … encoding="…"?>: looked for where browsers look
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w:.-]{1,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{1,40})""", re.IGNORECASE
)


def read(path: Path, shown: str) -> Page:
    """The page that a browser would show, without running anything in it and without fetching anything it names."""
    from lxml import etree

    with path.open("rb", buffering=0) as file:  # all at once
        content = file.read()
    begins = content[:2048]
    said = begins.lower()
    declared = _DECLARED.search(begins) if b"charset" in said or b"encoding" in said else None
    text, problems = decoding.recoded(content, (declared[1] or declared[2]).decode("ascii") if declared else "")
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=False, no_network=True)
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        return Page(shown, "html", "", (), problems=problems, unreadable=f"it is no HTML that can be read: {error.msg or 'it is empty'}")
    if root is None:
        return Page(shown, "html", "", (), problems=problems, unreadable="it holds no HTML")
    stopped = tuple((max(one.line, 1), _told(one.message)) for one in parser.error_log if one.level_name == "FATAL")
    return markup.compose(root, shown, "html", problems + stopped)


def _told(message: str) -> str:
    if "depth" in message:
        return "elements are nested more than 255 deep here: what follows was not read; take the needless layers out"
    return f"the page cannot be read beyond this place ({message.strip()}): what follows was not read"
