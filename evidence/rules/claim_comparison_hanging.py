"""The words compare and do not say with what; or they name it, and no study on record compared the two.

Why: “faster recovery” is true of something and says nothing. A named comparison claims that both were studied side by side: two
studies of one arm each do not show it. A trial of superiority that finds no difference does not show that two are equal: that takes a
trial with a margin, set beforehand, by how much one may be worse.

Do: name what it is compared with and cite the randomised trial that compared the two (`control` under `studies:`); for “as good
as”, the trial that was planned to show it (`hypothesis: non-inferiority` or `equivalence`, with its `margin`). Else tell the product's
own result, with its baseline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from evidence import phrases, studies, utterances
from evidence.model import Chain, Context, Problem, Registry
from evidence.patterns import late
from evidence.phrases import Hit
from evidence.utterances import Utterance

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "wording"
BASIS = ("LNG305",)
BASIS_WHERE = {"LNG305-OTHER": "another product is named or meant"}

LIST = "comparison"
EQUALITY = ("non-inferior", "noninferior", "equivalence")
PLANNED = ("non-inferiority", "equivalence")
# What is compared with is a product, by the words behind "than": nouns of devices and medicines in en, de, fr, es, it, or a trade mark.
PRODUCT = late(
    r"\b(?:\w*(?:implant|implantat|device|dispositi[vf]|schraube|medikament|arzneimittel)\w*|screws?|plates?|cages?|braces?|stents?|products?|brands?"
    r"|(?:medical |implant )systems?|competit\w+|drugs?|medications?|medicines?|pills?|tablets?|opioids?|painkillers?|creams?|gels?|supplements?"
    r"|ger[äa]t\w*|platten?|produkt\w*|konkurren\w*|wettbewerb\w*|schmerzmittel\w*|vis|plaques?|produits?|m[ée]dicaments?|concurren\w*"
    r"|tornillos?|placas?|productos?|medicamentos?|f[áa]rmacos?|viti|placche|prodott[oi]|farmac[oi]|medicinal[ei])\b|\w[®™]",
    re.IGNORECASE,
)
ABSENT = late(r"(?:no|not|without|before|ohne|vor|kein\w*|sans|avant|sin|antes|senza|prima)\b", re.IGNORECASE)
TESTED = "cite the randomised trial that compared the two, or tell the product's own result with its baseline."
STUDY = "version: 1\nstudies: {NCT00000001: {name: TRIAL, reports: [a], design: randomised, control: lateral screws}}\n"
EQUAL = STUDY.replace("screws}", "screws, hypothesis: %s}")
HEAD = "claims:\n  - id: a\n    text: %s\n    references: [a]\n"
BIB = {"references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n"}
PAGE = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: an implant for back pain}]\n"

PASSES = {
    "a randomised trial has this control": {"claims.yaml": STUDY + HEAD % "more pain relief than lateral screws", **BIB},
    "equality from a trial that was planned to show it": {
        "claims.yaml": EQUAL % "non-inferiority, margin: 5 points on the VAS" + HEAD % "as effective as lateral screws against pain", **BIB,
    },
    "compared with before": {"claims.yaml": "version: 1\n" + HEAD % "pain was lower at 12 months than at baseline"},
    "a count is no comparison": {"claims.yaml": "version: 1\n" + HEAD % "more than 100 articles on pain"},
}
FAILS = {
    "better than what": {"claims.yaml": "version: 1\n" + HEAD % "faster recovery after surgery  # here"},
    "two arms that never met": {"claims.yaml": STUDY.replace(", control: lateral screws", "") + HEAD % "more pain relief than lateral screws  # here", **BIB},
    "another control": {"claims.yaml": STUDY + HEAD % "more pain relief than physiotherapy  # here", **BIB},
    "equality from a trial of superiority": {"claims.yaml": STUDY + HEAD % "as effective as lateral screws against pain  # here", **BIB},
    "equality, and the trial says it was one of superiority": {
        "claims.yaml": EQUAL % "superiority, masking: not planned for equivalence" + HEAD % "as effective as lateral screws against pain  # here", **BIB,
    },
    "equality without a margin": {"claims.yaml": EQUAL % "equivalence" + HEAD % "as effective as lateral screws against pain  # here", **BIB},
    "equality that the trial did not show": {
        "claims.yaml": EQUAL % "equivalence, margin: 5 points, endpoints: [{name: pain, outcome: failed}]"
        + HEAD % "as effective as lateral screws against pain  # here", **BIB,
    },
    "on a page": {"claims.yaml": PAGE, "page.html": "<p>The implant reduces pain and gives a shorter recovery.</p><!-- # here -->\n"},
}  # fmt: skip


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    said = utterances.claim(chain, context)
    found = utterances.hits(said, LIST) if said is not None else ()
    if said is None:
        return
    if hanging := tuple(hit for hit in found if not hit.compared):
        yield utterances.problem(said, hanging, basis=_other(said, context.registry))
    elif (found or chain.claim.type == "comparative") and (because := _untested(chain, context, said.text, found)):
        told = f"the claim is recorded as comparative, {because}"
        basis = _other(said, context.registry)
        yield utterances.problem(said, found, because, TESTED, basis) if found else Problem(told, at=said.at, about="comparative", basis=basis)


def check_page(piece: Piece, context: Context) -> Iterator[Problem]:
    for said in utterances.firing(piece, context, LIST):  # a named comparison that nobody registered is page-statement-unregistered's
        if found := tuple(hit for hit in utterances.hits(said, LIST) if not hit.compared):
            yield utterances.problem(said, found, basis=_other(said, context.registry))


def _other(said: Utterance, registry: Registry) -> tuple[str, ...]:
    """The texts about statements on other products, where one is named (by its name under `products:`) or meant; else none of them."""
    own = str(said.product.get("name") or "")
    spoken = said.text.replace(own, " ") if own else ""  # of an unknown product nobody can say which one is another
    others = [str(facts.get("name") or "") for facts in registry.products.values() if isinstance(facts, Mapping) and facts is not said.product]
    named = any(name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", spoken, re.IGNORECASE) for name in others)
    behind = phrases.compared(said.text.replace(own, " ") if own else said.text, said.language)
    return tuple(BASIS_WHERE) if named or any(PRODUCT.search(words) and not ABSENT.match(words) for words in behind) else ()


def _untested(chain: Chain, context: Context, text: str, found: tuple[Hit, ...]) -> str:
    """Why nothing on record carries a named comparison; empty where a study does."""
    known = utterances.studies(chain.claim, chain, context.registry)
    tested = [study for study in known if study.get("control") and str(study.get("design", "")).casefold().startswith(("random", *EQUALITY))]
    if not tested:
        return "names a comparison, and no randomised study with a control is on record for it"
    lacking = [_unequal(study) for study in tested] if any("equality" in hit.entry.reason for hit in found) else []
    if lacking and all(lacking):
        return f"says that two are equal, and no study on record was planned to show that and did: {'; '.join(lacking)}"
    spoken = text.casefold()
    controls = [str(study["control"]) for study in tested]
    if not any(len(word) > 3 and word in spoken for control in controls for word in control.casefold().replace("-", " ").split()):
        return f"names a comparison, and the control on record is another one: {', '.join(controls)}"
    return ""


def _unequal(study: Mapping[str, object]) -> str:
    """What keeps a study from showing that two are equal; empty where nothing does."""
    name, hypothesis = studies.named(study), studies.text(study, "hypothesis")
    if hypothesis == "superiority":
        return f"{name} was planned to show that one is better, so finding no difference says nothing"
    said = hypothesis in PLANNED or any(word in studies.text(study, "design").casefold() for word in EQUALITY)
    if not said:
        return f"{name} has no `hypothesis` on record"
    if not any(mark.isdigit() for mark in studies.text(study, "margin")):
        return f"{name} has no `margin` on record"
    first = next((endpoint for _, endpoint in studies.endpoints(study)), None)
    if first is not None and (stands := studies.standing(study, studies.text(first, "name"))):
        return f"in {name} the endpoint “{first['name']}” {stands}"
    return ""
