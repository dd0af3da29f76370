"""Writes the outputs of the tutorials: runs what each says, in order, in a fresh copy of the repository's data, and puts in what was said.

A step is a comment and, for most, the block behind it:

    <!-- run: evidence audit --today 2026-11-22; show 1 pain-24m:12 last; exit 1 -->   the block is written anew
    <!-- edit: claims.yaml -->           the block is a diff; its words must stand in the file exactly once
    <!-- file: .github/workflows/x.yml --> the block is written to that file
    <!-- python -->                      the block is typed into one Python; its outputs are written anew

`show` names the parts of an output, which empty lines divide: a number, a claim's id, or `last`; `:12` keeps the first twelve lines.
"""

from __future__ import annotations

import code
import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from evidence import cli

ROOT = Path(__file__).parents[1]
TUTORIALS = tuple(sorted((ROOT / "docs" / "tutorials").glob("*.md")))
DATA = ("claims.yaml", "references", "materials")
NOW = "1795341600"  # 2026-11-22T10:00:00Z: what SOURCE_DATE_EPOCH gives a sign-off for its time
STEP = re.compile(r"<!-- (run|edit|file|python)(?:: ([^\n]*))? -->\n(```+)(\w+)\n(.*?)^\3\n", re.DOTALL | re.MULTILINE)


def filled(text: str) -> str:
    """A tutorial with its outputs written anew. Raises ValueError where a step cannot be done as it says."""
    with tempfile.TemporaryDirectory() as folder, _standing_in(Path(folder)):
        for name in DATA:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, name)
        names: dict[str, object] = {"__name__": "tutorial"}
        return STEP.sub(lambda found: _done(found, names), text)


@contextlib.contextmanager
def _standing_in(folder: Path) -> Iterator[None]:
    before, epoch = Path.cwd(), os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = NOW
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.pop("SOURCE_DATE_EPOCH")
        if epoch is not None:
            os.environ["SOURCE_DATE_EPOCH"] = epoch


def _done(found: re.Match[str], names: dict[str, object]) -> str:
    kind, words, fence, language, inside = found.groups()
    if kind == "run":
        inside = _run(words)
    elif kind == "edit":
        _edit(Path(words), inside)
    elif kind == "file":
        Path(words).parent.mkdir(parents=True, exist_ok=True)
        Path(words).write_text(inside, encoding="utf-8")
    else:
        inside = _typed(inside, names)
    told = f": {words}" if words else ""
    return f"<!-- {kind}{told} -->\n{fence}{language}\n{inside}{fence}\n"


# --- commands -----------------------------------------------------------------------------------------------------


def _run(words: str) -> str:
    """The command with what it printed: the parts asked for, with … for what was left out."""
    command, *more = words.split("; ")
    asked = dict(each.partition(" ")[::2] for each in more)
    held = io.BytesIO()  # reports are written as bytes
    said = io.TextIOWrapper(held, encoding="utf-8", newline="", write_through=True)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        exit_code = cli.main(shlex.split(command)[1:])
    printed = held.getvalue().decode("utf-8")
    if exit_code != int(asked.get("exit", "0")):
        raise ValueError(f"{command}: exit code {exit_code}, {printed}")
    return f"$ {command}\n{_shown(printed, asked.get('show', '').split())}"


def _shown(said: str, parts: list[str]) -> str:
    if not parts:
        return said
    blocks = said.rstrip("\n").split("\n\n")
    lines: list[str] = []
    following = 0  # the part that would come next without a gap
    for part in parts:
        name, _, most = part.partition(":")
        index = _index(blocks, name)
        chosen = blocks[index].split("\n")
        kept = chosen[: int(most)] if most else chosen
        cut = ["  …"] if len(kept) < len(chosen) else []
        lines += [*([] if index == following or lines[-2:-1] == ["  …"] else ["…", ""]), *kept, *cut, ""]
        following = index + 1
    whole = following == len(blocks) or lines[-2] == "  …"
    return "\n".join(lines) + ("" if whole else "\n…\n")


def _index(blocks: list[str], name: str) -> int:
    """The number of a block, from 0: by its number from 1, `last`, or the claim that its first line names."""
    if name.isdigit():
        return int(name) - 1
    found = [index for index, block in enumerate(blocks) if f"  {name}  " in block.split("\n")[0]]
    if name == "last":
        found = [len(blocks) - 1]
    if not found:
        raise ValueError(f"no part of the output is about {name!r}")
    return found[0]


# --- files and Python ---------------------------------------------------------------------------------------------


def _edit(path: Path, diff: str) -> None:
    """A diff without line numbers: ` ` stays, `-` goes, `+` comes."""
    lines = diff.splitlines()
    old, new = (("\n".join(line[1:] for line in lines if line[:1] in kept)) for kept in (" -", " +"))
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{path}: what the tutorial changes stands there {text.count(old)} times: {old!r}")
    path.write_text(text.replace(old, new), encoding="utf-8")


def _typed(inside: str, names: dict[str, object]) -> str:
    """The block's examples with what Python answers to each."""
    shell = code.InteractiveInterpreter(names)
    lines: list[str] = []
    for example in doctest.DocTestParser().get_examples(inside):
        first, *rest = example.source.rstrip("\n").split("\n")
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            shell.runsource(example.source, symbol="single")
        if "Traceback" in said.getvalue():
            raise ValueError(f"{example.source}{said.getvalue()}")
        lines += [f">>> {first}", *(f"... {line}" for line in rest), *said.getvalue().splitlines()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for page in TUTORIALS:
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
