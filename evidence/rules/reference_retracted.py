"""The work has been retracted, withdrawn or removed.

Why: a retracted paper proves nothing, and a claim that goes on citing it is misleading, however good its numbers look.

Do: take the reference out, and the claim with it where nothing else carries it. To cite the notice of a retraction, give the
notice's own identifiers and title. Where nobody could be asked, run `evidence refresh`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence import soundness
from evidence.folding import fold_spaces
from evidence.model import Context, Missing, Place, Problem, Reference
from evidence.patterns import late
from evidence.record import Record
from evidence.recordforms import NAMES
from evidence.records import sealed
from evidence.soundness import Voice

LINK = "sound"
SEVERITY = "error"
DECIDED = "data"
BASIS = ("SRC101",)

# How publishers, Crossref and PubMed mark a retracted work in its title: "RETRACTED: …", "Retracted Article: …",
# "[Retracted] …", "WITHDRAWN & REPUBLISHED: …", "P12: REMOVED: …", "RETRACTED—…". Notices begin with a noun: "Retraction: …".
WORD = r"(?:retracted|withdrawn|removed)"
KIND = r"(?: (?:article|chapter|paper|publication|review|abstract)| (?:and|&) (?:republished|replaced))?"
BEFORE = late(rf"(?:(?:\S*\d: )?\W*{WORD}{KIND} ?:|\W*[\[(]{WORD}{KIND}\W?[\])])", re.IGNORECASE)
CAPITALS = late(r"\W*(?:RETRACTED|WITHDRAWN)(?: ARTICLE| CHAPTER)?(?:[–—]| (?!(?i:notices?)\b)(?=.*[a-z]))")  # without a colon
BEHIND = late(rf"[\[(]{WORD}{KIND}(?:[.,:;]? (?:see|in|on|by)\b.*|[.,]? \d.*)?\W{{0,2}}$", re.IGNORECASE)  # Web of Science

NOTES = ("note", "annote", "annotation", "addendum", "pubstate", "howpublished", "extra")
# A note that begins so and says no more, or when, where and why: "Retracted", "Withdrawn 2020", "Retracted in: Lancet 2010"
NOTED = late(rf"\W*(?:retracted|withdrawn){KIND}(?:\W*$|\W?[:.,;!)\]–—]| ?[(\[–—-]| (?:\d+|in|by|on|see|due|because|for|after)\b)", re.IGNORECASE)
SAID = late(r"\b(?:article|paper|publication|study|work|report|it) (?:has been|was|is) (?:since |later |now )?(?:retracted|withdrawn)\b", re.IGNORECASE)

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
ENTRY = "@article{a,\n  title = {%s}, note = {# here}\n}\n"
PAPER = "@article{a, title = {Outcomes},\n  doi = {10.1000/1}, note = {# here}\n}\n"
ASKED = '"state": "answered", "asked": "2026-11-20"'
WATCH = '"state": "answered", "asked": "2026-11-20", "found": true, "notices": [%s]'
NOTICE = '{"kind": "%s", "direction": "%s", "doi": "10.1000/9", "date": "%s", "id": "%s"}'


def _records(crossref: str, watch: str = ASKED) -> str:
    """A snapshot in which PubMed knows the paper of the examples and nothing against it."""
    return sealed(f'{{"a": {{"doi": "10.1000/1", "answers": {{"crossref": {{{crossref}}}, "pubmed": {{{ASKED}, "found": true}}, "retraction-watch": {{{watch}}}}}}}}}')


CLEAN = ASKED + ', "found": true'
PASSES = {
    "a note that somebody has looked": {"claims.yaml": CLAIM, "references/a.bib": "@article{a,\n  title = {Outcomes}, note = {Not retracted (looked 2026-11-01)}\n}\n"},
    "a title without a mark": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Outcomes"},
    "a study of retractions": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Retracted articles in surgery: who is doing wrong?"},
    "the notice, cited as such": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Retraction—Engineered organs and complex tissues"},
    "a withdrawn treatment": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Withdrawn patients: who leaves a trial?"},
    "three services that know nothing against it": {"claims.yaml": CLAIM, "references/a.bib": PAPER, "references/records.json": _records(CLEAN)},
    "a work that is itself the notice": {
        "claims.yaml": CLAIM,
        "references/a.bib": PAPER,
        "references/records.json": _records(CLEAN + f', "notices": [{NOTICE % ("retraction", "is", "2010-02-06", "")}]'),
    },
}
FAILS = {
    "a note": {"claims.yaml": CLAIM, "references/a.bib": "@article{a,\n  title = {Outcomes},\n  note = {Retracted}, annote = {# here}\n}\n"},
    "Elsevier's mark": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "RETRACTED: Ileal-lymphoid-nodular hyperplasia"},
    "Springer's mark": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "Retracted Article: Outcomes of fusion"},
    "a mark in square brackets and braces": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "[{Retracted}] Outcomes of fusion"},
    "a withdrawn review": {"claims.yaml": CLAIM, "references/a.bib": ENTRY % "WITHDRAWN: Interventions for low back pain"},
    "a mark behind the title": {
        "claims.yaml": CLAIM,
        "references/a.bib": ENTRY % "Outcomes of fusion (Retracted article. See vol. 375, pg. 445, 2010)",
    },
    "one service of three knows of it": {
        "claims.yaml": CLAIM,
        "references/a.bib": PAPER,
        "references/records.json": _records(CLEAN, WATCH % (NOTICE % ("retraction", "affects", "2010-02-06", "4036"))),
    },
}
OPENS = {
    "nobody has asked": PASSES["a title without a mark"],
    "a service that was not reached": {
        "claims.yaml": CLAIM,
        "references/a.bib": PAPER,
        "references/records.json": _records('"state": "unreachable", "because": "DNS"'),
    },
    "an answer of last year": {
        "claims.yaml": CLAIM,
        "references/a.bib": PAPER,
        "references/records.json": _records(CLEAN.replace("2026-11-20", "2025-11-20")),
    },
}


def check(reference: Reference, context: Context) -> Iterator[Problem | Missing]:
    record = soundness.known(reference, context)
    title = fold_spaces(reference.fields.get("title", ""))
    marks = [("title", f"the title of `{reference.key}` says so itself: “{title[:200]}”")] if marked(title) else []
    marks += [(name, f"the {name} of `{reference.key}` says so itself: “{words[:200]}”") for name, words in _noted(reference)]
    if isinstance(record, Missing):
        if marks:
            yield Problem(marks[0][1], at=reference.at(marks[0][0]), about=marks[0][0])
        else:
            yield record
        return
    every = soundness.voices(record)
    standing = soundness.standing(every, soundness.RETRACTED)
    marks += [] if soundness.is_notice(record) else [("title", words) for words in _marks(record)]
    if marks and not _reinstated(every):  # a title keeps its mark longer than the work its state
        told = f"; {_list(every)}" if every else ""
        yield Problem(marks[0][1] + told, at=reference.at(marks[0][0]), about=marks[0][0])
    elif standing:
        yield Problem(f"`{reference.key}`: {_list(every)}", at=_at(reference), about="record")
    else:
        yield from _cleared(reference, every)
        yield from (Missing(f"`{reference.key}`: {why}") for why in _open(record, context))


def _open(record: Record, context: Context) -> Iterator[str]:
    """Why nobody can say that the work is clean; for a work without identifiers, what it could be."""
    yield from soundness.unheard(record, context)
    if not any(True for _ in soundness.answers(record)):
        for proposal in record.proposals[:1]:
            name = f"DOI {proposal.doi}" if proposal.doi else f"PMID {proposal.pmid}"
            yield f"it could be {name}, “{proposal.title[:200]}” (likeness {proposal.score}): add the identifier where it is the same work"


def _cleared(reference: Reference, every: tuple[Voice, ...]) -> Iterator[Problem]:
    """A work that was retracted and reinstated since: all of it is told, and nothing is held against it."""
    if any(each.notice.kind in soundness.RETRACTED for each in every):
        yield Problem(
            f"`{reference.key}` was reinstated after it had been retracted: {_list(every)}", at=_at(reference), about="reinstated",
            severity="info", because="the newest notice reinstates the work",
        )  # fmt: skip


def _reinstated(every: tuple[Voice, ...]) -> bool:
    return any(each.notice.kind == "reinstatement" for each in every) and not soundness.standing(every, soundness.RETRACTED)


def _noted(reference: Reference) -> Iterator[tuple[str, str]]:
    """The notes of the entry that say so: people and reference managers keep it there."""
    for name in NOTES:
        words = fold_spaces(reference.fields.get(name, ""))
        if NOTED.match(words) or SAID.search(words) or marked(words):
            yield name, words


def _marks(record: Record) -> list[str]:
    """The titles in the records that carry a mark."""
    return [f"the title in {NAMES[answer.service]} says so: “{answer.title[:200]}”" for answer in soundness.answers(record) if marked(answer.title)]


def _list(every: tuple[Voice, ...]) -> str:
    return "; ".join(str(each) for each in every)


def _at(reference: Reference) -> Place:
    return reference.at("doi") if "doi" in reference.places else reference.at("pmid")


def marked(title: str) -> bool:
    """True where a title carries the mark of a retracted work. "Retracted articles in …" and "Retraction: …" carry none."""
    return bool(BEFORE.match(title) or CAPITALS.match(title) or BEHIND.search(title))
