"""The tables of a source document's file, whatever its kind; a PDF is read in a process of its own, which a hostile one cannot take along."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from evidence import captions, decoding, markuptables, wordparts
from evidence.model import Missing
from evidence.record import Table

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

READER = "2"  # to be raised whenever the same bytes would give other tables
SECONDS = 30  # that the tables of one PDF may take; those of a paper take half a second
LARGEST = 20_000_000  # bytes of what the process may answer
PROGRAM = "import sys; sys.path[:0] = sys.argv[1:]; from evidence.pdftables import answer; answer()"
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w:.-]{1,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{1,40})""", re.IGNORECASE)
# A row of a table in Markdown: | Pain | 82.3 | 26.7 |, and the line under its head: | --- | ---: | ---: |
PIPED = re.compile(r"\s*\|(.*)\|\s*")
DASHES = re.compile(r"[\s|:-]+")


def read(file: Path, kind: str, sheets: Sequence[str] = ()) -> tuple[Table, ...] | Missing:
    """The tables of a file of that kind (pdf, html, jats, docx, markdown, text), in order; Missing says why they could not be read.

    `sheets`: the text of a PDF's sheets, where it is known: a sheet without the word "table" is not looked at. The file is one that
    documents.py has opened: an ordinary file of at most 50 MB. Never raises for what it holds.
    """
    try:
        if kind == "pdf":
            return _of_pdf(file, sheets)
        if kind == "docx":
            return _of_word(file)
        if kind in ("html", "jats"):
            root = _root(file.read_bytes(), kind)
            return root if isinstance(root, Missing) else markuptables.of_tree(root)
        return of_lines(decoding.decode(file.read_bytes(), "")[0].splitlines())
    except OSError as trouble:
        return Missing(f"its tables could not be read: {trouble.strerror or trouble}")


def packed(tables: Sequence[Table]) -> bytes:
    """Tables as bytes that can be kept."""
    facts = [(table.number, table.caption, table.rows, table.sheet) for table in tables]
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")


def unpacked(content: bytes | None) -> tuple[Table, ...] | None:
    """Tables out of what `packed` made; None for anything else."""
    try:
        facts = json.loads(content) if content else None
        return None if facts is None else tuple(_table(*each) for each in facts)
    except (ValueError, TypeError):
        return None


def _table(number: str, caption: str, rows: Sequence[Sequence[str]], sheet: int) -> Table:
    texts = [number, caption, *(cell for row in rows for cell in row)]
    if not all(isinstance(text, str) for text in texts) or not isinstance(sheet, int):
        raise TypeError("no table")
    return Table(number, caption, tuple(map(tuple, rows)), sheet)


def of_lines(lines: Sequence[str]) -> tuple[Table, ...]:
    """The tables that are drawn with | in Markdown or plain text; the caption is the last line above, or the first below, that begins as one."""
    found: list[Table] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and PIPED.fullmatch(lines[end][:20_000]):
            end += 1
        if end - at > 1:
            rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines[at:end] if not DASHES.fullmatch(line)]
            wide = max(map(len, rows), default=0)
            near = [line.strip().strip("*_# ") for line in (*lines[max(0, at - 3) : at][::-1], *lines[end : end + 3])]
            caption = next((one for line in near if (one := captions.read(line))), ("", ""))
            found.append(Table(*caption, tuple((*row, *[""] * (wide - len(row))) for row in rows)))
        at = max(end, at + 1)
    return tuple(found)


def _root(content: bytes, kind: str) -> _Element | Missing:
    """The tree of HTML or JATS. No entity of a file's own is followed, and nothing is fetched."""
    from lxml import etree

    try:
        if kind == "jats":
            return etree.fromstring(content, _safe())
        declared = CHARSET.search(content[:2048])
        text, _ = decoding.decode(content, (declared[1] or declared[2]).decode("ascii") if declared else "")
        root = etree.fromstring(text.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=False, no_network=True))
    except etree.XMLSyntaxError as trouble:
        return Missing(f"its tables could not be read: {trouble.msg or 'it is empty'}")
    return Missing("its tables could not be read: it holds no HTML") if root is None else root


def _safe() -> XMLParser:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _of_word(file: Path) -> tuple[Table, ...] | Missing:
    if find_spec("docx") is None:
        return Missing("its tables could not be read: reading .docx files needs one more package: pip install 'evidence-audit[docx]'")
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    if reason := wordparts.refusal(file):
        return Missing(f"its tables could not be read: {reason}")
    try:
        whole = etree.fromstring(docx.Document(str(file)).part.blob, _safe())  # its own elements answer `text` with that of all below
    except (OpcError, etree.XMLSyntaxError, KeyError, ValueError, AttributeError, TypeError) as trouble:
        # the last two: python-docx takes for granted what a damaged package lacks
        return Missing(f"its tables could not be read: it is damaged ({type(trouble).__name__})")
    return markuptables.of_word(whole)


def _of_pdf(file: Path, sheets: Sequence[str]) -> tuple[Table, ...] | Missing:
    """Ask a process of its own; what it does not answer in time is Missing."""
    library = find_spec("pypdfium2")
    if library is None or library.origin is None:
        return Missing("its tables could not be read: reading .pdf files needs one more package: pip install 'evidence-audit[pdf]'")
    places = [str(Path(__file__).parents[1]), str(Path(library.origin).parents[1])]
    asked = json.dumps({"path": str(file.resolve()), "sheets": list(sheets)}).encode()
    try:
        done = subprocess.run([sys.executable, "-P", "-c", PROGRAM, *places], input=asked, capture_output=True, timeout=SECONDS, check=False)
        found = json.loads(done.stdout) if done.returncode == 0 and len(done.stdout) <= LARGEST else None
    except (subprocess.TimeoutExpired, OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        return Missing(f"its tables could not be read within {SECONDS} seconds and the memory given to one document")
    if "because" in found:
        return Missing(f"its tables could not be read: {found['because']}")
    return tuple(_table(*each) for each in found["tables"])
