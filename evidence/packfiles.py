"""Where a pack may be written, and its writing: whole or not at all, never over anything, equal files to equal bytes."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from evidence.model import Audit, BadCall
from evidence.signoff import FOLDER

DATE = (1980, 1, 1, 0, 0, 0)  # of every file of a zip: no clock may show in it


def place(output: str, audit: Audit) -> Path:
    """The folder or zip to be written. Raises BadCall where something is there already, or where it lies among the project's own files."""
    try:
        target = Path(output)
        if not output or "\0" in output:
            raise BadCall("--output needs the name of a folder or of a .zip file")
        if target.is_symlink() or (target.exists() and (not target.is_dir() or _is_zip(target) or any(target.iterdir()))):
            raise BadCall(f"{output} exists already, and a pack is never written over anything; nothing was written")
        _outside(target.resolve(), output, audit)
        if not target.resolve().parent.is_dir():
            raise BadCall(f"there is no folder {target.parent} to write {target.name} into")
    except (OSError, ValueError, RuntimeError) as trouble:  # a loop of links, a name that is too long
        raise BadCall(f"{output} cannot be written: {getattr(trouble, 'strerror', None) or trouble}") from None
    return target


def _outside(target: Path, output: str, audit: Audit) -> None:
    """Refuse the project's folder, what is above it, and every folder in it that holds something the audit reads."""
    base = Path(audit.registry.folder).resolve()
    if base.is_relative_to(target):
        raise BadCall(f"{output} is the project itself, or holds it; name a folder of its own for the pack")
    read = {(base / each.path).resolve() for each in audit.inputs}
    read |= {(base / piece.file).resolve() for piece in audit.pieces}
    held = {folder for file in read for folder in (file, *file.parents) if folder != base and folder.is_relative_to(base)}
    held |= {base / FOLDER, base / ".git", base / "references", base / "materials"}
    for folder in sorted(held):
        if target == folder or (target.is_relative_to(folder) and folder.is_dir()) or folder.is_relative_to(target):
            raise BadCall(f"{output} lies among the project's own files ({folder.relative_to(base)}); name a folder of its own for the pack")


def _is_zip(target: Path) -> bool:
    return target.suffix.lower() == ".zip"


def write(target: Path, files: Mapping[str, bytes]) -> None:
    """Write the pack, apart first, so that a crash leaves nothing that looks like one. Raises BadCall where that cannot be done."""
    apart = target.with_name(f".{target.name}.writing-{os.urandom(4).hex()}")
    try:
        if _is_zip(target):
            _zip(apart, files)
            _named(apart, target)
        else:
            for name, data in files.items():
                file = apart.joinpath(*PurePosixPath(name).parts)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            if target.is_dir():
                target.rmdir()  # empty, or this fails
            apart.rename(target)
    except OSError as trouble:
        raise BadCall(f"{target} cannot be written: {trouble.strerror or trouble}") from None
    finally:
        if apart.is_dir():
            shutil.rmtree(apart, ignore_errors=True)
        else:
            apart.unlink(missing_ok=True)


def _named(apart: Path, target: Path) -> None:
    """Give a whole file its name; where that is taken this fails, and nothing is written over."""
    try:
        os.link(apart, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a memory stick
        with target.open("xb") as stream:
            stream.write(apart.read_bytes())


def _zip(target: Path, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, data)
