"""The wording rules on sentences that were written, and labelled, before their author had read the word lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from time import process_time
from typing import NamedTuple

import pytest

from evidence import phrases
from evidence.pipeline import audit
from evidence.rules.page_testimonial_outcome import self_told

FOLDER = Path(__file__).parent / "unseen"
BATCHES = ("one", "two", "three", "four")  # 300, 200 and 150 sentences; the fourth retells what real pages taught afterwards
RULES: Mapping[str, str] = {
    "sup": "superlative", "abs": "absolute", "safe": "safe", "prov": "proven", "comp": "comparison", "new": "new", "stat": "status",
    "test": "testimonial",
}  # fmt: skip
FLOOR = 0.95  # per rule, all batches, as the lists stand now; they were mended after each batch, so this keeps and does not predict

# (precision, recall) of a batch when it was first run, with its first labels and before anything was mended for it. This predicts.
UNTOUCHED: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "one": {
        "all": (0.912, 0.859), "superlative": (0.962, 0.862), "absolute": (0.765, 0.897), "safe": (0.950, 0.864), "proven": (0.952, 0.870),
        "comparison": (1.0, 0.684), "new": (0.889, 1.0), "status": (1.0, 0.900), "testimonial": (1.0, 0.750),
    },
    "two": {
        "all": (0.842, 0.817), "superlative": (0.810, 0.810), "absolute": (0.680, 0.810), "safe": (1.0, 0.786), "proven": (0.917, 0.733),
        "comparison": (0.769, 0.769), "new": (1.0, 1.0), "status": (1.0, 1.0), "testimonial": (1.0, 0.833),
    },
    "three": {
        "all": (0.932, 0.907), "superlative": (0.923, 0.800), "absolute": (0.933, 0.933), "safe": (0.889, 1.0), "proven": (1.0, 1.0),
        "comparison": (1.0, 0.889), "new": (0.750, 0.857), "status": (1.0, 1.0), "testimonial": (1.0, 0.833),
    },
}  # fmt: skip


class Row(NamedTuple):
    """A sentence, the rules that must fire in it, and those of which either answer is right."""

    batch: str
    language: str
    text: str
    fires: frozenset[str]
    either: frozenset[str]


@cache
def rows() -> tuple[Row, ...]:
    """Every sentence of the batches: "sup,?comp | text | first sup: why the label was changed"."""
    return tuple(row for batch in BATCHES for row in _rows(batch))


def _rows(batch: str) -> Iterator[Row]:
    language = ""
    for line in (FOLDER / f"{batch}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            language = line[2:]
            continue
        codes, text = line.split(" | ")[:2]
        named = [] if codes == "-" else codes.split(",")
        fires = frozenset(RULES[code] for code in named if code[0] != "?")
        yield Row(batch, language, text, fires, frozenset(RULES[code[1:]] for code in named if code[0] == "?"))


@pytest.fixture(scope="module")
def fired(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Row, frozenset[str]]:
    """Row → the rules that fire. Testimonials as the audit of a page finds them, the rest as the lists do."""
    told: dict[Row, frozenset[str]] = {}
    for language in ("en", "de", "fr", "es", "it"):
        own = [row for row in rows() if row.language == language]
        folder = tmp_path_factory.mktemp(language)
        (folder / "page.html").write_text("\n".join(f"<p>{escape(row.text, quote=False)}</p>" for row in own), encoding="utf-8")
        (folder / "claims.yaml").write_text(
            f"version: 1\nmaterials: {{page: {{path: page.html, audience: patient, language: {language}}}}}\nclaims: [{{id: a, text: nobody says this}}]\n",
            encoding="utf-8",
        )
        found = audit(folder / "claims.yaml", today="2026-11-22").findings
        stories = {one.place.line for one in found if one.rule == "page-testimonial-outcome"}
        for line, row in enumerate(own, 1):
            rules = {rule for rule in RULES.values() if rule != "comparison" and phrases.find(row.text, language).get(rule)}
            rules |= {"comparison"} if phrases.hanging(row.text, language) else set()
            told[row] = frozenset(rules | ({"testimonial"} if line in stories else set()))
    return told


def score(some: Mapping[Row, frozenset[str]], rules: tuple[str, ...]) -> tuple[float, float, list[str]]:
    """Precision, recall and the sentences that came out wrong; what may go either way is not counted."""
    cases = [(row, rule, rule in row.fires, rule in found) for row, found in some.items() for rule in rules if rule not in row.either]
    counted = Counter((wanted, got) for _, _, wanted, got in cases)
    precision = counted[True, True] / max(1, counted[True, True] + counted[False, True])
    recall = counted[True, True] / max(1, counted[True, True] + counted[True, False])
    wrong = [f"{row.language} {rule} {'+' if wanted else '-'} {row.text}" for row, rule, wanted, got in cases if wanted != got]
    return precision, recall, wrong


@pytest.mark.parametrize("rule", [*RULES.values()])
def test_each_rule_keeps_what_it_learned(rule: str, fired: Mapping[Row, frozenset[str]], capsys: pytest.CaptureFixture[str]) -> None:
    """Precision and recall of at least .95 a rule over all batches; beside it the figures of each batch when it was first run."""
    precision, recall, wrong = score(fired, (rule,))
    with capsys.disabled():
        first = "; ".join(f"{batch} P {seen[rule][0]:.2f} R {seen[rule][1]:.2f}" for batch, seen in UNTOUCHED.items())
        print(f"\n{rule}: now P {precision:.3f} R {recall:.3f}; untouched {first}", end="")
    assert precision >= FLOOR, wrong
    assert recall >= FLOOR, wrong


@pytest.mark.parametrize("batch", BATCHES)
def test_no_batch_falls_behind(batch: str, fired: Mapping[Row, frozenset[str]]) -> None:
    """Of every rule together, each batch stays at .97 and more: what was mended for one undoes no other."""
    precision, recall, wrong = score({row: found for row, found in fired.items() if row.batch == batch}, tuple(RULES.values()))
    assert precision >= 0.97, wrong
    assert recall >= 0.97, wrong


def test_the_batches_are_large_and_half_of_them_is_silent() -> None:
    """More than 700 sentences in five languages, none twice; as many that tempt as that must fire."""
    every = rows()
    assert len(every) >= 700
    assert len({(row.language, row.text) for row in every}) == len(every)
    assert {row.language for row in every} == {"en", "de", "fr", "es", "it"}
    assert 0.45 < sum(bool(row.fires) for row in every) / len(every) < 0.55


@pytest.mark.parametrize(
    ("text", "language", "rule", "fires"),
    [
        ("For the best fit, measure both ears.", "en", "superlative", False),
        ("For your ears, the best fit.", "en", "superlative", True),
        ("Sleep deeper with our mask.", "en", "comparison", True),
        ("Choose the larger size.", "en", "comparison", False),
        ("Your surgeon will tell you which implant is best.", "en", "superlative", False),
        ("Surgeons tell us that the implant is the best.", "en", "superlative", True),
        ("Le vaccin le plus efficace du marché.", "fr", "comparison", False),
        ("Un vaccin plus efficace et moins de douleur.", "fr", "comparison", True),
        ("Teilen Sie den Pen niemals mit anderen.", "de", "absolute", False),
        ("Unser Gel versagt niemals.", "de", "absolute", True),
    ],
)
def test_mood_and_rank_decide(text: str, language: str, rule: str, fires: bool) -> None:
    """An instruction behind an opening clause and advice are silent; a verb with a comparative promises; what ranks does not compare."""
    assert bool(phrases.find(text, language).get(rule)) is fires


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Since I had the implant, my pain is gone.", True),
        ("I understand that my pain may be gone only for a while.", False),
        ("Will my pain be gone?", False),
        ("A Phase I study: the pain was gone.", False),
        ("I parked behind the clinic.", False),
    ],
)
def test_a_story_needs_somebody_and_an_outcome(text: str, tells: bool) -> None:
    """Without quotation marks it takes an "I" and a gain in one sentence; a form, a question and a phase of trials tell none."""
    assert bool(self_told(text, "en")) is tells


def test_a_story_is_read_in_linear_time() -> None:
    """10⁵ characters cost at most about five times as much as a fifth of them."""
    for seed in ("i feel much ", "my pain no longer ", "can i ", "no ~ pain "):
        took = []
        for size in (20_000, 100_000):
            begun = process_time()
            self_told((seed * size)[:size], "en")
            took.append(process_time() - begun)
        assert took[1] < 12 * took[0] + 0.3, seed
