"""Names that have a number of their own: A1C, GLP-1, L5-S1, DT1. With another digit behind it, that can be a reference: "DT13"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.known import Known
from evidence.labels import labels
from evidence.lexicon import fold, lexicon
from evidence.patterns import late
from evidence.vocabulary import Vocabulary

LABS = late(r"(?:hb)?a1c|h[0-9]{1,2}n[0-9]{1,2}|cha2ds2-?vasc|t[12]d|h2o|vo2(?:max)?|sp?o2|co2|pm2|b12|d3|k2|omega-?3|c-?peptide2?|l[1-5]|s[1-5]", re.I)
# L5-S1, C5–C6, T12/L1
VERTEBRAE = late(r"(?:(?:C[1-7]|T1?[0-9]|L[1-5]|S[1-5])[-–/])+(?:C[1-7]|T1?[0-9]|L[1-5]|S[1-5])")
MOLECULES = late(
    r"(?:her|cox|glp|gip|sglt|dpp|brca|pde|jak|tyk|bcl|parp|cdk|mmp|pcsk|cyp|cov|il|cd|igf|ace|aqp|fgfr?|vegfr?|egfr|mek|braf|nyha|asa|kras|pd)"
)
LAST = 41  # interleukins have numbers: "IL-67" is IL-6 with a reference
DIGITS = late(r"[0-9]+")
COMMON = late(r"d[tm][12]|covid-?19|fev1|glp-1|sp?o2|vo2|co2|her2", re.I)
NUMBERED = late(
    r"(?<![\w.,/-])(?P<name>(?P<letters>[^\W\d_]{2,20}+)[\w-]{0,12}[0-9])(?P<list>[1-9](?:[,–-][0-9]{1,2}){0,9})(?=[.;]?\s*(?:$|\n)|\.\s+[A-ZÀ-Ý])"
)
# "Calmera 24" where the page speaks of Calmera 2 again and again
NAMED = late(r"(?<![\w-])[A-ZÀ-Ý][\w-]{3,20} [0-9]{1,3}(?![\w%]|[.,/:-][0-9])")
SPACED = late(r"(?<![\w-])(?P<name>[A-ZÀ-Ý][\w-]{3,20} [1-9])(?P<list>[1-9])(?=[\s.,;:)]|$)(?![.,/:-][0-9])")
OFTEN = 3  # times that a name stands on a page


def spaced(text: str, known: Known, words: Vocabulary) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The reference on the number of a product's name that the page has without it; not "Week 12", "March 24", "Table 12"."""
    for match in SPACED.finditer(text) if known.numbers else ():
        if known.words.get(match["name"], 0) < OFTEN or known.words.get(match[0], 0) > 1 or not known.holds(match["list"]):
            continue
        table, word = lexicon(words.language).patterns, fold(match["name"])
        if not any(table[name].search(f"{word[:-1]}") for name in ("name", "dated", "month_before")):
            yield match.start("list"), match.end("list"), (match["list"],)


def names(text: str, known: Known, words: Vocabulary) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """DT13 is DT1 with reference 3 where it ends a sentence, the list has it, and the page or everybody has that name without it."""
    for match in NUMBERED.finditer(text) if known.numbers else ():
        name, cited = match["name"], labels(match["list"])
        own = known.words.get(name, 0) > 0 and MOLECULES.fullmatch(match["letters"].lower()) is None
        own = own or (match["letters"] == "IL" and int(DIGITS.findall(match[0])[0]) > LAST)
        if (own or COMMON.fullmatch(name)) and known.all_listed(cited) and known.words.get(match[0], 0) <= 1:
            yield match.start("list"), match.end("list"), cited
