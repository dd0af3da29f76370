"""One entry a statement: nothing is lost or fails otherwise by it, and what counts is never hidden under what was accepted."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import lxml.html
import pytest
from formats import pieces, sample
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import dossier, frames, matrix, nesting, pipeline, rooms, verdict, workbook
from evidence import formats as door
from evidence.formats import markdown, text
from evidence.model import SEVERITIES, Audit, Context, Finding, Place, Registry, Waiver
from evidence.nesting import brief, entries, nest
from evidence.page import Page, Piece, Reading, Run, Statement, Use
from evidence.progress import compared

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-22"
CONTEXT = Context(Registry("claims.yaml", "."), TODAY, "us-device-510k", integrity=frozenset({"claim-invalid"}))
OF_A_PIECE = ("page-risk-missing", "page-risk-remote", "page-reference-list")  # what they see is the piece's, not a statement's
WAIVER = Waiver("claim-absolute", "agreed", "Ana", "2026-12-31")


def finding(message: str = "m", severity: str = "error", claim: str | None = None, at: Place | None = None, **more: Any) -> Finding:
    """A finding; its fingerprint is its message, so that a test can name it."""
    plain = Finding("claim-absolute", severity, "data", "registered", message, "", "", at or Place("claims.yaml"), message, claim)
    return replace(plain, **more)


# --- laws ---------------------------------------------------------------------------------------------------------


@st.composite
def anything(draw: st.DrawFn) -> list[Finding]:
    """Findings of few claims, rules and places, some waived or known, each with a fingerprint of its own, some stamped before."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(SEVERITIES), st.sampled_from([None, "a", "b"]), st.sampled_from(["claim-absolute", "claim-invalid", "page-x"]),
                st.sampled_from(["data", "wording"]), st.integers(1, 3), st.booleans(), st.booleans(), st.sampled_from(["", "0", "7", "nowhere"]),
            ),
            max_size=12,
        )
    )  # fmt: skip
    return [
        finding(f"m{line}", severity, claim, Place("page.html", line), rule=rule, decided=decided, fingerprint=str(at), under=under,
                waiver=WAIVER if waived else None, baselined=known)
        for at, (severity, claim, rule, decided, line, waived, known, under) in enumerate(drawn)
    ]  # fmt: skip


def bare(found: list[Finding] | tuple[Finding, ...]) -> Counter[Finding]:
    return Counter(replace(one, waiver=None, because=str(one.waiver), under="") for one in found)


@settings(max_examples=150, deadline=None)
@given(anything(), st.randoms(use_true_random=False))
def test_nesting_loses_nothing_adds_nothing_and_depends_on_no_order(found: list[Finding], random: Random) -> None:
    """The same findings come out, stamped alike however they came in, and nesting what is nested changes nothing."""
    nested = nest(found, (), CONTEXT)
    assert bare(nested) == bare(found)
    shuffled = list(found)
    random.shuffle(shuffled)
    assert nest(shuffled, (), CONTEXT) == nested == nest(nested, (), CONTEXT)


@settings(max_examples=150, deadline=None)
@given(anything())
def test_what_stands_under_a_finding_stands_right_after_it_and_weighs_no_more(found: list[Finding]) -> None:
    """A head stands under nothing; `under` names the head right before; one level; never over one that counts more; all of one claim."""
    heads: dict[str, Finding] = {}
    last: Finding | None = None
    for one in nest(found, (), CONTEXT):
        if one.under:
            assert last is not None and one.under == last.fingerprint and one.under in heads
            assert one.claim == last.claim is not None
            assert (not one.counts, -SEVERITIES.index(one.severity)) >= (not last.counts, -SEVERITIES.index(last.severity))
            assert "claim-invalid" not in (one.rule, last.rule)
        else:
            heads[one.fingerprint] = last = one
    weights = [(not one.counts, -SEVERITIES.index(one.severity), one.decided != "data") for one in heads.values()]
    assert weights == sorted(weights)


@settings(max_examples=150, deadline=None)
@given(anything(), st.sampled_from(SEVERITIES))
def test_the_verdict_is_the_same_with_and_without(found: list[Finding], fail_on: str) -> None:
    """Counts, verdict and exit code do not know of nesting."""
    registry = Registry("claims.yaml", ".")
    flat, nested = (verdict.summarize(registry, each, (), fail_on) for each in (found, nest(found, (), CONTEXT)))
    assert flat == nested
    assert verdict.exit_code(registry, flat, True) == verdict.exit_code(registry, nested, True)


@settings(max_examples=100, deadline=None)
@given(anything())
def test_entries_hold_every_finding_once(found: list[Finding]) -> None:
    """Whatever `under` says, also a name that is nowhere or of a finding that itself stands under another: nothing is dropped."""
    for each in (found, nest(found, (), CONTEXT)):
        assert bare([one for entry in entries(each) for one in entry.findings]) == bare(each)
    assert all(entry.head.under == "" for entry in entries(nest(found, (), CONTEXT)))


def test_a_finding_without_a_fingerprint_heads_nothing() -> None:
    """Nothing that names no head stands under one."""
    assert [len(one.findings) for one in entries([finding("", claim="a"), finding("b", claim="a")])] == [1, 1]


# --- cases --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([finding("a", "warning", "x"), finding("b", "error", "x")], ["b", "+a"]),
        ([finding("a", "error", "x"), finding("b", "error", "y"), finding("c", "info", "x")], ["a", "+c", "b"]),
        ([finding("a", "error", "x", waiver=WAIVER), finding("b", "info", "x")], ["b", "+a"]),
        ([finding("a", "error", "x", baselined=True), finding("b", "info", "x"), finding("c", "warning", "y")], ["c", "b", "+a"]),
        ([finding("a", "error", "x", waiver=WAIVER), finding("b", "warning", "x", baselined=True)], ["a", "+b"]),
        ([finding("a", "warning", "x", decided="wording"), finding("b", "warning", "x", at=Place("z", 9))], ["b", "+a"]),
        ([finding("a", "error", "x", link="sound"), finding("b", "error", "x", at=Place("z", 9), link="cited"), finding("c", "error", "y", at=Place("m"))], ["c", "b", "+a"]),
        ([finding("a", "error", "x", rule="claim-invalid"), finding("b", "info", "x"), finding("c", "warning", "x")], ["a", "c", "+b"]),
        ([finding("a", key="k", bears_on=("x",)), finding("b", key="k", bears_on=("x",)), finding("c", "info", "x")], ["a", "b", "c"]),
        ([finding("a", at=Place("page.html", 3)), finding("b", at=Place("page.html", 3))], ["a", "b"]),
    ],
    ids=[
        "the worst heads", "each claim for itself", "a waived error does not head a note that counts", "nor does one from the baseline",
        "where nothing counts the worst heads", "what data decide heads", "the first broken link heads", "the registry's own faults stand alone", "a reference is no statement",
        "a place alone is no statement",
    ],
)  # fmt: skip
def test_who_heads_whom(found: list[Finding], told: list[str]) -> None:
    """The most material finding that counts heads its claim's entry."""
    assert [f"{'+' if one.under else ''}{one.message}" for one in nest(found, (), CONTEXT)] == told


WORDS = "It cut pain by 68%.1 It cut pain in all patients. “Quoted: so” it was. It cut pain by 68%."


def piece(uses: tuple[Use, ...] = (), lines: bool = True) -> Piece:
    """A page of four statements on one line, the first with a raised reference number."""
    texts = ("It cut pain by 68%.1", "It cut pain in all patients.", "“Quoted: so” it was.", "It cut pain by 68%.")
    starts = [WORDS.index(texts[0]), WORDS.index(texts[1]), WORDS.index(texts[2]), WORDS.rindex(texts[3])]
    said = tuple(Statement(each, start, start + len(each), 2) for each, start in zip(texts, starts, strict=True))
    page = Page("page.html", "html", WORDS, (), (Run(19, 20, "superscript"),))
    return Piece("home", "page.html", Reading(page, said), uses, lines=lines, path=("materials", "home"))


def use(kind: str, words: str, claim: str = "a") -> Use:
    start = WORDS.index(words)
    return Use(claim, kind, start, start + len(words), 2, words, words)


AT = Place("page.html", 2)
OWN = finding("own", "info", "a")


@pytest.mark.parametrize(
    ("message", "uses", "under"),
    [
        ("“It cut pain by 68%.1”: it is told as a change", (use("exact", "cut pain by 68%"),), None),
        ("“It cut pain by 68%.1”: it is told as a change", (use("exact", "It cut pain by 68%"),), "a"),
        ("“It cut pain by 68%.1”: it is told as a change", (use("variant", "It cut pain by 68%."),), "a"),
        ("“It cut pain by 68%.1”: it is told as a change", (use("drifted", "pain by 68%"),), "a"),
        ("“It cut pain by 68%.1”: it is told as a change", (use("drifted", "by 68%"),), None),
        ("“It cut pain by 68%.1”: it is told as a change", (use("drifted", "It cut pain by 68%"), use("exact", "It cut pain by 68%", "b")), None),
        ("a patient promises (“68%”), and nothing carries it: It cut pain by 68%.1", (use("near", "It cut pain by 68%"),), "a"),
        ("the page tells a benefit (“It cut pain by 68%.1”) and no risk", (use("exact", "It cut pain by 68%"),), None),
        ("“It cut pain in all patients.”: “all patients” allows no exception", (use("exact", "It cut pain by 68%"),), None),
        ("“““”””: : ”: ", (use("exact", "It cut pain by 68%"),), None),
    ],
    ids=["in part", "whole", "a variant", "most of changed words", "a bit of changed words", "the registered words win", "at the end",
         "the whole page", "another statement", "odd"],
)  # fmt: skip
@pytest.mark.parametrize("lines", [True, False])
def test_a_printed_statement_that_is_a_claim_belongs_to_it(message: str, uses: tuple[Use, ...], under: str | None, lines: bool) -> None:
    """Where the words are the claim's, what is wrong with them on the page stands with the claim; a risk that is missing is the page's."""
    place = AT if lines else CONTEXT.registry.place(("materials", "home"))
    told = nest([finding(message, "warning", at=place), OWN], (piece(uses, lines),), CONTEXT)
    assert [one.claim for entry in entries(told) if entry.nested for one in entry.findings] == ([None, "a"] if under else [])
    assert [entry.claim for entry in entries(told)] == (["a"] if under else [None, "a"])


def test_what_one_statement_of_a_page_has_wrong_is_one_entry() -> None:
    """By its words and place, also where many stand on one line; the same words twice are one, another statement another."""
    found = [
        finding("“It cut pain in all patients.”: 2", "warning", at=AT),
        finding("“It cut pain in all patients.” is no registered claim", "error", at=AT),
        finding("“““Quoted: so” it was.”: 1", "error", at=AT),
        finding("““Quoted: so” it was.”: 2", "error", at=AT),
        finding("told: “Quoted: so” it was.", "warning", at=AT),
        finding("“It cut pain by 68%.”: 1", "info", at=AT),
        finding("“It cut pain in all patients.”: elsewhere", "info", at=Place("page.html", 3)),
    ]
    told = nest(found, (piece(),), CONTEXT)
    assert [[one.message for one in entry.findings] for entry in entries(told)] == [
        [found[1].message, found[0].message], [found[3].message, found[4].message], [found[2].message], [found[5].message], [found[6].message],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("message", "head", "told"),
    [
        ("“a b.”: “b” is wrong", "“a b.”: 5 stands nowhere", "“b” is wrong"),
        ("“a b.”: “b” is wrong", "“a b.” is no registered claim", "“b” is wrong"),
        ("“a”: b.”: “b” is wrong", "“a”: b.” is no registered claim", "“b” is wrong"),
        ("“a b.”: “b” is wrong", "“a c.”: 5 stands nowhere", "“a b.”: “b” is wrong"),
        ("“a b.”: ", "“a b.”: 5", "“a b.”: "),
        ("“a b.”: “b”: 5", "“a b.”: “b”: 5", "5"),
        ("“a b.”: 5", "“a b.", "“a b.”: 5"),
        ("5 is wrong", "5 is wrong", "5 is wrong"),
        ("", "", ""),
    ],
)
def test_a_quote_is_not_told_twice(message: str, head: str, told: str) -> None:
    """Under a head that quotes the statement, a finding leaves the quote out, and nothing else."""
    assert brief(finding(message), finding(head)) == told


def test_hostile_words_cost_linear_time() -> None:
    """A page's statement of nothing but quotes and colons, ten times as long, costs about ten times as much."""

    def least(count: int) -> float:
        words = "”: “" * count
        page = Page("page.html", "html", words, ())
        piece = Piece("home", "page.html", Reading(page, (Statement(words, 0, len(words), 2),)), path=("materials", "home"))
        found = [finding(f"{start}{words}{end}", "warning", at=AT) for start, end in (("“", "”: 1"), ("“", "x”: 2"), ("“x", ""), ("told: ", ""), ("told: ", "x"))]
        took = []
        for _ in range(3):
            start = process_time()
            told = nest(found, (piece,), CONTEXT)
            assert [brief(one, told[0]) for one in told]
            took.append(process_time() - start)
        assert [len(entry.findings) for entry in entries(told)].count(2) == 1
        return min(took)

    assert least(25_000) < 30 * max(least(2_500), 0.0005)


# --- end to end ---------------------------------------------------------------------------------------------------

ONE = {
    "claims.yaml": """version: 1
products: {p: {name: P, status: 510k, indications: fusion of the sacroiliac joint, not_indicated: [fibromyalgia], risk_statement: Risks include infection.}}
materials: {home: {path: page.html, product: p}}
claims:
  - id: best
    type: status
    product: p
    text: The best implant for fibromyalgia reduced pain by 68%
    quantities: [{printed: 68%, measure: relative reduction, when: 24 months, n: 90, unit: '%', from: {baseline: "80", followup: "40"}}]
""",
    "page.html": "<p>The best implant for fibromyalgia reduced pain by 68%.</p>\n<p>Risks include infection.</p>\n",
}
THREE = ("claim-outside-indication", "claim-superlative", "quantity-contradicted")


def made(folder: Path, files: Mapping[str, str]) -> Path:
    for name, written in files.items():
        (folder / name).write_text(written, encoding="utf-8")
    return folder / "claims.yaml"


def test_wording_scope_and_number_of_one_claim_are_one_entry(tmp_path: Path) -> None:
    """A superlative outside of the indication with a wrong number, printed as registered: one entry, two under it, none twice."""
    audit = pipeline.audit(made(tmp_path, ONE), today=TODAY, select=THREE)
    assert [(entry.claim, entry.head.rule, [one.rule for one in entry.nested]) for entry in entries(audit.findings)] == [
        ("best", "claim-outside-indication", ["quantity-contradicted", "claim-superlative"])
    ]
    assert (audit.summary.errors, audit.summary.warnings, audit.exit_code) == (2, 1, 1)


def test_text_indents_what_stands_under_a_head(tmp_path: Path) -> None:
    """The head as ever; under it with a plus the others: their place where it is another, no why, why and what to do once a rule."""
    lines = text.render(pipeline.audit(made(tmp_path, ONE), today=TODAY, select=THREE)).splitlines()
    head = lines.index("  claims.yaml:8:5  error  claim-outside-indication")
    number, word = lines.index("      + claims.yaml:9:18  error  quantity-contradicted"), lines.index("      + warning  claim-superlative")
    assert head < number < word
    assert lines[word + 1].startswith("          “best” (character 5)")
    assert sum("Why it matters" in line for line in lines) == 3 and sum("What to do: " in line for line in lines) == 3
    assert lines[-1].startswith("1 claim: 2 errors, 1 warning, 0 notes; ") and lines[-1].endswith(" Verdict: failed (exit 1).")
    painted = text.paint("\n".join(lines))
    assert "      + claims.yaml:9:18  \x1b[31merror\x1b[0m  quantity" in painted and "      + \x1b[33mwarning\x1b[0m  claim" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted).splitlines() == lines


def test_markdown_marks_what_stands_under_a_head(tmp_path: Path) -> None:
    """Rows right below the head's, with a plus and without the claim's name; the place only where it is another."""
    rows = [line for line in markdown.render(pipeline.audit(made(tmp_path, ONE), today=TODAY, select=THREE)).splitlines() if re.match(r"\| (\+ )?\W*(error|warning)\W", line)]
    assert [row.split(" | ")[:4] for row in rows] == [
        ["| **error**", "`claim-outside-indication`", "`best`", "`claims.yaml:8:5`"],
        ["| + **error**", "`quantity-contradicted`", "", "`claims.yaml:9:18`"],
        ["| + warning", "`claim-superlative`", "", ""],
    ]


def test_markdown_without_room_keeps_every_head(tmp_path: Path) -> None:
    """Where not all fits, statements go before what stands under them, and each head says how much is left out."""
    base = sample.large(30)
    notes = tuple(replace(one, severity="info", message="x" * 3000, fingerprint=f"n{one.fingerprint}", under=one.fingerprint) for one in base.findings)
    crowded = replace(base, findings=tuple(each for pair in zip(base.findings, notes, strict=True) for each in (*pair, replace(pair[1], fingerprint="o"))))
    written = markdown.render(crowded)
    assert len(written) <= markdown.LONGEST and "xxx" not in written
    assert all(f"`{one.claim}`" in written for one in base.findings)
    assert written.count("And 2 other troubles of the same statement: see the full report.") == len(base.findings)
    assert f"**{2 * len(base.findings)} lines more** did not fit here" in written


def test_html_lists_what_stands_under_a_head(tmp_path: Path) -> None:
    """In the claim's row, one paragraph and below it a list of two; why it matters only once."""
    tree = lxml.html.document_fromstring(str(door.choose("html").render(pipeline.audit(made(tmp_path, ONE), today=TODAY, select=THREE))))
    cell = tree.get_element_by_id("c0").findall("td")[-1]
    assert [one.tag for one in cell] == ["p", "ul"]
    assert [[link.text for link in each.iter("a")] for each in cell[1]] == [["quantity-contradicted"], ["claim-superlative"]]
    assert cell.text_content().count("Why it matters:") == 1 and cell.text_content().count("What to do:") == 3
    assert [each.find("small") is not None for each in cell[1]] == [True, False]


def test_advice_is_not_told_twice_in_an_entry() -> None:
    """Of two findings of one rule under a head, the second does not repeat what to do; its own message and place it keeps."""
    base = sample.rich()
    twin = replace(base.findings[1], message="Nor does it name a page.", fingerprint="twin", place=Place("claims.yaml", 31, 5))
    crowded = replace(base, findings=(*base.findings[:2], twin, *base.findings[2:]))
    for name in ("text", "markdown", "html"):
        plain, more = (str(door.choose(name).render(each)) for each in (base, crowded))
        assert "Nor does it name a page." in more and "claims.yaml:31:5" in more
        row = r"<tr id=c2[^\n]*" if name == "html" else r"(?s).*"  # the html report tells what to do in more places than one
        counted = [found[0].count("What to do:") for each in (plain, more) if (found := re.search(row, each))]
        assert counted[0] == counted[1] > 0


def test_machines_get_every_finding_with_the_name_of_its_head(tmp_path: Path) -> None:
    """JSON, CSV, SARIF and the frame: an entry a finding, as before, and whose entry it stands in."""
    audit = pipeline.audit(made(tmp_path, ONE), today=TODAY, select=THREE)
    head = audit.findings[0].fingerprint
    document = json.loads(door.choose("json").render(audit))
    assert [one["under"] for one in document["findings"]] == [None, head, head]
    rows = list(csv.DictReader(io.StringIO(str(door.choose("csv").render(audit)))))
    assert [one["under"] for one in rows if one["kind"] == "finding"] == ["", head, head]
    results = json.loads(door.choose("sarif").render(audit))["runs"][0]["results"]
    assert [one["properties"].get("under") for one in results] == [None, head, head]
    assert [None if each is None or each != each else str(each) for each in frames.findings(audit)["under"].astype(object).where(lambda one: one.notna(), None)] == [None, head, head]
    sheet = next(one for one in workbook.sheets(audit) if one.name == "Findings")
    assert [row[-2:] for row in sheet.rows()] == [(1, ""), (1, head), (1, head)]
    assert str(door.choose("junit").render(audit)).count("<testcase") == 2
    assert str(door.choose("github").render(audit)).count("::error") == 2


def test_the_inspection_copy_tells_a_claims_troubles_together(tmp_path: Path) -> None:
    """In the matrix the head and the others with a plus; the findings by rule still go from errors to notes."""
    audit = pipeline.audit(made(tmp_path, ONE), today=TODAY, select=THREE)
    lines = next(matrix.rows(audit)).cells[-1]
    assert [line.split(":")[0] for line in lines] == ["error, claim-outside-indication", "+ error, quantity-contradicted", "+ warning, claim-superlative"]
    told = json.dumps(dossier.document(audit, ()), ensure_ascii=False)
    assert "3 findings in 1 entry, one a statement, most material first." in told
    own = pipeline.audit(ROOT / "claims.yaml", today=TODAY)
    _, _, rows, _, by_rule = next(part for part in dossier.document(own, ())["sections"] if part["title"] == "Findings")["blocks"]  # type: ignore[attr-defined]
    assert [row[0] for row in rows["rows"]] == [one.claim or str(one.head.place) for one in entries(own.findings)]
    cards = by_rule["cards"]
    kinds = [str(card["word"]).split(",")[0] for card in cards]
    assert kinds == sorted(kinds, key=("error", "warning", "note").index)


def test_github_spends_its_ten_lines_on_ten_statements() -> None:
    """Heads come first: ten errors of one claim do not crowd out the others."""
    first = sample.large(3).findings[0]
    crowd = [replace(first, fingerprint=f"n{at}", under=first.fingerprint) for at in range(12)]
    others = [replace(first, fingerprint=f"o{at}", claim=f"claim-{at}") for at in range(5)]
    lines = str(door.choose("github").render(replace(sample.large(3), findings=(first, *crowd, *others)))).splitlines()
    assert [f"(claim-{at})" in "\n".join(lines) for at in range(5)] == [True] * 5


def test_a_waived_error_hides_nothing(tmp_path: Path) -> None:
    """A forger waives the head: what still counts heads the entry and fails the audit; the waived one is told under it."""
    waiver = "    waivers: [{rule: claim-outside-indication, reason: agreed, by: Ana, until: 2026-12-31}]\n"
    audit = pipeline.audit(made(tmp_path, {**ONE, "claims.yaml": ONE["claims.yaml"] + waiver}), today=TODAY, select=THREE)
    (entry,) = entries(audit.findings)
    assert [(one.rule, one.counts) for one in entry.findings] == [("quantity-contradicted", True), ("claim-superlative", True), ("claim-outside-indication", False)]
    assert (audit.summary.errors, audit.summary.waived, audit.exit_code) == (1, 1, 1)
    told = text.render(audit)
    assert "  claims.yaml:9:18  error  quantity-contradicted" in told and "      + claims.yaml:8:5  error, waived  claim-outside-indication" in told
    assert "          Waived by Ana until 2026-12-31: agreed." in told


def test_a_baseline_and_a_previous_report_know_each_finding(tmp_path: Path) -> None:
    """A baseline with the head leaves those under it to count; compared with a report that knows no nesting, nothing is new."""
    path = made(tmp_path, ONE)
    audit = pipeline.audit(path, today=TODAY, select=THREE)
    known = [{"fingerprint": audit.findings[0].fingerprint, "rule": audit.findings[0].rule, "claim": "best", "message": ""}]
    (tmp_path / "baseline.json").write_text(json.dumps({"version": 1, "findings": known}), encoding="utf-8")
    after = pipeline.audit(path, today=TODAY, baseline=tmp_path / "baseline.json", select=THREE)
    assert [(one.rule, one.counts, bool(one.under)) for one in after.findings] == [
        ("quantity-contradicted", True, False), ("claim-superlative", True, True), ("claim-outside-indication", False, True),
    ]  # fmt: skip
    old = json.loads(door.choose("json").render(audit))
    for one in old["findings"]:
        del one["under"]
    (tmp_path / "old.json").write_text(json.dumps(old), encoding="utf-8")
    since = compared(audit, tmp_path / "old.json").since
    assert since is not None and not (since.new or since.closed or since.regressed)


def test_words_that_stand_on_the_page_as_registered_are_judged_once(tmp_path: Path) -> None:
    """What must never be said is told at the claim and not again on its page; outside of the claim's words it is told there."""
    beside = "<p>The best implant for fibromyalgia reduced pain by 68%, and it helps with fibromyalgia.</p>\n<p>Risks include infection.</p>\n"
    once, twice = (
        [one.claim for one in pipeline.audit(made(tmp_path, {**ONE, "page.html": page}), today=TODAY, select=THREE).findings if one.rule == THREE[0]]
        for page in (ONE["page.html"], beside)
    )
    assert (once, sorted(map(str, twice))) == (["best"], ["None", "best"])


# --- the repository's own -----------------------------------------------------------------------------------------


@cache
def audits() -> dict[str, Audit]:
    return {"own": pipeline.audit(ROOT / "claims.yaml", today=TODAY), "hostile": pieces.hostile()}


def test_the_real_page_is_one_entry_a_statement() -> None:
    """On the repository's own page every claim with a finding has one entry, and the testimonial's outcome stands with its claim."""
    audit = audits()["own"]
    told = entries(audit.findings)
    claims = [entry.claim for entry in told if entry.claim]
    assert len(claims) == len(set(claims)) == len({one.claim for one in audit.findings if one.claim})
    testimonial = next(entry for entry in told if entry.claim == "testimonial-same-day")
    assert {"page-testimonial-provenance", "page-testimonial-outcome"} <= {one.rule for one in testimonial.findings}
    assert [entry.head.rule for entry in told if entry.claim is None] == ["page-risk-missing"]


@pytest.mark.parametrize("which", ["own", "hostile"])
@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_no_report_for_people_loses_a_finding(which: str, name: str) -> None:
    """Every rule that fired on every claim is named."""
    audit = audits()[which]
    written = str(door.choose(name).render(audit))
    assert not [one.rule for one in audit.findings if one.rule not in written]


def judges_pages(name: str) -> bool:
    module = rooms.member("rules", name)
    return hasattr(module, "check_page") or "Piece" in module.check.__annotations__.values()


@pytest.mark.parametrize("name", [name for name in rooms.members("rules") if judges_pages(name)])
def test_a_rule_that_judges_a_pages_words_quotes_them(name: str, tmp_path: Path) -> None:
    """By its examples: what a rule finds on a page and lays to no claim is known to be about a statement, or the rule judges whole pieces."""
    for at, files in enumerate(rooms.member("rules", name).FAILS.values()):
        folder = tmp_path / str(at)
        for file, written in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(written.encode() if isinstance(written, str) else written)
        audit = pipeline.audit(folder / "claims.yaml", today=TODAY)
        spots = nesting._spots(audit.findings, audit.pieces, Context(audit.registry, TODAY, audit.profile))
        lengths = {at: {len(words) for words in here} for at, here in spots.items()}
        pages = {one.file for one in audit.pieces}
        loose = [one for one in audit.findings if one.rule == rooms.published(name) and not one.claim and one.place.path in pages]
        assert [one.message for one in loose if (nesting._printed(one, spots, lengths) is None) != (one.rule in OF_A_PIECE)] == []


def test_how_many_are_counted_in_words() -> None:
    """Findings, and entries where these are fewer."""
    assert nesting.counted(()) == "0 findings" and nesting.counted([finding()]) == "1 finding"
    assert nesting.counted(nest([finding("a", claim="x"), finding("b", claim="x"), finding("c")], (), CONTEXT)) == "3 findings in 2 entries, one a statement"
