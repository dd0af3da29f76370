"""rules: every rule under a profile, as a list for machines or for people."""

from __future__ import annotations

import argparse
import json

from evidence import criteria, outputs
from evidence.bases import profiles
from evidence.hints import guess
from evidence.model import BadCall

HELP = "the list of rules with their severity and legal basis under a profile; --format json, for programs"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", default="us-device-510k", help="whose severities and legal bases (default: us-device-510k)")
    parser.add_argument("--format", default="text", choices=("text", "json", "markdown"), help="default: text")


def run(options: argparse.Namespace) -> int:
    if options.profile not in profiles():
        raise BadCall(f"there is no profile {options.profile!r}{guess(options.profile, list(profiles()))}; there are {', '.join(profiles())}")
    if options.format == "json":
        told = json.dumps(criteria.listed(options.profile), indent=2, ensure_ascii=False)
    else:
        told = criteria.table(options.profile) if options.format == "markdown" else criteria.lines(options.profile)
    outputs.say(f"{told}\n")
    return 0
