"""The words say "significant", and no controlled test below the level stands behind it.

Why: to a reader the word means "shown not to be chance". It needs a test against a control, below the level that was set
for it, and not one of many that were tried. Where a study tests its endpoints in an order, it stops at the first that fails: what stands
below was not shown, however small its p.

Do: record `p:` and, under `endpoint:`, its `name` from the study's `endpoints:` (each with its outcome, in the order of the plan) or
`alpha_controlled: true` where the plan controlled the error for it; else take the word, or the p, out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evidence import apa, studies
from evidence.model import Chain, Context, Problem, Quantity, Recomputation
from evidence.nouns import dataclass
from evidence.patterns import late

LINK = "recomputed"
SEVERITY = "error"
DECIDED = "wording"
BASIS = ("QNT211",)

# "significant" and its forms in en, de, fr, es, it; not "insignificant" and not "significant other".
SIGNIFICANT = late(r"\b(?:significant(?:ly)?(?! others?\b)|signifikant\w*|significati(?:f|fs|ve|ves|vo|va|vi|vamente|vement))\b", re.IGNORECASE)
NOT = late(r"\b(?:not|no|nicht|kein\w*|non|ne|pas|sin)\b[^.;,]{0,20}$", re.IGNORECASE)
# A p printed beside a number says the same as the word.
P = late(r"\b[pP] ?[<=≤] ?0?[.,][0-9]{1,9}")
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s  # here\n    quantities:\n"
ENTRY = "      - {printed: 49%%, measure: reported, from: {value: 49}%s}\n"
STUDY = (
    "version: 1\nstudies:\n  NCT00000001:\n    {name: TRIAL, reports: [a], endpoints: [{name: exacerbations, outcome: met}, {name: quality of life, outcome: %s},"
    " {name: death, outcome: %s}]}\nclaims:\n  - id: a\n    text: %s  # here\n    references: [a]\n    quantities:\n"
)
NAMED = ENTRY % ", p: '.003', endpoint: {name: death}"
BIB = {"references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n"}

PASSES = {
    "a controlled test below the level": {
        "claims.yaml": HEAD % "significantly reduced pain by 49%" + ENTRY % ", p: '.003', endpoint: {rank: primary, alpha_controlled: true}",
    },
    "the word is denied": {"claims.yaml": HEAD % "the change of 49% was not statistically significant" + ENTRY % ""},
    "the word does not occur": {"claims.yaml": HEAD % "reduced pain by 49%" + ENTRY % ""},
    "everything above it in the hierarchy was met": {
        "claims.yaml": STUDY % ("met", "met", "significantly fewer deaths (49%)") + NAMED, **BIB,
    },
}  # fmt: skip
FAILS = {
    "no p at all": {"claims.yaml": HEAD % "significantly reduced pain by 49%" + ENTRY % ""},
    "p above the level": {"claims.yaml": HEAD % "significantly reduced pain by 49%" + ENTRY % ", p: '.052', endpoint: {alpha_controlled: true}"},
    "one of many tests": {"claims.yaml": HEAD % "significantly reduced pain by 49%" + ENTRY % ", p: '.01'"},
    "in German": {"claims.yaml": HEAD % "verringert Schmerz signifikant um 49%" + ENTRY % ""},
    "the endpoint failed": {"claims.yaml": STUDY % ("met", "failed", "significantly fewer deaths (49%)") + NAMED, **BIB},
    "an endpoint above it failed": {"claims.yaml": STUDY % ("failed", "met", "significantly fewer deaths (49%)") + NAMED, **BIB},
    "a p is printed for what was never tested": {"claims.yaml": STUDY % ("failed", "not tested", "49% fewer deaths (p = 0.003)") + NAMED, **BIB},
}


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """What is on record of one number's test."""

    quantity: Quantity
    study: str  # the name of the study that lists its endpoint; empty where none of those behind the number does
    stands: str | None  # what keeps the endpoint from being called significant; empty: nothing, None: it is in no hierarchy
    level: float

    @property
    def below(self) -> bool:
        """True where p as typed is surely below the level: "p<.0001", ".003"; not ".05" and not "p<0.1"."""
        found = apa.read_p(self.quantity.p or "")
        if found is None or not found[1]:
            return False
        comparison, value = found
        return float(value) < self.level if comparison in ("=", "<=") else comparison == "<" and float(value) <= self.level


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    match = next((found for found in SIGNIFICANT.finditer(claim.text) if not NOT.search(claim.text[: found.start()])), None)
    words = match or P.search(claim.text)
    if words is None:
        return
    at, said = (*claim.path, "text"), f"the words say “{words[0]}”"
    tests = [_test(one, chain, context) for one in chain.quantities]
    good = [test for test in tests if test.below and not test.stands]
    bad = [test for test in tests if test.stands and (test.below or not (good or test.quantity.p))]
    for test in bad:
        endpoint = f"the endpoint of {test.quantity.printed}, “{test.quantity.endpoint['name']}”"
        yield Problem(f"{said}, and {endpoint}, {test.stands} in {test.study}", at=at, about=f"{words[0]} {test.quantity.printed}")
    if not bad and match is not None:
        yield from _untested(tests, good, at, match[0])


def _untested(tests: Sequence[Tested], good: Sequence[Tested], at: tuple[str | int, ...], word: str) -> Iterator[Problem]:
    """What is wrong where no endpoint is known to have failed: no p, none below its level, or nothing that controls the error."""
    said, recorded = f"the words say “{word}”", [test for test in tests if test.quantity.p]
    if not recorded:
        yield Problem(f"{said}, and no p is recorded for any number of the claim", at=at, about=word)
    elif not good:
        typed = ", ".join(f"p {test.quantity.p}" for test in recorded)
        levels = ", ".join(dict.fromkeys(str(test.level) for test in recorded))
        yield Problem(f"{said}, and {typed} is not below {levels}", at=at, about=word)
    elif not any(test.stands == "" or test.quantity.endpoint.get("alpha_controlled") in ("true", "yes") for test in good):
        message = f"{said}; p is below {good[0].level}, and nothing says that the study's plan controlled the error for this test"
        yield Problem(message, at=at, about=word, severity="warning", because="the test is nominal as far as is recorded")


def _test(one: Recomputation, chain: Chain, context: Context) -> Tested:
    """A number's test, by the study behind it that lists its endpoint; where several do, by the one in which it stands worst."""
    name = studies.text(one.quantity.endpoint, "name")
    behind = studies.behind(chain, context.registry, one) if name else ()
    found = [Tested(one.quantity, studies.named(study), studies.standing(study, name), studies.level(study, name)) for study in behind]
    known = [test for test in found if test.stands is not None]
    if not known and (listing := [studies.named(study) for study in behind if any(studies.endpoints(study))]):
        known = [Tested(one.quantity, listing[0], "is not listed", studies.LEVEL)]  # another study on record has one of this name
    return max(known, key=lambda test: bool(test.stands), default=Tested(one.quantity, "", None, studies.LEVEL))
