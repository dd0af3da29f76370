"""Which sentences of a page a reviewer would want substantiated, by the labelling rules of shared/extraction/README.md."""

from __future__ import annotations

from collections.abc import Collection

from evidence.flags import Gist, Sentence

RESULTS = frozenset(("percent", "points", "fold", "nofm", "measure"))
MULTITUDE = 100_000  # nobody counts so many but people, procedures or a market
BENEFITS = frozenset(("benefit", "cares", "softly", "gone"))
CLAIMED = BENEFITS | {"zero", "design", "safety_claim"}
MANY = 1000  # from here a count is a boast or a burden, and not the size of a study


def is_statement(sentence: Sentence, flags: Collection[str]) -> bool:
    """Whether the sentence asserts something. What carries a marker, or is a testimonial, always does.

    Questions, instructions, advice, plain description, study methods and titles do not.
    """
    said = sentence.gist
    if sentence.kind == "cell" and _results(sentence):
        return True
    if said.words < 2:
        return sentence.marked and (said.superlative or (said.words == 1 and _results(sentence)))
    if sentence.marked or said.spoken:
        return True
    if asserts_nothing(said):
        return False
    end = _end(said)
    if end == ":":
        return not said.has.isdisjoint(BENEFITS) and said.words > 5
    if end in (".", "!", "…") and sentence.kind != "heading":
        return _asserts(sentence, flags)
    return _fragment(sentence, flags) or (sentence.kind in ("cell", "item") and _asserts(sentence, flags))


def asserts_nothing(said: Gist) -> bool:
    """Whether a sentence without a marker asserts nothing whatever numbers it holds: a question, a title, an instruction …"""
    if said.spoken:
        return False
    return said.words < 2 or _end(said) == "?" or said.title or not said.has.isdisjoint(("instruct", "advice", "plain"))


def _end(said: Gist) -> str:
    return said.text.rstrip(" )\"”»’'")[-1:]


def _results(sentence: Sentence) -> bool:
    return any(quantity.kind in RESULTS for quantity in sentence.quantities)


def _fragment(sentence: Sentence, flags: Collection[str]) -> bool:
    """A headline or a line without a full stop: only a result, a boasting count or, in running text, a boast."""
    if (_results(sentence) and ("outcome" in sentence.gist.has or "comparative" in flags)) or "count_claim" in flags:
        return True
    if "gone" in sentence.gist.has:
        return True
    boasts = sentence.gist.superlative or sentence.gist.comparative or not sentence.gist.has.isdisjoint(BENEFITS)
    said = sentence.gist
    return boasts and sentence.kind != "heading" and len(said.folded.split()) > (3 if said.superlative or said.comparative else 4)


def _asserts(sentence: Sentence, flags: Collection[str]) -> bool:
    """A whole sentence, neither instruction nor plain description: does it claim something?"""
    has = sentence.gist.has
    kinds = {quantity.kind for quantity in sentence.quantities}
    outcome, results = "outcome" in has, bool(kinds & RESULTS)
    boasts = "superlative" in flags or ("count_claim" in flags and "study_design" not in flags)
    if boasts or "fold" in kinds or (results and (outcome or "safety" in has or "comparative" in flags)):
        return True
    if not has.isdisjoint(CLAIMED) or ("comparative" in flags and "study_design" not in flags):
        return True
    if _counted(sentence) >= MANY and "study_design" not in flags:
        return outcome or "counted" in has or _counted(sentence) >= MULTITUDE
    return outcome and bool(kinds) and ("safety" in has or "duration" in kinds)


def _counted(sentence: Sentence) -> int:
    """The largest count of the sentence; 0 where there is none."""
    return max((int(one.value) for one in sentence.quantities if one.kind == "count" and one.value.isdigit()), default=0)
