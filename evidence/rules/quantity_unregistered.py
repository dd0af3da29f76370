"""A number stands in the claim's words and in no entry of `quantities`, or an entry's number is not in the words.

Why: what is not registered is recomputed by nobody; what is registered and not printed proves a sentence that nobody reads.
Times, dates, ages, doses, names, p-values, intervals and sample sizes are not quantities here.

Do: give every number of the text an entry whose `printed:` is the number as it stands in the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import claimwords, figures
from evidence.guards import guards, tokens
from evidence.model import Chain, Claim, Context, Path, Problem
from evidence.typography import fold

LINK = "recomputed"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("QNT201",)

HEAD = "version: 1\nclaims:\n  - id: a  # here\n    text: %s\n"
ENTRY = "    quantities: [{printed: %s, measure: reported, from: {value: 9}}]\n"

PASSES = {
    "every number has its entry": {"claims.yaml": HEAD % "pain fell by 68% in 24 months" + ENTRY % "68%"},
    "the entry spells it another way": {"claims.yaml": HEAD % "pain fell by 68 percent" + ENTRY % "68%"},
    "a variant leaves a number out, and spells another otherwise": {
        "claims.yaml": HEAD % "pain fell by 68% in 24 months" + "    variants: [pain fell by 68 percent, in 24 months, pain fell by 68% in two years]\n" + ENTRY % "68%",
    },
    "the bare numbers of an outcome have entries": {
        "claims.yaml": HEAD % "mean pain fell from 90 to 10"
        + "    quantities: [{printed: '90', measure: reported, from: {value: 90}}, {printed: '10', measure: reported, from: {value: 10}}]\n",
    },
    "a year, a time and a name are no quantities": {"claims.yaml": HEAD % "on the market since 2009, takes one hour, in 3D"},
}
FAILS = {
    "a number nobody registered": {"claims.yaml": HEAD % "pain fell by 68%"},
    "two numbers and one entry": {"claims.yaml": HEAD % "pain fell by 68% and opioid use by 29%" + ENTRY % "68%"},
    "the entry says another number": {
        "claims.yaml": (HEAD % "pain fell by 68%").replace("  # here", "") + "    quantities:\n      - {printed: 86%, measure: reported, from: {value: 86}}\n",
    },
    "two bare numbers of an outcome": {"claims.yaml": HEAD % "mean pain fell from 90 to 10 within 24 months"},
    "a variant says another number": {
        "claims.yaml": (HEAD % "pain fell by 68%").replace("  # here", "") + "    variants: [pain fell by 86%]  # here\n" + ENTRY % "68%",
    },
    "a variant says another time": {
        "claims.yaml": (HEAD % "pain fell by 68% in 24 months").replace("  # here", "") + "    variants: [pain fell by 68% in 24 weeks]  # here\n" + ENTRY % "68%",
    },
    "a variant says the other way": {
        "claims.yaml": (HEAD % "pain fell by 68%").replace("  # here", "") + "    variants: [pain rose by 68%]  # here\n" + ENTRY % "68%",
    },
    "the entry drops the words that bound it": {"claims.yaml": HEAD % "more than 100 articles" + ENTRY % "100"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    if "quantities" in claim.broken or "text" in claim.broken:
        return
    language = claimwords.language(claim, context.registry)
    entries = list(claim.quantities)
    outcomes = tuple(reading for reading, outcome in claimwords.bare(claim.text, language) if outcome)
    for reading in (*claimwords.numbers(claim.text, language), *outcomes):
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
    yield from _variants(claim, language)


def _variants(claim: Claim, language: str) -> Iterator[Problem]:
    """The numbers and times of the variants that the text does not say: a variant may leave one out, never bring another."""
    own = claimwords.found(claim.text, language)
    loose = claimwords.unread(claim.text, language)
    ways = {(each.value, each.kind): each.comparator for each in figures.read(claim.text, language)}
    for index, variant in enumerate(claim.variants):
        at = (*claim.path, "variants", index)
        others = [reading.text for reading in claimwords.found(variant, language) if not any(claimwords.alike(each, reading, language) for each in own)]
        others += [number for number in claimwords.unread(variant, language) if number not in loose]
        for words in others:
            yield Problem(f"the variant “{variant}” says {words}, and the claim's text does not: “{claim.text}”", at=at, about=f"{variant} {words}")
        for each in figures.read(variant, language):
            if {each.comparator, ways.get((each.value, each.kind))} == {"reduction", "increase"}:
                message = f"the variant “{variant}” says {each.text} the other way than the claim's text: “{claim.text}”"
                yield Problem(message, at=at, about=f"{variant} {each.text} way")
        yield from _turned(claim, variant, language, at)


def _turned(claim: Claim, variant: str, language: str, at: Path) -> Iterator[Problem]:
    """A "not" that only the text or only the variant has, and a "may" that the variant leaves out: with them the number says another thing."""
    text, other = (
        {token.means: token for token in tokens(fold(words).text, guards(language)) if token.guard in ("negation", "hedge") and token.means != "hedge show"}
        for words in (claim.text, variant)
    )
    for means in sorted({*text, *other}):
        token, here = (other[means], "only the variant") if means not in text else (text[means], "only the text")
        if (means in text and means in other) or (token.guard == "hedge" and means in other):
            continue
        level = ("", "") if token.guard == "negation" else ("warning", "the rest of the words may soften it as well")
        message = f"{here} says “{token.text}”: the variant “{variant}”, the claim's text “{claim.text}”"
        yield Problem(message, at=at, about=f"{variant} {token.text}", severity=level[0], because=level[1])
