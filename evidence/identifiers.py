"""A DOI without the address or prefix that it is often written with: the one place where that is known."""

from __future__ import annotations

import re

# "https://doi.org/", "http://dx.doi.org/", a proxy's address with doi in its name, "doi.org/", "info:doi/", "urn:doi:", "doi: "
RESOLVER = re.compile(
    r"(?:https?://[\w.:-]{0,99}doi[\w.:-]{0,99}/|(?:dx\.|www\.)?doi\.org/|info:doi/|urn:doi:|doi\s*:?\s*(?=10))+", re.IGNORECASE
)


def bare_doi(value: str) -> str:
    """The DOI as typed, without resolver or prefix; the value itself where it has none."""
    found = RESOLVER.match(value.strip())
    return value.strip()[found.end() :] if found else value.strip()
