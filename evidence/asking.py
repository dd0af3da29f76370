"""Every service asked at once, and what one knows handed on to the others: the DOI that PubMed gives for a PMID."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from evidence import cachefolder, identity, retraction_table, services, threads
from evidence.client import Client
from evidence.model import BadCall, Missing, Reference
from evidence.record import Answer, Proposal
from evidence.services import Told

FIRST = "pubmed"  # it alone knows a DOI for a PMID
TABLE_BYTES = 1_000_000_000  # Retraction Watch's has about 66 million
NO_FOLDER = "its table needs a folder that is yours alone, and ~/.cache/evidence/tables is none; name another by XDG_CACHE_HOME"
Given = Callable[[], Mapping[str, str]]
"""By BibTeX key, the DOI that PubMed gives for a PMID, "" where it gives none; it waits until PubMed was heard."""


def ask_all(
    due: Mapping[str, Sequence[Reference]], client: Client, today: str, given: Mapping[str, str], table: Path | None = None, cache: Path | None = None
) -> dict[str, Told]:
    """What every service says of its references. They are different hosts, so they are asked at once.

    `given`: the DOIs that PubMed gave before. `table`: Retraction Watch's CSV on this machine. `cache`: the folder for tables
    and their indexes; the user's own where it is None. Raises BadCall for a `table` that is none. The client is done with after that.
    """
    known = dict(given)
    heard = Event()
    for name in due:
        services.member(name)  # what is imported is imported before there are threads

    def so_far() -> Mapping[str, str]:
        heard.wait()
        return known

    def ask(name: str) -> Told:
        try:
            asked = due[name]
            told = _of_table(name, asked, client, today, so_far, table, cache) if services.takes_table(name) else _of_host(name, asked, client, today, so_far)
            if name == FIRST:
                known.update({key: answer.doi for key, answer in told.answers.items() if answer.found})
        finally:
            if name == FIRST:
                heard.set()  # also where it failed: nobody waits for good
        client.watch(name, len(asked))
        return told

    if FIRST not in due:
        heard.set()
    try:
        return dict(zip(due, threads.each(list(due), ask), strict=True))
    finally:
        client.stop()


def _of_host(name: str, asked: Sequence[Reference], client: Client, today: str, so_far: Given) -> Told:
    lone = [] if name == FIRST else [each for each in asked if _is_lone(each)]
    told = services.ask(name, [each for each in asked if each not in lone], client, today)
    if not lone:
        return told
    known = so_far()
    more = services.ask(name, [_named(each, known) for each in lone], client, today)
    answers = {**told.answers, **_explained(more.answers, lone, known)}
    nameless = [each for each in lone if known.get(each.key) == "" and answers[each.key].state == "not asked"]
    proposals = dict(told.proposals)
    for key, found in services.propose(name, nameless, client).items():
        answers[key] = _without_doi(name, next(identity.pmid(each) for each in nameless if each.key == key), found)
        proposals |= {} if isinstance(found, Missing) else {key: found}
    return Told(answers, proposals)


def _of_table(
    name: str, asked: Sequence[Reference], client: Client, today: str, so_far: Given, csv: Path | None, folder: Path | None
) -> Told:
    cache = folder or cachefolder.folder(name="tables")
    if cache is None:
        return services.unreachable(name, asked, NO_FOLDER)
    table = retraction_table.open_table(csv, cache) if csv else _fetched(name, client, cache)
    if isinstance(table, Missing):
        return services.unreachable(name, asked, table.because)
    with table:
        lone = [each for each in asked if _is_lone(each)]
        known = so_far() if lone else {}
        told = services.ask(name, [_named(each, known) for each in asked], client, today, table)
        return Told({**told.answers, **_explained(told.answers, lone, known)}, told.proposals)


def _fetched(name: str, client: Client, cache: Path) -> retraction_table.Table | Missing:
    """The table in the cache folder, fetched from its public address where that has a newer one; what is no table is not kept."""
    file = cache / f"{name}.csv"
    url = client.contact.address(name, services.member(name).ADDRESS)
    if missing := client.download(url, file, TABLE_BYTES):
        return missing
    try:
        return retraction_table.open_table(file, cache)
    except BadCall:
        file.unlink(missing_ok=True)
        return Missing("what it sent is no whole table of notices")


# --- a reference with a PMID and no DOI -------------------------------------------------------------------------------


def _is_lone(reference: Reference) -> bool:
    return bool(identity.pmid(reference)) and not identity.doi(reference)


def _named(reference: Reference, known: Mapping[str, str]) -> Reference:
    """The reference with the DOI that PubMed gives for its PMID, for the question alone: the entry stays as it is."""
    doi = known.get(reference.key, "") if _is_lone(reference) else ""
    return replace(reference, fields={**reference.fields, "doi": doi}) if doi else reference


def _explained(answers: Mapping[str, Answer], lone: Sequence[Reference], known: Mapping[str, str]) -> dict[str, Answer]:
    """The answers about lone references; one that was asked for under PubMed's DOI says so."""
    told = {}
    for each in lone:
        answer, doi = answers[each.key], known.get(each.key, "")
        if answer.state == "answered" and doi:
            under = f"asked under DOI {doi}, which PubMed gives for PMID {identity.pmid(each)}"
            answer = replace(answer, because=f"{under}: {answer.because}" if answer.because else under)
        elif answer.state == "not asked":
            gave = "PubMed gives no DOI for it" if doi == "" and each.key in known else "PubMed, which may know one, gave no answer"
            answer = replace(answer, because=f"the entry has a PMID and no DOI, and {gave}")
        told[each.key] = answer
    return told


def _without_doi(name: str, pmid: str, found: tuple[Proposal, ...] | Missing) -> Answer:
    """Of a paper to which PubMed gives no DOI: a service that knows works by DOI either has none with its title, or one that a person must look at."""
    if isinstance(found, Missing):
        return Answer(name, "unreachable", found.because)
    if not found:
        return Answer(name, "not applicable", f"PubMed gives no DOI for PMID {pmid}, and no work with a DOI has its title, author and year")
    likest = f"DOI {found[0].doi} (likeness {found[0].score})"
    return Answer(name, "not asked", f"PubMed gives no DOI for PMID {pmid}; it could be {likest}: where it is, write it into the entry")
