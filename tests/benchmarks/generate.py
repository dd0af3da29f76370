"""Made-up but realistic files of any size, the same ones on every run."""

from __future__ import annotations

import random

_WORDS = [
    "sacroiliac", "joint", "fusion", "randomised", "controlled", "trial", "of", "minimally", "invasive", "triangular", "titanium", "implants",
    "versus", "non-surgical", "management", "chronic", "low", "back", "pain", "disability", "quality", "patients", "treated", "with", "lateral",
    "approach", "two-year", "outcomes", "prospective", "multicentre", "registry", "adverse", "events", "revision", "opioid", "radiographic",
]  # fmt: skip
_FAMILIES = [
    "Polly",
    "Whang",
    "Duhon",
    "Dengler",
    r"K{\"u}bler",
    "Patel",
    "Smith",
    r"Garc{\'i}a",
    "Müller",
    "O'Neill",
    "Sturesson",
    "Rainov",
]
_GIVEN = ["David W.", "Peter G.", "Bradley S.", "Julius D.", "Vikas", "Maria", "Anna", "John R.", "Bengt", "Wei", "Karl-Heinz"]
_JOURNALS = ["Int J Spine Surg", "Spine", "J Bone Joint Surg Am", "Med Devices (Auckl)", "Pain Physician", "The {Lancet} Neurology"]


def bibliography(entries: int) -> str:
    """A .bib file of so many entries, about 480 characters and ten fields each, one field a line."""
    chance = random.Random(20261122)
    return "".join(_entry(chance, index) for index in range(entries))


def _entry(chance: random.Random, index: int) -> str:
    title = " ".join(chance.choices(_WORDS, k=12)).capitalize().replace("Trial", "{Trial}").replace("titanium", "{Titanium}")
    authors = " and ".join(f"{chance.choice(_FAMILIES)}, {chance.choice(_GIVEN)}" for _ in range(chance.randint(2, 6)))
    page = chance.randint(1, 900)
    return (
        f"@article{{author{index},\n"
        f"  author = {{{authors}}},\n"
        f"  title = {{{title}}},\n"
        f"  journal = {{{chance.choice(_JOURNALS)}}},\n"
        f"  year = {{{chance.randint(1985, 2026)}}},\n"
        f"  month = {chance.choice(['jan', 'may', 'oct'])},\n"
        f"  volume = {{{chance.randint(1, 60)}}},\n"
        f"  pages = {{{page}--{page + chance.randint(3, 12)}}},\n"
        f"  doi = {{10.{chance.randint(1000, 9999)}/s.{index}.x}},\n"
        f"  keywords = {{{', '.join(chance.choices(_WORDS, k=6))}}},\n"
        f"  url = {{https://doi.org/10.{chance.randint(1000, 9999)}/{index}}}\n"
        "}\n\n"
    )


def registry(claims: int, references: int) -> str:
    """A claims.yaml of so many claims, about 770 characters each, on the entries of `bibliography(references)`."""
    chance = random.Random(20261122)
    numbered = min(references, 300)  # a printed list is no longer; the other references are cited by their keys
    numbers = "".join(f"  {number + 1}: author{number}\n" for number in range(numbered))
    body = "".join(_claim(chance, index, numbered, references) for index in range(claims))
    return f"version: 1\nproducts: {{widget: {{name: Widget, maker: Example}}}}\nnumbering:\n{numbers}claims:\n{body}"


def _claim(chance: random.Random, index: int, numbered: int, references: int) -> str:
    baseline, months = round(chance.uniform(40, 95), 1), chance.choice([6, 12, 24])
    followup = round(baseline * chance.uniform(0.2, 0.8), 1)
    printed = round(100 * (baseline - followup) / baseline) + (chance.random() < 0.02)  # one in fifty is wrong
    what, number = " ".join(chance.choices(_WORDS, k=3)), chance.randint(1, numbered)
    keys = ", ".join(f"author{chance.randrange(references)}" for _ in range(chance.randint(1, 3)))
    return (
        f"  - id: claim-{index:05d}\n"
        f'    text: "In a trial of {what} pain was reduced by {printed}% at {months} months"\n'
        "    variants:\n"
        f'      - "reduced pain by {printed}% at {months} months ({what})"\n'
        "    type: efficacy\n"
        "    product: widget\n"
        "    label: consistent\n"
        f"    references: [{number}, {keys}]\n"
        "    quantities:\n"
        f"      - printed: {printed}%\n"
        "        what: pain, VAS 0-100, mean\n"
        "        better: lower\n"
        f"        when: {months} months\n"
        "        arm: widget\n"
        "        measure: relative reduction\n"
        "        derivations:\n"
        f"          - from: {{baseline: {baseline}, followup: {followup}}}\n"
        "            set: intention to treat\n"
        f"            source: {{reference: {number}, read: full, page: {index % 12 + 1},\n"
        f'                     quote: "mean pain fell from {baseline} to {followup}"}}\n'
        "    scope: {markets: [US], audience: [patient], expires: 2027-12-31}\n"
        "    author: ana@example.org\n"
    )
