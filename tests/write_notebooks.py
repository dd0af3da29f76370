"""Write the notebooks: from notebooks/sources/*.py (cells begin with `# %%`), executed in a fresh kernel, with their outputs.

    python tests/write_notebooks.py [NAME …]

The sources are what people edit; tests/test_notebooks.py executes them again and compares.
"""

from __future__ import annotations

import os
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
SOURCES = FOLDER / "sources"
CELL = re.compile(r"^# %%( \[markdown\])?$", re.MULTILINE)
# In the kernel, before the first cell: nothing may leave this machine. zmq, which carries the cells, does not pass here.
NO_NETWORK = (
    "import socket as _s",
    "def _no(*a, **k): raise OSError('a notebook asks no network')",
    "_s.getaddrinfo = _no; _s.create_connection = _no; _s.socket.connect = _no; _s.socket.connect_ex = _no",
)


def built(source: Path) -> Any:
    """The notebook of a source, without outputs. Ids are the cells' numbers, so that equal sources give equal files."""
    import nbformat

    parts = CELL.split(source.read_text(encoding="utf-8"))
    cells = []
    for number, (kind, text) in enumerate(zip(parts[1::2], parts[2::2], strict=True), 1):
        text = text.strip("\n")
        if kind:
            words = "\n".join(line.removeprefix("#").removeprefix(" ") for line in text.splitlines())
            cells.append(nbformat.v4.new_markdown_cell(words, id=f"cell-{number}"))
        else:
            cells.append(nbformat.v4.new_code_cell(text, id=f"cell-{number}"))
    made = {name: version(name).split(".")[0] for name in ("pandas", "altair")}  # their texts differ from one to the next
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}, "made_with": made})


def executed(source: Path) -> Any:
    """The notebook with the outputs of a fresh kernel that starts in notebooks/ and cannot reach a network."""
    from nbclient import NotebookClient

    notebook = built(source)
    path = f"{FOLDER.parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    guard = [f"--IPKernelApp.exec_lines={line}" for line in NO_NETWORK]
    where = {"metadata": {"path": str(FOLDER)}}
    client = NotebookClient(notebook, kernel_name="python3", timeout=300, resources=where, record_timing=False, coalesce_streams=True, extra_arguments=guard)
    client.execute(env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "COLUMNS": "120"})
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata["language_info"] = {"name": "python"}  # without the kernel's own version
    return notebook


def main(names: list[str]) -> None:
    import nbformat

    for source in sorted(SOURCES.glob("*.py")):
        if not names or source.stem in names:
            target = FOLDER / f"{source.stem}.ipynb"
            nbformat.write(executed(source), target)
            print(f"{target.relative_to(FOLDER.parent)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
