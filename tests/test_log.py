"""`evidence log`: who signed what and when, what changed in between, and what is wrong with the ledger."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standin_project import project, record, rewrite

from evidence import changes
from evidence.cli import main

JSON = st.recursive(
    st.text(max_size=6), lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(max_size=4), each, max_size=4), max_leaves=10
)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    """A project with a history: signed, changed, signed, changed. Give `evidence log` in it: code, stdout, stderr."""
    folder = project(tmp_path)
    record(folder)
    rewrite(folder, "by 50% at", "by 51% at")
    rewrite(folder, "{2020}", "{2021}", "references/a.bib")
    record(folder, time="2026-11-21T10:00:00Z", comment="=1+1|<b>")
    rewrite(folder, "pain fell", "pаin fell")
    monkeypatch.chdir(folder)

    def given(*words: str) -> tuple[int, str, str]:
        code = main(["log", *words, "--today", "2026-11-22"])
        said = capsysbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return given


def test_the_history_of_a_claim(log: Callable[..., tuple[int, str, str]]) -> None:
    """Records in order, with who, when, meaning and state; between them what changed, and after them what has changed since."""
    code, out, err = log("pain")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "claim pain"
    assert [line.split()[0:2] for line in lines if "State:" in line] == [["Ana", "Doe"]] * 2
    first, second = (at for at, line in enumerate(lines) if "State:" in line)
    between = "\n".join(lines[first:second])
    assert "“pain fell by 50% at 24 months” → “pain fell by 51% at 24 months”" in between
    assert "“2020” → “2021”" in between
    assert any("changed since: claim, text" in line and "U+0430" in line for line in lines[second:])
    assert "designed to support 21 CFR Part 11" in lines[-1]


def test_the_history_of_all(log: Callable[..., tuple[int, str, str]]) -> None:
    """Without a name: everything that was ever signed; a claim that nobody signed says so when it is asked for."""
    assert log()[1].count("State:") == 2
    assert "nobody has signed it" in log("name")[1]


def test_a_claim_that_left_the_registry_keeps_its_history(log: Callable[..., tuple[int, str, str]]) -> None:
    """The ledger remembers what the registry forgot."""
    rewrite(Path(), "id: pain", "id: other")
    code, out, _ = log("pain")
    assert code == 0 and "the registry has it no more" in out


def test_the_history_as_json(log: Callable[..., tuple[int, str, str]]) -> None:
    """Every sign-off with its changes, and what the tool cannot prove."""
    told = json.loads(log("pain", "--format", "json")[1])
    assert [one["state"] for one in told["sign_offs"]] == ["outdated", "outdated"]
    assert not told["sign_offs"][0]["changed"] and len(told["sign_offs"][1]["changed"]) == 2
    assert told["changed_since"][0]["subject"] == "claim pain" and told["faults"] == [] and "cannot prove" in told["about"]


def test_the_history_as_a_table(log: Callable[..., tuple[int, str, str]]) -> None:
    """CSV whose cells cannot act as formulas; Markdown whose words cannot act as markup."""
    told = list(csv.DictReader(io.StringIO(log("--format", "csv")[1], newline="")))
    rows = [row for row in told if row["record"]]
    assert [(row["subject"], row["state"], "U+0430" in row["changed"]) for row in told if not row["record"]] == [("claim pain", "changed since", True)]
    assert [row["role"] for row in rows] == ["medical"] * 2 and rows[1]["comment"] == "'=1+1|<b>"
    text = log("--format", "markdown")[1]
    assert "<b>" not in text and "since then" in text


def test_what_is_wrong_with_the_ledger_is_told(log: Callable[..., tuple[int, str, str]]) -> None:
    """A broken record stands at the end of the history."""
    (Path("approvals") / f"{'0' * 64}.json").write_text("{}", encoding="utf-8")
    assert "ledger-broken: approvals/0000" in log("pain")[1]
    assert "ledger-broken" in [row["state"] for row in csv.DictReader(io.StringIO(log("pain", "--format", "csv")[1], newline=""))]
    assert json.loads(log("--format", "json")[1])["faults"]


@pytest.mark.parametrize(("words", "why"), [(("nothing",), "no claim"), (("--material", "nothing"), "no piece"), (("pain", "--material", "home"), "not both")])
def test_a_wrong_call(words: tuple[str, ...], why: str, log: Callable[..., tuple[int, str, str]]) -> None:
    """One sentence, exit 2."""
    code, _, err = log(*words)
    assert code == 2 and why in err


@given(JSON, JSON)
@settings(max_examples=150, deadline=None)
def test_a_difference_is_told_where_there_is_one(one: object, other: object) -> None:
    """Equal contents have no difference, other contents at least one."""
    assert not list(changes.differences(one, one, "x"))
    assert bool(list(changes.differences(one, other, "x"))) == (one != other)


def test_of_a_long_text_the_change_is_shown() -> None:
    """The words around a change, not the whole of it."""
    words = [f"word{number}" for number in range(200)]
    (line,) = changes.differences(" ".join(words), " ".join([*words[:100], "other", *words[101:]]), "quote")
    assert "word100" in line and "other" in line and len(line) < 200
