"""The report as JSON: a contract with machines, held to templates/report.schema.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import zip_longest

from evidence import wording
from evidence.model import (
    LINKS,
    Audit,
    Citation,
    ClaimResult,
    Derivation,
    Finding,
    Missing,
    Place,
    Recomputation,
    Recomputed,
    Summary,
    Unchecked,
    Waiver,
)
from evidence.page import Piece

SUFFIX = ".json"
SCHEMA_VERSION = 1

Json = dict[str, object]

_encode = json.JSONEncoder(ensure_ascii=False).encode


def render(audit: Audit) -> str:
    """The whole audit as a JSON document: keys in the contract's order, UTF-8 as it is, a newline at the end."""
    return wording.encodable(_written(_document(audit), "\n")) + "\n"


def _written(value: object, margin: str) -> str:
    """`json.dumps(value, indent=2)`, several times as fast, and of a long list one item at a time is built."""
    if isinstance(value, str):
        return _encode(value)
    inner = margin + "  "
    if isinstance(value, dict):
        items = f",{inner}".join([f"{_encode(key)}: {_written(each, inner)}" for key, each in value.items()])
        return f"{{{inner}{items}{margin}}}" if items else "{}"
    if isinstance(value, list | Iterator):
        items = f",{inner}".join([_written(each, inner) for each in value])
        return f"[{inner}{items}{margin}]" if items else "[]"
    return json.dumps(value, allow_nan=False)  # a number, a truth value or null


def _document(audit: Audit) -> Json:
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": wording.TOOL, "version": audit.version},
        "as_of": audit.as_of,
        "profile": audit.profile,
        "made": audit.made,
        "what_was_read": audit.what_was_read,
        "changes": list(audit.changes),
        "inputs": [{"path": file.path, "sha256": file.sha256} for file in audit.inputs],
        "summary": _summary(audit.summary),
        "claims": map(_claim, audit.claims),
        "findings": map(_finding, audit.findings),
        "unchecked": map(_unchecked, audit.unchecked),
        "exempted": [_exempted(piece, index, because) for piece in audit.pieces for index, because in piece.exempted],
        "signed_pieces": [{"material": material, **sign_off} for material, sign_off in wording.pieces_signed(audit)],
    }


def _exempted(piece: Piece, index: int, because: str) -> Json:
    statement = piece.reading.statements[index]
    return {"material": piece.material, "path": piece.file, "line": statement.line, "text": statement.text, "because": because}


def _summary(summary: Summary) -> Json:
    return {
        "claims": summary.claims,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "infos": summary.infos,
        "unchecked": summary.unchecked,
        "waived": summary.waived,
        "baselined": summary.baselined,
        "verdict": summary.verdict,
    }


def _claim(result: ClaimResult) -> Json:
    return {
        "id": result.claim.id,
        "text": result.claim.text,
        "references": [_reference(citation) for citation in result.chain.citations],
        "chain": {link: result.links.get(link, "unchecked") for link in LINKS},
        "quantities": [_quantity(recomputation) for recomputation in result.chain.quantities],
        "used_on": list(result.used_on),
        "sign_offs": [dict(sign_off) for sign_off in result.sign_offs],
        "waivers": [_waiver(waiver) for waiver in result.waivers],
    }


def _reference(citation: Citation) -> Json:
    """`identified` and `because` say how sure it is that this is the paper; a key that leads nowhere says why."""
    missing = citation.reference if isinstance(citation.reference, Missing) else None
    reference = None if isinstance(citation.reference, Missing) else citation.reference
    printed = citation.numbered is not None or citation.key is None
    return {
        "number": citation.typed if printed else None,
        "key": citation.key,
        "doi": reference.fields.get("doi") if reference else None,
        "identified": citation.numbered.identified if citation.numbered else None,
        "because": citation.candidate or (missing.because if missing else None),
    }


def _quantity(recomputation: Recomputation) -> Json:
    pairs = zip_longest(recomputation.quantity.derivations, recomputation.results)
    return {
        "printed": recomputation.quantity.printed,
        "measure": recomputation.quantity.measure,
        "verdict": recomputation.verdict,
        "derivations": [_derivation(derivation, recomputed) for derivation, recomputed in pairs],
    }


def _derivation(derivation: Derivation | None, recomputed: Recomputed | None) -> Json:
    inputs: Json = dict(derivation.inputs) if derivation else {}
    if derivation and derivation.articles is not None:
        inputs["articles"] = dict(derivation.articles)
    return {
        "from": inputs,
        "value": _number(recomputed.value if recomputed else None),
        "low": _number(recomputed.low if recomputed else None),
        "high": _number(recomputed.high if recomputed else None),
        "verdict": recomputed.verdict if recomputed else "incomplete",
    }


def _number(value: Fraction | None) -> str | None:
    return None if value is None else wording.exact(value)


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "decided": finding.decided,
        "link": finding.link,
        "message": finding.message,
        "why": finding.why,
        "fix": finding.fix,
        "claim": finding.claim,
        "key": finding.key,
        "place": _place(finding.place),
        "bears_on": list(finding.bears_on),
        "related": [{"place": _place(related.place), "note": related.note} for related in finding.related],
        "basis": [{"cite": one.cite, "role": one.role, "url": one.url} for one in finding.basis],
        "because": finding.because or None,
        "waiver": _waiver(finding.waiver) if finding.waiver else None,
        "baselined": finding.baselined,
        "fingerprint": finding.fingerprint,
        "under": finding.under or None,
    }


def _waiver(waiver: Waiver) -> Json:
    return {"rule": waiver.rule, "reason": waiver.reason, "by": waiver.by, "until": waiver.until}


def _place(place: Place) -> Json:
    return {"path": place.path, "line": place.line, "column": place.column}


def _unchecked(entry: Unchecked) -> Json:
    return {"rule": entry.rule, "link": entry.link, "claim": entry.claim, "material": entry.material, "because": entry.because}
