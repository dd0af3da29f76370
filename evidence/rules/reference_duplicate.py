"""One paper stands in the bibliography, or in the printed list, twice.

Why: a paper that is counted twice makes one study look like two, and what is found out about one entry (a correction, a
retraction, a sign-off) does not reach its twin.

Do: keep one entry and one number, and point every claim to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from evidence.folding import fold_words
from evidence.identifiers import bare_doi
from evidence.latex import names
from evidence.model import Claim, Context, Numbered, Place, Problem, Reference, Registry, Related
from evidence.patterns import late

LINK = "cited"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("CIT004",)

COUNTED_TWICE = "one claim counts both as separate support"
YEAR = late(r"(?<!\d)\d{4}(?!\d)")
NUMBER = late(r"\d+")
NOBODY = ("anonymous", "anon", "unknown", "others")
INITIALS = late(r"[A-Z]{1,3}")

HEAD = "version: 1\nnumbering: {3: a, 4: b}\nclaims:\n"
APART = HEAD + "  - {id: x, text: x, references: [3]}\n  - {id: y, text: y, references: [4]}\n"
FIRST = "@article{a,\n  author = {Polly, David W.}, title = {Outcomes of Fusion}, year = 2016, doi = {%s}\n}\n"
SAME = "author = {Polly, David W.}"
SECOND = "@article{b, %s, note = {# here}\n}\n"

PASSES = {
    "a trial and its sub-study": {
        "claims.yaml": APART,
        "references/a.bib": FIRST % "10.1/1" + SECOND % f"{SAME}, title = {{Outcomes of Fusion in Women}}, year = 2016",
    },
    "one title, and a DOI each: an abstract and its paper": {
        "claims.yaml": APART,
        "references/a.bib": FIRST % "10.1/1" + SECOND % f"{SAME}, title = {{Outcomes of Fusion}}, year = 2016, doi = {{10.1/2}}",
    },
    "two chapters that take the DOI of their book": {
        "claims.yaml": APART,
        "references/a.bib": "@incollection{a, title = {One}, crossref = {c}\n}\n@incollection{b, title = {Two}, crossref = {c}\n}\n"
        "@book{c, title = {Spine}, doi = {10.1/1}\n}\n",
    },
}
FAILS = {
    "one DOI, typed in two ways": {
        "claims.yaml": APART,
        "references/a.bib": FIRST % "10.1016/S0140-1" + SECOND % "title = {Outcomes}, doi = {https://doi.org/10.1016/s0140-1.}",
    },
    "one title, year and first author": {
        "claims.yaml": APART,
        "references/a.bib": FIRST % "10.1/1" + SECOND % "author = {D. W. Polly and J. Dale}, title = {{Outcomes} of fusion.}, date = 2016",
    },
    "two printed numbers for one key": {
        "claims.yaml": "version: 1\nnumbering:\n  3: a\n  4: a  # here\nclaims: [{id: x, text: x, references: [3]}]\n",
        "references/a.bib": FIRST % "10.1/1",
    },
    "a claim that counts one paper twice": {
        "claims.yaml": HEAD + "  - id: x\n    text: two studies show it\n    references: [3, 4]  # here\n",
        "references/a.bib": FIRST % "10.1/1" + "@article{b, title = {Outcomes}, doi = {10.1/1}\n}\n",
    },
}


def check(registry: Registry, context: Context) -> Iterator[Problem]:
    for numbering in (registry.numbering, *(material.numbering for material in registry.materials)):
        yield from _numbers(numbering, registry)
    keys = {number: numbered.key for number, numbered in registry.numbering.items()}
    citing: dict[str, dict[str, Claim]] = {}
    for claim in registry.claims:
        for typed in claim.references:
            citing.setdefault(keys.get(typed) or typed, {})[claim.id] = claim
    for group in groups(registry.bibliography.references.values()):
        yield from _papers(group, citing, registry)


def _numbers(numbering: Mapping[str, Numbered], registry: Registry) -> Iterator[Problem]:
    """Printed numbers that stand for one key; told at the claims that cite more than one of them, else at every number after the first."""
    by_key: dict[str, list[Numbered]] = {}
    for numbered in numbering.values():
        by_key.setdefault(numbered.key or "", []).append(numbered)
    for key, (first, *others) in by_key.items():
        numbers = {first.number, *(other.number for other in others)} if key and others else set()
        claims = registry.claims if numbers and numbering is registry.numbering else ()  # claims cite by the numbering at the top
        twice = [claim for claim in claims if len(numbers & set(claim.references)) > 1]
        related = (Related(registry.place(first.path), f"number {first.number}"),)
        for claim in twice:
            cited = [typed for typed in dict.fromkeys(claim.references) if typed in numbers]
            message = f"the claim counts one paper as {len(cited)}: {' and '.join(cited)} stand for `{key}`"
            at = (*claim.path, "references")
            yield Problem(message, at, " ".join(cited), severity="error", because=COUNTED_TWICE, related=related, claim=claim.id, key=key)
        for other in others if numbers and not twice else ():
            message = f"{first.number} and {other.number} both stand for `{key}`: one paper under two numbers"
            yield Problem(message, other.path, f"{first.number} {other.number}", related=related, key=key)


def _papers(group: Mapping[str, tuple[Reference, str]], citing: Mapping[str, Mapping[str, Claim]], registry: Registry) -> Iterator[Problem]:
    """One paper under several keys; told at the claims that cite more than one of them, else at every entry after the first."""
    first, *others = group
    citers: dict[str, list[str]] = {}
    for key in group:
        for name in citing.get(key, {}):
            citers.setdefault(name, []).append(key)
    twice = [(citing[cited[0]][name], cited) for name, cited in citers.items() if len(cited) > 1]
    for claim, cited in twice:
        shared = next(same for _, same in (group[key] for key in cited[1:]))
        message = f"the claim seems to count one paper as {len(cited)}: {' and '.join(f'`{key}`' for key in cited)} have {shared}"
        related = tuple(Related(group[key][0].place, f"`{key}`") for key in cited)
        at = (*claim.path, "references")
        yield Problem(message, at, " ".join(cited), severity="error", because=COUNTED_TWICE, related=related, claim=claim.id, key=cited[-1])
    for key in others if not twice else ():
        reference, shared = group[key]
        message = f"`{key}` and `{first}` look like one paper: both have {shared}"
        yield Problem(message, reference.place, first, related=(Related(group[first][0].place, f"`{first}`"),), key=key)


# --- which entries are one paper --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Known:
    """The entries so far that share a mark, kept so that the first one that is the same paper is found without a look at each."""

    places: dict[Place, Reference] = field(default_factory=dict)  # where the mark stands → the first entry that has it from there
    firsts: dict[tuple[tuple[bool, ...], tuple[str, ...]], tuple[int, Reference]] = field(default_factory=dict)
    forms: set[tuple[bool, ...]] = field(default_factory=set)  # which details they have

    def placed(self, place: Place) -> Reference | None:
        """The first that has the mark from another place: a DOI that two chapters take from their book makes them not one paper."""
        return next((one for at, one in self.places.items() if at != place), None)

    def titled(self, reference: Reference) -> Reference | None:
        """The first that nothing tells apart: no detail that both have differs."""
        details = _details(reference)
        asked = ((form, tuple(value if has else "" for value, has in zip(details, form, strict=True))) for form in self.forms)
        found = [self.firsts[one] for one in asked if one in self.firsts]
        return min(found, key=lambda one: one[0])[1] if found else None

    def keep(self, number: int, reference: Reference, mark: str) -> None:
        """Put an entry under all that may be asked for: its details, and every part of them."""
        if mark != "title":
            self.places.setdefault(reference.at(mark), reference)
            return
        details = _details(reference)
        form = tuple(map(bool, details))
        self.forms.add(form)
        for part in product(*((value, "") if value else ("",) for value in details)):
            self.firsts.setdefault((form, part), (number, reference))


def groups(references: Iterable[Reference]) -> list[dict[str, tuple[Reference, str]]]:
    """Entries that are one paper, by key, the first in the files first; with each, what makes it the same as the first."""
    known: dict[tuple[str, ...], _Known] = {}
    leader: dict[str, str] = {}
    found: dict[str, dict[str, tuple[Reference, str]]] = {}
    for number, reference in enumerate(sorted(references, key=lambda one: (one.place, one.key))):
        for mark in marks(reference):
            alike = known.setdefault(mark, _Known())
            twin = alike.titled(reference) if mark[0] == "title" else alike.placed(reference.at(mark[0]))
            if twin and reference.key not in leader:
                head = leader[reference.key] = leader.get(twin.key, twin.key)
                words = f"the {mark[0].upper()} {mark[1]}" if len(mark) == 2 else "this title, first author and year"
                found.setdefault(head, {head: (twin, "")})[reference.key] = (reference, words)
            alike.keep(number, reference, mark[0])
    return list(found.values())


def marks(reference: Reference) -> list[tuple[str, ...]]:
    """What an entry can be known by: its DOI, its PMID, its title with first author and year."""
    fields = reference.fields
    known: list[tuple[str, ...]] = []
    if doi := bare_doi(fields.get("doi", "")).lower().rstrip(".,;"):
        known.append(("doi", doi))
    if number := NUMBER.search(fields.get("pmid", "")):
        known.append(("pmid", number[0]))
    title, author, year = fold_words(fields.get("title", "")), _family(fields.get("author", "")), _year(fields)
    return [*known, ("title", title, author, year)] if title and author and year else known




def _details(reference: Reference) -> tuple[str, ...]:
    """What tells two works of one title, author and year apart."""
    known = {mark[0]: mark[1] for mark in marks(reference)}
    page = NUMBER.search(reference.fields.get("pages", ""))
    issue = (fold_words(reference.fields.get(name, "")) for name in ("volume", "number"))
    return known.get("doi", ""), known.get("pmid", ""), *issue, page[0] if page else ""


def _family(authors: str) -> str:
    """The last word of the first author's family name, folded: "polly" of "Polly, David", "D. W. Polly" and "Polly DW"; "" for nobody."""
    first = next(iter(names(authors)), "")
    words = (first.split(",")[0] if "," in first else first).split()
    while len(words) > 1 and "," not in first and INITIALS.fullmatch(words[-1]):
        words.pop()
    folded = (fold_words(" ".join(words)).split() or [""])[-1]
    return "" if folded in NOBODY else folded


def _year(fields: Mapping[str, str]) -> str:
    found = YEAR.search(fields.get("year", "") or fields.get("date", ""))
    return found[0] if found else ""
