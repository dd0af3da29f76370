"""A claim rests on a paper that is only a candidate, or on a source that was not read in full.

Why: a number that fits a paper nobody has identified, or a value seen only in an abstract or a press release, may be
right; it is not yet known to be. Everything that follows from it stays unchecked, whatever the arithmetic says.

Do: open the printed reference list and set `identified: established`, or read the paper itself and set `read: full` with
the page and the words.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.model import Chain, Context, Missing, Problem, Source

LINK = "cited"
SEVERITY = "info"
DECIDED = "data"
BASIS = ()

READ = {
    "abstract": "only the abstract of {} was read",
    "secondary": "{} is a secondary source: the paper itself was not read",
    None: "nobody recorded how much of {} was read",
}
HEAD = "version: 1\nnumbering: {18: {key: a, identified: %s, because: the printed list was not seen}}\nclaims:\n"
BIB = "@article{a,\n  title = {Outcomes},\n}\n"
VALUE = "quantities: [{printed: 9%%, measure: reported, from: {value: 9}, source: {reference: 18, read: %s}}]"

PASSES = {
    "an established reference, read in full": {
        "claims.yaml": HEAD % "established" + "  - {id: a, text: 9% less, references: [18], " + VALUE % "full" + "}\n",
        "references/a.bib": BIB,
    },
}
FAILS = {
    "the number is a guess": {
        "claims.yaml": HEAD % "candidate" + "  - {id: a, text: Less pain, references: [18]}  # here\n",
        "references/a.bib": BIB,
    },
    "the value was seen in an abstract": {
        "claims.yaml": HEAD % "established" + "  - {id: a, text: 9% less, references: [18], " + VALUE % "abstract" + "}  # here\n",
        "references/a.bib": BIB,
    },
}
OPENS = FAILS


def check(chain: Chain, context: Context) -> Iterator[Problem | Missing]:
    guesses = {citation.typed: citation for citation in chain.citations if citation.candidate}
    said: list[str] = []
    for typed, citation in guesses.items():
        paper = f"`{citation.key}` is a candidate" if citation.key else "no paper is known"
        said.append(f"{typed}: {paper} ({citation.candidate})")
    if guesses:
        numbers = ", ".join(guesses)
        for link in ("cited", "sound", "anchored"):
            yield Missing(f"{numbers}: not established which paper this is", link)
        if chain.quantities:
            yield Missing(f"{numbers}: not established which paper this is, so its numbers prove nothing yet", "recomputed")
    for because in _unread(chain):
        said.append(because)
        yield Missing(because, "anchored")
        yield Missing(f"{because}, whatever the arithmetic says", "recomputed")
    if said:
        yield Problem("; ".join(said), about=" ".join(sorted(guesses)))


def _unread(chain: Chain) -> list[str]:
    """How little was read of the sources that the claim rests on: those of each quantity's first derivation."""
    sources: list[Source] = []
    for quantity in chain.quantities:
        for derivation in quantity.quantity.derivations[:1]:
            sources.extend(derivation.sources)
    return list(dict.fromkeys(READ.get(source.read, READ[None]).format(source.reference) for source in sources if source.read != "full"))
