"""claims.yaml holds something that its schema does not allow, or that says one thing twice.

Why: a misspelt key, a duplicate or a value of the wrong form is read by nobody: what it was meant to say would be missing
from the audit without a word.

Do: correct the line; `evidence schema` prints the schema, and an editor that is given it marks such lines while typing.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Context, Problem, Registry

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
INTEGRITY = True
BASIS = ()

PASSES = {
    "the smallest registry that says something": {"claims.yaml": "version: 1\nclaims: [{id: a, text: Less pain}]\n"},
    "words that YAML 1.1 would turn into something else stay what was typed": {
        "claims.yaml": "version: 1\nclaims: [{id: no, text: on, author: 12:30}]\n",
    },
    "a merge key brings the keys of another mapping": {
        "claims.yaml": "version: 1\nclaims:\n  - &one {id: a, text: Less pain, type: efficacy}\n  - {<<: *one, id: b}\n",
    },
}
FAILS = {
    "a misspelt key": {"claims.yaml": "version: 1\nclaims:\n  - id: a\n    txet: Less pain  # here\n    text: Less pain\n"},
    "a claim without a text": {"claims.yaml": "version: 1\nclaims:\n  - id: a  # here\n"},
    "a key that stands twice": {"claims.yaml": "version: 1\nclaims:\n  - id: a\n    text: Less pain\n    text: More pain  # here\n"},
    "an id that stands twice": {"claims.yaml": "version: 1\nclaims:\n  - {id: a, text: x}\n  - {id: a, text: y}  # here\n"},
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
    "an id with a control character": {"claims.yaml": 'version: 1\nclaims:\n  - id: "a\\eb"  # here\n    text: x\n'},
    "an empty file": {"claims.yaml": ""},
}


def check(registry: Registry, context: Context) -> Iterator[Problem]:
    yield from registry.problems
