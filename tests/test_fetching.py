"""Fetching a page: against a server on this machine, with the faults that servers have."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from evidence import fetching, readers
from evidence.cli import main
from evidence.model import Missing

PAGE = b"<html><p>Pain fell by 68%<sup>18</sup>.</p></html>"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Faulty(BaseHTTPRequestHandler):
    """Answers by path; what a path does is its name."""

    asked: ClassVar[list[Message]] = []  # the headers of every question

    def do_GET(self) -> None:
        self.asked.append(self.headers)
        name = self.path.partition("?")[0].strip("/")
        getattr(self, f"do_{name}", self.do_page)()

    def answer(self, content: bytes = PAGE, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(content)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def do_page(self) -> None:
        self.answer()

    def do_zipped(self) -> None:
        self.answer(gzip.compress(PAGE), Content_Encoding="gzip")

    def do_bomb(self) -> None:
        self.answer(gzip.compress(bytes(3_000_000)), Content_Encoding="gzip")

    def do_damaged(self) -> None:
        self.answer(b"\x1f\x8b no gzip", Content_Encoding="gzip")

    def do_missing(self) -> None:
        self.answer(b"no", 404)

    def do_image(self) -> None:
        self.answer(b"GIF89a", Content_Type="image/gif")

    def do_untyped(self) -> None:
        self.answer(Content_Type="")

    def do_moved(self) -> None:
        self.answer(b"", 302, Location="/page")

    def do_round(self) -> None:
        self.answer(b"", 302, Location="/round")

    def do_file(self) -> None:
        self.answer(b"", 302, Location="file:///etc/passwd")

    def do_bracket(self) -> None:
        self.answer(b"", 302, Location="http://[")

    def do_ftp(self) -> None:
        self.answer(b"", 301, Location="ftp://127.0.0.1/x")

    def do_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 100_000)
        except OSError:
            pass

    def do_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x" * 70_000)
                time.sleep(0.05)
        except OSError:
            pass

    def do_short(self) -> None:
        self.answer(Content_Length="5000")

    def do_silent(self) -> None:
        time.sleep(1.5)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Its address."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Faulty)
    serving.daemon_threads = True
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    serving.server_close()


@pytest.mark.parametrize("name", ["page", "zipped", "moved"])
def test_a_page_is_saved_with_its_hash_and_its_date(server: str, tmp_path: Path, name: str) -> None:
    """The file holds the bytes, its name and the file beside it tell where from, when and which; it can be read."""
    saved = fetching.fetch(f"{server}/{name}", tmp_path / "new" / "folder", NOW)
    assert isinstance(saved, Path) and saved.read_bytes() == PAGE
    digest = hashlib.sha256(PAGE).hexdigest()
    assert saved.name == f"127.0.0.1-2026-11-22-{digest[:12]}.html"
    facts = json.loads(saved.with_name(saved.name + ".json").read_text(encoding="utf-8"))
    assert facts["sha256"] == digest and facts["url"] == f"{server}/{name}" and facts["fetched"] == "2026-11-22T12:00:00+00:00"
    assert facts["final_url"] == f"{server}/{'page' if name == 'moved' else name}" and facts["address"] == "127.0.0.1"
    assert readers.read(saved).text == "Pain fell by 68%18.\n"


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("missing", "404"), ("image", "image/gif"), ("untyped", "no declared type"), ("round", "more than 5 times"),
        ("file", "no http or https"), ("ftp", "no http or https"), ("bracket", "no http or https"), ("damaged", "damaged"), ("short", "broke before"),
    ],
)  # fmt: skip
def test_faults_are_told_and_nothing_is_saved(server: str, tmp_path: Path, name: str, because: str) -> None:
    """Every fault is a sentence with the address in it; no file is left behind."""
    refused = fetching.fetch(f"{server}/{name}", tmp_path, NOW)
    assert isinstance(refused, Missing) and because in refused.because and f"{server}/{name}" in refused.because
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["endless", "bomb"])
def test_what_is_too_large_is_given_up(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """An answer without end, and one that unpacks to more than the limit."""
    monkeypatch.setattr(fetching, "MAX_BYTES", 1_000_000)
    refused = fetching.fetch(f"{server}/{name}", tmp_path, NOW)
    assert isinstance(refused, Missing) and "more than 1 MB" in refused.because


def test_what_is_too_slow_is_given_up(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends nothing, and one that sends a little for ever."""
    monkeypatch.setattr(fetching, "WAIT", 0.3)
    refused = fetching.fetch(f"{server}/silent", tmp_path, NOW)
    assert isinstance(refused, Missing) and "stopped answering" in refused.because
    monkeypatch.setattr(fetching, "WHOLE", 0.4)
    refused = fetching.fetch(f"{server}/drip", tmp_path, NOW)
    assert isinstance(refused, Missing) and "took more than" in refused.because


def test_a_page_elsewhere_may_not_lead_into_a_private_network(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A local address is followed only from a local one; where the first is taken for a public one, the redirect is refused."""
    first = f"{server}/moved"
    monkeypatch.setattr(fetching, "_local", lambda url: "" if url == first else "127.0.0.1")
    refused = fetching.fetch(first, tmp_path, NOW)
    assert isinstance(refused, Missing) and "private network" in refused.because and "127.0.0.1" in refused.because


@pytest.mark.parametrize(("url", "local"), [("http://127.0.0.1/", True), ("http://[::1]:80/", True), ("http://10.1.2.3/", True), ("http://169.254.169.254/", True), ("http://93.184.216.34/", False)])
def test_which_addresses_are_local(url: str, local: bool) -> None:
    """Loopback, private and link-local addresses are; public ones are not."""
    assert bool(fetching._local(url)) is local


def test_no_server_at_all(tmp_path: Path) -> None:
    """A port where nobody listens: one plain sentence, not the library's insides."""
    refused = fetching.fetch("http://127.0.0.1:1/", tmp_path, NOW)
    assert isinstance(refused, Missing) and "cannot be reached" in refused.because and "urllib3" not in refused.because


@pytest.mark.parametrize("url", ["page.html", "file:///etc/passwd", "ftp://x/y", "javascript:alert(1)", "//x/y"])
def test_what_is_no_address_on_the_web_is_a_bad_call(tmp_path: Path, url: str) -> None:
    """Only http and https; a path is not taken for an address."""
    with pytest.raises(ValueError, match="no address on the web"):
        fetching.fetch(url, tmp_path)


@pytest.mark.parametrize("url", ["http://", "http://[", "https://[::1", "http://?x", "http://[/]"])
def test_an_address_without_a_host_is_told(tmp_path: Path, url: str) -> None:
    """A damaged address is one, and leads nowhere."""
    told = fetching.fetch(url, tmp_path)
    assert fetching.is_address(url) and isinstance(told, Missing) and told.because == f"{url} was not fetched: it names no host"
    assert main(["scan", url]) == main(["draft", url, "--folder", str(tmp_path / "new")]) == 2


@pytest.mark.parametrize("url", [f"http://{'a' * 70}.example/", "http://a..example/", "http://127.0.0.1:99999/", "http://\udcff.example/", "http://%zz/"])
def test_an_address_that_cannot_be_asked_is_told(tmp_path: Path, url: str) -> None:
    """Whatever the library makes of a name that no host has."""
    assert isinstance(fetching.fetch(url, tmp_path), Missing)


def test_a_page_that_cannot_be_kept_is_told(server: str, tmp_path: Path) -> None:
    """The folder is a file, or a place where nothing can be written."""
    (tmp_path / "a").write_text("", encoding="utf-8")
    for folder in (tmp_path / "a", tmp_path / "a" / "b", Path("/proc/x")):
        told = fetching.fetch(f"{server}/page", folder, NOW)
        assert isinstance(told, Missing) and "cannot be kept" in told.because and str(folder) in told.because
    assert main(["scan", f"{server}/page", "--save", str(tmp_path / "a")]) == 2


def test_no_password_of_this_machine_is_sent(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ~/.netrc holds for a host is for others than us."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    Faulty.asked.clear()
    assert isinstance(fetching.fetch(f"{server}/moved", tmp_path / "new", NOW), Path)
    assert Faulty.asked and all(headers["Authorization"] is None for headers in Faulty.asked)


def test_what_counts_as_an_address() -> None:
    """`scan` tells pages on the web from paths by this."""
    assert fetching.is_address("https://example.org/a") and fetching.is_address("HTTP://x")
    assert not fetching.is_address("C:\\a.html") and not fetching.is_address("pages/a.html") and not fetching.is_address("file://x")
