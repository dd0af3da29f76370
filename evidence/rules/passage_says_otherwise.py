"""The quoted words name another time, number of patients or group than the number is recorded with.

Why: the number may stand in the quote and still be another one: the result at 12 months told as the one at 24, or of another group.

Do: quote the words of the time and group that `when:` and `n:` name, or correct these; where the quote leaves the time out, nothing
is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evidence import claimwords, numerals
from evidence.carried import language
from evidence.folding import fold_words
from evidence.model import Anchor, Chain, Context, Derivation, Missing, Problem, Quantity
from evidence.patterns import late

LINK = "anchored"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("CIT007",)

# A group by its name, in folded words: "in the widget group", "patients with widget"; and what sets two groups against each other.
GROUP = r" (?:in|with|for|of|on|among|receiving|mit|bei|unter|im|in der|avec|sous|con|nel|en)(?: the| der| le| la| il| el)? (?:%s) "
GROUPS = late(r"(?:gr[ou]u?ppen?|groups?|groupes?|grupos?|gruppi|arms?|arme?|bras|brazos?|bracci[oi]) ")
COMPARED = late(r" (?:than|versus|vs|compared|relative to|against|over|difference|als|gegen\w*|verglichen|vergleich|que|rispetto|frente|contre|contra|contro) ")
SLACK = Fraction(1, 20)  # 52 weeks and 12 months are the same time
HEAD = "version: 1\nclaims:\n  - id: a\n    text: 68% less\n    references: [a]\n    quantities:\n      - printed: 68%\n        measure: relative reduction\n"
FROM = "        from: {baseline: 82.3, followup: 26.7}\n"
SOURCE = "        source: {reference: a, quote: '%s'}%s\n"
BIB = {"references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n"}

PASSES = {
    "the same time in other words": {"claims.yaml": HEAD + "        when: 12 months\n" + FROM + SOURCE % ("from 82.3 to 26.7 at 52 weeks", ""), **BIB},
    "no time in the quote": {"claims.yaml": HEAD + "        when: 24 months\n" + FROM + SOURCE % ("from 82.3 to 26.7", ""), **BIB},
    "one of several times": {"claims.yaml": HEAD + "        when: 24 months\n" + FROM + SOURCE % ("from 82.3 to 26.7 at 6 and 24 months", ""), **BIB},
    "the same number of patients": {"claims.yaml": HEAD + "        n: 102\n" + FROM + SOURCE % ("from 82.3 to 26.7 (n = 102)", ""), **BIB},
    "the two groups together": {"claims.yaml": HEAD + "        n: 148\n" + FROM + SOURCE % ("from 82.3 to 26.7 (n = 102 and n = 46)", ""), **BIB},
}
FAILS = {
    "another time": {"claims.yaml": HEAD + "        when: 12 months\n" + FROM + SOURCE % ("from 82.3 to 26.7 at 24 months", "  # here"), **BIB},
    "weeks for days": {"claims.yaml": HEAD + "        when: 30 weeks\n" + FROM + SOURCE % ("from 82.3 to 26.7 within 30 days", "  # here"), **BIB},
    "another number of patients": {"claims.yaml": HEAD + "        n: 999\n" + FROM + SOURCE % ("from 82.3 to 26.7 (n = 102)", "  # here"), **BIB},
}
ARMS = HEAD + "        arm: Widget\n        comparator: physiotherapy\n" + FROM
PASSES |= {
    "the group's own words": {"claims.yaml": ARMS + SOURCE % ("In the Widget group from 82.3 to 26.7", ""), **BIB},
    "the other group in a comparison": {"claims.yaml": ARMS + SOURCE % ("from 82.3 to 26.7, better than in the physiotherapy group", ""), **BIB},
    "the group by another name beside the other": {
        "claims.yaml": ARMS + SOURCE % ("from 82.3 to 26.7 in the WI group and to 80 in the physiotherapy group", ""), **BIB,
    },
}  # fmt: skip
OPENS = {
    "the other group alone": {"claims.yaml": ARMS + SOURCE % ("In the physiotherapy group from 82.3 to 26.7", ""), **BIB},
    "several times, and none of them": {"claims.yaml": HEAD + "        when: 5 years\n" + FROM + SOURCE % ("from 82.3 to 26.7 at 6 months and at 24 months", ""), **BIB},
}


def check(chain: Chain, context: Context) -> Iterator[Problem | Missing]:
    anchors = {anchor.source.path: anchor for anchor in chain.anchors}
    whole = [anchors[source.path] for source in chain.claim.sources if source.path in anchors]
    spoken = claimwords.language(chain.claim, context.registry)
    for quantity in chain.claim.quantities:
        for derivation in () if quantity.broken else quantity.derivations[:1] or (Derivation({}, path=quantity.path),):
            own = [anchors[source.path] for source in derivation.sources if source.path in anchors]
            quoting = [anchor for anchor in own or whole if anchor.source.quote]
            yield from _times(quantity, quoting, spoken)
            yield from _numbers(quantity, quoting, spoken)
            yield from _groups(quantity, derivation, quoting)


def _times(quantity: Quantity, quoting: Sequence[Anchor], spoken: str) -> Iterator[Problem | Missing]:
    """Whether one of the times that the quotes name is the recorded one."""
    recorded = [length for _, length in claimwords.times(quantity.when or "", spoken)]
    named = [(words, length, anchor) for anchor in quoting for words, length in claimwords.times(anchor.source.quote or "", language(anchor, spoken))]
    if not recorded or not named or any(abs(one - other) <= SLACK * max(one, other) for _, one, _ in named for other in recorded):
        return
    said = ", ".join(dict.fromkeys(words for words, _, _ in named))
    told = f"{quantity.printed} is recorded for {quantity.when}, and the words quoted from {named[0][2].source.reference} say {said}"
    if len({length for _, length, _ in named}) > 1:
        yield Missing(f"{told}: which time the number is of was not decided")
    else:
        yield Problem(told, at=named[0][2].source.path, about=f"{quantity.printed} {said}", key=named[0][2].citation.key or "")


def _numbers(quantity: Quantity, quoting: Sequence[Anchor], spoken: str) -> Iterator[Problem]:
    """Whether the n of the quotes ("n = 102") is the recorded one, of one group or of all together."""
    typed = (quantity.n or "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 12):
        return
    named = [(one.value, anchor) for anchor in quoting for one in numerals.find(anchor.source.quote or "", language(anchor, spoken)) if one.unit == "n"]
    values = [value for value, _ in named]
    if named and int(typed) not in values and int(typed) != sum(values):
        said = " and ".join(dict.fromkeys(str(value) for value in values))
        told = f"{quantity.printed} is recorded with n: {typed}, and the words quoted from {named[0][1].source.reference} say n = {said}"
        yield Problem(told, at=named[0][1].source.path, about=f"{quantity.printed} n {said}", key=named[0][1].citation.key or "")


def _groups(quantity: Quantity, derivation: Derivation, quoting: Sequence[Anchor]) -> Iterator[Missing]:
    """Whether the quotes name one group alone, by the words typed for the other one. Where both are in the formula, or compared, nothing is told."""
    arm, other = fold_words(quantity.arm or ""), fold_words(quantity.comparator or "")
    if not arm or not other or arm in other or other in arm or any("control" in name or name == "treated" for name in derivation.inputs):
        return
    said = f" {fold_words(' '.join(anchor.source.quote or '' for anchor in quoting))} "
    named = re.search(GROUP % re.escape(other), said)
    if named and f" {arm} " not in said and not COMPARED.search(said) and len(GROUPS.findall(said)) < 2:
        source = quoting[0].source.reference
        told = f"{quantity.printed} is recorded for {quantity.arm}, and the words quoted from {source} name {quantity.comparator} alone"
        yield Missing(f"{told}: whose number it is was not decided")
