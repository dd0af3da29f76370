"""References whose superscript was lost ("83%4", "sleep.4,5,9", "24/72"): guessed, and checked against the page's own numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from evidence.gluednames import LABS, MOLECULES, VERTEBRAE, names, spaced
from evidence.known import Known
from evidence.labels import descends, labels
from evidence.lexicon import fold, lexicon
from evidence.patterns import late
from evidence.romans import romans
from evidence.vocabulary import Vocabulary

LIST = r"[0-9]{1,3}(?:[,–-][0-9]{1,3}){0,30}"
MORE = r"(?:,[a-h](?![a-z])|(?<=[0-9])[a-h](?![a-z0-9]))?"
LAST = r"(?=[\s.,;:!?)\]\"”»*†‡§¶#]|$)"
# studies3, 5, 6 where its clause ends with them
FURTHER = late(r"(?:, [0-9]{1,2})+(?=[.;:!?)](?:\s|$)|\s*(?:$|\n))")
# 83%4 · 2,6 %1,2
PERCENT = late(rf"(?<=%)(?P<list>{LIST}{MORE}){LAST}")
# sleep.4,5 · method,1,3 with · (P<0.001).1-3,a · U.S.4 · Noctavia®1 · QuietAir™,2
POINT = late(rf"(?:(?<=[^\W\d_])|(?<=[)%\]\"”»’'®™]))[.,;:!?](?P<list>{LIST}{MORE}){LAST}(?![.,][0-9])")
# pill.a · it,b where the page defines a and b
LETTER = late(r"(?:(?<=[^\W\d_]{2})|(?<=[)%®™]))[.,!](?P<list>[a-h](?:,[a-h])*)(?=\s|$)")
# cinqueb · annia
LETTERED = late(r"(?<![\w-])(?P<word>[^\W\d_]{3,})(?P<list>[a-h])(?![\w'’-])")
CLOSED = late(rf"(?<=[)\]\"”»®™])(?P<list>{LIST}{MORE}){LAST}(?!\.[0-9])")
TRADE = late(rf"(?<=[a-z]TM)(?P<list>{LIST}){LAST}")
WORD = late(rf"(?P<word>[^\W\d_][\w'’-]{{0,60}}?[^\W\d_])(?P<list>{LIST}{MORE}){LAST}(?!\.[0-9]|-\w)")
# over 65.7 · 2021.6 · Week 16.1,b · semana 52.3,4 · €18,000.5,6
NUMBER_POINT = late(
    r"(?<![\w.,/-])(?P<head>[0-9]{1,4}(?:[.,][0-9]{1,2})?|(?P<large>[0-9]{1,3}(?:[,.][0-9]{3})+))"
    rf"\.(?P<list>{LIST}{MORE})(?=\s+[A-ZÀ-Ý\"“«¿¡]|\s*\Z|\s*\n)"
)
# to 5.51,2 · auf 2,41-3: a decimal with its references, which together are no number
DECIMAL = late(rf"(?<![\w.,/-])(?P<head>[0-9]{{1,3}}[.,][0-9])(?P<list>[1-9][0-9]?(?:[,–-][0-9]{{1,2}}){{1,30}}){LAST}(?![.,][0-9]| ?%)")
DIGITS = late(rf"(?<![\w.,/-])(?P<all>[0-9]{{2,}}(?:[,–-][0-9]{{1,3}})*{MORE}){LAST}(?![.,/:-][0-9]|-\w| ?%)")
ALWAYS = late(rf"(?<![\w./])24/7(?P<list>{LIST}){LAST}")
# p<0.0011 is p<0.001 with reference 1: the thresholds that p-values are printed with
THRESHOLD = late(rf"[pP] ?[<≤] ?0?[.,](?:0001|001|01|05)(?P<list>{LIST}){LAST}(?![.,][0-9])")
SPACED = late(rf"(?<=[.!?%)\w\"”»])[ \u00a0](?P<list>{LIST})(?=[.;]?(?:\s+[A-ZÀ-Ý\"“«]|\s*\Z|\s*\n))")
DIGIT = late("[0-9]")
YEAR = late(r"(?:19[5-9]|20[0-4])[0-9]")
# Before a number that is no reference although it stands glued to a point or letter: fig.2, v.3, No.1, omega3
NUMBERED = late(r"(?<![\w.])(?:figs?|abb|tab(?:le)?s?|vols?|nos?|nr|num|núm|n|v|p|pp|s|art|eq|ch|chap|sect?|ed|suppl|ver|www|st|ref|refs|rif|réf)$")
UNITS = late(
    r"(?:(?:kg/|g/|mg/|/)?[mcdkµμn]?m|kg|mg|µg|mcg|ml|dl|sec|min|hr?s?|log|omega|vitamin|vit|type|phase|grade|stage|step|co|mp|"
    r"html|http|web|level|typ|stufe|étape|pm|spo|vo|chapter|figure|table)"
)
DATED = late(
    r"(?:weeks?|days?|months?|wochen?|tag|monat|semaines?|jours?|mois|semanas?|día|días|mes|settiman[ae]|giorn[oi]|mes[ei]|years?|visits?)$"
)
SECTION = late(r"(?:section|sections|version|chapter|v|abschnitt|kapitel|rubrique|sección|apartado|capítulo|sezione|paragrafo|§|software|release) *$")
# "8 in 10": before its last number; of tenths only, for nothing else is told by so few
TENTH = late(
    r"(?<![\w.,])(?:[1-9]|one|two|three|four|five|six|seven|eight|nine) (?:out of|in|of)$"
    r"|(?<![\w.,])[1-9] (?:[^\W\d_]+ )?(?:von|sur|de|de cada|su)$"
)
AGED = late(r"(?:aged?|ages|over|under|above|below|older than|younger than|über|unter|ab|plus de|moins de|más de|menos de|oltre|sotto)$")
AGE = late(r"(?:age of|aged|ages|older than|younger than)$")
YEARLY = late(r"(?:of the year|des jahres|de l'année|del año|dell'anno)$")
GLUED = late(r"[a-zà-ÿ]{2}[.,]?[0-9]{1,2}(?:[,–-][0-9]{1,2})*(?=[\s.,]|$)")
PARTS = late(r"(?<![\w.,])[0-9]{1,3} (?:[^\W\d_]+ )?(?:in|of|out of|von|sur|de|su)$")
OF = late(r"(?:[0-9]|\w) (?:in|of|out of|von|sur|de(?: cada)?|su)$")
ENDS = late(r"[.;]?\s*(?:$|\n)|\.\s+[A-ZÀ-Ý]")
MEASURED = late(r"mm ?hg|m?g/dl|mmol/l|ng/ml|m[lg]|mcg|µg|kg|kcal|db|dl|points|punkte|ms|bpm|hz|kpa|iu")
# The names of trials stand behind such words
NAMING = frozenset((
    "as", "in", "study", "trial", "studies", "trials", "the", "studie", "der", "die", "das", "étude", "essai", "l'", "la", "le", "estudio", "ensayo", "el",
    "studio", "il",
))  # fmt: skip
CLAUSE = late(r"\s*(?:[.,;:!?)]|$|\n)|\s+(?:and|or|but|und|oder|et|ou|y|o|e|per|people|pro|par|por|with|after|when|while)\b")


Guess = tuple[int, int, tuple[str, ...]]


def guess(text: str, start: int, end: int, taken: Sequence[tuple[int, int]], known: Known, words: Vocabulary) -> list[Guess]:
    """The markers among the digits of text[start:end] that are glued to something or set off at the end of a sentence."""
    stretch = text[start:end]
    held = bytearray(len(stretch))
    for a, b in taken:
        held[max(a, start) - start : max(0, min(b, end) - start)] = b"\1" * max(0, min(b, end) - max(a, start))
    found: list[Guess] = []
    for finder in FINDERS if DIGIT.search(stretch) is not None else FINDERS[:3]:
        for one in finder(stretch, known, words):
            if stretch.startswith(", ", one[1]):
                one = _furthered(stretch, one, known)
            if one[2] and not any(held[one[0] : one[1]]):
                found.append((one[0] + start, one[1] + start, one[2]))
                held[one[0] : one[1]] = b"\1" * (one[1] - one[0])
    return found


def _furthered(text: str, one: Guess, known: Known) -> Guess:
    """A marker with the listed numbers behind it, in rising order and each set off by a space, that end its clause."""
    if (further := FURTHER.match(text, one[1])) is None:
        return one
    named = labels(text[one[0] : further.end()])
    rises = all(low.isdigit() and high.isdigit() and int(low) < int(high) for low, high in pairwise(named))
    return (one[0], further.end(), named) if rises and known.all_listed(named) else one


def _letters(text: str, known: Known, words: Vocabulary) -> Iterator[Guess]:
    """The letters of footnotes that the page defines: pill.a"""
    if known.lettered:
        for match in LETTER.finditer(text):
            named = labels(match["list"])
            if known.signs.issuperset(named):
                yield match.start("list"), match.end("list"), named


def _letters_on_words(text: str, known: Known, words: Vocabulary) -> Iterator[Guess]:
    """The same, glued to a word that the page has without it, or to a number or a time in words: cinqueb, 35 annia"""
    if known.lettered and known.words:
        for match in LETTERED.finditer(text):
            word, letter = match["word"], match["list"]
            if letter in known.signs and known.words.get(match[0], 0) == 1 and _carries(word, letter, known, words):
                yield match.start("list"), match.end("list"), (letter,)


def _carries(word: str, letter: str, known: Known, words: Vocabulary) -> bool:
    """Whether a word can carry a letter: with it, it is no word of its own ("Tage" is one, and so are many that end in a, d or e)."""
    table, folded = lexicon(words.language), word.lower()
    time = table.patterns["time_word"]
    if folded in table.small or time.fullmatch(folded):
        return folded + letter not in table.small and time.fullmatch(folded + letter) is None
    return letter in "bcfgh" and known.words.get(word, 0) > 0


def _glued_to_signs(text: str, known: Known, words: Vocabulary) -> Iterator[Guess]:
    """After a percent sign, a point, a comma, a bracket, a quotation mark or a trade mark."""
    for pattern in (PERCENT, CLOSED, TRADE, ALWAYS):
        for match in pattern.finditer(text):
            named = labels(match["list"])
            if known.plausible(named) or pattern is ALWAYS:
                yield match.start("list"), match.end("list"), named
    for match in POINT.finditer(text):
        named = labels(match["list"])
        before = fold(text[max(0, match.start() - 12) : match.start()])
        if known.plausible(named) and not NUMBERED.search(before) and not _decimal(text, match):
            yield match.start("list"), match.end("list"), named


def _decimal(text: str, match: re.Match[str]) -> bool:
    """Whether the point or comma belongs to a number (p<.05) or a web address."""
    return text[match.start() : match.start() + 1] in ":" and text[match.start() - 1].isupper()


def _glued_to_words(text: str, known: Known, words: Vocabulary) -> Iterator[Guess]:
    """satisfied3 · tablets3,4 · A1C6; not B12, G7, omega3, PRIME2, L5-S1."""
    for match in WORD.finditer(text):
        word, named = match["word"], labels(match["list"])
        if not named or (match.start() and text[match.start() - 1] in "-/.@_") or VERTEBRAE.fullmatch(match[0]):
            continue
        label = word[0].isupper() and DATED.fullmatch(word.lower()) and not text[max(0, match.start() - 2) : match.start() - 1].isdigit()
        citing = _citing_word(word, text[match.start() : match.end()], known) or _citing_end(text, match, known, named, words)
        if not label and citing and known.plausible(named):
            yield match.start("list"), match.end("list"), named


def _citing_word(word: str, whole: str, known: Known) -> bool:
    """Whether a word can carry a reference: an ordinary one, or a name that the page also has without the digits."""
    tail = re.split(r"[\d'’-]", word)[-1]
    if LABS.fullmatch(whole) or UNITS.fullmatch(word.lower()):
        return False
    if any(mark.isdigit() for mark in word):
        return LABS.fullmatch(word) is not None or known.words.get(word, 0) > 0
    if tail.isupper():
        return len(tail) >= 2 and known.words.get(word, 0) > 0 and known.words.get(whole, 0) <= 1
    ordinary = len(word) >= 3 and (word.islower() or word[1:].islower() or "-" in word)
    return ordinary or known.words.get(word, 0) > 0


def _citing_end(text: str, match: re.Match[str], known: Known, named: Sequence[str], words: Vocabulary) -> bool:
    """Whether an acronym or a unit carries a listed number where its clause ends: "than CPAP2", "by 3.9 mmHg5"; not "in PRIME2", "12 cm2"."""
    if not known.all_listed(named) or ENDS.match(text, match.end()) is None:
        return False
    word, before = match["word"], fold(text[max(0, match.start() - 24) : match.start()])
    if len(word) == 2 and lexicon(words.language).patterns["time_word"].fullmatch(word.lower()):
        return True  # "par an6"
    if MEASURED.fullmatch(word.lower()):
        return bool(before.rstrip()) and before.rstrip()[-1].isdigit()
    last = before.split()[-1:] or [""]
    acronym = len(word) >= 3 and word.isupper() and known.words.get(match[0], 0) <= 1 and LABS.fullmatch(match[0]) is None
    return acronym and last[0] not in NAMING and MOLECULES.fullmatch(word.lower()) is None


def _glued_to_numbers(text: str, known: Known, words: Vocabulary) -> Iterator[Guess]:
    """Digits behind digits. Only what can be no number otherwise, or what the page's list bears out."""
    for match in NUMBER_POINT.finditer(text):
        named = labels(match["list"])
        if known.plausible(named) and _point_ends(text, match, known, named):
            yield match.start("list"), match.end("list"), named
    for match in THRESHOLD.finditer(text):
        named = labels(match["list"])
        if known.all_listed(named):
            yield match.start("list"), match.end("list"), named
    for match in DECIMAL.finditer(text):
        named = labels(match["list"])
        if known.all_listed(named) and ENDS.match(text, match.end()) and not SECTION.search(fold(text[max(0, match.start() - 24) : match.start()])):
            yield match.start("list"), match.end("list"), named
    for match in DIGITS.finditer(text):
        before = fold(text[max(0, match.start() - 24) : match.start()]).rstrip(" -")
        cut = _cut(match["all"], before, text, match.end(), known, words)
        if cut:
            yield match.start() + cut, match.end(), labels(match["all"][cut:])


def _point_ends(text: str, match: re.Match[str], known: Known, named: Sequence[str]) -> bool:
    """Whether the point between the numbers ends the sentence: otherwise nothing would."""
    if match["large"] is not None and match["list"].isdigit() and len(match["list"]) > 1:
        return False  # "$18,000.25"
    if not match["head"].isdigit():  # "to 1.4.3": a decimal number with its reference, or a section
        return known.all_listed(named) and not SECTION.search(fold(text[max(0, match.start() - 24) : match.start()]))
    if YEAR.fullmatch(match["head"]) or not match["list"].isdigit():
        return True
    before = text[max(0, match.start() - 120) : match.start()]
    dated = DATED.search(fold(before[-24:]).rstrip()) is not None
    aged = AGED.search(fold(before[-24:]).rstrip()) is not None
    return known.all_listed(named) and (dated or aged or (len(match["head"]) >= 2 and before.count(" ") >= 5 and not _level(before)))


def _level(before: str) -> bool:
    """A decimal number at the end of what has no point at all: "mean score: 16.1"."""
    return before.rstrip()[-1:] in ":=<>≤≥~("


def _cut(digits: str, before: str, text: str, end: int, known: Known, words: Vocabulary) -> int:
    """After how many characters the number ends and its references begin; 0 where the digits are a number."""
    first = re.match(r"[0-9]+", digits)
    size = len(first[0]) if first else 0
    rest = digits[size:]
    if size in (5, 6) and YEAR.match(digits) and _listed_tail(digits, 4, known):
        return 4
    if size == 5 and not rest and YEAR.match(digits) and YEARLY.search(before) and known.plausible(labels(digits[4:])):
        return 4  # "of the Year 20238", listed or not
    if size == 2 and rest[:1] == "," and words.language == "en" and AGE.search(before) and known.all_listed(labels(rest[1:])):
        return 3  # "over the age of 12,3": nobody is one year old there
    if rest == "e" and rest not in known.signs:
        return 0  # "la 12e semaine"
    no_number = _no_number(digits, words) or (rest[:1] in ("–", "-") and descends(digits)) or rest[-1:].isalpha()
    large = size == 3 and int(digits[:3]) > 120 and not rest
    longer = size == 4 and not rest and bool(known.numbers) and YEAR.match(digits) is None  # "week 1202": nobody counts so many weeks
    aged = large and AGED.search(before) is not None and CLAUSE.match(text, end) is not None
    dated = DATED.search(before) is not None and (large or longer or bool(rest))
    whole = longer and known.grouped and ENDS.match(text, end) is not None and _leads(before, words)  # it would be 1,503
    of = OF.search(before) is not None and (no_number or (longer and _ends_part(text, end, before)))
    if size == 3 and digits[:2] == "10" and not rest and TENTH.search(before) and CLAUSE.match(text, end) and _listed_tail(digits, 2, known):
        return 2  # "8 in 103": nobody counts eight in a hundred and three
    if not (aged or dated or of or whole or (no_number and size >= 2)):
        return 0
    for cut in (size - 1, size - 2):
        if cut > 0 and _listed_tail(digits, cut, known):
            return cut
    return size - 1 if not known.numbers and size >= 2 else 0


def _leads(before: str, words: Vocabulary) -> bool:
    """Whether a number counts something by the word before it ("only 1503"), and names nothing ("room 1503")."""
    return any(match.end() == len(before) for match in words.pattern("loose").finditer(before))


def _ends_part(text: str, end: int, before: str) -> bool:
    """Whether "3 of 1166" ends a sentence among others that have their references glued to their last word: it is rather 3 of 116."""
    return ENDS.match(text, end) is not None and PARTS.search(before) is not None and GLUED.search(text) is not None


def _listed_tail(digits: str, cut: int, known: Known) -> bool:
    named = labels(digits[cut:])
    return known.all_listed(named) or (not known.numbers and bool(named) and YEAR.match(digits) is not None)


def _no_number(digits: str, words: Vocabulary) -> bool:
    """Whether the digits with their commas are no number of the language: "522,3" in English, "52,3,4" anywhere."""
    groups = digits.split(",")
    if len(groups) == 1:
        return False
    if words.language == "en":
        return any(len(group) != 3 for group in groups[1:])
    return any(part.count(",") > 1 for part in re.split("[–-]", digits))  # "98,2–99,6" is a range


def _set_off(text: str, known: Known, words: Vocabulary) -> Iterator[Guess]:
    """A list set off by a space at the end of a sentence, as text taken from a PDF has it: only numbers that are listed."""
    for match in SPACED.finditer(text):
        named = labels(match["list"])
        before = text[max(0, match.start() - 40) : match.start()]
        closed = before[-1:] in ".!?%)\"”»"
        ends = not text[match.end() : match.end() + 9].strip(" .;\n")
        several = len(named) > (1 if words.language == "en" else 2) and ends
        name = DATED.search(fold(before[-24:])) or UNITS.fullmatch(fold(before[-16:]).rsplit(" ", 1)[-1])
        if known.all_listed(named) and (closed or several) and not name and not NUMBERED.search(fold(before[-8:]).rstrip(".")):
            yield match.start("list"), match.end("list"), named


FINDERS = (_letters, _letters_on_words, romans, _glued_to_signs, _glued_to_words, names, spaced, _glued_to_numbers, _set_off)  # the first three need no digits
