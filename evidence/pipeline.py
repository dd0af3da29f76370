"""The whole way on one page: load → resolve → check → settle → report. It reads files and writes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from evidence import nesting, rules, trusted, verdict, waivers
from evidence._version import VERSION
from evidence.bases import bases, levels, not_evaluated
from evidence.chain import quoted, resolve
from evidence.hints import guess
from evidence.model import Audit, BadCall, Chain, ClaimResult, Context, Finding, Input, Missing, Reference, Registry, Rule, Unchecked
from evidence.registry import load
from evidence.signoff import shown

if TYPE_CHECKING:
    from evidence.chain import Look
    from evidence.page import Piece
    from evidence.record import Document

    Documents = Mapping[str, tuple[Document | Missing, ...]]


class Asked(TypedDict, total=False):
    """What may be asked of an audit besides its registry and its day; `judge` says what each is when it is not given."""

    fail_on: str
    strict: bool
    select: Sequence[str]
    ignore: Sequence[str]
    baseline: str | Path | None
    trusted_ref: str | None
    pages: bool


def audit(path: str | Path = "claims.yaml", *, today: str | None = None, **asked: Unpack[Asked]) -> Audit:
    """Audit one registry. Raises BadCall where the call itself is wrong; everything else is in the Audit."""
    as_of = _day(today)  # a day that is none is told before a file is opened
    return judge(load(path), today=as_of, base=_base(path), **asked)


def judge(
    registry: Registry,
    *,
    today: str | None = None,
    fail_on: str = "error",
    strict: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    baseline: str | Path | None = None,
    trusted_ref: str | None = None,
    pages: bool = True,
    base: str = "",
) -> Audit:
    """Audit a registry that was loaded, or that was made in memory. `base`: the folder of claims.yaml as it was typed."""
    as_of = _day(today)
    if trusted_ref is not None:
        registry = replace(registry, policy=trusted.policy(registry, trusted_ref))
    known = trusted.baseline(registry, baseline, trusted_ref) if baseline is not None else {}

    every_rule = rules.catalogue(bases(registry.profile), registry.policy, levels(registry.profile))
    names = tuple(rule.name for rule in every_rule)
    _known((*select, *ignore), names)
    silent = {rule.name: why for rule in every_rule if (why := _silence(rule, select, ignore))}
    context = Context(registry, as_of, registry.profile, names, frozenset(rule.name for rule in every_rule if rule.integrity))

    read, used, seen = _pages(registry) if pages and registry.materials else ((), {}, None)
    look, documents = _documents(registry)
    registry, chains = _signed(registry, lambda: resolve(registry, seen, look), read, as_of, every_rule, trusted_ref)
    context = replace(context, registry=registry, documents=documents)
    findings, unchecked = _check([rule for rule in every_rule if rule.name not in silent], chains, read, context)
    not_run = [Unchecked(_link(every_rule, name), why, name) for name, why in silent.items() if why != "off"]
    unchecked = [*_unread(read), *not_evaluated(registry), *_left_open(chains), *unchecked, *not_run]
    settled = waivers.settle(rules.number_repeats(findings), known, str(baseline or ""), context)
    last = [rule for rule in every_rule if rule.subject == "Settled" and rule.name not in silent]
    findings = [*settled.findings, *(seen for rule in last for seen in rules.run(rule, settled, context) if isinstance(seen, Finding))]

    findings = list(nesting.nest(findings, read, context))
    unchecked = [*unchecked, *verdict.lowered(every_rule, findings)]
    links = verdict.states(chains, findings, unchecked, every_rule)
    summary = verdict.summarize(registry, findings, unchecked, fail_on)
    return Audit(
        version=VERSION,
        as_of=as_of,
        profile=registry.profile,
        registry=registry,
        inputs=(*registry.inputs, *registry.bibliography.inputs, *_hashes(documents)),
        summary=summary,
        claims=tuple(_result(chain, links[chain.claim.id], used.get(chain.claim.id, ()), context) for chain in chains),
        pieces=read,
        findings=tuple(findings),
        unchecked=tuple(unchecked),
        rules=every_rule,
        changes=verdict.changes(every_rule, registry, select, tuple(filter(silent.get, ignore))),
        what_was_read=registry.what_was_read,
        fail_on=fail_on,
        base=base,
        exit_code=verdict.exit_code(registry, summary, strict),
        made=registry.readable,
    )


def _pages(registry: Registry) -> tuple[tuple[Piece, ...], dict[str, tuple[str, ...]], frozenset[str]]:
    """The materials, read; where each claim stands; and the claims that stand somewhere, be it in changed words.

    Their readers are imported here: to start them is most of what an audit with pages costs.
    """
    read: tuple[Piece, ...] = import_module("evidence.pieces").read(registry)
    page = import_module("evidence.page")
    used = page.found_on(read)
    return read, used, frozenset((*used, *page.drifted(read)))


def _signed(
    registry: Registry, chains: Callable[[], tuple[Chain, ...]], read: tuple[Piece, ...], as_of: str, every_rule: Sequence[Rule], ref: str | None
) -> tuple[Registry, tuple[Chain, ...]]:
    """The ledger of sign-offs, and every chain with its own. What reads them is imported only where there is one, or somebody must sign."""
    folder = Path(registry.folder) / "approvals"
    if not any(registry.policy.roles.values()):
        empty = not folder.is_symlink() and folder.is_dir() and os.access(folder, os.R_OK) and all(each.name.startswith(".") for each in folder.iterdir())
        if not os.path.lexists(folder) or (empty and not import_module("evidence.history").committed(registry.folder)):
            return registry, chains()
    found: tuple[Registry, tuple[Chain, ...]] = import_module("evidence.standings").stand(registry, chains, read, as_of, every_rule, ref)
    return found


def _documents(registry: Registry) -> tuple[Look | None, Documents]:
    """How quoted words are looked for, and the documents of the entries that they are quoted from.

    What opens documents is imported here: most registries that are begun have none.
    """
    keys = quoted(registry)
    if not keys:
        return None, {}
    documents: Documents = import_module("evidence.documents").open_all(registry, keys)
    look = import_module("evidence.anchors").look
    return lambda source, citation: look(source, citation, documents), documents


def _hashes(documents: Documents) -> tuple[Input, ...]:
    """The documents that were read, each once."""
    opened = {one.path: one.sha256 for each in documents.values() for one in each if not isinstance(one, Missing)}
    return tuple(Input(path, digest) for path, digest in sorted(opened.items()))


def _check(
    chosen: Sequence[Rule], chains: Sequence[Chain], read: Sequence[Piece], context: Context
) -> tuple[list[Finding], list[Unchecked]]:
    """Run every rule on all it looks at; what is about a reference bears on every claim that rests on it."""
    bearing = verdict.bearers(chains)
    references = context.registry.bibliography.references
    subjects: dict[str, Sequence[rules.Subject]] = {
        "Registry": [context.registry],
        "Chain": chains if context.registry.readable else [],
        "Piece": [piece for piece in read if not piece.reading.page.unreadable],
        "Reference": [references[key] for key in sorted(references) if key in bearing],
    }
    seen: dict[str, list[Finding | Unchecked]] = {rule.name: [] for rule in chosen}
    for kind, alike in subjects.items():
        looking = [rule for rule in chosen if kind in rules.looks_at(rule)]
        for subject in alike:  # subject by subject: what the rules read out of one claim's words is in a short memory
            for rule in looking:
                seen[rule.name] += _borne(rules.run(rule, subject, context), subject, bearing)
    every = [one for told in seen.values() for one in told]
    return [one for one in every if isinstance(one, Finding)], [one for one in every if isinstance(one, Unchecked)]


def _borne(
    seen: Iterable[Finding | Unchecked], subject: rules.Subject, bearing: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding | Unchecked]:
    """What a rule saw in one subject, with the claims that it bears on."""
    claims = bearing.get(subject.key, ()) if isinstance(subject, Reference) else ()
    for one in seen:
        if isinstance(one, Finding):
            bears_on = bearing.get(one.key, ()) if one.key and not one.claim else ()
            yield replace(one, bears_on=bears_on) if bears_on else one
        elif claims:
            yield from (replace(one, claim=claim) for claim in claims)
        else:
            yield one


def _unread(read: Iterable[Piece]) -> Iterator[Unchecked]:
    for piece in read:
        if piece.reading.page.unreadable:
            yield Unchecked("registered", f"{piece.file} could not be read: {piece.reading.page.unreadable}")
        elif piece.unseen:
            shows = " and ".join(f"{count:,} {kind}{'s' * (count > 1)}" for kind, count in piece.unseen.items())
            because = f"{piece.file} shows {shows} that nothing here reads and nobody says they looked at (`looked_at:`)"
            yield Unchecked("registered", because, material=piece.material)


def _left_open(chains: Iterable[Chain]) -> Iterator[Unchecked]:
    for chain in chains:
        for gap in chain.missing:
            yield Unchecked(gap.link, gap.because, None, chain.claim.id)


def _result(chain: Chain, links: dict[str, str], used_on: tuple[str, ...], context: Context) -> ClaimResult:
    standing = tuple(waiver for waiver in chain.claim.waivers if waivers.in_force(waiver, context))
    return ClaimResult(chain, links, used_on, tuple(map(shown, chain.standings)), standing)


def _silence(rule: Rule, select: Sequence[str], ignore: Sequence[str]) -> str:
    """Why a rule does not run, or an empty string. "off": its default, which leaves no gap."""
    if rule.integrity:
        return ""
    if rule.name in ignore:
        return "a rule of this link did not run: --ignore"
    if select and rule.name not in select:
        return "a rule of this link did not run: --select"
    if rule.now == "off":
        return "off" if rule.severity == "off" else "a rule of this link is switched off: policy.rules"
    return ""


def _link(every_rule: Iterable[Rule], name: str) -> str:
    return next(rule.link for rule in every_rule if rule.name == name)


def _known(asked: Iterable[str], names: Sequence[str]) -> None:
    for name in asked:
        if name not in names:
            raise BadCall(f"there is no rule {name!r}{guess(name, list(names))}; `evidence explain` lists them")


def _base(path: str | Path) -> str:
    """The folder of claims.yaml as it was typed; empty where it is no plain path below the working directory."""
    folder = Path(path).parent
    return "" if folder.is_absolute() or ".." in folder.parts or folder == Path() else folder.as_posix()


def _day(today: str | None) -> str:
    """The audit's day: as given, else SOURCE_DATE_EPOCH, else today in UTC. It is an input, and is printed as `as_of`."""
    try:
        if today is not None:
            return date.fromisoformat(today).isoformat()
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        asked = epoch if today is None else today
        raise BadCall(f"{asked!r} is no day: --today takes YYYY-MM-DD, SOURCE_DATE_EPOCH seconds since 1970") from None
    return datetime.now(UTC).date().isoformat()
