"""Sentences of 13 trial reports, found again after the reports were set as PDF (one and two columns) and as HTML."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from rendering import ARTICLES, Article, articles, as_html, as_pdf

from evidence import documents, passages, readers, sheets
from evidence.record import Document

SHARE = 0.99
pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"../shared is not here: {ARTICLES}")


def _document(article: Article, form: str, folder: Path) -> Document:
    if form == "html":
        file = folder / f"{article.name}.html"
        file.write_text(as_html(article), encoding="utf-8")
        return Document(file.name, "", "html", (documents.text(readers.read(file)),))
    pytest.importorskip("typst")
    read = sheets.read(as_pdf(article, 2 if form == "two columns" else 1))
    return Document(f"{article.name}.pdf", "", "pdf", tuple(read["sheets"]), tuple(read["labels"]))


@pytest.mark.parametrize("form", ["one column", "two columns", "html"])
def test_sentences_are_found_and_never_with_a_changed_figure(form: str, tmp_path: Path) -> None:
    """At least 99 % of the sentences are found exactly; none is after one of its figures was changed."""
    chance = random.Random(20161122)
    seen: Counter[str] = Counter()
    wrong = []
    for article in articles():
        document = _document(article, form, tmp_path)
        for quote in article.quotes():
            seen[passages.find(quote, document).kind] += 1
            if figures := [at for at, mark in enumerate(quote) if mark in "0123456789"]:
                at = chance.choice(figures)
                changed = quote[:at] + chance.choice([one for one in "0123456789" if one != quote[at]]) + quote[at + 1 :]
                seen["changed"] += 1
                if passages.find(changed, document).kind == "exact":
                    wrong.append((article.name, changed))
    found = seen["exact"] / (seen["exact"] + seen["near"] + seen["absent"])
    print(f"\n{form}: {found:.2%} of {seen['exact'] + seen['near'] + seen['absent']:,} sentences found; of {seen['changed']:,} with a changed figure, {len(wrong)}")
    assert wrong == []
    assert seen["changed"] > 900
    assert found >= SHARE, seen
