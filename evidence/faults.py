"""What goes wrong between a question and its answer, in a few words each, and whether to ask again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

from evidence import hosts
from evidence.answers import Unreadable

if TYPE_CHECKING:
    from requests import Response

PART = 65536
STALE = 86_400  # seconds
REFUSED = {
    401: "401: it does not accept the key it was given",
    403: "403: it refuses to answer, as services do that block a sender",
    407: "407: the proxy wants a password",
}


class Trouble(Exception):
    """Why one try brought no answer. `wait`: seconds that the server asks for. `final`: no other question will fare better."""

    def __init__(self, because: str, again: bool = True, final: bool = False, wait: float = 0.0, status: int = 0) -> None:
        super().__init__(because)
        self.because, self.again, self.final, self.wait, self.status = because, again, final, wait, status


def of_status(status: int, headers: Mapping[str, str]) -> Trouble | None:
    """The trouble that a status means, or None where it is an answer (a 404 is one, and so is a 400)."""
    if status in REFUSED:
        return Trouble(REFUSED[status], again=False, final=True, status=status)
    if status == 429:
        return Trouble("429: too many questions", wait=retry_after(headers), status=status)
    if status >= 500 or status in (408, 425):
        return Trouble(f"{status}: the server failed", wait=retry_after(headers), status=status)
    if status < 200 or (300 <= status < 400 and status != 304):
        return Trouble(f"it answered {status} and nothing to go by", again=False, status=status)
    return None


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that a Retry-After asks for: a number, or a date against the answer's own Date; 0 where there is none to be read."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
        now = parsedate_to_datetime(headers["date"]) if headers.get("date") else datetime.now(UTC)
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):  # no date; one with a time zone and one without
        return 0.0


def of(error: Exception, silence: float) -> Trouble | None:
    """The trouble behind an exception of requests, or of the disk; None for any other. Its own text is never used: it holds the address."""
    import requests

    if not isinstance(error, requests.exceptions.RequestException):
        return Trouble(f"what it sent cannot be kept here: {error.strerror or 'no file can be written'}", again=False) if isinstance(error, OSError) else None
    if isinstance(error, requests.exceptions.ConnectionError):
        return _unconnected(error, silence)
    if isinstance(error, requests.exceptions.ReadTimeout):
        return _silent(silence)
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return Trouble("the connection broke in the middle of its answer")
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return Trouble("its compressed answer is damaged")
    return Trouble(f"the question could not be sent ({type(error).__name__})", again=False, final=True)


def _silent(seconds: float) -> Trouble:
    return Trouble(f"timeout: not a byte for {seconds:g} seconds")


def _unconnected(error: Exception, silence: float) -> Trouble:
    import requests
    from urllib3 import exceptions

    reason = getattr(error.args[0] if error.args else None, "reason", error.args[0] if error.args else None)
    if isinstance(reason, exceptions.ReadTimeoutError):  # in the middle of a body
        return _silent(silence)
    if isinstance(error, requests.exceptions.SSLError):
        return Trouble("its certificate is not valid", again=False, final=True)
    if isinstance(error, requests.exceptions.ProxyError):
        return Trouble("the proxy does not let it through", again=False, final=True)
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return Trouble("no connection in time", again=False, final=True)
    if isinstance(reason, exceptions.NameResolutionError):
        return Trouble(hosts.NO_NAME, again=False, final=True)
    if isinstance(reason, exceptions.NewConnectionError):
        refused = isinstance(reason.__cause__, ConnectionRefusedError)
        return Trouble("connection refused" if refused else "no connection", again=False, final=True)
    return Trouble("the connection broke before its answer")  # a server that closed a kept connection: worth another try


def parts(answer: Response, limit: int, until: float) -> Iterator[bytes]:
    """The bytes of an answer as they come, unpacked. Raises Unreadable for what is too large, Trouble for what is too slow."""
    size = 0
    for part in answer.iter_content(PART):
        size += len(part)
        if size > limit:
            raise Unreadable(f"its answer has more than {limit / 1e6:,.0f} MB")
        if time.monotonic() > until:
            raise Trouble("timeout: its answer comes too slowly")
        yield part


def save(answer: Response, target: Path, limit: int, until: float) -> str:
    """Write an answer beside `target` and rename it there; its ETag, or ""."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml"):
        raise Unreadable("it answered with a web page instead of data (a sign-in page of the network?)")
    for left in target.parent.glob(f".{target.name}.*"):  # of a refresh that was ended in the middle
        if time.time() - left.stat().st_mtime > STALE:
            left.unlink(missing_ok=True)
    handle, beside = mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in parts(answer, limit, until):
                file.write(part)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return answer.headers.get("etag", "")
