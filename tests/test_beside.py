"""The words that share a sentence with a registered wording: which turn it, which nobody approved, and which are harmless."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.model import Audit
from evidence.pipeline import audit

SAID = "At 24 months mean pain had fallen by 50% with the Widget implant"
CLAIMS = """version: 1
products: {w: {name: Widget, risk_statement: "Risks include infection, bleeding and nerve injury."}, g: {name: Gizmo}}
materials: {home: {path: page.html, product: w, language: %s}}
claims:
  - id: pain
    text: %s
    quantities: [{printed: 50%%, measure: reported, when: 24 months, n: 102, from: {value: 50}}]
  - {id: work, text: Most patients had returned to work}
"""


def look(folder: Path, body: str, said: str = SAID, language: str = "en") -> Audit:
    (folder / "claims.yaml").write_text(CLAIMS % (language, said), encoding="utf-8")
    (folder / "page.html").write_text(f"<html><body>\n{body}\n</body></html>\n", encoding="utf-8")
    return audit(folder / "claims.yaml", today="2026-11-22")


def drift(report: Audit) -> list[tuple[str, str]]:
    """What the rule about changed words says: severity and message."""
    return [(one.severity, one.message) for one in report.findings if one.rule == "page-statement-drifted"]


ERRORS = [
    "In mice, at{}", "Rarely, at{}", "In a subgroup of smokers, at{}", "It was hoped that at{}", "Critics deny that at{}", "It is wrong to say that at{}",
    "It is false that at{}", "It was expected that at{}", "The maker claimed that at{}", "Only in men: at{}", "In all patients at{}", "Unlike others, at{}",
    "We do not know whether at{}", "It is not true that at{}", "In most patients, at{}", "Contrary to what was thought, at{}",
    "At{} in mice", "At{}, which was not significant", "At{}; this was false", "At{} at 12 months", "At{} in all patients and for life", "At{} or more",
    "At{} (n = 500)", "At{}, but no one was followed up", "At{} — a myth", "At{}, possibly", "At{} with placebo", "At{} and at 5 years",
]  # fmt: skip


@pytest.mark.parametrize("sentence", ERRORS)
def test_words_that_turn_a_claim_are_an_error(tmp_path: Path, sentence: str) -> None:
    """A registered sentence inside of one that says something else is not registered there; the message has the whole sentence."""
    printed = sentence.format(SAID[2:])
    report = look(tmp_path, f"<p>{printed}.</p>")
    assert report.claims[0].links["registered"] == "failed", drift(report)
    assert [(severity, printed in message) for severity, message in drift(report)] == [("error", True)]


WARNED = ["In our trial, at{}", "At{} in our trial", "As the picture shows, at{}", "Doctors in tall buildings saw: look here, at{}", "At{} in tall people"]


@pytest.mark.parametrize("sentence", WARNED)
def test_other_words_are_a_warning(tmp_path: Path, sentence: str) -> None:
    """Words that nobody approved are told with both texts; the claim stands."""
    report = look(tmp_path, f"<p>{sentence.format(SAID[2:])}.</p>")
    ((severity, message),) = drift(report)
    assert severity == "warning" and report.claims[0].links["registered"] == "passed"
    assert "more words stand in the sentence than were approved" in message and sentence.format(SAID[2:]) in message and SAID in message


HARMLESS = [
    "<p>{}.</p>", "<p>• {}</p>", "<p>1. {}.</p>", "<p>Results: {}.</p>", "<p>{} [1].</p>", "<p>{}<sup>1,2</sup>.</p>", "<p>{}* and overall.</p>", "<p>{} (Roe 2023).</p>",
    "<p>{}, see Table 2.</p>", "<p>It was not so in mice. {}. Nobody was harmed.</p>", "<p>{} (n = 102).</p>", "<p>{} <a href='/x'>Read about our trial</a></p>",
    "<p>{} and most patients had returned to work.</p>", "<p>Most patients had returned to work, and {}.</p>", "<p>{}; most patients had returned to work.</p>",
    "<p>“{}”</p>", "<h2>Not in mice</h2><p>{}</p>", "<ul><li>Never</li><li>{}</li></ul>", "<p>{}; others stayed overnight.</p>", "<p>In addition, {}.</p>", "<table><tr><td>Only</td><td>{}</td></tr></table>",
]  # fmt: skip


@pytest.mark.parametrize("body", HARMLESS)
def test_what_adds_nothing_is_silent(tmp_path: Path, body: str) -> None:
    """Marks, bullets, labels, reference marks, links, other sentences and other registered claims are none of the claim's words."""
    report = look(tmp_path, body.format(SAID))
    assert drift(report) == []
    assert report.claims[0].links["registered"] == "passed"


def test_a_claim_that_begins_in_small_letters_takes_a_subject(tmp_path: Path) -> None:
    """Its subject may stand before it, but no word that turns it."""
    said = "shown to reduce joint pain by 50% in 24 months"
    assert drift(look(tmp_path, f"<p>The Widget system was {said}.</p>", said)) == []
    assert [severity for severity, _ in drift(look(tmp_path, f"<p>In tall people it was {said}.</p>", said))] == ["warning"]
    assert [severity for severity, _ in drift(look(tmp_path, f"<p>In rabbits the Widget system was {said}.</p>", said))] == ["error"]


LANGUAGES = [
    ("de", "Nach 24 Monaten waren die Schmerzen mit dem Widget um 50 % gesunken", "Kritiker bestreiten: {}.", "In einer Untergruppe: {}.", "{} bei Mäusen."),
    ("fr", "Après 24 mois la douleur avait diminué de 50 % avec le Widget", "Il est faux de dire que {}.", "On espérait que {}.", "{} chez la souris."),
    ("es", "A los 24 meses el dolor se había reducido un 50 % con el Widget", "Es falso que {}.", "Raramente, {}.", "{} en ratones."),
    ("it", "Dopo 24 mesi il dolore era diminuito del 50% con il Widget", "È falso che {}.", "Raramente, {}.", "{} nei topi."),
]


@pytest.mark.parametrize(("language", "said", "one", "two", "three"), LANGUAGES)
def test_five_languages(tmp_path: Path, language: str, said: str, one: str, two: str, three: str) -> None:
    """The words that turn a sentence are known in German, French, Spanish and Italian, too."""
    assert drift(look(tmp_path, f"<p>{said}.</p>", said, language)) == []
    for sentence in (one, two, three):
        assert [severity for severity, _ in drift(look(tmp_path, f"<p>{sentence.format(said)}</p>", said, language))] == ["error"], sentence


NAMES = [
    ("Widget", "Gadget", "error", "name Widget → Gadget"), ("Widget", "Gizmo", "error", "name Widget → Gizmo"), ("mean pain", "mean function", "error", "outcome pain → function"),
    ("Widget implant", "Widget device", "warning", ""), ("the Widget implant", "our Widget implant", "warning", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "severity", "told"), NAMES)
def test_another_product_or_outcome_is_an_error(tmp_path: Path, old: str, new: str, severity: str, told: str) -> None:
    """What was measured on one product, or of one outcome, is not registered of another; other nouns are a warning."""
    ((found, message),) = drift(look(tmp_path, f"<p>{SAID.replace(old, new)}.</p>"))
    assert found == severity and told in message


@pytest.mark.parametrize(
    ("body", "state"),
    [("<p hidden>{}.</p>", "unchecked"), ("<p style='display:none'>{}.</p>", "unchecked"), ("<details><summary>More</summary><p>{}.</p></details>", "passed"),
     ("<p>{0}.</p><p hidden>{0}.</p>", "passed")],
)  # fmt: skip
def test_what_a_page_never_shows_is_not_used(tmp_path: Path, body: str, state: str) -> None:
    """A claim that stands only where the page hides it is on no page; what a click unfolds is shown."""
    assert look(tmp_path, body.format(SAID)).claims[0].links["registered"] == state


def test_the_risk_statement_needs_no_claim(tmp_path: Path) -> None:
    """The words of a product's `risk_statement` are no unregistered statement, and the exemption is on record; more words are one."""
    risk = "Risks include infection, bleeding and nerve injury."
    report = look(tmp_path, f"<p>{SAID}.</p><p>{risk}</p>")
    assert [one for one in report.findings if one.rule == "page-statement-unregistered"] == []
    assert [because for piece in report.pieces for _, because in piece.exempted] == ["it stands in the product's `risk_statement`"]
    more = look(tmp_path, f"<p>{SAID}.</p><p>{risk[:-1]} in 2% of patients.</p>")
    assert [one.severity for one in more.findings if one.rule == "page-statement-unregistered"] == ["error"]


@pytest.mark.parametrize(("typed", "printed"), [("n = 102", "n=102"), ("n=102", "N = 102"), ("p < .05", "P<.05"), ("p<.05", "p < .05"), ("p ≤ 0.05", "p≤0.05")])
def test_spaces_around_a_comparison_are_folded(tmp_path: Path, typed: str, printed: str) -> None:
    """n = 102 is n=102."""
    assert drift(look(tmp_path, f"<p>{SAID} ({printed}).</p>", f"'{SAID} ({typed})'")) == []


@pytest.mark.parametrize(
    ("head", "told"),
    [("<title>The Widget: 90% less pain</title>", "90%"), ("<title>A</title>\n<meta name='description' content='Widget cuts pain by 90%'>", "90%"),
     ("<meta property='og:description' content='Widget cuts pain by 90%'>", "90%"), ("<title>The Widget, 2026</title>", ""), ("<title>Widget</title>", "")],
)  # fmt: skip
def test_title_and_description_are_read(tmp_path: Path, head: str, told: str) -> None:
    """What a search engine shows is a statement of the page like any other."""
    report = look(tmp_path, f"<p>{SAID}.</p><h2>References</h2><ol><li>Roe A. Outcomes. J Bone. 2023;4:10-20.</li></ol>")
    page = tmp_path / "page.html"
    page.write_text(page.read_text("utf-8").replace("<html>", f"<html><head>\n{head}</head>"), encoding="utf-8")
    report = audit(tmp_path / "claims.yaml", today="2026-11-22")
    found = [one for one in report.findings if one.rule == "page-statement-unregistered"]
    assert [(one.severity, told in one.message) for one in found] == ([("error", True)] if told else [])
    assert report.claims[0].links["registered"] == "passed"
    assert all(one.place.line in (2, 3) for one in found)
    assert [len(piece.reading.listed) for piece in report.pieces] == [1]


@pytest.mark.parametrize("gap", ["", " "])
def test_a_comment_behind_a_paragraph_says_nothing_of_the_next(tmp_path: Path, gap: str) -> None:
    """An exemption at the end of a block is that block's, and does not spare the one below it."""
    note = "<!-- evidence: not-a-claim because it is the trial's rule -->"
    report = look(tmp_path, f"<p>{SAID}.</p><p>Pain fell by 20% in athletes.{gap}{note}</p>\n<p>Pain fell by 68% in patients.</p>")
    assert [("20%" in one.message, "68%" in one.message) for one in report.findings if one.rule == "page-statement-unregistered"] == [(False, True)]


def test_a_number_is_told_as_it_is_seen(tmp_path: Path) -> None:
    """A reference mark amid a number stays raised in the message: 50²%, never 502%."""
    report = look(tmp_path, f"<p>{SAID}.</p><p>Pain fell by 50<sup>2</sup>% in men.</p><h2>References</h2><ol><li>Roe A. Pain. J Bone. 2023;4:1-2.</li><li>Doe A. Men. J Bone. 2023;4:3.</li></ol>")
    assert [message for message in (one.message for one in report.findings if one.rule == "page-statement-unregistered") if "50²% stands in no" in message]
