"""The sentences of a source document, each with the sheet it stands on, and how well each fits some words (BM25)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from evidence import sentences
from evidence.lexicon import fold
from evidence.record import Document
from evidence.vocabulary import vocabulary

LONGEST = 600  # characters of a stretch that can be quoted
SHORTEST = 12
MOST = 20_000  # stretches of one document
STEM = 5  # letters that tell a word: reduced, reduction, reduces
K1, B = 1.2, 0.75  # the usual values
BREAK = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n(?=[a-zà-ÿ])")
BLANK = re.compile(r"\n[ \t]*\n")
WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a document as they stand there, in one line; sheet from 1, 0 where the document has none."""

    text: str
    sheet: int
    at: int  # its number in the document


@lru_cache(maxsize=32)  # a claim's documents are those of the next claim, too
def stretches(document: Document, language: str = "en") -> tuple[Stretch, ...]:
    """The sentences of a document in order. A sentence does not go on on the next sheet: a page is named with every quote."""
    paged = len(document.sheets) > 1 or document.kind == "pdf"
    made: list[Stretch] = []
    for number, sheet in enumerate(document.sheets, 1):
        for paragraph in _paragraphs(sheet.replace("\r\n", "\n").replace("\r", "\n"), document.kind in ("pdf", "text")):
            for start, end in sentences.split(paragraph, vocabulary(language)):
                for text in _pieces(" ".join(paragraph[start:end].split())):
                    if len(made) < MOST:
                        made.append(Stretch(text, number if paged else 0, len(made)))
    return tuple(made)


def _paragraphs(text: str, wrapped: bool) -> Iterator[str]:
    """Blocks of a text; where its lines are those of a printed page, they are joined, but for one that ends early (a heading)."""
    if not wrapped:
        yield from text.split("\n")
        return
    for block in BLANK.split(BREAK.sub("", text)):
        lines = block.split("\n")
        usual = median(map(len, lines)) if lines else 0
        held: list[str] = []
        for line in lines:
            if held and line[:1].isupper() and len(held[-1]) < 0.6 * usual:
                yield " ".join(held)
                held = []
            held.append(line)
        yield " ".join(held)


def _pieces(text: str) -> Iterator[str]:
    """A sentence as it is, or where it is too long to quote (a table taken for a sentence), by pieces that overlap."""
    if len(text) <= LONGEST:
        if len(text) >= SHORTEST:
            yield text
        return
    words = text.split()
    for start in range(0, len(words), 20):
        piece = " ".join(words[start : start + 40])
        if len(piece) <= LONGEST:
            yield piece


@lru_cache(maxsize=32_768)
def terms(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without case, and by their first letters; numbers whole."""
    return tuple(word if word[0].isdigit() else word[:STEM] for word in WORD.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Index:
    """How often each term stands in each of many texts."""

    counts: tuple[Counter[str], ...]
    lengths: tuple[int, ...]
    within: Counter[str]  # in how many texts a term stands
    usual: float

    def rarity(self, term: str) -> float:
        """How much a term tells: the logarithm of how few of the texts have it."""
        held = self.within[term]
        return math.log(1 + (len(self.counts) - held + 0.5) / (held + 0.5))

    def score(self, at: int, query: Sequence[str]) -> float:
        """BM25 of one text (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009), each term of the query counted once."""
        counts, longer = self.counts[at], K1 * (1 - B + B * self.lengths[at] / self.usual)
        return sum(self.rarity(term) * counts[term] * (K1 + 1) / (counts[term] + longer) for term in query if term in counts)


def index(texts: Iterable[str]) -> Index:
    """The index of some texts."""
    listed = [terms(text) for text in texts]
    counts = tuple(map(Counter, listed))
    within: Counter[str] = Counter(term for each in counts for term in each)
    lengths = tuple(map(len, listed))
    return Index(counts, lengths, within, sum(lengths) / len(lengths) if any(lengths) else 1.0)
