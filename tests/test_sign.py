"""`evidence sign`: what it shows, what it refuses, what it writes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from standin_project import ANA, TODAY, audit, link, project, record, rewrite, standing, states

from evidence import recordfiles
from evidence.cli import main
from evidence.verbs import sign

KEYGEN = shutil.which("ssh-keygen") or ""
TIME = "2026-11-20T10:00:00Z"
WHO = ("--name", "Ana Doe", "--email", ANA, "--role", "medical", "--time", TIME)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(project(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))
    return tmp_path


@pytest.fixture
def ask(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Give `evidence sign` in this process: code, stdout, stderr."""

    def given(*words: str, verb: str = "sign") -> tuple[int, str, str]:
        code = main([verb, *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return given


def records(folder: Path) -> list[Path]:
    return sorted((folder / "approvals").glob("*.json")) if (folder / "approvals").exists() else []


def test_it_shows_what_is_signed_and_writes_it(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """The text, numbers with verdicts, sources with their quotes, what is open, every seal; then one record, and the link passes."""
    code, out, err = ask("pain", *WHO, "--comment", "as   discussed", "--yes")
    assert (code, err) == (0, "")
    for words in ("Ana Doe <ana@example.org> as medical", TIME, "approve", "medically accurate", "claimed, not proved", "as discussed",
                  "“pain fell by 50% at 24 months”", "number 50%", "“fell from 80 to 40”", "page 4", "scope, markets: US, DE", "unchecked, ",
                  "source file of a: sha256:", "seal of claim: v1:sha256:", "seal of policy: v1:sha256:", "author: Carl"):  # fmt: skip
        assert words in out, words
    (path,) = records(folder)
    assert path.name in out
    value = json.loads(path.read_bytes())
    assert value["_type"] == "https://in-toto.io/Statement/v1" and value["subject"][0]["name"] == "claim/pain"
    predicate = value["predicate"]
    assert {key: predicate[key] for key in ("subject", "name", "email", "role", "time", "meaning", "decision", "comment")} == {
        "subject": "pain", "name": "Ana Doe", "email": ANA, "role": "medical", "time": TIME, "meaning": "medically accurate", "decision": "approve", "comment": "as discussed",
    }  # fmt: skip
    assert not path.read_bytes().endswith(b"\n")  # no line end that a checkout could change
    assert states(audit(folder)) == ["recorded, not signed"] and link(audit(folder)) == "passed"


def test_every_seal_that_is_shown_is_the_one_that_is_written(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """Nothing is written that was not on the screen."""
    _, out, _ = ask("pain", "name", *WHO, "--yes")
    for path in records(folder):
        for digest in json.loads(path.read_bytes())["predicate"]["digests"].values():
            assert digest in out


def test_several_claims_make_a_chain_of_records(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """One record a claim; each names the one before it."""
    assert ask("pain", "name", *WHO, "--yes")[0] == 0
    first, second = sorted((json.loads(path.read_bytes())["predicate"]["after"] for path in records(folder)), key=len)
    assert first == [] and second[0] in {path.stem for path in records(folder)}
    assert not [one for one in audit(folder).findings if one.rule == "ledger-broken"]


def test_the_same_again_writes_nothing_new(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """A second run at the same second finds the ledger one record longer, and is a record of its own after the first."""
    assert ask("pain", *WHO, "--yes")[0] == ask("pain", *WHO, "--yes")[0] == 0
    assert states(audit(folder)) == ["recorded, not signed"] * 2 and link(audit(folder)) == "passed"


REFUSED = {
    "the claim has an error": (("printed: 50%", "printed: 60%"), (), "quantity-contradicted"),
    "the author signs own work": (("author: Carl", "author: Ana Doe"), (), "nobody approves own work"),
    "policy names others for the role": (("[ana@example.org]", "[bo@example.org]"), (), "policy.roles names bo@example.org"),
    "policy requires a key": (("policy: {", "policy: {require_signatures: yes, "), (), "give --key"),
    "the clock runs behind the ledger": (("", ""), ("--time", "2026-11-01T00:00:00Z"), "set the clock"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses(name: str, folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """With the reason, exit 1, and nothing written: not for the other claims of the call, either."""
    change, words, why = REFUSED[name]
    record(folder, "name", email="x@example.org")
    if change[0]:
        rewrite(folder, *change)
    before = records(folder)
    code, _, err = ask("pain", "name", *WHO, *words, "--yes")
    assert code == 1 and why in err
    assert records(folder) == before


def test_policy_can_let_an_author_sign(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """`author_may_sign: yes`, for a team of one: it signs, and it counts."""
    rewrite(folder, "author: Carl", "author: Ana Doe")
    rewrite(folder, "policy: {", "policy: {author_may_sign: yes, ")
    assert ask("pain", *WHO, "--yes")[0] == 0
    assert link(audit(folder)) == "passed"


def test_what_is_rejected_may_have_errors(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """A rejection is recorded whatever is wrong with the claim, and shown as one."""
    rewrite(folder, "printed: 50%", "printed: 60%")
    assert ask("pain", *WHO, "--decision", "reject", "--comment", "the number is wrong", "--yes")[0] == 0
    assert any("rejected it" in one.message for one in audit(folder).findings if one.rule == "sign-off-missing")


def test_a_withdrawal_names_what_it_ends(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """One's own sign-off of the role by default, another's by --record; a second time there is nothing to withdraw."""
    ask("pain", *WHO, "--yes")
    later = (*WHO[:-1], "2026-11-21T10:00:00Z")
    code, out, _ = ask("pain", *later, "--decision", "withdraw", "--comment", "a new trial", "--yes")
    assert code == 0 and "withdraws: " in out
    assert states(audit(folder))[0] == "withdrawn" and "a new trial" in standing(audit(folder))[0].because
    code, _, err = ask("pain", *later, "--decision", "withdraw", "--yes")
    assert code == 2 and "could be withdrawn" in err
    other = record(folder, email="bo@example.org", name="Bo", time="2026-11-21T11:00:00Z")
    latest = (*WHO[:-1], "2026-11-21T12:00:00Z")
    assert ask("pain", *latest, "--decision", "withdraw", "--record", other.digest[:12], "--yes")[0] == 0
    assert all(one.state == "withdrawn" for one in standing(audit(folder)) if one.sign_off.decision != "withdraw")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "name the claims"),
        (("pain", "--material", "home"), "name the claims"),
        (("nothing",), "no claim 'nothing'"),
        (("pain", "--meaning", "looked at"), "--meaning"),
        (("pain", "--meaning", "withdrawn"), "--meaning"),
        (("pain", "--role", "janitor"), "no meaning of its own"),
        (("pain", "--role", "janitor", "--meaning", "released"), "no role 'janitor'"),
        (("pain", "--name", ""), "no name"),
        (("pain", "--name", "A\u200bna"), "can hold"),
        (("pain", "--email", "ana"), "can hold"),
        (("pain", "--email", "*@example.org"), "can hold"),
        (("pain", "--time", "2026-11-20"), "no time"),
        (("pain", "--time", "2026-02-30T00:00:00Z"), "no time"),
        (("--material", "home"), "no such piece"),
    ],
)
def test_a_wrong_call(words: tuple[str, ...], why: str, folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """One sentence, exit 2, and nothing written."""
    code, _, err = ask(*WHO, *words, "--yes")
    assert code == 2 and why in err and err.count("\n") == 1, err
    assert not records(folder)


def test_nothing_is_signed_without_a_yes(folder: Path, ask: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can be asked it says so; a person's anything-but-yes writes nothing; yes writes."""

    class Terminal:
        def __init__(self, line: str) -> None:
            self.line = line

        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return self.line

    code, _, err = ask("pain", *WHO)
    assert code == 2 and "--yes" in err
    for line, written in (("", 0), ("no\n", 0), ("y\n", 0), ("yes\n", 1)):
        monkeypatch.setattr(sys, "stdin", Terminal(line))
        assert ask("pain", *WHO)[0] == 1 - written
        assert len(records(folder)) == written


@pytest.mark.parametrize(("role", "meaning"), [("legal", "legally cleared"), ("anchor-verifier", "anchor read in source"), ("Releaser", "released"), ("author", "authored")])
def test_approval_means_what_the_role_is_there_for(role: str, meaning: str, folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """`--meaning approval`, and none at all, is the role's own meaning from the closed list."""
    assert ask("pain", *WHO, "--role", role, "--meaning", "approval", "--yes")[0] == 0
    assert standing(audit(folder))[0].sign_off.meaning == meaning


def test_the_name_comes_from_git(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """Without --name and --email, git's; without those, one sentence."""
    bare = ("pain", "--role", "medical", "--time", TIME, "--yes")
    if not shutil.which("git"):
        pytest.skip("git is not here")
    assert ask(*bare)[0] == 2
    subprocess.run(["git", "init", "-q"], check=True)
    for key, value in (("name", "Ana Doe"), ("email", ANA)):
        subprocess.run(["git", "config", f"user.{key}", value], check=True)
    assert ask(*bare)[0] == 0
    assert standing(audit(folder))[0].sign_off.who == f"Ana Doe <{ANA}>"


def test_the_clock_is_read_for_the_record_alone(folder: Path, ask: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH stands for the clock, so that a script's records are the same on every run."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763632800")
    assert ask("pain", *WHO[:-2], "--yes")[0] == 0
    assert standing(audit(folder))[0].sign_off.time == "2025-11-20T10:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert ask("pain", *WHO[:-2], "--yes")[0] == 2
    assert sign._time("2026-11-20T10:00:00Z") == TIME


@pytest.mark.skipif(not KEYGEN, reason="ssh-keygen is not here")
def test_it_signs_with_a_key(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """A real ssh-keygen signs; a key that nobody has named yet is told with the line to add; then it is valid."""
    pytest.importorskip("cryptography", reason="signatures are verified with cryptography")
    pytest.importorskip("nacl", reason="signatures of Ed25519 are verified with PyNaCl")
    subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", "key"], check=True)
    code, out, err = ask("pain", *WHO, "--key", "key", "--yes")
    assert code == 0 and "with a key" in out and "allowed_signers" in err
    assert states(audit(folder)) == ["untrusted"]
    (folder / "approvals" / "allowed_signers").write_text(err.splitlines()[-1].strip() + "\n", encoding="utf-8")
    assert states(audit(folder)) == ["valid"] and link(audit(folder)) == "passed"
    code, out, _ = ask("--today", TODAY, verb="audit")
    assert "signed with the key SHA256:" in " ".join(out.split())
    code, _, err = ask("pain", *WHO, "--key", "no-such-key", "--yes")
    assert code == 2 and "did not sign" in err and len(records(folder)) == 1


def test_a_piece_is_shown_and_signed(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """`--material`: the page, every claim on it with its chain, what is open; refused while a claim on it has an error."""
    rewrite(folder, "claims:\n", "materials: {home: {path: page.html, product: widget}}\nclaims:\n")
    (folder / "page.html").write_text("<p>Pain fell by 50% at 24 months.<sup>1</sup></p>\n", encoding="utf-8")
    words = ("--material", "home", *WHO, "--role", "releaser", "--yes")
    code, out, err = ask(*words)
    assert code == 0, err
    assert "piece home: page.html" in out and "claim pain (" in out and "seal of page: v1:sha256:" in out
    code, out, _ = ask("--today", TODAY, verb="audit")
    assert "Signed piece home: Ana Doe <ana@example.org> as releaser" in " ".join(out.split())
    rewrite(folder, "printed: 50%", "printed: 60%")
    code, _, err = ask(*words)
    assert code == 1 and "quantity-contradicted" in err


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_signature_is_manifest_wherever_a_person_reads(form: str, folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """Printed name, date and time with zone, meaning (21 CFR 11.50), what cannot be proved, and never the word compliant."""
    ask("pain", *WHO, "--yes")
    _, out, _ = ask("--today", TODAY, "--format", form, verb="audit")
    flat = " ".join(out.split())
    assert "Ana Doe" in flat and "medically accurate" in flat
    assert ("2026-11-20 10:00:00 UTC" in flat) or ("2026-11-20T10:00:00Z" in flat)
    assert "compliant" not in flat.lower()
    if form != "json":
        assert "designed to support 21 CFR Part 11" in flat and "cannot prove" in flat


def test_no_report_is_written_among_the_sign_offs(folder: Path, ask: Callable[..., tuple[int, str, str]]) -> None:
    """`--output` into approvals/ is a wrong call: only `evidence sign` writes there."""
    ask("pain", *WHO, "--yes")
    code, _, err = ask("--output", "json=approvals/report.json", verb="audit")
    assert code == 2 and "sign-offs" in err and recordfiles.FOLDER in err
