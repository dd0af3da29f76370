"""The quoted words do not stand in the source document.

Why: a quote vouches for a claim only where the paper says it in these words. A number, a sign or a "not" that differs by one mark
says something else, and is how a claim drifts away from what was measured.

Do: take the words over from the document as they stand, typography apart; mark what is left out by an ellipsis (…), and quote two
sentences as two sources. Where the document is another version of the paper, name the right one in the `file` field.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Chain, Context, Missing, Problem

LINK = "anchored"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT007",)

HEAD = "version: 1\nclaims:\n  - id: a\n    text: 68% less\n    references: [a]\n    quantities:\n      - printed: 68%\n        measure: reported\n        from: {value: 68}\n"
SOURCE = "        source: {reference: a, read: full, quote: %s}  # here\n"
BIB = "@article{a,\n  title = {Outcomes},\n  file = {a.txt},\n}\n"
PAPER = "Results\n\nPain fell by 68.2% in the treated pa-\ntients. It did not fall in controls.\n"

PASSES = {
    "the words stand there, hyphenated": {"claims.yaml": HEAD + SOURCE % "fell by 68.2% in the treated patients", "references/a.bib": BIB, "references/a.txt": PAPER},
    "two stretches with an ellipsis": {"claims.yaml": HEAD + SOURCE % "Pain fell by 68.2% … It did not fall", "references/a.bib": BIB, "references/a.txt": PAPER},
    "no document: unchecked": {"claims.yaml": HEAD + SOURCE % "fell by 70%", "references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n"},
}
TWO = "Pain fell by 68.2% in the treated group. It fell by 10% in controls. It had been expected that 70% would return to work.\n"
OPENS = {
    "an ellipsis over the end of a sentence": {"claims.yaml": HEAD + SOURCE % "Pain fell by 68.2% … by 10% in controls", "references/a.bib": BIB, "references/a.txt": TWO},
    "what was expected, told as what was": {"claims.yaml": HEAD + SOURCE % "70% would return to work", "references/a.bib": BIB, "references/a.txt": TWO},
}
FAILS = {
    "a decimal is missing": {"claims.yaml": HEAD + SOURCE % "Pain fell by 68% in the treated patients", "references/a.bib": BIB, "references/a.txt": PAPER},
    "a not is missing": {"claims.yaml": HEAD + SOURCE % "It did fall in controls", "references/a.bib": BIB, "references/a.txt": PAPER},
    "other words": {"claims.yaml": HEAD + SOURCE % "Everybody was satisfied with 68%", "references/a.bib": BIB, "references/a.txt": PAPER},
}


def check(chain: Chain, context: Context) -> Iterator[Problem | Missing]:
    for anchor in chain.anchors:
        found, quote = anchor.found, anchor.source.quote
        if not quote or isinstance(found, Missing):
            continue
        if found.kind == "exact":
            if found.doubts:
                yield Missing(f"the words quoted from {anchor.source.reference} stand in the document, and a person must read them there: {'; '.join(found.doubts)}")
            continue
        path = "the document" if isinstance(anchor.document, Missing) else anchor.document.path
        short = quote if len(quote) <= 160 else f"{quote[:120]} … {quote[-36:]}"
        where = f"page {', '.join(found.pages or map(str, found.sheets))} of {path}" if found.sheets else path
        if found.kind == "near":
            message = f"{where} says nearly what is quoted, and not the same: {'; '.join(found.differences)}. It reads: “{found.words}”"
        else:
            why = f" ({'; '.join(found.differences)})" if found.differences else ""
            message = f"“{short}” does not stand in {path}{why}"
        yield Problem(message, at=(*anchor.source.path, "quote"), about=quote, key=anchor.citation.key or "")
