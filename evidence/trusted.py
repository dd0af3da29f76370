"""What is read from a trusted git reference instead of the working tree, so that a change cannot loosen its own judge."""

from __future__ import annotations

import os
from pathlib import Path

from evidence.model import BadCall, Policy, Registry
from evidence.registry import LARGEST, parse_policy, read_bytes
from evidence.repository import git
from evidence.waivers import read_baseline


def policy(registry: Registry, ref: str) -> Policy:
    """The policy of claims.yaml at `ref`; the defaults where there was no claims.yaml yet."""
    data = _blob(registry.folder, ref, registry.path)
    return parse_policy(data) if data is not None else Policy()


def baseline(registry: Registry, path: str | Path, ref: str | None) -> dict[str, dict[str, str]]:
    """The baseline's entries, from the working tree or from `ref`; none where `ref` has no such file."""
    if ref is None:
        return read_baseline(read_bytes(Path(path), LARGEST), str(path))
    try:
        inside = Path(path).resolve()
    except (OSError, ValueError, RuntimeError) as trouble:  # a loop of links, a NUL in the name
        raise BadCall(f"{path} cannot be followed: {trouble}") from None
    top = Path(os.fsdecode(_git(registry.folder, "rev-parse", "--show-toplevel")).rstrip("\r\n"))
    if not inside.is_relative_to(top):
        raise BadCall(f"{path} is outside the repository, so --trusted-ref cannot read it")
    data = _blob(str(top), ref, inside.relative_to(top).as_posix())
    return read_baseline(data, f"{ref}:{path}") if data is not None else {}


def file(registry: Registry, ref: str, path: str) -> bytes | None:
    """A file of the project, such as approvals/allowed_signers, at `ref`; None where there was none yet."""
    return _blob(registry.folder, ref, path)


def _blob(folder: str, ref: str, path: str) -> bytes | None:
    """A file's bytes at a reference; None where the reference has no such file. Raises BadCall for no such reference."""
    if ref.startswith("-"):
        raise BadCall(f"{ref!r} is no git reference")
    _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if not _git(folder, "ls-tree", "--name-only", ref, "--", path):
        return None
    return _git(folder, "cat-file", "blob", f"{ref}:./{path}")


def _git(folder: str, *words: str) -> bytes:
    try:
        told = git(folder, *words)
    except OSError as trouble:
        raise BadCall(f"git could not be asked: {trouble}") from None
    if isinstance(told, str):
        raise BadCall(f"git {words[0]} {words[-1]}: {told}")
    return told
