"""The bibliography, or a part of it, is not there or cannot be read.

Why: what stands in a .bib file that is not found or not read is unknown, so no claim that rests on it can be followed to
its paper.

Do: correct the path or pattern under `bibliography:` (it is relative to the folder of claims.yaml), or save the file as
UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Context, Problem, Registry

LINK = "cited"
SEVERITY = "error"
DECIDED = "data"
BASIS = ()

DEFAULT = "references/*.bib"  # what is read where `bibliography:` is not given

PASSES = {
    "the file is there": {
        "claims.yaml": "version: 1\nbibliography: [a.bib]\nclaims: [{id: a, text: Less pain, references: [a]}]\n",
        "a.bib": "@article{a,\n  title = {Outcomes},\n}\n",
    },
    "no bibliography is named and nothing is cited": {
        "claims.yaml": "version: 1\nclaims: [{id: a, text: On the market in the US, type: status}]\n",
    },
}
FAILS = {
    "a pattern that matches nothing": {
        "claims.yaml": "version: 1\nbibliography: [refs/*.bib]  # here\nclaims: [{id: a, text: Less pain}]\n",
        "references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n",
    },
    "nothing at the default place, and a claim cites": {
        "claims.yaml": "version: 1  # here\nclaims: [{id: a, text: Less pain, references: [a]}]\n",
    },
    "one pattern of two matches nothing": {
        "claims.yaml": "version: 1\nbibliography: [a.bib, b.bib]  # here\nclaims: [{id: a, text: Less pain, references: [a]}]\n",
        "a.bib": "@article{a,\n  title = {Outcomes},\n}\n",
    },
    "a file outside of the project": {
        "claims.yaml": "version: 1\nbibliography: [../library.bib]  # here\nclaims: [{id: a, text: Less pain}]\n",
    },
    "a file in UTF-16 that does not say so": {
        "claims.yaml": "version: 1\nbibliography: [a.bib]  # here\nclaims: [{id: a, text: Less pain}]\n",
        "a.bib": "\0@\0a\0r\0t\0i\0c\0l\0e\0{\0a\0,\0}",
    },
}


def check(registry: Registry, context: Context) -> Iterator[Problem]:
    for name, why in registry.bibliography.unreadable:
        if name != DEFAULT or _cites(registry):
            yield Problem(f"`{name}`: {why}", at=registry.bibliography_path, about=name)


def _cites(registry: Registry) -> bool:
    """True where anything names a reference, so that a bibliography is needed."""
    if registry.numbering or any(material.numbering for material in registry.materials):
        return True
    for claim in registry.claims:
        derivations = [derivation for quantity in claim.quantities for derivation in quantity.derivations]
        if claim.references or claim.sources or any(derivation.sources for derivation in derivations):
            return True
    return False
