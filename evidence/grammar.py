"""Whether the values of claims.yaml surely fit the schema, told without starting pydantic.

The grammar is derived from the pydantic models (`schema.grammar`, kept in templates/claims.grammar.json; a test holds the
two together). It only ever says "surely": whatever it doubts goes to the models themselves, which alone find the words for
what is wrong. Starting them costs more than all the rest of a small audit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

Node: TypeAlias = "list[Any]"
MANY = 500  # claims; beyond them the models are the faster ones

# The forms of evidence/forms.py; of an id only what is ASCII, for \p{L} is not Python's.
FORMS: dict[str, Callable[[str], object]] = {
    "text": lambda _: True,
    "id": lambda text: re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.:/+-]*", text),
    "number": lambda text: re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)", text),
    "count": lambda text: re.fullmatch(r"[1-9][0-9]*", text),
    "span": lambda text: re.fullmatch(r"[0-9]+ (?:days?|weeks?|months?|years?)", text),
    "day": lambda text: re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and _on_the_calendar(text),
}


def fits(values: object) -> bool:
    """True where the values surely fit the schema; False where they may not, or where there are too many to ask here."""
    claims = values.get("claims") if isinstance(values, Mapping) else None
    return isinstance(claims, list) and len(claims) <= MANY and _fits(values, *_grammar())


@cache
def _grammar() -> tuple[Node, Mapping[str, Node]]:
    table = json.loads((Path(__file__).parent / "templates" / "claims.grammar.json").read_text("utf-8"))
    return table["file"], table["named"]


def _fits(value: object, node: Node, named: Mapping[str, Node]) -> bool:
    kind, *rest = node
    if kind == "maybe":
        return value is None or _fits(value, rest[0], named)
    if kind == "named":
        return _fits(value, named[rest[0]], named)
    if kind == "one of":
        return isinstance(value, str) and value in rest[0]
    if kind == "keys":
        return isinstance(value, Mapping) and _keys_fit(value, rest[0], rest[1], named)
    if kind == "mapping":
        return isinstance(value, Mapping) and all(_fits(key, rest[0], named) and _fits(each, rest[1], named) for key, each in value.items())
    if kind == "list":
        return isinstance(value, list) and all(_fits(each, rest[0], named) for each in value)
    if kind == "one or list":
        return _fits(value if isinstance(value, list) else [value], rest[0], named)
    if kind == "mapping or list":
        return _fits([value] if isinstance(value, Mapping) else value, rest[0], named)
    if kind == "key or mapping":
        return _fits({"key": value} if isinstance(value, str) else value, rest[0], named)
    if kind == "people or mapping":
        return _fits(value if value is None or isinstance(value, Mapping) else {"people": value}, rest[0], named)
    form, least, most = rest
    return isinstance(value, str) and least <= len(value) <= most and _whole(value) and bool(FORMS[form](value))


def _keys_fit(value: Mapping[Any, object], known: Mapping[str, Node], required: list[str], named: Mapping[str, Node]) -> bool:
    return all(key in value for key in required) and all(key in known and _fits(each, known[key], named) for key, each in value.items())


def _whole(text: str) -> bool:
    """No half of a character, which the models refuse."""
    return text.isascii() or text.encode(errors="replace").decode() == text


def _on_the_calendar(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
