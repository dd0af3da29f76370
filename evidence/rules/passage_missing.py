"""Nobody has said which words of the source carry the claim.

Why: naming a paper is a link, naming the words in it is an anchor. A reviewer who has to search thirty pages for a
number cannot vouch for it, and packs that are linked but not anchored are sent back.

Do: under `source:`, give the `quote:` and its `page:`, `table:` or `figure:`.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Chain, Context, Problem, Source

LINK = "anchored"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT007",)

HEAD = "version: 1\nclaims:\n  - id: a\n    text: 9% less\n    references: [a]\n"
BIB = "@article{a,\n  title = {Outcomes},\n}\n"

PASSES = {
    "nothing is cited, which is another rule's finding": {
        "claims.yaml": "version: 1\nclaims: [{id: a, text: 9% less, quantities: [{printed: 9%}]}]\n",
    },
    "the words are quoted": {
        "claims.yaml": HEAD + "    quantities: [{printed: 9%, measure: reported, from: {value: 9}, source: {reference: a, quote: fell by 9%}}]\n",
        "references/a.bib": BIB,
    },
    "a table is named": {
        "claims.yaml": HEAD + "    quantities: [{printed: 9%, measure: reported, from: {value: 9}, source: {reference: a, table: 2}}]\n",
        "references/a.bib": BIB,
    },
    "a claim without a number names its passage": {
        "claims.yaml": HEAD + "    source: {reference: a, quote: pain was lower}\n",
        "references/a.bib": BIB,
    },
}
FAILS = {
    "a number with a reference and no words": {
        "claims.yaml": HEAD + "    quantities:\n      - {printed: 9%, measure: reported, from: {value: 9}, source: {reference: a}}  # here\n",
        "references/a.bib": BIB,
    },
    "a claim with a reference and no words": {
        "claims.yaml": "version: 1\nclaims:\n  - id: a  # here\n    text: less pain\n    references: [a]\n",
        "references/a.bib": BIB,
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    for quantity in claim.quantities:
        sources = (*claim.sources, *(source for derivation in quantity.derivations[:1] for source in derivation.sources))
        if (claim.references or sources) and not quantity.broken and not _named(sources):  # without any: claim-without-reference says it
            yield Problem(f"no words or place in a source are named for {quantity.printed}", at=quantity.path, about=quantity.printed)
    if claim.references and not claim.quantities and "quantities" not in claim.broken and not _named(claim.sources):
        message = "the claim cites a source and names no words or place in it"
        yield Problem(message, severity="warning", because="the claim carries no number")


def _named(sources: tuple[Source, ...]) -> bool:
    return any(source.quote or source.where for source in sources)
