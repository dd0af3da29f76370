"""A claim that needs support cites nothing.

Why: a statement of effect, safety, mechanism, cost or count has to rest on something that another person can open and
read; without a reference there is nothing to check and nothing to defend.

Do: add the printed reference number or the BibTeX key to `references:`, or take the claim out. A claim of status rests
on the product's own record and a testimonial on the patient's file: give them that `type`.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Chain, Context, Problem

LINK = "cited"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT001",)

CARRIED_ELSEWHERE = ("status", "testimonial")

PASSES = {
    "it cites an entry": {
        "claims.yaml": "version: 1\nclaims: [{id: a, text: Less pain, type: efficacy, references: [polly2016]}]\n",
        "references/a.bib": "@article{polly2016,\n  title = {Outcomes},\n}\n",
    },
    "a status claim rests on the product's record": {
        "claims.yaml": "version: 1\nclaims: [{id: a, text: On the market in the US, type: status}]\n",
    },
}
FAILS = {
    "an efficacy claim with nothing behind it": {
        "claims.yaml": "version: 1\nclaims:\n  - id: a  # here\n    text: Less pain\n    type: efficacy\n",
    },
    "a claim of no declared type": {
        "claims.yaml": "version: 1\nclaims:\n  - {id: a, text: Less pain, references: []}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    if not chain.citations and "references" not in claim.broken and claim.type not in CARRIED_ELSEWHERE:
        yield Problem("the claim cites no reference")
