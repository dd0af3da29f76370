"""Audits made by hand for the tests of the formats: a rich one, an empty one and one that was not made."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from evidence import model
from evidence.model import (
    Audit,
    Basis,
    Chain,
    Citation,
    Claim,
    ClaimResult,
    Derivation,
    Finding,
    Input,
    Missing,
    Numbered,
    Place,
    Policy,
    Quantity,
    Recomputation,
    Recomputed,
    Reference,
    Registry,
    Related,
    Rule,
    Summary,
    Unchecked,
    Waiver,
)

HOSTILE = "x\n::set-output name=a::b\r\n<script>alert(1)</script> | [free](http://evil.example) @maintainers #1 `rm` \x1b[31m\u202e=1+1"
ACT = Basis("FD&C Act 502(a)", "binding", "Labeling that misleads is misbranding.", "https://www.fda.gov/fdc-502", "V")
GUIDE = Basis("CFL guidance, 2018", "guidance", "How FDA reads consistency with the labeling.", "https://www.fda.gov/cfl", "V2")

POLLY = Reference("polly2016insite24", "article", {"title": "INSITE", "doi": "10.14444/3028"}, Place("references/ifuse.bib", 12, 1))
ESTABLISHED = Numbered("18", "polly2016insite24", "established", path=("numbering", "18"))
CANDIDATE = Numbered("20", "duhon2016sifi24", "candidate", "the printed list was not seen", ("numbering", "20"))
SURE = Citation("18", POLLY.key, ESTABLISHED, POLLY, ("claims", 0, "references", 0))
UNSURE = Citation("20", "duhon2016sifi24", CANDIDATE, replace(POLLY, key="duhon2016sifi24", fields={}), ("claims", 1, "references", 0))
NOWHERE = Citation("99", None, None, Missing("99 is not in numbering"), ("claims", 2, "references", 0))
PLAIN_KEY = Citation("polly2016insite24", POLLY.key, None, POLLY, ("claims", 3, "references", 0))

PAIN = Recomputation(
    Quantity(
        "68%",
        measure="relative reduction",
        derivations=(
            Derivation({"baseline": "82.3", "followup": "26.7"}, set="unknown"),
            Derivation({"baseline": "82.3", "change": "55.4"}, set="unknown"),
        ),
    ),
    (
        Recomputed(
            "borderline",
            "relative reduction",
            Fraction(5560, 8230) * 100,
            Fraction(5550, 8225) * 100,
            Fraction(5570, 8235) * 100,
            arithmetic="(82.3 − 26.7) ÷ 82.3 = 67.557… %",
        ),
        Recomputed("contradicted", "relative reduction", Fraction(5540, 82300) * 1000, arithmetic="55.4 ÷ 82.3 = 67.314… %"),
    ),
)
OPIOIDS = Recomputation(
    Quantity("29%", measure="reported", derivations=(Derivation({"value": "29.7"}),)),
    (Recomputed("contradicted", "reported", Fraction(297, 10), Fraction(2965, 100), Fraction(2975, 100), arithmetic="29.7 % as reported"),),
)
ARTICLES = Recomputation(Quantity("more than 100", measure="count", derivations=(Derivation({}, articles={"keyword": "iFuse"}),)), ())


def place(path: model.Path) -> Place:
    """Where a value stands, by a rule simple enough to check by eye: claim n stands on line 10 (n + 1)."""
    return Place("claims.yaml", 10 * (int(path[1]) + 1) if len(path) > 1 else 1, 5)


def result(
    at: int, id_: str, text: str, states: str, citations: tuple[Citation, ...] = (), numbers: tuple[Recomputation, ...] = ()
) -> ClaimResult:
    """A claim's line with its states written as six marks: "✓✗?~––"."""
    meanings = {"✓": "passed", "✗": "failed", "?": "unchecked", "~": "waived", "–": "n/a"}
    claim = Claim(id_, text, references=tuple(one.typed for one in citations), path=("claims", at))
    links = {link: meanings[mark] for link, mark in zip(model.LINKS, states, strict=True)}
    return ClaimResult(Chain(claim, citations, numbers), links)


RULES = (
    Rule(
        "quantity-contradicted",
        "A printed number is not what the source's values come to.",
        "A reader takes the printed number for what the study found.",
        "Print the number that the source gives, or cite the source that gives this one.",
        "recomputed",
        "error",
        "data",
        "Chain",
        basis_ids=("QNT201",),
        basis=(ACT, GUIDE),
        now="error",
    ),
    Rule(
        "passage-missing",
        "A claim names no words in its source.",
        "Nobody can check a number that no page of the source carries.",
        "Add `quote:` and `page:` to the source.",
        "anchored",
        "error",
        "data",
        "Chain",
        now="error",
    ),
    Rule(
        "claim-superlative",
        "A claim says best, first or only.",
        "A superlative needs proof against every rival.",
        "Name the comparison.",
        "registered",
        "warning",
        "wording",
        "Claim",
        now="info",
    ),
    Rule(
        "reference-duplicate",
        "One paper stands under two keys.",
        "It counts twice.",
        "Merge the entries.",
        "cited",
        "warning",
        "data",
        "Registry",
        now="warning",
    ),
    Rule(
        "reference-old",
        "A reference is old.",
        "Newer evidence may differ.",
        "Look for a newer one.",
        "sound",
        "off",
        "data",
        "Reference",
        now="warning",
    ),
    Rule(
        "claim-invalid",
        "claims.yaml is not as it should be.",
        "What can't be read can't be audited.",
        "Correct it.",
        "registered",
        "error",
        "data",
        "Registry",
        True,
    ),
)


SIGNED = {
    "record": "c" * 64, "name": "Ana Doe", "email": "ana@example.org", "identity": "signed with the key SHA256:abc", "role": "medical",
    "time": "2026-11-20T10:00:00Z", "meaning": "medically accurate", "decision": "approve", "comment": "", "state": "valid", "because": "",
}  # fmt: skip
OUTDATED = {**SIGNED, "name": HOSTILE, "identity": "claimed, not proved", "comment": HOSTILE, "state": "outdated", "because": "changed since: claim"}


def finding(rule: str, severity: str, message: str, at: Place, claim: str | None = None, **more: object) -> Finding:
    """A finding with its rule's own words."""
    words = next(one for one in RULES if one.name == rule)
    base = Finding(
        rule, severity, words.decided, words.link, message, words.why, words.todo, at, f"v1:{rule}:{claim}", claim, basis=words.basis
    )
    return replace(base, **more)  # type: ignore[arg-type]


def rich() -> Audit:
    """Every state, severity and kind of trouble once, with a hostile claim among them."""
    claims = (
        result(0, "pain-24m", "shown to reduce SI joint pain by 68%", "✓✗✓✓✓–", (SURE,), (PAIN,)),
        result(1, "satisfaction", "88% of patients were satisfied", "✓?????", (UNSURE,)),
        result(2, "opioids", "29% fewer patients took opioids — über alles, 日本語", "✓✗✓✗✗–", (NOWHERE, SURE), (OPIOIDS,)),
        result(3, "hostile", HOSTILE, "~✓✓✓✓–", (PLAIN_KEY,)),
        result(4, "articles", "more than 100 published, peer-reviewed articles", "✓✓?✓✓–", (), (ARTICLES,)),
        result(5, "status", "cleared by FDA", "✓✓✓✓––", (PLAIN_KEY,)),
    )
    waiver = Waiver(
        "claim-superlative", "agreed with legal | see <minutes>", "Ana", "2026-12-31", "hostile", path=("claims", 3, "waivers", 0)
    )
    claims = (*claims[:3], replace(claims[3], waivers=(waiver,), used_on=("outcomes-page",), sign_offs=(SIGNED, OUTDATED)), *claims[4:])
    two = Related(Place("references/ifuse.bib", 40, 1), "the same DOI")
    findings = (
        finding(
            "quantity-contradicted",
            "error",
            "29% is printed; 29.7 rounds to 30%. Truncation would give the printed number.",
            Place("claims.yaml", 34, 18),
            "opioids",
        ),
        finding(
            "passage-missing",
            "error",
            "The claim prints 1 number and names no words in the source.",
            Place("claims.yaml", 30, 5),
            "opioids",
            under="v1:quantity-contradicted:opioids",
        ),
        finding(
            "claim-superlative",
            "warning",
            "“over all” ranks the product above the others.",
            Place("claims.yaml", 34, 18),
            "opioids",
            waiver=waiver,
            under="v1:quantity-contradicted:opioids",
        ),
        finding(
            "reference-duplicate",
            "error",
            "10.14444/3028 stands under two keys.",
            POLLY.place,
            None,
            key=POLLY.key,
            related=(two,),
            because="both count as support",
            bears_on=("pain-24m",),
        ),
        finding("reference-old", "warning", "Published in 2009.", Place("references/ifuse.bib", 60, 3), None, key="old2009"),
        finding("claim-superlative", "warning", HOSTILE, Place("pages/a b,c%.html", 2, 7), "hostile", waiver=waiver),
        finding("claim-superlative", "info", "“cleared” is harmless here.", Place("claims.yaml", 61, 3), "articles"),
        finding("passage-missing", "warning", "No page is named.", Place("claims.yaml", 20, 5), "satisfaction", baselined=True),
    )
    because = "20 is a candidate: the printed list was not seen"
    unchecked = (
        *(Unchecked(link, because, claim="satisfaction") for link in ("recomputed", "cited", "sound", "anchored")),
        Unchecked("approved", "ana@example.org has not signed and the ledger can't be read", "sign-off-missing", "satisfaction"),
        Unchecked("sound", "no record: run evidence refresh", "reference-retracted"),
        Unchecked("sound", "no record: run evidence refresh", "reference-concern"),
    )
    return Audit(
        version="0.1.0",
        as_of="2026-11-22",
        profile="us-device-510k",
        registry=Registry("claims.yaml", ".", tuple(one.claim for one in claims), policy=Policy({"reference-old": "warning"}), place=place),
        inputs=(Input("claims.yaml", "a" * 64), Input("references/ifuse.bib", "b" * 64)),
        summary=Summary(6, 3, 1, 1, 7, 2, 1, "failed"),
        claims=claims,
        findings=findings,
        unchecked=unchecked,
        rules=RULES,
        changes=("reference-old: warning instead of off (policy)",),
        what_was_read="abstracts and one press release; no full text",
        exit_code=1,
    )


def empty() -> Audit:
    """No claims and no findings: incomplete, exit 3."""
    summary = Summary(0, 0, 0, 0, 0, 0, 0, "incomplete")
    return replace(rich(), claims=(), findings=(), unchecked=(), changes=(), what_was_read=None, summary=summary, exit_code=3)


def clean() -> Audit:
    """Claims with nothing to say about them: passed, exit 0."""
    base = rich()
    claims = tuple(result(at, f"claim-{at}", f"Sentence number {at}.", "✓✓✓✓✓✓", (SURE,)) for at in range(3))
    return replace(base, claims=claims, findings=(), unchecked=(), changes=(), summary=Summary(3, 0, 0, 0, 0, 0, 0, "passed"), exit_code=0)


def not_made() -> Audit:
    """claims.yaml is no YAML at all."""
    broken = finding("claim-invalid", "error", "A list was opened with [ and never closed.", Place("claims.yaml", 3, 7))
    summary = Summary(0, 1, 0, 0, 0, 0, 0, "failed")
    return replace(empty(), made=False, findings=(broken,), summary=summary, exit_code=2)


def large(count: int) -> Audit:
    """`count` claims, every third with a finding and every third unchecked."""
    base = rich()
    claims = tuple(
        result(at, f"claim-{at}", f"shown to reduce pain by {at}%", "✓✗✓✗✗–" if at % 3 == 0 else "✓?✓✓✓–", (SURE,), (PAIN,))
        for at in range(count)
    )
    template = base.findings[0]
    findings = tuple(
        replace(template, claim=f"claim-{at}", fingerprint=f"v1:{at}", place=Place("claims.yaml", at + 1, 1)) for at in range(0, count, 3)
    )
    unchecked = tuple(Unchecked("cited", "the printed list was not seen", None, f"claim-{at}") for at in range(1, count, 3))
    summary = Summary(count, len(findings), 0, 0, len(unchecked), 0, 0, "failed")
    return replace(base, claims=claims, findings=findings, unchecked=unchecked, summary=summary)
