"""refresh: asks Crossref, PubMed and Retraction Watch about every cited reference and rewrites references/records.json."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from evidence import outputs, refreshing
from evidence.model import BadCall
from evidence.refreshing import Line, News, Wish
from evidence.wording import one_line, plural, shortened

HELP = "ask Crossref, PubMed and Retraction Watch about every cited reference, and write references/records.json"
SPAN = re.compile(r"([0-9]{1,5})([dw])")  # 7d, 2w
WIDTH = 24  # characters of the bar
STEPS = ("#", "-")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claims", nargs="?", default="claims.yaml", metavar="claims.yaml", help="the registry (default: claims.yaml)")
    parser.add_argument("--only", nargs="+", action="extend", default=[], metavar="KEY", help="these references alone, by BibTeX key")
    parser.add_argument("--service", action="append", default=[], metavar="S", help="this service alone (repeatable)")
    parser.add_argument("--older-than", metavar="SPAN", help="only what has no younger answer: 7d (days) or 2w (weeks)")
    parser.add_argument("--retraction-watch", metavar="FILE", help="Retraction Watch's CSV on this machine, instead of its public address")
    parser.add_argument("--today", metavar="DAY", help="YYYY-MM-DD: the date of the answers (default: SOURCE_DATE_EPOCH, else today in UTC)")
    parser.epilog = "exit codes: 0 every service answered; 3 some could not be reached; 2 nothing was asked"


def run(options: argparse.Namespace) -> int:
    table = Path(options.retraction_watch) if options.retraction_watch else None
    if table is not None and not table.is_file():
        raise BadCall(f"there is no file {table}")
    wish = Wish(_day(options.today), tuple(options.only), tuple(options.service), _days(options.older_than), table)
    bar = _Bar() if sys.stderr is not None and sys.stderr.isatty() else None
    try:
        news = refreshing.refresh(options.claims, wish, watch=bar.step if bar else None, begin=bar.begin if bar else None)
    finally:
        if bar:
            bar.clear()
    outputs.say("".join(f"{line}\n" for line in _told(news)))
    for note in news.notes:
        print(f"evidence: {one_line(note)}", file=sys.stderr)
    return 3 if news.unreachable else 0


def _days(span: str | None) -> int | None:
    if span is None:
        return None
    found = SPAN.fullmatch(span.strip())
    if not found:
        raise BadCall(f"{span!r} is no span: --older-than takes days or weeks, as 7d or 2w")
    return int(found[1]) * (7 if found[2] == "w" else 1)


def _day(today: str | None) -> str:
    """The date of the answers. It is the one thing here that a clock may say."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if today is not None:
            return date.fromisoformat(today).isoformat()
        return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise BadCall(f"{today or epoch!r} is no day: --today takes YYYY-MM-DD, SOURCE_DATE_EPOCH seconds since 1970") from None


# --- what is told -----------------------------------------------------------------------------------------------------


def _told(news: News) -> Iterator[str]:
    """The summary: a line for each service, what is new, what was proposed."""
    yield f"{plural(news.references, 'reference')}; references/records.json is written" if news.records else "nothing is cited, so nothing was asked"
    for line in news.lines:
        yield from _service(line)
    if news.unreachable:
        yield "what could not be asked keeps its last answer, or stays unchecked: run `evidence refresh` again later"
    yield from ("", "new since the last time:", *(f"  {one_line(change)}" for change in news.changes)) if news.changes else ("nothing new",)
    for key in news.proposed:
        lacks = "a PMID and no DOI" if news.records[key].pmid else "no DOI and no PMID"
        yield f"{one_line(key)} has {lacks}; it could be (accept one by writing its identifier into the entry):"
        for one in news.records[key].proposals:
            named = f"doi:{one.doi}" if one.doi else f"PMID {one.pmid}"
            yield f"  {one.score} {one.service} {named} {shortened(one.title, 80)} ({one.author or 'no author'}, {one.year or 'no year'})"


def _service(line: Line) -> Iterator[str]:
    if not line.asked:
        yield f"{line.service}: not asked, every answer is younger"
        return
    known = [f"{count:,} {state}" for state in ("answered", "not asked", "not applicable") if (count := line.states.get(state))]
    if known and (line.states.get("answered") or not line.reasons):  # where nothing was answered, the reason is all there is to say
        yield f"{line.service}: {', '.join(known)}"
    for because, count in line.reasons:
        yield f"{line.service}: unreachable ({one_line(because)}); {plural(count, 'reference')} not asked"


class _Bar:
    """A progress bar on a terminal, on one line of stderr; NO_COLOR keeps it without colour."""

    def __init__(self) -> None:
        self._asked: dict[str, int] = {}
        self._done: dict[str, int] = {}
        self._colour = ("", "") if os.environ.get("NO_COLOR") else ("\x1b[36m", "\x1b[0m")

    def begin(self, service: str, count: int) -> None:
        """A service is asked about so many references."""
        self._asked[service], self._done[service] = count, 0

    def step(self, service: str, count: int) -> None:
        """A service is done with so many more of them."""
        self._done[service] = min(self._done.get(service, 0) + count, self._asked.get(service, 0))
        done, asked = sum(self._done.values()), sum(self._asked.values())
        filled = WIDTH * done // max(asked, 1)
        start, end = self._colour
        print(f"\r{start}{STEPS[0] * filled}{STEPS[1] * (WIDTH - filled)}{end} {done}/{asked}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leave an empty line for what follows."""
        print(f"\r{' ' * (WIDTH + 24)}\r", end="", file=sys.stderr, flush=True)
