"""Seals: the canonical form of what is signed, and its digest. Version 1; tests/vectors/seals.json holds published examples."""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

from evidence.model import Registry
from evidence.nouns import dataclass

PREFIX = "v1:sha256:"
RULE_SET = "1"  # raised when the rules judge so differently that what was signed has to be looked at again

SHARED = frozenset(("sources", "waivers", "policy"))  # parts that are alike for many claims

# What is canonical holds no circles, so nobody looks for them.
encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False).encode


def seal(part: str, value: object) -> str:
    """`v1:sha256:` and the digest of the canonical form of [part, value]. Raises ValueError for a number that is none."""
    return of_canonical(part, canonical(value))


def of_canonical(part: str, value: object) -> str:
    """The seal of a value that is canonical already."""
    return of_encoded(part, encoded(value))


def of_encoded(part: str, value: bytes) -> str:
    """The seal of a canonical value that is bytes already."""
    return PREFIX + hashlib.sha256(b'["%b",%b]' % (part.encode(), value)).hexdigest()


_often = lru_cache(maxsize=256)(of_encoded)


def encoded(value: object) -> bytes:
    """A canonical value as bytes: compact JSON, keys sorted by code point, UTF-8."""
    return encode(value).encode("utf-8", errors="surrogatepass")


def canonical(value: object) -> object:
    """The value as it is sealed: text in NFC with white space collapsed, numbers as text, what is empty left out of mappings.

    Raises ValueError for NaN and infinity, TypeError for what is no data.
    """
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dict | Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if isinstance(value, int | float | Decimal):
        if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
            raise ValueError(f"{value} is no number that can be sealed")
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be sealed")


def _mapping(value: Mapping[object, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, item in value.items():
        inner, name = canonical(item), text(str(key))
        if inner or inner is False:
            if name in found:
                raise ValueError(f"two keys become one when they are sealed: {name!r}")
            found[name] = inner
    return found


@lru_cache(maxsize=4096)
def text(value: str) -> str:
    """NFC, every run of white space one space, none at the ends. Nothing else is folded: a look-alike letter is another letter."""
    return " ".join((value if value.isascii() else unicodedata.normalize("NFC", value)).split())


# --- what is sealed together --------------------------------------------------------------------------------------


class Content(Mapping[str, object]):
    """Canonical JSON of a mapping, read when somebody looks into it: of ten thousand records hardly any is looked into."""

    __slots__ = ("_read", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._read: dict[str, Any] | None = None

    def _values(self) -> dict[str, Any]:
        if self._read is None:
            self._read = json.loads(self.data.decode("utf-8", errors="surrogatepass"))
        return self._read

    def __getitem__(self, key: str) -> object:
        return self._values()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values())

    def __len__(self) -> int:
        return len(self._values())


@dataclass(frozen=True, slots=True, eq=False)
class Sealed:
    """Everything that is sealed of a claim or of a piece, and the seal of every part."""

    content: Content  # part → what is sealed of it
    digests: Mapping[str, str]  # part → seal


def together(parts: Mapping[str, bytes]) -> Sealed:
    """Parts, each canonical JSON already, in the order in which they are shown."""
    digests = {part: _often(part, value) if part in SHARED else of_encoded(part, value) for part, value in parts.items()}
    whole, _, sort = _forms(tuple(parts))
    return Sealed(Content(whole % sort(parts)), digests)


def written(digests: Mapping[str, str]) -> bytes:
    """Seals as canonical JSON, by part: there is nothing in a seal that JSON would write in another way."""
    _, form, sort = _forms(tuple(digests))
    return (form % sort(digests)).encode()


@lru_cache(maxsize=16)
def _forms(parts: tuple[str, ...]) -> tuple[bytes, str, Callable[[Mapping[str, Any]], object]]:
    """An object of these parts with a place for what is sealed of each; one with a place for each seal; and what takes either in this order."""
    heads = [encode(part).replace("%", "%%") for part in sorted(parts)]
    whole, seals = (f"{{{','.join([head + place for head in heads])}}}" for place in (":%b", ':"%s"'))
    return whole.encode("utf-8", errors="surrogatepass"), seals, itemgetter(*sorted(parts)) if parts else tuple


# --- policy -------------------------------------------------------------------------------------------------------


def policy(registry: Registry, severities: Mapping[str, str]) -> dict[str, object]:
    """What is sealed as "policy": who must sign, and by which rules the claim was judged. `severities`: rule → where it is not the default."""
    one = registry.policy
    return {
        "profile": registry.profile,
        "roles": {role: {"people": sorted(people), "at least": one.at_least.get(role, "1")} for role, people in one.roles.items() if people},
        "signatures are required": one.require_signatures,
        "an author may sign": one.author_may_sign,
        "review every": one.review_every,
        "rules": dict(severities),
        "rule set": RULE_SET,
        **{name.replace("_", " "): typed for name in ("record_days", "reference_years") if (typed := getattr(one, name)) is not None},
    }
