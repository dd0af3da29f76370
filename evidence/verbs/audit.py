"""audit: the whole chain of every claim, read-only."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

from evidence import formats, meter, outputs, pipeline, rooms
from evidence.model import SEVERITIES, Audit, BadCall

HELP = "audit a claims.yaml: every claim, every link, every number; writes nothing but the reports you name"


def arguments(parser: argparse.ArgumentParser) -> None:
    choices = ", ".join(rooms.members("formats"))
    parser.add_argument("claims", nargs="?", default="claims.yaml", help="the registry (default: claims.yaml)")
    parser.add_argument("--format", default="text", metavar="F", help=f"what stdout carries: {choices} (default: text)")
    parser.add_argument("--output", action="append", default=[], metavar="F=PATH", help="also write a report; repeatable; PATH alone: format by suffix")
    parser.add_argument("--fail-on", default="error", choices=SEVERITIES, help="the least severity that gives exit code 1 (default: error)")
    parser.add_argument("--strict", action="store_true", help="exit code 3 where anything could not be checked")
    parser.add_argument("--select", action="append", default=[], metavar="RULE", help="run only these rules; repeatable, or a list with commas")
    parser.add_argument("--ignore", action="append", default=[], metavar="RULE", help="do not run these rules")
    parser.add_argument("--baseline", metavar="FILE", help="findings known from before, written by `evidence baseline`; they do not fail")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="audit as of this day (default: SOURCE_DATE_EPOCH, else today in UTC)")
    parser.add_argument("--no-pages", dest="pages", action="store_false", help="leave the pages of `materials:` unread; `registered` is unchecked then")
    parser.add_argument("--since", metavar="FILE", help="a previous report (--format json): the html report tells what is new, closed and worse")
    parser.add_argument("--trusted-ref", metavar="REF", help="read policy and baseline from this git reference, such as origin/main")


def run(options: argparse.Namespace) -> int:
    targets = [_target(word) for word in options.output]
    chosen = _format(options.format)
    result = pipeline.audit(
        options.claims,
        today=options.today,
        fail_on=options.fail_on,
        strict=options.strict,
        select=names(options.select),
        ignore=names(options.ignore),
        baseline=options.baseline,
        trusted_ref=options.trusted_ref,
        pages=options.pages,
    )
    if options.since:
        result = import_module("evidence.progress").compared(result, options.since)  # few runs compare, and every run starts
    tell = meter.steps(len(targets))
    for rendered, path in [_rendered(name, path, result, tell) for name, path in targets]:
        outputs.write(path, rendered)
    tell("")
    _print(chosen, result)
    return result.exit_code


def _rendered(name: str, path: str, result: Audit, tell: Callable[[str], None]) -> tuple[str | bytes, Path]:
    """One report and where it is to stand: none is written before all are made."""
    target = outputs.writable(path, result)
    tell(path)
    return _format(name).render(result), target


def names(words: list[str]) -> list[str]:
    """Repeated options and lists with commas, as one list of names."""
    return [name.strip() for word in words for name in word.split(",") if name.strip()]


def _format(name: str) -> ModuleType:
    try:
        return formats.choose(name)
    except ValueError as trouble:
        raise BadCall(str(trouble)) from None


def _target(word: str) -> tuple[str, str]:
    name, equals, path = word.partition("=")
    if not equals:
        name, path = word, word
    _format(name)
    return name, path


def _print(chosen: ModuleType, result: Audit) -> None:
    colour = sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    rendered = chosen.render(result)
    if colour and hasattr(chosen, "paint"):
        rendered = chosen.paint(rendered)
    outputs.say(rendered)
