"""resolve(): claim → reference → record → passage → quantity, each link followed to what it leads to, or to Missing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from evidence import arithmetic, claimwords
from evidence.model import (
    LINKS,
    Anchor,
    Chain,
    Citation,
    Claim,
    Derivation,
    Missing,
    NotApplicable,
    Numbered,
    Path,
    Quantity,
    Recomputation,
    Recomputed,
    Registry,
    Source,
)

if TYPE_CHECKING:
    from evidence.record import Document, Found

    Look = Callable[[Source, Citation], tuple[Document | Missing, Found | Missing]]

UNSUPPORTED = {  # claims that rest on something else than a paper, and what that is
    "status": "a statement about the product's status rests on its market and regulatory record, which this version does not compare",
    "testimonial": "a patient's words rest on consent, connection and what is typical, which this version does not check",
}


def resolve(registry: Registry, seen: Collection[str] | None = None, look: Look | None = None) -> tuple[Chain, ...]:
    """Every claim's chain, in the order of claims.yaml. `seen`: the claims that stand on a page; None: no page was read.

    `look` gives the document of a source and what was found of its words; None: no entry that words are quoted from names one.
    """
    return tuple(_chain(claim, registry, seen, look or _nowhere) for claim in registry.claims)


def _chain(claim: Claim, registry: Registry, seen: Collection[str] | None, look: Look) -> Chain:
    citations = tuple(cite(typed, registry, (*claim.path, "references", index)) for index, typed in enumerate(claim.references))
    quantities = tuple(_recomputation(quantity, claim, registry) for quantity in claim.quantities)
    anchors = tuple(_anchors(claim, registry, look))
    anchored = _anchored(claim, citations, anchors, registry)
    gaps = (*_registered(claim, registry, seen), *_cited(claim, citations), *anchored, *_recomputed(claim, registry), *_approved(registry))
    missing = [gap for gap in gaps if isinstance(gap, Missing)]
    if claim.broken:  # whatever of it could be read: none of its links passes
        left = [link for link in LINKS[1:5] if all(gap.link != link for gap in missing)]
        missing += [Missing("its entry in claims.yaml does not fit the schema: see claim-invalid", link) for link in left]
    not_applicable = {gap.link: gap.because for gap in gaps if isinstance(gap, NotApplicable)}
    return Chain(claim, citations, quantities, tuple(missing), not_applicable, anchors)


def cite(typed: str, registry: Registry, path: Path) -> Citation:
    """Follow a printed number or a BibTeX key to its entry."""
    numbered = registry.numbering.get(typed)
    key = numbered.key if numbered else typed
    entry = registry.bibliography.references.get(key) if key else None
    return Citation(typed, key, numbered, entry or _no_entry(typed, key, numbered), path)


def _no_entry(typed: str, key: str | None, numbered: Numbered | None) -> Missing:
    if key is None:
        return Missing(f"{typed} has a number and no paper: nobody has identified it")
    if numbered is None:
        return Missing(f"{typed} is no number of `numbering` and no key of the bibliography")
    return Missing(f"{typed} stands for `{key}`, and no .bib file has that key")


# --- recomputation ------------------------------------------------------------------------------------------------


def _recomputation(quantity: Quantity, claim: Claim, registry: Registry) -> Recomputation:
    results = tuple(_result(quantity, derivation, claim, registry) for derivation in quantity.derivations)
    sources = tuple(
        tuple(cite(source.reference, registry, source.path) for source in derivation.sources) for derivation in quantity.derivations
    )
    return Recomputation(quantity, results, sources)


def _result(quantity: Quantity, derivation: Derivation, claim: Claim, registry: Registry) -> Recomputed:
    """One derivation's arithmetic; what arithmetic refuses is incomplete, with its sentence."""
    measure = quantity.measure or ""
    inputs = dict(derivation.inputs)
    if derivation.articles is not None:
        if registry.bibliography.unreadable or registry.bibliography.broken:
            lost = "the bibliography could not be read whole, so its entries were not counted"
            return Recomputed("incomplete", measure, explanation=lost)
        filters = (derivation.articles.get("keyword", ""), derivation.articles.get("type", ""))
        inputs["value"] = str(registry.bibliography.counts.get(filters, 0))
    if quantity.broken or not measure:
        return Recomputed("incomplete", measure, explanation="the quantity has no `measure`, so there is no formula to put the values into")
    try:
        return arithmetic.recompute(quantity.printed, measure, better=quantity.better, type=claim.type, language=claimwords.language(claim, registry), **inputs)
    except ValueError as trouble:
        return Recomputed("incomplete", measure, explanation=str(trouble))


# --- what stays open, link by link, and where there is nothing to check --------------------------------------------


def _registered(claim: Claim, registry: Registry, seen: Collection[str] | None) -> Iterator[Missing | NotApplicable]:
    if not registry.materials:
        yield NotApplicable("no `materials:` are listed, so there is no page to find it on", "registered")
    elif seen is None:
        yield Missing("the pages of `materials:` were not read: --no-pages", "registered")
    elif claim.id not in seen:
        yield Missing("it was found on no page of `materials:` that could be read and shows it", "registered")


def _cited(claim: Claim, citations: tuple[Citation, ...]) -> Iterator[Missing | NotApplicable]:
    if "references" in claim.broken:
        yield from (Missing("its references could not be read: see claim-invalid", link) for link in ("cited", "sound"))
    elif not citations and claim.type in UNSUPPORTED:
        yield Missing(UNSUPPORTED[claim.type], "cited")
        yield NotApplicable("it cites no reference", "sound")
    elif not citations:
        yield NotApplicable("it cites no reference", "sound")
    for citation in citations:
        if isinstance(citation.reference, Missing):
            yield Missing(f"{citation.reference.because}, so there is nothing to look up", "sound")


def _anchored(claim: Claim, citations: tuple[Citation, ...], anchors: tuple[Anchor, ...], registry: Registry) -> Iterator[Missing | NotApplicable]:
    """What could not be looked at, source by source. A source whose words were looked for and not found is a finding, not a gap."""
    if not claim.references and not anchors:
        yield NotApplicable("it names no source in which words could stand", "anchored")
        return
    if not any(anchor.source.quote or anchor.source.table for anchor in anchors):
        yield Missing("no words of a source are quoted, so there is nothing to find in it", "anchored")
        return
    gaps = [gap for anchor in anchors for gap in _open(anchor, registry)]
    gaps += [f"no words are quoted for {quantity.printed}" for quantity in claim.quantities if not _sourced(quantity, claim)]
    quoted = {anchor.citation.key for anchor in anchors}
    gaps += [f"{cited.typed} is cited, and no words of it are quoted" for cited in citations if cited.key not in quoted]
    yield from (Missing(because, "anchored") for because in dict.fromkeys(gaps))


def _open(anchor: Anchor, registry: Registry) -> Iterator[str]:
    """Why one source cannot pass, apart from what the rules find."""
    source, found = anchor.source, anchor.found
    if isinstance(found, Missing):
        yield found.because
    elif found.kind != "exact" and registry.policy.rules.get("passage-not-found", "error") != "error":
        yield f"the words quoted from {source.reference} were not found, and policy.rules makes less than an error of it"
    if anchor.citation.candidate:
        yield f"{source.reference}: not established which paper this is"
    if source.read != "full":
        yield f"{source.reference}: nobody says that the whole paper was read (`read: full`)"


def _sourced(quantity: Quantity, claim: Claim) -> bool:
    first = quantity.derivations[0] if quantity.derivations else None
    return bool(claim.sources or (first and (first.sources or first.articles is not None)))


def _anchors(claim: Claim, registry: Registry, look: Look) -> Iterator[Anchor]:
    """Every source of the claim and of its quantities, with what was found in its document."""
    for source in claim.sources:
        citation = cite(source.reference, registry, source.path)
        yield Anchor(source, citation, *look(source, citation))
    for quantity in claim.quantities:
        for derivation in quantity.derivations:
            for source in derivation.sources:
                citation = cite(source.reference, registry, source.path)
                given = {name: value for name, value in derivation.inputs.items() if not source.gives or name in source.gives}
                yield Anchor(source, citation, *look(source, citation), given, quantity.printed)


def quoted(registry: Registry) -> tuple[str, ...]:
    """The BibTeX keys of the entries that name a document and from which a claim quotes words or names a place."""
    found: dict[str, None] = {}
    for claim in registry.claims:
        derivations = (derivation for quantity in claim.quantities for derivation in quantity.derivations)
        for source in (*claim.sources, *(source for derivation in derivations for source in derivation.sources)):
            entry = cite(source.reference, registry, source.path).reference if source.quote or source.table or source.page else None
            if entry is not None and not isinstance(entry, Missing) and entry.fields.get("file"):
                found[entry.key] = None
    return tuple(found)


def _nowhere(source: Source, citation: Citation) -> tuple[Missing, Missing]:
    """What there is to say of a source where no document was opened."""
    if isinstance(citation.reference, Missing):
        why = Missing(f"{citation.reference.because}, so there is no document to look into")
    elif not citation.reference.fields.get("file"):
        why = Missing(f"the entry of `{citation.reference.key}` names no document in its `file` field: the quoted words were not looked for")
    else:
        why = Missing(f"the document of `{citation.reference.key}` was not opened: no words are quoted from it")
    return why, why


def _recomputed(claim: Claim, registry: Registry) -> Iterator[Missing | NotApplicable]:
    if "quantities" in claim.broken and not claim.quantities:
        yield Missing("its quantities could not be read: see claim-invalid", "recomputed")
    elif any(quantity.broken for quantity in claim.quantities):
        yield Missing("a quantity could not be read: see claim-invalid", "recomputed")
    if unread := claimwords.unread(claim.text, claimwords.language(claim, registry)):
        yield Missing(f"“{', '.join(unread)}” in the text was read as no number, time or year: what it is was not judged", "recomputed")
    loose = _unregistered(claim, claimwords.language(claim, registry))
    for words in loose:
        yield Missing(f"“{words}” in the text is a number and stands in no entry of `quantities`", "recomputed")
    if not claim.quantities:
        yield NotApplicable("no number is registered", "recomputed")


def _unregistered(claim: Claim, language: str) -> list[str]:
    """What tells a number in the text, has no entry and is not `quantity-unregistered`'s: bare numbers, and verbs such as "halved"."""
    printed = {quantity.printed.casefold().strip() for quantity in claim.quantities}
    found = [reading for reading, outcome in claimwords.bare(claim.text, language) if not outcome]
    words = [one.text for one in found if not any(claimwords.same(quantity.printed, one, language) for quantity in claim.quantities)]
    return [*words, *(word for word in claimwords.multiples(claim.text) if word.casefold() not in printed)]


def _approved(registry: Registry) -> Iterator[Missing | NotApplicable]:
    if not any(registry.policy.roles.values()):  # what is signed, and what still has to be, is told by standings.py
        yield NotApplicable("policy.roles names nobody who must sign", "approved")
