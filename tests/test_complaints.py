"""Every kind of schema error becomes a sentence with its path, its place and, where one is near, the right word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import tree
from evidence.complaints import complain
from evidence.hints import guess, shown
from evidence.model import Path

CLAIM = "version: 1\nclaims:\n  - id: a\n    text: x\n"
CASES: list[tuple[str, Path, tuple[int, int], list[str]]] = [
    ("version: 1\nclaims:\n  - id: a\n", ("claims", 0, "text"), (3, 5), ["claims[0] has no `text`", "required"]),
    ("version: 1\nclaims: []\nclams: []\n", ("clams",), (3, 1), ["unknown key `clams`", "did you mean `claims`?"]),
    (CLAIM + "    zebra: y\n", ("claims", 0, "zebra"), (5, 5), ["claims[0].zebra", "unknown key", "known here: id, text"]),
    (CLAIM + "    refrences: [1]\n", ("claims", 0, "refrences"), (5, 5), ["did you mean `references`?"]),
    (
        CLAIM + "    quantities:\n      - printed: 3%\n        measure: relativ reduction\n",
        ("claims", 0, "quantities", 0, "measure"),
        (7, 9),
        ["claims[0].quantities[0].measure", "`relativ reduction` is none of reported", "did you mean `relative reduction`?"],
    ),
    (CLAIM + "    type: [a]\n", ("claims", 0, "type"), (5, 5), ["should be a text, but is a list"]),
    (CLAIM + "    author: {a: b}\n", ("claims", 0, "author"), (5, 5), ["should be a text, but is a mapping"]),
    (CLAIM + "    quantities: {a: b}\n", ("claims", 0, "quantities"), (5, 5), ["should be a list, but is a mapping"]),
    (CLAIM + "    scope: [a]\n", ("claims", 0, "scope"), (5, 5), ["should be a mapping (key: value), but is a list"]),
    (CLAIM + "    references: [18, [1]]\n", ("claims", 0, "references", 1), (5, 22), ["claims[0].references[1] should be a text, but is a list"]),
    (CLAIM + "    references: {a: b}\n", ("claims", 0, "references"), (5, 5), ["claims[0].references should be a text, but is a mapping"]),
    (CLAIM + "    references: ['']\n", ("claims", 0, "references", 0), (5, 18), ["claims[0].references[0] is empty"]),
    (CLAIM + "    quantities:\n      -\n", ("claims", 0, "quantities", 0), (6, 8), ["claims[0].quantities[0] is empty"]),
    (CLAIM + "    scope: {expires: 2026-02-30}\n", ("claims", 0, "scope", "expires"), (5, 13), ["`2026-02-30`", "no such day in the calendar"]),
    (CLAIM + "    scope: {expires: soon}\n", ("claims", 0, "scope", "expires"), (5, 13), ["`soon` does not fit", "YYYY-MM-DD"]),
    (
        CLAIM + "    quantities: [{printed: 3%, source: {reference: a, read: ful}}]\n",
        ("claims", 0, "quantities", 0, "source", "read"),
        (5, 55),
        ["claims[0].quantities[0].source.read", "did you mean `full`?"],
    ),
    (
        CLAIM + "    quantities: [{printed: 3%, from: {baselin: 3}}]\n",
        ("claims", 0, "quantities", 0, "from", "baselin"),
        (5, 39),
        ["claims[0].quantities[0].from.baselin", "did you mean `baseline`?"],
    ),
    (
        CLAIM + "    quantities: [{printed: 3%, from: {value: 82.3%}}]\n",
        ("claims", 0, "quantities", 0, "from", "value"),
        (5, 39),
        ["`82.3%` does not fit", "without % or thousands separators"],
    ),
    ('version: 1\nclaims:\n  - id: "a\\eb"\n    text: x\n', ("claims", 0, "id"), (3, 5), [r"`a\x1bb` does not fit", "an id begins with a letter"]),
    (f"version: 1\nclaims:\n  - id: a\n    text: {'x' * 20_001}\n", ("claims", 0, "text"), (4, 5), ["20,001 characters long; at most 20,000"]),
    ("version: 1\nclaims: []\npolicy:\n  review_every: often\n", ("policy", "review_every"), (4, 3), ["24 months"]),
    ("version: 1\nclaims: []\nmaterials:\n  p: {path: a, live: {form: 2026-01-01}}\n", ("materials", "p", "live", "form"), (4, 23), ["`from`?"]),
    ("version: 1\nclaims: []\nnumbering:\n  18: {kye: a}\n", ("numbering", "18", "kye"), (4, 8), ["numbering.18.kye", "did you mean `key`?"]),
    ("version: 1\nclaims: []\nproducts:\n  a b: {}\n", ("products", "a b"), (4, 3), ["`a b` does not fit"]),
    ("version: 3\nclaims: []\n", ("version",), (1, 1), ["`3` is none of 1"]),
    ("version:\nclaims: []\n", ("version",), (1, 1), ["version is empty"]),
    ("- a\n", (), (1, 1), ["claims.yaml should be a mapping (key: value), but is a list"]),
    ("just words\n", (), (1, 1), ["claims.yaml should be a mapping (key: value), but is a text"]),
]


@pytest.mark.parametrize(("text", "path", "place", "words"), CASES, ids=[f"{number}: {case[3][-1]}" for number, case in enumerate(CASES)])
def test_each_kind_of_error_is_a_sentence_with_its_place(text: str, path: Path, place: tuple[int, int], words: list[str]) -> None:
    """One fault gives one sentence, with the path as people write it, at the line and column of the fault."""
    values, _ = tree.read(text)
    (problem,), _ = complain(values)
    assert problem.at == path
    assert tree.spot(values, path) == place
    assert all(word in problem.message for word in words), problem.message
    assert problem.message.isprintable()


def test_a_required_key_that_is_misspelt_is_one_fault() -> None:
    """`txet:` is told once, with its right name, and not a second time as a missing text."""
    (problem,), broken = complain(tree.read("version: 1\nclaims: [{id: a, txet: x}]\n")[0])
    assert "did you mean `text`?" in problem.message
    assert broken == [("claims", 0, "text")]


def test_an_unknown_key_spoils_nothing_beside_it() -> None:
    """A misspelt optional key is told; what it stands in is not broken by it."""
    problems, broken = complain(tree.read(CLAIM + "    autor: Ana\n")[0])
    assert len(problems) == 1
    assert broken == []


def test_a_flood_of_unknown_keys_is_counted() -> None:
    """Twenty unknown keys of a mapping are told one by one; the others in one sentence with their number."""
    text = "version: 1\nclaims: []\n" + "".join(f"key{number}: x\n" for number in range(100_000))
    problems, _ = complain(tree.read(text)[0])
    assert len(problems) == 21
    assert problems[-1].message == "the file has 99,980 more keys that are not known here"


def test_every_fault_of_every_claim_is_told() -> None:
    """A fault in one claim hides no other: a thousand broken claims give a thousand problems."""
    text = "version: 1\nclaims:\n" + "".join(f"  - {{id: c{number}, text: x, type: y}}\n" for number in range(1_000))
    problems, broken = complain(tree.read(text)[0])
    assert [problem.at for problem in problems] == broken == [("claims", number, "type") for number in range(1_000)]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("claims", 3, "quantities", 0, "measure"), "claims[3].quantities[0].measure"),
        (("numbering", "18"), "numbering.18"),
        ((0, "a"), "[0].a"),
        ((), ""),
        (("a\x1b\n",), r"a\x1b\n"),
        (("k" * 100,), "k" * 60),
    ],
)
def test_paths_are_shown_as_people_write_them(path: Path, words: str) -> None:
    """Positions in brackets, keys behind dots, and nothing that acts on a terminal."""
    assert shown(path) == words


@pytest.mark.parametrize(("word", "answer"), [("mesure", "; did you mean `measure`?"), ("MEASURE", "; did you mean `measure`?"), ("zebra", ""), ("", "")])
def test_a_guess_is_near_or_not_made(word: str, answer: str) -> None:
    """Only a word that is near is offered, whatever its case."""
    assert guess(word, ["measure", "printed"]) == answer


NAMES = """version claims id text quantities printed measure from value derivations source reference read scope expires numbering key materials
path policy rules roles waivers rule products labeling studies enrolled testimonial [key] 0"""
KEYS = st.sampled_from(NAMES.split()) | st.text(max_size=5)
VALUES = st.recursive(
    st.none() | st.text(max_size=8) | st.sampled_from(("1", "18", "68%", "2026-11-22", "full", "efficacy")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=6) | VALUES)
def test_any_tree_of_texts_is_complained_about_in_words(values: object) -> None:
    """Whatever the values, there are only sentences, one line each, without a library's own phrases or classes."""
    problems, broken = complain({} if values is None else values)
    for problem in problems:
        assert problem.message.isprintable()
        assert not any(phrase in problem.message for phrase in ("Input should", "pydantic", "<class", "validation error"))
        assert isinstance(problem.at, tuple)
    assert all(isinstance(path, tuple) for path in broken)
