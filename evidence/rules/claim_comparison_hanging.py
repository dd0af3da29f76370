"""The words compare and do not say with what; or they name it, and no study on record compared the two.

Why: “faster recovery” is true of something and says nothing. A named comparison claims that both were studied side by side: two
studies of one arm each do not show it, and “no difference” is not equality.

Do: name what it is compared with and cite the randomised trial that compared the two (`control` under `studies:`); for “as good
as”, the trial that was planned to show it. Else tell the product's own result, with its baseline.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import utterances
from evidence.model import Chain, Context, Problem
from evidence.phrases import Hit

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "wording"
BASIS = ("LNG305",)

LIST = "comparison"
EQUALITY = ("non-inferior", "noninferior", "equivalence")
STUDY = "version: 1\nstudies: {NCT00000001: {name: TRIAL, reports: [a], design: randomised, control: lateral screws}}\n"
HEAD = "claims:\n  - id: a\n    text: %s\n    references: [a]\n"
BIB = {"references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n"}
PAGE = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: an implant for back pain}]\n"

PASSES = {
    "a randomised trial has this control": {"claims.yaml": STUDY + HEAD % "more pain relief than lateral screws", **BIB},
    "compared with before": {"claims.yaml": "version: 1\n" + HEAD % "pain was lower at 12 months than at baseline"},
    "a count is no comparison": {"claims.yaml": "version: 1\n" + HEAD % "more than 100 articles on pain"},
}
FAILS = {
    "better than what": {"claims.yaml": "version: 1\n" + HEAD % "faster recovery after surgery  # here"},
    "two arms that never met": {"claims.yaml": STUDY.replace(", control: lateral screws", "") + HEAD % "more pain relief than lateral screws  # here", **BIB},
    "another control": {"claims.yaml": STUDY + HEAD % "more pain relief than physiotherapy  # here", **BIB},
    "equality from a trial of superiority": {"claims.yaml": STUDY + HEAD % "as effective as lateral screws against pain  # here", **BIB},
    "on a page": {"claims.yaml": PAGE, "page.html": "<p>The implant reduces pain and gives a shorter recovery.</p><!-- # here -->\n"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    said = utterances.claim(chain, context)
    found = utterances.hits(said, LIST) if said is not None else ()
    if said is None:
        return
    if hanging := tuple(hit for hit in found if not hit.compared):
        yield utterances.problem(said, hanging)
    elif (found or chain.claim.type == "comparative") and (because := _untested(chain, context, said.text, found)):
        told = f"the claim is recorded as comparative, {because}"
        yield utterances.problem(said, found, because) if found else Problem(told, at=said.at, about="comparative")


def check_page(piece: Piece, context: Context) -> Iterator[Problem]:
    for said in utterances.page(piece, context):  # a named comparison that nobody registered is page-statement-unregistered's
        if found := tuple(hit for hit in utterances.hits(said, LIST) if not hit.compared):
            yield utterances.problem(said, found)


def _untested(chain: Chain, context: Context, text: str, found: tuple[Hit, ...]) -> str:
    """Why nothing on record carries a named comparison; empty where a study does."""
    studies = utterances.studies(chain.claim, chain, context.registry)
    tested = [study for study in studies if study.get("control") and str(study.get("design", "")).casefold().startswith(("random", *EQUALITY))]
    if not tested:
        return "names a comparison, and no randomised study with a control is on record for it"
    if any("equality" in hit.entry.reason for hit in found) and not any(_plans_equality(study.values()) for study in tested):
        return "says that two are equal, and no study on record was planned to show that"
    spoken = text.casefold()
    controls = [str(study["control"]) for study in tested]
    if not any(len(word) > 3 and word in spoken for control in controls for word in control.casefold().replace("-", " ").split()):
        return f"names a comparison, and the control on record is another one: {', '.join(controls)}"
    return ""


def _plans_equality(facts: object) -> bool:
    return any(word in str(fact).casefold() for fact in facts for word in EQUALITY) if hasattr(facts, "__iter__") else False
