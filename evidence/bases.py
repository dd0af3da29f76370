"""The legal and scientific bases of a profile: data files, one a profile, that say which text binds, guides or compares."""

from __future__ import annotations

from evidence import tree
from evidence.model import Basis
from evidence.rooms import HERE

MARKS = ("V", "V2")  # read at the source, or confirmed by a second one; nothing else is printed


def profiles() -> tuple[str, ...]:
    """The names of the profiles that the package holds."""
    return tuple(sorted(file.stem for file in (HERE / "profiles").glob("*.yaml")))


def bases(profile: str) -> dict[str, tuple[Basis, ...]]:
    """Basis id → the texts that bind or guide in this profile, in the file's order. Raises KeyError for an unknown profile."""
    if profile not in profiles():
        raise KeyError(profile)
    values, _ = tree.read((HERE / "profiles" / f"{profile}.yaml").read_text(encoding="utf-8"))
    texts = {name: Basis(**text) for name, text in values["texts"].items()}
    return {
        name: tuple(texts[each] for each in chosen if texts[each].role in ("binding", "guidance") and texts[each].mark in MARKS)
        for name, chosen in values["rules"].items()
    }
