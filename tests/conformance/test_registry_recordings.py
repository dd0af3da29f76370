"""Every recorded answer of Crossref and PubMed in ../shared/data/registry, sent once more through the real client."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import replay
import yaml
from replay import Given, Replay

from evidence import contact, pacing, services
from evidence.client import Client
from evidence.model import Missing, Place, Reference
from evidence.record import Answer

REGISTRY = Path(__file__).resolve().parents[3] / "shared" / "data" / "registry"
pytestmark = pytest.mark.skipif(not REGISTRY.is_dir(), reason="../shared is not here: data/registry holds the recorded answers")
DAY = "2026-11-22"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recordings that tell no pace are not waited for."""
    monkeypatch.setattr(pacing, "FIRST", 0.001)


def entry(key: str, **fields: str) -> Reference:
    return Reference(key, "article", fields, Place("references/a.bib"))


def asked(service: str, answering: replay.Answering, references: list[Reference]) -> dict[str, Answer]:
    """What the service says of the references when the server answers so."""
    with Replay(answering) as server:
        client = Client(contact.Contact(addresses={service: server.url}), back_off=0.001, silence=5.0)
        return dict(services.ask(service, references, client, DAY).answers)


# --- Crossref ---------------------------------------------------------------------------------------------------------


class Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """The recordings are YAML; the one written in C reads them in a tenth of the time."""


@cache
def recordings() -> tuple[tuple[str, str, int, dict[str, str], bytes], ...]:
    """Every recorded exchange with api.crossref.org: (file, address, status, headers, body)."""
    found = []
    for file in sorted((REGISTRY / "crossref_rcrossref").iterdir()):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for one in yaml.load(data, Loader)["http_interactions"]:  # noqa: S506 - a safe loader
            address, response = one["request"]["uri"], one["response"]
            if address.startswith("https://api.crossref.org/"):
                headers = {name: str(value) for name, value in response["headers"].items() if name == "content-type"}
                body = response["body"]
                data = body["string"].encode() if "string" in body else base64.b64decode(body["base64_string"])
                found.append((file.name, address, int(response["status"]["status_code"]), headers, data))
    return tuple(found)


def edn(text: str) -> Any:
    """A value of Clojure's notation, as cayenne's test data have it: maps, vectors, texts, keywords, numbers."""
    parts = iter(re.findall(r'"(?:\\.|[^"\\])*"|[\[\]{}()]|#\{|[^\s,\[\]{}()"]+', text))

    def value(part: str) -> Any:
        if part in ("{", "[", "(", "#{"):
            inner: list[Any] = []
            close = {"{": "}", "[": "]", "(": ")", "#{": "}"}[part]
            while (following := next(parts)) != close:
                inner.append(value(following))
            return dict(zip(inner[::2], inner[1::2], strict=True)) if part == "{" else inner
        if part[0] == '"':
            return json.loads(part, strict=False)
        if part[0] == ":":
            return part[1:]
        return {"nil": None, "true": True, "false": False}.get(part, int(part) if part.lstrip("-").isdigit() else part)

    return value(next(parts))


def works_of(value: Any) -> Iterator[dict[str, Any]]:
    """Every work in an answer: the message itself, or the items of its list."""
    message = value.get("message", value) if isinstance(value, dict) else {}
    for one in message.get("items", [message]) if isinstance(message, dict) else []:
        if isinstance(one, dict) and "DOI" in one and "title" in one:
            yield one


@cache
def works() -> dict[str, dict[str, Any]]:
    """Every recorded work by its DOI; where one was recorded twice, the fuller one."""
    found: dict[str, dict[str, Any]] = {}
    values = []
    for _, _, status, _, body in recordings():
        if status == 200 and body.lstrip()[:1] == b"{":
            values.append(json.loads(body))
    values += [edn(file.read_text(encoding="utf-8")) for file in sorted((REGISTRY / "crossref_cayenne").rglob("*.edn"))]
    for one in (work for value in values for work in works_of(value)):
        doi = str(one["DOI"]).lower()
        if len(one) > len(found.get(doi, ())):
            found[doi] = one
    return found


def expected(work: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The type, direction and DOI of a work's notices, straight from its two lists (none of the recorded ones has both)."""
    own = str(work["DOI"]).lower()
    is_notice = [(one["type"], "affects" if one["DOI"].lower() == own else "is", one["DOI"].lower()) for one in work.get("update-to", [])]
    return sorted(is_notice + [(one["type"], "affects", one["DOI"].lower()) for one in work.get("updated-by", [])])


def test_every_recorded_work_is_read_right() -> None:
    """Asked in batches: found, with its own title, year and type, and every update-to and updated-by with its direction."""
    every = works()
    told = asked("crossref", replay.crossref(every.values()), [entry(doi, doi=doi) for doi in every])
    wrong = {doi: (told[doi].notices, expected(work)) for doi, work in every.items() if sorted((one.word, one.direction, one.doi) for one in told[doi].notices) != expected(work)}
    assert wrong == {}
    assert [doi for doi in every if not told[doi].found or told[doi].doi != doi] == []
    for doi, work in every.items():
        year = (work.get("issued") or {}).get("date-parts", [[None]])[0][:1]
        assert told[doi].year == (str(year[0]) if year and year[0] else ""), doi
        assert told[doi].kinds[:1] == ((work["type"],) if work.get("type") else ()), doi
    updates = [doi for doi, work in every.items() if work.get("update-to") or work.get("updated-by")]
    print(f"\n{len(every)} works, {len(updates)} with notices")
    assert len(every) > 800 and len(updates) >= 17


def test_a_work_asked_alone_says_the_same() -> None:
    """Those with notices once more by /works/{doi}: the batch is refused, and nothing is lost."""
    some = {doi: work for doi, work in works().items() if work.get("update-to") or work.get("updated-by")}
    known = replay.crossref(some.values())
    told = asked("crossref", lambda question: Given(400) if question.path == "/works" else known(question), [entry(doi, doi=doi) for doi in some])
    assert [doi for doi, work in some.items() if sorted((one.word, one.direction, one.doi) for one in told[doi].notices) != expected(work)] == []


def test_every_recorded_answer_is_survived_byte_for_byte() -> None:
    """Whatever was recorded, with its status and headers, in answer to a question about one work: that work, or unreachable; never clean."""
    by_work = {str(work["DOI"]).lower() for work in works().values()}
    states: dict[str, int] = defaultdict(int)
    with Replay(lambda question: Given(400)) as server:

        def ask(doi: str, given: Given) -> Answer:
            server.answering = lambda question: given if "/works/" in question.path else Given(400)
            client = Client(contact.Contact(addresses={"crossref": server.url}), back_off=0.0001, silence=5.0)
            return services.ask("crossref", [entry("a", doi=doi)], client, DAY).answers["a"]

        for file, address, status, headers, body in recordings():
            given = Given(status, body, kind=headers.get("content-type", "application/json"))
            said = ask("10.5555/asked-about", given)
            states[said.state] += 1
            assert not said.found and not said.notices, (file, address)
            assert said.state == "unreachable" or status == 404, (file, address, said)
            match = re.search(r"/works/(10\.[^?]+?)$", address)
            if match and status == 200 and match[1].lower() in by_work:
                own = ask(match[1], given)
                assert own.found and own.doi == match[1].lower(), (file, address, own)
                states["its own"] += 1
    print(f"\n{sum(states.values())} answers: {dict(states)}")
    assert states["unreachable"] > 100 and states["its own"] > 5


AGENCIES = {"10.1038/jid.2009.428": "the DOI is Crossref's", "10.5284/1011335": "registered with DataCite", "10.1430/8105": "registered with"}


@pytest.mark.parametrize("doi", AGENCIES)
def test_the_recorded_agencies_say_whose_doi_it_is(doi: str) -> None:
    """A 404 of the work, and the recorded answer to the question who registered it."""
    recorded = {address.removeprefix("https://api.crossref.org"): Given(status, body) for _, address, status, _, body in recordings() if address.endswith("/agency")}
    given = recorded[f"/works/{doi}/agency"]
    said = asked("crossref", lambda question: given if question.path.endswith("/agency") else Given(404), [entry("a", doi=doi)])["a"]
    assert (said.state, said.found) == ("answered", False) and AGENCIES[doi] in said.because


# --- PubMed -----------------------------------------------------------------------------------------------------------

NOTICES = {  # from ../shared/data/README.md: every other record is clean
    "38147649": [("correction", "affects", "ErratumIn")],
    "35649368": [("correction", "affects", "ErratumIn")],
    "38833988": [("correction", "is", "ErratumFor")],
    "38962805": [("correction", "is", "ErratumFor")],
    "9500320": [("concern", "affects", "ExpressionOfConcernIn"), ("retraction", "affects", "RetractionIn")],
}


EMPTY = "37909814"  # its recorded answer is a set of no record


def test_every_pubmed_record_is_read_right() -> None:
    """Two errata in, two errata for, Wakefield's retraction and concern, and every clean one clean; byte for byte as recorded."""
    files = {file.stem: file.read_bytes() for file in sorted((REGISTRY / "pubmed_metapub").glob("*.xml"))}
    files["9500320"] = (REGISTRY / "pubmed_wakefield_9500320_abridged.xml").read_bytes()
    read = {}
    for pmid, body in files.items():
        read[pmid] = asked("pubmed", lambda question, body=body: Given(body=body, kind="text/xml; charset=UTF-8"), [entry("a", pmid=pmid)])["a"]
    assert {pmid: [(one.kind, one.direction, one.word) for one in said.notices] for pmid, said in read.items() if said.notices} == NOTICES
    assert [pmid for pmid, said in read.items() if said.state != "answered" or said.pmid != pmid] == []
    assert [pmid for pmid, said in read.items() if not said.found or not said.title or not said.year] == [EMPTY, "9500320"]  # the abridged one has no date
    assert read["9500320"].title.startswith("Ileal-lymphoid-nodular") and len(read) - len(NOTICES) == 28
    wakefield = read["9500320"]
    assert [(one.pmid, one.date) for one in wakefield.notices] == [("21971344", "2011-11"), ("20137807", "2010-02-06")]
    assert wakefield.kinds == ("Journal Article", "Retracted Publication") and wakefield.notices[1].doi == "10.1016/s0140-6736(10)60175-4"


def test_the_doi_of_a_record_is_its_own() -> None:
    """Found by DOI, each recorded record is the one whose own list of identifiers holds it, also where papers it cites have theirs."""
    records = {file.stem: file.read_bytes() for file in sorted((REGISTRY / "pubmed_metapub").glob("*.xml"))}
    own = {}
    for pmid, body in records.items():
        data = body.decode().partition("<PubmedData>")[2].partition("<ReferenceList>")[0]
        found = re.search(r'<ArticleId IdType="doi">([^<]+)<', data)
        if found:
            own[pmid] = found[1].lower().replace("&lt;", "<").replace("&gt;", ">")
    articles = {pmid: body.decode().partition("<PubmedArticleSet>")[2].rpartition("</PubmedArticleSet>")[0].strip() for pmid, body in records.items()}
    told = asked("pubmed", replay.pubmed(articles, {doi: pmid for pmid, doi in own.items()}), [entry(pmid, doi=doi) for pmid, doi in own.items()])
    assert {pmid: said.doi for pmid, said in told.items()} == own and {pmid: said.pmid for pmid, said in told.items()} == {pmid: pmid for pmid in own}
    assert len(own) >= 20


def test_every_other_answer_of_the_e_utilities_is_survived() -> None:
    """Biopython's recordings, of every tool and database, as the answer about a PMID that is in none of them: never clean."""
    for file in sorted((REGISTRY / "pubmed_biopython").iterdir()):
        said = asked("pubmed", lambda question, file=file: Given(body=file.read_bytes(), kind="text/xml"), [entry("a", pmid="1")])["a"]
        assert not said.found and not said.notices, file.name
        assert not isinstance(said, Missing) and (said.state == "unreachable" or b"<PubmedArticleSet" in file.read_bytes()), (file.name, said)
