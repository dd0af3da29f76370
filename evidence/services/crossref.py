"""Crossref: what publishers deposited about a DOI, with the notices that they and Retraction Watch attached to it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from evidence import identity, likeness, threads
from evidence.answers import mapping, objects, text
from evidence.client import Client, Reply
from evidence.folding import fold_spaces, fold_words
from evidence.identifiers import fold_doi
from evidence.model import Missing, Reference
from evidence.record import Answer, Notice, Proposal
from evidence.recordforms import NO_AGENCY, NO_WORK

NAME = "crossref"
ADDRESS = "https://api.crossref.org"
BATCH = 40  # DOIs a question
SELECT = "DOI,title,subtitle,type,issued,author,update-to,updated-by"
ODD_FORM = "its answer has another form than Crossref's"

KINDS = {  # Crossref's types of updates
    "retraction": "retraction", "withdrawal": "withdrawal", "removal": "removal", "partial_retraction": "partial retraction",
    "expression_of_concern": "concern", "correction": "correction", "corrigendum": "correction", "erratum": "correction",
    "reinstatement": "reinstatement", "addendum": "update", "clarification": "update", "new_edition": "update", "new_version": "update",
}  # fmt: skip
UNKNOWN = "concern"  # a type that is not known here may be any: a person must look

FACE = re.compile(r"</?[A-Za-z][A-Za-z0-9:]{0,20}(?:\s[^<>]{0,200})?/?>")  # <i>, <sub>, <mml:math …> in a title
# "Retraction—…", "Correction to: …", "Notice of retraction."; not "Correction of scoliosis in …", which is a paper
NOTICE = re.compile(
    r"\W{0,3}(?:notice of |statement of |partial |author |publisher |publisher’s |publisher's )?"
    r"(?:retraction|withdrawal|removal|correction|corrigend(?:um|a)|errat(?:um|a)|expressions? of concern|addendum)"
    r"(?:\s?[:—–\[.-]|\s(?:to|note|notice)\b|$)",
    re.IGNORECASE,
)


def look_up(references: Sequence[Reference], client: Client) -> dict[str, Answer]:
    """What Crossref says of each reference's DOI, by BibTeX key. Several DOIs go into one question; what that does not find is asked for alone."""
    answers = {each.key: _unasked(each) for each in references if not identity.doi(each)}
    keys: dict[str, list[str]] = {}
    for each in references:
        if doi := identity.doi(each):
            keys.setdefault(doi, []).append(each.key)
    plain = [doi for doi in keys if "," not in doi]  # in a filter, a comma ends the DOI, and Crossref refuses the whole question
    batches = [plain[at : at + BATCH] for at in range(0, len(plain), BATCH)]
    told: dict[str, Answer] = {}
    for batch, found in zip(batches, threads.each(batches, lambda batch: _together(batch, client)), strict=True):
        told |= found
        client.watch(NAME, len(batch))
    alone = [doi for doi in keys if doi not in told]
    for doi, answer in zip(alone, threads.each(alone, lambda doi: _alone(doi, client)), strict=True):
        told[doi] = answer
    return answers | {key: answer for doi, answer in told.items() for key in keys[doi]}


def propose(references: Sequence[Reference], client: Client) -> dict[str, tuple[Proposal, ...] | Missing]:
    """Works that references without identifiers could be, by BibTeX key: looked for by title, first author and year."""
    return dict(zip((each.key for each in references), threads.each(references, lambda each: _search(each, client)), strict=True))


def _unasked(reference: Reference) -> Answer:
    if why := identity.no_paper(reference):
        return Answer(NAME, "not applicable", why)
    return Answer(NAME, "not asked", "it has no DOI that can be one, and works are asked for by DOI")


# --- questions --------------------------------------------------------------------------------------------------------


def _get(client: Client, path: str, parameters: Mapping[str, str] | None = None) -> Reply | Missing:
    headers = {"User-Agent": client.contact.agent}
    if token := client.contact.crossref_token:
        headers["Crossref-Plus-API-Token"] = f"Bearer {token}"
    return client.get_json(client.contact.address(NAME, ADDRESS) + path, parameters, headers, lane="list" if parameters else "single")


def _together(batch: Sequence[str], client: Client) -> dict[str, Answer]:
    """Answers to one question about many DOIs. A DOI that is not among them was not answered, and is to be asked alone.

    A 400 says that something in the question is wrong, and nothing of the other DOIs in it.
    """
    wanted = {"filter": ",".join(f"doi:{doi}" for doi in batch), "rows": str(len(batch)), "select": SELECT}
    reply = _get(client, "/works", wanted)
    if isinstance(reply, Missing):
        return dict.fromkeys(batch, _unreachable(reply.because))
    works = objects(mapping(mapping(reply.data).get("message")).get("items"))
    found = {fold_doi(text(work.get("DOI"))): work for work in works}
    return {doi: _answer(found[doi], doi) for doi in batch if doi in found}


def _alone(doi: str, client: Client) -> Answer:
    """The answer to a question about one DOI; where Crossref has no such work, it is asked whose DOI that is."""
    reply = _get(client, f"/works/{quote(doi, safe='')}")
    if isinstance(reply, Missing):
        return _unreachable(reply.because)
    if reply.status == 404:
        return _of_another(doi, client)
    if reply.status != 200:
        return _unreachable(f"it answered {reply.status}")
    work = mapping(mapping(reply.data).get("message"))
    own = fold_doi(text(work.get("DOI")))
    if not own:
        return _unreachable(ODD_FORM)
    if own != doi and not reply.moved:  # over a redirect it is the DOI that another one stands for
        return _unreachable(f"it answered about another work ({own[:200]})")
    return _answer(work, doi)


def _of_another(doi: str, client: Client) -> Answer:
    reply = _get(client, f"/works/{quote(doi, safe='')}/agency")
    if isinstance(reply, Missing):
        return _unreachable(reply.because)
    agency = mapping(mapping(mapping(reply.data).get("message")).get("agency"))
    name = text(agency.get("label")) or text(agency.get("id"))
    if reply.status == 404:
        return Answer(NAME, "answered", NO_AGENCY, doi=doi)
    if reply.status != 200 or not name:
        return _unreachable(f"it answered {reply.status} when it was asked who registered the DOI")
    if fold_words(name) == "crossref":
        return Answer(NAME, "answered", NO_WORK, doi=doi)
    return Answer(NAME, "answered", f"the DOI is registered with {name}, not with Crossref", doi=doi)


def _search(reference: Reference, client: Client) -> tuple[Proposal, ...] | Missing:
    words = fold_spaces(" ".join((identity.title(reference), identity.first_author(reference), identity.year(reference))))
    if not identity.title(reference):
        return Missing("the entry has no title to look for")
    reply = _get(client, "/works", {"query.bibliographic": words[:500], "rows": "5", "select": SELECT})
    if isinstance(reply, Missing):
        return reply
    works = mapping(mapping(reply.data).get("message")).get("items")
    if reply.status != 200 or not isinstance(works, list):
        return Missing(f"it answered {reply.status}" if reply.status != 200 else ODD_FORM)
    found = [(fold_doi(text(work.get("DOI"))), "", _title(work), _author(work), _year(work)) for work in objects(works)]
    return likeness.best(reference, [work for work in found if work[0]], NAME)


# --- reading ----------------------------------------------------------------------------------------------------------


def _unreachable(because: str) -> Answer:
    return Answer(NAME, "unreachable", because)


def _answer(work: Mapping[str, Any], asked: str) -> Answer:
    doi = fold_doi(text(work.get("DOI")))
    kinds = tuple(filter(None, (text(work.get("type")), text(work.get("subtype")))))
    notices = tuple(sorted(set(_notices(work, frozenset((asked, doi))))))
    return Answer(NAME, "answered", "", found=True, doi=doi, title=_title(work), author=_author(work), year=_year(work), kinds=kinds, notices=notices)


def _title(work: Mapping[str, Any]) -> str:
    """The title with its subtitle, without the marks of its typography."""
    title, more = (fold_spaces(FACE.sub("", html.unescape(text(work.get(name))))) for name in ("title", "subtitle"))
    return f"{title}: {more}" if title and more and fold_words(more) not in fold_words(title) else title


def _author(work: Mapping[str, Any]) -> str:
    authors = list(objects(work.get("author")))
    first = next((each for each in authors if each.get("sequence") == "first"), authors[0] if authors else {})
    return text(first.get("family")) or text(first.get("name"))


def _year(work: Mapping[str, Any]) -> str:
    return _day(work.get("issued"))[:4]


def _day(date: Any) -> str:
    """The date as ISO, as far as it is known: 2010-02-06, 2010-02, 2010, or ""."""
    parts = mapping(date).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    known = []
    for part, most in zip(first, (2999, 12, 31), strict=False):
        if not isinstance(part, int) or isinstance(part, bool) or not 0 < part <= most:
            break
        known.append(part)
    return "-".join(f"{part:0{2 if at else 4}d}" for at, part in enumerate(known))


# --- notices: which way do they point? --------------------------------------------------------------------------------


def _notices(work: Mapping[str, Any], own: frozenset[str]) -> Iterator[Notice]:
    """The notices of a work. `updated-by` affects it; `update-to` says that it is the notice, unless that points at the work itself.

    Some publishers deposit both at once for one pair of works, on both records; then a notice would look retracted.
    """
    to, by = ([(fold_doi(text(each.get("DOI"))), each) for each in objects(work.get(name))] for name in ("update-to", "updated-by"))
    both = {doi for doi, _ in to} & {doi for doi, _ in by} - own
    sides = {doi: _side(doi, work, to, by) for doi in both}
    for doi, each in to:
        if doi in own or sides.get(doi, "is") == "is":
            yield _notice(each, doi, "affects" if doi in own else "is")
    for doi, each in by:
        if sides.get(doi) != "is":
            yield _notice(each, doi, "affects")


def _side(doi: str, work: Mapping[str, Any], to: Sequence[tuple[str, Any]], by: Sequence[tuple[str, Any]]) -> str:
    """Which direction holds where both are deposited: as Retraction Watch has it, else as the title says; the worse one where neither tells."""
    watched = [name for name, items in (("is", to), ("affects", by)) if any(_watched(each) for other, each in items if other == doi)]
    if len(watched) == 1:
        return watched[0]
    return "is" if NOTICE.match(_title(work)) else "affects"


def _watched(item: Mapping[str, Any]) -> bool:
    return text(item.get("source")) == "retraction-watch"


def _notice(item: Mapping[str, Any], doi: str, direction: str) -> Notice:
    word = text(item.get("type"))
    kind = KINDS.get(word.lower().replace("-", "_").replace(" ", "_"), UNKNOWN)
    return Notice(kind, direction, word, text(item.get("source")), doi, date=_day(item.get("updated")), id=text(item.get("record-id")))
