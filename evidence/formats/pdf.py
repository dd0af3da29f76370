"""The report as PDF: the inspection copy, tagged and made to be kept (PDF/A-3a, PDF/UA-1), with the JSON report attached."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evidence import dossier, glyphs, rooms, sheetcells, wording
from evidence.model import Audit, BadCall

SUFFIX = ".pdf"

TEMPLATE = Path(__file__).parents[1] / "templates" / "report.typ"
STANDARDS = ["a-3a", "ua-1"]
ATTACHED = "audit.json"
ABOUT = "The whole audit for machines, as `evidence audit --format json` prints it"
SHORT = 90  # characters of the title on every page


def render(audit: Audit) -> bytes:
    """The document's bytes: equal audits give equal bytes. Raises BadCall where the library for it is not installed.

    A character that its fonts lack is written by its code point. Should the library still refuse a text, all that
    is not plain Latin is.
    """
    try:
        import typst
    except ImportError:
        raise BadCall("a PDF needs one more library: pip install 'evidence-audit[report]'") from None
    data = str(rooms.member("formats", "json").render(audit))
    held = data.encode()
    content = dossier.document(audit, [(ATTACHED, len(held), hashlib.sha256(held).hexdigest())])
    content["attached"] = [{"name": ATTACHED, "type": "application/json", "about": ABOUT}]
    content["short"] = wording.shortened(str(content["title"]), SHORT)
    written = json.dumps(_fitted(content), ensure_ascii=False)
    made = sheetcells.day(audit.as_of) or datetime(1980, 1, 1)
    options: dict[str, Any] = {"ignore_system_fonts": True, "pdf_standards": STANDARDS, "timestamp": made.replace(tzinfo=UTC)}
    try:
        return bytes(typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": _set(written, glyphs.printed), ATTACHED: data}, **options))
    except typst.TypstError:
        return bytes(typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": _set(written, glyphs.latin), ATTACHED: data}, **options))


def _fitted(value: Any) -> Any:
    if isinstance(value, str):
        return glyphs.fitted(value)
    if isinstance(value, dict):
        return {key: _fitted(each) for key, each in value.items()}
    return [_fitted(each) for each in value] if isinstance(value, list | tuple) else value


def _set(written: str, spelled: Any) -> str:
    """The content as JSON, with every text as it can be set; it says so where one could not be set as it is."""
    counted, value = spelled(written)
    if not counted:
        return str(value)
    content = json.loads(value)
    note = f"{wording.plural(counted, 'character')} that the fonts of this document lack are written by their code points; {ATTACHED} has them as they are."
    content["sections"][2]["blocks"].append({"kind": "lines", "lines": [note]})
    return json.dumps(content, ensure_ascii=False)
