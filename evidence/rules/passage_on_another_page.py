"""The quoted words stand in the document, and not on the page that the claim names.

Why: whoever checks the claim opens that page first. Words that stand elsewhere may belong to another group, time or table.

Do: correct `page:`. The number printed on the page and the number of the sheet in the file are both understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.model import Anchor, Chain, Context, Missing, Problem
from evidence.patterns import late
from evidence.record import Found

LINK = "anchored"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("CIT007",)

PART = late(r"(?:pages?|pp?\.?|S\.|Seiten?)?\s*(?P<first>[A-Za-z]{0,3}[0-9]{1,6}|[ivxlc]{1,7})(?:\s*[-–—]\s*(?P<last>[A-Za-z]{0,3}[0-9]{1,6}))?", re.IGNORECASE)
NUMBER = late(r"([A-Za-z]{0,3})([0-9]{1,6})")

# Two sheets of a PDF that a person can read: its table of places is left to the reader to rebuild.
PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj\n"
PDF += "".join(
    f"{3 + at} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<</Font<</F 5 0 R>>>>/Contents {6 + at} 0 R>>endobj\n" for at in (0, 1)
)
PDF += "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
SHEETS = ("Methods: we asked all patients.", "Pain fell by 68% in the end.")
PDF += "".join(
    f"{6 + at} 0 obj<</Length {len(words) + 30}>>stream\nBT /F 12 Tf 10 100 Td ({words}) Tj ET\nendstream endobj\n" for at, words in enumerate(SHEETS)
)
PDF += "trailer<</Root 1 0 R>>\n%%EOF\n"

HEAD = "version: 1\nclaims:\n  - id: a\n    text: 68% less\n    references: [a]\n    quantities:\n      - printed: 68%\n        measure: reported\n        from: {value: 68}\n        source:\n          reference: a\n          read: full\n          quote: Pain fell by 68%\n"
BIB = "@article{a,\n  title = {Outcomes},\n  file = {:a.pdf:PDF},\n}\n"

PASSES = {
    "the page is right": {"claims.yaml": HEAD + "          page: 2\n", "references/a.bib": BIB, "references/a.pdf": PDF},
    "it is one of several": {"claims.yaml": HEAD + "          page: pp. 1-2\n", "references/a.bib": BIB, "references/a.pdf": PDF},
    "a document without pages": {
        "claims.yaml": HEAD + "          page: 7\n", "references/a.bib": BIB.replace("a.pdf", "a.txt"), "references/a.txt": "Pain fell by 68%.\n",
    },
}  # fmt: skip
FAILS = {
    "another page": {"claims.yaml": HEAD + "          page: 1  # here\n", "references/a.bib": BIB, "references/a.pdf": PDF},
}
OPENS = {
    "a printed page number that the file does not know": {"claims.yaml": HEAD + "          page: e123\n", "references/a.bib": BIB, "references/a.pdf": PDF},
}


def check(chain: Chain, context: Context) -> Iterator[Problem | Missing]:
    for anchor in chain.anchors:
        named, found = anchor.source.page, anchor.found
        if not named or isinstance(found, Missing) or isinstance(anchor.document, Missing) or found.kind != "exact" or not found.sheets:
            continue
        parts = list(PART.finditer(named))
        if any(_is_on(part, found) for part in parts):
            continue
        on = f"page {', '.join(found.pages)}" if found.pages else f"sheet {', '.join(map(str, found.sheets))}"
        if not parts or not _can_tell(parts, anchor):
            place = f"{on} of {anchor.document.path}"
            yield Missing(f"the words quoted from {anchor.source.reference} stand on {place}; whether that is page {named} nobody can tell, for it has no such page number")
        else:
            message = f"the words stand on {on} of {anchor.document.path}, and the claim names page {named}"
            yield Problem(message, at=(*anchor.source.path, "page"), about=f"{anchor.source.reference} {named} {anchor.source.quote}", key=anchor.citation.key or "")


def _is_on(part: re.Match[str], found: Found) -> bool:
    """Whether one page or range of pages that a claim names is among those on which the words stand."""
    names = [*map(str, found.sheets), *found.pages]
    if any(name.casefold() == part["first"].casefold() for name in names):
        return True
    first, last = NUMBER.fullmatch(part["first"]), NUMBER.fullmatch(part["last"] or "")
    if first is None or last is None:
        return False
    low, high = int(first[2]), int(last[2])
    if high < low:  # 123-9
        high = int(first[2][: -len(last[2])] + last[2]) if len(last[2]) < len(first[2]) else low
    pages = [number for name in names if (number := NUMBER.fullmatch(name))]
    return any(number[1].casefold() == first[1].casefold() and low <= int(number[2]) <= high for number in pages)


def _can_tell(parts: list[re.Match[str]], anchor: Anchor) -> bool:
    """Whether the document knows page numbers like those that are named: its own, or sheets up to there."""
    if isinstance(anchor.document, Missing):
        return False
    if any(anchor.document.labels):
        return True
    return any(part["first"].isdigit() and int(part["first"]) <= len(anchor.document.sheets) for part in parts)
