"""The quick way to write what is sealed gives the very bytes of the plain way (tests/plain_seals.py)."""

from __future__ import annotations

from typing import Any

import plain_seals
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import seal, sealparts
from evidence.model import (
    Anchor,
    Chain,
    Citation,
    Claim,
    Derivation,
    Missing,
    Numbered,
    Place,
    Quantity,
    Recomputation,
    Reference,
    Registry,
    Search,
    Source,
    Waiver,
)

WORD = st.text(max_size=6) | st.sampled_from(["a", "b", " a ", "e\u0301", "é", "a\tb", 'say "x"', "\\", "\ud800", "\x7f", "\x00", "10.0"])
MAYBE = st.none() | WORD
KEY = st.sampled_from(["a", "b", " b", "c!", "c", "1", "\ud83d"])
PLAIN = st.recursive(MAYBE | st.booleans() | st.integers(-5, 5), lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text("ab !", max_size=2), each, max_size=3), max_leaves=6)


def some(noun: type, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(noun, **fields)


def texts(names: tuple[str, ...]) -> dict[str, st.SearchStrategy[Any]]:
    return dict.fromkeys(names, MAYBE)


def tuples(each: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    return st.lists(each, max_size=most).map(tuple)


SOURCES = tuples(some(Source, reference=KEY, gives=tuples(WORD), **texts(sealparts.SOURCE)))
INPUTS = st.dictionaries(WORD, WORD, max_size=3)
DERIVATIONS = tuples(some(Derivation, inputs=INPUTS, sources=SOURCES, set=MAYBE, articles=st.none() | INPUTS))
QUANTITIES = tuples(some(Quantity, derivations=DERIVATIONS, endpoint=st.dictionaries(WORD, PLAIN, max_size=2), **{**texts(sealparts.QUANTITY), "printed": WORD}))
WAIVERS = tuples(some(Waiver, **{**texts(sealparts.WAIVER), "key": st.none() | KEY}))
SCOPE = st.dictionaries(WORD, PLAIN.filter(lambda one: not isinstance(one, list)) | st.lists(WORD, max_size=3) | WORD, max_size=3)
CLAIMS = some(
    Claim,
    **{**texts(sealparts.CLAIM), "id": WORD, "text": WORD},
    variants=tuples(WORD),
    market_search=st.none() | some(Search, date=MAYBE, method=MAYBE, file=WORD | st.just(Missing("gone")), sha256=WORD),
    product=st.none() | KEY,
    sources=SOURCES,
    quantities=QUANTITIES,
    scope=SCOPE,
    testimonial=st.dictionaries(WORD, WORD, max_size=2),
    waivers=WAIVERS,
)
REFERENCES = some(Reference, key=KEY, type=WORD, fields=st.dictionaries(st.sampled_from(["title", "bdsk-x", "owner", "Year", "doi", "abstract"]), WORD | st.just("https://doi.org/10.1000/X"), max_size=3), place=st.just(Place("a.bib")))
NUMBERED = some(Numbered, number=KEY, key=st.none() | KEY, identified=st.sampled_from(["established", "candidate"]), because=MAYBE)
CITATIONS = some(Citation, typed=KEY, key=st.none() | KEY, numbered=st.none() | NUMBERED, reference=REFERENCES | st.just(Missing("gone")), path=st.just(()))

STUDIES = st.dictionaries(KEY, st.fixed_dictionaries({"design": WORD}, optional={"reports": st.lists(KEY, max_size=2), "alpha": PLAIN}), max_size=2)


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    claim = draw(CLAIMS)
    quantities = tuple(Recomputation(one, (), tuple(tuple(draw(CITATIONS) for _ in each.sources) for each in one.derivations)) for one in claim.quantities)
    anchors = tuple(Anchor(one, draw(CITATIONS), Missing("no"), Missing("no")) for one in claim.sources)
    return Chain(claim, draw(tuples(CITATIONS)), quantities, anchors=anchors)


def told(work: Any) -> Any:
    """What comes out, be it the refusal of two names that become one."""
    try:
        return work()
    except ValueError as trouble:
        return str(trouble)


@given(chains(), st.dictionaries(KEY, NUMBERED, max_size=2), st.dictionaries(KEY, st.dictionaries(WORD, PLAIN, max_size=2), max_size=2), WAIVERS, st.dictionaries(KEY, tuples(st.sampled_from(["sha256:aa", "sha256:bb"])), max_size=2), STUDIES)
@settings(max_examples=150, deadline=None)
def test_the_very_bytes(chain: Chain, numbering: dict[str, Numbered], products: dict[str, Any], waivers: tuple[Waiver, ...], files: dict[str, tuple[str, ...]], studies: dict[str, Any]) -> None:
    """Whatever a claim holds, every part is sealed as the plain way seals it, also when it is written another time."""
    registry = Registry("claims.yaml", ".", claims=(chain.claim,), numbering=numbering, products=products, waivers=waivers, studies=studies)
    known = sealparts.known(registry)
    known.files.update({key: (files.get(key, ()), False) for key in sealparts.citations(chain)})
    plain = told(lambda: {part: seal.encoded(value) for part, value in plain_seals.parts(chain, registry, files).items()})
    for _ in range(2):
        assert told(lambda: sealparts.of_claim(chain, registry, known)) == plain


SCOPES: list[dict[str, Any]] = [
    {"a": "1"}, {"a": 1}, {"a": True}, {"a": ["1"]}, {"a": ["1", "2"]}, {"a": ["12"]}, {"b": "1"}, {"a": {"b": "1"}}, {"a": "b", "b": "1"}, {"a": "1", "b": "b"},
    {"a": ["a", "b"]}, {"a": [], "b": "1"}, {"a": "1", "b": []}, {"a": None}, {"a": False}, {"a": ""}, {},
]  # fmt: skip


def claim(scope: dict[str, Any]) -> Chain:
    return Chain(Claim("c", "words", scope=scope), (), ())


@given(st.permutations(SCOPES), st.booleans())
@settings(max_examples=25, deadline=None)
def test_what_is_remembered_of_one_scope_is_never_given_for_another(scopes: list[dict[str, Any]], again: bool) -> None:
    """Claims that share a memory are sealed as each is alone, however alike their scopes."""
    registry = Registry("claims.yaml", ".")
    known = sealparts.known(registry)
    for scope in scopes * (1 + again):
        assert sealparts.of_claim(claim(scope), registry, known) == sealparts.of_claim(claim(dict(scope)), registry, sealparts.known(registry))


def test_what_is_remembered_of_one_paper_is_never_given_for_another() -> None:
    """Two papers, and one that is sure in one claim and a candidate in another, are sealed apart."""
    entries = {key: Reference(key, "article", {"title": f"Title {key}"}, Place("a.bib")) for key in "ab"}
    doubt = [Numbered("1", "a", "candidate", because) for because in ("it may be", "it may not be", None)]
    cited = [Citation(key, key, numbered, entries[key], ()) for key, numbered in (("a", None), ("b", None), *(("a", one) for one in doubt))]
    registry = Registry("claims.yaml", ".")
    known = sealparts.known(registry)
    chains = [Chain(Claim("c", "words"), (one,), ()) for one in cited]
    found = [sealparts.of_claim(chain, registry, known)["references"] for chain in chains * 2]
    assert found == [sealparts.of_claim(chain, registry, sealparts.known(registry))["references"] for chain in chains] * 2
    assert len(set(found)) == len(chains)


@given(st.lists(st.dictionaries(KEY, WORD, max_size=3), min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_inputs_with_the_same_names_keep_their_own_values(each: list[dict[str, str]]) -> None:
    """What is remembered of names that were typed holds no values."""
    for values in (*each, *each):
        assert sealparts._typed(values) == seal.encode({seal.text(name): seal.text(value) for name, value in values.items()})


@given(st.dictionaries(st.text("abc", min_size=1), PLAIN, max_size=4))
@settings(max_examples=100, deadline=None)
def test_together(values: dict[str, Any]) -> None:
    """Parts put together are the canonical form of them all, and each has its own seal."""
    try:
        parts = {part: seal.canonical(value) for part, value in values.items()}
    except ValueError:
        return  # two keys became one
    found = seal.together({part: seal.encoded(value) for part, value in parts.items()})
    assert found.content.data == seal.encoded(parts) and dict(found.content) == parts and len(found.content) == len(parts)
    assert found.digests == {part: seal.of_canonical(part, value) for part, value in parts.items()}
