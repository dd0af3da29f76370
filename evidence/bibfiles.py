""".bib files → text with its blocks and their places, or the reason why a file can't be read as text."""

from __future__ import annotations

import codecs
import hashlib
import re
import stat
from collections.abc import Sequence
from pathlib import Path

from evidence import bibtex
from evidence.bibparser import Block
from evidence.model import Input, Missing, Place
from evidence.nouns import dataclass

MAX_BYTES = 200_000_000

_MARKS = {  # byte order marks; the longer ones first, for two of them begin alike
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True, slots=True)
class File:
    """A .bib file in memory: its path as shown, its text with \\n line ends, its blocks and where each begins."""

    path: str
    text: str
    blocks: list[Block]
    places: list[Place]


def open_file(shown: str, path: str | Path, full: bool = False) -> tuple[File | Missing, Input | None]:
    """A .bib file cut into blocks, or why it can't be; with the hash of the bytes, where they were read."""
    content = _content(Path(path))
    if isinstance(content, Missing):
        return content, None
    hashed = Input(shown, hashlib.sha256(content).hexdigest())
    text = _text(content)
    del content  # as large as the text
    if isinstance(text, Missing):
        return text, hashed
    found = bibtex.blocks(text, full)
    return File(shown, text, found, _places(shown, text, found)), hashed


def _content(path: Path) -> bytes | Missing:
    """The bytes of a file; Missing for what is no ordinary file, is too large or may not be read."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return Missing("is a folder, not a .bib file")
        if not stat.S_ISREG(status.st_mode):
            return Missing("is not an ordinary file")
        if status.st_size > MAX_BYTES:
            size, limit = f"{status.st_size / 1e6:,.0f} MB", f"{MAX_BYTES / 1e6:,.0f} MB"
            return Missing(f"has {size}, and the limit is {limit}: split it, or leave out entries that are not used")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        return Missing(f"can't be read: {getattr(error, 'strerror', None) or error}")


def _text(content: bytes) -> str | Missing:
    """The text of a .bib file with \\n line ends: UTF-8, or UTF-16 or UTF-32 with a byte order mark; nothing is guessed."""
    mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")
    encoding = _MARKS.get(mark, "utf-8")
    try:
        text = content[len(mark) :].decode("utf-8") if encoding == "utf-8" else content.decode(encoding)
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", content[: len(mark) + error.start])) + 1
        if encoding != "utf-8":
            return Missing(f"begins as {encoding.upper()} but does not go on as such; save it as UTF-8")
        byte = content[len(mark) + error.start]
        return Missing(f"is not UTF-8: byte 0x{byte:02X} at line {line} (an older encoding such as Windows-1252?); save it as UTF-8")
    if text.count("\0") * 4 > len(text):
        return Missing("is full of NUL characters: UTF-16 without a byte order mark, or no text at all; save it as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _places(path: str, text: str, blocks: Sequence[Block]) -> list[Place]:
    """Where each block begins; one walk through the text."""
    places, line, last = [], 1, 0
    for block in blocks:
        line += text.count("\n", last, block.start)
        last = block.start
        places.append(Place(path, line, last - text.rfind("\n", 0, last)))
    return places


def at(file: File, block: Block, place: Place, offset: int) -> Place:
    """The place of an offset at or behind the block's start, or of an earlier one."""
    if offset < block.start:
        return Place(file.path, place.line - file.text.count("\n", offset, block.start), offset - file.text.rfind("\n", 0, offset))
    return Place(file.path, place.line + file.text.count("\n", block.start, offset), offset - file.text.rfind("\n", 0, offset))
