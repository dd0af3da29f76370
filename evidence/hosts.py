"""A host of a service: whether it can be reached at all, how often it failed, and the breaker that spares it further questions."""

from __future__ import annotations

import socket
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from urllib.parse import urlsplit

from evidence import nouns
from evidence.pacing import Lane

NO_NAME = "DNS: no machine of that name was found; is this one online?"
KNOCK = 6.0  # seconds for a host's name and a connection, over all of its addresses
FEW, SAMPLE, MOST = 4, 20, 0.10  # errors that open the breaker where nothing was answered or a question was in vain; tries from which a tenth of errors does


class Host:
    """The breaker, the count of errors and the lanes of one host."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._knocking = Lock()
        self._knocked = False
        self._because = ""
        self._lanes: dict[str, Lane] = {}
        self._tries = self._errors = 0

    def lane(self, name: str) -> Lane:
        """The lane of one kind of question."""
        with self._lock:
            return self._lanes.setdefault(name, Lane())

    def shut(self, knock: Callable[[], str]) -> str:
        """Why the host is asked no more, or "". The first who comes knocks; the others wait for what that one hears."""
        with self._knocking:
            if not self._knocked:
                heard = knock()
                self._knocked = True
                self._because = self._because or heard
        return self._because

    def went_well(self) -> None:
        """Count an answer."""
        with self._lock:
            self._tries += 1

    def went_wrong(self, because: str, given_up: bool, final: bool) -> None:
        """Count an error. The breaker opens where it is final, and where errors are no longer rare."""
        with self._lock:
            self._tries += 1
            self._errors += 1
            many = self._errors >= MOST * self._tries
            in_vain = self._errors >= FEW and (given_up or self._errors == self._tries)
            if final or (many and (in_vain or self._tries >= SAMPLE)):
                self._because = self._because or because


def trouble_with(url: str) -> str:
    """Why no connection can be made to the host of an address, or "". At most KNOCK seconds, however long the system itself would try.

    Behind a proxy nothing is tried: names are looked up there.
    """
    import requests

    if requests.utils.get_environ_proxies(url):
        return ""
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    heard: SimpleQueue[str] = SimpleQueue()
    nouns.finish_all()
    Thread(target=lambda: heard.put(_knock(address)), daemon=True).start()
    try:
        return heard.get(timeout=KNOCK)
    except Empty:
        return f"no connection within {KNOCK:g} seconds"


def _knock(address: tuple[str, int]) -> str:
    try:
        with socket.create_connection(address, timeout=KNOCK):
            return ""
    except (socket.gaierror, UnicodeError):  # UnicodeError: a name that is none
        return NO_NAME
    except ConnectionRefusedError:
        return "connection refused"
    except OSError:
        return "no connection"
