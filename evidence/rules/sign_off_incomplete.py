"""A sign-off lacks a printed name, a time with its zone, a role or a meaning, its key is not the person's, or it is of own work.

Why: a signature says who, when and what for, and it is another person's look at the author's work. Without one of these it shows
nothing.

Do: sign again, with everything; have somebody else sign who did not write the claim; name the key in approvals/allowed_signers.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Context, Place, Problem, Registry

LINK = "approved"
SEVERITY = "error"
DECIDED = "data"
INTEGRITY = True
BASIS = ("GOV704",)

CLAIMS = "version: 1\nclaims: [{id: a, text: less pain}]\n"
NAME = "approvals/5e7938343aebc3d35cdf1ffbd32de2a62f9ee68cf9896aa5ee74c176fb4d5bc5.json"
RECORD = '{"_type":"https://in-toto.io/Statement/v1","predicate":{"after":[],"comment":"","content":{"claim":{},"passages":{},"policy":{},"references":{},"sources":{},"waivers":{}},"context":{},"decision":"approve","digests":{"claim":"v1:sha256:56926cb371eb426cb3701a4d5d4f477c9bb8d25304fcc2a38dbfc4360d9eea3b","passages":"v1:sha256:23b90efed844a356c6d0ccb3be1c278001214a13cb886f153a953efb5281f1e7","policy":"v1:sha256:52aa22a78f3b2b470098b5be498098bb161b7c0b54c821dcf64457531b14db02","references":"v1:sha256:7d871a9f07b37b0be929b89849698cf3e310829bbc92c3572fa9af08f69c4d54","sources":"v1:sha256:a434fcdd298fb38025a4968ec4c8043c2aa861fc405a6aaa1c9da5d891ca3809","waivers":"v1:sha256:1853a9692c5ca9c5f653bd8cd1c1e471f6b0499d504aa993dc429244391a766b"},"email":"ana@example.org","ends":[],"kind":"claim","meaning":"medically accurate","name":"","role":"medical","subject":"a","time":"2026-11-01T09:00:00Z"},"predicateType":"https://evidence-audit.readthedocs.io/sign-off/v1","subject":[{"digest":{"sha256":"6c595ceecd0f6930786e624ebcfd81794e5fa6fab7b4dd62ccc8b250a9a37257"},"name":"claim/a"}]}'

PASSES = {
    "nobody has signed": {"claims.yaml": CLAIMS},
}
FAILS = {
    "without a printed name": {"claims.yaml": CLAIMS, NAME: RECORD},
}


def check(registry: Registry, context: Context) -> Iterator[Problem]:
    for fault in registry.ledger.faults if registry.ledger else ():
        if fault.rule == "sign-off-incomplete":
            claim = fault.subject if any(one.id == fault.subject for one in registry.claims) else ""
            yield Problem(f"{fault.file}: {fault.message}", at=Place(fault.file), about=f"{fault.file} {fault.message}", claim=claim)
