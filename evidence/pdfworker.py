"""A process that takes the text out of PDF files, one after the other; what hangs or breaks takes nothing with it but its file."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any

SECONDS = 20.0  # that one file may take
MOST_STOPPED = 3  # files that had to be stopped before no more are tried
PROGRAM = Path(__file__).with_name("sheets.py")


def library() -> Path | None:
    """The folder in which the library that reads PDF files is installed; None where it is not."""
    found = find_spec("pypdfium2")
    return Path(found.origin).parents[1] if found and found.origin else None


class Worker:
    """Starts with the first file, and anew after one that had to be stopped."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.stopped = 0
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, content: bytes) -> dict[str, Any]:
        """The sheets and the page labels of a file, or `because`."""
        if self.stopped >= MOST_STOPPED:
            return {"because": f"{MOST_STOPPED} documents before it took too long to read, so it was not tried"}
        place = library()
        if place is None:
            return {"because": "reading .pdf files needs one more package: pip install 'evidence-audit[pdf]'"}
        try:
            answer = self._ask(content, place)
            found = json.loads(answer) if answer else None
        except (OSError, ValueError):
            found = None
        if isinstance(found, dict):
            return found
        self.close()
        self.stopped += 1
        return {"because": f"it could not be read within {self.seconds:.0f} seconds and the memory given to one document: it is damaged, or made to do harm"}

    def _ask(self, content: bytes, place: Path) -> bytes:
        process = self._process
        if process is None or process.poll() is not None:
            words = [sys.executable, "-P", str(PROGRAM), str(place)]
            process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            self._process = process
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - asked for above
        timer = Timer(self.seconds, process.kill)
        timer.start()
        try:
            process.stdin.write(len(content).to_bytes(8, "big"))
            process.stdin.write(content)
            process.stdin.flush()
            size = int.from_bytes(process.stdout.read(8), "big")
            answer = process.stdout.read(size)
        finally:
            timer.cancel()
        return answer if len(answer) == size else b""

    def close(self) -> None:
        """Let the process go."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:  # what was still to be written goes nowhere
                continue
        process.wait()
