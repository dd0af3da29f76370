"""Which superscripts of a page are reference marks and which belong to their number, by their looks alone."""

from __future__ import annotations

import re

from evidence.page import Page, Run
from evidence.patterns import late

MARK = late(r"(?:TM|SM|[0-9\s,;()\[\]*†‡§¶‖#®™℠©‐‑–−-])+[a-z]?|[(]?[ivx]{1,5}[)]?|[a-z]")
TRADEMARK = late(r"(?:TM|SM|MC|MD)([0-9,–-]+)")  # "Name<sup>TM</sup><sup>3</sup>" is one raised stretch
UNIT = late(r"(?:(?<![^\W\d_])(?:[kcdmµμn]?m|in|ft|yd|s|sec|kg|r|χ))$", re.IGNORECASE)
BASE = late(r"(?<![\d.,])(?:10|2)$")


def sort(page: Page) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """A page's reference marks and the superscripts that belong to their number or unit (10², m², ¹³¹I), told apart by what is raised
    and what it stands at. For callers who have not read the page's reference list: those who have, know better."""
    marks: list[tuple[int, int]] = []
    raised: list[tuple[int, int]] = []
    for run in page.runs:
        if run.kind == "mark":
            marks.append((run.start, run.end))
        elif run.kind == "superscript":
            typed = page.text[run.start : run.end]
            if len(typed) > 1 and typed.isdecimal() and page.text[run.start - 1 : run.start].isalpha() and typed.isascii():
                marks.append((run.start, run.end))  # by far the commonest: two digits right after a word
            elif _is_exponent(page.text, run, typed):
                raised.append((run.start, run.end))
            elif MARK.fullmatch(typed) and not (typed.isalpha() and page.text[run.start - 1 : run.start].isdigit()):  # 2e, 1a
                marks.append((run.start, run.end))
            elif signed := TRADEMARK.fullmatch(typed):
                marks.append((run.start + signed.start(1), run.end))
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
