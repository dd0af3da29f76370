"""scan(): what does a page say, and which registered claim is each statement? One page at a time, on one core or several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from evidence import claimwords, pieces, readers, statements
from evidence.model import BadCall, Missing, Registry
from evidence.page import Piece, Reading
from evidence.registry import load

CHUNK = 16  # pages handed to a process at a time

_registry: Registry | None = None  # of this process, where it is one of several
_finder = pieces.Finder(())


def scan(page: str | Path, claims: str | Path | None = None) -> Piece:
    """What one page says. `claims`: a registry whose claims are looked for on it; None: none. Raises BadCall for no such file.

    The result's `reading` holds the statements, the page's own reference list and its faults; `uses` the claims found on it.
    """
    if not Path(page).exists():
        raise BadCall(f"there is no page {page}")
    registry = load(claims) if claims is not None else None
    return _scan(str(page), registry, pieces.Finder(registry.claims if registry else ()))


def scan_all(paths: Iterable[str], claims: str | None, jobs: int = 1) -> Iterator[Piece]:
    """Each page's reading, in the order given; no more than a few pages are held at a time."""
    if jobs <= 1:
        registry = load(claims) if claims is not None else None
        finder = pieces.Finder(registry.claims if registry else ())
        yield from (_scan(path, registry, finder) for path in paths)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(claims,)) as pool:
        yield from pool.map(_scan_here, paths, chunksize=CHUNK)


def _prepare(claims: str | None) -> None:
    global _registry, _finder  # a process of the pool reads the registry once, not once a page
    _registry = load(claims) if claims is not None else None
    _finder = pieces.Finder(_registry.claims if _registry else ())


def _scan_here(path: str) -> Piece:
    return _scan(path, _registry, _finder)


def _scan(path: str, registry: Registry | None, finder: pieces.Finder) -> Piece:
    page = readers.read(Path(path), path)
    lines = page.kind not in pieces.WITHOUT_LINES
    if page.unreadable:
        return Piece("", path, Reading(page, ()), lines=lines)
    material, numbering = _material(path, registry)
    reading = statements.read(page, numbering)
    if registry is None or not registry.claims:
        return Piece(material, path, reading, lines=lines)
    uses = finder.uses(reading, claimwords.language_of(page.language))
    return Piece(material, path, reading, uses, pieces.exempted(reading), lines=lines)


def _material(path: str, registry: Registry | None) -> tuple[str, frozenset[str]]:
    """The material that a page is, with the numbers that are known for it; the registry's numbering is for its own pages only."""
    for material in registry.materials if registry else ():
        if not isinstance(material.file, Missing) and registry and Path(registry.folder, material.file).resolve() == Path(path).resolve():
            return material.id, frozenset({**registry.numbering, **material.numbering})
    return "", frozenset()
