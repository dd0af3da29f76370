"""The result of a composite endpoint is credited to one of its components.

Why: a composite can improve through its mildest part alone. Naming only the gravest one claims an effect that the study
did not show.

Do: name the composite with all its components, or print the component's own result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence import claims
from evidence.model import Chain, Context, Problem
from evidence.patterns import late

LINK = "recomputed"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("QNT214",)
SPARES_LABELING = True

NAMED = late(r"\b(?:composite|combined (?:end ?point|outcome)|kombiniert\w*|kombinierte\w*|composé\w*|combiné\w*|compuest\w*|combinad\w*|composit\w*)\b", re.I)
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n    quantities:\n"
ENTRY = "      - {printed: 45%, endpoint: {composite_of: [death, hospitalisation]}, measure: reported, from: {value: 45}}  # here\n"

PASSES = {
    "all components are named": {"claims.yaml": HEAD % "45% fewer events of death or hospitalisation" + ENTRY},
    "it is called a composite": {"claims.yaml": HEAD % "the composite endpoint was 45% lower" + ENTRY},
}
FAILS = {
    "the gravest part alone": {"claims.yaml": HEAD % "reduced the risk of death by 45%" + ENTRY},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    spoken = chain.claim.text.casefold()
    if NAMED.search(spoken):
        return
    for quantity in chain.claim.quantities:
        components = claims.texts(quantity.endpoint, "composite_of")
        named = [part for part in components if part.casefold() in spoken]
        if not quantity.broken and named and len(named) < len(components):
            left_out = ", ".join(part for part in components if part not in named)
            message = f"{quantity.printed} is of a composite, and the words name only {', '.join(named)}; not {left_out}"
            yield Problem(message, at=quantity.path, about=f"{quantity.printed} {', '.join(named)}")
