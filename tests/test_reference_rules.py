"""What the rules about the bibliography take for right and for wrong: tables of real and of planted cases."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import filefield
from evidence.model import (
    Bibliography,
    BrokenBlock,
    Chain,
    Citation,
    Claim,
    Context,
    Missing,
    Numbered,
    Place,
    Problem,
    Reference,
    Registry,
)
from evidence.rules import (
    reference_duplicate,
    reference_identifier_malformed,
    reference_implausible,
    reference_incomplete,
    reference_retracted,
    reference_unknown,
    source_unreadable,
)

SHARED = Path(__file__).resolve().parents[2] / "shared"
CONTEXT = Context(Registry("claims.yaml", "."), "2026-11-22", "us-device-510k", (), frozenset())


def entry(fields: Mapping[str, str], key: str = "a", type: str = "article", line: int = 1) -> Reference:
    return Reference(key, type, fields, Place("references/a.bib", line))


# --- identifiers ------------------------------------------------------------------------------------------------------

VALID = [
    ("doi", "10.1016/S0140-6736(97)11096-0"),
    ("doi", "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"),
    ("doi", "https://doi.org/10.1016/S0140-6736(97)11096-0"),
    ("doi", "http://dx.doi.org/10.1109/MSP.2004.81"),
    ("doi", "https://doi.org/10.1016%2FS0140-6736%2897%2911096-0"),
    ("doi", "http://doi.acm.org.www.library.gatech.edu:2048/10.1145/1322192.1322216"),
    ("doi", "doi:10.1107/S0365110X60000388"),
    ("doi", "DOI: 10.1107/S0365110X60000388"),
    ("doi", "doi.org/10.1107/S0365110X60000388"),
    ("doi", "info:doi/10.1076/jnmr.32.4.395.18858"),
    ("doi", "10.1000.10/123456"),
    ("doi", "10.1093/ajae/aaq063.FULL"),
    ("doi", "10.1007/978-3-642-28108-2_19"),
    ("doi", "10.3366/ämne#1"),
    ("pmid", "1"),
    ("pmid", "27652199"),
    ("pmid", "PMID: 27652199"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/27652199/"),
    ("pmid", "https://www.ncbi.nlm.nih.gov/pubmed/27652199"),
    ("pmcid", "PMC3772339"),
    ("pmcid", "PMC3772339.2"),
    ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3772339/"),
    ("isbn", "0-306-40615-2"),
    ("isbn", "080442957X"),
    ("isbn", "0-8044-2957-x"),
    ("isbn", "978-0-306-40615-7"),
    ("isbn", "978 0 306 40615 7"),
    ("isbn", "978\u20110\u2011306\u201140615\u20117"),
    ("isbn", "ISBN-13: 978-0-306-40615-7"),
    ("isbn", "9781728155296 (ISBN)"),
    ("isbn", "1-4129-0039-5 978-1-4129-0039-3"),
    ("isbn", "0719059887 0719059895 (pbk.)"),
    ("issn", "0378-5955"),
    ("issn", "2434-561X"),
    ("issn", "2434561x"),
    ("issn", "0342-4642 (Linking)"),
    ("issn", "01918869 (ISSN)"),
    ("issn", "0036-8075, 1095-9203"),
    ("nct", "NCT01681004"),
    ("nct", "NCT01681004, NCT01640353"),
    ("nct", "https://clinicaltrials.gov/study/NCT01681004"),
    ("keywords", "pain, NCT01681004; NCT 01640353"),
    ("keywords", "NCT, neoadjuvant chemotherapy (NCT)"),
    ("note", "Registered as NCT01681004."),
]

INVALID = [
    ("doi", "10.1016/S0140-6736(97)11096-0."),
    ("doi", "10.1016/S0140-6736(97)11096-0,"),
    ("doi", "10.1016/S0140-6736(97)11096-0)"),
    ("doi", "10.1016/S0140-6736(97)11096-0]"),
    ("doi", "10.1016/S0140 6736(97)11096-0"),
    ("doi", "10.1016/S0140\u20136736(97)11096\u20130"),
    ("doi", "10.1016/S0140\u200b-6736"),
    ("doi", '10.1109/TOH.2016.2556660","publicationTitle":"IEEE'),
    ("doi", "10.1016/a, 10.1016/b"),
    ("doi", "10.101/S0140-6736(97)11096-0"),
    ("doi", "10.1O16/S0140-6736(97)11096-0"),
    ("doi", "10.10.16/S0140"),
    ("doi", "10-1016/S0140-6736"),
    ("doi", "10.1016"),
    ("doi", "10.1016/"),
    ("doi", "1O.1016/S0140-6736"),
    ("doi", "10/aabbe"),
    ("doi", "https://doi.org/10/aabbe"),
    ("doi", "https://doi.org/"),
    ("doi", "https://www.thelancet.com/journals/lancet/article/PIIS0140-6736(97)11096-0"),
    ("doi", "R. Parasuraman, R. Davies"),
    ("pmid", "PMC3772339"),
    ("pmid", "0"),
    ("pmid", "027652199"),
    ("pmid", "276521990"),
    ("pmid", "27652199."),
    ("pmid", "2765219O"),
    ("pmid", "27652199 27652200"),
    ("pmid", "10.14444/3028"),
    ("pmcid", "3772339"),
    ("pmcid", "PMC"),
    ("pmcid", "PMC37723O9"),
    ("pmcid", "PCM3772339"),
    ("isbn", "0-306-40615-3"),
    ("isbn", "978-0-306-40651-7"),
    ("isbn", "978-0-306-40615-X"),
    ("isbn", "977-0-306-40615-8"),
    ("isbn", "0-306-4061-2"),
    ("isbn", "0X06406152"),
    ("isbn", "WOS:000508217900032 ER"),
    ("isbn", "(pbk.)"),
    ("issn", "0378-5954"),
    ("issn", "0378-595X"),
    ("issn", "378-5955"),
    ("issn", "0342-4642, 0378-5954"),
    ("nct", "NCT0168100"),
    ("nct", "NCT016810044"),
    ("nct", "01681004"),
    ("nct", "NCT01681O04"),
    ("nct", "ISRCTN12345678"),
    ("keywords", "pain; NCT0168100"),
    ("keywords", "NCT01681O04"),
    ("note", "Registered as NCT 016810044"),
]


@pytest.mark.parametrize(("name", "value"), VALID)
def test_an_identifier_that_can_be_draws_nothing(name: str, value: str) -> None:
    """No finding over a form that registries give out or that exporters put around it."""
    assert list(reference_identifier_malformed.check(entry({name: value}), CONTEXT)) == []


@pytest.mark.parametrize(("name", "value"), INVALID)
def test_an_identifier_that_cannot_be_is_told_with_its_value(name: str, value: str) -> None:
    """One finding, which names the field and the value."""
    (problem,) = reference_identifier_malformed.check(entry({name: value}), CONTEXT)
    assert name in problem.message
    assert value in problem.message


def test_every_field_is_told_on_its_own() -> None:
    """Two malformed fields are two findings, each at its own place and with words of its own to be known by."""
    places = {"doi": Place("a.bib", 3), "pmid": Place("a.bib", 4)}
    reference = Reference("a", "article", {"doi": "10.1/x", "pmid": "0"}, Place("a.bib", 2), places)
    problems = list(reference_identifier_malformed.check(reference, CONTEXT))
    assert [problem.at for problem in problems] == [Place("a.bib", 3), Place("a.bib", 4)]
    assert len({problem.about for problem in problems}) == 2


@given(st.text("0123456789", min_size=7, max_size=7), st.integers(0, 6), st.integers(1, 9))
@settings(max_examples=200)
def test_an_issn_has_one_check_digit_and_notices_any_single_slip(body: str, at: int, by: int) -> None:
    """Of the eleven last digits one fits, and with it no other digit can be changed."""
    fitting = [body + last for last in "0123456789X" if not reference_identifier_malformed.issn(body + last)]
    assert len(fitting) == 1
    slipped = body[:at] + str((int(body[at]) + by) % 10) + body[at + 1 :] + fitting[0][-1]
    assert reference_identifier_malformed.issn(slipped)


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
@settings(max_examples=200)
def test_an_isbn_notices_any_single_slip_in_both_lengths(body: str, at: int, by: int) -> None:
    """Each length has one fitting last digit, and a changed digit is noticed."""
    slipped = body[:at] + str((int(body[at]) + by) % 10) + body[at + 1 :]
    for prefix, lasts in (("", "0123456789X"), ("978", "0123456789")):
        fitting = [last for last in lasts if not reference_identifier_malformed.isbn(prefix + body + last)]
        assert len(fitting) == 1
        assert reference_identifier_malformed.isbn(prefix + slipped + fitting[0])


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_no_text_in_any_field_stops_the_rules(text: str) -> None:
    """Whatever stands in the fields, the rules about references answer and raise nothing."""
    names = (*reference_identifier_malformed.FORMS, "year", "date", "urldate", "pages", "author", "title", "file")
    reference = entry(dict.fromkeys(names, text))
    for rule in (reference_identifier_malformed, reference_implausible, reference_incomplete, reference_retracted, source_unreadable):
        assert all(isinstance(seen, Problem | Missing) for seen in rule.check(reference, CONTEXT))
    assert reference_duplicate.groups([reference]) == []


# --- what can hardly be true ------------------------------------------------------------------------------------------

PLAUSIBLE = [
    ("pages", "390--400"),
    ("pages", "1664-73"),
    ("pages", "1664-9, 1670-81"),
    ("pages", "e00309-18"),
    ("pages", "e103-e109"),
    ("pages", "S5--S6"),
    ("pages", "436S--439S"),
    ("pages", "D403-4"),
    ("pages", "197:1--197:14"),
    ("pages", "100-100:12"),
    ("pages", "809--814.e1"),
    ("pages", "1184-1189 vol.2"),
    ("pages", "2-9--2-14"),
    ("pages", "xv-xxv"),
    ("pages", "12"),
    ("pages", "100--"),
    ("pages", "1 online resource (444 S.)"),
    ("year", "2026"),
    ("year", "1543"),
    ("year", "[2014?]"),
    ("year", "May 12, 2014"),
    ("year", "2014a"),
    ("year", "in press"),
    ("date", "2014-05-12"),
    ("date", "2014/2015"),
    ("date", "199X"),
    ("urldate", "2026-11-22"),
    ("author", "Polly, D. and Swofford, J. and others"),
    ("author", "{Food and Drug Administration} and Polly, D."),
    ("author", "Andersson, A. and Sand, B."),
    ("title", "Cost & effect: p < 0.05 <in vivo>"),
]

IMPLAUSIBLE = [
    ("pages", "400--390"),
    ("pages", "400\u2013390"),
    ("pages", "400 - 390"),
    ("pages", "1664-63"),
    ("pages", "1664-3"),
    ("pages", "e109--e103"),
    ("pages", "436S--430S"),
    ("pages", "12-20, 31-25"),
    ("pages", "??--??"),
    ("year", "2027"),
    ("year", "16"),
    ("year", "'98"),
    ("year", "199"),
    ("year", "1066"),
    ("year", "20016"),
    ("year", "1988??"),
    ("date", "2027-01-01"),
    ("date", "2016/2061"),
    ("urldate", "2026-11-23"),
    ("author", "Polly, D. and  and Cher, D."),
    ("author", "and Polly, D."),
    ("author", "Polly, D. and"),
    ("author", "and"),
    ("editor", "Polly, D. AND and Cher, D."),
    ("author", "{World Health Organization"),
    ("journal", "Spine &amp; Pelvis"),
    ("title", "<i>In vivo</i> outcomes"),
    ("title", "Outcomes \\foo of fusion"),
]


@pytest.mark.parametrize(("name", "value"), PLAUSIBLE)
def test_a_field_that_can_be_true_draws_nothing(name: str, value: str) -> None:
    """Abbreviated ranges, article numbers, dates of biblatex and names with an `and` in them are fine."""
    assert [problem.message for problem in reference_implausible.check(entry({name: value}), CONTEXT)] == []


@pytest.mark.parametrize(("name", "value"), IMPLAUSIBLE)
def test_a_field_that_can_hardly_be_true_is_told(name: str, value: str) -> None:
    """One finding, which names the field and the value."""
    (problem,) = reference_implausible.check(entry({name: value}), CONTEXT)
    assert name in problem.message
    assert value in problem.message


@given(st.integers(1, 9999), st.integers(0, 500))
@settings(max_examples=200)
def test_a_range_is_backwards_when_its_end_is_smaller_and_written_out(first: int, length: int) -> None:
    """A range that goes on is never told, in full or abbreviated; one written out from end to start always is."""
    last = first + length
    same = next((at for at, (one, other) in enumerate(zip(str(first), str(last), strict=False)) if one != other), len(str(first)) - 1)
    short = str(last)[same:] if len(str(first)) == len(str(last)) else str(last)
    assert reference_implausible.pages(f"{first}--{last}") == ""
    assert reference_implausible.pages(f"{first}-{short}") == ""
    if length and len(str(first)) == len(str(last)):
        assert "backwards" in reference_implausible.pages(f"{last}--{first}")


# --- what is lacking --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type", "filled", "lacking"),
    [
        ("article", "title", "author; journal; year; DOI, PMID or URL"),
        ("article", "author title journal year", "DOI, PMID or URL"),
        ("article", "author title journaltitle date pmid", ""),
        ("article", "author title journal year eprint", ""),
        ("book", "editor title year", "publisher"),
        ("book", "title", "author or editor; publisher; year"),
        ("inproceedings", "author title year doi", "booktitle"),
        ("incollection", "author title booktitle year", ""),
        ("inbook", "author title chapter publisher year", ""),
        ("techreport", "title institution year", ""),
        ("report", "author title year", "institution"),
        ("phdthesis", "author title school year", ""),
        ("misc", "title year", "URL or DOI"),
        ("misc", "howpublished year", ""),
        ("online", "title url urldate", ""),
        ("online", "title url", "year, or the day it was seen (urldate)"),
    ],
)
def test_all_that_is_lacking_is_told_at_once(type: str, filled: str, lacking: str) -> None:
    """One finding names everything that the type needs and that is not there."""
    problems = list(reference_incomplete.check(entry(dict.fromkeys(filled.split(), "x"), type=type), CONTEXT))
    assert [problem.about for problem in problems] == ([lacking] if lacking else [])


# --- the marks of a retracted work ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        ("RETRACTED: Ileal-lymphoid-nodular hyperplasia, non-specific colitis", True),
        ("Retracted: Study on measurement reliability", True),
        ("RETRACTED:The regulation of disease resistance", True),
        ("RETRACTED ARTICLE: Application of extreme learning", True),
        ("RETRACTED CHAPTER: Craniosynostosis", True),
        ("[Retracted] Transcriptome analysis", True),
        ("(Withdrawn) Transcriptome analysis", True),
        ("WITHDRAWN: Interventions for low back pain", True),
        ("WITHDRAWN & REPUBLISHED: Carlitz–Wan conjecture", True),
        ("REMOVED: Validation of the Hamilton scale", True),
        ("P12: REMOVED: Validation of the Hamilton scale", True),
        ("RETRACTED—Formation and properties of alloys", True),
        ("RETRACTED Formation and properties of alloys", True),
        ("Withdrawn – a qualitative study of those who left", False),
        ("Outcomes of fusion (Retracted article. See vol. 375, pg. 445, 2010)", True),
        ("Outcomes of fusion [RETRACTED]", True),
        ("Retraction: Outcomes of fusion", False),
        ("Retraction—Engineered whole organs and complex tissues", False),
        ("[Retraction] Outcomes of fusion", False),
        ("Retraction of: Outcomes of fusion", False),
        ("Notice of retraction: Outcomes of fusion", False),
        ("Withdrawal: Lipase maturation factor 1", False),
        ("Withdrawn notice to: Thermal lensing", False),
        ("WITHDRAWN notice to Thermal lensing", False),
        ("Erratum to: RETRACTED ARTICLE: Application of extreme learning", False),
        ("Retraction of publications in nursing research", False),
        ("Retracted articles in surgery journals. What are surgeons doing wrong?", False),
        ("Retracted articles–the scientific version of fake news", False),
        ("RETRACTED ARTICLES IN SURGERY JOURNALS", False),
        ("PREDIMED trial of Mediterranean diet: retracted, republished, still trusted?", False),
        ("Persistence of pain in patients withdrawn from the trial (the removed cases)", False),
        ("Removed sutures and pain", False),
        ("", False),
    ],
)
def test_the_title_of_a_retracted_work_is_known_by_its_mark(title: str, marked: bool) -> None:
    """A mark of the publisher fires; a notice of retraction and a study of retractions do not."""
    seen = list(reference_retracted.check(entry({"title": title}), CONTEXT))
    assert [type(one) for one in seen] == [Problem if marked else Missing]


@pytest.mark.parametrize("name", ["note", "annote", "addendum", "pubstate"])
@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("Retracted", True),
        ("{Retracted}", True),
        ("RETRACTED.", True),
        ("Withdrawn", True),
        ("Withdrawn 2020", True),
        ("Retracted article", True),
        ("Retracted in: Lancet. 2010;375:445", True),
        ("Retracted (data fabricated)", True),
        ("This article has been retracted.", True),
        ("Not retracted (looked 2026-11-01)", False),
        ("The paper was not retracted", False),
        ("Retracted articles are discussed in chapter 3", False),
        ("Withdrawn patients are described in the supplement", False),
        ("Retraction of 10.1000/2", False),
        ("Reprinted", False),
        ("", False),
    ],
)
def test_a_note_that_says_retracted_is_heard(name: str, words: str, marked: bool) -> None:
    """Reference managers and people note it there; a note about retractions is none."""
    seen = list(reference_retracted.check(entry({"title": "Outcomes", name: words}), CONTEXT))
    assert [type(one) for one in seen] == [Problem if marked else Missing]


def test_no_notice_of_retraction_is_taken_for_a_retracted_work() -> None:
    """Of 114,615 real titles of works and notices, none that begins as a notice fires, and those marked RETRACTED: all do."""
    file = SHARED / "data/registry/open_retractions_flat.csv.gz"
    if not file.exists():
        pytest.skip("../shared is not here: no real titles of retracted works")
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        titles = [row["title"].strip() for row in csv.DictReader(stream)]
    fired = {title for title in titles if reference_retracted.marked(title)}
    assert not [title for title in fired if title.lower().startswith(("retraction", "notice", "withdrawal", "erratum", "correction"))]
    assert not [title for title in titles if title.startswith(("RETRACTED: ", "RETRACTED ARTICLE: ", "Retracted: ")) and title not in fired]
    assert len(fired) > 1400


# --- documents --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (":paper.pdf:PDF", "paper.pdf"),
        ("Full text:sub/paper.pdf:PDF", "sub/paper.pdf"),
        ("Polly.pdf:files/12/Polly.pdf:application/pdf", "files/12/Polly.pdf"),
        ("paper.pdf", "paper.pdf"),
        ("paper.pdf:PDF", "paper.pdf"),
        ("Full text:paper.pdf", "paper.pdf"),
        (r":Fen2010\: risk\; level.pdf:PDF", "Fen2010: risk; level.pdf"),
        (r":JabRef\\Aziz.pdf:PDF", "JabRef/Aziz.pdf"),
        (r"C\:\\Users\\ana\\Polly.pdf", "C:/Users/ana/Polly.pdf"),
        (r"C:\Users\ana\Polly.pdf", "C:/Users/ana/Polly.pdf"),
        (r":C:\Users\ana\Polly.pdf:PDF", "C:/Users/ana/Polly.pdf"),
        (":/home/ana/Polly.pdf:PDF", "/home/ana/Polly.pdf"),
        ("https://example.org/a.pdf", "https://example.org/a.pdf"),
        (":https://example.org/a.pdf:URL", "https://example.org/a.pdf"),
        ("Full text::PDF", ""),
    ],
)
def test_the_path_in_a_file_field_is_read_as_jabref_and_zotero_write_it(value: str, path: str) -> None:
    """Description, path and type are told apart, escaped colons and drives of Windows included."""
    assert filefield.path(value) == path


@pytest.mark.parametrize(
    ("value", "problems", "documents"),
    [
        (":a.pdf:PDF;:b.pdf:PDF", 0, "a.pdf, b.pdf"),
        (":a.pdf:PDF;", 0, "a.pdf"),
        ("../a.pdf", 0, "../a.pdf"),
        ("sub/../../a.pdf", 0, "sub/../../a.pdf"),
        ("../../a.pdf", 1, ""),
        ("/a.pdf", 1, ""),
        ("~/a.pdf", 1, ""),
        (r"C\:\\a.pdf", 1, ""),
        (r"\\\\server\\a.pdf", 1, ""),
        ("file://localhost/a.pdf", 1, ""),
        ("https://example.org/a.pdf", 1, ""),
        ("Full text::PDF", 1, ""),
        ("ParsedFileField{description='', link='https://example.org', fileType='PDF'}", 1, ""),
        (":../../a.pdf:PDF;:b.pdf:PDF", 1, "b.pdf"),
        (" ; ", 0, ""),
        ("", 0, ""),
    ],
)
def test_a_document_outside_of_the_project_is_told(value: str, problems: int, documents: str) -> None:
    """What leads to one computer, the web or nowhere is a finding; what leads into the project is not."""
    seen = list(source_unreadable.check(entry({"file": value}), CONTEXT))
    assert sum(isinstance(one, Problem) for one in seen) == problems
    good = [path for path in filefield.paths(value) if path in documents.split(", ")]
    assert ", ".join(good) == documents


# --- duplicates -------------------------------------------------------------------------------------------------------

POLLY = {"author": "Polly, David W. and Cher, D.", "title": "Outcomes of Fusion", "year": "2016"}
PAIRS = [
    ({"doi": "10.1016/ABC"}, {"doi": "https://doi.org/10.1016/abc"}, True),
    ({"doi": "10.1016/abc."}, {"doi": "doi: 10.1016/abc"}, True),
    ({"pmid": "27652199"}, {"pmid": "PMID: 27652199"}, True),
    ({"doi": "10.1016/a", "pmid": "1"}, {"doi": "10.1016/b", "pmid": "1"}, True),
    ({"doi": "10.1016/abc"}, {"doi": "10.1016/abd"}, False),
    (POLLY, {**POLLY, "title": "OUTCOMES of fusion."}, True),
    (POLLY, {**POLLY, "author": "David W. Polly"}, True),
    (POLLY, {**POLLY, "author": "Polly DW and others"}, True),
    (POLLY, {"author": POLLY["author"], "title": POLLY["title"], "date": "2016-08-01"}, True),
    ({**POLLY, "doi": "10.1016/abc"}, POLLY, True),
    ({**POLLY, "doi": "10.1016/a"}, {**POLLY, "doi": "10.1016/b"}, False),
    ({**POLLY, "pages": "1--9"}, {**POLLY, "pages": "1-9"}, True),
    ({**POLLY, "pages": "1--9"}, {**POLLY, "pages": "11--19"}, False),
    (POLLY, {**POLLY, "title": "Outcomes of Fusion in Women"}, False),
    (POLLY, {**POLLY, "year": "2015"}, False),
    (POLLY, {**POLLY, "author": "Whang, P."}, False),
    ({"title": "Outcomes"}, {"title": "Outcomes"}, False),
    ({**POLLY, "author": "Anonymous"}, {**POLLY, "author": "Anonymous"}, False),
    ({"doi": ""}, {"doi": " "}, False),
]


@pytest.mark.parametrize(("one", "other", "same"), PAIRS)
def test_one_paper_under_two_keys_is_known(one: Mapping[str, str], other: Mapping[str, str], same: bool) -> None:
    """By DOI, by PMID, or by title, first author and year where nothing tells the two apart; in whichever order they stand."""
    for first, second in ((one, other), (other, one)):
        typed = [entry(first, "a", line=1), entry(second, "b", line=9)]
        for order in (typed, typed[::-1]):
            found = reference_duplicate.groups(order)
            assert [list(group) for group in found] == ([["a", "b"]] if same else [])


def library(claims: tuple[Claim, ...], numbering: Mapping[str, Numbered], *references: Reference) -> Registry:
    keys = {reference.key: reference.place for reference in references}
    bibliography = Bibliography(keys, {reference.key: reference for reference in references})
    return Registry("claims.yaml", ".", claims=claims, numbering=numbering, bibliography=bibliography)


def test_a_claim_that_counts_one_paper_twice_is_an_error_and_the_only_finding() -> None:
    """Cited together: one error at the claim with its reason. Cited apart: one warning at the second entry."""
    twins = [entry({"doi": "10.1016/abc"}, key, line=line) for key, line in (("a", 1), ("b", 5), ("c", 9))]
    together = Claim("x", "x", references=("b", "3"), path=("claims", 0))
    registry = library((together,), {"3": Numbered("3", "c", "established")}, *twins)
    (problem,) = reference_duplicate.check(registry, CONTEXT)
    assert (problem.severity, problem.claim, problem.at) == ("error", "x", ("claims", 0, "references"))
    assert problem.because
    assert "`b` and `c`" in problem.message
    apart = (Claim("x", "x", references=("a",)), Claim("y", "y", references=("b",)))
    problems = list(reference_duplicate.check(library(apart, {}, *twins), CONTEXT))
    assert [(problem.severity, problem.key, problem.related[0].place.line) for problem in problems] == [("", "b", 1), ("", "c", 1)]


def test_a_claim_that_cites_two_numbers_of_one_key_is_an_error() -> None:
    """Also where they are the second and the third number of that key."""
    numbering = {number: Numbered(number, "a", "established", path=("numbering", number)) for number in ("3", "4", "5")}
    claim = Claim("x", "x", references=("4", "5"), path=("claims", 0))
    (problem,) = reference_duplicate.check(library((claim,), numbering, entry({})), CONTEXT)
    assert (problem.severity, problem.claim) == ("error", "x")
    assert "4 and 5" in problem.message
    problems = list(reference_duplicate.check(library((), numbering, entry({})), CONTEXT))
    assert [(problem.severity, problem.at) for problem in problems] == [("", ("numbering", "4")), ("", ("numbering", "5"))]


# --- unknown references -----------------------------------------------------------------------------------------------


def unknown(*references: str, numbering: Mapping[str, Numbered] | None = None, broken: tuple[str, ...] = ()) -> list[Problem | Missing]:
    keys = {"polly2016": Place("a.bib")}
    blocks = tuple(BrokenBlock(Place("a.bib", 9), "It broke.", "@article{", key) for key in broken)
    registry = Registry("claims.yaml", ".", numbering=numbering or {}, bibliography=Bibliography(keys, broken=blocks))
    gone = Missing("it is not there")
    citations = tuple(Citation(typed, typed, None, gone, ("claims", 0, "references", at)) for at, typed in enumerate(references))
    chain = Chain(Claim("x", "x", references=references), citations, ())
    return list(reference_unknown.check(chain, Context(registry, "2026-11-22", "us-device-510k", (), frozenset())))


def test_an_unknown_reference_is_told_once_with_a_guess() -> None:
    """The same slip typed twice is one finding, at the first, and names what was probably meant."""
    (problem,) = unknown("Poly2016", "polly2016", "Poly2016")
    assert isinstance(problem, Problem)
    assert problem.at == ("claims", 0, "references", 0)
    assert "did you mean `polly2016`?" in problem.message


def test_a_number_and_its_missing_key_are_one_finding() -> None:
    """18 and the key it stands for have one cause."""
    numbering = {"18": Numbered("18", "whang2019", "established")}
    (problem,) = unknown("18", "whang2019", numbering=numbering)
    assert isinstance(problem, Problem)
    assert "whang2019" in problem.message


def test_two_unknown_references_are_two_findings_told_apart() -> None:
    """Each has words of its own to be known by."""
    problems = unknown("whang2019", "dengler2019")
    assert len({problem.about for problem in problems if isinstance(problem, Problem)}) == 2


def test_an_entry_that_did_not_parse_leaves_the_claim_open_and_draws_no_second_finding() -> None:
    """reference-broken tells the cause; here the link stays unchecked."""
    (missing,) = unknown("whang2019", broken=("whang2019",))
    assert isinstance(missing, Missing)


def test_a_candidate_without_a_key_is_left_to_its_own_rule() -> None:
    """A number whose paper nobody has identified is no unknown number."""
    assert unknown("18", numbering={"18": Numbered("18", None, "candidate")}) == []
    assert len(unknown("18", numbering={"18": Numbered("18", None, "established")})) == 1
