"""Ask the services about the references of a registry and lay what they say over the old records: the work of `evidence refresh`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from evidence import asking, contact, records, services
from evidence.client import Client
from evidence.hints import guess
from evidence.identifiers import fold_doi, fold_pmid
from evidence.model import BadCall, Reference, Registry
from evidence.record import Answer, Record
from evidence.registry import load

Watch = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What to ask. Empty: everything."""

    today: str  # ISO date: that of the answers
    only: tuple[str, ...] = ()  # BibTeX keys
    services: tuple[str, ...] = ()
    older_than: int | None = None  # days; only what has no younger answer is asked
    table: Path | None = None  # Retraction Watch's CSV, where it is on this machine
    cache: Path | None = None  # the folder for tables and their indexes; the user's own where it is None


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """How asking one service went."""

    service: str
    asked: int
    states: Mapping[str, int]  # state → references
    reasons: tuple[tuple[str, int], ...] = ()  # why some are unreachable, and how many; the most frequent first


@dataclass(frozen=True, slots=True, eq=False)
class News:
    """What a refresh came to."""

    lines: tuple[Line, ...]
    changes: tuple[str, ...]  # what is new since the records before
    records: Mapping[str, Record]
    references: int
    notes: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()  # keys with proposals

    @property
    def unreachable(self) -> int:
        return sum(line.states.get("unreachable", 0) for line in self.lines)


def refresh(path: str | Path, wish: Wish, client: Client | None = None, watch: Watch | None = None, begin: Watch | None = None) -> News:
    """Ask, merge and write references/records.json; the old file stays until the new one is whole.

    A `client` that is given is done with after that. `begin` is told of each service and how many references it is asked about, `watch` of those that are done.
    Raises BadCall where the registry cannot be read, a name is not known, or the records cannot be written.
    """
    registry = load(path)
    if not registry.readable:
        raise BadCall(f"{path} could not be read as YAML, so nobody knows what is cited; `evidence audit` says where")
    wanted = _wanted(registry, wish.only)
    chosen = _chosen(wish.services)
    if client is None:
        client = Client(contact.read(registry.contact, services.names()))
    if watch is not None:
        client.watch = watch
    old = registry.records.records
    due = {name: [each for each in wanted if _due(old.get(each.key), each, name, wish)] for name in chosen}
    for name, asked in due.items():
        if begin is not None:
            begin(name, len(asked))
    told = asking.ask_all({name: asked for name, asked in due.items() if asked}, client, wish.today, _given(old, wanted), wish.table, wish.cache)
    fresh = _records(wanted, told)
    merged = records.merge(old, fresh)
    if merged or registry.records.present:
        records.write(registry.folder, merged)
    return News(
        lines=tuple(_line(name, asked, told.get(name)) for name, asked in due.items()),
        changes=records.changes(old, merged),
        records=merged,
        references=len(wanted),
        notes=_notes(registry, client),
        proposed=tuple(key for key, record in fresh.items() if record.proposals),
    )


# --- what is asked ----------------------------------------------------------------------------------------------------


def cited(registry: Registry) -> list[Reference]:
    """The references that a claim cites or that a number stands for, by key."""
    typed = {name for claim in registry.claims for name in claim.references}
    typed |= {source.reference for claim in registry.claims for source in claim.sources}
    derivations = [one for claim in registry.claims for quantity in claim.quantities for one in quantity.derivations]
    typed |= {source.reference for one in derivations for source in one.sources}
    numbers = [*registry.numbering.values(), *(one for material in registry.materials for one in material.numbering.values())]
    typed |= {one.key for one in numbers if one.key}
    return [reference for key, reference in sorted(registry.bibliography.references.items()) if key in typed]


def _wanted(registry: Registry, only: Sequence[str]) -> list[Reference]:
    every = cited(registry)
    keys = [each.key for each in every]
    for key in only:
        if key not in keys:
            there = "stands in the bibliography, but nothing cites it" if key in registry.bibliography.keys else "is no key of a cited reference"
            raise BadCall(f"{key!r} {there}{guess(key, keys)}")
    return [each for each in every if not only or each.key in only]


def _chosen(asked: Sequence[str]) -> list[str]:
    known = services.names()
    for name in asked:
        if name not in known:
            raise BadCall(f"there is no service {name!r}{guess(name, list(known))}; there are {', '.join(known)}")
    return [name for name in known if not asked or name in asked]


def _due(record: Record | None, reference: Reference, service: str, wish: Wish) -> bool:
    """Whether a service is to be asked about a reference: always, or where its answer is older than was wished."""
    answer = record.answers.get(service) if record is not None else None
    if wish.older_than is None or record is None or answer is None or answer.state not in ("answered", "not applicable"):
        return True
    if not records.same_work(record, _identified(reference)):
        return True
    if answer.state == "not applicable":
        return False
    try:
        return date.fromisoformat(answer.asked) < date.fromisoformat(wish.today) - timedelta(days=wish.older_than)
    except (ValueError, OverflowError):
        return True


# --- what was known before --------------------------------------------------------------------------------------------


def _given(old: Mapping[str, Record], wanted: Iterable[Reference]) -> dict[str, str]:
    """The DOIs that PubMed gave before for the PMIDs that the entries still have, "" where it gave none."""
    found = {}
    for each in wanted:
        record = old.get(each.key)
        if record is not None and records.same_work(record, _identified(each)):
            answer = record.answers.get(asking.FIRST)
            if answer is not None and answer.found:
                found[each.key] = answer.doi
    return found


# --- what came --------------------------------------------------------------------------------------------------------


def _identified(reference: Reference, answers: Mapping[str, Answer] | None = None, told: Iterable[services.Told] = ()) -> Record:
    doi, pmid = fold_doi(reference.fields.get("doi", "")), fold_pmid(reference.fields.get("pmid", ""))
    proposals = tuple(one for each in told for one in each.proposals.get(reference.key, ()))
    return Record(reference.key, doi, pmid, answers or {}, proposals)


def _records(wanted: Iterable[Reference], told: Mapping[str, services.Told]) -> dict[str, Record]:
    """A record of each reference that some service was asked about."""
    found = {}
    for reference in wanted:
        answers = {name: each.answers[reference.key] for name, each in told.items() if reference.key in each.answers}
        if answers:
            found[reference.key] = _identified(reference, dict(sorted(answers.items())), [told[name] for name in sorted(told)])
    return found


def _line(name: str, asked: Sequence[Reference], told: services.Told | None) -> Line:
    states: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for answer in told.answers.values() if told else ():
        states[answer.state] = states.get(answer.state, 0) + 1
        if answer.state == "unreachable":
            reasons[answer.because] = reasons.get(answer.because, 0) + 1
    return Line(name, len(asked), states, tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))))


def _notes(registry: Registry, client: Client) -> tuple[str, ...]:
    notes = [problem.message.replace("no record of it is used", "it was written anew") for problem in registry.records.problems]
    notes += [f"{path} {why}: what is cited from it was not asked about" for path, why in registry.bibliography.unreadable]
    if not client.contact.email:
        notes.append(f"no e-mail address is configured ({contact.EMAIL}, or `contact:` in claims.yaml): the services' slower public pace was used")
    return tuple(notes)
