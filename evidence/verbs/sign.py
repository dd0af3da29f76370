"""sign: show exactly what is signed, ask, and write one record for each claim under approvals/."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from evidence import attestation, history, ledger, outputs, pipeline, recordfiles, signers, signing, sshsig, wording
from evidence.model import Audit, BadCall, ClaimResult, Finding
from evidence.page import Piece
from evidence.signoff import DECISIONS, MEANINGS, NAMESPACE, ROLES, SignOff, plain

HELP = "sign claims, or a piece: shows exactly what is signed, asks, and writes a record under approvals/"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claim", nargs="*", metavar="CLAIM", help="the ids of the claims to sign")
    parser.add_argument("--material", metavar="ID", help="sign a piece of `materials:` with every claim on it, instead")
    parser.add_argument("--role", required=True, help=f"as what: {', '.join(ROLES)}, or a role of policy.roles")
    parser.add_argument("--meaning", default="", help=f"what the signature means: {', '.join(MEANINGS)} (default, and for `approval`: the role's own)")
    parser.add_argument("--decision", default="approve", choices=DECISIONS, help="default: approve")
    parser.add_argument("--comment", default="", help="why, or on what condition; it is part of the record")
    parser.add_argument("--name", help="your printed name (default: git's user.name)")
    parser.add_argument("--email", help="your e-mail address, as in policy.roles and allowed_signers (default: git's user.email)")
    parser.add_argument("--key", metavar="PATH", help="sign with this SSH key, too (ssh-keygen asks for its passphrase)")
    parser.add_argument("--record", action="append", default=[], metavar="DIGEST", help="with --decision withdraw: the record to withdraw (default: your own)")
    parser.add_argument("--claims", default="claims.yaml", metavar="FILE", help="the registry (default: claims.yaml)")
    parser.add_argument("--time", metavar="UTC", help="the time of the record, 2026-11-22T18:40:22Z (default: SOURCE_DATE_EPOCH, else the clock)")
    parser.add_argument("--yes", action="store_true", help="do not ask: for scripts")


def run(options: argparse.Namespace) -> int:
    if bool(options.claim) == bool(options.material):
        raise BadCall("name the claims to sign, or a piece by --material")
    time = _time(options.time)
    audit = pipeline.audit(options.claims, today=time[:10], pages=True)
    if not audit.made:
        raise BadCall(f"no audit was made, so there is nothing to sign: {audit.findings[0].place}: {audit.findings[0].message}")
    name, email = history.identity(audit.registry.folder)
    who = signing.signer(
        options.name or name, options.email or email, options.role, options.meaning, options.decision, time, options.comment, bool(options.key), options.record
    )
    if who.role not in {*ROLES, *map(plain, audit.registry.policy.roles)}:
        raise BadCall(f"there is no role {who.role!r}; there are {', '.join(ROLES)}, and those of policy.roles")
    records, shown, refused = _piece(options.material, audit, who) if options.material else _claims(list(dict.fromkeys(options.claim)), audit, who)
    outputs.say(wording.encodable("\n".join(shown)) + "\n")
    if refused:
        print(*("not signed: " + wording.one_line(each) for each in refused), sep="\n", file=sys.stderr)
        return 1
    if not options.yes and not _confirmed(who, len(records)):
        print("nothing was written", file=sys.stderr)
        return 1
    return _write(records, audit, options.key)


def _claims(ids: list[str], audit: Audit, who: signing.Signer) -> tuple[list[SignOff], list[str], list[str]]:
    results: dict[str, list[ClaimResult]] = {}
    for result in audit.claims:
        results.setdefault(result.claim.id, []).append(result)
    records, shown, refused = [], [_head(who)], []
    for claim in ids:
        if len(results.get(claim, ())) != 1:
            raise BadCall(f"{audit.registry.path} has {len(results.get(claim, ())) or 'no'} claim{'s' * (claim in results)} {claim!r}")
        result = results[claim][0]
        record = signing.claim_record(result, audit, who, signing.before(audit.registry.ledger, who.time))
        records.append(record)
        shown += signing.shown(record, result, audit)
        own = signing.own_work(result, audit, who)
        refused += [f"{claim}: {why}" for why in (*([own] if own else ()), *signing.refusals(signing.about_claim(claim, audit), audit, who))]
    return records, shown, refused


def _piece(material: str, audit: Audit, who: signing.Signer) -> tuple[list[SignOff], list[str], list[str]]:
    piece = next((one for one in audit.pieces if one.material == material), None)
    if piece is None or piece.reading.page.unreadable:
        why = piece.reading.page.unreadable if piece else "`materials:` has no such piece, or its file is not there"
        raise BadCall(f"{material} cannot be signed: {why}")
    record = signing.piece_record(piece, audit, who, signing.before(audit.registry.ledger, who.time))
    refused = [f"{material}: {why}" for why in signing.refusals(_but_its_own(piece, audit), audit, who, frozenset())]
    return [record], [_head(who), *signing.shown_piece(record, piece, audit)], refused


def _but_its_own(piece: Piece, audit: Audit) -> list[Finding]:
    """What stands against a piece: an outdated sign-off of the piece itself is what signing puts right."""
    return [one for one in signing.about_piece(piece, audit) if one.rule != "sign-off-outdated" or one.claim]


def _head(who: signing.Signer) -> str:
    proof = "with a key" if who.keyed else "without a key: the name is claimed, not proved"
    words = f"{who.name} <{who.email}> as {who.role}, {who.time}, decision: {who.decision}, meaning: {who.meaning} ({proof})"
    return f"To be signed by {wording.one_line(words)}" + (f"\n  comment: {wording.one_line(who.comment)}" if who.comment else "")


def _confirmed(who: signing.Signer, count: int) -> bool:
    if not sys.stdin or not sys.stdin.isatty():
        raise BadCall("nothing was written: there is no terminal on which to ask; --yes signs without asking")
    print(f"{who.decision}: {wording.plural(count, 'record')} will be written and never changed. Type yes to sign: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() == "yes"


def _write(records: Iterable[SignOff], audit: Audit, key: str | None) -> int:
    """Each record names the one before it, and its signature stands beside it."""
    folder = audit.registry.folder
    after: tuple[str, ...] = ()
    for number, record in enumerate(records):
        data = attestation.statement(replace(record, after=after) if number else record)
        signature = _signature(data, key) if key else None
        digest = recordfiles.write(folder, data, signature)
        after = (digest,)
        outputs.say(f"approvals/{digest}.json: {record.subject}, {record.decision}, {record.meaning}\n")
        if signature:
            _tell(signature, record, folder)
    return 0


def _signature(data: bytes, key: str) -> bytes:
    """What ssh-keygen signs, checked by our own eyes before it is written."""
    import subprocess

    try:
        done = subprocess.run(["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", key], input=data, capture_output=True, check=False)
    except (OSError, ValueError) as trouble:
        raise BadCall(f"ssh-keygen could not be run, and it signs: {trouble}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BadCall(f"ssh-keygen did not sign with {key}: {said[-1] if said else 'no reason given'}")
    try:
        sshsig.verify(sshsig.read(done.stdout), data)
    except sshsig.Unusable as trouble:
        raise BadCall(f"the signature made with {key} cannot be used: {trouble}") from None
    except ImportError:
        raise BadCall("to sign with a key needs PyNaCl and cryptography: pip install 'evidence-audit[sign]'") from None
    return done.stdout


def _tell(signature: bytes, record: SignOff, folder: str) -> None:
    """Whether the key is known for this person, and what to do where it is not."""
    key = sshsig.read(signature).key
    state = signers.trusted(key, record.email, record.time, ledger.signers_of(folder))
    if state.state != "valid":
        print(f"{state.because}; to trust it, add to approvals/allowed_signers:\n  {signers.line(record.email, key)}", file=sys.stderr)


def _time(typed: str | None) -> str:
    """The time of the record in UTC: as given, else SOURCE_DATE_EPOCH, else the clock."""
    if typed is not None:
        if not ledger.is_time(typed):
            raise BadCall(f"{typed!r} is no time in UTC (2026-11-22T18:40:22Z)")
        return typed
    try:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise BadCall(f"SOURCE_DATE_EPOCH {epoch!r} is no number of seconds since 1970") from None
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")
