"""A printed reference number is carried by no claim.

Why: a number in the printed list that no registered claim cites is either left over, or belongs to a statement that is on
the page and not in the registry.

Do: register the statement that cites it, or take the reference out of the printed list and of `numbering:`.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Context, Problem, Registry

LINK = "cited"
SEVERITY = "info"
DECIDED = "data"
BASIS = ("CIT005",)

VALUE = "quantities: [{printed: 9%, measure: reported, from: {value: 9}, source: {reference: 18, read: full}}]"
BIB = "@article{a,\n  title = {Outcomes},\n}\n"

PASSES = {
    "cited by its number": {
        "claims.yaml": "version: 1\nnumbering: {18: a}\nclaims: [{id: a, text: x, references: [18]}]\n",
        "references/a.bib": BIB,
    },
    "cited by its key": {
        "claims.yaml": "version: 1\nnumbering: {18: a}\nclaims: [{id: a, text: x, references: [a]}]\n",
        "references/a.bib": BIB,
    },
    "only a value was read there": {
        "claims.yaml": "version: 1\nnumbering: {18: a}\nclaims: [{id: a, text: x 9%, " + VALUE + "}]\n",
        "references/a.bib": BIB,
    },
}
FAILS = {
    "a number that nobody cites": {
        "claims.yaml": "version: 1\nnumbering:\n  18: a\n  19: b  # here\nclaims: [{id: a, text: x, references: [18]}]\n",
        "references/a.bib": BIB,
    },
    "1 is not 18": {
        "claims.yaml": "version: 1\nnumbering:\n  1: b  # here\n  18: a\nclaims: [{id: a, text: x, references: [18]}]\n",
        "references/a.bib": BIB,
    },
    "there are no claims": {"claims.yaml": "version: 1\nnumbering:\n  18: a  # here\nclaims: []\n", "references/a.bib": BIB},
}


def check(registry: Registry, context: Context) -> Iterator[Problem]:
    cited = _cited(registry)
    cited |= {numbered.key for number, numbered in registry.numbering.items() if number in cited and numbered.key}
    for number, numbered in registry.numbering.items():
        if number not in cited and numbered.key not in cited:
            paper = f" (`{numbered.key}`)" if numbered.key else ""
            yield Problem(f"no claim cites {number}{paper}", at=numbered.path, about=number, key=numbered.key or "")


def _cited(registry: Registry) -> set[str]:
    """Every number and key that claims name, as typed."""
    named: set[str] = set()
    for claim in registry.claims:
        named.update(claim.references)
        named.update(source.reference for source in claim.sources)
        for quantity in claim.quantities:
            for derivation in quantity.derivations:
                named.update(source.reference for source in derivation.sources)
    return named
