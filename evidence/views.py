"""What a notebook shows of a report and of the nouns in it: small tables of escaped text that take the page's own colours."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from evidence import wording
from evidence.model import (
    LINKS,
    Anchor,
    Audit,
    Chain,
    Claim,
    ClaimResult,
    Finding,
    Missing,
    Quantity,
    Recomputation,
    Recomputed,
    Registry,
)
from evidence.wording import exact, mark, one_line, sentence, shortened

T = TypeVar("T")

SHOWN = 20  # rows of a table in a notebook cell; the rest is counted
WIDE = 300  # characters of one cell
# No colour of our own, of words or ground: it must read on light and dark.
LEFT = "text-align:left;vertical-align:top;padding:.15em .6em .15em 0"


@dataclass(frozen=True, eq=False, repr=False)
class View(Generic[T]):
    """A noun of an audit as a notebook shows it. Its attributes are the noun's own, and what they lead to is a View again.

    `noun`: the plain noun. `audit`: where it comes from; None for a noun that stands alone, such as what `recompute` answers.

    >>> from evidence import recompute
    >>> View(recompute("88%", "proportion", count=90, total=100))
    proportion: contradicted, 90 % (90 to 90)
    """

    noun: T
    audit: Audit | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in ("noun", "audit"):  # asked for before they are set, by copy and pickle
            raise AttributeError(name)
        return seen(getattr(self.noun, name), self.audit)

    def __dir__(self) -> list[str]:
        return sorted({*dir(type(self)), *(name for name in dir(self.noun) if not name.startswith("_"))})

    def __repr__(self) -> str:
        return WORDS[type(self.noun)](self.noun)

    def _repr_html_(self) -> str:
        return PICTURES[type(self.noun)](self.noun, self.audit)


def seen(value: Any, audit: Audit | None) -> Any:
    """A noun that has a picture as a View, a tuple of them as a tuple of Views, and anything else as it is."""
    if type(value) in PICTURES:
        return View(value, audit)
    if isinstance(value, tuple) and any(type(one) in PICTURES for one in value):
        return tuple(seen(one, audit) for one in value)
    return value


# --- pieces of HTML -----------------------------------------------------------------------------------------------


def text(value: object, width: int = WIDE) -> str:
    """Text that is safe in HTML: one line, what cannot be printed made visible, escaped."""
    return html.escape(shortened(wording.encodable(str(value)), width))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], most: int = SHOWN, noun: str = "rows") -> str:
    """A table of cells that are HTML already; what is beyond `most` rows is counted."""
    every = list(rows)
    if not every:
        return ""
    top = "".join(f"<th scope='col' style='{LEFT}'>{text(name)}</th>" for name in head)
    body = "".join("<tr>" + "".join(f"<td style='{LEFT}'>{cell}</td>" for cell in row) + "</tr>" for row in every[:most])
    more = f"<p>and {len(every) - most:,} more {noun}</p>" if len(every) > most else ""
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>{more}"


def facts(pairs: Iterable[tuple[str, object]]) -> str:
    """Names and values, one a row; what is empty is left out."""
    rows = "".join(f"<tr><th scope='row' style='{LEFT}'>{text(name)}</th><td style='{LEFT}'>{text(value)}</td></tr>" for name, value in pairs if value)
    return f"<table><tbody>{rows}</tbody></table>" if rows else ""


def box(title: str, *parts: str) -> str:
    """One picture: a bold line, then its parts."""
    return f"<div><p><strong>{text(title)}</strong></p>{''.join(parts)}</div>"


def state(name: str) -> str:
    """A link's state: mark and word, so that no colour is needed."""
    return text(f"{mark(name)} {name}")


def _findings(found: Sequence[Finding], most: int = SHOWN) -> str:
    marks = {"error": "✗", "warning": "!", "info": "i"}
    rows = [
        (text(f"{marks.get(one.severity, '?')} {one.severity}{'' if one.counts else ', accepted'}"), text(one.rule), text(one.message), text(one.place))
        for one in found
    ]
    return table(("severity", "rule", "what was seen", "where"), rows, most, "findings")


# --- the pictures -------------------------------------------------------------------------------------------------


def report(audit: Audit) -> str:
    """The verdict, what was read, and a row a claim with its six states; at most 20 rows."""
    results = audit.claims
    rows = [(text(one.claim.id, 60), text(one.claim.text, 120), *(state(one.links[link]) for link in LINKS)) for one in results[: SHOWN + 1]]
    shown = table(("claim", "text", *LINKS), rows[:SHOWN])
    more = f"<p>and {len(results) - SHOWN:,} more claims</p>" if len(results) > SHOWN else ""
    signed = [f"{one.claim.id}: {wording.signed(each)}" for one in results[:SHOWN] for each in one.sign_offs]
    rest = f"<p>and {len(signed) - SHOWN:,} more sign-offs</p>" if len(signed) > SHOWN else ""
    who = f"<p>{text(wording.PART_11)}</p><ul>{''.join(f'<li>{text(one, 600)}</li>' for one in signed[:SHOWN])}</ul>{rest}" if signed else ""
    read = f"<p>What was read: {text(sentence(audit.what_was_read), 600)}</p>" if audit.what_was_read else ""
    return box(wording.last_line(audit), read, f"<p>As of {text(audit.as_of)}. Marks: {text(wording.legend())}</p>", shown, more, who)


def _result(one: ClaimResult, audit: Audit | None) -> str:
    links = table(LINKS, [[state(one.links[link]) for link in LINKS]])
    return _claim(one.claim, audit).replace("</div>", "") + links + _used(one) + _about(one.claim.id, audit) + "</div>"


def _used(one: ClaimResult) -> str:
    where = "".join(f"<li>{text(place)}</li>" for place in one.used_on[:SHOWN])
    more = f"<li>and {len(one.used_on) - SHOWN:,} more places</li>" if len(one.used_on) > SHOWN else ""
    return f"<p>It stands on:</p><ul>{where}{more}</ul>" if where else ""


def _about(claim: str, audit: Audit | None) -> str:
    if audit is None:
        return ""
    found = [one for one in audit.findings if one.claim == claim or claim in one.bears_on]
    gaps = wording.joined(one for one in audit.unchecked if one.claim == claim)
    rows = [(text(", ".join(links)), text(because)) for because, links, _ in gaps]
    return _findings(found) + table(("unchecked", "because"), rows, SHOWN, "reasons")


def _claim(claim: Claim, audit: Audit | None) -> str:
    scope = "; ".join(f"{name}: {', '.join(map(str, each)) if isinstance(each, list) else each}" for name, each in claim.scope.items())
    told = [("text", f"“{claim.text}”"), ("type", claim.type), ("product", claim.product), ("references", ", ".join(claim.references))]
    told += [("label", claim.label), ("scope", scope), ("note", claim.note)]
    rows = [(text(one.printed), text(one.what or ""), text(one.measure or ""), text(one.when or "")) for one in claim.quantities]
    return box(claim.id, facts(told), table(("number", "what", "measure", "when"), rows, SHOWN, "numbers"))


def _quantity(quantity: Quantity, audit: Audit | None) -> str:
    told = [(name, getattr(quantity, name)) for name in ("what", "measure", "when", "arm", "better", "n", "ci", "p", "responder", "comparator")]
    rows = [
        (text(", ".join(f"{name} {value}" for name, value in each.inputs.items())), text("; ".join(map(_source, each.sources))))
        for each in quantity.derivations
    ]
    return box(quantity.printed, facts(told), table(("from", "read in"), rows, SHOWN, "derivations"))


def _source(source: Any) -> str:
    how = {"full": "read in full", "abstract": "the abstract", "secondary": "a secondary source"}.get(source.read, "how much was read is not recorded")
    return ", ".join(filter(None, (source.reference, source.where, how)))


def _recomputation(one: Recomputation, audit: Audit | None) -> str:
    rows = [
        (text(at), text(wording.ARITHMETIC_WORDS.get(each.verdict, each.verdict)), text(each.arithmetic), text(_interval(each)), text(each.explanation))
        for at, each in enumerate(one.results)
    ]
    head = ("derivation", "the printed number", "calculation", "recomputed (low to high)", "explanation")
    nothing = "" if rows else f"<p>{text(wording.ARITHMETIC_WORDS['incomplete'])}</p>"
    return _quantity(one.quantity, audit).replace("</div>", "") + table(head, rows, SHOWN, "derivations") + nothing + "</div>"


def _recomputed(one: Recomputed, audit: Audit | None) -> str:
    told = [("calculation", one.arithmetic), ("recomputed", _interval(one)), ("which rounds to", one.rounds_to), ("explanation", one.explanation)]
    return box(f"{one.measure}: {wording.ARITHMETIC_WORDS.get(one.verdict, one.verdict)}", facts(told))


def _interval(one: Recomputed) -> str:
    if one.value is None:
        return ""
    low, high = (exact(end) if end is not None else "no bound" for end in (one.low, one.high))
    return f"{exact(one.value)} {one.unit} ({low} to {high})".replace("  ", " ")


def _finding(one: Finding, audit: Audit | None) -> str:
    told: list[tuple[str, object]] = [("severity", one.severity), ("link", one.link), ("claim", one.claim), ("reference", one.key)]
    told += [("where", one.place), ("what was seen", one.message), ("why it matters", one.why), ("what to do", one.fix)]
    told += [("see", wording.cites(one.basis)), ("accepted", wording.waived(one.waiver) if one.waiver else ""), ("rule", wording.help_uri(one.rule))]
    return box(one.rule, facts(told))


def _chain(chain: Chain, audit: Audit | None) -> str:
    """The claim's way to its source: each step, what it leads to, and what is missing there."""
    gaps: dict[str, list[str]] = {}
    for each in chain.missing:
        gaps.setdefault(each.link, []).append(each.because)
    leads = _leads(chain)
    states: Mapping[str, str] = next((one.links for one in audit.claims if one.chain is chain), {}) if audit else {}
    rows = []
    for link in LINKS:
        why = [*gaps.get(link, ()), *([chain.not_applicable[link]] if link in chain.not_applicable else [])]
        rows.append((text(link), state(states[link]) if link in states else "", _lines(leads.get(link, ())), _lines(why)))
    return box(f"{chain.claim.id}: “{shortened(chain.claim.text, 120)}”", table(("link", "state", "leads to", "what is missing"), rows))


def _leads(chain: Chain) -> dict[str, list[str]]:
    cited = [wording.cited(each) for each in chain.citations]
    numbers = [
        f"{one.quantity.printed}: {wording.ARITHMETIC_WORDS.get(each.verdict, each.verdict)}; {each.arithmetic or each.explanation}"
        for one in chain.quantities
        for each in one.results
    ]
    signed = [wording.plural(len(chain.standings), "sign-off")] if chain.standings else []
    return {"cited": cited, "anchored": [_anchor(one) for one in chain.anchors], "recomputed": numbers, "approved": signed}


def _anchor(one: Anchor) -> str:
    words = one.found.because if isinstance(one.found, Missing) else f"{one.found.kind}: “{one.found.words}”"
    return f"{one.printed + ' ' if one.printed else ''}{_source(one.source)}: {words}"


def _lines(words: Iterable[str]) -> str:
    every = list(words)
    more = [f"and {len(every) - SHOWN:,} more"] if len(every) > SHOWN else []
    return "<br>".join(text(one) for one in [*every[:SHOWN], *more])


def _registry(registry: Registry, audit: Audit | None) -> str:
    rows = [(text(one.id, 60), text(one.text, 120), text(", ".join(one.references))) for one in registry.claims[:SHOWN]]
    more = f"<p>and {len(registry.claims) - SHOWN:,} more claims</p>" if len(registry.claims) > SHOWN else ""
    return box(f"{registry.path}: {wording.plural(len(registry.claims), 'claim')}", table(("claim", "text", "references"), rows), more)


def supposed(changes: Sequence[str], before: str, after: str, rows: Sequence[Sequence[str | None]]) -> str:
    """What was supposed, the two verdicts, and a row a difference."""
    asked = "".join(f"<li>{text(one)}</li>" for one in changes[:SHOWN])
    cells = [[text(cell or "") for cell in row] for row in rows[: SHOWN + 1]]
    more = f"<p>and {len(rows) - SHOWN:,} more differences</p>" if len(rows) > SHOWN else ""
    nothing = "" if rows else "<p>nothing differs</p>"
    head = ("what", "claim", "name", "before", "after", "message")
    return box(f"Verdict: {before} → {after}", f"<p>Supposed, and written nowhere:</p><ul>{asked}</ul>", table(head, cells[:SHOWN]), more, nothing)


PICTURES: Mapping[type, Callable[[Any, Audit | None], str]] = {
    ClaimResult: _result, Claim: _claim, Quantity: _quantity, Recomputation: _recomputation, Recomputed: _recomputed, Finding: _finding,
    Chain: _chain, Registry: _registry,
}  # fmt: skip
WORDS: Mapping[type, Callable[[Any], str]] = {
    ClaimResult: lambda one: f"{one_line(one.claim.id)}: " + " ".join(f"{mark(one.links[link])} {link}" for link in LINKS),
    Claim: lambda one: f"{one_line(one.id)}: “{shortened(one.text, 100)}”",
    Quantity: lambda one: f"{one_line(one.printed)} ({one.measure or 'no measure'})",
    Recomputation: lambda one: f"{one_line(one.quantity.printed)}: {one.verdict}",
    Recomputed: lambda one: f"{one.measure}: {one.verdict}, {_interval(one) or one.explanation}",
    Finding: lambda one: f"{one.severity} {one.rule} at {one_line(str(one.place))}: {shortened(one.message, 200)}",
    Chain: lambda one: f"{one_line(one.claim.id)}: {len(one.citations)} references, {len(one.quantities)} numbers, {len(one.missing)} gaps",
    Registry: lambda one: f"{one_line(one.path)}: {wording.plural(len(one.claims), 'claim')}",
}
