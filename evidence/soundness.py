"""What the records say of a reference, taken together: which notices stand, which are cleared, which service was not heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from evidence.identifiers import fold_doi, fold_pmid
from evidence.model import Claim, Context, Missing, Reference, Registry
from evidence.nouns import dataclass
from evidence.printed import natural
from evidence.record import SERVICES, Answer, Notice, Record
from evidence.recordforms import NAMES, told

RETRACTED = ("retraction", "withdrawal", "removal", "partial retraction")
CLEARABLE = (*RETRACTED, "concern")
RECORD_DAYS = 90
TOMORROW = 1  # a day that has begun elsewhere is not in the future
PUBTYPE = "Retracted Publication"  # PubMed's; the notice's own is "Retraction of Publication"
NO_RECORD = "no record: run `evidence refresh`"


@dataclass(frozen=True, slots=True, order=True)
class Voice:
    """One notice, and the service that told it."""

    notice: Notice
    service: str

    def __str__(self) -> str:
        return f"{NAMES[self.service]}: {told(self.notice)}"


def known(reference: Reference, context: Context) -> Record | Missing:
    """The record of a reference as its entry stands now, or why there is none."""
    snapshot = context.registry.records
    if snapshot.problems:
        return Missing("the records could not be used: see records-invalid")
    record = snapshot.records.get(reference.key)
    if record is None:
        return Missing(NO_RECORD)
    if (fold_doi(record.doi), fold_pmid(record.pmid)) != (fold_doi(reference.fields.get("doi", "")), fold_pmid(reference.fields.get("pmid", ""))):
        return Missing(f"`{reference.key}` names other identifiers than those that were asked about: run `evidence refresh`")
    return record


def answers(record: Record) -> Iterator[Answer]:
    """The answers of services that know the work, in the order of SERVICES."""
    for service in SERVICES:
        answer = record.answers.get(service)
        if answer is not None and answer.state == "answered" and answer.found:
            yield answer


# --- notices ------------------------------------------------------------------------------------------------------


def voices(record: Record) -> tuple[Voice, ...]:
    """Every notice that affects the work, from every service that answered, oldest first.

    A work that is itself a notice is not affected by what it is a notice of: some publishers deposit both directions.
    """
    every = [Voice(notice, answer.service) for answer in record.answers.values() if answer.state == "answered" for notice in answer.notices]
    about = {name for each in every if not _affects(each.notice, record) for name in (fold_doi(each.notice.doi), each.notice.pmid) if name}
    found = [each for each in every if _affects(each.notice, record) and not (_names(each.notice) - own(record)) & about]
    for answer in record.answers.values():
        if answer.state == "answered" and PUBTYPE in answer.kinds and not any(_serious(each, answer.service) for each in found):
            found.append(Voice(Notice("retraction", "affects", PUBTYPE), answer.service))
    return tuple(sorted(found, key=lambda each: (each.notice.date or "9999", SERVICES.index(each.service), each.notice)))


def is_notice(record: Record) -> bool:
    """True where a service says that the work is itself a notice about another."""
    return any(not _affects(notice, record) for answer in record.answers.values() for notice in answer.notices)


def own(record: Record) -> frozenset[str]:
    """Every identifier of the work itself, as asked about and as the services gave it; folded."""
    typed = [(record.doi, record.pmid), *((answer.doi, answer.pmid) for answer in record.answers.values())]
    return frozenset(name for doi, pmid in typed for name in (fold_doi(doi), fold_pmid(pmid)) if name)


def _affects(notice: Notice, record: Record) -> bool:
    """A notice about the very work that was asked about affects it, whatever its direction: it was put in the work's own place."""
    return notice.direction == "affects" or bool(_names(notice) & own(record))


def _names(notice: Notice) -> frozenset[str]:
    return frozenset(filter(None, (fold_doi(notice.doi), fold_pmid(notice.pmid))))


def _serious(voice: Voice, service: str) -> bool:
    return voice.service == service and voice.notice.kind in RETRACTED


def standing(every: Sequence[Voice], kinds: Iterable[str]) -> tuple[Voice, ...]:
    """The notices of these kinds that no later reinstatement clears, whoever told either of them. Worst counts: the union."""
    reinstated = [each for each in every if each.notice.kind == "reinstatement"]
    return tuple(each for each in every if each.notice.kind in kinds and not any(_clears(later, each) for later in reinstated))


def _clears(reinstatement: Voice, voice: Voice) -> bool:
    """True where the reinstatement is surely the later of the two; on one day and in one table, the later record is."""
    new, old = reinstatement.notice, voice.notice
    length = min(len(new.date), len(old.date))
    if voice.notice.kind not in CLEARABLE or not length:
        return False
    if new.date[:length] == old.date[:length]:
        later, earlier = natural(new.id), natural(old.id)
        known = later is not None and earlier is not None and later > earlier
        return known and reinstatement.service == voice.service and new.date == old.date
    return new.date[:length] > old.date[:length]


# --- what was not heard -------------------------------------------------------------------------------------------


def unheard(record: Record, context: Context) -> Iterator[str]:
    """Why the record is not enough to say that nothing is known against the work; nothing where it is enough.

    It is enough where every service to which the question applies has answered, not too long ago, and Crossref or PubMed
    knows the work: only then has somebody said "no notice" of this work.
    """
    for service in SERVICES:
        answer = record.answers.get(service)
        if answer is None or answer.state in ("not asked", "unreachable"):
            yield _silent(NAMES[service], answer)
        elif answer.state == "answered" and (why := too_old(answer, context)):
            yield why
    if not any(answer.service != "retraction-watch" for answer in answers(record)):
        asked = [NAMES[service] for service in SERVICES[:2] if (one := record.answers.get(service)) and one.state == "answered"]
        if asked:
            yield f"{' and '.join(asked)} {'do' if len(asked) > 1 else 'does'} not know the work: look whether its DOI or PMID is right"
        elif all(one.state == "not applicable" for one in record.answers.values()) and record.answers:
            reasons = dict.fromkeys(one.because for one in record.answers.values() if one.because)
            yield f"no service keeps a record of it{f': {next(iter(reasons))}' if reasons else ''}"


def _silent(name: str, answer: Answer | None) -> str:
    if answer is None or answer.state == "not asked":
        because = f" ({answer.because})" if answer is not None and answer.because else ""
        return f"{name} was not asked{because}"
    return f"{name} was unreachable{f' ({answer.because})' if answer.because else ''}"


def too_old(answer: Answer, context: Context) -> str:
    """Why an answer is of no use on the day of the audit: too old, or from the future; an empty string where it is of use."""
    try:
        days = (date.fromisoformat(context.as_of) - date.fromisoformat(answer.asked)).days
    except ValueError:
        return f"{NAMES[answer.service]} answered on an unknown day"
    if days < -TOMORROW:
        return f"{NAMES[answer.service]} was asked on {answer.asked}, after the day of this audit ({context.as_of})"
    most = record_days(context.registry)
    return f"{NAMES[answer.service]} was last asked on {answer.asked}, {days} days before this audit (at most {most:g})" if days > most else ""


def record_days(registry: Registry) -> float:
    """How many days an answer may be old: `policy.record_days`, else RECORD_DAYS."""
    return typed_number(registry.policy.record_days, RECORD_DAYS)


def typed_number(typed: str | None, default: float) -> float:
    """A number of the policy; the default where there is none, or one that claim-invalid tells."""
    try:
        return float(typed) if typed and len(typed) <= 40 else default
    except ValueError:
        return default


# --- who rests on it ----------------------------------------------------------------------------------------------


def keys(claim: Claim, registry: Registry) -> tuple[str, ...]:
    """The BibTeX keys that a claim cites, each once; a number without a paper stands for itself."""
    numbered = {typed: registry.numbering.get(typed) for typed in claim.references}
    return tuple(dict.fromkeys((entry.key or typed) if entry else typed for typed, entry in numbered.items()))


def resting_on(key: str, registry: Registry) -> tuple[Claim, ...]:
    """The claims that cite a reference."""
    return tuple(claim for claim in registry.claims if key in keys(claim, registry))


def for_patients(claim: Claim, registry: Registry) -> bool:
    """True where a claim is made to patients: its scope says so or, where it says nothing, every material is for them alone."""
    if "audience" in claim.scope:
        return "patient" in _listed(claim.scope["audience"])
    audiences = [_listed(material.facts.get("audience")) for material in registry.materials]
    return bool(audiences) and all(each == ["patient"] for each in audiences)


def _listed(value: object) -> list[str]:
    typed = value if isinstance(value, list) else [value]
    return [one.strip().casefold().removesuffix("s") for one in typed if isinstance(one, str)]
