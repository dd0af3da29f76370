"""The grammar of claims.yaml never calls fitting what the pydantic models object to, and says it of what is right."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_schema import DESIGNED
from write_grammar import FILE, written

from evidence import grammar, tree
from evidence.complaints import complain

ROOT = Path(__file__).resolve().parents[1]
WHOLE, _ = tree.read(DESIGNED)
ODD = ["", " ", "a", "7", "7.5", "-.5", "1e3", "٣", "7\n", "2026-02-30", "2026-02-28", "2026-2-8", "24 months", "yes", "true", "True", "error", "x" * 101, "é", "\ud800", "\0"]
SCALARS = st.one_of(st.none(), st.sampled_from([*ODD, "x" * 20_001]), st.text(max_size=12))
NODES = st.recursive(SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["key", "id", "from", "text", "é"]), inner, max_size=3)), max_leaves=6)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a tree."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for step, value in inner for found in places(value, (*path, step)))]


PLACES = places(WHOLE)


def changed(at: tuple[Any, ...], how: str, value: Any) -> Any:
    """The designed file with one value replaced or taken out, or with one more key beside it."""
    if not at:
        return value
    whole = copy.deepcopy(WHOLE)
    holder = whole
    for step in at[:-1]:
        holder = holder[step]
    if how == "out":
        del holder[at[-1]]
    elif how == "beside" and isinstance(holder, dict):
        holder["key"] = value
    else:
        holder[at[-1]] = value
    return whole


def test_the_grammar_is_that_of_the_models() -> None:
    """templates/claims.grammar.json is what tests/write_grammar.py writes today."""
    assert FILE.read_text("utf-8") == written(), "run `PYTHONPATH=. python tests/write_grammar.py`"


@pytest.mark.parametrize("text", [DESIGNED, (ROOT / "claims.yaml").read_text("utf-8")], ids=["designed", "first data"])
def test_a_right_file_is_known_to_be_right(text: str) -> None:
    """The quick way is taken where there is nothing to complain about: the design's own example and the first data."""
    values, _ = tree.read(text)
    assert grammar.fits(values)
    assert complain(values) == ([], [])


@settings(max_examples=400)
@given(at=st.sampled_from(PLACES), how=st.sampled_from(["instead", "out", "beside"]), value=NODES)
def test_what_fits_is_never_complained_about(at: tuple[Any, ...], how: str, value: Any) -> None:
    """Whatever is changed in a right file: where the grammar is sure, the models have no complaint."""
    values = changed(at, how, value)
    if grammar.fits(values):
        assert complain(values) == ([], [])


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("at", [path for path in PLACES if path and not isinstance(path[-1], int)][::5])
def test_every_odd_scalar_at_every_kind_of_place(at: tuple[Any, ...], value: str) -> None:
    """The same for texts that lie at the edge of some form: both say yes, or the grammar doubts."""
    values = changed(at, "instead", value)
    assert not grammar.fits(values) or complain(values) == ([], [])


def test_many_claims_are_left_to_the_models() -> None:
    """Beyond MANY claims the models are faster, so the grammar does not answer."""
    claims = [{"id": f"c{index}", "text": "a"} for index in range(grammar.MANY + 1)]
    assert not grammar.fits({"version": "1", "claims": claims})
    assert grammar.fits({"version": "1", "claims": claims[1:]})


def test_the_test_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grammar that forgot what is required would be seen."""
    file, named = grammar._grammar()
    monkeypatch.setattr(grammar, "_grammar", lambda: (["keys", file[1], []], named))
    assert grammar.fits({"claims": []})
    assert complain({"claims": []})[0]
