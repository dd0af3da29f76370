"""What `studies:` says of the trial behind a reference: which trial it is, whom it studied, with what control and until when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evidence.model import Registry
from evidence.patterns import late

Study = Mapping[str, object]
NONE = ("", "none", "no", "no control", "uncontrolled", "n/a", "-")
# Designs without a group to compare with, in the words of registers and papers.
ALONE = late(
    r"\b(?:single[- ](?:arm|group)|one[- ]arm|uncontrolled|before[- ]?(?:and[- ])?after|pre[- ]?post|case[- ]series|case reports?|registry"
    r"|observational|open[- ]label extension)\b",
    re.IGNORECASE,
)
SPAN = late(r"(\d{1,4}(?:\.\d{1,2})?)[ -]?(day|week|month|year)s?\b", re.IGNORECASE)
NAMED = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "twelve": "12"}
DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}


def reporting(key: str, registry: Registry) -> Iterator[Study]:
    """The studies that list a BibTeX key among their reports."""
    for study in registry.studies.values():
        reports = study.get("reports") if isinstance(study, Mapping) else None
        if (isinstance(reports, list) and key in reports) or reports == key:
            yield study


def text(study: Study, name: str) -> str:
    """A text of a study; empty where there is none."""
    value = study.get(name)
    return value.strip() if isinstance(value, str) else ""


def named(study: Study) -> str:
    """What to call a study."""
    return text(study, "name") or "a study on record"


def controlled(study: Study, when: str | None) -> tuple[bool | None, str]:
    """Whether a result at that time has a control beside it, and why not; None where the record does not say."""
    control, design = text(study, "control"), text(study, "design")
    if control.casefold() in NONE:
        if control or ALONE.search(design):
            return False, f"{named(study)} has no control ({design or control})"
        return None, ""
    until, at = days(text(study, "control_until")), days(when or "")
    if until is not None and at is not None and at > until:
        return False, f"{named(study)} had its control ({control}) until {text(study, 'control_until')}; at {when} it is before and after in one arm"
    return True, ""


def days(typed: str) -> float | None:
    """A span of time in days ("24 months", "two years"); None where the words hold none."""
    for word, digits in NAMED.items():
        typed = re.sub(rf"\b{word}\b", digits, typed, flags=re.IGNORECASE)
    found = SPAN.search(typed[:200])
    return float(found[1]) * DAYS[found[2].lower()] if found else None
