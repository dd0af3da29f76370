"""approvals/allowed_signers: which key may sign for whom, for what and when; and the keys that were revoked."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from evidence import sshsig
from evidence.signoff import NAMESPACE, Signature

LARGEST = 1_000_000  # bytes of a key file
# One option: a name, or a name with a quoted value. OpenSSH allows \" inside the quotes.
OPTION = re.compile(r'([A-Za-z-]+)(?:="((?:[^"\\]|\\.)*)")?(?:,|$)')
KNOWN = frozenset(("cert-authority", "namespaces", "valid-after", "valid-before", "no-touch-required", "verify-required"))
PATTERN = re.compile(r"[*?!]")
TIMES = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


@dataclass(frozen=True, slots=True)
class Signer:
    """One line of allowed_signers. Times are UTC, "2026-11-22T18:40:22Z"; empty: no bound."""

    principals: tuple[str, ...]
    key: bytes
    line: int
    namespaces: tuple[str, ...] = ()
    valid_after: str = ""
    valid_before: str = ""
    refused: str = ""  # why the line gives nobody a right to sign


@dataclass(frozen=True, slots=True, eq=False)
class Signers:
    """Everything that is known of keys."""

    present: bool = False
    by_key: Mapping[bytes, tuple[Signer, ...]] = field(default_factory=dict)
    revoked: frozenset[bytes] = frozenset()
    faults: tuple[tuple[int, str], ...] = ()  # lines of allowed_signers that could not be read
    unreadable: str = ""  # why nothing can be said of any key


def read(allowed: bytes | None, revoked: tuple[bytes, ...] = ()) -> Signers:
    """The signers of both files as they stand; None: there is no allowed_signers."""
    try:
        lines = (allowed or b"").decode("utf-8").split("\n")  # not splitlines(): no editor shows U+2028 as a new line
        gone = frozenset(key for each in revoked for key in _revoked(each))
    except UnicodeDecodeError:
        return Signers(allowed is not None, unreadable="a key file is no UTF-8 text")
    except sshsig.Unusable as trouble:
        return Signers(allowed is not None, unreadable=f"approvals/revoked_keys could not be read: {trouble}")
    by_key: dict[bytes, tuple[Signer, ...]] = {}
    faults = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                signer = _signer(line.strip(), number)
                by_key[signer.key] = (*by_key.get(signer.key, ()), signer)
            except sshsig.Unusable as trouble:
                faults.append((number, str(trouble)))
    return Signers(allowed is not None, by_key, gone, tuple(faults))


def judge(record: bytes, armored: bytes, email: str, time: str, signers: Signers) -> Signature:
    """A record's signature: does it fit, is it for us, and may this key sign for this person at that time?"""
    found = begun(record, armored, signers)
    return found if isinstance(found, Signature) else judged(found[0], sshsig.misfit(found), email, time, signers)


def begun(record: bytes, armored: bytes, signers: Signers) -> Signature | sshsig.Question:
    """What can be said of a signature before the mathematics; else what they have to answer."""
    if signers.unreadable:
        return Signature("unchecked", signers.unreadable)
    try:
        found = sshsig.read(armored)
        if found.namespace != NAMESPACE:
            return Signature("invalid", f"the signature was made for {found.namespace[:60]!r}, not for {NAMESPACE!r}")
        return sshsig.question(found, record)
    except sshsig.Unusable as trouble:
        return Signature("invalid", str(trouble))
    except ImportError:
        return Signature("unchecked", "to verify signatures needs PyNaCl and cryptography: pip install 'evidence-audit[sign]'")


def judged(key: bytes, misfit: str, email: str, time: str, signers: Signers) -> Signature:
    """A signature after the mathematics. `misfit`: why it does not fit the record; empty: it does."""
    return Signature("invalid", misfit) if misfit else trusted(key, email, time, signers)


def trusted(blob: bytes, email: str, time: str, signers: Signers) -> Signature:
    """Whether this key may sign for this person at that time: the best that one of its lines gives, or why it may not."""
    key = sshsig.fingerprint(blob)
    if blob in signers.revoked:
        return Signature("untrusted", f"the key {key} is revoked in approvals/revoked_keys")
    if not signers.present:
        return Signature("untrusted", f"there is no approvals/allowed_signers that says whose key {key} is")
    reasons = {"untrusted": f"approvals/allowed_signers does not name the key {key}"}
    for signer in signers.by_key.get(blob, ()):
        reason = _reason(signer, key, email, time)
        if reason is None:
            return Signature("valid", "", key)
        reasons[reason[0]] = f"line {signer.line} of approvals/allowed_signers {reason[1]}"
    state = "expired key" if "expired key" in reasons else "untrusted"
    return Signature(state, reasons[state], key if state == "expired key" else "")


def _reason(signer: Signer, key: str, email: str, time: str) -> tuple[str, str] | None:
    """Why a line does not let its key sign for this person at that time (state, clause); None where it does."""
    if signer.refused and email in signer.principals:
        return "untrusted", f"gives no right to sign: {signer.refused}"
    if email not in signer.principals or PATTERN.search(email):
        patterns = " (a pattern names nobody in particular)" if any(PATTERN.search(each) for each in signer.principals) else ""
        return "untrusted", f"gives the key {key} to another person than {email}{patterns}"
    if signer.namespaces and NAMESPACE not in signer.namespaces:
        return "untrusted", f"does not let the key {key} sign for {NAMESPACE!r}"
    if signer.valid_after and time < signer.valid_after:
        return "expired key", f"lets the key {key} sign from {signer.valid_after} on, and the record is dated {time}"
    if signer.valid_before and time >= signer.valid_before:
        return "expired key", f"let the key {key} sign until {signer.valid_before}, and the record is dated {time}"
    return None


def line(email: str, key: bytes) -> str:
    """The line of allowed_signers that lets a key sign for a person, here and for nothing else."""
    kind = key[4 : 4 + int.from_bytes(key[:4])].decode("ascii", errors="replace")
    return f'{email} namespaces="{NAMESPACE}" {kind} {base64.b64encode(key).decode()}'


# --- lines --------------------------------------------------------------------------------------------------------


def _signer(line: str, number: int) -> Signer:
    principals, rest = _word(line)
    options: dict[str, str] = {}
    word, after = _word(rest)
    if not _is_key_type(word):
        options, rest = _options(rest)
        word, after = _word(rest)
    key = _public_key(word, _word(after)[0])
    refused = ""
    if unknown := sorted(options.keys() - KNOWN):
        refused = f"the option {unknown[0]} is not known"
    elif "cert-authority" in options:
        refused = "it is a certificate authority, and certificates are not accepted"
    elif "!" in principals:
        refused = "it says whom it does not mean (!); name in it those that it means, and nobody else"
    elif "verify-required" in options:
        refused = "it asks for a PIN check (verify-required), which is not done here"
    return Signer(
        principals=tuple(principals.split(",")),
        key=key,
        line=number,
        namespaces=tuple(options["namespaces"].split(",")) if "namespaces" in options else (),
        valid_after=_time(options.get("valid-after", "")),
        valid_before=_time(options.get("valid-before", "")),
        refused=refused,
    )


def _word(text: str) -> tuple[str, str]:
    """The first word, which may stand in quotation marks, and what follows."""
    text = text.lstrip()
    if text.startswith('"') and (end := text.find('"', 1)) > 0:
        return text[1:end], text[end + 1 :]
    word, _, rest = text.partition(" ") if "\t" not in text.split(" ", 1)[0] else text.partition("\t")
    return word, rest


def _is_key_type(word: str) -> bool:
    return word.startswith(("ssh-", "ecdsa-", "sk-")) and "=" not in word


def _options(text: str) -> tuple[dict[str, str], str]:
    """Options up to the first space outside quotation marks, and what follows. A repeated option is a fault: which one counts?"""
    found: dict[str, str] = {}
    text, quoted, end = text.lstrip(), False, 0
    while end < len(text) and (quoted or text[end] not in " \t"):
        quoted ^= text[end] == '"'
        end += 1
    typed, at_option = text[:end], 0
    while at_option < len(typed):
        match = OPTION.match(typed, at_option)
        if not match or match[1].lower() in found:
            raise sshsig.Unusable(f"its options could not be read: {typed[:60]!r}")
        found[match[1].lower()] = match[2] or ""
        at_option = match.end()
    return found, text[end:]


def _public_key(kind: str, typed: str) -> bytes:
    try:
        key = base64.b64decode(typed, validate=True)
    except (binascii.Error, ValueError):
        raise sshsig.Unusable("it holds no key in base64") from None
    name = kind.encode("ascii", errors="replace")
    if not _is_key_type(kind) or key[: 4 + len(name)] != len(name).to_bytes(4) + name:
        raise sshsig.Unusable("its key is not of the kind that it says")
    return key


def _time(typed: str) -> str:
    """YYYYMMDD[HHMM[SS]][Z] as UTC. OpenSSH takes a time without Z as local; here it is UTC, for an audit has no place on the map."""
    if not typed:
        return ""
    digits = typed.removesuffix("Z")
    try:
        if not (digits.isascii() and digits.isdigit()):
            raise ValueError
        return datetime.strptime(digits, TIMES[len(digits)]).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, KeyError):
        raise sshsig.Unusable(f"{typed!r} is no time (YYYYMMDD or YYYYMMDDHHMMSS, with Z)") from None


def _revoked(data: bytes) -> Iterator[bytes]:
    """The keys of a revocation list: one public key a line, as in a .pub file. OpenSSH's binary lists are not read."""
    if data.startswith(b"SSHKRL"):
        raise sshsig.Unusable("it is a binary list (KRL); write one public key a line")
    for number, line in enumerate(data.decode("utf-8").split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            kind, rest = _word(line)
            try:
                yield _public_key(kind, _word(rest)[0])
            except sshsig.Unusable as trouble:
                raise sshsig.Unusable(f"line {number}: {trouble}") from None
