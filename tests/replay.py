"""A server on loopback that answers as the services do, byte for byte as it is told, with faults on demand."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

FAST = {"x-rate-limit-limit": "1000", "x-rate-limit-interval": "1s", "x-concurrency-limit": "3"}
NO_NAME = "http://service.invalid"  # RFC 2606: no name in .invalid is ever found


@dataclass(frozen=True)
class Asked:
    """A question as it came: what stood in the address and in the form is in `values`, and in `address` what an observer of addresses sees."""

    method: str
    path: str
    values: Mapping[str, str]
    headers: Mapping[str, str]
    address: str


@dataclass(frozen=True)
class Given:
    """An answer as it goes out. `fault`: cut (fewer bytes than promised), stall (half of them, then silence), close (no answer at all)."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    fault: str = ""


class _Silent(ThreadingHTTPServer):
    """A client that goes away in the middle is no news."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing is printed."""


Answering = Callable[[Asked], Given]


class Replay:
    """`with Replay(answering) as server:` asks go to `server.url`; `server.asked` holds every question in the order it came."""

    def __init__(self, answering: Answering, headers: Mapping[str, str] = FAST) -> None:
        self.answering, self.headers = answering, dict(headers)
        self.asked: list[Asked] = []
        self.first: list[Given] = []  # what the next questions are answered with, before `answering` is asked
        self.over = threading.Event()
        self._lock = threading.Lock()
        self._server = _Silent(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, asked: Asked) -> Given:
        with self._lock:
            self.asked.append(asked)
            if self.first:
                return self.first.pop(0)
        return self.answering(asked)

    def __enter__(self) -> Replay:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                form = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
                values = dict(parse_qsl(parts.query, keep_blank_values=True)) | dict(parse_qsl(form, keep_blank_values=True))
                headers = {name.lower(): value for name, value in self.headers.items()}
                self.give(replay.answer(Asked(self.command, parts.path, values, headers, self.path)))

            do_POST = do_HEAD = do_GET  # noqa: N815 - the base class calls them so

            def give(self, given: Given) -> None:
                if given.fault == "close":
                    self.close_connection = True
                    return
                self.send_response_only(given.status)
                for name, value in {"Date": self.date_time_string(), "Content-Type": given.kind, "Content-Length": str(len(given.body)), **replay.headers, **given.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                body = given.body if self.command != "HEAD" and given.status != 304 else b""
                try:
                    self.wfile.write(body[: len(body) // 2] if given.fault else body)
                    self.wfile.flush()
                except OSError:
                    return
                if given.fault == "stall":
                    replay.over.wait(30)
                self.close_connection = bool(given.fault)

            def log_message(self, *words: Any) -> None:
                """Nothing is logged."""

        return Handler


def refused() -> str:
    """An address on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def as_json(value: Any, status: int = 200, **headers: str) -> Given:
    """A JSON answer."""
    return Given(status, json.dumps(value).encode(), headers)


# --- services that know what they are told ----------------------------------------------------------------------------


def crossref(works: Iterable[Mapping[str, Any]], agencies: Mapping[str, str] | None = None) -> Answering:
    """Crossref with these works. Other DOIs are those of `agencies` (DOI → agency's name), or nobody's."""
    known = {str(work["DOI"]).lower(): work for work in works}

    def answer(asked: Asked) -> Given:
        if asked.path == "/works":
            return _list(asked, known)
        doi = unquote(asked.path.removeprefix("/works/").removesuffix("/agency")).lower()
        name = "Crossref" if doi in known else (agencies or {}).get(doi)
        if asked.path.endswith("/agency") and name:
            return as_json({"message": {"DOI": doi, "agency": {"id": name.lower(), "label": name}}})
        if not asked.path.endswith("/agency") and doi in known:
            return as_json({"status": "ok", "message-type": "work", "message": known[doi]})
        return Given(404, b"Resource not found.", kind="text/plain")

    return answer


def _list(asked: Asked, known: Mapping[str, Mapping[str, Any]]) -> Given:
    if "query.bibliographic" in asked.values:
        found = list(known.values())
    else:
        clauses = asked.values.get("filter", "").split(",")
        if not all(clause.startswith("doi:10.") for clause in clauses):
            return as_json({"status": "failed", "message-type": "validation-failure", "message": [{"type": "filter-not-available"}]}, 400)
        found = [known[clause[4:].lower()] for clause in clauses if clause[4:].lower() in known]
    return as_json({"status": "ok", "message-type": "work-list", "message": {"total-results": len(found), "items": found[::-1]}})


def pubmed(records: Mapping[str, str], dois: Mapping[str, str] | None = None) -> Answering:
    """PubMed with these records (PMID → XML of one PubmedArticle) and what a search for a DOI finds (DOI → PMID)."""

    def answer(asked: Asked) -> Given:
        if asked.path.endswith("/esearch.fcgi"):
            term = asked.values["term"].lower()
            found = [pmid for doi, pmid in sorted((dois or {}).items(), reverse=True) if f'"{doi.lower()}"[aid]' in term] if "[aid]" in term else sorted(records)
            return as_json({"header": {"type": "esearch"}, "esearchresult": {"count": str(len(found)), "idlist": found}})
        wanted = asked.values.get("id", "").split(",")
        body = "".join(records[pmid] for pmid in reversed(wanted) if pmid in records)
        return Given(body=f'<?xml version="1.0" ?>\n<PubmedArticleSet>{body}</PubmedArticleSet>'.encode(), kind="text/xml; charset=UTF-8")

    return answer


def article(pmid: str, doi: str = "", title: str = "Outcomes", author: str = "Roe", year: str = "2016", links: str = "", types: str = "", cites: str = "") -> str:
    """One PubmedArticle. `links`: CommentsCorrections elements; `cites`: DOIs in its list of references."""
    own = f'<ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>' + (f'<ArticleId IdType="doi">{doi}</ArticleId>' if doi else "") + "</ArticleIdList>"
    cited = f'<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">{cites}</ArticleId></ArticleIdList></Reference></ReferenceList>' if cites else ""
    kinds = types or '<PublicationType UI="D016428">Journal Article</PublicationType>'
    corrections = f"<CommentsCorrectionsList>{links}</CommentsCorrectionsList>" if links else ""
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><Journal><JournalIssue><PubDate><Year>{year}</Year></PubDate></JournalIssue></Journal>'
        f"<ArticleTitle>{title}</ArticleTitle><AuthorList><Author><LastName>{author}</LastName></Author></AuthorList>"
        f"<PublicationTypeList>{kinds}</PublicationTypeList></Article>{corrections}</MedlineCitation><PubmedData>{own}{cited}</PubmedData></PubmedArticle>"
    )


def link(kind: str, source: str = "Spine. 2017 Mar 4;1(1):2.", pmid: str = "1") -> str:
    """One CommentsCorrections element."""
    return f'<CommentsCorrections RefType="{kind}"><RefSource>{source}</RefSource><PMID Version="1">{pmid}</PMID></CommentsCorrections>'


def work(doi: str, title: str = "Outcomes", author: str = "Roe", year: int = 2016, **more: Any) -> dict[str, Any]:
    """One work in Crossref's form; `update_to` and `updated_by` are lists of (DOI, type) or whole items."""
    said = {name.replace("_", "-"): [_item(each) for each in value] if name.startswith("update") else value for name, value in more.items()}
    return {"DOI": doi, "title": [title], "type": "journal-article", "author": [{"family": author, "sequence": "first"}], "issued": {"date-parts": [[year]]}, **said}


def _item(given: Any) -> Any:
    return {"DOI": given[0], "type": given[1], "updated": {"date-parts": [[2020, 6, 5]]}} if isinstance(given, tuple) else given
