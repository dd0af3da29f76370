"""What goes out: files that a person names, never over one that the audit reads, and what stdout carries."""

from __future__ import annotations

import sys
from pathlib import Path

from evidence.model import Audit, BadCall


def writable(path: str | Path, audit: Audit) -> Path:
    """The path, where a report may stand. Raises BadCall where it names a file that the audit read."""
    target = Path(path)
    try:
        read = {(Path(audit.registry.folder) / each.path).resolve() for each in audit.inputs}
        if target.resolve() in read:
            raise BadCall(f"{path} is a file that the audit reads; nothing was written over it")
        if target.resolve().is_relative_to((Path(audit.registry.folder) / "approvals").resolve()):
            raise BadCall(f"{path} lies among the sign-offs, which only `evidence sign` writes")
    except (OSError, ValueError, RuntimeError) as trouble:  # a loop of links, a NUL in the name
        raise BadCall(f"{path} cannot be written: {trouble}") from None
    return target


def write(path: Path, rendered: str | bytes) -> None:
    """Write one report. Raises BadCall where that cannot be done."""
    try:
        path.write_bytes(encoded(rendered))
    except (OSError, ValueError) as trouble:
        raise BadCall(f"{path} cannot be written: {getattr(trouble, 'strerror', None) or trouble}") from None


def say(rendered: str | bytes) -> None:
    """Give it out on stdout, as the bytes that a file would hold: JSON is UTF-8 and a CSV line ends in CRLF on every machine.

    Raises BadCall where it cannot be written (a full disk), BrokenPipeError where nobody reads on. A closed stdout takes nothing.
    """
    if sys.stdout is None:
        return
    try:
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            sys.stdout.buffer.write(encoded(rendered))
        else:  # a notebook, or a test that listens
            sys.stdout.write(encoded(rendered).decode())
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as trouble:
        raise BadCall(f"the output cannot be written: {trouble.strerror}") from None


def encoded(rendered: str | bytes) -> bytes:
    """UTF-8, with the half characters of odd file names spelt out."""
    return rendered if isinstance(rendered, bytes) else rendered.encode("utf-8", errors="backslashreplace")
