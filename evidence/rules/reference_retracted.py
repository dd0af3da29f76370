"""The work has been retracted, withdrawn or removed.

Why: a retracted paper proves nothing, and a claim that goes on citing it is misleading, however good its numbers look.

Do: take the reference out, and the claim with it where nothing else carries it. To cite the notice of a retraction, give the
notice's own title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.folding import fold_spaces
from evidence.model import Context, Missing, Problem, Reference

LINK = "sound"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("SRC101",)

# How publishers, Crossref and PubMed mark a retracted work in its title: "RETRACTED: …", "Retracted Article: …",
# "[Retracted] …", "WITHDRAWN & REPUBLISHED: …", "P12: REMOVED: …", "RETRACTED—…". Notices begin with a noun: "Retraction: …".
WORD = r"(?:retracted|withdrawn|removed)"
KIND = r"(?: (?:article|chapter|paper|publication|review|abstract)| (?:and|&) (?:republished|replaced))?"
BEFORE = re.compile(rf"(?:(?:\S*\d: )?\W*{WORD}{KIND} ?:|\W*[\[(]{WORD}{KIND}\W?[\])])", re.IGNORECASE)
CAPITALS = re.compile(r"\W*(?:RETRACTED|WITHDRAWN)(?: ARTICLE| CHAPTER)?(?:[–—]| (?!(?i:notices?)\b)(?=.*[a-z]))")  # without a colon
BEHIND = re.compile(rf"[\[(]{WORD}{KIND}(?:[.,:;]? (?:see|in|on|by)\b.*|[.,]? \d.*)?\W{{0,2}}$", re.IGNORECASE)  # Web of Science

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
ENTRY = "@article{a,\n  title = {%s}, note = {# here}\n}\n"

PASSES = {
    "a title without a mark": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Outcomes"},
    "a study of retractions": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Retracted articles in surgery: who is doing wrong?"},
    "the notice, cited as such": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Retraction—Engineered organs and complex tissues"},
    "a withdrawn treatment": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Withdrawn patients: who leaves a trial?"},
}
FAILS = {
    "Elsevier's mark": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "RETRACTED: Ileal-lymphoid-nodular hyperplasia"},
    "Springer's mark": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Retracted Article: Outcomes of fusion"},
    "a mark in square brackets and braces": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "[{Retracted}] Outcomes of fusion"},
    "a withdrawn review": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "WITHDRAWN: Interventions for low back pain"},
    "a mark behind the title": {
        "claims.yaml": CLAIM,
        "references/a.bib": ENTRY % "Outcomes of fusion (Retracted article. See vol. 375, pg. 445, 2010)",
    },
}
OPENS = PASSES


def check(reference: Reference, context: Context) -> Iterator[Problem | Missing]:
    title = fold_spaces(reference.fields.get("title", ""))
    if marked(title):
        yield Problem(f"the title of `{reference.key}` says so itself: “{title[:200]}”", at=reference.at("title"), about="title")
    else:
        yield Missing("no record: nobody has asked Crossref, PubMed or Retraction Watch yet, and this version cannot")


def marked(title: str) -> bool:
    """True where a title carries the mark of a retracted work. "Retracted articles in …" and "Retraction: …" carry none."""
    return bool(BEFORE.match(title) or CAPITALS.match(title) or BEHIND.search(title))
