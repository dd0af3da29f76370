"""Source documents: their text by sheets, why one is not read, and a cache that can never decide anything."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from evidence import cachefolder, documents, running
from evidence.model import Bibliography, Missing, Place, Policy, Reference, Registry
from evidence.pdfworker import Worker
from evidence.record import Document

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def registry(folder: Path, file: str, policy: Policy | None = None) -> Registry:
    reference = Reference("a", "article", {"file": file} if file else {}, Place("x.bib"))
    return Registry("claims.yaml", str(folder), policy=policy or Policy(), bibliography=Bibliography(references={"a": reference}))


def opened(folder: Path, file: str) -> Document:
    seen = documents.open_all(registry(folder, file))["a"]
    assert len(seen) == 1 and isinstance(seen[0], Document), seen
    return seen[0]


def refused(folder: Path, file: str) -> str:
    seen = documents.open_all(registry(folder, file))["a"]
    assert len(seen) == 1 and isinstance(seen[0], Missing), seen
    return seen[0].because


def pdf(*sheets: str, extra: str = "") -> bytes:
    """A small PDF: a sheet for each text."""
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(sheets)))
    parts = [f"1 0 obj<</Type/Catalog/Pages 2 0 R{extra}>>endobj", f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {len(sheets)}>>endobj"]
    parts.append("5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj")
    for at, words in enumerate(sheets):
        content = "BT /F 12 Tf 10 180 Td " + " ".join(f"({line}) Tj 0 -14 Td" for line in words.split("\n")) + " ET"
        parts.append(f"{10 + 2 * at} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Resources<</Font<</F 5 0 R>>>>/Contents {11 + 2 * at} 0 R>>endobj")
        parts.append(f"{11 + 2 * at} 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj")
    return ("%PDF-1.4\n" + "\n".join(parts) + "\ntrailer<</Root 1 0 R>>\n%%EOF\n").encode()


# --- what is read -----------------------------------------------------------------------------------------------------


def test_a_pdf_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    """Text by sheet, the hash of the bytes, the path as seen from claims.yaml."""
    (tmp_path / "a.pdf").write_bytes(pdf("Pain fell.", "By 68% in the end."))
    seen = opened(tmp_path, ":a.pdf:PDF")
    assert [sheet.strip() for sheet in seen.sheets] == ["Pain fell.", "By 68% in the end."]
    assert (seen.path, seen.kind, seen.sha256) == ("a.pdf", "pdf", hashlib.sha256((tmp_path / "a.pdf").read_bytes()).hexdigest())


def test_the_page_labels_of_a_pdf_are_its_printed_numbers(tmp_path: Path) -> None:
    """A PDF that names its pages e7, e8 is known by these names."""
    (tmp_path / "a.pdf").write_bytes(pdf("One.", "Two.", extra="/PageLabels<</Nums[0<</S/D/P(e)/St 7>>]>>"))
    assert opened(tmp_path, "a.pdf").labels == ("e7", "e8")


def test_page_numbers_printed_at_the_edge_are_labels(tmp_path: Path) -> None:
    """Where the file names no pages, the numbers printed on them that count on from sheet to sheet do."""
    (tmp_path / "a.pdf").write_bytes(pdf("Pain fell.\n451", "It fell more.\n452", "In 68 patients.\n453"))
    assert opened(tmp_path, "a.pdf").labels == ("451", "452", "453")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.html", "<p>10<sup>2</sup> cells, CO<sub>2</sub>, 88%<sup>18,20</sup></p>", "10² cells, CO₂, 88%¹⁸,²⁰"),
        ("f.html", "<p>It was 69.5<sup>f</sup> and 12<sup>a,k</sup>, 1<sup>st</sup>, 1<sup>er</sup>, <sup>99m</sup>Tc</p>", "It was 69.5ᶠ and 12ᵃ,ᵏ, 1st, 1er, ⁹⁹mTc"),
        ("a.txt", "Pain fell by 68%.", "Pain fell by 68%."),
        ("a.md", "Pain *fell* by 68%.", "Pain fell by 68%."),
        ("a.nxml", "<article><body><p>Pain 10<sup>−6</sup> fell&#160;by 68%<sup><xref>18</xref></sup>.</p></body></article>", "Pain 10⁻⁶ fell\xa0by 68%¹⁸."),
    ],
)
def test_other_kinds_have_one_sheet_and_keep_what_is_raised(tmp_path: Path, name: str, content: str, words: str) -> None:
    """HTML, text, markdown and JATS XML are read by the readers; superscripts are written as such."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert [sheet.strip() for sheet in opened(tmp_path, name).sheets] == [words]


def test_several_files_of_an_entry_are_all_opened(tmp_path: Path) -> None:
    """In the order of the field; one that is not there is told beside the others."""
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    seen = documents.open_all(registry(tmp_path, ":a.txt:Text;:gone.pdf:PDF"))["a"]
    assert isinstance(seen[0], Document) and isinstance(seen[1], Missing)
    assert "there is no file `gone.pdf`" in seen[1].because


# --- what is not ------------------------------------------------------------------------------------------------------


def test_an_entry_without_a_file_says_so(tmp_path: Path) -> None:
    """The words are those that a report prints."""
    assert refused(tmp_path, "") == "the entry of `a` names no document in its `file` field: the quoted words were not looked for"


def test_a_document_of_three_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    """By its size alone: it is a file with a hole, and reading it would take long."""
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(3_000_000_000)
    start = time.perf_counter()
    assert "3,000 MB, and the limit is" in refused(tmp_path, "a.pdf")
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("name", "words"), [("scanned.pdf", "without text, such as a scan"), ("encrypted.pdf", "encrypted and opens with a password only")]
)
def test_a_pdf_without_words_says_why(tmp_path: Path, name: str, words: str) -> None:
    """Scans and locked files are unchecked, each with its reason."""
    (tmp_path / "a.pdf").write_bytes((SAMPLES / name).read_bytes())
    assert words in refused(tmp_path, "a.pdf")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4\n",
        b"\0" * 5000,
        b"%PDF-1.4\n%%EOF",
        pdf("a")[:300],
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.4\n" + b"".join(b"%d 0 obj<</A %d 0 R>>endobj\n" % (at, at + 1) for at in range(3, 20_000)) + b"trailer<</Root 3 0 R>>\n%%EOF",
        b"%PDF-1.4\n1 0 obj" + b"[" * 100_000 + b"]" * 100_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    ],
    ids=["empty", "head only", "zeros", "nothing in it", "cut off", "pages in a loop", "catalog in a loop", "20,000 objects in a row", "nested deep"],
)
def test_a_hostile_pdf_is_a_reason_in_bounded_time(tmp_path: Path, content: bytes) -> None:
    """Whatever it is made of: one sentence, soon."""
    (tmp_path / "a.pdf").write_bytes(content)
    start = time.perf_counter()
    assert refused(tmp_path, "a.pdf").startswith("a.pdf could not be read: ")
    assert time.perf_counter() - start < 30


@pytest.mark.parametrize("kids", [False, True], ids=["that nothing names", "each of them a page"])
def test_a_pdf_of_a_million_objects_is_a_reason_in_bounded_time(tmp_path: Path, kids: bool) -> None:
    """Within the time and memory given to one document, and what comes behind it is read."""
    with (tmp_path / "a.pdf").open("wb") as file:
        file.write(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n")
        file.write(b"2 0 obj<</Type/Pages/Count 1000000/Kids[" + (b" ".join(b"%d 0 R" % at for at in range(3, 1_000_003)) if kids else b"") + b"]>>endobj\n")
        file.writelines(b"%d 0 obj<<>>endobj\n" % at for at in range(3, 1_000_003))
        file.write(b"trailer<</Root 1 0 R/Size 1000003>>\n%%EOF")
    (tmp_path / "b.txt").write_text("Pain fell.", encoding="utf-8")
    start = time.perf_counter()
    hostile, plain = documents.open_all(registry(tmp_path, "a.pdf;b.txt"))["a"]
    assert time.perf_counter() - start < 40
    assert isinstance(hostile, Missing) and hostile.because.startswith("a.pdf could not be read: ")
    assert isinstance(plain, Document)


def test_what_hangs_is_stopped_and_what_follows_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A reader that never answers is stopped after its time; the next file gets a new one; after three no more are tried."""
    slow = tmp_path / "slow.py"
    slow.write_text("import sys, time\nhead = sys.stdin.buffer.read(8)\nif sys.stdin.buffer.read(int.from_bytes(head, 'big')) == b'slow': time.sleep(60)\n"
                    "sys.stdout.buffer.write((2).to_bytes(8, 'big') + b'{}'); sys.stdout.flush()\n", encoding="utf-8")
    monkeypatch.setattr("evidence.pdfworker.PROGRAM", slow)
    worker = Worker(seconds=0.7)
    try:
        assert "could not be read within" in worker.read(b"slow")["because"]
        worker.seconds = 30
        assert worker.read(b"quick") == {}
        worker.stopped = 3
        assert "took too long" in worker.read(b"quick")["because"]
    finally:
        worker.close()


# --- the cache --------------------------------------------------------------------------------------------------------


def entries(cache: Path) -> list[Path]:
    return sorted((cache / "evidence" / "documents").iterdir())


def test_the_text_is_kept_by_the_hash_of_the_bytes_for_this_user_alone(tmp_path: Path, cache: Path) -> None:
    """One entry a document, named by its hash, 0600 in a folder of 0700; nothing is written beside the document."""
    (tmp_path / "a.txt").write_text("Pain fell.", encoding="utf-8")
    seen = opened(tmp_path, "a.txt")
    assert [entry.name.startswith(seen.sha256) for entry in entries(cache)] == [True]
    assert entries(cache)[0].stat().st_mode & 0o777 == 0o600
    assert (cache / "evidence" / "documents").stat().st_mode & 0o777 == 0o700
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.txt"]


def test_another_document_at_the_same_place_is_read_anew(tmp_path: Path) -> None:
    """What was kept belongs to the bytes, not to the path."""
    (tmp_path / "a.txt").write_text("Pain fell.", encoding="utf-8")
    opened(tmp_path, "a.txt")
    (tmp_path / "a.txt").write_text("Pain rose.", encoding="utf-8")
    assert opened(tmp_path, "a.txt").sheets == ("Pain rose.\n",)


@pytest.mark.parametrize("harm", ["cut", "changed", "empty", "renamed", "open to others", "a link", "another form"])
def test_an_entry_that_is_not_whole_counts_as_absent(tmp_path: Path, cache: Path, harm: str) -> None:
    """A broken, changed, moved or foreign entry never decides: the document is read again."""
    (tmp_path / "a.txt").write_text("Pain fell by 68%.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Pain fell by 86%.", encoding="utf-8")
    opened(tmp_path, "b.txt")
    other = entries(cache)[0].read_bytes()
    opened(tmp_path, "a.txt")
    entry = next(one for one in entries(cache) if one.read_bytes() != other)
    whole = entry.read_bytes()
    if harm == "renamed":
        entry.write_bytes(other)
    elif harm == "open to others":
        entry.write_bytes(other)
        entry.chmod(0o666)
    elif harm == "a link":
        entry.unlink()
        entry.symlink_to(next(one for one in entries(cache) if one != entry))
    elif harm == "another form":
        content = b'{"kind": "text", "sheets": [5], "labels": []}'
        entry.write_bytes(hashlib.sha256(entry.name.encode() + content).hexdigest().encode() + content)
    else:
        entry.write_bytes({"cut": whole[:-9], "changed": whole.replace(b"68%", b"86%"), "empty": b""}[harm])
    assert opened(tmp_path, "a.txt").sheets == ("Pain fell by 68%.\n",)


def test_a_cache_that_others_may_write_into_is_not_used(tmp_path: Path, cache: Path) -> None:
    """Nor read: a folder open to others is as if it were not there."""
    (cache / "evidence" / "documents").mkdir(parents=True)
    (cache / "evidence" / "documents").chmod(0o777)
    (tmp_path / "a.txt").write_text("Pain fell.", encoding="utf-8")
    opened(tmp_path, "a.txt")
    assert entries(cache) == []


def test_a_cache_inside_of_the_project_or_its_repository_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that is proposed to a project may not bring its own cache along."""
    (tmp_path / ".git").mkdir()
    project = tmp_path / "site" / "evidence"
    project.mkdir(parents=True)
    for place in (project / ".cache", tmp_path / ".cache"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(place))
        assert cachefolder.folder([project]) is None
        assert not place.exists()
    assert cachefolder.folder([tmp_path.parent / "elsewhere"]) is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path, cache: Path) -> None:
    """A read-only home is no trouble."""
    cache.chmod(0o500)
    (tmp_path / "a.txt").write_text("Pain fell.", encoding="utf-8")
    assert opened(tmp_path, "a.txt").sheets == ("Pain fell.\n",)


def test_where_there_is_no_home_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that cannot be made is no trouble either."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    (tmp_path / "a.txt").write_text("Pain fell.", encoding="utf-8")
    assert opened(tmp_path, "a.txt").sheets == ("Pain fell.\n",)


# --- running heads ----------------------------------------------------------------------------------------------------


def test_running_heads_are_told_from_figures_that_stand_alone() -> None:
    """A head on every sheet and numbers that count on are none of the text; a lone figure that does not count on is."""
    sheets = [f"Journal of Trials 2016\n{'abc'[at]} first words\n{text}\n{450 + at}\n" for at, text in enumerate(("68", "12", "5"))]
    for at, (sheet, away) in enumerate(zip(sheets, running.spans(sheets), strict=True)):
        kept = [sheet[start:end].strip() for start, end in away]
        assert kept == ["Journal of Trials 2016", str(450 + at)]
