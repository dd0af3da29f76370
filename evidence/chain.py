"""resolve(): claim → reference → record → passage → quantity, each link followed to what it leads to, or to Missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from evidence import arithmetic, claimwords
from evidence.model import (
    LINKS,
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
)

UNSUPPORTED = {  # claims that rest on something else than a paper, and what that is
    "status": "a statement about the product's status rests on its market and regulatory record, which this version does not compare",
    "testimonial": "a patient's words rest on consent, connection and what is typical, which this version does not check",
}


def resolve(registry: Registry, seen: Collection[str] | None = None) -> tuple[Chain, ...]:
    """Every claim's chain, in the order of claims.yaml. `seen`: the claims that stand on a page; None: no page was read."""
    return tuple(_chain(claim, registry, seen) for claim in registry.claims)


def _chain(claim: Claim, registry: Registry, seen: Collection[str] | None) -> Chain:
    citations = tuple(cite(typed, registry, (*claim.path, "references", index)) for index, typed in enumerate(claim.references))
    quantities = tuple(_recomputation(quantity, claim, registry) for quantity in claim.quantities)
    gaps = (*_registered(claim, registry, seen), *_cited(claim, citations), *_anchored(claim), *_recomputed(claim, registry), *_approved(registry))
    missing = [gap for gap in gaps if isinstance(gap, Missing)]
    if claim.broken:  # whatever of it could be read: none of its links passes
        left = [link for link in LINKS[1:5] if all(gap.link != link for gap in missing)]
        missing += [Missing("its entry in claims.yaml does not fit the schema: see claim-invalid", link) for link in left]
    not_applicable = {gap.link: gap.because for gap in gaps if isinstance(gap, NotApplicable)}
    return Chain(claim, citations, quantities, tuple(missing), not_applicable)


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
        yield Missing("the pages of `materials:` were not read; `evidence audit --pages` reads them", "registered")
    elif claim.id not in seen:
        yield Missing("it was found on no page of `materials:` that could be read", "registered")


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


def _anchored(claim: Claim) -> Iterator[Missing | NotApplicable]:
    passages = [*claim.sources, *(source for quantity in claim.quantities for each in quantity.derivations for source in each.sources)]
    if not claim.references and not passages:
        yield NotApplicable("it names no source in which words could stand", "anchored")
    elif not any(source.quote for source in passages):
        yield Missing("no words of a source are quoted, so there is nothing to find in it", "anchored")
    else:
        yield Missing("source documents are not opened by this version: the quoted words were not looked for", "anchored")


def _recomputed(claim: Claim, registry: Registry) -> Iterator[Missing | NotApplicable]:
    if "quantities" in claim.broken and not claim.quantities:
        yield Missing("its quantities could not be read: see claim-invalid", "recomputed")
    elif any(quantity.broken for quantity in claim.quantities):
        yield Missing("a quantity could not be read: see claim-invalid", "recomputed")
    if unread := claimwords.unread(claim.text, claimwords.language(claim, registry)):
        yield Missing(f"“{', '.join(unread)}” in the text was read as no number, time or year: what it is was not judged", "recomputed")
    if not claim.quantities:
        yield NotApplicable("no number is registered", "recomputed")


def _approved(registry: Registry) -> Iterator[Missing | NotApplicable]:
    roles = [role for role, people in registry.policy.roles.items() if people]
    if roles:
        yield Missing(f"sign-offs are not read by this version: {', '.join(roles)} must sign", "approved")
    else:
        yield NotApplicable("policy.roles names nobody who must sign", "approved")
