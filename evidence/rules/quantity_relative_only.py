"""A relative effect is printed without the absolute values it comes from.

Why: "half as many" can be from 40 to 20 in a hundred or from 2 to 1 in a thousand. Without the absolute values, a reader
cannot tell, and takes the effect for larger than it is.

Do: print the values beside it ("from 82 to 27 points"), the shares of both groups, or the difference in points.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from evidence import claimwords, utterances
from evidence.model import Chain, Context, Problem, Quantity
from evidence.patterns import late
from evidence.uses import by_statement

if TYPE_CHECKING:
    from evidence.page import Found, Piece, Use

LINK = "recomputed"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("QNT202",)
SPARES_LABELING = True

RELATIVE = ("relative reduction", "relative increase", "relative risk reduction", "risk ratio", "odds ratio", "fold change")
ABSOLUTE = (
    "absolute reduction", "absolute increase", "absolute risk reduction", "percentage-point change", "mean difference",
    "number needed to treat", "proportion",
)  # fmt: skip
HEAD = "version: 1\nclaims:\n  - id: a\n    text: %s\n    quantities:\n"
ENTRY = "      - {printed: 68%%, measure: relative reduction, from: {baseline: 82.3, followup: 26.7}}%s\n"

PAGE = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: an implant}]\n"
TOLD = ("reduction", "increase")  # a quantity of a page that is a change …
RISK = late(r"\b(?:risks?|risiken|risiko|risques?|riesgos?|rischi|rischio)\b", re.IGNORECASE)
VALUES = ("points", "nofm", "measure", "ratio")  # … and the kinds that tell what it changed from and to, or by how much

PLAIN = late(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
LOOSE = late(r"(?<![\w.,])[0-9]{1,12}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,12})?(?![\w])")

PASSES = {
    "a value with fewer places": {
        "claims.yaml": HEAD % "pain fell by 50%, from 80 to 40.0 points" + "      - {printed: 50%, measure: relative reduction, from: {baseline: 80.0, followup: 40.0}}\n",
    },
    "the values stand beside it": {
        "claims.yaml": HEAD % "pain fell from 82.3 to 26.7 points (68%)" + ENTRY % "" + "      - {printed: '82.3', measure: reported, from: {value: 82.3}}\n",
    },
    "a share of people is absolute": {
        "claims.yaml": HEAD % "88% satisfied" + "      - {printed: 88%, measure: proportion, from: {count: 90, total: 102}}\n",
    },
}
PASSES["the values stand in the same block of a page"] = {
    "claims.yaml": PAGE, "page.html": "<p>Opioid use fell by 29%. It was 68% before surgery and 48% after 12 months.</p>\n",
}  # fmt: skip
FAILS = {
    "on a page, with no other value in the block": {
        "claims.yaml": PAGE,
        "page.html": "<p>The implant reduced pain by 68%.</p><!-- # here -->\n<p>Disability was 57 points before and 29 points after.</p>\n",
    },
    "the figures of its values stand in a time": {
        "claims.yaml": HEAD % "revisions fell by 50% within 24 months" + "      - {printed: 50%, measure: relative reduction, from: {baseline: 4, followup: 2}}  # here\n",
    },
    "a relative reduction alone": {"claims.yaml": HEAD % "reduced pain by 68%" + ENTRY % "  # here"},
    "a reported decrease alone": {
        "claims.yaml": HEAD % "29% fewer patients on opioids" + "      - {printed: 29%, what: decrease in patients, measure: reported, from: {value: 29}}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    claim = chain.claim
    if any(quantity.measure in ABSOLUTE for quantity in claim.quantities):
        return
    printed = _printed(claim.text, claimwords.language(claim, context.registry))
    for quantity in claim.quantities:
        if not quantity.broken and (effect := _effect(quantity, claim.text)) and not _values_beside(quantity, printed):
            yield Problem(f"{quantity.printed} is {effect}, and the words give no absolute value", at=quantity.path, about=quantity.printed)


def check_page(piece: Piece, context: Context) -> Iterator[Problem]:
    """Statements that no registered claim holds: those of a claim are judged by what is on record for it."""
    statements = piece.reading.statements
    excused = {index for index, _ in piece.exempted}
    standing = by_statement(piece)
    by_block: dict[int, list[Found]] = {}
    for one in statements:
        by_block.setdefault(one.block, []).extend(one.quantities)
    for index, one in enumerate(statements):
        told = TOLD[:1] if RISK.search(one.text) else TOLD  # a risk that is higher is the disease's, not the product's effect
        changes = [found for found in one.quantities if found.kind in ("percent", "fold") and found.comparator in told and not _held(found, standing.get(index, ()))]
        beside = by_block[one.block]
        levels = sum(found.kind == "percent" and found.comparator not in TOLD for found in beside)
        if changes and index not in excused and levels < 2 and not any(found.kind in VALUES for found in beside):
            numbers = ", ".join(found.text for found in changes)
            message = f"“{one.text}”: {numbers} is told as a change, and its block gives no absolute value"
            yield Problem(message, at=utterances.place(piece, one), about=one.text)


def _held(found: Found, uses: Iterable[Use]) -> bool:
    return any(use.kind != "drifted" and use.start <= found.start and found.end <= use.end for use in uses)


def _effect(quantity: Quantity, text: str) -> str:
    """What kind of relative effect it is, in words; empty where it is none."""
    if quantity.measure in RELATIVE:
        return f"a {quantity.measure}"
    word = claimwords.change(text) if quantity.measure == "reported" and "%" in quantity.printed else ""
    return f"told as a change (“{word}”)" if word else ""


def _values_beside(quantity: Quantity, printed: Collection[tuple[Fraction, int]]) -> bool:
    """True where two of the values it is recomputed from are printed in the claim's words, be it with fewer places."""
    typed = quantity.derivations[0].inputs.values() if quantity.derivations else ()
    values = [Fraction(value) for value in typed if PLAIN.fullmatch(value)]
    return sum(any(abs(value - other) * 2 * Fraction(10) ** places <= 1 for other, places in printed) for value in values) >= 2


def _printed(text: str, language: str) -> set[tuple[Fraction, int]]:
    """The numbers of a text that can be values, with their decimal places: no times and no numbers of patients."""
    found, spoken = set(), text
    for one in claimwords.found(text, language):
        spoken = f"{spoken[: one.start]}{'.' * (one.end - one.start)}{spoken[one.end :]}"
        if one.kind != "duration" and one.unit != "n":
            found |= {(value, one.decimals) for value in (one.value, one.high, one.total) if value is not None}
    for loose in LOOSE.findall(spoken):  # "from 1,234.5 to 600 mg": a number that was read as nothing
        plain = loose.replace(",", "")
        found.add((Fraction(plain), len(plain.partition(".")[2])))
    return found
