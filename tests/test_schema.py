"""The JSON Schema that `evidence schema` prints and the models that the loader uses say the same."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from evidence import schema, tree
from evidence.complaints import complain
from evidence.rooms import HERE

ROOT = Path(__file__).resolve().parents[1]
VALIDATOR = Draft202012Validator(schema.json_schema(), format_checker=FormatChecker(["date"]))

# DESIGN section 2, with words of our own where it prints an ellipsis.
DESIGNED = """
version: 1
profile: us-device-510k
bibliography: [references/*.bib]
products:
  ifuse: {name: iFuse Implant System, maker: SI-BONE, status: 510k, numbers: [K151718], first_marketed: {US: 2009},
          indications: as cleared, labeling: [{kind: IFU, version: 2, effective: 2023-03-01}], risk_statement: there are risks}
studies:
  NCT01681004: {name: INSITE, reports: [polly2016insite24], design: randomised, masking: open, control: non-surgical management,
                control_until: 6 months, enrolled: {iFuse: 102, NSM: 46}, funding: maker, species: human}
numbering:
  18: polly2016insite24
  20: {key: duhon2016sifi24, identified: candidate, because: the printed list was not seen}
materials:
  outcomes-page: {path: materials/outcomes.html, control_number: MK-1, product: ifuse, audience: patient, market: US, language: en, channel: web,
                  live: {from: 2023-03-01}, numbering: {18: polly2016insite24}, disclosures: [paid for by the maker]}
policy:
  rules: {reference-old: warning, quantity-borderline: off}
  roles: {medical: [ana@example.org], legal: [], regulatory: []}
  review_every: 24 months
waivers: [{rule: reference-incomplete, key: polly2016insite24, reason: no DOI, by: Ana, until: 2026-12-31}]
claims:
  - id: pain-24m
    text: shown to reduce SI joint pain by 68%
    variants: []
    type: efficacy
    product: ifuse
    label: consistent
    rationale: same endpoint
    references: [18]
    quantities:
      - printed: 68%
        what: SI joint pain, VAS 0–100
        better: lower
        when: 24 months
        arm: iFuse
        n: 102
        ci: 60 to 76
        p: 0.001
        responder: 20 points
        endpoint: {rank: secondary, prespecified: true}
        measure: relative reduction
        derivations:
          - {from: {baseline: 82.3, followup: 26.7}, set: unknown, source: {reference: siboneRelease2016, read: full, quote: fell}}
          - {from: {baseline: 82.3, change: 55.4}, set: unknown, source: {reference: 18, read: abstract, place: "abstract, Results"}}
    scope: {markets: [US], audience: [patient], expires: 2027-12-31}
    author: Ana
    waivers: [{rule: quantity-relative-only, reason: small page, by: Ana, until: 2026-12-31}]
"""


def plain(value: Any) -> Any:
    """What an ordinary YAML loader gives, as JSON has it: days as ISO text, every key a text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def objections(text: str) -> tuple[list[str], list[str]]:
    """What the printed schema and what the loader hold against a registry."""
    values, _ = tree.read(text)
    problems, _ = complain(values)
    return [error.message for error in VALIDATOR.iter_errors(plain(yaml.safe_load(text)))], [problem.message for problem in problems]


def test_the_printed_schema_is_a_schema() -> None:
    """It is valid JSON Schema 2020-12 and survives JSON."""
    Draft202012Validator.check_schema(json.loads(json.dumps(schema.json_schema())))


@pytest.mark.parametrize("file", [ROOT / "claims.yaml", HERE / "templates" / "starter" / "claims.yaml"], ids=["our own", "the starter"])
def test_our_own_registries_fit(file: Path) -> None:
    """Both accept the repository's claims.yaml and the starter's."""
    assert objections(file.read_text(encoding="utf-8")) == ([], [])


def test_the_example_of_the_design_fits() -> None:
    """Every key of DESIGN section 2 is known, with the forms it has there."""
    assert objections(DESIGNED) == ([], [])


def with_claim(words: str) -> str:
    return "version: 1\nclaims:\n  - {id: a, text: x, " + words + "}\n"


def with_quantity(words: str) -> str:
    return with_claim("quantities: [{printed: 3%, " + words + "}]")


GOOD = {
    "shorthands": with_quantity("from: {value: 3}, set: all, source: {reference: 18}"),
    "a list of sources": with_quantity("from: {value: 3}, source: [{reference: 18, gives: value}, {reference: a, gives: [value]}]"),
    "one reference": with_claim("references: 18"),
    "a scope that is empty": with_claim("scope: {}, waivers: [], variants: [], quantities: [], references: []"),
    "values that are empty": with_claim("type: , product: ~, references: ~, quantities: ~, scope: ~"),
    "a count of articles": with_quantity("measure: count, from: {articles: {keyword: ifuse, type: article}}"),
    "numbers of every form": with_quantity("from: {value: -3, maximum: +3, count: .5, total: 0082.30, change: '3'}"),
    "words of YAML 1.1": "version: 1\nclaims: [{id: no, text: on, author: 12:30, note: 1e3}]\n",
    "a severity that is off": "version: 1\npolicy: {rules: {reference-old: off}}\nclaims: []\n",
    "letters of any script": "version: 1\nclaims: [{id: Schmerz-Ärzte/ü.1:2+_, text: ä}]\n",
    "yes and no": with_quantity("endpoint: {prespecified: yes, alpha_controlled: false, composite_of: [a, b]}"),
}
BAD = {
    "no version": "claims: []\n",
    "another version": "version: 2\nclaims: []\n",
    "no claims": "version: 1\n",
    "claims that are a mapping": "version: 1\nclaims: {a: b}\n",
    "a claim that is a list": "version: 1\nclaims: [[a]]\n",
    "a claim that is a text": "version: 1\nclaims: [a]\n",
    "a claim without an id": "version: 1\nclaims: [{text: a}]\n",
    "a claim without a text": "version: 1\nclaims: [{id: a}]\n",
    "an empty text": "version: 1\nclaims: [{id: a, text: ''}]\n",
    "a text that is nothing": "version: 1\nclaims: [{id: a, text: }]\n",
    "a text that is a mapping": "version: 1\nclaims: [{id: a, text: {b: c}}]\n",
    "an id with a space": "version: 1\nclaims: [{id: a b, text: x}]\n",
    "an id with a control character": 'version: 1\nclaims: [{id: "a\\eb", text: x}]\n',
    "an id that begins with a dash": "version: 1\nclaims: [{id: -a, text: x}]\n",
    "an id that is a negative number": "version: 1\nclaims: [{id: -1, text: x}]\n",
    "an id of 101 characters": f"version: 1\nclaims: [{{id: {'a' * 101}, text: x}}]\n",
    "an unknown key at the top": "version: 1\nclaims: []\nclams: []\n",
    "an unknown key in a claim": with_claim("txet: y"),
    "an unknown key in a quantity": with_quantity("mesure: proportion"),
    "an unknown key in a source": with_quantity("from: {value: 3}, source: {reference: a, raed: full}"),
    "an unknown input": with_quantity("from: {baselin: 3}"),
    "an unknown measure": with_quantity("measure: raltio"),
    "an unknown type": with_claim("type: effcacy"),
    "a number with a unit": with_quantity("from: {value: 3%}"),
    "a number with a decimal comma": with_quantity("from: {value: '82,3'}"),
    "a number in exponent form": with_quantity("from: {value: 1e3}"),
    "a number of 41 digits in quotation marks": with_quantity(f"from: {{value: '{'1' * 41}'}}"),
    "a derivation without values": with_quantity("derivations: [{set: all}]"),
    "a source without its reference": with_quantity("from: {value: 3}, source: {read: full}"),
    "a source that is a text": with_quantity("from: {value: 3}, source: 18"),
    "quantities that are a mapping": with_claim("quantities: {printed: 3}"),
    "a list in the references": with_claim("references: [[1]]"),
    "a day that is no day": with_claim("scope: {expires: 2026-02-30x}"),
    "a day that is not in the calendar": with_claim("scope: {expires: '2026-02-30'}"),
    "waivers that are a mapping": with_claim("waivers: {rule: a}"),
    "an unknown severity": "version: 1\npolicy: {rules: {a: fatal}}\nclaims: []\n",
    "a span without a unit": "version: 1\npolicy: {review_every: 24}\nclaims: []\n",
    "an unknown profile": "version: 1\nprofile: eu\nclaims: []\n",
    "a numbering entry that is a list": "version: 1\nnumbering: {18: [a]}\nclaims: []\n",
    "an unknown key in numbering": "version: 1\nnumbering: {18: {key: a, identifed: candidate}}\nclaims: []\n",
    "a material without a path": "version: 1\nmaterials: {p: {title: x}}\nclaims: []\n",
    "a product whose id has a space": "version: 1\nproducts: {a b: {name: x}}\nclaims: []\n",
    "people who are a mapping": "version: 1\npolicy: {roles: {legal: {a: b}}}\nclaims: []\n",
    "an enrolment in words": "version: 1\nstudies: {N: {enrolled: {a: many}}}\nclaims: []\n",
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD.keys())
def test_both_accept_what_is_allowed(text: str) -> None:
    """Neither the printed schema nor the loader objects."""
    assert objections(text) == ([], [])


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_both_reject_what_is_not(text: str) -> None:
    """The printed schema and the loader both object, so that an editor marks what the audit will tell."""
    printed, loader = objections(text)
    assert printed
    assert loader
