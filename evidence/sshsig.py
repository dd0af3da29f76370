"""SSH signatures (SSHSIG, OpenSSH's PROTOCOL.sshsig): read and verified without an ssh program.

PyNaCl (libsodium) does the mathematics of Ed25519, in half the time of OpenSSL, and `cryptography` those of the others; each
is imported only where a signature of its kind is verified. Accepted are Ed25519, ECDSA on the NIST curves and RSA of 2,048 bits
and more with SHA-2, each also as a security key (sk-) where OpenSSH has one. SHA-1, DSA and certificates are refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MAGIC = b"SSHSIG"
BEGIN, END = b"-----BEGIN SSH SIGNATURE-----", b"-----END SSH SIGNATURE-----"
LARGEST = 65_536  # bytes of an armored signature; one of RSA 16,384 takes six thousand
CURVES = {"nistp256": ("SECP256R1", "SHA256"), "nistp384": ("SECP384R1", "SHA384"), "nistp521": ("SECP521R1", "SHA512")}
HASHES = {"sha256": hashlib.sha256, "sha512": hashlib.sha512}
TOUCHED = 1  # the flag of a security key that somebody was there
SHORTEST_RSA = 2048
ED25519_BYTES = 64  # of a signature

Verify = Callable[[bytes, bytes], bool]
"""(signature, message) → True where it fits."""
Question = tuple[bytes, str, bytes, bytes]
"""Does it fit? The key as SSH writes it, the algorithm, the signature, and the bytes that were signed."""


class Unusable(Exception):
    """Why something is no signature or no key that counts here: one clause."""


@dataclass(frozen=True, slots=True)
class Sshsig:
    """A signature taken apart. `key` is the public key as SSH writes it."""

    key: bytes
    namespace: str
    hash: str  # sha256 | sha512
    algorithm: str
    signature: bytes
    rest: bytes  # of a security key: flags and counter
    reserved: bytes = b""


@dataclass(frozen=True, slots=True)
class _Key:
    """A public key that can verify."""

    algorithms: tuple[str, ...]  # the signature algorithms that it may be used with
    verify: Callable[[str], Verify]
    application: bytes | None = None  # of a security key


def read(armored: bytes) -> Sshsig:
    """Take an armored signature apart. Raises Unusable, and nothing else, for whatever is no signature of this form."""
    if len(armored) > LARGEST:
        raise Unusable("it is larger than any signature")
    lines = armored.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    if len(lines) < 3 or lines[0] != BEGIN or lines[-1] != END:
        raise Unusable("it is no armored SSH signature")
    try:
        blob = base64.b64decode(b"".join(lines[1:-1]), validate=True)
    except binascii.Error:
        raise Unusable("its base64 is damaged") from None
    # The signatures of one key differ in their last 64 bytes alone, so what stands before those is taken apart once.
    found = _pattern(blob[:-64])
    if found is None:
        return _apart(blob)
    return Sshsig(found.key, found.namespace, found.hash, found.algorithm, blob[-64:], b"", found.reserved)


@lru_cache(maxsize=1024)
def _pattern(head: bytes) -> Sshsig | None:
    """What every signature with this beginning is, where the signature itself is the 64 bytes that follow; else None."""
    try:
        found = _apart(head + bytes(64))
    except Unusable:
        return None
    return found if found.signature == bytes(64) and not found.rest else None


def _apart(blob: bytes) -> Sshsig:
    if blob[:10] != MAGIC + b"\0\0\0\1":
        raise Unusable("it is no SSH signature of version 1")
    key, rest = _string(blob[10:])
    namespace, rest = _string(rest)
    reserved, rest = _string(rest)
    hash_name, rest = _string(rest)
    signature, rest = _string(rest)
    if rest:
        raise Unusable("something follows the signature")
    algorithm, inner = _string(signature)
    value, tail = _string(inner)
    if _name(hash_name) not in HASHES:
        raise Unusable("it hashes with neither SHA-256 nor SHA-512")
    return Sshsig(key, _name(namespace), hash_name.decode(), _name(algorithm), value, tail, reserved)


def verify(found: Sshsig, message: bytes) -> None:
    """Nothing where the signature is that of its own key over the message; raises Unusable with the reason where it is not.

    Whose key it is, and whether it may sign, is not judged here.
    """
    if because := misfit(question(found, message)):
        raise Unusable(because)


def question(found: Sshsig, message: bytes) -> Question:
    """What is left to be answered by mathematics. Raises Unusable where the signature is of no form that could fit."""
    key = _key(found.key)
    if found.algorithm not in key.algorithms:
        raise Unusable(f"{found.algorithm or 'its algorithm'} is not accepted for its key")
    signed = _before(found.namespace, found.reserved, found.hash) + _packed(HASHES[found.hash](message).digest())
    if key.application is not None:
        if len(found.rest) != 5 or not found.rest[0] & TOUCHED:
            raise Unusable("the security key does not say that somebody touched it")
        signed = hashlib.sha256(key.application).digest() + found.rest + hashlib.sha256(signed).digest()
    elif found.rest:
        raise Unusable("something follows the signature")
    return found.key, found.algorithm, found.signature, signed


def misfit(asked: Question) -> str:
    """Why a signature is not that of its key; an empty string where it is."""
    blob, algorithm, signature, signed = asked
    try:
        return "" if _key(blob).verify(algorithm)(signature, signed) else "the signature does not fit the record"
    except Unusable as trouble:
        return str(trouble)


@lru_cache(maxsize=64)
def _before(namespace: str, reserved: bytes, hashed: str) -> bytes:
    """What stands before the digest in the bytes that are signed."""
    return MAGIC + b"".join(map(_packed, (namespace.encode(), reserved, hashed.encode())))


@lru_cache(maxsize=1024)
def fingerprint(key: bytes) -> str:
    """A key's fingerprint as `ssh-keygen -l` prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


# --- keys ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _key(blob: bytes) -> _Key:
    """The key behind SSH's own form of it."""
    kind, rest = _string(blob)
    name = _name(kind)
    try:
        if name in ("ssh-ed25519", "sk-ssh-ed25519@openssh.com"):
            return _ed25519(name, rest)
        if name.startswith("ecdsa-sha2-nistp") or name == "sk-ecdsa-sha2-nistp256@openssh.com":
            return _ecdsa(name, rest)
        if name == "ssh-rsa":
            return _rsa(rest)
    except ValueError:
        raise Unusable(f"its {name} key is damaged") from None
    if "-cert-" in name:
        raise Unusable("it was made with a certificate, and certificates are not accepted")
    raise Unusable(f"keys of the kind {name[:40]!r} are not accepted")


def _application(name: str, rest: bytes) -> bytes | None:
    if not name.startswith("sk-"):
        if rest:
            raise Unusable("something follows its key")
        return None
    application, rest = _string(rest)
    if rest:
        raise Unusable("something follows its key")
    return application


def _ed25519(name: str, rest: bytes) -> _Key:
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    point, rest = _string(rest)
    key = VerifyKey(point)
    fits = _fitting(key.verify, BadSignatureError)

    def check(signature: bytes, message: bytes) -> bool:
        return len(signature) == ED25519_BYTES and fits(message, signature)

    return _Key((name,), lambda algorithm: check, _application(name, rest))


def _ecdsa(name: str, rest: bytes) -> _Key:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    curve, rest = _string(rest)
    point, rest = _string(rest)
    if _name(curve) not in CURVES or _name(curve) not in name:
        raise Unusable("its key names a curve of another kind")
    on, hashed = CURVES[_name(curve)]
    key = ec.EllipticCurvePublicKey.from_encoded_point(getattr(ec, on)(), point)
    algorithm: Any = ec.ECDSA(getattr(hashes, hashed)())
    fits = _fitting(key.verify, InvalidSignature)

    def check(signature: bytes, message: bytes) -> bool:
        first, tail = _string(signature)
        second, tail = _string(tail)
        if tail:
            raise Unusable("something follows the signature")
        return fits(encode_dss_signature(int.from_bytes(first), int.from_bytes(second)), message, algorithm)

    return _Key((name,), lambda _: check, _application(name, rest))


def _rsa(rest: bytes) -> _Key:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    exponent, rest = _string(rest)
    modulus, rest = _string(rest)
    if rest:
        raise Unusable("something follows its key")
    number = int.from_bytes(modulus)
    if not SHORTEST_RSA <= number.bit_length() <= 16_384:
        raise Unusable(f"its RSA key has {number.bit_length():,} bits; 2,048 to 16,384 are accepted")
    key = rsa.RSAPublicNumbers(int.from_bytes(exponent), number).public_key()
    hashed: dict[str, Any] = {"rsa-sha2-256": hashes.SHA256(), "rsa-sha2-512": hashes.SHA512()}
    fits = _fitting(key.verify, InvalidSignature)
    return _Key(tuple(hashed), lambda algorithm: lambda signature, message: fits(signature, message, padding.PKCS1v15(), hashed[algorithm]))


def _fitting(check: Callable[..., object], no: type[Exception]) -> Callable[..., bool]:
    """A check that raises `no` as one that answers."""

    def fits(*words: Any) -> bool:
        try:
            check(*words)
        except no:
            return False
        return True

    return fits


# --- SSH's wire format --------------------------------------------------------------------------------------------


def _string(data: bytes) -> tuple[bytes, bytes]:
    """A length of four bytes and as many bytes; and what follows."""
    size = int.from_bytes(data[:4])
    if len(data) < 4 or size > len(data) - 4:
        raise Unusable("it is cut short")
    return data[4 : 4 + size], data[4 + size :]


def _packed(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def _name(data: bytes) -> str:
    """A name of SSH's: printable ASCII. What is none is shown as something that equals no name."""
    return data.decode("ascii") if data.isascii() and data.decode("ascii").isprintable() else f"\ufffd{data.hex()}"
