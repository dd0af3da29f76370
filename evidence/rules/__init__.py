"""The door of the rules: reads each rule's own words, runs it on its subjects, and stamps what it saw.

A rule is a plain module: a docstring (what; "Why:"; "Do:"), LINK, SEVERITY, DECIDED, BASIS, PASSES, FAILS and
`check(subject, context)`, which yields Problem or Missing. What it looks at is the type of its first argument. A rule that
judges claims and page statements alike has a `check_page(piece, context)` besides its `check(chain, context)`. BASIS_WHERE (id →
condition in words) names texts that stand behind those problems only that name the id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

from evidence import claimwords, rooms, variants
from evidence.folding import fold_spaces
from evidence.model import (
    Basis,
    Chain,
    Conditional,
    Context,
    Finding,
    Level,
    Missing,
    Place,
    Policy,
    Problem,
    Reference,
    Registry,
    Rule,
    Settled,
    Unchecked,
)

if TYPE_CHECKING:
    from evidence.page import Piece  # for an audit that reads no page it need not be imported

SUBJECTS = ("Registry", "Chain", "Piece", "Reference", "Settled")
Subject: TypeAlias = "Registry | Chain | Piece | Reference | Settled"


def catalogue(bases: Mapping[str, tuple[Basis, ...]], policy: Policy, levels: Mapping[str, Level] | None = None) -> tuple[Rule, ...]:
    """Every rule of the room with its words, the bases that bind or guide in the profile, and its severity in force.

    `levels`: the severities that the profile changes; what `policy.rules` says outranks them.
    """
    return tuple(describe(rooms.member("rules", name), bases, policy, levels) for name in rooms.members("rules"))


def describe(
    module: ModuleType, bases: Mapping[str, tuple[Basis, ...]], policy: Policy, levels: Mapping[str, Level] | None = None
) -> Rule:
    """One rule's own words. A rule without its three paragraphs is a fault of ours, so it raises."""
    name = rooms.published(module.__name__.rsplit(".", 1)[-1])
    paragraphs = [fold_spaces(part) for part in (module.__doc__ or "").split("\n\n")]
    words = {part.split(":", 1)[0]: part.split(":", 1)[1].strip() for part in paragraphs[1:] if part.startswith(("Why:", "Do:"))}
    integrity = getattr(module, "INTEGRITY", False)
    level = None if integrity else (levels or {}).get(name)
    basis = _texts(module.BASIS, bases)
    where = [Conditional(each, when, _texts((each,), bases, basis)) for each, when in getattr(module, "BASIS_WHERE", {}).items()]
    default = level.now if level else module.SEVERITY
    return Rule(
        name=name,
        summary=paragraphs[0],
        why=words["Why"],
        todo=words["Do"],
        link=module.LINK,
        severity=default,
        decided=module.DECIDED,
        subject=next(iter(module.check.__annotations__.values())),
        integrity=integrity,
        basis_ids=module.BASIS,
        basis=basis,
        where=tuple(one for one in where if one.basis),
        now=default if integrity else policy.rules.get(name, default),
        own=module.SEVERITY,
        because=f"{level.because}; see {level.on}" if level else "",
        module=module,
    )


def _texts(ids: Iterable[str], bases: Mapping[str, tuple[Basis, ...]], known: tuple[Basis, ...] = ()) -> tuple[Basis, ...]:
    """The texts of these ids, each once, without those that are known."""
    return tuple(dict.fromkeys(basis for each in ids for basis in bases.get(each, ()) if basis not in known))


def run(rule: Rule, subject: Subject, context: Context) -> Iterator[Finding | Unchecked]:
    """Everything a rule sees in one subject, stamped."""
    assert rule.module is not None  # noqa: S101 - describe() sets it
    chosen = rule.now if rule.now != rule.severity else ""
    if isinstance(subject, Chain) and subject.claim.label == "verbatim" and spares(rule):
        return  # what FDA or a notified body has cleared word for word is not for a reviewer of marketing to attack
    other = type(subject).__name__ != rule.subject
    told: set[str] = set()
    for seen in (rule.module.check_page if other else rule.module.check)(subject, context):
        if isinstance(seen, Missing):
            told.add(seen.because)
            claim = subject.claim.id if isinstance(subject, Chain) else None
            yield Unchecked(seen.link or rule.link, seen.because, rule.name, claim)
        else:
            told.add(seen.message)
            yield _stamp(rule, seen, subject, context, chosen)
    if isinstance(subject, Chain) and subject.claim.variants and rule.name in variants.JUDGED:
        yield from _of_variants(rule, subject, context, chosen, told)


def _of_variants(rule: Rule, chain: Chain, context: Context, chosen: str, told: set[str]) -> Iterator[Finding | Unchecked]:
    """What a rule that judges words sees in the variants of a claim and has not told of its text."""
    assert rule.module is not None  # noqa: S101 - describe() sets it
    for index, one in variants.chains(chain, claimwords.language(chain.claim, context.registry)):
        for seen in rule.module.check(one, context):
            because = seen.because if isinstance(seen, Missing) else seen.message
            if because in told:
                continue
            said = f"the variant “{one.claim.text}”: {because}"
            if isinstance(seen, Missing):
                yield Unchecked(seen.link or rule.link, said, rule.name, chain.claim.id)
            else:
                at = (*chain.claim.path, "variants", index) if seen.at in (None, (*chain.claim.path, "text")) else seen.at
                yield _stamp(rule, replace(seen, message=said, at=at), one, context, chosen)


def looks_at(rule: Rule) -> tuple[str, ...]:
    """What a rule looks at: the type of `check`'s first argument and, where it has a `check_page`, pages as well."""
    return (rule.subject, "Piece") if hasattr(rule.module, "check_page") else (rule.subject,)


def spares(rule: Rule) -> bool:
    """True where the rule judges how something is said, so that words of the labeling itself are none of its business.

    Every rule that wording decides is one; a rule that data decide says so itself, by SPARES_LABELING.
    """
    return rule.decided == "wording" or getattr(rule.module, "SPARES_LABELING", False)


def _stamp(rule: Rule, problem: Problem, subject: Subject, context: Context, chosen: str) -> Finding:
    registry = context.registry
    claim = subject.claim.id if isinstance(subject, Chain) else problem.claim or _claim_at(problem.at, registry)
    text = subject.claim.text if isinstance(subject, Chain) else ""
    key = subject.key if isinstance(subject, Reference) else problem.key
    return Finding(
        rule=rule.name,
        severity=chosen or problem.severity or rule.severity,
        decided=rule.decided,
        link=rule.link,
        message=problem.message,
        why=rule.why,
        fix=problem.fix or rule.todo,
        place=_place(problem.at, subject, registry),
        fingerprint=fingerprint(rule.name, claim or "", key, text, problem.about),
        claim=claim or None,
        key=key or None,
        related=problem.related,
        basis=(*rule.basis, *(basis for one in rule.where if one.id in problem.basis for basis in one.basis)),
        because=problem.because if problem.severity and not chosen else "",
    )


def _place(at: tuple[str | int, ...] | Place | None, subject: Subject, registry: Registry) -> Place:
    if isinstance(at, Place):
        return at
    if at is not None:
        return registry.place(at)
    if isinstance(subject, Reference):
        return subject.place
    if isinstance(subject, Registry | Settled):
        return registry.place(())
    return registry.place(subject.claim.path if isinstance(subject, Chain) else subject.path)


def _claim_at(at: tuple[str | int, ...] | Place | None, registry: Registry) -> str:
    if isinstance(at, tuple) and len(at) > 1 and at[0] == "claims" and isinstance(at[1], int) and at[1] < len(registry.claims):
        return registry.claims[at[1]].id
    return ""


def fingerprint(*parts: str) -> str:
    """What stays the same of a finding while lines move: a hash over rule, claim, key and folded words, as JSON."""
    canonical = json.dumps([fold_spaces(part) for part in parts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode(errors="surrogatepass")).hexdigest()[:32]  # names of files need not be Unicode


def number_repeats(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Two findings that read alike (the same number twice in a claim) get fingerprints of their own, in order."""
    seen: dict[str, int] = {}
    for finding in findings:
        count = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        yield finding if count == 1 else replace(finding, fingerprint=f"{finding.fingerprint}-{count}")
