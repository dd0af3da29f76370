"""claims.yaml holds something that its schema does not allow, or that says one thing twice.

Why: a misspelt key, a duplicate or a value of the wrong form is read by nobody: what it was meant to say would be missing
from the audit without a word.

Do: correct the line; `evidence schema` prints the schema, and an editor that is given it marks such lines while typing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from evidence.folding import fold_words
from evidence.hints import guess
from evidence.model import Context, Path, Problem, Registry

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
INTEGRITY = True
BASIS = ()

PASSES = {
    "a study of another maker's product": {
        "claims.yaml": "version: 1\nproducts: {widget: {name: Widget}}\nstudies: {N1: {product: gadget}}\nclaims: [{id: a, text: x, product: widget}]\n",
    },
    "the smallest registry that says something": {"claims.yaml": "version: 1\nclaims: [{id: a, text: Less pain}]\n"},
    "words that YAML 1.1 would turn into something else stay what was typed": {
        "claims.yaml": "version: 1\nclaims: [{id: no, text: on, author: 12:30}]\n",
    },
    "a merge key brings the keys of another mapping": {
        "claims.yaml": "version: 1\nclaims:\n  - &one {id: a, text: Less pain, type: efficacy}\n  - {<<: *one, id: b, text: More pain}\n",
    },
}
FAILS = {
    "a misspelt key": {"claims.yaml": "version: 1\nclaims:\n  - id: a\n    txet: Less pain  # here\n    text: Less pain\n"},
    "a claim without a text": {"claims.yaml": "version: 1\nclaims:\n  - id: a  # here\n"},
    "a key that stands twice": {"claims.yaml": "version: 1\nclaims:\n  - id: a\n    text: Less pain\n    text: More pain  # here\n"},
    "an id that stands twice": {"claims.yaml": "version: 1\nclaims:\n  - {id: a, text: x}\n  - {id: a, text: y}  # here\n"},
    "the same words under another id": {"claims.yaml": "version: 1\nclaims:\n  - {id: a, text: Less pain}\n  - {id: b, text: less pain.}  # here\n"},
    "a claim that is a list": {"claims.yaml": "version: 1\nclaims:\n  - [a, b]  # here\n"},
    "a text that an unquoted colon cuts in two": {"claims.yaml": "version: 1\nclaims:\n  - id: a\n    text: pain: 68% less  # here\n"},
    "a day that is not in the calendar": {
        "claims.yaml": "version: 1\nclaims:\n  - id: a\n    text: x\n    scope:\n      expires: 2026-02-30  # here\n",
    },
    "a measure that does not exist": {
        "claims.yaml": "version: 1\nclaims:\n  - id: a\n    text: x\n    quantities:\n      - printed: 3%\n        measure: raltio  # here\n",
    },
    "a severity for a rule that does not exist": {
        "claims.yaml": "version: 1\npolicy:\n  rules:\n    claim-invalidd: off  # here\nclaims: []\n",
    },
    "a product that is not listed": {
        "claims.yaml": "version: 1\nproducts: {widget: {name: Widget}}\nclaims:\n  - id: a\n    text: x\n    product: wigdet  # here\n",
    },
    "an id with a control character": {"claims.yaml": 'version: 1\nclaims:\n  - id: "a\\eb"  # here\n    text: x\n'},
    "an empty file": {"claims.yaml": ""},
}


def check(registry: Registry, context: Context) -> Iterator[Problem]:
    yield from registry.problems
    yield from _products(registry)
    first: dict[tuple[str, ...], str] = {}
    for claim in registry.claims:
        said = (fold_words(claim.text), claim.product or "", claim.type or "", json.dumps(claim.scope, sort_keys=True, default=str))
        other = first.setdefault(said, claim.id)
        if said[0] and other != claim.id:
            message = f"the claims {other} and {claim.id} are the same words for the same product and scope: which of them a page prints cannot be told"
            yield Problem(message, at=(*claim.path, "text"), about=f"{other} {claim.id}", severity="warning", because="each may be right", claim=claim.id)


def _products(registry: Registry) -> Iterator[Problem]:
    """Names of products that are none, where any are listed: what is known of the product would be compared with nothing.

    A study may well be of another maker's product, which nobody has to list: that is `reference-wrong-scope`'s.
    """
    named: list[tuple[Path, object, str]] = [((*claim.path, "product"), claim.product, claim.id) for claim in registry.claims]
    named += [((*material.path, "product"), material.facts.get("product"), "") for material in registry.materials]
    for path, product, claim in named if registry.products else ():
        if isinstance(product, str) and product and product not in registry.products:
            yield Problem(f"there is no product {product!r} in `products`{guess(product, list(registry.products))}", at=path, about=f"product {product}", claim=claim)
