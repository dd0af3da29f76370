"""Whether the first pages of 13 trial reports name their own report, and none of the others."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from rendering import ARTICLES

from evidence import documents, readers, titlepage
from evidence.model import Place, Reference

pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"../shared is not here: {ARTICLES}")
DOI, FAMILY = re.compile(r'<article-id[^>]*"doi"[^>]*>([^<]+)<'), re.compile(r"<surname[^>]*>([^<]+)</surname>")


def test_a_report_names_itself_and_no_other(tmp_path: Path) -> None:
    """Each names itself; none names, nor prints the DOI of, another one: 13 documents against 13 entries."""
    entries, read = [], []
    for path in sorted(ARTICLES.glob("*.nxml.gz")):
        own = tmp_path / path.name.removesuffix(".gz")
        own.write_bytes(gzip.decompress(path.read_bytes()))
        source, page = own.read_text(encoding="utf-8"), readers.read(own)
        doi, family = DOI.search(source), FAMILY.search(source)
        fields = {"title": page.title, "author": f"{family[1]}, A." if family else "", "doi": doi[1] if doi else ""}
        entries.append(Reference(own.name, "article", fields, Place("a.bib")))
        read.append((documents.text(page),))
    seen = {(mine, theirs): titlepage.named(entry, text) for mine, entry in enumerate(entries) for theirs, text in enumerate(read)}
    silent = [entries[mine].key for (mine, theirs), named in seen.items() if mine == theirs and (not named.by or named.other)]
    strays = [(entries[mine].key, entries[theirs].key) for (mine, theirs), named in seen.items() if mine != theirs and named.by]
    print(f"\n{len(entries) - len(silent)} of {len(entries)} name themselves; {len(strays)} of {len(seen) - len(entries)} name another")
    assert silent == [] and strays == [] and len(entries) == 13
