"""Who has to sign and who may: the sign-offs that count for a role, the roles still open, and the authors of a claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from evidence.folding import fold_words
from evidence.model import Claim, Registry
from evidence.printed import natural
from evidence.signoff import LESSER, ROLES, Need, SignOff, Standing, plain

AUTHORS = re.compile(r"[;,]| and | & ")
ADDRESS = re.compile(r"<([^<>]*)>")
STANDS = ("valid", "recorded, not signed")


def counted(judged: Sequence[Standing], registry: Registry) -> tuple[Standing, ...]:
    """Which of them stand for their role: of every person the last decision, where it is an approval that is good today."""
    last: dict[tuple[str, str], Standing] = {}
    ordered = sorted(judged, key=lambda one: (one.sign_off.time, one.sign_off.decision != "approve")) if len(judged) > 1 else judged
    for one in ordered:
        if one.state not in ("withdrawn", "invalid") and one.sign_off.decision != "withdraw":
            last[plain(one.sign_off.role), one.sign_off.email] = one
    needed = ("valid",) if registry.policy.require_signatures else STANDS
    approvals = [one for one in last.values() if one.sign_off.decision == "approve" and one.state in needed]
    good = {id(one) for one in approvals if _named(one.sign_off, registry) and _fills(one.sign_off)}
    return tuple(Standing(one.sign_off, one.state, one.because, one.moved, counts=True) if id(one) in good else one for one in judged)


def _fills(one: SignOff) -> bool:
    """True where a sign-off means what its role is there for."""
    return one.meaning not in LESSER or one.meaning == ROLES.get(plain(one.role))


def _named(one: SignOff, registry: Registry) -> bool:
    """True where policy names nobody for the role, or this person."""
    own = plain(one.role)
    people: tuple[str, ...] = ()
    for role, named in registry.policy.roles.items():
        people = named if plain(role) == own else people
    return not people or one.email in people


def authors(claim: Claim, own: Iterable[SignOff]) -> frozenset[str]:
    """Who wrote a claim, folded: as `author:` says, and whoever signed as its author."""
    signed = [words for one in own if plain(one.role) == "author" for words in (one.email, one.name, one.signature.key)]
    wrote = _typed(claim.author) if claim.author else frozenset()
    return wrote | _people(signed) if signed else wrote


_folded = lru_cache(maxsize=1024)(fold_words)  # of ten thousand records few people wrote each many


@lru_cache(maxsize=1024)
def _typed(author: str) -> frozenset[str]:
    """The people that `author:` names."""
    typed = [part for part in AUTHORS.split(author) if part.strip()]
    addresses = [address for part in typed for address in ADDRESS.findall(part)]
    return _people([*addresses, *(ADDRESS.sub("", part) for part in typed)])


def _people(words: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(_folded, words)))


def is_author(one: SignOff, wrote: frozenset[str]) -> bool:
    """True where the signer is one of these, or has signed with the key of one."""
    return not wrote.isdisjoint((_folded(one.email), _folded(one.name), _folded(one.signature.key)))


def writes_own(claim: Claim, own: Iterable[SignOff], name: str, email: str) -> bool:
    """True where this person wrote the claim."""
    return not authors(claim, own).isdisjoint((fold_words(email), fold_words(name)))


def needs(judged: Sequence[Standing], registry: Registry) -> Iterator[Need]:
    """The roles of policy.roles that are still open for a claim, and why."""
    required = {role: people for role, people in registry.policy.roles.items() if people}
    for role, people in required.items():
        own = [one for one in judged if plain(one.sign_off.role) == plain(role)]
        counting = _people_behind([one.sign_off for one in own if one.counts])
        least = _least(registry.policy.at_least.get(role, "1"))
        if against := _against(own, people):
            verb = "rejected" if against.sign_off.decision == "reject" else "asked to amend"
            said = f": {against.sign_off.comment}" if against.sign_off.comment else ""
            yield Need(role, f"{against.sign_off.who} {verb} it on {against.sign_off.time}{said}")
        elif counting < least:
            of = f"{counting} of {least} have signed" if least > 1 else "nobody has signed"
            yield _need(role, of, [one for one in own if not one.counts], registry)
    approved = any(one.counts and plain(one.sign_off.role) != "author" for one in judged)
    if judged and not required and not approved:
        yield _need("", "nobody but its author has signed it" if any(one.counts for one in judged) else "no sign-off of it stands today", judged, registry)


def _people_behind(own: Sequence[SignOff]) -> int:
    """How many people have signed, at most: two names with one key are one."""
    return min(len({one.email for one in own}), len({one.signature.key or one.email for one in own}))


def _need(role: str, what: str, others: Sequence[Standing], registry: Registry) -> Need:
    """A need, with why the sign-offs that are there do not fill it."""
    told = [f"{one.sign_off.who}: {_why(one, registry)}" for one in others if one.sign_off.decision != "withdraw"]
    because = f"{what}{f' ({told[-1]})' if told else ''}"
    return Need(role, because, any(one.state == "unchecked" for one in others), any(one.state == "withdrawn" for one in others))


def _why(one: Standing, registry: Registry) -> str:
    if one.state in STANDS and one.sign_off.decision != "approve":
        return {"amend": "asked to amend it", "reject": "rejected it"}[one.sign_off.decision]
    if one.state == "recorded, not signed" and registry.policy.require_signatures:
        return "recorded, not signed, and policy requires signatures"
    if one.state in STANDS and not _named(one.sign_off, registry):
        return "not named for this role in policy.roles"
    if one.state in STANDS and not _fills(one.sign_off):
        return f"signed for “{one.sign_off.meaning}”, which approves nothing"
    return f"{one.state}, {one.because}" if one.because else one.state


def _against(own: Sequence[Standing], people: Iterable[str]) -> Standing | None:
    """The last word of somebody named for the role, where it is no approval and stands today."""
    last: dict[str, Standing] = {}
    for one in sorted(own, key=lambda one: (one.sign_off.time, one.sign_off.decision != "approve")):
        if one.sign_off.email in people and one.state in (*STANDS, "unchecked") and one.sign_off.decision != "withdraw":
            last[one.sign_off.email] = one
    return next((one for one in last.values() if one.sign_off.decision in ("amend", "reject")), None)


def _least(typed: str) -> int:
    """How many must sign; one where it cannot be read (claim-invalid tells it)."""
    return max(natural(typed) or 1, 1)
