"""What a notebook shows: small, escaped, without colours of its own, and honest about what is left out."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from formats import sample
from formats.anything import anything
from hypothesis import given, settings

import evidence
from evidence import views
from evidence.model import Audit, BadCall, Claim
from evidence.report import Report

ROOT = Path(__file__).resolve().parents[1]
NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;\u202e\x00"
TAGS = frozenset(("div", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "br"))
ATTRIBUTES = frozenset(("style", "scope"))


class Seen(HTMLParser):
    """What stands in a piece of HTML: its tags, its attributes, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def harmless(text: str) -> None:
    """Only our own tags and attributes, all closed; no colour but the page's; nothing that cannot be written or shown."""
    seen = Seen(text)
    assert seen.tags <= TAGS and seen.attributes <= ATTRIBUTES and not seen.open
    assert not re.search(r"background|(?<!current)color:|#[0-9a-f]{3,6};", text, re.IGNORECASE)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\ud800-\udfff]", text)


def every(report: Report) -> list[str]:
    """The pictures of everything in a report that has one."""
    shown = [report._repr_html_()]
    for one in report.audit.claims:
        line = views.View(one, report.audit)
        shown += [line._repr_html_(), line.chain._repr_html_(), line.claim._repr_html_()]
        shown += [each._repr_html_() for each in line.chain.quantities]
        shown += [each.quantity._repr_html_() for each in line.chain.quantities]
        shown += [result._repr_html_() for each in line.chain.quantities for result in each.results]
    return shown + [report.finding(number)._repr_html_() for number in range(len(report.audit.findings))]


@pytest.fixture(scope="module")
def report() -> Report:
    return evidence.audit(ROOT / "claims.yaml", today="2026-11-22")


def test_every_noun_shows_itself(report: Report) -> None:
    """Report, claim, chain, quantity, recomputation and finding, each escaped and well formed."""
    shown = every(report)
    assert len(shown) > 100
    for text in shown:
        harmless(text)


def test_a_view_is_its_noun(report: Report) -> None:
    """Attributes are the noun's, what they lead to is a view again, and plain values stay plain."""
    line = report["pain-24m"]
    assert line.claim.text == "shown to reduce SI joint pain by 68%" and line.links["cited"] == "unchecked"
    assert line.chain.quantities[0].verdict == "borderline" and isinstance(line.chain.quantities[0], views.View)
    assert report.chain("pain-24m").noun is line.noun.chain
    assert "quantities" in dir(line.chain) and repr(line.chain.quantities[0]) == "68%: borderline"
    with pytest.raises(AttributeError):
        _ = line.nothing


def test_a_view_can_be_copied_and_sent(report: Report) -> None:
    """Asking a half-made view for its noun must not run in circles."""
    alone = views.View(Claim("a", "b"))
    assert copy.copy(alone).noun is alone.noun and pickle.loads(pickle.dumps(alone)).text == "b"  # noqa: S301 - our own bytes


def test_what_is_not_there_is_told(report: Report) -> None:
    """An id or a number that is none: one sentence, with what may have been meant."""
    with pytest.raises(BadCall, match="no claim 'pain-24'; did you mean"):
        report["pain-24"]
    with pytest.raises(BadCall, match="there is no finding 999"):
        report.finding(999)
    with pytest.raises(BadCall, match="numbered from 0"):
        report.finding(-1)


def test_a_thousand_claims_are_small() -> None:
    """At most 50 kB, and the rest is counted."""
    large = Report(sample.large(1000))
    text = large._repr_html_()
    assert len(text.encode()) <= 50_000 and "and 980 more claims" in text
    harmless(text)


def test_long_words_are_cut() -> None:
    """A claim of a million characters is no picture of a million characters."""
    assert len(views.View(Claim("a" * 10**6, "b" * 10**6, note="c" * 10**6))._repr_html_()) < 5_000


def test_nothing_typed_is_obeyed() -> None:
    """Tags in ids, texts, notes and references are text."""
    claim = Claim(NASTY, NASTY, type=NASTY, note=NASTY, references=(NASTY,), scope={NASTY: [NASTY]})
    text = views.View(claim)._repr_html_()
    harmless(text)
    assert "&lt;script&gt;" in text


@given(audit=anything())
@settings(max_examples=15, deadline=None)
def test_no_text_breaks_a_picture(audit: Audit) -> None:
    """Any text in any field of an audit."""
    for text in every(Report(audit)):
        harmless(text)


def test_what_was_read_is_told_first(report: Report) -> None:
    """The limits of what was read stand in the picture, not only in the file."""
    text = report._repr_html_()
    assert "nothing here says that the page is wrong" in text.replace("&#x27;", "'")
    assert text.index("What was read") < text.index("<table>")


def test_passed_is_never_more_than_no_error(report: Report) -> None:
    """The legend says what the mark means, and an unread source is never called support."""
    assert "✓ no error" in report._repr_html_()
    assert not [text for text in every(report) if re.search(r"\bsupported\b|\bcompliant\b", text)]


def test_importing_evidence_and_looking_needs_no_library() -> None:
    """A report shows itself without pandas; `evidence.plots` brings altair only when a chart is drawn."""
    script = (
        "import sys, evidence\n"
        "report = evidence.audit('claims.yaml', today='2026-11-22')\n"
        "report._repr_html_(), report['pain-24m']._repr_html_(), evidence.plots, evidence.frames\n"
        "print({'pandas', 'altair', 'IPython', 'jinja2', 'pyarrow'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"


def test_ipython_takes_it_as_html_and_as_text(report: Report) -> None:
    """In a notebook the table, in a terminal the line: what IPython asks for is there, and nothing else answers."""
    formatters = pytest.importorskip("IPython.core.formatters", reason="IPython is not here: pip install 'evidence-audit[notebook]'")
    for noun in (report, report["pain-24m"], report.chain("pain-24m"), report.finding(0)):
        shown, _ = formatters.DisplayFormatter().format(noun)
        assert set(shown) == {"text/html", "text/plain"}
        assert "\n" not in shown["text/plain"] and len(shown["text/plain"]) < 400
