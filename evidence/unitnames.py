"""The unit of a number, read from what follows it: %, points, times, a time, money, a measure's own unit."""

from __future__ import annotations

from evidence.numberline import CODES, Line
from evidence.patterns import late

PER_SECOND = r"(?:met(?:re|er)s?|mètres?|metr[io]|metros?) (?:per|pro|par|por|al) (?:second[eo]?|sekunde|segundo)"
OUTCOMES = rf"[ -]?(?P<unit>db|m/s|{PER_SECOND}|mm ?hg|m?g/dl|[np]g/ml|mmol/l|kcal|letters|mmol/mol)(?![^\W_])"
# sizes, doses and the like: read where they stand alone, left out of running text; "trois sur quatre l'ont" has no litres
PHYSICAL = (
    r"[ -]?(?P<unit>(?:m|µ|μ|mc|n|k)?g(?:/(?:kg|ml|l|d|day|m2|m²))?|(?:m|µ|μ|d|c)?l|[mcdkµμn]?m[²³]?|kg/m[2²]|cm[23]|iu|i\.e\.|ppm|ppb"
    r"|units?/(?:ml|kg|day)|units? of insulin|°[cf]?|k?hz|mv|kv|v|w|lbs?|kpa|mmol|kj|inch(?:es)?|in²"
    r"|lit(?:re|er)s?|litern|litr[io]|litros?|met(?:re|er)s?|metros?|metr[io]|mètres?|metern?|degrees?|grad|degrés?|grados?|grad[io])(?![^\W_]|'[^\W_])"
)
LEVEL = r"[0-9]{2}(?:[.,][0-9]{1,2})? ?%"
CI = (
    r"(?:CI|KI|IC|(?i:confidence (?:interval|limits)|konfidenzintervall|vertrauensintervall|intervalle de confiance"
    r"|intervalo de confianza|intervallo di confidenza))(?!\w)"
)
LEVEL_OF = late(rf"[ -]?\(?(?i:{CI})(?! ?(?:(?:à|al|del|de) )?\(?{LEVEL})")  # "33 % (IC 95 % …": the level stands behind
UNITS = (
    ("percentage_points", "percentage points", "points"),
    ("percent", "%", "percent"),
    ("fold", "fold", "fold"),
    ("times", "fold", "fold"),
    ("points", "points", "points"),
    ("time", "", "duration"),
    ("money", "", "currency"),
)


def unit_of(line: Line, at: int, currency: str = "") -> tuple[str, str, int]:
    """Unit, kind and end of what follows a number: ("", "count", at) where nothing of the kind does."""
    if currency:
        return currency, "currency", at
    if line.folded.startswith("%", at) and "points" not in line.behind(at + 1):  # the commonest unit; not "% points"
        return _percent(line, at, at + 1)
    may = line.behind(at)
    if not may:
        return "", "count", at
    for name, unit, kind in UNITS:
        if name not in may or (match := line.match(name, at)) is None:
            continue
        if name == "times" and not line.alone and line.match("compared", match.end()) is None:
            continue
        if name == "percent":
            return _percent(line, at, match.end())
        if kind == "duration":
            unit = str(line.words.meaning("time", match["word"]))
        elif kind == "currency":
            unit = CODES.get(match["word"]) or str(line.words.meaning("money", match["word"]))
        return unit, kind, match.end()
    if "measure" in may:
        for pattern in (OUTCOMES, PHYSICAL):
            if (match := late(pattern).match(line.folded, at)) is not None:
                return match["unit"], "measure", match.end()
    return "", "count", at


def _percent(line: Line, at: int, end: int) -> tuple[str, str, int]:
    """A per cent sign or word at `at`, unless it is that of an interval: "95% CI"."""
    if "level" in line.behind(end) and LEVEL_OF.match(line.folded, end):
        raise ValueError(f"{line.folded[max(0, at - 4) : at + 12]!r} is a level of confidence")
    return "%", "percent", end
