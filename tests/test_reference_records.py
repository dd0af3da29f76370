"""The rules about what a reference is worth, on records of the forms that the services really have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest

from evidence import records, sameness
from evidence.model import Audit, Context
from evidence.pipeline import audit
from evidence.record import Answer, Notice, Proposal, Record
from evidence.rules import reference_corrected
from evidence.signoff import Ledger, SignOff, Standing

TODAY = "2026-11-22"
ASKED = "2026-11-20"
DOI = "10.1016/s0140-6736(97)11096-0"
TITLE = "Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children"
CLEAN = {
    "crossref": Answer("crossref", "answered", asked=ASKED, found=True, doi=DOI, title=TITLE, author="Wakefield", year="1998", kinds=("journal-article",)),
    "pubmed": Answer("pubmed", "answered", asked=ASKED, found=True, doi=DOI, pmid="9500320", title=f"{TITLE}.", author="Wakefield", year="1998"),
    "retraction-watch": Answer("retraction-watch", "answered", asked=ASKED),
}
WATCHED = (
    Notice("correction", "affects", "Correction", "", "10.1016/s0140-6736(04)15715-2", "15016483", "2004-03-06", "17269"),
    Notice("retraction", "affects", "Retraction", "", "10.1016/s0140-6736(10)60175-4", "20137807", "2010-02-06", "4036"),
)
CONCERN = Notice("concern", "affects", "ExpressionOfConcernIn", pmid="21971344", date="2011-11")
ERRATUM = Notice("correction", "affects", "ErratumIn", pmid="1", date="2020-01")
PARTIAL = Notice("partial retraction", "affects", "partial_retraction", "publisher", "10.1000/9", date="2020-01-15")
BACK = Notice("reinstatement", "affects", "Reinstatement", date="2015-06-01", id="5000")
CLAIMS = "version: 1\nclaims:\n  - {id: c, text: Less pain, references: [%s]}\n"
BIB = "@article{a,\n  author = {Wakefield, A. J. and Murch, S. H.}, title = {%s}, journal = {Lancet}, year = 1998, doi = {%s}\n}\n@article{b, title = {More}\n}\n"


def told(notices: dict[str, tuple[Notice, ...]]) -> dict[str, Answer]:
    """The clean answers with these notices in them."""
    found = {service: replace(CLEAN[service], notices=each, found=True) for service, each in notices.items()}
    return {**CLEAN, **found}


def run(folder: Path, answers: dict[str, Answer] | None, claims: str = CLAIMS % "a", title: str = TITLE, **more: object) -> Audit:
    (folder / "references").mkdir(exist_ok=True)
    (folder / "claims.yaml").write_text(claims, encoding="utf-8")
    (folder / "references" / "a.bib").write_text(BIB % (title, DOI), encoding="utf-8")
    if answers is not None:
        records.write(folder, {"a": Record("a", DOI, "", answers, **more)})  # type: ignore[arg-type]
    return audit(folder / "claims.yaml", today=TODAY)


def seen(report: Audit) -> list[tuple[str, str]]:
    """What the rules on records found: rule and severity."""
    rules = ("reference-retracted", "reference-concern", "reference-corrected", "reference-mismatch", "reference-record-stale", "records-invalid")
    return sorted((finding.rule, finding.severity) for finding in report.findings if finding.rule in rules)


def sound(report: Audit) -> str:
    return report.claims[0].links["sound"]


def open_points(report: Audit) -> str:
    return " ".join(gap.because for gap in report.unchecked if gap.rule == "reference-retracted")


# --- what the notices come to -------------------------------------------------------------------------------------

RETRACTED = [("reference-retracted", "error")]
NOTICES = {
    "nobody knows anything against it": ({}, [], "passed"),
    "Wakefield: a correction in 2004 and a retraction in 2010 at Retraction Watch": ({"retraction-watch": WATCHED}, RETRACTED, "failed"),
    "only Crossref knows, from Retraction Watch": ({"crossref": (replace(WATCHED[1], by="retraction-watch"),)}, RETRACTED, "failed"),
    "only PubMed knows": ({"pubmed": (Notice("retraction", "affects", "RetractionIn", pmid="20137807", date="2010-02-06"),)}, RETRACTED, "failed"),
    "a withdrawal": ({"crossref": (replace(PARTIAL, kind="withdrawal"),)}, RETRACTED, "failed"),
    "a removal": ({"crossref": (replace(PARTIAL, kind="removal"),)}, RETRACTED, "failed"),
    "partly retracted at Crossref, and only an erratum at PubMed": ({"crossref": (PARTIAL,), "pubmed": (ERRATUM,)}, RETRACTED, "failed"),
    "a retraction at PubMed that is a correction at Retraction Watch": (
        {"pubmed": (Notice("retraction", "affects", "RetractionIn", date="2004-03-06"),), "retraction-watch": WATCHED[:1]}, RETRACTED, "failed",
    ),
    "an expression of concern, on the only support": ({"pubmed": (CONCERN,)}, [("reference-concern", "error")], "failed"),
    "an erratum": ({"pubmed": (ERRATUM,)}, [("reference-corrected", "warning")], "passed"),
    "a concern and an erratum: the graver one tells both": ({"pubmed": (CONCERN, ERRATUM)}, [("reference-concern", "error")], "failed"),
    "a new version is no news against it": ({"crossref": (replace(PARTIAL, kind="update", word="new_version"),)}, [], "passed"),
    "it is the notice of a retraction": ({"crossref": (replace(WATCHED[1], direction="is"),)}, [], "passed"),
    "it is the notice, and the publisher deposited both directions": (
        {"crossref": (replace(PARTIAL, kind="retraction", direction="is"), replace(PARTIAL, kind="retraction"))}, [], "passed",
    ),
    "a notice in the work's own place": ({"crossref": (replace(PARTIAL, doi=DOI),)}, RETRACTED, "failed"),
    "… whatever direction it was given": ({"crossref": (replace(PARTIAL, doi=DOI, direction="is"),)}, RETRACTED, "failed"),
    "a notice that was itself retracted": (
        {"crossref": (replace(WATCHED[1], direction="is"), replace(PARTIAL, kind="retraction", doi="10.1000/77"))}, RETRACTED, "failed",
    ),
    "retracted, then reinstated": ({"retraction-watch": (*WATCHED, BACK)}, [("reference-corrected", "warning"), ("reference-retracted", "info")], "passed"),
    "reinstated at one, retracted before that at another": (
        {"crossref": (WATCHED[1],), "retraction-watch": (BACK,)}, [("reference-retracted", "info")], "passed",
    ),
    "reinstated, then retracted again": (
        {"retraction-watch": (BACK, replace(WATCHED[1], date="2016-01-01", id="6000"))}, RETRACTED, "failed",
    ),
    "reinstated on the day of the retraction, as the later record": (
        {"retraction-watch": (replace(WATCHED[1], date="2015-06-01"), BACK)}, [("reference-retracted", "info")], "passed",
    ),
    "reinstated on that day, as the earlier record": (
        {"retraction-watch": (replace(WATCHED[1], date="2015-06-01", id="9000"), BACK)}, RETRACTED, "failed",
    ),
    "reinstated, and a retraction of unknown day": ({"retraction-watch": (replace(WATCHED[1], date=""), BACK)}, RETRACTED, "failed"),
    "reinstated in a year in which it was retracted, too": ({"retraction-watch": (replace(WATCHED[1], date="2015"), BACK)}, RETRACTED, "failed"),
    "a reinstatement of unknown day clears nothing": ({"retraction-watch": (WATCHED[1], replace(BACK, date=""))}, RETRACTED, "failed"),
}  # fmt: skip


@pytest.mark.parametrize(("notices", "findings", "link"), list(NOTICES.values()), ids=list(NOTICES))
def test_what_the_notices_of_all_services_come_to(notices: dict[str, tuple[Notice, ...]], findings: list[tuple[str, str]], link: str, tmp_path: Path) -> None:
    """Union of sources, worst counts, a notice is not its own victim, and only what came surely later reinstates."""
    report = run(tmp_path, told(notices))
    assert seen(report) == findings
    assert sound(report) == link


def test_all_notices_are_shown_with_source_date_notice_and_record(tmp_path: Path) -> None:
    """The one finding on Wakefield names both rows, the services, the dates, the notices' DOIs and the record ids."""
    report = run(tmp_path, told({"retraction-watch": WATCHED, "pubmed": (CONCERN,)}))
    (finding,) = [one for one in report.findings if one.rule == "reference-retracted"]
    for word in ("Retraction Watch", "PubMed", "2004-03-06", "2010-02-06", "2011-11", "10.1016/s0140-6736(10)60175-4", "record 4036", "record 17269", "concern"):
        assert word in finding.message, word
    assert finding.bears_on == ("c",)


def test_pubmeds_publication_type_is_enough(tmp_path: Path) -> None:
    """"Retracted Publication" without a notice counts; "Retraction of Publication", one word away, does not."""
    kinds = {"Retracted Publication": RETRACTED, "Retraction of Publication": []}
    for kind, findings in kinds.items():
        assert seen(run(tmp_path, {**CLEAN, "pubmed": replace(CLEAN["pubmed"], kinds=("Journal Article", kind))})) == findings


def test_a_mark_in_a_services_title_counts(tmp_path: Path) -> None:
    """Crossref's "RETRACTED: …" is one, though the entry's own title carries none."""
    report = run(tmp_path, {**CLEAN, "crossref": replace(CLEAN["crossref"], title=f"RETRACTED: {TITLE}")})
    assert seen(report) == RETRACTED


def test_a_concern_beside_another_reference_is_a_warning(tmp_path: Path) -> None:
    """It is an error only where nothing else carries the claim."""
    assert seen(run(tmp_path, told({"pubmed": (CONCERN,)}), CLAIMS % "a, b")) == [("reference-concern", "warning")]


# --- unknown is unchecked -----------------------------------------------------------------------------------------


def without(service: str, **state: str) -> dict[str, Answer]:
    return {**CLEAN, service: replace(CLEAN[service], found=False, **state)}


SILENCE = {
    "nobody asked": (None, "run `evidence refresh`"),
    "a service is not in the record": ({name: answer for name, answer in CLEAN.items() if name != "retraction-watch"}, "Retraction Watch was not asked"),
    "a service was not asked": (without("retraction-watch", state="not asked", because="--service", asked=""), "Retraction Watch was not asked (--service)"),
    "a service was unreachable": (without("crossref", state="unreachable", because="DNS", asked=""), "Crossref was unreachable (DNS)"),
    "an answer is too old": ({**CLEAN, "pubmed": replace(CLEAN["pubmed"], asked="2026-08-01")}, "PubMed was last asked on 2026-08-01, 113 days"),
    "an answer is from the future": ({**CLEAN, "pubmed": replace(CLEAN["pubmed"], asked="2027-08-01")}, "after the day of this audit"),
    "an answer of an impossible day": ({**CLEAN, "pubmed": replace(CLEAN["pubmed"], asked="2026-13-41")}, "unknown day"),
    "two registries that do not know it": (
        {**CLEAN, "crossref": Answer("crossref", "answered", asked=ASKED), "pubmed": Answer("pubmed", "answered", asked=ASKED)},
        "Crossref and PubMed do not know the work",
    ),
    "nothing applies": ({name: Answer(name, "not applicable", "it is no paper") for name in CLEAN}, "no service keeps a record of it: it is no paper"),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "says"), list(SILENCE.values()), ids=list(SILENCE))
def test_what_was_not_asked_and_answered_is_unchecked(answers: dict[str, Answer] | None, says: str, tmp_path: Path) -> None:
    """No finding of a retraction and no green either: the link is open, with the reason."""
    report = run(tmp_path, answers)
    assert sound(report) == "unchecked"
    assert says in open_points(report)
    assert not [one for one in seen(report) if one[0] == "reference-retracted"]


def test_one_registry_that_does_not_know_it_is_no_reason_for_doubt(tmp_path: Path) -> None:
    """PubMed does not hold every paper: that is a fact about PubMed."""
    assert sound(run(tmp_path, {**CLEAN, "pubmed": Answer("pubmed", "answered", asked=ASKED)})) == "passed"


def test_records_of_other_identifiers_say_nothing(tmp_path: Path) -> None:
    """The entry's DOI was changed after the services were asked: what they said is about another work."""
    run(tmp_path, CLEAN)
    (tmp_path / "references" / "a.bib").write_text(BIB % (TITLE, "10.1016/other"), encoding="utf-8")
    report = audit(tmp_path / "claims.yaml", today=TODAY)
    assert sound(report) == "unchecked" and "other identifiers" in open_points(report) and seen(report) == []


def test_a_file_that_was_edited_by_hand_makes_nothing_green(tmp_path: Path) -> None:
    """records-invalid is an error that nothing silences, and every reference is unchecked."""
    run(tmp_path, told({"retraction-watch": WATCHED}))
    file = tmp_path / records.PATH
    file.write_text(file.read_text(encoding="utf-8").replace('"kind": "retraction"', '"kind": "update"'), encoding="utf-8")
    (tmp_path / "claims.yaml").write_text(CLAIMS % "a" + "policy: {rules: {records-invalid: off}}\n", encoding="utf-8")
    report = audit(tmp_path / "claims.yaml", today=TODAY, ignore=("records-invalid",))
    assert seen(report) == [("records-invalid", "error")]
    assert sound(report) == "unchecked" and report.exit_code == 1
    assert [one.path for one in report.inputs if "records" in one.path] == [records.PATH]


def test_a_proposal_is_shown_and_never_taken(tmp_path: Path) -> None:
    """A reference without identifiers stays unchecked; what it could be is told with its likeness."""
    nameless = {name: Answer(name, "not asked", "no DOI") for name in CLEAN}
    (tmp_path / "references").mkdir()
    (tmp_path / "claims.yaml").write_text(CLAIMS % "a", encoding="utf-8")
    (tmp_path / "references" / "a.bib").write_text("@article{a, title = {Outcomes of fusion}, journal = {Spine}\n}\n", encoding="utf-8")
    records.write(tmp_path, {"a": Record("a", "", "", nameless, (Proposal("crossref", "0.97", DOI, title=TITLE),))})
    report = audit(tmp_path / "claims.yaml", today=TODAY)
    assert sound(report) == "unchecked"
    assert f"it could be DOI {DOI}" in open_points(report) and "0.97" in open_points(report)


def test_old_answers_are_told_and_the_policy_sets_the_age(tmp_path: Path) -> None:
    """reference-record-stale: a warning after 90 days, or after `policy.record_days`; a broken number leaves the default."""
    old = {name: replace(answer, asked="2026-10-01") for name, answer in CLEAN.items()}
    assert seen(run(tmp_path, old)) == []
    for typed, findings in (("30", [("reference-record-stale", "warning")]), ("365", []), ("soon", []), ("-1", [("reference-record-stale", "warning")])):
        assert seen(run(tmp_path, old, CLAIMS % "a" + f"policy: {{record_days: {typed}}}\n")) == findings, typed


# --- the same work ------------------------------------------------------------------------------------------------

SAME = [
    ("Two-year outcomes of fusion: a randomised trial", "2-Year Outcomes of Fusion. A Randomized Trial."),
    ("Outcomes of sacroiliac joint fusion", "Outcomes of Sacroiliac Joint Fusion: Results from a Prospective Multicenter Trial"),
    ("Effect of TNF-α on bone", "Effect of TNF-alpha on bone"),
    ("H$_2$O$_2$ in {MRI}-guided therapy", "H<sub>2</sub>O<sub>2</sub> in MRI-guided therapy"),
    ("Fusion vs. non-surgical management of the joint", "Fusion versus Nonsurgical Management of the Joint"),
    ("Über die Behandlung des Kreuzes", "Uber die Behandlung des Kreuzes"),
    ("Pain &amp; function after fusion", "Pain and function after fusion"),
    ("RETRACTED: Ileal-lymphoid-nodular hyperplasia", "Ileal-lymphoid-nodular hyperplasia"),
    ("Minimally invasive sacroiliac joint fusion: one-year outcomes in 40 patients", "Minimally invasive sacroiliac joint fusion: one-year outcomes in 40 patients."),
    ("Haemorrhage and oedema after tumour surgery in the paediatric patient", "Hemorrhage and edema after tumor surgery in the pediatric patient"),
    ("Original article: Minimally invasive fusion of the joint in adults", "Minimally invasive fusion of the joint in adults"),
    ("Prospective trial of fusion using {3D}-printed implants", "Prospective Trial of Fusion Using 3D-Printed Implants"),
]
OTHER = [
    ("Two-Year Outcomes of Fusion: A Randomised Trial", "One-Year Outcomes of Fusion: A Randomised Trial"),
    ("Outcomes of fusion at 24 months in women", "Outcomes of fusion at 12 months in women"),
    ("Outcomes of sacroiliac joint fusion", "Satisfaction after lumbar discectomy"),
    ("Sacroiliac joint pain", "Hip pain"),
    ("Efficacy of implant A in adults", "Safety of implant A in adults and children after years of use"),
    ("Outcomes", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_title_typed_in_two_ways_is_one_title(one: str, other: str) -> None:
    """Case, marks, markup, spelling, Greek, a subtitle, a heading: no false alarm, whichever side has it."""
    assert sameness.title_likeness(one, other) >= sameness.ALIKE <= sameness.title_likeness(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_title_is_another_title(one: str, other: str) -> None:
    """Another report of the same trial differs in a number alone, and is caught."""
    assert sameness.title_likeness(one, other) < sameness.ALIKE > sameness.title_likeness(other, one)


PEOPLE = {
    ("Polly", "Polly"): True, ("van Eeckhoven", "Eeckhoven"): True, ("Müller", "Mueller"): True, ("Røhrl", "Roehrl"): True, ("Łukasz", "Lukasz"): True,
    ("García", "García López"): True, ("O'Brien", "OBrien"): True, ("Wang Lei", "Wang"): True, ("Duhon", "Duhon, Bradley"): True,
    ("Stuge", "Stugee"): True, ("Polly", "Dengler"): False, ("Whang", "Wang"): True, ("Cher", "Patel"): False,
    ("INSITE Study Group", "Polly"): None, ("Иванов", "Ivanov"): None, ("", "Polly"): None, ("Polly", ""): None,
}  # fmt: skip


@pytest.mark.parametrize(("names", "same"), list(PEOPLE.items()))
def test_a_name_written_in_two_ways_is_one_name(names: tuple[str, str], same: bool | None) -> None:
    """Accents, particles, double names, order, one slip; a body, another script and a missing name are not compared."""
    assert sameness.same_author(*names) is sameness.same_author(*reversed(names)) is same


def test_no_title_and_no_name_takes_long() -> None:
    """Megabytes of marks, of brackets or of words that are nearly alike: what is compared of each is bounded."""
    start = perf_counter()
    for text in (" " * 10**6, "[" * 10**6, "$-" * 10**6, "<a " * 10**6, "\\\\a" * 10**5, "wordword1 " * 10**5, "wordwords2 " * 10**5):
        assert sameness.title_likeness(text, "Outcomes of fusion in adults " + text[::-1]) <= 1
        sameness.same_author(text[:10**5], text[:10**5][::-1] + "x"), sameness.comparable(text)
    assert perf_counter() - start < 10


RECORDED = {
    "the work as it is": ({}, []),
    "in print a year later": ({"year": "1997"}, [("reference-mismatch", "info")]),
    "two years apart": ({"year": "2000"}, [("reference-mismatch", "warning")]),
    "another first author": ({"author": "Horton"}, [("reference-mismatch", "warning")]),
    "another first author and another year": ({"author": "Horton", "year": "2004"}, [("reference-mismatch", "error")]),
    "a 200 with another article": ({"title": "Surgical site infection after hip replacement"}, [("reference-mismatch", "error")]),
    "a title that PubMed translated": ({"title": "[Hyperplasia of lymphoid nodules and colitis]."}, []),
    "no title in the record": ({"title": ""}, []),
    "an author that the record does not have": ({"author": ""}, []),
}


@pytest.mark.parametrize(("facts", "findings"), list(RECORDED.values()), ids=list(RECORDED))
def test_another_work_behind_the_identifier_is_caught(facts: dict[str, str], findings: list[tuple[str, str]], tmp_path: Path) -> None:
    """reference-mismatch: an error for another work, a lesser word where the rest agrees, nothing for the same work."""
    assert seen(run(tmp_path, {**CLEAN, "pubmed": replace(CLEAN["pubmed"], **facts)})) == findings  # type: ignore[arg-type]


def test_the_repositorys_own_references_are_unchecked() -> None:
    """Nobody has asked the services about them: no link of theirs is green, and the way out is named."""
    report = audit(Path(__file__).resolve().parents[1] / "claims.yaml", today=TODAY)
    if not report.registry.records.present:
        assert {claim.links["sound"] for claim in report.claims} <= {"unchecked", "n/a", "failed"}
        assert any(gap.because == "no record: run `evidence refresh`" for gap in report.unchecked)


# --- a correction, and who has read since -----------------------------------------------------------------------------

CORRECTED = Notice("correction", "affects", doi="10.1000/9", date="2024-05-01")


def signed(**more: object) -> Standing:
    """A proved signature that the anchors were read in the source, on the day after the correction."""
    facts = {"digest": "d", "kind": "claim", "subject": "a", "name": "Ann Roe", "email": "a@example.org", "role": "anchor verifier"}
    facts |= {"time": "2024-05-02T10:00:00Z", "meaning": "anchor read in source", "decision": "approve", "comment": "", "digests": {}, "content": {}}
    rest = {name: more.pop(name) for name in ("state", "counts") if name in more}
    return Standing(SignOff(**{**facts, **more}), **{"state": "valid", "counts": True} | rest)


@pytest.mark.parametrize(
    ("standings", "date", "severity"),
    [
        ((), "2024-05-01", ""),
        ((signed(),), "2024-05-01", "info"),
        ((signed(time="2024-05-01T23:00:00Z"),), "2024-05-01", ""),
        ((signed(time="2024-04-01T10:00:00Z"),), "2024-05-01", ""),
        ((signed(state="recorded, not signed"),), "2024-05-01", ""),
        ((signed(state="outdated", counts=False),), "2024-05-01", ""),
        ((signed(meaning="authored"),), "2024-05-01", ""),
        ((signed(),), "2024-05", ""),
        ((signed(),), "", ""),
        ((signed(time="2024-04-01T10:00:00Z"), signed(time="2024-06-01T10:00:00Z")), "2024-05-01", "info"),
    ],
)  # fmt: skip
def test_a_correction_is_no_warning_once_its_passages_were_read_since(standings: tuple[Standing, ...], date: str, severity: str, tmp_path: Path) -> None:
    """Only a proved signature after the day of the last correction makes it a note; what is not known stays a warning."""
    report = run(tmp_path, told({"crossref": (replace(CORRECTED, date=date),)}))
    claim = report.registry.claims[0]
    registry = replace(report.registry, ledger=Ledger(True, standings={claim.id: standings}))
    context = Context(registry, "2026-11-22", "")
    (problem,) = reference_corrected.check(registry.bibliography.references["a"], context)
    assert problem.severity == severity
    assert ("read in the source since by Ann Roe" in problem.message) is bool(severity)


def test_one_claim_of_two_that_was_not_read_since_keeps_the_warning(tmp_path: Path) -> None:
    """Every claim that rests on the paper counts."""
    report = run(tmp_path, told({"crossref": (CORRECTED,)}))
    claim = report.registry.claims[0]
    registry = replace(report.registry, claims=(claim, replace(claim, id="b")), ledger=Ledger(True, standings={claim.id: (signed(),)}))
    (problem,) = reference_corrected.check(registry.bibliography.references["a"], Context(registry, "2026-11-22", ""))
    assert problem.severity == ""
