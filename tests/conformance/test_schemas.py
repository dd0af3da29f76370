"""The machine formats against the schemas of those who read them: our own contract, SARIF 2.1.0 and both JUnit XSDs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from formats import sample
from formats.anything import anything
from hypothesis import given, settings
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker
from lxml import etree

from evidence import formats as door
from evidence.model import Audit

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT.parent / "shared" / "data" / "schemas"
OURS = ROOT / "evidence" / "templates" / "report.schema.json"
AUDITS = {"rich": sample.rich, "empty": sample.empty, "clean": sample.clean, "not_made": sample.not_made, "large": lambda: sample.large(60)}


def there(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"../shared is not here: {path.name} is missing")
    return path


@pytest.fixture(scope="module")
def contract() -> Draft202012Validator:
    schema = json.loads(OURS.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def sarif() -> Draft4Validator:
    return Draft4Validator(json.loads(there(SCHEMAS / "sarif-schema-2.1.0.json").read_text("utf-8")), format_checker=FormatChecker())


@pytest.fixture(scope="module", params=["junit-10_jenkins.xsd", "JUnit_windyroad.xsd"])
def junit(request: pytest.FixtureRequest) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(there(SCHEMAS / "junit" / request.param)))


def faults(validator: Any, document: object) -> list[str]:
    """What a schema finds wrong, in words."""
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in validator.iter_errors(document)]


def written(name: str, audit: Audit) -> bytes:
    return str(door.choose(name).render(audit)).encode("utf-8")


@pytest.mark.parametrize("which", AUDITS)
def test_json_keeps_its_contract(which: str, contract: Draft202012Validator) -> None:
    """Every audit's JSON validates against the schema in the package."""
    assert faults(contract, json.loads(written("json", AUDITS[which]()))) == []


@settings(max_examples=40, deadline=None)
@given(audit=anything())
def test_json_keeps_its_contract_whatever_was_typed(audit: Audit, contract: Draft202012Validator) -> None:
    """Any text in any field validates."""
    assert faults(contract, json.loads(written("json", audit))) == []


def test_the_contract_is_strict() -> None:
    """Every object of a fixed shape refuses unknown keys and demands all it knows, in the order they are written."""

    def shapes(node: object) -> list[dict[str, Any]]:
        inside = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
        here = [node] if isinstance(node, dict) and "required" in node and "properties" in node else []
        return [*here, *(found for each in inside for found in shapes(each))]

    found = shapes(json.loads(OURS.read_text("utf-8")))
    assert len(found) > 10
    for shape in found:
        assert shape["additionalProperties"] is False
        assert shape["required"] == list(shape["properties"])


def test_the_contract_is_what_is_written() -> None:
    """Keys come in the schema's order, at the top and in every finding."""
    document = json.loads(written("json", sample.rich()))
    schema = json.loads(OURS.read_text("utf-8"))
    assert list(document) == schema["required"]
    assert all(list(finding) == schema["$defs"]["finding"]["required"] for finding in document["findings"])


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.pop("made"),
        lambda document: document["findings"][0].update(severity="fatal"),
        lambda document: document["claims"][0]["chain"].update(sound="green"),
        lambda document: document["findings"][0].update(extra=1),
        lambda document: document["claims"][0]["quantities"][0]["derivations"][0].update(value=67.5),
    ],
)
def test_the_contract_can_fail(change: Any, contract: Draft202012Validator) -> None:
    """A missing key, an unknown word, an extra key or a number that lost its digits does not validate."""
    document = json.loads(written("json", sample.rich()))
    change(document)
    assert len(faults(contract, document)) >= 1


@pytest.mark.parametrize("which", AUDITS)
def test_sarif_validates(which: str, sarif: Draft4Validator) -> None:
    """Every audit's SARIF validates against the OASIS schema."""
    assert faults(sarif, json.loads(written("sarif", AUDITS[which]()))) == []


@settings(max_examples=15, deadline=None)
@given(audit=anything())
def test_sarif_validates_whatever_was_typed(audit: Audit, sarif: Draft4Validator) -> None:
    """Any text in any field validates, and every address keeps to the characters of a URI."""
    log = json.loads(written("sarif", audit))
    assert faults(sarif, log) == []
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in log["runs"][0]["results"]]
    assert all(re.fullmatch(r"(?!//)([A-Za-z0-9._~/-]|%[0-9A-F]{2})*", uri) for uri in uris)


@pytest.mark.parametrize("which", AUDITS)
def test_junit_validates(which: str, junit: etree.XMLSchema) -> None:
    """Every audit's JUnit XML validates against Jenkins' and Windy Road's schema, and its counts are true."""
    document = etree.fromstring(written("junit", AUDITS[which]()))
    junit.assertValid(document)
    suite = document.find("testsuite")
    for name, element in (
        ("tests", "testcase"),
        ("failures", "testcase/failure"),
        ("errors", "testcase/error"),
        ("skipped", "testcase/skipped"),
    ):
        assert int(suite.get(name)) == len(suite.findall(element))


@settings(max_examples=40, deadline=None)
@given(audit=anything())
def test_junit_validates_whatever_was_typed(audit: Audit, junit: etree.XMLSchema) -> None:
    """Any text in any field stays well-formed and valid."""
    junit.assertValid(etree.fromstring(written("junit", audit)))


def test_junit_windyroad_wants_a_time_stamp_that_is_the_audits_day(junit: etree.XMLSchema) -> None:
    """The time stamp is `as_of`: no clock is read."""
    document = etree.fromstring(written("junit", replace(sample.rich(), as_of="2024-02-29")))
    junit.assertValid(document)
    assert document.find("testsuite").get("timestamp") == "2024-02-29T00:00:00"
