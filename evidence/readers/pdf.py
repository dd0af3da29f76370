"""PDF: text by characters with their size and baseline, so that superscripts are known and not guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evidence import enumerations, layout
from evidence.composer import Composer
from evidence.page import Page

SUFFIXES = (".pdf",)
EXTRA = "pdf"

MAX_SHEETS = 500
MAX_CHARACTERS = 3_000_000  # about 10 µs each
MAX_GOALS = 2000  # places where links of the document lead
EDGE = 0.09  # of a sheet's height, at the top and at the bottom: where running heads and page numbers stand
_ENDS = "\ufffe\x02"  # what pdfium gives for a hyphen that parts a word at the end of a line
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_GOAL = re.compile(r"#page=(\d{1,6})(?:&top=(-?\d{1,6}))?")
_FIGURE = re.compile(r"\d+")


def read(path: Path, shown: str) -> Page:
    """The page that a PDF shows; `Block.sheet` counts its sheets from 1. Nothing in it is run."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return Page(shown, "pdf", "", (), unreadable=_why(str(error)))
    try:
        return _page(document, path, shown)
    finally:
        document.close()


def _page(document: Any, path: Path, shown: str) -> Page:
    count = len(document)
    problems = _whole(path)
    if count > MAX_SHEETS:
        problems.append((1, f"it has {count:,} pages; the first {MAX_SHEETS} were read: split it"))
    sheets: list[list[layout.Line]] = []
    heights: list[float] = []
    left = MAX_CHARACTERS
    for number in range(min(count, MAX_SHEETS)):
        pieces, height, used = _sheet(document, number, left)
        left -= used
        sheets.append(layout.lines(pieces))
        heights.append(height)
        if not pieces:
            problems.append((1, f"page {number + 1} has no text that can be read: it is empty, a picture, or damaged"))
        if left <= 0:
            problems.append((1, f"it has more than {MAX_CHARACTERS:,} characters; what follows page {number + 1} was not read: split it"))
            break
    if not any(sheets):
        pages = "1 page" if count == 1 else f"{count:,} pages"
        why = f"it has {pages} and no text: they are pictures, such as a scan. Give the original, or run text recognition (OCR) on it"
        return Page(shown, "pdf", "", (), problems=tuple(problems), unreadable=why)
    composer = Composer()
    composer.problems += problems
    _compose(composer, sheets, heights)
    return composer.page(shown, "pdf", title=str(document.get_metadata_value("Title")), language=_language(document))


def _why(message: str) -> str:
    if "password" in message.lower() or "security" in message.lower():
        return "it is encrypted and opens with a password only: give a copy without one"
    return "it is damaged or no PDF: export it again"


def _whole(path: Path) -> list[tuple[int, str]]:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 2048, 0))
        if b"%%EOF" not in file.read():
            return [(1, "the file ends before its end: it was cut off, and what is missing was not read; export it again")]
    return []


def _language(document: Any) -> str:
    import ctypes

    import pypdfium2.raw as raw

    if not hasattr(raw, "FPDFCatalog_GetLanguage"):
        return ""
    space = ctypes.create_string_buffer(128)
    raw.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(space, ctypes.POINTER(raw.FPDF_WCHAR)), 128)
    return space.raw.decode("utf-16-le", "replace").partition("\0")[0]


def _sheet(document: Any, number: int, most: int) -> tuple[list[layout.Piece], float, int]:
    """Pieces of one sheet, its height in points, and how many characters it has. A sheet that is damaged has none."""
    import pypdfium2

    try:
        sheet = document[number]
        text = sheet.get_textpage()
    except pypdfium2.PdfiumError:
        return [], 0.0, 0
    used = min(text.count_chars(), most)
    return list(_pieces(text, used, _links(document, sheet))), sheet.get_height(), used


def _pieces(text: Any, count: int, links: list[tuple[float, float, float, float, str]]) -> Iterator[layout.Piece]:
    """Characters put together as long as size, baseline and link stay and no wide gap comes."""
    import ctypes

    import pypdfium2.raw as raw

    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    held: list[str] = []
    left = right = baseline = size = 0.0
    target, spaced, was_spaced = "", False, False
    for at in range(count):
        character = chr(raw.FPDFText_GetUnicode(text.raw, at))
        if character in _ENDS and held:
            yield layout.Piece("".join(held) + "-", left, right, baseline, size, target, was_spaced, True)
            held, spaced = [], False
            continue
        if character.isspace() or character < " " or character in _ENDS:
            spaced = True
            continue
        raw.FPDFText_GetCharOrigin(text.raw, at, x, y)
        raw.FPDFText_GetLooseCharBox(text.raw, at, box)
        raw.FPDFText_GetMatrix(text.raw, at, matrix)  # some programs set all text at size 1 and scale it
        scale = (matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5 or 1.0
        its = raw.FPDFText_GetFontSize(text.raw, at) * scale or 1.0
        link = next((name for west, south, east, north, name in links if west <= x.value <= east and south <= y.value <= north), "")
        gap = x.value - right
        same = held and abs(its - size) < 0.05 * size and abs(y.value - baseline) < 0.05 * size and link == target
        if not same or gap > layout.GAP * size or gap < -size:
            if held:
                yield layout.Piece("".join(held), left, right, baseline, size, target, was_spaced)
            held, left, was_spaced = [], x.value, spaced or (bool(held) and gap > 0.22 * its)
            baseline, size, target = y.value, its, link
        elif spaced:
            held.append(" ")
        held.append(character)
        right, spaced = max(box.right, x.value), False
    if held:
        yield layout.Piece("".join(held), left, right, baseline, size, target, was_spaced)


def _links(document: Any, sheet: Any) -> list[tuple[float, float, float, float, str]]:
    """(left, bottom, right, top, target) of the links of a sheet; inside of the document a target is "#page=3&top=540"."""
    import ctypes

    import pypdfium2.raw as raw

    found: list[tuple[float, float, float, float, str]] = []
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while len(found) < 1000 and raw.FPDFLink_Enumerate(sheet.raw, position, link):
        area = raw.FS_RECTF()
        if not raw.FPDFLink_GetAnnotRect(link, area):
            continue
        target = ""
        if action := raw.FPDFLink_GetAction(link):
            space = ctypes.create_string_buffer(2048)
            if raw.FPDFAction_GetURIPath(document.raw, action, space, 2048):
                target = space.value.decode("utf-8", "replace")
        if not target and (goal := raw.FPDFLink_GetDest(document.raw, link)):
            target = _place(goal, raw.FPDFDest_GetDestPageIndex(document.raw, goal) + 1)
        if target:
            low, high = sorted((area.bottom, area.top))
            found.append((area.left - 0.5, low - 0.5, area.right - 0.5, high, target))
    return found


def _place(goal: Any, sheet: int) -> str:
    """Where in the document a link leads: its sheet, and the height on it where it says so."""
    import ctypes

    import pypdfium2.raw as raw

    x_known, y_known, zoom_known = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    x, y, zoom = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    known = raw.FPDFDest_GetLocationInPage(goal, x_known, y_known, zoom_known, x, y, zoom) and y_known.value
    return f"#page={sheet}&top={y.value:.0f}" if known else f"#page={sheet}"


def _goals(blocks: list[layout.Group]) -> dict[int, list[str]]:
    """For each block (by its index), the names under which links of the document lead to it: the next one below their height."""
    targets = {piece.target for group in blocks for line in group.lines for piece in line.pieces if piece.target}
    found = sorted((one for target in targets if (one := _GOAL.fullmatch(target))), key=lambda one: one[0])
    on: dict[int, list[tuple[float, int]]] = {}
    for at, group in enumerate(blocks):
        on.setdefault(group.sheet, []).append((group.lines[0].baseline, at))
    goals: dict[int, list[str]] = {}
    for one in found[:MAX_GOALS]:
        top = float(one[2]) if one[2] else float("inf")
        below = [(-baseline, at) for baseline, at in on.get(int(one[1]), []) if baseline <= top]
        if below:
            goals.setdefault(min(below)[1], []).append(one[0][1:])
    return goals


def _compose(composer: Composer, sheets: list[list[layout.Line]], heights: list[float]) -> None:
    sizes: Counter[float] = Counter()
    words: Counter[str] = Counter()
    for line in (line for sheet in sheets for line in sheet):
        sizes[round(line.size, 1)] += len(line.text)
        words.update(word.lower() for word in _WORD.findall(line.text))
    body = max(sizes, key=lambda size: (sizes[size], -size))
    headings = sorted((size for size in sizes if size >= 1.15 * body), reverse=True)
    blocks = [group for number, sheet in enumerate(sheets, 1) for group in layout.groups(sheet, number)]
    running, goals = _running(blocks, heights), _goals(blocks)
    firsts = [group.lines[0].text for group in blocks]
    numbers = enumerations.numbers(firsts)
    for at, (group, first, (number, long)) in enumerate(zip(blocks, firsts, numbers, strict=True)):
        size = round(group.lines[0].size, 1)
        facts = {"path": f"page {group.sheet}", "sheet": group.sheet, "size": size, "region": running.get(_furniture(group, heights), "")}
        bullet = enumerations.bullet(first)
        if group.cell >= 0:
            facts |= {"kind": "cell", "row": group.row, "cell": group.cell}
            bullet = long = 0
        elif size in headings:  # before items: a chapter's number belongs to its heading
            facts |= {"kind": "heading", "level": min(headings.index(size) + 1, 6)}
            bullet = long = 0
        elif bullet or number:
            facts |= {"kind": "item", "level": 1, "list_kind": "unordered" if bullet else "ordered", "number": number}
        else:
            facts["kind"] = "paragraph"
        for name in goals.get(at, ()):
            composer.anchor(name)
        _write(composer, group.lines, bullet or long, words)
        composer.end(facts)


def _write(composer: Composer, lines: list[layout.Line], skip: int, words: Counter[str]) -> None:
    """The words of a block; `skip` characters at its beginning are its bullet or number."""
    for at, line in enumerate(lines):
        for place, piece in enumerate(line.pieces):
            text = piece.text
            last = place == len(line.pieces) - 1
            if last and (piece.broken or text.endswith(("-", "\u00ad"))) and at + 1 < len(lines):
                kept = layout.joined(text, lines[at + 1].text, words)
                text = text[:-1] + ("-" if kept and not text.endswith("\u00ad") else "")
                last = False
            if piece.spaced and place:
                composer.write(" ", 1)
            cut = min(skip, len(text))
            text, skip = text[cut:], max(skip - len(text) - (1 if place + 1 < len(line.pieces) and line.pieces[place + 1].spaced else 0), 0)
            raised = line.raised(piece)
            for kind, target in (("link", piece.target), (raised, "")):
                if kind and (target or kind != "link"):
                    composer.open(kind, target, round(piece.size, 1) if kind == raised else None)
            composer.write(text, 1)
            for _ in range(bool(piece.target) + bool(raised)):
                composer.close()
            if last:
                composer.write(" ", 1)


def _furniture(group: layout.Group, heights: list[float]) -> tuple[str, str]:
    """(its words with every figure alike, "header" or "footer" where it stands at an edge of its sheet)."""
    height = heights[group.sheet - 1] or 1.0
    place = group.lines[0].baseline / height
    edge = "header" if place > 1 - EDGE else "footer" if place < EDGE else ""
    return _FIGURE.sub("#", " ".join(line.text for line in group.lines)), edge


def _running(blocks: list[layout.Group], heights: list[float]) -> dict[tuple[str, str], str]:
    """What stands at the edge of several sheets, and page numbers: running heads and feet."""
    seen: dict[tuple[str, str], set[int]] = {}
    for group in blocks:
        key = _furniture(group, heights)
        if key[1]:
            seen.setdefault(key, set()).add(group.sheet)
    several = 2 if len(heights) < 5 else 3
    return {key: key[1] for key, on in seen.items() if key[0].strip("-–| ") == "#" or len(on) >= several}
