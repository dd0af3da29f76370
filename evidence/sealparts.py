"""What is sealed of a claim, part by part, written straight as canonical JSON: ten thousand claims in less than a second."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from pathlib import Path as FilePath

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
QUANTITY = ("arm", "better", "ci", "comparator", "estimator", "measure", "n", "p", "printed", "responder", "unit", "what", "when")
SOURCE = ("column", "figure", "page", "paragraph", "place", "quote", "read", "row", "table")
CLAIM = ("author", "id", "label", "note", "rationale", "text", "type")
WAIVER = ("by", "key", "reason", "rule", "until")
TEXT_OR_LIST = (str, list)
OWN = frozenset(("id", "text", "rationale", "note", "quote", "reason"))  # fields that differ from claim to claim

Write = Callable[[str], str]

Texts = Callable[[object], list[str]]
Files = tuple[tuple[str, ...], bool]
"""The digests of a paper's files, sorted; and whether one of those it names is not here."""
Paper = tuple[str, bytes, bytes]
"""A paper's key as it sorts; its field of "references"; its field of "sources", empty where none of its files is here."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What many claims share, written once."""

    products: dict[str, str] = field(default_factory=dict)  # product → what is sealed of it; empty: nothing
    scopes: dict[tuple[object, ...], str] = field(default_factory=dict)  # a scope's names and values → what is sealed of it
    papers: dict[tuple[str, str], Paper] = field(default_factory=dict)  # BibTeX key, why it is a candidate → what is sealed of it
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
    papers = [known.papers.get((key, one.candidate)) or _paper(key, one, registry, known) for key, one in cited.items()]
    sources = {name: files for name, _, files in papers if files}
    accepted = chain.claim.waivers
    if known.waivers:  # those at the top that are about the papers a claim rests on
        accepted = (*accepted, *(one for key in cited for one in known.waivers.get(key, ())))
    return {
        "claim": utf8(_claim(chain, inputs, registry, known)),
        "references": _sorted({name: entry for name, entry, _ in papers}),
        "passages": utf8(_list(_passages(chain.claim, inputs, registry))),
        "sources": _sorted(sources) if sources else b"{}",
        "waivers": utf8(_list([_object(WAIVER_TEXTS(one)) for one in accepted])) if accepted else b"[]",
    }


# --- JSON ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def quoted(value: str) -> str:
    """A text as canonical JSON."""
    return encode_basestring(text(value))


def once(value: str) -> str:
    """The same of a text that hardly comes again: to remember ten thousand of them costs more than to write them."""
    return encode_basestring(" ".join(value.split()) if value.isascii() else text(value))


def utf8(written: str) -> bytes:
    """JSON as bytes."""
    return written.encode("utf-8", "surrogatepass")


def _row(values: Iterable[str]) -> str:
    return f"[{','.join(values)}]"


def _list(values: Iterable[str]) -> str:
    """A list whose order says nothing, in an order of its own: that of what is written, as UTF-8 sorts it."""
    return f"[{','.join(sorted(values))}]"


def _sorted(fields: Mapping[str, bytes]) -> bytes:
    """An object whose keys somebody typed: key → field."""
    return b"{%b}" % b",".join([fields[key] for key in sorted(fields)])


def _typed(values: Mapping[str, str]) -> str:
    """Texts under names that somebody typed."""
    return f"{{{','.join([head + once(values[name]) for name, head in _names(tuple(values))])}}}"


@lru_cache(maxsize=256)
def _names(typed: tuple[str, ...]) -> list[tuple[str, str]]:
    """Names that somebody typed, as they sort, each as JSON begins its field. Where two become one, it is the last."""
    found = {text(name): (name, f"{quoted(name)}:") for name in typed}
    return [found[name] for name in sorted(found)]


def _object(fields: list[str]) -> str:
    """An object of fields whose names are known here: letters, which come after the quotation mark that ends a name."""
    fields.sort()
    return f"{{{','.join(fields)}}}"


def _texts(names: tuple[str, ...]) -> Texts:
    """What writes the texts of a noun under these names, as fields, as far as there are any."""
    heads: list[tuple[str, Write]] = [(f'"{name}":', once if name in OWN else quoted) for name in names]
    values = attrgetter(*names)
    return lambda noun: [head + write(value) for (head, write), value in zip(heads, values(noun)) if value]  # noqa: B905 - as many as there are names


CLAIM_TEXTS, QUANTITY_TEXTS, SOURCE_TEXTS, WAIVER_TEXTS = _texts(CLAIM), _texts(QUANTITY), _texts(SOURCE), _texts(WAIVER)


def _any(value: object) -> str:
    """Any data as it is sealed; empty where nothing of it is left."""
    found = canonical(value)
    return encode(found) if found else ""


# --- a claim ------------------------------------------------------------------------------------------------------


def _claim(chain: Chain, inputs: Mapping[int, str], registry: Registry, known: Known) -> str:
    """What is sealed as "claim": its words, numbers, scope and product, with BibTeX keys in place of printed numbers."""
    claim = chain.claim
    fields = CLAIM_TEXTS(claim)
    if claim.scope and (scope := _scope(claim.scope, known)):
        fields.append(f'"scope":{scope}')
    if claim.testimonial and (testimonial := _any(claim.testimonial)):
        fields.append(f'"testimonial":{testimonial}')
    if claim.variants:
        fields.append(f'"variants":{_list(map(once, claim.variants))}')
    if claim.product and (product := _product(claim.product, registry, known)):
        fields.append(f'"product":{product}')
    if chain.citations:
        fields.append(f'"references":{_list([quoted(one.key or _named(one)) for one in chain.citations])}')
    if claim.market_search and (search := _search(claim.market_search)):
        fields.append(f'"market search":{{{search}}}')
    if claim.quantities:
        fields.append(f'"quantities":{_list([_quantity(quantity, inputs) for quantity in claim.quantities])}')
    return _object(fields)


def _scope(scope: Mapping[str, object], known: Known) -> str:
    """What is sealed of a scope. Nearly every one is texts and lists of texts, and the same for many claims."""
    values = [tuple(value) if isinstance(value, list) else value for value in scope.values() if isinstance(value, TEXT_OR_LIST)]
    told = (*scope, *values) if len(values) == len(scope) else ()
    found = known.scopes.get(told) if told else None
    if found is None:  # a list of a scope says nothing by its order
        found = _any({name: sorted(map(text, value), key=encode) if isinstance(value, list) else value for name, value in scope.items()})
        if told:
            known.scopes[told] = found
    return found


def _product(name: str, registry: Registry, known: Known) -> str:
    if name not in known.products:
        known.products[name] = _any({"id": name, "entry": registry.products.get(name)})
    return known.products[name]


def _search(one: Search) -> str:
    """A search of the market with the bytes of its file, so that another result under the same name is not what was signed."""
    found = {"date": one.date, "file": None if isinstance(one.file, Missing) else one.file, "method": one.method, "sha256": one.sha256}
    return ",".join([f'"{name}":{once(value)}' for name, value in found.items() if value])


def _quantity(quantity: Quantity, inputs: Mapping[int, str]) -> str:
    fields = QUANTITY_TEXTS(quantity)
    if quantity.endpoint:
        fields.append(f'"endpoint":{encode(canonical(quantity.endpoint))}')
    if quantity.derivations:  # in order: the claim rests on the first
        fields.append(f'"derivations":{_row([_derivation(each, inputs) for each in quantity.derivations])}')
    return _object(fields)


def _derivation(one: Derivation, inputs: Mapping[int, str]) -> str:
    articles = "" if one.articles is None else f'"articles":{encode(canonical(one.articles))},'
    chosen = f',"set":{quoted(one.set)}' if one.set else ""
    return f'{{{articles}"from":{inputs[id(one)]}{chosen}}}'


# --- what it rests on ---------------------------------------------------------------------------------------------


def _named(citation: Citation) -> str:
    return citation.key or f"(no key) {citation.typed}"


def citations(chain: Chain) -> dict[str, Citation]:
    """Every paper that the claim rests on, by BibTeX key: those it cites and those its numbers were read in."""
    found = {one.key or _named(one): one for one in chain.citations}
    for each in chain.quantities:
        for group in each.sources:
            for one in group:
                found[one.key or _named(one)] = one
    for anchor in chain.anchors:
        one = anchor.citation
        found[one.key or _named(one)] = one
    return found


def _paper(key: str, citation: Citation, registry: Registry, known: Known) -> Paper:
    """What is sealed of a paper: its BibTeX entry, whether it is sure that it is the paper, and the studies it reports; and its files."""
    entry = encode(canonical({"entry": _fields_of(citation.reference), "candidate": citation.candidate, "studies": known.studies.get(key)}))
    name, found = quoted(key), files(key, registry, known)[0]
    paper = text(key), utf8(f"{name}:{entry}"), utf8(f"{name}:{_row(map(quoted, found))}") if found else b""
    known.papers[key, citation.candidate] = paper
    return paper


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
    fields = [f'"reference":{quoted(key or f"(no key) {source.reference}")}', *SOURCE_TEXTS(source)]
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
