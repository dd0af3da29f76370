"""References set off by a space at the end of a sentence or line ("adults 1,2."): markers where that is the custom of a page."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.guesses import DATED, NUMBERED, UNITS, Guess
from evidence.known import Known
from evidence.labels import labels
from evidence.lexicon import fold, lexicon
from evidence.patterns import late
from evidence.vocabulary import Vocabulary

CUSTOM = 3  # set off alike so often, numbers of the list are markers
LIST = r"[0-9]{1,2}(?:[,–-][0-9]{1,2}){0,9}"
SPACED = late(rf"(?<=[\w.!?%)\]\"”»])[ \u00a0](?P<list>{LIST})(?=[.;]?(?:\s+[A-ZÀ-Ý\"“«]|\s*\Z|\s*\n))")
# "3.5% 6 14% 6": a row whose cells carry one and the same reference
CELLS = late(rf"(?<=[\w%])[ \u00a0](?P<list>{LIST})(?=[ \t][0-9][0-9.,]*[ \u00a0]?[^\s0-9]{{1,9}}[ \u00a0](?P=list)\s*(?:\Z|\n))")
WORD = late(r"[^\W_]+$")
COUNTED = late(r"(?P<number>[0-9]|[^\W\d_]+) [^\W\d_]+$")  # "in 3 days 4": the days have their number
GROUPS = late(r"[0-9]{2} [0-9]{2}$")  # a telephone number
# A number that follows such a word is what it speaks of: "4.8 of 5", "from 1 to 5", "a score of 4", "number 3"
LEADS = frozenset((
    "a", "the", "of", "in", "to", "from", "at", "by", "for", "on", "with", "and", "or", "than", "over", "under", "above", "below", "only", "about",
    "der", "die", "das", "von", "zu", "auf", "bis", "um", "bei", "mit", "für", "und", "oder", "als", "über", "unter", "ab", "nur", "etwa", "aus", "nach",
    "le", "la", "les", "de", "du", "des", "à", "sur", "en", "par", "pour", "avec", "et", "ou", "que", "entre", "dans", "est", "était", "seulement",
    "el", "los", "las", "del", "al", "por", "para", "con", "y", "o", "e", "hasta", "sobre", "solo", "il", "lo", "i", "gli", "di", "da", "su", "per", "fino",
    "score", "level", "note", "niveau", "nivel", "livello", "punteggio", "puntuación", "wert", "is", "was", "ist", "war", "es", "era", "è", "option", "zone",
    "classe", "class", "clase", "grado", "stade", "fase", "fig", "article", "punkt", "point", "risikoklasse", "schutzklasse",
))  # fmt: skip


def set_off(text: str, stretches: Sequence[tuple[int, int]], held: Sequence[tuple[int, int]], known: Known, words: Vocabulary) -> list[Guess]:
    """The markers set off by a space in those stretches of a page, none where that is not its custom. `held`: the markers found before."""
    if not known.numbers or sum(text[start - 1 : start] not in (" ", "\u00a0") for start, _ in held) >= CUSTOM:
        return []
    taken = {start for start, _ in held}
    spaced = {label for start, end in held if text[start - 1 : start] in (" ", "\u00a0") for label in labels(text[start:end])}
    custom = sum(text[start - 1 : start] in (" ", "\u00a0") for start, _ in held)
    found: list[Guess] = []
    for start, end in stretches:
        for match in (*CELLS.finditer(text[start:end]), *SPACED.finditer(text[start:end])):
            named = labels(match["list"])
            if known.all_listed(named) and start + match.start("list") not in taken and _cites(text[max(0, start) : start + match.start()], words):
                found.append((start + match.start("list"), start + match.end("list"), named))
    covered = spaced.union(*(named for _, _, named in found))
    found.sort()
    return found if len(found) + custom >= CUSTOM and 2 * len(covered & known.numbers) >= len(known.numbers) else []


def _cites(before: str, words: Vocabulary) -> bool:
    """Whether a number behind these words of a sentence can be a reference, and is not what they name or count: "type 2", "week 4", "EDSS 5"."""
    near = before[-40:]
    folded = fold(near)
    word = WORD.search(near)
    if word is None:
        return True
    if word[0].isdigit():
        return GROUPS.search(folded) is None
    named = word[0][:1].isupper() and words.language != "de" and bool(near[: word.start()].strip())  # "Libre 2"
    if named or (word[0].isupper() and len(word[0]) > 1) or word[0].lower() in LEADS or lexicon(words.language).patterns["name"].search(folded + " "):
        return False
    if DATED.search(folded) is not None:
        counted = COUNTED.search(folded)
        return counted is not None and (counted["number"].isdigit() or counted["number"] in lexicon(words.language).small)
    return UNITS.fullmatch(word[0].lower()) is None and NUMBERED.search(folded) is None
