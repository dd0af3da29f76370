"""A claim in each of its variants: what rules that judge a claim's words look at besides its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence import claimwords
from evidence.model import Chain, Claim, Quantity

# Every rule that reads a claim's text, and judges its variants as it judges the text. Of those that read it otherwise:
# `quantity-unregistered` compares the variants with the text itself.
JUDGED = frozenset(
    (
        "claim-absolute", "claim-comparison-hanging", "claim-composite-split", "claim-new-expired", "claim-outside-indication", "claim-proven",
        "claim-regulatory-status", "claim-safe-unqualified", "claim-significance-unsupported", "claim-subgroup-unlabelled", "claim-superlative",
        "quantity-relative-only", "quantity-without-denominator", "quantity-without-timepoint", "quantity-without-uncertainty",
        "reference-funding-undisclosed", "reference-uncontrolled", "reference-wrong-scope",
    )
)  # fmt: skip


def chains(chain: Chain, language: str) -> Iterator[tuple[int, Chain]]:
    """The chain as it would be with each variant for its text, and the numbers that the variant prints: a variant may leave one out."""
    claim = chain.claim
    for index, variant in enumerate(claim.variants):
        if variant and variant != claim.text:
            kept = tuple(each for each in claim.quantities if _prints(variant, each, language))
            said: Claim = replace(claim, text=variant, variants=(), quantities=kept)
            yield index, replace(chain, claim=said, quantities=tuple(one for one in chain.quantities if one.quantity in kept))


def _prints(variant: str, quantity: Quantity, language: str) -> bool:
    if quantity.broken:
        return False
    readings = claimwords.found(variant, language)
    return any(claimwords.same(quantity.printed, reading, language) for reading in readings) or quantity.printed.casefold() in variant.casefold()
