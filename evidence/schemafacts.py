"""The pydantic models of what claims.yaml tells besides the claims' own words and numbers: scope, witnesses, products, studies."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from evidence.forms import Day, Number, Text, Texts, YesNo


class Strict(BaseModel):
    """No key that we do not know: a misspelt key must never pass for an absent one."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False, defer_build=True)  # only the file's own validator is ever used


class Scope(Strict):
    markets: Texts | None = None
    audience: Texts | None = None
    channels: Texts | None = None
    indication: Text | None = None
    population: Text | None = None
    effective: Day | None = None
    review_by: Day | None = None
    expires: Day | None = None


class Testimonial(Strict):
    person: Text | None = None
    real_user: YesNo | None = None
    consent: Text | None = None
    obtained_on: Day | None = None
    reconfirmed_on: Day | None = None
    compensation: Text | None = None
    connection_disclosed: YesNo | None = None
    edited: YesNo | None = None


class MarketSearch(Strict):
    date: Day
    method: Text
    file: Text


class Labeling(Strict):
    kind: Text | None = None
    version: Text | None = None
    effective: Text | None = None
    document: Text | None = None


class Product(Strict):
    name: Text | None = None
    maker: Text | None = None
    status: Text | None = None
    numbers: Texts | None = None
    first_marketed: dict[Text, Text] | None = None
    indications: Text | None = None
    not_indicated: Texts | None = None
    labeling: list[Labeling] | None = None
    risk_statement: Text | None = None


class Tested(Strict):
    """An endpoint of a study, in the order in which its plan tests them."""

    name: Text
    outcome: Literal["met", "failed", "not tested"]
    level: Number | None = None


class Study(Strict):
    name: Text | None = None
    reports: Texts | None = None
    design: Text | None = None
    masking: Text | None = None
    control: Text | None = None
    control_until: Text | None = None
    enrolled: dict[Text, Number] | None = None
    funding: Text | None = None
    species: Text | None = None
    product: Text | None = None
    hypothesis: Literal["superiority", "non-inferiority", "equivalence"] | None = None
    margin: Text | None = None
    endpoints: list[Tested] | None = None
