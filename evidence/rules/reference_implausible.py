"""A field of a reference says what can hardly be true.

Why: a year to come, a page range that runs backwards or an author list with a gap is a slip of typing or of an export; the
reader who looks for the work is led astray, and the rest of the entry may be no better.

Do: compare the entry with the paper's first page or its record, and correct the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.latex import names
from evidence.model import Context, Problem, Reference
from evidence.patterns import late
from evidence.printed import natural

LINK = "cited"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("CIT002",)

EARLIEST = 1500  # print begins about 1450; what is cited from before is a new edition with a year of its own
FOUR = late(r"(?<!\d)\d{4}(?!\d)")
ALONE = late(r"^\W*(\d+)\W*$")
DATE = late(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
BETWEEN = late("\\s*[-~\u2010-\u2015\u2212]+\\s*")
PAGE = late(r"([A-Za-z]*)(\d+)([A-Za-z]*)")
LEFTOVER = late(r"\\[A-Za-z]+|&(?:amp|lt|gt|quot|nbsp|#x?[0-9A-Fa-f]+);|</?(?:i|b|em|strong|sub|sup|scp)>", re.IGNORECASE)
PRINTED = ("author", "editor", "title", "journal", "journaltitle", "booktitle", "publisher")

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
ENTRY = "@article{a,\n  title = {Outcomes},\n  %s, note = {# here}\n}\n"

PASSES = {
    "years, pages and names as they should be": {
        "claims.yaml": CLAIM,
        "references/a.bib": ENTRY % "author = {Polly, D. and Swofford, J. and others}, year = 2016, pages = {390--400}",
    },
    "an abbreviated page range": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "year = 1998, pages = {1664-73}"},
    "article numbers in the place of pages": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "pages = {e00309-18}"},
    "this year": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "year = 2026"},
    "a name with `and` in it": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "author = {{Food and Drug Administration}}"},
}
FAILS = {
    "a year to come": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "year = 2061"},
    "a year of two digits": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "year = 98"},
    "a page range that runs backwards": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "pages = {400--390}"},
    "an abbreviated one that does": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "pages = {1664--63}"},
    "an author is missing between two": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "author = {Polly, D. and and Cher, D.}"},
    "the last author is missing": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "editor = {Polly, D. and}"},
    "leftovers of an export": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "journal = {Spine &amp; Pelvis}"},
}


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    for name, value, fault in _faults(reference, context.as_of):
        yield Problem(f"`{reference.key}`: {name} `{value[:200]}` {fault}", at=reference.at(name), about=f"{name} {value}")


def _faults(reference: Reference, as_of: str) -> Iterator[tuple[str, str, str]]:
    """Field, value, and what is wrong with it in words that follow it."""
    filled = {name: value.strip() for name, value in reference.fields.items() if value.strip()}
    judges = {"year": year, "date": year, "urldate": visit}
    for name, judge in judges.items():
        if name in filled and (fault := judge(filled[name], as_of)):
            yield name, filled[name], fault
    if "pages" in filled and (fault := pages(filled["pages"])):
        yield "pages", filled["pages"], fault
    for name in PRINTED:
        value = filled.get(name, "")
        if name in ("author", "editor") and "" in names(value):
            yield name, value, "has an `and` with nobody before or after it"
        if fault := leftover(value):
            yield name, value, fault


def year(value: str, as_of: str) -> str:
    """What is wrong with a `year` or a biblatex `date` (2016-08, 2014/2015); words without a number are not judged here."""
    this = int(as_of[:4])
    for typed in FOUR.findall(value) or ALONE.findall(value):
        if len(typed) < 3:
            return "has two digits; write all four"
        if len(typed) > 4:
            return "is no year"
        if int(typed) > this:
            return f"is in the future (this audit is of {as_of})"
        if int(typed) < EARLIEST:
            return f"is before {EARLIEST}"
    return "is a placeholder" if "??" in value else ""


def visit(value: str, as_of: str) -> str:
    """What is wrong with the day on which a web page was seen."""
    found = DATE.fullmatch(value)
    return f"is in the future (this audit is of {as_of})" if found and value > as_of[: len(value)] else ""


def pages(value: str) -> str:
    """What is wrong with page ranges, several of them divided by commas; article numbers and Roman numerals are not judged."""
    for item in re.split("[,;&+]", value):
        ends = [PAGE.fullmatch(end) for end in BETWEEN.split(item.strip())]
        if len(ends) == 2 and (first := ends[0]) and (last := ends[1]) and (first[1], first[3]) == (last[1], last[3]):
            short = len(first[2]) - len(last[2])
            whole = first[2][:short] + last[2] if short > 0 else last[2]  # 1664-73 is short for 1664-1673
            begin, end = natural(first[2]), natural(whole)
            if begin is not None and end is not None and end < begin:
                return f"runs backwards, from {first[0]} to {last[0]}"
    return "is a placeholder" if "??" in value else ""


def leftover(value: str) -> str:
    """What is left of another format in words that are printed."""
    if found := LEFTOVER.search(value):
        return f"still holds `{found[0]}`, left over from another format"
    return "" if value.count("{") == value.count("}") else "holds a brace without its partner"
