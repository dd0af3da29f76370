"""How fast and how many at once a service may be asked: read from its own answers, lowered when it says too many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from threading import Condition, Event
from time import monotonic

FIRST = 1.0  # seconds between two questions as long as no answer has said another pace
LONGEST = 60.0  # seconds of an interval; a longer one is not believed
MOST = 1000  # questions an interval, or at once
SLOWEST = 64  # times slower than the service's own pace, after many refusals
STEP = 0.5  # seconds after which one who waits looks whether all is to end

_COUNT = re.compile(r"[0-9]{1,6}")
_INTERVAL = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s?(ms|s|m)?")  # "1s" at Crossref
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0}


class Lane:
    """One kind of question at one host. One question at a time, one a second, until the first answer tells the pace."""

    __slots__ = ("_abreast", "_in_flight", "_next", "_slower", "_spacing", "_turn")

    def __init__(self) -> None:
        self._turn = Condition()
        self._spacing = FIRST
        self._abreast = 1
        self._slower = 1
        self._in_flight = 0
        self._next = 0.0

    @property
    def spacing(self) -> float:
        """Seconds from the start of one question to that of the next."""
        return self._spacing * self._slower

    @property
    def abreast(self) -> int:
        """How many questions may be under way at once."""
        return max(1, self._abreast // self._slower)

    def enter(self, stopped: Event) -> bool:
        """Wait for the turn of one question, and take it; False where everything is to end, and no turn was taken."""
        with self._turn:
            while not stopped.is_set():
                wait = self._next - monotonic()
                free = self._in_flight < self.abreast
                if free and wait <= 0:
                    self._in_flight += 1
                    self._next = monotonic() + self.spacing
                    return True
                self._turn.wait(min(wait, STEP) if free else STEP)
            return False

    def leave(self, headers: Mapping[str, str] | None = None) -> None:
        """Give the turn back, with the headers of the answer, where one came."""
        with self._turn:
            self._in_flight -= 1
            if headers is not None:
                before = self.spacing
                self._learn(headers)
                self._next += self.spacing - before  # the next turn was reckoned by the old pace
            self._turn.notify_all()

    def _learn(self, headers: Mapping[str, str]) -> None:
        limit = _count(headers.get("x-rate-limit-limit") or headers.get("x-ratelimit-limit"))
        interval = _seconds(headers.get("x-rate-limit-interval") or headers.get("x-ratelimit-interval"))
        if limit and interval:
            self._spacing = interval / limit
        self._abreast = _count(headers.get("x-concurrency-limit")) or self._abreast

    def slow_down(self, seconds: float) -> None:
        """After a refusal (429): half the pace, half as many at once, and nothing at all for some seconds."""
        with self._turn:
            self._slower = min(self._slower * 2, SLOWEST)
            self._next = max(self._next, monotonic() + seconds)


def _count(header: str | None) -> int:
    """A whole number of a header, 1 to MOST; 0 where it is none."""
    text = (header or "").strip()
    return min(int(text), MOST) if _COUNT.fullmatch(text) else 0


def _seconds(header: str | None) -> float:
    """An interval of a header; one second where the service does not tell it, 0 where it is not to be believed."""
    if header is None:
        return 1.0
    found = _INTERVAL.fullmatch(header.strip().lower())
    seconds = float(found[1]) * _UNITS[found[2] or "s"] if found else 0.0
    return seconds if seconds <= LONGEST else 0.0
