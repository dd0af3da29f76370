"""Crossref and PubMed, asked by the real client at a server on this machine that answers and fails as the services do."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import replay
from hypothesis import given, settings
from hypothesis import strategies as st
from replay import Given, Replay, article, as_json, link, work

from evidence import contact, hosts, identity, pacing, records, services
from evidence.client import Client
from evidence.model import BadCall, Missing, Place, Reference
from evidence.pacing import Lane
from evidence.record import Answer, Record
from evidence.services import Told

DAY = "2026-11-22"
HTML = b"<!DOCTYPE html><html><body>Sign in to the hospital's network</body></html>"
WAKEFIELD = "10.1016/s0140-6736(97)11096-0"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a service has told its pace, one question a second is the rule; here it is a hundredth of that."""
    monkeypatch.setattr(pacing, "FIRST", 0.01)


def entry(key: str = "a", type: str = "article", **fields: str) -> Reference:
    return Reference(key, type, fields, Place("references/a.bib"))


def client_of(url: str, **given: Any) -> Client:
    who = contact.Contact(addresses=dict.fromkeys(("crossref", "pubmed"), url))
    return Client(given.pop("who", None) or who, **{"back_off": 0.001, "silence": 1.0} | given)


def ask(service: str, answering: replay.Answering | Sequence[Given], *references: Reference, **given: Any) -> tuple[Told, Replay]:
    """What a service says when the server answers so; a list of answers comes before silence of 404s."""
    first = [] if callable(answering) else list(answering)
    with Replay(answering if callable(answering) else lambda asked: Given(404)) as server:
        server.first += first
        told = services.ask(service, references, client_of(server.url, **given), DAY)
    assert set(told.answers) == {each.key for each in references}
    return told, server


def crossref(doi: str, *works: Mapping[str, Any], **given: Any) -> Answer:
    """Crossref's answer about one DOI."""
    return ask("crossref", replay.crossref(works, **given), entry(doi=doi))[0].answers["a"]


def pubmed(*articles: str, **fields: str) -> Answer:
    """PubMed's answer about one reference, where it knows these records, the first of them by the DOI."""
    records = {one.partition('Version="1">')[2].partition("<")[0]: one for one in articles}
    dois = {fields["doi"]: next(iter(records))} if "doi" in fields and records else {}
    return ask("pubmed", replay.pubmed(records, dois), entry(**fields))[0].answers["a"]


def ways(answer: Answer) -> list[tuple[str, str]]:
    return [(notice.kind, notice.direction) for notice in answer.notices]


# --- Crossref ---------------------------------------------------------------------------------------------------------


def test_a_work_without_notices_is_answered_so() -> None:
    """State, date, title, first author and year come from the answer."""
    answer = crossref("10.1000/A.1", work("10.1000/a.1", "Two-Year <i>Outcomes</i> &amp; more", "Polly", 2016, subtitle=["A trial"]))
    assert (answer.state, answer.asked, answer.found, answer.doi) == ("answered", DAY, True, "10.1000/a.1")
    assert (answer.title, answer.author, answer.year) == ("Two-Year Outcomes & more: A trial", "Polly", "2016")
    assert answer.kinds == ("journal-article",) and answer.notices == ()


RW = {"source": "retraction-watch"}
WAKEFIELD_BY = [
    {"DOI": "10.1016/s0140-6736(04)15715-2", "type": "correction", "updated": {"date-parts": [[2004, 3, 6]]}, "record-id": 17269, **RW},
    {"DOI": "10.1016/s0140-6736(10)60175-4", "type": "retraction", "updated": {"date-parts": [[2010, 2, 6]]}, "record-id": 4036, **RW},
]


def test_notices_keep_type_doi_date_and_record_id() -> None:
    """Wakefield 1998 has notices only from Retraction Watch: a correction of 2004 and a retraction of 2010."""
    answer = crossref(WAKEFIELD.upper(), work(WAKEFIELD, updated_by=WAKEFIELD_BY))
    told = [(one.kind, one.direction, one.by, one.doi, one.date, one.id) for one in answer.notices]
    assert told == [
        ("correction", "affects", "retraction-watch", "10.1016/s0140-6736(04)15715-2", "2004-03-06", "17269"),
        ("retraction", "affects", "retraction-watch", "10.1016/s0140-6736(10)60175-4", "2010-02-06", "4036"),
    ]


PAPER, NOTE = "10.1016/s0140-6736(20)31180-6", "10.1016/s0140-6736(20)31324-6"
DIRECTIONS = {
    "updated-by affects the work": (PAPER, {"updated_by": [(NOTE, "retraction")]}, "Outcomes", [("retraction", "affects")]),
    "update-to makes it the notice": (NOTE, {"update_to": [(PAPER, "retraction")]}, "Outcomes", [("retraction", "is")]),
    "an in-situ update points at itself": ("10.29328/journal.jcmhs.1001023", {"update_to": [("10.29328/JOURNAL.jcmhs.1001023", "partial_retraction")]}, "Outcomes", [("partial retraction", "affects")]),
    "in situ, in both lists": (PAPER, {"update_to": [(PAPER, "removal")], "updated_by": [(PAPER, "removal")]}, "Outcomes", [("removal", "affects")]),
    "both directions on the notice": (NOTE, {"update_to": [(PAPER, "retraction")], "updated_by": [(PAPER, "retraction")]}, "Retraction—Hydroxychloroquine or chloroquine", [("retraction", "is")]),
    "both directions on the paper": (PAPER, {"update_to": [(NOTE, "retraction")], "updated_by": [(NOTE, "retraction")]}, "RETRACTED: Hydroxychloroquine or chloroquine", [("retraction", "affects")]),
    "both, and Retraction Watch on the paper": (PAPER, {"update_to": [(NOTE, "retraction")], "updated_by": [{"DOI": NOTE, "type": "retraction", **RW}]}, "Outcomes", [("retraction", "affects")]),
    "both, and nothing tells: worst counts": (PAPER, {"update_to": [(NOTE, "retraction")], "updated_by": [(NOTE, "retraction")]}, "Correction of scoliosis in adults", [("retraction", "affects")]),
    "a notice that was corrected itself": (NOTE, {"update_to": [(PAPER, "retraction")], "updated_by": [("10.1000/c", "correction")]}, "Retraction—X", [("correction", "affects"), ("retraction", "is")]),
}  # fmt: skip


@pytest.mark.parametrize("case", DIRECTIONS)
def test_the_direction_of_a_notice(case: str) -> None:
    """Whether a work is affected or is the notice follows from both lists, the DOI asked and, in doubt, its title."""
    doi, lists, title, expected = DIRECTIONS[case]
    assert ways(crossref(doi, work(doi, title, **lists))) == expected


def test_both_sources_of_one_concern_are_kept() -> None:
    """The expression of concern about 10.1371/journal.pone.0064723 stands there from the publisher and from Retraction Watch."""
    doi, note = "10.1371/journal.pone.0064723", "10.1371/annotation/1"
    both = [{"DOI": note, "type": "expression_of_concern", "source": source, "record-id": ident} for source, ident in (("publisher", None), ("retraction-watch", 7))]
    answer = crossref(doi, work(doi, updated_by=both))
    assert [(one.kind, one.by, one.id) for one in answer.notices] == [("concern", "publisher", ""), ("concern", "retraction-watch", "7")]


TYPES = {
    "addendum": "update", "clarification": "update", "correction": "correction", "corrigendum": "correction", "erratum": "correction",
    "expression_of_concern": "concern", "new_edition": "update", "new_version": "update", "partial_retraction": "partial retraction",
    "removal": "removal", "retraction": "retraction", "withdrawal": "withdrawal", "something_of_2031": "concern",
}  # fmt: skip


@pytest.mark.parametrize("type", TYPES)
def test_every_type_of_update_is_known(type: str) -> None:
    """Crossref's twelve types; one that is not known here makes a person look."""
    (notice,) = crossref("10.1000/a", work("10.1000/a", updated_by=[("10.1000/n", type)])).notices
    assert (notice.kind, notice.word) == (TYPES[type], type)


def test_many_dois_are_one_question() -> None:
    """A hundred references are three questions; the order of an answer means nothing; two entries may share a DOI."""
    works = [work(f"10.1000/{at}", year=1900 + at) for at in range(99)]
    references = [entry(f"k{at}", doi=f"10.1000/{min(at, 98)}") for at in range(100)]
    told, server = ask("crossref", replay.crossref(works), *references)
    assert [told.answers[f"k{at}"].year for at in range(100)] == [str(1900 + min(at, 98)) for at in range(100)]
    assert len(server.asked) == 3


def test_a_comma_in_a_doi_is_asked_alone() -> None:
    """In a filter it would end the DOI: the others are not spoilt, and it is percent-encoded whole."""
    told, server = ask("crossref", replay.crossref([work("10.1000/a,b/c<d>"), work("10.1000/x")]), entry("a", doi="10.1000/a,b/c<d>"), entry("x", doi="10.1000/x"))
    assert [told.answers[key].found for key in "ax"] == [True, True]
    assert [asked.address.partition("?")[0] for asked in server.asked] == ["/works", "/works/10.1000%2Fa%2Cb%2Fc%3Cd%3E"]


def test_a_refused_batch_is_asked_one_by_one() -> None:
    """A 400 says nothing of the works in the question: never "clean"."""
    known = replay.crossref([work("10.1000/a", updated_by=[("10.1000/n", "retraction")]), work("10.1000/b")])
    told, _ = ask("crossref", lambda asked: Given(400) if asked.path == "/works" else known(asked), entry("a", doi="10.1000/a"), entry("b", doi="10.1000/b"))
    assert ways(told.answers["a"]) == [("retraction", "affects")] and told.answers["b"].found


UNKNOWN = {
    "another agency's": ({"10.1000/z": "DataCite"}, "the DOI is registered with DataCite, not with Crossref"),
    "nobody's": ({}, "no agency that Crossref knows of has registered this DOI"),
    "Crossref's own, without a work": ({"10.1000/z": "Crossref"}, "the DOI is Crossref's, and Crossref has no work under it"),
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_a_404_is_a_fact_about_one_registry(case: str) -> None:
    """It is asked whose DOI it is before it is called unknown."""
    agencies, because = UNKNOWN[case]
    answer = crossref("10.1000/z", agencies=agencies)
    assert (answer.state, answer.found, answer.because, answer.asked) == ("answered", False, because, DAY)


def test_another_article_is_no_answer() -> None:
    """A 200 about another work leaves the question open."""
    told, _ = ask("crossref", lambda asked: as_json({"message": work("10.9999/other")} if asked.path != "/works" else {"message": {"items": [work("10.9999/other")]}}), entry(doi="10.1000/a"))
    assert told.answers["a"].state == "unreachable" and "another work (10.9999/other)" in told.answers["a"].because


def test_a_doi_that_leads_to_another_is_followed() -> None:
    """Crossref redirects from an alias to the DOI that stands for it; the answer says which."""
    known = replay.crossref([work("10.1000/new", updated_by=[("10.1000/n", "retraction")])])
    told, _ = ask("crossref", lambda asked: Given(301, headers={"Location": "/works/10.1000%2Fnew"}) if "old" in asked.path else known(asked), entry(doi="10.1000/old"))
    assert told.answers["a"].doi == "10.1000/new" and ways(told.answers["a"]) == [("retraction", "affects")]


SHAPES: list[Any] = [None, [], 7, "x", {}, {"message": None}, {"message": []}, {"message": {"items": None}}, {"message": {"items": [None, 7, {"DOI": None}]}}, {"message": {"items": {}}}]


@pytest.mark.parametrize("value", SHAPES, ids=repr)
def test_an_answer_of_another_form_is_never_clean(value: Any) -> None:
    """Whatever JSON comes with a 200, nothing is said of the work and nothing breaks."""
    told, _ = ask("crossref", lambda asked: as_json(value), entry(doi="10.1000/a"))
    assert told.answers["a"].state == "unreachable" and not told.answers["a"].found


@settings(max_examples=40, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["10.1000/\ud800", "retraction", "\u202e<i>"]), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["DOI", "type", "title", "issued", "date-parts", "family", "source", "updated", "record-id"]), inner, max_size=4), max_leaves=8))
def test_no_work_breaks_the_reader(value: Any) -> None:
    """Any JSON in any field of a work is read without a crash, into text alone, and into a record that can be read back."""
    answer = services.member("crossref")._answer({"DOI": "10.1000/a", "title": value, "issued": value, "author": value, "update-to": value, "updated-by": value}, "10.1000/a")
    assert answer.found and all(isinstance(part, str) for part in (answer.title, answer.author, answer.year))
    dated = replace(answer, asked=DAY)
    text = records.render({"a": Record("a", "10.1000/a", "", {"crossref": dated})})
    assert records.parse(text.encode()).problems == ()


# --- PubMed -----------------------------------------------------------------------------------------------------------


def test_a_doi_is_looked_up_by_way_of_its_pmid() -> None:
    """The record is the one that bears the DOI itself, wherever the search lists it."""
    told, server = ask("pubmed", replay.pubmed({"11": article("11", "10.1000/A"), "12": article("12", "10.1000/b", "Other")}, {"10.1000/a": "11", "10.1000/b": "12"}), entry("a", doi="10.1000/a"), entry("b", doi="10.1000/b"))
    assert [(told.answers[key].pmid, told.answers[key].title) for key in "ab"] == [("11", "Outcomes"), ("12", "Other")]
    assert [asked.path.rpartition("/")[2] for asked in server.asked] == ["esearch.fcgi", "efetch.fcgi"]


def test_a_paper_that_pubmed_has_twice_is_affected_by_the_notices_of_both() -> None:
    """Two records with one DOI: what stands on the second is not lost."""
    both = {"11": article("11", "10.1000/a"), "12": article("12", "10.1000/a", links=link("RetractionIn"))}
    told, _ = ask("pubmed", lambda asked: as_json({"esearchresult": {"idlist": ["12", "11"]}}) if "esearch" in asked.path else replay.pubmed(both)(asked), entry(doi="10.1000/a"))
    assert ways(told.answers["a"]) == [("retraction", "affects")]


AUTHORS = {"Polly, David W. and Roe, A.": "Polly", "David W. Polly": "Polly", "J. van der Berg": "van der Berg", "van der Berg, J.": "van der Berg", "{INSITE Study Group}": "INSITE Study Group", "WHO": "WHO", "": "", "and and": ""}


@pytest.mark.parametrize("author", AUTHORS)
def test_the_first_authors_family_name(author: str) -> None:
    """As BibTeX takes a name apart; a body keeps its whole name."""
    assert identity.first_author(entry(author=author)) == AUTHORS[author]


DOIS = {"10.1000/A": "10.1000/a", "https://doi.org/10.1000/A%3CB": "10.1000/a<b", "doi: 10.1000/a": "10.1000/a", "10.1000/a b": "", '10.1000/a"b': "", "10.1000/": "", "x": "", "": "", "10.1000/" + "a" * 600: ""}


@pytest.mark.parametrize("typed", DOIS)
def test_the_doi_that_is_asked_about(typed: str) -> None:
    """Bare and folded; a malformed one is not sent to anybody."""
    assert identity.doi(entry(doi=typed)) == DOIS[typed]


def test_a_doi_in_the_list_of_references_is_not_the_papers_own() -> None:
    """A record that cites the DOI is not the record of the DOI."""
    answer = pubmed(article("11", "10.1000/citing", cites="10.1000/a"), doi="10.1000/a")
    assert (answer.state, answer.found, answer.because) == ("answered", False, "PubMed has no record with this DOI")
    assert pubmed(article("11", cites="10.1000/a"), pmid="11").doi == ""


LINKS = {
    "RetractionIn": [("retraction", "affects")], "RetractedandRepublishedIn": [("retraction", "affects")], "ExpressionOfConcernIn": [("concern", "affects")],
    "ErratumIn": [("correction", "affects")], "CorrectedandRepublishedIn": [("correction", "affects")], "UpdateIn": [("update", "affects")],
    "RepublishedIn": [("update", "affects")], "PartialRetractionIn": [("partial retraction", "affects")],
    "RetractionOf": [("retraction", "is")], "ErratumFor": [("correction", "is")], "ExpressionOfConcernFor": [("concern", "is")],
    "CorrectedandRepublishedFrom": [("correction", "is")], "RetractedandRepublishedFrom": [("retraction", "is")], "UpdateOf": [("update", "is")],
    "CommentIn": [], "CommentOn": [], "Cites": [], "SummaryForPatientsIn": [], "SomethingNewIn": [("concern", "affects")],
}  # fmt: skip


@pytest.mark.parametrize("kind", LINKS)
def test_the_links_of_a_pubmed_record(kind: str) -> None:
    """…In affects the paper, …Of, …For and …From make it the notice, comments are neither."""
    assert ways(pubmed(article("11", links=link(kind)), pmid="11")) == LINKS[kind]


TYPE = '<PublicationType UI="%s">%s</PublicationType>'
PUBLICATION_TYPES = {
    "Retracted Publication": ("D016441", [("retraction", "affects")]),
    "Retraction of Publication": ("D016440", [("retraction", "is")]),
    "Published Erratum": ("D016425", [("correction", "is")]),
    "Expression of Concern": ("D000075742", [("concern", "is")]),
    "Randomized Controlled Trial": ("D016449", []),
}


@pytest.mark.parametrize("words", PUBLICATION_TYPES)
def test_publication_types_are_told_apart_exactly(words: str) -> None:
    """A retracted paper and the retraction of one are one word apart."""
    ui, expected = PUBLICATION_TYPES[words]
    answer = pubmed(article("11", types=TYPE % (ui, words)), pmid="11")
    assert (ways(answer), answer.kinds) == (expected, (words,))


def test_a_notice_says_where_it_was_published() -> None:
    """PMID, DOI, date and the library's own words are kept; a type that a link says already is no second notice."""
    source = "Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/S0140-6736(10)60175-4."
    (notice,) = pubmed(article("11", links=link("RetractionIn", source, "20137807"), types=TYPE % ("D016441", "Retracted Publication")), pmid="11").notices
    assert (notice.word, notice.doi, notice.pmid, notice.date, notice.note) == ("RetractionIn", "10.1016/s0140-6736(10)60175-4", "20137807", "2010-02-06", source)


def test_what_pubmed_does_not_have_is_answered_so() -> None:
    """An unknown PMID and an unknown DOI are answers, not clean bills."""
    assert [(one.state, one.found) for one in (pubmed(pmid="99"), pubmed(doi="10.1000/z"))] == [("answered", False)] * 2


def test_another_record_is_no_answer() -> None:
    """A record of another PMID than the one asked about leaves the question open."""
    given = Given(body=f"<PubmedArticleSet>{article('77')}</PubmedArticleSet>".encode(), kind="text/xml")
    told, _ = ask("pubmed", lambda asked: given, entry(pmid="11"))
    assert told.answers["a"].state == "unreachable" and "PMID 77" in told.answers["a"].because


BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>11</PMID><Article><ArticleTitle>&b;</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>'
FILE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>11</PMID><Article><ArticleTitle>&f;</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>'
PUBMED_ANSWERS = {
    "an error of its own": Given(body=b"<eFetchResult><ERROR>Unable to obtain query</ERROR></eFetchResult>", kind="text/xml"),
    "JSON for XML": as_json({"error": "API rate limit exceeded"}),
    "cut": Given(body=b"<PubmedArticleSet><PubmedArticle>", kind="text/xml"),
    "another set": Given(body=b"<PmcArticleSet/>", kind="text/xml"),
    "nothing": Given(body=b"", kind="text/xml"),
    "wrong charset": Given(body="<?xml version='1.0' encoding='UTF-8'?><PubmedArticleSet>é</PubmedArticleSet>".encode("latin-1"), kind="text/xml"),
    "a web page": Given(body=HTML, kind="text/html"),
    "deeply nested": Given(body=b"<PubmedArticleSet>" + b"<a>" * 5000, kind="text/xml"),
    "400": Given(400, b"ID list is empty!", kind="text/plain"),
}


@pytest.mark.parametrize("case", PUBMED_ANSWERS)
def test_what_is_no_record_is_unreachable(case: str) -> None:
    """Nothing that is no PubmedArticleSet says anything of a paper."""
    told, _ = ask("pubmed", lambda asked: PUBMED_ANSWERS[case], entry(pmid="11"))
    assert told.answers["a"].state == "unreachable" and told.answers["a"].because


@pytest.mark.parametrize("body", [BOMB, FILE], ids=["bomb", "file"])
def test_entities_are_not_resolved(body: bytes) -> None:
    """What a record declares of its own is neither written out nor opened."""
    told, _ = ask("pubmed", lambda asked: Given(body=body, kind="text/xml"), entry(pmid="11"))
    assert "haha" not in told.answers["a"].title and "root:" not in told.answers["a"].title


def test_one_bad_pmid_does_not_spoil_the_others() -> None:
    """A batch that is refused is asked one by one."""
    known = replay.pubmed({"11": article("11"), "12": article("12")})
    told, _ = ask("pubmed", lambda asked: Given(400) if "," in asked.values["id"] or "13" in asked.values["id"] else known(asked), *(entry(pmid, pmid=pmid) for pmid in ("11", "12", "13")))
    assert [told.answers[key].state for key in ("11", "12", "13")] == ["answered", "answered", "unreachable"]


# --- references without identifiers -----------------------------------------------------------------------------------

NAMELESS = {"title": "Two-year outcomes of {SI} joint fusion", "author": "Polly, David W. and Swofford, John", "year": "2016"}


def test_a_nameless_reference_is_proposed_and_never_taken() -> None:
    """The likest works come with a score, the answer stays open."""
    works = [work("10.1000/right", "Two-Year Outcomes of SI Joint Fusion", "Polly", 2016), work("10.1000/near", "Two-year outcomes of SI joint fusion", "Duhon", 2017), work("10.1000/far", "Pain", "Polly", 2016)]
    told, server = ask("crossref", replay.crossref(works), entry(**NAMELESS))
    assert [(one.doi, one.score) for one in told.proposals["a"]] == [("10.1000/right", "1.00"), ("10.1000/near", "0.75")]
    assert (told.answers["a"].state, told.answers["a"].found) == ("not asked", False)
    assert server.asked[0].values["query.bibliographic"] == "Two-year outcomes of {SI} joint fusion Polly 2016".replace("{SI}", "{SI}")
    records = {"11": article("11", "10.1000/right", "Two-year outcomes of SI joint fusion.", "Polly", "2016")}
    told, server = ask("pubmed", replay.pubmed(records), entry(**NAMELESS))
    assert [(one.pmid, one.doi, one.score) for one in told.proposals["a"]] == [("11", "10.1000/right", "1.00")]
    assert server.asked[0].values["term"] == "two year outcomes of si joint fusion[Title] AND polly[1au]"


NO_PAPERS = {
    "a website": entry(type="online", title="iFuse", url="https://example.org"),
    "a press release": entry(type="misc", title="SI-BONE announces", howpublished="Press release"),
    "data on file": entry(type="article", title="Data on file, SI-BONE 2019", journal="-"),
}


@pytest.mark.parametrize("service", ["crossref", "pubmed"])
@pytest.mark.parametrize("case", NO_PAPERS)
def test_what_is_no_paper_is_not_asked_about(case: str, service: str) -> None:
    """Not applicable, with the reason; no question is sent."""
    told, server = ask(service, lambda asked: Given(500), NO_PAPERS[case])
    assert (told.answers["a"].state, server.asked) == ("not applicable", []) and told.answers["a"].because


def test_a_search_that_fails_is_unreachable() -> None:
    """No proposal is one thing, no answer another."""
    assert ask("crossref", lambda asked: Given(400), entry(**NAMELESS))[0].answers["a"].state == "unreachable"
    assert ask("pubmed", lambda asked: Given(403), entry(**NAMELESS))[0].answers["a"].state == "unreachable"


# --- faults -----------------------------------------------------------------------------------------------------------

GOOD = as_json({"message": {"items": [work("10.1000/a")]}})
FAULTS: dict[str, tuple[Given, str]] = {
    "403": (Given(403), "403: it refuses to answer"),
    "401": (Given(401), "401: it does not accept the key"),
    "429": (Given(429), "429: too many questions"),
    "500 storm": (Given(500), "500: the server failed"),
    "503 that asks for an hour": (Given(503, headers={"Retry-After": "3600"}), "it asks to wait 3,600 seconds"),
    "timeout in the middle": (Given(body=GOOD.body, fault="stall"), "timeout: not a byte for 0.1 seconds"),
    "connection closed in the middle": (Given(body=GOOD.body, fault="cut"), "the connection broke"),
    "connection closed at once": (Given(fault="close"), "the connection broke"),
    "truncated JSON": (Given(body=GOOD.body[:60]), "its answer is cut off or no JSON"),
    "HTML instead of JSON": (Given(body=HTML, kind="text/html"), "web page instead of data"),
    "HTML that says it is JSON": (Given(body=b"\n " + HTML), "web page instead of data"),
    "latin-1": (Given(body='{"message": {"items": [{"DOI": "10.1000/é"}]}}'.encode("latin-1"), kind="application/json; charset=iso-8859-1"), "no UTF-8"),
    "UTF-16": (Given(body=GOOD.body.decode().encode("utf-16"), kind="application/json; charset=utf-16"), "no UTF-8"),
    "deep JSON": (Given(body=b"[" * 200_000), "nested too deeply"),
    "a number of 10,000 digits": (Given(body=b"1" * 10_000), "cut off or no JSON"),
    "no gzip": (Given(body=b"\x1f\x8b no", headers={"Content-Encoding": "gzip"}), "compressed answer is damaged"),
    "a redirect to a file": (Given(301, headers={"Location": "file:///etc/passwd"}), "no http or https address"),
    "a redirect to a damaged address": (Given(301, headers={"Location": "http://["}), "no http or https address"),
    "a redirect to itself": (Given(301, headers={"Location": "/works"}), "leads on more than 5 times"),
    "a redirect without an address": (Given(301), "301 and nothing to go by"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_never_clean_and_never_a_crash(case: str) -> None:
    """Every fault is unreachable, with its own reason; nothing is found and nothing is said of notices."""
    fault, because = FAULTS[case]
    told, _ = ask("crossref", lambda asked: fault, entry(doi="10.1000/a"), silence=0.1)
    answer = told.answers["a"]
    assert (answer.state, answer.found, answer.notices, answer.asked) == ("unreachable", False, (), "")
    assert because in answer.because


@pytest.mark.parametrize("case", ["429", "500 storm", "connection closed in the middle", "connection closed at once", "truncated JSON", "timeout in the middle"])
def test_a_passing_fault_is_tried_again(case: str) -> None:
    """After one failure, the second try brings the answer."""
    with Replay(replay.crossref([work("10.1000/a")])) as server:
        server.first.append(FAULTS[case][0])
        told = services.ask("crossref", [entry(doi="10.1000/a")], client_of(server.url, silence=0.2), DAY)
    assert told.answers["a"].found and len(server.asked) == 2


@pytest.mark.parametrize(("url", "because"), [(replay.NO_NAME, hosts.NO_NAME), (replay.refused(), "connection refused")], ids=["DNS", "refused"])
def test_an_unreachable_host_is_told_at_once(url: str, because: str) -> None:
    """A thousand references at a host without a name or without a listener take no longer than one."""
    start = time.monotonic()
    told = services.ask("crossref", [entry(str(at), doi=f"10.1000/{at}") for at in range(1000)], client_of(url, back_off=1.0), DAY)
    assert {(one.state, one.because) for one in told.answers.values()} == {("unreachable", because)}
    assert time.monotonic() - start < 10


def test_a_host_that_swallows_everything_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system itself would wait for minutes (packets dropped, a name server that is silent), nobody waits longer than KNOCK."""
    monkeypatch.setattr(hosts, "KNOCK", 0.1)
    monkeypatch.setattr(hosts, "_knock", lambda address: time.sleep(5) or "")
    start = time.monotonic()
    told = services.ask("crossref", [entry(str(at), doi=f"10.1000/{at}") for at in range(500)], client_of("http://127.0.0.1:1"), DAY)
    assert {one.because for one in told.answers.values()} == {"no connection within 0.1 seconds"} and time.monotonic() - start < 3


def test_a_download_has_a_limit(tmp_path: Path) -> None:
    """A file beyond it is not kept, nor is any part of it; what stood there before stays."""
    target = tmp_path / "table.csv"
    target.write_text("old", encoding="utf-8")
    with Replay(lambda asked: Given(body=b"x" * 100_000, kind="text/csv")) as server:
        missing = client_of(server.url).download(f"{server.url}/a.csv", target, 50_000)
    assert isinstance(missing, Missing) and target.read_text(encoding="utf-8") == "old" and list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"", None])
def test_a_download_does_not_rest_on_the_mark_beside_it(tmp_path: Path, mark: bytes | None) -> None:
    """A mark that is no text, is empty or cannot be read or written: the file is fetched anew."""
    target, beside = tmp_path / "table.csv", tmp_path / "table.csv.etag"
    target.write_text("old", encoding="utf-8")
    if mark is None:
        beside.mkdir()
    else:
        beside.write_bytes(mark)
    with Replay(lambda asked: Given(body=b"new", kind="text/csv", headers={"ETag": "a1"})) as server:
        assert client_of(server.url).download(f"{server.url}/a.csv", target, 50_000) is None
    assert target.read_bytes() == b"new" and (mark is None or beside.read_text(encoding="utf-8") == "a1")


def test_a_download_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    """Where the folder is none, or nothing can be written in it."""
    (tmp_path / "a").write_text("", encoding="utf-8")
    with Replay(lambda asked: Given(body=b"new", kind="text/csv")) as server:
        missing = client_of(server.url).download(f"{server.url}/a.csv", tmp_path / "a" / "table.csv", 50_000)
    assert isinstance(missing, Missing) and "cannot be kept" in missing.because


def test_the_breaker_spares_a_failing_host() -> None:
    """After one question in vain, the host is asked no more: four tries for two hundred references."""
    told, server = ask("crossref", lambda asked: Given(500), *(entry(str(at), doi=f"10.1000/,{at}") for at in range(200)))
    assert {one.state for one in told.answers.values()} == {"unreachable"} and len(server.asked) <= 4 + 3


def test_a_block_is_not_asked_again() -> None:
    """403 is said once: neither that question nor another is sent."""
    told, server = ask("crossref", lambda asked: Given(403), *(entry(str(at), doi=f"10.1000/,{at}") for at in range(50)))
    assert {one.because[:3] for one in told.answers.values()} == {"403"} and len(server.asked) == 1


def test_a_tenth_of_errors_stops() -> None:
    """Where every fourth answer is an error, a host is left alone although each second try brings the answer."""
    known = replay.crossref([work(f"10.1000/,{at}") for at in range(200)])
    count = iter(range(10_000))
    told, server = ask("crossref", lambda asked: Given(500) if next(count) % 4 == 3 else known(asked), *(entry(str(at), doi=f"10.1000/,{at}") for at in range(200)))
    states = [one.state for one in told.answers.values()]
    assert "answered" in states and "unreachable" in states and len(server.asked) < 40


def test_one_error_in_fifty_stops_nothing() -> None:
    """Rare errors are tried again, and everything is answered."""
    known = replay.crossref([work(f"10.1000/,{at}") for at in range(100)])
    count = iter(range(10_000))
    told, _ = ask("crossref", lambda asked: Given(502) if next(count) % 50 == 49 else known(asked), *(entry(str(at), doi=f"10.1000/,{at}") for at in range(100)))
    assert all(one.found for one in told.answers.values())


# --- politeness -------------------------------------------------------------------------------------------------------


def timed(headers: Mapping[str, str], answering: replay.Answering, *references: Reference, first: Sequence[Given] = ()) -> tuple[float, Replay]:
    with Replay(answering, headers) as server:
        server.first += first
        client = client_of(server.url)
        start = time.monotonic()
        told = services.ask("crossref", references, client, DAY)
        took = time.monotonic() - start
    assert all(one.found for one in told.answers.values())
    return took, server


def test_the_pace_is_the_services_own() -> None:
    """Eleven questions at 50 a second take at least ten intervals; as it is told in either form of header."""
    works = [work(f"10.1000/,{at}") for at in range(11)]
    references = [entry(str(at), doi=f"10.1000/,{at}") for at in range(11)]
    for prefix in ("x-rate-limit", "x-ratelimit"):
        took, _ = timed({f"{prefix}-limit": "50", f"{prefix}-interval": "1s", "x-concurrency-limit": "3"}, replay.crossref(works), *references)
        assert 0.2 <= took < 0.6


def test_no_more_at_once_than_the_service_says() -> None:
    """Never more than x-concurrency-limit questions are under way, and as many where there are enough."""
    for limit in (1, 3):
        now = most = 0
        known = replay.crossref([work(f"10.1000/,{at}") for at in range(12)])

        def slow(asked: replay.Asked, known: replay.Answering = known) -> Given:
            nonlocal now, most
            now += 1
            most = max(most, now)
            time.sleep(0.02)
            now -= 1
            return known(asked)

        timed({**replay.FAST, "x-concurrency-limit": str(limit)}, slow, *(entry(str(at), doi=f"10.1000/,{at}") for at in range(12)))
        assert most == limit


@pytest.mark.parametrize("value", ["1", "Sun, 22 Nov 2026 12:00:01 GMT"])
def test_retry_after_is_honoured(value: str) -> None:
    """As a number of seconds and as a date, which is measured against the answer's own clock; after it, half the pace."""
    refusal = Given(429, headers={"Retry-After": value, "Date": "Sun, 22 Nov 2026 12:00:00 GMT"})
    took, _ = timed(replay.FAST, replay.crossref([work("10.1000/a")]), entry(doi="10.1000/a"), first=[refusal])
    assert 1.0 <= took < 2.5


def test_after_a_429_both_rate_and_concurrency_fall() -> None:
    """Half as fast, half as many at once; headers that repeat the old limits do not lift that."""




    lane = Lane()
    headers = {"x-rate-limit-limit": "10", "x-rate-limit-interval": "1s", "x-concurrency-limit": "4"}
    assert lane.enter(Event())
    lane.leave(headers)
    assert (lane.spacing, lane.abreast) == (0.1, 4)
    lane.slow_down(0)
    assert lane.enter(Event())
    lane.leave(headers)
    assert (lane.spacing, lane.abreast) == (0.2, 2)


@pytest.mark.parametrize("headers", [{"x-rate-limit-limit": "0"}, {"x-rate-limit-limit": "-5"}, {"x-rate-limit-limit": "9" * 400}, {"x-rate-limit-limit": "nan"}, {"x-rate-limit-limit": "5", "x-rate-limit-interval": "999999s"}, {"x-rate-limit-limit": "5", "x-rate-limit-interval": "soon"}, {"x-concurrency-limit": "0"}])
def test_a_pace_that_cannot_be_is_not_believed(headers: dict[str, str]) -> None:
    """Odd headers leave the cautious pace: one question a second, one at a time."""




    lane = Lane()
    assert lane.enter(Event())
    lane.leave(headers)
    assert (lane.spacing, lane.abreast) == (pacing.FIRST, 1)


# --- who asks ---------------------------------------------------------------------------------------------------------

WHO = {"EVIDENCE_EMAIL": "ana@example.org", "NCBI_API_KEY": "k3y-of-ncbi", "CROSSREF_PLUS_TOKEN": "t0ken-of-crossref"}


def test_the_e_mail_and_the_keys_go_to_the_service_and_into_no_address() -> None:
    """Crossref gets mailto in the User-Agent and its token in a header, PubMed tool, e-mail and key in the form."""
    with Replay(replay.crossref([work("10.1000/a")])) as server:
        who = contact.read(None, services.names(), {**WHO, "EVIDENCE_CROSSREF_URL": server.url + "/"})
        services.ask("crossref", [entry(doi="10.1000/a")], Client(who), DAY)
        assert "(mailto:ana@example.org)" in server.asked[0].headers["user-agent"]
        assert server.asked[0].headers["crossref-plus-api-token"] == "Bearer t0ken-of-crossref"
        assert not any(secret in server.asked[0].address for secret in WHO.values())
    with Replay(replay.pubmed({"11": article("11")})) as server:
        who = contact.read(None, services.names(), {**WHO, "EVIDENCE_PUBMED_URL": server.url})
        services.ask("pubmed", [entry(pmid="11")], Client(who), DAY)
        values = server.asked[0].values
        assert (values["tool"], values["email"], values["api_key"]) == ("evidence", "ana@example.org", "k3y-of-ncbi")
        assert not any(secret in server.asked[0].address for secret in WHO.values())


@pytest.mark.parametrize("status", [200, 301, 400, 403, 429, 500])
def test_no_key_is_in_any_answer_even_where_the_service_repeats_it(status: int, caplog: pytest.LogCaptureFixture) -> None:
    """Titles, error bodies and redirects that echo the keys bring none of them into an answer, a log or a repr."""
    caplog.set_level("DEBUG")
    echo = " ".join(WHO.values())
    items = {"error": echo, "message": {"items": [work("10.1000/a", echo, echo)]}}
    given = as_json(items, status, Location=f"gopher://{WHO['NCBI_API_KEY']}/")
    said = ""
    for service, reference in (("crossref", entry(doi="10.1000/a")), ("pubmed", entry(pmid="11"))):
        with Replay(lambda asked: given) as server:
            who = contact.read(None, services.names(), {**WHO, f"EVIDENCE_{service.upper()}_URL": server.url})
            client = Client(who, back_off=0.001)
            said += repr(services.ask(service, [reference], client, DAY)) + repr(client) + repr(who)
    assert not [secret for secret in WHO.values() if secret in said + caplog.text]


def test_a_token_does_not_follow_to_another_host() -> None:
    """A redirect to another host is followed without the token; a form with a key is not sent there at all."""
    with Replay(replay.crossref([work("10.1000/a")])) as there, Replay(lambda asked: Given(302, headers={"Location": f"{there.url}{asked.address}"})) as here:
        who = contact.read(None, services.names(), {**WHO, "EVIDENCE_CROSSREF_URL": here.url, "EVIDENCE_PUBMED_URL": here.url})
        client = Client(who)
        assert services.ask("crossref", [entry(doi="10.1000/a")], client, DAY).answers["a"].found
        assert [asked.headers.get("crossref-plus-api-token") for asked in there.asked] == [None]
        answer = services.ask("pubmed", [entry(pmid="11")], client, DAY).answers["a"]
        assert answer.state == "unreachable" and "another host" in answer.because and len(there.asked) == 1


BAD_CONTACTS: dict[str, tuple[str | None, dict[str, str]]] = {
    "no e-mail": (None, {"EVIDENCE_EMAIL": "ana at example"}),
    "a header in the e-mail": (None, {"EVIDENCE_EMAIL": "a@example.org\r\nX: y"}),
    "no e-mail in claims.yaml": ("secret words", {}),
    "a key of two lines": (None, {"NCBI_API_KEY": "secret\nwords"}),
    "an address that is none": (None, {"EVIDENCE_PUBMED_URL": "secret:8080"}),
    "a password in an address": (None, {"EVIDENCE_CROSSREF_URL": "https://u:secret@example.org"}),
    "another scheme": (None, {"EVIDENCE_CROSSREF_URL": "file:///secret"}),
}


@pytest.mark.parametrize("case", BAD_CONTACTS)
def test_a_contact_that_cannot_be_is_one_sentence(case: str) -> None:
    """It names the variable and never repeats the value."""


    with pytest.raises(BadCall) as trouble:
        contact.read(BAD_CONTACTS[case][0], services.names(), BAD_CONTACTS[case][1])
    assert "secret" not in str(trouble.value) and "example" not in str(trouble.value)


def test_the_environments_e_mail_comes_first() -> None:
    """EVIDENCE_EMAIL, else `contact:` of claims.yaml, else none."""
    read: Callable[..., contact.Contact] = contact.read
    assert read("b@example.org", (), {"EVIDENCE_EMAIL": "a@example.org"}).email == "a@example.org"
    assert read("b@example.org", (), {}).email == "b@example.org" and read(None, (), {}).email == ""
