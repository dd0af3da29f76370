"""Whether quoted words stand in a document, on which sheets, and in what the document's words differ where they nearly do.

Only typography is folded (see imprint.py): a figure, a superscript, a fraction, a sign, a decimal mark or a negation that differs
is never exact. An ellipsis in a quote joins two stretches that stand near each other in that order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from evidence import likewords, running
from evidence.imprint import Imprint, expand, imprint
from evidence.record import Document, Found

GAP = 1500  # characters that an ellipsis may stand for
AROUND = 60  # characters shown on either side
MOST = 200  # places of one stretch that are looked at
LONGEST = 20_000  # characters of a quote
ELLIPSIS = re.compile(r"[\[(]\s?(?:\.\s?){3}[\])]|[\[(]\s?…\s?[\])]|…|(?:(?<!\.)\.\s?\.\s?\.(?:\s?\.)?(?!\.))")
CAPITAL = re.compile(r"\[([A-Za-z])\](?=[a-z])")  # [T]he: a capital that the one who quotes has changed
REACH = 240  # characters before and after a quote in which its sentence is read
DIGIT = re.compile(r"[0-9]")
IN_BRACKETS = re.compile(r"\([^()]{0,200}\)")  # (p < 0.001), (95% CI 1 to 2)
ENDED = re.compile(r"(?<=[^\W\d_]{2})[.;!?][\"')\]]* |(?<=[0-9%)\]])[.;!?][\"')\]]* (?=[^\W\d_])")
CLAUSE = re.compile(r"[.;:!?,][\"')\]]* ")
WORDS = re.compile(r"[^\W\d_]+(?:'t)?")
# What makes a sentence one that is not asserted: a hope, an assumption, a question, a denial.
TURNING = re.compile(
    r"(?:expect|hypothe|hypothé|hipót|ipoti|assum|anticipat|predict|suppos|speculat|wrong|untrue|false|den(?:y|ie)|whether|hoped|erwart|angenommen|vermut"
    r"|falsch|bestr|esper|supon|falso|falsa|faux|fausse|neg(?:ar|at)|atteso|presum)"
)
NO_DIFFERENCE = re.compile(r"\b(?:not|no|nicht|keine?|non|pas|sin|senza|without)\b[^.;]{0,40}\bsigni[fﬁ]")
SENTENCE = re.compile(r"[.;!?][\"')\]]* ")
BEHIND = re.compile(r"([^\W\d_]+(?:'t)?) $")
# fmt: off
NEGATIONS = frozenset((
    "not", "no", "never", "nor", "neither", "without", "cannot", "failed", "none", "hardly", "nicht", "kein", "keine", "keinen", "keinem",
    "keiner", "ohne", "nie", "ne", "pas", "non", "sans", "aucun", "aucune", "jamais", "sin", "nunca", "ningún", "ninguna", "senza", "nessun",
    "nessuna", "mai",
))
# fmt: on
SIGNS = "+-<>≤≥~≈±×/$£€¥"
POINTS = ".,:·'"


def find(quote: str, document: Document, page: str | None = None) -> Found:
    """Where the quoted words stand in a document.

    exact: they stand there, on these `sheets` (all of them, where they stand more than once); `words` are the document's own, with
    a little around them (of the place on `page`, where they also stand there). near: something like them does, with `differences` in
    words: "source: 68.2%, quoted: 68%". absent: nothing like them was found. Raises nothing for any text.
    """
    wanted = [imprint(part) for part in ELLIPSIS.split(CAPITAL.sub(r"\1", expand(quote[:LONGEST])))]
    wanted = [part for part in wanted if any(mark.isalnum() for mark in part.folded)]
    if not wanted or len(quote) > LONGEST:
        return Found("absent", differences=("the quote has no words" if not wanted else "the quote is too long",))
    blocked: list[tuple[int, int, str]] = []
    for heads in (False, True):
        text, sheets = _prepared(document, heads)
        if places := list(_places(wanted, text, blocked)):
            doubts = [_doubts(text, place) for place in places]
            sure = [place for place, doubted in zip(places, doubts, strict=True) if not doubted]
            spans = [(stretches[0][0], stretches[-1][1]) for stretches in sure or places]
            return replace(_found("exact", document, text, sheets, spans, page), doubts=() if sure else doubts[0])
        if blocked:
            start, end, why = blocked[0]
            return _found("near", document, text, sheets, [(start, end)], page, (why,))
        if not any(running.spans(document.sheets)):
            break
    text, sheets = _prepared(document, False)
    for part in wanted:
        if near := likewords.nearest(part, text):
            return _found("near", document, text, sheets, [(near.start, near.end)], page, near.differences)
    return Found("absent")


@lru_cache(maxsize=256)  # a document's quotes come together, or nearly so
def _prepared(document: Document, heads: bool) -> tuple[Imprint, tuple[int, ...]]:
    """The document's words in one piece, without running heads unless they are asked for, and where each sheet begins in them."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    away = [()] * len(document.sheets) if heads or len(document.sheets) < 2 else running.spans(document.sheets)
    for sheet, spans in zip(document.sheets, away, strict=True):
        starts.append(length)
        words, done = [], 0
        for start, end in spans:
            words.append(sheet[done:start])
            done = end
        part = expand("".join([*words, sheet[done:]]))
        parts.append(part)
        length += len(part) + 1
    return imprint("\n".join(parts)), tuple(starts)


# --- exact ----------------------------------------------------------------------------------------------------------


def _places(wanted: list[Imprint], text: Imprint, blocked: list[tuple[int, int, str]]) -> Iterator[list[tuple[int, int]]]:
    """Every place where all stretches stand in order, stretch by stretch; what stands there but says something else goes to `blocked`."""
    first, *rest = wanted
    for start in _starts(first.folded, text.folded, 0, len(text.folded)):
        end = start + len(first.folded)
        if why := _otherwise(first, text, start):
            blocked.append((start, end, why))
            continue
        stretches = [(start, end)]
        for part in rest:
            follows = _following(part, text, end, blocked)
            if follows is None:
                break
            end = follows
            stretches.append((end - len(part.folded), end))
        else:
            yield stretches


def _following(part: Imprint, text: Imprint, end: int, blocked: list[tuple[int, int, str]]) -> int | None:
    """The end of the next stretch behind `end`, where it stands near enough and nothing that turns the sentence was left out."""
    for start in _starts(part.folded, text.folded, end, end + GAP + len(part.folded)):
        why = _otherwise(part, text, start)
        gap = text.folded[end:start]
        left_out = [word for word in re.findall(r"[^\W\d_]+(?:'t)?", gap) if _negates(word)]
        if not why and left_out and not SENTENCE.search(gap):
            why = f"“{left_out[0]}” stands in the source where the quote has an ellipsis"
        if not why:
            return start + len(part.folded)
        blocked.append((start, start + len(part.folded), why))
    return None


def _starts(words: str, text: str, low: int, high: int) -> Iterator[int]:
    at = text.find(words, low, high)
    for _ in range(MOST):
        if at < 0:
            return
        yield at
        at = text.find(words, at + 1, high)


def _otherwise(part: Imprint, text: Imprint, start: int) -> str:
    """Why the same words at a place say something else, or an empty string: part of a number, a "not" before them, other marks."""
    end = start + len(part.folded)
    for at, mark in part.marks.items():
        if text.marks.get(start + at) != mark:
            printed = text.marks.get(start + at, "no mark")
            return f"source: {printed} behind “{text.slice(start + max(0, at - 12), start + at)[-12:]}”, quoted: {mark}"
    if not bounded(text.folded, start, end):
        low, high = _whole(text.folded, start, end)
        if high - low <= 2 * (end - start) + 40:
            return f"source: {_short(text.slice(low, high))}, quoted: {_short(part.printed)}"
        return "it begins or ends inside of a number or a word of the source"
    before = BEHIND.search(text.folded[max(0, start - 20) : start])
    if before and _negates(before[1]):
        return f"source: “{before[1]}” stands before these words, and the quote leaves it out"
    return ""


def _doubts(text: Imprint, stretches: list[tuple[int, int]]) -> tuple[str, ...]:
    """What the quote leaves out where it stands, and what may turn its meaning: for a person to read, for no program can tell."""
    found = []
    for (_, end), (start, _) in pairwise(stretches):
        gap = text.folded[end:start]
        if ENDED.search(gap):
            found.append(f"an ellipsis of the quote goes over the end of a sentence: “{_short(text.slice(end, start).strip())}” is left out")
        elif DIGIT.search(IN_BRACKETS.sub(" ", gap)):
            found.append(f"an ellipsis of the quote leaves a number out: “{_short(text.slice(end, start).strip())}”")
    first, last = stretches[0][0], stretches[-1][1]
    before = CLAUSE.split(text.folded[max(0, first - REACH) : first])[-1]
    if word := next((word for word in WORDS.findall(before) if _negates(word) or TURNING.match(word)), ""):
        found.append(f"“{word}” stands before these words in their sentence (“{_short(before.strip())}”), and the quote leaves it out")
    after = ENDED.split(text.folded[last : last + REACH])[0]
    if NO_DIFFERENCE.search(after):
        found.append(f"the sentence goes on “{_short(after.strip())}”, and the quote leaves it out")
    return tuple(found)


def _negates(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def bounded(text: str, start: int, end: int) -> bool:
    """Whether [start, end) of folded words begins and ends where a word or a number does: no "8%" in "88%", no "5%" in "−5%"."""
    before, further, first = text[start - 1 : start] if start else "", text[start - 2 : start - 1] if start > 1 else "", text[start]
    last, after, beyond = text[end - 1], text[end : end + 1], text[end + 1 : end + 2]
    if before.isalnum() and (first.isalnum() or (first in "+-.," and before.isdigit())):
        return False
    if first.isdigit() and (before in (*SIGNS, ".") or (before in (*POINTS, "-") and further.isdigit())):
        return False
    if first.isdigit() and before == " " and further.isdigit() and re.match(r"[0-9]{3}(?![0-9])", text[start : start + 4]):
        return False  # 10 000
    if before == "-" and further.isdigit():
        return False  # the month of a 24-month follow-up
    if last.isalnum() and (after.isalnum() or after in ("⁺", "⁻", "₊", "₋")):
        return False
    if last.isdigit() and (after in ("%", "‰", "°", "×") or (after in (*POINTS, "/", "-") and (beyond.isalnum() or beyond == "-"))):
        return False
    if last == "%" and after == "-" and beyond.isdigit():
        return False
    return not (last.isdigit() and re.match(r" [0-9]{3}(?![0-9])", text[end : end + 5]))


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the words that it begins and ends in."""
    return text.rfind(" ", 0, start) + 1, (text.find(" ", end) + len(text)) % len(text) if " " in text[end:] else len(text)


# --- what is told ---------------------------------------------------------------------------------------------------


def _found(
    kind: str, document: Document, text: Imprint, sheets: tuple[int, ...], places: list[tuple[int, int]], page: str | None, differences: tuple[str, ...] = ()
) -> Found:
    on: dict[int, None] = {}
    shown = None
    for start, end in places:
        own = range(_sheet(text, sheets, start), _sheet(text, sheets, end - 1) + 1)
        on.update(dict.fromkeys(own))
        if shown is None or (page is not None and page in {name for sheet in own for name in (str(sheet), *_label(document, sheet))}):
            shown = shown if shown and page is None else (start, end)
    start, end = shown or places[0]
    paged = len(document.sheets) > 1 or document.kind == "pdf"
    numbers = tuple(sorted(on)) if paged else ()
    pages = tuple(label for sheet in numbers for label in _label(document, sheet))
    return Found(kind, numbers, pages, _shown(text, start, end), differences)


def _label(document: Document, sheet: int) -> tuple[str, ...]:
    return (document.labels[sheet - 1],) if sheet <= len(document.labels) and document.labels[sheet - 1] else ()


def _sheet(text: Imprint, sheets: tuple[int, ...], at: int) -> int:
    return max(1, bisect_right(sheets, text.place(at)))


def _shown(text: Imprint, start: int, end: int) -> str:
    """The document's own words with a little around them, cut between words."""
    low, high = max(0, start - AROUND), min(len(text.folded), end + AROUND)
    low = text.folded.find(" ", low, start) + 1 or start if low else 0
    high = text.folded.rfind(" ", end, high) if high < len(text.folded) else high
    words = text.slice(low, max(high, end))
    return f"{'… ' if low else ''}{words}{' …' if high < len(text.folded) else ''}"


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:38]} … {words[-38:]}"
