"""approvals/: the records, read and checked against their own names, their signatures and each other."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from evidence import recordfiles, seal, signers, sshsig
from evidence.recordfiles import Broken
from evidence.signoff import DECISIONS, FOLDER, MEANINGS, REVOKED, SIGNERS, UNSIGNED, Fault, Ledger, Signature, SignOff

TYPE, PREDICATE = "https://in-toto.io/Statement/v1", "https://evidence-audit.readthedocs.io/sign-off/v1"
LARGEST = 4_000_000  # bytes of a record; one of a page with 10,000 claims is half of it
NAME = re.compile(r"[0-9a-f]{64}")
SEALS = re.compile(r"v1:sha256:[0-9a-f]{64}(?:\nv1:sha256:[0-9a-f]{64})*")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z")
TEXTS = frozenset(("kind", "subject", "name", "email", "role", "time", "meaning", "decision", "comment"))
MAPPINGS = frozenset(("digests", "content", "context"))
LISTS = frozenset(("after", "ends"))
KINDS = tuple((key, kind) for kind, keys in ((str, TEXTS), (dict, MAPPINGS), (list, LISTS)) for key in sorted(keys))
CONTENT, CLAIM, END = b'"content":', b'"name":"claim/', b'"}]}'  # where to look for the content, and for what it is of
OTHER_CONTENT = "its digests are not of the content that it shows"
NEEDED = {"name": "printed name", "email": "e-mail address", "role": "role", "time": "time", "meaning": "meaning"}
BESIDE = frozenset((SIGNERS, REVOKED, "README.md"))  # what else may stand in the folder; a name that begins with a dot may, too


Shown = tuple[bytes, Mapping[str, object]]
"""What a record of a claim would show if it were written today: as bytes, and what they say."""
Expected = Callable[[str], "Shown | None"]


def read(folder: str, as_of: str, trusted: tuple[bytes | None, bytes | None] | None = None, expected: Expected = lambda claim: None) -> Ledger:
    """The ledger of a project. `trusted`: allowed_signers and revoked_keys from a trusted reference, instead of the tree's own.

    `expected` gives what a claim's record would show today. Where it shows just that, to the byte, it is not read another time.

    Whatever is wrong becomes a Fault. A record that is broken is in `names` and not among `sign_offs`.
    """
    place = Path(folder) / FOLDER
    try:
        if place.is_symlink():
            return Ledger(True, faults=(Fault("ledger-broken", FOLDER, "it is a link; the records must stand in the project itself", hole=True),))
        return _read(str(place), as_of, trusted, expected)
    except FileNotFoundError:
        return Ledger()
    except OSError as trouble:
        return Ledger(True, faults=(Fault("ledger-broken", FOLDER, f"it is no folder that can be read: {trouble.strerror}", hole=True),))


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


def _read(place: str, as_of: str, trusted: tuple[bytes | None, bytes | None] | None, expected: Expected) -> Ledger:
    names = sorted(os.listdir(place))  # noqa: PTH208 - names are all that is wanted of a hundred thousand files
    faults: list[Fault] = []
    keys = {name: _key_file(name, place, faults) for name in (SIGNERS, REVOKED) if name in names}
    known = _known(keys, trusted)
    inputs = tuple((f"{FOLDER}/{name}", hashlib.sha256(data).hexdigest()) for name, data in keys.items() if data is not None)
    faults += [Fault("ledger-broken", f"{FOLDER}/{SIGNERS}", f"line {line} could not be read: {why}") for line, why in known.faults]

    visible = {name for name in names if not name.startswith(".") and name not in BESIDE}
    records = {name for name in visible if name.endswith(".json")}
    found = []
    for name in sorted(records):
        try:
            found.append(_record(name, f"{name}.sig" in visible, place, known, expected))
        except Broken as trouble:
            faults.append(Fault("ledger-broken", f"{FOLDER}/{name}", str(trouble), hole=True))
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


def _record(name: str, signed: bool, place: str, known: signers.Signers, expected: Expected) -> SignOff:
    """A record with its signature judged. Raises Broken for what is none. (Threads would not help: each waits for the others' turns.)"""
    data = recordfiles.read(name, place, LARGEST)
    digest = name.removesuffix(".json")
    if hashlib.sha256(data).hexdigest() != digest:
        raise Broken("its name is not the digest of what is in it: it was edited or renamed")
    predicate = _as_expected(data, expected) or _predicate(data)
    if not signed:
        return _sign_off(predicate, digest, UNSIGNED)
    armored = recordfiles.read(f"{name}.sig", place, sshsig.LARGEST)
    return _sign_off(predicate, digest, signers.judge(data, armored, predicate["email"], predicate["time"], known))


def _sign_off(predicate: Mapping[str, Any], digest: str, signature: Signature) -> SignOff:
    return SignOff(digest=digest, signature=signature, **{**predicate, "after": tuple(predicate["after"]), "ends": tuple(predicate["ends"])})


def _as_expected(data: bytes, expected: Expected) -> dict[str, Any] | None:
    """A record that shows its claim as it is today, with everything else of it read; None for any other, which is then read whole.

    Where the content begins and how long it is are guesses, and proved: the record is, byte for byte, the canonical form of
    what is returned, for what stands before the content and the rest around an empty one are, and today's content is canonical.
    """
    start, at = data.find(CONTENT) + len(CONTENT), data.rfind(CLAIM)
    shown = expected(data[at + len(CLAIM) : -len(END)].decode(errors="replace")) if start >= len(CONTENT) and at > 0 else None
    if shown is None or not data.startswith(shown[0], start):
        return None
    predicate = _predicate(b"%b{}%b" % (data[:start], data[start + len(shown[0]) :]), empty=True)
    before = {key: predicate[key] for key in ("after", "comment")}
    if data[:start] != b'{"_type":"%b","predicate":%b,"content":' % (TYPE.encode(), seal.encoded(before)[:-1]):
        return None
    if shown[1].keys() != predicate["digests"].keys():
        raise Broken(OTHER_CONTENT)
    return {**predicate, "content": shown[1]}


def _predicate(data: bytes, *, empty: bool = False) -> dict[str, Any]:
    """What a record's bytes say. They must be the canonical form of it: so no key stands twice, and one record never means two things.

    `empty`: its content was taken out of it.
    """
    try:
        value = json.loads(data.decode("utf-8", errors="surrogatepass"))
        again = seal.encoded(value)
    except (ValueError, RecursionError):
        raise Broken("it is no JSON") from None
    if again != data:
        raise Broken("it is not in canonical form: a key stands twice in it, or white space, order or spelling differ")
    if not isinstance(value, dict) or value.keys() != {"_type", "predicate", "predicateType", "subject"}:
        raise Broken("it has other fields than a sign-off has")
    predicate = value["predicate"]
    if value["_type"] != TYPE or value["predicateType"] != PREDICATE:
        raise Broken("it is of a kind or a version that is not known here")
    if not isinstance(predicate, dict) or predicate.keys() != TEXTS | MAPPINGS | LISTS:
        raise Broken("it has other fields than a sign-off has")
    _typed(predicate, empty)
    if value["subject"] != _subject(predicate):
        raise Broken("what it says it is about is not what its digests are of")
    return predicate


def _typed(predicate: Mapping[str, Any], empty: bool) -> None:
    right = all(type(predicate[key]) is kind for key, kind in KINDS)
    if not (right and all(isinstance(each, str) and NAME.fullmatch(each) for key in LISTS for each in predicate[key])):
        raise Broken("a field of it holds something else than it should")
    if predicate["kind"] not in ("claim", "material") or predicate["decision"] not in DECISIONS:
        raise Broken("its kind or its decision is none that is known")
    digests = predicate["digests"]
    if {type(each) for each in digests.values()} != {str} or not SEALS.fullmatch("\n".join(digests.values())):
        raise Broken("its digests are no seals of version 1")
    if not empty and predicate["content"].keys() != digests.keys():
        raise Broken(OTHER_CONTENT)


def _subject(predicate: Mapping[str, Any]) -> list[dict[str, Any]]:
    """in-toto's subject: what is signed, by name and digest. The id is inside the signed bytes, so a signature fits no other claim."""
    digest = seal.of_canonical("sign-off", predicate["digests"]).removeprefix(seal.PREFIX)
    return [{"digest": {"sha256": digest}, "name": f"{predicate['kind']}/{predicate['subject']}"}]


def statement(one: SignOff) -> bytes:
    """A sign-off as the bytes of its record. Its digest and signature are not in it; texts are made canonical."""
    fields = {key: getattr(one, key) for key in TEXTS | MAPPINGS | LISTS}
    predicate = {key: seal.text(value) if key in TEXTS else value for key, value in fields.items()}
    predicate |= {"after": sorted(one.after), "ends": sorted(one.ends)}
    return seal.encoded({"_type": TYPE, "predicateType": PREDICATE, "subject": _subject(predicate), "predicate": predicate})


def shows_what_it_seals(one: SignOff) -> bool:
    """True where the content that a record shows is what its digests were taken of."""
    return all(seal.of_canonical(part, value) == one.digests[part] for part, value in one.content.items())


# --- faults of records that can be read ---------------------------------------------------------------------------


def _faults(one: SignOff, as_of: str) -> Iterable[Fault]:
    claim = one.subject if one.kind == "claim" else ""
    lacking = [words for key, words in NEEDED.items() if not getattr(one, key).strip()]
    if lacking:
        yield Fault("sign-off-incomplete", one.file, f"it has no {', no '.join(lacking)}", claim, one.digest)
    if unseen := [words for key, words in NEEDED.items() if not getattr(one, key).isprintable() or getattr(one, key) != seal.text(getattr(one, key))]:
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
                faults.append(Fault("ledger-broken", one.file, message, claim, hole=True))
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
