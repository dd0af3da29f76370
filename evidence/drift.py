"""What two ways of saying nearly the same differ in: which guarded words changed, and how many of the others."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import Any

from evidence.guards import Guards, Token, tokens
from evidence.nouns import dataclass

PAUSES = ".,;:!?()[]\"'"
BLANK = ("", " ", "\n")
CLOSED = frozenset(f"{mark} " for mark in PAUSES)  # a pause right before a match: no word before it turns it
ENDED = frozenset(f"{mark}{blank}" for mark in PAUSES for blank in BLANK)  # one right after it
REACH = 40  # characters looked at before and after a match
WORDS_BEFORE = {"negation": 3, "hedge": 2}  # a "not" may stand some words before what it denies: "has not yet been shown"


@dataclass(frozen=True, slots=True)
class Difference:
    """A guarded word that changed: its kind, as approved and as printed (empty: it is not there)."""

    kind: str  # number | unit | time | comparator | direction | negation | hedge | amount | sign
    approved: str
    printed: str

    def __str__(self) -> str:
        if self.approved and self.printed:
            return f"{self.kind} {self.approved} → {self.printed}"
        return f"{self.kind} {self.printed} added" if self.printed else f"{self.kind} {self.approved} left out"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: its plain words as characters, its guarded words, and how many plain ones stand before each of these."""

    line: str
    guarded: list[Token]
    places: list[int]


def compare(approved: Said, printed: Said) -> tuple[int, tuple[Difference, ...]]:
    """How many plain words changed, and every guarded word that did.

    The plain words are aligned first (token-level Levenshtein); the guarded words between two words that agree must then be
    the same in the same order, so that a "not" that moved to another verb is a difference.
    """
    changed, old, new = 0, approved.places, printed.places
    if approved.line != printed.line:
        left: list[int] = []
        right: list[int] = []
        for tag, low, high, to, end in opcodes()(approved.line, printed.line).as_list():
            if tag == "equal":
                left += range(low, high)
                right += range(to, end)
            else:
                changed += max(high - low, end - to)
        old, new = [bisect_left(left, place) for place in old], [bisect_left(right, place) for place in new]
    if old == new and [token.means for token in approved.guarded] == [token.means for token in printed.guarded]:
        return changed, ()  # by far the commonest
    found: list[Difference] = []
    for run in sorted({*old, *new}):  # between the same two words that agree
        found += _between(
            [token for token, at in zip(approved.guarded, old, strict=True) if at == run],
            [token for token, at in zip(printed.guarded, new, strict=True) if at == run],
        )
    return changed, tuple(found)


def around(text: str, start: int, end: int, guards: Guards) -> tuple[Difference, ...]:
    """What a match says otherwise through the words just before and after it: "not" shown to …, "up to" 88% …, 68% "or less".

    `text` is folded, [start, end) the match; a line feed ends a block.
    """
    found: list[Difference] = []
    before = text[max(0, start - REACH) : start].rpartition("\n")[2]
    if before and before[-2:] not in CLOSED:
        found += _before(before.split()[-4:], text[start].isdigit(), guards)
    after = text[end : end + REACH].partition("\n")[0]
    if after[:1] == " " and (
        (word := after[1:].partition(" ")[0].strip(PAUSES)) in guards.words or word in guards.either or word in guards.ranges
    ):
        found += _after(after, text[max(start, end - 24) : end], guards)
    return tuple(found)


def bounded(text: str, start: int, end: int) -> bool:
    """Whether [start, end) of a folded text begins and ends where a word or a number does: no "8%" in "88%", no "5%" in "1.5%"."""
    before, first = text[max(0, start - 2) : start], text[start]
    after, last = text[end : end + 2], text[end - 1]
    if before[-1:] in BLANK and (after[:1] in BLANK or (after[0] in PAUSES and after[1:] in BLANK)):
        return True  # by far the commonest
    if before and first.isalnum():
        if before[-1].isalnum() or before[-1] in "_\xad":
            return False
        if first.isdigit() and (
            before[-1] in "<>\x8b\x9b≈~±+-$£\x80¥=" or (before[-1] in ".,:/'" and (before[:-1].isdigit() or before[-1] == "."))
        ):
            return False
        if before[-1] in "-'" and before[:-1].isalpha():
            return False
    elif before and first in ".+-<>\x8b\x9b" and before[-1].isalnum():
        return False
    if not after:
        return True
    if after[0].isalnum() and (last.isalnum() or last in "%‰°"):
        return False
    if after[0] in "%‰°\xad_" and last.isalnum():
        return False
    if after[0] in "-/'" and after[1:].isalnum() and (last.isalnum() or last == "%"):
        return False
    return not (after[0] in ".,:/" and after[1:].isdigit() and last.isdigit())


@cache
def opcodes() -> Any:
    """rapidfuzz's function; to import it anew each time would cost as much as to call it."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.opcodes


# --- inside -------------------------------------------------------------------------------------------------------


def _between(approved: list[Token], printed: list[Token]) -> list[Difference]:
    """The differences of two runs of guarded words; those of one kind are shown side by side."""
    found: list[Difference] = []
    if [token.means for token in approved] == [token.means for token in printed]:
        return found
    for step in opcodes()([token.means for token in approved], [token.means for token in printed]):
        if step.tag == "equal":
            continue
        old, new = approved[step.src_start : step.src_end], printed[step.dest_start : step.dest_end]
        while old and new and len(old) == len(new) and old[0].guard == new[0].guard:
            found.append(Difference(old[0].guard, old[0].text, new[0].text))
            old, new = old[1:], new[1:]
        if old or new:
            found.append(Difference((old or new)[0].guard, " ".join(t.text for t in old), " ".join(t.text for t in new)))
    return found


def _before(words: list[str], number: bool, guards: Guards) -> list[Difference]:
    """Words before a match that turn it: a comparator right before its number, a negation or a hedge some words before it."""
    for back, word in enumerate(reversed(words), 1):
        if word[-1] in PAUSES:
            break
        kind, _ = guards.words.get(word.lstrip("(\"'[").rpartition("'")[2], ("", ""))  # don't → t, n'est → est
        if back <= WORDS_BEFORE.get(kind, 0):
            return [Difference(kind, "", word)]
        linked = back == 2 and words[-1] in guards.links
        if number and kind in ("comparator", "sign") and (back == 1 or linked):
            return [Difference(kind, "", " ".join(words[-back:]))]
    return []


def _after(after: str, ending: str, guards: Guards) -> list[Difference]:
    """Words after a match that change the number it ends with: a unit, the other end of a range, "or less"."""
    last = tokens(ending, guards)[-1:]
    following = tokens(after, guards)[:2]
    if not last or not following or any(mark in PAUSES for mark in after[: following[0].start]):
        return []
    first, kind = following[0], last[0].guard
    if kind not in ("number", "unit", "time") or not any(mark.isdigit() for mark in ending):
        return []
    second = following[1] if len(following) > 1 else None
    if kind == "number" and (first.guard == "unit" or first.means.startswith("time ")):  # months, not "after"
        return [Difference(first.guard, "", first.text)]
    if first.guard == "unit" and kind == "unit":
        return [Difference("unit", last[0].text, f"{last[0].text} {first.text}")]
    if second is not None and first.text in guards.either and second.guard == "comparator":
        return [Difference("comparator", "", f"{first.text} {second.text}")]
    if second is not None and first.text in guards.ranges and first.text not in guards.either and second.guard == "number":
        return [Difference("number", last[0].text, f"{last[0].text} {first.text} {second.text}")]
    return []
