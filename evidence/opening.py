"""The first page of every report for people: what was looked at, whether it may be released, why not, and who signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence import extent, wording
from evidence.coverage import Spoken, not_covered, spoken
from evidence.issues import Issue, material
from evidence.model import Audit, Material
from evidence.page import Piece
from evidence.sourcewords import NOT_RECORDED
from evidence.wording import one_line, plural, sentence

QUESTION = "May this be released?"
ISSUES = 5
DECIDES = "This report decides nothing: the people who sign decide."


@dataclass(frozen=True, slots=True, eq=False)
class PieceFacts:
    """A piece as its first line names it; what nobody recorded says so."""

    id: str
    title: str
    file: str
    version: str
    control_number: str
    product: str
    market: str
    audience: str
    read: str  # "14 statements read", or why it was not read
    unread: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """What 21 CFR 11.50 asks to be shown of a signing, and what it is worth today."""

    of: str  # "piece outcomes-page", "3 claims"
    name: str
    role: str
    time: str  # with its zone; "from … to …" where one person signed several claims
    meaning: str
    decision: str
    state: str
    identity: str


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """The first page, ready to be set in any format. Every text is on one line and safe to print."""

    tool: str
    registry: str
    as_of: str
    profile: str
    report_id: str
    pieces: tuple[PieceFacts, ...]
    answer: str  # "No" | "Not decided" | "No finding …": never "yes"
    because: str  # "12 errors, 40 unchecked, 2 not covered."
    verdict: str  # failed | incomplete | passed | none, for a colour and a mark
    errors: int
    unchecked: int
    not_covered: int
    issues: tuple[Issue, ...]  # the most material ones
    more: int  # how many other issues there are
    read: tuple[str, ...]
    not_read: tuple[str, ...]
    signatures: tuple[Signature, ...]
    unsigned: tuple[str, ...]  # who has still to sign, or that nobody must
    part_11: str
    counts: str  # the last line of every report for people


def opening(audit: Audit, statements: tuple[Spoken, ...] | None = None) -> Opening:
    """The first page of an audit. `statements`: what coverage.spoken gave, where the caller has it already."""
    pages = spoken(audit) if statements is None else statements
    loose = len(not_covered(pages))
    answer, verdict = _answer(audit, loose)
    issues = material(audit)
    return Opening(
        tool=f"{wording.TOOL} {one_line(audit.version)}",
        registry=one_line(audit.registry.path),
        as_of=one_line(audit.as_of),
        profile=one_line(audit.profile),
        report_id=report_id(audit),
        pieces=_pieces(audit),
        answer=answer,
        because=_because(audit, loose),
        verdict=verdict,
        errors=audit.summary.errors,
        unchecked=audit.summary.unchecked,
        not_covered=loose,
        issues=issues[:ISSUES],
        more=max(len(issues) - ISSUES, 0),
        read=tuple(extent.read(audit, pages)),
        not_read=tuple(extent.not_read(audit, pages)),
        signatures=tuple(_signatures(audit)),
        unsigned=tuple(_unsigned(audit)),
        part_11=wording.PART_11,
        counts=wording.last_line(audit),
    )


def report_id(audit: Audit) -> str:
    """Twelve hex digits over all that was read and found: equal audits have one id, and any other audit has another."""
    facts = [audit.version, audit.as_of, audit.profile, audit.fail_on, str(audit.made), *audit.changes]
    facts += [f"{each.path} {each.sha256}" for each in audit.inputs]
    facts += [f"{each.fingerprint} {each.severity} {each.counts} {each.message}" for each in audit.findings]
    facts += [f"{each.claim} {each.link} {each.because}" for each in audit.unchecked]
    return hashlib.sha256("\0".join(facts).encode("utf-8", "backslashreplace")).hexdigest()[:12]


def _answer(audit: Audit, loose: int) -> tuple[str, str]:
    if not audit.made:
        return "Not decided: no audit was made", "none"
    if audit.summary.verdict == "failed":
        return "No", "failed"
    if audit.summary.verdict != "passed" or loose or audit.summary.unchecked:
        return "Not decided", "incomplete"
    return wording.verdict_in_words(audit).capitalize(), "passed"


def _because(audit: Audit, loose: int) -> str:
    if not audit.made:
        return sentence(wording.no_audit(audit))
    summary = audit.summary
    counts = f"{plural(summary.errors, 'error')}, {summary.unchecked:,} unchecked, {loose:,} not covered"
    if summary.verdict == "failed" and not summary.errors:
        counts = f"{plural(summary.warnings, 'warning')}, {plural(summary.infos, 'note')}, {counts}"
    return f"{counts}."


# --- what is in it ------------------------------------------------------------------------------------------------


def listed(value: object) -> str:
    """A fact of the registry in words: a list with commas, a mapping as "from 2026-01-01"; "not recorded" where there is none."""
    if isinstance(value, Mapping):
        value = [f"{key} {listed(each)}" for key, each in value.items()]
    if isinstance(value, list | tuple):
        return ", ".join(one_line(str(each)) for each in value if str(each)) or NOT_RECORDED
    return one_line(str(value)) if value not in (None, "") else NOT_RECORDED


def product(audit: Audit, id_: str | None) -> str:
    """A product by its name, with its status and numbers, or its id where no more is known."""
    if not id_:
        return NOT_RECORDED
    facts = audit.registry.products.get(id_, {})
    name = one_line(str(facts.get("name") or id_))
    status = [listed(facts[key]) for key in ("status", "numbers") if facts.get(key)]
    return f"{name} ({', '.join(status)})" if status else name


def _pieces(audit: Audit) -> tuple[PieceFacts, ...]:
    read = {piece.material: piece for piece in audit.pieces}
    return tuple(_piece(audit, one, read.get(one.id)) for one in audit.registry.materials)


def _piece(audit: Audit, one: Material, piece: Piece | None) -> PieceFacts:
    facts = one.facts
    because = extent.unread(one, piece)
    file = piece.file if piece else one.file if isinstance(one.file, str) else listed(facts.get("path"))
    made_for = facts.get("product")
    return PieceFacts(
        id=one_line(one.id),
        title=listed(facts.get("title") or (piece.reading.page.title if piece else None)),
        file=one_line(file),
        version=listed(facts.get("version")),
        control_number=listed(facts.get("control_number")),
        product=product(audit, made_for if isinstance(made_for, str) else None),
        market=listed(facts.get("market")),
        audience=listed(facts.get("audience")),
        read=because or (plural(len(piece.reading.statements), "statement") + " read" if piece else NOT_RECORDED),
        unread=bool(because),
    )


# --- signatures ---------------------------------------------------------------------------------------------------


def when(time: str) -> str:
    """"2026-11-22T18:40:22Z" → "2026-11-22 18:40:22 UTC"."""
    return one_line(time).replace("T", " ").replace("Z", " UTC") or "no time"


def _signatures(audit: Audit) -> Iterator[Signature]:
    for piece, standing in wording.pieces_signed(audit):
        yield _signature(f"piece {one_line(piece)}", [standing])
    groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for result in audit.claims:
        for standing in map(dict, result.sign_offs):
            key = tuple(standing.get(name, "") for name in ("name", "email", "role", "meaning", "decision", "state", "identity"))
            groups.setdefault(key, []).append(standing)
    for group in groups.values():
        yield _signature(plural(len(group), "claim"), group)


def _signature(of: str, group: list[dict[str, str]]) -> Signature:
    first = group[0]
    times = sorted(each.get("time", "") for each in group)
    state = one_line(first.get("state", "")) + (f", {one_line(first['because'])}" if len(group) == 1 and first.get("because") else "")
    return Signature(
        of=of,
        name=f"{one_line(first.get('name', '')) or 'no name'} <{one_line(first.get('email', '')) or 'no address'}>",
        role=one_line(first.get("role", "")) or "no role",
        time=when(times[0]) if times[0] == times[-1] else f"from {when(times[0])} to {when(times[-1])}",
        meaning=one_line(first.get("meaning", "")) or "no meaning",
        decision=one_line(first.get("decision", "")) or "no decision",
        state=state or "unchecked",
        identity=one_line(first.get("identity", "")) or "claimed, not proved",
    )


def _unsigned(audit: Audit) -> Iterator[str]:
    if not wording.any_signed(audit):
        yield "Nobody has signed a claim or a piece."
    roles = {one_line(role): people for role, people in audit.registry.policy.roles.items() if people}
    if not roles:
        yield "`policy.roles` names nobody who must sign."
    needs = audit.registry.ledger.needs if audit.registry.ledger else {}
    open_: dict[str, int] = {}
    for claim_needs in needs.values():
        for need in claim_needs:
            open_[one_line(need.role) or "any role"] = open_.get(one_line(need.role) or "any role", 0) + 1
    for role, count in open_.items():
        yield f"{role}: not signed for {plural(count, 'claim')}" + (f" ({wording.some(roles[role])} may sign)." if role in roles else ".")
