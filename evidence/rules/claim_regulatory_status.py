"""The words give the product a regulatory status that it does not have: “FDA approved” of a cleared device, “registered” as a merit.

Why: registration, listing and clearance do not mean that an authority found the product good; words that give this impression
are misleading, whatever stands beside them.

Do: name what the product has: “510(k) cleared (K-number) for” and its indication. Leave registration, listing and the logo out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import claims as nouns
from evidence import utterances
from evidence.model import Chain, Context, Problem
from evidence.patterns import late
from evidence.utterances import Utterance

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("LNG307",)

LIST = "status"
# Without these words no list of ours fires. For text in lower case; every branch begins with a letter of its own, which is searched several times as fast.
MAY = late(r"fda(?!\w)|ce(?!\w)(?<!\wce)|510|food and drug|cleared(?!\w)")
NUMBER = late(r"\b(?:k|den)[0-9]{6}\b", re.IGNORECASE)  # of a 510(k) or a De Novo
APPROVED = ("pma", "nda", "bla", "approved")  # how a status on record begins where FDA did approve
MERITS = ("regist", "list", "certif", "endors", "recommend", "logo", "accept", "enregistr", "empfohl", "zertif", "consigli", "raccomand", "homologu", "ce")
HEAD = "version: 1\nproducts: {p: {name: P%s}}\nclaims:\n  - id: a\n    product: p\n    text: %s\n"
PAGE = "version: 1\nproducts: {p: {name: P, status: 510k}}\nmaterials: {home: {path: page.html, product: p}}\nclaims: [{id: a, text: an implant}]\n"

PASSES = {
    "approved, and it is": {"claims.yaml": HEAD % (", status: pma", "an FDA-approved implant")},
    "cleared, and it is": {"claims.yaml": HEAD % (", status: 510k, numbers: [K000000]", "FDA 510(k) cleared (K000000) for fusion of the SI joint")},
    "it quotes the law": {"claims.yaml": HEAD % (", status: 510k", "21 CFR 807.97 says that registration does not make a device FDA approved")},
    "it is denied": {"claims.yaml": HEAD % (", status: 510k", "this device has not been approved by the FDA")},
}
FAILS = {
    "approved, and it is cleared": {"claims.yaml": HEAD % (", status: 510k", "an FDA-approved implant  # here")},
    "registered as a merit": {"claims.yaml": HEAD % (", status: pma", "FDA registered implant  # here")},
    "cleared, and it is exempt": {"claims.yaml": HEAD % (", status: exempt", "an FDA cleared device  # here")},
    "another number": {"claims.yaml": HEAD % (", status: 510k, numbers: [K000001]", "FDA 510(k) cleared (K000000)  # here")},
    "the logo on a page": {"claims.yaml": PAGE, "page.html": '<p>Our implant</p>\n<img src="fda.png" alt="FDA logo"><!-- # here -->\n'},
    "no status on record": {"claims.yaml": HEAD % ("", "approved by the FDA  # here")},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    said = utterances.claim(chain, context)
    if said is not None and (problem := _judged(said)):
        yield problem


def check_page(piece: Piece, context: Context) -> Iterator[Problem]:
    """Every block is read, not only its statements: a badge or a picture's text says it as well. Patients' words count, too."""
    for said in utterances.blocks(piece, context, MAY):
        if problem := _judged(said):
            yield problem


def _judged(said: Utterance) -> Problem | None:
    status = str(said.product.get("status") or "").casefold()
    found = utterances.hits(said, LIST)
    if wrong := tuple(hit for hit in found if _merit(hit.words) or not status.startswith(APPROVED)):
        has = f"the status on record is {said.product['status']}" if status else "no status of the product is on record"
        merit = all(_merit(hit.words) for hit in wrong)
        because = "is no merit: it says nothing about how good the product is" if merit else f"reads as an official approval; {has}"
        problem = utterances.problem(said, wrong, because)
        if merit or status:
            return problem
        return Problem(problem.message, problem.at, problem.about, problem.fix, "warning", "no status is on record to compare it with")
    cleared = utterances.hits(said, "cleared")
    if cleared and status.startswith("exempt"):
        return utterances.problem(said, cleared, f"names a clearance; the status on record is {said.product['status']}")
    known = {number.casefold() for number in nouns.texts(said.product, "numbers")}
    printed = [number for number in NUMBER.findall(said.text) if number.casefold() not in known]
    if cleared and known and printed:
        return utterances.problem(said, cleared, f"prints {', '.join(printed).upper()}, and the number on record is {', '.join(sorted(known)).upper()}")
    return None


def _merit(words: str) -> bool:
    """True for what is never a merit: registration, listing, a certificate, the logo."""
    return any(part.startswith(MERITS) for part in words.casefold().replace("-", " ").split())

