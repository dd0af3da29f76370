"""Pages and documents as HTML with numbers and marks in their text: the annotated copies of a substantiation pack."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evidence.coverage import STATE_WORDS, Spoken
from evidence.page import Block, Piece
from evidence.wording import UNPRINTABLE, encodable, one_line, plural, sentence

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#14212b;background:#fff}
mark{background:#fff1a8;color:inherit;border-bottom:2px solid #6b4a00;padding:0 .1em}
mark.failed,mark.loose{background:#fbe3e0;border-bottom:2px solid #8c1d13}
mark.passed{background:#e2f1e2;border-bottom:2px solid #1f5c2a}
mark.none{background:#eef1f3;border-bottom:2px solid #51606a}
b.number{font-size:.75em;background:#14212b;color:#fff;border-radius:.3em;padding:.05em .35em;margin-right:.25em}
table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{border:1px solid #b9c4cb;padding:.3rem .4rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.note{color:#51606a;font-size:.85rem}.hidden{opacity:.85;border-left:3px solid #b9c4cb;padding-left:.6rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}
"""
CLASSES = {"failed": "failed", "not covered": "loose", "passed": "passed", "n/a": "none"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a text that is marked: its number, its class, and what a pointer shows."""

    start: int
    end: int
    number: str
    kind: str
    note: str


def page(piece: Piece, statements: Sequence[Spoken], numbers: Sequence[str], sources: Sequence[Sequence[str]]) -> str:
    """An annotated page: its text with every statement marked and numbered, and the list of them with their sources.

    `numbers`: that of each statement; `sources`: where the passages behind each stand, in words.
    """
    spots = [
        Spot(one.statement.start, one.statement.end, number, CLASSES.get(one.state, "open"), f"{STATE_WORDS.get(one.state, 'not decided')}: {one.because}")
        for one, number in zip(statements, numbers, strict=True)
    ]
    read = piece.reading.page
    head = f"{_text(piece.file)}: the text as the audit read it, with {plural(len(statements), 'statement')} marked and numbered. Pictures are not shown."
    body = [f"<h1>{_text(read.title or piece.material)}</h1>", f'<p class="note">{head}</p>']
    body += [f"<p>Not read: {_text(read.unreadable)}</p>"] if read.unreadable else list(_blocks(read.text, read.blocks, spots))
    rows = [_row(one, number, found) for one, number, found in zip(statements, numbers, sources, strict=True)]
    body += ["<h2>Statements</h2>", _table(("No.", "Statement", "State", "Why", "Claims", "Passages in the sources"), rows)]
    return _document(f"{read.title or piece.material}: annotated page", body)


def _row(one: Spoken, number: str, found: Sequence[str]) -> tuple[str, ...]:
    claims = "; ".join(dict.fromkeys(use.claim for use in one.uses))
    return (number, one.statement.text, STATE_WORDS.get(one.state, "not decided"), sentence(one.because), claims, "\n".join(found))


def source(name: str, sheets: str, spots: Iterable[Spot]) -> str:
    """A document's text with its quoted passages marked and numbered, for kinds of documents that take no highlights."""
    lead = '<p class="note">The text as the audit read it, with the quoted passages marked. The document itself is not in this copy.</p>'
    return _document(f"{name}: marked text", [f"<h1>{_text(name)}</h1>", lead, f"<pre>{''.join(_marked(sheets, 0, len(sheets), list(spots)))}</pre>"])


def _document(title: str, body: Iterable[str]) -> str:
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="viewport" content="width=device-width">'
    made = f'<!doctype html>\n<html lang="en"><head>{head}<title>{_text(title)}</title><style>{STYLE}</style></head>\n<body><main>\n'
    return encodable(made + "\n".join(body) + "\n</main></body></html>\n")


def _text(text: str) -> str:
    return html.escape(one_line(text))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in columns)
    lines = ["".join(f"<td>{'<br>'.join(map(_text, cell.split(chr(10))))}</td>" for cell in row) for row in rows]
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"


def _blocks(text: str, blocks: Sequence[Block], spots: Sequence[Spot]) -> Iterator[str]:
    for block in blocks:
        own = [one for one in spots if one.start < block.end and block.start < one.end]
        inner = "".join(_marked(text, block.start, block.end, own))
        if block.kind == "heading":
            level = min(max(block.level, 1) + 1, 6)
            yield f"<h{level}>{inner}</h{level}>"
        else:
            lead = {"item": f"{_text(block.number)}. " if block.number else "• ", "alt": "Picture: ", "code": ""}.get(block.kind, "")
            yield f'<p{" class=hidden" if block.hidden else ""}>{lead}{inner}</p>'


def _marked(text: str, low: int, high: int, spots: Sequence[Spot]) -> Iterator[str]:
    """The text from `low` to `high`, escaped, cut where a spot begins or ends; a spot shows its number where it begins."""
    edges = sorted({low, high, *(place for one in spots for place in (one.start, one.end) if low < place < high)})
    for start, end in pairwise(edges):
        over = [one for one in spots if one.start <= start and end <= one.end]
        words = html.escape(_printable(text[start:end]))
        numbers = "".join(f'<b class="number">{_text(one.number)}</b>' for one in over if one.start == start and one.number)
        if not over:
            yield words
            continue
        inner = min(over, key=lambda one: one.end - one.start)
        yield f'<mark class="{inner.kind}" title="{html.escape(one_line(inner.note))}">{numbers}{words}</mark>'


def _printable(text: str) -> str:
    return "\n".join(UNPRINTABLE.sub("\ufffd", line) for line in text.split("\n"))
