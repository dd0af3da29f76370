"""The reference markers of a page: raised, linked, in brackets, in words, as signs; runs of the page come before any guess."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from evidence.guesses import guess
from evidence.known import Known
from evidence.labels import RAISED, SIGNS, is_power, is_reference, labels
from evidence.lexicon import fold
from evidence.nouns import dataclass
from evidence.page import Page, Run
from evidence.patterns import late
from evidence.setoff import set_off
from evidence.vocabulary import Vocabulary

NUMBERS = r"[0-9]{1,3}(?:\s?[,;–-]\s?[0-9]{1,3}){0,30}"
RAISED_RUN = late(r"[⁰¹²³⁴-⁹]+(?:[˒,‚⁻–-]\s?[⁰¹²³⁴-⁹]+)*")
BRACKETS = late(rf"[ \u00a0]?\[\^?(?P<list>{NUMBERS}(?:,?[a-h])?|[a-h]|[ivxl]+(?:[,;–-] ?[ivxl]+){{0,9}}|{SIGNS})\](?:,?\[(?:{NUMBERS})\])*")
PARENS = late(rf"[ \u00a0]?\((?P<list>{NUMBERS}(?:,[a-h])?|{SIGNS})\)(?!\w)")
ROMANS = late(r"[ \u00a0]?\([ivxl]{1,6}(?:[,;–-] ?[ivxl]{1,6}){0,9}\)(?:[,;]?\s?\([ivxl]{1,6}\))*")
EXTRA = late(r"[⁰¹²³⁴-⁹*†‡§¶#‖|∥◊Δ]")
SIGNED = late(rf"(?<=[^\s([{{/=<>*#+-])(?:{SIGNS})(?:,?(?:{SIGNS}))*(?:,?{NUMBERS})?(?=[\s.,;:!?)\]\"”»’']|$)")
# Where a number in parentheses cites: it closes a clause, or is glued to what it cites. "(1) first" enumerates.
CLOSES = late(r"\s*(?:[.,;:!?)\"”»]|[(\[](?=[0-9ivx])|$|\n)|\s+(?:and|und|et|y|e|but|while)\b|\s+[A-ZÀ-Ý]")
ORDINAL = late(r"(?:st|nd|rd|th|er|re|e|è?me|o|a|os|as|ª|º|TM|SM|®|R|™|©|c)\Z", re.I)
AFTER_NAME = late(r"[^\W\d_]{3,}[ -][0-9]{1,3}$|(?<![\w.,/-])(?:19|20)[0-9]{2}$")  # "Week 2 (2)", "in 2012 (2)": that is no number of its own
CODE = late(r"(?:\w*[0-9]\w*|(?<!\w)\w\.)$")  # p.K154Qfs*47 is a mutation
LAST_NUMBER = late(r"[0-9]+(?:[.,][0-9]+)?$")
CUSTOM = 3  # markers set alike make it the page's custom
NEAREST = 8  # runs before one that decide whether it goes on with their list: those before them were looked at when they came
JOINED = late(r"[\s,;\u2009–—\[\]‑-]{0,3}\Z")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker with all it names, numbers and signs."""

    start: int
    end: int
    labels: tuple[str, ...]
    roman: bool = False  # its single letters are numbers of a roman list


def numbers(mark: Mark) -> tuple[str, ...]:
    """The labels of a marker that are numbers of the list; the others are footnote signs."""
    return tuple(label for label in mark.labels if is_reference(label) or (mark.roman and label in ("i", "v", "x")))


def find(page: Page, spans: Iterable[tuple[int, int]], known: Known, words: Vocabulary) -> tuple[Mark, ...]:
    """The markers in the given stretches of the page, in order, without overlap."""
    stretches = sorted(spans)
    set_apart = _set_apart(page, stretches, known)
    written = [mark for start, end in stretches for mark in _written(page.text, start, end, known, words)]
    marks = _joined(page.text, [*set_apart, *written])
    marks = _joined(page.text, [*marks, *_unlisted(page.text, stretches, marks, known)])
    if any(is_reference(label) for mark in set_apart for label in mark.labels):
        return tuple(marks)  # a page that raises its markers leaves nothing to guess
    taken = [(mark.start, mark.end) for mark in marks]
    begins, ends = [start for start, _ in taken], [end for _, end in taken]
    more: list[Mark] = []
    for start, end in stretches:
        here = taken[bisect_right(ends, start) : bisect_left(begins, end)]
        more += [Mark(*found, known.roman) for found in guess(page.text, start, end, here, known, words)]
    numbered = [(mark.start, mark.end) for mark in (*marks, *more) if mark.labels[0].isdigit()]
    more += [Mark(*found, known.roman) for found in set_off(page.text, stretches, numbered, known, words)]
    return tuple(_joined(page.text, [*marks, *more]))


# --- runs that are set apart -------------------------------------------------------------------------------------


def _set_apart(page: Page, stretches: Sequence[tuple[int, int]], known: Known) -> list[Mark]:
    """The markers among the runs: superscripts, links into the page, and what a reader calls a mark."""
    marks: list[Mark] = []
    turn = 0
    for group in _groups(page):
        start, end = group[0].start, max(run.end for run in group)
        while turn < len(stretches) and stretches[turn][1] <= start:
            turn += 1
        if turn == len(stretches) or start < stretches[turn][0]:
            continue
        found = _named(page, group, start, end, known)
        if found:
            marks.append(Mark(start, end, found, known.roman))
    return marks


def _groups(page: Page) -> list[list[Run]]:
    """Runs that make one marker: nested in one another, or with nothing but commas and dashes between them."""
    groups: list[list[Run]] = []
    end = -1  # of the last group
    for run in sorted(page.runs, key=lambda run: (run.start, -run.end)):
        if run.kind == "subscript" or run.end <= run.start or (run.kind == "link" and not _leads_to_list(page, run)):
            continue
        between = page.text[end : run.start] if groups else ""
        if groups and (run.start < end or (JOINED.match(between) and _list_like(page, groups[-1][-NEAREST:], run, between))):
            groups[-1].append(run)
        else:
            groups.append([run])
        end = max(end, run.end)
    return groups


def _list_like(page: Page, last: Sequence[Run], run: Run, between: str) -> bool:
    """Whether two neighbouring runs are parts of one list: both read as labels, and a comma or dash stands between them or in them."""
    near, far = page.text[last[0].start : last[-1].end].strip(), page.text[run.start : run.end].strip()
    if "\n" in between or not _reads(near) or not _reads(far):
        return False
    return bool(between.strip()) or near[-1:] in ",–-[" or far[:1] in ",–-]" or not between


def _reads(bare: str) -> bool:
    return bool(labels(bare.strip(",–-[]"))) or bare in ",–-"


def _leads_to_list(page: Page, run: Run) -> bool:
    """Whether a link is a marker: it leads into the page, and its text is a number or a sign."""
    text = page.text[run.start : run.end].strip()
    return run.target.startswith("#") and len(text) <= 24 and bool(labels(text.strip("[]()"), roman=True))


def _named(page: Page, group: Sequence[Run], start: int, end: int, known: Known) -> tuple[str, ...]:
    """What a group of runs names; nothing where it is a power, an ordinal, a trade mark …"""
    text = page.text[start:end]
    bare = text.strip()
    if not bare or (ORDINAL.fullmatch(bare) and not (bare in ("a", "e", "c", "o") and bare in known.signs)):
        return ()
    found = labels(text, roman=known.roman)
    if not found or text.lstrip()[0] in "+−-–±":
        return ()
    linked = any(run.target.startswith("#") for run in group)
    if not linked and bare.isdigit() and _is_power(page.text, start, end, bare, known):
        return ()
    if len(bare) == 1 and bare.isalpha() and page.text[max(0, start - 1) : start].isdigit() and bare not in known.signs:
        return ()
    return found


def _is_power(text: str, start: int, end: int, bare: str, known: Known) -> bool:
    """Whether raised digits are an exponent, or the mass number of an isotope (⁹⁹ᵐTc)."""
    if text[end : end + 1].isalpha() and text[start - 1 : start] in (" ", "\n", "(", ""):
        return True
    return is_power(text, start, end, known.holds(bare))


# --- markers that are written out --------------------------------------------------------------------------------


def _written(text: str, start: int, end: int, known: Known, words: Vocabulary) -> list[Mark]:
    marks: list[Mark] = []
    stretch = text[start:end]
    if "[" in stretch:
        marks += [Mark(start + m.start(), start + m.end(), named, known.roman) for m in BRACKETS.finditer(stretch) if (named := labels(m[0], True))]
    if "(" in stretch:
        cites = [m for m in PARENS.finditer(stretch) if _cites(stretch, m, known) and not _in_basket(stretch, m, words)]
        marks += [Mark(start + m.start(), start + m.end(), labels(m[0])) for m in cites]
        if known.roman or "(i" in stretch:
            marks += [Mark(start + m.start(), start + m.end(), labels(m[0], True), True) for m in ROMANS.finditer(stretch) if _roman(m, known)]
        marks += [Mark(start + a, start + b, named) for a, b, named in _in_words(stretch, words)]
    if not any(mark in stretch for mark in "*#|") if stretch.isascii() else EXTRA.search(stretch) is None:
        return [mark for mark in marks if mark.labels]
    for match in RAISED_RUN.finditer(stretch):
        if not is_power(stretch, match.start(), match.end(), known.holds(match[0].translate(RAISED))):
            more = 1 if _noted(stretch, match.end(), known) else 0  # "⁶b": a number and the letter of a footnote
            marks.append(Mark(start + match.start(), start + match.end() + more, labels(stretch[match.start() : match.end() + more])))
    for match in SIGNED.finditer(stretch):
        if match[0][-1:].isdigit() and CODE.search(stretch[max(0, match.start() - 40) : match.start()]):
            continue
        marks.append(Mark(start + match.start(), start + match.end(), labels(match[0])))
    return [mark for mark in marks if mark.labels]


def _noted(text: str, at: int, known: Known) -> bool:
    """Whether the letter of a footnote that the page defines stands there, and nothing is glued to it."""
    return known.lettered and text[at : at + 1] in known.signs and not text[at + 1 : at + 2].isalnum()


def _unlisted(text: str, stretches: Iterable[tuple[int, int]], marks: Sequence[Mark], known: Known) -> list[Mark]:
    """On a page that cites "so (2)" again and again: numbers in parentheses that are not in its list, or that has none, and end a sentence."""
    if known.numbers and sum(text.startswith((" (", "\u00a0("), mark.start) and mark.labels[0].isdigit() for mark in marks) < CUSTOM:
        return []
    parts = [(start, text[start:end]) for start, end in stretches]
    found = [(start, part, match) for start, part in parts if "(" in part for match in PARENS.finditer(part)]
    taken = {mark.start for mark in marks}
    named = [one for one in found if one[0] + one[2].start() not in taken and _cites(one[1], one[2], known, True)]
    closing = [(start, match) for start, _, match in named if text.startswith(".", start + match.end())]
    if not known.numbers:  # without a list only the custom speaks for them, and then for all of them
        closing = [(start, match) for start, _, match in named] if len(closing) >= CUSTOM else []
    return [Mark(start + match.start(), start + match.end(), labels(match["list"])) for start, match in closing]


def _cites(text: str, match: re.Match[str], known: Known, custom: bool = False) -> bool:
    """Whether numbers in parentheses cite; a single one that is not in the list must be glued to its word, unless that is the custom."""
    named = labels(match["list"])
    before = text[max(0, match.start() - 40) : match.start()].rstrip()
    if not named or not before or not CLOSES.match(text, match.end()):
        return False
    if (before[-1] in ",:;=±/" or before[-1].isdecimal()) and not AFTER_NAME.search(before):
        return before[-1].isdecimal() and _closes_number(text, match, before, named, known.all_listed(named) if known.numbers else custom)
    glued = not match[0][0].isspace()
    listed = all(not label.isdigit() or known.holds(label) for label in named)
    return (listed and bool(known.numbers)) or ((glued or custom) and (known.plausible(named) or not known.numbers))


def _closes_number(text: str, match: re.Match[str], before: str, named: tuple[str, ...], plausible: bool) -> bool:
    """Whether several numbers behind a number that ends its sentence cite: "54 of 100 (1, 2)."; not "(40, 60)", which holds it."""
    if len(named) < 2 or not plausible or not text.startswith(".", match.end()) or not named[-1].isdigit():
        return False
    number = float(LAST_NUMBER.search(before)[0].replace(",", "."))  # type: ignore[index]  # it ends in a digit
    return not int(named[0]) <= number <= int(named[-1])


def _in_basket(text: str, match: re.Match[str], words: Vocabulary) -> bool:
    """Whether it says how many articles are in a basket, as the navigation of a shop does."""
    if text.startswith((".", ",", ";", ":"), match.end()):
        return False
    before = fold(text[max(0, match.start() - 24) : match.start()])
    return any(one.end() == len(before) for one in words.pattern("baskets").finditer(before))


def _roman(match: re.Match[str], known: Known) -> bool:
    named = labels(match[0], True)
    return bool(named) and (known.roman or not match[0][0].isspace())


def _in_words(text: str, words: Vocabulary) -> list[tuple[int, int, tuple[str, ...]]]:
    """(ref. 2), (see reference 3), (Refs. 2 and 4)"""
    found = []
    for match in re.finditer(r"[ \u00a0]?\((?P<inside>[^()\d]{3,24}\s?[0-9][^()]{0,60})\)", text):
        inside = match["inside"].lower()
        digit = next(at for at, mark in enumerate(inside) if mark.isdigit())
        lead = re.sub(r"^(?:see|cf\.?|siehe|vgl\.?|voir|ver|véase|vedi)\s+", "", inside[:digit].strip())
        if words.pattern("ref_words").fullmatch(lead) and (named := labels(inside[digit:])):
            found.append((match.start(), match.end(), named))
    return found


# --- joining -----------------------------------------------------------------------------------------------------


def _joined(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """The markers in order; overlapping ones and a number with its sign become one."""
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        last = found[-1] if found else None
        if last is not None and mark.start < last.end:
            if mark.end > last.end:
                found[-1] = Mark(last.start, mark.end, _both(last.labels, mark.labels), last.roman or mark.roman)
        elif last is not None and text[last.end : mark.start] in ("", ",") and not (last.end == mark.start and _numbers(last, mark, text[mark.start] in "([")):
            found[-1] = Mark(last.start, mark.end, _both(last.labels, mark.labels), last.roman or mark.roman)
        else:
            found.append(mark)
    return found


def _numbers(one: Mark, other: Mark, bracketed: bool) -> bool:
    """Two bare numbers side by side are two markers; "(1)(2)" is one."""
    return not bracketed and one.labels[-1].isdigit() and other.labels[0].isdigit()


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one + other))


def blanked(text: str, start: int, end: int, marks: Iterable[Mark], fill: str) -> str:
    """The stretch with every character of a marker replaced, so that offsets keep."""
    parts, at = [], start
    for mark in marks:
        if mark.end <= start or mark.start >= end:
            continue
        parts += [text[at : max(at, mark.start)], fill * (min(end, mark.end) - max(at, mark.start))]
        at = min(end, mark.end)
    parts.append(text[at:end])
    return "".join(parts)
