"""`evidence refresh`: what is asked, what is written, what is told; and that the old records survive whatever happens."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import replay
from replay import Given, Replay, article, link, work

from evidence import pacing, records, refreshing
from evidence.cli import main

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-11-22"
CLAIMS = """version: 1
contact: team@example.org
numbering: {18: polly, 19: duhon}
claims:
- {id: pain, text: Less pain, references: [18, release, nameless]}
"""
BIB = """@article{polly, title={Outcomes}, author={Roe, A.}, year={2016}, doi={10.1000/A}, pmid={11}}
@article{duhon, title={Two years}, doi={10.1000/b}}
@misc{release, title={News}, howpublished={Press release}}
@article{nameless, title={Outcomes}, author={Roe, Ann}, year={2016}, journal={Spine}}
@article{uncited, title={Other}, doi={10.1000/u}}
"""
COLUMNS = "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes"
WATCH = f"{COLUMNS}\r\n9,Two years,,,,,,Duhon B,,,2/6/2020 0:00,10.1000/n,0,1/1/2016 0:00,10.1000/B,0,Retraction,+Error;,No,\r\n"
WORKS = (work("10.1000/a"), work("10.1000/b", "Two years", "Duhon", updated_by=[("10.1000/n", "retraction")]))
RECORDS = {"11": article("11", "10.1000/a"), "12": article("12", "10.1000/b", "Two years", "Duhon", links=link("RetractionIn"))}


def services(asked: replay.Asked) -> Given:
    if asked.path.endswith(".csv"):
        return Given(body=WATCH.encode(), kind="text/csv", headers={"ETag": '"1"'})
    if asked.path.endswith(".fcgi"):
        return replay.pubmed(RECORDS, {"10.1000/b": "12"})(asked)
    return replay.crossref(WORKS)(asked)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with an empty cache folder, seen from inside."""
    for name in ("EVIDENCE_EMAIL", "NCBI_API_KEY", "CROSSREF_PLUS_TOKEN", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(pacing, "FIRST", 0.01)
    folder = tmp_path / "project"
    (folder / "references").mkdir(parents=True)
    (folder / "claims.yaml").write_text(CLAIMS, encoding="utf-8")
    (folder / "references" / "a.bib").write_text(BIB, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def point(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    for name, address in addresses(url).items():
        monkeypatch.setenv(name, address)


def addresses(url: str) -> dict[str, str]:
    return {"EVIDENCE_CROSSREF_URL": url, "EVIDENCE_PUBMED_URL": url, "EVIDENCE_RETRACTION_WATCH_URL": f"{url}/watch.csv"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    with Replay(services) as running:
        point(monkeypatch, running.url)
        yield running


def states(folder: Path) -> dict[str, dict[str, str]]:
    return {key: {name: answer.state for name, answer in record.answers.items()} for key, record in records.read(folder).records.items()}


def refresh(*words: str) -> int:
    return main(["refresh", "--today", DAY, *words])


# --- what is written --------------------------------------------------------------------------------------------------


def test_every_cited_reference_is_asked_everywhere(project: Path, server: Replay, capsys: pytest.CaptureFixture[str]) -> None:
    """Cited or numbered ones, and no other; each service has a state for each; the summary names what is new and what is proposed."""
    assert refresh() == 0
    answered = dict.fromkeys(("crossref", "pubmed", "retraction-watch"), "answered")
    assert states(project) == {
        "duhon": answered, "nameless": dict.fromkeys(answered, "not asked"), "polly": answered, "release": dict.fromkeys(answered, "not applicable"),
    }  # fmt: skip
    record = records.read(project).records["duhon"]
    assert [(one.kind, one.direction) for name in sorted(record.answers) for one in record.answers[name].notices] == [("retraction", "affects")] * 3
    assert (record.doi, records.read(project).records["polly"].pmid) == ("10.1000/b", "11")
    out = capsys.readouterr().out
    assert "crossref: 2 answered, 1 not asked, 1 not applicable" in out and "duhon: crossref: retraction" in out and "nameless has no DOI" in out and "  1.00 crossref doi:10.1000/a Outcomes (Roe, 2016)" in out
    assert not any("10.1000/u" in asked.address for asked in server.asked)


def test_a_second_refresh_changes_nothing(project: Path, server: Replay, capsys: pytest.CaptureFixture[str]) -> None:
    """Equal answers on the same day give equal bytes, and the summary says that nothing is new; the table is not sent twice."""
    assert refresh() == 0
    before = (project / "references/records.json").read_bytes()
    server.first.clear()
    capsys.readouterr()
    assert refresh() == 0
    assert (project / "references/records.json").read_bytes() == before and "nothing new" in capsys.readouterr().out
    assert server.asked[-1].headers.get("if-none-match") == '"1"' or any(asked.headers.get("if-none-match") == '"1"' for asked in server.asked)


def test_a_proposal_stands_in_the_records_with_its_score(project: Path, server: Replay) -> None:
    """From both services, and the reference's own state stays open."""
    refresh()
    proposed = records.read(project).records["nameless"].proposals
    assert {(one.service, one.doi, one.score) for one in proposed} >= {("crossref", "10.1000/a", "1.00"), ("pubmed", "10.1000/a", "1.00")}


def test_only_and_service_narrow_what_is_asked(project: Path, server: Replay) -> None:
    """One reference at one service; nothing else is asked or written."""
    assert refresh("--only", "duhon", "--service", "pubmed") == 0
    assert states(project) == {"duhon": {"pubmed": "answered"}}
    assert {asked.path for asked in server.asked} == {"/esearch.fcgi", "/efetch.fcgi"}


def test_older_than_spares_young_answers(project: Path, server: Replay, capsys: pytest.CaptureFixture[str]) -> None:
    """What was answered within the span is not asked again; a reference whose identifiers changed is."""
    refresh("--service", "crossref")
    asked = len(server.asked)
    assert main(["refresh", "--today", "2026-11-29", "--older-than", "7d", "--service", "crossref", "--only", "polly"]) == 0
    assert len(server.asked) == asked and "crossref: not asked, every answer is younger" in capsys.readouterr().out
    assert main(["refresh", "--today", "2026-11-30", "--older-than", "1w", "--service", "crossref", "--only", "polly"]) == 0
    assert len(server.asked) == asked + 1 and records.read(project).records["polly"].answers["crossref"].asked == "2026-11-30"
    bib = project / "references/a.bib"
    bib.write_text(bib.read_text(encoding="utf-8").replace("10.1000/A", "10.1000/b"), encoding="utf-8")
    assert main(["refresh", "--today", "2026-11-30", "--older-than", "7d", "--service", "crossref", "--only", "polly"]) == 0
    assert len(server.asked) == asked + 2


def test_a_local_table_needs_no_network(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--retraction-watch FILE is read, and the public address is not asked."""
    point(monkeypatch, replay.refused())
    (project / "watch.csv").write_text(WATCH, encoding="utf-8")
    assert refresh("--service", "retraction-watch", "--retraction-watch", "watch.csv") == 0
    assert records.read(project).records["duhon"].answers["retraction-watch"].notices[0].kind == "retraction"


def test_the_audit_reads_what_refresh_wrote(project: Path, server: Replay, capsys: pytest.CaptureFixture[str]) -> None:
    """The command's own next step: the records parse, and the audit needs no network."""
    refresh()
    read = records.read(project)
    assert read.present and not read.problems
    main(["audit", "--today", DAY])
    assert "team@example.org" not in capsys.readouterr().out


# --- what cannot be had -----------------------------------------------------------------------------------------------


def test_an_unreachable_answer_never_overwrites_an_answered_one(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The network goes: exit 3, one line a host, and the old answers stand with their date."""
    with Replay(services) as server:
        point(monkeypatch, server.url)
        assert refresh() == 0
    before = (project / "references/records.json").read_bytes()
    capsys.readouterr()
    point(monkeypatch, replay.refused())
    monkeypatch.setenv("EVIDENCE_CROSSREF_URL", replay.NO_NAME)
    assert main(["refresh", "--today", "2026-12-24"]) == 3
    said = capsys.readouterr().out
    lines = [line for line in said.splitlines() if line.startswith(("crossref", "pubmed", "retraction"))]
    assert lines == [
        "crossref: unreachable (DNS: no machine of that name was found; is this one online?); 3 references not asked",
        "pubmed: unreachable (connection refused); 3 references not asked",
        "retraction-watch: unreachable (connection refused); 3 references not asked",
    ]
    after = records.read(project).records
    assert {answer.asked for name in ("polly", "duhon") for answer in after[name].answers.values()} == {DAY}
    assert json.loads(before)["records"]["duhon"] == json.loads((project / "references/records.json").read_bytes())["records"]["duhon"]


def test_one_service_down_leaves_the_others(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What PubMed says is written although Crossref is in a storm."""
    with Replay(lambda asked: services(asked) if ".fcgi" in asked.path or ".csv" in asked.path else Given(500)) as server:
        point(monkeypatch, server.url)
        monkeypatch.setattr("evidence.client.BACK_OFF", 0.01)
        assert refresh("--only", "duhon") == 3
    assert states(project) == {"duhon": {"crossref": "unreachable", "pubmed": "answered", "retraction-watch": "answered"}}


TABLES = {
    "a web page": Given(body=b"<html>", kind="text/html"),
    "another file": Given(body=b"a,b\r\n1,2\r\n", kind="text/csv"),
    "a table cut in half": Given(body=WATCH.encode()[:-60], kind="text/csv"),
    "a table without rows": Given(body=COLUMNS.encode(), kind="text/csv"),
    "nothing": Given(kind="text/csv"),
    "404": Given(404),
    "a connection that breaks": Given(body=WATCH.encode(), kind="text/csv", fault="cut"),
}


@pytest.mark.parametrize("case", TABLES)
def test_a_table_that_is_none_is_unreachable_and_not_kept(case: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What came instead of Retraction Watch's table says nothing of any work, and the next refresh fetches it anew."""
    monkeypatch.setattr("evidence.client.BACK_OFF", 0.001)
    with Replay(lambda asked: TABLES[case]) as server:
        point(monkeypatch, server.url)
        assert refresh("--only", "duhon", "--service", "retraction-watch") == 3
        assert "retraction-watch: unreachable (" in capsys.readouterr().out
        server.answering = services
        assert refresh("--only", "duhon", "--service", "retraction-watch") == 0
    assert [notice.kind for notice in records.read(project).records["duhon"].answers["retraction-watch"].notices] == ["retraction"]
    kept = sorted(file.name for file in (project.parent / "cache" / "evidence" / "tables").iterdir())
    assert kept[-2:] == ["retraction-watch.csv", "retraction-watch.csv.etag"] and not any(name.startswith(".") for name in kept)


DAMAGE = {"cut in half": lambda text: text[: len(text) // 2], "edited by hand": lambda text: text.replace("retraction", "correction", 1), "no JSON": lambda text: "<html>"}


@pytest.mark.parametrize("case", DAMAGE)
def test_records_that_cannot_be_trusted_are_written_anew(case: str, project: Path, server: Replay, capsys: pytest.CaptureFixture[str]) -> None:
    """A damaged file is told in one line and replaced by what the services say."""
    refresh()
    file = project / "references/records.json"
    whole = file.read_text(encoding="utf-8")
    file.write_text(DAMAGE[case](whole), encoding="utf-8")
    capsys.readouterr()
    assert refresh() == 0
    assert file.read_text(encoding="utf-8") == whole and "records.json" in capsys.readouterr().err


BAD = {
    "no such key": (["--only", "poly"], "did you mean"),
    "a key that nothing cites": (["--only", "uncited"], "nothing cites it"),
    "no such service": (["--service", "crosref"], "did you mean"),
    "no span": (["--older-than", "soon"], "7d or 2w"),
    "no day": (["--today", "2026-02-31"], "no day"),
    "no such file": (["--retraction-watch", "none.csv"], "no file"),
    "no table": (["--retraction-watch", "claims.yaml"], "no table of notices"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_call_is_one_line(case: str, project: Path, server: Replay, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, one sentence, and nothing is written."""
    words, because = BAD[case]
    assert refresh(*words) == 2
    err = capsys.readouterr().err
    assert because in err and err.count("\n") == 1 and not (project / "references/records.json").exists()


@pytest.mark.parametrize("text", ["a: [", "version: 1\nclaims: []\n"], ids=["no YAML", "no claims"])
def test_a_registry_that_cites_nothing(text: str, project: Path, server: Replay) -> None:
    """No YAML is a wrong call; no references are no questions."""
    (project / "claims.yaml").write_text(text, encoding="utf-8")
    assert refresh() == (2 if text == "a: [" else 0) and server.asked == []


# --- keys, interruptions, terminals -----------------------------------------------------------------------------------

SECRETS = {"EVIDENCE_EMAIL": "ana@example.org", "NCBI_API_KEY": "k3y-of-ncbi", "CROSSREF_PLUS_TOKEN": "t0ken-of-crossref"}


@pytest.mark.parametrize(("status", "email"), [(200, True), (200, False), (403, True), (500, True)])
def test_no_key_and_no_address_is_written_or_told(status: int, email: bool, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Services that send back everything they were sent bring none of it into records.json, stdout or stderr."""
    given = SECRETS if email else {**SECRETS, "EVIDENCE_EMAIL": ""}
    secrets = {*SECRETS.values()} if email else {*filter(None, given.values()), "team@example.org"}

    def echo(asked: replay.Asked) -> Given:
        said = " ".join((*asked.values.values(), *asked.headers.values(), *secrets)).replace('"', "'").replace("<", "(")
        if asked.path.endswith("efetch.fcgi"):
            return Given(status, f"<PubmedArticleSet>{article('11', '10.1000/a', said)}</PubmedArticleSet>".encode(), kind="text/xml")
        return replay.as_json({"message": {"items": [work("10.1000/a", said, said), work("10.1000/b")]}, "esearchresult": {"idlist": ["11"]}, "error": said} if asked.path == "/works" else {"esearchresult": {"idlist": ["11"]}}, status)

    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("evidence.client.BACK_OFF", 0.001)
    with Replay(echo) as server:
        point(monkeypatch, server.url)
        refresh("--only", "polly")
    told = capsys.readouterr()
    written = (project / "references/records.json").read_text(encoding="utf-8")
    asked = " ".join(str(each) for each in server.asked)
    assert all(value in asked for value in secrets) or status == 403  # they were sent …
    assert not [secret for secret in secrets if secret in told.out + told.err + written]  # … and none came back
    assert "[hidden]" in written or status != 200


def command(project: Path, url: str, *words: str, **more: str) -> dict[str, Any]:
    environment = {**os.environ, **addresses(url), "PYTHONPATH": str(ROOT), **more}
    return {"args": [sys.executable, "-m", "evidence", "refresh", "--today", DAY, *words], "cwd": project, "env": environment}


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
@pytest.mark.parametrize("there", [True, False], ids=["old records", "no records"])
def test_ctrl_c_in_the_middle_leaves_the_old_records_whole(there: bool, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command ends at once with 130 while a service is silent; what stood there stands there, and nothing lies beside it."""
    file = project / "references/records.json"
    if there:
        with Replay(services) as server:
            point(monkeypatch, server.url)
            refresh()
    before = file.read_bytes() if there else b""
    listed = sorted(file.parent.iterdir())
    with Replay(lambda asked: services(asked) if asked.path.endswith(".csv") else Given(body=b"{" * 100, fault="stall")) as server:
        running = subprocess.Popen(**command(project, server.url), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        until = time.monotonic() + 20
        while not server.asked and time.monotonic() < until:
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        start = time.monotonic()
        _, err = running.communicate(timeout=20)
    assert (running.returncode, b"Traceback" in err) == (130, False) and time.monotonic() - start < 5
    assert sorted(file.parent.iterdir()) == listed and (file.read_bytes() if there else b"") == before


@pytest.mark.skipif(os.name != "posix", reason="a terminal is made with pty")
@pytest.mark.parametrize("colour", [True, False])
def test_progress_is_shown_on_a_terminal_alone(colour: bool, project: Path) -> None:
    """A bar on stderr where that is a terminal, without colour where NO_COLOR asks for it; stdout carries the summary alone."""
    with Replay(services) as server:
        piped = subprocess.run(**command(project, server.url), capture_output=True, check=False)
        own, theirs = pty.openpty()
        shown = subprocess.run(**command(project, server.url, NO_COLOR="" if colour else "1"), stdout=subprocess.PIPE, stderr=theirs, check=False)
        os.close(theirs)
        bar = os.read(own, 100_000)
        os.close(own)
    assert piped.returncode == shown.returncode == 0, piped.stderr
    assert b"\r" not in piped.stderr + piped.stdout + shown.stdout and b"#" in bar and (b"\x1b[" in bar) is colour


def test_a_run_without_an_e_mail_says_so(project: Path, server: Replay, capsys: pytest.CaptureFixture[str]) -> None:
    """The services ask for one, and give more to those who leave one."""
    (project / "claims.yaml").write_text(CLAIMS.replace("contact: team@example.org\n", ""), encoding="utf-8")
    refresh("--only", "polly", "--service", "crossref")
    assert "EVIDENCE_EMAIL" in capsys.readouterr().err and "mailto" not in server.asked[0].headers["user-agent"]


def test_changes_are_told_as_data(project: Path, server: Replay) -> None:
    """From Python: lines, changes, records and proposals, without a word printed."""
    news = refreshing.refresh("claims.yaml", refreshing.Wish(DAY, services=("crossref",)))
    assert [(line.service, line.asked, dict(line.states)) for line in news.lines] == [("crossref", 4, {"answered": 2, "not asked": 1, "not applicable": 1})]
    assert news.unreachable == 0 and any("duhon" in change for change in news.changes) and news.proposed == ("nameless",)


# --- a reference with a PMID alone ------------------------------------------------------------------------------------

LONE = "@article{polly, title={Outcomes}, author={Roe, A.}, year={2016}, pmid={11}}\n"
SOLE = "version: 1\nclaims: [{id: pain, text: Less pain, references: [polly]}]\n"


@pytest.fixture
def lone(project: Path) -> Path:
    """A project that cites one paper by its PMID."""
    (project / "claims.yaml").write_text(SOLE, encoding="utf-8")
    (project / "references" / "a.bib").write_text(LONE, encoding="utf-8")
    return project


def sound(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """The state of the claim's second link, and all that was told."""
    capsys.readouterr()
    main(["audit", "--today", DAY, "--format", "json"])
    out = capsys.readouterr().out
    return json.loads(out)["claims"][0]["chain"]["sound"], out


def test_a_pmid_is_asked_about_at_crossref_under_the_doi_that_pubmed_gives(lone: Path, server: Replay, capsys: pytest.CaptureFixture[str]) -> None:
    """Every service answers, the answer says under which DOI, the identifiers stay the entry's, and the link can pass."""
    assert refresh() == 0
    record = records.read(lone).records["polly"]
    assert (record.doi, record.pmid) == ("", "11")
    assert {name: answer.state for name, answer in record.answers.items()} == dict.fromkeys(("crossref", "pubmed", "retraction-watch"), "answered")
    assert record.answers["crossref"].found and record.answers["crossref"].because == "asked under DOI 10.1000/a, which PubMed gives for PMID 11"
    assert sound(lone, capsys)[0] == "passed"
    asked = len(server.asked)
    assert refresh("--service", "crossref") == 0 and len(server.asked) == asked + 1  # PubMed's answer of before is enough


def test_a_notice_that_crossref_alone_knows_is_found_by_pmid(lone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Crossref missed 19 of 50 that PubMed knew, and the other way round: the union is only one where both were asked."""
    works = [work("10.1000/a", updated_by=[("10.1000/n", "retraction")])]
    with Replay(lambda asked: replay.crossref(works)(asked) if asked.path.startswith("/works") else services(asked)) as running:
        point(monkeypatch, running.url)
        refresh()
    state, out = sound(lone, capsys)
    assert state == "failed" and "reference-retracted" in out


@pytest.mark.parametrize("pubmed", ["no DOI, no such work", "no DOI, a likely work", "down"])
def test_a_pmid_without_a_doi_says_why_crossref_was_not_asked(pubmed: str, lone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Only where Crossref has no work of that title does its question not apply; a likely one is proposed, and the link stays open."""
    works = [work("10.1000/z", "Another matter entirely", "Doe", 1999)] if "no such" in pubmed else WORKS

    def answering(asked: replay.Asked) -> Given:
        if asked.path.endswith(".fcgi"):
            return Given(500) if pubmed == "down" else replay.pubmed({"11": article("11")}, {})(asked)
        return replay.crossref(works)(asked) if asked.path.startswith("/works") else services(asked)

    monkeypatch.setattr("evidence.client.BACK_OFF", 0.001)
    with Replay(answering) as running:
        point(monkeypatch, running.url)
        refresh()
    answer = records.read(lone).records["polly"].answers["crossref"]
    state, _ = sound(lone, capsys)
    if "no such" in pubmed:
        assert (answer.state, state) == ("not applicable", "passed") and "PubMed gives no DOI" in answer.because
    elif "likely" in pubmed:
        assert (answer.state, state) == ("not asked", "unchecked") and "it could be DOI 10.1000/a" in answer.because
        assert records.read(lone).records["polly"].proposals[0].doi == "10.1000/a"
    else:
        assert (answer.state, state) == ("not asked", "unchecked") and "gave no answer" in answer.because
