"""Tables of a PDF, read off the places of its characters: a caption, the lines below it, columns where white space runs through them.

The steps are those of text-based table finders (Nurminen, "Algorithmic extraction of data in tables in PDF documents", 2013), cut down
to tables that have a numbered caption: only those can be named in claims.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from evidence import captions, pdfwords
from evidence.pdfwords import Line, Rule, Segment, Sheet
from evidence.record import Table

MAX_TABLES = 200
MEMORY = 2_000_000_000  # bytes that the process may use
MAX_ROWS = 400  # of one table on one sheet
MAX_COLUMNS = 60
WIDE = 0.8  # of the table's width: a segment as wide is prose
PROSE = 40  # characters of a segment that is prose
JUSTIFIED = 1.0  # of the size: words of a justified line stand no further apart
FAR = 3.2  # of the size: white space between lines beyond which a table without rules has ended
TIGHT = 0.85  # of the usual distance of rows: lines as close belong to one row
OPEN = (",", "-", "–", "(", "/", " and", " or", " of")  # how a label ends that goes on on the next line


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a table lies on its sheet: between left and right, below the line of its caption and above `bottom`."""

    left: float
    right: float
    bottom: float
    rules: tuple[Rule, ...] = ()  # those of the table, from top to bottom


def of_pdf(path: Path, sheets: Sequence[str] = ()) -> tuple[Table, ...]:
    """The numbered tables of a PDF, in order; a table that goes on on the next sheet is two of one number.

    `sheets`: the text of each sheet, where it is known: those that speak of no table are not looked at. One whose lines make no
    columns has no rows. ValueError with one sentence where the PDF does not open.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"the PDF does not open ({error})") from None
    found: list[Table] = []
    try:
        for number in range(len(sheets) or len(document)):
            if len(found) < MAX_TABLES and number < len(document) and (not sheets or _speaks(sheets[number])):
                found += _on(pdfwords.read(document, number), number + 1)
    finally:
        document.close()
    return tuple(found)


def _speaks(text: str) -> bool:
    small = text.lower()
    return any(word in small for word in ("tab", "table"))


def _on(sheet: Sheet, number: int) -> list[Table]:
    """The tables of one sheet."""
    lines = pdfwords.lines(sheet.words)
    found = []
    for at, line in enumerate(lines):
        for place in range(len(line.segments)):
            segment = line.segments[place]
            if caption := captions.read(segment.text):
                frame = _frame(lines, at, segment, sheet.rules)
                below, words = _below(lines, at, segment, frame)
                found.append(Table(caption[0], " ".join([segment.text, *words])[: captions.LONGEST], _rows(below, frame), number))
    return found


# --- where it lies --------------------------------------------------------------------------------------------------


def _frame(lines: Sequence[Line], at: int, caption: Segment, rules: Sequence[Rule]) -> Frame:
    """The table's edges: those of the rules drawn below its caption, else of its column of the sheet."""
    under = lines[at].baseline
    nexts = [line.baseline for line in lines[at + 1 :] if any(_ends(one.text) and _beside(one, caption) for one in line.segments)]
    floor = max(nexts, default=float("-inf"))
    own = [rule for rule in rules if floor < rule.height < under and rule.right > caption.left and rule.left < caption.right]
    if own and (wide := max(own, key=lambda rule: rule.right - rule.left)).right - wide.left > 60 and under - own[0].height < 150:
        whole = [rule for rule in own if rule.left < wide.left + 8 and rule.right > wide.right - 8]
        if len(whole) > 1:
            inside = tuple(rule for rule in rules if whole[-1].height <= rule.height < under and rule.right > wide.left and rule.left < wide.right)
            return Frame(wide.left - 3, wide.right + 3, whole[-1].height - 1, inside)
    left, right = _column(lines, at, caption)
    return Frame(left, right, floor)


def _ends(text: str) -> bool:
    return captions.read(text) is not None or captions.OTHER.match(text) is not None


def _beside(one: Segment, caption: Segment) -> bool:
    return one.left < caption.right and one.right > caption.left - 20


def _column(lines: Sequence[Line], at: int, caption: Segment) -> tuple[float, float]:
    """The part of the sheet that a caption without rules speaks of: one of two columns of prose, else all of it."""
    left = min((word.left for line in lines for word in line.words), default=0.0)
    right = max((word.right for line in lines for word in line.words), default=0.0)
    loose = [list(pdfwords.segments(line, JUSTIFIED)) for line in lines]
    long = [one for each in loose for one in each if len(one.text) > PROSE * 0.6]
    for share in (0.5, 0.48, 0.52, 0.46, 0.54):
        gutter = left + share * (right - left)
        before, after = sum(one.right <= gutter for one in long), sum(one.left >= gutter for one in long)
        if len(long) - before - after <= 0.1 * len(long) and min(before, after) >= 4:
            if caption.left >= gutter:
                return gutter, right
            below = [one for each in loose[at + 1 : at + 13] for one in each if one.left >= gutter]
            if caption.right <= gutter and sum(len(one.text) > PROSE * 0.6 for one in below) >= 3:
                return left, gutter
    return left - 1, right + 1


def _below(lines: Sequence[Line], at: int, caption: Segment, frame: Frame) -> tuple[list[Line], list[str]]:
    """The lines of a table, cut to its frame, and the words with which its caption goes on."""
    kept: list[Line] = []
    more: list[str] = []
    top = frame.rules[0].height if frame.rules else None
    last = lines[at]
    for line in lines[at + 1 :]:
        words = [word for word in line.words if frame.left <= (word.left + word.right) / 2 <= frame.right]
        if not words:
            continue
        cut = Line(words, line.baseline, line.size)
        cut.segments = list(pdfwords.segments(cut))
        if (cut.baseline < frame.bottom and not _more(cut, kept)) or len(kept) >= MAX_ROWS or _ends(cut.segments[0].text):
            break
        if not kept and (top is None or cut.baseline > top) and _continues(cut, last):
            more.append(" ".join(one.text for one in cut.segments))
            last = cut
            continue
        far = last.baseline - cut.baseline > FAR * max(cut.size, last.size) and len(kept) > 2
        if top is None and kept and (far or _is_prose(cut, frame)):
            break
        kept.append(cut)
        last = cut
    while kept and _is_prose(kept[-1], frame):
        kept.pop()
    return kept, more


def _continues(line: Line, last: Line) -> bool:
    return len(line.segments) == 1 and last.baseline - line.baseline < 1.6 * max(line.size, last.size)


def _more(line: Line, kept: Sequence[Line]) -> bool:
    """Whether a line below the last rule is a row like those above it: some tables have rules between their rows only."""
    gaps = [upper.baseline - lower.baseline for upper, lower in pairwise(kept)]
    cells = median(len(one.segments) for one in kept) if kept else 0
    return bool(gaps) and kept[-1].baseline - line.baseline < 1.3 * median(gaps) and len(line.segments) >= max(2, cells)


def _is_prose(line: Line, frame: Frame) -> bool:
    """Words that fill most of the width without a wide gap: a sentence, no row. Justified words may stand further apart."""
    words = line.words
    extent = words[-1].right - words[0].left
    ink = sum(word.right - word.left for word in words)
    gap = max((right.left - left.right for left, right in pairwise(words)), default=0.0)
    long = sum(len(word.text) for word in words) > PROSE
    return long and extent > WIDE * (frame.right - frame.left) and ink > 0.7 * extent and gap < 1.2 * line.size


# --- its columns and rows ----------------------------------------------------------------------------------------------


def _rows(lines: list[Line], frame: Frame) -> tuple[tuple[str, ...], ...]:
    """The cells. Nothing where there are no two columns."""
    columns = _columns(lines)
    if not 2 <= len(columns) <= MAX_COLUMNS or len(lines) < 2:
        return ()
    full = next((at for at, line in enumerate(lines) if len(line.segments) >= 0.6 * len(columns)), 0)
    placed = [_placed(line, columns, at < full, frame.rules) for at, line in enumerate(lines)]
    _widened(placed, lines, columns, full)
    return tuple(tuple(" ".join(cell.split()) for cell in row) for row in _joined(lines, placed, frame))


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The stretches with ink, between white space that runs through all lines that are about as full as the fullest."""
    most = max((len(line.segments) for line in lines), default=0)
    full = [line for line in lines if len(line.segments) >= max(2, 0.6 * most)]
    ink = sorted((one.left, one.right) for line in full for one in line.segments)
    few = len(full) // 25  # lines that may cross: a long label, a value that sticks out
    edges = sorted([(left, 1) for left, _ in ink] + [(right, -1) for _, right in ink])
    columns: list[tuple[float, float]] = []
    open_, begun = 0, 0.0
    size = median(line.size for line in full) if full else 1.0
    for place, step in edges:
        before, open_ = open_, open_ + step
        if before <= few < open_:
            begun = columns.pop()[0] if columns and place - columns[-1][1] < 0.25 * size else place
        elif open_ <= few < before:
            columns.append((begun, place))
    return columns


def _placed(line: Line, columns: Sequence[tuple[float, float]], head: bool, rules: Iterable[Rule]) -> list[str]:
    """The segments of a line in their columns; one over several columns stands in each of them, where the line is of the head."""
    cells = [""] * len(columns)
    for one in line.segments:
        left, right = one.left, one.right
        if head:
            under = [rule for rule in rules if _is_under(rule, one, line)]
            if under and (rule := min(under, key=lambda each: each.right - each.left)).left > columns[0][1]:
                left, right = rule.left, rule.right
        slack = 0.25 * line.size
        over = [at for at, (begin, end) in enumerate(columns) if left < end - slack and right > begin + slack]
        over = over or [min(range(len(columns)), key=lambda at: abs(sum(columns[at]) - left - right))]
        for at in over if head else over[:1]:
            cells[at] = f"{cells[at]} {one.text}"
    return cells


def _is_under(rule: Rule, one: Segment, line: Line) -> bool:
    """Whether a rule is drawn under this segment alone: it says over which columns a head is set."""
    if not 0 < line.baseline - rule.height < 1.3 * line.size or rule.left > one.left + 2 or rule.right < one.right - 2:
        return False
    return all(other is one or other.right < rule.left or other.left > rule.right for other in line.segments)


def _widened(placed: list[list[str]], lines: Sequence[Line], columns: Sequence[tuple[float, float]], count: int) -> None:
    """A head that is set over several columns speaks for all of them: for the empty cells beside it under which others have words.

    Set over their middle, it speaks for the nearest; set over the first of them, for those to its right. The first column is the labels'.
    """
    for row in range(count - 1, -1, -1):
        cells = placed[row]
        filled = [at for at in range(1, len(cells)) if cells[at]]
        starts = [min(columns, key=lambda column: abs(column[0] - one.left))[0] - one.left for one in lines[row].segments]
        flush = all(abs(away) < 0.4 * lines[row].size for away in starts)
        for at in range(1, len(cells)):
            if filled and not cells[at] and any(below[at] for below in placed[row + 1 : count + 1]):
                near = [each for each in filled if each < at] if flush else filled
                if near:
                    cells[at] = cells[min(near, key=lambda each: (abs(each - at), each))]


def _joined(lines: Sequence[Line], placed: Sequence[list[str]], frame: Frame) -> list[list[str]]:
    """Lines that make one row, put together: those between two rules where rules part all rows, else those that stand close."""
    rows: list[list[str]] = []
    full = [rule.height for rule in frame.rules if rule.right - rule.left > 0.5 * (frame.right - frame.left)]
    ruled = len(full) > 4 and len(full) >= 0.4 * len(lines)
    gaps = [upper.baseline - lower.baseline for upper, lower in pairwise(lines)]
    usual = median(gap for gap, cells in zip(gaps, placed[1:], strict=True) if cells[0]) if any(cells[0] for cells in placed[1:]) else 0.0
    for at, cells in enumerate(placed):
        parted = any(lines[at - 1].baseline > height > lines[at].baseline for height in full) if at else True
        joins = not parted if ruled else at > 0 and _goes_on(placed[at - 1], cells, gaps[at - 1], usual)
        if rows and joins:
            rows[-1] = [f"{upper} {lower}" for upper, lower in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(list(cells))
    return rows


def _goes_on(upper: Sequence[str], lower: Sequence[str], gap: float, usual: float) -> bool:
    """Whether a line continues the row above it."""
    filled = sum(map(bool, lower))
    if gap < TIGHT * usual:
        return True
    if not lower[0]:
        return filled < sum(map(bool, upper)) and gap < 1.1 * usual and bool(upper[0])
    label = lower[0].strip()
    return filled == 1 and (label[0].islower() or label[0] == "(" or upper[0].rstrip().endswith(OPEN)) and bool(upper[0])


def answer() -> None:
    """Read {"path", "sheets"} from stdin, write {"tables"} or {"because"} to stdout: the work of the process that tablefiles.py starts."""
    import json
    import sys

    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    asked = json.load(sys.stdin)
    try:
        found = [(table.number, table.caption, table.rows, table.sheet) for table in of_pdf(Path(asked["path"]), asked["sheets"])]
    except (ValueError, OSError) as trouble:
        json.dump({"because": str(trouble)}, sys.stdout)
        return
    json.dump({"tables": found}, sys.stdout)
