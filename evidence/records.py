"""references/records.json, the dated snapshot of what the services said: read, merge, tell what changed, write.

The file is sorted and holds one fact a line, so its diff is the news. It carries a digest over its content: a file that
was cut or edited by hand is a problem, and no record of it is used.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evidence import recordforms
from evidence.identifiers import fold_doi, fold_pmid
from evidence.model import BadCall, Input, Place, Problem, Records
from evidence.record import Answer, Record

PATH = "references/records.json"
VERSION = 1
LARGEST = 50_000_000  # bytes; 1,000 references with many notices are about 3 million
AGAIN = "put back the last version that was committed, or run `evidence refresh`"


class _Bad(Exception):
    """Why the file cannot be used, and the line and column where that shows."""

    def __init__(self, because: str, line: int = 1, column: int = 1) -> None:
        super().__init__(because)
        self.line, self.column = line, column


# --- reading ------------------------------------------------------------------------------------------------------


def read(folder: str | Path) -> Records:
    """The snapshot beside claims.yaml. No file: `present` is False. A file that cannot be trusted whole: one problem, no record."""
    file = Path(folder) / PATH
    if not os.path.lexists(file):
        return Records()
    try:
        data = _bytes(file, Path(folder))
    except _Bad as trouble:
        return Records(problems=(_problem(trouble),), present=True)
    return parse(data)


def parse(data: bytes) -> Records:
    """The snapshot in these bytes, be they of the file or of another version of it."""
    inputs = (Input(PATH, hashlib.sha256(data).hexdigest()),)
    try:
        return Records(_records(data), present=True, inputs=inputs)
    except _Bad as trouble:
        return Records(problems=(_problem(trouble),), present=True, inputs=inputs)


def _problem(trouble: _Bad) -> Problem:
    return Problem(f"{PATH}: {trouble}; no record of it is used", Place(PATH, trouble.line, trouble.column), about=PATH, fix=AGAIN)


def _bytes(file: Path, folder: Path) -> bytes:
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            raise _Bad("it is a link that leads out of the project")
        if not file.is_file():
            raise _Bad("it is no regular file")
        if (size := file.stat().st_size) > LARGEST:
            raise _Bad(f"it holds {size:,} bytes; at most {LARGEST:,} are read")
        return file.read_bytes()
    except (OSError, RuntimeError) as trouble:  # RuntimeError: a loop of links
        raise _Bad(f"it cannot be read: {getattr(trouble, 'strerror', None) or trouble}") from None


def _records(data: bytes) -> dict[str, Record]:
    text = _text(data)
    values = _values(text)
    try:
        records = recordforms.records(values, VERSION)
    except recordforms.Unfit as trouble:
        raise _Bad(str(trouble), *_spot(text, trouble.path)) from None
    if digest(values["records"]) != values["digest"]:
        raise _Bad("its content does not fit its digest: it was edited by hand or only part of it was merged", *_spot(text, ("digest",)))
    return records


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        before = data[: trouble.start]
        line = before.count(b"\n") + 1
        raise _Bad(f"byte 0x{data[trouble.start]:02X} is no UTF-8", line, len(before) - before.rfind(b"\n")) from None


def _values(text: str) -> dict[str, Any]:
    """The JSON of the file: no key twice, no number but whole ones, nothing after it."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            counted = Counter(name for name, _ in pairs)
            twice = next(name for name, count in counted.items() if count > 1)
            raise _Bad(f"the key {_quoted(twice)} stands twice in one place", *_spot(text, (twice, twice)))
        return found

    def refuse(constant: str) -> Any:
        raise _Bad(f"{constant[:20]} is no value of a record", *_line(text, max(text.find(constant), 0)))

    try:
        values = json.loads(text, object_pairs_hook=once, parse_constant=refuse, parse_float=refuse)
    except json.JSONDecodeError as trouble:
        raise _Bad(f"it is no JSON, or only a part of it: {trouble.msg}", trouble.lineno, trouble.colno) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise _Bad("it nests too deep, or holds a number beyond all use") from None
    if not isinstance(values, dict):
        raise _Bad("it should hold one mapping with version, digest and records")
    return values


def digest(records: Any) -> str:
    """The digest of the records as JSON values: sha256 over compact, key-sorted UTF-8 JSON, so that layout does not count."""
    canonical = json.dumps(records, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f"v1:sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


def _spot(text: str, steps: tuple[str | int, ...]) -> tuple[int, int]:
    """Line and column of a value by the keys that lead to it, each looked for after the one before; the last one that is found."""
    at, found = 0, 0
    for step in steps:
        if isinstance(step, str) and (next_one := text.find(_quoted(step), at)) >= 0:
            found, at = next_one, next_one + 1
    return _line(text, found)


def _line(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _quoted(word: str) -> str:
    return json.dumps(word[:100], ensure_ascii=False)


# --- merging ------------------------------------------------------------------------------------------------------


def merge(old: Mapping[str, Record], new: Mapping[str, Record]) -> dict[str, Record]:
    """The old records with the new ones laid over them, reference by reference and service by service.

    An answer is replaced by an answer alone: what was unreachable or not asked this time leaves the old one, with its
    date. Where other identifiers were asked about than before, the old answers are about another work and go.
    References that are only in `old` stay: whoever calls leaves out what is cited no longer.
    """
    merged = dict(old)
    for key, record in new.items():
        before = old.get(key)
        merged[key] = _laid_over(before, record) if before and same_work(before, record) else record
    return dict(sorted(merged.items()))


def same_work(one: Record, other: Record) -> bool:
    """True where both were asked about by the same identifiers, in whatever form they were typed."""
    return (fold_doi(one.doi), fold_pmid(one.pmid)) == (fold_doi(other.doi), fold_pmid(other.pmid))


def _laid_over(old: Record, new: Record) -> Record:
    answers = dict(new.answers)
    for service, answer in old.answers.items():
        if service not in answers or (answer.state == "answered" and answers[service].state != "answered"):
            answers[service] = answer
    heard = {service for service, answer in new.answers.items() if answer.state == "answered"} | {each.service for each in new.proposals}
    kept = [proposal for proposal in old.proposals if proposal.service not in heard]
    return Record(new.key, new.doi, new.pmid, answers, (*new.proposals, *kept))


# --- what changed -------------------------------------------------------------------------------------------------


def changes(old: Mapping[str, Record], new: Mapping[str, Record]) -> tuple[str, ...]:
    """What is new between two snapshots, one sentence each, sorted by reference."""
    said: list[str] = []
    for key in sorted({*old, *new}):
        before, now = old.get(key), new.get(key)
        if now is None:
            said.append(f"{key}: gone, no longer in the records")
        elif before is None:
            said.append(f"{key}: new reference")
            said += [f"{key}: {one}" for service in sorted(now.answers) for one in _news(None, now.answers[service])]
        elif not same_work(before, now):
            said.append(f"{key}: asked about under other identifiers: {_named(before)}, now {_named(now)}")
            said += [f"{key}: {one}" for service in sorted(now.answers) for one in _news(None, now.answers[service])]
        else:
            said += [f"{key}: {one}" for service in sorted(now.answers) for one in _news(before.answers.get(service), now.answers[service])]
    return tuple(said)


def _named(record: Record) -> str:
    return " and ".join([f"DOI {record.doi}"] * bool(record.doi) + [f"PMID {record.pmid}"] * bool(record.pmid)) or "none"


def _news(old: Answer | None, new: Answer) -> list[str]:
    """What an answer says that the one before it did not."""
    if new.state != "answered":
        return []
    said = []
    known = old is not None and old.state == "answered"
    if old is not None and known and old.found and not new.found:
        said.append(f"{new.service} no longer knows it")
    elif old is not None and known and new.found and not old.found:
        said.append(f"{new.service} knows it now")
    elif old is not None and known:
        pairs = [(name, getattr(new, name), getattr(old, name)) for name in ("title", "author", "year", "doi", "pmid")]
        said += [f"{new.service}: {name} is now “{now}”, was “{was}”" for name, now, was in pairs if now != was]
    before = set(old.notices) if old is not None else set()
    said += [f"{new.service}: {recordforms.told(notice)}, new" for notice in sorted(set(new.notices) - before)]
    return said + [f"{new.service}: {recordforms.told(notice)}, no longer listed" for notice in sorted(before - set(new.notices))]


# --- writing ------------------------------------------------------------------------------------------------------


def write(folder: str | Path, records: Mapping[str, Record]) -> None:
    """Write the snapshot: into a file beside it, to the disk, then over the old one; at no moment is there half a file.

    Equal records give equal bytes. Raises BadCall where the file cannot be written, and ValueError, before anything is
    touched, for records that could not be read back.
    """
    file = Path(folder) / PATH
    data = render(records).encode()
    if problems := parse(data).problems:
        raise ValueError(problems[0].message)
    passing = None
    try:
        if not file.resolve().is_relative_to(Path(folder).resolve()):
            raise BadCall(f"{PATH} is a link that leads out of the project: it was not written")
        target = file.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        passing = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(4).hex()}")
        with passing.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        passing.replace(target)
    except (OSError, RuntimeError) as trouble:
        raise BadCall(f"{PATH} cannot be written: {getattr(trouble, 'strerror', None) or trouble}") from None
    finally:  # also on Ctrl-C: the old file stands, and nothing lies beside it
        if passing is not None:
            passing.unlink(missing_ok=True)


def render(records: Mapping[str, Record]) -> str:
    """The text of the file: sorted, one fact a line, with the digest over it."""
    values = {key: recordforms.plain(record) for key, record in records.items()}
    whole = {"digest": digest(values), "records": values, "version": VERSION}
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def sealed(text: str) -> str:
    """A snapshot from the JSON of its `records:` as it stands, with the digest that fits it: for examples and tests."""
    return json.dumps({"version": VERSION, "digest": digest(json.loads(text)), "records": json.loads(text)})
