"""The source documents of references, opened: their text sheet by sheet, the page numbers printed on them, and their hash.

The text of a document is kept in the user's own cache folder (see cachefolder.py), named by the hash of its bytes; with or
without it the result is the same. Nothing is written into a project, and nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from evidence import cachefolder, filefield, nouns, readers, tablefiles
from evidence.model import Missing, Reference, Registry
from evidence.page import Page
from evidence.pdfworker import Worker, library
from evidence.record import Document, Table
from evidence.running import page_numbers
from evidence.superscripts import SUB, raised

MAX_BYTES = readers.MAX_BYTES
READER = "2"  # to be raised whenever the same bytes would give another text
MOST_WORKERS = 4
NO_FILE = "the entry of `{}` names no document in its `file` field: the quoted words were not looked for"

Opened = tuple[Document | Missing, ...]
"""The documents of one entry, in the order of its `file` field; never empty."""


def open_all(registry: Registry, keys: Iterable[str] | None = None, tables: Iterable[str] | None = None) -> Mapping[str, Opened]:
    """The documents of the references with these BibTeX keys (None: of all that are used), by key.

    `tables`: the keys of those whose tables are read, too (None: where a source of the registry names a table).
    Every reference has at least one: a Missing says why there is none. Never raises for what a file holds.
    """
    references = registry.bibliography.references
    chosen = sorted(references) if keys is None else sorted(set(keys) & set(references))
    followed = {key: _followed(references[key], registry) for key in chosen}
    files = {file: shown for each in followed.values() for shown, file in each if isinstance(file, Path)}
    place = cachefolder.folder([registry.folder]) if files else None
    opened = _read_all(sorted(files.items()), place)
    for key in sorted(set(_tabled(registry) if tables is None else tables) & set(followed)):
        for _, file in followed[key]:
            if isinstance(file, Path) and isinstance(one := opened[file], Document) and not one.tables:
                opened[file] = replace(one, tables=_tables(file, one, place))
    return {key: tuple(opened[file] if isinstance(file, Path) else file for _, file in each) for key, each in followed.items()}


def of(reference: Reference, registry: Registry) -> Opened:
    """The documents of one reference; as `open_all`."""
    return open_all(registry, [reference.key]).get(reference.key) or (Missing(NO_FILE.format(reference.key)),)


def _tabled(registry: Registry) -> Iterator[str]:
    """The keys of the references of which a source names a table."""
    for claim in registry.claims:
        derivations = [each for quantity in claim.quantities for each in quantity.derivations]
        for source in (*claim.sources, *(source for each in derivations for source in each.sources)):
            if source.table:
                numbered = registry.numbering.get(source.reference)
                yield (numbered.key or "") if numbered else source.reference


def _tables(file: Path, document: Document, place: Path | None) -> tuple[Table, ...]:
    """The tables of a document; nothing where they could not be read, or where the file is another one by now."""
    name = f"{document.sha256}-{_version()}-{tablefiles.READER}-{document.kind}-tables"
    if (kept := tablefiles.unpacked(cachefolder.read(place, name))) is not None:
        return kept
    found = tablefiles.read(file, document.kind, document.sheets)
    content = _content(file)
    if isinstance(found, Missing) or isinstance(content, str) or hashlib.sha256(content).hexdigest() != document.sha256:
        return ()
    cachefolder.write(place, name, tablefiles.packed(found))
    return found


def _followed(reference: Reference, registry: Registry) -> list[tuple[str, Path | Missing]]:
    """(path to show, the file or why it is not opened) of each document that an entry names."""
    value = reference.fields.get("file", "")
    found: list[tuple[str, Path | Missing]] = []
    for typed, file in filefield.followed(value, reference.at("file").path, registry.folder, registry.policy.documents):
        if isinstance(file, Missing):
            found.append((typed, Missing(f"the document of `{reference.key}` was not opened: {file.because}")))
        else:
            found.append((_shown(file, registry.folder, typed), file))
    return found or [("", Missing(NO_FILE.format(reference.key)))]


def _shown(file: Path, folder: str, typed: str) -> str:
    """The path as seen from claims.yaml; outside of its folder, as typed."""
    base = Path(folder).resolve()
    return file.relative_to(base).as_posix() if file.is_relative_to(base) else typed


# --- reading --------------------------------------------------------------------------------------------------------


def _read_all(files: Sequence[tuple[Path, str]], place: Path | None) -> dict[Path, Document | Missing]:
    """Every file, read side by side where there are many; what is found does not depend on the order."""
    found: dict[Path, Document | Missing] = {}
    left = list(reversed(files))
    lock = threading.Lock()

    def work() -> None:
        worker = Worker()
        try:
            while True:
                with lock:
                    if not left:
                        return
                    file, shown = left.pop()
                found[file] = _read(file, shown, worker, place)
        finally:
            worker.close()

    count = min(MOST_WORKERS, os.cpu_count() or 1, 1 + len(files) // 8)
    if count == 1:
        work()
        return found
    nouns.finish_all()
    others = [threading.Thread(target=work) for _ in range(count)]
    for one in others:
        one.start()
    for one in others:
        one.join()
    return found


def _read(file: Path, shown: str, worker: Worker, place: Path | None) -> Document | Missing:
    content = _content(file)
    if isinstance(content, str):
        return Missing(f"{shown} could not be read: {content}")
    digest = hashlib.sha256(content).hexdigest()
    suffix = file.suffix.lower()
    name = f"{digest}-{_version()}-{suffix[1:9]}"
    kept = _kept(cachefolder.read(place, name))
    if kept is None:
        read = _pdf(content, worker) if suffix == ".pdf" else _page(file, shown, digest)
        if isinstance(read, str):
            return Missing(f"{shown} could not be read: {read}")
        kept = read
        cachefolder.write(place, name, json.dumps(kept, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"))
    return Document(shown, digest, kept["kind"], tuple(kept["sheets"]), tuple(kept["labels"]))


def _content(file: Path) -> bytes | str:
    """The bytes of an ordinary file, or why they are not read. One that is too large is not even begun."""
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            facts = os.fstat(stream.fileno())
            if not stat.S_ISREG(facts.st_mode):
                return "it is no ordinary file"
            if facts.st_size > MAX_BYTES:
                return f"it has {facts.st_size / 1e6:,.0f} MB, and the limit is {MAX_BYTES / 1e6:,.0f} MB: split it"
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as trouble:
        return f"it cannot be opened: {getattr(trouble, 'strerror', None) or trouble}"
    if not content:
        return "it is empty"
    return content if len(content) <= MAX_BYTES else "it grew while it was read"


def _kept(content: bytes | None) -> dict[str, Any] | None:
    """What an entry of the cache says, where it says it in our form; else it is as if there were none."""
    try:
        found = json.loads(content) if content else None
    except ValueError:
        return None
    if not isinstance(found, dict) or set(found) != {"kind", "sheets", "labels"} or not isinstance(found["kind"], str):
        return None
    texts = [*found["sheets"], *found["labels"]] if isinstance(found["sheets"], list) and isinstance(found["labels"], list) else [None]
    return found if found["sheets"] and all(isinstance(text, str) for text in texts) else None


@cache
def _version() -> str:
    """What tells one reader of documents from another: ours, and the library's."""
    parts = [READER]
    place = library()
    for name in ("pypdfium2/version.json", "pypdfium2_raw/version.json"):
        file = place / name if place else None
        parts.append(file.read_text("utf-8") if file and file.is_file() else "")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _pdf(content: bytes, worker: Worker) -> dict[str, Any] | str:
    found = worker.read(content)
    if "because" in found:
        return str(found["because"])
    labels = found["labels"] if any(found["labels"]) else page_numbers(found["sheets"])
    return {"kind": "pdf", "sheets": found["sheets"], "labels": list(labels)}


def _page(file: Path, shown: str, digest: str) -> dict[str, Any] | str:
    """A document without sheets, read as a page is."""
    page = readers.read(file, shown)
    if page.unreadable:
        return page.unreadable
    try:
        with file.open("rb") as stream:
            same = hashlib.file_digest(stream, "sha256").hexdigest() == digest
    except OSError:
        same = False
    return {"kind": page.kind, "sheets": [text(page)], "labels": []} if same else "it changed while it was read"


def text(page: Page) -> str:
    """A page's text; what is raised or lowered is written with the characters for it: 10² is not 102."""
    written: list[str] = []
    done = 0
    for run in sorted(page.runs, key=lambda run: (run.start, run.end)):
        if run.kind in ("superscript", "subscript") and run.start >= done:
            words = page.text[run.start : run.end]
            shown = raised(words, page.text[run.end : run.end + 1]) if run.kind == "superscript" else words.translate(SUB)
            written += (page.text[done : run.start], shown)
            done = run.end
    return "".join([*written, page.text[done:]])
