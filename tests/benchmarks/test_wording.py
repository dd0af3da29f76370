"""What the wording, scope and balance rules cost on pages of 5 kB, as a share of what it costs to extract their statements in the same run."""

from __future__ import annotations

import random
from pathlib import Path
from time import process_time

from pytest_benchmark.fixture import BenchmarkFixture

from evidence import hearing, phrases, rooms, statements
from evidence.model import Context, Material, Registry
from evidence.page import Block, Page, Piece

SIZE, PAGES = 5000, 60
TARGET = 0.8  # of the extraction: 250 pages a second in addition to one that does 200 on the same core
RULES = (
    "claim_superlative", "claim_absolute", "claim_safe_unqualified", "claim_proven", "claim_comparison_hanging", "claim_new_expired",
    "claim_regulatory_status", "claim_outside_indication", "page_testimonial_outcome", "page_risk_missing",
)  # fmt: skip
SENTENCES = (
    "{b} is the most advanced implant for {c}, trusted by surgeons in {n} countries.",
    "{n}% of patients with {c} reported less pain {t} after the procedure.",
    "In a randomised trial of {n} adults, mean pain fell from {m} to {n} points at {t} with {b}.",
    "Studies have demonstrated that {b} improves function and quality of life within {t}.",
    "“I was back on my feet after {t} and the pain was gone,” says a patient from the clinic in {p}.",
    "{b} gives immediate stabilization of the joint and fewer complications than open surgery.",
    "Talk to your doctor about {c}, and read the instructions for use of {b} before surgery in {p}.",
    "Risks include infection, bleeding and nerve injury; {n} of {m} patients needed revision surgery at {t}.",
    "The procedure takes about {n} minutes through a small incision, and some patients go home within {t}.",
    "{m}% of {n} patients were satisfied at {t}, and {n}% returned to work.",
    "{c} is a frequent cause of visits to a physician, and {n} in 100 adults have it.",
    "{b} is placed across the joint under imaging; the instruments of {p} guide the pin.",
    "At {t}, disability fell by {n} points on a scale from 0 to 100 in a single-arm study of {m} patients.",
    "The surgeon in {p} will arrange visits after {t} to see how the joint heals.",
    "Physical therapy begins {t} after the operation and takes {n} sessions on average.",
    "The porous surface of {b} lets bone grow onto and into it, as seen after {t}.",
    "Insurance in {p} covers the procedure for {c} where two of {n} tests are positive.",
    "Our offices in {p} open at {m} in the morning, and parking is on the left of the building.",
)


def _pages() -> list[Page]:
    dice = random.Random(9)
    made = []
    for _ in range(PAGES):
        parts: list[str] = []
        while sum(map(len, parts)) < SIZE:
            brand = f"{dice.choice('BDFKLMT')}{dice.choice('aeiou')}{dice.choice('lmnrst')}{dice.choice('aeiou')}{dice.choice(('dur', 'lis', 'tra'))}"
            parts.append(
                dice.choice(SENTENCES).format(
                    b=brand, c=dice.choice(("sacroiliac dysfunction", "back pain", "joint pain")), n=dice.randrange(11, 99), m=dice.randrange(40, 99),
                    t=f"{dice.randrange(2, 48)} {dice.choice(('days', 'weeks', 'months'))}", p=dice.choice(("Lyon", "Porto", "Graz", "Turin")),
                )
            )  # fmt: skip
        blocks, at = [], 0
        for part in parts:
            blocks.append(Block(at, at + len(part), "paragraph"))
            at += len(part) + 1
        made.append(Page("page.html", "html", "\n".join(parts), tuple(blocks), language="en"))
    return made


def test_wording(benchmark: BenchmarkFixture) -> None:
    """All wording rules on pages of 5 kB take at most 0.8 of what it takes to extract the statements."""
    product = {"name": "P", "status": "510k", "first_marketed": {"US": "2009"}, "indications": "sacroiliac joint fusion"}
    registry = Registry("claims.yaml", ".", products={"p": product}, materials=(Material("home", "page.html", {"product": "p", "market": "US"}),))
    context = Context(registry, "2026-11-22", "us-device-510k")
    looking = [rooms.member("rules", name) for name in RULES if (Path(rooms.HERE) / "rules" / f"{name}.py").exists()]
    pages = _pages()
    extraction: list[float] = []
    pieces: list[Piece] = []

    def setup() -> None:
        for memory in (phrases.find, hearing.read, hearing.guarded, hearing.candidates):
            memory.cache_clear()
        begun = process_time()
        pieces[:] = [Piece("home", "page.html", statements.read(page, (), "en")) for page in pages]
        extraction.append(process_time() - begun)

    took: list[float] = []

    def judge() -> int:
        begun = process_time()
        found = sum(1 for piece in pieces for rule in looking for _ in getattr(rule, "check_page", rule.check)(piece, context))
        took.append(process_time() - begun)
        return found

    setup(), judge()
    seen = benchmark.pedantic(judge, setup=setup, rounds=5)
    ratio = min(took) / min(extraction)
    benchmark.extra_info |= {"what": "all wording rules ÷ extraction of the same pages of 5 kB", "ratio": ratio, "target": TARGET}
    print(f"\nwording: {PAGES / min(took):.0f} pages/s, extraction {PAGES / min(extraction):.0f} pages/s, ratio {ratio:.2f}, {seen} findings")
    assert seen > PAGES
    assert ratio <= TARGET
