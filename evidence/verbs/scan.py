"""scan: what does this page say? Statements, quantities, references, and which claim each is."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evidence import fetching, outputs, readers, scanning, statements
from evidence.model import BadCall, Missing
from evidence.page import Found, Piece, Statement, Use
from evidence.sheetcells import guarded
from evidence.uses import by_statement, closest
from evidence.wording import UNPRINTABLE, one_line, plural

HELP = "say what a page states, with its numbers and references, and which registered claim each statement is"
COLUMNS = ("page", "line", "statement", "claim", "match", "quantities", "references", "notes", "flags")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pages", nargs="+", metavar="PAGE", help="html, txt, md, pdf or docx files, or addresses (https://…)")
    parser.add_argument("--claims", metavar="FILE", help="the registry (default: claims.yaml, where there is one)")
    parser.add_argument("--format", default="text", choices=("text", "json", "csv"), help="default: text")
    parser.add_argument("--extract", action="store_true", help="print only the text that was read; offsets count in it")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes to use (default: 1)")
    parser.add_argument("--save", default="fetched", metavar="FOLDER", help="where pages from addresses are kept (default: fetched)")


def run(options: argparse.Namespace) -> int:
    paths = [_local(word, options.save) for word in options.pages]
    if options.extract:
        for path in paths:
            outputs.say(_text(path, to_terminal=bool(sys.stdout and sys.stdout.isatty())) + "\n")
        return 0
    claims = options.claims or ("claims.yaml" if Path("claims.yaml").is_file() else None)
    page, first, between, last = FORMS[options.format]
    for number, told in enumerate(scanning.scan_all(paths, claims, options.jobs, page)):
        outputs.say((between if number else first) + told)
    outputs.say(last)
    return 0


def _local(word: str, folder: str) -> str:
    if fetching.is_address(word):
        fetched = fetching.fetch(word, folder)
        if isinstance(fetched, Missing):
            raise BadCall(f"{word}: {fetched.because}")
        return str(fetched)
    if not Path(word).exists():
        raise BadCall(f"there is no page {word}")
    return word


def _text(path: str, *, to_terminal: bool) -> str:
    """A page's text; for a terminal, one for one, without what would act on it."""
    page = readers.read(Path(path), path)
    if page.unreadable:
        raise BadCall(f"{path} could not be read: {page.unreadable}")
    return "\n".join(UNPRINTABLE.sub("\ufffd", line) for line in page.text.split("\n")) if to_terminal else page.text


# --- forms --------------------------------------------------------------------------------------------------------


def _as_json(piece: Piece) -> str:
    return json.dumps(_page(piece), ensure_ascii=False)


def _page(piece: Piece) -> dict[str, Any]:
    own = {index: (use.claim, use.kind) for index, uses in by_statement(piece).items() if (use := closest(uses))}
    told = statements.as_json(piece.reading, own)
    if piece.reading.page.unreadable:
        told["unreadable"] = piece.reading.page.unreadable
    return told


def _as_csv(piece: Piece) -> str:
    return "".join(_rows(piece))


def _rows(piece: Piece) -> Iterator[str]:
    uses = by_statement(piece)
    for index, one in enumerate(piece.reading.statements):
        use = closest(uses.get(index, ()))
        numbers = "; ".join(quantity.text for quantity in one.quantities)
        listed = (", ".join(one.references), " ".join(one.notes), ", ".join(one.flags))
        yield _row((piece.file, str(one.line), one.text, use.claim if use else "", use.kind if use else "", numbers, *listed))


def _row(cells: tuple[str, ...]) -> str:
    """One line of RFC 4180; what a spreadsheet would take for a formula gets an apostrophe."""
    row = io.StringIO()
    csv.writer(row).writerow(map(guarded, map(one_line, cells)))
    return row.getvalue()


def _as_text(piece: Piece) -> str:
    return "".join(_told(piece))


def _told(piece: Piece) -> Iterator[str]:
    page, file = piece.reading.page, one_line(piece.file)
    if page.unreadable:
        yield f"{file}: unchecked: it could not be read: {one_line(page.unreadable)}\n\n"
        return
    count = plural(len(piece.reading.statements), "statement")
    uses = by_statement(piece)
    yield f"{file}: {count}, {len(uses)} of them registered claims; {plural(len(piece.reading.defects), 'fault')} of the numbering\n"
    for index, one in enumerate(piece.reading.statements):
        yield from _statement(one, file, uses.get(index, ()))
    for defect in piece.reading.defects:
        named = f" ({', '.join(defect.references)})" if defect.references else ""
        yield f"  {file}:{defect.line}  {defect.type.replace('_', ' ')}{named}: {one_line(defect.message)}\n"
    for line, words in page.problems:
        yield f"  {file}:{line}  note: {one_line(words)}\n"
    yield "\n"


def _statement(one: Statement, file: str, own: Sequence[Use]) -> Iterator[str]:
    claims = ", ".join(dict.fromkeys(f"{use.claim} ({use.kind})" for use in own)) or "not registered"
    yield f"\n  {file}:{one.line}  {claims}\n      “{one_line(one.text)}”\n"
    if one.quantities:
        yield f"      numbers: {', '.join(map(_number, one.quantities))}\n"
    if one.references or one.notes:
        yield f"      references: {', '.join((*one.references, *one.notes))}\n"
    if one.flags:
        yield f"      read as: {', '.join(flag.replace('_', ' ') for flag in one.flags)}\n"
    for use in own:
        if use.differences:
            yield f"      registered: “{one_line(use.wording)}” ({'; '.join(map(one_line, use.differences))})\n"


def _number(quantity: Found) -> str:
    words = one_line(quantity.text)
    return f"{words} [{', '.join(quantity.references)}]" if quantity.references else words


# what a page is told as, and what stands before the first, between two and after the last
FORMS: dict[str, tuple[Callable[[Piece], str], str, str, str]] = {
    "text": (_as_text, "", "", ""),
    "json": (_as_json, '{"schema_version": 1, "pages": [\n', ",\n", "\n]}\n"),
    "csv": (_as_csv, ",".join(COLUMNS) + "\r\n", "", ""),
}
