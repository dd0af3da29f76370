"""The files of approvals/: read without following a link, and written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from evidence.model import BadCall
from evidence.signoff import FOLDER

READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Broken(Exception):
    """Why a file is no record: one clause."""


def read(name: str, place: str, largest: int) -> bytes:
    """A file's bytes; never those behind a link, of a pipe, or of something too large."""
    try:
        opened = os.open(f"{place}{os.sep}{name}", READING)
    except OSError as trouble:
        raise Broken(f"it is a link, or cannot be opened: {trouble.strerror}") from None
    try:
        facts = os.fstat(opened)
        if not stat.S_ISREG(facts.st_mode):
            raise Broken("it is no ordinary file")
        if facts.st_size > largest:
            raise Broken(f"it holds {facts.st_size:,} bytes; at most {largest:,} are read")
        return os.read(opened, facts.st_size + 1)
    except OSError as trouble:
        raise Broken(f"it cannot be read: {trouble.strerror}") from None
    finally:
        os.close(opened)


def write(folder: str, record: bytes, signature: bytes | None = None) -> str:
    """Write a record, and its signature beside it; its digest. A crash leaves the whole record or none; nothing is written over.

    A record that stands there already with the same bytes is left as it is. Raises BadCall where it cannot be written.
    """
    digest = hashlib.sha256(record).hexdigest()
    place = Path(folder) / FOLDER
    try:
        place.mkdir(exist_ok=True)
        _create(place, f"{digest}.json", record)
        if signature is not None:
            _create(place, f"{digest}.json.sig", signature)
    except OSError as trouble:
        raise BadCall(f"{trouble.filename or place} cannot be written: {trouble.strerror}") from None
    return digest


def _create(place: Path, name: str, data: bytes) -> None:
    """Write apart, flush to the disk, then give it its name: a link fails where the name is taken, so two writers lose nothing."""
    apart = place / f".writing-{os.urandom(8).hex()}"
    try:
        with apart.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(apart, place / name)
        except FileExistsError:
            if (place / name).is_symlink() or (place / name).read_bytes() != data:
                raise BadCall(f"{place / name} exists with other content; the ledger is broken, and nothing was written") from None
    finally:
        apart.unlink(missing_ok=True)
    if os.name == "posix":  # elsewhere a folder cannot be flushed
        folder = os.open(place, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
