"""Seals: the canonical form of what is signed, and its digest. Version 1; tests/vectors/seals.json holds published examples."""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path as FilePath
from typing import Any, TypeAlias

from evidence import filefield
from evidence.model import Chain, Citation, Derivation, Missing, Quantity, Reference, Registry, Source

PREFIX = "v1:sha256:"
RULE_SET = "1"  # raised when the rules judge so differently that what was signed has to be looked at again

# What reference managers write for themselves: saving the file in one of them must not void a signature. `file` is
# sealed as the bytes of the file that it names.
BOOKKEEPING = frozenset(
    (
        *("file", "timestamp", "owner", "groups", "creationdate", "modificationdate", "date-added", "date-modified", "__markedentry"),
        *("priority", "readstatus", "ranking", "printed", "qualityassured", "relevance"),
    )
)
QUANTITY = ("printed", "what", "measure", "better", "when", "arm", "n", "ci", "p", "unit", "comparator", "responder", "estimator")
SOURCE = ("read", "page", "table", "row", "column", "figure", "paragraph", "place", "quote")
CLAIM = ("id", "text", "type", "label", "rationale", "author", "note")
WAIVER = ("rule", "reason", "by", "until", "key")

Files: TypeAlias = "tuple[tuple[str, ...], bool]"

# What is canonical holds no circles, so nobody looks for them.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False).encode


def seal(part: str, value: object) -> str:
    """`v1:sha256:` and the digest of the canonical form of [part, value]. Raises ValueError for a number that is none."""
    return of_canonical(part, canonical(value))


def of_canonical(part: str, value: object) -> str:
    """The seal of a value that is canonical already."""
    return of_encoded(part, encoded(value))


def of_encoded(part: str, value: bytes) -> str:
    """The seal of a canonical value that is bytes already."""
    return PREFIX + hashlib.sha256(b'["%b",%b]' % (part.encode(), value)).hexdigest()


def joined(values: Mapping[str, bytes]) -> bytes:
    """A mapping as bytes, of values that are bytes already."""
    return b"{%b}" % b",".join([_key(key) + values[key] for key in sorted(values)])


@lru_cache(maxsize=4096)
def _key(name: str) -> bytes:
    return encoded(name) + b":"


def encoded(value: object) -> bytes:
    """A canonical value as bytes: compact JSON, keys sorted by code point, UTF-8."""
    return _encode(value).encode("utf-8", errors="surrogatepass")


def canonical(value: object) -> object:
    """The value as it is sealed: text in NFC with white space collapsed, numbers as text, what is empty left out of mappings.

    Raises ValueError for NaN and infinity, TypeError for what is no data.
    """
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dict | Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if isinstance(value, int | float | Decimal):
        if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
            raise ValueError(f"{value} is no number that can be sealed")
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be sealed")


def _mapping(value: Mapping[object, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, item in value.items():
        inner, name = canonical(item), text(str(key))
        if inner or inner is False:
            if name in found:
                raise ValueError(f"two keys become one when they are sealed: {name!r}")
            found[name] = inner
    return found


@lru_cache(maxsize=4096)
def text(value: str) -> str:
    """NFC, every run of white space one space, none at the ends. Nothing else is folded: a look-alike letter is another letter."""
    return " ".join((value if value.isascii() else unicodedata.normalize("NFC", value)).split())


def _sorted(values: list[Any]) -> list[object]:
    """Canonical values in an order of their own, where the order they were typed in says nothing."""
    return sorted(values, key=encoded) if len(values) > 1 else values


def _texts(noun: object, names: tuple[str, ...]) -> dict[str, object]:
    """The texts of a noun under these names, canonical, as far as there are any."""
    return {name: text(value) for name, value in zip(names, _values(names)(noun), strict=True) if value}


@cache
def _values(names: tuple[str, ...]) -> Callable[[object], tuple[str | None, ...]]:
    """All of a noun's values under these names, taken in one step: ten thousand claims have forty each."""
    return attrgetter(*names)


# --- a claim ------------------------------------------------------------------------------------------------------


def claim(chain: Chain, registry: Registry, known: dict[str, object]) -> dict[str, object]:
    """What is sealed as "claim": its words, numbers, scope and product, with BibTeX keys in place of printed numbers.

    `known` remembers the products, for many claims are about one.
    """
    one = chain.claim
    if one.product and one.product not in known:
        known[one.product] = canonical({"id": one.product, "entry": registry.products.get(one.product)})
    scope = {name: _sorted(list(map(text, value))) if isinstance(value, list) else value for name, value in one.scope.items()}
    rest: dict[str, object] = {
        "scope": canonical(scope) if scope else None,
        "testimonial": canonical(one.testimonial) if one.testimonial else None,
        "variants": _sorted(list(map(text, one.variants))),
        "product": known[one.product] if one.product else None,
        "references": _sorted([text(_named(citation)) for citation in chain.citations]),
        "quantities": _sorted([_quantity(quantity) for quantity in one.quantities]),
    }
    return {**_texts(one, CLAIM), **{name: value for name, value in rest.items() if value}}


def _quantity(quantity: Quantity) -> dict[str, object]:
    found = _texts(quantity, QUANTITY)
    if quantity.endpoint:
        found["endpoint"] = canonical(quantity.endpoint)
    if quantity.derivations:
        found["derivations"] = [_derivation(each) for each in quantity.derivations]  # in order: the claim rests on the first
    return found


def _derivation(one: Derivation) -> dict[str, object]:
    found: dict[str, object] = {"from": _inputs(one)}
    if one.set:
        found["set"] = text(one.set)
    if one.articles is not None:
        found["articles"] = canonical(one.articles)
    return found


def _inputs(one: Derivation) -> dict[str, str]:
    return {text(name): text(value) for name, value in one.inputs.items()}


def _named(citation: Citation) -> str:
    return citation.key or f"(no key) {citation.typed}"


def citations(chain: Chain) -> dict[str, Citation]:
    """Every paper that the claim rests on, by BibTeX key: those it cites and those its numbers were read in."""
    read = (citation for each in chain.quantities for group in each.sources for citation in group)
    anchored = (anchor.citation for anchor in chain.anchors)
    return {_named(citation): citation for citation in (*chain.citations, *read, *anchored)}


def references(cited: Mapping[str, Citation], known: dict[str, object]) -> dict[str, object]:
    """What is sealed as "references": of every paper its BibTeX entry, and whether it is sure that it is the paper.

    `known` remembers the entries, for many claims cite one paper.
    """
    found: dict[str, object] = {}
    for key, citation in cited.items():
        name = f"{key}\n{citation.candidate}"
        if name not in known:
            known[name] = canonical({"entry": entry(citation.reference), "candidate": citation.candidate})
        found[text(key)] = known[name]
    return found


def entry(reference: Reference | Missing) -> dict[str, object] | str:
    """A BibTeX entry's type and fields, without what reference managers keep for themselves."""
    if isinstance(reference, Missing):
        return "there is no entry"
    fields = {name: value for name, value in reference.fields.items() if name not in BOOKKEEPING and not name.startswith("bdsk-")}
    return {"type": reference.type, **{f"field {name}": value for name, value in fields.items()}}


def passages(chain: Chain, registry: Registry) -> list[object]:
    """What is sealed as "passages": every source, with its quote and place, and the number that it carries."""
    found: list[object] = [{"for": "the claim", **_source(source, registry)} for source in chain.claim.sources]
    for quantity in chain.claim.quantities:
        for at, derivation in enumerate(quantity.derivations):
            about = {"for": text(quantity.printed), "derivation": str(at), "inputs": _inputs(derivation)}
            found += [{**about, **_source(source, registry)} for source in derivation.sources]
    return _sorted(found)


def _source(source: Source, registry: Registry) -> dict[str, object]:
    numbered = registry.numbering.get(source.reference)
    key = numbered.key if numbered else source.reference
    found = {"reference": text(key or f"(no key) {source.reference}"), **_texts(source, SOURCE)}
    if source.gives:
        found["gives"] = _sorted(list(map(text, source.gives)))
    return found


def sources(cited: Iterable[str], registry: Registry, known: dict[str, Files]) -> dict[str, object]:
    """What is sealed as "sources": of every paper the SHA-256 of the files that its `file` field names; one without a file is left out."""
    return {text(key): list(found) for key in cited if (found := files(key, registry, known)[0])}


def absent(cited: Iterable[str], registry: Registry, known: dict[str, Files]) -> tuple[str, ...]:
    """The papers of which a file that is named is not here, so that nobody can say whether it is the one that was signed."""
    return tuple(key for key in cited if files(key, registry, known)[1])


def files(key: str, registry: Registry, known: dict[str, Files]) -> Files:
    """The digests of a paper's files, sorted; and whether one of those it names is not here. `known` remembers them."""
    if key not in known:
        reference = registry.bibliography.references.get(key)
        typed = reference.fields.get("file", "") if reference else ""
        where = reference.at("file").path if reference else ""
        followed = filefield.followed(typed, where, registry.folder, registry.policy.documents) if typed else ()
        hashed = [_hashed(file) for _, file in followed]
        known[key] = (tuple(sorted(f"sha256:{one}" for one in hashed if one)), not all(hashed))
    return known[key]


def _hashed(file: FilePath | Missing) -> str:
    try:
        if not isinstance(file, Missing):
            with file.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        pass  # the same as a file that is not there
    return ""


# --- waivers and policy -------------------------------------------------------------------------------------------


def waivers(chain: Chain, cited: Container[str], registry: Registry) -> list[object]:
    """What is sealed as "waivers": the claim's own, and those of the papers it rests on."""
    return _sorted([_texts(one, WAIVER) for one in (*chain.claim.waivers, *(one for one in registry.waivers if one.key in cited))])


def policy(registry: Registry, severities: Mapping[str, str]) -> dict[str, object]:
    """What is sealed as "policy": who must sign, and by which rules the claim was judged. `severities`: rule → where it is not the default."""
    one = registry.policy
    return {
        "profile": registry.profile,
        "roles": {role: {"people": sorted(people), "at least": one.at_least.get(role, "1")} for role, people in one.roles.items() if people},
        "signatures are required": one.require_signatures,
        "an author may sign": one.author_may_sign,
        "review every": one.review_every,
        "rules": dict(severities),
        "rule set": RULE_SET,
    }
