"""What changed between two sealed contents, in words: one line for every value that is another, is new or is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

LONGEST = 160  # characters of a value that is shown whole
AROUND = 4  # words shown on either side of a change in a longer one


def differences(then: object, now: object, path: str = "") -> Iterator[str]:
    """One line a change: "claim, text: “… 68% …” → “… 86% …”". Both are canonical values; lists without order are compared as sets."""
    if then == now:
        return
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key in sorted({*then, *now}):
            yield from differences(then.get(key), now.get(key), f"{path}, {key}" if path else str(key))
    elif isinstance(then, list) and isinstance(now, list):
        yield from _items(then, now, path)
    elif then is None or then == {} or then == []:
        yield f"{path}: new: {_shown(now)}"
    elif now is None or now == {} or now == []:
        yield f"{path}: gone: {_shown(then)}"
    elif isinstance(then, str) and isinstance(now, str):
        before, after = _apart(then, now)
        yield f"{path}: “{before}” → “{after}”{_unseen(then, now)}"
    else:
        yield f"{path}: {_shown(then)} → {_shown(now)}"


def _items(then: list[object], now: list[object], path: str) -> Iterator[str]:
    """What left a list and what came; one for one where as many came as left, so that a changed number is told as a change."""
    left = [one for one in then if one not in now]
    came = [one for one in now if one not in then]
    if len(left) == len(came) and left:
        for number, (before, after) in enumerate(zip(left, came, strict=True)):
            name = _name(before) or str(number + 1)
            yield from differences(before, after, f"{path}, {name}")
        return
    if not left and not came:
        yield f"{path}: the same, in another order or number"
    yield from (f"{path}: gone: {_shown(one)}" for one in left)
    yield from (f"{path}: new: {_shown(one)}" for one in came)


def _name(value: object) -> str:
    """What a mapping in a list is called by: the number as printed, what it is for, or its rule."""
    if not isinstance(value, Mapping):
        return ""
    return next((str(value[key]) for key in ("printed", "for", "rule", "reference") if value.get(key)), "")


def _apart(then: str, now: str) -> tuple[str, str]:
    """Two texts; of long ones only the words around what differs."""
    if len(then) <= LONGEST and len(now) <= LONGEST:
        return then, now
    before, after = then.split(" "), now.split(" ")
    same = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks() if len(before) * len(after) < 1_000_000 else []
    start = same[0].size if same and same[0].a == same[0].b == 0 else 0
    last = same[-2] if len(same) > 1 else None
    end = last.size if last and last.a + last.size == len(before) and last.b + last.size == len(after) and last.a >= start else 0
    return _cut(before, start, end), _cut(after, start, end)


def _cut(words: list[str], start: int, end: int) -> str:
    low, high = max(start - AROUND, 0), min(len(words) - end + AROUND, len(words))
    text = " ".join(words[low:high])
    text = text if len(text) <= 4 * LONGEST else f"{text[: 4 * LONGEST]}…"
    return f"{'… ' if low else ''}{text}{' …' if high < len(words) else ''}"


def _unseen(then: str, now: str) -> str:
    """The code points that differ, where two texts are as long as each other or nearly so and may look alike."""
    odd = sorted({mark for mark in {*then} ^ {*now} if not mark.isascii()})
    return f" ({', '.join(f'U+{ord(mark):04X}' for mark in odd[:8])})" if odd else ""


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_shown(one)}" for key, one in sorted(value.items()))[: 4 * LONGEST]
    if isinstance(value, list):
        return ", ".join(map(_shown, value))[: 4 * LONGEST]
    return f"“{_cut(str(value).split(' '), 0, 0)}”"
