"""A cited entry lacks what is needed to find the work.

Why: whoever checks the claim, a reviewer or an authority, must be able to find the very work from the entry alone.

Do: add the fields that are named; a DOI or PMID brings the others along in most reference managers.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Context, Problem, Reference

LINK = "cited"
SEVERITY = "warning"
DECIDED = "data"
BASIS = ("CIT002",)

# What each type needs, in the order in which it is told: the words for it, and the fields of which one is enough.
Need = tuple[str, tuple[str, ...]]
AUTHOR: Need = ("author", ("author",))
AUTHOR_OR_EDITOR: Need = ("author or editor", ("author", "editor"))
BODY: Need = ("author or institution", ("author", "editor", "institution", "organization"))
TITLE: Need = ("title", ("title",))
NAMED: Need = ("title", ("title", "howpublished"))
JOURNAL: Need = ("journal", ("journal", "journaltitle"))
BOOKTITLE: Need = ("booktitle", ("booktitle",))
PART: Need = ("booktitle, chapter or pages", ("booktitle", "chapter", "pages"))
PUBLISHER: Need = ("publisher", ("publisher",))
INSTITUTION: Need = ("institution", ("institution", "school", "organization", "publisher"))
YEAR: Need = ("year", ("year", "date"))
YEAR_OR_VISIT: Need = ("year, or the day it was seen (urldate)", ("year", "date", "urldate"))
FOUND: Need = ("DOI, PMID or URL", ("doi", "pmid", "pmcid", "url", "eprint"))
OBTAINED: Need = ("URL or DOI", (*FOUND[1], "howpublished", "file"))

ARTICLE = (AUTHOR, TITLE, JOURNAL, YEAR, FOUND)
BOOK = (AUTHOR_OR_EDITOR, TITLE, PUBLISHER, YEAR)
PAPER = (AUTHOR, TITLE, BOOKTITLE, YEAR, FOUND)
CHAPTER = (AUTHOR, TITLE, BOOKTITLE, YEAR)
REPORT = (BODY, TITLE, INSTITUTION, YEAR)
THESIS = (AUTHOR, TITLE, INSTITUTION, YEAR)
OTHER = (NAMED, OBTAINED, YEAR_OR_VISIT)

NEEDS: dict[str, tuple[Need, ...]] = {
    **dict.fromkeys(("article", "suppperiodical"), ARTICLE),
    **dict.fromkeys(("book", "mvbook", "collection", "mvcollection", "reference"), BOOK),
    **dict.fromkeys(("proceedings", "mvproceedings", "periodical"), (TITLE, YEAR)),
    **dict.fromkeys(("inproceedings", "conference"), PAPER),
    **dict.fromkeys(("incollection", "inreference", "suppbook", "suppcollection"), CHAPTER),
    **dict.fromkeys(("inbook", "bookinbook"), (AUTHOR_OR_EDITOR, TITLE, PART, YEAR)),
    **dict.fromkeys(("report", "techreport"), REPORT),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis"), THESIS),
    "booklet": (AUTHOR_OR_EDITOR, TITLE, YEAR),
    "manual": (BODY, TITLE, YEAR),
    "patent": (AUTHOR, TITLE, ("number", ("number",)), YEAR),
    "unpublished": (AUTHOR, TITLE, YEAR),
}

CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"
FULL = "author = {Polly, David}, title = {Outcomes}, journal = {Int J Spine Surg}, year = 2016, doi = {10.14444/3028}"

PASSES = {
    "an article with all that finds it": {"claims.yaml": CLAIM, "references/a.bib": "@article{a, " + FULL + "\n}\n"},
    "biblatex's names of fields": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@article{a, author = {Polly}, title = {O}, journaltitle = {IJSS}, date = {2016-08}, pmcid = {PMC4995030}\n}\n",
    },
    "an agency's report without an author or a DOI": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@techreport{a, title = {510(k) Summary K151718}, institution = {FDA}, year = 2015\n}\n",
    },
    "a web page with the day it was seen": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@online{a, title = {Outcomes}, url = {https://example.org}, urldate = {2026-11-01}\n}\n",
    },
    "a document on file": {"claims.yaml": CLAIM, "references/a.bib": "@misc{a, title = {TR-0142}, year = 2024, file = {tr0142.pdf}\n}\n"},
    "an entry that nobody cites": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@article{a, " + FULL + "\n}\n@article{b, title = {Outcomes}\n}\n",
    },
}
FAILS = {
    "an article that only says where it was published": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@article{a, title = {Outcomes}, journal = {Eur Spine J}, note = {# here}\n}\n",
    },
    "an empty field is no field": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@article{a, " + FULL.replace("Polly, David", " ") + ", note = {# here}\n}\n",
    },
    "an article that cannot be looked up": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@article{a, " + FULL.split(", doi")[0] + ", note = {# here}\n}\n",
    },
    "a book without a publisher": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@book{a, editor = {Vleeming}, title = {Movement}, year = 2007, note = {# here}\n}\n",
    },
    "a type that no style knows is asked for what any web page has": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@websight{a, title = {Outcomes}, year = 2016, note = {# here}\n}\n",
    },
}


def check(reference: Reference, context: Context) -> Iterator[Problem]:
    filled = {name for name, value in reference.fields.items() if value.strip()}
    lacking = [words for words, fields in NEEDS.get(reference.type, OTHER) if filled.isdisjoint(fields)]
    if lacking:
        yield Problem(f"`{reference.key}` (@{reference.type}) lacks {'; '.join(lacking)}", about="; ".join(lacking))
