"""The words say that it is proven or shown, and no adequate controlled study in people of this product and endpoint is on record.

Why: “clinically proven”, “was shown to” and “studies demonstrate” tell the reader that a study has settled it, which is more
than the number alone says. What counts differs by who asks, and the texts below say what each admits.

Do: say what the study was and what it measured (“in a single-arm study of 102 patients, mean pain fell …”). Where a controlled
trial carries it, record it: its `design`, `control` and `species` under `studies:`, `endpoint: {rank: primary}` under the number.
FDA's rule on evidence for devices admits controlled and partly controlled studies, objective trials without matched controls,
well-documented case histories by experts and significant human experience; the FTC expects randomised, controlled trials in people
for most health claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from evidence import studies, utterances
from evidence.model import Chain, Context, Problem

if TYPE_CHECKING:
    from evidence.page import Piece

LINK = "registered"
SEVERITY = "warning"
DECIDED = "wording"
BASIS = ("LNG304",)

LIST = "proven"
RANKS = ("primary", "key secondary")
STUDY = "version: 1\nstudies: {NCT00000001: {name: TRIAL, reports: [a], design: randomised, control: usual care, species: human}}\n"
HEAD = "claims:\n  - id: a\n    text: %s\n    references: [a]\n    quantities:\n      - {printed: 49%%, measure: reported, from: {value: 49}%s}\n"
BIB = {"references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n"}
PAGE = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: an implant for back pain}]\n"

PASSES = {
    "the primary endpoint of a controlled trial": {
        "claims.yaml": STUDY + HEAD % ("was shown to reduce pain by 49%", ", endpoint: {rank: primary}"), **BIB,
    },
    "it is denied": {"claims.yaml": "version: 1\n" + HEAD % ("has not been clinically proven to reduce pain by 49%", "")},
    "it says what was measured": {"claims.yaml": "version: 1\n" + HEAD % ("mean pain fell by 49% in a single-arm study", "")},
}  # fmt: skip
FAILS = {
    "no study on record": {"claims.yaml": "version: 1\n" + HEAD % ("clinically proven to reduce pain by 49%  # here", "")},
    "a controlled trial, and not what it was for": {
        "claims.yaml": STUDY + HEAD % ("was shown to reduce pain by 49%  # here", ", endpoint: {rank: post hoc}"), **BIB,
    },
    "on a page": {"claims.yaml": PAGE, "page.html": "<p>Studies have demonstrated lasting relief of pain.</p><!-- # here -->\n"},
}  # fmt: skip


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    said = utterances.claim(chain, context)
    found = utterances.hits(said, LIST) if said is not None else ()
    if said is None or not found:
        return
    lacking = [_lacks(study, chain) for study in utterances.studies(chain.claim, chain, context.registry)]
    if not lacking:
        yield utterances.problem(said, found, "tells that it is settled, and no study that the claim cites is on record")
    elif all(lacking):
        yield utterances.problem(said, found, f"tells that it is settled; on record: {'; '.join(lacking)}")


def check_page(piece: Piece, context: Context) -> Iterator[Problem]:
    for said in utterances.firing(piece, context, LIST):
        if found := utterances.hits(said, LIST):
            yield utterances.problem(said, found)


def _lacks(study: Mapping[str, object], chain: Chain) -> str:
    """What keeps a study from being an adequate controlled one in people of this product and endpoint; empty where nothing does."""
    lacks = []
    if not str(study.get("design", "")).casefold().startswith("random"):
        lacks.append("is not recorded as randomised")
    if not study.get("control"):
        lacks.append("has no control on record")
    if str(study.get("species", "human")).casefold() != "human":
        lacks.append(f"was done in {study['species']}")
    if study.get("product") and chain.claim.product and study["product"] != chain.claim.product:
        lacks.append(f"studied {study['product']}")
    if not any(quantity.endpoint.get("rank") in RANKS for quantity in chain.claim.quantities):
        lacks.append("this endpoint is not recorded as its primary one")
    names = [name for quantity in chain.claim.quantities if (name := studies.text(quantity.endpoint, "name"))]
    lacks += [f"its endpoint “{name}” {stands}" for name in dict.fromkeys(names) if (stands := studies.standing(study, name))]
    return f"{study.get('name') or 'a study'}: {', '.join(lacks)}" if lacks else ""
