"""The report for people as one HTML file: it asks no network, obeys nothing that was typed, and reads without a script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from evidence import annexes, claimrows, coverage, matrix, nesting, opening, pageview, rooms, wording
from evidence.claimrows import CLASSES
from evidence.coverage import STATE_WORDS, Spoken, overall
from evidence.model import LINKS, Audit, BadCall
from evidence.nesting import Entry
from evidence.wording import one_line

if TYPE_CHECKING:
    import jinja2

SUFFIX = ".html"

NOT_PRINTABLE = re.compile("[^\x20-\x7e\n]")


def render(audit: Audit) -> str:
    """The whole report. Raises BadCall, with the word to say to pip, where jinja2 is not installed."""
    statements = coverage.spoken(audit)
    first = opening.opening(audit, statements)
    style = _data("report.css").replace("{{report}}", NOT_PRINTABLE.sub("", first.report_id))
    script = _data("report.js")
    numbers = {rule.name: at for at, rule in enumerate(annexes.rules(audit))}
    references = list(annexes.references(audit))
    places = claimrows.Places(numbers, {one.key: at for at, one in enumerate(references)}, len(audit.claims) <= claimrows.FULL)
    ids = _ids(audit, statements)
    words: dict[str, Any] = {
        "audit": audit,
        "first": first,
        "question": opening.QUESTION,
        "decides": opening.DECIDES,
        "columns": matrix.COLUMNS,
        "lines": claimrows.rows(audit, matrix.loose_rows(statements, matrix.known(audit)), places),
        "rows": len(audit.claims) + len(coverage.not_covered(statements)),
        "counted": _counted(audit, statements),
        "pages": list(_pages(audit, statements, ids)),
        "references": references,
        "manifest": annexes.manifest(audit),
        "method": annexes.method(audit),
        "rules": list(annexes.rules(audit)),
        "registry_findings": [claimrows.entry(each, places) for each in _without_claim(audit)],
        "link_names": LINKS,
        "class_of": CLASSES,
        "mark_of": claimrows.MARKS,
        "word_of": STATE_WORDS,
        "numbers": numbers,
        "ids": {one_line(id_): row for id_, row in ids.items()},
        "texts": {one_line(result.claim.id): wording.shortened(result.claim.text, 110) for result in audit.claims},
        "standing": wording.standing,
        "safe_url": _address,
        "style": style,
        "script": script,
        "policy": f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'",
    }
    return wording.encodable(_template().render(words)).rstrip("\n") + "\n"


# --- the template -------------------------------------------------------------------------------------------------


@cache
def _template() -> jinja2.Template:
    try:
        import jinja2
    except ImportError:
        raise BadCall("the html report needs jinja2: pip install 'evidence-audit[report]'") from None
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown)
    environment.filters["code"] = _code
    return environment.from_string(_data("report.html"))


def _shown(value: object) -> object:
    """What is printed of a value: no control character, no mark that turns the reading direction around."""
    return wording.UNPRINTABLE.sub("\ufffd", value) if type(value) is str and not (value.isascii() and value.isprintable()) else value


def _code(text: str) -> object:
    """A sentence of ours or of a file, escaped, with what stands between backticks set as code."""
    from markupsafe import Markup

    return Markup(claimrows.coded(text))  # noqa: S704 - `coded` escapes


@cache
def _data(name: str) -> str:
    return (rooms.HERE / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _address(url: str) -> str:
    """An address of a legal text, from our own profiles, where it is one that may be followed; else an empty string."""
    return url if re.fullmatch(r"https://[\x21-\x7e]{4,500}", url) else ""


# --- what stands where --------------------------------------------------------------------------------------------


def _ids(audit: Audit, statements: Sequence[Spoken]) -> dict[str, str]:
    """Claim, or statement that no claim covers → the id of its row: short, ours, and never what was typed."""
    ids = {result.claim.id: f"c{at}" for at, result in reversed(list(enumerate(audit.claims)))}
    for at, one in enumerate(coverage.not_covered(statements)):
        ids[pageview.loose(one)] = f"s{at}"
    return ids


def _counted(audit: Audit, statements: Sequence[Spoken]) -> dict[str, int]:
    counted = dict.fromkeys(CLASSES, 0)
    for result in audit.claims:
        counted[overall(result.links)] += 1
    counted["not covered"] += len(coverage.not_covered(statements))
    return counted


def _pages(audit: Audit, statements: Sequence[Spoken], ids: dict[str, str]) -> Iterator[dict[str, Any]]:
    states = {result.claim.id: overall(result.links) for result in audit.claims}
    for piece, own in pageview.by_piece(audit, statements):
        page = piece.reading.page
        blocks = list(pageview.view(piece, own, ids, states)) if not page.unreadable else []
        counted = dict.fromkeys(CLASSES, 0)
        for one in own:
            counted[one.state] += 1
        yield {"id": piece.material, "file": piece.file, "blocks": blocks, "unreadable": page.unreadable, "counted": counted, "language": page.language}


def _without_claim(audit: Audit) -> list[Entry]:
    known = {result.claim.id for result in audit.claims}
    return [each for each in nesting.entries(audit.findings) if each.claim not in known]
