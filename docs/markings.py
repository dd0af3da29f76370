"""Markdown that shows a text as it is, whatever characters it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

ACTIVE = re.compile(r"([\\*_<>\[\]{}|#~^$])")  # what Markdown would act on, outside of code
CODE = re.compile(r"(`[^`]+`)")  # what the rule files write between backticks is code in both


def plain(text: str) -> str:
    """A sentence: `code` stays code, every other mark is shown and not acted on."""
    parts = CODE.split(text)
    return "".join(part if index % 2 else ACTIVE.sub(r"\\\1", part) for index, part in enumerate(parts))


def cell(text: str) -> str:
    """The same for a cell of a table, where a line end or a bar would end it."""
    parts = CODE.split(" ".join(text.split()))
    return "".join(part.replace("|", "\\|") if index % 2 else ACTIVE.sub(r"\\\1", part) for index, part in enumerate(parts))


def block(text: str, language: str = "text") -> str:
    """A block of code; its fence is longer than any run of backticks inside."""
    runs = [len(run) for run in re.findall(r"`{3,}", text)]
    fence = "`" * (max(runs, default=2) + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are Markdown already."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *lines])


def toctree(names: Iterable[str], *, caption: str = "", hidden: bool = True) -> str:
    """The list of pages below this one."""
    options = [*([f":caption: {caption}"] if caption else []), *([":hidden:"] if hidden else []), ":maxdepth: 1"]
    return "\n".join(["```{toctree}", *options, "", *names, "```"])
