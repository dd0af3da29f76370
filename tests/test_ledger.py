"""The ledger: signatures of every kind, several writers, crashes, branches, and what git remembers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import standin_keys as keys
import standin_project as stand
from standin_project import ANA, TIME, audit, file, fired, link, project, record, rewrite, standing, states, trust

from evidence import attestation, history, ledger, recordfiles, signers, sshsig, standings
from evidence.chain import resolve
from evidence.model import BadCall, Chain, Missing
from evidence.signoff import NAMESPACE

pytest.importorskip("cryptography", reason="signatures are made and verified with cryptography")
pytest.importorskip("nacl", reason="signatures of Ed25519 are verified with PyNaCl")
GIT = shutil.which("git") or ""
KEYGEN = shutil.which("ssh-keygen") or ""
needs_git = pytest.mark.skipif(not GIT, reason="git is not here")
needs_keygen = pytest.mark.skipif(not KEYGEN, reason="ssh-keygen is not here")
KINDS = {
    "ed25519": keys.ed25519,
    "ecdsa 256": keys.ecdsa,
    "ecdsa 384": lambda: keys.ecdsa(384),
    "ecdsa 521": lambda: keys.ecdsa(521),
    "rsa sha2-512": keys.rsa,
    "rsa sha2-256": lambda: keys.rsa("rsa-sha2-256"),
    "security key": keys.security_key,
}


def git(folder: Path, *words: str) -> str:
    settings = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]
    done = subprocess.run([GIT, "-C", str(folder), *settings, *words], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- signatures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hashed", ["sha256", "sha512"])
def test_a_signature_of_every_kind_of_key(kind: str, hashed: str) -> None:
    """Every accepted kind verifies over its message, and over no other."""
    key = KINDS[kind]()
    found = sshsig.read(keys.armored(key, b"message", hashed=hashed))
    assert (found.namespace, found.key) == (NAMESPACE, key.public)
    sshsig.verify(found, b"message")
    with pytest.raises(sshsig.Unusable, match="does not fit"):
        sshsig.verify(found, b"massage")


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: keys.armored(keys.rsa("ssh-rsa"), b"m"), "not accepted"),
        (lambda: keys.armored(keys.rsa(bits=1024), b"m"), "1,024 bits"),
        (lambda: keys.armored(keys.ed25519(), b"m", hashed="sha1"), "neither"),
        (lambda: keys.armored(keys.ed25519(), b"m", version=2), "version 1"),
        (lambda: keys.armored(keys.security_key(flags=0), b"m"), "touched"),
        (lambda: keys.wrapped(b"SSHSIG" + bytes(40)), "version 1"),
        (lambda: b"-----BEGIN SSH SIGNATURE-----\n!!\n-----END SSH SIGNATURE-----\n", "base64"),
        (lambda: b"", "armored"),
    ],
    ids=["sha1", "a short key", "a hash of sha1", "another version", "an untouched security key", "zeros", "no base64", "nothing"],
)  # fmt: skip
def test_a_signature_that_is_refused(made: object, why: str) -> None:
    """SHA-1, short keys, other versions and damage are refused, each with its reason."""
    with pytest.raises(sshsig.Unusable, match=why):
        sshsig.verify(sshsig.read(made()), b"m")  # type: ignore[operator]


def test_a_damaged_signature_never_raises_anything_else() -> None:
    """Every cut and every changed byte of a signature is refused as unusable."""
    good = keys.armored(keys.ed25519(), b"m")
    blob = b"".join(good.split(b"\n")[1:-2])
    import base64

    raw = base64.b64decode(blob)
    for at in range(len(raw)):
        if 10 + 4 <= at < 10 + 4 + 4 + 11:
            continue  # the name of the key's kind is tried below
        for data in (raw[:at], raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]):
            with pytest.raises(sshsig.Unusable):
                sshsig.verify(sshsig.read(keys.wrapped(data)), b"m")
    with pytest.raises(sshsig.Unusable):
        sshsig.verify(sshsig.read(keys.wrapped(raw.replace(b"ssh-ed25519", b"ssh-ed25518"))), b"m")


# RFC 8032, 7.1, tests 1 to 3: public key, message, signature.
PRINTED = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
)  # fmt: skip
ORDER = 2**252 + 27742317777372353535851937790883648493  # of Ed25519's group


def ed25519_fits(point: bytes, signature: bytes, message: bytes) -> bool:
    kind = b"ssh-ed25519"
    return not sshsig.misfit((keys.packed(kind) + keys.packed(point), kind.decode(), signature, message))


@pytest.mark.parametrize(("point", "message", "signature"), PRINTED, ids=["nothing", "a byte", "two bytes"])
def test_ed25519_as_its_standard_prints_it(point: str, message: str, signature: str) -> None:
    """The standard's own examples fit; with a changed bit, another length, or the group's order added to S (a second signature
    without the key) they do not."""
    key, said, signed = bytes.fromhex(point), bytes.fromhex(message), bytes.fromhex(signature)
    assert ed25519_fits(key, signed, said)
    assert not ed25519_fits(key, signed, said + b"\0")
    for at in range(0, 512, 7):
        changed = bytearray(signed)
        changed[at // 8] ^= 1 << at % 8
        assert not ed25519_fits(key, bytes(changed), said)
    for other in (b"", signed[:-1], signed + b"\0", signed + signed):
        assert not ed25519_fits(key, other, said)
    larger = int.from_bytes(signed[32:], "little") + ORDER
    assert not ed25519_fits(key, signed[:32] + larger.to_bytes(32, "little"), said)


def test_a_key_that_everything_fits_is_no_key() -> None:
    """With the group's neutral element as its key, S·B = R holds for every message: nothing fits such a key."""
    neutral = (1).to_bytes(32, "little")
    assert not ed25519_fits(neutral, neutral + bytes(32), b"anything")


@needs_keygen
@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_real_ssh_keygen_and_we_agree(kind: str, tmp_path: Path) -> None:
    """What ssh-keygen signs, we verify; what we sign, ssh-keygen verifies; we print the same fingerprint."""
    path = tmp_path / "key"
    subprocess.run([KEYGEN, "-q", "-t", kind, "-N", "", "-f", str(path)], check=True, timeout=60)
    done = subprocess.run([KEYGEN, "-Y", "sign", "-n", NAMESPACE, "-f", str(path)], input=b"message", capture_output=True, check=True, timeout=60)
    found = sshsig.read(done.stdout)
    sshsig.verify(found, b"message")
    told = subprocess.run([KEYGEN, "-l", "-f", f"{path}.pub"], capture_output=True, text=True, check=True, timeout=60).stdout
    assert sshsig.fingerprint(found.key) in told
    known = signers.read(signers.line(ANA, found.key).encode())
    assert signers.judge(b"message", done.stdout, ANA, TIME, known).state == "valid"

    ours = keys.ed25519()
    (tmp_path / "allowed").write_text(signers.line(ANA, ours.public) + "\n", encoding="utf-8")
    (tmp_path / "sig").write_bytes(keys.armored(ours, b"message"))
    words = [KEYGEN, "-Y", "verify", "-f", str(tmp_path / "allowed"), "-I", ANA, "-n", NAMESPACE, "-s", str(tmp_path / "sig")]
    assert subprocess.run(words, input=b"message", capture_output=True, check=False, timeout=60).returncode == 0
    assert subprocess.run(words, input=b"massage", capture_output=True, check=False, timeout=60).returncode != 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("ana@example.org", "kind"),
        ("ana@example.org ssh-ed25519 A!A=", "base64"),
        ("ana@example.org ssh-ed25519 AAAA", "kind"),
        ("ana@example.org ssh-rsa KEY", "kind"),
        ('ana@example.org valid-after="tomorrow" ssh-ed25519 KEY', "time"),
        ('ana@example.org valid-after="20260101",valid-after="20250101" ssh-ed25519 KEY', "options"),
        ("ana@example.org namespaces=git ssh-ed25519 KEY", "options"),
        ('ana@example.org valid-before="20261340" ssh-ed25519 KEY', "time"),
    ],
)
def test_a_line_of_allowed_signers_that_cannot_be_read(line: str, why: str) -> None:
    """It trusts nobody, and is told with its number."""
    known = signers.read(f"# keys\n{line.replace('KEY', keys.ed25519().line.split()[1])}\n".encode())
    assert not known.by_key
    ((number, told),) = known.faults
    assert number == 2 and why in told


@pytest.mark.parametrize(("kind", "library"), [("ed25519", "nacl"), ("rsa sha2-512", "cryptography")])
def test_without_its_library_a_signature_is_unchecked(kind: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library is not installed, a signature is neither good nor bad, and the report says what to install."""
    folder = project(tmp_path)
    key = KINDS[kind]()
    trust(folder, key)
    record(folder, key=key)
    sshsig._key.cache_clear()
    for name in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.setitem(sys.modules, name, None)
    found = audit(folder)
    assert (states(found), link(found)) == (["unchecked"], "unchecked")
    assert any("pip install 'evidence-audit[sign]'" in gap.because for gap in found.unchecked)
    sshsig._key.cache_clear()


# --- roles --------------------------------------------------------------------------------------------------------


def test_two_of_three_must_sign(tmp_path: Path) -> None:
    """One is not enough, the same person twice is one, two are."""
    folder = project(tmp_path)
    rewrite(folder, "medical: [ana@example.org]", "medical: {people: [ana@example.org, bo@example.org, cy@example.org], at_least: 2}")
    record(folder)
    record(folder, time="2026-11-20T11:00:00Z")
    assert link(audit(folder)) == "unchecked"
    record(folder, email="cy@example.org", name="Cy", time="2026-11-20T12:00:00Z")
    assert link(audit(folder)) == "passed"


@pytest.mark.parametrize("decision", ["reject", "amend"])
def test_the_last_word_of_a_person_counts(decision: str, tmp_path: Path) -> None:
    """Who approves and then rejects has rejected; a later approval counts again."""
    folder = project(tmp_path)
    record(folder)
    record(folder, decision=decision, comment="too strong", time="2026-11-20T11:00:00Z")
    found = audit(folder)
    assert link(found) == "unchecked"
    assert any("too strong" in one.message for one in found.findings if one.rule == "sign-off-missing")
    record(folder, time="2026-11-20T12:00:00Z")
    assert link(audit(folder)) == "passed"


def test_a_record_that_is_gone_is_not_held_against_the_claim_behind_it(tmp_path: Path) -> None:
    """The next record in the chain, of another claim, names it: the ledger is broken, that claim's own sign-off is unsure and not failed."""
    folder = project(tmp_path)
    first = record(folder)
    record(folder, "name", time="2026-11-20T11:00:00Z")
    file(folder, first).unlink()
    found = audit(folder)
    (told,) = [one for one in found.findings if one.rule == "ledger-broken"]
    assert first.digest in told.message and told.claim is None
    assert found.exit_code == 1 and link(found, "name") == "unchecked" and link(found) != "passed"


STUDY = "studies: {N1: {name: WIDGETA, reports: [a], design: randomised, enrolled: {Widget: 102}}, N2: {reports: [b], design: open}}\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "state"),
    [
        ("claims.yaml", "design: randomised", "design: case series", "outdated"),
        ("claims.yaml", "Widget: 102", "Widget: 12", "outdated"),
        ("claims.yaml", "reports: [a]", "reports: [c]", "outdated"),
        ("claims.yaml", "reports: [a]", "reports: [a, c]", "recorded, not signed"),
        ("claims.yaml", "design: open", "design: blinded", "recorded, not signed"),
        ("references/a.bib", "{10.1000/xyz}", "{https://doi.org/10.1000/XYZ}", "recorded, not signed"),
        ("references/a.bib", "{10.1000/xyz}", "{10.1000/xyy}", "outdated"),
        ("references/a.bib", "  year", "  abstract = {Long}, keywords = {a, b},\n  year", "recorded, not signed"),
        ("references/a.bib", "  year", "  note = {Reprint},\n  year", "outdated"),
    ],
)
def test_what_a_sign_off_rests_on(name: str, old: str, new: str, state: str, tmp_path: Path) -> None:
    """The study behind the paper is signed with it; another spelling of a DOI, an abstract, another study's facts are nothing new."""
    folder = project(tmp_path, stand.CLAIMS.replace("claims:\n", f"{STUDY}claims:\n"))
    record(folder)
    assert states(audit(folder)) == ["recorded, not signed"]
    rewrite(folder, old, new, name)
    assert states(audit(folder)) == [state]


def test_nobody_must_sign_and_nobody_has(tmp_path: Path) -> None:
    """Without roles and records there is nothing to check; with a record, the link speaks of it."""
    folder = project(tmp_path, stand.CLAIMS.replace("[ana@example.org]", "[]"))
    assert link(audit(folder)) == "n/a"
    record(folder)
    found = audit(folder)
    assert (link(found), link(found, "name")) == ("passed", "n/a")


def test_an_old_sign_off_that_was_renewed_is_history(tmp_path: Path) -> None:
    """The outdated one stays in the report, and draws no finding, once the same role has signed what is there now."""
    folder = project(tmp_path)
    record(folder)
    rewrite(folder, "note", "note") if "note" in stand.CLAIMS else rewrite(folder, "author: Carl", "author: Carla")
    assert "sign-off-outdated" in fired(audit(folder))
    record(folder, time="2026-11-21T10:00:00Z")
    found = audit(folder)
    assert states(found) == ["outdated", "recorded, not signed"] and link(found) == "passed" and not fired(found)


def test_a_piece_is_signed_with_every_claim_on_it(tmp_path: Path) -> None:
    """Its file, the claims on it, the labeling version: each moves its sign-off."""
    from evidence import signing

    folder = project(tmp_path, stand.CLAIMS.replace("claims:\n", "materials: {home: {path: page.html, product: widget}}\nclaims:\n", 1))
    (folder / "page.html").write_text("<p>Pain fell by 50% at 24 months.<sup>1</sup></p>\n", encoding="utf-8")
    found = audit(folder)
    who = signing.Signer("Rita", "rita@example.org", "releaser", "released", "approve", TIME)
    stand.put(folder, signing.piece_record(found.pieces[0], found, who, ()))

    def state() -> tuple[str, tuple[str, ...]]:
        ledger_ = audit(folder).registry.ledger
        assert ledger_
        ((one,),) = ledger_.pieces.values()
        return one.state, one.moved

    assert state() == ("recorded, not signed", ())
    for where, old, new, part in (
        ("page.html", "<p>", "<p >", "page"),
        ("claims.yaml", "followup: 40", "followup: 40.0", "claims"),
        ("claims.yaml", "maker: Example", "maker: Example, labeling: [{kind: IFU, version: B}]", "labeling"),
    ):
        rewrite(folder, old, new, where)
        assert state()[0] == "outdated" and part in state()[1]
        assert "sign-off-outdated" in fired(audit(folder))
        rewrite(folder, new, old, where)
    assert state() == ("recorded, not signed", ())


# --- writers ------------------------------------------------------------------------------------------------------


def test_what_stands_there_is_never_written_over(tmp_path: Path) -> None:
    """The same record again is left as it is; another one under its name stops the writer."""
    digest = recordfiles.write(str(tmp_path), b"{}")
    assert recordfiles.write(str(tmp_path), b"{}") == digest
    path = tmp_path / "approvals" / f"{digest}.json"
    path.write_bytes(b"forged")
    with pytest.raises(BadCall, match="nothing was written"):
        recordfiles.write(str(tmp_path), b"{}")
    assert path.read_bytes() == b"forged"
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name]


WRITER = """
import sys
from evidence import recordfiles
for number in range(int(sys.argv[2])):
    recordfiles.write(sys.argv[1], (b'{"%d": "' % (number % int(sys.argv[3]))) + b"x" * 200_000 + b'"}')
    print(number, flush=True)
"""


def writer(folder: Path, count: int, different: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(count), str(different)], env=environment, stdout=subprocess.PIPE)


def test_two_processes_that_sign_at_once_lose_nothing(tmp_path: Path) -> None:
    """The same records and their own, written by several at the same time: every one is there, whole."""
    running = [writer(tmp_path, 30, different) for different in (30, 30, 20)]
    assert [each.wait(timeout=120) for each in running] == [0, 0, 0]
    for each in running:
        assert each.stdout
        each.stdout.close()
    found = sorted((tmp_path / "approvals").iterdir())
    assert len(found) == 30
    assert all(recordfiles.hashlib.sha256(path.read_bytes()).hexdigest() == path.stem for path in found)


def test_a_crash_leaves_the_whole_record_or_none(tmp_path: Path) -> None:
    """Killed at any moment, the writer leaves no half of a record under a record's name; the ledger goes on."""
    for delay in (0.0, 0.004, 0.011, 0.023):
        running = writer(tmp_path, 100_000, 100_000)
        assert running.stdout
        running.stdout.readline()
        time.sleep(delay)
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=60)
        running.stdout.close()
    records = list((tmp_path / "approvals").glob("*.json"))
    assert records
    for path in records:
        assert recordfiles.hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    left = [path.name for path in (tmp_path / "approvals").iterdir() if path.suffix != ".json"]
    assert all(name.startswith(".writing-") for name in left)


# --- git ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = project(tmp_path / "repo")
    git(folder, "init", "-q")
    record(folder)
    git(folder, "add", "."), git(folder, "commit", "-q", "-m", "signed")
    return folder


@needs_git
def test_a_record_that_was_committed_and_is_gone(repository: Path) -> None:
    """Deleted in the tree, in a commit, or in a merge: the ledger is broken, and nothing in it is sure."""
    assert link(audit(repository)) == "passed"
    (path,) = (repository / "approvals").glob("*.json")
    data = path.read_bytes()
    path.unlink()
    for step in ("in the tree", "in a commit"):
        found = audit(repository)
        assert "ledger-broken" in fired(found) and link(found) != "passed", step
        assert any(path.name in one.message for one in found.findings if one.rule == "ledger-broken")
        git(repository, "commit", "-q", "-a", "-m", "gone", "--allow-empty")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    assert link(audit(repository)) == "passed"


@needs_git
def test_a_record_that_only_a_merge_forgot(repository: Path) -> None:
    """A record of a branch that the merge leaves out is missed, too."""
    git(repository, "checkout", "-q", "-b", "other")
    made = record(repository, "name", time="2026-11-20T11:00:00Z")
    git(repository, "add", "."), git(repository, "commit", "-q", "-m", "other")
    git(repository, "checkout", "-q", "main")
    git(repository, "commit", "-q", "--allow-empty", "-m", "main")
    git(repository, "merge", "-q", "--no-commit", "--no-ff", "other")
    git(repository, "rm", "-q", "-f", made.file)
    git(repository, "commit", "-q", "-m", "merge")
    found = audit(repository)
    assert any(made.digest in one.message for one in found.findings if one.rule == "ledger-broken")


@needs_git
def test_two_people_sign_on_two_branches(repository: Path) -> None:
    """The branches merge without a conflict, and both sign-offs count."""
    rewrite(repository, "medical: [ana@example.org]", "medical: [ana@example.org], legal: [bo@example.org]")
    git(repository, "commit", "-q", "-a", "-m", "policy")
    for branch, over in (("ana", {}), ("bo", {"role": "legal", "meaning": "legally cleared", "email": "bo@example.org", "name": "Bo"})):
        git(repository, "checkout", "-q", "-b", branch, "main")
        record(repository, time="2026-11-21T11:00:00Z", **over)
        git(repository, "add", "."), git(repository, "commit", "-q", "-m", branch)
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "--no-edit", "ana"), git(repository, "merge", "-q", "--no-edit", "bo")
    found = audit(repository)
    assert link(found) == "passed" and not fired(found)
    record(repository, "name", time="2026-11-21T12:00:00Z")
    (last,) = (one.sign_off for one in standing(audit(repository), "name"))
    assert len(last.after) == 2


@needs_git
def test_a_shallow_clone_says_that_it_cannot_know(repository: Path, tmp_path: Path) -> None:
    """Without the history nobody can say that no record is missing: unchecked, with what to do."""
    git(repository, "commit", "-q", "--allow-empty", "-m", "more")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    found = audit(tmp_path / "shallow")
    assert link(found) == "unchecked"
    assert any("fetch-depth: 0" in gap.because for gap in found.unchecked)


@needs_git
def test_a_worktree_has_the_history_of_its_repository(repository: Path, tmp_path: Path) -> None:
    """Where `.git` is a file, the answers are the same: a missing record is missed."""
    git(repository, "worktree", "add", "-q", "--detach", str(tmp_path / "tree"))
    assert link(audit(tmp_path / "tree")) == "passed"
    next((tmp_path / "tree" / "approvals").glob("*.json")).unlink()
    assert "ledger-broken" in fired(audit(tmp_path / "tree"))


@needs_git
def test_an_emptied_folder_is_missed_even_where_nobody_must_sign(repository: Path) -> None:
    """All records gone, the policy silenced, only .gitkeep left: the history still knows."""
    rewrite(repository, "[ana@example.org]", "[]")
    next((repository / "approvals").glob("*.json")).unlink()
    (repository / "approvals" / ".gitkeep").touch()
    assert "ledger-broken" in fired(audit(repository))


@needs_git
def test_the_programs_of_a_repository_are_not_run(repository: Path, tmp_path: Path) -> None:
    """A repository whose configuration names programs is asked without starting one."""
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\n", encoding="utf-8")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "diff.external", "gpg.program", "gpg.ssh.program", "core.sshCommand", "pager.log", "diff.x.textconv"):
        git(repository, "config", key, str(trap))
    git(repository, "config", "log.showSignature", "true")
    (repository / ".gitattributes").write_text("*.json diff=x\n", encoding="utf-8")
    assert link(audit(repository)) == "passed"
    assert not (tmp_path / "sprung").exists()


@needs_git
def test_the_keys_are_read_from_a_trusted_reference(repository: Path) -> None:
    """With --trusted-ref a branch cannot name its own signers; a key that it revokes is revoked all the same."""
    key, forged = keys.ed25519(), keys.ed25519()
    trust(repository, key)
    record(repository, key=key, time="2026-11-20T12:00:00Z")
    git(repository, "add", "."), git(repository, "commit", "-q", "-m", "keys"), git(repository, "branch", "trusted")
    trust(repository, forged)
    record(repository, "name", key=forged, time="2026-11-20T13:00:00Z")
    assert states(audit(repository), "name") == ["valid"]
    found = audit(repository, trusted_ref="trusted")
    assert states(found, "name") == ["untrusted"] and "valid" in states(found)
    (repository / "approvals" / "revoked_keys").write_text(key.line, encoding="utf-8")
    assert "valid" not in states(audit(repository, trusted_ref="trusted"))


def test_without_git_there_is_nothing_to_miss(tmp_path: Path) -> None:
    """A folder under no git has no history; a `.git` that is none is a reason, not an answer."""
    assert history.committed(str(tmp_path)) == frozenset()
    (tmp_path / ".git").mkdir()
    assert isinstance(history.committed(str(tmp_path)), Missing)


def test_the_ledger_is_read_alone(tmp_path: Path) -> None:
    """A folder without approvals/ has an empty ledger; files beside the records are left alone."""
    assert not ledger.read(str(tmp_path), stand.TODAY).present
    folder = project(tmp_path)
    made = record(folder)
    for name in (".gitkeep", "README.md", ".writing-0123"):
        (folder / "approvals" / name).write_text("x", encoding="utf-8")
    found = ledger.read(str(folder), stand.TODAY)
    assert [one.digest for one in found.sign_offs] == [made.digest] and not found.faults
    assert file(folder, made).read_bytes() == attestation.statement(found.sign_offs[0])


# --- chains that are made while the signatures are verified -----------------------------------------------------------


@pytest.mark.parametrize("signed", [True, False], ids=["with records", "without a ledger"])
def test_chains_may_be_made_meanwhile(tmp_path: Path, signed: bool) -> None:
    """What makes the chains is called once, and comes to what the chains themselves come to."""
    folder = project(tmp_path)
    if signed:
        record(folder)
    found = audit(folder)
    calls: list[tuple[Chain, ...]] = []

    def make() -> tuple[Chain, ...]:
        calls.append(resolve(found.registry))
        return calls[-1]

    registry, chains = standings.stand(found.registry, make, (), stand.TODAY, found.rules)
    _, plain = standings.stand(found.registry, calls[0], (), stand.TODAY, found.rules)
    assert len(calls) == 1 and registry.ledger and registry.ledger.present == signed
    for one in (chains, plain):
        assert [(chain.claim.id, [each.state for each in chain.standings]) for chain in one] == [("pain", ["recorded, not signed"] * signed), ("name", [])]


@pytest.mark.parametrize("trouble", [FileNotFoundError("a file of a claim"), PermissionError("a file of a claim")], ids=lambda one: type(one).__name__)
def test_what_goes_wrong_with_the_chains_is_no_fault_of_the_folder(tmp_path: Path, trouble: OSError) -> None:
    """A file that cannot be read while the chains are made never passes for a ledger that is not there, or is broken."""
    folder = project(tmp_path)
    record(folder)
    found = audit(folder)

    once = [trouble]

    def make() -> tuple[Chain, ...]:
        if once:
            raise once.pop()
        return resolve(found.registry)

    with pytest.raises(type(trouble), match="a file of a claim"):
        standings.stand(found.registry, make, (), stand.TODAY, found.rules)


def test_what_was_sealed_of_one_chain_is_never_given_for_another(tmp_path: Path) -> None:
    """A day keeps the chains whose seals it remembers, so that no chain made later has the number of one that is gone."""
    found = audit(project(tmp_path))
    day = standings.today(found.registry, found.rules)
    seen = {standings.of_claim(chain, day).digests["claim"] for _ in range(50) for chain in resolve(found.registry)}
    assert len(seen) == 2 and len(day.claims) == 100
    assert all(number == id(chain) for number, (chain, _) in day.claims.items())
