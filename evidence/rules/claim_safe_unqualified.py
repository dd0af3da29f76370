"""The words say “safe”, “harmless” or “no side effects”, and not for whom or how it was found.

Why: nothing is safe without a frame: for whom, compared with what, observed for how long. “No side effects” cannot be shown.

Do: name the population and the rate of adverse events and cite the study, or use the words of the labeling.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence import hearing, utterances
from evidence.model import Chain, Context, Problem
from evidence.utterances import Utterance

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "wording"
BASIS = ("LNG303",)

LIST = "safe"
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n"
PAGE = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: an implant for back pain}]\n"

PASSES = {
    "safety information": {"claims.yaml": HEAD % "see important safety information"},
    "for whom, and where it was found": {"claims.yaml": HEAD % "safe in patients with sacroiliac dysfunction in a trial of 148" + "    references: [1]\n"},
    "it is denied": {"claims.yaml": HEAD % "it is not known if the device is safe in children"},
}
FAILS = {
    "a safe procedure": {"claims.yaml": HEAD % "a safe, minimally invasive procedure  # here"},
    "no side effects": {"claims.yaml": HEAD % "works without side effects  # here"},
    "a reference alone does not qualify it": {"claims.yaml": HEAD % "a safe procedure  # here" + "    references: [1]\n"},
    "on a page": {"claims.yaml": PAGE, "page.html": "<p>A safe and effective treatment of back pain.</p><!-- # here -->\n"},
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    said = utterances.claim(chain, context)
    if said is not None and (problem := _judged(said)):
        yield problem


def check_page(piece: Piece, context: Context) -> Iterator[Problem]:
    for said in utterances.firing(piece, context, LIST):
        if problem := _judged(said):
            yield problem


def _judged(said: Utterance) -> Problem | None:
    found = utterances.hits(said, LIST)
    if not found or (said.references and hearing.says(said.text, said.language, "population")):
        return None
    return utterances.problem(said, found)
