"""The pages that are made from the code, so that nothing is kept twice: rules, profiles, claims.yaml, commands, formats, Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import facepages
import keypages
import rulepages

MADE = ("rules", "profiles", "reference")  # folders of docs/ that hold made pages only, and that git does not keep


def every() -> dict[str, str]:
    """Path under docs/ → the page, in Markdown. The same code gives the same bytes."""
    return dict(_every())


def _every() -> Iterator[tuple[str, str]]:
    yield from rulepages.pages()
    yield from keypages.pages()
    yield from facepages.pages()


def write(docs: Path) -> None:
    """Write every made page under `docs`; take away what no page is made for any more. What has not changed is not touched."""
    made = every()
    for folder in MADE:
        for old in sorted((docs / folder).rglob("*.md")):
            if old.relative_to(docs).as_posix() not in made:
                old.unlink()
    for path, text in made.items():
        target = docs / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
