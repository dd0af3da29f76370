"""Keys and signatures made here, by the format's own description, so that no ssh program is needed to play signer or forger."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from evidence.signoff import NAMESPACE


def packed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def mpint(number: int) -> bytes:
    return packed(number.to_bytes(number.bit_length() // 8 + 1, "big"))


@dataclass(frozen=True)
class Key:
    """A key: its public half as SSH writes it, the signature algorithm, and a function that signs."""

    public: bytes
    algorithm: str
    sign: Callable[[bytes], bytes]

    @property
    def kind(self) -> str:
        return self.public[4 : 4 + int.from_bytes(self.public[:4], "big")].decode()

    @property
    def line(self) -> str:
        return f"{self.kind} {base64.b64encode(self.public).decode()}"


def ed25519() -> Key:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    return Key(packed(b"ssh-ed25519") + packed(key.public_key().public_bytes_raw()), "ssh-ed25519", key.sign)


def security_key(flags: int = 1, application: bytes = b"ssh:") -> Key:
    """A security key's signature: over the application, flags, a counter and the hash of what is signed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key, name = Ed25519PrivateKey.generate(), b"sk-ssh-ed25519@openssh.com"
    rest = bytes([flags]) + (7).to_bytes(4, "big")

    def sign(message: bytes) -> bytes:
        return key.sign(hashlib.sha256(application).digest() + rest + hashlib.sha256(message).digest())

    public = packed(name) + packed(key.public_key().public_bytes_raw()) + packed(application)
    return Key(public, name.decode() + "\0" + rest.hex(), sign)


def ecdsa(bits: int = 256) -> Key:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    curve = {256: ec.SECP256R1(), 384: ec.SECP384R1(), 521: ec.SECP521R1()}[bits]
    hashed = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}[bits]
    key = ec.generate_private_key(curve)
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def sign(message: bytes) -> bytes:
        first, second = decode_dss_signature(key.sign(message, ec.ECDSA(hashed)))
        return mpint(first) + mpint(second)

    name = f"ecdsa-sha2-nistp{bits}"
    return Key(packed(name.encode()) + packed(f"nistp{bits}".encode()) + packed(point), name, sign)


def rsa(algorithm: str = "rsa-sha2-512", bits: int = 2048) -> Key:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric import rsa as family

    key = family.generate_private_key(65537, bits)
    numbers = key.public_key().public_numbers()
    hashed = {"rsa-sha2-512": hashes.SHA512(), "rsa-sha2-256": hashes.SHA256(), "ssh-rsa": hashes.SHA1()}[algorithm]  # noqa: S303 - to be refused
    return Key(packed(b"ssh-rsa") + mpint(numbers.e) + mpint(numbers.n), algorithm, lambda message: key.sign(message, padding.PKCS1v15(), hashed))


def armored(key: Key, message: bytes, namespace: str = NAMESPACE, hashed: str = "sha512", version: int = 1) -> bytes:
    """An armored SSHSIG over a message."""
    digest = hashlib.new(hashed if hashed in ("sha256", "sha512", "sha1") else "sha512", message).digest()
    inner = packed(namespace.encode()) + packed(b"") + packed(hashed.encode())
    algorithm, _, rest = key.algorithm.partition("\0")
    signature = packed(algorithm.encode()) + packed(key.sign(b"SSHSIG" + inner + packed(digest))) + bytes.fromhex(rest)
    blob = b"SSHSIG" + version.to_bytes(4, "big") + packed(key.public) + inner + packed(signature)
    return wrapped(blob)


def wrapped(blob: bytes) -> bytes:
    text = base64.b64encode(blob)
    lines = [text[at : at + 70] for at in range(0, len(text), 70)]
    return b"\n".join([b"-----BEGIN SSH SIGNATURE-----", *lines, b"-----END SSH SIGNATURE-----", b""])
