"""references/records.json: read what was written and nothing else, merge without loss, tell what changed, never half a file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import records
from evidence.model import BadCall
from evidence.record import NOTICES, SERVICES, STATES, Answer, Notice, Proposal, Record

RETRACTION = Notice("retraction", "affects", "Retraction", "retraction-watch", "10.1016/s0140-6736(10)60175-4", "20137807", "2010-02-06", "4036", "Lancet")
CORRECTION = Notice("correction", "affects", "Correction", "", "10.1016/s0140-6736(04)15715-2", "", "2004-03-06", "17269")
ASKED = Answer("crossref", "answered", asked="2026-11-20", found=True, doi="10.1000/1", title="Outcomes", author="Polly", year="2016", kinds=("journal-article",))
GONE = Answer("crossref", "unreachable", "DNS", "2026-11-22")
WORK = Record("a", "10.1000/1", "", {"crossref": ASKED})


def bare(kept: Mapping[str, Record]) -> dict[str, object]:
    return {key: asdict(record) for key, record in kept.items()}


def put(folder: Path, text: str | bytes) -> Path:
    (folder / "references").mkdir(exist_ok=True)
    (folder / records.PATH).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


# --- what is written is what is read ------------------------------------------------------------------------------

WORDS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x2FFF), max_size=12).map(lambda text: " ".join(text.split()))
DATES = st.sampled_from(("", "2004", "2004-03", "2004-03-06"))
MADE = st.builds(
    Notice, st.sampled_from(NOTICES), st.sampled_from(("affects", "is")), WORDS, WORDS, WORDS, WORDS, DATES, WORDS, WORDS
)  # fmt: skip
HEARD = st.builds(
    Answer, st.just("crossref"), st.just("answered"), WORDS, st.just("2026-11-20"), st.booleans(), WORDS, WORDS, WORDS, WORDS, WORDS,
    st.lists(WORDS, max_size=2).map(lambda kinds: tuple(sorted(set(kinds)))),
    st.lists(MADE, max_size=3).map(lambda notices: tuple(sorted(set(notices), key=lambda notice: (notice.date, notice)))),
)  # fmt: skip
NOT = st.builds(Answer, st.just("crossref"), st.sampled_from(STATES[1:]), WORDS, DATES)  # silence carries nothing else
KEYS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=6)


@st.composite
def snapshots(draw: st.DrawFn) -> dict[str, Record]:
    found = {}
    for key in draw(st.lists(KEYS, max_size=3, unique=True)):
        answers = {service: replace(draw(st.one_of(HEARD, NOT)), service=service) for service in draw(st.sets(st.sampled_from(SERVICES)))}
        proposals = draw(st.lists(st.builds(Proposal, st.sampled_from(SERVICES), st.sampled_from(("0.70", "1.00")), WORDS, WORDS, WORDS), max_size=1))
        found[key] = Record(key, draw(WORDS), draw(WORDS), {service: answers[service] for service in SERVICES if service in answers}, tuple(proposals))
    return found


@given(snapshots())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(kept: dict[str, Record]) -> None:
    """render() and parse() are inverse, and equal records give equal bytes whatever order they came in."""
    text = records.render(kept)
    read = records.parse(text.encode())
    assert read.problems == ()
    assert bare(read.records) == bare(kept)
    assert records.render(dict(reversed(kept.items()))) == text == records.render(read.records)


@given(snapshots())
@settings(max_examples=30, deadline=None)
def test_merging_a_snapshot_with_itself_changes_nothing(kept: dict[str, Record]) -> None:
    """merge() is idempotent, and changes() has nothing to say of it."""
    merged = records.merge(kept, kept)
    assert bare(merged) == bare(dict(sorted(kept.items())))
    assert records.changes(kept, merged) == ()


@given(snapshots(), snapshots())
@settings(max_examples=60, deadline=None)
def test_no_answer_is_lost_to_silence(old: dict[str, Record], new: dict[str, Record]) -> None:
    """Of one work, what was once answered stays answered, and each reference of either side is there."""
    merged = records.merge(old, new)
    assert set(merged) == {*old, *new}
    for key, record in old.items():
        if key not in new or records.same_work(record, new[key]):
            for service, answer in record.answers.items():
                assert answer.state != "answered" or merged[key].answers[service].state == "answered"


def test_one_fact_a_line(tmp_path: Path) -> None:
    """The file's diff is the news: a new notice adds its lines and the digest's, and touches nothing else."""
    records.write(tmp_path, {"a": WORK})
    before = (tmp_path / records.PATH).read_text(encoding="utf-8").splitlines()
    records.write(tmp_path, {"a": replace(WORK, answers={"crossref": replace(ASKED, notices=(CORRECTION,))})})
    after = (tmp_path / records.PATH).read_text(encoding="utf-8").splitlines()
    assert [line for line in before if line not in after and "digest" not in line] == []
    assert len(after) - len(before) == 2 + 7 + 1  # "notices": [ {, six facts … } ]
    assert max(map(len, after)) < 200


def test_what_cannot_be_printed_is_left_out(tmp_path: Path) -> None:
    """A title with control characters, line ends or half a character is written so that it can be read back."""
    records.write(tmp_path, {"a": replace(WORK, answers={"crossref": replace(ASKED, title="Out\x1b[31mcomes\nof\udc00 fusion\u2028")})})
    (record,) = records.read(tmp_path).records.values()
    assert record.answers["crossref"].title == "Out [31mcomes of fusion"


# --- a file that cannot be trusted --------------------------------------------------------------------------------

SOUND = records.render({"a": replace(WORK, answers={"crossref": replace(ASKED, notices=(RETRACTION,))})})


def forged(change: object) -> str:
    """A snapshot with a digest that fits, whose content was changed by a program that does not know its form."""
    values = json.loads(SOUND)["records"]
    change(values)  # type: ignore[operator]
    return json.dumps({"version": 1, "digest": records.digest(values), "records": values}, indent=1)


BAD = {
    "cut in half": (SOUND[: len(SOUND) // 2], "part of it"),
    "empty": ("", "part of it"),
    "edited by hand": (SOUND.replace("Outcomes", "Better outcomes"), "digest"),
    "a notice taken out by hand": (SOUND.replace('"retraction",', '"update",'), "digest"),
    "the digest changed": (SOUND.replace("sha256:", "sha256:0"), "digest"),
    "conflict marks": ("<<<<<<< HEAD\n" + SOUND, "part of it"),
    "a list": ("[]", "one mapping"),
    "another version": (SOUND.replace('"version": 1', '"version": 2'), "version"),
    "a version that is true": (SOUND.replace('"version": 1', '"version": true'), "version"),
    "no digest": (json.dumps({"version": 1, "records": {}}), "text"),
    "a key twice": (SOUND.replace('"doi": "10.1000/1",', '"doi": "10.1000/1", "doi": "10.1000/2",', 1), "twice"),
    "not a number": (SOUND.replace('"version": 1', '"version": NaN'), "NaN"),
    "endless": (SOUND.replace('"version": 1', '"version": Infinity'), "Infinity"),
    "a fraction": (SOUND.replace('"version": 1', '"version": 1.0'), "1.0"),
    "a number of 5,000 digits": (SOUND.replace('"version": 1', '"version": ' + "1" * 5000), "beyond"),
    "ten thousand brackets": ("[" * 10_000, "deep"),
    "latin-1": (SOUND.replace("Outcomes", "Ergebnisse für").encode("latin-1"), "UTF-8"),
    "an unknown field": (forged(lambda each: each["a"].update(retracted=False)), "retracted"),
    "an unknown service": (forged(lambda each: each["a"]["answers"].update(mine={"state": "answered"})), "mine"),
    "an unknown state": (forged(lambda each: each["a"]["answers"]["crossref"].update(state="clean")), "state"),
    "an answer without a day": (forged(lambda each: each["a"]["answers"]["crossref"].pop("asked")), "asked"),
    "found, though unreachable": (forged(lambda each: each["a"]["answers"]["crossref"].update(state="unreachable")), "cannot have found"),
    "a notice of no kind": (forged(lambda each: each["a"]["answers"]["crossref"]["notices"][0].update(kind="fine")), "kind"),
    "a notice without a direction": (forged(lambda each: each["a"]["answers"]["crossref"]["notices"][0].pop("direction")), "direction"),
    "a date of no form": (forged(lambda each: each["a"]["answers"]["crossref"]["notices"][0].update(date="6 Feb 2010")), "date"),
    "a number for a text": (forged(lambda each: each["a"]["answers"]["crossref"].update(year=2016)), "text"),
    "a text for a list": (forged(lambda each: each["a"]["answers"]["crossref"].update(notices="none")), "list"),
    "a list for a record": (forged(lambda each: each.update(a=[])), "mapping"),
    "a text for a truth": (forged(lambda each: each["a"]["answers"]["crossref"].update(found="yes")), "true or false"),
    "colours for a terminal": (forged(lambda each: each["a"]["answers"]["crossref"].update(title="\x1b[31m")), "printed"),
    "half a character": (forged(lambda each: each["a"]["answers"]["crossref"].update(title="\udc00")), "printed"),
    "a score of no form": (forged(lambda each: each["a"].update(proposals=[{"service": "crossref", "score": "2"}])), "score"),
}


@pytest.mark.parametrize(("text", "says"), list(BAD.values()), ids=list(BAD))
def test_a_file_that_cannot_be_trusted_is_one_problem_and_no_record(text: str | bytes, says: str, tmp_path: Path) -> None:
    """One problem, in words, at a line and column of the file; not one record is used; the file is still an input."""
    read = records.read(put(tmp_path, text))
    assert read.present and read.records == {}
    (problem,) = read.problems
    assert says in problem.message
    assert problem.message.isprintable()
    assert problem.at is not None and problem.at.path == records.PATH and problem.at.line >= 1 and problem.at.column >= 1  # type: ignore[union-attr]
    assert [(one.path, len(one.sha256)) for one in read.inputs] == [(records.PATH, 64)]


def test_the_problem_stands_where_the_fault_is() -> None:
    """Line and column lead to the value, not to the head of the file."""
    (problem,) = records.parse(BAD["a notice of no kind"][0].encode()).problems  # type: ignore[union-attr]
    lines = BAD["a notice of no kind"][0].splitlines()
    assert '"kind"' in lines[problem.at.line - 1]  # type: ignore[union-attr, operator]


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    """Nobody has asked yet: that is something else than a broken file."""
    read = records.read(tmp_path)
    assert (read.present, read.records, read.problems, read.inputs) == (False, {}, (), ())


@pytest.mark.parametrize("kind", ["link out", "link to nothing", "folder", "pipe", "too large"])
def test_what_is_no_file_of_the_project_is_refused(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link out of the project, a link to nothing, a folder, a pipe, a file of any size: a problem, never a crash, never a wait."""
    folder = tmp_path / "project"
    (folder / "references").mkdir(parents=True)
    file = folder / records.PATH
    if kind == "link out":
        (tmp_path / "elsewhere.json").write_text(SOUND, encoding="utf-8")
        file.symlink_to(tmp_path / "elsewhere.json")
    elif kind == "link to nothing":
        file.symlink_to(folder / "nothing.json")
    elif kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        monkeypatch.setattr(records, "LARGEST", 100)
        file.write_text(SOUND, encoding="utf-8")
    read = records.read(folder)
    assert read.present and not read.records and len(read.problems) == 1
    if kind == "link out":
        with pytest.raises(BadCall, match="leads out"):
            records.write(folder, {})
        assert (tmp_path / "elsewhere.json").read_text(encoding="utf-8") == SOUND


# --- merging and its news -----------------------------------------------------------------------------------------


def test_an_unreachable_answer_never_overwrites_an_answered_one() -> None:
    """The answer stays with the day on which it was given."""
    merged = records.merge({"a": WORK}, {"a": replace(WORK, answers={"crossref": GONE, "pubmed": replace(GONE, service="pubmed")})})
    assert merged["a"].answers["crossref"] is ASKED
    assert merged["a"].answers["pubmed"].state == "unreachable"


def test_an_answer_overwrites_an_unreachable_one_and_an_older_answer() -> None:
    """What is known now is what is kept."""
    newer = replace(ASKED, asked="2026-11-22", notices=(RETRACTION,))
    assert records.merge({"a": replace(WORK, answers={"crossref": GONE})}, {"a": WORK})["a"].answers["crossref"] is ASKED
    assert records.merge({"a": WORK}, {"a": replace(WORK, answers={"crossref": newer})})["a"].answers["crossref"] is newer


def test_other_identifiers_are_another_work() -> None:
    """Answers about the DOI that the entry had before are not carried over; another way of typing it is no other DOI."""
    assert records.merge({"a": WORK}, {"a": Record("a", "10.1000/2", "", {"crossref": GONE})})["a"].answers == {"crossref": GONE}
    assert records.merge({"a": WORK}, {"a": Record("a", "https://doi.org/10.1000/1", "", {"crossref": GONE})})["a"].answers == {"crossref": ASKED}


def test_references_that_were_not_asked_about_stay() -> None:
    """`--only a` leaves what is known of b."""
    assert set(records.merge({"b": replace(WORK, key="b")}, {"a": WORK})) == {"a", "b"}


def test_proposals_live_as_long_as_the_answer_they_came_with() -> None:
    """A service that answers takes its old proposals back; one that was not reached leaves them."""
    proposal = Proposal("crossref", "0.97", "10.1000/1")
    nameless = Record("a", answers={"crossref": Answer("crossref", "answered", asked="2026-11-20")}, proposals=(proposal,))
    assert records.merge({"a": nameless}, {"a": replace(nameless, answers={"crossref": GONE}, proposals=())})["a"].proposals == (proposal,)
    assert records.merge({"a": nameless}, {"a": replace(nameless, proposals=())})["a"].proposals == ()


NEWS = [
    (ASKED, replace(ASKED, notices=(RETRACTION,)), "a: crossref: retraction of 2010-02-06 (DOI 10.1016/s0140-6736(10)60175-4, PMID 20137807, record 4036, as told by Retraction Watch), new"),
    (replace(ASKED, notices=(RETRACTION,)), ASKED, "a: crossref: retraction of 2010-02-06 (DOI 10.1016/s0140-6736(10)60175-4, PMID 20137807, record 4036, as told by Retraction Watch), no longer listed"),
    (ASKED, replace(ASKED, title="Results"), "a: crossref: title is now “Results”, was “Outcomes”"),
    (ASKED, Answer("crossref", "answered", asked="2026-11-22"), "a: crossref no longer knows it"),
    (Answer("crossref", "answered", asked="2026-11-20"), ASKED, "a: crossref knows it now"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), NEWS, ids=["new notice", "notice gone", "title", "unknown", "known"])
def test_what_changed_is_said_in_one_sentence(old: Answer, new: Answer, sentence: str) -> None:
    """Every change that bears on the chain has its sentence, with the reference and the service."""
    assert records.changes({"a": replace(WORK, answers={"crossref": old})}, {"a": replace(WORK, answers={"crossref": new})}) == (sentence,)


def test_references_that_came_went_or_changed_identifiers_are_told() -> None:
    """A new reference with what is known against it, one that is gone, one with another DOI; sorted by key."""
    new = {"c": replace(WORK, key="c", answers={"crossref": replace(ASKED, notices=(CORRECTION,))}), "b": Record("b", "10.1000/3")}
    assert records.changes({"a": WORK, "b": replace(WORK, key="b")}, new) == (
        "a: gone, no longer in the records",
        "b: asked about under other identifiers: DOI 10.1000/1, now DOI 10.1000/3",
        "c: new reference",
        "c: crossref: correction of 2004-03-06 (DOI 10.1016/s0140-6736(04)15715-2, record 17269), new",
    )


# --- never half a file --------------------------------------------------------------------------------------------


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, or Ctrl-C in the middle: the old bytes stand, and nothing lies beside them."""
    put(tmp_path, SOUND)
    for trouble in (OSError(28, "No space left on device"), KeyboardInterrupt()):

        def fail(_: int, trouble: BaseException = trouble) -> None:
            raise trouble

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises((BadCall, KeyboardInterrupt)):
            records.write(tmp_path, {"a": WORK})
        assert (tmp_path / records.PATH).read_text(encoding="utf-8") == SOUND
        assert [file.name for file in (tmp_path / "references").iterdir()] == ["records.json"]


def test_a_process_that_is_killed_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    """Killed at any moment of writing over and over: what stands there parses and fits its digest."""
    put(tmp_path, SOUND)
    code = (
        "import sys\nfrom evidence import records\nfrom evidence.record import Record\n"
        "made = [{f'k{n}': Record(f'k{n}', f'10.1000/{n}') for n in range(size)} for size in (1, 400)]\nprint('on', flush=True)\n"
        "while True:\n    records.write(sys.argv[1], made[0])\n    records.write(sys.argv[1], made[1])\n"
    )
    for pause in (0.0, 0.05):
        with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=Path(__file__).resolve().parents[1]) as process:
            assert process.stdout is not None and process.stdout.readline()
            with suppress(subprocess.TimeoutExpired):
                process.wait(pause)
            process.send_signal(signal.SIGKILL)
        read = records.read(tmp_path)
        assert read.problems == () and len(read.records) in (1, 400)


def test_what_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    """Silence carries nothing but its reason, a date of no form goes alone; an answer of no state is refused, and the old file stands."""
    silent = replace(ASKED, state="unreachable", because="DNS")
    odd = replace(ASKED, service="pubmed", notices=(replace(RETRACTION, date="Feb 2010"),))
    records.write(tmp_path, {"a": replace(WORK, answers={"crossref": silent, "pubmed": odd})})
    before = (tmp_path / records.PATH).read_bytes()
    kept = records.read(tmp_path).records["a"].answers
    assert (kept["crossref"].state, kept["crossref"].title, kept["crossref"].found) == ("unreachable", "", False)
    assert kept["pubmed"].notices == (replace(RETRACTION, date=""),)
    with pytest.raises(ValueError, match="state"):
        records.write(tmp_path, {"a": replace(WORK, answers={"crossref": replace(ASKED, state="clean")})})
    assert (tmp_path / records.PATH).read_bytes() == before


def test_nothing_but_a_folder_is_in_the_way(tmp_path: Path) -> None:
    """No folder `references` yet: it is made. A file in its place: one sentence."""
    records.write(tmp_path / "new", {"a": WORK})
    assert set(records.read(tmp_path / "new").records) == {"a"}
    (tmp_path / "references").write_text("", encoding="utf-8")
    with pytest.raises(BadCall, match="cannot be written"):
        records.write(tmp_path, {"a": WORK})
