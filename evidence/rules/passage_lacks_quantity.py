"""The quoted words, or the table that is named, lack a value that the number is recomputed from.

Why: a quote that does not hold the number lets nobody see where it comes from: the paper is linked, the number is not anchored.

Do: quote the words in which every value of `from:` stands, or name the table that holds it; with several sources, say under
`gives:` which value was read in which.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import carried, claimwords, tables
from evidence.model import Anchor, Chain, Context, Derivation, Missing, Problem, Quantity
from evidence.record import Document, Found

LINK = "anchored"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT007",)

HEAD = "version: 1\nclaims:\n  - id: a\n    text: 68% less\n    references: [a]\n    quantities:\n      - printed: 68%\n        measure: relative reduction\n"
FROM = "        from: {baseline: 82.3, followup: 26.7}\n"
BIB = "@article{a,\n  title = {Outcomes},\n}\n"

TABLE = "<p>Table 2. Outcomes</p><table><tr><th></th><th>Baseline</th><th>Month 24</th></tr><tr><td>Pain</td><td>82.3 (11.9)</td><td>26.7 (25.6)</td></tr></table>"
FILED = "@article{a,\n  title = {Outcomes},\n  file = {a.html},\n}\n"

PASSES = {
    "both values stand in the row of the table that is named": {
        "claims.yaml": HEAD + FROM + "        source: {reference: a, table: 2, row: Pain}\n", "references/a.bib": FILED, "references/a.html": TABLE,
    },
    "both values stand in the quote": {
        "claims.yaml": HEAD + FROM + "        source: {reference: a, quote: 'from 82.3 to 26.7 points'}\n", "references/a.bib": BIB,
    },
    "in number words": {
        "claims.yaml": "version: 1\nclaims: [{id: a, text: 9 in 10, references: [a], quantities: [{printed: 9 in 10, measure: proportion, from: {count: 9, total: 10}, source: {reference: a, quote: nine in ten}}]}]\n",
        "references/a.bib": BIB,
    },
    "each value in its own source": {
        "claims.yaml": HEAD + FROM + "        source:\n          - {reference: a, gives: [baseline], quote: 82.3 at first}\n          - {reference: a, gives: [followup], quote: 26.7 in the end}\n",
        "references/a.bib": BIB,
    },
    "no quote, which is another rule's finding": {"claims.yaml": HEAD + FROM + "        source: {reference: a}\n", "references/a.bib": BIB},
}  # fmt: skip
FAILS = {
    "the cell says something else": {
        "claims.yaml": HEAD + FROM + "        source: {reference: a, table: 2, row: Pain, column: Baseline}  # here\n", "references/a.bib": FILED, "references/a.html": TABLE,
    },
    "one value is missing": {
        "claims.yaml": HEAD + FROM + "        source: {reference: a, quote: it was 82.3 at first}  # here\n", "references/a.bib": BIB,
    },
    "the value with another decimal": {
        "claims.yaml": HEAD + FROM + "        source: {reference: a, quote: 'from 82.3 to 26.75'}  # here\n", "references/a.bib": BIB,
    },
    "neither the number nor a value": {
        "claims.yaml": HEAD + "        source: {reference: a, quote: pain was much lower}  # here\n", "references/a.bib": BIB,
    },
}  # fmt: skip


def check(chain: Chain, context: Context) -> Iterator[Problem | Missing]:
    anchors = {anchor.source.path: anchor for anchor in chain.anchors}
    whole = [anchors[source.path] for source in chain.claim.sources if source.path in anchors]
    for quantity in chain.claim.quantities:
        for place, derivation in enumerate(quantity.derivations or (Derivation({}, path=quantity.path),)):
            own = [anchors[source.path] for source in derivation.sources if source.path in anchors]
            if derivation.articles is None and not quantity.broken:
                yield from _derivation(quantity, derivation, own or whole, chain, context, place)


def _derivation(
    quantity: Quantity, derivation: Derivation, carriers: list[Anchor], chain: Chain, context: Context, place: int
) -> Iterator[Problem | Missing]:
    carriers = [anchor for anchor in carriers if anchor.source.quote or anchor.source.where]
    quoting = [anchor for anchor in carriers if anchor.source.quote or anchor.source.table]
    if not quoting:
        return  # passage-missing tells it
    severity, because = ("warning", "it is a cross-check") if place else ("", "")
    spoken = claimwords.language(chain.claim, context.registry)
    lacking: list[tuple[str, str, Anchor]] = []
    for name, value in derivation.inputs.items():
        givers = [anchor for anchor in carriers if not anchor.source.gives or name in anchor.source.gives]
        if not givers:
            lacking.append((f"`{name}` {value}", "no source is said to give it", quoting[0]))
        elif all(anchor in quoting for anchor in givers):
            told = [_lacks(anchor, name, value, spoken) for anchor in givers]
            if all(told):
                gaps = [one for one in told if isinstance(one, Missing)]
                if gaps:
                    yield gaps[0]
                else:
                    lacking.append((f"`{name}` {value}", str(told[0]), givers[0]))
    if not derivation.inputs and not any(carried.printed(quantity.printed, anchor.source.quote or "", carried.language(anchor, spoken)) for anchor in quoting):
        if any(not anchor.source.quote for anchor in quoting):
            return  # a table is named and nothing is said that should stand in it: quantity-not-derived tells it
        lacking.append((quantity.printed, f"it does not stand in the words quoted from {quoting[0].source.reference}, and there are no values to recompute it from", quoting[0]))
    for what, why, anchor in lacking:
        yield Problem(f"{what}: {why}", at=anchor.source.path, about=f"{quantity.printed} {what}", key=anchor.citation.key or "", severity=severity, because=because)


def _lacks(anchor: Anchor, name: str, value: str, spoken: str) -> str | Missing:
    """Why a value does not stand in a source's quoted words or named table, or an empty string where it does."""
    source, language = anchor.source, carried.language(anchor, spoken)
    if source.quote and carried.stands(value, source.quote, language, name):
        return ""
    if source.table and isinstance(anchor.document, Document):
        signed = name not in carried.MAGNITUDES
        named = source.table, value, source.row or "", source.column or ""
        seen = tables.holds(anchor.document, *named, language=language, typed_in="en", signed=signed)  # `from:` is typed as YAML has it
        if isinstance(seen, Found):
            return "" if seen.kind == "exact" else f"it does not stand in Table {source.table} of {anchor.document.path}{_differs(seen)}"
        return seen
    if source.table:
        return Missing(f"{value} was not looked for in Table {source.table} of {source.reference}: the document could not be read")
    return f"it does not stand in the words quoted from {source.reference}"


def _differs(seen: Found) -> str:
    return f" ({'; '.join(seen.differences)})" if seen.differences else ""
