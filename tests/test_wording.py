"""The word lists against hostile text: linear time, no crash, no guess; and what wording rules owe a claim and a page."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import hearing, phraselists, phrases
from evidence.model import Finding
from evidence.pipeline import audit

LANGUAGES = ("en", "de", "fr", "es", "it")
SIZE = 100_000
# What each list's patterns begin with, again and again: the beginnings of long phrases, guards, gaps and marks.
HOSTILE = (
    "not safe ", "the best ", "the only a ", "stop pain ", "studies have not shown ", "more than ", "may ", "? ", "(", "'", "a", "a.", "1,", "510 (k ",
    "die einzige ", "le plus ", "en más de ", "il più ", "“", "never always ", "as effective as ", "- ", "\n", "İ", "\u0301", "no other x y ", "zero ",
    "trusted by a of ", "kills all ", "for the best fit, ", "studies of a b c ", "das beste ", "wie sie ", "toujours ", "una de más ", "non è più ",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_costs_linear_time(language: str) -> None:
    """10⁵ characters of the worst beginnings we know take at most about five times as long as a fifth of them."""
    for seed in HOSTILE:
        long = (seed * (SIZE // len(seed) + 1))[:SIZE]
        short, whole = _least(long[: SIZE // 5], language), _least(long, language)
        assert whole < 12 * short + 0.3, f"{seed!r}: {short:.3f} s for a fifth, {whole:.3f} s for all"


def _least(text: str, language: str) -> float:
    took = []
    for _ in range(2):
        for memory in (phrases.find, hearing.read, hearing.guarded, hearing.candidates):
            memory.cache_clear()
        begun = process_time()
        phrases.find(text, language)
        phrases.uses(text, language)
        took.append(process_time() - begun)
    return min(took)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_is_read(text: str, language: str) -> None:
    """No text raises, and every hit is a stretch of the text that was given."""
    for hits in phrases.find(text, language).values():
        for hit in hits:
            assert text[hit.start : hit.end] == hit.words
            assert hit.words


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["the", "best", "implant", "not", "may", "safe", "always", "proven", ".", ",", "and", "?", "new", "fda", "approved"]), max_size=12))
def test_a_question_and_a_denial_never_add_a_hit(words: list[str]) -> None:
    """Words that fire in a question also fire in the plain sentence: a guard only ever takes away."""
    plain = " ".join(words).replace("?", "")
    asked = phrases.find(f"{plain.replace('.', '')} ?", "en")
    assert not asked
    assert set(phrases.find(f"not {plain}", "en")) <= set(phrases.find(plain, "en"))


@pytest.mark.parametrize(
    ("phrase", "reads"),
    [("a (b|c) d", {"a b d", "a c d"}), ("(a|) b", {"a b", "b"}), ("(a (b|c)|d)", {"a b", "a c", "d"}), ("a", {"a"}), ("(a b|c) (d|)", {"a b d", "a b", "c d", "c"})],
)  # fmt: skip
def test_a_phrase_stands_for_its_alternatives(phrase: str, reads: set[str]) -> None:
    """Brackets, bars and empty alternatives are read as written in the lists."""
    tree: phraselists.Node = {}
    phraselists._plant(tree, [phrase], ("table", None), set())
    assert set(_paths(tree, ())) == reads


def _paths(node: phraselists.Node, way: tuple[str, ...]) -> list[str]:
    return [" ".join(way)] * (phraselists.END in node) + [path for token, below in node.items() if token != phraselists.END for path in _paths(below, (*way, token))]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(LANGUAGES), st.sampled_from(phraselists.GROUPS), st.data())
def test_what_is_left_out_early_would_never_have_been_found(language: str, group: str, data: st.DataObject) -> None:
    """The walk that looks at two tokens before it goes down the tree finds what a walk from every node finds, in the same order."""
    words = phraselists.lists(language, group)
    known = sorted(word for word in words.words if word[0].isalpha() and word[-1] != "*")
    tokens = data.draw(st.lists(st.sampled_from([*known[:: max(1, len(known) // 200)], "the", "xx", ".", ",", "12"]), max_size=10))
    plain: hearing.Found = {}
    for first, token in enumerate(tokens):
        for node in words.opens[token]:
            hearing._follow(node, first, first + 1, tokens, words, plain)
    found: hearing.Found = {}
    hearing.walk(words, tokens, found)
    assert found == plain and list(found) == list(plain)


def test_a_bracket_that_is_open_is_a_fault() -> None:
    """A list with a typing error is refused, not half read."""
    with pytest.raises(ValueError, match="not closed"):
        phraselists._plant({}, ["a (b|c"], ("table", None), set())


CLAIMS = """version: 1
products: {p: {name: P, status: 510k, first_marketed: {US: 2009}}}
materials: {home: {path: page.html, product: p, market: US, language: en}}
claims:
  - id: a
    product: p
    text: the best treatment of back pain%s
"""


def _found(folder: Path, page: str, label: str = "") -> list[Finding]:
    (folder / "claims.yaml").write_text(CLAIMS % (f"\n    label: {label}" if label else ""), encoding="utf-8")
    (folder / "page.html").write_text(page, encoding="utf-8")
    return [one for one in audit(folder / "claims.yaml", today="2026-11-22").findings if one.decided == "wording" and one.rule.startswith("claim-")]


def test_a_registered_statement_is_judged_once(tmp_path: Path) -> None:
    """At the claim, not again on every page that carries it; what a page adds to it is judged on the page."""
    found = _found(tmp_path, "<p>The best treatment of back pain.</p>\n")
    assert [(one.rule, one.claim, one.place.path) for one in found] == [("claim-superlative", "a", "claims.yaml")]
    more = _found(tmp_path, "<p>The best treatment of back pain. It always eliminates symptoms.</p>\n")
    assert {(one.rule, one.place.path) for one in more} == {("claim-superlative", "claims.yaml"), ("claim-absolute", "page.html")}


def test_the_labeling_itself_is_not_attacked(tmp_path: Path) -> None:
    """`label: verbatim` silences every wording rule, on the claim and where it stands on a page."""
    assert _found(tmp_path, "<p>The best treatment of back pain.</p>\n", "verbatim") == []


def test_one_finding_names_all_words_of_a_rule_in_a_statement(tmp_path: Path) -> None:
    """The words that fired with their places in one message, and the suggestion as what to do."""
    found = [one for one in _found(tmp_path, "<p>It is the safest and the most effective implant for pain.</p>\n") if one.place.path == "page.html"]
    assert len(found) == 1
    assert "“safest” (character 11)" in found[0].message
    assert "“most effective” (character 26)" in found[0].message
    assert found[0].fix.startswith("say what was measured")
    assert found[0].severity == "warning"


def test_a_disclaimer_never_silences(tmp_path: Path) -> None:
    """A footnote or a sentence about individual results leaves the finding where it is."""
    for added in ("<p>Individual results may vary.</p>", "<p>*Not all patients experience the same outcomes.</p>"):
        found = _found(tmp_path, f"<p>It eliminates back pain.*</p>\n{added}\n")
        assert "claim-absolute" in {one.rule for one in found}
