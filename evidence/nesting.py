"""One entry a statement: the most material finding about it heads it, and the others stand under that one. Nothing that fails changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.model import LINKS, Context, Finding
from evidence.nouns import dataclass
from evidence.verdict import order, weight

if TYPE_CHECKING:
    from evidence.page import Piece, Use  # for an audit that reads no page it need not be imported

Spots = dict[tuple[str, int], dict[str, Hashable]]  # file and line of a page → printed words → the statement that they are
KINDS = ("exact", "variant", "near", "drifted")  # of a claim's uses on a page, the closest first
WHOLE = KINDS[:2]
CHAIN = {link: at for at, link in enumerate(LINKS)}
MARKERS = ("superscript", "mark")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What is told as one: a finding and those that stand under it."""

    head: Finding
    nested: tuple[Finding, ...] = ()

    @property
    def claim(self) -> str | None:
        """The claim that it is about; None for a page's own words, a reference, the registry."""
        return next((one.claim for one in self.findings if one.claim is not None), None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of it, the head first."""
        return (self.head, *self.nested)


def nest(findings: Iterable[Finding], pieces: Sequence[Piece], context: Context) -> tuple[Finding, ...]:
    """The findings by materiality, those of one statement together; `under` of all but its first is that one's fingerprint.

    A statement is a registered claim, with the places where a page prints it, or a page's own words that no claim is. What is about
    a reference, a whole piece or the registry's own files is about no statement and stands alone. What counts comes before what is
    waived or known from a baseline, so that an accepted finding never stands over one that counts. Of what weighs the same in a
    statement, the first link of the chain that it breaks comes first: what hangs on the links behind it often follows from it.
    """
    ordered = order(findings)
    spots = _spots(ordered, pieces, context)
    lengths = {at: {len(words) for words in here} for at, here in spots.items()}
    groups: dict[Hashable, list[Finding]] = {}
    for number, one in enumerate(ordered):
        statement = None if one.rule in context.integrity else _claim(one.claim) or _printed(one, spots, lengths)
        groups.setdefault(number if statement is None else statement, []).append(one)
    rooted = [sorted(group, key=lambda one: weight(one, CHAIN.get(one.link, len(CHAIN)))) for group in groups.values()]
    return tuple(each for group in sorted(rooted, key=lambda group: weight(group[0])) for each in _under(group))


def entries(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """The findings of an audit as entries, in their order. What stands under a finding that is not there heads its own."""
    heads: dict[str, tuple[Finding, list[Finding]]] = {}
    told: list[tuple[Finding, list[Finding]]] = []
    for one in findings:
        if one.under in heads and one.under:
            heads[one.under][1].append(one)
        else:
            heads[one.fingerprint] = (one, [])
            told.append(heads[one.fingerprint])
    return tuple(Entry(head, tuple(nested)) for head, nested in told)


def counted(findings: Iterable[Finding]) -> str:
    """How many there are, and in how many entries where these are fewer: "58 findings in 17 entries, one a statement"."""
    every = tuple(findings)
    heads = len(entries(every))
    told = f"{len(every):,} finding{'' if len(every) == 1 else 's'}"
    return told if heads == len(every) else f"{told} in {heads:,} {'entry' if heads == 1 else 'entries'}, one a statement"


def brief(one: Finding, head: Finding) -> str:
    """The message of a finding as it stands under a head: without the statement's words, where the head has quoted them already."""
    if not one.message.startswith("“"):
        return one.message
    pairs = enumerate(zip(one.message, head.message, strict=False))
    alike = next((at for at, (mine, other) in pairs if mine != other), min(len(one.message), len(head.message)))
    at = one.message.rfind("”: ", 0, alike + 2)  # the closing quote is the last that both have
    return (one.message[at + 3 :].strip() if at > 0 else "") or one.message


def _under(group: Sequence[Finding]) -> Iterator[Finding]:
    for at, one in enumerate(group):
        under = group[0].fingerprint if at else ""
        yield one if one.under == under else replace(one, under=under)


def _claim(claim: str | None) -> Hashable | None:
    return ("claim", claim) if claim else None


# --- a page's own words -------------------------------------------------------------------------------------------


def _printed(one: Finding, spots: Spots, lengths: Mapping[tuple[str, int], Set[int]]) -> Hashable | None:
    """The statement of a page that a finding is about: it opens with its words in quotes, or ends with them after a colon."""
    at = (one.place.path, one.place.line)
    return next((spots[at][words] for words in _quoted(one.message, lengths[at]) if words in spots[at]), None) if at in spots else None


def _quoted(message: str, lengths: Set[int]) -> Iterator[str]:
    """What a message may quote, the longest first, of these lengths: a page's words may hold any number of quotes and colons."""
    end = message.rfind("”") if message.startswith("“") else -1
    while end > 0:
        if end - 1 in lengths:
            yield message[1:end]
        end = message.rfind("”", 0, end)
    at = message.find(": ")
    while at >= 0:
        if len(message) - at - 2 in lengths:
            yield message[at + 2 :]
        at = message.find(": ", at + 1)


def _spots(findings: Iterable[Finding], pieces: Sequence[Piece], context: Context) -> Spots:
    """The statements and blocks of the pages, by place and words, as far as findings that name no claim stand there."""
    wanted = {(one.place.path, one.place.line) for one in findings if not one.claim}
    spots: Spots = {}
    for piece in pieces:
        page, entry = piece.reading.page, context.registry.place(piece.path)
        said = [(one.line, one.start, one.end, one.text) for one in piece.reading.statements]
        said += [(one.line, one.start, one.end, page.text[one.start : one.end]) for one in page.blocks]
        raised = {run.end: run.start for run in page.runs if run.kind in MARKERS}
        uses = sorted(piece.uses, key=lambda use: use.start)
        longest = max((use.end - use.start for use in uses), default=0)
        for line, start, end, words in said:
            at = (piece.file, line) if piece.lines else (entry.path, entry.line)
            if at in wanted:
                inner = _letters(page.text, start, end, raised)
                spots.setdefault(at, {}).setdefault(words, _claim(_is(*inner, uses, longest)) or (piece.file, *inner))
    return spots


def _letters(text: str, start: int, end: int, raised: Mapping[int, int]) -> tuple[int, int]:
    """A stretch of a page without what is around its words: a quote, a full stop, reference numbers."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and (end in raised or not text[end - 1].isalnum()):
        end = max(start, raised.get(end, end - 1))
    return start, end


def _is(start: int, end: int, uses: Sequence[Use], longest: int) -> str | None:
    """The registered claim that a stretch of a page is; the closest where several are. `uses`: the page's, by where they begin.

    In the registered words it is one from its first letter to its last, for what is said beside them nobody registered. Changed
    words have no sharp ends: there half of the stretch is enough.
    """
    first, last = (bisect_left(uses, edge, key=lambda use: use.start) for edge in (start - longest, end))
    fitting = (use for use in uses[first:last] if start < use.end)
    whole = [use for use in fitting if 2 * (min(end, use.end) - max(start, use.start)) >= (2 if use.kind in WHOLE else 1) * (end - start)]
    return min(whole, key=lambda use: (KINDS.index(use.kind), use.start - use.end, use.claim)).claim if whole else None
