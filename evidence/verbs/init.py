"""init: a starter project that audits at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from evidence import outputs
from evidence.model import BadCall
from evidence.rooms import HERE

HELP = "make a starter project: a claims.yaml with comments, a .bib and a page"

STARTER = HERE / "templates" / "starter"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", default=".", help="where (default: here); nothing that exists is written over")


def run(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    files = sorted(file.relative_to(STARTER) for file in STARTER.rglob("*") if file.is_file())
    if existing := [str(folder / name) for name in files if (folder / name).exists() or (folder / name).is_symlink()]:
        raise BadCall(f"{existing[0]} exists already; nothing was written")
    try:
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((STARTER / name).read_bytes())
    except (OSError, ValueError) as trouble:
        raise BadCall(f"{folder} cannot be written to: {getattr(trouble, 'strerror', None) or trouble}") from None
    written = "".join(f"{folder / name}\n" for name in files)
    outputs.say(f"{written}next: evidence audit {folder / 'claims.yaml'}\n")
    return 0
