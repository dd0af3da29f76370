"""The report as a workbook: the first page, the claims matrix, and every list behind it; texts are texts, numbers and days are numbers and days."""

from __future__ import annotations

import gc
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from evidence import coverage, sheetcells, wording
from evidence.model import Audit, BadCall
from evidence.opening import QUESTION, Opening, opening
from evidence.sheetcells import TITLES, shown
from evidence.workbook import Column, Sheet, Value, sheets

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

SUFFIX = ".xlsx"

MOST_ROWS = 1_048_576 - 1  # what a sheet can hold below its head
ACROSS = 220  # characters across a page of paper
OFTEN = 1_000  # characters of a text that is kept, for it may come again
MOST_LINKS = 65_000  # Excel keeps 65,530 of a sheet
FONT: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
PLAIN: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "number": {"num_format": "General", "align": "right"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "time": {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"},
    "link": {"font_color": "#0B4F9E", "underline": 1, "text_wrap": True},
    "head": {"bold": True, "text_wrap": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"},
    "title": {"bold": True, "font_size": 16},
    "section": {"bold": True, "font_size": 12, "bottom": 1},
    "label": {"bold": True, "text_wrap": True},
    "bad": {"text_wrap": True, "bg_color": "#F7D9D6", "font_color": "#5C120B", "bold": True},
    "open": {"text_wrap": True, "bg_color": "#FBE9C2", "font_color": "#4A3000", "bold": True},
    "fine": {"text_wrap": True, "bg_color": "#DDEEDD", "font_color": "#173F17", "bold": True},
}
BAD = ("error", "Not to be used", "Not covered")
OPEN = ("Not decided", "warning", "Waived")
COLOURED = ("Disposition", "Severity")


def render(audit: Audit) -> bytes:
    """The workbook's bytes: equal audits give equal bytes. Raises BadCall where the library for it is not installed."""
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise BadCall("a workbook needs one more library: pip install 'evidence-audit[report]'") from None
    collecting = gc.isenabled()
    gc.disable()  # a million small objects, none in circles: looking for circles would be half of the time
    try:
        return _written(audit, Workbook)
    finally:
        if collecting:
            gc.enable()


def _written(audit: Audit, workbook: type[xlsxwriter.Workbook]) -> bytes:
    pages = coverage.spoken(audit)
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = workbook(held, options)
    first = opening(audit, pages)
    book.set_properties({"title": f"Evidence report {first.report_id}", "comments": shown(first.counts), "created": _made(audit)})
    looks = {name: book.add_format({**FONT, **look}) for name, look in PLAIN.items()}
    every = sheets(audit, pages)
    _opening(book, first, every, looks)
    for sheet in every:
        _sheet(book, sheet, first, looks)
    book.close()
    return held.getvalue()


def _made(audit: Audit) -> datetime:
    """The day the audit is as of: no clock may show in the file."""
    day = sheetcells.day(audit.as_of)
    return day if day else datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)


# --- the first page -----------------------------------------------------------------------------------------------


def _opening(book: xlsxwriter.Workbook, first: Opening, every: Sequence[Sheet], looks: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Release")
    _paper(sheet, first)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
    for at, (kind, label, text) in enumerate(_lines(first, every)):
        if kind in ("title", "section"):
            sheet.write_string(at, 0, shown(label), looks[kind])
        else:
            sheet.write_string(at, 0, shown(label), looks["label"])
            sheet.write_string(at, 1, sheetcells.told(text), looks[kind])
            sheet.set_row(at, sheetcells.height(((label, 26), (text, 110))))


def _lines(first: Opening, every: Sequence[Sheet]) -> list[tuple[str, str, str]]:
    """(look, label, text) of every line of the first page."""
    answer = {"failed": "bad", "passed": "fine"}.get(first.verdict, "open")
    lines = [("title", QUESTION, ""), (answer, first.answer, first.because)]
    lines += [("text", "Report", first.report_id), ("text", "As of", first.as_of), ("text", "Profile", first.profile)]
    lines += [("text", "Registry", first.registry), ("text", "Made by", first.tool), ("section", "Pieces", "")]
    for one in first.pieces:
        facts = f"version {one.version}; control number {one.control_number}; product {one.product}; market {one.market}; audience {one.audience}"
        lines.append(("open" if one.unread else "text", one.id, f"{one.title}\n{one.file}; {facts}\n{one.read}"))
    lines += [] if first.pieces else [("text", "none", "`materials:` lists no piece.")]
    lines.append(("section", "What stands against it", ""))
    for issue in first.issues:
        parts = [issue.what, issue.example, f"About: {wording.some(issue.about)}" if issue.about else ""]
        parts += [f"Why it matters: {issue.why}" if issue.why else "", f"What to do: {issue.fix}" if issue.fix else ""]
        parts += [f"See {issue.basis}" if issue.basis else ""]
        name = f"{issue.kind}{f', {issue.count:,} times' if issue.count > 1 else ''}\n{issue.rule}".strip()
        lines.append(("text", name, "\n".join(part for part in parts if part)))
    lines += [("text", "and more", f"{wording.plural(first.more, 'other issue')}: see Findings and Unchecked.")] if first.more else []
    lines += [] if first.issues else [("text", "nothing", "No rule saw anything, and nothing was left unchecked.")]
    lines.append(("section", "What was read", ""))
    lines += [("text", "read", each) for each in first.read] + [("text", "not read", each) for each in first.not_read]
    lines.append(("section", "Signatures", ""))
    for each in first.signatures:
        lines.append(("text", each.of, f"{each.name}, {each.role}, {each.time}: {each.meaning}, {each.decision}. State: {each.state}. {each.identity}"))
    lines += [("open", "not signed", each) for each in first.unsigned]
    lines += [("text", "", first.part_11), ("section", "In this workbook", "")]
    return [*lines, *(("text", sheet.name, sheet.about) for sheet in every), ("text", "", first.counts)]


# --- the lists ----------------------------------------------------------------------------------------------------


def _sheet(book: xlsxwriter.Workbook, content: Sheet, first: Opening, looks: dict[str, Any]) -> None:
    sheet = book.add_worksheet(content.name)
    _paper(sheet, first, wide=sum(column.width for column in content.columns))
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    sheet.freeze_panes(1, 1)
    for at, column in enumerate(content.columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.name, looks["head"])
    last = links = 0
    plain = [column.kind in ("text", "number") and column.name not in COLOURED for column in content.columns]
    widths = [column.width for column in content.columns]
    text = looks["text"]
    for last, row in enumerate(content.rows(), 1):
        if last >= MOST_ROWS:
            sheet.write_string(last, 0, "… there are more rows than a sheet can hold: see the JSON report", looks["open"])
            break
        for at, value in enumerate(row):
            if plain[at] and type(value) is str:  # nearly all of them
                if value:
                    sheet.write_string(last, at, _known(value) if len(value) < OFTEN else sheetcells.told(value), text)
            else:
                links += _cell(sheet, last, at, content.columns[at], value, looks, links)
        sheet.set_row(last, sheetcells.height([(value, width) for value, width in zip(row, widths, strict=True) if type(value) is str]))
    if not last:
        sheet.write_string(1, 0, "none", looks["text"])
    sheet.autofilter(0, 0, max(last, 1), len(content.columns) - 1)


def _cell(sheet: Worksheet, row: int, at: int, column: Column, value: Value, looks: dict[str, Any], links: int) -> bool:
    """Write one cell; True where it became a link."""
    if value is None or value == "":
        return False
    if isinstance(value, int | float):
        sheet.write_number(row, at, value, looks["number"])
        return False
    if column.kind in ("date", "time") and (day := sheetcells.day(value)):
        sheet.write_datetime(row, at, day, looks[column.kind])
        return False
    if column.kind == "link" and links < MOST_LINKS and sheetcells.safe_link(value):
        sheet.write_url(row, at, value, looks["link"], string=shown(value))
        return True
    look = "text"
    if column.name in COLOURED:
        look = "bad" if value.startswith(BAD) else "open" if value.startswith(OPEN) else "text"
    sheet.write_string(row, at, _known(value) if len(value) < OFTEN else sheetcells.told(value), looks[look])
    return False


@lru_cache(maxsize=32_768)
def _known(value: str) -> str:
    """A short text as a cell holds it; most of them come again and again."""
    return sheetcells.told(value)


def _paper(sheet: Worksheet, first: Opening, wide: int = 0) -> None:
    """How it prints: A4, a wide sheet on as many pages side by side as keep it readable, the report's id and the page's number on each."""
    sheet.set_paper(9)
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1 + wide // ACROSS, 0)
    sheet.set_header(f"&L{TITLES}&RReport {first.report_id}")
    sheet.set_footer("&L&A&RPage &P of &N")
