"""The page says something that a reviewer would want supported, and no registered claim says it.

Why: what is not registered is checked by nobody. A number is an error; a statement without one is a warning.

Do: register it as a claim, take it out, or say why it is none: in the page (`<!-- evidence: not-a-claim because … -->`) or under
the material's `exempt:` (`text`, `because`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from evidence import superscripts
from evidence.model import Context, Place, Problem
from evidence.uses import by_statement

if TYPE_CHECKING:
    from evidence.page import Found, Piece, Use

LINK = "registered"
SEVERITY = "error"
DECIDED = "wording"
BASIS = ("CIT006",)

NO_RESULT = ("duration",)  # kinds of quantities that need no entry of their own
CLAIMS = "version: 1\nmaterials: {home: {path: page.html}}\nclaims: [{id: a, text: shown to reduce joint pain by 68%}]\n"

PASSES = {
    "it is registered": {"claims.yaml": CLAIMS, "page.html": "<p>Shown to reduce joint pain by 68%.</p>\n"},
    "it asserts nothing": {"claims.yaml": CLAIMS, "page.html": "<p>Please talk to your doctor.</p>\n"},
    "the page says why it is no claim": {
        "claims.yaml": CLAIMS,
        "page.html": "<!-- evidence: not-a-claim because it is the trial's inclusion rule -->\n<p>Joint pain was reduced by 20% in athletes.</p>\n",
    },
}
PASSES["the registry says why it is no claim"] = {
    "claims.yaml": CLAIMS.replace("path: page.html", "path: page.html, exempt: [{text: by 20% in athletes, because: inclusion rule}]"),
    "page.html": "<p>Joint pain was reduced by 20% in athletes.</p>\n",
}
FAILS = {
    "a number nobody registered": {"claims.yaml": CLAIMS, "page.html": "<p>9 in 10 patients would choose the procedure again.</p><!-- # here -->\n"},
    "a benefit nobody registered": {"claims.yaml": CLAIMS, "page.html": "<p>The implant gives better outcomes than surgery.</p><!-- # here -->\n"},
    "a number beside a registered claim": {
        "claims.yaml": CLAIMS,
        "page.html": "<p>Shown to reduce joint pain by 68%, and to improve function by 50%.</p><!-- # here -->\n",
    },
}


def check(piece: Piece, context: Context) -> Iterator[Problem]:
    standing = by_statement(piece)
    excused = {index for index, _ in piece.exempted}
    for index, statement in enumerate(piece.reading.statements):
        if "testimonial" in statement.flags or index in excused:
            continue
        at = Place(piece.file, statement.line) if piece.lines else piece.path
        loose = [found for found in statement.quantities if found.kind not in NO_RESULT and not _inside(found, standing.get(index, ()))]
        if loose:
            numbers = ", ".join(superscripts.shown(piece.reading.page, found.start, found.end) for found in loose)
            yield Problem(f"“{statement.text}”: {numbers} stands in no registered claim", at=at, about=statement.text)
        elif index not in standing:
            flags = ", ".join(flag.replace("_", " ") for flag in statement.flags) or "it asserts an effect or property"
            message = f"“{statement.text}” is no registered claim"
            yield Problem(message, at=at, about=statement.text, severity="warning", because=f"it carries no number; read as a claim by its wording ({flags})")


def _inside(found: Found, uses: Iterable[Use]) -> bool:
    return any(use.start <= found.start and found.end <= use.end for use in uses)
