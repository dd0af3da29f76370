"""What `studies:` says of the trial behind a reference: which trial it is, with what control and until when, and how its endpoints came out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from evidence import claims as nouns
from evidence.folding import fold_spaces
from evidence.hints import guess
from evidence.model import Chain, Claim, Path, Problem, Recomputation, Registry
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
LEVEL = 0.05  # of a test, where the study's entry has no other
OUTCOMES = {"failed": "failed", "not tested": "was not tested"}  # and "met"


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


# --- endpoints ----------------------------------------------------------------------------------------------------


def behind(chain: Chain, registry: Registry, one: Recomputation) -> tuple[Study, ...]:
    """The studies on record behind a number: those that report where its values were read, else those that the claim cites."""
    read = {citation.key for group in one.sources for citation in group}
    for keys in (read, {citation.key for citation in chain.citations}):
        found = tuple(study for study in registry.studies.values() if isinstance(study, Mapping) and keys & set(nouns.texts(study, "reports")))
        if found:
            return found
    return ()


def endpoints(study: Study) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The endpoints of a study with their positions, in the order in which its plan tests them."""
    for index, endpoint in nouns.items(study.get("endpoints")):
        if isinstance(endpoint, Mapping) and text(endpoint, "name"):
            yield index, endpoint


def standing(study: Study, name: str) -> str | None:
    """What keeps an endpoint from being called significant ("failed"); empty where nothing does, None where the study lists none of the name.

    A hierarchy is tested from its top, and only as long as every endpoint is met: what stands below one that is not was not shown.
    """
    above = ""
    for _, endpoint in endpoints(study):
        outcome = text(endpoint, "outcome")
        told = "" if outcome == "met" else OUTCOMES.get(outcome, "has no outcome on record")
        if _folded(text(endpoint, "name")) == _folded(name):
            return above if above and outcome != "failed" else told
        above = above or (told and f"stands below “{text(endpoint, 'name')}”, which {told}")
    return None


def level(study: Study, name: str) -> float:
    """The level at which the plan tests an endpoint; 0.05 where it names no other."""
    typed = next((text(each, "level") for _, each in endpoints(study) if _folded(text(each, "name")) == _folded(name)), "")
    return float(typed) if _share(typed) else LEVEL


def faults(found: Iterable[Claim], studies: Mapping[str, object]) -> Iterator[Problem]:
    """Endpoints that stand twice in a study, levels that are none, and names of endpoints that lead nowhere."""
    known: dict[str, str] = {}
    for id_, study in studies.items():
        own: set[str] = set()
        for index, endpoint in endpoints(study) if isinstance(study, Mapping) else ():
            name, path = text(endpoint, "name"), ("studies", id_, "endpoints", index)
            if _folded(name) in own:
                yield _fault(f"the endpoint “{name}” stands twice in one study, and the order in which they are tested decides", (*path, "name"), name)
            if (typed := text(endpoint, "level")) and not _share(typed):
                yield _fault(f"the level of the endpoint “{name}” is {typed}; a level is a share such as 0.05", (*path, "level"), name)
            own.add(_folded(name))
            known.setdefault(_folded(name), name)
    for claim in found:
        for quantity in claim.quantities:
            name = text(quantity.endpoint, "name")
            if name and _folded(name) not in known:
                advice = guess(name, known.values()) if known else "; `endpoints:` under a study lists them in the order in which they are tested"
                message = f"{quantity.printed} names the endpoint “{name}”, and no study under `studies:` has it{advice}"
                yield _fault(message, (*quantity.path, "endpoint", "name"), name, claim.id)


def _fault(message: str, at: Path, about: str, claim: str = "") -> Problem:
    return Problem(message, at=at, about=about, claim=claim)


def _folded(name: str) -> str:
    return fold_spaces(name).casefold()


def _share(typed: str) -> bool:
    try:
        return 0 < float(typed) < 1
    except ValueError:
        return False
