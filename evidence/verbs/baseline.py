"""baseline: today's findings as a file, so that an old registry can start with what is new."""

from __future__ import annotations

import argparse

from evidence import outputs, pipeline
from evidence.model import BadCall
from evidence.waivers import write_baseline

HELP = "write today's findings to a file; `evidence audit --baseline FILE` then fails on new ones only"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claims", nargs="?", default="claims.yaml", help="the registry (default: claims.yaml)")
    parser.add_argument("--output", default="baseline.json", metavar="FILE", help="the file to write (default: baseline.json)")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="as of this day")
    parser.add_argument("--no-pages", dest="pages", action="store_false", help="without the findings about the pages of `materials:`")


def run(options: argparse.Namespace) -> int:
    result = pipeline.audit(options.claims, today=options.today, pages=options.pages)
    if not result.made:
        raise BadCall(f"no audit was made, so there is nothing to write: {result.findings[0].place}: {result.findings[0].message}")
    integrity = frozenset(rule.name for rule in result.rules if rule.integrity)
    text = write_baseline(result.findings, integrity)
    outputs.write(outputs.writable(options.output, result), text)
    count = text.count('"fingerprint"')
    left = sum(finding.rule in integrity for finding in result.findings)
    outputs.say(f"{options.output}: {count} findings" + (f"; {left} about the registry itself stay outside" if left else "") + "\n")
    return 0
