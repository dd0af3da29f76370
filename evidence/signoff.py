"""The nouns of the sixth link: a sign-off as it was written, how it stands today, and the ledger of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import lru_cache

from evidence.nouns import dataclass

NAMESPACE = "evidence-sign-off@v1"
"""What an SSH signature of ours must be made for (`ssh-keygen -Y sign -n`): one made for git or for mail never counts here."""

FOLDER, SIGNERS, REVOKED = "approvals", "allowed_signers", "revoked_keys"

MEANINGS = (
    "authored",
    "anchor read in source",
    "medically accurate",
    "consistent with labeling",
    "legally cleared",
    "released",
    "re-reviewed",
    "risk accepted",
    "withdrawn",
)
ROLES = {  # role → what its signature means, where nothing else is said
    "author": "authored",
    "anchor verifier": "anchor read in source",
    "medical": "medically accurate",
    "legal": "legally cleared",
    "regulatory": "consistent with labeling",
    "releaser": "released",
}
LESSER = ("authored", "anchor read in source", "withdrawn")
"""Meanings that approve nothing: they fill no role but the one that they are there for."""

DECISIONS = ("approve", "amend", "reject", "withdraw")
PARTS = ("claim", "references", "passages", "sources", "waivers", "policy")
"""What is sealed of a claim, each with a digest of its own, so that an outdated sign-off says what has changed."""

STATES = ("unsigned", "recorded, not signed", "valid", "outdated", "withdrawn", "untrusted", "expired key", "invalid", "unchecked")


@dataclass(frozen=True, slots=True)
class Signature:
    """What is known of a record's signature: that there is none, whose it is, or what is wrong with it."""

    state: str  # recorded, not signed | valid | untrusted | expired key | invalid | unchecked
    because: str = ""
    key: str = ""  # the key's fingerprint, as ssh-keygen prints it


UNSIGNED = Signature("recorded, not signed")


@dataclass(frozen=True, slots=True, eq=False)
class SignOff:
    """One record of approvals/, as it was written."""

    digest: str  # its name: the SHA-256 of its bytes, in hex
    kind: str  # claim | material
    subject: str  # the claim's or the material's id
    name: str
    email: str
    role: str
    time: str  # UTC, "2026-11-22T18:40:22Z"
    meaning: str
    decision: str
    comment: str
    digests: Mapping[str, str]  # part → seal
    content: Mapping[str, object]  # part → what was sealed, for a reader and for `evidence log`
    context: Mapping[str, object] = field(default_factory=dict)  # what was open when it was signed: findings, unchecked
    after: tuple[str, ...] = ()  # the last records of the ledger before it: a hole in it is seen without git
    ends: tuple[str, ...] = ()  # the records that it withdraws
    signature: Signature = UNSIGNED

    @property
    def file(self) -> str:
        """Its path, relative to claims.yaml."""
        return f"{FOLDER}/{self.digest}.json"

    @property
    def who(self) -> str:
        """The printed name with the e-mail address."""
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A sign-off and what it is worth today."""

    sign_off: SignOff
    state: str  # one of STATES
    because: str = ""
    moved: tuple[str, ...] = ()  # outdated: the parts whose digest is another today
    counts: bool = False  # it stands for its role today: an approval that nothing has overtaken


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in approvals/. `rule` is the one that tells it."""

    rule: str  # ledger-broken | sign-off-incomplete
    file: str  # relative to claims.yaml
    message: str
    subject: str = ""  # the claim it is about, where that is known
    digest: str = ""  # of the record that is wrong, where it can be read
    hole: bool = False  # a record is missing or cannot be read: what it withdraws is not known, so nothing else is sure


@dataclass(frozen=True, slots=True)
class Need:
    """A role that must sign and has not, or not by enough people. Without a role: there are sign-offs, and none stands today."""

    role: str
    because: str
    unchecked: bool = False  # True where there is a sign-off that could not be checked
    withdrawn: bool = False  # True where there was one and it was withdrawn


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Everything in approvals/: the records in the order of their time, and all that is wrong with them."""

    present: bool = False
    sign_offs: tuple[SignOff, ...] = ()
    faults: tuple[Fault, ...] = ()
    gaps: tuple[str, ...] = ()  # what could not be checked, and why
    inputs: tuple[tuple[str, str], ...] = ()  # (path, sha256) of the key files that were read
    names: frozenset[str] = frozenset()  # the files of records that are there, broken or not
    standings: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)  # claim → its sign-offs today
    pieces: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)  # material → its sign-offs today
    needs: Mapping[str, tuple[Need, ...]] = field(default_factory=dict)  # claim → the roles that are still open
    live: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # claim → the live pieces on which it was seen


@lru_cache(maxsize=1024)  # a few roles, asked for time and again
def plain(role: str) -> str:
    """A role's name as it is compared: "Anchor-Verifier" and "anchor verifier" are one."""
    return " ".join(role.replace("-", " ").replace("_", " ").split()).lower()


def heads(sign_offs: Iterable[SignOff]) -> tuple[str, ...]:
    """The records that no other names as before it, sorted: what the next one names."""
    every = {one.digest: one.after for one in sign_offs}
    named = {digest for after in every.values() for digest in after}
    return tuple(sorted(every.keys() - named))


def is_live(span: object, as_of: str) -> bool:
    """True where `live:` says that the piece is published on the day. Days are ISO dates, so their text tells their order."""
    if not isinstance(span, Mapping):
        return False
    return str(span.get("from") or "") <= as_of <= str(span.get("until") or "9999-12-31")


def shown(standing: Standing) -> dict[str, str]:
    """A sign-off for a report: the manifestation that 21 CFR 11.50 asks for (printed name, date and time with zone, meaning), and its state."""
    one = standing.sign_off
    proved = one.signature.state == "valid" or (one.signature.state == "expired key" and bool(one.signature.key))
    return {
        "record": one.digest,
        "name": one.name,
        "email": one.email,
        "identity": f"signed with the key {one.signature.key}" if proved else "claimed, not proved",
        "role": one.role,
        "time": one.time,
        "meaning": one.meaning,
        "decision": one.decision,
        "comment": one.comment,
        "state": standing.state,
        "because": standing.because,
    }
