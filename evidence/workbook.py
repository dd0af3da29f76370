"""The audit as sheets of typed cells: what a workbook holds besides its first page. Nothing is computed here a second time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from evidence import annexes, matrix, nesting, wording
from evidence.coverage import Spoken
from evidence.model import Audit, Citation, Derivation, Finding, Missing, Recomputation, Recomputed
from evidence.wording import one_line, sentence

Value = str | int | float | None
LARGE = 10**15  # above that a spreadsheet's number is no longer exact; the digits stand beside it as text


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and what its cells are: text | number | date | time | link."""

    name: str
    width: int
    kind: str = "text"


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A sheet: its name, one sentence on it, its columns, and its rows, made one by one. `states`: row → a state for its colour."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[tuple[Value, ...]]]


# fmt: off
MATRIX_WIDTHS = (32, 26, 34, 26, 22, 22, 46, 40, 24, 46, 46, 46, 34, 40, 28, 40, 18, 60)
QUANTITIES = (
    Column("Claim", 22), Column("Printed", 12), Column("What", 26), Column("Measure", 20), Column("Derivation", 10, "number"), Column("From", 28),
    Column("Set", 16), Column("Sources", 28), Column("By the values as typed", 24), Column("Value", 12, "number"), Column("Low", 12, "number"),
    Column("High", 12, "number"), Column("Unit", 9), Column("Printed low", 12, "number"), Column("Printed high", 12, "number"),
    Column("Exact value", 18), Column("Arithmetic", 44), Column("Explanation", 44), Column("When", 14), Column("Arm", 14), Column("n", 10),
    Column("CI", 14), Column("p", 10), Column("Comparator", 16), Column("Responder", 20),
)
FINDINGS = (
    Column("Severity", 10), Column("Counts", 14), Column("Rule", 28), Column("Link", 12), Column("Claim", 22), Column("Reference", 20),
    Column("Bears on", 22), Column("File", 22), Column("Line", 7, "number"), Column("Column", 8, "number"), Column("What", 60),
    Column("Why it matters", 46), Column("What to do", 46), Column("See", 40), Column("Why this severity", 24), Column("Decided by", 12),
    Column("Waived by", 20), Column("Waived until", 13, "date"), Column("Waived because", 30), Column("Fingerprint", 20),
    Column("Entry", 8, "number"), Column("Stands under", 20),
)
UNCHECKED = (Column("Link", 12), Column("Claim", 24), Column("Not checked because", 80), Column("Rule", 30))
REFERENCES = (
    Column("Key", 24), Column("Printed numbers", 12), Column("Citation", 60), Column("DOI", 34, "link"), Column("PMID", 12), Column("Identified", 30),
    Column("What the services said", 60), Column("Notices", 40), Column("Documents", 28), Column("Claims", 28), Column("Place", 26),
)
SIGN_OFFS = (
    Column("Of", 28), Column("Name", 22), Column("E-mail", 26), Column("Role", 16), Column("Time (UTC)", 19, "time"), Column("Meaning", 26),
    Column("Decision", 12), Column("Comment", 36), Column("State today", 20), Column("Because", 36), Column("Identity", 36), Column("Record", 68),
)
MANIFEST = (Column("File", 60), Column("SHA-256", 68))
RULES = (
    Column("Rule", 32), Column("Link", 12), Column("Severity here", 13), Column("Why not its default", 34), Column("Decided", 18),
    Column("Findings", 10, "number"), Column("It fires when", 60), Column("Why it matters", 60), Column("What to do", 60), Column("See", 50),
)
# fmt: on


def sheets(audit: Audit, statements: tuple[Spoken, ...] | None = None) -> tuple[Sheet, ...]:
    """Every sheet but the first page, in order. `statements`: what coverage.spoken gave, where the caller has it already."""
    matrix_columns = tuple(Column(name, width) for name, width in zip(matrix.COLUMNS, MATRIX_WIDTHS, strict=True))
    return (
        Sheet("Claims matrix", "One row a claim, then one for every statement that no claim covers.", matrix_columns, lambda: _matrix(audit, statements)),
        Sheet("Quantities", "One row a derivation: what is printed, and what the source's values come to.", QUANTITIES, lambda: _quantities(audit)),
        Sheet("Findings", "What the rules saw, most material first; an entry is one statement's, or one reference's.", FINDINGS, lambda: _findings(audit)),
        Sheet("Unchecked", "What could not be checked, and why: nobody has said that it is right.", UNCHECKED, lambda: _unchecked(audit)),
        Sheet("References", "Every reference that a claim uses, with what the services said of it.", REFERENCES, lambda: _references(audit)),
        Sheet("Sign-offs", wording.PART_11, SIGN_OFFS, lambda: _signed(audit)),
        Sheet("Manifest", "Every file that was read, with the hash of its bytes.", MANIFEST, lambda: iter(annexes.manifest(audit))),
        Sheet("Rules", "The rules as they stood in this audit, with the texts behind them.", RULES, lambda: _rules(audit)),
    )


def _matrix(audit: Audit, statements: tuple[Spoken, ...] | None) -> Iterator[tuple[Value, ...]]:
    return (row.texts() for row in matrix.rows(audit, statements))


# --- quantities ---------------------------------------------------------------------------------------------------


def _quantities(audit: Audit) -> Iterator[tuple[Value, ...]]:
    for result in audit.claims:
        for each in result.chain.quantities:
            pairs = list(zip_longest(each.quantity.derivations, each.results, each.sources)) or [(None, None, None)]
            for at, (derivation, recomputed, sources) in enumerate(pairs, 1):
                yield _quantity(result.claim.id, each, at if derivation else None, derivation, recomputed, sources or ())


def _quantity(
    claim: str, each: Recomputation, at: int | None, derivation: Derivation | None, found: Recomputed | None, sources: tuple[Citation, ...]
) -> tuple[Value, ...]:
    quantity = each.quantity
    value = found.value if found else None
    numbers = (found.value, found.low, found.high, found.printed_low, found.printed_high) if found else (None,) * 5
    middle, low, high, printed_low, printed_high = map(number, numbers)
    return (
        claim,
        quantity.printed,
        quantity.what,
        quantity.measure,
        at,
        _inputs(derivation),
        derivation.set if derivation else None,
        "; ".join(map(wording.cited, sources)),
        wording.ARITHMETIC_WORDS.get(found.verdict if found else "incomplete", "not recomputed"),
        middle,
        low,
        high,
        found.unit if found else None,
        printed_low,
        printed_high,
        None if value is None else wording.exact(value),
        found.arithmetic if found else None,
        found.explanation if found else "no values of a source are recorded",
        quantity.when,
        quantity.arm,
        quantity.n,
        quantity.ci,
        quantity.p,
        quantity.comparator,
        quantity.responder,
    )


def _inputs(derivation: Derivation | None) -> str:
    if derivation is None:
        return ""
    given = {**derivation.inputs, **({f"articles {key}": value for key, value in derivation.articles.items()} if derivation.articles else {})}
    return "; ".join(f"{name} {value}" for name, value in given.items())


def number(value: Fraction | None) -> Value:
    """A number for a spreadsheet; as text, in digits, where a spreadsheet's own would not be it."""
    if value is None:
        return None
    if value and not Fraction(1, LARGE) < abs(value) < LARGE:
        return wording.exact(value)
    return float(value)


# --- findings, references, signatures, rules ----------------------------------------------------------------------


def _findings(audit: Audit) -> Iterator[tuple[Value, ...]]:
    for at, one in enumerate(nesting.entries(audit.findings), 1):
        yield from ((*_finding(finding), at, finding.under) for finding in one.findings)


def _finding(finding: Finding) -> tuple[Value, ...]:
    waiver = finding.waiver
    return (
        {"info": "note"}.get(finding.severity, finding.severity),
        "waived" if waiver else "in the baseline" if finding.baselined else "yes",
        finding.rule,
        finding.link,
        finding.claim,
        finding.key,
        "; ".join(finding.bears_on),
        finding.place.path,
        finding.place.line,
        finding.place.column,
        sentence(finding.message),
        sentence(finding.why),
        sentence(finding.fix),
        wording.cites(finding.basis),
        finding.because,
        finding.decided,
        waiver.by if waiver else None,
        waiver.until if waiver else None,
        waiver.reason if waiver else None,
        finding.fingerprint,
    )


def _unchecked(audit: Audit) -> Iterator[tuple[Value, ...]]:
    return ((one.link, "every claim" if one.claim is None else one.claim, sentence(one.because), one.rule) for one in audit.unchecked)


def _references(audit: Audit) -> Iterator[tuple[Value, ...]]:
    for one in annexes.references(audit):
        lists = ("; ".join(one.notices), one.documents, "; ".join(one.claims), one.place)
        yield (one.key, ", ".join(one.numbers), one.citation, one.link, one.pmid, one.identified, one.record, *lists)
    for result in audit.claims:
        for citation in result.chain.citations:
            if isinstance(citation.reference, Missing):  # a gap in the list would look like nothing
                because = f"not found: {one_line(citation.reference.because)}"
                yield (citation.key, citation.typed, because, "", "", "not found", "", "", "", result.claim.id, "")


def _signed(audit: Audit) -> Iterator[tuple[Value, ...]]:
    told = [(f"piece {material}", one) for material, one in wording.pieces_signed(audit)]
    told += [(f"claim {result.claim.id}", dict(one)) for result in audit.claims for one in result.sign_offs]
    keys = ("name", "email", "role", "time", "meaning", "decision", "comment", "state", "because", "identity", "record")
    return ((of, *(one.get(key, "") for key in keys)) for of, one in told)


def _rules(audit: Audit) -> Iterator[tuple[Value, ...]]:
    for one in annexes.rules(audit):
        yield (
            one.name, one.link, one.severity, one.changed, one.decided, one.findings, one.summary, one.why, one.fix, wording.cites(one.basis),
        )  # fmt: skip
