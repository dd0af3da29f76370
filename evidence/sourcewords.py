"""What stands behind a claim, each in one line for a person: its references, passages, recomputations and the services' answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evidence import ama, wording
from evidence.model import Anchor, Audit, Citation, Missing, Quantity, Recomputation
from evidence.record import Notice, Record
from evidence.wording import one_line, sentence

NOT_RECORDED = "not recorded"
READ = {"full": "whole paper read", "abstract": "abstract read", "secondary": "secondary source read"}


def printed_reference(citation: Citation) -> str:
    """A reference as printed, and how sure it is which paper that is."""
    if isinstance(citation.reference, Missing):
        return f"{one_line(citation.typed)} (not found)"
    if citation.candidate:
        return f"{one_line(citation.typed)} (candidate: {one_line(citation.candidate)})"
    return f"{one_line(citation.typed)} (established)" if citation.numbered else f"{one_line(citation.typed)} (its key)"


def cited(citation: Citation) -> str:
    """A reference in AMA style behind its printed number, or why there is none."""
    if isinstance(citation.reference, Missing):
        return f"{one_line(citation.typed)}: {sentence(citation.reference.because)}"
    return f"{one_line(citation.typed)}: {ama.cite(citation.reference)}"


def anchored(anchor: Anchor, reason: bool = True) -> str:
    """A passage in one line: whose, where, the quoted words, and whether they were found there."""
    source = anchor.source
    read = READ.get(source.read or "", "how much was read is not recorded")
    if isinstance(anchor.found, Missing):
        state = f"not looked for: {one_line(anchor.found.because)}" if reason else "not looked for"
    else:
        state = {"exact": "found in the document", "near": "nearly found"}.get(anchor.found.kind, "not found in the document")
        state += f" ({one_line('; '.join(anchor.found.differences))})" if anchor.found.differences else ""
    quote = f"“{one_line(source.quote)}”" if source.quote else "no words quoted"
    return f"{one_line(source.reference)}, {one_line(source.where) or 'no place named'}: {quote} ({read}; {state})"


def arithmetic(each: Recomputation) -> Iterator[str]:
    """Printed, recomputed and formula, a line a derivation."""
    printed = one_line(each.quantity.printed)
    if not each.results:
        yield f"{printed}: not recomputed, no values of a source are recorded"
    for at, result in enumerate(each.results):
        lead = printed if not at else f"cross-check of {printed}"
        words = wording.ARITHMETIC_WORDS.get(result.verdict, "not recomputed")
        detail = one_line(result.arithmetic or result.explanation)
        measure = f" ({one_line(result.measure) or f'measure {NOT_RECORDED}'})" if not at else ""
        yield f"{lead}: {words}{f': {detail}' if detail else ''}{measure}"


def study(each: Recomputation) -> Iterator[str]:
    """Analysis set, n/N, time, arm and comparator of a number, each said to be missing where it is."""
    quantity: Quantity = each.quantity
    first = quantity.derivations[0] if quantity.derivations else None
    inputs = first.inputs if first else {}
    n = quantity.n or (f"{inputs['count']}/{inputs['total']}" if {"count", "total"} <= set(inputs) else None)
    told = {"set": first.set if first else None, "n/N": n, "time": quantity.when, "arm": quantity.arm, "comparator": quantity.comparator}
    yield f"{one_line(quantity.printed)}: {facts(told)}"


def facts(told: Mapping[str, str | None]) -> str:
    """Facts by their names, those that nobody recorded together at the end: "time 24 months; arm, comparator not recorded"."""
    known = [f"{name} {one_line(value)}" for name, value in told.items() if value]
    missing = [name for name, value in told.items() if not value]
    return "; ".join([*known, *([f"{', '.join(missing)} {NOT_RECORDED}"] if missing else [])])


def statuses(citations: Iterable[Citation], audit: Audit) -> list[str]:
    """What the services said of the references, with the days; references of which they said the same stand together."""
    said: dict[str, list[str]] = {}
    for citation in citations:
        status = record_status(audit.registry.records.records.get(citation.key or ""))
        said.setdefault(status, []).append(one_line(citation.typed))
    return [f"{', '.join(names)}: {status}" for status, names in said.items()]


def record_status(record: Record | None) -> str:
    """Notices and days of a record, in words."""
    if record is None:
        return "no service was asked"
    said = []
    for service, answer in record.answers.items():
        if answer.state != "answered":
            said.append(f"{one_line(service)} {one_line(answer.state)}: {one_line(answer.because) or 'no reason recorded'}")
            continue
        told = [_dated(one) for one in answer.notices if one.direction == "affects"]
        known = "knows it" if answer.found else "does not know it"
        said.append(f"{one_line(service)} {known}, {', '.join(told) or 'no notice'} (asked {one_line(answer.asked) or 'on no recorded day'})")
    return "; ".join(said) or "no service has answered"


def notices(record: Record) -> Iterator[str]:
    """Every notice about a work, with who told it, a line each."""
    for service, answer in record.answers.items():
        for one in answer.notices:
            if one.direction == "affects":
                where = f", doi:{one_line(one.doi)}" if one.doi else ""
                yield f"{_dated(one)}, told by {one_line(service)}{where}{f': {sentence(one.note)}' if one.note else ''}"


def _dated(notice: Notice) -> str:
    return one_line(notice.kind) + (f" of {one_line(notice.date)}" if notice.date else "")
