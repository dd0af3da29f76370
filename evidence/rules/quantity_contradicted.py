"""The values recorded for a number, recomputed, do not give the number that is printed.

Why: a number that its own source does not yield misstates the evidence. One that flatters the product, or that is off by
a printed unit or more, is an error; one that understates it by less is a warning.

Do: print the number that the source gives, or record the values that the printed one really rests on. The tool never
changes a number.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.comparison import about, inputs, interval, leading
from evidence.model import Chain, Context, Problem, Recomputed

LINK = "recomputed"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("QNT201", "QNT204")

HEAD = "version: 1\nclaims:\n  - id: a\n    text: some text\n    type: efficacy\n    quantities:\n"

PASSES = {
    "as many articles as the bibliography holds": {
        "claims.yaml": HEAD.replace("some text", "at least 1 article")
        + "      - {printed: at least 1, measure: count, from: {articles: {keyword: fusion, type: article}}}\n",
        "references/a.bib": "@article{a,\n  title = {Outcomes},\n  keywords = {fusion, pain}\n}\n",
    },
    "48 of 68 is 29% less": {"claims.yaml": HEAD + "      - {printed: 29%, measure: relative reduction, from: {baseline: 68, followup: 48}}\n"},
    "rounded half up": {"claims.yaml": HEAD + "      - {printed: 38%, measure: proportion, from: {count: 6, total: 16}}\n"},
}
FAILS = {
    "more articles than the bibliography holds": {
        "claims.yaml": HEAD.replace("some text", "more than 100 articles")
        + "      - {printed: more than 100, measure: count, from: {articles: {keyword: fusion, type: article}}}  # here\n",
        "references/a.bib": "@article{a,\n  title = {Outcomes},\n  keywords = {fusion, pain}\n}\n",
    },
    "52 of 68 is not 29% less": {
        "claims.yaml": HEAD + "      - {printed: 29%, measure: relative reduction, from: {baseline: 68, followup: 52}}  # here\n",
    },
    "the right number cut off, which understates": {
        "claims.yaml": HEAD + "      - {printed: 29%, measure: reported, from: {value: 29.7}}  # here\n",
    },
}


def check(chain: Chain, context: Context) -> Iterator[Problem]:
    for quantity, result in leading(chain):
        if result.verdict != "contradicted":
            continue
        first, printed = quantity.quantity.derivations[0], quantity.quantity.printed
        severity, because = _weigh(result)
        rounded = f", which rounds to {result.rounds_to}" if result.rounds_to and not result.explanation else ""
        message = (
            f"{printed} is printed; {quantity.quantity.measure} from {inputs(first)} gives {interval(result)}{rounded}: "
            f"{result.direction or 'another number'}. {_sentence(result.explanation)}"
        )
        yield Problem(message.strip(), at=quantity.quantity.path, about=about(quantity), severity=severity, because=because)


def _weigh(result: Recomputed) -> tuple[str, str]:
    if result.flatters is False and result.units_off is not None and result.units_off < 1:
        return "warning", "it understates the product by less than a printed unit"
    return "", ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "." if text else ""
