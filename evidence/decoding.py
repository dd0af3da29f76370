"""Bytes of a text file → its text, and what had to be assumed on the way, by line."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_MARKS = (  # byte order marks; the longer ones first, for two of them begin alike
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEGINS = tuple(mark for mark, _ in _MARKS)
# Python has them among its encodings, and no document is written in them: a form of names of hosts, and of texts of programs.
_NO_ENCODINGS = frozenset(("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "unicode_escape", "raw_unicode_escape"))
OLD = "windows-1252"  # what browsers take for an undeclared encoding, and for "latin-1" too


def decode(content: bytes, declared: str = "") -> tuple[str, tuple[tuple[int, str], ...]]:
    r"""The text with \n line ends, and problems as (line, sentence). Never raises.

    A byte order mark decides; else the encoding that the document declares; else UTF-8. Bytes that are not of that
    encoding are read as Windows-1252, each by itself, so that one pasted character does not spoil a page.
    """
    mark, encoding = b"", _known(declared)
    if content.startswith(_BEGINS):
        mark, encoding = next((mark, name) for mark, name in _MARKS if content.startswith(mark))
    body = content[len(mark) :]
    try:
        text, problems = _lines(body.decode(encoding or "utf-8")), []
    except UnicodeDecodeError as error:
        line = _line(body, error.start)
        name = (encoding or "utf-8").upper()
        text, problems = _lines(_mixed(body, encoding or "utf-8")), [(line, _told(name, body[error.start], bool(mark or encoding)))]
    if declared and not encoding:
        problems.append((1, f"the encoding that the document names ({declared[:40]!r}) is not known; it was read as UTF-8"))
    if "\0" in text:  # parsers stop at it; the standard for HTML replaces it, and so do we
        problems.append(
            (text.count("\n", 0, text.index("\0")) + 1, "a NUL character stands in the text: the file may be damaged, or no text")
        )
        text = text.replace("\0", "\ufffd")
    return text, tuple(problems)


def recoded(content: bytes, declared: str = "") -> tuple[bytes, tuple[tuple[int, str], ...]]:
    """What `decode` says, in UTF-8; most documents are that already and stay as they are."""
    if (not declared or _known(declared) == "utf-8") and not content.startswith(_BEGINS) and b"\r" not in content and b"\0" not in content:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return content, ()
    text, problems = decode(content, declared)
    return text.encode("utf-8", "replace"), problems


@lru_cache(maxsize=64)  # most documents declare one and the same
def _known(declared: str) -> str:
    """Python's name of a declared encoding, "" where there is none such; latin-1 and ASCII mean Windows-1252, as for browsers."""
    try:
        name = codecs.lookup(declared).name if declared.isascii() and declared.strip() else ""
    except (LookupError, ValueError):
        return ""
    if name in ("iso8859-1", "ascii", "cp1252"):
        return OLD
    # a document whose declaration could be read in single bytes is no UTF-16; and some codecs of Python are no encodings of text
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name if _is_text(name) else ""


def _is_text(name: str) -> bool:
    if name in _NO_ENCODINGS:
        return False
    try:
        return b"A".decode(name) == "A"
    except (LookupError, ValueError):
        return False


def _told(name: str, byte: int, declared: bool) -> str:
    believed = f"the file is declared or marked as {name}" if declared else f"the file is not {name}"
    return f"{believed}, but a byte here (0x{byte:02X}) is not of it: such bytes were read as Windows-1252; save the file as UTF-8"


def _mixed(body: bytes, encoding: str) -> str:
    """Byte by byte where it must be: linear, however many bytes are wrong."""
    if encoding.startswith(("utf-16", "utf-32")) or encoding == OLD:
        return body.decode(encoding, "replace")
    return body.decode(encoding, "evidence-single-bytes")


def _single(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(OLD, "replace"), error.end


codecs.register_error("evidence-single-bytes", _single)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _line(body: bytes, position: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", body[:position])) + 1
