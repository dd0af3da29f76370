"""The same work on several things at once, in threads that never keep the command from ending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TypeVar

from evidence import nouns

WORKERS = 10
LISTEN = 0.2  # seconds: with a timeout, so that Ctrl-C is heard on every system

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(items: Sequence[Item], work: Callable[[Item], Result]) -> list[Result]:
    """The results of `work` on every item, in the items' order. The first exception of any is raised here, and the rest is not waited for."""
    heard: SimpleQueue[tuple[int, Result | BaseException]] = SimpleQueue()
    todo = iter(range(len(items)))
    turn = Lock()

    def worker() -> None:
        while True:
            with turn:
                at = next(todo, -1)
            if at < 0:
                return
            try:
                heard.put((at, work(items[at])))
            except BaseException as trouble:  # handed over, and raised where the results are waited for
                heard.put((at, trouble))
                return

    nouns.finish_all()
    for _ in range(min(WORKERS, len(items))):
        Thread(target=worker, daemon=True).start()
    results: dict[int, Result] = {}
    while len(results) < len(items):
        try:
            at, result = heard.get(timeout=LISTEN)
        except Empty:
            continue
        if isinstance(result, BaseException):
            raise result
        results[at] = result
    return [results[at] for at in range(len(items))]
