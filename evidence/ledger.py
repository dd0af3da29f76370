"""approvals/: the records, read and checked against their own names, their signatures and each other."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from evidence import attestation, recordfiles, seal, signers, sshsig, verifier
from evidence.recordfiles import Broken
from evidence.seal import Sealed
from evidence.signoff import FOLDER, MEANINGS, REVOKED, SIGNERS, UNSIGNED, Fault, Ledger, SignOff

LARGEST = 4_000_000  # bytes of a record; one of a page with 10,000 claims is half of it
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z")
NEEDED = ("printed name", "e-mail address", "role", "time", "meaning")
BESIDE = frozenset((SIGNERS, REVOKED, "README.md"))  # what else may stand in the folder; a name that begins with a dot may, too


Expected = Callable[[frozenset[str]], Mapping[str, Sealed]]
"""What records of these claims would show if they were written today, as far as there are such claims."""


def read(folder: str, as_of: str, trusted: tuple[bytes | None, bytes | None] | None = None, expected: Expected = lambda claims: {}) -> Ledger:
    """The ledger of a project. `trusted`: allowed_signers and revoked_keys from a trusted reference, instead of the tree's own.

    `expected` gives what records of claims would show today. What shows just that, to the byte, is not read another time.

    Whatever is wrong becomes a Fault. A record that is broken is in `names` and not among `sign_offs`.
    """
    place = Path(folder) / FOLDER
    try:
        if place.is_symlink():
            return Ledger(True, faults=(Fault("ledger-broken", FOLDER, "it is a link; the records must stand in the project itself", hole=True),))
        names = sorted(os.listdir(place))  # noqa: PTH208 - names are all that is wanted of a hundred thousand files
    except FileNotFoundError:
        return Ledger()
    except OSError as trouble:
        return Ledger(True, faults=(Fault("ledger-broken", FOLDER, f"it is no folder that can be read: {trouble.strerror}", hole=True),))
    return _read(str(place), names, as_of, trusted, expected)


def signers_of(folder: str) -> signers.Signers:
    """Whom approvals/allowed_signers and revoked_keys of a project trust."""
    place = Path(folder) / FOLDER
    keys = {name: _key_file(name, str(place), []) for name in (SIGNERS, REVOKED) if os.path.lexists(place / name)}
    return _known(keys, None)


def _known(keys: Mapping[str, bytes | None], trusted: tuple[bytes | None, bytes | None] | None) -> signers.Signers:
    """`keys`: the key files that are there, None for one that cannot be read. A revocation counts wherever it stands."""
    allowed = trusted[0] if trusted else keys.get(SIGNERS)
    gone = tuple(data for data in (trusted[1] if trusted else None, keys.get(REVOKED)) if data is not None)
    known = signers.read(allowed, gone)
    return replace(known, unreadable=f"{FOLDER}/{REVOKED} could not be read") if keys.get(REVOKED, b"") is None else known


def _read(place: str, names: Sequence[str], as_of: str, trusted: tuple[bytes | None, bytes | None] | None, expected: Expected) -> Ledger:
    faults: list[Fault] = []
    keys = {name: _key_file(name, place, faults) for name in (SIGNERS, REVOKED) if name in names}
    known = _known(keys, trusted)
    inputs = tuple((f"{FOLDER}/{name}", hashlib.sha256(data).hexdigest()) for name, data in keys.items() if data is not None)
    faults += [Fault("ledger-broken", f"{FOLDER}/{SIGNERS}", f"line {line} could not be read: {why}") for line, why in known.faults]

    visible = {name for name in names if not name.startswith(".") and name not in BESIDE}
    records = {name for name in visible if name.endswith(".json")}
    found, broken = _records(sorted(records), visible, place, known, expected)
    faults += [Fault("ledger-broken", f"{FOLDER}/{name}", because, hole=True) for name, because in broken]
    for name in sorted(visible - records):
        if not name.endswith(".sig"):
            why = "it is no record: a record is named by its own digest, with .json behind it"
            faults.append(Fault("ledger-broken", f"{FOLDER}/{name}", why, hole=True))
        elif name.removesuffix(".sig") not in records:
            faults.append(Fault("ledger-broken", f"{FOLDER}/{name}", "it is a signature, and its record is not there", hole=True))
    found.sort(key=lambda one: (one.time, one.digest))
    faults += [fault for one in found for fault in _faults(one, as_of)] + _holes(found)
    gaps = {one.signature.because for one in found if one.signature.state == "unchecked"}
    return Ledger(True, tuple(found), tuple(faults), tuple(sorted(gaps)), inputs, frozenset(f"{FOLDER}/{name}" for name in records))


# --- one record ---------------------------------------------------------------------------------------------------


def _records(
    names: Sequence[str], visible: Container[str], place: str, known: signers.Signers, expected: Expected
) -> tuple[list[SignOff], list[tuple[str, str]]]:
    """The records with their signatures judged; and those that are none, with the reason.

    All are read before the first is understood: their signatures can be verified meanwhile, and what is expected of their
    claims is put together in the claims' order, in which it lies in memory.
    """
    found, broken = [], []
    signed = {name for name in names if f"{name}.sig" in visible}
    with closing(verifier.Verifier(place, known, len(signed))) as asked:
        files = [_file(name, place, asked if name in signed else None) for name in names]
        asked.all_asked()
        today = expected(frozenset(attestation.about(data) for data, why in files if not why))
        every = [why or _fields(data, today) for data, why in files]
        keys = asked.keys()
    for name, (data, why), fields in zip(names, files, every, strict=True):
        try:
            if why:
                raise Broken(why)
            found.append(_sign_off(name, data, fields, keys.get(name), name in signed, place, known))
        except Broken as trouble:
            broken.append((name, str(trouble)))
    return found, broken


def _file(name: str, place: str, asked: verifier.Verifier | None) -> tuple[bytes, str]:
    """A record's bytes; or why it is none. Where it is signed its name is verified along with the signature."""
    try:
        data = recordfiles.read(name, place, LARGEST)
        if asked:
            asked.ask(name, data)
        else:
            _named(name, data)
    except Broken as trouble:
        return b"", str(trouble)
    return data, ""


def _named(name: str, data: bytes) -> None:
    """Raises Broken where a record's name is not the digest of its bytes."""
    if hashlib.sha256(data).hexdigest() != name.removesuffix(".json"):
        raise Broken("its name is not the digest of what is in it: it was edited or renamed")


def _fields(data: bytes, today: Mapping[str, Sealed]) -> Mapping[str, Any] | str:
    """What a record says; or why it is none."""
    try:
        return attestation.as_expected(data, today) or attestation.fields(data)
    except Broken as trouble:
        return str(trouble)


def _sign_off(
    name: str, data: bytes, fields: Mapping[str, Any] | str, key: bytes | None, signed: bool, place: str, known: signers.Signers
) -> SignOff:
    """A record with its signature judged. `key`: what signed it, where that is known already; then its name is right, too."""
    if signed and not key:
        _named(name, data)
    if isinstance(fields, str):
        raise Broken(fields)
    email, time, signature = fields["email"], fields["time"], UNSIGNED
    if key:
        signature = signers.trusted(key, email, time, known)
    elif signed:
        signature = signers.judge(data, recordfiles.read(f"{name}.sig", place, sshsig.LARGEST), email, time, known)
    lists = {"after": tuple(fields["after"]), "ends": tuple(fields["ends"])}
    return SignOff(digest=name.removesuffix(".json"), signature=signature, **{**fields, **lists})


# --- faults of records that can be read ---------------------------------------------------------------------------


def _faults(one: SignOff, as_of: str) -> Iterable[Fault]:
    claim = one.subject if one.kind == "claim" else ""
    lacking, unseen = _wanting(one.name, one.email, one.role, one.time, one.meaning)
    if lacking:
        yield Fault("sign-off-incomplete", one.file, f"it has no {', no '.join(lacking)}", claim, one.digest)
    if unseen:
        yield Fault("sign-off-incomplete", one.file, f"its {', its '.join(unseen)} holds something that nobody can see", claim, one.digest)
    if one.time and not is_time(one.time):
        message = f"its time {one.time[:40]!r} is no date and time with a zone (UTC, 2026-11-22T18:40:22Z)"
        yield Fault("sign-off-incomplete", one.file, message, claim, one.digest)
    elif one.time[:10] > as_of:
        yield Fault("ledger-broken", one.file, f"it is dated {one.time}, after the day of this audit ({as_of})", claim, one.digest)
    if one.meaning and one.meaning not in MEANINGS:
        yield Fault("sign-off-incomplete", one.file, f"its meaning {one.meaning[:60]!r} is none of {', '.join(MEANINGS)}", claim, one.digest)
    if one.decision == "withdraw" and not one.ends:
        yield Fault("sign-off-incomplete", one.file, "it is a withdrawal and names no record that it withdraws", claim, one.digest)
    if one.signature.state == "invalid":
        yield Fault("ledger-broken", f"{one.file}.sig", f"{one.signature.because}", claim, one.digest)
    elif one.signature.state in ("untrusted", "expired key"):
        yield Fault("sign-off-incomplete", f"{one.file}.sig", one.signature.because, claim, one.digest)


def _wanting(*values: str) -> tuple[list[str], list[str]]:
    """What of a record's name, address, role, time and meaning is not there, and what holds something that nobody can see."""
    if all(map(_whole, values)):
        return [], []
    needed = tuple(zip(NEEDED, values, strict=True))
    return [words for words, value in needed if not value.strip()], [words for words, value in needed if not _seen(value)]


@lru_cache(maxsize=4096)
def _whole(value: str) -> bool:
    return bool(value.strip()) and _seen(value)


@lru_cache(maxsize=1024)
def _seen(value: str) -> bool:
    """True where a reader sees everything that a text holds."""
    return value.isprintable() and value == seal.text(value)


def is_time(typed: str) -> bool:
    """True for a moment of the calendar in UTC, as records write it."""
    try:
        return bool(TIME.fullmatch(typed) and datetime.fromisoformat(typed))
    except ValueError:
        return False


def _holes(found: Iterable[SignOff]) -> list[Fault]:
    """Records that others name and that are not there, that end what is not theirs, or that are older than what came before them."""
    every = {one.digest: one for one in found}
    faults = []
    for one in every.values():
        claim = one.subject if one.kind == "claim" else ""
        for digest in (*one.after, *one.ends):
            if digest not in every:
                message = f"it names the record {digest}.json, and that is not there or cannot be read"
                whose = claim if digest in one.ends else ""  # what it came after may be of any claim: this one's own record is whole
                faults.append(Fault("ledger-broken", one.file, message, whose, hole=True))
        for digest in one.after:
            if digest in every and every[digest].time > one.time:
                message = f"it is dated {one.time} and was written after {digest}.json, which is dated {every[digest].time}: the clock ran backwards"
                faults.append(Fault("ledger-broken", one.file, message, claim, one.digest))
        for digest in one.ends:
            if digest in every and (every[digest].kind, every[digest].subject) != (one.kind, one.subject):
                message = f"it withdraws {digest}.json, which is about {every[digest].kind} {every[digest].subject}"
                faults.append(Fault("ledger-broken", one.file, message, claim, one.digest))
    return faults


def _key_file(name: str, place: str, faults: list[Fault]) -> bytes | None:
    try:
        return recordfiles.read(name, place, signers.LARGEST)
    except Broken as trouble:
        faults.append(Fault("ledger-broken", f"{FOLDER}/{name}", str(trouble)))
        return None
