"""A number stands in the claim's words and in no entry of `quantities`, or an entry's number is not in the words.

Why: what is not registered is recomputed by nobody; what is registered and not printed proves a sentence that nobody reads.
Times, dates, ages, doses, names, p-values, intervals and sample sizes are not quantities here.

Do: give every number of the text an entry whose `printed:` is the number as it stands in the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import claimwords
from evidence.model import Chain, Context, Problem

LINK = "recomputed"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("QNT201",)

HEAD = "version: 1\nclaims:\n  - id: a  # here\n    text: %s\n"
ENTRY = "    quantities: [{printed: %s, measure: reported, from: {value: 9}}]\n"

PASSES = {
    "every number has its entry": {"claims.yaml": HEAD % "pain fell by 68% in 24 months" + ENTRY % "68%"},
    "the entry spells it another way": {"claims.yaml": HEAD % "pain fell by 68 percent" + ENTRY % "68%"},
    "a year, a time and a name are no quantities": {"claims.yaml": HEAD % "on the market since 2009, takes one hour, in 3D"},
}
FAILS = {
    "a number nobody registered": {"claims.yaml": HEAD % "pain fell by 68%"},
    "two numbers and one entry": {"claims.yaml": HEAD % "pain fell by 68% and opioid use by 29%" + ENTRY % "68%"},
    "the entry says another number": {
        "claims.yaml": (HEAD % "pain fell by 68%").replace("  # here", "") + "    quantities:\n      - {printed: 86%, measure: reported, from: {value: 86}}\n",
    },
    "the entry drops the words that bound it": {"claims.yaml": HEAD % "more than 100 articles" + ENTRY % "100"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    if "quantities" in claim.broken or "text" in claim.broken:
        return
    language = claimwords.language(claim, context.registry)
    entries = list(claim.quantities)
    for reading in claimwords.numbers(claim.text, language):
        match = next((entry for entry in entries if claimwords.same(entry.printed, reading, language)), None)
        if match is None:
            registered = ", ".join(entry.printed for entry in claim.quantities) or "none"
            yield Problem(f"“{reading.text}” stands in the text and in no entry of `quantities` (registered: {registered})", about=reading.text)
        else:
            entries.remove(match)
    spoken = claim.text.casefold()
    for entry in entries:
        if not entry.broken and entry.printed.casefold() not in spoken:
            yield Problem(f"{entry.printed} is registered, and the text does not print it", at=entry.path, about=f"registered {entry.printed}")
