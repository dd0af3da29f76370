"""A reference that a claim names does not exist.

Why: a number or key that leads to no entry of the bibliography leads no reader to a paper, so the claim stands on nothing
that can be opened.

Do: correct the number or key, add the number to `numbering:`, or add the entry to a .bib file.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from evidence.model import Chain, Context, Missing, Path, Problem, Registry

LINK = "cited"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT002",)

ALIKE = 3  # letters at the beginning or the end that a misspelt key has in common with the right one
COMPARED = 100  # keys, those of about its length first: comparing takes time
BIB = "@article{polly2016,\n  title = {Outcomes},\n}\n"
VALUE = "quantities: [{printed: 9%%, measure: reported, from: {value: 9}, source: {reference: %s, read: full}}]"

PASSES = {
    "a printed number and a key": {
        "claims.yaml": "version: 1\nnumbering: {18: polly2016}\nclaims: [{id: a, text: x, references: [18, polly2016]}]\n",
        "references/a.bib": BIB,
    },
    "a number whose paper nobody has identified is told by reference-candidate": {
        "claims.yaml": "version: 1\nnumbering: {18: {identified: candidate, because: x}}\nclaims: [{id: a, text: x, references: [18]}]\n",
        "references/a.bib": BIB,
    },
    "the entry is there and did not parse: reference-broken tells it": {
        "claims.yaml": "version: 1\nclaims: [{id: a, text: x, references: [polly2016]}]\n",
        "references/a.bib": "@article{polly2016,\n  title = {Outcomes,\n}\n",
    },
}
FAILS = {
    "a number that is not in the numbering": {
        "claims.yaml": "version: 1\nnumbering: {18: polly2016}\nclaims:\n  - id: a\n    text: x\n    references: [81]  # here\n",
        "references/a.bib": BIB,
    },
    "a number whose key is in no .bib file": {
        "claims.yaml": "version: 1\nnumbering: {18: poly2016}\nclaims:\n  - id: a\n    text: x\n    references: [18]  # here\n",
        "references/a.bib": BIB,
    },
    "keys are case-sensitive": {
        "claims.yaml": "version: 1\nclaims:\n  - id: a\n    text: x\n    references: [Polly2016]  # here\n",
        "references/a.bib": BIB,
    },
    "only a number's source is unknown": {
        "claims.yaml": "version: 1\nclaims:\n  - id: a\n    text: x 9%\n    references: [polly2016]\n    " + VALUE % "whang" + "  # here\n",
        "references/a.bib": BIB,
    },
    "only a passage's source is unknown": {
        "claims.yaml": "version: 1\nclaims:\n  - id: a\n    text: x\n    source: {reference: whang, quote: x}  # here\n",
        "references/a.bib": BIB,
    },
    "a number without a key that is said to be established": {
        "claims.yaml": "version: 1\nnumbering: {18: {because: x}}\nclaims:\n  - id: a\n    text: x\n    references: [18]  # here\n",
        "references/a.bib": BIB,
    },
}
OPENS = {
    "the entry is there and did not parse": PASSES["the entry is there and did not parse: reference-broken tells it"],
}


def check(chain: Chain, context: Context) -> Iterator[Problem | Missing]:
    registry = context.registry
    bibliography = registry.bibliography
    broken = {block.key for block in bibliography.broken}
    said: set[str] = set()
    for typed, path in _named(chain):
        numbered = registry.numbering.get(typed)
        key = numbered.key if numbered else typed
        if key in bibliography.keys or (key or typed) in said:
            continue
        if numbered and not key and numbered.identified == "candidate":
            continue
        said.add(key or typed)
        if key in broken:
            yield Missing(f"the entry `{key}` could not be read: see reference-broken")
        else:
            yield Problem(_message(typed, key, registry), at=path, about=typed)


def _named(chain: Chain) -> Iterator[tuple[str, Path]]:
    """Every reference that the claim names, as typed, and where: cited, behind a passage, behind a number."""
    for citation in chain.citations:
        yield citation.typed, citation.path
    sources = [*chain.claim.sources]
    for recomputation in chain.quantities:
        for derivation in recomputation.quantity.derivations:
            sources.extend(derivation.sources)
    for source in sources:
        yield source.reference, (*source.path, "reference")


def _message(typed: str, key: str | None, registry: Registry) -> str:
    keys = registry.bibliography.keys
    unread = "" if registry.bibliography.inputs else " (no .bib file was read)"
    if key is None:
        return f"{typed} stands in `numbering` without a key, so it leads to no paper"
    if typed in registry.numbering:
        return f"{typed} stands for `{key}`, and no .bib file has that key{unread}{_guess(key, list(keys))}"
    pages = [material.id for material in registry.materials if typed in material.numbering]
    if pages:
        return f"{typed} is numbered on the page {pages[0]} only; claims use the `numbering` at the top, or keys"
    return f"{typed} is no number of `numbering` and no key of a .bib file{unread}{_guess(typed, [*registry.numbering, *keys])}"


def _guess(word: str, known: list[str]) -> str:
    """'; did you mean `polly2016`?' or an empty string. Among thousands of keys, only those that begin or end alike are compared."""
    low = word.lower()
    near = {each.lower(): each for each in known if each[:ALIKE].lower() == low[:ALIKE] or each[-ALIKE:].lower() == low[-ALIKE:]}
    likely = sorted(near, key=lambda each: (abs(len(each) - len(low)), each))[:COMPARED]
    close = get_close_matches(low, likely, n=1, cutoff=0.7)
    return f"; did you mean `{near[close[0]]}`?" if close else ""
