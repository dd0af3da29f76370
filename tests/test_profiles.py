"""Profiles: what may be cited against whom, at what weight, and what a profile does not hold."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest
import yaml

from evidence import bases, criteria, rooms, rules, schema, wording
from evidence.cli import main
from evidence.model import LINKS, Audit, Finding, Level, Policy
from evidence.pipeline import audit

TODAY = "2026-11-22"
NAMES = [rooms.published(name) for name in rooms.members("rules")]
OFFICIAL = (
    "uscode.house.gov", "www.ecfr.gov", "www.fda.gov", "www.ftc.gov", "eur-lex.europa.eu", "ec.europa.eu", "health.ec.europa.eu",
    "www.legislation.gov.uk", "www.pmcpa.org.uk", "www.asa.org.uk", "www.efpia.eu", "laws-lois.justice.gc.ca", "www.paab.ca",
)  # fmt: skip
JUDGEMENT = re.compile(r"\b(?:violat\w*|complian\w*|illegal\w*|unlawful\w*|infring\w*)\b", re.IGNORECASE)
each_profile = pytest.mark.parametrize("profile", bases.profiles())


def made(folder: Path, claims: str, **files: str) -> Audit:
    """Audit a registry of one file, and pages beside it."""
    for name, text in {"claims.yaml": claims, **{f"{name}.html": text for name, text in files.items()}}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return audit(folder / "claims.yaml", today=TODAY, pages=True)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finding, ...]:
    """What each rule finds in its own examples."""
    found: list[Finding] = []
    for name in rooms.members("rules"):
        for files in rooms.member("rules", name).FAILS.values():
            folder = tmp_path_factory.mktemp("fails")
            for path, text in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(text.encode() if isinstance(text, str) else text)
            report = audit(folder / "claims.yaml", today=TODAY, pages=True)
            found += [finding for finding in report.findings if finding.rule == rooms.published(name)]
    return tuple(found)


# --- the data -----------------------------------------------------------------------------------------------------


def test_the_seven_profiles_are_here_and_may_be_named() -> None:
    """The files, the schema of claims.yaml and the catalogue of the issue agree."""
    seven = {"us-device-510k", "us-device-restricted", "us-rx-drug", "eu-device", "uk-device-ad", "uk-medicine", "ca-drug"}
    assert set(bases.profiles()) == seven == set(get_args(schema.Profile))


@each_profile
def test_every_basis_has_its_mark_its_addresses_and_its_sentence(profile: str) -> None:
    """No text without a mark, a URL, the address where it was verified, a role and one sentence."""
    for name, basis in bases.read(profile).texts.items():
        assert basis.mark in ("V", "V2", "P"), name
        assert basis.role in ("binding", "guidance", "code", "analogy", "science"), name
        assert urlsplit(basis.url).scheme == "https" and urlsplit(basis.seen).scheme in ("http", "https"), name
        assert basis.says.endswith(".") and 20 < len(basis.says) < 330 and basis.whom, name
        assert not JUDGEMENT.search(basis.says), name


@each_profile
def test_every_text_is_used_and_every_list_names_a_text(profile: str) -> None:
    """No list names a text that is not there, and no text stands there for nothing."""
    law = bases.read(profile)
    named = {text for chosen in law.rules.values() for text in chosen}
    assert named <= set(law.texts)
    inherited = {"ftc-act"} if profile == "us-device-restricted" else set()  # of restricted devices, FDA itself regulates the advertising
    assert set(law.texts) - named == inherited
    assert set(law.rules) <= set(bases.read("us-device-510k").rules)


@each_profile
def test_a_rule_prints_only_what_binds_or_guides_and_was_verified(profile: str) -> None:
    """Whatever a rule prints here binds, guides or is a code; it is marked V or V2; its address is an official one; nothing twice."""
    for rule in criteria.catalogue(profile):
        every = (*rule.basis, *(basis for one in rule.where for basis in one.basis))
        assert len(set(every)) == len(every), rule.name
        for basis in every:
            assert basis.role in ("binding", "guidance", "code") and basis.mark in ("V", "V2"), (rule.name, basis.cite)
            assert urlsplit(basis.url).hostname in OFFICIAL, (rule.name, basis.url)


def test_every_rule_names_ids_that_are_known() -> None:
    """A rule's BASIS holds ids of the data, so that none is lost by a slip of the pen."""
    known = set(bases.read("us-device-510k").rules)
    for rule in criteria.catalogue("us-device-510k"):
        assert set(rule.basis_ids) <= known, rule.name


@each_profile
def test_a_changed_severity_rests_on_a_text_that_the_rule_prints(profile: str) -> None:
    """A profile raises a rule only for a text that binds or guides there, and that stands beside the finding."""
    cited = {rule.name: {basis.cite for basis in rule.basis} for rule in criteria.catalogue(profile)}
    for name, level in bases.levels(profile).items():
        assert name in cited, f"{name} is no rule (yet)"
        assert level.now in ("error", "warning", "info", "off") and level.because
        assert level.on in cited[name], (name, level.on)


@each_profile
def test_no_error_rests_on_an_analogy_alone(profile: str, seen: tuple[Finding, ...]) -> None:
    """Of each rule that can say "error" here, by default, by the profile or by a problem's own weight, some text is more than a comparison."""
    law = bases.read(profile)
    errors = {finding.rule for finding in seen if finding.severity == "error"}
    for rule in criteria.catalogue(profile):
        roles = {law.texts[text].role for each in rule.basis_ids for text in law.rules.get(each, ())}
        if rule.severity == "error" or rule.name in errors:
            assert roles != {"analogy"}, rule.name


# --- the traps of regulatory.md, section 0 ------------------------------------------------------------------------


def cited(profile: str) -> str:
    return " | ".join(basis.cite for rule in bases.bases(profile).values() for basis in rule)


@pytest.mark.parametrize(
    ("profile", "text", "is_cited"),
    [
        ("us-device-510k", "21 CFR 202.1", False), ("us-device-510k", "quantitative efficacy", False), ("us-device-510k", "consistent with the labeling", False),
        ("us-device-510k", "FD&C Act 502(a)", True), ("us-device-510k", "21 CFR 1.21", True), ("us-device-510k", "21 CFR 807.81(a)(3)", True),
        ("us-device-510k", "502(q)", False), ("us-device-510k", "502(r)", False),
        ("us-device-restricted", "502(q)", True), ("us-device-restricted", "502(r)", True), ("us-device-restricted", "consistent with the labeling", True),
        ("us-device-restricted", "21 CFR 202.1", False), ("us-device-restricted", "quantitative efficacy", False), ("us-device-restricted", "FD&C Act 502(a)", True),
        ("us-rx-drug", "21 CFR 202.1", True), ("us-rx-drug", "502(n)", True), ("us-rx-drug", "quantitative efficacy", True), ("us-rx-drug", "801.6", False),
        ("eu-device", "Article 7(c)", True), ("eu-device", "EFPIA", False), ("eu-device", "CFR", False),
        ("uk-device-ad", "CAP Code 12.1", True), ("uk-device-ad", "ABPI", False), ("uk-medicine", "ABPI", True), ("uk-medicine", "EFPIA", True),
        ("ca-drug", "PAAB Code, section 4.2.3", True), ("ca-drug", "ABPI", False), ("ca-drug", "CFR", False),
    ],
)  # fmt: skip
def test_nobody_is_held_against_a_law_that_is_not_theirs(profile: str, text: str, is_cited: bool) -> None:
    """21 CFR 202.1 never against a device, the ABPI Code never against one, 502(q) only for restricted devices."""
    assert (text in cited(profile)) is is_cited


def test_801_6_is_about_other_products() -> None:
    """It is cited only where another product is named or meant, and says so."""
    own = bases.bases("us-device-510k")
    citing = {name for name, texts in own.items() if any("801.6" in basis.cite for basis in texts)}
    assert citing == {"LNG305-OTHER"}
    assert "other products only" in own["LNG305-OTHER"][0].says
    where = {rule.name: {one.id: one.when for one in rule.where} for rule in criteria.catalogue("us-device-510k") if rule.where}
    assert where == {"claim-comparison-hanging": {"LNG305-OTHER": "another product is named or meant"}}
    assert "Where another product is named or meant, see 21 CFR 801.6" in " ".join(criteria.section("us-device-510k").split())


@each_profile
def test_no_list_of_texts_waits_for_a_rule(profile: str) -> None:
    """Every id of the data is a rule's own, or stands behind some of its findings."""
    asked = {each for name in rooms.members("rules") for each in (*rooms.member("rules", name).BASIS, *getattr(rooms.member("rules", name), "BASIS_WHERE", {}))}
    assert set(bases.read(profile).rules) <= asked


@pytest.mark.parametrize("profile", ["us-device-510k", "us-device-restricted"])
def test_proven_prints_what_fda_admits_and_what_the_ftc_asks(profile: str) -> None:
    """21 CFR 860.7(c)(2) and the FTC's guidance on the kind of evidence stand side by side."""
    cites = [basis.cite for basis in bases.bases(profile)["LNG304"]]
    assert "21 CFR 860.7(c)(2)" in cites and any(cite.startswith("FTC Health Products") for cite in cites)


@pytest.mark.parametrize("rule", ["quantity-relative-only", "quantity-without-comparator"])
@pytest.mark.parametrize("profile", ["us-device-510k", "us-device-restricted", "eu-device", "uk-device-ad", "us-rx-drug"])
def test_relative_only_and_comparator_rules_warn_where_nothing_binding_asks(rule: str, profile: str) -> None:
    """They are errors only where a code asks for the absolute value by name: in Canada and for medicines in the United Kingdom."""
    assert next(one.severity for one in criteria.catalogue(profile) if one.name == rule) == "warning"


def test_a_clearance_is_no_evidence(tmp_path: Path) -> None:
    """A cleared product's efficacy claim without a reference is as unsupported as any other (ASA on PainShield, FTC on Quell)."""
    report = made(tmp_path, "version: 1\nproducts: {d: {name: D, status: 510k, numbers: [K000000]}}\nclaims: [{id: a, text: relieves pain, type: efficacy, product: d}]\n")
    assert "claim-without-reference" in {finding.rule for finding in report.findings}


RECORD = [case for file in sorted((Path(__file__).parent / "enforcement").glob("*.yaml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("case", [case for case in RECORD if "page.html" not in case["failing"]], ids=lambda case: case["subject"])
def test_a_disclaimer_cures_nothing(case: dict[str, Any], tmp_path: Path) -> None:
    """What is found in a statement is found in it with "results may vary; interpret with caution" behind it."""
    files = {"references/trial.bib": "@article{trial,\n  title = {The trial},\n  author = {Author, A.},\n  year = {2020},\n  journal = {Journal}\n}\n"}
    found: list[list[str]] = []
    for words in ("", "; individual results may vary, interpret with caution"):
        typed = yaml.safe_load(case["failing"]["claims.yaml"])
        for claim in typed["claims"]:
            claim["text"] += words
        folder = tmp_path / str(len(found))
        for name, text in {**files, **case["failing"], "claims.yaml": json.dumps(typed)}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        report = audit(folder / "claims.yaml", today=TODAY)
        found.append(sorted(finding.rule for finding in report.findings if finding.rule in case["fires"]))
    assert found[0] == found[1]


# --- weight -------------------------------------------------------------------------------------------------------

RELATIVE = (
    "version: 1\nprofile: %s\n%sclaims:\n  - {id: a, text: reduced relapses by 40%%, type: efficacy, label: %s, quantities: "
    "[{printed: 40%%, measure: relative reduction, from: {baseline: 20, followup: 12}}]}\n"
)
ONE = "quantity-relative-only"


def weight(report: Audit, rule: str = ONE) -> list[str]:
    return [finding.severity for finding in report.findings if finding.rule == rule]


def test_a_profile_weighs_a_rule_and_the_report_says_so(tmp_path: Path) -> None:
    """Canada asks for the absolute effect: an error there, a warning for a device; the changed default is listed with its text."""
    device, drug = made(tmp_path, RELATIVE % ("us-device-510k", "", "consistent")), made(tmp_path, RELATIVE % ("ca-drug", "", "consistent"))
    assert (weight(device), weight(drug)) == (["warning"], ["error"])
    assert not any(ONE in change for change in device.changes)
    said = [change for change in drug.changes if ONE in change]
    assert len(said) == 1 and said[0].startswith(f"profile ca-drug: {ONE} is error (default warning), because ") and "PAAB Code, section 4.2.3" in said[0]
    assert [basis.cite for finding in drug.findings if finding.rule == ONE for basis in finding.basis] == ["PAAB Code, section 4.2.3"]


@pytest.mark.parametrize(("asked", "severities"), [("warning", ["warning"]), ("info", ["info"]), ("off", [])])
def test_the_teams_policy_outranks_the_profile(asked: str, severities: list[str], tmp_path: Path) -> None:
    """policy.rules has the last word, and both changes are listed."""
    report = made(tmp_path, RELATIVE % ("ca-drug", f"policy: {{rules: {{{ONE}: {asked}}}}}\n", "consistent"))
    assert weight(report) == severities
    assert sum(ONE in change for change in report.changes) == 2
    assert f"policy.rules: {ONE} is {asked} (default error)" in report.changes


def test_a_profile_never_touches_a_rule_that_nothing_can_silence() -> None:
    """Integrity rules keep their weight whatever a profile says."""
    levels = {"claim-invalid": Level("off", "nothing", "a slip")}
    rule = rules.describe(rooms.member("rules", "claim_invalid"), {}, Policy(), levels)
    assert (rule.severity, rule.now) == ("error", "error")


# --- the labeling -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "attacked"), [("verbatim", False), ("consistent", True), ("beyond", True), ("unassessed", True)])
def test_words_of_the_labeling_are_never_attacked(label: str, attacked: bool, tmp_path: Path) -> None:
    """What the labeling says verbatim is not judged for how it is said, under any profile; everything else is."""
    for profile in bases.profiles():
        assert bool(weight(made(tmp_path, RELATIVE % (profile, "", label)))) is attacked


def test_a_wrong_number_is_wrong_under_any_label(tmp_path: Path) -> None:
    """The label spares how something is said, not whether the number is the source's."""
    wrong = (RELATIVE % ("us-device-510k", "", "verbatim")).replace("followup: 12", "followup: 19")
    assert weight(made(tmp_path, wrong), "quantity-contradicted") == ["error"]


# --- what is not held ---------------------------------------------------------------------------------------------

EUROPE = "version: 1\nprofile: %s\nmaterials: {home: {path: home.html, audience: %s}}\nclaims: [{id: a, text: an implant, type: status, scope: {audience: %s}}]\n"


@pytest.mark.parametrize(
    ("profile", "material", "claim", "said"),
    [
        ("eu-device", "patient", "[]", True), ("eu-device", "[hcp, Patients]", "[]", True), ("eu-device", "hcp", "[patient]", True),
        ("eu-device", "''", "[]", True), ("eu-device", "hcp", "[hcp]", False), ("us-device-510k", "patient", "[patient]", False),
    ],
)  # fmt: skip
def test_national_advertising_law_is_not_evaluated(profile: str, material: str, claim: str, said: bool, tmp_path: Path) -> None:
    """A European page for patients, or for nobody knows whom, says so and never looks whole; one for professionals does not."""
    report = made(tmp_path, EUROPE % (profile, material, claim), home="<p>an implant</p>")
    gaps = [gap.because for gap in report.unchecked if "national advertising law not evaluated" in gap.because]
    assert bool(gaps) is said
    assert report.summary.verdict != "passed" or not said


# --- words --------------------------------------------------------------------------------------------------------


def test_a_finding_points_and_never_judges(seen: tuple[Finding, ...]) -> None:
    """"See FD&C Act 502(a) (binding for devices)": the word for the text's standing, and no verdict on the law."""
    own = bases.bases("us-device-510k")["LNG302"]
    assert wording.see(own) == "See FD&C Act 502(a) (binding for devices)."
    assert wording.cites(bases.bases("uk-medicine")["LNG306"]).startswith("ABPI Code 2024, clause 6.5 (code, binding for medicines); ")
    for rule in criteria.catalogue("us-device-510k"):
        assert not JUDGEMENT.search(" ".join((rule.summary, rule.why, rule.todo))), rule.name
    assert seen and [finding.message for finding in seen if JUDGEMENT.search(f"{finding.message} {finding.fix}")] == []


@each_profile
def test_the_criteria_section_is_whole(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`explain --profile` prints every rule below its link with what, why, do, severity and the standing of its texts."""
    assert main(["explain", "--profile", profile]) == 0
    out = capsys.readouterr().out
    flat = " ".join(out.split())
    for rule in criteria.catalogue(profile):
        assert f"{rule.name} [{rule.now}] What: {rule.summary} Why: {rule.why} Do: {rule.todo} Severity: {rule.now}" in flat
        assert all(f"See {basis.cite} ({wording.standing(basis)})" in flat and basis.url in out and basis.says in flat for basis in rule.basis)
    assert all(f"{left.cite}: {left.says}" in flat for left in bases.left_out(profile))
    order = [out.index(f"\n{link.upper()}: ") for link in LINKS]
    assert order == sorted(order)
    assert max(len(line) for line in out.splitlines() if "://" not in line) <= criteria.TEXT_WIDTH


@each_profile
def test_the_list_for_machines_says_the_same(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`rules --format json` is JSON with every rule; the other formats name every rule."""
    assert main(["rules", "--profile", profile, "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["name"] for entry in listed["rules"]] == NAMES and listed["profile"] == profile
    for entry, rule in zip(listed["rules"], criteria.catalogue(profile), strict=True):
        assert (entry["severity"], entry["default"], entry["decided"]) == (rule.now, rule.own, rule.decided)
        assert [basis["url"] for basis in entry["basis"]] == [basis.url for basis in rule.basis]
    for form in ("text", "markdown"):
        assert main(["rules", "--profile", profile, "--format", form]) == 0
        out = capsys.readouterr().out
        assert all(name in out for name in NAMES)


@pytest.mark.parametrize("words", [["rules", "--profile", "us-device"], ["explain", "--profile", "us-device"]])
def test_a_profile_that_is_none_is_told_in_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, with the names there are."""
    assert main(words) == 2
    assert "us-device-510k" in capsys.readouterr().err
