"""Words that every report shares: marks, counts, verdicts, numbers, and text made safe to print on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, Context, Decimal, Inexact
from fractions import Fraction
from typing import Protocol, TypeVar

from evidence.folding import fold_spaces
from evidence.model import LINKS, Audit, Basis, Citation, Finding, Missing, Place, Summary, Unchecked, Waiver
from evidence.patterns import late
from evidence.signoff import shown

TOOL = "evidence"
PART_11 = "Sign-offs are designed to support 21 CFR Part 11. This tool cannot prove who signed, by two components or one, or that the clock was right."
DOCS = "https://evidence-audit.readthedocs.io/rules/"  # the one place: SARIF helpUri, the README and `explain` point here
REGISTRY = "The bibliography and the registry"  # the group of everything that belongs to no single claim

MARKS = {"passed": "✓", "failed": "✗", "unchecked": "?", "waived": "~", "n/a": "–"}
STATE_WORDS = {"passed": "no error", "failed": "failed", "unchecked": "unchecked", "waived": "waived", "n/a": "nothing to check"}
ARITHMETIC_WORDS = {
    "confirmed": "agrees with the values as typed",
    "borderline": "borderline by the values as typed",
    "contradicted": "not what the values as typed give",
    "incomplete": "nothing to recompute it from",
}

# What can't be shown, or would act on a terminal, an editor or a reader: C0 and C1 controls, the marks that turn the
# reading direction around (a reviewer would see other words than the file holds), invisible separators, lone surrogates
# (they can't be written as UTF-8) and non-characters (XML refuses them). White space is folded before this is applied.
UNPRINTABLE = late(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
SURROGATE = late("[\ud800-\udfff]")
EXACT_DIGITS = 40  # a finite decimal is printed whole up to here; typed numbers never come near it
SHORT_DIGITS = 12


class _HasClaim(Protocol):
    @property
    def claim(self) -> str | None: ...


Entry = TypeVar("Entry", bound=_HasClaim)


# --- text ---------------------------------------------------------------------------------------------------------


def encodable(text: str) -> str:
    """`text` with lone surrogates, which no UTF-8 file can hold, replaced by U+FFFD."""
    return SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`text` on one line, safe to print anywhere: spaces folded, control and direction marks shown, not obeyed."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return UNPRINTABLE.sub(_picture, fold_spaces(text))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def shortened(text: str, width: int) -> str:
    """One line of at most `width` characters; what was cut is shown by an ellipsis, at a word's end where possible."""
    line = one_line(text)
    if len(line) <= width:
        return line
    cut = line[: max(width - 1, 0)]
    at = cut.rfind(" ")
    return (cut[:at] if at > width * 2 // 3 else cut) + "…"


def sentence(text: str) -> str:
    """One line that ends like a sentence."""
    line = one_line(text)
    return line if not line or line.endswith((".", "!", "?", "…", ":")) else line + "."


def plural(count: int, noun: str) -> str:
    """`plural(1, "claim")` → "1 claim"; `plural(2, "claim")` → "2 claims"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def exact(value: Fraction) -> str:
    """A number in digits: a finite decimal whole, else 12 true digits (cut, not rounded) and an ellipsis."""
    numerator, denominator = Decimal(value.numerator), Decimal(value.denominator)
    context = _context(EXACT_DIGITS)
    whole = context.divide(numerator, denominator)
    if not context.flags[Inexact]:
        return _digits(context.normalize(whole))
    mantissa, mark, exponent = _digits(_context(SHORT_DIGITS).divide(numerator, denominator)).partition("e")
    return f"{mantissa}…{mark}{exponent}"


def _context(digits: int) -> Context:
    return Context(prec=digits, rounding=ROUND_DOWN, Emin=-(10**9), Emax=10**9, traps=[])


def _digits(value: Decimal) -> str:
    """Without an exponent, unless the number is so large or small that its digits alone would fill a line."""
    return f"{value:f}" if -SHORT_DIGITS < value.adjusted() < EXACT_DIGITS else f"{value:e}"


# --- states and verdicts ------------------------------------------------------------------------------------------


def mark(state: str) -> str:
    """The mark of a link's state; what is not known is never shown as anything but unchecked."""
    return MARKS.get(state, "?")


def legend() -> str:
    """What the five marks mean."""
    return "   ".join(f"{MARKS[state]} {STATE_WORDS[state]}" for state in MARKS)


def verdict_in_words(audit: Audit) -> str:
    """The verdict for people: never more than was found out."""
    summary = audit.summary
    if not audit.made:
        return "none, no audit was made"
    if summary.verdict != "passed":
        return summary.verdict
    if summary.errors or summary.warnings or summary.infos:
        return "no finding that fails the audit"
    if summary.waived or summary.baselined:
        return "no finding beyond those waived or in the baseline"
    return "no finding"


def counts(summary: Summary) -> str:
    """The counts of an audit in one line, without a full stop."""
    parts = [
        f"{plural(summary.claims, 'claim')}: {plural(summary.errors, 'error')}",
        plural(summary.warnings, "warning"),
        plural(summary.infos, "note"),
    ]
    rest = [f"{summary.unchecked:,} unchecked", f"{summary.waived:,} waived"]
    baselined = [f"{summary.baselined:,} in the baseline"] if summary.baselined else []
    return "; ".join([", ".join(parts), *rest, *baselined])


def last_line(audit: Audit) -> str:
    """The summary that every report for people ends with."""
    verdict = f"Verdict: {verdict_in_words(audit)} (exit {audit.exit_code})."
    if not audit.made:
        return verdict
    nothing = "" if audit.summary.claims else " There are no claims, so nothing was checked."
    return f"{counts(audit.summary)}.{nothing} {verdict}"


def no_audit(audit: Audit) -> str:
    """The first sentence of the report of an audit that was not made, with the place that stopped it."""
    at = str(audit.findings[0].place) if audit.findings else audit.registry.path
    return f"No audit was made: {one_line(at)} could not be read as YAML, so nothing was checked."


# --- findings and unchecked ---------------------------------------------------------------------------------------


def cites(basis: Sequence[Basis]) -> str:
    """The texts behind a finding: "FD&C Act 502(a) (binding for devices); …"."""
    return "; ".join(f"{one_line(one.cite)} ({standing(one)})" for one in basis)


def standing(basis: Basis) -> str:
    """What a text is here, in words: "binding for devices", "code, binding for medicines", "guidance"."""
    whom = f" for {one_line(basis.whom)}" if basis.whom else ""
    return {"binding": f"binding{whom}", "code": f"code, binding{whom}"}.get(basis.role, one_line(basis.role))


def see(basis: Sequence[Basis]) -> str:
    """The same as a sentence, or an empty string. It points to a text and never judges."""
    return f"See {cites(basis)}." if basis else ""


def waived(waiver: Waiver) -> str:
    """Who accepted a finding, until when and why."""
    by, until = one_line(waiver.by or "nobody named"), one_line(waiver.until or "no date")
    return f"Waived by {by} until {until}: {sentence(waiver.reason or 'no reason')}"


def signed(sign_off: Mapping[str, str]) -> str:
    """A sign-off as 21 CFR 11.50 asks for it, and what it is worth today."""
    return f"{manifest(sign_off)} State: {worth(sign_off)}."


def manifest(sign_off: Mapping[str, str]) -> str:
    """Printed name, role, date and time with zone, and meaning."""
    facts = {key: one_line(value) or f"no {key}" for key, value in sign_off.items()}
    when = facts["time"].replace("T", " ").replace("Z", " UTC")
    decision = {"approve": "", "amend": ", asked to amend", "reject": ", rejected", "withdraw": ", withdrew"}.get(facts["decision"], "")
    said = f": {sentence(facts['comment'])}" if sign_off["comment"] else "."
    return f"{facts['name']} <{facts['email']}> as {facts['role']} on {when}: {facts['meaning']}{decision}{said}"


def worth(sign_off: Mapping[str, str]) -> str:
    """A sign-off's state, why, and how far the identity is proved."""
    facts = {key: one_line(sign_off[key]) for key in ("state", "because", "identity")}
    return f"{facts['state']}, {facts['because']}; {facts['identity']}" if facts["because"] else f"{facts['state']}; {facts['identity']}"


def pieces_signed(audit: Audit) -> list[tuple[str, dict[str, str]]]:
    """(material, sign-off) for every sign-off of a piece, in order."""
    ledger = audit.registry.ledger
    return [(material, shown(one)) for material, standings in sorted(ledger.pieces.items()) for one in standings] if ledger else []


def any_signed(audit: Audit) -> bool:
    """True where the report shows a sign-off, so that it must say what one cannot prove."""
    return any(result.sign_offs for result in audit.claims) or bool(pieces_signed(audit))


def override(finding: Finding) -> str:
    """Why the severity is not the rule's default, or an empty string."""
    severity = "Note" if finding.severity == "info" else finding.severity.capitalize()
    return f"{severity} here, not the rule's default: {sentence(finding.because)}" if finding.because else ""


def help_uri(rule: str) -> str:
    """The address of a rule's documentation."""
    return f"{DOCS}#{rule}"


def by_claim(entries: Iterable[Entry]) -> dict[str | None, list[Entry]]:
    """Entries under their claim's id, in the order they came; None holds what belongs to no claim."""
    groups: dict[str | None, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.claim, []).append(entry)
    return groups


def bearing(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Errors about a reference or the registry, under each claim whose link they break."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.claim is None and finding.severity == "error":
            for claim in finding.bears_on:
                groups.setdefault(claim, []).append(finding)
    return groups


def some(names: Sequence[str], most: int = 5) -> str:
    """The first few names and how many more there are: "a, b and 7 more"."""
    shown = ", ".join(shortened(name, 60) for name in names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown


def joined(entries: Iterable[Unchecked]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Unchecked entries with one and the same reason as one: (reason, its links in the chain's order, its rules)."""
    groups: dict[str, tuple[set[str], dict[str, None]]] = {}
    for entry in entries:
        links, rules = groups.setdefault(one_line(entry.because), (set(), {}))
        links.add(entry.link)
        if entry.rule:
            rules[one_line(entry.rule)] = None
    order = {link: at for at, link in enumerate(LINKS)}
    return [
        (because, tuple(sorted(links, key=lambda link: (order.get(link, len(order)), link))), tuple(rules))
        for because, (links, rules) in groups.items()
    ]


def cited(citation: Citation) -> str:
    """One reference of a claim in words: "18 (polly2016)", "20 (duhon2016, a candidate)", "99 (not found)"."""
    typed, key = one_line(citation.typed), one_line(citation.key or "")
    notes = [key] if key and key != typed else []
    if citation.candidate:
        notes.append("a candidate")
    if isinstance(citation.reference, Missing):
        notes.append("not found")
    return f"{typed} ({', '.join(notes)})" if notes else typed


def from_root(audit: Audit) -> Audit:
    """The same audit with its paths as seen from the working directory, for tools that annotate files of a repository."""
    if not audit.base:
        return audit

    def moved(place: Place) -> Place:
        return replace(place, path=f"{audit.base}/{place.path}")

    def shifted(finding: Finding) -> Finding:
        related = tuple(replace(each, place=moved(each.place)) for each in finding.related)
        return replace(finding, place=moved(finding.place), related=related)

    registry = replace(audit.registry, place=lambda path: moved(audit.registry.place(path)))
    inputs = tuple(replace(each, path=f"{audit.base}/{each.path}") for each in audit.inputs)
    return replace(audit, registry=registry, inputs=inputs, findings=tuple(shifted(each) for each in audit.findings))
