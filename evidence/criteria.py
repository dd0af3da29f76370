"""The criteria of an audit under one profile: every rule with its words, its severity in force and the texts behind it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from evidence import bases, rules, wording
from evidence.model import LINKS, Basis, Policy, Rule

ASKS = {  # what each link of the chain asks
    "registered": "Is every statement on the page a registered claim, word for word?",
    "cited": "Does the claim cite a reference that can be found?",
    "sound": "Does the reference still stand, and does it carry this kind of claim?",
    "anchored": "Do the words stand in the source?",
    "recomputed": "Does the number follow from the source's values, and do the words say what it is?",
    "approved": "Has somebody answered for it?",
}
DECIDED = {"data": "decided by the data alone", "wording": "decided by wording, so it names the words that made it fire"}
MARKS = {"V": "read", "V2": "confirmed by a second source"}
TEXT_WIDTH = 100


def catalogue(profile: str) -> tuple[Rule, ...]:
    """Every rule as it stands in a profile, without a team's own policy. Raises KeyError for an unknown profile."""
    return rules.catalogue(bases.bases(profile), Policy(), bases.levels(profile))


def section(profile: str) -> str:
    """The criteria section of a report, as plain text: rules by link, then the texts, then what is not cited and why."""
    every = catalogue(profile)
    about = bases.read(profile).about
    lines = [f"Criteria of the audit, profile {profile}", ""]
    lines += _wrapped(
        f"{len(every)} rules. A text is cited only where it binds or guides in this profile ({about}) and was read, or a second source "
        "confirms it. A finding points to a text; whether the text was breached is for a qualified person to say."
    )
    for link in LINKS:
        lines += ["", "", f"{link.upper()}: {ASKS[link]}"]
        for rule in every:
            if rule.link == link:
                lines += ["", *_rule(rule)]
    lines += ["", "", "TEXTS", *_texts(_cited(every))]
    lines += ["", "", "NOT CITED IN THIS PROFILE, AND WHY"]
    lines += [line for basis in bases.left_out(profile) for line in _wrapped(f"{basis.cite}: {basis.says}", "  ", "    ")] or ["  nothing"]
    for gap in bases.read(profile).gaps:
        lines += _wrapped(f"For {', '.join(gap['audience'][:2])}: {gap['says']}, because {gap['because']}.", "  ", "    ")
    return "\n".join(lines)


def _rule(rule: Rule) -> Iterator[str]:
    firmness = "; nothing can switch it off or waive it" if rule.integrity else ""
    yield f"{rule.name}  [{rule.now}]"
    yield from _wrapped(f"What: {rule.summary}", "  ", "        ")
    yield from _wrapped(f"Why:  {rule.why}", "  ", "        ")
    yield from _wrapped(f"Do:   {rule.todo}", "  ", "        ")
    changed = f" (the rule's own default is {rule.own}; {rule.because})" if rule.own != rule.severity else ""
    yield from _wrapped(f"Severity: {rule.now}{changed}; {DECIDED[rule.decided]}{firmness}.", "  ", "        ")
    for basis in rule.basis:
        yield from _wrapped(f"See {wording.cites([basis])}", "  ", "        ")
    for one in rule.where:
        yield from _wrapped(f"Where {one.when}, see {wording.cites(one.basis)}", "  ", "        ")


def _cited(every: tuple[Rule, ...]) -> list[Basis]:
    return list(dict.fromkeys(basis for rule in every for basis in (*rule.basis, *(one for each in rule.where for one in each.basis))))


def _texts(cited: list[Basis]) -> Iterator[str]:
    for basis in cited:
        yield ""
        yield from _wrapped(f"{basis.cite} ({wording.standing(basis)}): {basis.says}", "  ", "    ")
        yield f"    {basis.url}"
        if basis.seen != basis.url:
            yield f"    {MARKS[basis.mark]} at {basis.seen}"


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, TEXT_WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)


# --- a list for machines ------------------------------------------------------------------------------------------


def listed(profile: str) -> dict[str, Any]:
    """The rules as plain values for JSON, in the order of their names."""
    return {
        "schema_version": 1,
        "profile": profile,
        "rules": [_entry(rule) for rule in catalogue(profile)],
        "not_cited": [{"cite": basis.cite, "because": basis.says} for basis in bases.left_out(profile)],
    }


def _entry(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "link": rule.link,
        "looks_at": rule.subject.lower(),
        "severity": rule.now,
        "default": rule.own,
        "because": rule.because or None,
        "decided": rule.decided,
        "integrity": rule.integrity,
        "what": rule.summary,
        "why": rule.why,
        "do": rule.todo,
        "basis": [_basis(basis) for basis in rule.basis],
        "basis_where": [{"when": one.when, "basis": [_basis(basis) for basis in one.basis]} for one in rule.where],
        "help": wording.help_uri(rule.name),
    }


def _basis(basis: Basis) -> dict[str, str]:
    words = {"cite": basis.cite, "role": basis.role, "standing": wording.standing(basis), "says": basis.says, "url": basis.url}
    return {**words, "mark": basis.mark, "seen": basis.seen or basis.url}


def table(profile: str) -> str:
    """The rules as a markdown table."""
    head = ["| rule | link | severity | decided by | see | it fires when |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *(_row(rule) for rule in catalogue(profile))])


def _row(rule: Rule) -> str:
    cells = (f"`{rule.name}`", rule.link, rule.now, rule.decided, wording.cites(rule.basis) or "–", rule.summary)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def lines(profile: str) -> str:
    """The rules one a line: name, severity in force, what it looks for."""
    every = catalogue(profile)
    width = max(len(rule.name) for rule in every)
    return "\n".join(f"{rule.name:<{width}}  {rule.now:<7}  {rule.summary}" for rule in every)
