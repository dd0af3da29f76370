"""Writes evidence/templates/claims.grammar.json anew from the pydantic models: `PYTHONPATH=. python tests/write_grammar.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evidence.forms import COUNT, DAY, ID, NUMBER, SPAN
from evidence.schema import ClaimsFile

FILE = Path(__file__).resolve().parents[1] / "evidence" / "templates" / "claims.grammar.json"
WRAPPED = {"_listed": "one or list", "_source_list": "mapping or list", "_numbered": "key or mapping", "_role": "people or mapping"}
PATTERNS = {None: "text", ID: "id", NUMBER: "number", SPAN: "span", DAY: "day", COUNT: "count"}


def grammar() -> dict[str, Any]:
    """What the models accept, as nested lists: {"file": node, "named": {name: node}}. KeyError for what it has no word for."""
    ClaimsFile.model_rebuild(force=True)
    core: Any = ClaimsFile.__pydantic_core_schema__
    named = {_name(each["ref"]): _node(each) for each in core["definitions"]}
    return {"file": _node(core["schema"]), "named": named}


def _node(core: Any) -> list[Any]:
    """One node of pydantic's own schema as a node of the grammar."""
    kind = core["type"]
    if kind == "model":
        fields = core["schema"]["fields"]
        keys = {field.get("validation_alias", name): _node(field["schema"]) for name, field in fields.items()}
        required = [field.get("validation_alias", name) for name, field in fields.items() if field["schema"]["type"] != "default"]
        return ["keys", keys, required]
    if kind == "dict":
        return ["mapping", _node(core["keys_schema"]), _node(core["values_schema"])]
    if kind == "function-before":
        return [WRAPPED[core["function"]["function"].__name__], _node(core["schema"])]
    if kind == "str":
        return ["text", PATTERNS[core.get("pattern")], core.get("min_length", 0), core.get("max_length", 1_000_000)]
    return {
        "default": lambda: _node(core["schema"]),
        "nullable": lambda: ["maybe", _node(core["schema"])],
        "list": lambda: ["list", _node(core["items_schema"])],
        "literal": lambda: ["one of", core["expected"]],
        "definition-ref": lambda: ["named", _name(core["schema_ref"])],
        "function-after": lambda: {"_real_day": _node(core["schema"])}[core["function"]["function"].__name__],  # the form "day" asks the calendar
    }[kind]()


def _name(reference: str) -> str:
    """"evidence.schema.Source:94835107" → "Source"."""
    return reference.partition(":")[0].rpartition(".")[2]


def written() -> str:
    """The file as it must be."""
    return json.dumps(grammar(), ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
