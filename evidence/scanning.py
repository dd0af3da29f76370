"""scan(): what does a page say, and which registered claim is each statement? One page at a time, on one core or several."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from evidence import claimwords, pieces, readers, statements
from evidence.model import BadCall, Missing, Registry
from evidence.page import Piece, Reading
from evidence.registry import load

CHUNK = 16  # pages handed to a process at a time

AHEAD = 3  # chunks a process, read before they are asked for

Told = TypeVar("Told")
_built: tuple[Registry | None, pieces.Finder] | None = None  # what a process of several works with


def _as_it_is(piece: Piece) -> Any:
    return piece


def scan(page: str | Path, claims: str | Path | None = None) -> Piece:
    """What one page says. `claims`: a registry whose claims are looked for on it; None: none. Raises BadCall for no such file.

    The result's `reading` holds the statements, the page's own reference list and its faults; `uses` the claims found on it.

    >>> piece = scan("materials/outcomes.html", "claims.yaml")
    >>> [use.kind for use in piece.uses if use.claim == "pain-24m"]
    ['exact']
    """
    if not Path(page).exists():
        raise BadCall(f"there is no page {page}")
    registry = load(claims) if claims is not None else None
    return _scan(str(page), registry, pieces.Finder(registry.claims if registry else ()))


def scan_all(paths: Iterable[str], claims: str | None, jobs: int = 1, told: Callable[[Piece], Told] = _as_it_is) -> Iterator[Told]:
    """What `told` makes of each page's reading, in the order given; no more than a few pages are held at a time.

    With several `jobs`, `told` runs in the processes that read, so that only its result travels; it must be a module's function.
    BadCall where one of them ends before its work is done.
    """
    registry = load(claims) if claims is not None else None
    finder = pieces.Finder(registry.claims if registry else ())
    pages = iter(paths)
    if jobs > 1:
        # The first page is read here: what it takes to find claims is then built before the processes fork, and not in each of them.
        yield from (told(_scan(path, registry, finder)) for path in islice(pages, 1))
        yield from _at_once(list(pages), claims, (registry, finder), jobs, told)
    else:
        yield from (told(_scan(path, registry, finder)) for path in pages)


def _at_once(
    paths: list[str], claims: str | None, built: tuple[Registry | None, pieces.Finder], jobs: int, told: Callable[[Piece], Told]
) -> Iterator[Told]:
    """The pages in several processes, a few chunks ahead of what is asked for, so that memory stays flat."""
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    if not paths:
        return
    global _built  # a process that forks has it at once; one that is spawned builds its own, once
    size = max(1, min(CHUNK, len(paths) // (4 * jobs)))
    chunks = [paths[at : at + size] for at in range(0, len(paths), size)]
    forks = "fork" in multiprocessing.get_all_start_methods()
    _built = built if forks else None
    gc.freeze()  # what is built is not gone over again in every process: its memory stays shared
    context = multiprocessing.get_context("fork" if forks else None)
    with ProcessPoolExecutor(min(jobs, len(chunks)), context, _prepare, (claims,)) as pool:
        begun: deque[tuple[list[str], Future[list[Told]]]] = deque()
        coming = iter(chunks)
        try:
            while True:
                for chunk in islice(coming, max(0, AHEAD * jobs - len(begun))):
                    begun.append((chunk, pool.submit(_scan_here, chunk, told)))
                if not begun:
                    break
                yield from begun[0][1].result()
                begun.popleft()
        except BrokenProcessPool as error:
            first = begun[0][0] if begun else chunks[0]
            named = first[0] if len(first) == 1 else f"{first[0]} … {first[-1]}"
            raise BadCall(
                f"a process ended before its pages were read, for want of memory perhaps; it stopped at or after {named}: try --jobs 1"
            ) from error
        finally:
            _built = None
            gc.unfreeze()
            for _, future in begun:
                future.cancel()


def _prepare(claims: str | None) -> None:
    global _built  # a process of the pool reads the registry once, not once a page; one that was forked has it
    if _built is not None:
        return
    registry = load(claims) if claims is not None else None
    _built = registry, pieces.Finder(registry.claims if registry else ())


def _scan_here(paths: list[str], told: Callable[[Piece], Told]) -> list[Told]:
    registry, finder = _built or (None, pieces.Finder(()))
    return [told(_scan(path, registry, finder)) for path in paths]


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
