"""The values of claims.yaml → the nouns of the model, taking what fits and leaving out what does not.

Whether a value fits is the schema's verdict (`broken` paths); here nothing is judged and nothing raises, so that a
broken claim never hides the others. A broken quantity keeps its place in the claim and says that it is broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evidence.model import Claim, Derivation, Missing, Numbered, Path, Policy, Quantity, Search, Source, Waiver

Broken = frozenset[Path]
NOTHING: Mapping[str, Any] = {}
NUMBERED = frozenset(("key", "identified", "because"))
# The keys whose text is taken as it stands, by the noun's own names.
CLAIM = frozenset(("product", "label", "rationale", "author", "note"))
QUANTITY = frozenset(("what", "measure", "better", "when", "arm", "n", "ci", "p", "unit", "comparator", "responder", "estimator"))
SOURCE = frozenset(("read", "page", "table", "row", "column", "figure", "paragraph", "place", "quote"))


def claims(values: Any, broken: Broken) -> tuple[Claim, ...]:
    """Every item of `claims:`, in order; one that is no mapping becomes a claim with nothing but its place."""
    if not isinstance(values, list):
        return ()
    spoilt: dict[str | int, set[Path]] = {}
    for path in broken:
        if path[0] == "claims" and len(path) > 1:
            spoilt.setdefault(path[1], set()).add(path)
    return tuple(_claim(value, index, frozenset(spoilt.get(index, ()))) for index, value in enumerate(values))


def _claim(value: Any, index: int, broken: Broken) -> Claim:
    path: Path = ("claims", index)
    if not isinstance(value, dict):
        return Claim(id=f"claims[{index}]", text="", path=path, broken=frozenset({"id", "text", "references", "quantities"}))
    bad = frozenset(str(at[2]) for at in broken if at[:2] == path and len(at) > 2)
    typed = text(value, "id")
    name = typed if typed and "id" not in bad else f"claims[{index}]"
    return Claim(
        id=name,
        text=text(value, "text") or "",
        variants=texts(value, "variants"),
        type=text(value, "type") if "type" not in bad else None,
        references=texts(value, "references"),
        sources=_sources(value.get("source"), (*path, "source")),
        quantities=_quantities(value.get("quantities"), (*path, "quantities"), broken),
        scope=mapping(value, "scope"),
        testimonial={key: item for key, item in mapping(value, "testimonial").items() if isinstance(item, str)},
        market_search=_search(value),
        waivers=waivers(value.get("waivers"), (*path, "waivers"), claim=name),
        path=path,
        broken=bad,
        **_facts(value, CLAIM),
    )


def _search(value: Mapping[str, Any]) -> Search | None:
    """The search of the market as typed; whether its file is there is for the loader to say."""
    found = mapping(value, "market_search")
    if not found:
        return None
    file = text(found, "file")
    return Search(text(found, "date"), text(found, "method"), file or Missing("no `file` is named"))


def _quantities(values: Any, path: Path, broken: Broken) -> tuple[Quantity, ...]:
    return tuple(_quantity(value, (*path, index), broken) for index, value in items(values))


def _quantity(value: Any, path: Path, broken: Broken) -> Quantity:
    spoilt = any(at[: len(path)] == path for at in broken)
    if not isinstance(value, dict):
        return Quantity(printed="", path=path, broken=True)
    derivations = _derivations(value.get("derivations"), (*path, "derivations"))
    if isinstance(value.get("from"), dict) or value.get("source"):  # shorthand for one derivation, which is then the first
        derivations = (_derivation(value, path), *derivations)
    return Quantity(
        printed=text(value, "printed") or "",
        endpoint=mapping(value, "endpoint"),
        derivations=derivations,
        path=path,
        broken=spoilt or not text(value, "printed"),
        **_facts(value, QUANTITY),
    )


def _derivations(values: Any, path: Path) -> tuple[Derivation, ...]:
    return tuple(_derivation(value, (*path, index)) for index, value in items(values) if isinstance(value, dict))


def _derivation(value: Mapping[str, Any], path: Path) -> Derivation:
    inputs = mapping(value, "from")
    articles = inputs.get("articles")
    return Derivation(
        inputs={key: item for key, item in inputs.items() if isinstance(item, str)},
        sources=_sources(value.get("source"), (*path, "source")),
        set=text(value, "set"),
        articles={key: item for key, item in articles.items() if isinstance(item, str)} if isinstance(articles, dict) else None,
        path=path,
    )


def _sources(value: Any, path: Path) -> tuple[Source, ...]:
    single = isinstance(value, dict)
    found = []
    for index, item in items([value] if single else value):
        if isinstance(item, dict) and (reference := text(item, "reference")):
            found.append(
                Source(
                    reference=reference,
                    gives=texts(item, "gives"),
                    path=path if single else (*path, index),
                    **_facts(item, SOURCE),
                )
            )
    return tuple(found)


def waivers(values: Any, path: Path, claim: str | None = None) -> tuple[Waiver, ...]:
    """Waivers as typed, complete or not."""
    return tuple(
        Waiver(
            rule=text(value, "rule"),
            reason=text(value, "reason"),
            by=text(value, "by"),
            until=text(value, "until"),
            claim=claim,
            key=None if claim else text(value, "key") or text(value, "material"),
            path=(*path, index),
        )
        for index, value in items(values)
        if isinstance(value, dict)
    )


def numbering(values: Any, path: Path) -> dict[str, Numbered]:
    """Printed reference numbers → what they stand for. A bare key is short for `{key: …}` and counts as established.

    An entry with anything in it that is not understood is a candidate at best: `identifed: candidate` must not pass for certain.
    """
    found = {}
    if isinstance(values, Mapping):
        for number, value in values.items():
            entry = {"key": value} if isinstance(value, str) else value
            if isinstance(entry, dict):
                identified, because = text(entry, "identified") or "established", text(entry, "because")
                if not entry.keys() <= NUMBERED or identified not in ("established", "candidate") or entry.get("identified", "") is None:
                    identified, because = "candidate", "its entry in `numbering` holds something that could not be read: see claim-invalid"
                found[number] = Numbered(number, text(entry, "key"), identified, because, (*path, number))
    return found


def policy(value: Any) -> Policy:
    """The policy block; severities of rules that do not exist are left to the loader to complain about."""
    if not isinstance(value, dict):
        return Policy()
    roles = mapping(value, "roles")
    return Policy(
        rules={key: item for key, item in mapping(value, "rules").items() if item in ("error", "warning", "info", "off")},
        roles={role: texts(mapping(roles, role), "people") if mapping(roles, role) else texts(roles, role) for role in roles},
        review_every=text(value, "review_every"),
        at_least={role: least for role in roles if (least := text(mapping(roles, role), "at_least"))},
        require_signatures=value.get("require_signatures") in ("true", "yes"),
        author_may_sign=value.get("author_may_sign") in ("true", "yes"),
        documents=texts(value, "documents"),
        record_days=text(value, "record_days"),
        reference_years=text(value, "reference_years"),
    )


def _facts(value: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """The texts under these names, as far as there are any: one look at what is there, not one for each name that might be."""
    return {key: item for key, item in value.items() if key in names and item and isinstance(item, str)}


def text(value: Mapping[str, Any], key: str) -> str | None:
    """The text under a key, or None where there is none or something else."""
    found = value.get(key)
    return found if isinstance(found, str) and found else None


def texts(value: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The texts under a key; one text alone counts as a list of one."""
    found = value.get(key)
    if isinstance(found, str):
        return (found,)
    return tuple(item for item in found if isinstance(item, str)) if isinstance(found, list) else ()


def mapping(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The mapping under a key, or an empty one."""
    found = value.get(key)
    return found if isinstance(found, dict) else NOTHING


def mappings(value: Mapping[str, Any], key: str) -> Mapping[str, Mapping[str, Any]]:
    """The mapping of mappings under a key, without what is something else: `products: {ifuse: iFuse}`."""
    return {name: each for name, each in mapping(value, key).items() if isinstance(each, dict)}


def items(values: Any) -> Iterator[tuple[int, Any]]:
    """The items of a list with their positions; nothing where it is no list."""
    return enumerate(values) if isinstance(values, list) else iter(())
