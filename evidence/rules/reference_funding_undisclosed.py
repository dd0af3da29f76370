"""The study was paid for by the maker of the product, and nothing near the claim says so.

Why: who paid for a study is material to how far a reader trusts it. To call such a study independent, or to show it as an
outsider's finding, misleads.

Do: name the funding in the claim or in the material's `disclosures:` ("study funded by …"), and take "independent" out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence import soundness, studies
from evidence.folding import fold_words
from evidence.model import Chain, Claim, Context, Problem, Registry
from evidence.patterns import late

LINK = "sound"
SEVERITY = "info"
DECIDED = "data"
BASIS = ("SRC108",)

OWN = ("maker", "manufacturer", "sponsor", "company", "industry", "own")
# "independent study", "independently tested", "by a third party", "university study"; not "independent of age", "independently of".
INDEPENDENT = late(
    r"\b(?:independent(?:ly)?\b(?! (?:of|from|risk|variable|predictor|living|walking|samples?))|third[- ]part(?:y|ies)|university (?:study|trial|research)"
    r"|unabhängig(?:e[nrs]?)? (?:studie|prüf|untersuch|getestet)\w*|étude indépendante|estudio independiente|studio indipendente)",
    re.IGNORECASE,
)
DISCLOSED = late(
    r"\b(?:funded|sponsored|financed|supported) by\b|\b(?:study |research )?(?:funding|sponsor(?:ship)?)\b|\bfinanziert\b|\bfinancée? par\b|\bfinanciad[oa] por\b|\bfinanziat[oa] da\b",
    re.IGNORECASE,
)
HEAD = (
    "version: 1\nproducts: {p: {name: P, maker: ACME Spine}}\nstudies: {NCT00000001: {name: TRIAL, reports: [a], funding: %s}}\n"
    "claims:\n  - {id: a, text: %s, product: p, references: [a]}  # here\n"
)
BIB = "@article{a, title = {Outcomes}\n}\n"

PASSES = {
    "public money": {"claims.yaml": HEAD % ("NIH", "less pain"), "references/a.bib": BIB},
    "the claim says it": {"claims.yaml": HEAD % ("maker", "less pain (study funded by ACME)"), "references/a.bib": BIB},
    "independent of age": {"claims.yaml": HEAD % ("NIH", "less pain independent of age"), "references/a.bib": BIB},
}
FAILS = {
    "the maker paid": {"claims.yaml": HEAD % ("maker", "less pain"), "references/a.bib": BIB},
    "the maker by its name": {"claims.yaml": HEAD % ("grant of ACME Spine Inc.", "less pain"), "references/a.bib": BIB},
    "called independent": {"claims.yaml": HEAD % ("maker", "less pain in an independent study"), "references/a.bib": BIB},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim, registry = chain.claim, context.registry
    own = {}
    for key in soundness.keys(claim, registry):
        for study in studies.reporting(key, registry):
            if (funding := studies.text(study, "funding")) and _own(funding, claim, registry):
                own[key] = f"`{key}` reports {studies.named(study)}, funded by: {funding}"
    if not own:
        return
    said, told = INDEPENDENT.search(claim.text), "; ".join(own.values())
    if said:
        message, because = f"{told}; the words say “{said[0]}”", "the words say the opposite"
        yield Problem(message, at=(*claim.path, "text"), about=" ".join(own), severity="error", because=because)
    elif not DISCLOSED.search(claim.text) and not _disclosed(registry):
        yield Problem(f"{told}; neither the claim nor a material's disclosures say so", at=(*claim.path, "text"), about=" ".join(own))


def _own(funding: str, claim: Claim, registry: Registry) -> bool:
    words = fold_words(funding)
    if any(word in OWN for word in words.split()):
        return True
    product = registry.products.get(claim.product or "")
    maker = product.get("maker") if product is not None else None
    return isinstance(maker, str) and bool(fold_words(maker)) and f" {fold_words(maker)} " in f" {words} "


def _disclosed(registry: Registry) -> bool:
    """True where every material has a disclosure that names the funding: on which of them the claim stands is not known here."""
    materials = [material.facts.get("disclosures") for material in registry.materials]
    texts = [each if isinstance(each, list) else [each] for each in materials]
    return bool(texts) and all(any(isinstance(one, str) and DISCLOSED.search(one) for one in each) for each in texts)
