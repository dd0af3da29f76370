"""The pydantic models of claims.yaml: what may stand where. Imported only when a registry is read.

Every scalar reaches these models as the text that was typed, so a number here is a text of a numeric form. The models
are also what `evidence schema` prints for editors, where numbers may stand unquoted.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from evidence.forms import SCALAR, TEXT, Count, Day, Id, Level, Number, Span, Text, Texts, YesNo
from evidence.schemafacts import MarketSearch, Product, Scope, Strict, Study, Testimonial

Measure = Literal[
    "reported", "proportion", "relative reduction", "relative increase", "absolute reduction", "absolute increase", "fold change",
    "percentage-point change", "relative risk reduction", "absolute risk reduction", "number needed to treat", "risk ratio",
    "odds ratio", "mean difference", "count",
]  # fmt: skip
Profile = Literal["ca-drug", "eu-device", "uk-device-ad", "uk-medicine", "us-device-510k", "us-device-restricted", "us-rx-drug"]
ClaimType = Literal["efficacy", "safety", "satisfaction", "comparative", "economic", "mechanism", "status", "count", "testimonial"]


class Source(Strict):
    reference: Text
    read: Literal["full", "abstract", "secondary"] | None = None
    page: Text | None = None
    table: Text | None = None
    row: Text | None = None
    column: Text | None = None
    figure: Text | None = None
    paragraph: Text | None = None
    place: Text | None = None
    quote: Text | None = None
    gives: Texts | None = None


def _source_list(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


Sources = Annotated[list[Source], BeforeValidator(_source_list)]


class Articles(Strict):
    keyword: Text | None = None
    type: Text | None = None


class Inputs(Strict):
    value: Number | None = None
    maximum: Number | None = None
    count: Number | None = None
    total: Number | None = None
    baseline: Number | None = None
    followup: Number | None = None
    change: Number | None = None
    baseline_count: Number | None = None
    baseline_total: Number | None = None
    events: Number | None = None
    control_events: Number | None = None
    control_total: Number | None = None
    treated: Number | None = None
    control: Number | None = None
    articles: Articles | None = None


class Derivation(Strict):
    inputs: Inputs = Field(alias="from")
    set: Text | None = None
    source: Sources | None = None


class Endpoint(Strict):
    name: Text | None = None
    rank: Literal["primary", "key secondary", "secondary", "exploratory", "post hoc"] | None = None
    prespecified: YesNo | None = None
    alpha_controlled: YesNo | None = None
    composite_of: Texts | None = None


class Quantity(Strict):
    printed: Text
    what: Text | None = None
    better: Literal["higher", "lower"] | None = None
    when: Text | None = None
    arm: Text | None = None
    comparator: Text | None = None
    unit: Text | None = None
    n: Text | None = None
    ci: Text | None = None
    p: Text | None = None
    responder: Text | None = None
    estimator: Literal["kaplan-meier", "imputed", "weighted", "model"] | None = None
    endpoint: Endpoint | None = None
    measure: Measure | None = None
    derivations: list[Derivation] | None = None
    inputs: Inputs | None = Field(default=None, alias="from")
    set: Text | None = None
    source: Sources | None = None


class Waiver(Strict):
    """Nothing is required here: the rule waiver-invalid says what a waiver lacks, in words of its own."""

    rule: Text | None = None
    reason: Text | None = None
    by: Text | None = None
    until: Text | None = None


class TopWaiver(Waiver):
    key: Text | None = None
    material: Text | None = None


class Claim(Strict):
    id: Id
    text: Text
    variants: Texts | None = None
    type: ClaimType | None = None
    product: Text | None = None
    label: Literal["verbatim", "consistent", "beyond", "unassessed"] | None = None
    rationale: Text | None = None
    references: Texts | None = None
    source: Sources | None = None
    quantities: list[Quantity] | None = None
    scope: Scope | None = None
    testimonial: Testimonial | None = None
    market_search: MarketSearch | None = None
    author: Text | None = None
    note: Text | None = None
    waivers: list[Waiver] | None = None


class Numbered(Strict):
    key: Text | None = None
    identified: Literal["established", "candidate"] | None = None
    because: Text | None = None


def _numbered(value: Any) -> Any:
    return {"key": value} if isinstance(value, str) else value


Numbering = dict[Text, Annotated[Numbered, BeforeValidator(_numbered)]]


class Live(Strict):
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None


class Exempt(Strict):
    """Words of a page that are no claim, and why."""

    text: Text
    because: Text


class LookedAt(Strict):
    """How many pictures and the like of a page a person has looked at, and what they say of them."""

    image: Count | None = None
    video: Count | None = None
    sound: Count | None = None
    frame: Count | None = None
    object: Count | None = None
    because: Text


class Material(Strict):
    path: Text
    title: Text | None = None
    version: Text | None = None
    control_number: Text | None = None
    product: Text | None = None
    audience: Texts | None = None
    market: Texts | None = None
    language: Text | None = None
    channel: Text | None = None
    live: Live | None = None
    numbering: Numbering | None = None
    disclosures: Texts | None = None
    exempt: list[Exempt] | None = None
    looked_at: LookedAt | None = None


class Role(Strict):
    """The people of a role, by e-mail address, and how many of them must sign."""

    people: Texts | None = None
    at_least: Count | None = None


def _role(value: Any) -> Any:
    return value if isinstance(value, dict) or value is None else {"people": value}


class Policy(Strict):
    rules: dict[Text, Level] | None = None
    roles: dict[Text, Annotated[Role | None, BeforeValidator(_role)]] | None = None
    require_signatures: YesNo | None = None
    author_may_sign: YesNo | None = None
    review_every: Span | None = None
    documents: Texts | None = None
    record_days: Number | None = None
    reference_years: Number | None = None


class ClaimsFile(Strict):
    """claims.yaml, version 1: every claim of a page, its numbers, its references and who answers for it."""

    version: Annotated[Literal["1"], WithJsonSchema({"enum": [1, "1"]})]
    profile: Profile | None = None
    what_was_read: Text | None = None
    contact: Text | None = None
    bibliography: Texts | None = None
    products: dict[Id, Product] | None = None
    studies: dict[Text, Study] | None = None
    numbering: Numbering | None = None
    materials: dict[Id, Material] | None = None
    policy: Policy | None = None
    waivers: list[TopWaiver] | None = None
    claims: list[Claim]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of claims.yaml, for editors and other tools."""
    schema = ClaimsFile.model_json_schema(by_alias=True)
    for holder in (schema, schema["$defs"]["Material"]):  # `18: key` is short for `18: {key: key}`
        for choice in holder["properties"]["numbering"]["anyOf"]:
            if "additionalProperties" in choice:
                choice["additionalProperties"] = {"anyOf": [SCALAR, choice["additionalProperties"]]}
    for name in ("products", "materials"):  # a name that is no id is no name at all
        for choice in schema["properties"][name]["anyOf"]:
            if "patternProperties" in choice:
                choice["additionalProperties"] = False
    roles = next(each for each in schema["$defs"]["Policy"]["properties"]["roles"]["anyOf"] if "additionalProperties" in each)
    roles["additionalProperties"] = {"anyOf": [TEXT, {"type": "array", "items": TEXT}, {"$ref": "#/$defs/Role"}, {"type": "null"}]}
    for name, key in (("Quantity", "source"), ("Derivation", "source"), ("Claim", "source")):  # one source needs no list
        choices = schema["$defs"][name]["properties"][key]["anyOf"]
        choices.append({"$ref": "#/$defs/Source"})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "claims.yaml"}
