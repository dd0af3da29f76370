"""A DOI without the address or prefix that it is often written with: the one place where that is known."""

from __future__ import annotations

import re
from urllib.parse import unquote

from evidence.patterns import late

# "https://doi.org/", "http://dx.doi.org/", a proxy's address with doi in its name, "doi.org/", "info:doi/", "urn:doi:", "doi: "
RESOLVER = late(
    r"(?:https?://[\w.:-]{0,99}doi[\w.:-]{0,99}/|(?:dx\.|www\.)?doi\.org/|info:doi/|urn:doi:|doi\s*:?\s*(?=10))+", re.IGNORECASE
)
PMID = late(
    r"(?:pmid\s?:?\s?|https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/)?0{0,9}([1-9]\d{0,8})/?", re.IGNORECASE | re.ASCII
)


def bare_doi(value: str) -> str:
    """The DOI as typed, without resolver or prefix; the value itself where it has none."""
    found = RESOLVER.match(value.strip())
    return value.strip()[found.end() :] if found else value.strip()


def fold_doi(value: str) -> str:
    """A DOI as it is compared: bare, percent-decoding undone, in lower case; empty where the value is no DOI ("unavailable")."""
    bare = value if value.startswith("10.") else bare_doi(value)  # most are typed bare, and a table has a hundred thousand
    if "%" in bare:
        bare = unquote(bare)
    bare = bare.strip().lower()
    return bare if bare.startswith("10.") and "/" in bare else ""


def fold_pmid(value: str) -> str:
    """A PMID as it is compared: digits without leading zeros; empty where it is none (0 stands for none in Retraction Watch)."""
    if value in ("", "0"):
        return ""
    if value.isdecimal() and value.isascii() and value[0] != "0" and len(value) < 10:
        return value
    digits = PMID.fullmatch(value.strip())
    return digits[1] if digits else ""
