"""Looks for the quoted words of a source in the documents of its reference: what was found, or why nobody could look."""

from __future__ import annotations

from collections.abc import Mapping

from evidence import captions, passages
from evidence.model import Citation, Missing, Reference, Source
from evidence.record import Document, Found

RANK = {"exact": 0, "near": 1, "absent": 3}
Looked = tuple[Document | Missing, Found | Missing]
Documents = Mapping[str, tuple[Document | Missing, ...]]


def look(source: Source, citation: Citation, documents: Documents) -> Looked:
    """The document in which the source's words, or else its table, were found, or came nearest; and what was found.

    Of several documents of one entry the best find counts. Where none is found, a document that could not be read leaves it open.
    """
    reference = citation.reference
    if isinstance(reference, Missing):
        why = Missing(f"{reference.because}, so there is no document to look into")
        return why, why
    opened = documents.get(reference.key) or (no_file(reference),)
    seen = [(one, one if isinstance(one, Missing) else _found(source, one)) for one in opened]
    return min(seen, key=lambda each: RANK[each[1].kind] if isinstance(each[1], Found) else 2)


def no_file(reference: Reference) -> Missing:
    """What stays open where an entry names no document."""
    return Missing(f"the entry of `{reference.key}` names no document in its `file` field: the quoted words were not looked for")


def _found(source: Source, document: Document) -> Found | Missing:
    if source.quote:
        found = passages.find(source.quote, document, source.page)
        empty = [str(at) for at, sheet in enumerate(document.sheets, 1) if not sheet.strip()]
        if found.kind == "absent" and empty:
            sheets = f"{', '.join(empty[:5])}{' …' if len(empty) > 5 else ''}"
            return Missing(f"the quoted words were not found in {document.path}, and page {sheets} of it has no text that can be read")
        return found
    if source.table:
        return _table(source.table, document)
    place = source.where or "no place"
    return Missing(f"{place} of `{document.path}` is named and no words are quoted from it, so there is nothing to find")


def _table(number: str, document: Document) -> Found | Missing:
    """Whether a table is there to be read; whether it has the values is another question (passage-lacks-quantity)."""
    asked = captions.key(number)
    for table in document.tables:
        if table.number and captions.key(table.number) == asked and table.rows:
            sheets = (table.sheet,) if table.sheet else ()
            labels = tuple(document.labels[sheet - 1] for sheet in sheets if 0 < sheet <= len(document.labels))
            return Found("exact", sheets, labels, f"Table {table.number}: {table.caption}".rstrip(": "))
    return Missing(f"Table {number} could not be read in {document.path}, and no words are quoted from it")
