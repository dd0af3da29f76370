"""From findings to verdicts: the state of every link of every claim, the counts, the audit's verdict and exit code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from evidence.model import LINKS, SEVERITIES, Chain, Finding, Registry, Rule, Summary, Unchecked

NUMBERS = (("record_days", "90"), ("reference_years", "10"))  # of the policy, with what the rules take where there is none
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


def lowered(rules: Iterable[Rule], findings: Iterable[Finding]) -> list[Unchecked]:
    """What was found by a rule that is an error by default and that the policy made less: its link is no longer failed, and not passed either."""
    now = {rule.name: {"warning": "a warning", "info": "a note"}[rule.now] for rule in rules if rule.severity == "error" and rule.now in ("warning", "info")}
    return list(
        dict.fromkeys(
            Unchecked(finding.link, f"{finding.rule} found something, and policy.rules makes that {now[finding.rule]}", finding.rule, claim)
            for finding in findings
            if finding.rule in now and finding.waiver is None
            for claim in ((finding.claim,) if finding.claim else finding.bears_on)
        )
    )


def states(
    chains: Sequence[Chain], findings: Iterable[Finding], unchecked: Iterable[Unchecked], rules: Iterable[Rule] = ()
) -> dict[str, dict[str, str]]:
    """Claim id → link → failed (an unwaived error), else unchecked, else waived, else passed; n/a where nothing is to check.

    `rules`: with the severities of this audit; a waived finding that the policy made less than an error leaves its link waived, too.
    """
    errors: dict[tuple[str, str], str] = {}
    by_default = {rule.name for rule in rules if rule.severity == "error"}
    for finding in findings:
        if finding.severity == "error" or (finding.waiver and finding.rule in by_default):
            for claim in (finding.claim,) if finding.claim else finding.bears_on:
                state = "waived" if finding.waiver else "failed"
                errors[claim, finding.link] = "failed" if errors.get((claim, finding.link)) == "failed" else state
    open_links = {(gap.claim, gap.link) for gap in unchecked if gap.material is None}
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
    """Most material first: what counts before what is waived or known, errors before warnings, what data decide before what wording does, then by place."""
    return tuple(sorted(findings, key=weight))


def weight(one: Finding, link: int = 0) -> tuple[object, ...]:
    """What findings are sorted by; the last two so that the order in which rules ran shows nowhere. `link`: what outranks the place."""
    at = one.place  # its parts compare many times as fast as it does
    where = (at.path, at.line, at.column)
    return not one.counts, -RANK[one.severity], one.decided != "data", link, *where, one.rule, one.message, one.fingerprint, one.claim or ""


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


def changes(rules: Sequence[Rule], registry: Registry, select: Sequence[str], ignore: Sequence[str]) -> tuple[str, ...]:
    """Every default that the profile, policy or the command line changed, in words."""
    profile, policy = registry.profile, registry.policy
    profiled = [rule for rule in rules if rule.own not in ("", rule.severity)]
    said = [f"profile {profile}: {rule.name} is {rule.severity} (default {rule.own}), because {rule.because}" for rule in profiled]
    said += [f"policy.rules: {rule.name} is {rule.now} (default {rule.severity})" for rule in rules if rule.severity != rule.now]
    numbers = ((name, getattr(policy, name), default) for name, default in NUMBERS)
    said += [f"policy.{name} is {typed} (default {default})" for name, typed, default in numbers if typed not in (None, default)]
    if select:
        ran, asleep = (", ".join(rule.name for rule in rules if rule.name in select and (rule.now == "off") == off) for off in (False, True))
        told = f"only {ran} ran, with the rules that nothing can silence" if ran else "no rule ran but those that nothing can silence"
        said.append(f"--select: {told}{f'; {asleep} did not run: switched off' if asleep else ''}")
    return (*said, *(f"--ignore: {name} did not run" for name in ignore))
