"""What the schema objects to → problems in words, each with its place, its path and "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError

from evidence.forms import COUNT, DAY, ID, NUMBER, SPAN
from evidence.hints import guess, nearest, shown
from evidence.model import Path, Problem
from evidence.schema import ClaimsFile, json_schema

KINDS: dict[type, str] = {type(None): "nothing", str: "a text", dict: "a mapping (key: value)", list: "a list"}
MANY = 20  # unknown keys of one mapping that are told one by one; the others are counted
FORMS = {
    ID: "an id begins with a letter or digit and goes on with letters, digits, . _ - / : + (at most 100)",
    NUMBER: "a number here is digits with an optional sign and decimal point, as printed in the source, without % or thousands separators",
    SPAN: "write a number and a unit: 24 months",
    COUNT: "write a whole number from 1 on",
    DAY: "write a day as YYYY-MM-DD",
}


def complain(values: Any) -> tuple[list[Problem], list[Path]]:
    """Check the values of claims.yaml against the schema: the problems, and the paths of what does not fit.

    An unknown key is a problem but does not spoil what it stands in, so its path is not among the second.
    """
    try:
        ClaimsFile.model_validate(values)
    except ValidationError as trouble:
        errors = [(_path(values, error["loc"]), error) for error in trouble.errors(include_url=False)]
        broken = [path for path, error in errors if error["type"] != "extra_forbidden"]
        return _problems(errors), broken
    return [], []


def _problems(errors: Iterable[tuple[Path, Any]]) -> list[Problem]:
    """One problem an error, in the order of the file's keys, but one for a key that is missing because it is misspelt."""
    unknown: dict[Path, int] = {}
    meant: set[Path] = set()
    problems, missing = [], []
    for path, error in errors:
        if error["type"] == "missing":
            missing.append((path, error))
        elif error["type"] != "extra_forbidden":
            problems.append(_problem(_sentence(error, path), path))
        else:
            unknown[path[:-1]] = unknown.get(path[:-1], 0) + 1
            if unknown[path[:-1]] <= MANY:
                known = _keys_beside(path)
                near = nearest(str(path[-1]), known)
                meant.add((*path[:-1], near))
                advice = f"; did you mean `{near}`?" if near else f"; known here: {', '.join(known)}"
                problems.append(_problem(f"{shown(path)}: unknown key `{shown(path[-1:])}`{advice}", path))
    for path, count in unknown.items():
        if count > MANY:
            message = f"{shown(path) or 'the file'} has {count - MANY:,} more keys that are not known here"
            problems.append(Problem(message, at=path, about=f"{shown(path)} and more"))
    problems += [_problem(_sentence(error, path), path) for path, error in missing if path not in meant]
    return problems


def _problem(sentence: str, path: Path) -> Problem:
    return Problem(sentence, at=path, about=shown(path))


def _path(values: Any, location: tuple[int | str, ...]) -> Path:
    """Pydantic's location without the steps it added itself (a list made of a single value, the mark of a key)."""
    steps: list[int | str] = []
    node: Any = values
    for step in location:
        if (step == "[key]" and step not in (node or ())) or (isinstance(step, int) and not isinstance(node, list)):
            continue
        steps.append(step)
        if isinstance(node, Mapping):
            node = node.get(str(step))
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
    return tuple(steps)


def _sentence(error: Any, path: Path) -> str:
    kind, typed, name = error["type"], error["input"], shown(path) or "claims.yaml"
    if kind == "missing":
        return f"{shown(path[:-1]) or 'the file'} has no `{path[-1]}`, which is required"
    if kind == "string_too_short" or typed is None:
        return f"{name} is empty"
    if kind == "literal_error" and isinstance(typed, str):
        known = [option.strip("' ") for option in error["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return f"{name}: `{_short(typed)}` is none of {', '.join(known)}{guess(typed, known)}"
    if kind == "string_pattern_mismatch":
        return f"{name}: `{_short(typed)}` does not fit; {FORMS[error['ctx']['pattern']]}"
    if kind == "day":
        return f"{name}: `{_short(typed)}` does not fit; there is no such day in the calendar"
    if kind == "string_too_long":
        return f"{name} is {len(typed):,} characters long; at most {error['ctx']['max_length']:,} are read"
    if kind.endswith("_type") or kind == "literal_error":
        wanted = {"model": "a mapping (key: value)", "dict": "a mapping (key: value)", "list": "a list"}
        return f"{name} should be {wanted.get(kind.split('_')[0], 'a text')}, but is {_kind(typed)}"
    return f"{name}: {error['msg']}"


def _short(value: str) -> str:
    return value[:60] if value[:60].isprintable() else value[:60].encode("unicode_escape").decode()


def _kind(value: Any) -> str:
    return next(words for kind, words in KINDS.items() if isinstance(value, kind))


@cache
def _schema() -> dict[str, Any]:
    return json_schema()


def _keys_beside(path: Path) -> tuple[str, ...]:
    """The keys that the schema knows where the unknown one stands."""
    schema = _schema()
    node: Any = schema
    for step in path[:-1]:
        node = _follow(node, step, schema["$defs"])
    return next((tuple(option["properties"]) for option in _options(node, schema["$defs"]) if "properties" in option), ())


def _options(node: Any, named: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "$ref" in node:
        node = named[node["$ref"].rsplit("/", 1)[-1]]
    for option in node.get("anyOf", [node]):
        yield named[option["$ref"].rsplit("/", 1)[-1]] if "$ref" in option else option


def _follow(node: Any, step: int | str, named: Mapping[str, Any]) -> Any:
    for option in _options(node, named):
        if isinstance(step, int) and "items" in option:
            return option["items"]
        if step in option.get("properties", {}):
            return option["properties"][step]
        for kept in (option.get("additionalProperties"), *option.get("patternProperties", {}).values()):
            if not isinstance(step, int) and isinstance(kept, Mapping):
                return kept
    return node
