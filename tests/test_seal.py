"""Seals: what leaves them as they are, what changes them, and the published examples."""

from __future__ import annotations

import copy
import json
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import standin_project as stand
import write_seals
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import schema, seal, standings
from evidence.pipeline import audit

VECTORS = json.loads(write_seals.FILE.read_text(encoding="utf-8"))
BASE = yaml.load(stand.CLAIMS, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts and nothing else
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stand.project(tmp_path_factory.mktemp("seals"))


def seals(folder: Path, text: str | None = None, bib: str = stand.BIB) -> dict[str, str]:
    """The digests of the claim `pain`, by the real loader."""
    (folder / "claims.yaml").write_bytes((text or stand.CLAIMS).encode())
    (folder / "references" / "a.bib").write_bytes(bib.encode())
    found = audit(folder / "claims.yaml", today=stand.TODAY, select=["claim-invalid"], pages=False)
    day = standings.today(found.registry, found.rules)
    chain = next(one.chain for one in found.claims if one.claim.id == "pain")
    return dict(standings.of_claim(chain, day).digests)


@pytest.fixture(scope="module")
def own(folder: Path) -> dict[str, str]:
    return seals(folder)


# --- the published examples ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", VECTORS["values"], ids=lambda one: one["canonical"][:40])
def test_a_published_example(vector: dict[str, Any]) -> None:
    """Every example gives the canonical form and the seal that were published."""
    assert seal.encoded([vector["part"], seal.canonical(vector["value"])]).decode() == vector["canonical"]
    assert seal.seal(vector["part"], vector["value"]) == vector["seal"]


def test_the_published_project(own: dict[str, str]) -> None:
    """The tests' own project has the seals that were published: who changes one voids every signature ever made."""
    assert own == {part: each["seal"] for part, each in VECTORS["project"]["parts"].items()}
    assert json.loads(write_seals.written()) == VECTORS


def test_examples_that_must_differ_do() -> None:
    """Fields do not run into each other, and the part is in the seal."""
    assert seal.seal("claim", ["dose 1", "0 mg"]) != seal.seal("claim", ["dose 10", " mg"])
    assert seal.seal("claim", {"a": "x"}) != seal.seal("policy", {"a": "x"})
    assert seal.seal("claim", {"a": "1.10"}) != seal.seal("claim", {"a": "1.1"})


# --- canonical form -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("Infinity"), Decimal("sNaN")])
def test_what_is_no_number_is_refused(number: object) -> None:
    """NaN and infinity have no seal."""
    with pytest.raises(ValueError, match="no number"):
        seal.seal("claim", {"value": [number]})


def test_what_is_no_data_is_refused() -> None:
    """A set has no order, and bytes no text: neither has a seal."""
    for value in ({"a"}, b"a", object()):
        with pytest.raises(TypeError):
            seal.canonical({"x": value})


def test_two_keys_that_become_one_are_refused() -> None:
    """Folded keys must not hide one another."""
    with pytest.raises(ValueError, match="two keys"):
        seal.canonical({"a b": "1", "a  b": "2"})


@given(st.recursive(st.none() | st.booleans() | WORDS | st.integers(), lambda each: st.lists(each, max_size=4) | st.dictionaries(WORDS, each, max_size=4), max_leaves=12))
@settings(max_examples=150, deadline=None)
def test_the_canonical_form_is_one(value: object) -> None:
    """Canonical twice is canonical once; it survives JSON; its keys are sorted."""
    try:
        once = seal.canonical(value)
    except ValueError:
        return  # two keys became one
    assert seal.canonical(once) == once
    assert json.loads(seal.encoded(once)) == once
    assert seal.encoded(json.loads(seal.encoded(once))) == seal.encoded(once)


@given(WORDS, st.sampled_from([" ", "\t", "\r\n", "\n", "\u00a0", "\u2003", "  "]))
@settings(max_examples=100, deadline=None)
def test_white_space_and_normal_forms_are_one(words: str, space: str) -> None:
    """Spaces of any kind and number, line ends, and composed or decomposed letters seal alike."""
    plain = f"a {words} b"
    assert seal.text(f"{space}a{space}{words}{space}b{space}") == seal.text(plain)
    assert seal.text(unicodedata.normalize("NFD", plain)) == seal.text(unicodedata.normalize("NFC", plain))


@given(WORDS, WORDS)
@settings(max_examples=200, deadline=None)
def test_other_words_have_another_seal(one: str, other: str) -> None:
    """Two texts seal alike only where they are one text, normal form and white space aside."""
    alike = " ".join(unicodedata.normalize("NFC", one).split()) == " ".join(unicodedata.normalize("NFC", other).split())
    assert (seal.seal("claim", one) == seal.seal("claim", other)) == alike


# --- by the real loader: what does not change a seal ----------------------------------------------------------------


def shuffled(value: Any, order: Callable[[list[Any]], list[Any]]) -> Any:
    """Every mapping's keys in another order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key], order) for key in order(list(value))}
    return [shuffled(one, order) for one in value] if isinstance(value, list) else value


@given(st.randoms(use_true_random=False), st.sampled_from(["'", '"', None]), st.sampled_from([True, False]), st.sampled_from(["\n", "\r\n"]), st.integers(20, 200))
@settings(max_examples=40, deadline=None)
def test_another_way_of_typing_the_same(folder: Path, own: dict[str, str], chance: Any, quotes: str | None, flow: bool, end: str, width: int) -> None:
    """Keys in another order, other quotation marks, flow or block, other line ends, other line breaks, comments: the same seals."""
    mixed = shuffled(BASE, lambda keys: chance.sample(keys, len(keys)))
    chance.shuffle(mixed["claims"])
    text = yaml.dump(mixed, default_style=quotes, default_flow_style=flow, sort_keys=False, width=width, allow_unicode=True)
    commented = "# a comment\n" + "".join(f"{line}\n" for line in text.splitlines())
    assert seals(folder, commented.replace("\n", end)) == own


REORDERED = {
    "lists whose order says nothing": (stand.CLAIMS.replace("[US, DE]", "[DE, US]"), stand.BIB),
    "one in a list or alone": (stand.CLAIMS.replace("audience: [hcp]", "audience: [ hcp ]"), stand.BIB),
    "comments": (stand.CLAIMS.replace("    type: efficacy\n", "    type: efficacy  # checked\n\n    # more\n"), stand.BIB),
    "the key for the printed number": (stand.CLAIMS.replace("references: [1]", "references: [a]").replace("reference: 1,", "reference: a,"), stand.BIB),
    "the paper is renumbered": (stand.CLAIMS.replace("{1: a}", "{7: a}").replace("[1]", "[7]").replace("reference: 1,", "reference: 7,"), stand.BIB),
    "a derivation written out": (
        stand.CLAIMS.replace("        from: {", "        derivations:\n          - from: {").replace("        set: all", "            set: all").replace("        source:", "            source:"),
        stand.BIB,
    ),
    "BibTeX in another order": (stand.CLAIMS, "@article{a, file = {a.txt}, doi = {10.1000/xyz}, year = 2020, journal = {Journal}, author = {Doe, A.}, title = {Outcomes of a trial}}"),
    "BibTeX with other quotation marks": (stand.CLAIMS, stand.BIB.replace("{Journal}", '"Journal"')),
    "BibTeX with other line ends": (stand.CLAIMS, stand.BIB.replace("\n", "\r\n")),
    "BibTeX as a reference manager saves it": (stand.CLAIMS, stand.BIB.replace("  file", "  timestamp = {2026-11-22},\n  owner = {ana},\n  bdsk-url-1 = {x},\n  file")),
    "another entry before it": (stand.CLAIMS, "@book{z, title = {Z}}\n" + stand.BIB),
}


@pytest.mark.parametrize("name", REORDERED)
def test_what_says_nothing_leaves_every_seal(name: str, folder: Path, own: dict[str, str]) -> None:
    """What is only another way of writing the same content voids no signature."""
    assert seals(folder, *REORDERED[name]) == own


# --- by the real loader: what changes a seal ------------------------------------------------------------------------


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in leaves(each, (*path, key))]
    if isinstance(value, list):
        return [leaf for at, each in enumerate(value) for leaf in leaves(each, (*path, at))]
    return [path]


CHOSEN = ("type", "read", "measure", "better", "n")  # a value with a space before it is none of those that can be chosen
TEXTS = [path for path in leaves(BASE["claims"][0]) if path not in {("id",), ("product",), ("references", 0)} and path[-1] != "reference"]


@given(st.sampled_from(TEXTS), st.integers(0, 60), st.sampled_from("ax7% \u200b\u0430-"))
@settings(max_examples=80, deadline=None)
def test_any_change_of_a_word_or_digit_changes_a_seal(folder: Path, own: dict[str, str], path: tuple[Any, ...], at: int, mark: str) -> None:
    """A character put in anywhere in any value of the claim changes a digest, and none but those of the claim and its passages."""
    changed = json.loads(json.dumps(BASE))
    node = changed["claims"][0]
    for step in path[:-1]:
        node = node[step]
    old = node[path[-1]]
    node[path[-1]] = new = old[:at] + mark + old[at:]
    text = yaml.dump(changed, default_style='"', sort_keys=False, allow_unicode=True)
    now = seals(folder, text)
    if seal.text(new) == seal.text(old):
        assert now == own or path[-1] in CHOSEN
    else:
        assert {part for part in own if now[part] != own[part]} & {"claim", "passages"}
        assert all(now[part] == own[part] for part in ("references", "sources", "waivers", "policy"))


@pytest.mark.parametrize("field", ["title", "author", "journal", "year", "doi"])
def test_any_change_of_a_reference_changes_its_seal(field: str, folder: Path, own: dict[str, str]) -> None:
    """One more letter in a field, or the field gone: the digest of the references, and no other."""
    lines = stand.BIB.splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.strip().startswith(field))
    longer = [*lines[:at], lines[at].replace("},", "x},"), *lines[at + 1 :]]
    for changed in (longer, [*lines[:at], *lines[at + 1 :]]):
        now = seals(folder, bib="".join(changed))
        assert {part for part in own if now[part] != own[part]} == {"references"}


@given(st.binary(max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_change_of_a_source_byte_changes_its_seal(folder: Path, own: dict[str, str], data: bytes) -> None:
    """Other bytes in the source file: the digest of the sources, and no other."""
    path = folder / "references" / "a.txt"
    before = path.read_bytes()
    try:
        path.write_bytes(data)
        now = seals(folder)
    finally:
        path.write_bytes(before)
    assert {part for part in own if now[part] != own[part]} == ({"sources"} if data != before else set())


def test_the_other_claims_are_none_of_its_business(folder: Path, own: dict[str, str]) -> None:
    """What changes in another claim, or a new one, leaves the seals alone."""
    assert seals(folder, stand.CLAIMS.replace("It is called Widget", "It is called Gadget") + "  - {id: new, text: x}\n") == own


@pytest.mark.parametrize(("name", "old", "new"), [("row", "Pain", "Function"), ("column", "After", "Before")])
def test_the_row_and_the_column_of_a_table_are_sealed(name: str, old: str, new: str, folder: Path, own: dict[str, str]) -> None:
    """Another row or column is another passage; left out, the seals are those of before there were any."""
    typed = [seals(folder, stand.CLAIMS.replace("page: 4", f"page: 4, table: 2, {name}: {words}")) for words in (old, new)]
    assert {part for part in own if typed[0][part] != typed[1][part]} == {"passages"}
    assert seals(folder) == own


# --- nothing that the schema knows is left unsealed ---------------------------------------------------------------

AT: dict[str, tuple[str | int, ...]] = {  # where each model of the schema stands in the claim `pain`
    "Claim": (),
    "Scope": ("scope",),
    "Testimonial": ("testimonial",),
    "MarketSearch": ("market_search",),
    "Waiver": ("waivers", 0),
    "Quantity": ("quantities", 0),
    "Inputs": ("quantities", 0, "from"),
    "Articles": ("quantities", 0, "from", "articles"),
    "Endpoint": ("quantities", 0, "endpoint"),
    "Derivation": ("quantities", 0, "derivations", 0),
    "Source": ("quantities", 0, "source"),
    "Product": (),
}
FITTING: dict[str, Any] = {  # fields that take no text, or only some texts
    "type": "safety", "variants": ["other words"], "references": ["other"], "gives": ["baseline"], "composite_of": ["death"],
    "testimonial": {"who": "Jane"}, "market_search": {"date": "2026-01-01", "method": "by hand"}, "waivers": [{"rule": "quantity-borderline"}],
    "scope": {"markets": ["FR"]}, "endpoint": {"name": "pain"}, "articles": {"keyword": "trial"}, "from": {"baseline": "70", "followup": "40"},
    "source": {"reference": "1", "quote": "other words"}, "derivations": [{"from": {"value": "50"}}],
    "quantities": [{"printed": "51%"}], "product": "gadget",
}  # fmt: skip


def fields() -> list[tuple[str, str]]:
    """Every (model, key) of the schema that stands in a claim or in its product."""
    return [(model, field.alias or name) for model in AT for name, field in getattr(schema, model).model_fields.items() if name != "id"]


@pytest.mark.parametrize(("model", "key"), fields(), ids=lambda each: str(each))
def test_every_field_of_the_schema_is_sealed(model: str, key: str, folder: Path) -> None:
    """Whatever a claim may say can be signed for: to add it, or to say it otherwise, changes a seal."""
    data = copy.deepcopy(BASE)
    data["products"]["gadget"] = {"name": "Gadget"}
    here: Any = data["products"]["widget"] if model == "Product" else data["claims"][0]
    for step, after in zip(AT[model], (*AT[model][1:], ""), strict=False):
        if isinstance(here, dict):
            here.setdefault(step, [{}] if isinstance(after, int) else {})
        here = here[step]
    if model == "MarketSearch":
        here.update({"date": "2026-01-01", "method": "by hand"})
        (folder / "other.txt").write_text("none found", encoding="utf-8")
    before = seals(folder, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    here[key] = "other.txt" if (model, key) == ("MarketSearch", "file") else FITTING.get(key, "other")
    assert seals(folder, yaml.safe_dump(data, allow_unicode=True, sort_keys=False)) != before
