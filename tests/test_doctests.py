"""The examples in docstrings run and print what they say."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import evidence

PACKAGE = Path(__file__).parents[1] / "evidence"
WITH_EXAMPLES = [file for file in sorted(PACKAGE.rglob("*.py")) if ">>> " in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize("file", WITH_EXAMPLES, ids=lambda file: file.stem)
def test_examples_print_what_they_say(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every >>> in a docstring of the package; those that name a file mean this repository's own."""
    monkeypatch.chdir(PACKAGE.parent)
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    module = import_module(".".join(part for part in parts if part != "__init__"))
    failed, run = doctest.testmod(module)
    assert run > 0
    assert failed == 0


def test_every_name_of_the_face_has_words_and_an_example() -> None:
    """What `import evidence` offers, and each public function of `plots` and `frames.legend`, tells itself with an example that runs."""
    names = [name for name in evidence.__all__ if name not in ("__version__", "frames", "plots")]
    nouns = [getattr(evidence, name) for name in names] + [evidence.frames.legend]
    nouns += [getattr(evidence.plots, name) for name in ("intervals", "coverage", "timeline", "network", "grim")]
    assert [noun.__name__ for noun in nouns if ">>> " not in (noun.__doc__ or "")] == []
