"""Made claims and pages for the benchmarks of matching: seeded, in the tone of the field, with edits whose effect is known."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from evidence.model import Claim
from evidence.page import Block, Page, Run

SUBJECTS = "SI joint fusion|the implant|this treatment|the device|our procedure|early therapy|the system|guided surgery|the programme|nightly use|a single infusion|the patch"
OUTCOMES = "back pain|disability|opioid use|fatigue|joint stiffness|sleep onset|hospital stays|wound infections|flare frequency|blood loss|anxiety scores|morning symptoms|revision surgery|caregiver burden|cough|leg swelling"
PEOPLE = "adults with chronic symptoms|women after childbirth|patients of community hospitals|adolescents in specialist care|people with sacroiliac dysfunction|former athletes|patients treated at university clinics|residents of nursing homes|people living with arthritis|office workers"
FRAMES = (
    "{s} reduced {o} by {n}% within {t} in {p}",
    "{n}% of {p} reported less {o} {t} after {s}",
    "in a randomised trial, {s} improved {o} for {n}% of {p} at {t}",
    "{p} who chose {s} had {n}% fewer days with {o} over {t}",
    "up to {n}% of {p} needed no further care for {o} in the {t} that followed {s}",
    "{s} may help {p} to recover from {o} in {t}, with a response rate of {n}%",
)
TIMES = ("six weeks", "3 months", "12 months", "two years", "24 weeks", "five years", "90 days")
FILLER = (
    "talk to your doctor about the options that fit your daily life and your plans for the coming season",
    "our centres open early, and the team will guide you through every form you are asked to sign",
    "photographs show the waiting room, the gardens and the small kitchen where volunteers serve tea",
    "read the leaflet with care, keep it at hand and bring your questions to the first appointment",
)
PLAIN = {
    "reported": "described",
    "chose": "selected",
    "needed": "required",
    "recover": "heal",
    "trial": "study",
    "followed": "came",
    "care": "support",
    "further": "additional",
    "people": "persons",
    "patients": "individuals",
    "treated": "seen",
}
TIGHT = frozenset(
    {
        "up",
        "to",
        "no",
        "3",
        "12",
        "24",
        "90",
        "six",
        "two",
        "five",
        "weeks",
        "months",
        "years",
        "days",
        "less",
        "fewer",
        "than",
        "may",
        "help",
        "over",
        "within",
        "in",
    }
)
ADDED = ("the", "published", "overall", "own", "also", "clearly")


def claims(number: int, seed: int = 1) -> list[Claim]:
    """So many distinct claims; one in five has a variant."""
    dice = random.Random(seed)
    texts: dict[str, None] = {}
    while len(texts) < number * 6 // 5:
        brand = f"{dice.choice('bcdfglmnprstvz')}{dice.choice('aeiou')}{dice.choice('lmnrstvx')}{dice.choice('aeiou')}{dice.choice(('', 'n', 's', 'x', 'dur', 'lis', 'tra'))}"
        texts[
            dice.choice(FRAMES).format(
                s=f"{dice.choice(SUBJECTS.split('|'))} with {brand.capitalize()}",
                o=dice.choice(OUTCOMES.split("|")), n=dice.randrange(11, 99), t=dice.choice(TIMES), p=dice.choice(PEOPLE.split("|")),
            )
        ] = None  # fmt: skip
    words = [text[0].upper() + text[1:] for text in texts]
    return [Claim(f"claim-{at}", words[at], (words[number + at // 5],) if at % 5 == 0 else ()) for at in range(number)]


def page(sentences: list[str], size: int = 5000, *, marked: bool = True, seed: int = 0) -> Page:
    """A page of about so many characters: each sentence in a block of its own among filler, with a reference mark after it."""
    dice = random.Random(seed)
    blocks, runs, parts, at = [], [], [], 0
    room = max(1, size - sum(len(one) + 4 for one in sentences)) // max(1, len(sentences))
    for number, sentence in enumerate(sentences):
        filler = ". ".join(dice.choice(FILLER).capitalize() for _ in range(max(1, room // 95))) + "."
        text = f"{filler} {sentence}"
        if marked:
            runs.append(Run(at + len(text), at + len(text) + 2, "superscript"))
            text += f"{number % 90 + 10}"
        text += "."
        blocks.append(Block(at, at + len(text), "paragraph"))
        parts.append(text)
        at += len(text) + 1
    return Page("page.html", "html", "\n".join(parts), tuple(blocks), tuple(runs))


def pages(registered: list[Claim], number: int, *, near: bool = False, typographic: bool = True, seed: int = 2) -> Iterator[Page]:
    """Pages of 5 kB with five claims each, one in five of them a variant; typographic quotes and dashes on half of them."""
    dice = random.Random(seed)
    for at in range(number):
        chosen = [dice.choice(registered) for _ in range(5)]
        texts = [dice.choice(claim.variants) if claim.variants else claim.text for claim in chosen]
        if near:
            texts = [reworded(text, dice) if dice.random() < 0.4 else text for text in texts]
        if typographic and at % 2:
            texts = [text.replace("%", "\u202f%").replace(" by ", "\u00a0by ") + " – the team’s “own” words" for text in texts]
        yield page(texts, seed=at)


def as_html(one: Page, sources: int = 15) -> str:
    """The page as a web page, its superscripts raised, with a list of so many sources."""
    lines = ['<!doctype html>\n<html lang="en"><head><title>A page</title></head><body><main>']
    for block in one.blocks:
        parts, at = [], block.start
        for run in one.runs:
            if block.start <= run.start < block.end:
                parts += [one.text[at : run.start], f"<sup>{one.text[run.start : run.end]}</sup>"]
                at = run.end
        lines.append(f'<p class="text">{"".join(parts)}{one.text[at : block.end]}</p>')
    entries = (f"<li>Author {number}. A trial of many things. J Test. 20{number:02d};{number}:1-9.</li>" for number in range(1, sources + 1))
    return "\n".join([*lines, "<h2>References</h2><ol>", *entries, "</ol></main></body></html>\n"])


def files(folder: Path, registered: list[Claim], number: int, *, near: bool = False, seed: int = 2) -> list[Path]:
    """So many web pages as files."""
    paths = []
    for at, one in enumerate(pages(registered, number, near=near, seed=seed)):
        paths.append(folder / f"page-{at:05d}.html")
        paths[-1].write_text(as_html(one), encoding="utf-8")
    return paths


def registry(folder: Path, registered: list[Claim]) -> Path:
    """The claims as a registry."""
    lines = ["version: 1", "claims:"]
    for claim in registered:
        lines += [f"  - id: {claim.id}", f"    text: {json.dumps(claim.text)}"]
        lines += [f"    variants: {json.dumps(list(claim.variants))}"] if claim.variants else []
    path = folder / "claims.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def reworded(text: str, dice: random.Random, edits: int = 0) -> str:
    """The same claim with one or two plain words exchanged, added or left out, anywhere but at its ends."""
    words = text.split()
    for _ in range(edits or dice.choice((1, 2))):
        plain = [at for at, word in enumerate(words[1:-1], 1) if word in PLAIN]
        places = [
            at for at in range(2, len(words) - 1) if not TIGHT & {words[at - 1].lower(), words[at].lower()} and "%" not in words[at - 1]
        ]
        if plain and dice.random() < 0.6:
            at = dice.choice(plain)
            words[at] = PLAIN[words[at]]
        elif places:
            words.insert(dice.choice(places), dice.choice(ADDED))
    return " ".join(words)


def altered(text: str, dice: random.Random) -> tuple[str, str]:
    """The same claim with one guarded word changed, and what kind of word it was."""
    words = text.split()
    kinds = ["number", "unit", "time", "negation", "comparator"]
    if any(word in SWAPS for word in words):
        kinds += ["direction"] * 2
    kind = dice.choice(kinds)
    numbers = [at for at, word in enumerate(words) if word.rstrip(",.").endswith("%")]
    at = dice.choice(numbers)
    value = words[at].strip("%.,")
    if kind == "number":
        other = value
        while other == value:
            digit = dice.randrange(len(value))
            other = value[:digit] + dice.choice("123456789") + value[digit + 1 :]
        words[at] = words[at].replace(value, other)
    elif kind == "unit":
        words[at] = words[at].replace("%", dice.choice((" points", " percentage points", "-fold", "")))
    elif kind == "comparator":
        words[at] = dice.choice(("up to ", "more than ", "nearly ", "at least ", "less than ")) + words[at]
        if " ".join(words).lower().count("up to up to"):
            words[at] = words[at].replace("up to ", "at least ")
    elif kind == "time":
        now = next(time for time in TIMES if time in text)
        number, unit = now.split()
        new = (
            f"{number} {dice.choice([other for other in ('days', 'weeks', 'months', 'years') if other != unit])}"
            if dice.random() < 0.5
            else f"eight {unit}"
        )
        return text.replace(now, new), kind
    elif kind == "negation":
        verbs = [at for at, word in enumerate(words) if word in ("reduced", "reported", "improved", "had", "needed", "help")]
        words.insert(dice.choice(verbs), dice.choice(("not", "never")))
    else:
        verbs = [at for at, word in enumerate(words) if word in SWAPS]
        at = dice.choice(verbs)
        words[at] = SWAPS[words[at]]
    return " ".join(words), kind


SWAPS = {"reduced": "increased", "less": "more", "improved": "worsened", "fewer": "more"}
