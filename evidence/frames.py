"""An audit → pandas data frames with documented, typed columns. pandas is imported here, and only when a frame is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from evidence.model import LINKS, SEVERITIES, STATES, VERDICTS, Audit, Recomputed, Reference
from evidence.page import closest
from evidence.verdict import bearers
from evidence.wording import exact

if TYPE_CHECKING:
    import pandas

TEXT, WHOLE, REAL, FLAG = "string", "Int64", "Float64", "boolean"
STATE, SEVERITY, VERDICT = ("state", STATES), ("severity", SEVERITIES), ("verdict", VERDICTS)
CLAIMS: Mapping[str, Any] = {
    "claim": TEXT, "text": TEXT, "type": TEXT, "product": TEXT, "references": object, "line": WHOLE, **dict.fromkeys(LINKS, STATE),
}  # fmt: skip
QUANTITIES: Mapping[str, Any] = {
    "claim": TEXT, "quantity": WHOLE, "derivation": WHOLE, "printed": TEXT, "what": TEXT, "measure": TEXT, "when": TEXT, "arm": TEXT,
    "inputs": object, "verdict": VERDICT, "value": REAL, "low": REAL, "high": REAL, "value_exact": TEXT, "low_exact": TEXT,
    "high_exact": TEXT, "unit": TEXT, "direction": TEXT, "explanation": TEXT,
}  # fmt: skip
FINDINGS: Mapping[str, Any] = {
    "rule": TEXT, "severity": SEVERITY, "link": TEXT, "claim": TEXT, "key": TEXT, "message": TEXT, "why": TEXT, "fix": TEXT,
    "path": TEXT, "line": WHOLE, "column": WHOLE, "waived": FLAG, "baselined": FLAG, "fingerprint": TEXT,
}  # fmt: skip
UNCHECKED: Mapping[str, Any] = {"rule": TEXT, "link": TEXT, "claim": TEXT, "because": TEXT}
STATEMENTS: Mapping[str, Any] = {
    "material": TEXT, "path": TEXT, "line": WHOLE, "text": TEXT, "claim": TEXT, "match": TEXT, "quantities": object, "references": object,
    "flags": object,
}  # fmt: skip
REFERENCES: Mapping[str, Any] = {
    "key": TEXT, "type": TEXT, "author": TEXT, "title": TEXT, "journal": TEXT, "year": WHOLE, "doi": TEXT, "pmid": TEXT,
    "path": TEXT, "line": WHOLE, "claims": object,
}  # fmt: skip


def claims(audit: Audit) -> pandas.DataFrame:
    """One row a claim. Columns: CLAIMS; `references` holds lists, so that `explode` works; links are categoricals of STATES."""
    place = audit.registry.place
    return _frame(
        CLAIMS,
        (
            (
                *(one.claim.id, one.claim.text, one.claim.type, one.claim.product, list(one.claim.references)),
                *(place(one.claim.path).line, *(one.links[link] for link in LINKS)),
            )
            for one in audit.claims
        ),
    )


def quantities(audit: Audit) -> pandas.DataFrame:
    """One row a derivation. Columns: QUANTITIES; value, low and high in the printed unit, as floats and as exact text."""
    rows = []
    for one in audit.claims:
        for number, each in enumerate(one.chain.quantities):
            quantity = each.quantity
            facts = (quantity.printed, quantity.what, quantity.measure, quantity.when, quantity.arm)
            for index, result in enumerate(each.results):
                inputs = dict(quantity.derivations[index].inputs)
                rows.append((one.claim.id, number, index, *facts, inputs, *_numbers(result)))
            if not each.results:
                rows.append((one.claim.id, number, None, *facts, {}, *_numbers(Recomputed("incomplete", quantity.measure or ""))))
    return _frame(QUANTITIES, rows)


def findings(audit: Audit) -> pandas.DataFrame:
    """One row a finding, most material first. Columns: FINDINGS; severity is an ordered categorical (info < warning < error)."""
    return _frame(
        FINDINGS,
        (
            (one.rule, one.severity, one.link, one.claim, one.key, one.message, one.why, one.fix, one.place.path, one.place.line,
             one.place.column, one.waiver is not None, one.baselined, one.fingerprint)
            for one in audit.findings
        ),
    )  # fmt: skip


def unchecked(audit: Audit) -> pandas.DataFrame:
    """One row for everything that could not be checked. Columns: UNCHECKED; an empty claim concerns every claim."""
    return _frame(UNCHECKED, ((one.rule, one.link, one.claim, one.because) for one in audit.unchecked))


def statements(audit: Audit) -> pandas.DataFrame:
    """One row a statement of a page. Columns: STATEMENTS; an empty claim: it is registered nowhere; the lists are lists of text."""
    rows = []
    for piece in audit.pieces:
        for index, one in enumerate(piece.reading.statements):
            use = closest(index, piece)
            numbers = [quantity.text for quantity in one.quantities]
            facts = (piece.material, piece.file, one.line, one.text, use.claim if use else None, use.kind if use else None)
            rows.append((*facts, numbers, list(one.references), list(one.flags)))
    return _frame(STATEMENTS, rows)


def references(audit: Audit) -> pandas.DataFrame:
    """One row a reference that is used. Columns: REFERENCES; `claims` holds the ids of the claims that rest on it."""
    bearing = bearers(one.chain for one in audit.claims)
    used = sorted(audit.registry.bibliography.references.items())
    return _frame(REFERENCES, ((*_facts(entry), list(bearing.get(key, ()))) for key, entry in used))


def _facts(entry: Reference) -> tuple[Any, ...]:
    field = entry.fields.get
    year = (field("year") or field("date") or "")[:4]
    return (entry.key, entry.type, field("author"), field("title"), field("journal") or field("journaltitle"),
            int(year) if year.isascii() and year.isdigit() else None, field("doi"), field("pmid"), entry.place.path, entry.place.line)  # fmt: skip


def _numbers(result: Recomputed) -> tuple[Any, ...]:
    triple = (result.value, result.low, result.high)
    reals = (None if value is None else float(value) for value in triple)
    return (result.verdict, *reals, *(None if value is None else exact(value) for value in triple),
            result.unit, result.direction or None, result.explanation or None)  # fmt: skip


def _frame(columns: Mapping[str, Any], rows: Iterable[tuple[Any, ...]]) -> pandas.DataFrame:
    import pandas

    frame = pandas.DataFrame(list(rows), columns=list(columns), dtype=object)
    for name, kind in columns.items():
        if isinstance(kind, tuple):
            frame[name] = pandas.Categorical(frame[name], categories=list(kind[1]), ordered=kind[0] == "severity")
        elif kind is not object:
            frame[name] = frame[name].astype(kind)
    return frame
