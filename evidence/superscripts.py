"""The characters for what is raised or lowered, and which superscripts of a page are reference marks, by their looks alone."""

from __future__ import annotations

import re

from evidence.page import Page, Run
from evidence.patterns import late

MARK = late(r"(?:TM|SM|[0-9\s,;()\[\]*†‡§¶‖#®™℠©‐‑–−-])+[a-z]?|[(]?[ivx]{1,5}[)]?|[a-z]")
TRADEMARK = late(r"(?:TM|SM|MC|MD)([0-9,–-]+)")  # "Name<sup>TM</sup><sup>3</sup>" is one raised stretch
UNIT = late(r"(?:(?<![^\W\d_])(?:[kcdmµμn]?m|in|ft|yd|s|sec|kg|r|χ))$", re.IGNORECASE)
BASE = late(r"(?<![\d.,])(?:10|2)$")
# What is raised and lowered, and the characters for it: the one table. There is none for a raised q.
NOTES = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
SUPER = str.maketrans("0123456789+-−–()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾" + NOTES)
SUB = str.maketrans("0123456789+-−–()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎")
WORD = late(r"(?=[a-z]*[f-z])[a-z]{2,}")  # 1st, 2me, 1er: letters of a word and no notes


def raised(words: str, follows: str = "") -> str:
    """What is raised, in the characters for it; a word stays (the "er" of 1er), and a letter that another one `follows` (⁹⁹mTc)."""
    if WORD.search(words) or (follows.isalnum() and words[-1:].isalpha()):
        return words if words.isalpha() else words.translate({code: sign for code, sign in SUPER.items() if not chr(code).isalpha()})
    return words.translate(SUPER)


def shown(page: Page, start: int, end: int) -> str:
    """page.text[start:end] with what is raised in the characters for it: "50²%" and not "502%"."""
    pieces, at = [], start
    for run in page.runs:
        if run.kind == "superscript" and at <= run.start and run.end <= end:
            pieces += [page.text[at : run.start], raised(page.text[run.start : run.end], page.text[run.end : run.end + 1])]
            at = run.end
    return "".join([*pieces, page.text[at:end]])


def sort(page: Page) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """A page's reference marks and the superscripts that belong to their number or unit (10², m², ¹³¹I), told apart by what is raised
    and what it stands at. For callers who have not read the page's reference list: those who have, know better."""
    marks: list[tuple[int, int]] = []
    raised: list[tuple[int, int]] = []
    text = page.text
    for run in page.runs:
        start, end = run.start, run.end
        if run.kind == "mark":
            marks.append((start, end))
        elif run.kind == "superscript":
            typed, before = text[start:end], text[start - 1 : start]
            if before.isalpha() and len(typed) > 1 and typed.isdecimal() and typed.isascii():
                marks.append((start, end))  # by far the commonest: two digits right after a word
            elif _is_exponent(text, run, typed):
                raised.append((start, end))
            elif MARK.fullmatch(typed) and not (typed.isalpha() and before.isdigit()):  # 2e, 1a
                marks.append((start, end))
            elif signed := TRADEMARK.fullmatch(typed):
                marks.append((start + signed.start(1), end))
    return marks, raised


def _is_exponent(text: str, run: Run, typed: str) -> bool:
    """Whether a superscript belongs to the number, unit or element it stands at, so that without it the text would say something else."""
    if typed.strip("0123456789+-−–") or run.target:
        return False
    before, after = text[max(0, run.start - 12) : run.start], text[run.end : run.end + 1]
    if not before or before[-1].isspace():
        return after.isalpha()  # ¹³¹I
    if before[-1].isdigit():
        return bool(BASE.search(before)) or typed in ("2", "3") or not typed.isdigit()
    return typed.lstrip("-−–") in ("1", "2", "3") and UNIT.search(before) is not None
