"""An audit → pandas data frames with documented, typed columns. pandas is imported here, and only when a frame is made.

The columns of each frame, their types and what they hold are in shapes.py. An empty cell is pandas.NA (NaT for a day),
never an empty text; an exact number stands as text beside its float.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence import shapes, studies
from evidence.model import LINKS, SEVERITIES, Audit, BadCall, Citation, Claim, Recomputed, Reference
from evidence.shapes import DAY, LIST, Shape
from evidence.uses import by_statement, closest
from evidence.verdict import bearers
from evidence.waivers import all_waivers
from evidence.wording import encodable, exact

if TYPE_CHECKING:
    import pandas

Row = tuple[Any, ...]


def claims(audit: Audit) -> pandas.DataFrame:
    """One row a claim. Columns: shapes.CLAIMS; `references` and its like hold lists; links are categoricals of STATES."""
    place = audit.registry.place
    rows = []
    for one in audit.claims:
        claim = one.claim
        facts = (claim.id, claim.text, claim.type, claim.product, list(claim.references), place(claim.path).line)
        rows.append((*facts, *(one.links[link] for link in LINKS), claim.label, *_scope(claim), list(one.used_on)))
    return frame(shapes.CLAIMS, rows)


def _scope(claim: Claim) -> Row:
    lists = ([str(each) for each in _listed(claim.scope.get(name))] for name in ("markets", "audience"))
    return (*lists, _day(claim.scope.get("expires")))


def quantities(audit: Audit) -> pandas.DataFrame:
    """One row a derivation, one row without values for a quantity that has none. Columns: shapes.QUANTITIES."""
    rows = []
    for one in audit.claims:
        for number, each in enumerate(one.chain.quantities):
            quantity = each.quantity
            facts = (quantity.printed, quantity.what, quantity.measure, quantity.when, quantity.arm)
            for index, result in enumerate(each.results):
                inputs = json.dumps(dict(quantity.derivations[index].inputs), ensure_ascii=False)
                rows.append((one.claim.id, number, index, *facts, inputs, *_numbers(result)))
            if not each.results:
                rows.append((one.claim.id, number, None, *facts, "{}", *_numbers(Recomputed("incomplete", quantity.measure or ""))))
    return frame(shapes.QUANTITIES, rows)


def _numbers(result: Recomputed) -> Row:
    triple = (result.value, result.low, result.high)
    printed = (result.printed_value, result.printed_low, result.printed_high)
    decimals = None if result.printed_value is None else result.decimals
    return (
        *(result.verdict, *map(_real, triple), *(None if value is None else exact(value) for value in triple)),
        *(result.unit, result.direction, result.explanation, *map(_real, printed), decimals, result.rounds_to, result.flatters),
    )


def _real(value: Any) -> float | None:
    """The nearest float; None for what is none, and for a number beyond all floats."""
    try:
        return None if value is None else float(value)
    except (OverflowError, ValueError):
        return None


def inputs(audit: Audit) -> pandas.DataFrame:
    """One row a value that a number is recomputed from. Columns: shapes.INPUTS."""
    rows: list[Row] = []
    for claim in audit.registry.claims:
        for number, quantity in enumerate(claim.quantities):
            for index, derivation in enumerate(quantity.derivations):
                rows += [(claim.id, number, index, name, typed, _real(typed)) for name, typed in derivation.inputs.items()]
    return frame(shapes.INPUTS, rows)


def findings(audit: Audit) -> pandas.DataFrame:
    """One row a finding, most material first, those of one statement together; severity is ordered: info < warning < error. Columns: shapes.FINDINGS."""
    return frame(
        shapes.FINDINGS,
        (
            (one.rule, one.severity, one.link, one.claim, one.key, one.message, one.why, one.fix, one.place.path, one.place.line,
             one.place.column, one.waiver is not None, one.baselined, one.fingerprint, list(one.bears_on), one.under or None)
            for one in audit.findings
        ),
    )  # fmt: skip


def unchecked(audit: Audit) -> pandas.DataFrame:
    """One row for everything that could not be checked. Columns: shapes.UNCHECKED; an empty claim concerns every claim."""
    return frame(shapes.UNCHECKED, ((one.rule, one.link, one.claim, one.because) for one in audit.unchecked))


def statements(audit: Audit) -> pandas.DataFrame:
    """One row a statement of a page. Columns: shapes.STATEMENTS; an empty claim: it is registered nowhere."""
    rows = []
    for piece in audit.pieces:
        uses = by_statement(piece)
        for index, one in enumerate(piece.reading.statements):
            use = closest(uses.get(index, ()))
            numbers = [quantity.text for quantity in one.quantities]
            facts = (piece.material, piece.file, one.line, one.text, use.claim if use else None, use.kind if use else None)
            rows.append((*facts, numbers, list(one.references), list(one.flags)))
    return frame(shapes.STATEMENTS, rows)


def references(audit: Audit) -> pandas.DataFrame:
    """One row a reference that is used. Columns: shapes.REFERENCES; `claims` holds the ids of the claims that rest on it."""
    bearing = bearers(one.chain for one in audit.claims)
    doubtful = {citation.key for one in audit.claims for _, citation in _rests_on(one.chain.citations, one.chain.quantities) if citation.candidate}
    used = sorted(audit.registry.bibliography.references.items())
    rows: list[Row] = []
    for key, entry in used:
        study = next(studies.reporting(key, audit.registry), {})
        told = (studies.text(study, "name"), studies.text(study, "design"), key not in doubtful, _notices(key, audit))
        rows.append((*_facts(entry), list(bearing.get(key, ())), *told))
    return frame(shapes.REFERENCES, rows)


def _facts(entry: Reference) -> Row:
    field = entry.fields.get
    year = (field("year") or field("date") or "")[:4]
    return (entry.key, entry.type, field("author"), field("title"), field("journal") or field("journaltitle"),
            int(year) if year.isascii() and year.isdigit() else None, field("doi"), field("pmid"), entry.place.path, entry.place.line)  # fmt: skip


def _notices(key: str, audit: Audit) -> list[str]:
    """The kinds of notices that affect the work, as any service has them."""
    record = audit.registry.records.records.get(key)
    answers = record.answers.values() if record else ()
    return sorted({notice.kind for answer in answers for notice in answer.notices if notice.direction == "affects"})


def citations(audit: Audit) -> pandas.DataFrame:
    """One row a reference of a claim: what it cites, and where its numbers were read. Columns: shapes.CITATIONS."""
    rows: list[Row] = []
    for one in audit.claims:
        seen: dict[tuple[str, str], Row] = {}
        for role, each in _rests_on(one.chain.citations, one.chain.quantities):
            row = (one.claim.id, each.key, each.typed, role, bool(each.candidate), isinstance(each.reference, Reference))
            seen.setdefault((role, each.key or each.typed), row)
        rows += seen.values()
    return frame(shapes.CITATIONS, rows)


def _rests_on(cited: Iterable[Citation], numbers: Iterable[Any]) -> Iterator[tuple[str, Citation]]:
    yield from (("cited", each) for each in cited)
    yield from (("value read in it", each) for number in numbers for group in number.sources for each in group)


def calendar(audit: Audit) -> pandas.DataFrame:
    """One row a day on which something ends or was signed, in order of days. Columns: shapes.CALENDAR."""
    rows: list[Row] = []
    for one in audit.claims:
        ends = (("claim expires", "expires"), ("claim to be reviewed", "review_by"))
        rows += [(one.claim.id, what, _day(one.claim.scope.get(name)), None) for what, name in ends]
        rows += [(one.claim.id, "signed", _day(each["time"][:10]), f"{each['name']}: {each['meaning']}") for each in one.sign_offs]
    rows += [(each.claim, "waiver ends", _day(each.until), each.rule) for each in all_waivers(audit.registry)]
    known = [row for row in rows if row[2] is not None]
    return frame(shapes.CALENDAR, sorted(known, key=lambda row: (row[2], row[0] or "", row[1], row[3] or "")))


def _day(typed: object) -> date | None:
    try:
        return date.fromisoformat(typed) if isinstance(typed, str) else None
    except ValueError:
        return None


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, str) else []


# --- making, writing and reading a frame --------------------------------------------------------------------------


def frame(shape: Shape, rows: Iterable[Row]) -> pandas.DataFrame:
    """The rows as a data frame of that shape: every column there and typed, also where there is no row."""
    import pandas

    made = pandas.DataFrame(list(rows), columns=list(shape), dtype=object)
    return _typed(made, shape)


def _typed(made: pandas.DataFrame, shape: Shape) -> pandas.DataFrame:
    import pandas

    for name, (kind, _) in shape.items():
        if isinstance(kind, tuple):
            made[name] = pandas.Categorical(made[name], categories=list(kind), ordered=kind == SEVERITIES)
        elif kind == LIST:
            made[name] = pandas.Series([[] if each is None else list(each) for each in made[name]], index=made.index, dtype=object)
        elif kind == DAY:
            made[name] = pandas.to_datetime(made[name], errors="coerce").dt.as_unit("us")
        else:
            made[name] = (made[name].map(_text) if kind == shapes.TEXT else made[name]).astype(kind)
    return made


def _text(value: Any) -> Any:
    """A text that Arrow can hold, too; an empty one is no text."""
    return (encodable(value) or None) if isinstance(value, str) else value


def legend(table: str) -> pandas.DataFrame:
    """The columns of a frame: name, type, and what it holds. `table`: one of shapes.TABLES. Raises BadCall for another name.

    >>> legend("inputs")["column"].tolist()
    ['claim', 'quantity', 'derivation', 'name', 'typed', 'value']
    """
    import pandas

    if table not in shapes.TABLES:
        raise BadCall(f"there is no table {table!r}; there are {', '.join(shapes.TABLES)}")
    rows = [(name, "categorical: " + ", ".join(kind) if isinstance(kind, tuple) else kind, holds) for name, (kind, holds) in shapes.TABLES[table].items()]
    return pandas.DataFrame(rows, columns=["column", "type", "holds"], dtype="string")


def read_parquet(path: str | Path, table: str) -> pandas.DataFrame:
    """A frame that `DataFrame.to_parquet` has written, with the very types it had. Needs pyarrow (extra `notebook`).

    pandas' own `read_parquet` gives the same values; its lists come back as numpy arrays. Raises BadCall for no such
    table, and where the file has other columns than the table.
    """
    import pandas

    if table not in shapes.TABLES:
        raise BadCall(f"there is no table {table!r}; there are {', '.join(shapes.TABLES)}")
    made = pandas.read_parquet(path)
    missing = [name for name in shapes.TABLES[table] if name not in made.columns]
    if missing:
        raise BadCall(f"{path} is no frame of {table}: it has no column {missing[0]}")
    return _typed(made, shapes.TABLES[table])


