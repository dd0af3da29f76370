"""The pages about the command, the formats, the data frames and the Python names, made from the members of each room."""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import io
import os
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import keypages
from markings import block, cell, plain, table

import evidence
from evidence import cli, model, nouns, rooms, shapes

WIDTH = "100"  # columns of the printed help
FIELD = re.compile(r"^    (\w+): (.+?)(?: = [^#]*)?(?:  # (.*))?$")  # a line of a dataclass: name, type, default, what it is
NOT_NAMES = ("__version__",)


def pages() -> Iterator[tuple[str, str]]:
    """(path, page) of each."""
    yield "reference/commands.md", commands()
    yield "reference/formats.md", formats()
    yield "reference/frames.md", frames()
    for name in evidence.__all__:
        getattr(evidence, name)
    nouns.finish_all()  # a noun has its fields once it is finished
    yield "reference/python.md", python()
    yield "reference/nouns.md", nouns_page()


def first(module: ModuleType) -> str:
    """The first sentence of a module's own words."""
    return " ".join((module.__doc__ or "").split("\n\n")[0].split())


# --- the command --------------------------------------------------------------------------------------------------


def commands() -> str:
    """Every verb, with what its --help prints."""
    parts = ["# The command", "What `--help` prints, for every command.", block(helped()), "## Exit codes", _exits()]
    for name in rooms.members("verbs"):
        parts += [f"## evidence {rooms.published(name)}", block(helped(rooms.published(name)))]
    return "\n\n".join(parts) + "\n"


def helped(*verb: str) -> str:
    """The help of a verb, or of the command itself, as a terminal without colours shows it."""
    before = {name: os.environ.get(name) for name in ("COLUMNS", "NO_COLOR")}
    os.environ.update(COLUMNS=WIDTH, NO_COLOR="1")
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
            cli.main([*verb, "--help"])
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return said.getvalue()


def _exits() -> str:
    codes = cli.EPILOGUE.removeprefix("exit codes: ").split("; ")
    return table(("code", "meaning"), [(code.split(" ", 1)[0], cell(code.split(" ", 1)[1])) for code in codes])


# --- formats, readers, services -----------------------------------------------------------------------------------


def formats() -> str:
    """Reports, pages that can be read, services that are asked."""
    rows = [(f"`{name}`", f"`{rooms.member('formats', name).SUFFIX}`", cell(first(rooms.member("formats", name)))) for name in rooms.members("formats")]
    readers = [rooms.member("readers", name) for name in rooms.members("readers")]
    read = [(", ".join(f"`{suffix}`" for suffix in reader.SUFFIXES), cell(first(reader))) for reader in readers]
    asked = [(f"`{name}`", cell(first(rooms.member("services", name)))) for name in rooms.members("services")]
    return "\n\n".join([
        "# Formats",
        "## Reports",
        ("`evidence audit --format NAME` prints one; `--output NAME=PATH`, as often as wanted, writes one beside it. In Python, "
        "`report.save(path)` chooses by the suffix. Equal inputs give equal bytes in every format."),
        table(("name", "suffix", "what it is"), rows),
        "`evidence schema --report` prints the JSON Schema of the JSON report.",
        "## Pages that can be read",
        "For `materials:`, `evidence scan` and `evidence draft`. The suffix decides.",
        table(("suffix", "what is read"), read),
        "## Services that are asked",
        "Only by `evidence refresh`, which writes what they said to `references/records.json`. The audit itself asks nobody.",
        table(("service", "what it is asked for"), asked),
    ]) + "\n"  # fmt: skip


# --- Python -------------------------------------------------------------------------------------------------------


def frames() -> str:
    """The columns of every data frame."""
    words = (
        "What `report.claims` and its neighbours hold. An empty cell is `pandas.NA` (`NaT` for a day), never an empty text. A later "
        "version may add columns behind the last; it never renames, moves or retypes one."
    )
    parts = ["# Data frames", words]
    for name, shape in shapes.TABLES.items():
        rows = [(f"`{column}`", _kind(kind), cell(what)) for column, (kind, what) in shape.items()]
        parts += [f"## {name}", table(("column", "type", "what it holds"), rows)]
    return "\n\n".join(parts) + "\n"


def _kind(kind: Any) -> str:
    if isinstance(kind, str):
        return "list of texts" if kind == shapes.LIST else f"`{kind}`"
    return f"one of {', '.join(f'`{each}`' for each in kind)}"


def python() -> str:
    """Every name of `import evidence`, with its docstring; modules of the face with all that is public in them."""
    parts = ["# Python", _directive("automodule", "evidence")]
    for name in sorted(set(evidence.__all__) - {*NOT_NAMES}, key=_order):
        held = getattr(evidence, name)
        parts += [f"## {name}", *(_module(held) if isinstance(held, ModuleType) else _name(f"evidence.{name}", held))]
    return "\n\n".join(part for part in parts if part) + "\n"


def nouns_page() -> str:
    """The nouns that the names of the face lead to: every public data class of evidence.model."""
    words = "What the attributes of a report, a claim or a finding lead to. They are plain and frozen; nothing in them reads a file."
    parts = ["# Nouns", words]
    for name, held in vars(model).items():
        if _is_noun(held) and name not in evidence.__all__:
            parts += [f"## {name}", *_name(f"evidence.model.{name}", held)]
    return "\n\n".join(parts) + "\n"


def _is_noun(held: Any) -> bool:
    return inspect.isclass(held) and held.__module__ == model.__name__ and dataclasses.is_dataclass(held)


def _order(name: str) -> tuple[int, str]:
    held = getattr(evidence, name)
    return (2 if isinstance(held, ModuleType) else 1 if inspect.isclass(held) else 0), name.casefold()


def _module(module: ModuleType) -> Iterator[str]:
    yield plain(first(module))
    for name, held in vars(module).items():
        if inspect.isfunction(held) and held.__module__ == module.__name__ and not name.startswith("_"):
            yield _directive("autofunction", f"{module.__name__}.{name}")


def _name(path: str, held: Any) -> Iterator[str]:
    if not inspect.isclass(held):
        yield _directive("autofunction", path)
    elif issubclass(held, BaseException):
        yield _directive("autoexception", path)
    else:
        yield _directive("autoclass", path, "members")
        if dataclasses.is_dataclass(held):
            rows = _fields(held)
            told = any(row[2] for row in rows)  # where every name says it all, there is no empty third column
            yield table(("field", "type", "what it is"), rows) if told else table(("field", "type"), [row[:2] for row in rows])


def _fields(held: type) -> list[tuple[str, str, str]]:
    """A data class's fields, with the comment behind each in its source or, for a group of claims.yaml, the key's sentence."""
    found = (FIELD.match(line) for line in inspect.getsource(held).splitlines())
    told = {line[1]: line[3] or "" for line in found if line}
    keys = keypages.meanings().get(held.__name__, {})
    return [
        (f"`{each.name}`", "`" + str(each.type).replace("|", "\\|") + "`", cell(told.get(each.name, "")) or keys.get(each.name, ""))
        for each in dataclasses.fields(held)
    ]


def _directive(kind: str, path: str, *options: str) -> str:
    """An autodoc directive. What the members of a data class are stands in the table of its fields, not here."""
    lines = [f".. {kind}:: {path}"]
    if "members" in options:
        lines.append("   :members:")
    if kind == "automodule":
        lines.append("   :no-members:")
    return "\n".join(["```{eval-rst}", *lines, "```"])
