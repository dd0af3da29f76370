"""The `file` field of a BibTeX entry, in JabRef's and Zotero's forms → the documents it names, or why one is not opened."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from evidence.model import Missing

LONGEST = 20_000  # characters of a field
MOST = 20  # documents of one entry

# All of them step over one character at a time, so time is linear.
SEMICOLON = re.compile(r"(?<!\\);")
COLON = re.compile(r"(?<!\\)(?!(?<=^[A-Za-z]):[\\/]|(?<=:[A-Za-z]):[\\/]|://):")  # not those of C:\ and of http://
ESCAPED = re.compile(r"\\([\\:;_&%#${}~ ])")  # JabRef escapes \ : and ; and other exporters what LaTeX would read
ADDRESS = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+://|www\.", re.IGNORECASE)
ABSOLUTE = re.compile(r"[/~]|[A-Za-z]:|file:", re.IGNORECASE)
SUFFIX = re.compile(r"\.\w{1,5}$")


def items(value: str) -> tuple[str, ...]:
    """The items of a `file` field as typed: JabRef and Zotero divide them by semicolons, and escape those of a name."""
    return tuple(typed for part in SEMICOLON.split(value[:LONGEST]) if (typed := part.strip()))[:MOST]


def path(typed: str) -> str:
    """The path in one item (`description:path:type`, `path:type`, or a path alone), with / for a backslash."""
    parts = [ESCAPED.sub(r"\1", part).strip() for part in COLON.split(typed.strip())]
    found = parts[0] if len(parts) == 1 else parts[1]
    if len(parts) == 2 and SUFFIX.search(parts[0]) and not SUFFIX.search(parts[1]):  # path:type, without a description
        found = parts[0]
    return found.replace("\\", "/")


def paths(value: str) -> tuple[str, ...]:
    """Every path that a field names, in order, each once."""
    return tuple(dict.fromkeys(path(typed) for typed in items(value)))


def fault(typed: str) -> str:
    """What is wrong with a path by its form alone, or an empty string."""
    if not typed or "{" in typed or "}" in typed:
        return "cannot be read as a path"
    if "\0" in typed or not typed.isprintable():
        return "has a character that no file name has"
    if ADDRESS.match(typed):
        return "is an address on the web and no file of the project"
    if typed.startswith("~") or typed.lower().startswith("file:"):
        return "is a place on one computer; a path as seen from the .bib file is found on every one"
    return ""


def follow(typed: str, bibliography: str, folder: str | Path, allowed: Iterable[str] = ()) -> Path | Missing:
    """The file that a path leads to, links followed, where it is an ordinary file that may be opened; else why not.

    `bibliography` is the .bib file's path as seen from `folder`, that of claims.yaml: paths are seen from there. Nothing outside
    of `folder` is opened but what lies in one of the `allowed` folders (`policy.documents`), and nothing is opened here.
    """
    if wrong := fault(typed):
        return Missing(f"`{_shown(typed)}` {wrong}")
    absolute = bool(ABSOLUTE.match(typed))
    try:
        base = Path(folder).resolve()
        target = (Path(typed) if absolute else base / Path(bibliography).parent / typed).resolve()
        others = [(base / one).resolve() for one in allowed if one]
        elsewhere = any(target.is_relative_to(one) for one in others)
        if absolute and not elsewhere:
            return Missing(f"`{_shown(typed)}` is a place on one computer; a path as seen from the .bib file is found on every one")
        if not elsewhere and not target.is_relative_to(base):
            return Missing(f"`{_shown(typed)}` leads out of the folder of claims.yaml, and `policy.documents` names no folder that it lies in")
        mode = target.stat().st_mode
    except FileNotFoundError:
        return Missing(f"there is no file `{_shown(typed)}` beside the .bib file")
    except (OSError, ValueError, RuntimeError) as trouble:  # a loop of links, a name that is too long
        return Missing(f"`{_shown(typed)}` cannot be followed: {getattr(trouble, 'strerror', None) or trouble}")
    if not stat.S_ISREG(mode):
        return Missing(f"`{_shown(typed)}` is {'a folder' if stat.S_ISDIR(mode) else 'no ordinary file'}")
    return target


def followed(value: str, bibliography: str, folder: str | Path, allowed: Iterable[str] = ()) -> Iterator[tuple[str, Path | Missing]]:
    """(path as typed, the file it leads to or why not) of every document that a field names."""
    allowed = tuple(allowed)
    for typed in paths(value):
        yield typed, follow(typed, bibliography, folder, allowed)


def _shown(typed: str) -> str:
    short = typed if len(typed) <= 120 else f"{typed[:117]}…"
    return short if short.isprintable() else ascii(short)[1:-1]
