"""log: the history of a claim, or of all: who signed what and when, what changed in between, and what each is worth today."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evidence import changes, formats, outputs, pipeline, standings, wording
from evidence.model import Audit, BadCall
from evidence.signoff import Ledger, Standing, shown

HELP = "the history of a claim: its sign-offs in order, what changed between them, and what each is worth today"
FORMATS = ("text", "json", "csv", "markdown")
COLUMNS = ("subject", "time", "name", "email", "identity", "role", "meaning", "decision", "comment", "state", "because", "changed", "record")


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """A sign-off with what changed in the sealed content since the one before it of the same claim or piece."""

    subject: str  # "claim pain-24m"
    standing: Standing
    changed: tuple[str, ...]

    def row(self) -> dict[str, str]:
        return {"subject": self.subject, **shown(self.standing), "changed": "; ".join(self.changed)}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claim", nargs="?", metavar="CLAIM", help="the id of a claim (default: every claim and piece)")
    parser.add_argument("--material", metavar="ID", help="the history of a piece of `materials:`")
    parser.add_argument("--claims", default="claims.yaml", metavar="FILE", help="the registry (default: claims.yaml)")
    parser.add_argument("--format", default="text", choices=FORMATS, help="default: text")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="as of this day (default: SOURCE_DATE_EPOCH, else today in UTC)")


def run(options: argparse.Namespace) -> int:
    if options.claim and options.material:
        raise BadCall("name a claim or a piece, not both")
    audit = pipeline.audit(options.claims, today=options.today, pages=True)
    if not audit.made:
        raise BadCall(f"no audit was made, so there is no history: {audit.findings[0].place}: {audit.findings[0].message}")
    wanted = ("claim", options.claim) if options.claim else ("material", options.material) if options.material else None
    ledger = audit.registry.ledger or Ledger()
    subjects = _subjects(audit, ledger)
    if wanted and wanted not in subjects:
        raise BadCall(f"there is no {'claim' if options.claim else 'piece'} {wanted[1]!r}, neither in {audit.registry.path} nor in the ledger")
    chosen = [wanted] if wanted else [key for key, found in subjects.items() if found]
    entries = [entry for key in chosen for entry in _entries(key, subjects[key])]
    since = [(f"{kind} {name}", tuple(_since(kind, name, subjects[kind, name], audit))) for kind, name in chosen]
    tell = {"text": _text, "json": _json, "csv": _csv, "markdown": _markdown}[options.format]
    outputs.say(wording.encodable(tell(entries, since, ledger)))
    return 0


def _subjects(audit: Audit, ledger: Ledger) -> dict[tuple[str, str], Sequence[Standing]]:
    """Every claim and piece, and those that only the ledger still knows, with their sign-offs."""
    found: dict[tuple[str, str], Sequence[Standing]] = {("claim", one.claim.id): one.chain.standings for one in audit.claims}
    found |= {("material", one.id): ledger.pieces.get(one.id, ()) for one in audit.registry.materials}
    for one in ledger.sign_offs:
        if (one.kind, one.subject) not in found:
            gone = "the registry has it no more"
            same = [each for each in ledger.sign_offs if (each.kind, each.subject) == (one.kind, one.subject)]
            found[one.kind, one.subject] = tuple(Standing(each, "outdated", gone) for each in same)
    return found


def _entries(key: tuple[str, str], found: Iterable[Standing]) -> Iterator[_Entry]:
    before: object = None
    for standing in found:
        content = standing.sign_off.content
        yield _Entry(" ".join(key), standing, tuple(changes.differences(before, content)) if before is not None else ())
        before = content


def _since(kind: str, name: str, found: Sequence[Standing], audit: Audit) -> Iterator[str]:
    """What has changed since the last sign-off."""
    result = next((one for one in audit.claims if one.claim.id == name), None) if kind == "claim" else None
    if found and result:
        now = standings.content(result.chain, standings.today(audit.registry, audit.rules))
        yield from changes.differences(found[-1].sign_off.content, now)


# --- formats ------------------------------------------------------------------------------------------------------

_Since = Sequence[tuple[str, tuple[str, ...]]]


def _text(entries: Sequence[_Entry], since: _Since, ledger: Ledger) -> str:
    lines = []
    for subject, later in since:
        lines.append(wording.one_line(subject))
        own = [entry for entry in entries if entry.subject == subject]
        for entry in own:
            lines += [f"    changed: {wording.one_line(each)}" for each in entry.changed]
            lines.append(f"  {wording.signed(shown(entry.standing))}")
            lines.append(f"    {entry.standing.sign_off.file}")
        lines += [f"    changed since: {wording.one_line(each)}" for each in later]
        lines += [] if own else ["  nobody has signed it"]
    lines += [f"{fault.rule}: {wording.one_line(fault.file)}: {wording.one_line(fault.message)}" for fault in ledger.faults]
    lines += [f"unchecked: {wording.one_line(gap)}" for gap in ledger.gaps]
    return "\n".join([*(lines or ["nobody has signed anything"]), wording.PART_11]) + "\n"


def _json(entries: Sequence[_Entry], since: _Since, ledger: Ledger) -> str:
    told = {
        "schema_version": 1,
        "about": wording.PART_11,
        "sign_offs": [{"subject": entry.subject, **shown(entry.standing), "changed": list(entry.changed)} for entry in entries],
        "changed_since": [{"subject": subject, "changed": list(later)} for subject, later in since if later],
        "faults": [{"rule": fault.rule, "file": fault.file, "message": fault.message} for fault in ledger.faults],
        "unchecked": list(ledger.gaps),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _csv(entries: Sequence[_Entry], since: _Since, ledger: Ledger) -> str:
    cell = formats.choose("csv").cell
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    told = (*(entry.row() for entry in entries), *_beside(since, ledger))
    writer.writerows([cell(row.get(column, "")) for column in COLUMNS] for row in told)
    return table.getvalue()


def _beside(since: _Since, ledger: Ledger) -> Iterator[dict[str, str]]:
    """Rows of what is no sign-off: what changed since the last one, what is wrong with the ledger, and what could not be checked."""
    yield from ({"subject": subject, "state": "changed since", "changed": "; ".join(later)} for subject, later in since if later)
    yield from ({"subject": fault.file, "state": fault.rule, "because": fault.message} for fault in ledger.faults)
    yield from ({"state": "unchecked", "because": gap} for gap in ledger.gaps)


def _markdown(entries: Sequence[_Entry], since: _Since, ledger: Ledger) -> str:
    words = formats.choose("markdown").words
    lines = [words(wording.PART_11), "", "| of | who, as what, when, meaning, state | changed before it |", "| :-- | :-- | :-- |"]
    lines += [f"| {words(one.subject)} | {words(wording.signed(shown(one.standing)))} | {'<br>'.join(map(words, one.changed))} |" for one in entries]
    lines += [f"| {words(subject)} | *since then* | {'<br>'.join(map(words, later))} |" for subject, later in since if later]
    told = [*(f"{fault.file}: {fault.message}" for fault in ledger.faults), *ledger.gaps]
    return "\n".join([*lines, *(["", *(f"- {words(each)}" for each in told)] if told else [])]) + "\n"
