"""The text of PDF files, sheet by sheet: a program of its own, so that a hostile file can be stopped and takes nothing else with it.

It is run by documents.py as a script. On its input stands, for each file, its length in eight bytes and then the file; for each
it answers in the same form with JSON: {"sheets": [...], "labels": [...]} or {"because": "..."}.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from typing import Any, BinaryIO

MAX_SHEETS = 500
MAX_CHARACTERS = 3_000_000
MAX_MEMORY = 3 << 30  # bytes of address space
MAX_ASKED = 20_000  # figures of one sheet whose size is looked at

SMALL, RAISED, LOWERED = 0.86, 0.1, -0.05  # of the size beside it; as layout.py has them, which cannot be imported here
DRAWN = 0.55  # of a line's height: what a figure of full size has at least in ink, old-style ones of the height of an x apart
DESCENT = 0.25  # of a box's height: what is below the baseline, near enough in every font
# A figure, or one letter behind a figure, a per cent sign or a bracket: what may be set as superscript or subscript.
FIGURE = re.compile(r"[−–+-]?[0-9](?:[0-9]|[,–−+-](?=[0-9]))*|(?<=[0-9%)])[a-z*](?![A-Za-z])|(?<=[0-9])(?:st|nd|rd|th)\b")
SAMPLE = 40  # characters of a sheet from which the size of its text is taken
BESIDE = 12  # characters on either side that are looked at where something is smaller than that
SIGNS = ",–−+-"
# fmt: off
SUPER = str.maketrans("0123456789+-−–()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")  # as superscripts.py has it
SUB = str.maketrans("0123456789+-−–()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎")
# fmt: on


Look = tuple[float, float, float, float]
"""Of a character, in points: the height of its line, its baseline, and how far above that its ink begins and reaches from there."""


def main() -> None:
    """Answer until the input ends."""
    sys.path.append(sys.argv[1])  # where the library is, should the parent have found it elsewhere
    _limit()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(8):
        content = source.read(int.from_bytes(head, "big"))
        _answer(target, read(content))


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time is limited there, too
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _answer(target: BinaryIO, found: dict[str, Any]) -> None:
    written = json.dumps(found).encode("ascii")
    target.write(len(written).to_bytes(8, "big") + written)
    target.flush()


def read(content: bytes) -> dict[str, Any]:
    """The sheets of one file as text, and the page numbers that it gives them; or why it cannot be read."""
    import pypdfium2

    if b"%%EOF" not in content[-2048:]:
        return {"because": "it ends before its end: it was cut off; get it again"}
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return {"because": _why(str(error))}
    except MemoryError:
        return {"because": "it needs more memory than is given to one document"}
    sheets: list[str] = []
    left = MAX_CHARACTERS
    count = len(document)
    for number in range(count):
        text = _sheet(document, number) if number < MAX_SHEETS and left > 0 else ""
        left -= len(text)
        sheets.append(text)
    if not any(text.strip() for text in sheets):
        pages = "its page is a picture" if count == 1 else f"its {count:,} pages are pictures"
        return {"because": f"{pages} without text, such as a scan: give the original, or run text recognition (OCR) on it"}
    return {"sheets": sheets, "labels": [document.get_page_label(number) for number in range(count)]}


def _why(message: str) -> str:
    if "password" in message.lower() or "security" in message.lower():
        return "it is encrypted and opens with a password only: give a copy without one"
    return "it is damaged or no PDF: get it again"


def _sheet(document: Any, number: int) -> str:
    """The text of one sheet; what is raised or lowered is written with the characters for it. A damaged sheet has none."""
    import pypdfium2

    try:
        text = document[number].get_textpage()
        words: str = text.get_text_range()
    except (pypdfium2.PdfiumError, MemoryError):
        return ""
    if len(words) == text.count_chars():  # else offsets of words are not the library's: characters beyond the first 65,536
        words = _marked(text, words)
    return words.replace("\r\n", "\n").replace("\ufffe", "-\n").replace("\0", "")


def _marked(text: Any, words: str) -> str:
    """The words, their superscripts and subscripts written as such."""
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    left, right, bottom, top = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    known: dict[int, Look] = {}

    def look(at: int) -> Look:
        if at not in known:
            raw.FPDFText_GetLooseCharBox(text.raw, at, box)
            height = box.top - box.bottom
            base = box.bottom + DESCENT * height
            raw.FPDFText_GetCharBox(text.raw, at, left, right, bottom, top)
            known[at] = height, base, bottom.value - base, top.value - bottom.value
        return known[at]

    letters = [at for at in range(0, len(words), max(len(words) // SAMPLE, 1)) if words[at].isalpha()]
    heights = sorted(look(at)[0] for at in letters)
    body = heights[len(heights) // 2] if heights else 0.0
    made: list[str] = []
    done = asked = 0
    for found in FIGURE.finditer(words):
        asked += len(found[0])
        if asked > MAX_ASKED:
            break
        for start, end, kind in _set(words, found.start(), found.end(), look, body):
            if abs(raw.FPDFText_GetCharAngle(text.raw, start)) > 0.01:
                continue  # turned: what is beside it is above it
            before = words[done:start]
            if before.endswith("\r\n") and _one_line(look, len(words[:start].rstrip()) - 1, start):
                before = before.rstrip()  # the library breaks the line before what is raised
            made += (before, words[start:end].translate(SUPER if kind > 0 else SUB) if words[start:end] not in ORDINAL else words[start:end])
            done = end
            if words[end : end + 2] == "\r\n" and end + 2 < len(words) and _one_line(look, end + 2, start):
                made.append(" ")
                done = end + 2
    return "".join([*made, words[done:]])


ORDINAL = frozenset(("st", "nd", "rd", "th"))


def _set(words: str, start: int, end: int, look: Any, body: float) -> list[tuple[int, int, int]]:
    """The stretches of [start, end) that are raised (1) or lowered (-1) against what stands beside them."""
    figures = [at for at in range(start, end) if words[at] not in SIGNS]  # a sign goes with the figure behind it
    if not any(_kind(words, at, start, end, look, body) for at in {figures[0], figures[-1]}):
        return []
    told = {at: _kind(words, at, start, end, look, body) for at in figures}
    kinds = [told[min(figure for figure in figures if figure >= at)] for at in range(start, end)]
    found: list[tuple[int, int, int]] = []
    for at, kind in enumerate(kinds, start):
        if kind and found and found[-1][1] == at and found[-1][2] == kind:
            found[-1] = (found[-1][0], at + 1, kind)
        elif kind:
            found.append((at, at + 1, kind))
    return found


def _kind(words: str, at: int, start: int, end: int, look: Any, body: float) -> int:
    """1 raised, -1 lowered: smaller than what stands beside it and off its line, or a figure that the font itself draws so."""
    height, base, above, ink = look(at)
    if height <= 0:
        return 0
    if words[at].isdigit() and ink < DRAWN * height:
        if above > 0.2 * height:
            return 1
        if above < -0.05 * height:
            return -1
    small = height < SMALL * body
    for beside in (*range(at - 1, max(at - (BESIDE if small else 3), -1), -1), *range(end, min(end + (BESIDE if small else 2), len(words)))):
        if words[beside].isspace() or words[beside] == "\ufffe" or words[beside] in SIGNS:
            continue
        size, line, _, _ = look(beside)
        if height < SMALL * size:
            off = (base - line) / size
            if -1 < off < 1:  # else it stands on another line
                return 1 if off > RAISED else -1 if off < LOWERED else 0
        if not small and beside < start:
            break  # as large as what stands before it
    return 0


def _one_line(look: Any, at: int, raised: int) -> bool:
    """Whether a character stands on the line to which something raised belongs."""
    if at < 0:
        return False
    (size, line, _, _), (height, base, _, _) = look(at), look(raised)
    if height >= SMALL * size:  # drawn raised by the font itself
        return bool(size > 0 and abs(base - line) < RAISED * size)
    return bool(-0.35 * size < base - line < 0.75 * size)


if __name__ == "__main__":
    main()
