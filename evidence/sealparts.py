"""What is sealed of a claim, part by part, written straight as canonical JSON: ten thousand claims in less than a second."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path as FilePath
from typing import Any

from evidence import claims, filefield
from evidence.identifiers import fold_doi
from evidence.model import Chain, Citation, Claim, Derivation, Missing, Quantity, Reference, Registry, Search, Source, Waiver
from evidence.seal import canonical, encode, text

# What reference managers write for themselves: saving the file in one of them must not void a signature. `file` is
# sealed as the bytes of the file that it names.
BOOKKEEPING = frozenset(
    (
        *("file", "timestamp", "owner", "groups", "creationdate", "modificationdate", "date-added", "date-modified", "__markedentry"),
        *("priority", "readstatus", "ranking", "printed", "qualityassured", "relevance", "abstract", "keywords"),
    )
)
QUANTITY = ("printed", "what", "measure", "better", "when", "arm", "n", "ci", "p", "unit", "comparator", "responder", "estimator")
SOURCE = ("read", "page", "table", "row", "column", "figure", "paragraph", "place", "quote")
CLAIM = ("id", "text", "type", "label", "rationale", "author", "note")
WAIVER = ("rule", "reason", "by", "until", "key")
OWN = frozenset(("id", "text", "rationale", "note", "quote", "reason"))  # fields that differ from claim to claim

Write = Callable[[str], str]

Files = tuple[tuple[str, ...], bool]
"""The digests of a paper's files, sorted; and whether one of those it names is not here."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What many claims share, written once."""

    products: dict[str, str] = field(default_factory=dict)  # product → what is sealed of it; empty: nothing
    entries: dict[tuple[str, str], bytes] = field(default_factory=dict)  # BibTeX key, why it is a candidate → what is sealed of it
    files: dict[str, Files] = field(default_factory=dict)  # BibTeX key → its files
    waivers: dict[str, list[Waiver]] = field(default_factory=dict)  # BibTeX key → the waivers that name it
    studies: dict[str, dict[str, object]] = field(default_factory=dict)  # BibTeX key → the studies that it reports, as they are sealed


def known(registry: Registry) -> Known:
    """An empty memory; only which waiver and which study is about which paper is looked up here."""
    found = Known()
    for name, study in registry.studies.items():
        facts = {fact: value for fact, value in study.items() if fact != "reports"}  # a new report of it changes nothing for the others
        for key in claims.texts(study, "reports"):
            found.studies.setdefault(key, {})[name] = facts
    for one in registry.waivers:
        if one.key is not None:
            found.waivers.setdefault(one.key, []).append(one)
    return found


def of_claim(chain: Chain, registry: Registry, known: Known) -> dict[str, bytes]:
    """Everything that is sealed of a claim but the policy: part → canonical JSON, in the order in which it is shown.

    Names of fields are constants, so that objects written here sort as their texts do; names that were typed are sorted apart.
    """
    cited = citations(chain)
    inputs = {id(each): _typed(each.inputs) for quantity in chain.claim.quantities for each in quantity.derivations}
    entries = {text(key): _entry(key, citation, known) for key, citation in cited.items()}
    hashed = {text(key): f"{quoted(key)}:{_row(map(quoted, found))}" for key in cited if (found := files(key, registry, known)[0])}
    accepted = (*chain.claim.waivers, *_waivers(cited, known))
    return {
        "claim": utf8(_claim(chain, inputs, registry, known)),
        "references": b"{%b}" % b",".join([entries[key] for key in sorted(entries)]),
        "passages": utf8(_list(_passages(chain.claim, inputs, registry))),
        "sources": utf8(_sorted(hashed)) if hashed else b"{}",
        "waivers": utf8(_list([_object(_texts(one, WAIVER)) for one in accepted])) if accepted else b"[]",
    }


# --- JSON ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def quoted(value: str) -> str:
    """A text as canonical JSON."""
    return encode(text(value))


def once(value: str) -> str:
    """The same of a text that hardly comes again: to remember ten thousand of them costs more than to write them."""
    return encode(" ".join(value.split()) if value.isascii() else text(value))


def utf8(written: str) -> bytes:
    """JSON as bytes."""
    return written.encode("utf-8", "surrogatepass")


def _row(values: Iterable[str]) -> str:
    return f"[{','.join(values)}]"


def _list(values: Iterable[str]) -> str:
    """A list whose order says nothing, in an order of its own: that of what is written, as UTF-8 sorts it."""
    return f"[{','.join(sorted(values))}]"


def _sorted(fields: Mapping[str, str]) -> str:
    """An object whose keys somebody typed: key → field."""
    return f"{{{','.join([fields[key] for key in sorted(fields)])}}}"


def _typed(values: Mapping[str, str]) -> str:
    """Texts under names that somebody typed."""
    return _sorted({text(name): f"{quoted(name)}:{once(value)}" for name, value in values.items()})


def _object(fields: list[str]) -> str:
    """An object of fields whose names are known here: letters, which come after the quotation mark that ends a name."""
    fields.sort()
    return f"{{{','.join(fields)}}}"


def _texts(noun: object, names: tuple[str, ...]) -> list[str]:
    """The texts of a noun under these names, as fields, as far as there are any."""
    fields, values = _fields(names)
    return [head + write(value) for (head, write), value in zip(fields, values(noun)) if value]  # noqa: B905 - as many as there are names


@cache
def _fields(names: tuple[str, ...]) -> tuple[list[tuple[str, Write]], Callable[[object], tuple[str | None, ...]]]:
    """The names as JSON writes them, each with how its texts are written; and how all of a noun's values are taken in one step."""
    return [(f'"{name}":', once if name in OWN else quoted) for name in names], attrgetter(*names)


def _any(value: object) -> str:
    """Any data as it is sealed; empty where nothing of it is left."""
    found = canonical(value)
    return encode(found) if found else ""


# --- a claim ------------------------------------------------------------------------------------------------------


def _claim(chain: Chain, inputs: Mapping[int, str], registry: Registry, known: Known) -> str:
    """What is sealed as "claim": its words, numbers, scope and product, with BibTeX keys in place of printed numbers."""
    one = chain.claim
    fields = _texts(one, CLAIM)
    if one.scope and (scope := _scope(one.scope)):
        fields.append(f'"scope":{scope}')
    if one.testimonial and (testimonial := _any(one.testimonial)):
        fields.append(f'"testimonial":{testimonial}')
    if one.variants:
        fields.append(f'"variants":{_list(map(once, one.variants))}')
    if one.product and (product := _product(one.product, registry, known)):
        fields.append(f'"product":{product}')
    if chain.citations:
        fields.append(f'"references":{_list([quoted(_named(citation)) for citation in chain.citations])}')
    if one.market_search and (search := _search(one.market_search)):
        fields.append(f'"market search":{{{search}}}')
    if one.quantities:
        fields.append(f'"quantities":{_list([_quantity(quantity, inputs) for quantity in one.quantities])}')
    return _object(fields)


def _scope(scope: Mapping[str, object]) -> str:
    """Lists of a scope say nothing by their order. Nearly every scope is texts and lists of texts, and the same for many claims."""
    if {type(value) for value in scope.values()} <= {str, list}:
        return _scope_of(tuple([(name, tuple(value) if isinstance(value, list) else value) for name, value in scope.items()]))
    return _any({name: sorted(map(text, value), key=encode) if isinstance(value, list) else value for name, value in scope.items()})


@lru_cache(maxsize=1024)
def _scope_of(scope: tuple[tuple[str, Any], ...]) -> str:
    return _any({name: sorted(map(text, value), key=encode) if isinstance(value, tuple) else value for name, value in scope})


def _product(name: str, registry: Registry, known: Known) -> str:
    if name not in known.products:
        known.products[name] = _any({"id": name, "entry": registry.products.get(name)})
    return known.products[name]


def _search(one: Search) -> str:
    """A search of the market with the bytes of its file, so that another result under the same name is not what was signed."""
    found = {"date": one.date, "file": None if isinstance(one.file, Missing) else one.file, "method": one.method, "sha256": one.sha256}
    return ",".join([f'"{name}":{once(value)}' for name, value in found.items() if value])


def _quantity(quantity: Quantity, inputs: Mapping[int, str]) -> str:
    fields = _texts(quantity, QUANTITY)
    if quantity.endpoint:
        fields.append(f'"endpoint":{encode(canonical(quantity.endpoint))}')
    if quantity.derivations:  # in order: the claim rests on the first
        fields.append(f'"derivations":{_row([_derivation(each, inputs) for each in quantity.derivations])}')
    return _object(fields)


def _derivation(one: Derivation, inputs: Mapping[int, str]) -> str:
    fields = [f'"from":{inputs[id(one)]}']
    if one.set:
        fields.append(f'"set":{quoted(one.set)}')
    if one.articles is not None:
        fields.append(f'"articles":{encode(canonical(one.articles))}')
    return _object(fields)


# --- what it rests on ---------------------------------------------------------------------------------------------


def _named(citation: Citation) -> str:
    return citation.key or f"(no key) {citation.typed}"


def citations(chain: Chain) -> dict[str, Citation]:
    """Every paper that the claim rests on, by BibTeX key: those it cites and those its numbers were read in."""
    found = {_named(citation): citation for citation in chain.citations}
    for each in chain.quantities:
        for group in each.sources:
            for citation in group:
                found[_named(citation)] = citation
    for anchor in chain.anchors:
        found[_named(anchor.citation)] = anchor.citation
    return found


def _entry(key: str, citation: Citation, known: Known) -> bytes:
    """What is sealed of a paper, as a field: its BibTeX entry, whether it is sure that it is the paper, and the studies it reports."""
    name = key, citation.candidate
    if name not in known.entries:
        paper = {"entry": _fields_of(citation.reference), "candidate": citation.candidate, "studies": known.studies.get(key)}
        entry = encode(canonical(paper))
        known.entries[name] = utf8(f"{quoted(key)}:{entry}")
    return known.entries[name]


def _fields_of(reference: Reference | Missing) -> dict[str, object] | str:
    """A BibTeX entry's type and fields, without what reference managers keep for themselves. A DOI is one in each of its spellings."""
    if isinstance(reference, Missing):
        return "there is no entry"
    fields = {name: value for name, value in reference.fields.items() if name not in BOOKKEEPING and not name.startswith("bdsk-")}
    if doi := fold_doi(fields.get("doi", "")):
        fields["doi"] = doi
    return {"type": reference.type, **{f"field {name}": value for name, value in fields.items()}}


def _passages(claim: Claim, inputs: Mapping[int, str], registry: Registry) -> list[str]:
    """What is sealed as "passages": every source, with its quote and place, and the number that it carries."""
    found = [_object(['"for":"the claim"', *_source(source, registry)]) for source in claim.sources]
    for quantity in claim.quantities:
        for at, derivation in enumerate(quantity.derivations):
            about = [f'"for":{quoted(quantity.printed)}', f'"derivation":"{at}"', f'"inputs":{inputs[id(derivation)]}']
            found += [_object([*about, *_source(source, registry)]) for source in derivation.sources]
    return found


def _source(source: Source, registry: Registry) -> list[str]:
    numbered = registry.numbering.get(source.reference)
    key = numbered.key if numbered else source.reference
    fields = [f'"reference":{quoted(key or f"(no key) {source.reference}")}', *_texts(source, SOURCE)]
    if source.gives:
        fields.append(f'"gives":{_list(map(quoted, source.gives))}')
    return fields


def absent(cited: Iterable[str], registry: Registry, known: Known) -> tuple[str, ...]:
    """The papers of which a file that is named is not here, so that nobody can say whether it is the one that was signed."""
    return tuple(key for key in cited if files(key, registry, known)[1])


def files(key: str, registry: Registry, known: Known) -> Files:
    """The SHA-256 of the files that the `file` field of a paper's entry names, as far as they are here."""
    if key not in known.files:
        reference = registry.bibliography.references.get(key)
        typed = reference.fields.get("file", "") if reference else ""
        where = reference.at("file").path if reference else ""
        followed = filefield.followed(typed, where, registry.folder, registry.policy.documents) if typed else ()
        hashed = [_hashed(file) for _, file in followed]
        known.files[key] = (tuple(sorted(f"sha256:{one}" for one in hashed if one)), not all(hashed))
    return known.files[key]


def _hashed(file: FilePath | Missing) -> str:
    try:
        if not isinstance(file, Missing):
            with file.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        pass  # the same as a file that is not there
    return ""


def _waivers(cited: Iterable[str], known: Known) -> list[Waiver]:
    """The waivers at the top that are about the papers a claim rests on."""
    return [one for key in cited for one in known.waivers.get(key, ())] if known.waivers else []
