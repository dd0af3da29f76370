"""The formats' promises: well-formed whatever was typed, honest about what is open, quiet about the rest."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from formats import sample
from formats.anything import anything
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import formats as door
from evidence import rooms, wording
from evidence.formats import csv as csv_format
from evidence.formats import github, markdown, sarif, text
from evidence.formats import json as json_format
from evidence.formats import junit as junit_format
from evidence.model import LINKS, STATES, Audit, Chain, Claim, ClaimResult, Place, Summary, Unchecked
from evidence.sheetcells import FORMULA

ROOT = Path(__file__).resolve().parents[1]
MINE = ("csv", "github", "json", "junit", "markdown", "sarif", "text")
FOR_PEOPLE = (text, markdown, junit_format, github)
AUDITS = {"rich": sample.rich, "empty": sample.empty, "clean": sample.clean, "not_made": sample.not_made}
GOLDEN = ROOT / "tests" / "formats" / "golden"


def render(name: str, audit: Audit) -> str:
    written = door.choose(name).render(audit)
    assert isinstance(written, str)
    return written


# --- the door -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        *((name, name) for name in MINE),
        ("audit.txt", "text"),
        ("out/audit.json", "json"),
        ("audit.sarif", "sarif"),
        ("audit.sarif.json", "sarif"),
        ("AUDIT.SARIF", "sarif"),
        ("junit.xml", "junit"),
        ("summary.md", "markdown"),
        ("notes.markdown", "markdown"),
        ("github.csv", "csv"),
    ],
)
def test_a_format_is_chosen_by_name_or_by_suffix(asked: str, name: str) -> None:
    """A name wins; a path is judged by its longest fitting suffix, in any case."""
    assert door.choose(asked).__name__ == f"evidence.formats.{name}"


@pytest.mark.parametrize(
    ("asked", "words"), [("jsn", "did you mean json?"), ("audit.github", "choose one of"), ("", "choose one of"), ("../rooms", "choose")]
)
def test_an_unknown_format_is_told_in_one_sentence_with_the_choices(asked: str, words: str) -> None:
    """A wrong name is a bad call: one line that lists every format."""
    with pytest.raises(ValueError, match=re.escape(words)) as told:
        door.choose(asked)
    assert all(name in str(told.value) for name in rooms.members("formats"))
    assert "\n" not in str(told.value)


def test_members_named_like_the_standard_library_do_not_shadow_it() -> None:
    """`import json` and `import csv` inside evidence.formats are the standard library's."""
    assert json_format.json is json
    assert csv_format.csv is csv


# --- every format, whatever was typed -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize("which", AUDITS)
def test_a_format_is_a_pure_function_that_ends_with_a_newline(name: str, which: str) -> None:
    """Equal audits give equal bytes, as UTF-8, and a file that ends as a file should."""
    written = render(name, AUDITS[which]())
    assert written == render(name, AUDITS[which]())
    assert written.encode("utf-8").endswith(b"\n")


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize("which", ["rich", "empty", "not_made"])
def test_the_samples_look_as_they_did(name: str, which: str) -> None:
    """The golden files show every format; after a wanted change tests/formats/write_golden.py rewrites them."""
    assert render(name, AUDITS[which]()).encode() == (GOLDEN / f"{which}.{name}").read_bytes()


@settings(max_examples=60, deadline=None)
@given(anything())
def test_json_stays_json(audit: Audit) -> None:
    """Any text in any field comes back from the JSON as it was, lone surrogates apart."""
    document = json.loads(render("json", audit).encode("utf-8"))
    assert [claim["text"] for claim in document["claims"]] == [wording.encodable(result.claim.text) for result in audit.claims]
    assert [finding["message"] for finding in document["findings"]] == [wording.encodable(finding.message) for finding in audit.findings]


@settings(max_examples=60, deadline=None)
@given(anything())
def test_csv_stays_a_table(audit: Audit) -> None:
    """csv.reader finds a row for each finding and each unchecked entry, every row whole, no cell a formula."""
    written = render("csv", audit)
    assert written.encode("utf-8").decode("utf-8") == written
    rows = list(csv.reader(written.splitlines(keepends=True), strict=True))
    assert len(rows) == 1 + len(audit.findings) + len(audit.unchecked) == written.count("\r\n")
    assert all(len(row) == len(csv_format.COLUMNS) for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]


@settings(max_examples=60, deadline=None)
@given(anything())
def test_github_gets_one_command_a_line(audit: Audit) -> None:
    """Nothing that was typed starts a command, ends one early or adds a property to one."""
    command = re.compile(r"::(error|warning|notice)( [^:,=]+=[^:,]*(,[^:,=]+=[^:,]*)*)?::.*")
    lines = render("github", audit).encode("utf-8").decode("utf-8").splitlines()
    assert len(lines) == len(audit.findings) + 1
    assert all(command.fullmatch(line) for line in lines)


@settings(max_examples=60, deadline=None)
@given(anything())
def test_text_acts_on_no_terminal(audit: Audit) -> None:
    """No control or direction mark reaches the screen; colours change no word."""
    plain = render("text", audit)
    assert plain.encode("utf-8")
    assert not [line for line in plain.split("\n") if wording.UNPRINTABLE.search(line)]
    assert re.sub(r"\x1b\[[0-9;]*m", "", text.paint(plain)) == plain


@settings(max_examples=60, deadline=None)
@given(anything())
def test_markdown_holds_no_markup_but_ours(audit: Audit) -> None:
    """No HTML, link, mention, picture or stray cell comes from what was typed."""
    written = render("markdown", audit)
    assert written.encode("utf-8")
    outside = re.sub(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)", "", written)  # without code spans, where nothing acts
    assert not re.search(r"<(?!br>)", outside)
    assert not re.search(r"(?<!\\)(\\\\)*\[", outside)
    assert not re.search(r"@\w|https?:/|:white", outside)
    cells = [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in outside.split("\n") if line.startswith("|")]
    assert set(cells) <= {8, 6, 9, 4}


@pytest.mark.parametrize("name", MINE)
def test_nothing_that_was_found_is_lost(name: str) -> None:
    """Every finding's rule and every claim with something to say is named in every format, waived or known or not."""
    written, audit = render(name, sample.rich()), sample.rich()
    assert not [finding.rule for finding in audit.findings if finding.rule not in written]
    assert not [finding.claim for finding in audit.findings if finding.claim and finding.claim not in written]


def test_findings_of_a_claim_that_was_not_read_are_told() -> None:
    """A finding may name a claim that the registry could not read: it has its own group and testcase."""
    base = sample.rich()
    lost = replace(base, findings=(replace(base.findings[0], claim="ghost"),))
    assert "ghost (not among the claims that could be read)" in render("text", lost)
    assert 'name="ghost"' in render("junit", lost)


# --- honesty ------------------------------------------------------------------------------------------------------


def one(states: tuple[str, ...], unchecked: tuple[Unchecked, ...] = ()) -> Audit:
    """An audit of a single claim in these states, with nothing found."""
    result = ClaimResult(Chain(Claim("a", "b"), (), ()), dict(zip(LINKS, states, strict=True)))
    summary = Summary(1, 0, 0, 0, len(unchecked), 0, 0, "incomplete")
    return replace(sample.empty(), claims=(result,), unchecked=unchecked, summary=summary, exit_code=0)


@settings(max_examples=80, deadline=None)
@given(st.tuples(*[st.sampled_from([*STATES, "unheard of"])] * 6))
def test_what_is_unchecked_never_looks_green(states: tuple[str, ...]) -> None:
    """A claim with an open link shows it in text and Markdown, and is skipped, never passed, in JUnit."""
    audit = one(states)
    if set(states) & {"unchecked", "unheard of"}:
        assert "no reason was recorded" in render("text", audit)
        assert '<testcase classname="claims.yaml" name="a" time="0"><skipped' in render("junit", audit)
        assert "| `a` |" in render("markdown", audit)
    row = next(line for line in render("text", audit).splitlines() if line.endswith("“b”"))
    assert row.split()[:6] == [wording.MARKS.get(state, "?") for state in states]


@pytest.mark.parametrize("member", FOR_PEOPLE, ids=lambda member: str(member.__name__))
@pytest.mark.parametrize("which", AUDITS)
def test_the_report_never_says_more_than_was_found_out(member: ModuleType, which: str) -> None:
    """No report calls a claim compliant, supported or verified, and none calls itself passed."""
    written = str(member.render(AUDITS[which]()))
    assert not re.search(r"\b(compliant|supported|verified|substantiated|violat\w+|passed)\b", written, re.IGNORECASE)


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (Summary(3, 0, 0, 0, 0, 0, 0, "passed"), "no finding (exit 0)"),
        (Summary(3, 0, 2, 0, 0, 0, 0, "passed"), "no finding that fails the audit (exit 0)"),
        (Summary(3, 0, 0, 0, 0, 1, 0, "passed"), "no finding beyond those waived or in the baseline (exit 0)"),
        (Summary(3, 0, 0, 0, 4, 0, 0, "incomplete"), "incomplete (exit 0)"),
        (Summary(3, 1, 0, 0, 4, 0, 0, "failed"), "failed (exit 0)"),
    ],
)
def test_the_verdict_is_told_in_words(summary: Summary, words: str) -> None:
    """ "passed" is printed as what it is: no finding, and which."""
    for member in FOR_PEOPLE:
        assert words in str(member.render(replace(sample.clean(), summary=summary)))


@pytest.mark.parametrize("member", FOR_PEOPLE, ids=lambda member: str(member.__name__))
def test_an_audit_that_was_not_made_says_so_first(member: ModuleType) -> None:
    """Before anything else: no audit was made, and the place that stopped it."""
    written = str(member.render(sample.not_made()))
    assert "No audit was made: claims.yaml:3:7" in written.replace("\\", "")
    assert "0 claims" not in written
    assert written.index("o audit was made") < written.index("claim-invalid")


@pytest.mark.parametrize("member", FOR_PEOPLE, ids=lambda member: str(member.__name__))
def test_an_audit_without_claims_says_that_nothing_was_checked(member: ModuleType) -> None:
    """No claims is no success."""
    assert "There are no claims, so nothing was checked." in str(member.render(sample.empty()))


def test_the_text_tells_each_finding_whole() -> None:
    """Place, rule, message, why, what to do, basis, the reason of a severity, the waiver: all stand in the text."""
    told = render("text", sample.rich())
    for words in (
        "claims.yaml:34:18  error  quantity-contradicted",
        "Why it matters: A reader takes",
        "What to do: Print the number",
        "See FD&C Act 502(a) (binding); CFL guidance, 2018 (guidance).",
        "Error here, not the rule's default: both count as support.",
        "Waived by Ana until 2026-12-31: agreed with legal | see <minutes>.",
        "warning, in the baseline  passage-missing",
        "Bears on: pain-24m.",
        "Also references/ifuse.bib:40:1: the same DOI.",
        "unchecked  cited, sound, anchored, recomputed: 20 is a candidate: the printed list was not seen.",
        "What was read: abstracts and one press release; no full text.",
        "Changed from the defaults: reference-old: warning instead of off (policy).",
        "The bibliography and the registry",
        wording.legend(),
    ):
        assert words in told


def test_the_most_material_claim_comes_first() -> None:
    """Groups follow the audit's own order of findings; what is merely open follows; what is clean is one line at the end."""
    names = ["opioids", "The bibliography and the registry", "pain-24m", "articles", "hostile", "satisfaction", "status"]
    lines = render("text", sample.rich()).splitlines()
    heads = [next(at for at, line in enumerate(lines) if re.match(rf"([^ ] ){{6}} {name}  |{name}$", line)) for name in names]
    assert heads == sorted(heads)


def test_paint_knows_our_own_lines() -> None:
    """Marks, severities and the verdict have their colours; an accepted error is not red and an open link not green."""
    painted = text.paint(render("text", sample.rich()))
    for piece in (
        "\x1b[32m✓\x1b[0m \x1b[33m?\x1b[0m",
        "\x1b[1mclaims.yaml:34:18\x1b[0m  \x1b[31merror\x1b[0m  quantity",
        "\x1b[2mwarning, waived\x1b[0m",
        "\x1b[33m  unchecked  approved",
        "\x1b[2m      Why it matters: ",
        "\x1b[1;31m6 claims: 3 errors",
    ):
        assert piece in painted
    assert "\x1b[1;33m0 claims" in text.paint(render("text", sample.empty()))


def test_lines_fit_a_hundred_columns_and_break_no_place() -> None:
    """Only a word that is longer than a line by itself goes over the edge."""
    base = sample.rich()
    long = replace(base.findings[0], message="word " * 60, place=Place("a/" * 60 + "claims.yaml", 1, 1))
    told = render("text", replace(base, findings=(long, *base.findings[1:])))
    assert f"  {long.place}  error" in told
    assert not [line for line in told.splitlines() if len(line) > text.WIDTH + 10 and str(long.place) not in line]


def test_a_clean_claim_takes_one_line() -> None:
    """Dozens of claims without a finding stay a list."""
    lines = render("text", sample.clean()).splitlines()
    assert sum(line.startswith("✓ ✓ ✓ ✓ ✓ ✓  claim-") for line in lines) == 3
    assert lines.index("✓ ✓ ✓ ✓ ✓ ✓  claim-2  “Sentence number 2.”") - lines.index("✓ ✓ ✓ ✓ ✓ ✓  claim-0  “Sentence number 0.”") == 2


# --- limits -------------------------------------------------------------------------------------------------------


def test_github_shows_ten_of_each_and_counts_the_rest() -> None:
    """Ten errors, ten warnings, and one last line with the counts."""
    base = sample.rich()
    errors = tuple(replace(base.findings[0], fingerprint=str(at)) for at in range(14))
    warnings = tuple(replace(one, severity="warning") for one in errors)
    notes = tuple(replace(one, severity="info") for one in errors)
    lines = render("github", replace(base, findings=(*errors, *warnings, *notes))).splitlines()
    assert Counter(line.split(" ")[0] for line in lines) == {"::error": 10, "::warning": 10, "::notice": 10}
    assert lines[-1].endswith("13 more findings in the full report.")


def test_markdown_stays_under_githubs_limit_and_counts_the_cut() -> None:
    """4,000 claims: at most 60,000 characters, and how many lines are missing."""
    written = render("markdown", sample.large(4000))
    assert 50_000 < len(written) <= markdown.LONGEST
    assert re.search(r"\*\*[\d,]+ lines more\*\* did not fit", written)
    assert written.endswith("Verdict: failed (exit 1).\n")


def test_sarif_over_the_limit_keeps_the_worst_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors that count stay, in their order; the run says how many are listed of how many."""
    assert sarif.MOST == 25_000
    monkeypatch.setattr(sarif, "MOST", 4)
    run = json.loads(render("sarif", sample.rich()))["runs"][0]
    assert [result["level"] for result in run["results"]] == ["error", "error", "error", "warning"]
    told = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert any("The worst 4 of 8 findings are listed" in line for line in told)


# --- the details of single formats --------------------------------------------------------------------------------


def test_sarif_results_are_whole() -> None:
    """A rule of the table, one place, a fingerprint without a line, and suppressions on all or none."""
    run = json.loads(render("sarif", sample.rich()))["runs"][0]
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert names == [rule.name for rule in sample.RULES]
    for result, finding in zip(run["results"], sample.rich().findings, strict=True):
        assert names[result["ruleIndex"]] == result["ruleId"] == finding.rule
        assert len(result["locations"]) == 1
        assert result["partialFingerprints"] == {"evidence/v1": finding.fingerprint}
        assert bool(result["suppressions"]) == (not finding.counts)
    place = run["results"][5]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "pages/a%20b%2Cc%25.html", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 2, "startColumn": 7}
    assert run["results"][5]["suppressions"][0]["justification"] == "Waived by Ana until 2026-12-31: agreed with legal | see <minutes>."


def test_sarif_tells_what_is_unchecked_apart_from_results() -> None:
    """One notification a reason, at the claim's place; never a result that a reader takes for a fault."""
    run = json.loads(render("sarif", sample.rich()))["runs"][0]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    told = next(note for note in notes if "20 is a candidate" in note["message"]["text"])
    assert told["properties"] == {"links": ["cited", "sound", "anchored", "recomputed"], "rules": [], "claims": ["satisfaction"]}
    assert told["locations"][0]["physicalLocation"]["region"]["startLine"] == 20
    assert {result["kind"] for result in run["results"]} == {"fail"}


def test_sarif_descriptions_keep_githubs_limit() -> None:
    """Short and full description are at most 1,024 characters."""
    long = replace(sample.RULES[0], summary="word " * 400, why="word " * 400)
    rule = json.loads(render("sarif", replace(sample.rich(), rules=(long,))))["runs"][0]["tool"]["driver"]["rules"][0]
    assert len(rule["shortDescription"]["text"]) <= 1024
    assert len(rule["fullDescription"]["text"]) <= 1024


@pytest.mark.parametrize("which", AUDITS)
def test_json_is_indented_as_the_standard_library_does(which: str) -> None:
    """Our faster writer and `json.dumps` with an indent of two give the same bytes."""
    written = render("json", AUDITS[which]())
    assert written == json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"


def test_json_tells_how_sure_a_reference_is() -> None:
    """Established, candidate with its reason, a number that leads nowhere, a BibTeX key without a number."""
    claims = {claim["id"]: claim["references"] for claim in json.loads(render("json", sample.rich()))["claims"]}
    assert claims["pain-24m"] == [
        {"number": "18", "key": "polly2016insite24", "doi": "10.14444/3028", "identified": "established", "because": None}
    ]
    assert claims["satisfaction"][0]["because"] == "the printed list was not seen"
    assert claims["opioids"][0] == {"number": "99", "key": None, "doi": None, "identified": None, "because": "99 is not in numbering"}
    assert claims["status"][0]["number"] is None


def test_junit_fails_what_fails_the_audit() -> None:
    """What is at or above --fail-on fails a testcase, and nothing else does."""
    assert render("junit", sample.rich()).count("<failure") == 3
    base = sample.rich()
    only = tuple(finding for finding in base.findings if finding.severity == "warning" and finding.counts)
    audit = replace(base, findings=only, summary=replace(base.summary, errors=0))
    assert render("junit", audit).count("<failure") == 0
    assert render("junit", replace(audit, fail_on="warning")).count("<failure") == 1


# --- words and numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(0), "0"),
        (Fraction(823, 10), "82.3"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(100), "100"),
        (Fraction(2, 3), "0.666666666666…"),
        (Fraction(55600, 823), "67.5577156743…"),
        (Fraction(-1, 3), "-0.333333333333…"),
        (Fraction(10**30 + 1), "1000000000000000000000000000001"),
        (Fraction(10**400), "1e+400"),
        (Fraction(10**400, 3), "3.33333333333…e+399"),
        (Fraction(1, 3 * 10**60), "3.33333333333…e-61"),
    ],
)
def test_numbers_are_exact_or_say_that_they_are_cut(value: Fraction, written: str) -> None:
    """A finite decimal whole; else 12 true digits and an ellipsis."""
    assert wording.exact(value) == written


@given(st.fractions())
def test_a_cut_number_never_overstates(value: Fraction) -> None:
    """The digits that are shown are the number's own first digits."""
    written = wording.exact(value)
    shown = Fraction(written.replace("…", ""))
    assert (shown == value) if "…" not in written else 0 < abs(value) - abs(shown) < abs(value) / 10**11


@given(st.text(st.characters(exclude_categories=())))
def test_one_line_is_one_line(typed: str) -> None:
    """No line break, control or direction mark is left, and a second pass changes nothing."""
    line = wording.one_line(typed)
    assert len(line.splitlines()) <= 1
    assert not wording.UNPRINTABLE.search(line)
    assert wording.one_line(line) == line


def test_readable_words_stay_as_they_are() -> None:
    """Umlauts, ideographs, emoji with joiners and mathematical signs are words, not dangers."""
    typed = "Röhrl 日本語 (82.3 − 26.7) ÷ 82.3 👩‍⚕️"
    assert wording.one_line(typed) == typed


@given(st.text(max_size=80), st.integers(1, 60))
def test_shortened_keeps_its_width(typed: str, width: int) -> None:
    """Never longer than asked, and an ellipsis tells what was cut."""
    line = wording.shortened(typed, width)
    assert len(line) <= width
    assert line == wording.one_line(typed) or line.endswith("…")


def test_large_audits_grow_in_line() -> None:
    """Twice the claims give about twice the text: nothing is printed once for every other claim."""
    sizes = [len(render("text", sample.large(count))) for count in (300, 600, 1200)]
    assert all(1.8 < after / before < 2.3 for before, after in pairwise(sizes))
