"""Marks passages in a PDF file with highlights and numbers: a program of its own, so that a hostile file takes nothing else with it.

It is run by marking.py as a script. On its input stands one line of JSON with the marks, then the file; on its output one line
of JSON, {"marked": [true, …]} or {"because": "…"}, then the marked file. The original bytes come first in it, untouched; the marks
are appended to them as annotations.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import json
import re
import sys
import unicodedata
from typing import Any

MAX_MEMORY = 3 << 30  # bytes of address space
COLOUR = (255, 214, 0)
SIZE = 7.0  # of the number beside a passage, in points
PRINTED = 4  # the flag of an annotation that is printed, too
FILE_ID = re.compile(rb"/ID ?\[.{2,200}?<([0-9A-Fa-f]{32})> ?\]", re.DOTALL)


def main() -> None:
    """Answer once."""
    sys.path.append(sys.argv[1])  # where the library is, should the parent have found it elsewhere
    _limit()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    marks = json.loads(source.readline())
    told, written = mark(source.read(), marks)
    target.write(json.dumps(told).encode("ascii") + b"\n" + written)
    target.flush()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time is limited there, too
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard), hard))


def ink(text: str) -> str:
    """The letters from A to Z and the figures of a text, small, whatever way they are set: the same for a PDF's own characters and what was read of them."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", text).lower() if mark.isascii() and mark.isalnum())


def mark(content: bytes, marks: list[dict[str, Any]]) -> tuple[dict[str, Any], bytes]:
    """What was marked, mark by mark, and the file with the marks."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return {"because": "it cannot be opened"}, b""
    if raw.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
        return {"because": "it is protected, and what is added to it would break its protection"}, b""
    known: dict[int, tuple[str, list[int]]] = {}
    taken: dict[int, list[tuple[float, float, float]]] = {}
    done = [_mark(document, one, known, taken) for one in marks]
    if not any(done):
        return {"marked": done}, content
    for flags in (raw.FPDF_INCREMENTAL, raw.FPDF_NO_INCREMENTAL):
        held = io.BytesIO()
        document.save(held, flags=flags)
        written = _fixed(held.getvalue(), len(content) if flags == raw.FPDF_INCREMENTAL else 0, content, marks)
        if _whole(written, document):
            return {"marked": done, "appended": written.startswith(content)}, written
    return {"because": "the library could not write it"}, b""


def _fixed(written: bytes, begun: int, content: bytes, marks: list[dict[str, Any]]) -> bytes:
    """The file with an identifier made of what is in it: the library takes one by chance."""
    found = list(FILE_ID.finditer(written, begun))
    if not found:
        return written
    digest = hashlib.sha256(content + json.dumps(marks, sort_keys=True).encode()).hexdigest()[:32].upper().encode()
    return written[: found[-1].start(1)] + digest + written[found[-1].end(1) :]


def _whole(written: bytes, before: Any) -> bool:
    """Whether the written file opens and has as many pages as before."""
    import pypdfium2

    try:
        return len(pypdfium2.PdfDocument(written)) == len(before)
    except pypdfium2.PdfiumError:
        return False


Taken = dict[int, list[tuple[float, float, float]]]


def _mark(document: Any, one: dict[str, Any], known: dict[int, tuple[str, list[int]]], taken: Taken) -> bool:
    """Mark one passage, on as many sheets as it goes over; False where it was not found again."""
    stream, owners = [], []
    for sheet in one["sheets"]:
        if sheet not in known:
            known[sheet] = _ink(document, sheet)
        words, at = known[sheet]
        stream.append(words)
        owners += [(sheet, place) for place in at]
    start = _nearest("".join(stream), one["ink"], one["rank"])
    if start < 0 or not one["ink"]:
        return False
    first = True
    spans: dict[int, list[int]] = {}
    for sheet, place in owners[start : start + len(one["ink"])]:
        spans.setdefault(sheet, []).append(place)
    for sheet, places in spans.items():
        _draw(document, sheet, min(places), max(places), one["label"] if first else "", one["note"], taken.setdefault(sheet, []))
        first = False
    return True


def _nearest(stream: str, wanted: str, rank: int) -> int:
    """Where `wanted` stands, the place nearest to `rank`."""
    if stream.startswith(wanted, rank):
        return rank
    before, after = stream.rfind(wanted, 0, rank + len(wanted)), stream.find(wanted, rank)
    if before < 0 or after < 0:
        return max(before, after)
    return before if rank - before <= after - rank else after


def _ink(document: Any, sheet: int) -> tuple[str, list[int]]:
    """A sheet's ink, and the library's number of the character that each belongs to."""
    import pypdfium2
    from pypdfium2 import raw

    words: list[str] = []
    at: list[int] = []
    try:
        text = document[sheet - 1].get_textpage()
    except (pypdfium2.PdfiumError, IndexError):
        return "", []
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, place)
        for letter in ink(chr(code)) if code < 0x110000 else "":
            words.append(letter)
            at.append(place)
    return "".join(words), at


def _draw(document: Any, sheet: int, first: int, last: int, label: str, note: str, taken: list[tuple[float, float, float]]) -> None:
    from pypdfium2 import raw

    page = document[sheet - 1]
    text = page.get_textpage()
    count = raw.FPDFText_CountRects(text.raw, first, last - first + 1)
    edges = [ctypes.c_double() for _ in range(4)]  # left, top, right, bottom
    boxes = []
    for at in range(count):
        raw.FPDFText_GetRect(text.raw, at, *edges)
        boxes.append(tuple(edge.value for edge in edges))
    if not boxes:
        return
    noted = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_HIGHLIGHT)
    raw.FPDFAnnot_SetColor(noted, raw.FPDFANNOT_COLORTYPE_Color, *COLOUR, 255)
    for left, top, right, bottom in boxes:
        raw.FPDFAnnot_AppendAttachmentPoints(noted, raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom))
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    raw.FPDFAnnot_SetRect(noted, raw.FS_RECTF(min(lefts), max(tops), max(rights), min(bottoms)))
    raw.FPDFAnnot_SetStringValue(noted, b"Contents", _wide(note))
    raw.FPDFAnnot_SetStringValue(noted, b"T", _wide("evidence"))
    raw.FPDFAnnot_SetFlags(noted, PRINTED)
    raw.FPDFPage_CloseAnnot(noted)
    if label:
        _label(document, page, boxes[0], label, taken)


def _label(document: Any, page: Any, box: Any, label: str, taken: list[tuple[float, float, float]]) -> None:
    """The number, on a ground of the highlight's colour, in the margin beside the passage's first line; `taken`: where others stand."""
    from pypdfium2 import raw

    left, top, right, bottom = box
    width = 0.56 * SIZE * len(label) + 3
    y = (top + bottom) / 2 - SIZE / 2
    low, high = _column(page)
    crop = page.get_cropbox()
    outward = -1 if (left + right) / 2 < (crop[0] + crop[2]) / 2 or high - low < (crop[2] - crop[0]) / 2 else 1
    x = low - width - 2 if outward < 0 else high + 2
    while any(x < end and start < x + width and abs(y - height) < SIZE + 2 for start, end, height in taken):
        x += outward * (width + 2)
    x = min(max(x, crop[0] + 1), crop[2] - width - 1)
    taken.append((x, x + width, y))
    stamp = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_STAMP)
    raw.FPDFAnnot_SetRect(stamp, raw.FS_RECTF(x, y + SIZE + 1, x + width, y - 1))
    ground = raw.FPDFPageObj_CreateNewRect(x, y - 1, width, SIZE + 2)
    raw.FPDFPageObj_SetFillColor(ground, *COLOUR, 255)
    raw.FPDFPath_SetDrawMode(ground, raw.FPDF_FILLMODE_ALTERNATE, False)
    raw.FPDFAnnot_AppendObject(stamp, ground)
    words = raw.FPDFPageObj_NewTextObj(document.raw, b"Helvetica-Bold", ctypes.c_float(SIZE))
    raw.FPDFText_SetText(words, _wide(label))
    raw.FPDFPageObj_Transform(words, 1, 0, 0, 1, x + 1.5, y + 1)
    raw.FPDFAnnot_AppendObject(stamp, words)
    raw.FPDFAnnot_SetStringValue(stamp, b"Contents", _wide(label))
    raw.FPDFAnnot_SetFlags(stamp, PRINTED)
    raw.FPDFPage_CloseAnnot(stamp)


def _column(page: Any) -> tuple[float, float]:
    """Where the text of a page begins and ends, from left to right."""
    from pypdfium2 import raw

    text = page.get_textpage()
    edges = [ctypes.c_double() for _ in range(4)]
    lefts, rights = [], []
    for at in range(raw.FPDFText_CountRects(text.raw, 0, -1)):
        raw.FPDFText_GetRect(text.raw, at, *edges)
        if edges[2].value - edges[0].value > 4 * SIZE:  # a line, not a number in the margin
            lefts.append(edges[0].value)
            rights.append(edges[2].value)
    return (min(lefts), max(rights)) if lefts else (4 * SIZE, 4 * SIZE)


def _wide(text: str) -> Any:
    return ctypes.cast(ctypes.create_string_buffer(text.encode("utf-16-le", "replace") + b"\0\0"), ctypes.POINTER(ctypes.c_ushort))


if __name__ == "__main__":
    main()
