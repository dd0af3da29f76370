"""A page on which claims are published cannot be opened.

Why: what a page says can be compared with the approved claims only where the page itself is at hand.

Do: correct `path:` (it is relative to the folder of claims.yaml and stays inside it), or put the file there.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Context, Missing, Problem, Registry

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
BASIS = ()

HEAD = "version: 1\nclaims: []\nmaterials:\n  outcomes:\n    audience: patient\n    path: %s  # here\n"

PASSES = {
    "the page is there": {"claims.yaml": HEAD % "pages/outcomes.html", "pages/outcomes.html": "<p>Less pain</p>"},
    "no page is listed": {"claims.yaml": "version: 1\nclaims: []\n"},
}
FAILS = {
    "no such file": {"claims.yaml": HEAD % "pages/outcomes.html", "pages/outcome.html": "<p>Less pain</p>"},
    "a folder": {"claims.yaml": HEAD % "pages", "pages/outcomes.html": "<p>Less pain</p>"},
    "a file outside of the project": {"claims.yaml": HEAD % "../outcomes.html"},
}


def check(registry: Registry, context: Context) -> Iterator[Problem]:
    for material in registry.materials:
        typed = material.facts.get("path")
        if isinstance(material.file, Missing) and isinstance(typed, str) and typed:  # else claim-invalid tells it
            message = f"the page `{material.id}` cannot be opened: {material.file.because}"
            yield Problem(message, at=(*material.path, "path"), about=material.id, key=material.id)
