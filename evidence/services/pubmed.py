"""PubMed (NCBI's E-utilities): what the National Library of Medicine has of a paper, with its notices in both directions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from evidence import identity, likeness, threads
from evidence.answers import mapping, text
from evidence.client import Client, Reply
from evidence.folding import fold_words
from evidence.identifiers import fold_doi, fold_pmid
from evidence.model import Missing, Reference
from evidence.record import Answer, Notice, Proposal
from evidence.recordforms import NO_PMID

NAME = "pubmed"
ADDRESS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
BATCH = 50  # DOIs or PMIDs a question; NLM takes up to 200
ODD_FORM = "its answer has another form than PubMed's"

# CommentsCorrections@RefType. …In stands on the work that is affected; …Of, …For and …From on the notice.
KINDS = {
    "Retraction": "retraction", "RetractedandRepublished": "retraction", "PartialRetraction": "partial retraction",
    "ExpressionOfConcern": "concern", "Erratum": "correction", "CorrectedandRepublished": "correction", "Update": "update", "Republished": "update",
}  # fmt: skip
OTHER = frozenset(  # links that say nothing against a work
    ("AssociatedDataset", "AssociatedPublication", "Cites", "CommentIn", "CommentOn", "OriginalReportIn", "ReprintIn", "ReprintOf", "SummaryForPatientsIn")
)
UNKNOWN = "concern"  # a link of another name may be any: a person must look
# PublicationType@UI, told by its number and not by its words: "Retraction of Publication" is one word away
TYPES = {
    "D016441": ("retraction", "affects", "Retracted Publication"),
    "D016440": ("retraction", "is", "Retraction of Publication"),
    "D016425": ("correction", "is", "Published Erratum"),
    "D000075742": ("concern", "is", "Expression of Concern"),
}
REF_TYPE = re.compile(r"([A-Za-z]{1,60}?)(In|Of|For|From)")
SOURCE_DOI = re.compile(r"\bdoi:\s?(10\.[0-9]{4,9}/[^\s;]{1,300})", re.IGNORECASE)
SOURCE_DAY = re.compile(r"\.\s((?:18|19|20)[0-9]{2})(?:\s([A-Z][a-z]{2})(?:\s([0-9]{1,2}))?)?(?![0-9])")  # "Lancet. 2010 Feb 6;375(9713):445."
MONTHS = {name: at for at, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)}


def look_up(references: Sequence[Reference], client: Client) -> dict[str, Answer]:
    """What PubMed says of each reference, by BibTeX key: by its PMID, else by the PMID that PubMed has for its DOI."""
    answers = {each.key: _unasked(each) for each in references if not identity.pmid(each) and not identity.doi(each)}
    by_pmid = [each for each in references if identity.pmid(each)]
    by_doi = [each for each in references if each.key not in answers and not identity.pmid(each)]
    dois = sorted({identity.doi(each) for each in by_doi})
    searched = _batched(dois, lambda batch: _search(" OR ".join(f'"{doi}"[AID]' for doi in batch), 4 * len(batch), client), client)
    candidates = [pmid for found in searched.values() if not isinstance(found, Missing) for pmid in found]
    known = _fetch(sorted({*map(identity.pmid, by_pmid), *candidates}), client)
    works = [work for work in known.values() if not isinstance(work, Missing)]
    for each in by_pmid:
        answers[each.key] = _of_pmid(identity.pmid(each), known)
    for each in by_doi:
        answers[each.key] = _of_doi(identity.doi(each), searched, known, works)
    client.watch(NAME, len(by_pmid) + len(by_doi))
    return answers


def propose(references: Sequence[Reference], client: Client) -> dict[str, tuple[Proposal, ...] | Missing]:
    """Works that references without identifiers could be, by BibTeX key: looked for by the words of the title, first author and year."""
    searched = dict(zip((each.key for each in references), threads.each(references, lambda each: _by_title(each, client)), strict=True))
    works = _fetch(sorted({pmid for found in searched.values() if not isinstance(found, Missing) for pmid in found}), client)
    proposals: dict[str, tuple[Proposal, ...] | Missing] = {}
    for each in references:
        found = searched[each.key]
        if isinstance(found, Missing):
            proposals[each.key] = found
            continue
        read = [works[pmid] for pmid in found if pmid in works]
        lost = next((work for work in read if isinstance(work, Missing)), None)
        like = [(work.doi, work.pmid, work.title, work.author, work.year) for work in read if isinstance(work, Answer)]
        proposals[each.key] = lost or likeness.best(each, like, NAME)
    return proposals


def _unasked(reference: Reference) -> Answer:
    if why := identity.no_paper(reference):
        return Answer(NAME, "not applicable", why)
    return Answer(NAME, "not asked", "it has no DOI and no PMID that can be one, and works are asked for by one of them")


def _of_pmid(pmid: str, known: Mapping[str, Answer | Missing]) -> Answer:
    found = known.get(pmid)
    if isinstance(found, Missing):
        return Answer(NAME, "unreachable", found.because)
    return found or Answer(NAME, "answered", NO_PMID, pmid=pmid)


def _of_doi(doi: str, searched: Mapping[str, tuple[str, ...] | Missing], known: Mapping[str, Answer | Missing], works: Sequence[Answer]) -> Answer:
    """The work that bears the DOI itself: the order of a search says nothing, and it also finds works that only mention it."""
    found = searched[doi]
    if isinstance(found, Missing):
        return Answer(NAME, "unreachable", found.because)
    if right := [work for work in works if work.doi == doi]:  # PubMed has some papers twice: what is known of one is known of both
        return replace(right[0], notices=tuple(sorted({notice for work in right for notice in work.notices})))
    if lost := next((work for pmid in found if isinstance(work := known.get(pmid), Missing)), None):
        return Answer(NAME, "unreachable", lost.because)
    return Answer(NAME, "answered", "PubMed has no record with this DOI", doi=doi)


# --- questions --------------------------------------------------------------------------------------------------------


def _post(client: Client, tool: str, form: Mapping[str, str], xml: bool = False) -> Reply | Missing:
    who = client.contact
    own = {"db": "pubmed", "retmode": "xml" if xml else "json", "tool": "evidence"}
    own |= {"email": who.email} if who.email else {}
    own |= {"api_key": who.ncbi_key} if who.ncbi_key else {}
    reply = client.post(f"{who.address(NAME, ADDRESS)}/{tool}.fcgi", own | dict(form), xml)
    if isinstance(reply, Reply) and reply.status != 200:
        return Missing(f"it answered {reply.status}")
    return reply


def _batched(items: Sequence[str], ask: Any, client: Client) -> dict[str, Any]:
    """What each item's batch came to. A batch that could not be asked is asked item by item, for one bad item spoils it."""
    batches = [items[at : at + BATCH] for at in range(0, len(items), BATCH)]
    told = list(zip(batches, threads.each(batches, ask), strict=True))
    spoilt = [[item] for batch, found in told if isinstance(found, Missing) and found.because == "it answered 400" and len(batch) > 1 for item in batch]
    told += zip(spoilt, threads.each(spoilt, ask), strict=True)
    return {item: found for batch, found in told for item in batch}


def _search(term: str, most: int, client: Client) -> tuple[str, ...] | Missing:
    """The PMIDs that a search finds, in no order that means anything."""
    reply = _post(client, "esearch", {"term": term, "retmax": str(most)})
    if isinstance(reply, Missing):
        return reply
    result = mapping(mapping(reply.data).get("esearchresult"))
    listed = result.get("idlist")
    if "error" in mapping(reply.data) or "ERROR" in result:
        return Missing("it reports an error of its own")
    if not isinstance(listed, list):
        return Missing(ODD_FORM)
    return tuple(pmid for each in listed if (pmid := fold_pmid(text(each))))


def _by_title(reference: Reference, client: Client) -> tuple[str, ...] | Missing:
    words = fold_words(identity.title(reference)).split()[:20]
    if not words:
        return Missing("the entry has no title to look for")
    author = fold_words(identity.first_author(reference))
    term = f"{' '.join(words)}[Title]" + (f" AND {author}[1au]" if author else "")
    return _search(term, 5, client)


def _fetch(pmids: Sequence[str], client: Client) -> dict[str, Answer | Missing]:
    """The records of PMIDs. A PMID that is not among them has none at PubMed."""
    told = _batched(pmids, lambda batch: _records(batch, client), client)
    return {pmid: works if isinstance(works, Missing) else works[pmid] for pmid, works in told.items() if isinstance(works, Missing) or pmid in works}


def _records(pmids: Sequence[str], client: Client) -> dict[str, Answer | Missing] | Missing:
    reply = _post(client, "efetch", {"id": ",".join(pmids)}, xml=True)
    if isinstance(reply, Missing):
        return reply
    if reply.data.tag != "PubmedArticleSet":
        return Missing("it reports an error of its own" if str(reply.data.tag).lower().startswith("efetch") else ODD_FORM)
    found: dict[str, Answer | Missing] = {work.pmid: work for work in read(reply.data)}
    if strange := sorted(found.keys() - set(pmids)):
        missing = Missing(f"it answered about another work (PMID {strange[0]})")
        return dict.fromkeys(pmids, missing) | {pmid: work for pmid, work in found.items() if pmid in pmids}
    return found


# --- reading ----------------------------------------------------------------------------------------------------------


def read(articles: Any) -> Iterator[Answer]:
    """The records of a PubmedArticleSet, articles and books."""
    for article in articles.iterfind("PubmedArticle"):
        citation = article.find("MedlineCitation")
        if citation is not None and (pmid := fold_pmid(_text(citation.find("PMID")))):
            yield _work(citation, citation.find("Article"), pmid, article.findall("PubmedData/ArticleIdList/ArticleId"))
    for article in articles.iterfind("PubmedBookArticle/BookDocument"):
        if pmid := fold_pmid(_text(article.find("PMID"))):
            yield _work(article, article, pmid, article.findall("ArticleIdList/ArticleId"))


def _work(citation: Any, article: Any, pmid: str, identifiers: Sequence[Any]) -> Answer:
    """One record. Its DOI is its own: the lists below it hold those of the papers it cites, which are not looked at."""
    doi = next((_text(each) for each in identifiers if each.get("IdType") == "doi"), "")
    if article is None:
        return Answer(NAME, "answered", "", found=True, pmid=pmid, doi=fold_doi(doi), notices=_notices(citation, ()))
    types = article.findall("PublicationTypeList/PublicationType") + article.findall("PublicationType")
    first = article.find("AuthorList/Author")
    return Answer(
        NAME,
        "answered",
        found=True,
        doi=fold_doi(doi),
        pmid=pmid,
        title=_title(article),
        author=_text(first.find("LastName")) or _text(first.find("CollectiveName")) if first is not None else "",
        year=_year(article),
        kinds=tuple(filter(None, map(_text, types))),
        notices=_notices(citation, [str(each.get("UI", "")) for each in types]),
    )


def _title(article: Any) -> str:
    """The title; that of the paper's own language where it has no English one, that of the book for a whole book."""
    titles = [_text(article.find(name)) for name in ("ArticleTitle", "VernacularTitle", "Book/BookTitle")]
    return next((title.rstrip(".") for title in titles if title and title != "[Not Available]."), "")


def _year(article: Any) -> str:
    paths = ("Journal/JournalIssue/PubDate", "Book/PubDate", "ArticleDate")
    dates = [_text(article.find(f"{path}/{name}")) for path in paths for name in ("Year", "MedlineDate")]
    return next((found[0] for date in dates if (found := re.search("[0-9]{4}", date))), "")


def _notices(citation: Any, types: Sequence[str]) -> tuple[Notice, ...]:
    """The notices of a record: its links, and what its types say where no link says it."""
    found = {notice for link in citation.iterfind("CommentsCorrectionsList/CommentsCorrections") if (notice := _linked(link))}
    said = {(notice.kind, notice.direction) for notice in found}
    found |= {Notice(kind, way, word) for ui, (kind, way, word) in TYPES.items() if ui in types and (kind, way) not in said}
    return tuple(sorted(found))


def _linked(link: Any) -> Notice | None:
    word = text(link.get("RefType", ""))
    parts = REF_TYPE.fullmatch(word)
    if word in OTHER:
        return None
    kind = KINDS.get(parts[1], UNKNOWN) if parts else UNKNOWN
    direction = "is" if parts and parts[2] != "In" else "affects"
    source = _text(link.find("RefSource"))
    doi = SOURCE_DOI.search(source)
    return Notice(kind, direction, word, "", fold_doi(doi[1].rstrip(".,")) if doi else "", fold_pmid(_text(link.find("PMID"))), _day(source), note=source)


def _day(source: str) -> str:
    """The date in the words that say where a notice was published, as far as it stands there."""
    found = SOURCE_DAY.search(source)
    if not found:
        return ""
    month = MONTHS.get(found[2] or "")
    day = int(found[3] or 0)
    return found[1] + (f"-{month:02d}" + (f"-{day:02d}" if 0 < day <= 31 else "") if month else "")


def _text(element: Any) -> str:
    """The words of an element, of its parts, too: titles have italics and subscripts in them."""
    if element is None:
        return ""
    return text("".join(str(part) for part in element.itertext(with_tail=False) if part))
