"""The shape of references/records.json: its JSON values → records, and back; what does not fit says where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from evidence.patterns import late
from evidence.record import NOTICES, SERVICES, STATES, Answer, Notice, Proposal, Record

Steps = tuple[str | int, ...]
DAY = late(r"\d{4}-\d\d-\d\d", re.ASCII)
DATE = late(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?", re.ASCII)
SCORE = late(r"[01]\.\d\d", re.ASCII)
NOTICE = frozenset(("kind", "direction", "word", "by", "doi", "pmid", "date", "id", "note"))
PROPOSAL = frozenset(("service", "score", "doi", "pmid", "title", "author", "year"))
WHOLE = frozenset(("state", "because", "asked", "doi", "pmid", "title", "author", "year", "found", "kinds", "notices"))
SILENCE = frozenset(("state", "because", "asked"))
ANSWER = frozenset(("state", "because", "asked", "doi", "pmid", "title", "author", "year"))


class Unfit(Exception):
    """A value that is none of a record's, and the keys that lead to it."""

    def __init__(self, because: str, path: Steps) -> None:
        super().__init__(because)
        self.path = path


# --- values → records ---------------------------------------------------------------------------------------------


def records(values: Mapping[str, Any], version: int) -> dict[str, Record]:
    """Every record of the file, by key. Raises Unfit at the first thing that does not belong there."""
    _only(values, ("version", "digest", "records"), ())
    if values.get("version") != version or isinstance(values.get("version"), bool):
        raise Unfit(f"its version is not {version}, the one that this program reads", ("version",))
    _text(values.get("digest"), ("digest",))
    found = _mapping(values.get("records"), ("records",))
    return {key: _record(_clean(key, ("records", key)), value, ("records", key)) for key, value in found.items()}


def _record(key: str, value: Any, at: Steps) -> Record:
    value = _mapping(value, at)
    _only(value, ("doi", "pmid", "answers", "proposals"), at)
    answers = _mapping(value.get("answers", {}), (*at, "answers"))
    _only(answers, SERVICES, (*at, "answers"))
    return Record(
        key,
        _text(value.get("doi", ""), (*at, "doi")),
        _text(value.get("pmid", ""), (*at, "pmid")),
        {service: _answer(service, answers[service], (*at, "answers", service)) for service in SERVICES if service in answers},
        tuple(_proposal(one, (*at, "proposals", index)) for index, one in enumerate(_list(value.get("proposals", []), (*at, "proposals")))),
    )


def _answer(service: str, value: Any, at: Steps) -> Answer:
    value = _mapping(value, at)
    _only(value, WHOLE, at)
    texts = {name: each if type(each := value[name]) is str and each.isprintable() else _text(each, (*at, name)) for name in ANSWER if name in value}
    _one_of(texts.get("state", ""), STATES, (*at, "state"))
    _formed(texts.get("asked", ""), DAY if texts["state"] == "answered" else DATE, (*at, "asked"))
    found = value.get("found", False)
    if not isinstance(found, bool):
        raise Unfit("found should be true or false", (*at, "found"))
    kinds = tuple(_text(one, (*at, "kinds", index)) for index, one in enumerate(_list(value.get("kinds", []), (*at, "kinds"))))
    notices = tuple(_notice(one, (*at, "notices", index)) for index, one in enumerate(_list(value.get("notices", []), (*at, "notices"))))
    if texts["state"] != "answered" and (found or kinds or notices):
        raise Unfit(f"an answer that is {texts['state']} cannot have found anything", (*at, "state"))
    return Answer(service, found=found, kinds=kinds, notices=notices, **texts)


def _notice(value: Any, at: Steps) -> Notice:
    texts = _texts(value, NOTICE, at)
    _one_of(texts.get("kind", ""), NOTICES, (*at, "kind"))
    _one_of(texts.get("direction", ""), ("affects", "is"), (*at, "direction"))
    _formed(texts.get("date", ""), DATE, (*at, "date"))
    return Notice(**texts)


def _proposal(value: Any, at: Steps) -> Proposal:
    texts = _texts(value, PROPOSAL, at)
    _one_of(texts.get("service", ""), SERVICES, (*at, "service"))
    _formed(texts.get("score", ""), SCORE, (*at, "score"))
    return Proposal(**texts)


def _texts(value: Any, names: frozenset[str], at: Steps) -> dict[str, str]:
    value = _mapping(value, at)
    _only(value, names, at)
    # nearly every value is a plain text: only another one needs to know the way to itself
    return {name: each if type(each) is str and each.isprintable() else _text(each, (*at, name)) for name, each in value.items()}


def _only(value: Mapping[str, Any], names: Iterable[str], at: Steps) -> None:
    if not value.keys() <= (names if isinstance(names, frozenset) else set(names)):
        unknown = sorted(value.keys() - set(names))
        raise Unfit(f"the key “{_short(unknown[0])}” is not known{_where(at)}", (*at, unknown[0]))


def _mapping(value: Any, at: Steps) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unfit(f"there should be a mapping{_where(at)}", at)
    return value


def _list(value: Any, at: Steps) -> list[Any]:
    if not isinstance(value, list):
        raise Unfit(f"there should be a list{_where(at)}", at)
    return value


def _text(value: Any, at: Steps) -> str:
    if not isinstance(value, str):
        raise Unfit(f"there should be a text{_where(at)}", at)
    return _clean(value, at)


def _clean(value: str, at: Steps) -> str:
    """The text, where it can be printed: control characters and halves of characters are never what a service said."""
    if not value.isprintable() and any(unicodedata.category(mark) in ("Cc", "Cs") for mark in value):
        raise Unfit(f"there are signs that cannot be printed{_where(at[:-1])}", at)
    return value


def _one_of(value: str, choices: tuple[str, ...], at: Steps) -> None:
    if value not in choices:
        raise Unfit(f"{at[-1]} should be one of {', '.join(choices)}{_where(at[:-1])}", at)


def _formed(value: str, form: re.Pattern[str], at: Steps) -> None:
    if not form.fullmatch(value):
        raise Unfit(f"{at[-1]} has an impossible form{_where(at[:-1])}", at)


def _where(at: Steps) -> str:
    return f" in {' › '.join(_short(str(step)) for step in at)}" if at else ""


def _short(word: str) -> str:
    return word[:60] if word[:60].isprintable() else word[:60].encode("unicode_escape").decode()


# --- records → values ---------------------------------------------------------------------------------------------


def plain(record: Record) -> dict[str, Any]:
    """The JSON values of a record: everything sorted, what is empty left out, nothing that cannot be printed."""
    answers = {service: _plain_answer(record.answers[service]) for service in sorted(record.answers)}
    proposals = sorted((_filled(one, PROPOSAL) for one in record.proposals), key=_weight)
    whole = {"doi": _printable(record.doi), "pmid": _printable(record.pmid), "answers": answers, "proposals": proposals}
    return {name: value for name, value in whole.items() if value}


def _plain_answer(answer: Answer) -> dict[str, Any]:
    whole: dict[str, Any] = dict(_filled(answer, ANSWER if answer.state == "answered" else SILENCE))
    if answer.state != "answered":
        return whole
    if answer.found:
        whole["found"] = True
    if answer.kinds:
        whole["kinds"] = sorted({_printable(kind) for kind in answer.kinds})
    if answer.notices:
        whole["notices"] = [_plain_notice(notice) for notice in sorted(set(answer.notices), key=_by_date)]
    return whole


def _plain_notice(notice: Notice) -> dict[str, str]:
    """A notice; a date of no form that we know is left out: it must not cost the notice."""
    return {name: value for name, value in _filled(notice, NOTICE).items() if name != "date" or DATE.fullmatch(value)}


def _by_date(notice: Notice) -> tuple[str, Notice]:
    return notice.date, notice


def _weight(proposal: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(proposal.get(name, "") for name in ("score", "service", "doi", "pmid", "title"))


def _filled(noun: Answer | Notice | Proposal, names: frozenset[str]) -> dict[str, str]:
    return {name: value for name in sorted(names) if (value := _printable(getattr(noun, name)))}


def _printable(value: str) -> str:
    """The text without what cannot be printed, and each run of white space one space: a service's title may hold anything."""
    if not value.isprintable():
        value = "".join(" " if unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp") else mark for mark in value)
    return " ".join(value.split())


# --- in words -----------------------------------------------------------------------------------------------------

# What a service says of an identifier that its own register does not have: where one is typed, it is another work's or nobody's.
NO_AGENCY = "no agency that Crossref knows of has registered this DOI"
NO_WORK = "the DOI is Crossref's, and Crossref has no work under it"
NO_PMID = "PubMed has no record of this PMID"
DENIED = (NO_AGENCY, NO_WORK, NO_PMID)
NAMES = {"crossref": "Crossref", "pubmed": "PubMed", "retraction-watch": "Retraction Watch"}


def told(notice: Notice) -> str:
    """A notice in words: kind, date, where it is: "retraction of 2010-02-06 (DOI 10.1016/…, record 4036, “Retraction”)"."""
    kind = "expression of concern" if notice.kind == "concern" else notice.kind
    word = notice.word if notice.word.casefold().replace("_", " ") not in ("", kind) else ""
    facts = [f"DOI {notice.doi}" if notice.doi else "", f"PMID {notice.pmid}" if notice.pmid else ""]
    facts += [f"record {notice.id}" if notice.id else "", f"named “{word}”" if word else ""]
    facts += [f"as told by {NAMES.get(notice.by, notice.by)}" if notice.by and notice.by != "publisher" else ""]
    of = "" if notice.direction == "affects" else "it is itself a notice: "
    date = f" of {notice.date}" if notice.date else ""
    inside = ", ".join(filter(None, facts))
    return f"{of}{kind}{date} ({inside})" if inside else f"{of}{kind}{date}"
