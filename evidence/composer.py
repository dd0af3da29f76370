"""A page in the making: words go in as they are read, blocks and runs with their offsets come out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from evidence.page import Block, Exemption, Page, Run
from evidence.patterns import late

WHITE = " \t\n\r\f\v\u2028\u2029"  # what is folded; no-break and thin spaces stay, for they hold numbers together
_FOLDED = late(r"[ \t\n\r\f\v\u2028\u2029]{2,}|[\t\n\r\f\v\u2028\u2029]")  # a single space stays as it is
# ¹ ²·³ ¹⁸⁻²⁰ ¹,²: digits that are superscripts by themselves, and what joins two of them
_RAISED = late(r"[⁰¹²³⁴-⁹]+(?:[,;·⁻–-][⁰¹²³⁴-⁹]+)*")
_RAISED_BYTES = ("¹".encode(), "²".encode(), "³".encode(), "⁰".encode()[:2])  # of which one stands in each of them
_RAISED_ENDS = tuple(one[-1:] for one in _RAISED_BYTES)  # a single byte is found in a fraction of the time
# <!-- evidence: not-a-claim because the sentence speaks of the disease -->
_EXEMPTION = late(r"evidence:\s*not-a-claim\s+because\s+(\S.*)", re.DOTALL)

_Mark = tuple[int, int, str, str, float | None]  # start and end in the block, kind, target, size
Facts = Mapping[str, Any]  # the fields of a Block besides its offsets and its line


class Composer:
    """Takes the words of a document in reading order: `write` and `open`/`close` for runs, `end` after each block, `page` at last."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.anchors: dict[str, int] = {}
        self.exemptions: list[Exemption] = []
        self.problems: list[tuple[int, str]] = []
        self._texts: list[str] = []
        self._base = 0  # offset of the block in the making
        self._parts: list[str] = []
        self.length = 0  # of the block in the making; 0 before its first word
        self._space = False  # white space was seen and stands before the next word, if there is one
        self._line = 1
        self._opened: list[tuple[int, str, str, float | None]] = []
        self._closed: list[_Mark] = []
        self.asides: list[tuple[str, int, Facts]] = []

    def write(self, text: str, line: int) -> None:
        """Add words to the block in the making; `line` is where `text` begins. White space folds as on a screen."""
        core = text.strip(WHITE)
        if not core:
            self._space = self._space or bool(text)
            return
        if not self.length:
            self._line = line + text.count("\n", 0, len(text) - len(text.lstrip(WHITE))) if "\n" in text else line
        elif self._space or text[0] in WHITE:
            self._parts.append(" ")
            self.length += 1
        if "  " in core or _odd(core):
            core = _FOLDED.sub(" ", core)
        self._parts.append(core)
        self.length += len(core)
        self._space = text[-1] in WHITE

    def open(self, kind: str, target: str = "", size: float | None = None) -> None:
        """A run begins here; what is written until its `close` belongs to it."""
        self._opened.append((self.length + (1 if self._space and self.length else 0), kind, target, size))

    def close(self, kind: str = "") -> None:
        """The run that was opened last ends here; with a kind, the last of that kind, for formats whose runs overlap."""
        last = len(self._opened) - 1
        while kind and last and self._opened[last][1] != kind:
            last -= 1
        start, kind, target, size = self._opened.pop(last)
        if start < self.length:
            self._closed.append((start, self.length, kind, target, size))

    def stand(self, offset: int) -> None:
        """The next block begins at that offset of the text; nothing happens where that is taken, or a block is in the making."""
        gap = offset - self._base
        if gap > 0 and not self.length:
            self._texts.append("\n" * (gap - 1))  # and one for its own line
            self._base = offset

    def here(self) -> int:
        """The offset at which the next word will stand."""
        return self._base + self.length + (1 if self._space and self.length else 0)

    def anchor(self, name: str) -> None:
        """Links to this name lead here; of two alike, the first counts, as in a browser."""
        if name:
            self.anchors.setdefault(name, self.here())

    def aside(self, text: str, line: int, facts: Facts) -> None:
        """A block that stands inside of another (an image's alt text, hidden words): it follows when that one ends."""
        self.asides.append((text, line, facts))

    def note(self, comment: str, line: int) -> None:
        """A comment of the document: kept where it is an exemption, told where it is meant to be one."""
        words = comment.strip()
        if not words.startswith("evidence:"):
            return
        if found := _EXEMPTION.fullmatch(words):
            self.exemptions.append(Exemption(self._base + self.length, line, _FOLDED.sub(" ", found[1])))
        else:
            self.problems.append(
                (line, "this comment is for evidence but cannot be read: write `<!-- evidence: not-a-claim because … -->`")
            )

    def end(self, facts: Facts) -> None:
        """The block in the making is complete; nothing happens where it has no words."""
        if self.length:
            self._cut(facts)
        self._space = False
        if self.asides:
            asides, self.asides = self.asides, []
            for words, line, its in asides:
                self.write(words, line)
                if self.length:
                    self._cut(its)
                self._space = False

    def _cut(self, facts: Facts) -> None:
        base, text = self._base, "".join(self._parts)
        self.blocks.append(Block(base, base + len(text), **{**facts, "line": self._line}))
        if self._closed or self._opened or not text.isascii():
            self._run(base, text)
        self._texts.append(text)
        self._base = base + len(text) + 1
        self._parts, self.length = [], 0

    def _run(self, base: int, text: str) -> None:
        marks = self._closed
        for start, kind, target, size in self._opened:  # a link around several blocks: a piece of it in each
            if start < len(text):
                marks.append((start, len(text), kind, target, size))
        self._opened = [(0, kind, target, size) for _, kind, target, size in self._opened]
        if not text.isascii() and _has_raised(text):
            marks += [(found.start(), found.end(), "superscript", "", None) for found in _RAISED.finditer(text)]
        if len(marks) > 1:
            marks = _joined(sorted(set(marks), key=lambda one: (one[0], -one[1], one[2], one[3])))
        for start, end, kind, target, size in marks:
            begin = start + 1 if text[start] == " " else start  # the space before a run's first word is not part of it
            if begin < end:
                self.runs.append(Run(base + begin, base + end, kind, target, size))
        self._closed = []

    def page(self, path: str, kind: str, **facts: Any) -> Page:
        """The page as read; `facts` are further fields of Page: title, language, unreadable."""
        self._opened = []
        return Page(
            path,
            kind,
            "".join(text + "\n" for text in self._texts),
            tuple(self.blocks),
            tuple(self.runs),
            anchors=self.anchors,
            exemptions=tuple(self.exemptions),
            problems=tuple(self.problems),
            **facts,
        )


def _odd(text: str) -> bool:
    """Whether white space other than single spaces stands in a text; to ask for each is many times as quick as to search for all."""
    if "\n" in text or "\t" in text or "\r" in text or "\f" in text or "\v" in text:
        return True
    return not text.isascii() and ("\u2028" in text or "\u2029" in text)


def _has_raised(text: str) -> bool:
    """Whether a digit that is raised by itself may stand in a text: a look at its bytes is many times as quick as a search."""
    typed = text.encode("utf-8", "surrogatepass")
    return any(end in typed and some in typed for end, some in zip(_RAISED_ENDS, _RAISED_BYTES, strict=True))


def _joined(marks: list[_Mark]) -> list[_Mark]:
    """Superscripts that touch are one, "18" and "," and "20": programs cut them where they please."""
    made: list[_Mark] = []
    last: dict[str, int] = {}  # kind → index of its last run
    for mark in marks:
        start, end, kind, target, size = mark
        before = made[last[kind]] if kind in last else None
        if before and kind in ("superscript", "subscript") and start <= before[1]:
            made[last[kind]] = (before[0], max(end, before[1]), kind, target, before[4] or size)
        else:
            last[kind] = len(made)
            made.append(mark)
    return made
