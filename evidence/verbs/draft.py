"""draft: a first claims.yaml and .bib stubs from a page."""

from __future__ import annotations

import argparse
from pathlib import Path

from evidence import drafting, fetching, outputs, readers, statements
from evidence.model import BadCall, Missing
from evidence.wording import plural

HELP = "make a first claims.yaml and .bib stubs from a page; `evidence audit` runs on the result"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("page", metavar="PAGE", help="an html, txt, md, pdf or docx file, or an address (https://…)")
    parser.add_argument("--folder", default=".", help="where the project is to stand (default: here); nothing that exists is written over")


def run(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    page = _page(options.page, folder)
    read = readers.read(page, str(page))
    if read.unreadable:
        raise BadCall(f"{page} could not be read: {read.unreadable}")
    reading = statements.read(read)
    shown, copied = _inside(page, folder)
    made = drafting.draft(reading, shown)
    _write({folder / "claims.yaml": made.claims.encode(), folder / "references" / "draft.bib": made.bibliography.encode(), **copied})
    counted = f"{plural(len(reading.statements), 'claim')}, {plural(len(reading.listed), 'listed reference')}"
    outputs.say(f"{folder / 'claims.yaml'}: {counted}\nnext: evidence audit {folder / 'claims.yaml'}\n")
    return 0


def _page(word: str, folder: Path) -> Path:
    if fetching.is_address(word):
        fetched = fetching.fetch(word, folder / "materials")
        if isinstance(fetched, Missing):
            raise BadCall(f"{word}: {fetched.because}")
        return fetched
    if not Path(word).is_file():
        raise BadCall(f"there is no page {word}")
    return Path(word)


def _inside(page: Path, folder: Path) -> tuple[str, dict[Path, bytes]]:
    """The page's path from the project; a page from elsewhere is copied into its `materials/`."""
    if page.resolve().is_relative_to(folder.resolve()):
        return page.resolve().relative_to(folder.resolve()).as_posix(), {}
    target = folder / "materials" / page.name
    return f"materials/{page.name}", {target: page.read_bytes()}


def _write(files: dict[Path, bytes]) -> None:
    for target in files:
        if target.exists() or target.is_symlink():
            raise BadCall(f"{target} exists already; nothing was written")
    try:
        for target, data in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    except OSError as trouble:
        raise BadCall(f"{trouble.filename or 'the folder'} cannot be written: {trouble.strerror}") from None
