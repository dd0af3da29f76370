"""Signatures are judged alike whoever does the mathematics: one process, two, or a second one that breaks, lies low or hangs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import standin_keys as keys

from evidence import signers, sshsig, verifier

pytest.importorskip("cryptography", reason="signatures are made and verified with cryptography")
pytest.importorskip("nacl", reason="signatures of Ed25519 are verified with PyNaCl")
KEYS = (keys.ed25519(), keys.ecdsa(), keys.rsa())
MESSAGES = [f"message {number}".encode() for number in range(300)]


def questions() -> list[sshsig.Question]:
    """Three hundred, of keys of three kinds; every seventh signature is another message's."""
    found = []
    for number, message in enumerate(MESSAGES):
        signature = sshsig.read(keys.armored(KEYS[number % 3], message))
        found.append(sshsig.question(signature, b"another" if number % 7 == 0 else message))
    return found


ASKED = questions()
ALONE = [sshsig.misfit(one) for one in ASKED]


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifier, "_processors", lambda: 2)


def answered(many: int = 100) -> tuple[list[str], set[int]]:
    """All answers, and the questions of which the other process said that they fit."""
    said: set[int] = set()
    with closing(verifier.Verifier(many)) as asked:
        assert [asked.ask(one) for one in ASKED] == list(range(len(ASKED)))
        if asked._helper:
            whole = asked._helper.fitting
            asked._helper.fitting = lambda: [said.add(one) or one for one in whole()]  # type: ignore[func-returns-value, method-assign]
        return asked.answers(), said


def test_one_process_and_two() -> None:
    """The answers are the same, in the order of the questions, and the other process gave some of them."""
    assert ALONE.count("") == 300 - 43 and answered(10_000) == (ALONE, set())
    found, said = answered()
    assert found == ALONE and said and all(not ALONE[number] for number in said)


def program(tmp_path: Path, text: str) -> str:
    path = tmp_path / "python"
    path.write_text(f"#!{sys.executable}\nimport os, sys, time\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


BROKEN = {
    "ends at once": "sys.exit(3)",
    "ends in the middle": "os.read(0, 100); os.write(1, b'--'); os._exit(9)",
    "answers and never ends": "os.write(1, b'-' * 64); time.sleep(60)",
    "reads nothing and hangs": "time.sleep(60)",
    "says no to everything": "\nwhile os.read(0, 65536): pass\nos.write(1, b'-' * 10_000)",
    "talks nonsense": "os.write(1, bytes(range(32)) * 3)",
    "closes its ears": "os.close(0); time.sleep(60)",
}


@pytest.mark.skipif(sys.platform == "win32", reason="the programs that play the broken ones are scripts")
@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_process_that_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """It costs time, never an answer, and never hangs."""
    monkeypatch.setattr(verifier, "PATIENCE", 1.0)
    monkeypatch.setattr(sys, "executable", program(tmp_path, text))
    assert answered() == (ALONE, set())


def test_a_process_that_cannot_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is verified here."""
    for nobody in (str(tmp_path / "nobody"), "", None):
        monkeypatch.setattr(sys, "executable", nobody)
        assert answered() == (ALONE, set())


def test_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is one processor no process is started, however many signatures there are."""
    monkeypatch.setattr(verifier, "_processors", lambda: 1)
    monkeypatch.setattr(verifier, "_helper", lambda questions: pytest.fail("started"))
    assert answered(1)[0] == ALONE


@pytest.fixture
def begun() -> Iterator[verifier.Verifier]:
    with closing(verifier.Verifier(100)) as asked:
        yield asked


def test_questions_that_nobody_waits_for(begun: verifier.Verifier) -> None:
    """Where the reading breaks off the process is let go."""
    for one in ASKED:
        begun.ask(one)
    begun.close()
    assert begun._helper is not None and begun._helper._process.returncode is not None


def test_it_judges_as_one_record_is_judged() -> None:
    """`signers.begun` and `judged` come to what `signers.judge` comes to."""
    known = signers.read(signers.line("bo@example.org", KEYS[0].public).encode())
    for record, message in ((b"m", b"m"), (b"m", b"n")):
        armored = keys.armored(KEYS[0], message)
        asked = signers.begun(record, armored, known)
        assert isinstance(asked, tuple)
        assert signers.judged(asked[0], sshsig.misfit(asked), "bo@example.org", "2026", known) == signers.judge(record, armored, "bo@example.org", "2026", known)
