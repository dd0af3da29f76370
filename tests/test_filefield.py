"""The `file` field of a BibTeX entry: the forms of JabRef and Zotero, and what is never opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import filefield
from evidence.model import Missing


@pytest.mark.parametrize(
    ("value", "paths"),
    [
        ("paper.pdf", ("paper.pdf",)),
        (":paper.pdf:PDF", ("paper.pdf",)),
        ("Full text:Polly 2016.pdf:PDF", ("Polly 2016.pdf",)),
        ("Full Text PDF:files/12/Polly.pdf:application/pdf;Snapshot:files/13/index.html:text/html", ("files/12/Polly.pdf", "files/13/index.html")),
        ("files/12/Polly.pdf;files/13/b.pdf", ("files/12/Polly.pdf", "files/13/b.pdf")),
        (r":Fen2010\: risk\; level.pdf:PDF", ("Fen2010: risk; level.pdf",)),
        (r"C\:\\Users\\ana\\Polly.pdf", ("C:/Users/ana/Polly.pdf",)),
        (r":C:\Users\ana\Polly.pdf:PDF", ("C:/Users/ana/Polly.pdf",)),
        (":a.pdf:PDF;:a.pdf:PDF", ("a.pdf",)),
        (" ; ", ()),
        ("", ()),
    ],
)
def test_the_paths_of_a_field(value: str, paths: tuple[str, ...]) -> None:
    """Description, path and type are told apart; escaped colons and semicolons belong to the name."""
    assert filefield.paths(value) == paths


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a document, a folder, links that lead out, a loop of links and a pipe; beside it a folder and a secret."""
    (tmp_path / "project" / "references").mkdir(parents=True)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "b.pdf").write_bytes(b"b")
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    references = tmp_path / "project" / "references"
    (references / "a.pdf").write_bytes(b"a")
    (references / "out.pdf").symlink_to(tmp_path / "secret.pdf")
    (references / "in.pdf").symlink_to(references / "a.pdf")
    (references / "loop.pdf").symlink_to(references / "loop.pdf")
    os.mkfifo(references / "pipe.pdf")
    return tmp_path / "project"


@pytest.mark.parametrize("typed", ["a.pdf", "./a.pdf", "../references/a.pdf", "in.pdf"])
def test_what_lies_in_the_project_is_followed(project: Path, typed: str) -> None:
    """Paths are seen from the .bib file; a link inside of the project is followed."""
    assert filefield.follow(typed, "references/x.bib", project) == (project / "references" / "a.pdf").resolve()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("../../../../../../../../etc/passwd", "leads out"),
        ("/etc/passwd", "one computer"),
        ("../../secret.pdf", "leads out"),
        ("out.pdf", "leads out"),
        ("loop.pdf", "cannot be followed"),
        ("pipe.pdf", "no ordinary file"),
        ("/dev/zero", "one computer"),
        (".", "a folder"),
        ("gone.pdf", "there is no file"),
        ("a\0.pdf", "no file name has"),
        ("a\n.pdf", "no file name has"),
        ("~/a.pdf", "one computer"),
        ("file:///etc/passwd", "one computer"),
        ("C:/Users/ana/a.pdf", "one computer"),
        ("https://example.org/a.pdf", "on the web"),
        ("x" * 5000, "cannot be followed"),
        ("", "cannot be read as a path"),
    ],
)
def test_what_leads_elsewhere_is_refused_with_a_reason(project: Path, typed: str, words: str) -> None:
    """Out of the project, by whatever way, devices, pipes, loops and what is no path: refused, and told in words."""
    seen = filefield.follow(typed, "references/x.bib", project)
    assert isinstance(seen, Missing)
    assert words in seen.because
    assert "\0" not in seen.because and "\n" not in seen.because


def test_the_policy_may_allow_a_folder_and_nothing_beside_it(project: Path) -> None:
    """`policy.documents` opens one folder, for relative and absolute paths and for links; what lies beside it stays closed."""
    papers, beside = project.parent / "papers", project.parent / "papersx"
    beside.mkdir()
    (beside / "b.pdf").write_bytes(b"b")
    for typed in ("../../papers/b.pdf", str(papers / "b.pdf")):
        assert filefield.follow(typed, "references/x.bib", project, [str(papers)]) == (papers / "b.pdf").resolve()
        assert filefield.follow(typed, "references/x.bib", project, ["../papers"]) == (papers / "b.pdf").resolve()
    for typed in ("../../secret.pdf", "/etc/passwd", "out.pdf", f"{papers}/../secret.pdf", f"{beside}/b.pdf", "../../papersx/b.pdf"):
        seen = filefield.follow(typed, "references/x.bib", project, [str(papers), ""])
        assert isinstance(seen, Missing) and "there is no file" not in seen.because, typed


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("a./\\:;~{}C% \0\n\té…-"), max_size=40) | st.text(max_size=60))
def test_no_field_leads_out_or_raises(value: str) -> None:
    """Whatever is typed: a file of the project or a reason, never an exception, never another file."""
    folder = Path(__file__).parent / "samples"
    for _, seen in filefield.followed(value, "x.bib", folder):
        assert isinstance(seen, Missing) or seen.is_relative_to(folder.resolve())


def test_of_a_field_of_a_million_marks_only_the_beginning_is_read() -> None:
    """Its length is capped: what stands behind changes nothing (that the patterns take time in proportion is test_growth's)."""
    for mark in (":", ";", "\\", "C:\\", "a:", "\\;", "a;"):
        field = (mark * filefield.LONGEST)[: filefield.LONGEST]
        assert filefield.paths(field + ";b.pdf" * 200_000) == filefield.paths(field)
        assert len(filefield.paths(field)) <= filefield.MOST
