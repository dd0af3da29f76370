"""What every sign-off is worth today: the sealed content compared with the files, and the roles that are still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from evidence import attestation, history, ledger, nouns, roles, seal, sealparts, trusted
from evidence.model import Chain, Input, Missing, Registry, Rule
from evidence.page import Piece
from evidence.seal import Sealed
from evidence.signoff import FOLDER, Fault, Ledger, Need, SignOff, Standing, is_live, plain


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """What every sign-off is compared with."""

    registry: Registry
    policy: bytes  # as it is sealed
    faults: Mapping[str, Fault] = field(default_factory=dict)  # record → what is wrong with it alone
    ended: Mapping[str, SignOff] = field(default_factory=dict)  # record → its withdrawal
    hole: str = ""  # why no sign-off can be sure
    known: sealparts.Known = field(default_factory=sealparts.Known)  # what many claims share
    claims: dict[int, tuple[Chain, Sealed]] = field(default_factory=dict)  # a chain's number, the chain (no other gets its number) → what would be sealed


Resolve = Callable[[], Sequence[Chain]]
"""Makes the chains."""


def stand(
    registry: Registry, resolve: Sequence[Chain] | Resolve, pieces: Sequence[Piece], as_of: str, rules: Iterable[Rule], ref: str | None = None
) -> tuple[Registry, tuple[Chain, ...]]:
    """The registry with its ledger read and judged, and every chain with its sign-offs and what of the last link stays open.

    `resolve`: the chains; or what makes them, while the signatures are verified on another processor.
    """
    day = today(registry, rules)
    made = cache(resolve if callable(resolve) else lambda: resolve)

    def expected(claims: frozenset[str]) -> dict[str, Sealed]:
        return {chain.claim.id: of_claim(chain, day) for chain in made() if chain.claim.id in claims}

    found, chains = _read(registry, as_of, ref, expected), made()
    by_subject: dict[tuple[str, str], list[SignOff]] = {}
    for one in found.sign_offs:
        by_subject.setdefault((one.kind, one.subject), []).append(one)
    faults = {one.digest: one for one in found.faults if one.digest}
    day = replace(day, faults=faults, ended=_ended(found), hole=_hole(found))
    live = _live(pieces, registry, as_of)

    more: list[Fault] = []
    standings: dict[str, tuple[Standing, ...]] = {}
    needs: dict[str, tuple[Need, ...]] = {}
    ids = Counter(chain.claim.id for chain in chains)
    for chain in chains:
        own = by_subject.get(("claim", chain.claim.id), [])
        judged = _judge(own, chain, day, more) if own else ()
        if ids[chain.claim.id] > 1:
            judged = tuple(replace(one, state="unchecked", because="two claims have this id", counts=False) for one in judged)
        standings[chain.claim.id] = judged
        needs[chain.claim.id] = tuple(roles.needs(judged, registry))
    sealed = {chain.claim.id: chain for chain in chains}
    materials = {
        material: _judge_piece(own, material, sealed, pieces, day, more) for (kind, material), own in by_subject.items() if kind == "material"
    }
    told = tuple(one for one in (*found.faults, *more) if one.hole or one.digest not in day.ended)  # a withdrawal puts right what was wrong with a record
    whole = replace(found, faults=told, standings=standings, pieces=materials, needs=needs, live=live)
    inputs = (*registry.inputs, *(Input(path, digest) for path, digest in found.inputs))
    return replace(registry, ledger=whole, inputs=inputs), tuple(_chained(chain, whole, day.hole) for chain in chains)


def overrides(rules: Iterable[Rule]) -> dict[str, str]:
    """The severities in force for a claim that are not the default: what the policy digest covers of the rules."""
    return {rule.name: rule.now for rule in rules if rule.now != rule.severity and rule.subject != "Piece"}


# --- the ledger ---------------------------------------------------------------------------------------------------


def _read(registry: Registry, as_of: str, ref: str | None, expected: ledger.Expected) -> Ledger:
    """The ledger, with what git says is missing from it."""
    keys = (trusted.file(registry, ref, f"{FOLDER}/allowed_signers"), trusted.file(registry, ref, f"{FOLDER}/revoked_keys")) if ref else None
    found = ledger.read(registry.folder, as_of, keys, expected)
    ever = history.committed(registry.folder)
    if isinstance(ever, Missing):
        return replace(found, gaps=(*found.gaps, ever.because))
    lost = [Fault("ledger-broken", name, "git has it in its history, and it is not there now", hole=True) for name in sorted(ever - found.names)]
    return replace(found, faults=(*found.faults, *lost))


def _ended(found: Ledger) -> dict[str, SignOff]:
    """Record → what withdraws it: for good, whatever the withdrawal's own signature is worth. Nobody withdraws what is about something else."""
    about = {one.digest: (one.kind, one.subject) for one in found.sign_offs}
    return {digest: one for one in found.sign_offs for digest in one.ends if one.decision == "withdraw" and about.get(digest) == (one.kind, one.subject)}


def _hole(found: Ledger) -> str:
    first = next((fault for fault in found.faults if fault.hole), None)
    return f"the ledger is broken ({first.file}: {first.message}), and what is missing may be a withdrawal" if first else ""


# --- one sign-off -------------------------------------------------------------------------------------------------


def today(registry: Registry, rules: Iterable[Rule]) -> Day:
    """What would be sealed today, for whoever is about to sign."""
    return Day(registry, seal.encoded(seal.canonical(seal.policy(registry, overrides(rules)))), known=sealparts.known(registry))


def content(chain: Chain, day: Day) -> dict[str, object]:
    """Everything that is sealed of a claim, part by part, in canonical form."""
    found = of_claim(chain, day)
    return {part: found.content[part] for part in found.digests}


def of_claim(chain: Chain, day: Day) -> Sealed:
    """What would be sealed of a claim today, taken once a day."""
    found = day.claims.get(id(chain))
    if not found:
        parts = sealparts.of_claim(chain, day.registry, day.known) | {"policy": day.policy}
        found = day.claims[id(chain)] = chain, seal.together(parts)
    return found[1]


def _judge(own: Sequence[SignOff], chain: Chain, day: Day, faults: list[Fault]) -> tuple[Standing, ...]:
    now = of_claim(chain, day)
    wrote = roles.authors(chain.claim, own)
    judged = []
    for one in own:
        standing = _state(one, now, day, chain)
        approves = plain(one.role) != "author" and one.decision == "approve" and not day.registry.policy.author_may_sign
        if approves and standing.state not in ("invalid", "withdrawn") and roles.is_author(one, wrote):
            because = f"{one.who} signed own work, as {one.role}"
            faults.append(Fault("sign-off-incomplete", one.file, because, one.subject, one.digest))
            standing = replace(standing, state="invalid", because=because, moved=())
        elif standing.state == "invalid" and one.digest not in day.faults:
            faults.append(Fault("ledger-broken", one.file, standing.because, one.subject, one.digest))
        judged.append(standing)
    return roles.counted(judged, day.registry)


def _state(one: SignOff, now: Sealed, day: Day, chain: Chain | None = None) -> Standing:
    """The worst that is true of a sign-off of a claim; without a chain, of a piece."""
    if ending := day.ended.get(one.digest):
        return Standing(one, "withdrawn", f"by {ending.who} on {ending.time}{f': {ending.comment}' if ending.comment else ''}")
    fault = day.faults.get(one.digest)
    same = one.digests is now.digests or one.digests == now.digests
    moved = () if same else tuple(part for part in now.digests if one.digests.get(part) != now.digests[part])
    honest = one.content is now.content or (one.content == now.content if not moved else attestation.shows_what_it_seals(one))
    if fault and one.signature.state not in ("untrusted", "expired key"):
        return Standing(one, "invalid", fault.message)
    if not honest or not (same or one.digests.keys() == now.digests.keys()):
        return Standing(one, "invalid", "what the record shows is not what its digests are of")
    if one.signature.state in ("untrusted", "expired key", "unchecked"):
        return Standing(one, one.signature.state, one.signature.because)
    gone = ""
    if "sources" in moved and chain:
        absent = sealparts.absent(sealparts.citations(chain), day.registry, day.known)
        changed, gone = _sources(one.content["sources"], now.content["sources"], absent)
        moved = moved if changed else tuple(part for part in moved if part != "sources")
    if moved and one.decision != "withdraw":
        return Standing(one, "outdated", f"changed since: {', '.join(moved)}", moved)
    if gone or day.hole:
        return Standing(one, "unchecked", gone or day.hole)
    return Standing(one, one.signature.state, one.signature.because)


def _sources(then: object, now: object, absent: Sequence[str]) -> tuple[bool, str]:
    """Whether a source file is another than the one that was signed; and of which papers that cannot be said, for the file is not here."""
    before = dict(then) if isinstance(then, Mapping) else {}
    after = dict(now) if isinstance(now, Mapping) else {}
    gone = []
    for key in sorted({*before, *after}):
        signed, here = set(before.get(key, ())), set(after.get(key, ()))
        if here - signed or (signed - here and key not in absent):
            return True, ""
        if signed - here:
            gone.append(key)
    return False, f"the source file of {', '.join(gone)} is not here to be compared with the one that was signed" if gone else ""


# --- what is left open ------------------------------------------------------------------------------------------------


def _chained(chain: Chain, whole: Ledger, hole: str) -> Chain:
    standings, needs = whole.standings[chain.claim.id], whole.needs[chain.claim.id]
    open_ = tuple(Missing(f"{need.role}: {need.because}" if need.role else need.because, "approved") for need in needs)
    unsure = (Missing(hole, "approved"),) if standings and not open_ and hole else ()
    applicable = chain.not_applicable
    if standings and "approved" in applicable:
        applicable = {link: why for link, why in applicable.items() if link != "approved"}
    return nouns.changed(chain, standings=standings, missing=(*chain.missing, *open_, *unsure), not_applicable=applicable)


# --- pieces -------------------------------------------------------------------------------------------------------


def of_piece(material: str, claims: Iterable[str], sealed: Mapping[str, Chain], day: Day) -> Sealed:
    """What would be sealed of a piece today: the file's hash, every claim on it, the labeling version, the policy."""
    registry = day.registry
    noun = next((one for one in registry.materials if one.id == material), None)
    file = noun.file if noun and isinstance(noun.file, str) else ""
    hashed = next((one.sha256 for one in registry.inputs if one.path == file), "") if file else ""
    facts = dict(noun.facts) if noun else {}
    product = registry.products.get(str(facts.get("product") or ""), {})
    every = {name: _claim_seal(sealed[name], day) if name in sealed else "there is no such claim" for name in sorted(set(claims))}
    parts = {"page": {"id": material, "sha256": hashed, "facts": facts}, "claims": every, "labeling": product.get("labeling")}
    return seal.together({**{part: seal.encoded(seal.canonical(value)) for part, value in parts.items()}, "policy": day.policy})


def _claim_seal(chain: Chain, day: Day) -> str:
    return seal.of_canonical("claims", {part: digest for part, digest in of_claim(chain, day).digests.items() if part not in ("policy", "sources")})


def _judge_piece(
    own: Sequence[SignOff], material: str, sealed: Mapping[str, Chain], pieces: Sequence[Piece], day: Day, faults: list[Fault]
) -> tuple[Standing, ...]:
    read = next((piece for piece in pieces if piece.material == material), None)
    judged = []
    for one in own:
        then = one.content.get("claims")
        names = claims_on(read) if read else list(then) if isinstance(then, Mapping) else []
        standing = _state(one, of_piece(material, names, sealed, day), day)
        if standing.state == "invalid" and one.digest not in day.faults:
            faults.append(Fault("ledger-broken", one.file, standing.because, "", one.digest))
        judged.append(standing)
    return roles.counted(judged, day.registry)


def claims_on(piece: Piece) -> list[str]:
    """The claims that stand on a piece in registered words."""
    return sorted({use.claim for use in piece.uses if use.kind != "drifted"})


def _live(pieces: Iterable[Piece], registry: Registry, as_of: str) -> dict[str, tuple[str, ...]]:
    """Claim → the pieces on which it stands and that are live on the day."""
    spans = {one.id: one.facts.get("live") for one in registry.materials}
    found: dict[str, list[str]] = {}
    for piece in pieces:
        if is_live(spans.get(piece.material), as_of):
            for claim in claims_on(piece):
                found.setdefault(claim, []).append(piece.material)
    return {claim: tuple(materials) for claim, materials in found.items()}
