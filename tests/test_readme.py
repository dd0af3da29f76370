"""The README is true: its parts are what the commands print today, and its first two blocks are single lines."""

from __future__ import annotations

import re
from pathlib import Path

import write_readme

README = Path(__file__).parents[1] / "README.md"


def test_the_parts_made_by_commands_are_what_the_commands_make() -> None:
    """The shown output and the rule table are today's; `python tests/write_readme.py` writes them."""
    for page in write_readme.PAGES:
        text = page.read_text(encoding="utf-8")
        assert write_readme.filled(text) == text, page.name


def test_the_first_two_blocks_are_one_line_each() -> None:
    """Start is exactly two commands."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", README.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    assert [len(block.splitlines()) for block in blocks[:2]] == [1, 1]
    assert "evidence audit" in blocks[0] and "pytest" in blocks[1]


def test_links_lead_to_files() -> None:
    """Every relative link of the documentation leads to a file."""
    for page in [README, *README.parent.glob("docs/*.md"), README.parent / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
