"""The command's ordinary behaviour: what it says, what it returns, and that equal inputs give equal bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidence import rooms
from evidence._version import VERSION
from evidence.cli import main

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-22"
BIB = "@article{a,\n  title = {Outcomes of a trial},\n  author = {Doe, A.},\n  journal = {Journal},\n  year = {2020},\n  doi = {10.1000/xyz},\n}\n"
NOTHING_WRONG = "version: 1\nclaims:\n  - {id: name, text: It is called X, type: status}\n"
CONTRADICTED = """version: 1
numbering: {1: a}
claims:
  - id: pain
    text: less pain by 70%
    type: efficacy
    references: [1]
    quantities:
      - printed: 70%
        what: pain, mean
        better: lower
        when: 24 months
        n: 102
        measure: relative reduction
        from: {baseline: 80, followup: 40}
        set: all
        source: {reference: 1, read: full, page: 4, quote: fell from 80 to 40}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a bibliography; the command is given in it."""
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "a.bib").write_text(BIB, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


@pytest.fixture
def ask(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    """Give a command in this process: code, stdout, stderr."""

    def given(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as end:  # --help
            code = int(end.code or 0)
        said = capsysbinary.readouterr()
        return code, said.out.decode(errors="surrogateescape"), said.err.decode()

    return given


@pytest.fixture
def report(project: Path, ask: Callable[..., tuple[int, str, str]]) -> Callable[..., tuple[int, Any]]:
    """Audit a text: the exit code and the JSON report."""

    def given(text: str | None, *words: str) -> tuple[int, Any]:
        if text is not None:
            (project / "claims.yaml").write_text(text, encoding="utf-8")
        code, out, err = ask("audit", "--format", "json", "--today", TODAY, *words)
        assert err == ""
        return code, json.loads(out)

    return given


def rules_of(audit: Any) -> set[str]:
    return {finding["rule"] for finding in audit["findings"]}


# --- exit codes ---------------------------------------------------------------------------------------------------


def test_version_and_help(ask: Callable[..., tuple[int, str, str]]) -> None:
    """--version is one line; --help lists every command; a command's own --help names its options."""
    assert ask("--version") == (0, f"evidence {VERSION}\n", "")
    code, out, err = ask("--help")
    assert (code, err) == (0, "")
    assert all(name in out for name in rooms.members("verbs"))
    assert ask()[0] == 2
    code, out, _ = ask("audit", "--help")
    assert code == 0
    assert "--trusted-ref" in out


def test_a_fresh_project_audits(project: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """`init` then `audit` on what it wrote: no error, nothing passes for certain."""
    assert ask("init", "new")[0] == 0
    code, out, err = ask("audit", "new/claims.yaml", "--today", TODAY)
    assert (code, err) == (0, "")
    assert "incomplete (exit 0)" in out


def test_exit_codes(report: Callable[..., tuple[int, Any]]) -> None:
    """0 where nothing fails, 1 with findings, 3 without claims; --strict makes what could not be checked 3."""
    code, audit = report(NOTHING_WRONG)
    assert (code, audit["summary"]["verdict"]) == (0, "incomplete")
    assert report(NOTHING_WRONG, "--strict")[0] == 3
    code, audit = report(CONTRADICTED)
    assert (code, audit["summary"]["verdict"]) == (1, "failed")
    assert report(CONTRADICTED, "--strict")[0] == 1
    code, audit = report("version: 1\nclaims: []\n")
    assert (code, audit["summary"]["verdict"]) == (3, "incomplete")
    code, audit = report("a: [")
    assert code == 2
    assert rules_of(audit) == {"claim-invalid"}


def test_fail_on_moves_the_line(report: Callable[..., tuple[int, Any]]) -> None:
    """A warning passes by default and fails with --fail-on warning; a note with --fail-on info only."""
    text = "version: 1\npolicy: {rules: {claim-without-reference: %s}}\nclaims:\n  - {id: a, text: Pain relief, type: efficacy}\n"
    for severity, codes in {"error": (1, 1, 1), "warning": (0, 1, 1), "info": (0, 0, 1)}.items():
        assert tuple(report(text % severity, "--fail-on", each)[0] for each in ("error", "warning", "info")) == codes


# --- what is silenced is never green ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "policy"),
    [(["--ignore", "quantity-contradicted"], ""), (["--select", "claim-without-reference"], ""), ([], "policy: {rules: {quantity-contradicted: off}}\n")],
    ids=["--ignore", "--select", "policy"],
)
def test_a_rule_that_did_not_run_leaves_its_link_unchecked(words: list[str], policy: str, report: Callable[..., tuple[int, Any]]) -> None:
    """Switching off the rule that fails makes the link unchecked, not green, and the report says so."""
    _, before = report(CONTRADICTED)
    assert before["claims"][0]["chain"]["recomputed"] == "failed"
    _, after = report(CONTRADICTED + policy, *words)
    assert after["claims"][0]["chain"]["recomputed"] == "unchecked"
    assert "quantity-contradicted" not in rules_of(after)
    assert after["summary"]["verdict"] == "incomplete"
    assert any(each["rule"] == "quantity-contradicted" for each in after["unchecked"])


def test_rules_that_guard_the_registry_cannot_be_silenced(report: Callable[..., tuple[int, Any]]) -> None:
    """claim-invalid runs whatever --ignore, --select and policy say."""
    broken = NOTHING_WRONG + "clams: []\npolicy: {rules: {claim-invalid: off}}\n"
    for words in (["--ignore", "claim-invalid"], ["--select", "quantity-contradicted"], []):
        code, audit = report(broken, *words)
        assert code == 1
        assert "claim-invalid" in rules_of(audit)


def test_changes_of_the_defaults_are_listed(project: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """The report names every severity that policy changed and every rule that the command line left out."""
    (project / "claims.yaml").write_text(CONTRADICTED + "policy: {rules: {quantity-contradicted: info}}\n", encoding="utf-8")
    _, out, _ = ask("audit", "--today", TODAY, "--ignore", "passage-missing,reference-candidate")
    words = " ".join(out.split())
    assert "quantity-contradicted is info (default error)" in words
    assert "--ignore: passage-missing" in words
    assert "--ignore: reference-candidate" in words
    assert "--ignore: claim-invalid" not in ask("audit", "--today", TODAY, "--ignore", "claim-invalid")[1]  # it ran


# --- waivers and baselines ----------------------------------------------------------------------------------------

WAIVER = "    waivers: [{rule: %s, reason: known since March, by: Ana, until: %s}]\n"


def test_a_waiver_in_force_is_shown_and_does_not_fail(report: Callable[..., tuple[int, Any]]) -> None:
    """The finding stays, with reason, name and date; the link is waived or unchecked, never green; exit 0."""
    code, audit = report(CONTRADICTED + WAIVER % ("quantity-contradicted", TODAY))
    assert code == 0
    (finding,) = [each for each in audit["findings"] if each["rule"] == "quantity-contradicted"]
    assert "known since March" in json.dumps(finding)
    assert audit["summary"]["waived"] == 1
    assert audit["claims"][0]["chain"]["recomputed"] in ("waived", "unchecked")


@pytest.mark.parametrize(
    ("rule", "until", "severity", "words"),
    [
        ("quantity-contradicted", "2026-11-21", "error", "ended on 2026-11-21"),
        ("quantity-contradicted", "soon", "error", "no day"),
        ("quantity-borderline", "2026-12-31", "warning", "covers nothing"),
        ("quantity-contradictd", "2026-12-31", "error", "did you mean quantity-contradicted?"),
        ("claim-invalid", "2026-12-31", "error", "cannot be waived"),
    ],
)
def test_a_waiver_that_does_not_hold_is_a_finding(rule: str, until: str, severity: str, words: str, report: Callable[..., tuple[int, Any]]) -> None:
    """Past its date, unused, misspelt or over an integrity rule: a finding, and the original finding counts."""
    code, audit = report(CONTRADICTED + WAIVER % (rule, until))
    assert code == 1
    (finding,) = [each for each in audit["findings"] if each["rule"] == "waiver-invalid"]
    assert finding["severity"] == severity
    assert words in finding["message"]
    assert audit["summary"]["waived"] == 0
    assert audit["claims"][0]["chain"]["recomputed"] == "failed"


@pytest.mark.parametrize("key", ["None", "pain", "a"])
def test_a_waiver_of_a_key_covers_only_what_is_about_that_key(key: str, report: Callable[..., tuple[int, Any]]) -> None:
    """A finding about a claim and no key is about nothing that `key:` can name: not `key: None`, and not the claim's id."""
    waivers = f"waivers: [{{rule: quantity-contradicted, key: {key}, reason: no, by: Ana, until: 2099-01-01}}]\n"
    code, audit = report(CONTRADICTED + waivers)
    assert code == 1
    assert audit["summary"]["waived"] == 0
    assert "covers nothing" in next(each["message"] for each in audit["findings"] if each["rule"] == "waiver-invalid")


def test_a_claim_with_the_name_of_nothing_waives_only_its_own(project: Path, report: Callable[..., tuple[int, Any]]) -> None:
    """The waiver of a claim `None` covers no finding that is about no claim."""
    (project / "references" / "a.bib").write_text(BIB.replace("  year = {2020},\n", ""), encoding="utf-8")
    text = CONTRADICTED.replace("id: pain", 'id: "None"') + WAIVER % ("reference-incomplete", "2099-01-01")
    _, audit = report(text)
    assert [each for each in audit["findings"] if each["rule"] == "reference-incomplete"]
    assert audit["summary"]["waived"] == 0


def test_a_baseline_lets_an_old_registry_in(project: Path, report: Callable[..., tuple[int, Any]], ask: Callable[..., tuple[int, str, str]]) -> None:
    """audit → baseline → audit exits 0, incomplete, with the links still failed; a changed number comes back."""
    assert report(CONTRADICTED)[0] == 1
    code, out, err = ask("baseline", "--today", TODAY)
    assert (code, err) == (0, "")
    assert out.startswith("baseline.json: ")
    code, audit = report(None, "--baseline", "baseline.json")
    assert (code, audit["summary"]["verdict"]) == (0, "incomplete")
    assert audit["summary"]["baselined"] > 0
    assert audit["claims"][0]["chain"]["recomputed"] == "failed"
    assert report(None, "--baseline", "baseline.json", "--strict")[0] == 3
    moved = "# a new first line\n" + CONTRADICTED
    assert report(moved, "--baseline", "baseline.json")[0] == 0
    code, audit = report(CONTRADICTED.replace("70%", "75%"), "--baseline", "baseline.json")
    assert code == 1
    assert "quantity-contradicted" in rules_of(audit)
    assert "baseline-stale" in rules_of(audit)


def test_a_baseline_holds_no_fault_of_the_registry_itself(report: Callable[..., tuple[int, Any]], ask: Callable[..., tuple[int, str, str]]) -> None:
    """claim-invalid stays out of it, and fails as before."""
    report(CONTRADICTED + "clams: []\n")
    code, out, _ = ask("baseline", "--today", TODAY)
    assert code == 0
    assert "stay outside" in out
    assert report(None, "--baseline", "baseline.json")[0] == 1


def test_a_baseline_made_by_hand_silences_no_fault_of_the_registry(project: Path, report: Callable[..., tuple[int, Any]]) -> None:
    """Every fingerprint of today written into a baseline: claim-invalid and an expired waiver still fail."""
    _, audit = report(CONTRADICTED + WAIVER % ("quantity-contradicted", "2026-11-21") + "clams: []\n")
    (project / "b.json").write_text(json.dumps({"version": 1, "findings": audit["findings"]}), encoding="utf-8")
    code, audit = report(None, "--baseline", "b.json")
    assert code == 1
    counting = {finding["rule"] for finding in audit["findings"] if finding["severity"] == "error" and not finding.get("baselined")}
    assert counting == {"claim-invalid", "waiver-invalid"}


def test_no_baseline_of_what_could_not_be_read(project: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """Where no audit was made nothing is written."""
    (project / "claims.yaml").write_text("a: [", encoding="utf-8")
    assert ask("baseline")[0] == 2
    assert not (project / "baseline.json").exists()


# --- outputs ------------------------------------------------------------------------------------------------------


def test_outputs_by_name_and_by_suffix(project: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """--output is repeatable, takes FORMAT=PATH or a path whose suffix says it, and equals what stdout carries."""
    (project / "claims.yaml").write_text(CONTRADICTED, encoding="utf-8")
    printed = {name: ask("audit", "--today", TODAY, "--format", name)[1] for name in rooms.members("formats")}
    code, out, err = ask("audit", "--today", TODAY, "--output", "json=a.txt", "--output", "b.sarif", "--output", "c.md", "--output", "d.csv")
    assert (code, out, err) == (1, printed["text"], "")
    written = {"a.txt": "json", "b.sarif": "sarif", "c.md": "markdown", "d.csv": "csv"}
    for name, kind in written.items():
        assert (project / name).read_bytes().decode() == printed[kind]


def test_a_report_is_not_written_where_another_cannot_be(project: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """All targets are checked before the first is written over an input."""
    (project / "claims.yaml").write_text(CONTRADICTED, encoding="utf-8")
    assert ask("audit", "--output", "a.json", "--output", "json=claims.yaml")[0] == 2
    assert not (project / "a.json").exists()
    assert (project / "claims.yaml").read_text(encoding="utf-8") == CONTRADICTED


def test_colour_is_for_terminals_only(project: Path) -> None:
    """On a terminal the text has colour; with NO_COLOR, TERM=dumb or through a pipe it has none."""
    import pty

    (project / "claims.yaml").write_text(CONTRADICTED, encoding="utf-8")

    def shown(**environment: str) -> bytes:
        above, below = pty.openpty()
        words = [sys.executable, "-m", "evidence", "audit", "--today", TODAY]
        settings = {**{key: value for key, value in os.environ.items() if key != "NO_COLOR"}, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
        subprocess.run(words, stdout=below, env=settings, check=False, timeout=60)
        os.close(below)
        data = b""
        try:
            while piece := os.read(above, 65536):
                data += piece
        except OSError:  # the terminal is gone
            pass
        os.close(above)
        return data

    assert b"\x1b[" in shown()
    assert b"\x1b[" not in shown(NO_COLOR="1")
    assert b"\x1b[" not in shown(TERM="dumb")


# --- other verbs --------------------------------------------------------------------------------------------------


def test_explain_tells_every_rule(ask: Callable[..., tuple[int, str, str]]) -> None:
    """The list names every rule; each has its why, what to do and examples; underscores are taken too."""
    code, out, err = ask("explain")
    assert (code, err) == (0, "")
    for name in rooms.members("rules"):
        assert rooms.published(name) in out
        code, words, _ = ask("explain", name)
        assert code == 0
        assert all(part in words for part in (rooms.published(name), "Why: ", "What to do: ", "Examples that pass", "Examples that fail"))


def test_schemas_are_json(ask: Callable[..., tuple[int, str, str]]) -> None:
    """`schema` and `schema --report` print JSON Schemas."""
    for words in (["schema"], ["schema", "--report"]):
        code, out, err = ask(*words)
        assert (code, err) == (0, "")
        assert json.loads(out)["$schema"].startswith("https://json-schema.org/")


# --- what is trusted ----------------------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> None:
    """git as nobody in particular, without the machine's own settings."""
    settings = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=folder, env=settings, check=True, capture_output=True, timeout=60)


@pytest.fixture
def repository(project: Path) -> Path:
    """A git repository whose commit `trusted` has the strict policy; the registry stands in a folder of it."""
    folder = project / "web"
    (folder / "references").mkdir(parents=True)
    (folder / "references" / "a.bib").write_text(BIB, encoding="utf-8")
    (folder / "claims.yaml").write_text(CONTRADICTED + "policy: {rules: {quantity-borderline: error}}\n", encoding="utf-8")
    git(project, "init", "--quiet")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "-m", "strict")
    git(project, "tag", "trusted")
    (folder / "claims.yaml").write_text(CONTRADICTED + "policy: {rules: {quantity-contradicted: off}}\n", encoding="utf-8")
    return folder


def test_a_change_cannot_loosen_its_own_judge(repository: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """With --trusted-ref a rule that the working tree switches off still fires, and the trusted policy's changes hold."""
    words = ("audit", str(repository / "claims.yaml"), "--format", "json", "--today", TODAY)
    loose, strict = (json.loads(ask(*words, *more)[1]) for more in ((), ("--trusted-ref", "trusted")))
    assert "quantity-contradicted" not in rules_of(loose)
    assert "quantity-contradicted" in rules_of(strict)
    assert ask(*words, "--trusted-ref", "trusted")[0] == 1
    assert "quantity-borderline" in json.dumps(strict)


def test_the_baseline_is_read_from_the_trusted_commit_too(repository: Path, project: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """A baseline that only the working tree has silences nothing under --trusted-ref; a committed one does."""
    claims = str(repository / "claims.yaml")
    (repository / "claims.yaml").write_text(CONTRADICTED, encoding="utf-8")
    assert ask("baseline", claims, "--output", "web/b.json", "--today", TODAY)[0] == 0
    words = ("audit", claims, "--today", TODAY, "--baseline", "web/b.json")
    assert ask(*words)[0] == 0
    assert ask(*words, "--trusted-ref", "trusted")[0] == 1
    git(project, "add", ".")
    git(project, "commit", "--quiet", "-m", "baseline")
    assert ask(*words, "--trusted-ref", "HEAD")[0] == 0


def test_a_commit_without_a_registry_has_the_default_policy(repository: Path, project: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """Before the first claims.yaml the defaults hold, not the working tree's wishes."""
    git(project, "checkout", "--quiet", "--orphan", "empty")
    git(project, "commit", "--quiet", "--allow-empty", "-m", "x")
    git(project, "rm", "-r", "--cached", "--quiet", ".")
    git(project, "commit", "--quiet", "--allow-empty", "-m", "nothing")
    _, out, _ = ask("audit", str(repository / "claims.yaml"), "--format", "json", "--today", TODAY, "--trusted-ref", "HEAD")
    assert "quantity-contradicted" in rules_of(json.loads(out))


@pytest.mark.parametrize("ref", ["nowhere", "", "-x", "HEAD:web/claims.yaml", "trusted^{tree}", "main..trusted"])
def test_a_trusted_reference_that_is_none_is_refused(ref: str, repository: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """No commit, no audit: never the working tree's policy instead."""
    code, out, err = ask("audit", str(repository / "claims.yaml"), f"--trusted-ref={ref}")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


@pytest.mark.parametrize("trick", ["replace", "GIT_DIR"])
def test_git_is_not_led_to_another_commit(
    trick: str, repository: Path, project: Path, ask: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a replaced commit nor a variable that names another repository puts a loose policy in the trusted one's place."""
    if trick == "GIT_DIR":
        shutil.copytree(project / ".git", project / "other.git")
        monkeypatch.setenv("GIT_DIR", str(project / "other.git"))
        monkeypatch.setenv("GIT_WORK_TREE", str(project))
    git(project, "add", "web")
    git(project, "commit", "--quiet", "-m", "loose")
    if trick == "GIT_DIR":
        git(project, "tag", "--force", "trusted")
    else:
        git(project, "replace", "trusted", "HEAD")
    words = ("audit", str(repository / "claims.yaml"), "--format", "json", "--today", TODAY, "--trusted-ref", "trusted")
    assert "quantity-contradicted" in rules_of(json.loads(ask(*words)[1]))


def test_a_trusted_reference_is_never_fetched(repository: Path, project: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """Where a partial clone lacks the trusted file, that is told; nothing is started that would go and get it."""
    trap = project / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {project / 'sprung'}\n", encoding="utf-8")
    trap.chmod(0o755)
    lacking = subprocess.run(["git", "rev-parse", "trusted:web/claims.yaml"], cwd=project, check=True, capture_output=True, text=True, timeout=60).stdout.strip()
    (project / ".git" / "objects" / lacking[:2] / lacking[2:]).unlink()
    settings = {"core.repositoryformatversion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true"}
    for key, value in {**settings, "remote.origin.url": "ssh://nowhere.invalid/x", "core.sshCommand": str(trap)}.items():
        git(project, "config", key, value)
    code, out, err = ask("audit", str(repository / "claims.yaml"), "--trusted-ref", "trusted")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not (project / "sprung").exists()


# --- equal inputs, equal bytes ------------------------------------------------------------------------------------


def test_source_date_epoch_is_the_day(project: Path, ask: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --today, SOURCE_DATE_EPOCH is the day of the audit; --today outranks it."""
    (project / "claims.yaml").write_text(NOTHING_WRONG, encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    assert json.loads(ask("audit", "--format", "json")[1])["as_of"] == "2026-11-22"
    assert json.loads(ask("audit", "--format", "json", "--today", "2027-01-02")[1])["as_of"] == "2027-01-02"


def test_equal_inputs_give_equal_bytes(project: Path, tmp_path: Path) -> None:
    """Another hash seed, folder, time zone and language change no byte of any format."""
    (project / "claims.yaml").write_text(CONTRADICTED + "  - {id: b, text: x, refrences: [1]}\n  - {id: c, text: y, references: [9, zz, q]}\n", encoding="utf-8")
    formats = rooms.members("formats")
    elsewhere = tmp_path / "deep" / "er"
    elsewhere.mkdir(parents=True)

    def rendered(number: int, folder: Path, **environment: str) -> list[bytes]:
        out = tmp_path / f"out{number}"
        out.mkdir()
        words = [sys.executable, "-m", "evidence", "audit", os.path.relpath(project / "claims.yaml", folder), "--today", TODAY]
        words += [word for name in formats for word in ("--output", f"{name}={out / name}")]
        settings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        done = subprocess.run(words, cwd=folder, env=settings, capture_output=True, timeout=60, check=False)
        assert done.stderr == b""
        return [done.stdout, *((out / name).read_bytes() for name in formats)]

    first = rendered(1, project, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    second = rendered(2, project, PYTHONHASHSEED="2", TZ="Pacific/Kiritimati", LC_ALL="de_DE.UTF-8", LANGUAGE="de", COLUMNS="40")
    assert first == second
    third = rendered(3, elsewhere, PYTHONHASHSEED="3")
    assert third[1 + formats.index("csv")] == first[1 + formats.index("csv")]
    assert json.loads(third[1 + formats.index("json")])["findings"] == json.loads(first[1 + formats.index("json")])["findings"]
