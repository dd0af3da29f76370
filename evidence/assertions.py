"""Which sentences of a page a reviewer would want substantiated, by the labelling rules of shared/extraction/README.md."""

from __future__ import annotations

from collections.abc import Collection

from evidence.flags import Sentence

RESULTS = frozenset(("percent", "points", "fold", "nofm", "measure"))
MANY = 1000  # from here a count is a boast or a burden, and not the size of a study


def is_statement(sentence: Sentence, flags: Collection[str]) -> bool:
    """Whether the sentence asserts something. What carries a marker, or is a testimonial, always does.

    Questions, instructions, advice, plain description, study methods and titles do not.
    """
    said = sentence.gist
    if sentence.kind == "cell" and _results(sentence):
        return True
    if said.words < 2:
        return False
    if sentence.references or sentence.notes or said.spoken:
        return True
    end = said.text.rstrip(" )\"”»’'")[-1:]
    if end == "?" or said.title or "instruct" in said.has or "advice" in said.has or "plain" in said.has:
        return False
    if end == ":":
        return "benefit" in said.has and said.words > 5
    if end not in (".", "!", "…") and sentence.kind not in ("cell", "item"):
        return _fragment(sentence, flags)
    return (sentence.kind != "heading" and _asserts(sentence, flags)) or _fragment(sentence, flags)


def _results(sentence: Sentence) -> bool:
    return any(quantity.kind in RESULTS for quantity in sentence.quantities)


def _fragment(sentence: Sentence, flags: Collection[str]) -> bool:
    """A headline or a line without a full stop: only a result, a boasting count or, in running text, a boast."""
    if (_results(sentence) and ("outcome" in sentence.gist.has or "comparative" in flags)) or "count_claim" in flags:
        return True
    boasts = sentence.gist.superlative or sentence.gist.comparative or "benefit" in sentence.gist.has
    return boasts and sentence.kind != "heading" and len(sentence.gist.folded.split()) > 3


def _asserts(sentence: Sentence, flags: Collection[str]) -> bool:
    """A whole sentence, neither instruction nor plain description: does it claim something?"""
    has = sentence.gist.has
    kinds = {quantity.kind for quantity in sentence.quantities}
    outcome, results = "outcome" in has, bool(kinds & RESULTS)
    if "superlative" in flags or "count_claim" in flags or "fold" in kinds or (results and (outcome or "safety" in has or "comparative" in flags)):
        return True
    if "zero" in has or "benefit" in has or "design" in has or "safety_claim" in has or ("comparative" in flags and "study_design" not in flags):
        return True
    if _many(sentence):
        return outcome or "counted" in has
    return outcome and bool(kinds) and ("safety" in has or "duration" in kinds)


def _many(sentence: Sentence) -> bool:
    counts = (quantity.value for quantity in sentence.quantities if quantity.kind == "count")
    return any(value.isdigit() and int(value) >= MANY for value in counts)
