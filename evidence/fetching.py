"""A page on the web → a file of ours: fetched once, with its address, date and hash beside it."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from evidence._version import VERSION
from evidence.model import Missing

if TYPE_CHECKING:
    from requests import Response, Session

MAX_BYTES = 50_000_000
MAX_REDIRECTS = 5
WAIT = 20.0  # seconds without an answer, and
WHOLE = 60.0  # seconds for everything
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_NAMED = re.compile(r"[^\w.-]+")


class _Refused(Exception):
    """Why a page is not fetched, as a whole clause; it does not leave this file."""


def is_address(word: str) -> bool:
    """Whether a word typed for a page is an address on the web and not a path."""
    return word.lstrip().lower().startswith(("http://", "https://"))


def _host(url: str) -> str:
    """The host that an address names, or "" where it names none or is damaged ("http://[")."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def fetch(url: str, folder: str | Path, now: datetime | None = None) -> Path | Missing:
    """Save the page at an address into `folder` and give its path, or why it could not be had.

    The file is named after host, date and hash; a .json file beside it says from where, when, as what it came. Only http and https;
    at most 50 MB, 60 seconds, 5 redirects. What a person typed may be a local address (a preview on the own machine); a page elsewhere
    may not send us to one. Raises ValueError where `url` is a path or another kind of address.
    """
    import requests

    if not is_address(url):
        raise ValueError(f"{url!r} is no address on the web: it begins with https:// or http:// and names a host")
    if not _host(url):
        return Missing(f"{url} was not fetched: it names no host")
    until = time.monotonic() + WHOLE
    try:
        with requests.Session() as session:
            session.headers["User-Agent"] = f"evidence/{VERSION}"
            session.auth = lambda request: request  # nothing of ~/.netrc
            answer = _answer(session, url, until)
            with answer:
                suffix = _suffix(answer)
                content = b"".join(_content(answer, until))
    except _Refused as refused:
        return Missing(f"{url} was not fetched: {refused}")
    except requests.exceptions.RequestException as error:
        return Missing(f"{url} cannot be reached: {_plain(error)}")
    try:
        return _saved(Path(folder), url, answer, suffix, content, (now or datetime.now(UTC)).astimezone(UTC))
    except OSError as error:
        return Missing(f"{url} was fetched and cannot be kept: {error.filename or folder} cannot be written ({error.strerror or error})")


def _answer(session: Session, url: str, until: float) -> Response:
    """The answer of the last address, after redirects that may be followed."""
    local = _local(url)
    for _ in range(MAX_REDIRECTS + 1):
        try:
            answer = session.get(url, timeout=WAIT, stream=True, allow_redirects=False)
        except ValueError:  # of the library, which also takes the next address apart
            raise _Refused("its address, or the one it leads to, is damaged: it is no http or https address that can be asked") from None
        if time.monotonic() > until:
            answer.close()
            raise _Refused(f"it took more than {WHOLE:.0f} seconds")
        target = answer.headers.get("location")
        if answer.status_code not in (301, 302, 303, 307, 308) or not target:
            if answer.status_code != 200:
                answer.close()
                raise _Refused(f"the server answers {answer.status_code} {answer.reason or ''}".rstrip())
            return answer
        answer.close()
        following = _joined(url, target)
        if not is_address(following) or not _host(following):
            raise _Refused(f"it leads to {following[:200]}, which is no http or https address")
        if url.lower().startswith("https:") and not following.lower().startswith("https:"):
            raise _Refused(f"it leads from https to {following[:200]}, which is not protected: give that address yourself if you mean it")
        if (there := _local(following)) and not local:
            raise _Refused(f"it leads to {following[:200]}, which is {there}, an address inside of a private network")
        url = following
    raise _Refused(f"it leads on more than {MAX_REDIRECTS} times")


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:  # a damaged address
        return target


def _local(url: str) -> str:
    """The first address of a host that is not on the public internet (a private network, this machine), or ""."""
    import ipaddress
    import socket

    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError):
        return ""  # the request will say what is wrong with it; behind a proxy, names are looked up there
    addresses = (str(one[4][0]).partition("%")[0] for one in found)
    return next((address for address in addresses if not ipaddress.ip_address(address).is_global), "")


def _suffix(answer: Response) -> str:
    """The suffix of what came, by its declared type."""
    declared = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared not in SUFFIXES:
        readable = "HTML, plain text, markdown, PDF or Word"
        raise _Refused(f"it is {declared or 'of no declared type'}, and what can be read is {readable}")
    return SUFFIXES[declared]


def _content(answer: Response, until: float) -> Iterator[bytes]:
    """The bytes as they come, unpacked; what is too large or too slow is given up."""
    size = 0
    for part in answer.iter_content(65536):
        size += len(part)
        if size > MAX_BYTES:
            raise _Refused(f"it has more than {MAX_BYTES / 1e6:.0f} MB")
        if time.monotonic() > until:
            raise _Refused(f"it took more than {WHOLE:.0f} seconds")
        yield part


def _plain(error: Exception) -> str:
    """The reason in a few words; the library's own sentence shows its insides."""
    names = {
        "ConnectTimeout": "the server does not answer",
        "ReadTimeout": f"the server stopped answering for {WAIT:.0f} seconds",
        "SSLError": "its certificate is not valid",
        "ProxyError": "the proxy does not let it through",
        "ChunkedEncodingError": "the connection broke before everything had come",
        "ContentDecodingError": "its compressed content is damaged",
        "ConnectionError": "no connection (is the name right, and the network there?)",
    }
    return next((names[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in names), type(error).__name__)


def _saved(folder: Path, url: str, answer: Response, suffix: str, content: bytes, now: datetime) -> Path:
    digest = hashlib.sha256(content).hexdigest()
    host = _NAMED.sub("-", _host(answer.url) or "page")[:80]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{host}-{now:%Y-%m-%d}-{digest[:12]}{suffix}"
    path.write_bytes(content)
    facts = {
        "url": url,
        "final_url": answer.url,
        "address": _local(answer.url) or "public",
        "fetched": now.isoformat(timespec="seconds"),
        "sha256": digest,
        "bytes": len(content),
        "content_type": answer.headers.get("content-type", ""),
        "last_modified": answer.headers.get("last-modified", ""),
    }
    path.with_name(path.name + ".json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
