"""How long a refresh of 300 references takes, as a share of what the services' own pace asks for; and with the network down."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import replay
from replay import Given, Replay, article, work

from evidence import contact, refreshing
from evidence.client import Client

MANY = 300
LISTS, SINGLES, LIBRARY = 4, 20, 4  # questions a second that the services announce
TARGET, DOWN = 1.1, 15.0
WISH = {"today": "2026-11-22", "services": ("crossref", "pubmed")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A registry that cites 300 works by DOI; every tenth DOI has a comma, so that it must be asked alone."""
    (tmp_path / "references").mkdir()
    keys = ", ".join(f"k{at}" for at in range(MANY))
    (tmp_path / "claims.yaml").write_text(f"version: 1\nclaims: [{{id: a, text: Less pain, references: [{keys}]}}]\n", encoding="utf-8")
    entries = "".join(f"@article{{k{at}, title={{Outcomes}}, doi={{{doi(at)}}}}}\n" for at in range(MANY))
    (tmp_path / "references" / "a.bib").write_text(entries, encoding="utf-8")
    return tmp_path


def doi(at: int) -> str:
    return f"10.1000/{at}," if at % 10 == 0 else f"10.1000/{at}"


@pytest.fixture
def server() -> Iterator[Replay]:
    """Both services, each with its pace in its headers."""
    crossref = replay.crossref([work(doi(at)) for at in range(MANY)])
    library = replay.pubmed({str(at + 1): article(str(at + 1), doi(at)) for at in range(MANY)}, {doi(at): str(at + 1) for at in range(MANY)})

    def answering(asked: replay.Asked) -> Given:
        if asked.path.endswith(".fcgi"):
            given, limits = library(asked), {"x-ratelimit-limit": str(LIBRARY)}
        else:
            pace = LISTS if asked.path == "/works" else SINGLES
            given, limits = crossref(asked), {"x-rate-limit-limit": str(pace), "x-rate-limit-interval": "1s", "x-concurrency-limit": "3"}
        return Given(given.status, given.body, {**given.headers, **limits}, given.kind)

    with Replay(answering, {}) as running:
        yield running


def test_the_services_pace(benchmark: BenchmarkFixture, project: Path, server: Replay) -> None:
    """300 references take at most a tenth longer than the polite questions of the slower service, one after the other at its own pace."""
    client = Client(contact.Contact(addresses={"crossref": server.url, "pubmed": server.url}))
    start = perf_counter()
    news = benchmark.pedantic(refreshing.refresh, args=(project / "claims.yaml", refreshing.Wish(**WISH), client), rounds=1)
    took = perf_counter() - start
    assert [dict(line.states) for line in news.lines] == [{"answered": MANY}] * 2
    assert all(answer.found for record in news.records.values() for answer in record.answers.values())
    lists = sum(asked.path == "/works" for asked in server.asked)
    library = sum(asked.path.endswith(".fcgi") for asked in server.asked)
    singles = len(server.asked) - lists - library
    needed = max(lists / LISTS + singles / SINGLES, library / LIBRARY)
    ratio = took / needed
    benchmark.extra_info |= {"what": f"refresh of {MANY} references ({len(server.asked)} questions) ÷ its questions at the services' own pace", "ratio": ratio, "target": TARGET}
    print(f"\n{lists} lists, {singles} alone, {library} at PubMed: {took:.2f} s, {ratio:.2f} of {needed:.2f} s (target {TARGET})")
    assert ratio <= TARGET


@pytest.mark.parametrize("fault", ["refused", "no name"])
def test_the_network_is_down(benchmark: BenchmarkFixture, project: Path, fault: str) -> None:
    """Nobody listens, or no name is found: the whole refresh takes at most 15 seconds."""
    url = replay.refused() if fault == "refused" else replay.NO_NAME
    client = Client(contact.Contact(addresses=dict.fromkeys(("crossref", "pubmed", "retraction-watch"), url)))
    wish = refreshing.Wish("2026-11-22", cache=project / "cache")
    start = perf_counter()
    news = benchmark.pedantic(refreshing.refresh, args=(project / "claims.yaml", wish, client), rounds=1)
    took = perf_counter() - start
    assert news.unreachable == 3 * MANY
    benchmark.extra_info |= {"what": f"refresh of {MANY} references with the network down ({fault}) ÷ 15 seconds", "ratio": took / DOWN, "target": 1}
    print(f"\nnetwork down ({fault}): {took:.2f} s (at most {DOWN:g})")
    assert took <= DOWN
