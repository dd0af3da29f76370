"""Quoted words in a document: typography is folded, and a figure, a sign, a superscript or a "not" that differs is never exact."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evidence import carried, imprint, passages, sheets, superscripts
from evidence.model import Audit
from evidence.pipeline import audit
from evidence.record import Document

PAPER = (
    "Patients randomised to sacroil-\niac joint fusion with triangular\nimplants reported 88%¹⁸,²⁰ satis-\nfaction. The eﬃ\xadca\xadcy in 10² dif-\nficult cells at 24-\n"
    "month fol-\nlow-up was −52.0 (95% CI −60–\n−40) points vs CO₂; it was “not” at all worse. It was not effective in 68.2% of 10 000 patients (p < 0.05).\n"
    "There was no significant difference (1½ years, 5 mM, ¹⁸F-FDG, 3 × 10⁶ cells)."
)


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache folder of this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def document(*sheets: str, labels: tuple[str, ...] = (), kind: str = "pdf") -> Document:
    return Document("a.pdf", "0" * 64, kind, sheets, labels)


@pytest.mark.parametrize(
    "quote",
    [
        "Patients randomised to sacroiliac joint fusion",
        "patients randomised",
        "[p]atients randomised",
        "implants reported 88% satisfaction.",
        "implants reported 88%¹⁸,²⁰ satisfaction",
        "reported 88 % satisfaction",
        "The efficacy in 10² difficult cells at 24-month follow-up",
        "followup was -52.0 (95% CI −60 – −40) points",
        "was −52.0 (95 % CI –60–−40)",
        "vs CO₂",
        "it was \"not\" at all worse",
        "was not effective in 68.2% of 10\u202f000 patients",
        "(p<0.05)",
        "no significant difference (1½ years, 5 mM",
        "3×10⁶ cells",
        "Patients randomised … satisfaction",
        "implants reported […] satisfaction. The efficacy ... 24-month follow-up",
        "difficult cells at 24-month",
    ],
)
def test_typography_is_folded(quote: str) -> None:
    """Ligatures, hyphens, quotation marks, dashes, spaces, reference marks that are left out, case, an ellipsis: exact."""
    seen = passages.find(quote, document(PAPER))
    assert (seen.kind, seen.sheets) == ("exact", (1,)), seen


@pytest.mark.parametrize(
    "quote",
    [
        "reported 88%¹⁹ satisfaction",
        "reported 88%18,20 satisfaction",
        "reported 89% satisfaction",
        "efficacy in 102 difficult cells",
        "efficacy in 10 difficult cells",
        "efficacy in 10³ difficult cells",
        "24-month follow-up was 52.0",
        "follow-up was −52.0 (95% CI 60–40)",
        "follow-up was −52,0",
        "follow-up was −520",
        "points vs CO2",
        "effective in 68.2% of",
        "It was effective in 68.2% of 10 000 patients",
        "It was … effective in 68.2% of 10 000 patients",
        "not effective in 68% of 10 000 patients",
        "not effective in 68",
        "8.2% of 10 000 patients",
        "000 patients",
        "68.2% of 10",
        "52.0 (95% CI",
        "significant difference",
        "difference (11/2 years",
        "difference (1 years",
        "difference (1½ years, 5 MM",
        "3 × 106 cells",
        "3 × 10 cells",
        "3 × 10⁷ cells",
        "F-FDG",
        "(p > 0.05)",
        "0.05",
        "month follow-up",
        "satisfaction … Patients randomised",
        "",
        " … ",
        "nothing of the kind was ever said in here",
    ],
)
def test_what_says_something_else_is_never_exact(quote: str) -> None:
    """A figure, a sign, a decimal mark, a superscript, a subscript, a fraction, a negation, a part of a number, another order."""
    assert passages.find(quote, document(PAPER)).kind != "exact"


@pytest.mark.parametrize(
    ("quote", "difference"),
    [
        ("It was not effective in 68% of 10 000 patients", "source: 68.2%, quoted: 68%"),
        ("The efficacy in 102 difficult cells", "source: 10², quoted: 102"),
        ("It was effective in 68.2% of 10 000 patients", "source: not, left out in the quote"),
        ("There was no real significant difference", "quoted: real, which the source does not have there"),
        ("not effective in 68", "source: not effective in 68.2%, quoted: not effective in 68"),
        ("significant difference", "source: “no” stands before these words, and the quote leaves it out"),
    ],
)
def test_near_words_are_told_with_what_differs(quote: str, difference: str) -> None:
    """Source and quote side by side."""
    seen = passages.find(quote, document(PAPER))
    assert (seen.kind, seen.differences) == ("near", (difference,))


def test_words_across_sheets_are_found_on_both() -> None:
    """Running heads, feet and page numbers between two sheets are none of the text; a word may be parted by the page."""
    sheets = [f"Journal of Trials\n{text}\n{451 + at}" for at, text in enumerate(("One. Pain was treat-", "ed in 68 patients. It fell.", "Then it rose."))]
    seen = passages.find("Pain was treated in 68 patients", document(*sheets, labels=("451", "452", "453")))
    assert (seen.kind, seen.sheets, seen.pages) == ("exact", (1, 2), ("451", "452"))
    assert passages.find("Journal of Trials", document(*sheets)).kind == "exact"  # a head is still there to be quoted
    assert passages.find("It fell. 452", document(*sheets)).kind == "exact"


def test_a_figure_at_the_edge_of_a_sheet_is_text() -> None:
    """A lone figure that does not count on with the sheets is not passed over."""
    assert passages.find("the mean was points lower", document("One.\nthe mean was\n12", "points lower.\nTwo.")).kind != "exact"


def test_every_sheet_with_the_words_is_named_and_the_named_one_is_shown() -> None:
    """Words that stand twice: both sheets; the words around are those of the page asked for."""
    seen = passages.find("pain fell", document("First, pain fell here.", "Nothing.", "Later, pain fell there."), page="3")
    assert seen.sheets == (1, 3) and "Later" in seen.words


# --- laws ---------------------------------------------------------------------------------------------------------------

WORDS = st.text(alphabet=st.sampled_from("abcdefgh 0123456789.,%-−–¹²³½₂()×“”ﬁ\n\xad\u200b"), max_size=60)


@settings(max_examples=120, deadline=None)
@given(WORDS)
def test_folding_keeps_every_figure(text: str) -> None:
    """Figures, fractions and subscripts come out as they went in, in order; a superscript stays or is kept as a mark."""
    seen = imprint.imprint(text)
    figures = "0123456789½₂"
    assert [one for one in seen.folded if one in figures] == [one for one in text if one in figures]
    raised = sorted(one for one in text if one in "¹²³")
    assert sorted(one for one in seen.folded + "".join(seen.marks.values()) if one in "¹²³") == raised


@settings(max_examples=120, deadline=None)
@given(WORDS)
def test_folding_twice_changes_no_more_than_folding_once(text: str) -> None:
    """No figure is joined to another by folding: two numbers that were apart stay apart."""
    once = imprint.fold(text)
    numbers = "".join(one if one.isascii() and one.isdigit() else " " for one in once).split()
    unseen = text.replace("\xad", "").replace("\u200b", "")
    assert numbers == "".join(one if one.isascii() and one.isdigit() else " " for one in unseen).split() or any(mark in text for mark in "\xad\u200b")


SENTENCES = st.lists(
    st.sampled_from(["pain", "fell", "by", "68%", "68.2%", "−5.5", "in", "10²", "CO₂", "patients", "not", "of", "1½", "n=102", "at", "24-month", "visits"]),
    min_size=4, max_size=14,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(SENTENCES, st.data())
def test_one_changed_figure_sign_or_not_is_never_exact(words: list[str], data: st.DataObject) -> None:
    """A quote is found as it stands; with one figure, sign, superscript or "not" changed it is not, unless that stands there, too."""
    text = " ".join(words)
    paper = document(f"Before. {text}. After.")
    assert passages.find(text, paper).kind == "exact"
    places = [at for at, mark in enumerate(text) if mark in "0123456789²₂½−."] + [text.find("not ")] * ("not " in text)
    assume(places)
    at = data.draw(st.sampled_from(places))
    if text[at] in "0123456789":
        changed = text[:at] + data.draw(st.sampled_from([one for one in "0123456789" if one != text[at]])) + text[at + 1 :]
    else:
        changed = text[:at] + text[at + (4 if text.startswith("not ", at) else 1) :]
    assume(changed not in text)
    assert passages.find(changed, paper).kind != "exact", (text, changed)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=120), min_size=1, max_size=4))
def test_no_text_raises(quote: str, sheets: list[str]) -> None:
    """Whatever is quoted and whatever a document holds."""
    assert passages.find(quote, document(*sheets)).kind in ("exact", "near", "absent")


def test_nothing_is_found_in_hostile_texts_that_does_not_stand_there() -> None:
    """Long runs of what the patterns look for (that they take time in proportion is test_growth's)."""
    for text in ("¹²³" * 30_000, "- " * 50_000, "a-" * 50_000, " \xad" * 30_000, "[" * 50_000, "1 " * 50_000, "pain " * 40_000):
        assert passages.find("pain fell by 68%", document(text)).kind != "exact"
        passages.find(text[:20_000], document(text))


# --- numbers in quoted words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words", "language", "stands"),
    [
        ("82.3", "from 82.3 to 26.7", "en", True),
        ("26.7", "from 82.3 to 26.7.", "en", True),
        ("88", "in 88% of them", "en", True),
        ("88", "in 88 per cent", "en", True),
        ("88", "88%¹⁸", "en", True),
        ("8", "in 88% of them", "en", False),
        ("68", "68.2%", "en", False),
        ("1234", "1,234 patients", "en", True),
        ("1.234", "1,234 patients", "en", False),
        ("12345", "12 345 patients", "en", True),
        ("-52", "a change of −52 points", "en", True),
        ("-52", "fell by 52 points", "en", True),
        ("-52", "a change of +52 points", "en", False),
        ("52", "a change of −52 points", "en", False),
        ("9", "nine in ten patients", "en", True),
        ("10", "nine in ten patients", "en", True),
        ("12", "twelve patients", "en", True),
        ("90", "90/102 (88%)", "en", True),
        ("102", "90 of 102 patients (n = 102)", "en", True),
        ("10", "10² cells", "en", False),
        ("5", "5 × 10⁶ cells", "en", False),
        ("82.3", "von 82,3 auf 26,7", "de", True),
        ("1234", "1.234 Patienten", "de", True),
        ("82.3", "from 82,30 to", "fr", True),
        ("no number", "no number", "en", False),
    ],
)
def test_a_value_stands_in_quoted_words_or_not(value: str, words: str, language: str, stands: bool) -> None:
    """Figures and number words, thousands and decimal marks of the language, signs as printed; no part of a number."""
    assert carried.stands(value, words, language) is stands


def test_a_change_is_typed_without_its_sign() -> None:
    """`change: 55.4` is −55.4 in the paper."""
    assert carried.stands("55.4", "a change of −55.4 points", "en", "change")


# --- the link -----------------------------------------------------------------------------------------------------------

TEXT = "Pain fell from 82.3 to 26.7 points. It did not change in controls.\n"


def link(folder: Path, source: str, file: str = "a.txt", text: str = TEXT, more: str = "", top: str = "") -> Audit:
    (folder / "references").mkdir()
    (folder / "references" / "a.txt").write_text(text, encoding="utf-8")
    (folder / "references" / "x.bib").write_text(f"@article{{a, title={{Pain}}, file={{{file}}}}}\n@article{{b, title={{U}}}}\n", encoding="utf-8")
    claims = f"version: 1\n{top}claims:\n  - id: c\n    text: 68% less pain\n    references: [a{more}]\n    quantities:\n      - printed: 68%\n        measure: relative reduction\n        from: {{baseline: 82.3, followup: 26.7}}\n        source: {source}\n"
    (folder / "claims.yaml").write_text(claims, encoding="utf-8")
    return audit(folder / "claims.yaml", today="2026-11-22")


QUOTE = "quote: 'Pain fell from 82.3 to 26.7 points'"


@pytest.mark.parametrize(
    ("source", "more", "state"),
    [
        (f"{{reference: a, read: full, {QUOTE}}}", "", "passed"),
        (f"[{{reference: a, read: full, {QUOTE}}}, {{reference: a, read: full, quote: It did not change in controls}}]", "", "passed"),
        (f"[{{reference: a, read: full, {QUOTE}}}, {{reference: a, read: full, quote: It did change in controls}}]", "", "failed"),
        (f"[{{reference: a, read: full, {QUOTE}}}, {{reference: b, read: full, quote: It did change}}]", "", "unchecked"),
        (f"[{{reference: a, read: full, {QUOTE}}}, {{reference: a, read: full, page: 4}}]", "", "unchecked"),
        (f"[{{reference: a, read: full, {QUOTE}}}, {{reference: a, read: full, table: 2}}]", "", "unchecked"),
        (f"{{reference: a, read: full, {QUOTE}}}", ", b", "unchecked"),
        (f"{{reference: a, read: abstract, {QUOTE}}}", "", "unchecked"),
        (f"{{reference: a, {QUOTE}}}", "", "unchecked"),
        ("{reference: a, read: full, quote: 'Pain fell from 82.3 to 26.6 points'}", "", "failed"),
        ("{reference: a, read: full, quote: Pain fell from 82.3}", "", "failed"),
        ("{reference: a, read: full, table: 2}", "", "unchecked"),
    ],
)  # fmt: skip
def test_the_link_is_passed_only_where_every_source_was_found(tmp_path: Path, source: str, more: str, state: str) -> None:
    """One source of two that was not found, not quoted or not read in full: never passed."""
    report = link(tmp_path, source, more=more)
    assert report.claims[0].links["anchored"] == state, (report.findings, report.unchecked)


@pytest.mark.parametrize(
    ("file", "because"),
    [
        ("", "names no document in its `file` field"),
        ("../../../etc/passwd", "leads out"),
        ("gone.pdf", "there is no file"),
    ],
)
def test_what_could_not_be_looked_at_says_why(tmp_path: Path, file: str, because: str) -> None:
    """No document, one that is refused, one that is not there."""
    report = link(tmp_path, f"{{reference: a, read: full, {QUOTE}}}", file=file)
    assert report.claims[0].links["anchored"] == "unchecked"
    assert any(because in gap.because and gap.link == "anchored" for gap in report.unchecked)


def test_a_rule_made_a_warning_turns_nothing_green(tmp_path: Path) -> None:
    """A policy that takes passage-not-found for a warning leaves the link unchecked."""
    report = link(tmp_path, "{reference: a, read: full, quote: 'Pain rose from 82.3 to 26.7'}", top="policy: {rules: {passage-not-found: warning}}\n")
    assert report.claims[0].links["anchored"] == "unchecked"


def test_the_hash_of_a_document_is_among_the_inputs(tmp_path: Path) -> None:
    """A report names every file that it rests on, as seen from claims.yaml."""
    report = link(tmp_path, f"{{reference: a, read: full, {QUOTE}}}")
    assert [one.path for one in report.inputs if one.path.endswith("a.txt")] == ["references/a.txt"]


@pytest.mark.parametrize("letter", superscripts.NOTES)
def test_a_number_is_found_whatever_letter_its_note_has(letter: str) -> None:
    """69.5ᶠ is 69.5 with a note, like 69.5ᵃ; a power (10ⁿ) is no note, and another number is not found."""
    assert passages.find("score of 69.5 points", document(f"It had a score of 69.5{letter} points.")).kind == "exact"
    assert passages.find("score of 69 points", document(f"It had a score of 69.5{letter} points.")).kind != "exact"
    assert passages.find("up to 10 cells", document("It held up to 10ⁿ cells.")).kind != "exact"


def test_the_reader_of_pdfs_knows_the_same_raised_characters() -> None:
    """It runs alone and cannot look them up where the others do."""
    assert sheets.SUPER == superscripts.SUPER
    assert sheets.SUB == superscripts.SUB
