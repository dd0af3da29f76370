"""The claims matrix: one row a claim, then one for every statement of a page that no claim covers. What nobody recorded says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence import nesting, sourcewords, wording
from evidence.coverage import Spoken, not_covered, overall, spoken
from evidence.issues import told
from evidence.model import LINKS, Audit, ClaimResult, Finding, Unchecked
from evidence.nesting import Entry
from evidence.opening import listed, product
from evidence.sourcewords import NOT_RECORDED
from evidence.wording import one_line, sentence

COLUMNS = (
    "Claim",
    "Piece and location",
    "Printed text",
    "Product, market, audience",
    "Relation to labeling",
    "Disposition",
    "Why",
    "Action, owner, due",
    "Printed reference (status)",
    "Citation",
    "Anchor and quote",
    "Printed / recomputed / formula",
    "Set, n/N, time, arm, comparator",
    "Source status and date",
    "Disclosures",
    "Sign-offs",
    "Expiry",
    "Findings and waivers",
)
DISPOSITIONS = {
    "failed": "Not to be used",
    "not covered": "Not covered: nobody has checked it",
    "unchecked": "Not decided",
    "waived": "Waived",
    "passed": "No error found",
    "n/a": "Nothing to check",
}
Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A line of the matrix; each cell is a tuple of one-line texts, never empty. `id` and `state` are for links and colours."""

    id: str  # the claim's id, or "page-1-7" for the eighth statement of the second piece
    state: str  # failed | not covered | unchecked | waived | passed | n/a
    cells: tuple[Lines, ...]  # one for each of COLUMNS

    def texts(self) -> tuple[str, ...]:
        """Each cell as one text, a line break between its lines."""
        return tuple("\n".join(lines) for lines in self.cells)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is looked up for every row, gathered once."""

    audit: Audit
    findings: Mapping[str | None, Sequence[Finding]]
    entries: Mapping[str | None, Sequence[Entry]]  # the same as they are told: one entry a statement, with what the page itself has wrong there
    bearing: Mapping[str, Sequence[Finding]]
    unchecked: Mapping[str | None, Sequence[Unchecked]]
    printed: Mapping[str, Sequence[tuple[str, str]]]  # claim → (where, the page's words)


def known(audit: Audit) -> Known:
    """What the rows of one audit share."""
    printed: dict[str, dict[tuple[str, str], None]] = {}
    for piece in audit.pieces:
        for use in piece.uses:
            changed = f" (changed words: {'; '.join(use.differences)})" if use.kind == "drifted" else ""
            where = one_line(f"{piece.material} {piece.file}{f':{use.line}' if piece.lines else ''}")
            printed.setdefault(use.claim, {})[where, f"“{one_line(use.printed)}”{one_line(changed)}"] = None
    return Known(
        audit,
        wording.by_claim(audit.findings),
        wording.by_claim(nesting.entries(audit.findings)),
        wording.bearing(audit.findings),
        wording.by_claim(audit.unchecked),
        {claim: tuple(found) for claim, found in printed.items()},
    )


def rows(audit: Audit, statements: Sequence[Spoken] | None = None) -> Iterator[Row]:
    """Every row, claims in the order of claims.yaml. `statements`: what coverage.spoken gave, where the caller has it already."""
    pages = spoken(audit) if statements is None else statements
    shared = known(audit)
    for result in audit.claims:
        yield row(result, shared)
    yield from loose_rows(pages, shared)


def loose_rows(pages: Sequence[Spoken], shared: Known) -> Iterator[Row]:
    """The statements that no claim covers, in the pages' order."""
    audit = shared.audit
    pieces = {id(piece): at for at, piece in enumerate(audit.pieces)}
    for one in not_covered(pages):
        yield _loose(one, pieces[id(one.piece)], shared)


def row(result: ClaimResult, shared: Known) -> Row:
    """A claim's row."""
    claim, chain, state = result.claim, result.chain, overall(result.links)
    findings = (*shared.findings.get(claim.id, ()), *shared.bearing.get(claim.id, ()))
    printed = shared.printed.get(claim.id, ())
    scope = claim.scope
    made_for = [f"market {listed(scope.get('markets'))}", f"audience {listed(scope.get('audience'))}"]
    cells = (
        (one_line(claim.id), f"“{one_line(claim.text)}”"),
        _or_not(dict.fromkeys(where for where, _ in printed), "found on no page that was read"),
        _or_not(dict.fromkeys(words for _, words in printed), "found on no page that was read"),
        (product(shared.audit, claim.product), *made_for),
        labeling(result),
        (f"{DISPOSITIONS[state]}", *counted(findings, shared.unchecked.get(claim.id, ()))),
        why(result, shared),
        actions(findings, shared.unchecked.get(claim.id, ()), claim.author),
        _or_not([sourcewords.printed_reference(citation) for citation in chain.citations], "no reference is cited"),
        _or_not([sourcewords.cited(citation) for citation in chain.citations], "no reference is cited"),
        _or_not([sourcewords.anchored(anchor) for anchor in chain.anchors], "no words and no place in a source are named"),
        _or_not([line for each in chain.quantities for line in sourcewords.arithmetic(each)], "no number is registered"),
        _or_not([line for each in chain.quantities for line in sourcewords.study(each)], "no number is registered"),
        _or_not(sourcewords.statuses(chain.citations, shared.audit), "no reference is cited"),
        disclosures(result, shared),
        _or_not([wording.signed(one) for one in result.sign_offs], "not signed"),
        expiry(result, shared),
        _or_not([line for one in told_of(claim.id, shared) for line in entry(one)], "no finding"),
    )
    return Row(claim.id, state, cells)


def _loose(one: Spoken, piece: int, shared: Known) -> Row:
    """A statement that no claim covers: it must be in the matrix, or a gap would look like nothing."""
    material = next((each for each in shared.audit.registry.materials if each.id == one.piece.material), None)
    facts = material.facts if material else {}
    made_for = facts.get("product")
    none = "not registered, so not known"
    told_ = [line for each in nesting.entries(one.findings) for line in entry(each)]
    cells = {
        "Claim": ("not registered",),
        "Piece and location": (f"{one_line(one.piece.material)} {one_line(one.where)}",),
        "Printed text": (f"“{one_line(one.statement.text)}”",),
        "Product, market, audience": (
            product(shared.audit, made_for if isinstance(made_for, str) else None),
            f"market {listed(facts.get('market'))}",
            f"audience {listed(facts.get('audience'))}",
        ),
        "Disposition": (DISPOSITIONS["not covered"],),
        "Why": (told(one.because),),
        "Action, owner, due": ("Register it as a claim, take it out, or say why it is none.", f"owner {NOT_RECORDED}", f"due {NOT_RECORDED}"),
        "Printed reference (status)": _or_not(map(one_line, one.statement.references), "no reference is printed for it"),
        "Disclosures": _or_not([listed(facts["disclosures"])] if facts.get("disclosures") else [], NOT_RECORDED),
        "Sign-offs": ("not signed",),
        "Findings and waivers": _or_not(told_, "no finding"),
    }
    return Row(f"page-{piece}-{one.index}", "not covered", tuple(cells.get(name, (none,)) for name in COLUMNS))


def _or_not(lines: Iterator[str] | Sequence[str] | Mapping[str, None] | map[str], otherwise: str) -> Lines:
    return tuple(lines) or (otherwise,)


def labeling(result: ClaimResult) -> Lines:
    """The relation to the labeling, and the rationale."""
    claim = result.claim
    if not claim.label:
        return (NOT_RECORDED,)
    return (one_line(claim.label), sentence(claim.rationale) if claim.rationale else "rationale not recorded")


def counted(findings: Sequence[Finding], gaps: Sequence[Unchecked]) -> Iterator[str]:
    """One line of counts, where there is anything to count."""
    counts = {kind: sum(one.severity == kind and one.counts for one in findings) for kind in ("error", "warning", "info")}
    said = [wording.plural(count, {"info": "note"}.get(kind, kind)) for kind, count in counts.items() if count]
    said += [f"{len(gaps):,} unchecked"] if gaps else []
    waived = sum(one.waiver is not None for one in findings)
    said += [f"{waived:,} waived"] if waived else []
    if said:
        yield ", ".join(said)


def why(result: ClaimResult, shared: Known) -> Lines:
    """Link by link, what is not passed and the reason."""
    return tuple(f"{link}: {state_of} — {reason}" for link, state_of, reason in links(result, shared) if state_of != "passed") or ("no link is open",)


def links(result: ClaimResult, shared: Known) -> Iterator[tuple[str, str, str]]:
    """(link, state, reason) for each of the six, in order; the reason is the first error's, the gaps', or why there is nothing to check."""
    claim = result.claim.id
    findings = (*shared.findings.get(claim, ()), *shared.bearing.get(claim, ()))
    gaps = (*shared.unchecked.get(claim, ()), *shared.unchecked.get(None, ()))
    for link in LINKS:
        state = result.links.get(link, "unchecked")
        errors = [one for one in findings if one.link == link and one.severity == "error"]
        if state in ("failed", "waived"):
            counting = [one for one in errors if (one.waiver is None) == (state == "failed")]
            reasons = [told(one.message) for one in counting]
        elif state == "unchecked":
            reasons = list(dict.fromkeys(told(gap.because) for gap in gaps if gap.link == link))
        elif state == "n/a":
            reasons = [told(result.chain.not_applicable.get(link, "there is nothing to check"))]
        else:
            lesser = [one for one in findings if one.link == link and one.counts]
            reasons = [f"No error; {wording.plural(len(lesser), 'lesser finding')}."] if lesser else ["No finding."]
        yield link, state, " ".join(reasons[:3]) + (f" … and {len(reasons) - 3} more." if len(reasons) > 3 else "") or "No reason was recorded."


def actions(findings: Sequence[Finding], gaps: Sequence[Unchecked], owner: str | None) -> Lines:
    """What to do, line by line; the last line is the owner and the day."""
    todo = list(dict.fromkeys(told(one.fix) for one in findings if one.counts and one.severity != "info" and one.fix))
    if not todo and gaps:
        todo = ["See what is unchecked, and have it checked."]
    return (*(todo or ["none"]), answers_for(findings, owner))


def answers_for(findings: Sequence[Finding], owner: str | None) -> str:
    """The owner and the day by which something is due: the first waiver's end is the only day that anybody records."""
    until = sorted({one.waiver.until for one in findings if one.waiver and one.waiver.until})
    return sourcewords.facts({"owner": owner, "due": f"when a waiver ends, {until[0]}" if until else None})


def disclosures(result: ClaimResult, shared: Known) -> Lines:
    """What the pieces on which it stands disclose, and who paid for the studies that its references report."""
    materials = {use.split(" ", 1)[0] for use in result.used_on}
    lines = [
        f"{one_line(material.id)}: {listed(material.facts['disclosures'])}"
        for material in shared.audit.registry.materials
        if material.id in materials and material.facts.get("disclosures")
    ]
    keys = {citation.key for citation in result.chain.citations if citation.key}
    for study, facts in shared.audit.registry.studies.items():
        reports = facts.get("reports")
        if facts.get("funding") and isinstance(reports, list | tuple) and keys & set(map(str, reports)):
            lines.append(f"{listed(facts.get('name') or study)} was funded by: {listed(facts['funding'])}")
    return tuple(lines) or (NOT_RECORDED,)


def expiry(result: ClaimResult, shared: Known) -> Lines:
    """When the claim ends and is reviewed."""
    scope, every = result.claim.scope, shared.audit.registry.policy.review_every
    lines = [f"{name} {listed(scope[key])}" for key, name in (("expires", "expires"), ("review_by", "review by")) if scope.get(key)]
    return (*lines, *([f"reviewed every {one_line(every)}"] if every else [])) or (NOT_RECORDED,)


def told_of(claim: str, shared: Known) -> Iterator[Entry]:
    """The entries of a claim, then what breaks a link of it and is about a reference or the registry."""
    yield from shared.entries.get(claim, ())
    yield from map(Entry, shared.bearing.get(claim, ()))


def entry(one: Entry) -> Iterator[str]:
    """An entry line by line: its head, then with a plus what else is wrong with the same statement."""
    yield from finding(one.head)
    for nested in one.nested:
        yield from (f"+ {line}" for line in finding(nested, one.head))


def finding(one: Finding, head: Finding | None = None) -> Iterator[str]:
    """A finding in one line, and its waiver in another."""
    severity = {"info": "note"}.get(one.severity, one.severity)
    accepted = ", waived" if one.waiver else ", in the baseline" if one.baselined else ""
    yield f"{severity}{accepted}, {one_line(one.rule)}: {sentence(nesting.brief(one, head) if head else one.message)}"
    if one.waiver:
        yield wording.waived(one.waiver)
