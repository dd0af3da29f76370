"""What the services may know of who asks, and where they are: from the environment and claims.yaml, never into any output."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from evidence._version import VERSION
from evidence.model import BadCall

EMAIL, NCBI_KEY, CROSSREF_TOKEN = "EVIDENCE_EMAIL", "NCBI_API_KEY", "CROSSREF_PLUS_TOKEN"

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_KEY = re.compile(r"[!-~]{1,1000}")


@dataclass(frozen=True, slots=True, eq=False)
class Contact:
    """Who asks. No field is shown by `repr`, so that none gets into a log or a traceback."""

    email: str = field(default="", repr=False)
    ncbi_key: str = field(default="", repr=False)
    crossref_token: str = field(default="", repr=False)
    addresses: Mapping[str, str] = field(default_factory=dict, repr=False)  # service → base address, where it is not the service's own

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must stand in no output, longest first."""
        return tuple(sorted(filter(None, {self.email, self.ncbi_key, self.crossref_token}), key=lambda secret: (-len(secret), secret)))

    @property
    def agent(self) -> str:
        """The User-Agent: tool and version, and the e-mail address, where there is one, as Crossref's etiquette asks."""
        return f"evidence/{VERSION} (mailto:{self.email})" if self.email else f"evidence/{VERSION}"

    def address(self, service: str, own: str) -> str:
        """The base address of a service: as configured, else its own."""
        return self.addresses.get(service, own).rstrip("/")


def read(typed: str | None = None, services: tuple[str, ...] = (), environment: Mapping[str, str] | None = None) -> Contact:
    """Who asks: e-mail from EVIDENCE_EMAIL or, where that is not set, as `typed` under `contact:` in claims.yaml; keys from the environment.

    EVIDENCE_<SERVICE>_URL (EVIDENCE_CROSSREF_URL, EVIDENCE_RETRACTION_WATCH_URL …) sets another base address.
    Raises BadCall, which never repeats the value, where one of them cannot be what it is said to be.
    """
    given = os.environ if environment is None else environment
    email = given.get(EMAIL, "").strip()
    if email and not _ADDRESS.fullmatch(email):
        raise BadCall(f"{EMAIL} holds no e-mail address")
    if not email and typed and not _ADDRESS.fullmatch(typed.strip()):
        raise BadCall("`contact:` in claims.yaml is no e-mail address; write the one that the services may write to")
    return Contact(email or (typed or "").strip(), _key(given, NCBI_KEY), _key(given, CROSSREF_TOKEN), _addresses(given, services))


def _key(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "").strip()
    if value and not _KEY.fullmatch(value):
        raise BadCall(f"{name} holds a character that no key has")
    return value


def _addresses(given: Mapping[str, str], services: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for service in services:
        name = f"EVIDENCE_{service.upper().replace('-', '_')}_URL"
        if value := given.get(name, "").strip():
            if not is_address(value):
                raise BadCall(f"{name} holds no address of a service: it begins with https:// or http://, names a host and holds no password")
            found[service] = value
    return found


def is_address(value: str) -> bool:
    """Whether a text is an http or https address with a host, and without a user's name or password in it."""
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and (parts.port or 1) > 0
    except ValueError:  # no port, a bracket too many
        return False
