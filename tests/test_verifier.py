"""Records are judged alike whoever does the mathematics: one process, two, or a second one that breaks, lies low, hangs or lies."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import standin_keys as keys
from standin_project import ANA, BO, project, record, save

from evidence import ledger, recordfiles, signers, sshsig, verifier
from evidence.signoff import Ledger

pytest.importorskip("cryptography", reason="signatures are made and verified with cryptography")
pytest.importorskip("nacl", reason="signatures of Ed25519 are verified with PyNaCl")
KEYS = (keys.ed25519(), keys.ecdsa(), keys.rsa())
STRANGER = keys.ed25519()
MESSAGES = [f"message {number}".encode() for number in range(300)]
NAMES = [f"{hashlib.sha256(message).hexdigest()}.json" for message in MESSAGES]
KNOWN = signers.read("".join(f"{signers.line(BO, key.public)}\n" for key in KEYS).encode())
EVERY = frozenset(KNOWN.by_key)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifier, "_processors", lambda: 2)
    monkeypatch.setattr(verifier, "MANY", 100)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The signatures of three hundred records, of keys of three kinds; every seventh is another record's."""
    folder = tmp_path_factory.mktemp("approvals")
    for number, (name, message) in enumerate(zip(NAMES, MESSAGES, strict=True)):
        (folder / f"{name}.sig").write_bytes(keys.armored(KEYS[number % 3], b"another" if number % 7 == 0 else message))
    return str(folder)


FITTING = {name: KEYS[number % 3].public for number, name in enumerate(NAMES) if number % 7}


def asked(place: str, known: signers.Signers = KNOWN, signed: int = len(NAMES)) -> tuple[dict[str, bytes], dict[str, int]]:
    """The keys that signed, and what the other process says of the records."""
    said: dict[str, int] = {}
    with closing(verifier.Verifier(place, known, signed)) as verifying:
        for name, message in zip(NAMES, MESSAGES, strict=True):
            verifying.ask(name, message)
        verifying.all_asked()
        if verifying._helper:
            whole = verifying._helper.signing
            verifying._helper.signing = lambda: said.update(whole()) or said  # type: ignore[method-assign]
        return verifying.keys(), said


def test_another_process_says_which_key_signed(place: str) -> None:
    """It says it of what fits and of nothing else, and of the last records, too, that fill no batch."""
    found, said = asked(place)
    assert found == FITTING and said
    assert {name: KEYS[number - 1].public for name, number in said.items() if number} == {name: FITTING[name] for name in said if name in FITTING}


def test_few_signatures_need_no_other_process(place: str) -> None:
    """Then nothing is known of any, and all are verified by whoever asked."""
    assert asked(place, signed=99) == ({}, {})


def test_where_nothing_can_be_said_of_keys_nothing_is_said(place: str) -> None:
    """No allowed_signers, or a list of revoked keys that cannot be read."""
    unreadable = signers.Signers(True, KNOWN.by_key, unreadable="approvals/revoked_keys could not be read")
    for known in (signers.read(None), signers.read(b""), unreadable):
        assert asked(place, known) == ({}, {})


def test_one_processor(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is one processor no process is started, however many signatures there are."""
    monkeypatch.setattr(verifier, "_processors", lambda: 1)
    monkeypatch.setattr(verifier, "_helper", lambda *words: pytest.fail("started"))
    assert asked(place) == ({}, {})


def program(tmp_path: Path, text: str) -> str:
    path = tmp_path / "python"
    path.write_text(f"#!{sys.executable}\nimport marshal, os, sys, time\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


HEARD = "\nwhole = sys.stdin.buffer\ntoken = marshal.loads(whole.read(int.from_bytes(whole.read(8))))[0]\n"
BROKEN = {
    "ends at once": "sys.exit(3)",
    "ends in the middle": f"{HEARD}os.write(1, token + b'\\1\\0'); os._exit(9)",
    "answers and never ends": f"{HEARD}os.write(1, token + bytes(128)); time.sleep(60)",
    "reads nothing and hangs": "time.sleep(60)",
    "says no to everything": f"{HEARD}\nwhile whole.read(1000): os.write(1, token + bytes(128))",
    "names keys that nobody told it of": f"{HEARD}os.write(1, (token + b'\\4\\0' * 32 + b'\\xff' * 64) * 5)",
    "talks nonsense": "os.write(1, bytes(range(256)) * 30)",
    "says yes without having listened": "os.write(1, (bytes(16) + b'\\1\\0' * 64) * 5)",
    "prints before it answers": f"{HEARD}os.write(1, b'hello' + (token + b'\\1\\0' * 64) * 5)",
    "closes its ears": "os.close(0); time.sleep(60)",
}


@pytest.mark.skipif(sys.platform == "win32", reason="the programs that play the broken ones are scripts")
@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_process_that_breaks(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """It costs time, never a word about a key, and never hangs. What nobody has begun is verified here."""
    monkeypatch.setattr(verifier, "PATIENCE", 1.0)
    monkeypatch.setattr(sys, "executable", program(tmp_path, text))
    found, said = asked(place)
    assert found.items() <= FITTING.items() and not set(said.values()) & {1, 2, 3}


def test_a_process_that_cannot_be_started(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nothing is known of any."""
    for nobody in (str(tmp_path / "nobody"), "", None):
        monkeypatch.setattr(sys, "executable", nobody)
        assert asked(place) == ({}, {})


def test_nobody_waits_for_the_answers(place: str) -> None:
    """Where the reading breaks off the process is let go."""
    with closing(verifier.Verifier(place, KNOWN, len(NAMES))) as verifying:
        for name, message in zip(NAMES, MESSAGES, strict=True):
            verifying.ask(name, message)
    assert verifying._helper is not None and verifying._helper._process.returncode is not None


# --- what it says of one record -------------------------------------------------------------------------------------


@pytest.fixture
def one(tmp_path: Path) -> Path:
    (tmp_path / f"{NAMES[0]}.sig").write_bytes(keys.armored(KEYS[0], MESSAGES[0]))
    assert told(tmp_path) == 1
    return tmp_path / f"{NAMES[0]}.sig"


def told(folder: Path, name: str = NAMES[0], data: bytes = MESSAGES[0], known: tuple[bytes, ...] = tuple(EVERY)) -> int:
    """1: the key of the record is named; 0: nothing is said."""
    number = verifier.signing(str(folder), known)((name, data))
    return number and int(known[number - 1] == KEYS[0].public)


def behind_a_link(file: Path) -> None:
    file.rename(file.parent / "elsewhere")
    file.symlink_to(file.parent / "elsewhere")


def too_large(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.truncate(1_000_000_000)  # a hole, not a byte of it is written


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


SIGNATURES: dict[str, Callable[[Path], object]] = {
    "is not there": Path.unlink,
    "is a link": behind_a_link,
    "holds a gigabyte": too_large,
    "is a folder": a_folder,
    "is a pipe": a_pipe,
    "is empty": lambda file: file.write_bytes(b""),
    "is damaged": lambda file: file.write_bytes(file.read_bytes().replace(b"A", b"B")),
    "is another record's": lambda file: file.write_bytes(keys.armored(KEYS[0], MESSAGES[1])),
    "was made for something else": lambda file: file.write_bytes(keys.armored(KEYS[0], MESSAGES[0], namespace="git")),
    "is of a key that nobody knows": lambda file: file.write_bytes(keys.armored(STRANGER, MESSAGES[0])),
}


@pytest.mark.skipif(sys.platform == "win32", reason="it knows no pipes with a name")
@pytest.mark.parametrize("made", SIGNATURES.values(), ids=SIGNATURES)
def test_nothing_is_said_where_the_signature(made: Callable[[Path], object], one: Path) -> None:
    """… is read with the guards of every record's file, and is whole, ours, of this record and of a key that was named."""
    made(one)
    assert told(one.parent) == 0


def test_nothing_is_said_of_other_bytes_than_the_name_is_of(one: Path) -> None:
    """A signature that fits is not enough: the record's name must be the digest of the bytes that were given."""
    for name in (f"{'0' * 64}.json", NAMES[0].upper(), NAMES[0].replace(".json", ".JSON")):
        one.with_name(f"{name}.sig").write_bytes(one.read_bytes())
        assert told(one.parent, name) == 0
    assert told(one.parent, data=MESSAGES[0] + b" ") == 0


def test_it_says_what_one_record_is_judged_to_be(place: str) -> None:
    """A key is named where `signers.judge` finds the signature valid, and nowhere else."""
    signs = verifier.signing(place, tuple(EVERY))
    for name, message in zip(NAMES, MESSAGES, strict=True):
        judged = signers.judge(message, recordfiles.read(f"{name}.sig", place, sshsig.LARGEST), BO, "2026", KNOWN)
        assert (judged.state == "valid") == (name in FITTING) == bool(signs((name, message)))


# --- a whole ledger -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of records that are wrong in every way in which a signature, a name or a key can be."""
    found = project(tmp_path_factory.mktemp("ledger") / "project")
    lines = [signers.line(ANA, KEYS[0].public), signers.line(BO, KEYS[1].public), f'{ANA} valid-before="20200101" {KEYS[2].line}']
    (found / "approvals").mkdir()
    (found / "approvals" / "allowed_signers").write_text("\n".join(lines), encoding="utf-8")
    (found / "approvals" / "revoked_keys").write_text(f"{STRANGER.line}\n", encoding="utf-8")
    for minute, key in enumerate((KEYS[0], KEYS[1], KEYS[2], STRANGER, keys.ed25519(), None)):
        record(found, key=key, time=f"2026-11-20T10:{minute:02}:00Z")
    for minute, made in enumerate(SIGNATURES.values(), 10):
        if made is not a_pipe or sys.platform != "win32":
            made(found / f"{record(found, key=KEYS[0], time=f'2026-11-20T10:{minute}:00Z').file}.sig")
    for other in (b"{}", b"", b"[1]"):  # signed, but no records
        (found / "approvals" / f"{save(found, other)}.json.sig").write_bytes(keys.armored(KEYS[0], other))
    edited = found / record(found, key=KEYS[0], time="2026-11-20T10:40:00Z").file
    edited.write_bytes(edited.read_bytes().replace(b"approve", b"reject"))
    resigned = found / record(found, key=KEYS[0], time="2026-11-20T10:41:00Z").file
    resigned.write_bytes(resigned.read_bytes().replace(b"approve", b"reject"))  # and signed anew, under the old name
    resigned.with_name(f"{resigned.name}.sig").write_bytes(keys.armored(KEYS[0], resigned.read_bytes()))
    (found / record(found, key=KEYS[0], time="2026-11-20T10:42:00Z").file).unlink()
    return found


def plainly(found: Ledger) -> object:
    """All that is told of a ledger's records."""
    return found.faults, found.gaps, found.names, [(one.digest, one.signature, one.time, one.subject, dict(one.content)) for one in found.sign_offs]


@pytest.mark.parametrize("text", [None, *BROKEN.values()], ids=["works", *BROKEN])
def test_a_ledger_is_the_same_with_another_process(text: str | None, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every record, every fault and every reason, in the same order; whether the other process works or breaks."""
    alone = ledger.read(str(folder), "2026-11-22")
    states = {one.signature.state for one in alone.sign_offs}
    assert states == {"valid", "untrusted", "expired key", "invalid", "recorded, not signed"} and len(alone.faults) > 10
    monkeypatch.setattr(verifier, "MANY", 1)
    monkeypatch.setattr(verifier, "PATIENCE", 1.0)
    started: list[object] = []
    start = verifier._helper
    monkeypatch.setattr(verifier, "_helper", lambda *words: started.append(words) or start(*words))  # type: ignore[func-returns-value]
    if text:
        if sys.platform == "win32":
            pytest.skip("the programs that play the broken ones are scripts")
        monkeypatch.setattr(sys, "executable", program(tmp_path, text))
    assert plainly(ledger.read(str(folder), "2026-11-22")) == plainly(alone) and started


def test_a_signature_that_is_exchanged_between_two_readings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the other process vouched for is not read again here, and whatever it did not is read whole: never half of each."""
    alone = ledger.read(str(folder), "2026-11-22")
    monkeypatch.setattr(verifier, "MANY", 1)
    readings: list[str] = []
    whole = recordfiles.read

    def read(name: str, place: str, largest: int) -> bytes:
        readings.append(name)
        return whole(name, place, largest)

    monkeypatch.setattr(recordfiles, "read", read)
    kept = verifier._Helper.left
    monkeypatch.setattr(verifier._Helper, "left", lambda self: iter(()))  # all is the other process's
    found = ledger.read(str(folder), "2026-11-22")
    monkeypatch.setattr(verifier._Helper, "left", kept)
    vouched = {one.digest for one in alone.sign_offs if one.signature.state in ("valid", "expired key")}
    assert plainly(found) == plainly(alone) and vouched
    assert not {f"{digest}.json.sig" for digest in vouched} & set(readings)
    assert len(readings) == len(set(readings))
