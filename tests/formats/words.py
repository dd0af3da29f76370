"""What a person reads in a report of any format: the text of a PDF and of a workbook, taken out of their bytes."""

from __future__ import annotations

import io
import zipfile


def words(name: str, rendered: str | bytes) -> str:
    """The text of a report; that of the formats that are no text is read with another library than the one that wrote it."""
    data = rendered.encode(errors="surrogateescape") if isinstance(rendered, str) else rendered
    if name == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(packed.read(member).decode("utf-8") for member in sorted(packed.namelist()))
    if name == "pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(data) as document:
            return " ".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", " ").replace("\ufffe", "")
    return data.decode("utf-8")
