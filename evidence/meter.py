"""What long work is at, told on a terminal only: stderr, one line that is written over, nothing where nobody looks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

WIDTH = 78


def steps(total: int) -> Callable[[str], None]:
    """A function to call with the name of each step as it begins, and with an empty name at the end."""
    stream = sys.stderr
    if stream is None or not stream.isatty() or os.environ.get("TERM") == "dumb":
        return lambda name: None
    at = 0

    def tell(name: str) -> None:
        nonlocal at
        at += 1
        line = f"[{min(at, total)}/{total}] {''.join(mark for mark in name if mark.isprintable())}"[:WIDTH] if name else ""
        stream.write(f"\r{line:<{WIDTH}}\r")
        stream.flush()

    return tell
