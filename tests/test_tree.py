"""YAML as it was typed: structure, text and place of every value, and the bounds against files made to hurt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import events, tree

LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
WORDS = st.text(LETTERS, max_size=12)
SCALARS = st.one_of(WORDS, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False), st.dates(), st.sampled_from(("no", "12:30", "018", "1e3")))
TREES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=20)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from((True, False, None)),
        "default_style": st.sampled_from((None, "'", '"', "|")),
        "indent": st.integers(2, 6),
        "width": st.integers(20, 200),
        "allow_unicode": st.booleans(),
        "line_break": st.sampled_from(("\n", "\r\n")),
    }
)


def alike(ours: Any, base: Any) -> bool:
    """True where `ours` is what PyYAML's BaseLoader gives: the same structure, every scalar its text, an empty one None."""
    if isinstance(base, dict):
        return isinstance(ours, dict) and list(ours) == list(base) and all(alike(ours[key], base[key]) for key in base)
    if isinstance(base, list):
        return isinstance(ours, list) and len(ours) == len(base) and all(map(alike, ours, base))
    return base in ("", "~", "null") if ours is None else bool(ours == base)


@settings(max_examples=150, deadline=None)
@given(TREES, STYLES)
def test_structure_is_that_of_the_text_and_scalars_are_text(value: Any, style: dict[str, Any]) -> None:
    """Whatever PyYAML writes, in whatever style, comes back with its structure, and every scalar as it stands in the file."""
    text = yaml.safe_dump(value, sort_keys=False, **style)
    ours, _ = tree.read(text)
    assert alike(ours, yaml.load(text, yaml.BaseLoader))  # noqa: S506 - the loader that resolves nothing


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        yield (*path, step), item
        yield from paths(item, (*path, step))


def first_marks(step: str | int, item: Any) -> str:
    """The characters that the key or item at a step may begin with."""
    if isinstance(step, str):
        return "\"'|>*&" + step[:1] + (":" if not step else "")
    if isinstance(item, dict):
        return "{?&*" + first_marks(next(iter(item), "x"), None)
    if isinstance(item, list):
        return "[-&*"
    return "\"'|>&*~n!" + (item or "")[:1]


@settings(max_examples=150, deadline=None)
@given(TREES, STYLES)
def test_every_place_points_at_the_first_character(value: Any, style: dict[str, Any]) -> None:
    """spot() gives, for every key and item, the line and column of its own first character, in code points from 1."""
    text = yaml.safe_dump(value, sort_keys=False, **style)
    ours, _ = tree.read(text)
    lines = text.replace("\r\n", "\n").split("\n")
    for path, item in paths(ours):
        line, column = tree.spot(ours, path)
        mark = lines[line - 1][column - 1 : column]
        assert mark in first_marks(path[-1], item), (path, line, column, mark, text)


def test_a_place_that_is_not_there_is_that_of_the_nearest_thing_above() -> None:
    """A missing key is shown at the mapping that lacks it; an empty file at its first character."""
    value, _ = tree.read("a:\n  - b: 1\n    c: 2\n")
    assert tree.spot(value, ("a", 0, "text")) == (2, 5)
    assert tree.spot(value, ("a", 7, "text")) == (1, 1)
    assert tree.spot(None, ("claims",)) == (1, 1)


def test_columns_count_code_points_beyond_the_basic_plane() -> None:
    """Characters of four bytes count once, as editors and DESIGN count."""
    value, _ = tree.read("{𝟞𝟠: é, b: 68%}\n")
    assert tree.spot(value, ("b",)) == (1, 9)


def test_a_line_of_millions_of_characters_does_not_spill_into_the_line_number() -> None:
    """Line and column are packed into one number without touching each other."""
    value, _ = tree.read("[" + "a" * 2_000_000 + ", b]\n")
    assert tree.spot(value, (1,)) == (1, 2_000_004)


@pytest.mark.parametrize(
    "typed", ["no", "on", "off", "yes", "12:30", "018", "0x1F", "0o17", "1e3", "82.30", "1_000", "+5", ".5", "2026-11-22", "NULL", "y", "=", "1.", ".inf"]
)
def test_what_was_typed_stays(typed: str) -> None:
    """No YAML 1.1 guessing: an unquoted scalar is its own text."""
    assert tree.read(f"a: {typed}\n") == ({"a": typed}, [])


@pytest.mark.parametrize(("typed", "value"), [("", None), ("~", None), ("null", None), ('""', ""), ("'~'", "~"), ('"null"', "null"), ("!!str", "")])
def test_nothing_is_none_and_a_quoted_nothing_is_text(typed: str, value: str | None) -> None:
    """Only an empty value, ~ and null are None; in quotation marks they are text."""
    assert tree.read(f"a: {typed}\n")[0] == {"a": value}
    assert tree.read(f"a: &x {typed}\nb: *x\n")[0] == {"a": value, "b": value}


NAMES = st.sampled_from(("k0", "k1", "k2", "k3"))
FLAT = st.dictionaries(NAMES, st.sampled_from(("v0", "v1", "v2")), max_size=3)


def flow(values: dict[str, str]) -> list[str]:
    return [f"{key}: {value}" for key, value in values.items()]


@settings(max_examples=200, deadline=None)
@given(st.lists(FLAT, min_size=1, max_size=4), st.data())
def test_anchors_and_merge_keys_are_those_of_pyyaml(bases: list[dict[str, str]], data: st.DataObject) -> None:
    """Aliases and <<, of one mapping or a list of them, in any order with own keys, give what yaml.safe_load gives."""
    lines = []
    for number, base in enumerate(bases):
        known = st.lists(st.integers(0, number - 1), max_size=3) if number else st.just([])
        merged = data.draw(known)
        single = len(merged) == 1 and data.draw(st.booleans())
        merge = [] if not merged else [f"<<: *b{merged[0]}"] if single else ["<<: [" + ", ".join(f"*b{each}" for each in merged) + "]"]
        parts = data.draw(st.permutations([*flow(base), *merge]))
        lines.append(f"m{number}: &b{number} {{{', '.join(parts)}}}")
    lines.append("all: [" + ", ".join(f"*b{number}" for number in range(len(bases))) + "]")
    text = "\n".join(lines) + "\n"
    value, odd = tree.read(text)
    assert value == yaml.safe_load(text)
    assert odd == []
    for path, _ in paths(value):
        assert tree.spot(value, path)[0] <= len(lines)


def test_a_quoted_merge_mark_is_a_key() -> None:
    """"<<" in quotation marks is a text, as YAML says."""
    assert tree.read('"<<": {a: b}\n')[0] == {"<<": {"a": "b"}}


@pytest.mark.parametrize("text", ["<<: a", "<<: [a]", "<<: [[a]]", "<<:", "<<: *x", "a: &a [*a]", "? [a]\n: b", "*a : b", "? {a: b}\n: c"])
def test_merges_aliases_and_keys_that_cannot_be(text: str) -> None:
    """A merge of no mapping, an alias without its anchor and a key that is no text are refused with a place."""
    with pytest.raises(tree.NotYaml) as caught:
        tree.read(text)
    assert caught.value.line == 1
    assert caught.value.column >= 1


ODD = [
    ("a: 1\nb: 2\na: 3\n", (3, 1), ("a",), "second time", {"a": "1", "b": "2"}),
    ("- {a: [1], a: [2]}\n", (1, 12), (0, "a"), "second time", [{"a": ["1"]}]),
    ("a: !!python/object:os.system x\n", (1, 4), ("a",), "tag", {"a": "x"}),
    ("a: !x [1]\n", (1, 4), ("a",), "tag", {"a": ["1"]}),
    ("a: [b, !x {c: [d]}]\n", (1, 8), ("a", 1), "tag", {"a": ["b", {"c": ["d"]}]}),
    ("a: [b, [!x c]]\n", (1, 9), ("a", 1, 0), "tag", {"a": ["b", ["c"]]}),
    ("- ok\n- k: \"x\\e\"\n", (2, 6), (1, "k"), "U+001B", ["ok", {"k": "x\x1b"}]),
    ('"x\\0": 1\n', (1, 1), (), "U+0000", {"x\0": "1"}),
    ("a: \u202e68%\n", (1, 4), ("a",), "U+202E", {"a": "\u202e68%"}),
    ("a: 6\u200b8\n", (1, 4), ("a",), "U+200B", {"a": "6\u200b8"}),
    ("a: x\u2028y\nb: 1\n", (1, 5), (), "U+2028", {"a": "x y", "b": "1"}),
    ("a: 1\n---\nb: 2\n", (2, 1), (), "second document", {"a": "1"}),
    ("a: &x {k: 1}\nb: {<<: *x, <<: *x}\n", (2, 13), ("b",), "<<", {"a": {"k": "1"}, "b": {"k": "1"}}),
]


@pytest.mark.parametrize(("text", "place", "path", "words", "value"), ODD)
def test_oddities_are_told_with_their_place_and_the_rest_is_read(text: str, place: tuple[int, int], path: tuple[Any, ...], words: str, value: Any) -> None:
    """Duplicates, tags, hidden characters and second documents are told where they stand; nothing else is lost."""
    read, (odd,) = tree.read(text)
    assert (read, (odd.line, odd.column), odd.path) == (value, place, path)
    assert words in odd.message


def test_a_duplicate_names_the_first() -> None:
    """Both places of a duplicate are known."""
    _, (odd,) = tree.read("x: 0\na: 1\na: 2\n")
    assert odd.first == (2, 1)


def test_line_separators_that_no_editor_shows_do_not_shift_places() -> None:
    """U+2028, U+2029 and U+0085 end a line in YAML 1.1 and in no editor: the lines below keep the editor's numbers."""
    value, odd = tree.read("a: x\u2028y\u2029z\x85w\nb: 1\n")
    assert tree.spot(value, ("b",)) == (2, 1)
    assert [(each.line, each.column) for each in odd] == [(1, 5), (1, 7), (1, 9)]


def test_the_commonest_mistake_gets_its_hint() -> None:
    """`text: pain: 68% less` is refused at its second colon, with what to do."""
    with pytest.raises(tree.NotYaml, match="quotation marks") as caught:
        tree.read("version: 1\nclaims:\n  - id: a\n    text: pain: 68% less\n")
    assert (caught.value.line, caught.value.column) == (4, 15)


@pytest.mark.parametrize(
    ("text", "place"),
    [("a:\n\t- b\n", (2, 1)), ("a: é\x07b", (1, 5)), ("é: 1\nb: \ud800", (2, 4)), ("a: [1,\nb: {", (2, 5)), ("a: [\n", (2, 1)), ("%YAML 9.9\n---\na", (1, 1)), ("a: *b c", (1, 4))],
)
def test_what_is_no_yaml_has_its_place(text: str, place: tuple[int, int]) -> None:
    """Tabs, control characters, half characters and open brackets are told with line and column in code points."""
    with pytest.raises(tree.NotYaml) as caught:
        tree.read(text)
    assert (caught.value.line, caught.value.column) == place


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text("-:[]{}#&*!|>'\"%@` \n\r\tab0~<?,.\\\x85\u2028é\ud800\x07\ufeff", max_size=60))
def test_any_text_is_a_value_or_not_yaml(text: str) -> None:
    """Nothing else than NotYaml is ever raised, and its place is inside the text or just behind it."""
    try:
        value, odd = tree.read(text)
    except tree.NotYaml as trouble:
        places = [(trouble.line, trouble.column)]
    else:
        places = [tree.spot(value, path) for path, _ in paths(value)] + [(each.line, each.column) for each in odd]
    lines = tree.LINE_END.split(text)
    assert all(1 <= line <= len(lines) and column >= 1 for line, column in places)


@pytest.mark.parametrize("sample", ["[" * 3_000_000, "- " * 1_500_000, "{a: " * 700_000, "? " * 1_500_000, "[{" * 1_500_000])
def test_deep_nesting_is_refused_at_once(sample: str) -> None:
    """Megabytes of brackets are refused at level 65, however many follow."""
    with pytest.raises(tree.NotYaml) as caught:
        tree.read(sample)
    assert caught.value.line == 1


def bomb(width: int, deep: int) -> str:
    lines = ["a0: &a0 [" + ", ".join(["x"] * width) + "]"]
    lines += [f"a{level}: &a{level} [" + ", ".join([f"*a{level - 1}"] * width) + "]" for level in range(1, deep)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        bomb(9, 9),
        "a: &a " + "x" * 10_000_000 + "\nb: [" + ", ".join(["*a"] * 1_000) + "]\n",
        "a: &a [" + "x" * 10_000_000 + "]\nb: [" + ", ".join(["*a"] * 1_000) + "]\n",
        "a: &a {" + ", ".join(f"k{each}: v" for each in range(10_000)) + "}\nb: [" + ", ".join(["{<<: *a}"] * 1_000) + "]\n",
    ],
    ids=["lists", "one long text", "a long text in a list", "merges"],
)
def test_an_alias_bomb_is_refused(text: str) -> None:
    """Aliases may not stand for much more than what was typed: in values, in characters, or by merging."""
    with pytest.raises(tree.NotYaml, match="aliases multiply"):
        tree.read(text)


def test_sharing_a_source_between_all_claims_is_no_bomb() -> None:
    """An honest use of anchors, the same source under each of a thousand claims, is read."""
    claim = "  - {id: c%d, source: *s}\n"
    text = "s: &s {reference: 18, read: full, page: 4, quote: " + "words " * 50 + "}\nclaims:\n" + "".join(claim % number for number in range(1_000))
    value, odd = tree.read(text)
    assert len(value["claims"]) == 1_000
    assert odd == []


def test_tag_directives_by_the_thousand_are_refused() -> None:
    """libyaml compares every %TAG with every other: 50 MB of them would take hours."""
    with pytest.raises(tree.NotYaml, match="%TAG"):
        tree.read("".join(f"%TAG !a{number}! x\n" for number in range(100_000)) + "---\na: b\n")


def test_duplicates_without_end_are_refused() -> None:
    """A thousand oddities are told; beyond, the file is refused: finding each first place costs a walk."""
    keys = [f"k{number}: v\n" for number in range(20_000)]
    with pytest.raises(tree.NotYaml, match="1,000"):
        tree.read("".join(keys + keys))


def test_more_values_than_a_registry_needs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flat list of tens of millions of items would fill the memory."""
    monkeypatch.setattr(events, "MOST_EVENTS", 1_000)
    with pytest.raises(tree.NotYaml, match="more values"):
        tree.read("- a\n" * 2_000)


def calls(text: str) -> int:
    """How many functions, Python's and C's, one reading calls: a measure of work that no busy machine disturbs."""
    count = 0

    def watch(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(watch)
    try:
        tree.read(text)
    finally:
        sys.setprofile(None)
    return count


def test_work_grows_with_the_text_and_no_faster() -> None:
    """Four times the claims take four times the calls."""
    claim = "  - id: c%d\n    text: less pain by 68%%\n    references: [18, 20]\n    quantities: [{printed: 68%%, from: {baseline: 82.3}}]\n"
    small, large = ("claims:\n" + "".join(claim % number for number in range(count)) for count in (200, 800))
    calls(small)  # imports
    assert calls(large) < 4.2 * calls(small)


def test_the_collector_is_left_as_it_was() -> None:
    """Reading holds the cycle collector and gives it back, also after a refusal."""
    import gc

    for text in ("a: b", "a: ["):
        for wanted in (True, False):
            (gc.enable if wanted else gc.disable)()
            try:
                tree.read(text)
            except tree.NotYaml:
                pass
            finally:
                is_on = gc.isenabled()
                gc.enable()
            assert is_on is wanted


def test_without_libyaml_the_answers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML was built without libyaml its own parser gives the same values, places and oddities."""
    texts = [text for text, *_ in ODD] + ["a: [1, {b: 2}]\n", "a: é\x07b"]

    def answers() -> list[Any]:
        found: list[Any] = []
        for text in texts:
            try:
                value, odd = tree.read(text)
                found.append((value, [tree.spot(value, path) for path, _ in paths(value)], odd))
            except tree.NotYaml as trouble:
                found.append((trouble.line, trouble.column))
        return found

    fast = answers()
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert answers() == fast
