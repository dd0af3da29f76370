"""A number rests on a work that did not measure it: a review, a guideline, a web page, a press release.

Why: a number that is passed on loses its population, its time and its caveats on the way; every sixth wrong quotation in the
literature comes from citing at second hand.

Do: follow the secondary source to the paper that measured the number, read it there, and cite that paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evidence import identity, soundness
from evidence.model import Chain, Citation, Context, Missing, Problem, Reference, Source
from evidence.patterns import late

LINK = "sound"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("CIT008",)

# A meta-analysis measures its pooled estimate itself.
POOLED = late(r"\bmeta-?[ -]?analys[ei]s\b|\bpooled analysis\b|\bmetaanalys\w*", re.IGNORECASE)
REVIEW = late(
    r"\b(?:(?:systematic|narrative|scoping|literature|integrative|umbrella|critical|state[- ]of[- ]the[- ]art) reviews?|a review\b(?! of charts)|review of the literature|review article"
    r"|(?:clinical |practice )?guidelines?\b(?! adherence)|consensus statement|position statement|(?:press|news) release)\b",
    re.IGNORECASE,
)
KINDS = {"review": "a review", "systematic review": "a review", "practice guideline": "a guideline", "guideline": "a guideline", "news": "news", "editorial": "an editorial"}
PAGES = ("online", "electronic", "www")

HEAD = "version: 1\nclaims:\n  - id: a\n    text: reduced pain by 9%\n    references: [a]\n    quantities:\n"
VALUE = "      - {printed: 9%%, measure: reported, from: {value: 9}, source: {reference: a, read: %s}}  # here\n"
BIB = "@%s{a, title = {%s}%s\n}\n"

PASSES = {
    "a trial": {"claims.yaml": HEAD + VALUE % "full", "references/a.bib": BIB % ("article", "Outcomes of fusion", "")},
    "a meta-analysis": {"claims.yaml": HEAD + VALUE % "full", "references/a.bib": BIB % ("article", "Systematic review and meta-analysis of fusion", "")},
}
FAILS = {
    "a source that was recorded as secondary": {"claims.yaml": HEAD + VALUE % "secondary", "references/a.bib": BIB % ("article", "Outcomes", "")},
    "a review": {"claims.yaml": HEAD + VALUE % "full", "references/a.bib": BIB % ("article", "Fusion: A narrative review", "")},
    "a web page": {"claims.yaml": HEAD + VALUE % "full", "references/a.bib": BIB % ("online", "Outcomes", ", url = {https://example.org}")},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    for each in chain.quantities:
        quantity = each.quantity
        sources = quantity.derivations[0].sources if quantity.derivations else ()
        citations = each.sources[0] if sources and each.sources else chain.citations
        reasons = _reasons(sources, citations, context)
        if reasons and all(reasons):
            said = "; ".join(dict.fromkeys(reasons))
            yield Problem(f"{quantity.printed} rests on nothing but {said}", at=quantity.path, about=quantity.printed)


def _reasons(sources: Sequence[Source], citations: Sequence[Citation], context: Context) -> list[str]:
    """For each source of a number, what makes it secondary, or an empty string."""
    reasons = []
    for index, citation in enumerate(citations):
        source = sources[index] if index < len(sources) else None
        if source is not None and source.read == "secondary":
            reasons.append(f"`{citation.key or citation.typed}`, recorded as a secondary source")
        else:
            reasons.append("" if isinstance(citation.reference, Missing) else _secondary(citation.reference, context))
    return reasons


def _secondary(reference: Reference, context: Context) -> str:
    title = identity.title(reference)[:1000]
    record = soundness.known(reference, context)
    kinds = [] if isinstance(record, Missing) else [kind.casefold() for answer in soundness.answers(record) for kind in answer.kinds]
    if POOLED.search(title) or "meta-analysis" in kinds:
        return ""
    if reference.type in PAGES or (reference.type == "misc" and reference.fields.get("url") and not reference.fields.get("doi")):
        return f"`{reference.key}`, a web page"
    told = next((KINDS[kind] for kind in kinds if kind in KINDS), "")
    if told:
        return f"`{reference.key}`, {told} by its record"
    found = REVIEW.search(title) or REVIEW.search(reference.fields.get("howpublished", "")[:500])
    return f"`{reference.key}`, by its own words “{found[0]}”" if found else ""
