"""What a sentence of a page does: it boasts, compares, speaks of safety, counts, quotes a patient, tells a method, an indication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from evidence.lexicon import fold
from evidence.nouns import dataclass
from evidence.page import Found
from evidence.patterns import late
from evidence.sentences import QUOTE
from evidence.vocabulary import Vocabulary, vocabulary

NUMBER_ONE = late(r"(?<!\w)#\s?1(?!\d)")
WORD = late(r"[^\W\d_]{2,}")
DOSE = late(r"[0-9][0-9.,]*[ \u00a0\u202f]?(?:mg|µg|μg|mcg|IU|UI|IE|I\.E\.)(?!\w)")
PARTED = bytes(code if chr(code).isalpha() else ord(" ") for code in range(128)).ljust(256)
# "more than 60 papers" qualifies a number and compares nothing
MORE_THAN = late(
    r"(?:more|fewer|less|greater|higher|lower|mehr|weniger|plus|moins|más|menos|più|meno) (?:than|als|de|di|que|che) (?=[\d~]"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|zwei|drei|vier|fünf|sechs|sieben|acht|neun|deux|trois|quatre|cinq|sept|huit|neuf|dos|tres|cuatro|cinco"
    r"|siete|ocho|nueve|due|tre|quattro|cinque|sei|sette|otto|nove|eine[rnm]?|un|une|uno|una) (?:in|out of|von|sur|de cada|su) "
    r"|(?:half|a third|a quarter|two[- ]thirds|die hälfte|der hälfte|ein drittel|la moitié|un tiers|la mitad|un tercio|la metà|un terzo)(?!\w))"
)
UP_TO = ("up to", "bis zu", "jusqu", "hasta", "fino", "sino", "as many", "as much")
# What was counted for a study: "161 patients followed for 12 weeks", "in a meta-analysis of 16 studies"
FOLLOWED = late(
    r"(?: [^\W\d_]+){1,2} (?:who were |die )?(?:followed|observed|studied|analy[sz]ed|beobachtet\w*|untersucht\w*|suivi\w*|observ\w+|étudi\w+|seguid\w+"
    r"|estudiad\w+|seguit\w+|osservat\w+|studiat\w+)(?!\w)"
)
COMPARED = late(
    r"(?<!\w)(?:compared (?!with|to)|randomi[sz]ed|allocated|assigned|enrolled|verglich|randomisierte|a comparé|a randomisé|comparó|aleatorizó"
    r"|ha confrontato|ha randomizzato) [^.;]{0,100}$"
)
POOLED = late(r"(?<!\w)(?:meta-?analys[ei]s|metaanalysen?|méta-?analyse|meta-?an[aá]lisis|met(?:a-?)?analisi|pooled analysis) (?:[^\W\d_]+ )?$")
# What a method names that was compared, and compares nothing itself: "a placebo-controlled trial"
ARMS = late(r"(?:placebo|compar|confront|vergl[ie]ch|control|kontroll|contrôl|versus|vehicle|gegen|contre|contro|frente)[\w-]*")
SIDES = ("percent", "points", "measure", "duration", "nofm", "fold")
VAST = 10_000  # and more than so many of anything
NOTABLE = 100  # people, customers …: a smaller count is the size of a study


@dataclass(frozen=True, slots=True)
class Gist:
    """What the words of a sentence alone tell, without its markers and numbers."""

    text: str
    folded: str
    has: frozenset[str]  # the tables of the vocabulary that it has words of
    words: int
    spoken: bool  # quoted speech
    title: bool  # set like a title
    superlative: bool
    comparative: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence on its way to be a statement."""

    gist: Gist
    kind: str  # of its block
    quantities: tuple[Found, ...]
    marked: bool  # it carries reference markers or footnote signs


@lru_cache(maxsize=512)  # asked for by one sentence several times
def gist(text: str, language: str) -> Gist:
    """What a sentence says, given without its markers."""
    folded, words = fold(text), vocabulary(language)
    has = words.tables_of(folded)
    if "cares" in has or "softly" in has:
        has = _of_things(has, folded, words)
    superlative = "superlative" in has and words.has("superlative", words.pattern("not_superlative").sub(" ", folded))
    superlative = superlative or ("#" in folded and NUMBER_ONE.search(folded) is not None)
    comparative = "comparative" in has and words.has("comparative", MORE_THAN.sub("", folded))
    typed = _words(text)
    quote = QUOTE.match(text)
    spoken = quote is not None and quote.end() >= len(text.rstrip()) - 2
    return Gist(text, folded, has, len(typed), spoken, _title(text, typed), superlative, comparative)


def _of_things(has: frozenset[str], folded: str, words: Vocabulary) -> frozenset[str]:
    """The tables of a sentence without those of things that are good to a body, where it tells of people, or of no body.

    "The hinge follows the roll of the joint" boasts, "your surgeon follows the roll of the joint" and "the path follows the river" do not.
    """
    if words.pattern("persons").match(folded) is not None:
        return has - {"cares", "softly"}
    return has if words.has("yours", folded) else has - {"cares"}


def _words(text: str) -> list[str]:
    """The words of two letters and more."""
    return [word for word in text.encode().translate(PARTED).decode().split() if len(word) > 1] if text.isascii() else WORD.findall(text)


def _title(text: str, typed: list[str]) -> bool:
    """Whether a line is set like a title: no full stop, its long words with capitals, no numbers but those of doses, which are part of a name."""
    if text.rstrip()[-1:] in ".!…":
        return False
    long = [word for word in typed if len(word) > 3]
    return len(long) > 1 and all(any(map(str.isupper, word)) for word in long) and not any(map(str.isdigit, DOSE.sub("", text)))


def flags(sentence: Sentence, versus: bool, words: Vocabulary, safe: bool = False) -> tuple[str, ...]:
    """The flags of shared/extraction/README.md that hold for a sentence, in that order, without `uncited_claim`.

    `versus`: a footnote of it says what it is compared with. `safe`: it stands under a heading that speaks of safety.
    """
    said = sentence.gist
    results = any(quantity.kind in SIDES and quantity.kind != "duration" for quantity in sentence.quantities)
    holds = {
        "testimonial": said.spoken,
        "superlative": said.superlative,
        "comparative": (said.comparative and (results or "methods" not in said.has or words.has("comparative", ARMS.sub(" ", said.folded))))
        or _multiplies(sentence)
        or versus
        or _side_by_side(sentence, words),
        "safety": "safety" in said.has or "zero" in said.has or (safe and _told_of_some(sentence)),  # what never happened speaks of safety
        "count_claim": _counts(sentence, words),
        "study_design": "methods" in said.has,
        "indication": "indication" in said.has,
    }
    return tuple(name for name, true in holds.items() if true)


def _told_of_some(sentence: Sentence) -> bool:
    """Whether it tells a share of those it speaks of, as a side effect is told; what a patient says and a boast are none."""
    said = sentence.gist
    shares = any(one.kind in ("percent", "nofm") and one.comparator == "level" for one in sentence.quantities)
    return shares and not said.spoken and not said.superlative and said.has.isdisjoint(("indication", "methods"))


def _multiplies(sentence: Sentence) -> bool:
    """A multiple compares: "3x better", "four times higher"."""
    return any(quantity.kind == "fold" for quantity in sentence.quantities)


def _side_by_side(sentence: Sentence, words: Vocabulary) -> bool:
    """Two results of one kind, each with an arm of its own or one with the usual way: "by 19 points with A and by 14 points with B"."""
    if _in_columns(sentence):
        return True
    dated = ("duration", True)  # "Day 8" says when, and is no result
    kinds = [one.kind for one in sentence.quantities if (one.kind, one.text[-1:].isdigit()) != dated]
    if not any(kinds.count(kind) > 1 for kind in SIDES):
        return False
    return words.has("usual", sentence.gist.folded) or len(words.pattern("beside").findall(sentence.gist.folded)) > 1


def _in_columns(sentence: Sentence) -> bool:
    """Whether results of one kind follow one another with nothing between them, as in the row of a table: "Revision 2.1% 6.4%"."""
    between = (sentence.gist.text[one.end : other.start] for one, other in pairwise(sentence.quantities) if one.kind == other.kind and one.kind in SIDES)
    return any(gap.isspace() or (gap[:1] == " " == gap[-1:] and gap.strip().isdigit()) for gap in between)  # "3.5% 6 14% 6": a reference


def noted(notes: Sequence[str], footnotes: Mapping[str, str], words: Vocabulary) -> bool:
    """Whether a footnote of the sentence says what it is compared with: "†Versus a regular toothpaste"."""
    return any(words.has("versus_note", fold(footnotes[sign])) for sign in notes if sign in footnotes)


def _studied(sentence: Sentence, at: int, words: Vocabulary) -> bool:
    """Whether a count is the size of a study: the sentence tells its method, or names it before."""
    return "methods" in sentence.gist.has or words.has("sources", sentence.gist.folded[:at])


def _followed(folded: str, at: int, end: int) -> bool:
    """Whether a count is told as that of a study by the words around it."""
    before = POOLED.search(folded, max(0, at - 40), at) or COMPARED.search(folded, max(0, at - 120), at)
    return before is not None or FOLLOWED.match(folded, end) is not None


def _counts(sentence: Sentence, words: Vocabulary) -> bool:
    """A count of people, papers, countries … that boasts by its size."""
    for quantity in sentence.quantities:
        last = quantity.value.rpartition("-")[2]
        if quantity.kind != "count" or not last.isdigit():
            continue
        typed, size = fold(quantity.text), int(last)
        if size >= VAST and not typed[:1].isdigit() and not typed.startswith(UP_TO):
            return True  # "+1.2 million smiles": whatever they are
        if "counted" not in sentence.gist.has:
            continue
        at = max(0, sentence.gist.folded.find(typed))
        near = sentence.gist.folded[at : at + len(typed) + 28]
        if _followed(sentence.gist.folded, at, at + len(typed)):
            continue
        if words.has("sources", near) and size >= 3:
            return True
        if words.has("counted", near) and size >= 10 and (not typed[:1].isdigit() or (size >= NOTABLE and not _studied(sentence, at, words))):
            return True
    return False
