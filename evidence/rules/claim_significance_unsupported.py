"""The words say "significant", and no controlled test below the level stands behind it.

Why: to a reader the word means "shown not to be chance". It needs a test against a control, below the level that was set
for it, and not one of many that were tried.

Do: record `p:` and, under `endpoint:`, `alpha_controlled: true` where the study's plan controlled the error for it; else take
the word out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence import apa
from evidence.model import Chain, Context, Problem, Quantity
from evidence.patterns import late

LINK = "recomputed"
SEVERITY = "error"
DECIDED = "wording"
BASIS = ("QNT211",)

LEVEL = 0.05
# "significant" and its forms in en, de, fr, es, it; not "insignificant" and not "significant other".
SIGNIFICANT = late(r"\b(?:significant(?:ly)?(?! others?\b)|signifikant\w*|significati(?:f|fs|ve|ves|vo|va|vi|vamente|vement))\b", re.IGNORECASE)
NOT = late(r"\b(?:not|no|nicht|kein\w*|non|ne|pas|sin)\b[^.;,]{0,20}$", re.IGNORECASE)
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s  # here\n    quantities:\n"
ENTRY = "      - {printed: 49%%, measure: reported, from: {value: 49}%s}\n"

PASSES = {
    "a controlled test below the level": {
        "claims.yaml": HEAD % "significantly reduced pain by 49%" + ENTRY % ", p: '.003', endpoint: {rank: primary, alpha_controlled: true}",
    },
    "the word is denied": {"claims.yaml": HEAD % "the change of 49% was not statistically significant" + ENTRY % ""},
    "the word does not occur": {"claims.yaml": HEAD % "reduced pain by 49%" + ENTRY % ""},
}
FAILS = {
    "no p at all": {"claims.yaml": HEAD % "significantly reduced pain by 49%" + ENTRY % ""},
    "p above the level": {"claims.yaml": HEAD % "significantly reduced pain by 49%" + ENTRY % ", p: '.052', endpoint: {alpha_controlled: true}"},
    "one of many tests": {"claims.yaml": HEAD % "significantly reduced pain by 49%" + ENTRY % ", p: '.01'"},
    "in German": {"claims.yaml": HEAD % "verringert Schmerz signifikant um 49%" + ENTRY % ""},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    match = next((found for found in SIGNIFICANT.finditer(claim.text) if not NOT.search(claim.text[: found.start()])), None)
    if match is None:
        return
    at, said = (*claim.path, "text"), f"the words say “{match[0]}”"
    tested = [quantity for quantity in claim.quantities if quantity.p and _below(quantity)]
    if not any(quantity.p for quantity in claim.quantities):
        yield Problem(f"{said}, and no p is recorded for any number of the claim", at=at, about=match[0])
    elif not tested:
        recorded = ", ".join(f"p {quantity.p}" for quantity in claim.quantities if quantity.p)
        yield Problem(f"{said}, and {recorded} is not below {LEVEL}", at=at, about=match[0])
    elif not any(quantity.endpoint.get("alpha_controlled") == "true" for quantity in tested):
        message = f"{said}; p is below {LEVEL}, and nothing says that the study's plan controlled the error for this test"
        yield Problem(message, at=at, about=match[0], severity="warning", because="the test is nominal as far as is recorded")


def _below(quantity: Quantity) -> bool:
    """True where p as typed is surely below the level: "p<.0001", ".003"; not ".05" and not "p<0.1"."""
    typed = (quantity.p or "").strip()
    found = apa.read_p(typed if typed.lower().startswith("p") else f"p {typed}" if typed[:1] in "<>=≤≥" else f"p = {typed}")
    if found is None:
        return False
    comparison, value = found
    return float(value) < LEVEL if comparison in ("=", "<=") else comparison == "<" and float(value) <= LEVEL
