"""A waiver is incomplete, past its date or without end, for a rule that cannot be waived, or covers nothing any more.

Why: a waiver is a named person's decision to live with a finding for a while. Without a name, a reason and an end it is
only a switch, and one that covers nothing hides the next finding of its kind.

Do: give `rule`, `reason`, `by` and `until` (a day, YYYY-MM-DD), renew the decision, or take the waiver out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from difflib import get_close_matches

from evidence.model import Context, Problem, Settled, Waiver
from evidence.waivers import said

LINK = "registered"
SEVERITY = "error"
DECIDED = "data"
INTEGRITY = True
BASIS = ("GOV705",)

MOST_YEARS = 2  # ahead: a decision to live with a finding is renewed, or it is a switch
HEAD = "version: 1\nclaims:\n  - id: a\n    text: less pain\n    type: efficacy\n    waivers:\n"
FULL = "      - {rule: %s, reason: known, by: Ana, until: %s}  # here\n"

PASSES = {
    "a complete waiver over a finding that stands": {"claims.yaml": HEAD + FULL % ("claim-without-reference", "2026-11-22")},
}
FAILS = {
    "past its date": {"claims.yaml": HEAD + FULL % ("claim-without-reference", "2026-11-21")},
    "no such day": {"claims.yaml": HEAD + FULL % ("claim-without-reference", "soon")},
    "a blank for a reason": {"claims.yaml": HEAD + FULL.replace("known", "' '") % ("claim-without-reference", "2026-12-31")},
    "a blank for a name": {"claims.yaml": HEAD + FULL.replace("Ana", '"\\u00a0"') % ("claim-without-reference", "2026-12-31")},
    "for ever": {"claims.yaml": HEAD + FULL % ("claim-without-reference", "9999-01-01")},
    "no such rule": {"claims.yaml": HEAD + FULL % ("claim-without-referense", "2026-12-31")},
    "a rule that cannot be waived": {"claims.yaml": HEAD + FULL % ("claim-invalid", "2026-12-31")},
    "nobody's name": {"claims.yaml": HEAD + "      - {rule: claim-without-reference, reason: known, until: 2026-12-31}  # here\n"},
    "it covers nothing": {
        "claims.yaml": HEAD.replace("efficacy", "status") + FULL % ("claim-without-reference", "2026-12-31"),
    },
}


def check(settled: Settled, context: Context) -> Iterator[Problem]:
    for waiver in settled.waivers:
        claim, name = waiver.claim or "", waiver.rule or "(no rule)"
        if fault := _fault(waiver, context):
            yield Problem(f"the waiver of {name} is not in force: {fault}", at=waiver.path, about=name, claim=claim, key=waiver.key or "")
        elif waiver.path not in settled.used:
            message = f"the waiver of {name} covers nothing: the rule does not fire here today"
            because = "it hides nothing today"
            yield Problem(message, waiver.path, name, severity="warning", because=because, claim=claim, key=waiver.key or "")
        elif _far(waiver, context):
            message = f"the waiver of {name} holds until {waiver.until}, more than {MOST_YEARS} years from now"
            because = "it is in force, and nobody will look at it again"
            yield Problem(message, waiver.path, f"{name} until", severity="warning", because=because, claim=claim, key=waiver.key or "")


def _far(waiver: Waiver, context: Context) -> bool:
    return date.fromisoformat(str(waiver.until)) - date.fromisoformat(context.as_of) > timedelta(days=366 * MOST_YEARS)


def _fault(waiver: Waiver, context: Context) -> str:
    lacking = [name for name in ("rule", "reason", "by", "until") if not getattr(waiver, name)]
    lacking += [f"{name} (it is blank)" for name in ("reason", "by") if getattr(waiver, name) and not said(getattr(waiver, name))]
    if not waiver.claim and not waiver.key:
        lacking.append("key (a BibTeX key) or material")
    if lacking:
        return f"it lacks {', '.join(lacking)}"
    rule, until = str(waiver.rule), str(waiver.until)
    if rule not in context.rules:
        close = get_close_matches(rule, context.rules, n=1)
        return "there is no such rule" + (f"; did you mean {close[0]}?" if close else "")
    if rule in context.integrity:
        return "this rule guards the registry itself and cannot be waived"
    try:
        return f"it ended on {until}" if date.fromisoformat(until) < date.fromisoformat(context.as_of) else ""
    except ValueError:
        return f"until: {until!r} is no day (YYYY-MM-DD)"
