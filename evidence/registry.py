"""load(): claims.yaml and the files it names → Registry, every value with its place, every fault a problem."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path as FilePath
from typing import Any

from evidence import claims as nouns
from evidence import grammar, records, references, rooms, studies, tree
from evidence.hints import guess, shown
from evidence.model import (
    BadCall,
    Bibliography,
    Claim,
    Input,
    Material,
    Missing,
    Numbered,
    Path,
    Place,
    Policy,
    Problem,
    Registry,
    Related,
    Search,
)

LARGEST = 100_000_000  # bytes of claims.yaml; 10,000 claims are about 8 million
DEFAULT_PROFILE = "us-device-510k"
DEFAULT_BIBLIOGRAPHY = ("references/*.bib",)


def load(path: str | FilePath = "claims.yaml", changes: Mapping[Path, Any] | None = None) -> Registry:
    """Read a registry. Raises BadCall where there is no file to read; whatever is wrong inside it becomes a problem.

    `path`: the claims.yaml; the files that it names are looked for beside it. `changes`: values to put in the place of those
    in the file, by where they stand in it, before anything is made of them (`what_if` does it); nothing is written. Nothing is
    judged here: a registry that can be read badly or in part is a Registry with `problems`.

    >>> load("claims.yaml").claims[1].id
    'pain-24m'
    """
    file = FilePath(path)
    data = read_bytes(file, LARGEST)
    inputs = (Input(file.name, hashlib.sha256(data).hexdigest()),)
    try:
        values, oddities = tree.read(_decode(data))
    except tree.NotYaml as trouble:
        problem = Problem(f"the file could not be read as YAML: {trouble}", at=Place(file.name, trouble.line, trouble.column))
        return Registry(path=file.name, folder=str(file.parent), problems=(problem,), readable=False, inputs=inputs)
    for at, value in (changes or {}).items():
        try:
            values = tree.put(values, at, value)
        except LookupError as trouble:
            raise BadCall(f"{shown(at)} leads nowhere in {file.name}: there is no {trouble.args[0]!r} there") from None

    def place(at: Path) -> Place:
        return Place(file.name, *tree.spot(values, at))

    with tree.resting_collector():
        problems, broken = _complaints({} if values is None else values)
        spoilt = frozenset([*broken, *(oddity.path for oddity in oddities if oddity.path)])  # of two that stand there, neither is sure
        registry = _registry(values if isinstance(values, dict) else {}, file, inputs, spoilt, place)
        return replace(registry, problems=(*(_told(oddity, registry) for oddity in oddities), *problems, *registry.problems))


def parse_policy(data: bytes) -> Policy:
    """The policy block of another version of claims.yaml (`--trusted-ref`). Raises BadCall where it cannot be read."""
    try:
        values, _ = tree.read(_decode(data))
    except tree.NotYaml as trouble:
        raise BadCall(f"the trusted claims.yaml could not be read as YAML: line {trouble.line}: {trouble}") from None
    return nouns.policy(values.get("policy") if isinstance(values, dict) else None)


def _registry(values: Any, file: FilePath, inputs: tuple[Input, ...], broken: nouns.Broken, place: Any) -> Registry:
    found = _searched(nouns.claims(values.get("claims"), broken), file.parent)
    numbering = nouns.numbering(values.get("numbering"), ("numbering",))
    policy = nouns.policy(values.get("policy"))
    materials = _materials(nouns.mapping(values, "materials"), file.parent)
    rules = nouns.mapping(nouns.mapping(values, "policy"), "rules")
    typed = nouns.texts(values, "bibliography") if values.get("bibliography") is not None else DEFAULT_BIBLIOGRAPHY
    profile = nouns.text(values, "profile")
    snapshot = records.read(file.parent)
    return Registry(
        path=file.name,
        folder=str(file.parent),
        claims=found,
        profile=profile if profile and ("profile",) not in broken else DEFAULT_PROFILE,
        what_was_read=nouns.text(values, "what_was_read"),
        contact=nouns.text(values, "contact"),
        products=nouns.mappings(values, "products"),
        studies=nouns.mappings(values, "studies"),
        numbering=numbering,
        materials=materials,
        policy=policy,
        waivers=nouns.waivers(values.get("waivers"), ("waivers",)),
        bibliography=_bibliography(typed, file.parent, _cited(found, numbering, materials), _counted(found)),
        records=snapshot,
        problems=(*_duplicate_ids(found, place), *_rules(rules), *studies.faults(found, nouns.mapping(values, "studies"))),
        inputs=(*inputs, *_hashes(materials, file.parent), *_searches(found), *snapshot.inputs),
        place=place,
    )


# --- claims.yaml itself -------------------------------------------------------------------------------------------


def read_bytes(file: FilePath, largest: int) -> bytes:
    """The bytes of an ordinary file. Raises BadCall, with one sentence, for anything else, and beyond `largest` bytes."""
    try:
        facts = file.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise BadCall(f"{file} is a folder; name the file in it")
        if not stat.S_ISREG(facts.st_mode):
            raise BadCall(f"{file} is no regular file")
        if facts.st_size > largest:
            raise BadCall(f"{file} holds {facts.st_size:,} bytes; at most {largest:,} are read")
        return file.read_bytes()
    except FileNotFoundError:
        raise BadCall(f"there is no file {file}") from None
    except (OSError, ValueError) as trouble:  # ValueError: a NUL in the name
        raise BadCall(f"{file} cannot be read: {getattr(trouble, 'strerror', None) or trouble}") from None


def _decode(data: bytes) -> str:
    """The text of claims.yaml: UTF-8, or UTF-16 with its mark. Raises NotYaml for anything else: nothing is guessed."""
    encoding = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "UTF-8"
    try:
        text = data.decode("utf-8-sig" if encoding == "UTF-8" else "utf-16")
    except UnicodeDecodeError as trouble:
        before = data[: trouble.start].decode("latin-1" if encoding == "UTF-8" else "utf-16", errors="ignore")
        before = before.encode("latin-1").decode("utf-8", errors="ignore") if encoding == "UTF-8" else before
        reason = f"byte 0x{data[trouble.start]:02X} is no {encoding}; save the file as UTF-8"
        raise tree.NotYaml(reason, *tree.end_of(before)) from None
    if (at := text.find("\0")) >= 0:
        raise tree.NotYaml("it holds a NUL, as binary files do", *tree.end_of(text[:at]))
    return text


def _complaints(values: Any) -> tuple[list[Problem], list[Path]]:
    """What the schema objects to. Its models are started only where the grammar is not sure that there is nothing."""
    if grammar.fits(values):
        return [], []
    found: tuple[list[Problem], list[Path]] = import_module("evidence.complaints").complain(values)
    return found


def _told(oddity: tree.Oddity, registry: Registry) -> Problem:
    name, path = registry.path, oddity.path
    related = (Related(Place(name, *oddity.first), "the first one"),) if oddity.first else ()
    message = f"{shown(path)}: {oddity.message}" if path else oddity.message
    claim = registry.claims[path[1]].id if len(path) > 1 and path[0] == "claims" and isinstance(path[1], int) else ""
    return Problem(message, Place(name, oddity.line, oddity.column), shown(path), related=related, claim=claim)


def _duplicate_ids(found: Iterable[Claim], place: Any) -> list[Problem]:
    first: dict[str, Claim] = {}
    problems = []
    for claim in found:
        if (earlier := first.setdefault(claim.id, claim)) is not claim:
            related = (Related(place((*earlier.path, "id")), "the first claim of this id"),)
            message = f"the id `{claim.id}` is given twice; waivers and sign-offs could not tell the two claims apart"
            problems.append(Problem(message, at=(*claim.path, "id"), about=claim.id, related=related, claim=claim.id))
    return problems


def _rules(severities: Mapping[str, Any]) -> list[Problem]:
    """What `policy.rules` asks that cannot be: a rule that does not exist, and one that nothing can silence."""
    names = [rooms.published(name) for name in rooms.members("rules")]
    problems = []
    for rule in severities:
        if rule not in names:
            message = f"policy.rules names `{shown((rule,))}`, and there is no such rule{guess(rule, names)}"
        elif getattr(rooms.member("rules", rule), "INTEGRITY", False):
            message = f"policy.rules names `{rule}`, which guards the registry itself: its severity cannot be changed, and was not"
        else:
            continue
        problems.append(Problem(message, at=("policy", "rules", rule), about=rule))
    return problems


# --- the files it names -------------------------------------------------------------------------------------------


def _materials(values: Mapping[str, Any], folder: FilePath) -> tuple[Material, ...]:
    found = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            path: Path = ("materials", name)
            typed = nouns.text(value, "path") or ""
            file = _inside(folder, typed)
            found.append(Material(name, file, value, nouns.numbering(value.get("numbering"), (*path, "numbering")), path))
    return tuple(found)


def _inside(folder: FilePath, typed: str) -> str | Missing:
    """The path as typed, where it leads to a regular file inside the project; the reason where it does not."""
    try:
        file = (folder / typed).resolve()
        if not file.is_relative_to(folder.resolve()):
            return Missing(f"{typed} leads out of the folder of claims.yaml; files of the project must stand inside it")
        if not typed or not file.exists():
            return Missing(f"there is no file {typed or '(empty path)'}")
        return typed if file.is_file() else Missing(f"{typed} is no regular file")
    except (OSError, ValueError, RuntimeError) as trouble:  # a loop of links, a NUL in the name
        return Missing(f"{typed} cannot be followed: {trouble}")


def _hashes(materials: Iterable[Material], folder: FilePath) -> list[Input]:
    inputs = []
    for material in materials:
        if isinstance(material.file, str):
            try:
                with (folder / material.file).open("rb") as stream:
                    inputs.append(Input(material.file, hashlib.file_digest(stream, "sha256").hexdigest()))
            except OSError:
                continue  # page-unreadable tells it
    return inputs


def _searched(found: tuple[Claim, ...], folder: FilePath) -> tuple[Claim, ...]:
    """The claims, each search of the market with its file as it was found."""
    return tuple(replace(claim, market_search=_looked_for(claim.market_search, folder)) if claim.market_search else claim for claim in found)


def _looked_for(search: Search, folder: FilePath) -> Search:
    file = _inside(folder, search.file) if isinstance(search.file, str) else search.file
    if isinstance(file, Missing):
        return replace(search, file=file)
    try:
        with (folder / file).open("rb") as stream:
            return replace(search, file=file, sha256=hashlib.file_digest(stream, "sha256").hexdigest())
    except OSError as trouble:
        return replace(search, file=Missing(f"{file} cannot be read: {trouble.strerror or trouble}"))


def _searches(found: Iterable[Claim]) -> Iterator[Input]:
    """The files of searches of the market, each once."""
    files = {one.file: one.sha256 for claim in found if (one := claim.market_search) and isinstance(one.file, str)}
    yield from (Input(file, sha256) for file, sha256 in files.items())


def _bibliography(
    patterns: Iterable[str], folder: FilePath, cited: frozenset[str], counted: Iterable[tuple[str, str]]
) -> Bibliography:
    files: dict[str, FilePath] = {}
    unreadable: list[tuple[str, str]] = []
    for pattern in patterns:
        matches = _matches(pattern, folder, unreadable)
        for match in matches:
            name = match.relative_to(folder).as_posix()
            checked = _inside(folder, name)
            if isinstance(checked, Missing):
                unreadable.append((name, checked.because))
            else:
                files[name] = match
    read = references.read([(name, str(file)) for name, file in sorted(files.items())], cited, counted)
    return replace(read, unreadable=(*unreadable, *read.unreadable))


def _matches(pattern: str, folder: FilePath, unreadable: list[tuple[str, str]]) -> list[FilePath]:
    if FilePath(pattern).is_absolute() or ".." in FilePath(pattern).parts:
        unreadable.append((pattern, "leads out of the folder of claims.yaml; files of the project must stand inside it"))
        return []
    try:
        matches = sorted(folder.glob(pattern))
    except (ValueError, NotImplementedError, OSError, IndexError) as trouble:
        unreadable.append((pattern, f"is no pattern for files: {trouble}"))
        return []
    if not matches:
        unreadable.append((pattern, "no file there"))
    return matches


def _cited(found: Iterable[Claim], numbering: Mapping[str, Numbered], materials: Iterable[Material]) -> frozenset[str]:
    """Every key that some claim, derivation or numbering names: the entries whose fields are worth decoding."""
    typed: set[str] = set()
    for claim in found:
        typed.update(claim.references)
        typed.update(source.reference for source in claim.sources)
        for quantity in claim.quantities:
            for derivation in quantity.derivations:
                typed.update(source.reference for source in derivation.sources)
    numbers = [*numbering.values(), *(entry for material in materials for entry in material.numbering.values())]
    return frozenset(typed | {entry.key for entry in numbers if entry.key})


def _counted(found: Iterable[Claim]) -> list[tuple[str, str]]:
    """The (keyword, type) of every count of articles that a claim rests on."""
    derivations = (derivation for claim in found for quantity in claim.quantities for derivation in quantity.derivations)
    asked = (derivation.articles for derivation in derivations if derivation.articles is not None)
    return sorted({(each.get("keyword", ""), each.get("type", "")) for each in asked})
