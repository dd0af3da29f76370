"""Input as an unfriendly user would give it: a finding, or one line and exit 2; no traceback, no hang, nothing written."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from formats.words import words

from evidence import rooms
from evidence.cli import main

ROOT = Path(__file__).resolve().parents[1]
BIB = "@article{a,\n  title = {Outcomes},\n}\n"
SMALL = "version: 1\nnumbering: {1: a}\nclaims:\n  - {id: one, text: Less pain, type: efficacy, references: [1]}\n"
LONGEST = 60  # seconds that any answer here may take
Answer = tuple[int, str, str]


@pytest.fixture(autouse=True)
def _no_hang() -> Iterator[None]:
    """A test of this file that hangs is stopped and fails."""

    def stop(number: int, frame: object) -> None:
        raise TimeoutError(f"no answer within {LONGEST} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small good project, and the command is given in it."""
    folder = tmp_path / "project"
    (folder / "references").mkdir(parents=True)
    (folder / "references" / "a.bib").write_text(BIB, encoding="utf-8")
    (folder / "claims.yaml").write_text(SMALL, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    return folder


def snapshot(folder: Path) -> dict[str, tuple[object, ...]]:
    """Every file below a folder: its kind, size, time and, where it is small, its content."""
    found: dict[str, tuple[object, ...]] = {}
    for file in sorted(folder.rglob("*")):
        facts = file.lstat()
        small = stat.S_ISREG(facts.st_mode) and facts.st_size < 1_000_000 and os.access(file, os.R_OK)
        digest = hashlib.sha256(file.read_bytes()).hexdigest() if small else ""
        found[str(file.relative_to(folder))] = (facts.st_mode, facts.st_size, facts.st_mtime_ns if stat.S_ISREG(facts.st_mode) else 0, digest)
    return found


@pytest.fixture
def ask(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Callable[..., Answer]:
    """Give a command in this process: code, stdout, stderr; and nothing below the test's folder may have changed."""

    def given(*words: str) -> Answer:
        before = snapshot(tmp_path)
        try:
            code = main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsysbinary.readouterr()
        assert snapshot(tmp_path) == before, "something was written"
        return code, said.out.decode(errors="surrogateescape"), said.err.decode()

    return given


def refused(answer: Answer, *words: str) -> None:
    """Exit 2, nothing on stdout, and one line on stderr that holds the words and no character that acts on a terminal."""
    code, out, err = answer
    assert (code, out) == (2, "")
    assert err.endswith("\n")
    assert err[:-1].isprintable(), err
    assert err.startswith("evidence: ")
    assert all(word in err for word in words), err


def reported(answer: Answer, code: int, *words: str) -> None:
    """A report on stdout with the words, in printable lines, nothing on stderr, and the exit code."""
    said, out, err = answer
    folded = " ".join(out.split())
    assert (said, err) == (code, ""), out[-500:] + err
    assert all(" ".join(word.split()) in folded for word in words), out
    assert all(line.isprintable() for line in out.split("\n")), [line for line in out.split("\n") if not line.isprintable()]


def bomb(width: int = 9, deep: int = 9) -> str:
    lines = ["a0: &a0 [" + ", ".join(["x"] * width) + "]"]
    return "\n".join([*lines, *(f"a{each}: &a{each} [" + ", ".join([f"*a{each - 1}"] * width) + "]" for each in range(1, deep))]) + "\n"


NO_YAML = {
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "claims.yaml:1:1", "byte 0x89"),
    "a program": (Path(sys.executable).resolve().read_bytes()[:50_000], "claims.yaml:1:", ""),
    "zeros": (bytes(10_000), "claims.yaml:1:1", "NUL"),
    "50 MB of nested brackets": (b"[" * 50_000_000, "claims.yaml:1:65", "nests deeper than 64"),
    "deep mappings": (b"a: {" * 10_000, "claims.yaml:1:", "nests deeper than 64"),
    "deep indentation": ("".join(" " * level + "a:\n" for level in range(200)).encode(), "claims.yaml:65:", "nests deeper than 64"),
    "an alias bomb": (bomb().encode(), "claims.yaml:", "aliases multiply"),
    "a circle of aliases": (b"a: &a [*a]\n", "claims.yaml:1:8", "stands for nothing"),
    "tabs": (b"version: 1\nclaims:\n\t- id: a\n", "claims.yaml:3:1", "tabs cannot indent"),
    "an unquoted colon": (b"version: 1\nclaims:\n  - id: a\n    text: pain: 68% less\n", "claims.yaml:4:15", "quotation marks"),
    "latin-1": ("version: 1\nclaims: [{id: a, text: Röhrl}]\n".encode("latin-1"), "claims.yaml:2:25", "save the file as UTF-8"),
    "UTF-16 without its mark": (SMALL.encode("utf-16-le"), "claims.yaml:1:2", "NUL"),
    "UTF-32": (SMALL.encode("utf-32"), "claims.yaml:1:", ""),
    "an open quotation": (b'version: 1\nclaims: [{id: "a\n', "claims.yaml:3:1", "unexpected end"),
    "a flood of duplicate keys": ("".join(f"k{each}: x\n" for each in range(20_000)).encode() * 2, "claims.yaml:21001:1", "1,000"),
}


@pytest.mark.parametrize(("data", "place", "words"), NO_YAML.values(), ids=NO_YAML.keys())
def test_what_is_no_yaml_is_reported_with_its_line(data: bytes, place: str, words: str, project: Path, ask: Callable[..., Answer]) -> None:
    """A file that cannot be read as YAML gives a report with place and reason, and exit 2: no audit was made."""
    (project / "claims.yaml").write_bytes(data)
    reported(ask("audit"), 2, place, words, "claim-invalid")


@pytest.mark.parametrize("format", rooms.members("formats"))
def test_a_syntax_error_is_told_in_the_asked_for_format(format: str, project: Path, ask: Callable[..., Answer]) -> None:
    """`text: pain: 68% less` is a finding with its line in every format, and exit 2."""
    (project / "claims.yaml").write_bytes(NO_YAML["an unquoted colon"][0])
    code, out, err = ask("audit", "--format", format)
    assert (code, err) == (2, "")
    out = words(format, out)
    assert "claim-invalid" in out
    assert "quotation marks" in out
    if format in ("json", "sarif"):
        json.loads(out)


FINDINGS = {
    "nothing at all": (b"", "has no `claims`"),
    "a comment": (b"# claims\n", "has no `version`"),
    "a list": (b"- a\n", "should be a mapping"),
    "a claim that is a list": (b"version: 1\nclaims:\n  - [a, b]\n", "claims[0] should be a mapping"),
    "an id with control characters": (b'version: 1\nclaims: [{id: "a\\e]0;x\\a", text: x}]\n', "claims[0].id"),
    "a text that turns around": ("version: 1\nclaims: [{id: a, text: \u202e%86}]\n".encode(), "U+202E"),
    "keys with control characters": (b'version: 1\n"a\\eb\\n": x\nclaims: []\n', r"a\x1bb\n"),
    "one scalar of 10 MB": (b"version: 1\nclaims: [{id: a, text: " + b"x" * 10_000_000 + b"}]\n", "10,000,000 characters long"),
    "one key of 10 MB": (b'version: 1\nclaims: []\n? "' + b"x" * 10_000_000 + b'"\n: y\n', "unknown key"),
    "100,000 unknown keys": (b"version: 1\nclaims: []\n" + b"".join(b"k%d: x\n" % each for each in range(100_000)), "99,980 more keys"),
    "code in a tag": (b"version: 1\nclaims: []\nx: !!python/object/apply:os.system [touch owned]\n", "means nothing here"),
    "two documents": (SMALL.encode() + b"---\nversion: 1\n", "second document"),
    "a glob that matches nothing": (SMALL.encode() + b"bibliography: [nothing/*.bib]\n", "nothing/*.bib"),
    "a bibliography that leads out": (SMALL.encode() + b"bibliography: [../*.bib, /etc/passwd]\n", "leads out of the folder"),
    "a bibliography with a NUL": (SMALL.encode() + b'bibliography: ["a\\0.bib"]\n', "U+0000"),
    "a pattern that is none": (SMALL.encode() + b"bibliography: ['']\n", "bibliography"),
    "a page that leads out": (SMALL.encode() + b"materials: {p: {path: ../../../../../etc/passwd}}\n", None),
    "a page with a NUL": (SMALL.encode() + b'materials: {p: {path: "a\\0"}}\n', "U+0000"),
    "a profile that leads out": (SMALL.encode() + b"profile: ../../../etc/passwd\n", "is none of ca-drug, eu-device, uk-device-ad, uk-medicine, us-device-510k"),
}


@pytest.mark.parametrize(("data", "words"), FINDINGS.values(), ids=FINDINGS.keys())
def test_what_is_yaml_and_no_registry_is_findings(data: bytes, words: str | None, project: Path, ask: Callable[..., Answer]) -> None:
    """Whatever the values, the audit is made, tells what is wrong and exits 1."""
    (project / "claims.yaml").write_bytes(data)
    reported(ask("audit"), 1, *([words] if words else ()))


LONG = "9" * 5_000  # Python refuses to make a number of more than 4,300 digits
PAGE = "<p>The new X: 50% less pain<sup>1</sup>, at 24 months.</p>"
SLIPS = {
    "a product that is a name": """
version: 1
products: {x: X}
materials: {page: {path: page.html, product: x}}
numbering: {1: a}
studies: {N1: {name: T, product: Y, reports: [a], funding: Example}}
claims: [{id: one, text: 50% less pain, type: efficacy, product: x, references: [1]}]
""",
    "a study that is a name": """
version: 1
studies: {N1: INSITE}
numbering: {1: a}
claims: [{id: one, text: 50% less pain, type: efficacy, references: [1]}]
""",
    "reports that are no keys": """
version: 1
studies: {N1: {control: surgery, reports: [{a: b}, [a]]}}
numbering: {1: a}
claims: [{id: one, text: 50% less pain, type: efficacy, references: [1], quantities: [{printed: 50%, measure: reported, from: {value: 50}}]}]
""",
    "a source that was read partly": """
version: 1
numbering: {1: a}
claims: [{id: one, text: 50% less, references: [1], quantities: [{printed: 50%, measure: reported, from: {value: 50}, source: {reference: 1, read: partly}}]}]
""",
    "the last year that there is": """
version: 1
products: {x: {name: X, first_marketed: {US: 9999}}}
claims: [{id: one, text: "The new X", type: status, product: x}]
""",
    "a raised number of people": """
version: 1
claims: [{id: one, text: 50% less, type: efficacy, quantities: [{printed: 50%, n: 102², measure: reported, from: {value: 50}}]}]
""",
    "numbers of 5,000 digits": f"""
version: 1
policy: {{roles: {{medical: {{people: [ana@example.org], at_least: {LONG}}}}}, review_every: {LONG} months, record_days: {LONG}, reference_years: {LONG}}}
numbering:
  1: a
  ? {LONG}
  : a
materials: {{page: {{path: page.html}}}}
claims:
  - {{id: one, text: 50% less, type: efficacy, references: [{LONG}], quantities: [{{printed: 50%, n: {LONG}, measure: proportion, source: {{reference: a, read: full, page: {LONG}}}}}]}}
  - {{id: two, text: 50% less, type: efficacy, quantities: [{{printed: 50%, measure: reported, from: {{value: {LONG}, total: {LONG}}}}}]}}
""",
    "raised numbers of references": """
version: 1
numbering: {²: a, 1: a}
materials: {page: {path: page.html, numbering: {³: a}}}
claims: [{id: one, text: 50% less pain, type: efficacy, references: [²]}]
""",
    "a power of ten beyond all use": """
version: 1
claims: [{id: one, text: 50% less, type: efficacy, quantities: [{printed: 50%, measure: reported, from: {value: 1e999999999}, source: {reference: a, read: full, quote: fell by 50}}]}]
""",
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_of_the_hand_is_told_in_every_format(slip: str, project: Path, ask: Callable[..., Answer]) -> None:
    """A value of another shape than its place has, or beyond all use, gives a report in every format, not a traceback."""
    (project / "page.html").write_text(PAGE, encoding="utf-8")
    entry = BIB.replace("  title", f"  pages = {{{LONG}1--{LONG}0}}, volume = {{{LONG}}}, year = {{{LONG}}},\n  title")
    (project / "references" / "a.bib").write_text(entry, encoding="utf-8")
    (project / "claims.yaml").write_text(slip.lstrip(), encoding="utf-8")
    for name in rooms.members("formats"):
        code, out, err = ask("audit", "--format", name)
        assert (code in (0, 1), err) == (True, ""), name
        assert out


@pytest.mark.parametrize("format", rooms.members("formats"))
def test_no_format_passes_on_what_acts_on_a_terminal(format: str, project: Path, ask: Callable[..., Answer]) -> None:
    """Escape sequences in ids, texts and keys reach no output."""
    (project / "claims.yaml").write_bytes(b'version: 1\nclaims: [{id: "a\\e[2J", text: "x\\e]0;own\\a\\u202e", "k\\e": "\\r\\n::error::x"}]\n')
    code, out, err = ask("audit", "--format", format)
    assert (code, err) == (1, "")
    out = words(format, out)
    assert not any(mark in out for mark in ("\x1b", "\x07", *(["\u202e"] if format != "json" else [])))  # json carries texts as they are
    assert "\n::error::x" not in out


def test_line_ends_do_not_matter(project: Path, ask: Callable[..., Answer]) -> None:
    """CRLF gives the same report as LF, but for the hash of the file."""
    answers = []
    for data in (SMALL, SMALL.replace("\n", "\r\n")):
        (project / "claims.yaml").write_bytes(data.encode())
        code, out, err = ask("audit", "--format", "json")
        answers.append((code, {**json.loads(out), "inputs": []}, err))
    assert answers[0] == answers[1]


# --- files that are none ------------------------------------------------------------------------------------------


def test_paths_that_lead_to_no_file_are_refused(project: Path, ask: Callable[..., Answer]) -> None:
    """A folder, nothing, a circle of links, a pipe, a device, a NUL, and 2 GB: one line each."""
    (project / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(project / "pipe.yaml")
    with (project / "huge.yaml").open("wb") as stream:
        stream.truncate(2_000_000_000)
    for path, said in {
        ".": "is a folder",
        "nowhere.yaml": "no file",
        "loop.yaml": "cannot be read",
        "pipe.yaml": "no regular file",
        "/dev/zero": "no regular file",
        "a\0b": "cannot be read",
        "": "is a folder",
        "claims.yaml/x": "cannot be read",
        "x" * 5_000: "cannot be read",
        "a\x1b[2J\nb": "no file",
        "huge.yaml": "2,000,000,000 bytes",
    }.items():
        refused(ask("audit", path), said)


def test_a_bibliography_of_2_gb_is_told_and_not_read(project: Path) -> None:
    """A sparse file of 2 GB is a finding; the whole command stays within 1 GB of addresses."""
    import resource

    with (project / "references" / "huge.bib").open("wb") as stream:
        stream.truncate(2_000_000_000)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9)); from evidence.cli import main; raise SystemExit(main(['audit']))"
    done = subprocess.run([sys.executable, "-c", limit], capture_output=True, timeout=LONGEST, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != 10**9
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"references/huge.bib" in done.stdout
    assert b"2,000 MB" in done.stdout


BIBS: dict[str, tuple[bytes, str]] = {
    "no closing brace": (b"@article{b,\n  title = {x\n", "references/b.bib:1:1"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00", "references/b.bib"),
    "zeros": (bytes(10_000), "references/b.bib"),
    "latin-1": ("@article{b, title = {Röhrl}}".encode("latin-1"), "references/b.bib"),
    "a hundred thousand braces": (b"@article{b, title = " + b"{" * 100_000, "references/b.bib"),
}


@pytest.mark.parametrize(("data", "words"), BIBS.values(), ids=BIBS.keys())
def test_a_bibliography_that_is_none_is_a_finding(data: bytes, words: str, project: Path, ask: Callable[..., Answer]) -> None:
    """What does not parse is told with its file, and the other files are read."""
    (project / "references" / "b.bib").write_bytes(data)
    reported(ask("audit"), 1, words)


def test_files_of_a_project_that_are_no_files_are_told(project: Path, ask: Callable[..., Answer]) -> None:
    """A pipe, a folder and a circle of links among the .bib files and pages: told, and nothing waits for the pipe."""
    os.mkfifo(project / "references" / "pipe.bib")
    (project / "references" / "loop.bib").symlink_to("loop.bib")
    (project / "references" / "folder.bib").mkdir()
    (project / "claims.yaml").write_text(SMALL + "materials: {p: {path: references/pipe.bib}, q: {path: references/loop.bib}}\n", encoding="utf-8")
    reported(ask("audit"), 1, "references/pipe.bib", "references/loop.bib", "references/folder.bib")


def test_files_that_may_not_be_read_are_told(monkeypatch: pytest.MonkeyPatch, project: Path, ask: Callable[..., Answer]) -> None:
    """Without the right to read, claims.yaml is one line and a .bib file a finding."""
    real, denied = Path.read_bytes, "references/a.bib"

    def read_bytes(file: Path) -> bytes:
        if str(file).endswith(denied):
            raise PermissionError(13, "Permission denied")
        return real(file)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    monkeypatch.setitem(globals(), "snapshot", lambda folder: sorted(str(file) for file in folder.rglob("*")))  # it reads files itself
    reported(ask("audit"), 1, "references/a.bib", "ermission denied")
    denied = "claims.yaml"
    refused(ask("audit"), "Permission denied")


# --- words that make no call --------------------------------------------------------------------------------------

CALLS = {
    "a day that is none": (["audit", "--today", "soon"], ["'soon' is no day", "YYYY-MM-DD"]),
    "no day": (["audit", "--today", ""], ["'' is no day"]),
    "no baseline": (["audit", "--baseline", ""], ["is a folder"]),
    "no trusted reference": (["audit", "--trusted-ref", ""], ["git"]),
    "a day that is not in the calendar": (["audit", "--today", "2026-02-30"], ["is no day"]),
    "an unknown rule to select": (["audit", "--select", "claim-invalidd"], ["did you mean `claim-invalid`?"]),
    "an unknown rule to ignore": (["audit", "--ignore", "zebra\x1b"], ["there is no rule"]),
    "an unknown format": (["audit", "--format", "jsn"], ["did you mean json?"]),
    "an unknown suffix": (["audit", "--output", "out.doc"], ["no report format"]),
    "an unknown severity": (["audit", "--fail-on", "fatal"], ["--fail-on", "'fatal'"]),
    "an unknown option": (["audit", "--colour"], ["--colour"]),
    "half an option": (["audit", "--bas", "x"], ["--bas"]),
    "an option without its value": (["audit", "--baseline"], ["expected one argument"]),
    "two registries": (["audit", "claims.yaml", "claims.yaml"], ["unrecognized"]),
    "an output that is a folder": (["audit", "--output", "json=."], ["cannot be written"]),
    "an output in no folder": (["audit", "--output", "nowhere/out.json"], ["cannot be written"]),
    "an output with a NUL": (["audit", "--output", "json=a\0b"], ["cannot be written"]),
    "an output over the registry": (["audit", "--output", "json=claims.yaml"], ["a file that the audit reads"]),
    "an output over the bibliography": (["audit", "--output", "json=./references/../references/a.bib"], ["a file that the audit reads"]),
    "a baseline over the registry": (["baseline", "--output", "claims.yaml"], ["a file that the audit reads"]),
    "a baseline in no folder": (["baseline", "--output", "nowhere/b.json"], ["cannot be written"]),
    "a baseline that is not there": (["audit", "--baseline", "nowhere.json"], ["no file nowhere.json"]),
    "a baseline that is a folder": (["audit", "--baseline", "."], ["is a folder"]),
    "a baseline that is a device": (["audit", "--baseline", "/dev/zero"], ["no regular file"]),
    "a baseline with a NUL": (["audit", "--baseline", "a\0b"], ["cannot be read"]),
    "a baseline that is none": (["audit", "--baseline", "claims.yaml"], ["is no baseline"]),
    "a trusted reference without a repository": (["audit", "--trusted-ref", "main"], ["git"]),
    "a trusted reference that is an option": (["audit", "--trusted-ref=--upload-pack=touch owned"], ["no git reference"]),
    "a trusted reference with a NUL": (["audit", "--trusted-ref", "a\0b"], ["git"]),
    "an unknown command": (["adit"], ["did you mean 'audit'?"]),
    "a command of control characters": (["\x1b[2J"], ["there is no command"]),
    "a rule that is none": (["explain", "claim-invalidd"], ["did you mean `claim-invalid`?"]),
    "a profile that is none": (["explain", "--profile", "../../x"], ["there is no profile"]),
    "a start over what is there": (["init"], ["exists already"]),
    "a start in a file": (["init", "claims.yaml"], ["cannot be written to"]),
    "a start with a NUL": (["init", "a\0b"], ["cannot be written to"]),
}


@pytest.mark.parametrize(("words", "told"), CALLS.values(), ids=CALLS.keys())
def test_a_wrong_call_is_one_line_and_exit_2(words: list[str], told: list[str], project: Path, ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be asked is told in one line on stderr; nothing is on stdout, nothing is written."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    refused(ask(*words), *told)


BASELINES = ["", "[]", "{}", "null", "3", '{"version": 2, "findings": []}', '{"version": 1}', '{"version": 1, "findings": [1]}',
             '{"version": 1, "findings": [{}]}', '{"version": 1, "findings": {"a": 1}}', "[" * 100_000, "\xff\xfe", '{"version": 1, "findings": "ab"}']  # fmt: skip


@pytest.mark.parametrize("text", BASELINES)
def test_a_broken_baseline_is_refused(text: str, project: Path, ask: Callable[..., Answer]) -> None:
    """A baseline that does not parse, or of another form or version, is one line and exit 2: never an empty baseline."""
    (project / "b.json").write_bytes(text.encode("latin-1"))
    refused(ask("audit", "--baseline", "b.json"), "b.json is")


def test_a_baseline_that_is_a_pipe_or_a_circle_is_refused(project: Path, ask: Callable[..., Answer]) -> None:
    """Nothing waits for a pipe that nobody writes to."""
    os.mkfifo(project / "pipe.json")
    (project / "loop.json").symlink_to("loop.json")
    refused(ask("audit", "--baseline", "pipe.json"), "no regular file")
    refused(ask("audit", "--baseline", "loop.json"), "cannot be read")


@pytest.mark.parametrize("epoch", ["soon", "9" * 30, "9" * 5_000, "1e3", "-"])
def test_an_epoch_that_is_none_is_refused(epoch: str, project: Path, ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH must be seconds; the audit never falls back to the clock."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    refused(ask("audit"), "is no day")


# --- streams ------------------------------------------------------------------------------------------------------


def shell(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "EVIDENCE": f"{sys.executable} -m evidence", **environment}
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, timeout=LONGEST, env=settings, check=False)


JSON = ("audit --format json", "rules --format json", "schema", "log --format json", "locate one --format json", "scan page.html --format json")


def test_a_reader_that_goes_away_is_no_error(project: Path) -> None:
    """`| head -1` closes the pipe: no traceback, for a report and for printed help alike."""
    (project / "claims.yaml").write_text(SMALL + "".join(f"  - {{id: c{n}, text: Less pain {n}}}\n" for n in range(2_000)), encoding="utf-8")
    done = shell("$EVIDENCE audit | head -1; $EVIDENCE schema | head -1; $EVIDENCE explain | true", project)
    assert done.stderr == b""
    assert done.stdout.splitlines()[0].startswith(b"evidence ")


def test_an_output_that_is_full_or_closed_is_no_traceback(project: Path) -> None:
    """A full disk is one line and exit 2; a closed stdout takes nothing from the verdict."""
    given = ["audit", "rules", "schema", "--version", "audit --help", "nonsense"]
    done = shell("; ".join(f"$EVIDENCE {each} > /dev/full; echo $?; $EVIDENCE {each} >&-; echo $?" for each in given), project)
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == len(given) + 1
    assert done.stdout.split() == [b"2", b"0"] * (len(given) - 1) + [b"2", b"2"]
    assert shell("$EVIDENCE nonsense 2> /dev/full", project).returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_what_programs_read_is_the_same_bytes_on_every_machine(encoding: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON is UTF-8 with the words as they are, and a line of a CSV ends in CRLF, whatever stdout would make of text (Windows)."""
    (project / "claims.yaml").write_text(SMALL.replace("Less pain", "Less pain ü≥💊"), encoding="utf-8")
    (project / "page.html").write_text("<p>50% less pain ü≥💊</p>", encoding="utf-8")
    for given in (*JSON, "audit --format csv", "scan page.html --format csv", "log --format csv"):
        said = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said, encoding=encoding, newline="\r\n"))
        assert main(given.split()) == 0
        told = said.getvalue().decode("utf-8")
        assert "ü≥💊" in told or not given.startswith(("audit --format json", "scan"))
        if given.endswith("csv"):
            assert told.endswith("\r\n") and "\r\r" not in told, given
        else:
            assert json.loads(told) and "\r" not in told, given


def test_a_fault_of_ours_looks_like_no_audit(project: Path) -> None:
    """A crash shows its traceback, says whose fault it is, and ends with 70, which no audit gives."""
    broken = "from evidence import cli; cli._run = lambda given: 1 // 0; cli.command()"
    done = shell(f"{sys.executable} -c '{broken}'", project)
    assert (done.returncode, done.stdout) == (70, b"")
    assert b"ZeroDivisionError" in done.stderr and b"a fault of evidence, not of your files" in done.stderr.splitlines()[-1]
    assert shell(f"{sys.executable} -c '{broken}' 2> /dev/full", project).returncode == 70


@pytest.mark.parametrize("format", ["text", "csv"])
def test_the_name_of_a_page_does_not_act_on_the_terminal(format: str, project: Path, ask: Callable[..., Answer]) -> None:
    """An escape sequence in the name of a page is shown, not obeyed; so is one in its words."""
    name = "\x1b[31m=1+1.html"
    (project / name).write_text("<p>50% less pain &#x9b;31m\x1b[2J</p>", encoding="utf-8")
    code, out, err = ask("scan", name, "--format", format)
    assert (code, err) == (0, "")
    assert all(line.isprintable() for line in out.replace("\r\n", "\n").split("\n"))


def test_no_cell_of_a_scan_is_a_formula(project: Path, ask: Callable[..., Answer]) -> None:
    """What a spreadsheet computes gets an apostrophe, a full-width sign as well."""
    for number, sign in enumerate("=+-@＝＋－＠"):
        (project / f"{sign}{number}.txt").write_text("The device gave 50% less pain.\n", encoding="utf-8")
        code, out, _ = ask("scan", "--format", "csv", "--", f"{sign}{number}.txt")
        assert code == 0
        assert f"\n'{sign}{number}.txt," in out


def test_a_terminal_without_unicode_gets_a_report(project: Path) -> None:
    """Where stdout takes ASCII only, help and rule texts are printed, with escapes."""
    done = shell("$EVIDENCE --help && $EVIDENCE explain claim-invalid && $EVIDENCE audit", project, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stderr == b""


def test_names_that_are_no_unicode_are_reported(project: Path) -> None:
    """A registry, a bibliography and a sign-off whose file names are no UTF-8 are audited in every format."""

    def odd(path: bytes) -> Path:
        return Path(os.fsdecode(os.fsencode(str(project)) + path))

    (project / "claims.yaml").rename(odd(b"/cl\xffms.yaml"))
    odd(b"/references/\xff.bib").write_text("@article{b,\n  title = {Outcomes},\n", encoding="utf-8")
    (project / "approvals").mkdir()
    odd(b"/approvals/\xff.json").write_text("x", encoding="utf-8")
    formats = " ".join(f"--output {name}=out.{name}" for name in rooms.members("formats"))
    done = shell(f"$EVIDENCE audit $'cl\\xffms.yaml' {formats}", project)
    assert (done.returncode, done.stderr) == (1, b"")
    for name in rooms.members("formats"):
        assert "ms.yaml" in words(name, (project / f"out.{name}").read_bytes())


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can act as somebody else")
def test_somebody_else_without_rights_is_told(project: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """As a user who may not read the files: one line for claims.yaml, a finding for a .bib file."""

    def as_nobody() -> tuple[int, bytes, bytes]:
        os.seteuid(65534)
        try:
            code = main(["audit"])
        finally:
            os.seteuid(0)
        return (code, *capsysbinary.readouterr())

    main(["audit"])  # everything is imported before the rights are gone
    capsysbinary.readouterr()
    (project / "references" / "a.bib").chmod(0)
    code, out, err = as_nobody()
    assert (code, err) == (1, b"")
    assert b"ermission denied" in out
    (project / "claims.yaml").chmod(0)
    assert as_nobody() == (2, b"", b"evidence: claims.yaml cannot be read: Permission denied\n")
