"""The words that share a sentence with a registered wording and are none of it: which turn what it says, and which nobody approved."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path

from evidence import sentences
from evidence.drift import Difference
from evidence.guards import Guards, Token, guards, tokens
from evidence.nouns import dataclass
from evidence.page import Block, Reading, is_wide, merged
from evidence.patterns import late
from evidence.typography import fold
from evidence.vocabulary import vocabulary

LETTER = late(r"[^\W\d_]")
# What points to a source or a picture: (Roe et al. 2023), [3], ref. 18, Table 2. It adds nothing to what is said.
POINTER = late(
    r"\([^()]{0,80}\b(?:19|20)[0-9]{2}[a-z]?\)|\[[0-9,;–\- ]{1,20}\]|\b(?:see |cf\.? |siehe |voir |véase |vedi )?"
    r"\b(?:refs?\.?|reference|table|tab\.|fig\.?|figure|page|p\.|tabelle|abbildung|abb\.|seite|tableau|tabla|figura|tabella) ?[0-9]{1,3}\b",
    re.IGNORECASE,
)
POINTED = late(r"[0-9\[]")  # of which one stands in each of them
CLAUSE = late(r"\s*[;—–]\s*(?=\S)|\s-\s(?=\S)")  # after these another clause may begin
LABEL = late(r"[:|–—]\s*[\"“„«'‘(]*\s*\Z")
FRACTIONS = ("½", "⅓", "⅔", "¼", "¾")
LABELLED = 6  # words of a label
_OPENING = "in among for with without during under on by bei für mit ohne unter während chez dans pour avec sans en con sin nei nelle nel per senza tra"
OPENING = frozenset(_OPENING.split())  # with these a sentence begins that tells of whom or when, and no subject
EDGE = 3  # words from either end of what is added in which a hedge speaks of the wording or of the sentence
LED = 10  # words before a wording that begins in small letters, among them its subject
Known = Callable[[], frozenset[str]]
_WEAK = "can will would should must help helps helped contribute contributes designed intended aims aim meant usually generally commonly"
WEAK = frozenset(_WEAK.split())  # hedges that turn nothing where they stand far from the wording


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a wording. `turned`: what makes another statement of it; `more`: other words that nobody approved."""

    turned: tuple[Difference, ...]
    more: tuple[str, ...]
    sentence: str  # the whole of it, as printed


@dataclass(frozen=True, slots=True)
class Held:
    """A wording on a page: where, in which block, the statements it has words of, and what is on record for it."""

    start: int
    end: int
    block: int
    statements: tuple[int, ...]
    wording: str
    known: Callable[[], Iterable[str]]  # times and numbers on record for it: they may stand beside it
    inner: bool = False  # it stands in a longer one, which answers for the sentence


def beside(held: Sequence[Held], reading: Reading, marks: Collection[tuple[int, int]], language: str) -> list[Beside | None]:
    """For each wording, what its sentence says more; None where it says nothing more, as nearly always.

    `marks`: the reference marks of the page. ValueError for a language that is not en, de, fr, es or it.
    """
    letter, said, blocks = LETTER.search, reading.statements, reading.page.blocks
    found: list[Beside | None] = [None] * len(held)
    open_ones = []
    for at, one in enumerate(held):
        if not one.inner:
            block = blocks[one.block]
            start, end = _stated(one, reading) or (block.start, block.end)
            beyond = any(is_wide(reading.page, said[each]) for each in one.statements)  # the row of a table
            if beyond or letter(reading.page.text, start, one.start) or letter(reading.page.text, one.end, end):
                open_ones.append(at)
    if open_ones:
        look = _Look(reading, sorted(marks), language, merged((one.start, one.end) for one in held))
        for at in open_ones:
            found[at] = look.at(held[at])
    return found


# --- inside -------------------------------------------------------------------------------------------------------


@cache
def _turning(language: str) -> tuple[re.Pattern[str], frozenset[str], list[str]]:
    """The words that turn a sentence, as a pattern for folded text, and the words and the phrases that join two statements or open one."""
    table = json.loads((Path(__file__).parent / "words" / "turning.json").read_text("utf-8"))[language]
    return re.compile(rf"(?<!\w)(?:{'|'.join(table['turns'])})(?!\w)"), frozenset(table["harmless"][0].split()), table["harmless"][1:]


def _stated(one: Held, reading: Reading) -> tuple[int, int] | None:
    """Where the statements that a wording has words of begin and end, as far as its block holds them; None where they do not hold it."""
    if not one.statements:
        return None
    start, end = reading.statements[one.statements[0]].start, reading.statements[one.statements[-1]].end
    if not (start <= one.start and one.end <= end):
        return None
    block = reading.page.blocks[one.block]
    return max(block.start, start), min(block.end, end)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What stands beside a wording, read by itself."""

    shown: str
    turns: bool  # it has a word that turns the wording
    tokens: tuple[Token, ...]
    plain: tuple[str, ...]  # its words that are not harmless
    label: bool
    beyond: bool  # a negation or a number stands in another clause


@lru_cache(maxsize=4096)  # the pages of a site repeat their sentences
def _rest(bare: str, after: bool, language: str) -> _Rest:
    """What stands before or behind (`after`) a wording, without its reference marks."""
    words = POINTER.sub(" ", bare) if POINTED.search(bare) else bare
    own, other = _clauses(words, after)
    folded, beyond = fold(own).text, fold(other).text if other else ""
    pattern, harmless, phrases = _turning(language)
    turns = (pattern.search(folded) or pattern.search(beyond)) is not None  # of a second clause only the phrases that turn the first count
    read = tokens(folded, guards(language))
    rest = folded
    for phrase in phrases:
        rest = rest.replace(phrase, " ")
    kept = read if rest == folded else tokens(rest, guards(language))
    plain = tuple(token.text for token in kept if token.text not in harmless and LETTER.search(token.text))
    counts = any(token.guard in ("negation", "number") for token in tokens(beyond, guards(language)))
    shown = " ".join(words.split()).strip(" ,;.")
    return _Rest(shown, turns, tuple(read), plain, not after and LABEL.search(words) is not None, counts)


class _Look:
    """One page that is looked at."""

    def __init__(self, reading: Reading, marks: list[tuple[int, int]], language: str, spans: list[tuple[int, int]]) -> None:
        self.reading, self.marks, self.spans = reading, marks, spans
        self.closed = [end for _, end in marks]
        self.numbers = [(each.start, each.kind) for one in reading.statements for each in one.quantities]
        self.numbers.sort()
        self.links = [(run.start, run.end) for run in reading.page.runs if run.kind == "link"]
        self.guards: Guards = guards(language)
        self.language = self.guards.language
        self.split: dict[int, list[tuple[int, int]]] = {}
        self.meant: dict[Held, frozenset[str]] = {}

    def at(self, one: Held) -> Beside | None:
        text, block = self.reading.page.text, self.reading.page.blocks[one.block]
        start, end = self._sentence(one, block)
        row = self._row(one)
        if row is None and LETTER.search(text, start, one.start) is None and LETTER.search(text, one.end, end) is None:
            return None  # by far the commonest: a sentence of its own
        span = bisect_right(self.spans, (one.start, len(text))) - 1
        low, high = self.spans[span]
        turned: list[Difference] = []
        more: list[str] = []
        known = partial(self._known, one)  # asked for only where a number stands beside it
        if one.start == low:
            floor = max(start, self.spans[span - 1][1]) if span else start
            self._judge(floor, low, floor > start, one.wording[:1].islower(), known, turned, more)
        if one.end == high:
            ceiling = min(end, self.spans[span + 1][0]) if span + 1 < len(self.spans) else end
            self._judge(high, ceiling, ceiling < end, False, known, turned, more, after=True)
        if row is not None and not turned and (difference := self._apart(one, row, known)) is not None:
            turned.append(difference)
            start, end = row
        return Beside(tuple(turned), tuple(more), text[start:end]) if turned or more else None

    def _row(self, one: Held) -> tuple[int, int] | None:
        """The statement of several blocks that a wording has words of: the row of a table, or a number and its label."""
        said = [self.reading.statements[at] for at in one.statements]
        return next(((each.start, each.end) for each in said if is_wide(self.reading.page, each)), None)

    def _apart(self, one: Held, row: tuple[int, int], known: Known) -> Difference | None:
        """A number in the cells of a row that no wording stands in, which is no quantity that is reported as one, and not on record for it.

        The label may repeat a number of the wording, a value may not: it is another one, and only looks alike."""
        text, at = self.reading.page.text, row[0]
        for cell in text[row[0] : row[1]].split("\n"):
            end = at + len(cell)
            inside = self.spans[max(0, bisect_right(self.spans, (at, len(text))) - 1) : bisect_left(self.spans, (end,))]
            edges = [at, *(place for span in inside if at < span[1] for place in span), end]
            for low, high in zip(edges[::2], edges[1::2], strict=True):
                told = self.numbers[bisect_left(self.numbers, (low,)) : bisect_left(self.numbers, (high,))]
                if low < high and not any(kind != "duration" for _, kind in told):
                    own = frozenset[str]() if at == row[0] else frozenset(each.means for each in tokens(fold(one.wording).text, self.guards))
                    if (difference := self._number(low, high, own, known)) is not None:
                        return difference
            at = end + 1
        return None

    def _number(self, low: int, high: int, own: frozenset[str], known: Known) -> Difference | None:
        """The first number of text[low:high] that is not on record; what the wording has (`own`) is as a time behind other words: "at 2 years"."""
        found = tokens(fold(self._bare(low, high)).text, self.guards)
        for at, token in enumerate(found):
            digits = token.guard == "number" and (token.text[0].isdigit() or token.means != "1|0")
            if not digits and token.text not in FRACTIONS:
                continue
            unit = found[at + 1] if at + 1 < len(found) and found[at + 1].guard in ("time", "unit") else None
            timed = unit is not None and unit.guard == "time"
            if token.means not in known() or (token.means in own and not (timed and at)):
                return Difference("time" if timed else "number", "", f"{token.text} {unit.text}" if unit is not None else token.text)
        return None

    def _known(self, one: Held) -> frozenset[str]:
        """What the words of a wording mean, and the times and numbers on record for it."""
        if one not in self.meant:
            typed = (one.wording, *one.known())
            self.meant[one] = frozenset(token.means for each in typed for token in tokens(fold(each).text, self.guards))
        return self.meant[one]

    def _sentence(self, one: Held, block: Block) -> tuple[int, int]:
        """The sentence or sentences that a wording has words of, in its block."""
        if one.end > block.end and (row := self._row(one)) is not None:
            return row
        if (stated := _stated(one, self.reading)) is not None:
            return stated
        if one.block not in self.split:
            typed = list(self.reading.page.text[block.start : block.end])
            for low, high in self._marks(block.start, block.end):
                for at in range(max(low, block.start), min(high, block.end)):
                    typed[at - block.start] = sentences.MARK
            found = sentences.split("".join(typed), vocabulary(self.language))
            self.split[one.block] = [(block.start + a, block.start + b) for a, b in found]
        own = [(a, b) for a, b in self.split[one.block] if a < one.end and one.start < b]
        return min([one.start, *(a for a, _ in own)]), max([one.end, *(b for _, b in own)])

    def _judge(
        self, low: int, high: int, between: bool, fragment: bool, known: Known, turned: list[Difference], more: list[str], after: bool = False
    ) -> None:
        """What text[low:high] does to the wording before (`after`) or behind it. `between`: another wording follows or went before."""
        if LETTER.search(self.reading.page.text, low, high) is None:
            return
        rest = _rest(self._bare(low, high).replace("\n", " | "), after, self.language)
        if rest.turns:
            turned.append(Difference("words", "", rest.shown))
            return
        numbers = self.numbers[bisect_left(self.numbers, (low,)) : bisect_left(self.numbers, (high,))]
        told = any(kind != "duration" for _, kind in numbers)
        if (guarded := next(_guarded(rest.tokens, self.guards, known, told), None)) is not None:
            turned.append(Difference(guarded[0], "", guarded[1]))
            return
        plain = rest.plain
        label = rest.label and len(plain) <= LABELLED
        led = fragment and len(plain) <= LED and plain[:1] and plain[0] not in OPENING
        if (plain and not label and not led and not self._linked(low, high) and not (between and len(plain) <= 1)) or rest.beyond:
            more.append(rest.shown)

    def _bare(self, low: int, high: int) -> str:
        """text[low:high] with blanks for reference marks."""
        text, at, pieces = self.reading.page.text, low, []
        for start, end in self._marks(low, high):
            if at < end:
                pieces += [text[at : max(at, start)], " "]
                at = max(at, min(end, high))
        return "".join([*pieces, text[at:high]])

    def _marks(self, low: int, high: int) -> list[tuple[int, int]]:
        """The reference marks that have a character of text[low:high]."""
        return self.marks[bisect_right(self.closed, low) : bisect_left(self.marks, (high,))]

    def _linked(self, low: int, high: int) -> bool:
        """Whether every letter there is a link's: "Learn more"."""
        text = self.reading.page.text
        runs = [run for run in self.links if run[0] < high and low < run[1]]
        return bool(runs) and all(any(a <= at < b for a, b in runs) for at in range(low, high) if text[at].isalnum())


def _clauses(words: str, after: bool) -> tuple[str, str]:
    """The clause that the wording is in, and what stands beyond a semicolon or a dash."""
    if not any(mark in words for mark in ";—–-"):
        return words, ""
    cuts = [(match.start(), match.end()) for match in CLAUSE.finditer(words)]
    if not cuts:
        return words, ""
    return (words[: cuts[0][0]], words[cuts[0][1] :]) if after else (words[cuts[-1][1] :], words[: cuts[-1][0]])


def _guarded(found: Sequence[Token], guards: Guards, known: Known, told: bool) -> Iterator[tuple[str, str]]:
    """The guarded words that may not be added. `told`: a number among them is reported as one that no claim has."""
    for at, token in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        edge = min(at, len(found) - 1 - at) < EDGE  # a hedge in the middle of a long gap softens something else
        if token.guard == "negation" or (token.guard == "hedge" and edge and token.means != "hedge show" and token.text not in WEAK):
            yield token.guard, token.text
        elif token.guard == "comparator" and following is not None and (following.guard == "number" or following.text in guards.links):
            yield token.guard, f"{token.text} {following.text}"
        elif token.guard == "comparator" and at and found[at - 1].text in guards.either and at + 1 == len(found):
            yield token.guard, f"{found[at - 1].text} {token.text}"  # or more
        elif token.guard == "number" and not told and (token.text[0].isdigit() or token.means != "1|0") and token.means not in known():
            unit = following is not None and following.guard in ("time", "unit")
            yield ("time" if unit and following is not None and following.guard == "time" else "number"), (
                f"{token.text} {following.text}" if unit and following is not None else token.text
            )
