"""Audits with any text in any field that a person or a file can fill, for property tests."""

from __future__ import annotations

from dataclasses import replace

from formats import sample
from hypothesis import strategies as st

from evidence.model import Audit, Place, Unchecked, Waiver

NASTY = st.sampled_from(
    [
        sample.HOSTILE,
        "\n::error::x",
        "%0A::warning::",
        "##[set-env name=A]b",
        "=HYPERLINK(1)",
        "＝1+1",
        "]]>",
        "</failure>",
        "&#0;",
        "`|`",
        "\\|",
        "``",
        "{0}",
        "\ud800",
        "\x00\x1b[2J",
        "\u202egnp",
        "\ufffe",
        ":white_check_mark:",
        "",
    ]
)
ANY = st.one_of(NASTY, st.text(st.characters(exclude_categories=()), max_size=12), st.lists(NASTY, min_size=2, max_size=3).map("".join))


@st.composite
def anything(draw: st.DrawFn) -> Audit:
    """The rich audit with any text in any field that a person or a file can fill."""
    base = sample.rich()
    waiver = Waiver(draw(ANY), draw(ANY), draw(ANY), draw(ANY))
    ids = [draw(ANY), draw(ANY)]
    claims = tuple(
        replace(result, chain=replace(result.chain, claim=replace(result.claim, id=id_, text=draw(ANY))), used_on=(draw(ANY),))
        for result, id_ in zip(base.claims, [*ids, *(result.claim.id for result in base.claims[2:])], strict=True)
    )
    findings = tuple(
        replace(
            finding,
            message=draw(ANY),
            why=draw(ANY),
            fix=draw(ANY),
            because=draw(ANY),
            key=draw(ANY),
            claim=ids[0] if at == 1 else finding.claim,
            place=Place(draw(ANY), 1, 1),
            waiver=waiver if finding.waiver else None,
        )
        for at, finding in enumerate(base.findings)
    )
    unchecked = (*base.unchecked, Unchecked("sound", draw(ANY), draw(ANY), ids[1]))
    named = {"version": draw(ANY), "profile": draw(ANY), "what_was_read": draw(ANY), "changes": (draw(ANY),)}
    return replace(base, claims=claims, findings=findings, unchecked=unchecked, **named)  # type: ignore[arg-type]
