"""What a wording rule looks at: a claim's text, or a statement of a page that is no registered claim, with what is on record around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from evidence import claims as nouns
from evidence import claimwords, phrases, vocabulary
from evidence.model import Chain, Claim, Context, Path, Place, Problem, Registry
from evidence.nouns import dataclass

if TYPE_CHECKING:
    from evidence.page import Piece, Statement

ASIDE = ("nav", "footer")  # regions whose headings name other pages
NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """One sentence or so that somebody answers for."""

    text: str
    language: str
    at: Path | Place
    product: Mapping[str, object]  # the facts of its product in claims.yaml; empty where none is named
    fires: Mapping[str, tuple[phrases.Hit, ...]]  # by rule, the words that do
    markets: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    covered: tuple[tuple[int, int], ...] = ()  # stretches of the text that registered claims hold: those are judged at the claim
    on_page: bool = False
    spoken: bool = False  # a patient's words


def claim(chain: Chain, context: Context) -> Utterance | None:
    """A claim's text. None where there is nothing for a wording rule: no text, a testimonial, or the words of the labeling itself."""
    one = chain.claim
    if not one.text or one.type == "testimonial" or one.label == "verbatim":
        return None
    tongue = claimwords.language(one, context.registry)
    return Utterance(
        one.text,
        tongue,
        (*one.path, "text"),
        product(one.product, context.registry),
        phrases.find(one.text, tongue),
        nouns.texts(one.scope, "markets"),
        one.references,
    )


def page(piece: Piece, context: Context, spoken: bool = False) -> Sequence[Utterance]:
    """The statements of a page as far as no registered claim holds them. `spoken`: patients' words, too.

    What a person has exempted is left out. A statement that a claim holds in part keeps the rest.
    """
    if not (_last and _last[0] is piece and _last[1] is context):  # rule after rule looks at one page: it is prepared once
        every = tuple(_statements(piece, context))
        _last[:] = piece, context, every, tuple(said for said in every if not said.spoken)
    told: Sequence[Utterance] = _last[2 if spoken else 3]
    return told


_last: list[Any] = []  # the page that was asked for last, its statements, and those without what patients say


def firing(piece: Piece, context: Context, rule: str) -> list[Utterance]:
    """Those of `page` in which words fire for a rule."""
    return [said for said in page(piece, context) if rule in said.fires]


def _statements(piece: Piece, context: Context) -> Iterator[Utterance]:
    excused = {index for index, _ in piece.exempted}
    facts = material(piece, context.registry)
    about = product(nouns.text(facts, "product"), context.registry)
    tongue, markets = language(piece, context.registry), nouns.texts(facts, "market")
    held = [(use.start, use.end) for use in piece.uses if use.kind != "drifted" or use.sentence]
    for index, one in enumerate(piece.reading.statements):
        if index not in excused:
            covered = tuple((start - one.start, end - one.start) for start, end in held if start < one.end and one.start < end) if held else ()
            fires = phrases.find(one.text, tongue)
            yield Utterance(one.text, tongue, place(piece, one), about, fires, markets, one.references, covered, True, "testimonial" in one.flags)
    stated = {one.block for one in piece.reading.statements}
    page = piece.reading.page
    for index, block in enumerate(page.blocks):  # a headline states nothing by the rules of extraction, and still says "the best"
        if block.kind == "heading" and index not in stated and block.region not in ASIDE:
            text = page.text[block.start : block.end]
            covered = tuple((start - block.start, end - block.start) for start, end in held if start < block.end and block.start < end)
            at = Place(piece.file, block.line) if piece.lines else piece.path
            yield Utterance(text, tongue, at, about, phrases.find(text, tongue), markets, (), covered, True)


def blocks(piece: Piece, context: Context, may: re.Pattern[str]) -> Iterator[Utterance]:
    """The blocks of a page whose text in lower case holds a pattern, also those that state nothing: badges, captions, patients' words."""
    page = piece.reading.page
    if may.search(page.text.lower()) is None:
        return
    facts = material(piece, context.registry)
    about = product(nouns.text(facts, "product"), context.registry)
    tongue = language(piece, context.registry)
    held = [(use.start, use.end) for use in piece.uses if use.kind != "drifted" or use.sentence]
    for one in page.blocks:
        text = page.text[one.start : one.end]
        if may.search(text.lower()) is None:
            continue
        covered = tuple((start - one.start, end - one.start) for start, end in held if start < one.end and one.start < end)
        at = Place(piece.file, one.line, one.column) if piece.lines else piece.path
        yield Utterance(text, tongue, at, about, phrases.find(text, tongue), nouns.texts(facts, "market"), (), covered, on_page=True)


def place(piece: Piece, statement: Statement) -> Path | Place:
    """Where a finding about a statement stands: its line, or the material's entry where the document has no lines."""
    return Place(piece.file, statement.line) if piece.lines else piece.path


def material(piece: Piece, registry: Registry) -> Mapping[str, object]:
    """The facts of a page's entry under `materials:`."""
    return next((each.facts for each in registry.materials if each.id == piece.material), NOTHING)


def language(piece: Piece, registry: Registry) -> str:
    """The language of a page: as the registry or the page declares it, else as its words tell."""
    declared = str(material(piece, registry).get("language") or piece.reading.page.language)
    return vocabulary.language_of(piece.reading.page.text, declared)


def product(name: str | None, registry: Registry) -> Mapping[str, object]:
    """The facts of a product; of the only one where none is named. Empty where it is not known."""
    if name is None and len(registry.products) == 1:
        name = next(iter(registry.products))
    facts = registry.products.get(name or "")
    return facts if isinstance(facts, Mapping) else NOTHING


def product_of(piece: Piece, context: Context) -> Mapping[str, object]:
    """The facts of the product that a page is about."""
    return product(nouns.text(material(piece, context.registry), "product"), context.registry)


def studies(one: Claim, chain: Chain, registry: Registry) -> tuple[Mapping[str, object], ...]:
    """The studies on record that a claim cites or takes a value from."""
    keys = {citation.key for each in chain.quantities for group in each.sources for citation in group}
    keys |= {citation.key for citation in chain.citations}
    found = (study for study in registry.studies.values() if isinstance(study, Mapping))
    return tuple(study for study in found if keys & set(nouns.texts(study, "reports")))


def hits(said: Utterance, rule: str) -> tuple[phrases.Hit, ...]:
    """The words of an utterance that fire for a rule, without those of which half and more stand in a registered claim."""
    found = said.fires.get(rule)
    if found is None or not said.covered:
        return found or ()
    return tuple(hit for hit in found if not any(2 * (min(hit.end, end) - max(hit.start, start)) >= hit.end - hit.start for start, end in said.covered))


def named(found: Iterable[phrases.Hit]) -> str:
    """The words that fired and where: “best” (character 5)."""
    return ", ".join(f"“{hit.words}” (character {hit.start + 1})" for hit in found)


def problem(said: Utterance, found: tuple[phrases.Hit, ...], because: str = "", fix: str = "", basis: tuple[str, ...] = ()) -> Problem:
    """One problem for all the words of a rule in an utterance: the words, why they need a reviewer, what to say instead."""
    groups: dict[str, list[phrases.Hit]] = {}
    for hit in found:
        groups.setdefault(hit.entry.reason, []).append(hit)
    told = "; ".join(f"{named(group)} {reason}" for reason, group in groups.items()) if not because else f"{named(found)} {because}"
    instead = "; ".join(dict.fromkeys(hit.entry.suggestion for hit in found))
    told = f"“{said.text}”: {told}" if said.on_page else told
    about = "|".join((said.text if said.on_page else "", *(hit.words for hit in found)))
    return Problem(told, at=said.at, about=about, fix=fix or f"{instead}.", basis=basis)
