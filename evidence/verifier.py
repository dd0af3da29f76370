"""Signatures verified on two processors: here and, where there are many, in a process that does nothing else.

The other process is given the bytes of records. It reads the signatures that lie beside them, and only ever says of a record
that its name is its digest, that its signature fits, and which key of allowed_signers made it; what that key may sign is
judged here. Whatever it does not say that of, because it found otherwise, broke, hung or could not be started, is read and
verified here: so what is found is the same with it and without it.
"""

from __future__ import annotations

import gc
import hashlib
import marshal
import os
import subprocess
import sys
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

from evidence import recordfiles, signers, sshsig

MANY = 500  # signatures that are worth the start of a process
BATCH = 64  # … that are handed over at a time
PATIENCE = 10.0  # seconds without an answer after which none is waited for
TOKEN = 16  # bytes that begin every answer: what a broken process, or one that prints, writes instead is none
ANYBODY = signers.Signers()  # whose key it is, is not looked at before it is known to have signed

Record = tuple[str, bytes]
"""A record's name and its bytes."""


class Verifier:
    """Is told the signed records while they are read, and has the keys that signed them when all are. To be closed."""

    def __init__(self, place: str, known: signers.Signers, signed: int) -> None:
        """`place`: the folder of the records; `signed`: how many of them there are at most."""
        self._records: list[Record] = []
        self._keys = () if known.unreadable else tuple(known.by_key)[: 2**16 - 1]  # as many as an answer can name
        self._signs = signing(place, self._keys)
        wanted = self._keys and signed >= MANY and _processors() > 1
        self._helper = _helper(place, self._keys, self._records) if wanted else None

    def ask(self, name: str, data: bytes) -> None:
        """One more record."""
        if self._helper:
            self._records.append((name, data))
            if len(self._records) % BATCH == 0:
                self._helper.more()

    def all_asked(self) -> None:
        """There are no more."""
        if self._helper:
            self._helper.more()

    def keys(self) -> dict[str, bytes]:
        """A record → the key that signed it. Of a record that is not in it nothing is known yet."""
        found: dict[str, int] = {}
        if self._helper:
            for at in self._helper.left():  # from the other end, until the two meet
                found |= {record[0]: self._signs(record) for record in self._records[at : at + BATCH]}
            found |= self._helper.signing()
        return {name: self._keys[number - 1] for name, number in found.items() if 0 < number <= len(self._keys)}

    def close(self) -> None:
        """Let the process go."""
        if self._helper:
            self._helper.close()


def signing(place: str, keys: Sequence[bytes]) -> Callable[[Record], int]:
    """What tells which of these keys, counted from one, signed a record; 0 where none did, or the record's name is not its digest."""
    numbers = {key: number for number, key in enumerate(keys, 1)}

    def signs(record: Record) -> int:
        name, data = record
        try:
            begun = signers.begun(data, recordfiles.read(f"{name}.sig", place, sshsig.LARGEST), ANYBODY)
        except recordfiles.Broken:
            return 0
        if not isinstance(begun, tuple) or f"{hashlib.sha256(data).hexdigest()}.json" != name:
            return 0
        number = numbers.get(begun[0], 0)
        return number if number and not sshsig.misfit(begun) else 0

    return signs


class _Helper:
    """The other process, a thread that hands it batches of records, and one that listens."""

    def __init__(self, process: subprocess.Popen[bytes], first: Any, token: bytes, records: Sequence[Record]) -> None:
        self._process, self._first, self._token, self._records = process, first, token, records
        self._known = 0  # records that were made into batches
        self._waiting: deque[int] = deque()  # the first record of each batch that nobody has taken
        self._given: list[int] = []  # … of those that were handed over, in order
        self._called: SimpleQueue[bool] = SimpleQueue()
        self._heard: SimpleQueue[bytes] = SimpleQueue()
        self._threads = [Thread(target=work, daemon=True) for work in (self._hand_over, self._listen)]
        for each in self._threads:
            each.start()

    def more(self) -> None:
        """The records since the last call are a batch."""
        if self._known < len(self._records):
            self._waiting.append(self._known)
            self._known = len(self._records)
            self._called.put(True)

    def left(self) -> Iterator[int]:
        """The batches that nobody has begun, from the last on; they are the caller's."""
        while self._waiting:
            try:
                yield self._waiting.pop()
            except IndexError:  # the other thread was quicker
                break

    def signing(self) -> Mapping[str, int]:
        """Of every record that was handed over the number that the process says of it, after everything was asked."""
        self._called.put(False)
        found: dict[str, int] = {}
        try:
            for number, answer in enumerate(iter(lambda: self._heard.get(timeout=PATIENCE), b"")):
                if not answer.startswith(self._token) or number >= len(self._given):
                    break  # it is not our process who speaks
                at, said = self._given[number], array("H", answer[TOKEN:])
                found |= {name: word for (name, _), word in zip(self._records[at : at + BATCH], said, strict=False)}
        except Empty:
            pass  # what it has not said by now is verified here
        return found

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
                _send(stream, self._first)
                while self._called.get():
                    if self._waiting:
                        at = self._waiting.popleft()
                        self._given.append(at)
                        _send(stream, [*self._records[at : at + BATCH]])
        except (OSError, IndexError):
            return  # the process is gone; or the batch was taken from under our hands, and so are all the others

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - asked for
        with self._process.stdout as stream:
            while len(answer := stream.read(TOKEN + 2 * BATCH)) == TOKEN + 2 * BATCH:
                self._heard.put(answer)
        self._heard.put(b"")


def _helper(place: str, keys: Sequence[bytes], records: Sequence[Record]) -> _Helper | None:
    """The other process; None where there can be none."""
    if not sys.executable:  # somebody else's program runs us
        return None
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        words = [sys.executable, "-P", "-m", "evidence.verifier"]
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=paths)
    except (OSError, ValueError):
        return None
    token = os.urandom(TOKEN)
    return _Helper(process, (token, place, [*keys]), token, records)


def _processors() -> int:
    """How many there are for us."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _send(stream: IO[bytes], what: Any) -> None:
    data = marshal.dumps(what)
    stream.write(len(data).to_bytes(8) + data)
    stream.flush()


def main() -> None:
    """The other process: a batch of records, a number for each, until there are no more."""
    gc.disable()
    asked, answers = sys.stdin.buffer, sys.stdout.buffer

    def received() -> Any:
        return marshal.loads(asked.read(int.from_bytes(asked.read(8))))  # noqa: S302 - it is our own parent who writes them

    try:
        token, place, keys = received()
        signs = signing(place, keys)
        while True:
            said = array("H", map(signs, received()))
            answers.write(token + said.tobytes().ljust(2 * BATCH, b"\0"))
            answers.flush()
    except EOFError:
        return


if __name__ == "__main__":
    main()
