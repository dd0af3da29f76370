"""A small project that can be signed, and the few moves that the tests of sign-offs are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import standin_keys as keys

from evidence import attestation, recordfiles, signing, standings
from evidence.model import Audit
from evidence.pipeline import audit as run
from evidence.signoff import SignOff, Standing

TODAY, TIME = "2026-11-22", "2026-11-20T10:00:00Z"
ANA, BO = "ana@example.org", "bo@example.org"
BIB = "@article{a,\n  title = {Outcomes of a trial},\n  author = {Doe, A.},\n  journal = {Journal},\n  year = {2020},\n  doi = {10.1000/xyz},\n  file = {a.txt},\n}\n"
CLAIMS = """version: 1
numbering: {1: a}
products: {widget: {name: Widget, maker: Example}}
policy: {roles: {medical: [ana@example.org]}}
claims:
  - id: pain
    text: pain fell by 50% at 24 months
    type: efficacy
    product: widget
    references: [1]
    author: Carl
    quantities:
      - printed: 50%
        what: pain, mean
        better: lower
        when: 24 months
        n: 102
        measure: relative reduction
        from: {baseline: 80, followup: 40}
        set: all
        source: {reference: 1, read: full, page: 4, quote: fell from 80 to 40}
    scope: {markets: [US, DE], audience: [hcp]}
  - {id: name, text: It is called Widget, type: status}
"""


def project(folder: Path, claims: str = CLAIMS) -> Path:
    """Write the project; its folder."""
    (folder / "references").mkdir(parents=True, exist_ok=True)
    (folder / "references" / "a.bib").write_text(BIB, encoding="utf-8")
    (folder / "references" / "a.txt").write_text("Pain fell from 80 to 40 points.\n", encoding="utf-8")
    (folder / "claims.yaml").write_text(claims, encoding="utf-8")
    return folder


def audit(folder: Path, today: str = TODAY, **more: Any) -> Audit:
    return run(folder / "claims.yaml", today=today, **more)


def record(folder: Path, claim: str = "pain", key: keys.Key | None = None, **over: Any) -> SignOff:
    """A sign-off of the claim as it stands, and its record written, signed with the key where there is one."""
    found = audit(folder)
    result = next(one for one in found.claims if one.claim.id == claim)
    who = signing.Signer("Ana Doe", ANA, "medical", "medically accurate", "approve", TIME)
    after = standings.today(found.registry, found.rules) and signing.before(found.registry.ledger, "9999")
    made = replace(signing.claim_record(result, found, who, after), **over)
    return put(folder, made, key)


def put(folder: Path, made: SignOff, key: keys.Key | None = None, **how: Any) -> SignOff:
    data = attestation.statement(made)
    digest = recordfiles.write(str(folder), data, keys.armored(key, data, **how) if key else None)
    return replace(made, digest=digest)


def trust(folder: Path, key: keys.Key, who: str = ANA, options: str = "") -> None:
    (folder / "approvals").mkdir(exist_ok=True)
    with (folder / "approvals" / "allowed_signers").open("a", encoding="utf-8") as stream:
        stream.write(f"{who} {options}{' ' if options else ''}{key.line} a comment\n")


def file(folder: Path, made: SignOff, suffix: str = "") -> Path:
    return folder / f"{made.file}{suffix}"


def rewrite(folder: Path, old: str, new: str, name: str = "claims.yaml") -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def save(folder: Path, data: bytes) -> str:
    """Bytes of any kind, under the name that is their digest."""
    digest = hashlib.sha256(data).hexdigest()
    (folder / "approvals").mkdir(exist_ok=True)
    (folder / "approvals" / f"{digest}.json").write_bytes(data)
    return digest


def standing(found: Audit, claim: str = "pain") -> tuple[Standing, ...]:
    return next(one.chain.standings for one in found.claims if one.claim.id == claim)


def states(found: Audit, claim: str = "pain") -> list[str]:
    return [one.state for one in standing(found, claim)]


def link(found: Audit, claim: str = "pain") -> str:
    return next(one.links["approved"] for one in found.claims if one.claim.id == claim)


def fired(found: Audit) -> set[str]:
    names = ("ledger-broken", "sign-off-incomplete", "sign-off-outdated", "sign-off-missing")
    return {one.rule for one in found.findings if one.rule in names and (one.rule, one.claim) != ("sign-off-missing", "name")}


def everything(found: Audit) -> Iterator[str]:
    """Every state of every sign-off."""
    for one in found.claims:
        yield from (each.state for each in one.chain.standings)
