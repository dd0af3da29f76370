"""The notebooks: what is committed is what a fresh kernel without a network makes of the sources today."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="nbformat is not here: pip install 'evidence-audit[notebook]'")
for needed in ("nbclient", "ipykernel", "altair", "vl_convert", "pyarrow"):
    pytest.importorskip(needed, reason=f"{needed} is not here: pip install 'evidence-audit[notebook]'")
import write_notebooks  # noqa: E402 - it needs what is asked for above

NAMES = sorted(file.stem for file in write_notebooks.SOURCES.glob("*.py"))
RANDOM = re.compile(r"(?<=#T_)[0-9a-f]{5}|0x[0-9a-f]+|/tmp/\S+")


def read(name: str) -> Any:
    return nbformat.read(write_notebooks.FOLDER / f"{name}.ipynb", as_version=4)


def told(cell: Any) -> list[Any]:
    """What a cell printed and showed as text; of pictures only that there is one, for their bytes hang on fonts."""
    shown = []
    for output in cell.get("outputs", ()):
        if output.output_type == "stream":
            shown.append((output.name, RANDOM.sub("…", output.text)))
        else:
            data = output.get("data", {})
            pictures = sorted(kind for kind in data if kind.startswith("image/"))
            texts = {kind: RANDOM.sub("…", text) for kind, text in data.items() if kind.startswith("text/") and not pictures}
            shown.append((output.output_type, pictures, texts))
    return shown


def test_there_are_three() -> None:
    """Every source has its notebook, and every notebook its source."""
    assert NAMES == ["01_audit_walkthrough", "02_recompute", "03_portfolio"]
    assert sorted(file.stem for file in write_notebooks.FOLDER.glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_its_source_with_outputs(name: str) -> None:
    """The same cells; every cell of code was run, in order, without an error; less than a million bytes."""
    committed, source = read(name), write_notebooks.built(write_notebooks.SOURCES / f"{name}.py")
    assert [(cell.cell_type, cell.source, cell.id) for cell in committed.cells] == [(cell.cell_type, cell.source, cell.id) for cell in source.cells]
    code = [cell for cell in committed.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [output for cell in code for output in cell.outputs if output.output_type == "error" or output.get("name") == "stderr"]
    assert (write_notebooks.FOLDER / f"{name}.ipynb").stat().st_size < 1_000_000
    nbformat.validate(committed)


@pytest.mark.parametrize("name", NAMES)
def test_a_fresh_kernel_says_the_same(name: str) -> None:
    """`python tests/write_notebooks.py` writes them again where this fails and the news is right."""
    fresh, committed = write_notebooks.executed(write_notebooks.SOURCES / f"{name}.py"), read(name)
    if fresh.metadata.made_with != committed.metadata.made_with:
        pytest.skip(f"it ran without an error; its texts were made with {dict(committed.metadata.made_with)}, and here is another version")
    for old, new in zip(committed.cells, fresh.cells, strict=True):
        assert told(new) == told(old), old.source


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_judges_nobody(name: str) -> None:
    """The page is a real company's: prose says what was read and what follows, and calls nothing false, fraudulent or compliant."""
    prose = " ".join(cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    assert not re.search(r"\b(?:fraud\w*|lied|lying|liar|mislead\w*|deceptive|illegal|compliant|dishonest)\b", prose, re.IGNORECASE)


def test_the_kernel_reaches_no_network(tmp_path: Path) -> None:
    """A cell that asks for an address is refused, so a notebook that would need one fails here."""
    source = tmp_path / "x.py"
    source.write_text("# %%\nimport socket\nsocket.create_connection(('127.0.0.1', 9))\n", encoding="utf-8")
    with pytest.raises(Exception, match="a notebook asks no network"):
        write_notebooks.executed(source)
