"""The one HTTP client of the services: polite, patient up to a bound, and silent about keys.

What a question comes to is a Reply or a Missing that says why there is none; nothing that a network or a server does is
raised. A host that cannot be reached is not asked a second time, by whomever: its breaker is open.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from evidence import answers, contact, faults, hosts
from evidence.faults import Trouble
from evidence.model import Missing
from evidence.pacing import Lane
from evidence.threads import WORKERS

if TYPE_CHECKING:
    from requests import Response

MAX_BYTES = 50_000_000
REDIRECTS = 5
TRIES = 4
BACK_OFF = 1.0  # seconds before the second try, twice as many before each further one
PATIENCE = 60.0  # seconds that a Retry-After may ask for; a service that asks for more is not asked again
CONNECT, SILENCE, WHOLE, FILE = 5.0, 20.0, 90.0, 1800.0  # seconds: to connect, without a byte, for one answer, for a file
STOPPED = "the refresh was stopped"


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """An answer of a server: `data` is the value read from its body where the status is 200, else None."""

    status: int
    data: Any = None
    moved: bool = False  # it was reached over a redirect


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked: where, with what, and how the body of the answer is read."""

    url: str
    read: Callable[[Response, float], Any]  # (answer, deadline) → value; raises Unreadable
    parameters: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = None  # posted, so that what it holds stands in no address
    headers: Mapping[str, str] | None = None
    whole: float = WHOLE  # seconds for all of the answer


def _kept(mark: Path) -> str:
    """The ETag that was kept beside a file, or "" where there is none that can be used."""
    try:
        return mark.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


class Client:
    """Sessions, paces and breakers of one refresh. Threads may share it."""

    def __init__(self, who: contact.Contact, *, back_off: float | None = None, silence: float = SILENCE) -> None:
        from http.cookiejar import DefaultCookiePolicy

        import requests

        self.contact = who
        self.watch: Callable[[str, int], None] = lambda service, count: None  # told of every few references that a service is done with
        self._back_off, self._silence = BACK_OFF if back_off is None else back_off, silence
        self._session = requests.Session()
        self._session.headers["User-Agent"] = contact.Contact().agent
        self._session.auth = lambda request: request  # nothing of ~/.netrc
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # no answer depends on an earlier one
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, requests.adapters.HTTPAdapter(pool_maxsize=WORKERS))
        self._hosts: dict[str, hosts.Host] = {}
        self._lock = Lock()
        self._stopped = Event()

    # --- questions ---

    def get_json(
        self, url: str, parameters: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, lane: str = ""
    ) -> Reply | Missing:
        """Ask by GET for JSON. `lane`: the kind of question, where the service has a pace of its own for each."""
        return self._ask(Question(url, self._reader(answers.read_json), parameters, None, headers), lane)

    def post(self, url: str, form: Mapping[str, str], xml: bool = False, headers: Mapping[str, str] | None = None) -> Reply | Missing:
        """Ask by POST, for JSON or XML: what the form holds (a key) stands in no address."""
        read = answers.read_xml if xml else answers.read_json
        return self._ask(Question(url, self._reader(read), None, form, headers))

    def download(self, url: str, target: Path, limit: int) -> Missing | None:
        """Stream a file to `target`, at most `limit` bytes; None where it stands there whole (also where it was there already, unchanged).

        The file is written beside its place and then renamed: what stood there stays until the new one is whole.
        """
        mark = target.with_name(target.name + ".etag")
        known = _kept(mark) if target.is_file() else ""
        headers = {"If-None-Match": known} if known.isprintable() and known.isascii() and known else None
        reply = self._ask(Question(url, lambda answer, until: faults.save(answer, target, limit, until), headers=headers, whole=FILE))
        if isinstance(reply, Missing):
            return reply
        if reply.status == 304:
            return None
        if reply.status != 200:
            return Missing(f"it answered {reply.status}")
        with suppress(OSError):  # without it the file is asked for anew the next time
            mark.write_text(reply.data, encoding="utf-8")
        return None

    def stop(self) -> None:
        """Ask nothing more, for good: all that waits for its turn ends, and connections that are kept are closed."""
        self._stopped.set()
        self._session.close()

    # --- how ---

    def _reader(self, read: Callable[[bytes, str], Any]) -> Callable[[Response, float], Any]:
        def whole(answer: Response, until: float) -> Any:
            body = b"".join(faults.parts(answer, MAX_BYTES, until))
            for secret in self.contact.secrets:  # NCBI's refusals repeat what they were sent
                body = body.replace(secret.encode(), b"[hidden]")
            return read(body, answer.headers.get("content-type", "").partition(";")[0].strip().lower())

        return whole

    def _ask(self, question: Question, lane: str = "") -> Reply | Missing:
        host = self._host(question.url)
        waiting = host.lane(lane)
        said = STOPPED
        for attempt in range(TRIES):
            came = self._turn(question, host, waiting)
            if not isinstance(came, Trouble):
                return came
            said = self._said(came)
            too_long = came.wait > PATIENCE
            given_up = not came.again or too_long or attempt == TRIES - 1
            host.went_wrong(said, given_up, final=came.final or too_long)
            if given_up:
                break
            pause = max(came.wait, self._back_off * 2**attempt)
            if came.status == 429:
                waiting.slow_down(pause)
            elif self._stopped.wait(pause):
                break
        return Missing(said)

    def _turn(self, question: Question, host: hosts.Host, lane: Lane) -> Reply | Missing | Trouble:
        """One try, when its turn comes; Missing where the host is not to be asked (any more)."""
        if why := host.shut(lambda: hosts.trouble_with(question.url)):
            return Missing(why)
        if not lane.enter(self._stopped):
            return Missing(STOPPED)
        headers: Mapping[str, str] | None = None
        try:
            if why := host.shut(str):  # the breaker may have opened while this one waited
                return Missing(why)
            came, headers = self._once(question)
        finally:
            lane.leave(headers)
        if isinstance(came, Reply):
            host.went_well()
        return came

    def _said(self, came: Trouble) -> str:
        """Why, in words; a service that asks for more patience than there is, and nothing that is to be kept silent."""
        words = f"{came.because}; it asks to wait {came.wait:,.0f} seconds" if came.wait > PATIENCE else came.because
        for secret in self.contact.secrets:
            words = words.replace(secret, "[hidden]")
        return words

    def _host(self, url: str) -> hosts.Host:
        name = urlsplit(url).netloc.lower()
        with self._lock:
            return self._hosts.setdefault(name, hosts.Host())

    def _once(self, question: Question) -> tuple[Reply | Trouble, Mapping[str, str] | None]:
        """One try, over at most REDIRECTS redirects, with the headers of the last answer."""
        until = time.monotonic() + question.whole
        url, moved = question.url, False
        headers: Mapping[str, str] | None = None
        for _ in range(REDIRECTS + 1):
            try:
                with self._send(question, url, moved) as answer:
                    headers = answer.headers
                    target = answer.headers.get("location")
                    if answer.status_code in (301, 302, 303, 307, 308) and target:
                        url, moved = self._following(question, url, target), True
                        continue
                    return self._read(question, answer, until, moved), headers
            except Trouble as trouble:
                return trouble, headers
            except Exception as error:
                if not (found := faults.of(error, self._silence)):
                    raise
                return found, headers
        return Trouble(f"it leads on more than {REDIRECTS} times", again=False), headers

    def _send(self, question: Question, url: str, moved: bool) -> Response:
        away = urlsplit(url).netloc.lower() != urlsplit(question.url).netloc.lower()
        try:
            return self._session.request(
                "GET" if question.form is None else "POST",
                url,
                params=None if moved else question.parameters,
                data=question.form,
                headers=None if away else question.headers,  # a token is for the service alone
                timeout=(CONNECT, self._silence),
                stream=True,
                allow_redirects=False,
            )
        except ValueError:  # of the library, which also takes the next address apart
            raise Trouble("its address, or the one it leads to, is damaged: it is no http or https address that can be asked", again=False) from None

    def _following(self, question: Question, url: str, target: str) -> str:
        """The address that a redirect leads to. Raises Trouble where it is not to be followed."""
        try:
            following = urljoin(url, target)
        except ValueError:  # a damaged address
            following = ""
        if not contact.is_address(following):
            raise Trouble("it leads to what is no http or https address", again=False)
        there = urlsplit(following)
        if url.lower().startswith("https:") and there.scheme != "https":
            raise Trouble("it leads from https to an address that is not protected", again=False)
        if question.form is not None and there.netloc.lower() != urlsplit(question.url).netloc.lower():
            raise Trouble(f"it leads to another host ({str(there.hostname)[:100]}), which was not asked", again=False)
        return following

    def _read(self, question: Question, answer: Response, until: float, moved: bool) -> Reply | Trouble:
        if trouble := faults.of_status(answer.status_code, answer.headers):
            return trouble
        if answer.status_code != 200:
            return Reply(answer.status_code, moved=moved)
        try:
            return Reply(200, question.read(answer, until), moved)
        except answers.Unreadable as refused:
            return Trouble(refused.because, again=refused.again)
