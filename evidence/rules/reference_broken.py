"""A piece of a .bib file could not be read as an entry.

Why: an entry that does not parse is missing from the bibliography without a word, and an entry with a fault may say
something else than was meant; nothing may vanish.

Do: mend the entry at this line; most often a brace, a comma or a quotation mark is missing, or a key is used twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.folding import fold_spaces
from evidence.model import Context, Problem, Registry

LINK = "cited"
SEVERITY = "error"
DECIDED = "data"
BASIS = ()

SHOWN = 80  # characters of the block's text
CLAIM = "version: 1\nclaims: [{id: a, text: Less pain, references: [a]}]\n"

PASSES = {
    "every block is an entry, a comment, a preamble or an abbreviation": {
        "claims.yaml": CLAIM,
        "references/a.bib": '@comment{x}\n@preamble{"x"}\n@string{eur = {Eur Spine J}}\n@article{a,\n  journal = eur,\n}\n',
    },
    "words between entries that only look a little like one": {
        "claims.yaml": CLAIM,
        "references/a.bib": "Ask ana@example.org.\n@article{a,\n  title = {Outcomes},\n}\n",
    },
}
FAILS = {
    "a brace is never closed": {"claims.yaml": CLAIM, "references/a.bib": "@article{a,  # here\n  title = {Outcomes,\n  year = 2016,\n}\n"},
    "a key is used twice": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n@article{a,  title = {Other, # here}\n}\n",
    },
    "an entry that nobody cites is told too": {
        "claims.yaml": CLAIM,
        "references/a.bib": "@article{a,\n  title = {Outcomes},\n}\n@article{b, title  # here\n}\n",
    },
}


def check(registry: Registry, context: Context) -> Iterator[Problem]:
    for block in registry.bibliography.broken:
        words = fold_spaces(block.text)
        shown = f"{words[:SHOWN]}…" if len(words) > SHOWN else words
        about = f"{block.message} {words}"
        yield Problem(f"{block.message} It begins: “{shown}”", at=block.place, about=about, related=block.related, key=block.key)
