"""Signatures verified on two processors: here and, where there are many, in a process that does nothing else.

The other process only ever says of a signature that it fits. Whatever it does not say that of, because it found otherwise, broke,
hung or could not be started, is verified here: so the answers are the same with it and without it.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

from evidence import sshsig

MANY = 500  # signatures that are worth the start of a process
BATCH = 64  # … that are handed over at a time
PATIENCE = 10.0  # seconds without an answer after which none is waited for
FITS, NOT = b"+", b"-"


class Verifier:
    """Takes questions while the records are read, and has the answers when all are. To be closed."""

    def __init__(self, many: int = MANY) -> None:
        self._questions: list[sshsig.Question] = []
        self._helper: _Helper | None = None
        self._many = many if _processors() > 1 else sys.maxsize

    def ask(self, question: sshsig.Question) -> int:
        """The number of the question: where its answer will stand."""
        self._questions.append(question)
        count = len(self._questions)
        if count == self._many:
            self._helper = _helper(self._questions)
        if self._helper and count % BATCH == 0 and count >= self._many:
            self._helper.more(count)
        return count - 1

    def answers(self) -> list[str]:
        """Why each of the signatures does not fit its record; an empty string where it does."""
        found: dict[int, str] = {}
        if self._helper:
            for at in self._helper.left():  # from the other end, until the two meet
                found.update((number, sshsig.misfit(self._questions[number])) for number in range(at, at + BATCH))
            found.update(dict.fromkeys(self._helper.fitting(), ""))
        return [found[number] if number in found else sshsig.misfit(one) for number, one in enumerate(self._questions)]

    def close(self) -> None:
        """Let the process go."""
        if self._helper:
            self._helper.close()


class _Helper:
    """The other process, a thread that hands it batches of questions, and one that listens."""

    def __init__(self, process: subprocess.Popen[bytes], questions: Sequence[sshsig.Question]) -> None:
        self._process, self._questions = process, questions
        self._known = 0  # questions that were made into batches
        self._waiting: deque[int] = deque()  # the first question of each batch that nobody has taken
        self._given: list[int] = []  # … of those that were handed over, in order
        self._called: SimpleQueue[bool] = SimpleQueue()
        self._heard: SimpleQueue[bytes] = SimpleQueue()
        self._threads = [Thread(target=work, daemon=True) for work in (self._hand_over, self._listen)]
        for each in self._threads:
            each.start()

    def more(self, count: int) -> None:
        """There are so many questions now."""
        for at in range(self._known, count - BATCH + 1, BATCH):
            self._waiting.append(at)
            self._called.put(True)
            self._known = at + BATCH

    def left(self) -> Iterator[int]:
        """The batches that nobody has begun, from the last on; they are the caller's."""
        while self._waiting:
            try:
                yield self._waiting.pop()
            except IndexError:  # the other thread was quicker
                break

    def fitting(self) -> list[int]:
        """The questions of which the process says that the signature fits, after everything was asked."""
        self._called.put(False)
        said = bytearray()
        try:
            while chunk := self._heard.get(timeout=PATIENCE):
                said += chunk
        except Empty:
            pass  # what it has not said by now is verified here
        numbers = (number for at in list(self._given) for number in range(at, at + BATCH))
        return [number for number, word in zip(numbers, said, strict=False) if word == FITS[0]]

    def close(self) -> None:
        """End the process, and with it the threads."""
        self._called.put(False)
        self._process.kill()
        for each in self._threads:
            each.join()
        self._process.wait()

    def _hand_over(self) -> None:
        assert self._process.stdin is not None  # noqa: S101 - asked for
        try:
            with self._process.stdin as stream:
                while self._called.get():
                    if self._waiting:
                        at = self._waiting.popleft()
                        self._given.append(at)
                        marshal.dump([*self._questions[at : at + BATCH]], stream)
                        stream.flush()
        except (OSError, IndexError):
            return  # the process is gone; or the batch was taken from under our hands, and so are all the others

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - asked for
        with self._process.stdout as stream:
            while chunk := os.read(stream.fileno(), 65_536):
                self._heard.put(chunk)
        self._heard.put(b"")


def _helper(questions: Sequence[sshsig.Question]) -> _Helper | None:
    """The other process; None where there can be none."""
    if not sys.executable:  # somebody else's program runs us
        return None
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        words = [sys.executable, "-P", "-m", "evidence.verifier"]
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=paths)
    except (OSError, ValueError):
        return None
    return _Helper(process, questions)


def _processors() -> int:
    """How many there are for us."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def main() -> None:
    """The other process: a batch of questions, a byte for each, until there are no more."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    try:
        while True:
            batch: list[sshsig.Question] = marshal.load(questions)  # noqa: S302 - it is our own parent who writes them
            answers.write(b"".join(NOT if sshsig.misfit(one) else FITS for one in batch))
            answers.flush()
    except EOFError:
        return


if __name__ == "__main__":
    main()
