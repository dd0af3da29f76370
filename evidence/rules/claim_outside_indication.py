"""The words reach beyond the product's indication: another condition, another part of the body, other patients.

Why: what a product is promoted for is what it is intended for. A use that was not cleared makes it another product in the eyes of
the law, whatever the evidence says.

Do: keep to the indication as it was cleared, or take the use out. Record `label:` with its `rationale:` where it is covered in other
words, and under `not_indicated:` what must never be said of the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import claims as nouns
from evidence import phrases, utterances
from evidence.folding import fold_words
from evidence.model import Chain, Context, Missing, Problem
from evidence.utterances import Utterance

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("SCP601",)

HEAD = """version: 1
products: {p: {name: P, indications: 'sacroiliac joint fusion for dysfunction of the joint in adults', not_indicated: [lip augmentation]}}
claims:
  - id: a
    product: p
    text: %s
"""
PAGE = HEAD.replace("claims:", "materials: {home: {path: page.html, product: p}}\nclaims:") % "an implant"

PASSES = {
    "within it": {"claims.yaml": HEAD % "treats dysfunction of the sacroiliac joint"},
    "a condition that is no use": {"claims.yaml": HEAD % "weight bearing may be delayed in conditions such as osteoporosis"},
    "the labeling covers it in other words": {"claims.yaml": HEAD % "relief from low back pain" + "    label: consistent\n    rationale: see labeling, page 2\n"},
    "it is denied": {"claims.yaml": HEAD % "it does not treat fibromyalgia"},
}
FAILS = {
    "another condition": {"claims.yaml": HEAD % "it also helps fibromyalgia  # here"},
    "what must never be said": {"claims.yaml": HEAD % "an implant for lip augmentation  # here"},
    "beyond the label, by its own record": {"claims.yaml": HEAD % "relief of joint pain  # here" + "    label: beyond\n"},
    "on a page": {"claims.yaml": PAGE, "page.html": "<p>It also relieves migraine and improves sleep.</p><!-- # here -->\n"},
}
OPENS = {"no indication is on record": {"claims.yaml": (HEAD % "relief from fibromyalgia").replace("indications: 'sacroiliac joint fusion for dysfunction of the joint in adults', ", "")}}


def check(chain: Chain, context: Context) -> Iterator[Problem | Missing]:
    claim = chain.claim
    said = utterances.claim(chain, context)
    if said is None:
        return
    if claim.label == "beyond":
        yield Problem("the claim is recorded as going beyond the labeling (`label: beyond`)", at=said.at, about="beyond")
    elif not (claim.label == "consistent" and claim.rationale):
        yield from _judged(said)


def check_page(piece: Piece, context: Context) -> Iterator[Problem | Missing]:
    for said in utterances.page(piece, context, spoken=True):
        yield from _judged(said)


def _judged(said: Utterance) -> Iterator[Problem | Missing]:
    if not said.product:
        return
    opening = f"“{said.text}”: " if said.on_page else ""
    terms = nouns.texts(said.product, "not_indicated")
    never = [term for term in terms if _times(term, said.text) > sum(_times(term, words) for words in _held(said))]
    indications = nouns.text(said.product, "indications") or ""
    others = [] if never else phrases.uses(said.text, said.language, said.covered)
    if never:
        yield Problem(f"{opening}{_quoted(never)} is recorded as a use that the product is not indicated for", at=said.at, about=said.text)
    elif others and not indications:
        yield Missing(f"the words promise a use for {', '.join(others)}, and the product's indications are not on record (`indications:`)")
    elif others:
        allowed = phrases.conditions(indications, said.language) | phrases.conditions(indications, "en")
        if outside := [name for name in others if name not in allowed]:
            because = "read from the words: the indication on record does not name it, in these words or others we know"
            message = f"{opening}{_quoted(outside)} is not in the indication on record: {indications}"
            yield Problem(message, at=said.at, about=said.text, severity="warning", because=because)


def _times(term: str, words: str) -> int:
    sought, spoken = (fold_words(each).replace(" ", "  ") for each in (term, words))
    return f" {spoken} ".count(f" {sought} ") if sought else 0


def _held(said: Utterance) -> Iterator[str]:
    """What registered claims hold of it, no word twice: that is judged at the claim."""
    done = 0
    for start, end in sorted(said.covered):
        if end > max(start, done, 0):
            yield said.text[max(start, done, 0) : end]
            done = end


def _quoted(terms: list[str]) -> str:
    return ", ".join(f"“{term}”" for term in terms)
