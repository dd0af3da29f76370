"""What git knows of approvals/: the records that were ever committed, for a ledger only grows."""

from __future__ import annotations

from pathlib import Path

from evidence.model import Missing
from evidence.repository import git
from evidence.signoff import FOLDER

SHALLOW = "this is a shallow clone, so git cannot say which sign-offs were ever committed: clone with fetch-depth: 0"


def committed(folder: str) -> frozenset[str] | Missing:
    """The records (paths relative to the project) that HEAD's history ever held; none where nothing is under git.

    Missing where git is there and cannot say: a shallow clone, no program, a repository that it refuses.
    """
    repository = _repository(folder)
    if repository is None:
        return frozenset()
    try:
        if _shallow(repository, folder):
            return Missing(SHALLOW)
        words = ("log", "-m", "--full-history", "--no-renames", "--diff-filter=A", "--name-only", "--relative", "--format=", "-z", "--no-ext-diff", "HEAD")
        told = git(folder, *words, "--", f"{FOLDER}/")
    except OSError as trouble:
        return Missing(f"git could not be asked which sign-offs were ever committed: {trouble}")
    if isinstance(told, str):
        nothing_yet = "unknown revision" in told or "does not have any commits" in told or "bad revision" in told
        return frozenset() if nothing_yet else Missing(f"git could not say which sign-offs were ever committed: {told}")
    names = (name.decode(errors="surrogateescape").strip("\n") for name in told.split(b"\0"))
    return frozenset(name for name in names if name.startswith(f"{FOLDER}/") and name.endswith(".json"))


def identity(folder: str) -> tuple[str, str]:
    """Name and e-mail address from git's configuration, each empty where there is none: what a person claims to be."""
    try:
        told = [git(folder, "config", "--get", f"user.{key}") for key in ("name", "email")]
    except OSError:
        return "", ""
    name, email = (each.decode(errors="replace").strip() if isinstance(each, bytes) else "" for each in told)
    return name, email


def _repository(folder: str) -> Path | None:
    """The `.git` of the checkout that the folder stands in."""
    try:
        here = Path(folder).resolve()
    except (OSError, RuntimeError):
        return None
    return next((each / ".git" for each in (here, *here.parents) if (each / ".git").exists()), None)


def _shallow(repository: Path, folder: str) -> bool:
    """True for a shallow clone. Where `.git` is a folder its own file says so, which is cheaper than to ask git."""
    if repository.is_dir():
        return (repository / "shallow").exists()
    return git(folder, "rev-parse", "--is-shallow-repository") not in (b"false\n", b"false\r\n")
