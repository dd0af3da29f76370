"""An audit with a page of hostile words, references, records and numbers: what the reports for people must show and never run."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from formats import sample

from evidence.model import Anchor, Audit, Bibliography, Chain, Material, Place, Recomputed, Records, Source
from evidence.page import Block, Page, Piece, Reading, Run, Statement, Use
from evidence.record import Answer, Document, Found, Notice, Record

HOSTILE = (
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "]]>--><!--",
    "\x00\x1b[2J",
    "\u202egnp\u202c\u2066x",
    "=HYPERLINK(\"http://evil.example\")",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "😀👩‍⚕️",
    "שלום עולם",
    "مرحبا 68%",
    "\ud800",
    "\ufffe",
    "</style><img src=x onerror=alert(1)>",
    "\"' onmouseover=alert(1) x='",
    "{{ 7*7 }}{% raw %}",
    "`<b>`",
)
EVERYTHING = " ".join(HOSTILE)
LONG = "x<" * 50_000


def page(words: str) -> Piece:
    """A piece whose every word is hostile: a heading, a statement that is a claim, one that is none, and a picture's text."""
    parts = [f"Head {words}", f"Pain fell by 68% {words}", f"Nobody checked 99% {words}", f"alt {words}"]
    text, blocks, at = "", [], 0
    for kind, part in zip(("heading", "paragraph", "item", "alt"), parts, strict=True):
        blocks.append(Block(at, at + len(part), kind, line=len(blocks) + 1, level=1, hidden=kind == "alt", list_kind="ordered", number=words))
        text += part + "\n"
        at = len(text)
    one, two = (Statement(parts[n], blocks[n].start, blocks[n].end, n + 1, block=n) for n in (1, 2))
    use = Use("pain-24m", "exact", one.start, one.start + 16, 2, parts[1][:16], parts[1][:16], (words,), (0,))
    runs = (Run(one.start + 13, one.start + 15, "superscript"), Run(one.start, one.end, "link", "javascript:alert(1)"))
    reading = Reading(Page("materials/x.html", "html", text, tuple(blocks), runs, title=words, language=words), (one, two))
    return Piece(f"m {words}", f"materials/{words}", reading, (use,), ())


def hostile(words: str = EVERYTHING) -> Audit:
    """The rich audit with `words` in every field that a person, a page, a paper or a service can fill."""
    base = sample.rich()
    piece = page(words)
    fields = dict.fromkeys(("author", "title", "journal", "year", "volume", "number", "pages", "url", "file", "pmid"), words)
    paper = replace(sample.POLLY, fields={**fields, "doi": f"10.1234/{words}"}, place=Place(words, 1, 1))
    notice = Notice("retraction", "affects", words, words, words, words, words, words, words)
    answer = Answer("crossref", "answered", words, words, True, words, words, words, words, words, (words,), (notice,))
    record = Record(paper.key, words, words, {words: answer, "pubmed": Answer("pubmed", "unreachable", words)})
    number = Recomputed(
        "contradicted", words, Fraction(1, 3), Fraction(1, 4), Fraction(1, 2), Fraction(68), Fraction(135, 2), Fraction(137, 2), unit=words, arithmetic=words
    )
    claims = []
    for at, result in enumerate(base.claims):
        citations = tuple(replace(each, typed=words, reference=paper, key=paper.key) for each in result.chain.citations)
        source = Source(words, words, words, words, words, words, words, words, words, words)
        document = Document(words, "c" * 64, "pdf", (words,))
        anchors = tuple(Anchor(source, each, document, Found("near", (1,), (words,), f"{words} 68 {words}", (words,)), {"value": "68"}, words) for each in citations)
        numbers = tuple(replace(each, results=(number,) * len(each.results), quantity=replace(each.quantity, printed=words, when=words, arm=words)) for each in result.chain.quantities)
        scope = {"markets": [words], "audience": words, "expires": words, "review_by": words}
        claim = replace(result.claim, id=result.claim.id if at == 0 else f"{at} {words}", text=words, label=words, rationale=words, author=words, product=words, scope=scope)
        sign_off = dict.fromkeys(("record", "name", "email", "identity", "role", "time", "meaning", "decision", "comment", "state", "because"), words)
        chain = Chain(claim, citations, numbers, anchors=anchors, not_applicable={"approved": words})
        claims.append(replace(result, chain=chain, used_on=(f"m {words} x",), sign_offs=(sign_off,)))
    facts = dict.fromkeys(("title", "version", "control_number", "audience", "market", "disclosures", "path"), words)
    registry = replace(
        base.registry,
        path=words,
        claims=tuple(one.claim for one in claims),
        products={words: {"name": words, "status": words, "numbers": [words]}},
        studies={words: {"name": words, "reports": [paper.key], "funding": words}},
        materials=(Material(piece.material, piece.file, {**facts, "product": words}),),
        bibliography=Bibliography({}, {paper.key: paper}),
        records=Records({paper.key: record}, present=True),
    )
    findings = tuple(replace(each, message=words, why=words, fix=words, because=words, place=Place(words, 1, 1)) for each in base.findings)
    unchecked = tuple(replace(each, because=words) for each in base.unchecked)
    inputs = (replace(base.inputs[0], path=words),)
    return replace(
        base, version=words, as_of=words, profile=words, registry=registry, claims=tuple(claims), findings=findings, unchecked=unchecked,
        changes=(words,), what_was_read=words, pieces=(piece,), inputs=inputs,
    )  # fmt: skip
