"""What git knows of approvals/: the records that were ever committed, for a ledger only grows."""

from __future__ import annotations

import os
from pathlib import Path

from evidence.model import Missing
from evidence.signoff import FOLDER

SHALLOW = "this is a shallow clone, so git cannot say which sign-offs were ever committed: clone with fetch-depth: 0"
# A repository's own configuration can name programs that git starts, and a partial clone fetches: an audit does neither.
SWITCHED_OFF = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false", "diff.external=", "core.pager=cat")
ALONE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
WHOLE = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}  # what could make history look shorter than it is


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
        told = _git(folder, *words, "--", f"{FOLDER}/")
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
        told = [_git(folder, "config", "--get", f"user.{key}") for key in ("name", "email")]
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
    return _git(folder, "rev-parse", "--is-shallow-repository") not in (b"false\n", b"false\r\n")


def _git(folder: str, *words: str) -> bytes | str:
    """What git says, or its complaint. Raises OSError where it cannot be run, or does not answer in time."""
    import subprocess

    environment = {**{name: value for name, value in os.environ.items() if not name.startswith("GIT_")}, **ALONE, **WHOLE}
    settings = [word for each in SWITCHED_OFF for word in ("-c", each)]
    try:
        command = ["git", "--no-pager", *settings, "-C", folder or ".", *words]
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        raise OSError("it did not answer within a minute") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        return said[0] if said else f"git {words[0]} gave {done.returncode}"
    return done.stdout
