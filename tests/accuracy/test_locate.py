"""evidence locate on 13 trial reports: a sentence with a number is the first proposal for a claim made of half of its words."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from evidence import cells, documents, locating, passages, readers, stretches
from evidence.model import Claim, Quantity
from evidence.record import Document

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "pages" / "jats"
EACH = 8  # sentences of each article that are asked for
pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason="../shared is not here: the 13 articles are not in the repository")


def opened(folder: Path, file: Path) -> Document:
    """An article as the reader of JATS gives it."""
    plain = folder / file.name.removesuffix(".gz")
    plain.write_bytes(gzip.decompress(file.read_bytes()))
    page = readers.read(plain, plain.name)
    assert not page.unreadable
    return Document(plain.name, "", page.kind, (documents.text(page),))


def asked(document: Document) -> list[tuple[str, Claim]]:
    """Sentences of ten words and more with a number, spread over the article, and a claim made of half of each one's words and its last number."""
    whole = [part.text for part in stretches.stretches(document) if cells.numbers(part.text) and len(re.findall(r"[^\W\d_]{2,}", part.text)) >= 10]
    made = []
    for text in whole[:: max(1, len(whole) // EACH)]:
        words = [word.lower() for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
        made.append((text, Claim("c", " ".join(words[::2]), quantities=(Quantity(cells.numbers(text)[-1].text),))))
    return made


def test_the_sentence_behind_a_claim_is_among_the_first_three(tmp_path: Path) -> None:
    """At least 95 % among the first three; every proposal is found again by passages.find. The figures are printed."""
    pytest.importorskip("lxml")
    total = first = third = 0
    for file in sorted(ARTICLES.glob("*.gz")):
        document = opened(tmp_path, file)
        for text, claim in asked(document):
            found = locating.propose(claim, [("1", document)], locating.numbers(claim), "en", 3)
            hits = [at for at, one in enumerate(found) if text in one.quote or one.quote in text]
            total, first, third = total + 1, first + (hits[:1] == [0]), third + bool(hits)
            assert all(passages.find(one.quote, document).kind == "exact" for one in found)
    print(f"\nlocate: {total} sentences: recall@1 {first / total:.1%}, recall@3 {third / total:.1%}")
    assert total > 100 and third >= 0.95 * total
