"""From findings to verdicts: the state of every link of every claim, the counts, the audit's verdict and exit code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from evidence.model import LINKS, SEVERITIES, Chain, Finding, Registry, Rule, Summary, Unchecked

RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def bearers(chains: Iterable[Chain]) -> dict[str, tuple[str, ...]]:
    """BibTeX key → the claims that rest on it, by citing it or by taking a value from it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for chain in chains:
        sources = (citation for each in chain.quantities for group in each.sources for citation in group)
        for citation in (*chain.citations, *sources):
            if citation.key:
                found[citation.key][chain.claim.id] = None
    return {key: tuple(claims) for key, claims in found.items()}


def states(chains: Sequence[Chain], findings: Iterable[Finding], unchecked: Iterable[Unchecked]) -> dict[str, dict[str, str]]:
    """Claim id → link → failed (an unwaived error), else unchecked, else waived, else passed; n/a where nothing is to check."""
    errors: dict[tuple[str, str], str] = {}
    for finding in findings:
        if finding.severity == "error":
            for claim in (finding.claim,) if finding.claim else finding.bears_on:
                state = "waived" if finding.waiver else "failed"
                errors[claim, finding.link] = "failed" if errors.get((claim, finding.link)) == "failed" else state
    open_links = {(gap.claim, gap.link) for gap in unchecked}
    result = {}
    for chain in chains:
        claim = chain.claim.id
        links = {}
        for link in LINKS:
            error = errors.get((claim, link))
            if error == "failed":
                links[link] = "failed"
            elif link in chain.not_applicable and not error and (claim, link) not in open_links:
                links[link] = "n/a"
            elif (claim, link) in open_links or (None, link) in open_links:
                links[link] = "unchecked"
            else:
                links[link] = error or "passed"
        result[claim] = links
    return result


def order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Most material first: what counts before what is waived or known, errors before warnings, then by place."""
    return tuple(sorted(findings, key=lambda one: (not one.counts, -RANK[one.severity], one.place, one.rule, one.message)))


def summarize(registry: Registry, findings: Sequence[Finding], unchecked: Sequence[Unchecked], fail_on: str) -> Summary:
    """Counts and the verdict: failed, else incomplete (anything unchecked or known from a baseline, or no claims), else passed."""
    counts = Counter(finding.severity for finding in findings if finding.counts)
    baselined = sum(finding.baselined and finding.waiver is None for finding in findings)
    verdict = "passed"
    if any(RANK[severity] >= RANK[fail_on] for severity in counts):
        verdict = "failed"
    elif unchecked or baselined or not registry.claims:
        verdict = "incomplete"
    return Summary(
        claims=len(registry.claims),
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
        unchecked=len(unchecked),
        waived=sum(finding.waiver is not None for finding in findings),
        baselined=baselined,
        verdict=verdict,
    )


def exit_code(registry: Registry, summary: Summary, strict: bool) -> int:
    """0 nothing that fails · 1 findings · 2 no audit was made · 3 no claims, or incomplete under --strict."""
    if not registry.readable:
        return 2
    if summary.verdict == "failed":
        return 1
    return 3 if not registry.claims or (strict and summary.verdict == "incomplete") else 0


def changes(rules: Sequence[Rule], profile: str, select: Sequence[str], ignore: Sequence[str]) -> tuple[str, ...]:
    """Every default that the profile, policy or the command line changed, in words."""
    profiled = [rule for rule in rules if rule.own not in ("", rule.severity)]
    said = [f"profile {profile}: {rule.name} is {rule.severity} (default {rule.own}), because {rule.because}" for rule in profiled]
    said += [f"policy.rules: {rule.name} is {rule.now} (default {rule.severity})" for rule in rules if rule.severity != rule.now]
    if select:
        said.append(f"--select: only {', '.join(select)} ran, with the rules that nothing can silence")
    return (*said, *(f"--ignore: {name} did not run" for name in ignore))
