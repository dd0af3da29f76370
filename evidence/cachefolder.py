"""The user's own folder for what was worked out before: used only where nobody else can write into it, never needed for a verdict.

An audit writes nothing into a project. Here it may keep the text of documents, so that the next audit need not take it out of
them again. What is kept can never decide anything that the document itself would not: an entry is named by the hash of the
document's bytes and of the program that read it, carries the hash of its own content, and counts as absent in any doubt.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

LARGEST = 60_000_000  # bytes of one entry


def folder(projects: Iterable[str | Path] = (), name: str = "documents") -> Path | None:
    """The folder for documents, or for tables of notices, made where it is not there; None where there is none that can be trusted.

    It must belong to this user, be open to nobody else, and lie in none of the `projects`, nor in a repository that holds one:
    what is committed there, others may have written.
    """
    home = os.environ.get("XDG_CACHE_HOME", "")
    try:
        top = Path(home) if Path(home).is_absolute() else Path.home() / ".cache"
        path = top / "evidence" / name
        resolved = path.resolve()
        if any(resolved.is_relative_to(_repository(Path(one).resolve())) for one in projects):
            return None
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        facts = path.stat()
        mine = not hasattr(os, "geteuid") or (facts.st_uid == os.geteuid() and not facts.st_mode & 0o077)
        return resolved if stat.S_ISDIR(facts.st_mode) and mine else None
    except (OSError, ValueError, RuntimeError):  # no home, a read-only one, a loop of links
        return None


def read(place: Path | None, name: str) -> bytes | None:
    """The content of an entry; None where there is none that is whole and ours."""
    if place is None:
        return None
    try:
        handle = os.open(place / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            facts = os.fstat(stream.fileno())
            own = not hasattr(os, "geteuid") or (facts.st_uid == os.geteuid() and not facts.st_mode & 0o022)
            if not own or not stat.S_ISREG(facts.st_mode) or facts.st_size > LARGEST:
                return None
            digest, content = stream.read(64), stream.read()
    except (OSError, ValueError):
        return None
    return content if hashlib.sha256(name.encode() + content).hexdigest().encode() == digest else None


def write(place: Path | None, name: str, content: bytes) -> None:
    """Keep an entry, whole or not at all. Where it cannot be kept (a full disk, a read-only home) nothing is lost but time."""
    if place is None or len(content) > LARGEST - 64:
        return
    half = place / f".{name[:40]}.{os.getpid()}.{os.urandom(4).hex()}"
    try:
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(name.encode() + content).hexdigest().encode() + content)
        half.replace(place / name)
    except OSError:
        half.unlink(missing_ok=True)


def _repository(path: Path) -> Path:
    """The folder of the repository in which a folder lies, or the folder itself."""
    return next((one for one in (path, *path.parents) if (one / ".git").exists()), path)
