"""What was signed has changed since: the claim, a BibTeX entry, a passage, a source file, a waiver or the policy.

Why: an approval is of the final form. One changed digit, and the names under it stand for something that these people have
never seen.

Do: have the same roles read what changed (`evidence log ID` shows it) and sign anew, or change it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evidence.model import Context, Place, Problem, Registry, Related

if TYPE_CHECKING:
    from evidence.signoff import Standing

LINK = "approved"
SEVERITY = "error"
DECIDED = "data"
INTEGRITY = True
BASIS = ("GOV703",)

CLAIMS = "version: 1\nclaims:\n  - {id: a, text: less pain}  # here\n"
NAME = "approvals/d42b3a6c47967c6318851f0b3843acc3dde2057a95a594597d1a260176ff95d4.json"
RECORD = '{"_type":"https://in-toto.io/Statement/v1","predicate":{"after":[],"comment":"","content":{"claim":{},"passages":{},"policy":{},"references":{},"sources":{},"waivers":{}},"context":{},"decision":"approve","digests":{"claim":"v1:sha256:56926cb371eb426cb3701a4d5d4f477c9bb8d25304fcc2a38dbfc4360d9eea3b","passages":"v1:sha256:23b90efed844a356c6d0ccb3be1c278001214a13cb886f153a953efb5281f1e7","policy":"v1:sha256:52aa22a78f3b2b470098b5be498098bb161b7c0b54c821dcf64457531b14db02","references":"v1:sha256:7d871a9f07b37b0be929b89849698cf3e310829bbc92c3572fa9af08f69c4d54","sources":"v1:sha256:a434fcdd298fb38025a4968ec4c8043c2aa861fc405a6aaa1c9da5d891ca3809","waivers":"v1:sha256:1853a9692c5ca9c5f653bd8cd1c1e471f6b0499d504aa993dc429244391a766b"},"email":"ana@example.org","ends":[],"kind":"claim","meaning":"medically accurate","name":"Ana","role":"medical","subject":"a","time":"2026-11-01T09:00:00Z"},"predicateType":"https://evidence-audit.readthedocs.io/sign-off/v1","subject":[{"digest":{"sha256":"6c595ceecd0f6930786e624ebcfd81794e5fa6fab7b4dd62ccc8b250a9a37257"},"name":"claim/a"}]}'

PASSES = {
    "nobody has signed": {"claims.yaml": CLAIMS},
}
FAILS = {
    "the claim has other words now": {"claims.yaml": CLAIMS, NAME: RECORD},
}
WORDS = {"references": "a BibTeX entry", "passages": "a passage", "sources": "a source file", "waivers": "a waiver", "page": "the page", "claims": "a claim on it"}


def check(registry: Registry, context: Context) -> Iterator[Problem]:
    if registry.ledger is None:
        return
    for claim in registry.claims:
        for one in _last(registry.ledger.standings.get(claim.id, ())):
            yield Problem(_message(one), at=claim.path, about=one.sign_off.role, claim=claim.id, related=_record(one))
    for material in registry.materials:
        for one in _last(registry.ledger.pieces.get(material.id, ())):
            yield Problem(_message(one), at=material.path, about=f"{material.id} {one.sign_off.role}", related=_record(one))


def _last(standings: Sequence[Standing]) -> Iterator[Standing]:
    """Of every person and role the last sign-off that still speaks, where it is outdated and nobody has filled the role since."""
    filled = {one.sign_off.role for one in standings if one.counts}
    last: dict[tuple[str, str], Standing] = {}
    for one in standings:
        if one.state not in ("withdrawn", "invalid") and one.sign_off.decision != "withdraw":
            last[one.sign_off.role, one.sign_off.email] = one
    return (one for one in last.values() if one.state == "outdated" and one.sign_off.role not in filled)


def _message(one: Standing) -> str:
    changed = ", ".join(WORDS.get(part, f"the {part}") for part in one.moved)
    return f"{one.sign_off.who} signed it as {one.sign_off.role} on {one.sign_off.time}; since then {changed} has changed"


def _record(one: Standing) -> tuple[Related, ...]:
    return (Related(Place(one.sign_off.file), "what was signed"),)
