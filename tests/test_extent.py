"""What a page shows and nobody read: told once a piece in every format, it keeps the audit open and fails nothing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from evidence import formats
from evidence.model import Audit
from evidence.pipeline import audit

CLAIMS = """version: 1
materials: {home: {path: page.html, language: en%s}}
claims: [{id: a, text: The clinic opened in Graz, type: status}]
"""
PAGE = "<p>The clinic opened in Graz.</p>\n%s"
SHOWN = "<img src=a.png><svg></svg><video src=b.mp4></video>\n"
SAID = "page.html shows 2 images and 1 video that nothing here reads and nobody says they looked at"


def made(folder: Path, shown: str = SHOWN, fact: str = "") -> Audit:
    (folder / "claims.yaml").write_text(CLAIMS % fact, encoding="utf-8")
    (folder / "page.html").write_text(PAGE % shown, encoding="utf-8")
    return audit(folder / "claims.yaml", today="2026-11-22")


def told(report: Audit) -> list[str]:
    return [gap.because for gap in report.unchecked if gap.material]


def test_pictures_nobody_read_keep_the_audit_open(tmp_path: Path) -> None:
    """One line a piece; never passed, never failed; no claim's own link is opened by it."""
    report, plain = made(tmp_path), made(tmp_path, "")
    assert told(report) == [f"{SAID} (`looked_at:`)"]
    assert (report.summary.verdict, report.exit_code) == ("incomplete", 0)
    assert report.summary.unchecked == plain.summary.unchecked + 1 and told(plain) == []
    assert report.claims[0].links == plain.claims[0].links


@pytest.mark.parametrize("name", ["text", "json", "csv", "markdown", "html"])
def test_every_report_says_so(name: str, tmp_path: Path) -> None:
    """A reader of any format sees that something on the page was not read."""
    report = made(tmp_path)
    said = formats.choose(name).render(report)
    text = " ".join((said if isinstance(said, str) else said.decode()).split())
    assert "2 images and 1 video" in text
    if name == "json":
        assert [(gap["material"], gap["claim"]) for gap in json.loads(text)["unchecked"] if gap["material"]] == [("home", None)]
    if name == "csv":
        assert sum("2 images" in row["because"] for row in csv.DictReader(io.StringIO(str(said)))) == 1


@pytest.mark.parametrize(
    ("fact", "left"),
    [
        (", looked_at: {image: 2, video: 1, because: two logos and a film without words; Ana}", ""),
        (", looked_at: {image: 1, video: 1, because: one logo}", "1 image that"),
        (", looked_at: {image: 2, because: logos}", "1 video that"),
        (", looked_at: {image: 9, because: logos}", "1 video that"),
        (", looked_at: {image: 2, video: 1}", "2 images and 1 video that"),
        (", looked_at: {image: many, video: 1, because: logos}", "2 images that"),
    ],
)
def test_a_person_may_have_looked(fact: str, left: str, tmp_path: Path) -> None:
    """What somebody says they looked at is no longer open, by its number: one picture more, and it is open again. A reason is needed."""
    assert [left in words for words in told(made(tmp_path, fact=fact))] == [True] * bool(left)
