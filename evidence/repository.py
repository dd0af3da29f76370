"""What git is asked: the one way in which this program starts it, so that no repository makes it run a program, fetch, or lie."""

from __future__ import annotations

import os

# A repository's own configuration can name programs that git starts, and a partial clone fetches: an audit does neither.
SWITCHED_OFF = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false", "diff.external=", "core.pager=cat")
ALONE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
WHOLE = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}  # what could put one commit or file in the place of another


def git(folder: str, *words: str) -> bytes | str:
    """What git says of the repository in which `folder` stands, or, as text, its complaint.

    Variables such as GIT_DIR, which would lead it to another repository, are not passed on. Raises OSError where git cannot be
    run, or does not answer in time.
    """
    import subprocess

    environment = {**{name: value for name, value in os.environ.items() if not name.startswith("GIT_")}, **ALONE, **WHOLE}
    settings = [word for each in SWITCHED_OFF for word in ("-c", each)]
    try:
        command = ["git", "--no-pager", *settings, "-C", folder or ".", *words]
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        raise OSError("it did not answer within a minute") from None
    except ValueError as trouble:  # a NUL in a name
        raise OSError(str(trouble)) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        return said[0] if said else "it has no such thing"  # rev-parse --quiet
    return done.stdout
