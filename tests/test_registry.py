"""load(): a registry with everything it names, where each fault is a problem and hides no other."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.model import LINKS, Audit, BadCall, Missing, Place, Registry
from evidence.pipeline import audit
from evidence.registry import load, parse_policy

BIB = "@article{a,\n  title = {Outcomes},\n  author = {Doe, A.},\n  journal = {J},\n  year = {2020},\n  doi = {10.1000/x},\n}\n"
GOOD = "  - {id: good, text: Less pain, type: efficacy, references: [1]}\n"
HEAD = "version: 1\nnumbering: {1: a}\nclaims:\n"


def project(folder: Path, claims: str | bytes, bib: str = BIB) -> Path:
    (folder / "references").mkdir(exist_ok=True)
    (folder / "references" / "a.bib").write_text(bib, encoding="utf-8")
    (folder / "claims.yaml").write_bytes(claims if isinstance(claims, bytes) else claims.encode())
    return folder / "claims.yaml"


def told(registry: Registry) -> list[str]:
    return [problem.message for problem in registry.problems]


BROKEN = {
    "a list": "[a]",
    "nothing": "~",
    "a text": "words",
    "no text": "{id: b}",
    "no id": "{text: b}",
    "an id that is none": "{id: a b, text: x, references: [1]}",
    "an unknown type": "{id: b, text: x, type: effcacy, references: [1]}",
    "references that are a mapping": "{id: b, text: x, references: {1: a}}",
    "a list in the references": "{id: b, text: x, references: [[1]]}",
    "references twice": "{id: b, text: x, references: [1], references: [1]}",
    "quantities that are a mapping": "{id: b, text: 3% less, references: [1], quantities: {printed: 3%}}",
    "a quantity that is a list": "{id: b, text: 3% less, references: [1], quantities: [[3%]]}",
    "a quantity without its number": "{id: b, text: 3% less, references: [1], quantities: [{what: pain}]}",
    "a value that is no number": "{id: b, text: 3% less, references: [1], quantities: [{printed: 3%, measure: reported, from: {value: 3%}}]}",
    "a measure that is none": "{id: b, text: 3% less, references: [1], quantities: [{printed: 3%, measure: x, from: {value: 3}}]}",
    "a number printed twice": "{id: b, text: 3% less, references: [1], quantities: [{printed: 3%, printed: 4%, measure: reported, from: {value: 3}}]}",
    "a source that is a text": "{id: b, text: x, references: [1], source: [a]}",
    "waivers that are a text": "{id: b, text: x, references: [1], waivers: all}",
    "a hidden character": '{id: b, text: "x\\e", references: [1]}',
}


def results(folder: Path, claims: str) -> Audit:
    return audit(project(folder, claims), today="2026-11-22")


@pytest.mark.parametrize("item", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_a_broken_claim_hides_no_other_and_is_never_green(item: str, first: bool, tmp_path: Path) -> None:
    """It is in the audit, failed at `registered` at its own line, and its neighbour is audited as if it were not there."""
    (tmp_path / "alone").mkdir()
    alone = results(tmp_path / "alone", HEAD + GOOD).claims[0]
    claims = [GOOD, f"  - {item}\n"]
    report = results(tmp_path, HEAD + "".join(reversed(claims) if first else claims))
    broken, good = report.claims if first else reversed(report.claims)
    assert len(report.claims) == 2
    assert (good.claim.id, good.links) == ("good", alone.links)
    assert broken.links["registered"] == "failed"
    assert "passed" not in broken.links.values()
    invalid = [finding for finding in report.findings if finding.rule == "claim-invalid"]
    assert {finding.claim for finding in invalid} == {broken.claim.id}
    assert {finding.place.line for finding in invalid} == {4 if first else 5}


def test_a_misspelt_optional_key_leaves_the_rest_audited(tmp_path: Path) -> None:
    """`autor:` is told; everything else of the claim is judged as before."""
    (tmp_path / "right").mkdir()
    right = results(tmp_path / "right", HEAD + GOOD).claims[0].links
    wrong = results(tmp_path, HEAD + GOOD.replace("}", ", autor: Ana}")).claims[0].links
    assert wrong["registered"] == "failed"
    assert {link: wrong[link] for link in LINKS[1:]} == {link: right[link] for link in LINKS[1:]}


@pytest.mark.parametrize("entry", ["{key: a, identifed: candidate}", "{key: a, identified: candidat}", "{key: a, identified: }", "{key: a, because: x, surely: no}"])
def test_a_number_whose_entry_is_not_understood_is_a_candidate_at_best(entry: str, tmp_path: Path) -> None:
    """A misspelt `identified: candidate` must not make the paper certain."""
    registry = load(project(tmp_path, f"version: 1\nnumbering: {{1: {entry}}}\nclaims:\n{GOOD}"))
    assert registry.numbering["1"].identified == "candidate"


def test_ids_given_twice_are_told_with_both_places(tmp_path: Path) -> None:
    """The second claim of an id is the problem, the first is its related place."""
    registry = load(project(tmp_path, HEAD + GOOD + GOOD))
    (problem,) = registry.problems
    assert registry.place(problem.at) == Place("claims.yaml", 5, 6)  # type: ignore[arg-type]  # a path, not a place
    assert problem.related[0].place == Place("claims.yaml", 4, 6)
    assert "given twice" in problem.message


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("reference-candidat: off", "did you mean `reference-candidate`?"),
        ("zebra: off", "there is no such rule"),
        ("claim-invalid: off", "guards the registry itself"),
        ("reference-candidate: loud", "is none of error, warning, info, off"),
    ],
)
def test_a_policy_that_cannot_be_is_told(rules: str, words: str, tmp_path: Path) -> None:
    """Rules that do not exist, that nothing can silence, and severities that are none."""
    registry = load(project(tmp_path, f"version: 1\npolicy: {{rules: {{{rules}}}}}\nclaims: []\n"))
    assert [words in message for message in told(registry)] == [True]


def test_everything_has_the_place_where_it_was_typed(tmp_path: Path) -> None:
    """A quantity's path leads to its own line and column."""
    registry = load(project(tmp_path, HEAD + "  - id: b\n    text: 3% less\n    quantities:\n      - printed: 3%\n        from: {value: 3}\n"))
    quantity = registry.claims[0].quantities[0]
    assert registry.place((*quantity.path, "printed")) == Place("claims.yaml", 7, 9)
    assert registry.place((*quantity.path, "from", "value")) == Place("claims.yaml", 8, 16)


def test_values_stay_as_typed(tmp_path: Path) -> None:
    """82.30 is not 82.3, and a number in a text place is its own text."""
    claim = "  - {id: 018, text: on, references: [1], quantities: [{printed: 1e3, measure: reported, from: {value: 82.30, maximum: +5}}]}\n"
    registry = load(project(tmp_path, HEAD + claim))
    (found,) = registry.claims
    assert (found.id, found.text, found.quantities[0].printed) == ("018", "on", "1e3")
    assert found.quantities[0].derivations[0].inputs == {"value": "82.30", "maximum": "+5"}


def test_shorthand_is_one_derivation(tmp_path: Path) -> None:
    """`from`, `set` and `source` under a quantity are its first derivation, before those that are listed."""
    quantity = "{printed: 3%, from: {value: 3}, set: all, source: {reference: 1, read: full}, derivations: [{from: {value: 4}}]}"
    registry = load(project(tmp_path, HEAD + f"  - {{id: b, text: 3% less, quantities: [{quantity}]}}\n"))
    first, second = registry.claims[0].quantities[0].derivations
    assert (first.inputs, first.set, first.sources[0].reference) == ({"value": "3"}, "all", "1")
    assert second.inputs == {"value": "4"}


@pytest.mark.parametrize("words", ["printed: 4%", "measure: x", "from: {value: 3%}", "source: 18", "derivations: {a: b}"])
def test_a_broken_quantity_is_kept_and_not_judged(words: str, tmp_path: Path) -> None:
    """It keeps its place in the claim, its link stays open, and no verdict is drawn from what was left of it."""
    quantity = {"printed": "printed: 9%", "measure": "measure: reported", "from": "from: {value: 3}"}
    quantity.pop(words.split(":")[0] if not words.startswith("printed") else "", None)
    report = results(tmp_path, HEAD + f"  - {{id: b, text: 9% less, references: [1], quantities: [{{{', '.join([*quantity.values(), words])}}}]}}\n")
    (claim,) = report.claims
    assert claim.claim.quantities[0].broken
    assert claim.links["recomputed"] == "unchecked"
    assert not [finding for finding in report.findings if finding.rule in ("quantity-contradicted", "quantity-not-derived", "quantity-borderline")]


def test_inputs_are_the_bytes_that_were_read(tmp_path: Path) -> None:
    """claims.yaml, the pages and the .bib files are listed with their SHA-256."""
    (tmp_path / "page.html").write_bytes(b"<p>")
    path = project(tmp_path, HEAD + GOOD + "materials: {p: {path: page.html}}\n")
    report = audit(path, today="2026-11-22")
    expected = {name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("claims.yaml", "page.html", "references/a.bib")}
    assert {each.path: each.sha256 for each in report.inputs} == expected


def test_articles_of_the_bibliography_are_counted(tmp_path: Path) -> None:
    """`articles: {keyword, type}` counts the entries of that keyword and type."""
    bib = "".join(f"@article{{k{number},\n  keywords = {{ifuse, spine}},\n}}\n" for number in range(3)) + "@book{b,\n  keywords = {ifuse},\n}\n"
    claim = "  - {id: b, text: 3 articles, quantities: [{printed: 3, measure: count, from: {articles: {keyword: ifuse, type: article}}}]}\n"
    registry = load(project(tmp_path, "version: 1\nclaims:\n" + claim, bib))
    assert registry.bibliography.counts == {("ifuse", "article"): 3}


ENCODINGS = {"UTF-8 with its mark": "utf-8-sig", "UTF-16": "utf-16", "UTF-16, the other way": "utf-16-be"}


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_unicode_with_a_mark_is_read(encoding: str, tmp_path: Path) -> None:
    """UTF-8 and UTF-16 are known by their mark."""
    text = HEAD + "  - {id: ä, text: Röhrl}\n"
    data = text.encode(encoding) if encoding != "utf-16-be" else b"\xfe\xff" + text.encode(encoding)
    registry = load(project(tmp_path, data))
    assert (registry.claims[0].id, registry.claims[0].text, registry.problems) == ("ä", "Röhrl", ())


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        ("version: 1\n# Ä\nclaims: []  # ö Röhrl\n".encode("latin-1"), 2, 3, "byte 0xC4 is no UTF-8"),
        ("é: 1\nb: x".encode() + b"\xff", 2, 5, "byte 0xFF is no UTF-8"),
        (b"\xff\xfeA", 1, 1, "no UTF-16"),
        ("version: 1\n".encode("utf-16-le"), 1, 2, "NUL"),
        (b"a: b\nc: \x00", 2, 4, "NUL"),
        (b"\x89PNG\r\n\x1a\n\x00", 1, 1, "byte 0x89"),
    ],
)
def test_what_is_no_unicode_is_told_and_not_guessed(data: bytes, line: int, column: int, words: str, tmp_path: Path) -> None:
    """Other encodings and binaries are told at their first strange byte, in columns of characters."""
    registry = load(project(tmp_path, data))
    (problem,) = registry.problems
    assert not registry.readable
    assert problem.at == Place("claims.yaml", line, column)
    assert words in problem.message


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80) | st.text("version: 1\nclaims[]{}-,\"'&*<\t#|>%é\x85", max_size=80).map(str.encode))
def test_any_bytes_are_a_registry(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever the bytes, load() answers with a Registry, and every place in it is inside a file's numbering."""
    path = tmp_path_factory.mktemp("any") / "claims.yaml"
    path.write_bytes(data)
    registry = load(path)
    for problem in registry.problems:
        place = problem.at if isinstance(problem.at, Place) else registry.place(problem.at or ())
        assert place.line >= 1
        assert place.column >= 1


@pytest.mark.parametrize("typed", ["../out.html", "/etc/passwd", "nowhere.html", "folder", "loop", "x\\0y", "''", "pipe", "leads-out"])
def test_a_page_that_is_no_file_of_the_project_is_missing(typed: str, tmp_path: Path) -> None:
    """A path that leads out, to nothing, to a folder, a pipe or round in a circle is told, never opened."""
    (tmp_path / "out.html").write_text("secret", encoding="utf-8")
    folder = tmp_path / "project"
    (folder / "folder").mkdir(parents=True)
    (folder / "loop").symlink_to("loop")
    (folder / "leads-out").symlink_to(tmp_path / "out.html")
    os.mkfifo(folder / "pipe")
    registry = load(project(folder, f'version: 1\nclaims: []\nmaterials: {{p: {{path: "{typed}"}}}}\n' if typed != "''" else "version: 1\nclaims: []\nmaterials: {p: {path: ''}}\n"))
    assert isinstance(registry.materials[0].file, Missing)
    assert [each.path for each in registry.inputs] == ["claims.yaml"]


@pytest.mark.parametrize("typed", ["../*.bib", "/etc/*.bib", "nothing/*.bib", "references", "loop.bib", "''", "'**'", "pipe.bib", "'[', x.bib", '"a\\0.bib"'])
def test_a_bibliography_that_is_none_is_told(typed: str, tmp_path: Path) -> None:
    """A pattern that leads out, matches nothing or matches what is no file is told with what was typed; nothing hangs."""
    (tmp_path / "loop.bib").symlink_to("loop.bib")
    os.mkfifo(tmp_path / "pipe.bib")
    registry = load(project(tmp_path, f"version: 1\nclaims: []\nbibliography: [{typed}]\n"))
    assert registry.bibliography.unreadable or registry.problems


def test_an_empty_list_of_bibliographies_is_none(tmp_path: Path) -> None:
    """`bibliography: []` reads no file; without the key the default is read."""
    assert not load(project(tmp_path, "version: 1\nclaims: []\nbibliography: []\n")).bibliography.keys
    assert load(project(tmp_path, "version: 1\nclaims: []\n")).bibliography.keys


def test_a_policy_from_elsewhere_is_read_alone() -> None:
    """Of a trusted claims.yaml only its policy counts; what is no YAML is a wrong call."""
    policy = parse_policy(b"policy: {rules: {a: off, b: fatal}, roles: {legal: ana, medical: []}, review_every: 2 years}\nclaims: [[]]\n")
    assert (policy.rules, policy.roles, policy.review_every) == ({"a": "off"}, {"legal": ("ana",), "medical": ()}, "2 years")
    assert parse_policy(b"").rules == {}
    with pytest.raises(BadCall, match="line 1"):
        parse_policy(b"a: [")


def test_of_five_thousand_broken_claims_none_is_lost(tmp_path: Path) -> None:
    """All are told in one go, each with its own faults only (that it takes time in proportion is test_growth's)."""
    text = "version: 1\nclaims:\n" + "".join(f"  - {{id: c{n}, text: x, type: y, quantities: [[1]]}}\n" for n in range(5_000))
    registry = load(project(tmp_path, text))
    assert len(registry.problems) == 10_000
    assert all(claim.broken == {"type", "quantities"} for claim in registry.claims)
