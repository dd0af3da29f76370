"""The whole way on one page: load → resolve → check → settle → report. It reads files and writes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from evidence import rules, trusted, verdict, waivers
from evidence._version import VERSION
from evidence.bases import bases
from evidence.chain import resolve
from evidence.complaints import guess
from evidence.model import Audit, BadCall, Chain, ClaimResult, Context, Finding, Reference, Rule, Unchecked
from evidence.registry import load


def audit(
    path: str | Path = "claims.yaml",
    *,
    today: str | None = None,
    fail_on: str = "error",
    strict: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    baseline: str | Path | None = None,
    trusted_ref: str | None = None,
) -> Audit:
    """Audit one registry. Raises BadCall where the call itself is wrong; everything else is in the Audit."""
    as_of = _day(today)
    registry = load(path)
    if trusted_ref:
        registry = replace(registry, policy=trusted.policy(registry, trusted_ref))
    known = trusted.baseline(registry, baseline, trusted_ref) if baseline else {}

    every_rule = rules.catalogue(bases(registry.profile), registry.policy)
    names = tuple(rule.name for rule in every_rule)
    _known((*select, *ignore), names)
    silent = {rule.name: why for rule in every_rule if (why := _silence(rule, select, ignore))}
    context = Context(registry, as_of, registry.profile, names, frozenset(rule.name for rule in every_rule if rule.integrity))

    chains = resolve(registry)
    findings, unchecked = _check([rule for rule in every_rule if rule.name not in silent], chains, context)
    unchecked = [*_left_open(chains), *unchecked, *(Unchecked(_link(every_rule, name), why, name) for name, why in silent.items() if why != "off")]
    settled = waivers.settle(rules.number_repeats(findings), known, str(baseline or ""), context)
    last = [rule for rule in every_rule if rule.subject == "Settled" and rule.name not in silent]
    findings = [*settled.findings, *(seen for rule in last for seen in rules.run(rule, settled, context) if isinstance(seen, Finding))]

    findings = list(verdict.order(findings))
    links = verdict.states(chains, findings, unchecked)
    summary = verdict.summarize(registry, findings, unchecked, fail_on)
    return Audit(
        version=VERSION,
        as_of=as_of,
        profile=registry.profile,
        registry=registry,
        inputs=(*registry.inputs, *registry.bibliography.inputs),
        summary=summary,
        claims=tuple(_result(chain, links[chain.claim.id], context) for chain in chains),
        findings=tuple(findings),
        unchecked=tuple(unchecked),
        rules=every_rule,
        changes=verdict.changes({rule.name: (rule.severity, rule.now) for rule in every_rule}, select, ignore),
        what_was_read=registry.what_was_read,
        fail_on=fail_on,
        base=_base(path),
        exit_code=verdict.exit_code(registry, summary, strict),
        made=registry.readable,
    )


def _check(chosen: Iterable[Rule], chains: Sequence[Chain], context: Context) -> tuple[list[Finding], list[Unchecked]]:
    """Run every rule on all it looks at; what is about a reference bears on every claim that rests on it."""
    bearing = verdict.bearers(chains)
    references = context.registry.bibliography.references
    subjects: dict[str, Sequence[rules.Subject]] = {
        "Registry": [context.registry],
        "Chain": chains if context.registry.readable else [],
        "Reference": [references[key] for key in sorted(references) if key in bearing],
    }
    findings: list[Finding] = []
    unchecked: list[Unchecked] = []
    for rule in chosen:
        for subject in subjects.get(rule.subject, ()):
            claims = bearing.get(subject.key, ()) if isinstance(subject, Reference) else ()
            for seen in rules.run(rule, subject, context):
                if isinstance(seen, Finding):
                    bears_on = bearing.get(seen.key, ()) if seen.key and not seen.claim else ()
                    findings.append(replace(seen, bears_on=bears_on) if bears_on else seen)
                else:
                    unchecked.extend(replace(seen, claim=claim) for claim in claims or (seen.claim,))
    return findings, unchecked


def _left_open(chains: Iterable[Chain]) -> Iterator[Unchecked]:
    for chain in chains:
        for gap in chain.missing:
            yield Unchecked(gap.link, gap.because, None, chain.claim.id)


def _result(chain: Chain, links: dict[str, str], context: Context) -> ClaimResult:
    standing = tuple(waiver for waiver in chain.claim.waivers if waivers.in_force(waiver, context))
    return ClaimResult(chain, links, waivers=standing)


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
        if today:
            return date.fromisoformat(today).isoformat()
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise BadCall(f"{today or epoch!r} is no day: --today takes YYYY-MM-DD, SOURCE_DATE_EPOCH seconds since 1970") from None
    return datetime.now(UTC).date().isoformat()
