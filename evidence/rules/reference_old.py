"""The work is older than the policy allows.

Why: practice and devices move on, and a claim is to reflect what is known now. No law sets an age: this is a team's own rule,
and it is off until the team switches it on.

Do: look whether a newer work says the same, and cite that; `policy.reference_years` says how old a work may be (without it, 10).
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence import identity
from evidence.model import Context, Problem, Reference, Registry, Related
from evidence.soundness import typed_number

LINK = "sound"
SEVERITY = "off"
DECIDED = "data"
BASIS = ("SRC105",)

YEARS = 10
CLAIM = "version: 1\npolicy: {rules: {reference-old: warning}%s}\n%sclaims: [{id: a, text: Less pain, references: [a]}]\n"
BIB = "@article{a, title = {Outcomes},\n  year = %s, note = {# here}\n}\n"
STUDY = "studies: {NCT00000001: {name: TRIAL, reports: [a, b]}}\n"
LATER = "@article{b, title = {Five-year outcomes}, year = 2025\n}\n"

PASSES = {
    "nine years old": {"claims.yaml": CLAIM % ("", ""), "references/a.bib": BIB % 2017},
    "a policy that allows thirty": {"claims.yaml": CLAIM % (", reference_years: 30", ""), "references/a.bib": BIB % 1998},
    "the rule is off": {"claims.yaml": "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n", "references/a.bib": BIB % 1998},
}
FAILS = {
    "thirty years old": {"claims.yaml": CLAIM % ("", ""), "references/a.bib": BIB % 1996},
    "a policy of five": {"claims.yaml": CLAIM % (", reference_years: 5", STUDY), "references/a.bib": BIB % 2019 + LATER},
}


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    year = identity.year(reference)
    most = typed_number(context.registry.policy.reference_years, YEARS)
    age = int(context.as_of[:4]) - int(year) if year else 0
    if age <= most:
        return
    newer = _newer(reference, year, context.registry)
    said = f"; of the same study there is {', '.join(f'`{each.key}`' for each in newer)}" if newer else ""
    related = tuple(Related(each.place, f"a newer report of the study, {identity.year(each)}") for each in newer)
    yield Problem(f"`{reference.key}` is of {year}, {age} years ago (at most {most:g}){said}", at=reference.at("year"), about=year, related=related)


def _newer(reference: Reference, year: str, registry: Registry) -> list[Reference]:
    """Later reports of the same study, as far as they are cited somewhere."""
    known = registry.bibliography.references
    lists = [study.get("reports") for study in registry.studies.values() if isinstance(study, dict)]
    keys = {key for each in lists if isinstance(each, list) and reference.key in each for key in each if isinstance(key, str)}
    return [known[key] for key in sorted(keys) if key in known and identity.year(known[key]) > year]
