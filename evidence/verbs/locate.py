"""locate: the best passages of the cited documents for a claim, ready to paste; it proposes and never edits."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from evidence import locating, outputs, registry
from evidence.hints import guess
from evidence.locating import Located, Proposal
from evidence.model import BadCall, Claim, Registry
from evidence.wording import encodable, one_line, plural

HELP = "propose the words of the cited documents that may carry a claim, with page and quote ready to paste; edits nothing"
MOST = 100


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claim", metavar="CLAIM", help="the id of a claim")
    parser.add_argument("claims", nargs="?", default="claims.yaml", help="the registry (default: claims.yaml)")
    parser.add_argument("--top", type=int, default=3, metavar="N", help="how many passages to propose (default: 3)")
    parser.add_argument("--format", default="text", choices=("text", "json"), help="default: text")


def run(options: argparse.Namespace) -> int:
    if not 1 <= options.top <= MOST:
        raise BadCall(f"--top {options.top}: give a number from 1 to {MOST}")
    read = registry.load(options.claims)
    found = locating.locate(_claim(options.claim, read), read, options.top)
    lines = _as_json(found) if options.format == "json" else _as_text(found)
    outputs.say(encodable("".join(f"{line}\n" for line in lines)))
    return 0


def _claim(name: str, read: Registry) -> Claim:
    if not read.readable:
        place = read.problems[0].at
        raise BadCall(f"{place}: {read.problems[0].message}")
    for claim in read.claims:
        if claim.id == name:
            return claim
    raise BadCall(f"there is no claim {name!r} in {read.path}{guess(name, [claim.id for claim in read.claims])}")


def _as_text(found: Located) -> Iterator[str]:
    yield f"{found.claim.id}: “{one_line(found.claim.text)}”"
    yield f"  looked for: {', '.join(map(one_line, found.numbers)) or 'its words; it has no number'}"
    yield f"  searched: {', '.join(map(one_line, found.searched)) or 'no document'}"
    for why in found.missing:
        yield f"  not searched: {one_line(why)}"
    if not found.proposals:
        yield "" if not found.searched else "\n  nothing was found that has its numbers or words; a table or a figure may hold them"
    for number, one in enumerate(found.proposals, 1):
        yield f"\n  {number}. {_where(one)}: {_has(one)}"
        yield f"     {one.yaml}"
    if found.proposals:
        yield f"\n{plural(len(found.proposals), 'proposal')}. Read each in its document before you take it: the same number may stand for something else."


def _where(one: Proposal) -> str:
    parts = [one_line(one.path), f"page {one.page}" if one.page else "", f"Table {one.table}" if one.table else ""]
    return ", ".join(filter(None, parts))


def _has(one: Proposal) -> str:
    return f"has {', '.join(map(one_line, one.numbers))}" if one.numbers else "has none of its numbers, but its words"


def _as_json(found: Located) -> Iterator[str]:
    told = {
        "schema_version": 1,
        "claim": found.claim.id,
        "numbers": list(found.numbers),
        "searched": list(found.searched),
        "not_searched": list(found.missing),
        "proposals": [_facts(one) for one in found.proposals],
    }
    yield json.dumps(told, ensure_ascii=False, indent=2)


def _facts(one: Proposal) -> dict[str, object]:
    named = {name: getattr(one, name) for name in ("reference", "page", "table", "row", "column", "quote") if getattr(one, name)}
    return {"source": named, "document": one.path, "numbers": list(one.numbers), "score": f"{one.score:.2f}", "yaml": one.yaml}
