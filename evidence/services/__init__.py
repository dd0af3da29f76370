"""The door to the services: which there are, and what one of them says of some references, with the date and never without a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType

from evidence import identity, rooms
from evidence.client import Client
from evidence.model import Missing, Reference
from evidence.record import Answer, Proposal
from evidence.retraction_table import Table


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What one service said: an answer for every reference that it was asked about, and works that some of them could be."""

    answers: Mapping[str, Answer]
    proposals: Mapping[str, tuple[Proposal, ...]]


def names() -> tuple[str, ...]:
    """The services' published names."""
    return tuple(rooms.published(name) for name in rooms.members("services"))


def member(name: str) -> ModuleType:
    """A service by its published name. Raises KeyError where there is none."""
    return rooms.member("services", name)


def takes_table(name: str) -> bool:
    """Whether a service is a table that was fetched as a whole, and not asked."""
    return bool(getattr(member(name), "TABLE", False))


def ask(name: str, references: Sequence[Reference], client: Client, today: str, table: Table | None = None) -> Told:
    """Ask one service about references. What could not be had is an answer, too: unreachable, because …"""
    service = member(name)
    found: dict[str, Answer] = dict(service.look_up(references, client, table) if takes_table(name) else service.look_up(references, client))
    proposals: dict[str, tuple[Proposal, ...]] = {}
    nameless = [each for each in references if not identity.doi(each) and not identity.pmid(each) and not identity.no_paper(each)]
    for key, proposed in propose(name, nameless, client).items():
        if isinstance(proposed, Missing):
            found[key] = Answer(name, "unreachable", proposed.because)
        else:
            proposals[key] = proposed
    return Told({key: _dated(answer, today) for key, answer in found.items()}, proposals)


def propose(name: str, references: Sequence[Reference], client: Client) -> Mapping[str, tuple[Proposal, ...] | Missing]:
    """Works that references could be by title, first author and year, by BibTeX key; nothing where the service has no such search."""
    search = getattr(member(name), "propose", None)
    found: Mapping[str, tuple[Proposal, ...] | Missing] = search(references, client) if search and references else {}
    return found


def unreachable(name: str, references: Sequence[Reference], because: str) -> Told:
    """What is said where a service cannot be asked at all; what is no paper would not have been asked about."""
    pairs = [(each.key, identity.no_paper(each)) for each in references]
    return Told({key: Answer(name, "not applicable", why) if why else Answer(name, "unreachable", because) for key, why in pairs}, {})


def _dated(answer: Answer, today: str) -> Answer:
    return replace(answer, asked=answer.asked or today) if answer.state == "answered" else answer
