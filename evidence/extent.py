"""What an audit read and what it did not: a report that hides its gaps would look like more than it is."""

from __future__ import annotations

from collections.abc import Iterator

from evidence import wording
from evidence.coverage import Spoken, not_covered
from evidence.model import Audit, Material, Missing
from evidence.page import Piece
from evidence.wording import one_line, plural, sentence


def unread(material: Material, piece: Piece | None) -> str:
    """Why a piece was not read, or an empty string."""
    if isinstance(material.file, Missing):
        return f"not read: {one_line(material.file.because)}"
    if piece is None:
        return "not read in this audit"
    return f"not read: {one_line(piece.reading.page.unreadable)}" if piece.reading.page.unreadable else ""


def read(audit: Audit, pages: tuple[Spoken, ...]) -> Iterator[str]:
    """What was read, a sentence each."""
    if audit.what_was_read:
        yield f"What the team says it read: {sentence(audit.what_was_read)}"
    spoken: dict[int, list[Spoken]] = {}
    for one in pages:
        spoken.setdefault(id(one.piece), []).append(one)
    for piece in audit.pieces:
        if not piece.reading.page.unreadable:
            own = spoken.get(id(piece), [])
            covered = sum(bool(one.uses) for one in own)
            yield f"{one_line(piece.file)}: {plural(len(own), 'statement')}, {covered:,} of them registered claims."
            if piece.looked_at:
                yield f"{one_line(piece.file)}: what it shows beside its words, a person says they looked at: {sentence(one_line(piece.looked_at))}"
    depth = _depth(audit)
    if depth:
        said = ", ".join(f"{count:,} from {how}" for how, count in depth.items() if count)
        yield f"Passages the claims name: {said}."
    opened = {anchor.document.path for result in audit.claims for anchor in result.chain.anchors if not isinstance(anchor.document, Missing)}
    if opened:
        yield f"{plural(len(opened), 'source document')} opened, and the quoted words looked for in them."
    if asked := sorted({answer.asked for record in audit.registry.records.records.values() for answer in record.answers.values() if answer.asked}):
        span = asked[0] if asked[0] == asked[-1] else f"{asked[0]} to {asked[-1]}"
        yield f"Answers of Crossref, PubMed and Retraction Watch about {plural(len(audit.registry.records.records), 'reference')}, of {span}."


def _depth(audit: Audit) -> dict[str, int]:
    words = {"full": "whole papers", "abstract": "abstracts", "secondary": "secondary sources", None: "sources of which nobody says how much was read"}
    counted = dict.fromkeys(words.values(), 0)
    for result in audit.claims:
        for anchor in result.chain.anchors:
            counted[words.get(anchor.source.read, words[None])] += 1
    return counted if any(counted.values()) else {}


def not_read(audit: Audit, pages: tuple[Spoken, ...]) -> Iterator[str]:
    """What was not read, or nobody can vouch for, a sentence each."""
    if not audit.what_was_read:
        yield "The team has not recorded what it read (`what_was_read:`)."
    opened = {piece.material: piece for piece in audit.pieces}
    for material in audit.registry.materials:
        if because := unread(material, opened.get(material.id)):
            yield f"{one_line(str(material.facts.get('path') or material.id))}: {sentence(because)}"
    if not audit.registry.materials:
        yield "No page: `materials:` lists none, so whether the claims are printed as approved is not known."
    for one in audit.pieces:
        for _, problem in one.reading.page.problems:
            yield f"{one_line(one.file)}: {sentence(problem)}"
        if one.unseen:
            counted = ", ".join(plural(count, kind) for kind, count in one.unseen.items())
            yield f"{one_line(one.file)}: {counted} not read, so what they show or say is not covered."
    if loose := not_covered(pages):
        yield f"Statements of the pages that are no registered claim, so that nobody has checked them: {len(loose):,}."
    anchors = [anchor for result in audit.claims for anchor in result.chain.anchors]
    closed = sorted({one.citation.key for one in anchors if isinstance(one.document, Missing) and one.citation.key})
    if closed:
        yield f"No document was opened for {plural(len(closed), 'source')}: {wording.some(closed)}."
    without = sorted(set(audit.registry.bibliography.references) - set(audit.registry.records.records))
    if without:
        yield f"No service was asked about {plural(len(without), 'reference')}: {wording.some(without)}."
    yield "Pictures, video, sound and pages behind a login are not read."
