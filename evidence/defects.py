"""Faults of a page's numbering, list and footnotes, and numbers that contradict one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from evidence.labels import ROMANS, is_reference, place
from evidence.lexicon import fold, lexicon
from evidence.page import Defect, Found, Listed, Statement
from evidence.patterns import late
from evidence.reflist import Apparatus
from evidence.vocabulary import Vocabulary

COMPARED = 40  # quantities of one source that are compared with one another
STUDIED = 7  # words that tell whom the sources studied
NO_LETTERS = bytes(one for one in range(256) if chr(one) not in "abcdefghijklmnopqrstuvwxyz0123456789\n")
NOISE = late(r"[\W_]+")
CONTENT = late(r"[^\W\d_]{3,}|(?<![^\W_])[^\W\d_]{1,5}[0-9][^\W_]{0,3}")  # "A1C" too


def find(text: str, statements: Sequence[Statement], cited: Mapping[str, int], apparatus: Apparatus, words: Vocabulary) -> tuple[Defect, ...]:
    """The defects of a page. `cited`: every label that any marker of the page names, with the line of its first use."""
    found = [
        *_listing(cited, apparatus),
        *_labels(apparatus),
        *_signs(cited, apparatus),
        *_counts(text, statements, words),
        *_values(text, statements, words),
    ]
    return tuple(sorted(found, key=lambda defect: (defect.type, _order(defect.references), defect.line)))


def _order(references: Sequence[str]) -> tuple[tuple[int, str], ...]:
    return tuple((int(label) if label.isdigit() else 0, label) for label in references)


# --- numbers and list --------------------------------------------------------------------------------------------


def _listing(cited: Mapping[str, int], apparatus: Apparatus) -> list[Defect]:
    """Cited and not listed, listed and not cited, gaps. Nothing is said where the page shows no list."""
    listed = {entry.number: entry.line for entry in apparatus.listed}
    if not listed:
        return []
    roman = not any(number.isdigit() for number in listed)
    numbers = {label: line for label, line in cited.items() if is_reference(label) or (roman and label in ROMANS)}
    noted = {sign for sign, _, _ in apparatus.footnotes}
    found = [
        Defect("cited_not_listed", (label,), f"{label} is cited and is not in the page's reference list.", line)
        for label, line in numbers.items()
        if label not in listed and label not in noted
    ]
    found += [
        Defect("listed_not_cited", (label,), f"{label} is in the page's reference list and is cited nowhere on the page.", line)
        for label, line in listed.items()
        if label not in cited
    ]
    return found + _gaps(listed)


def _gaps(listed: Mapping[str, int]) -> list[Defect]:
    """Numbers that a list leaves out. A list that takes its numbers from a longer one (4, 5, 9, 31) has no gaps."""
    places = sorted(place(label) for label in listed)
    if len(places) < 3 or places[0] != 1:
        return []
    missing = sorted(set(range(1, places[-1])) - set(places))
    if not missing or len(missing) > max(1, len(places) // 4):
        return []
    roman = not any(label.isdigit() for label in listed)
    names = [ROMANS[number - 1] if roman and number <= len(ROMANS) else str(number) for number in missing]
    first = min(listed.values())
    return [Defect("numbering_gap", (name,), f"The reference list leaves out {name}.", first) for name in names]


def _labels(apparatus: Apparatus) -> list[Defect]:
    """One label for two entries, and one source under two labels."""
    lines = {entry.number: entry.line for entry in reversed(apparatus.listed)}
    places: dict[str, list[int]] = {}
    if len(lines) < len(apparatus.listed):
        for entry, which in zip(apparatus.listed, apparatus.lists, strict=True):
            places.setdefault(entry.number, []).append(which)
    found: list[Defect] = []
    reused = [label for label, lists in places.items() if len(set(lists)) > 1 and _unheaded(lists, apparatus)]
    twice = [label for label, lists in places.items() if len(lists) > 1 and label not in reused]
    if twice:
        found.append(Defect("duplicate_label", tuple(twice), f"{', '.join(twice)} stand for two entries each.", lines[twice[0]]))
    signs = {sign for sign, _, _ in apparatus.footnotes if sign in lines}
    found += [
        Defect("number_reused_for_footnote", (label,), f"{label} is a footnote and a reference.", lines[label])
        for label in [*reused, *sorted(signs)]
    ]
    for words, numbers in _sources(apparatus.listed).items():
        distinct = tuple(dict.fromkeys(numbers))
        if len(distinct) > 1 and len(words) > 15:
            found.append(Defect("duplicate_source", distinct, f"{' and '.join(distinct)} are one source.", lines[distinct[0]]))
    return found


def _sources(listed: Sequence[Listed]) -> dict[str, list[str]]:
    """The words of entries, for comparison, with the numbers they have. Those that no other entry can have are left out."""
    texts = [entry.text.lower() for entry in listed]
    bare = "\n".join(texts).encode("utf-8", "surrogatepass").translate(None, NO_LETTERS).split(b"\n")  # no entry has a line feed
    sources: dict[str, list[str]] = {}
    if len(set(bare)) < len(bare):
        often = Counter(bare)
        for entry, text, letters in zip(listed, texts, bare, strict=True):
            if often[letters] > 1:
                sources.setdefault(NOISE.sub(" ", text).strip(), []).append(entry.number)
    return sources


def _unheaded(lists: Sequence[int], apparatus: Apparatus) -> bool:
    """Whether one of the lists that share a label stands under no heading: numbered footnotes."""
    return any(not apparatus.headed[which] for which in lists)


# --- footnotes ---------------------------------------------------------------------------------------------------


def _signs(cited: Mapping[str, int], apparatus: Apparatus) -> list[Defect]:
    """Signs without a footnote, footnotes without a sign."""
    defined = {sign: line for sign, _, line in reversed(apparatus.footnotes)}
    roman = {entry.number for entry in apparatus.listed}
    used = {label: line for label, line in cited.items() if not is_reference(label) and label not in roman}
    found = [
        Defect("undefined_symbol", (sign,), f"{sign} leads to no footnote on the page.", line)
        for sign, line in used.items()
        if sign not in defined and not sign.isalpha()
    ]
    if any(sign.isalpha() for sign in defined):  # letters may be defined elsewhere; a page that defines some must define all
        found += [
            Defect("undefined_symbol", (sign,), f"{sign} leads to no footnote on the page.", line)
            for sign, line in used.items()
            if sign.isalpha() and sign not in defined
        ]
    found += [
        Defect("unused_footnote", (sign,), f"The footnote {sign} is used nowhere on the page.", line)
        for sign, line in defined.items()
        if sign not in cited
    ]
    twice = [sign for sign, count in Counter(sign for sign, _, _ in apparatus.footnotes).items() if count > 1]
    if twice:
        found.append(Defect("duplicate_label", tuple(twice), f"{', '.join(twice)} stand for two footnotes each.", defined[twice[0]]))
    return found


# --- numbers that contradict one another -------------------------------------------------------------------------


def _counts(text: str, statements: Sequence[Statement], words: Vocabulary) -> list[Defect]:
    """ "12 human studies [4-9]": a count of sources whose marker, right behind it, names another number of them."""
    found = []
    for statement in statements:
        for quantity in statement.quantities:
            if quantity.kind != "count" or not quantity.value.isdigit() or quantity.value == "0":
                continue
            marker = next((one for one in statement.markers if one.start >= quantity.start), None)
            if marker is None:
                continue
            within = [other for other in statement.quantities if quantity.end <= other.start < marker.start]
            if any(other.kind != "count" for other in within):
                continue
            named = tuple(label for label in marker.references if is_reference(label))
            between = fold(text[quantity.start : marker.start])
            bare = quantity.text[:1].isdigit() or fold(quantity.text).split()[0] == fold(between).split()[0]
            source = list(words.pattern("sources").finditer(between))
            ends = not text[marker.end : statement.end].strip(" .")
            close = bool(source) and _closes(between[source[-1].end() :], bool(within), ends, words)
            if bare and close and len(named) > 1 and len(named) != int(quantity.value) and quantity.end - quantity.start < 60:
                message = f"The text says {quantity.text.strip()}, and the marker names {len(named)} references."
                found.append(Defect("count_mismatch", named, message, statement.line))
    return found


def _closes(after: str, counts: bool, ends: bool, words: Vocabulary) -> bool:
    """Whether a marker stands right behind the word for a source, or behind whom the sources studied: "studies with over 21,000 patients".3-8
    Or at the end of a sentence that says no more than that they bear something out: "Six studies support it".3-8"""
    if not counts:
        bears = words.pattern("bear_out").search(after) if ends and len(after.split()) <= STUDIED else None
        return len(after.split()) <= 1 or (bears is not None and len(after[: bears.start()].split()) <= 1)
    return len(after.split()) <= STUDIED and words.pattern("studied").match(after) is not None


def _values(text: str, statements: Sequence[Statement], words: Vocabulary) -> list[Defect]:
    """One outcome of one source with two values in two places."""
    groups: dict[tuple[str, str | None, tuple[str, ...]], list[tuple[Statement, Found]]] = {}
    for statement in statements:
        for quantity in statement.quantities:
            if quantity.kind in ("percent", "points", "fold") and quantity.references:
                groups.setdefault((quantity.kind, quantity.comparator, quantity.references), []).append((statement, quantity))
    found: dict[tuple[str, ...], Defect] = {}
    for rows in groups.values():
        for (one, first), (other, second) in combinations(rows[:COMPARED], 2):
            if one is not other and first.value != second.value and _same_outcome(text, (one, first), (other, second), words):
                message = f"{first.text.strip()} and {second.text.strip()} are told of one outcome of one source."
                found.setdefault(first.references, Defect("inconsistent_value", first.references, message, other.line))
    return list(found.values())


def _same_outcome(text: str, one: tuple[Statement, Found], other: tuple[Statement, Found], words: Vocabulary) -> bool:
    """Whether two quantities are told of the same thing: the word they count is the same, and no time or group differs."""
    heads = [_head(text, statement, quantity, words) for statement, quantity in (one, other)]
    near = [_content(text, statement, quantity, words) for statement, quantity in (one, other)]
    shared = near[0] & near[1]
    durations = [{q.value + q.unit for q in statement.quantities if q.kind == "duration"} for statement, _ in (one, other)]
    if durations[0] and durations[1] and durations[0] != durations[1]:
        return False
    changed = one[1].comparator in ("reduction", "increase")
    general = words.has("counted", heads[0] or " ") or lexicon(words.language).patterns["time_word"].fullmatch(heads[0]) is not None
    if heads[0] and heads[0] == heads[1] and changed and not general:
        return True
    if len(shared) >= 2 and _same_start(one, other):
        return True
    if changed and durations[0] and durations[0] == durations[1]:  # at one and the same time
        time = lexicon(words.language).patterns["time_word"]
        near = [{word for word in said if time.fullmatch(word) is None and not word.isdigit()} for said in near]
        shared = near[0] & near[1]
        if any(not word.isalpha() for word in shared):
            return True  # "A1C" and "A1C"
    return len(shared) >= 3 and 5 * len(shared) >= 3 * min(len(near[0]), len(near[1]))


def _same_start(one: tuple[Statement, Found], other: tuple[Statement, Found]) -> bool:
    """Whether both quantities follow one and the same value: "from 52% to 68%", "from 52% to 71%"."""
    starts = []
    for statement, quantity in (one, other):
        at = statement.quantities.index(quantity)
        if at == 0 or statement.quantities[at - 1].kind != quantity.kind:
            return False
        starts.append(statement.quantities[at - 1].value)
    return starts[0] == starts[1]


def _head(text: str, statement: Statement, quantity: Found, words: Vocabulary) -> str:
    """The first word of content after a quantity."""
    after = fold(text[quantity.end : min(statement.end, quantity.end + 60)])
    return next((word for word in CONTENT.findall(after.split(",")[0]) if word not in words.stops), "")


def _content(text: str, statement: Statement, quantity: Found, words: Vocabulary) -> set[str]:
    """The words of content of the clause around a quantity."""
    left = fold(text[statement.start : quantity.start]).replace(";", ",").split(",")[-1]
    right = fold(text[quantity.end : statement.end]).replace(";", ",").split(",")[0]
    return {word[:6].rstrip("s") for word in CONTENT.findall(left + " " + right) if word not in words.stops}
