"""What is sealed of a claim, written the plain way, value by value: what the quick way of evidence/sealparts.py is compared with."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from evidence.identifiers import fold_doi
from evidence.model import Chain, Citation, Derivation, Missing, Quantity, Reference, Registry, Search, Source
from evidence.seal import canonical, encoded, text
from evidence.sealparts import BOOKKEEPING, CLAIM, QUANTITY, SOURCE, WAIVER


def parts(chain: Chain, registry: Registry, files: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    """Everything that is sealed of a claim but the policy, in canonical form."""
    cited = citations(chain)
    return {
        "claim": claim(chain, registry),
        "references": references(cited, registry),
        "passages": passages(chain, registry),
        "sources": {text(key): list(files[key]) for key in cited if files.get(key)},
        "waivers": waivers(chain, cited, registry),
    }


def _sorted(values: list[Any]) -> list[object]:
    """Canonical values in an order of their own, where the order they were typed in says nothing."""
    return sorted(values, key=encoded) if len(values) > 1 else values


def _texts(noun: object, names: tuple[str, ...]) -> dict[str, object]:
    """The texts of a noun under these names, canonical, as far as there are any."""
    return {name: text(getattr(noun, name)) for name in names if getattr(noun, name)}


# --- a claim ------------------------------------------------------------------------------------------------------


def claim(chain: Chain, registry: Registry) -> dict[str, object]:
    one = chain.claim
    scope = {name: _sorted(list(map(text, value))) if isinstance(value, list) else value for name, value in one.scope.items()}
    rest: dict[str, object] = {
        "scope": canonical(scope) if scope else None,
        "testimonial": canonical(one.testimonial) if one.testimonial else None,
        "market search": _search(one.market_search) if one.market_search else None,
        "variants": _sorted(list(map(text, one.variants))),
        "product": canonical({"id": one.product, "entry": registry.products.get(one.product)}) if one.product else None,
        "references": _sorted([text(_named(citation)) for citation in chain.citations]),
        "quantities": _sorted([_quantity(quantity) for quantity in one.quantities]),
    }
    return {**_texts(one, CLAIM), **{name: value for name, value in rest.items() if value}}


def _search(one: Search) -> dict[str, object]:
    found = {"date": one.date, "method": one.method, "file": None if isinstance(one.file, Missing) else one.file, "sha256": one.sha256}
    return {name: text(value) for name, value in found.items() if value}


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


def references(cited: Mapping[str, Citation], registry: Registry) -> dict[str, object]:
    found = {}
    for key, citation in cited.items():
        studies = {name: {fact: study[fact] for fact in study if fact != "reports"} for name, study in registry.studies.items() if key in study.get("reports", ())}
        found[text(key)] = canonical({"entry": entry(citation.reference), "candidate": citation.candidate, "studies": studies})
    return found


def entry(reference: Reference | Missing) -> dict[str, object] | str:
    """A BibTeX entry's type and fields, without what reference managers keep for themselves."""
    if isinstance(reference, Missing):
        return "there is no entry"
    fields = {name: value for name, value in reference.fields.items() if name not in BOOKKEEPING and not name.startswith("bdsk-")}
    if fold_doi(fields.get("doi", "")):
        fields["doi"] = fold_doi(fields["doi"])
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


def waivers(chain: Chain, cited: Container[str], registry: Registry) -> list[object]:
    """What is sealed as "waivers": the claim's own, and those of the papers it rests on."""
    return _sorted([_texts(one, WAIVER) for one in (*chain.claim.waivers, *(one for one in registry.waivers if one.key in cited))])
