"""A record of approvals/ is missing, is not what its name says, does not fit its signature, or is dated after the audit.

Why: sign-offs are only worth something where nobody can change, remove or back-date one unseen. A record that is gone may have
been the withdrawal of another.

Do: bring the record back from git's history as it was; a record is never edited, only followed by a new one.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Context, Missing, Place, Problem, Registry

LINK = "approved"
SEVERITY = "error"
DECIDED = "data"
INTEGRITY = True
BASIS = ("GOV705",)

CLAIMS = "version: 1\nclaims: [{id: a, text: less pain}]\n"
NAME = "approvals/5afadfb566ca6c28d7b851059e412feb592f5837ece1567e8809d7f6b5e0c81f.json"
RECORD = '{"_type":"https://in-toto.io/Statement/v1","predicate":{"after":[],"comment":"","content":{"claim":{},"passages":{},"policy":{},"references":{},"sources":{},"waivers":{}},"context":{},"decision":"approve","digests":{"claim":"v1:sha256:56926cb371eb426cb3701a4d5d4f477c9bb8d25304fcc2a38dbfc4360d9eea3b","passages":"v1:sha256:23b90efed844a356c6d0ccb3be1c278001214a13cb886f153a953efb5281f1e7","policy":"v1:sha256:52aa22a78f3b2b470098b5be498098bb161b7c0b54c821dcf64457531b14db02","references":"v1:sha256:7d871a9f07b37b0be929b89849698cf3e310829bbc92c3572fa9af08f69c4d54","sources":"v1:sha256:a434fcdd298fb38025a4968ec4c8043c2aa861fc405a6aaa1c9da5d891ca3809","waivers":"v1:sha256:1853a9692c5ca9c5f653bd8cd1c1e471f6b0499d504aa993dc429244391a766b"},"email":"ana@example.org","ends":[],"kind":"claim","meaning":"medically accurate","name":"Ana","role":"medical","subject":"a","time":"2027-01-01T09:00:00Z"},"predicateType":"https://evidence-audit.readthedocs.io/sign-off/v1","subject":[{"digest":{"sha256":"6c595ceecd0f6930786e624ebcfd81794e5fa6fab7b4dd62ccc8b250a9a37257"},"name":"claim/a"}]}'

PASSES = {
    "there is no ledger": {"claims.yaml": CLAIMS},
    "there is an empty one": {"claims.yaml": CLAIMS, "approvals/.gitkeep": ""},
}
FAILS = {
    "dated after the day of the audit": {"claims.yaml": CLAIMS, NAME: RECORD},
    "edited": {"claims.yaml": CLAIMS, NAME: RECORD.replace("Ana", "Ann")},
    "renamed": {"claims.yaml": CLAIMS, "approvals/medical.json": RECORD},
    "a signature without its record": {"claims.yaml": CLAIMS, NAME + ".sig": "-----BEGIN SSH SIGNATURE-----"},
}


def check(registry: Registry, context: Context) -> Iterator[Problem | Missing]:
    if registry.ledger is None:
        return
    ids = {claim.id for claim in registry.claims}
    for fault in registry.ledger.faults:
        if fault.rule == "ledger-broken":
            claim = fault.subject if fault.subject in ids else ""
            yield Problem(f"{fault.file}: {fault.message}", at=Place(fault.file), about=f"{fault.file} {fault.message}", claim=claim)
    yield from map(Missing, registry.ledger.gaps)
