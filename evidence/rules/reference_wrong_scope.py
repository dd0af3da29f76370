"""The study was made with another product, or not on people, and the claim is about this product and its patients.

Why: what was measured on another implant, on animals or on a bench may hint at what patients feel; it does not show it, and a
reader takes it for a result of this product on people like him.

Do: cite a study of this product on patients, or name the model in the sentence ("in a cadaver model").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence import identity, soundness, studies
from evidence.folding import fold_words
from evidence.model import Chain, Context, Problem
from evidence.patterns import late

LINK = "sound"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("SRC106", "SRC107")

CLINICAL = ("efficacy", "safety", "satisfaction", "comparative", None)
PEOPLE = ("human", "humans", "people", "patients", "adults", "children", "human subjects")
# Words that name a model which is no patient; not "animal" in "animal health", not "bench" in "benchmark".
MODEL = late(
    r"\b(?:in (?:an? )?(?:animal|animals|vitro|vivo model|silico)|animal (?:model|stud(?:y|ies)|experiment)s?|sheep|ovine|porcine|pigs?|swine|canine|dogs?|goats?|caprine"
    r"|rabbits?|rats?|mice|mouse|murine|rodents?|cadaver(?:s|ic)?|bench(?:top)? (?:test(?:ing)?|model|study)|finite[- ]element|biomechanical|synthetic bone|sawbones?"
    r"|tiermodell\w*|schaf\w*|kadaver\w*|modèle animal|moutons?|cadavéri\w*|ovejas?|cadávere?s?|pecor[ae]|cadaveric[oi])\b",
    re.IGNORECASE,
)
HEAD = (
    "version: 1\nproducts: {ifuse: {name: iFuse, maker: M}, screw: {name: Screw}}\nstudies: {NCT00000001: {name: TRIAL, reports: [a], %s}}\n"
    "claims:\n  - {id: a, text: %s, product: ifuse, references: [a], type: %s}  # here\n"
)
BIB = "@article{a, title = {%s}\n}\n"

PASSES = {
    "this product on people": {"claims.yaml": HEAD % ("species: human, product: iFuse", "less pain", "efficacy"), "references/a.bib": BIB % "Outcomes"},
    "the sentence names the model": {"claims.yaml": HEAD % ("species: sheep", "bone grew on in a sheep model", "efficacy"), "references/a.bib": BIB % "Ingrowth in sheep"},
    "a mechanism may be shown on the bench": {"claims.yaml": HEAD % ("species: cadaver", "resists rotation", "mechanism"), "references/a.bib": BIB % "Rotation"},
}
FAILS = {
    "on sheep": {"claims.yaml": HEAD % ("species: sheep", "faster fusion", "efficacy"), "references/a.bib": BIB % "Outcomes"},
    "another product": {"claims.yaml": HEAD % ("product: screw", "less pain", "efficacy"), "references/a.bib": BIB % "Outcomes"},
    "a title that says so": {"claims.yaml": HEAD % ("design: laboratory", "faster fusion", "efficacy"), "references/a.bib": BIB % "Bone ingrowth in an ovine model"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim, registry = chain.claim, context.registry
    model = bool(MODEL.search(claim.text))
    at = (*claim.path, "references")
    for key in soundness.keys(claim, registry):
        known = list(studies.reporting(key, registry))
        for study in known:
            species = studies.text(study, "species")
            if species and species.casefold() not in PEOPLE and claim.type in CLINICAL and not model:
                yield Problem(f"`{key}` reports {studies.named(study)}, made on {species}; the claim reads as one about patients", at=at, about=f"{key} {species}")
            product = studies.text(study, "product")
            if product and claim.product and not _same(product, claim.product, context):
                message = f"`{key}` reports {studies.named(study)}, made with {product}; the claim is about {claim.product}"
                yield Problem(message, at=at, about=f"{key} {product}")
        if claim.type in CLINICAL and not model and not any(studies.text(study, "species") for study in known):
            yield from _by_title(key, chain, context)


def _by_title(key: str, chain: Chain, context: Context) -> Iterator[Problem]:
    """What the title alone says of whom or what was studied."""
    reference = context.registry.bibliography.references.get(key)
    found = MODEL.search(identity.title(reference)[:1000]) if reference else None
    if found:
        message = f"the title of `{key}` says “{found[0]}”; the claim reads as one about patients"
        because = "only the title says so"
        yield Problem(message, at=(*chain.claim.path, "references"), about=f"{key} {found[0]}", severity="warning", because=because)


def _same(studied: str, claimed: str, context: Context) -> bool:
    """True where both name one product: by its id, or by a name that holds the other ("iFuse Implant System", "iFuse")."""
    product = context.registry.products.get(claimed)
    name = product.get("name") if product is not None else None
    own = [fold_words(each) for each in (claimed, name) if isinstance(each, str)]
    other = fold_words(studied)
    return any(f" {one} " in f" {other} " or f" {other} " in f" {one} " for one in own)
