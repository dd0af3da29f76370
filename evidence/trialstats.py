"""The statistics that stand in a text beside its quantities: p-values, intervals, n= and ratios of risks."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from evidence.lexicon import DIGITS, LETTER, Lexicon, digits, plain, words_of
from evidence.numberline import MINUS
from evidence.patterns import late
from evidence.readings import Reading
from evidence.unitnames import CI, LEVEL

STATISTICAL = late(r"[<=>≤≥]|CI|KI|IC|HR|RR|OR|SMD|NN[TH]|(?i:confid|konfidenz|vertrauens|confian[zc])")
# The same, for a quick look: the signs, and the words of which one stands in every name of a statistic.
SIGNS = "<=>≤≥"
NAMES = frozenset((
    *("ci", "ki", "ic", "hr", "rr", "or", "irr", "smd", "nnt", "nnh", "ahr", "arr", "aor", "airr", "asmd", "annt", "annh"),
    *("confidence", "konfidenzintervall", "vertrauensintervall", "confiance", "confianza", "confidenza"),
))  # fmt: skip


@cache
def _statistic_pattern() -> re.Pattern[str]:
    """The abbreviations are told from words (or, ci) by their capitals. Compiled when first needed: it is the costliest one."""
    number = rf"(?P<%s_sign>[-−+])?(?P<%s>\.[0-9]+|{DIGITS})(?: ?%%)?"
    return re.compile(
        r"(?<![\w-])(?:"
        rf"(?P<p_name>[pP](?:[ -]?(?:value|Wert))?) ?(?P<p_is><=|>=|[<>=≤≥]) ?(?P<p>\.[0-9]+|{DIGITS})"
        rf"|(?P<ci>(?:{LEVEL}[ -]?{CI}|{CI}(?: ?(?:(?:à|al|del|de) )?\(?{LEVEL}\)?)?) ?[,:;=]? ?[\[(]?)(?P<bounds>{number % ('low', 'low')}"
        rf"(?P<to> ?- ?| (?:to|bis|à|a|and|und|et|y|e) | ?[,;] ){number % ('high', 'high')})"
        rf"|(?P<n_name>[nN]) ?= ?(?P<n>{DIGITS})"
        rf"|(?P<risk_name>[aA]?(?:HR|RR|OR|IRR|SMD|NNT|NNH))(?: ?= ?| of |, |: ?| )(?P<risk>{DIGITS})"
        rf")(?![\d_]|\.\d|{LETTER})"
    )


def statistics(text: str, folded: str, words: Lexicon) -> list[Reading]:
    """Every p-value, interval, n= and ratio of risks. One whose numbers are not read has no kind: nothing else may read them."""
    if NAMES.isdisjoint(words_of(folded)) and not _has(text, SIGNS):
        return []
    if STATISTICAL.search(text) is None:  # spares most texts the compiling of the costliest pattern
        return []
    return [_statistic(match, words) for match in _statistic_pattern().finditer(plain(text))]


def _has(text: str, marks: str) -> bool:
    for mark in marks:  # noqa: SIM110 - a third of the time of any() with a generator
        if mark in text:
            return True
    return False


def _statistic(match: re.Match[str], words: Lexicon) -> Reading:
    start, end = match.span()
    try:
        if match["p"]:
            value, decimals = _bare(match["p"], words)
            sign = str(words.meaning("qualifiers", match["p_is"]))
            return Reading("", start, end, value, None, decimals, "", "p" if value <= 1 else "", sign)
        if match["n"]:
            value, decimals = _bare(match["n"], words)
            return Reading("", start, end, value, unit="n", kind="" if decimals else "count")
        if match["risk"]:
            value, decimals = _bare(match["risk"], words)
            return Reading("", start, end, value, None, decimals, match["risk_name"], "ratio")
        (low, places), (high, more) = _bare(match["low"], words), _bare(match["high"], words)
    except ValueError:
        return Reading("", start, end, Fraction(0), kind="")
    low, high = (-low if match["low_sign"] in MINUS else low), (-high if match["high_sign"] in MINUS else high)
    unclear = match["low_sign"] == "-" and match["to"] == "-" and not match["high_sign"]  # "-2.2-0.3": to 0.3, or to minus 0.3?
    kind = "" if unclear or low > high else "interval"
    return Reading("", start, end, low, high, max(places, more), "%" if "%" in match["bounds"] else "", kind)


def _bare(typed: str, words: Lexicon) -> tuple[Fraction, int]:
    """Digits that may begin with the decimal point (.05), as statistics are printed."""
    return digits("0" + typed if typed.startswith(".") else typed, words.language)
