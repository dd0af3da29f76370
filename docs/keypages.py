"""The page about claims.yaml: its keys and forms from the schema, a sentence a key from keys.yaml, and the starter file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markings import block, table

from evidence import schema, tree
from evidence.rooms import HERE as PACKAGE

KEYS = Path(__file__).parent / "keys.yaml"
TOP = "claims.yaml"
ORDER = (
    "Claim", "Quantity", "Derivation", "Inputs", "Articles", "Source", "Endpoint", "Scope", "Testimonial", "MarketSearch", "Waiver", "TopWaiver", "Numbered",
    "Product", "Labeling", "Study", "Tested", "Material", "Live", "Exempt", "LookedAt", "Policy", "Role",
)  # fmt: skip
STANDS = {  # where each group of keys stands
    "Claim": "Under `claims:`, one entry a claim.",
    "Quantity": "Under a claim's `quantities:`, one entry a number. `from`, `set` and `source` here are short for one derivation.",
    "Derivation": "Under a quantity's `derivations:`.",
    "Inputs": "Under `from:`. Numbers are read as they were typed: 82.30 is not 82.3. Which of them a formula needs is in "
    "[the table of measures](/methods.md#measures).",
    "Articles": "Under `from: {articles: …}`.",
    "Source": "Under `source:`; one, or a list.",
    "Endpoint": "Under a quantity's `endpoint:`.",
    "Scope": "Under a claim's `scope:`.",
    "Testimonial": "Under a claim's `testimonial:`.",
    "MarketSearch": "Under a claim's `market_search:`, where its words rank the product first. It counts for six months, and only with `expires`.",
    "Waiver": "Under a claim's `waivers:`. All four are needed; what lacks one is a finding (`waiver-invalid`).",
    "TopWaiver": "Under `waivers:` at the top, for references and materials.",
    "Numbered": "Under `numbering:`, by printed number. `18: key` is short for `18: {key: key}`.",
    "Product": "Under `products:`, by a short name.",
    "Labeling": "Under a product's `labeling:`.",
    "Study": "Under `studies:`, by the trial's registry number.",
    "Tested": "Under a study's `endpoints:`, in the order in which its plan tests them: what stands below one that was not met was not shown.",
    "Material": "Under `materials:`, by a short name.",
    "Live": "Under a material's `live:`.",
    "Exempt": "Under a material's `exempt:`.",
    "LookedAt": "Under a material's `looked_at:`.",
    "Policy": "Under `policy:`.",
    "Role": "Under `policy: {roles: …}`, by role. A list of addresses is short for `{people: […]}`.",
}
TITLES = {
    "LookedAt": "Looked at", "MarketSearch": "Market search", "Tested": "Tested endpoint", "TopWaiver": "Waiver at the top", "Inputs": "Values",
    "Numbered": "Printed number",
}  # fmt: skip
HEAD = """# claims.yaml

One file holds the claims, the numbers in them and what each rests on. `evidence audit` reads it; unknown keys, keys that stand
twice and values of another form are findings with the nearest name, and one broken claim never hides the others.

`evidence schema > claims.schema.json` writes the JSON Schema that this page is made from. With
`# yaml-language-server: $schema=claims.schema.json` in the first line, an editor completes and checks the file while it is typed.

## An example

`evidence init` writes this file, with a paper that was never run and a page to audit:
"""


def pages() -> Iterator[tuple[str, str]]:
    """The one page."""
    yield "reference/claims.md", page()


def meanings() -> dict[str, dict[str, str]]:
    """Group → key → its sentence, as keys.yaml has them."""
    values, _ = tree.read(KEYS.read_text(encoding="utf-8"))
    return {group: dict(keys) for group, keys in values.items()}


def groups() -> dict[str, Mapping[str, Any]]:
    """Group → the schema of its keys."""
    made = schema.json_schema()
    return {TOP: made, **made["$defs"]}


def page() -> str:
    """claims.yaml, key by key."""
    known, words = groups(), meanings()
    parts = [HEAD.rstrip(), block((PACKAGE / "templates" / "starter" / "claims.yaml").read_text(encoding="utf-8"), "yaml")]
    parts += ["## The whole file", _table(known[TOP], words.get(TOP, {}))]
    for name in (*ORDER, *sorted(set(known) - {TOP, *ORDER})):
        if name in known:
            parts += [f"## {title(name)}", STANDS.get(name, ""), _table(known[name], words.get(name, {}))]
    return "\n\n".join(part for part in parts if part) + "\n"


def title(name: str) -> str:
    """The heading of a group."""
    return TITLES.get(name, name)


def _table(group: Mapping[str, Any], words: Mapping[str, str]) -> str:
    required = group.get("required", ())
    rows = []
    for key, spec in group["properties"].items():
        need = "<br>*required*" if key in required else ""
        rows.append((f"`{key}`{need}", form(spec), words.get(key, "–")))
    return table(("key", "form", "what it is"), rows)


def form(spec: Mapping[str, Any]) -> str:
    """What may stand there, in words. Raises ValueError for a form that the schema did not use when this was written."""
    if "$ref" in spec:
        name = spec["$ref"].rsplit("/", 1)[-1]
        return f"[{title(name)}](#{title(name).lower().replace(' ', '-')})"
    if "anyOf" in spec:
        forms = dict.fromkeys(form(each) for each in spec["anyOf"] if each.get("type") != "null")
        return ", or ".join(sorted(forms, key=lambda each: each.startswith("a list")))
    if "enum" in spec:
        return _choices(spec["enum"])
    kind = spec.get("type")
    if kind == "array":
        inner = form(spec["items"])
        return "a list of texts" if inner == "text" else f"a list of {inner}"
    if kind == "object":
        inner = spec.get("additionalProperties") or next(iter(spec.get("patternProperties", {}).values()), None)
        return f"by name: {form(inner)}" if inner else "by name"
    if spec.get("format") == "date":
        return "day, `2026-11-22`"
    pattern = str(spec.get("pattern", ""))
    if "months" in pattern:
        return "span, `24 months`"
    if kind in (["number", "string"], ["integer", "string"]):
        return "whole number" if "integer" in kind else "number"
    if kind == ["string", "number", "boolean"]:
        return "name" if pattern else "text"
    raise ValueError(f"keypages.form() has no words for {spec}")


def _choices(values: list[Any]) -> str:
    if any(value is True for value in values):  # 1 is equal to True, and is not it
        return "`yes` or `no`"
    return ", ".join(dict.fromkeys(f"`{value}`" for value in values if value is not False))
