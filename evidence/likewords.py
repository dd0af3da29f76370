"""The stretch of a document that is most like quoted words which do not stand in it, and in which words the two differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from evidence.imprint import Imprint

SHARE = 0.6  # of the quoted words that must stand there in order
RAREST = 10  # quoted words by which the place is looked for
MOST_PLACES = 300  # at which such a word stands; a commoner one says little
TRIED = 6  # places looked at closely
SHIFT = 5  # words to either side of each
LONGEST = 2000  # quoted words
SHOWN = 4  # differences told


@dataclass(frozen=True, slots=True)
class Near:
    """A stretch of folded words, and what is different in it, in words."""

    start: int
    end: int
    differences: tuple[str, ...]


def nearest(quote: Imprint, text: Imprint) -> Near | None:
    """The stretch of the text in which most of the quoted words stand in their order, or None where fewer than three in five do."""
    from rapidfuzz.distance import Levenshtein

    wanted = quote.folded.split(" ")
    if len(wanted) > LONGEST:
        return None
    words, index = _index(text)
    best: tuple[int, int, int, int] | None = None  # how many are the same, minus how far they lie apart, and between which words
    for begin in {max(0, near + shift) for near in _candidates(wanted, index) for shift in range(-SHIFT, SHIFT + 1)}:
        steps = [step for step in Levenshtein.opcodes(wanted, words[begin : begin + len(wanted) + SHIFT + len(wanted) // 8]) if step.tag == "equal"]
        if steps:
            low, high = begin + steps[0].dest_start - steps[0].src_start, begin + steps[-1].dest_end + len(wanted) - steps[-1].src_end
            same = sum(step.src_end - step.src_start for step in steps)
            best = max(best or (0, 0, 0, 0), (same, low - high, max(0, low), min(len(words), high)))
    if best is None or best[0] < max(2 if len(wanted) < 5 else 3, SHARE * len(wanted)):
        return None
    _, _, low, high = best
    starts = [0, *accumulate(len(word) + 1 for word in words[:high])]
    told = _differences(quote, wanted, text, words[low:high], starts[low])
    return Near(starts[low], starts[high] - 1, told or ("the words stand there, and not as one",))


@lru_cache(maxsize=16)
def _index(text: Imprint) -> tuple[list[str], dict[str, list[int]]]:
    words = text.folded.split(" ")
    index: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        index.setdefault(word, []).append(at)
    return words, index


def _candidates(wanted: list[str], index: dict[str, list[int]]) -> list[int]:
    """Where the quote may begin: each rare word of it votes for the beginnings that its places imply."""
    known = sorted({(len(index[word]), at, word) for at, word in enumerate(wanted) if word in index})
    votes: Counter[int] = Counter()
    for count, at, word in known[:RAREST]:
        if count <= MOST_PLACES:
            for place in index[word]:
                votes[max(0, place - at) // 4] += 1
    both = {bucket: votes[bucket] + votes[bucket + 1] for bucket in votes}
    return [bucket * 4 for bucket, _ in sorted(both.items(), key=lambda one: (-one[1], one[0]))[:TRIED]]


def _differences(quote: Imprint, wanted: list[str], text: Imprint, window: list[str], base: int) -> tuple[str, ...]:
    """What differs, in words: "source: 68.2%, quoted: 68%"."""
    from rapidfuzz.distance import Levenshtein

    here = [base, *(base + length for length in accumulate(len(word) + 1 for word in window))]
    there = [0, *accumulate(len(word) + 1 for word in wanted)]
    told = []
    for step in Levenshtein.opcodes(wanted, window):
        if step.tag == "equal":
            continue
        source = text.slice(here[step.dest_start], here[step.dest_end] - 1) if step.dest_end > step.dest_start else ""
        quoted = quote.slice(there[step.src_start], there[step.src_end] - 1) if step.src_end > step.src_start else ""
        if not source:
            told.append(f"quoted: {_short(quoted)}, which the source does not have there")
        elif not quoted:
            told.append(f"source: {_short(source)}, left out in the quote")
        else:
            told.append(f"source: {_short(source.strip('.,;'))}, quoted: {_short(quoted.strip('.,;'))}")
    if len(told) > SHOWN:
        return (*told[:SHOWN], f"and {len(told) - SHOWN} more")
    return tuple(told)


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:38]} … {words[-38:]}"
