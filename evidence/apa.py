"""Reads test results in APA style out of running text: t(28) = 2.20, p = .04."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from evidence.nouns import dataclass
from evidence.patterns import late

# One character for one, so that a place in the folded text is a place in the text. Superscript digits stay as they are:
# the 3 of "p = .04³" is a footnote mark and must not become a decimal.
FOLD = str.maketrans(
    dict.fromkeys("−–‐‑⁻", "-")
    | dict.fromkeys("×*", "x")
    | dict.fromkeys("Χ𝜒𝝌", "χ")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\n\t", " ")
    | {"⩽": "≤", "⩾": "≥", "·": "."}  # 0·04 is how some journals print 0.04
)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

# Spaces are bounded, so that a long run of them costs nothing, and stand in brackets, since RESULT is verbose.
# [0-9] leaves full-width digits unread.
S = "[ ]{0,3}"
PLAIN = r"(?:[0-9]{1,12}(?:\.[0-9]{1,12})?|\.[ ]?[0-9]{1,12})"
THOUSANDS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,12})?"  # only where it cannot be two numbers
ENDS = r"(?![0-9]|[.,][0-9])"  # a number that does not go on: a decimal comma ("2,20") is not read as 2
DF = r"[0-9]{1,9}(?:\.[0-9]{1,6})?"
POWER = rf"(?:{S}[eE]{S}-{S}[0-9]{{1,3}}|{S}x{S}10{S}\^?{S}-{S}[0-9⁰¹²³⁴-⁹]{{1,3}})"
CHI = r"(?:χ|[xX]|[cC]hi)[ ]?\^?[2²]|[cC]hi[- ][sS]quared?|χ|G[2²]"
Q = r"Q[ _-]?(?:[bBwWtTeEmM]|(?i:between|within|total|error|model|residual))?"
# Between statistic and p only these may stand. Any name at all would let one test take the p of the next.
SIZE = "MSE|MSe|d|g|SE|V|φ|partial[ ]η[2²]|η[2²p]{0,2}|ω[2²p]{0,2}|Cohen['’]s[ ]d|Hedges['’][ ]g"
SIZES = rf"(?:[,;]{S}(?:{SIZE}){S}[=<>]{S}-?{PLAIN}{ENDS}){{0,3}}?"
P = rf"[pP](?:[- ]?values?)?{S}(?P<p_comparison><=|>=|[=<>≤≥]){S}(?P<p>{PLAIN}{POWER}?){ENDS}(?!{S}[xeE^][0-9 -])"
NS = r"(?P<ns>n\.?[ ]?s\b\.?|(?i:not[ ]significant))"


@cache  # these patterns are costly to compile, and few texts hold a test: they are made when one may
def _p_text() -> re.Pattern[str]:
    return re.compile(rf"{S}(?:{P}|{NS}){S}")


# name(df) = value, p = value. Positive: "F(1, 24) = 5.3, MSE = 2.1, p < .05"; "χ²(2, N = 170) = 14.14, p < .01"; "z = 2.1".
# Not: "max(28) = 3", "t(28) = 2,20" (a decimal comma), "F(1,234, 5) = 3" (whose first number is unclear).
@cache
def _result() -> re.Pattern[str]:
    return re.compile(
        rf"""(?<!\w)
        (?: (?P<z>[zZ])
          | F {S}\({S}(?P<df1>{DF}){S},{S}(?P<df2>[0-9]{{1,3}}(?:,[0-9]{{3}})+|{DF}){S}\)
          | (?P<name>[tT]|r|{Q}|{CHI}) {S}\({S}(?:df{S}={S})?
            (?P<df>[0-9]{{1,3}}(?:,[0-9]{{3}})+|{DF}){S}(?:[,;]{S}[Nn]{S}={S}[0-9,]{{1,12}}{S})?\)
        )
        {S}(?P<comparison>[=<>]){S}(?P<statistic>-?[ ]?(?:{THOUSANDS}|{PLAIN})){ENDS}
        (?:{SIZES}{S}[,;:]?{S}\(?(?:{P}|{NS}))?""",
        re.VERBOSE,
    )


ONE_TAILED = late(r"(?<![Nn]on)(?<![Nn]on[- ])\b(?:(?:one|One|1)[- ](?:tailed|sided)|[Dd]irectional)\b")


@dataclass(frozen=True, slots=True)
class Reported:
    """One test result as printed. Numbers are plain decimals as typed; text that is absent is an empty string."""

    kind: str  # t | F | r | chi2 | z | Q
    df1: str
    df2: str  # F only
    comparison: str  # = | < | >
    statistic: str
    p_comparison: str  # = | < | > | <= | >= | ns, or empty where no p is printed
    p: str
    one_tailed: bool  # the text speaks of a one-tailed, one-sided or directional test
    text: str
    start: int = 0  # where it begins in the text that was read, in code points from 0


def read(text: str) -> tuple[Reported, ...]:
    """Every test result in the text, in order. What does not fully fit the pattern is left out, never guessed."""
    folded = text.translate(FOLD)
    if not any(sign in folded for sign in "=<>"):  # a statistic is printed with one of them
        return ()
    one_tailed = ONE_TAILED.search(folded) is not None
    return tuple(_reported(match, text, one_tailed) for match in _result().finditer(folded))


def read_p(text: str) -> tuple[str, str] | None:
    """(comparison, number as typed) of "p < .05", "< 0.001", ".04" or "ns"; None where it is none of these."""
    folded = text.strip().translate(FOLD)
    if folded[:1] in ("=", "<", ">", "≤", "≥"):
        folded = f"p {folded}"
    elif folded[:1] in tuple(".0123456789") and folded:
        folded = f"p = {folded}"
    match = _p_text().fullmatch(folded)
    return None if match is None else _p(match)


def _p(match: re.Match[str]) -> tuple[str, str]:
    if match["ns"]:
        return "ns", ""
    if match["p"] is None:
        return "", ""
    return {"≤": "<=", "≥": ">="}.get(match["p_comparison"], match["p_comparison"]), _plain(match["p"])


def _plain(typed: str) -> str:
    """The number with its power of ten written out: "1.2 x 10^-5" is "0.000012", with as many digits as were typed."""
    digits, _, power = re.sub(r"x10\^?|[eE]", "e", typed.replace(" ", "")).partition("e")
    if not power:
        return digits
    return f"{Decimal(f'{digits}e{power.translate(SUPERSCRIPTS)}'):f}"


def _reported(match: re.Match[str], text: str, one_tailed: bool) -> Reported:
    name = "z" if match["z"] else match["name"] or "F"
    kind = name if name in ("z", "r", "F") else {"t": "t", "T": "t"}.get(name, "Q" if name[0] == "Q" else "chi2")
    first = (match["df1"] or match["df"] or "").replace(",", "")
    comparison, p = _p(match)
    return Reported(
        kind=kind,
        df1=first,
        df2=(match["df2"] or "").replace(",", ""),
        comparison=match["comparison"],
        statistic=match["statistic"].replace(",", "").replace(" ", ""),
        p_comparison=comparison,
        p=p,
        one_tailed=one_tailed,
        text=text[match.start() : match.end()],
        start=match.start(),
    )
