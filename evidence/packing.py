"""The substantiation pack: everything that stands behind a piece as files, each with its hash; equal inputs give equal bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence import annotated, coverage, filefield, formats, matrix, outputs, pageview, recordfiles, records, rooms, wording
from evidence.coverage import Spoken
from evidence.marking import Mark, in_pdf, spans
from evidence.model import Anchor, Audit, BadCall, Missing
from evidence.opening import opening
from evidence.page import Piece
from evidence.record import Document, Found
from evidence.recordfiles import Broken
from evidence.signoff import FOLDER

REPORTS = {"html": "report.html", "pdf": "report.pdf", "json": "report.json", "text": "report.txt", "xlsx": "claims-matrix.xlsx", "csv": "findings.csv"}
LARGEST = 200_000_000  # bytes of one file that is copied
ODD = re.compile(r"[^A-Za-z0-9._-]+")
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
PASSAGES = ("number", "claim", "reference", "where", "quote", "found", "page", "file", "marked")
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A source of a claim with its number, which is that of the claim's statements on the pages."""

    number: str
    claim: str
    anchor: Anchor


def pack(audit: Audit, tell: Tell = lambda name: None) -> dict[str, bytes]:
    """Every file of the pack by its path, sorted; `tell` hears what it is at. Raises BadCall where a file it must copy has changed or cannot be read."""
    pages = coverage.spoken(audit)
    numbers = numbered(audit, pages)
    passages = _passages(audit, pages, numbers)
    tell("sources")
    files, where = _sources(audit, passages)
    tell("pages")
    files |= _pages(audit, pages, numbers, passages, where)
    files["passages.csv"] = _csv(PASSAGES, (_row(one, where.get(id(one.anchor))) for one in passages))
    files["claims-matrix.csv"] = _csv(matrix.COLUMNS, ([" · ".join(lines) for lines in row.cells] for row in matrix.rows(audit, pages)))
    for name, file in REPORTS.items():
        if name in rooms.members("formats"):
            tell(file)
            files[file] = _report(name, audit)
    tell("records and sign-offs")
    files |= dict(_records(audit))
    files["README.txt"] = _readme(audit, files)
    files[MANIFEST] = _manifest(audit, files)
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return dict(sorted({**files, SUMS: sums.encode()}.items()))


def _report(name: str, audit: Audit) -> bytes:
    try:
        return outputs.encoded(formats.choose(name).render(audit))
    except ImportError as trouble:
        raise BadCall(f"the pack needs every report: {trouble}") from None


# --- numbers ------------------------------------------------------------------------------------------------------


def numbered(audit: Audit, pages: Sequence[Spoken]) -> dict[int, str]:
    """The number of each statement, by the identity of its Spoken: "7", or "2.7" where the pack has several pages."""
    several = len(audit.pieces) > 1
    at = {id(piece): nth for nth, piece in enumerate(audit.pieces, 1)}
    return {id(one): f"{at[id(one.piece)]}.{one.index + 1}" if several else str(one.index + 1) for one in pages}


def _passages(audit: Audit, pages: Sequence[Spoken], numbers: Mapping[int, str]) -> list[Passage]:
    """Every source of every claim; a claim on no page has its own number in the registry, "c3"."""
    on: dict[str, dict[str, None]] = {}
    for one in pages:
        for use in one.uses:
            on.setdefault(use.claim, {})[numbers[id(one)]] = None
    found = []
    for at, result in enumerate(audit.claims, 1):
        own = list(on.get(result.claim.id, ()))
        number = ", ".join(own[:4]) + (" …" if len(own) > 4 else "") or f"c{at}"
        found += [Passage(number, result.claim.id, anchor) for anchor in result.chain.anchors]
    return found


# --- sources ------------------------------------------------------------------------------------------------------

Where = dict[int, tuple[str, str]]  # an anchor's identity → the file of the pack, and what became of its mark


def _sources(audit: Audit, passages: Sequence[Passage]) -> tuple[dict[str, bytes], Where]:
    """The documents that were opened, with the quoted passages marked in them."""
    groups: dict[str, tuple[Document, str, list[Passage]]] = {}
    for one in passages:
        document = one.anchor.document
        if not isinstance(document, Missing) and not isinstance(one.anchor.citation.reference, Missing):
            groups.setdefault(document.sha256, (document, one.anchor.citation.reference.key, []))[2].append(one)
    files: dict[str, bytes] = {}
    where: Where = {}
    for at, (document, key, own) in enumerate(sorted(groups.values(), key=lambda each: (each[1], each[0].path)), 1):
        name = f"sources/{at:02d}-{slug(key)}"
        wanted = [one for one in own if one.anchor.source.quote and isinstance(one.anchor.found, Found) and one.anchor.found.kind == "exact"]
        if document.kind == "pdf":
            name = f"{name}.pdf"
            files[name], done, because = _marked_pdf(_bytes(audit, key, document), document, wanted)
        else:
            name = f"{name}.html"
            files[name], done, because = _marked_text(document, wanted)
        for one in own:
            flag = next((state for each, state in zip(wanted, done, strict=True) if each is one), None)
            told = "no quoted words were found in it" if flag is None else "marked" if flag else because or "the place could not be marked: see the page"
            where[id(one.anchor)] = name, told
    return files, where


def _marked_pdf(content: bytes, document: Document, wanted: Sequence[Passage]) -> tuple[bytes, tuple[bool, ...], str]:
    marks = [Mark(_plain(one.number), f"{one.number} · {wording.one_line(one.claim)}", one.anchor.source.quote or "", _sheets(one)) for one in wanted]
    made = in_pdf(content, document, marks)
    return made.content, made.done, f"not marked: {made.because}" if made.because else ""


def _marked_text(document: Document, wanted: Sequence[Passage]) -> tuple[bytes, tuple[bool, ...], str]:
    text = "\n".join(document.sheets)
    found, done = [], []
    for one in wanted:
        text, places = spans(one.anchor.source.quote or "", document, ())
        found += [annotated.Spot(start, end, one.number if not nth else "", "open", f"claim {one.claim}") for nth, (start, end) in enumerate(places)]
        done.append(bool(places))
    return annotated.source(document.path, text, found).encode(), tuple(done), ""


def _sheets(one: Passage) -> tuple[int, ...]:
    """The sheets of the passage: those of its first place only, where it stands more than once."""
    found = one.anchor.found
    return found.sheets if isinstance(found, Found) else ()


def _plain(label: str) -> str:
    return label.replace("…", "...").encode("ascii", "replace").decode()


def _bytes(audit: Audit, key: str, document: Document) -> bytes:
    """A document's bytes, from the file that the entry names, and only where they are those that the audit read."""
    reference = audit.registry.bibliography.references[key]
    field = reference.fields.get("file", "")
    for _, file in filefield.followed(field, reference.at("file").path, audit.registry.folder, audit.registry.policy.documents):
        if isinstance(file, Path):
            data = _read(file)
            if hashlib.sha256(data).hexdigest() == document.sha256:
                return data
    raise BadCall(f"{document.path} changed while the pack was made; make it again")


def _read(file: Path) -> bytes:
    try:
        return recordfiles.read(file.name, str(file.parent), LARGEST)
    except Broken as trouble:
        raise BadCall(f"{file.name} cannot be packed: {trouble}") from None


# --- pages and lists ----------------------------------------------------------------------------------------------


def _pages(
    audit: Audit, pages: Sequence[Spoken], numbers: Mapping[int, str], passages: Sequence[Passage], where: Where
) -> dict[str, bytes]:
    by_claim: dict[str, list[str]] = {}
    for one in passages:
        file, state = where.get(id(one.anchor), ("", ""))
        told = f"{file}, {state}" if file else "no document"
        by_claim.setdefault(one.claim, []).append(f"{one.anchor.source.reference}, {one.anchor.source.where or 'no place named'}: {told}")
    made: dict[str, bytes] = {}
    for at, (piece, own) in enumerate(pageview.by_piece(audit, pages), 1):
        sources = [tuple(dict.fromkeys(line for use in one.uses for line in by_claim.get(use.claim, ()))) for one in own]
        made[f"pages/{at:02d}-{slug(piece.material)}.html"] = _page(piece, own, [numbers[id(one)] for one in own], sources)
    return made


def _page(piece: Piece, own: Sequence[Spoken], numbers: Sequence[str], sources: Sequence[Sequence[str]]) -> bytes:
    return annotated.page(piece, own, numbers, sources).encode()


def _row(one: Passage, where: tuple[str, str] | None) -> tuple[str, ...]:
    found, source = one.anchor.found, one.anchor.source
    state = f"not looked for: {found.because}" if isinstance(found, Missing) else found.kind
    page = "" if isinstance(found, Missing) else ", ".join(found.pages or map(str, found.sheets))
    file, marked = where or ("", "no document was opened")
    return (one.number, one.claim, source.reference, source.where, source.quote or "", state, page, file, marked)


def _csv(columns: Sequence[str], rows: Iterator[Sequence[str]]) -> bytes:
    cell = formats.choose("csv").cell
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return outputs.encoded(table.getvalue())


def slug(name: str) -> str:
    """A name for a file: letters, digits, dot, hyphen and underscore, at most 60, never hidden and never empty."""
    return ODD.sub("-", name)[:60].strip(".-") or "unnamed"


# --- what is copied, and the manifest -----------------------------------------------------------------------------


def _records(audit: Audit) -> Iterator[tuple[str, bytes]]:
    """The services' answers and the sign-offs, each only where its bytes are those that the audit read."""
    folder = Path(audit.registry.folder)
    wanted = [(each.path, each.sha256) for each in audit.registry.records.inputs if each.path == records.PATH]
    ledger = audit.registry.ledger
    wanted += [(one.file, one.digest) for one in ledger.sign_offs] if ledger else []
    wanted += [(path, digest) for path, digest in ledger.inputs if (folder / path).is_file()] if ledger else []
    for path, digest in wanted:
        data = _read(folder / path)
        if hashlib.sha256(data).hexdigest() != digest:
            raise BadCall(f"{path} changed while the pack was made; make it again")
        yield ("records.json" if path == records.PATH else path), data
    for one in ledger.sign_offs if ledger else ():
        signature = folder / FOLDER / f"{one.digest}.json.sig"
        if signature.is_file():
            yield f"{one.file}.sig", _read(signature)


def _readme(audit: Audit, files: Mapping[str, bytes]) -> bytes:
    first = opening(audit)
    told = [
        f"Substantiation pack, report {first.report_id}, as of {first.as_of}, profile {first.profile}, made by {first.tool}.",
        f"May this be released? {first.answer}. {first.because}",
        "",
        "Open report.html or report.pdf first. The number of a statement in pages/ is the number beside its passages in sources/",
        "and in passages.csv; a claim that stands on no page has the number c1, c2 … of its place in the registry.",
        "A marked PDF file holds the original's bytes unchanged, with the marks appended as annotations, where its form allows it.",
        "A passage that could not be marked says so in passages.csv. A source without a document is not in this pack.",
        f"{SUMS} holds the SHA-256 of every file but itself (sha256sum -c {SUMS}); {MANIFEST} also those of the files that the audit read.",
        "",
        *sorted([*files, "README.txt", MANIFEST, SUMS]),
        "",
        wording.PART_11,
    ]
    return wording.encodable("\n".join(told) + "\n").encode()


def _manifest(audit: Audit, files: Mapping[str, bytes]) -> bytes:
    listed = [{"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in sorted(files.items())]
    told = {
        "schema_version": 1,
        "tool": {"name": wording.TOOL, "version": audit.version},
        "report": opening(audit).report_id,
        "as_of": audit.as_of,
        "profile": audit.profile,
        "verdict": audit.summary.verdict,
        "inputs": [{"path": each.path, "sha256": each.sha256} for each in audit.inputs],
        "files": listed,
    }
    return (wording.encodable(json.dumps(told, ensure_ascii=False, indent=2)) + "\n").encode()
