"""BibTeX files that nobody on the team wrote: nothing crashes, nothing is lost, and bibtexparser itself agrees."""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
from pathlib import Path

import pytest

from evidence import bibtex, latex, references
from evidence.bibfiles import open_file
from evidence.model import Bibliography, Missing

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "bib"
FILES = sorted(path for path in DATA.rglob("*") if path.is_file() and ".csv" not in path.name and ".ris" not in path.name)

pytestmark = pytest.mark.skipif(not FILES, reason="../shared is not here: no files that nobody on the team wrote")

# Windows-1252, Latin-1, or UTF-16 without a mark: told, never guessed.
NOT_UTF8 = {
    "biber/encoding1.bib",
    "biber/encoding3.bib",
    "biber/encoding4.bib",
    "jabref/encoding-windows-1252-but-utf-8-declared--decoding-fails.bib",
    "jabref/encoding-windows-1252-with-header.bib",
    "jabref/encoding-windows-1252-without-header.bib",
    "jabref/fileformat__encoding-windows-1252-with-header.bib",
    "jabref/tiny-BE-noBOM.bib",
    "jabref/tiny-LE-noBOM.bib",
}

# typst's own parser takes % as a comment inside an entry, and what follows @comment without a brace up to the line's
# end; bibtexparser and BibTeX do neither, and lose the field or the text that follows.
NOT_VALID_HERE = {"comments.bib": [5, 30, 38, 46, 67]}

# Faults in what a value means, not in BibTeX: an impossible date, letters in a page range.
NOT_SEEN_HERE = {"incorrect_data.bib"}
INVALID = {"gral_rep_key.bib": "used a second time", "incorrect_syntax.bib": "without an equals sign"}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every file by its name under the folder, the .gz ones unpacked."""
    folder = tmp_path_factory.mktemp("bib")
    found = {}
    for number, path in enumerate(FILES):
        found[path.relative_to(DATA).as_posix()] = target = folder / f"{number}.bib" if path.suffix == ".gz" else path
        if path.suffix == ".gz":
            target.write_bytes(gzip.decompress(path.read_bytes()))
    return found


def _everything(name: str, path: Path, full: bool = False) -> Bibliography:
    """The file read with every entry cited."""
    return references.read([(name, path)], references.read([(name, path)], ()).keys, full=full)


def test_both_ways_agree_and_nothing_vanishes(unpacked: dict[str, Path]) -> None:
    """On every file the short way and the full way through bibtexparser give the same blocks, and the blocks hold every @."""
    seen = 0
    for name, path in unpacked.items():
        short, _ = open_file(name, path)
        if isinstance(short, Missing):
            continue
        long, _ = open_file(name, path, full=True)
        assert short == long, name
        seen += len(short.blocks)
        rest = list(short.text)
        for block in short.blocks:
            rest[block.start : block.end] = " " * (block.end - block.start)
            if block.kind == "text":
                assert not re.search(r"@\w*[ \t]*[({]", short.text[block.start : block.end]), name
        assert not "".join(rest).strip(), name
    assert seen > 15_000


def test_cited_references_agree(unpacked: dict[str, Path]) -> None:
    """With every entry cited, both ways give the same references and the same problems; only the files known for it are unreadable."""
    unreadable = set()
    for name, path in unpacked.items():
        if path.stat().st_size > 300_000:
            continue  # thousands of entries: their blocks and fields are compared above and below
        short = _everything(name, path)
        assert short == _everything(name, path, full=True), name
        assert set(short.references) == set(short.keys), name
        unreadable |= {name for name, _ in short.unreadable}
    assert unreadable == NOT_UTF8


def test_bibtexparser_agrees(unpacked: dict[str, Path]) -> None:
    """Every entry of bibtexparser's own parse is a key here, with the same raw fields, or is told; and the other way round."""
    splitter = pytest.importorskip("bibtexparser.splitter")
    for name, path in unpacked.items():
        file, _ = open_file(name, path)
        if isinstance(file, Missing):
            continue
        library = splitter.Splitter(file.text).split()
        ours = {block.key: block for block in reversed(file.blocks) if block.kind == "entry"}
        theirs = {entry.key: entry for entry in library.entries if entry.key and not any(map(str.isspace, entry.key))}
        broken = [block for block in file.blocks if block.kind == "broken"]
        for key in theirs.keys() - ours.keys():
            assert any(block.key == key for block in broken), (name, key)
        assert ours.keys() <= theirs.keys(), name
        for key, block in list(ours.items())[:500]:
            raw = [(field.name, field.value) for field in bibtex.fields(file.text, block)]
            assert raw == [(field.key, field.value) for field in theirs[key].fields], (name, key)
        told = len(broken) + len([block for block in file.blocks if block.kind in ("entry", "string")]) - len(ours)
        assert told >= len(library.failed_blocks), name


@pytest.mark.parametrize("path", [path for path in FILES if "valid" in path.parts], ids=lambda path: path.name)
def test_valid_files_have_no_broken_block(path: Path) -> None:
    """Files that typst's test suite calls valid are read without a problem; the exceptions are written down above."""
    found = _everything(path.name, path)
    assert found.keys
    assert [block.place.line for block in found.broken] == NOT_VALID_HERE.get(path.name, [])


@pytest.mark.parametrize("path", [path for path in FILES if "invalid" in path.parts], ids=lambda path: path.name)
def test_invalid_files_are_told_with_a_line(path: Path) -> None:
    """Files that typst's test suite calls invalid have a problem with its line, unless the fault is one of meaning."""
    found = _everything(path.name, path)
    if path.name in NOT_SEEN_HERE:
        assert not found.broken
        return
    (block,) = found.broken
    assert INVALID[path.name] in block.message
    assert path.read_text("utf-8").split("\n")[block.place.line - 1].startswith("@inproceedings{")


def _rows_of_csv() -> list[dict[str, str]]:
    text = gzip.decompress((DATA / "retraction_lit" / "Zotero-v2.2-385.csv.gz").read_bytes()).decode("utf-8-sig")
    names = {"DOI": "doi", "Title": "title", "Publication Year": "year"}
    return [{ours: row[theirs] for theirs, ours in names.items()} for row in csv.DictReader(io.StringIO(text))]


def _rows_of_ris() -> list[dict[str, str]]:
    text = gzip.decompress((DATA / "retraction_lit" / "Zotero-v2.2-385.ris.gz").read_bytes()).decode("utf-8-sig")
    names = {"DO": "doi", "TI": "title", "PY": "year"}
    rows: list[dict[str, str]] = []
    for line in text.splitlines():
        rows += [{}] if line.startswith("TY  -") else []
        if line[:2] in names and line[2:6] == "  - ":
            rows[-1][names[line[:2]]] = line[6:]
    return rows


def _bare(text: str) -> str:
    """Letters and digits only: typography and mark-up differ between the exports, words don't."""
    text = re.sub(r"</?\w+>", "", unicodedata.normalize("NFKC", text))
    return "".join(mark for mark in text.casefold() if mark.isalnum())


@pytest.mark.parametrize("rows", [_rows_of_csv, _rows_of_ris], ids=["csv", "ris"])
def test_one_library_in_three_formats(rows: object, unpacked: dict[str, Path]) -> None:
    """DOI, title and year of 385 references agree with the .csv and .ris of the same library in at least 99 % of those that have one.

    Zotero keeps 18 of the DOIs, of book sections and reports, where only its BibTeX export finds them.
    """
    assert callable(rows)
    theirs = rows()
    ours = list(_everything("z.bib", unpacked["retraction_lit/Zotero-v2.2-385.bib.gz"]).references.values())
    assert len(ours) == len(theirs) == 385
    for name in ("doi", "title", "year"):
        both = [(a.fields.get(name, ""), b[name]) for a, b in zip(ours, theirs, strict=True) if b.get(name)]
        same = [_bare(one) == _bare(other) for one, other in both]
        assert sum(same) >= 0.99 * len(both), (name, sum(same))
        assert len(both) >= 320, name


def test_table_of_accents_agrees_with_the_library(unpacked: dict[str, Path]) -> None:
    """Where the built-in table decodes a value, pylatexenc says the same in at least 99 % of the values that hold LaTeX."""
    seen = same = by_table = 0
    for name, path in unpacked.items():
        file, _ = open_file(name, path)
        if isinstance(file, Missing):
            continue
        for block in [block for block in file.blocks if block.kind == "entry"][:300]:
            for field in bibtex.fields(file.text, block):
                value = field.value[1:-1]
                if field.name.lower() not in ("title", "author", "journal", "booktitle") or "\\" not in value or len(value) > 500:
                    continue
                if "TeX" in value:
                    continue  # pylatexenc drops \\TeX without a word
                seen += 1
                if (decoded := latex._by_table(value)) is not None:
                    by_table += 1
                    same += _bare(decoded) == _bare(latex._by_library(value))
    assert seen > 500
    assert by_table >= 0.5 * seen  # two of the files are bibliographies of TeX itself
    assert same >= 0.99 * by_table
