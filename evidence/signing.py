"""What a person is about to sign: the record, everything that is to be shown before, and the reasons not to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence import roles, standings, wording
from evidence.model import Audit, BadCall, ClaimResult, Finding, Missing, Recomputation
from evidence.page import Piece
from evidence.seal import Sealed
from evidence.signoff import DECISIONS, LESSER, MEANINGS, ROLES, Ledger, SignOff, heads, plain

# What signing itself puts right, or what is told of the records and not of the claim.
CURED = frozenset(("sign-off-missing", "sign-off-outdated", "page-claim-not-approved"))


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, as what, when and how. Nothing of it is proved unless a key signs it, too."""

    name: str
    email: str
    role: str
    meaning: str
    decision: str
    time: str  # UTC, "2026-11-22T18:40:22Z"
    comment: str = ""
    keyed: bool = False  # a key will sign the record
    ends: tuple[str, ...] = ()  # records to be withdrawn, as typed


def signer(name: str, email: str, role: str, meaning: str, decision: str, time: str, comment: str, keyed: bool, ends: Sequence[str]) -> Signer:
    """The words of the command as a Signer. Raises BadCall for what is none: an unknown meaning, no name, a letter nobody can see."""
    role, meaning = plain(role), plain(meaning)
    if meaning == "re reviewed":
        meaning = "re-reviewed"
    if decision not in DECISIONS:
        raise BadCall(f"{decision!r} is no decision; there are {', '.join(DECISIONS)}")
    if decision == "withdraw":
        meaning = "withdrawn"
    elif meaning in ("", "approval"):
        if role not in ROLES:
            raise BadCall(f"the role {role!r} has no meaning of its own, as {', '.join(ROLES)} have: give --meaning")
        meaning = ROLES[role]
    if meaning not in MEANINGS or (meaning == "withdrawn") != (decision == "withdraw"):
        raise BadCall(f"--meaning {meaning!r} does not fit; it is one of: {', '.join(MEANINGS[:-1])} (`withdrawn` goes with --decision withdraw)")
    if meaning in LESSER and meaning not in ("withdrawn", ROLES.get(role)):
        raise BadCall(f"{meaning!r} approves nothing, so it cannot be what {role!r} signs for")
    for what, word in (("name", name), ("e-mail address", email), ("role", role)):
        if not word.strip():
            raise BadCall(f"there is no {what} to sign with: give --name and --email, or set user.name and user.email in git")
    if not all(word.isprintable() for word in (name, email, role)) or "@" not in email or any(mark in email for mark in " ,*?!<>\""):
        raise BadCall("the name, the e-mail address or the role holds something that none of them can hold")
    return Signer(name.strip(), email.strip(), role, meaning, decision, time, " ".join(comment.split()), keyed, tuple(ends))


# --- what is signed -----------------------------------------------------------------------------------------------


def claim_record(result: ClaimResult, audit: Audit, who: Signer, after: Sequence[str]) -> SignOff:
    """The sign-off of a claim as it stands."""
    day = standings.today(audit.registry, audit.rules)
    return _record("claim", result.claim.id, standings.of_claim(result.chain, day), about_claim(result.claim.id, audit), audit, who, after)


def piece_record(piece: Piece, audit: Audit, who: Signer, after: Sequence[str]) -> SignOff:
    """The sign-off of a piece: the file, every claim on it, the labeling version, the policy."""
    chains = {result.claim.id: result.chain for result in audit.claims}
    day = standings.today(audit.registry, audit.rules)
    now = standings.of_piece(piece.material, standings.claims_on(piece), chains, day)
    return _record("material", piece.material, now, about_piece(piece, audit), audit, who, after)


def _record(
    kind: str,
    subject: str,
    now: Sealed,
    findings: Sequence[Finding],
    audit: Audit,
    who: Signer,
    after: Sequence[str],
) -> SignOff:
    told = [{"rule": one.rule, "severity": one.severity, "message": one.message, "waived": one.waiver is not None} for one in findings]
    open_ = [{"link": gap.link, "because": gap.because} for gap in audit.unchecked if kind == "claim" and gap.claim == subject]
    return SignOff(
        digest="",
        kind=kind,
        subject=subject,
        name=who.name,
        email=who.email,
        role=who.role,
        time=who.time,
        meaning=who.meaning,
        decision=who.decision,
        comment=who.comment,
        digests=now.digests,
        content=now.content,
        context={"evidence": audit.version, "findings": told, "unchecked": open_},
        after=tuple(after),
        ends=_ended(kind, subject, audit.registry.ledger or Ledger(), who) if who.decision == "withdraw" else (),
    )


def _ended(kind: str, subject: str, ledger: Ledger, who: Signer) -> tuple[str, ...]:
    """The records that a withdrawal ends: those named, else this person's own in this role. Raises BadCall where there is none."""
    named = {digest for one in ledger.sign_offs for digest in one.ends}
    there = [one for one in ledger.sign_offs if (one.kind, one.subject) == (kind, subject) and one.decision != "withdraw" and one.digest not in named]
    if not who.ends:
        found = [one.digest for one in there if (one.role, one.email) == (who.role, who.email)]
    else:
        found = [one.digest for one in there for typed in who.ends if len(typed) >= 8 and one.digest.startswith(typed)]
        if len(found) != len(who.ends):
            raise BadCall(f"--record names no record of {subject} that could be withdrawn; `evidence log {subject}` lists them")
    if not found:
        raise BadCall(f"{who.email} has no sign-off of {subject} as {who.role} that could be withdrawn; --record names another's")
    return tuple(found)


def before(ledger: Ledger | None, time: str) -> tuple[str, ...]:
    """The last records of the ledger at a time."""
    return heads(one for one in (ledger.sign_offs if ledger else ()) if one.time <= time)


# --- reasons not to -----------------------------------------------------------------------------------------------


def about_claim(claim: str, audit: Audit) -> list[Finding]:
    """Every finding that is about a claim, or about what it rests on."""
    return [one for one in audit.findings if one.claim == claim or claim in one.bears_on]


def about_piece(piece: Piece, audit: Audit) -> list[Finding]:
    """Every finding about a page, its material entry, or a claim on it."""
    claims = set(standings.claims_on(piece))
    entry = audit.registry.place(piece.path)
    return [one for one in audit.findings if one.place.path == piece.file or one.place == entry or one.claim in claims or not claims.isdisjoint(one.bears_on)]


def refusals(findings: Sequence[Finding], audit: Audit, who: Signer, cured: frozenset[str] = CURED) -> Iterator[str]:
    """Why nothing is signed. A withdrawal is never refused for what is wrong with the claim."""
    policy, ledger = audit.registry.policy, audit.registry.ledger
    people = next((people for role, people in policy.roles.items() if plain(role) == who.role), ())
    if people and who.email not in people and who.decision != "withdraw":
        yield f"policy.roles names {', '.join(people)} for {who.role}, and not {who.email}"
    if who.decision == "withdraw":
        return
    if ledger and (late := max((one.time for one in ledger.sign_offs), default="")) > who.time:
        yield f"the clock says {who.time}, and the last record of the ledger is dated {late}: set the clock"
    if ledger and (hole := next((fault for fault in ledger.faults if fault.hole), None)):
        yield f"the ledger is broken: {hole.file}: {hole.message}"
    if who.decision != "approve":
        return
    if policy.require_signatures and not who.keyed:
        yield "policy requires signatures: give --key"
    for one in findings:
        if one.severity == "error" and one.waiver is None and one.rule not in cured:
            yield f"{one.place}: {one.rule}: {one.message}"


def own_work(result: ClaimResult, audit: Audit, who: Signer) -> str:
    """Why this person may not approve this claim, where they wrote it; else an empty string."""
    if who.role == "author" or who.decision != "approve" or audit.registry.policy.author_may_sign:
        return ""
    records = [standing.sign_off for standing in result.chain.standings]
    wrote = roles.writes_own(result.claim, records, who.name, who.email)
    return f"{who.name} wrote this claim, and nobody approves own work (policy.author_may_sign)" if wrote else ""


# --- what is shown before -----------------------------------------------------------------------------------------


def shown(record: SignOff, result: ClaimResult, audit: Audit) -> Iterator[str]:
    """A claim as it is about to be signed: all its words, numbers with their verdicts, sources, what is open, what is waived."""
    claim, line = result.claim, wording.one_line
    yield f"claim {line(claim.id)}: “{line(claim.text)}”"
    yield from (f"  also approved: “{line(variant)}”" for variant in claim.variants)
    for name in ("type", "product", "label", "rationale", "author", "note"):
        if value := getattr(claim, name):
            yield f"  {name}: {line(value)}"
    for key, value in claim.scope.items():
        yield f"  scope, {line(key)}: {line(', '.join(map(str, value)) if isinstance(value, list | tuple) else str(value))}"
    yield from (f"  reference: {wording.cited(citation)}" for citation in result.chain.citations)
    for number in result.chain.quantities:
        yield from _number(number)
    for source in claim.sources:
        yield f"  source: {line(source.reference)}{f', {line(source.where)}' if source.where else ''}: “{line(source.quote or 'no words quoted')}”"
    yield from (f"  testimonial, {line(key)}: {line(value)}" for key, value in claim.testimonial.items())
    if search := claim.market_search:
        kept = f"no file ({line(search.file.because)})" if isinstance(search.file, Missing) else f"{line(search.file)}, sha256 {search.sha256}"
        yield f"  search of the market: {line(search.date or 'no date')}, {line(search.method or 'no method')}, {kept}"
    yield from _open(about_claim(claim.id, audit))
    yield from (f"  waiver of {line(one.rule or 'no rule')}: {wording.waived(one)}" for one in claim.waivers)
    yield from (f"  unchecked, {gap.link}: {line(gap.because)}" for gap in audit.unchecked if gap.claim in (claim.id, None) and not gap.material)
    yield from _signed(record)


def shown_piece(record: SignOff, piece: Piece, audit: Audit) -> Iterator[str]:
    """A piece as it is about to be signed."""
    line = wording.one_line
    yield f"piece {line(piece.material)}: {line(piece.file)}"
    texts = {result.claim.id: result for result in audit.claims}
    for name in standings.claims_on(piece):
        states = texts[name].links
        yield f"  claim {line(name)} ({' '.join(wording.mark(state) for state in states.values())}): “{line(texts[name].claim.text)}”"
    yield from _open(about_piece(piece, audit))
    yield from (f"  unchecked: {line(gap.because)}" for gap in audit.unchecked if gap.material == piece.material)
    yield from _signed(record)


def _number(number: Recomputation) -> Iterator[str]:
    line = wording.one_line
    for at, recomputed in enumerate(number.results):
        lead = "number" if not at else "  cross-check of"
        detail = recomputed.arithmetic or recomputed.explanation
        words = wording.ARITHMETIC_WORDS.get(recomputed.verdict, recomputed.verdict)
        yield f"  {lead} {line(number.quantity.printed)}: {words}{f': {line(detail)}' if detail else ''}"
    if not number.results:
        yield f"  number {line(number.quantity.printed)}: nothing to recompute it from"
    for derivation in number.quantity.derivations:
        for source in derivation.sources:
            where, read = f", {line(source.where)}" if source.where else "", source.read or "how much was read is not said"
            yield f"    from {line(source.reference)} ({line(read)}){where}: “{line(source.quote or 'no words quoted')}”"


def _open(findings: Sequence[Finding]) -> Iterator[str]:
    for one in findings:
        accepted = f"; {wording.waived(one.waiver)}" if one.waiver else ""
        yield f"  {one.severity}, {one.rule}: {wording.one_line(one.message)}{accepted}"


def _signed(record: SignOff) -> Iterator[str]:
    sources = record.content.get("sources")
    if isinstance(sources, Mapping):
        yield from (f"  source file of {wording.one_line(key)}: {digest}" for key, found in sources.items() for digest in found)
    yield from (f"  seal of {part}: {digest}" for part, digest in record.digests.items())
    yield from (f"  withdraws: {digest}" for digest in record.ends)
