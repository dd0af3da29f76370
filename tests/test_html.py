"""The html report: what was typed is shown and never runs, the file asks nobody, and what matters comes first."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import lxml.html
import pytest
from formats import pieces, sample
from formats.anything import anything
from hypothesis import given, settings

from evidence import claimrows, pipeline, progress, wording
from evidence.cli import main
from evidence.formats import html
from evidence.formats import json as json_format
from evidence.model import Audit, BadCall
from evidence.since import Since

ROOT = Path(__file__).resolve().parents[1]
TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "nav", "ul", "ol", "li", "main", "header", "p", "h1", "h2", "h3", "h4", "strong", "span", "dl", "div",
    "dt", "dd", "b", "i", "small", "section", "table", "thead", "tbody", "tr", "th", "td", "article", "sup", "form", "label", "input", "select", "option",
    "fieldset", "legend", "q", "code", "br", "blockquote", "mark", "svg", "path", "details", "summary", "footer", "script", "button",
}  # fmt: skip


@cache
def own() -> Audit:
    """The audit of this repository."""
    return pipeline.audit(ROOT / "claims.yaml", today="2026-11-22")


def parsed(audit: Audit) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(html.render(audit))


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def harmless(written: str) -> lxml.html.HtmlElement:
    """Parse a report and hold it to what none may contain, whatever was typed."""
    assert not wording.UNPRINTABLE.search(written.replace("\n", ""))
    tree = lxml.html.document_fromstring(written)
    elements = [one for one in tree.iter() if isinstance(one.tag, str)]
    assert {one.tag for one in elements} <= TAGS
    assert [one.tag for one in elements].count("script") == [one.tag for one in elements].count("style") == 1
    for one in elements:
        assert not [name for name in one.attrib if name.startswith("on") or name in ("style", "src", "srcdoc", "action", "formaction", "ping")]
        assert re.fullmatch(r"#[a-z]+-?\d*(-h)?|https://[!-~]+", one.get("href", "#main"))
    ids = [one.get("id") for one in elements if one.get("id")]
    assert len(ids) == len(set(ids))
    assert {one.get("href")[1:] for one in elements if one.get("href", "").startswith("#")} <= {*ids}
    return tree


@pytest.mark.parametrize("make", [sample.rich, sample.empty, sample.clean, sample.not_made, pieces.hostile, own], ids=lambda one: one.__name__)
def test_a_report_holds_nothing_that_could_act(make: object) -> None:
    """One script, one style, both ours; no address but our own anchors, https and doi.org; every anchor leads somewhere."""
    harmless(html.render(make()))  # type: ignore[operator]


@settings(max_examples=25, deadline=None)
@given(anything())
def test_nothing_typed_acts(audit: Audit) -> None:
    """Any text in any field is shown, and never becomes markup, an address or a control character."""
    tree = harmless(html.render(audit))
    shown = words(tree.get_element_by_id("claims"))
    assert " ".join(claimrows.one_line(audit.claims[0].claim.text).split()) in shown


@pytest.mark.parametrize("text", pieces.HOSTILE)
def test_hostile_words_are_shown(text: str) -> None:
    """Each hostile text, in every field at once, stands in the report as it was typed (what can't be shown as a mark)."""
    tree = harmless(html.render(pieces.hostile(text)))
    shown = words(tree.get_element_by_id("claims"))
    expected = " ".join(wording.one_line(wording.encodable(text)).replace("`", "").split())
    assert expected in shown


def test_a_long_field_is_shown_whole() -> None:
    """100,000 characters in every field neither break the report nor are lost."""
    written = html.render(replace(pieces.hostile("ok"), what_was_read=pieces.LONG))
    assert "x&lt;" * 50_000 in written
    harmless(written)


def test_both_hashes_fit() -> None:
    """The policy admits this style and this script, and nothing else from anywhere."""
    written = html.render(sample.rich())
    policy = re.search(r'Content-Security-Policy content="([^"]+)"', written)
    assert policy is not None
    said = policy[1].replace("&#39;", "'")
    assert said.startswith("default-src 'none'; ")
    assert "unsafe" not in said and "http" not in said
    for tag in ("style", "script"):
        inner = written.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()}'" in said


def test_equal_audits_give_equal_bytes() -> None:
    """The report is a pure function of the audit, and ends as a file should."""
    assert html.render(own()) == html.render(pipeline.audit(ROOT / "claims.yaml", today="2026-11-22"))
    assert html.render(own()).endswith("</html>\n")


# --- what a reader meets, in its order ----------------------------------------------------------------------------


def test_the_verdict_comes_first_then_the_sentence_why_rule_and_what_to_do() -> None:
    """The order of the opening: may it be released; which sentence; why; by which rule and basis; what to do."""
    told = words(parsed(own()).get_element_by_id("main"))
    marks = ["May this be released?", "✗ No", "14 errors", "A claim that needs support cites nothing.", "“", "Why it matters:", "Rule and basis:", "What to do:"]
    at = 0
    for mark in marks[:4] + marks[5:]:
        found = told.find(mark, at)
        assert found >= 0, mark
        at = found


@pytest.mark.parametrize(("make", "answer"), [(sample.rich, "✗ No"), (sample.empty, "? Not decided"), (sample.clean, "✓ No finding"), (sample.not_made, "? Not decided: no audit was made")], ids=["rich", "empty", "clean", "not_made"])
def test_the_answer_is_never_yes(make: object, answer: str) -> None:
    """A report never says yes, and says more than "not decided" only where an error was found or nothing was."""
    tree = parsed(make())  # type: ignore[operator]
    assert words(tree.xpath("//h1/strong")[0]) == answer
    assert not re.search(r"\b(yes|compliant|certified|supported)\b", words(tree.get_element_by_id("main")).lower().replace("`what_was_read:`", "").split("method and limits")[0])


def test_every_claim_on_the_page_is_a_link_to_its_chain() -> None:
    """The page's own words stand there, every registered claim in its state, and each leads to its row."""
    tree = parsed(own())
    links = tree.get_element_by_id("page").xpath(".//a[contains(@class, 's ')]")
    assert {words(one) for one in links} >= {"takes about one hour", "reduce the number of patients taking opioids by 29%"}
    rows = {one.get("id"): one for one in tree.xpath("//table[@id='t']/tbody/tr")}
    for link in links:
        assert link.get("class").split()[1] == rows[link.get("href")[1:]].get("class")
    assert len(rows) == 17
    assert len(rows["c1"].xpath("./th|./td")) == 18 == len(tree.xpath("//table[@id='t']/thead//th"))
    assert [words(one) for one in rows["c1"].xpath(".//ol/li")] == ["✓", "?", "?", "?", "?", "–"]


def test_a_statement_that_no_claim_covers_is_not_lost() -> None:
    """It is marked on the page, has a row of its own in the matrix and counts on the first page."""
    tree = parsed(pieces.hostile("plain"))
    rows = tree.xpath("//table[@id='t']/tbody/tr[@id='s0']")
    assert "Nobody checked 99% plain" in words(rows[0])
    assert "Not covered" in words(rows[0])
    assert "1 not covered" in words(tree.xpath("//p[@class='because']")[0])
    assert tree.xpath("//article//a[@href='#s0']")


def test_the_number_is_marked_in_the_passage_and_both_intervals_are_drawn() -> None:
    """The source's own words stand with the number marked; printed and recomputed interval stand on one axis."""
    row = parsed(pieces.hostile("plain")).get_element_by_id("c0")
    assert [one.text for one in row.xpath(".//blockquote/mark")] == ["68"]
    assert len(row.xpath(".//svg")) == 2
    assert "67.5 to 68.5" in words(row) and "0.25 to 0.5" in words(row)
    (printed, recomputed) = [one.get("d") for one in row.xpath(".//svg[1]/path")][:2]
    assert float(printed[1:].split(" ")[0]) > float(recomputed[1:].split(" ")[0])  # 68 lies right of 0.3


@pytest.mark.parametrize(("text", "numbers", "found"), [
    ("from 82.3 to 26.7", ["82.3", "26.7"], ["82.3", "26.7"]),
    ("82.35, 182.3 and 82.3", ["82.3"], ["82.3"]),
    ("1,68 and 68,5 and 68.", ["68"], ["68"]),
    ("no number", [""], []),
    ("a.b (c", ["a.b (c"], ["a.b (c"]),
])  # fmt: skip
def test_only_the_number_itself_is_marked(text: str, numbers: list[str], found: list[str]) -> None:
    """A part of a longer number is another number."""
    assert [piece for piece, marked in claimrows.marked(text, numbers) if marked] == found
    assert "".join(piece for piece, _ in claimrows.marked(text, numbers)) == text


def test_a_large_report_is_lean_and_still_says_everything() -> None:
    """Above 300 claims advice is told once, with its rule; no finding, claim or reason is left out."""
    audit = sample.large(claimrows.FULL + 1)
    written = html.render(audit)
    assert len(written.encode()) < 1500 * (claimrows.FULL + 1) + 60_000
    tree = harmless(written)
    told = words(tree.get_element_by_id("c0"))
    assert audit.findings[0].message in told and audit.findings[0].fix not in told
    assert audit.findings[0].fix in words(tree.get_element_by_id("rules"))
    assert "the printed list was not seen" in words(tree.get_element_by_id("c1")).lower()
    assert words(tree.get_element_by_id("c0").xpath(".//i[@class='c']")[0]) == "✓✗✓✗✗–"


def test_without_jinja2_the_word_for_pip_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing library is a bad call with the extra's name, not a traceback."""
    html._template.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(BadCall, match=r"evidence-audit\[report\]"):
        html.render(sample.rich())
    monkeypatch.undo()
    html._template.cache_clear()


# --- changes since ------------------------------------------------------------------------------------------------


def old(audit: Audit, folder: Path) -> Path:
    file = folder / "old.json"
    file.write_text(json_format.render(audit), encoding="utf-8")
    return file


def test_nothing_changed_since_the_same_report(tmp_path: Path) -> None:
    """An audit compared with its own report tells of no change."""
    since = progress.compared(own(), old(own(), tmp_path)).since
    assert since is not None
    assert (since.new, since.closed, since.regressed, since.claims) == ((), (), (), ())
    assert since.as_of == "2026-11-22"


def test_new_closed_and_worse_are_told_apart(tmp_path: Path) -> None:
    """A finding that came, one that went, a link that broke, a claim in other words: each under its own head."""
    now = own()
    gone = replace(now.findings[0], fingerprint="v1:gone", message="it was here")
    better = replace(now.claims[0], links=dict.fromkeys(now.claims[0].links, "passed"))
    before = replace(now, findings=(gone, *now.findings[1:]), claims=(better, *now.claims[2:]))
    since = progress.compared(now, old(before, tmp_path)).since
    assert since is not None
    assert [now.findings[0].message[:20] in one for one in since.new] == [True]
    assert [one for one in since.closed if "it was here" in one] == list(since.closed)
    assert any(one.startswith("satisfaction-24m, anchored: passed → failed") for one in since.regressed)
    assert since.claims == ("pain-24m: new",)
    told = words(parsed(replace(now, since=since)).get_element_by_id("since"))
    assert "Worse" in told and "it was here" in told


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema_version": 1}', '{"schema_version": 1, "findings": {}, "claims": []}', "[" * 100_000, "\x00"])
def test_what_is_no_report_is_a_bad_call(text: str, tmp_path: Path) -> None:
    """A file that is no JSON report is told in one sentence."""
    file = tmp_path / "old.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadCall, match="--since"):
        progress.compared(own(), file)


def test_a_strangers_report_is_read_with_care(tmp_path: Path) -> None:
    """Values of every wrong kind, where a report has others, are passed over and never trusted."""
    odd = {"schema_version": 1, "tool": 3, "as_of": ["<b>"], "claims": [1, {"id": 2}, {"id": "pain-24m", "chain": [], "text": 5}, {"id": "opioids-24m", "chain": {"cited": {}}}],
           "findings": [None, {"fingerprint": "x", "rule": {}, "message": ["<script>"], "severity": 7}]}  # fmt: skip
    file = tmp_path / "odd.json"
    file.write_text(json.dumps(odd), encoding="utf-8")
    found = progress.compared(own(), file)
    assert isinstance(found.since, Since) and len(found.since.closed) == 1
    harmless(html.render(found))


def test_the_command_writes_the_report_with_its_changes(tmp_path: Path) -> None:
    """`evidence audit --since old.json --output audit.html` on the repository; a wrong file is told before anything is written."""
    before, page = old(own(), tmp_path), tmp_path / "audit.html"
    call = ["audit", str(ROOT / "claims.yaml"), "--today", "2026-11-22", "--format", "github", "--output", str(page)]
    assert main([*call, "--since", str(before)]) == 1
    told = words(lxml.html.document_fromstring(page.read_text(encoding="utf-8")).get_element_by_id("since"))
    assert "Changes since the report of 2026-11-22" in told and "New: 0" in told
    page.unlink()
    assert main([*call, "--since", str(tmp_path / "none.json")]) == 2
    assert not page.exists()
