"""What may stand in a spreadsheet's cell: text that no program computes, days as days, links that lead to the web only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from evidence.wording import one_line

TITLES = "Evidence report"
LONGEST = 32_767  # UTF-16 units that a cell can hold
LONGEST_LINK = 2_000
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what makes a spreadsheet compute a cell instead of showing it
LINK = re.compile(r"https://[A-Za-z0-9.-]{1,253}/[!-~]{0,1700}|mailto:[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253}")  # each character once: linear
FIRST_YEAR = 1900
LINE, TALLEST = 13.0, 409.0  # points: of a line of text, and of the tallest row that Excel allows


def guarded(words: str) -> str:
    """`words` with an apostrophe before whatever a spreadsheet would take for a formula."""
    return f"'{words}" if words.startswith(FORMULA) else words


def shown(text: str) -> str:
    """`text` on one line that no spreadsheet takes for a formula."""
    return _fitted(guarded(one_line(text)))


def told(text: str) -> str:
    """A text of several lines as `shown`; what a cell cannot hold is cut, and the cut is told."""
    if "\n" not in text:
        return shown(text)
    lines = "\n".join(line for each in text.split("\n") if (line := one_line(each)))
    return _fitted(guarded(lines))


def _fitted(text: str) -> str:
    if len(text) <= LONGEST // 2 or _units(text) <= LONGEST:
        return text
    note = " … cut here: a cell holds 32,767 characters; the JSON report has the whole text"
    room = LONGEST - len(note)
    kept = text.encode("utf-16-le", "replace")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + note


def _units(text: str) -> int:
    return len(text) + sum(mark > "\uffff" for mark in text)


def height(cells: Iterable[tuple[str, int]]) -> float:
    """The height of a row in points, from the texts of its cells and their widths: not every program finds it by itself."""
    lines = 1
    for text, width in cells:
        if len(text) > width or "\n" in text:
            lines = max(lines, sum(1 + len(line) // width for line in text.split("\n")))
    return min(LINE * lines + 2, TALLEST)


def day(text: str) -> datetime | None:
    """An ISO day or UTC time as a spreadsheet keeps one, or None where it is none or before 1900."""
    if not text.isascii() or len(text) not in (10, 19, 20):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is not None:
        found = found.astimezone(UTC).replace(tzinfo=None)
    return found if found.year >= FIRST_YEAR + 1 else None


def safe_link(address: str) -> bool:
    """Whether an address may be a link: https or mailto, without anything odd in it."""
    return len(address) <= LONGEST_LINK and LINK.fullmatch(address) is not None
