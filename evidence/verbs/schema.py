"""schema: the JSON Schema of claims.yaml for editors, or of the JSON report for programs."""

from __future__ import annotations

import argparse
import json

from evidence import outputs, schema
from evidence.rooms import HERE

HELP = "print the JSON Schema of claims.yaml, for editors; --report: of `audit --format json`"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--report", action="store_true", help="the schema of the JSON report instead")


def run(options: argparse.Namespace) -> int:
    if options.report:
        outputs.say((HERE / "templates" / "report.schema.json").read_bytes())
    else:
        outputs.say(json.dumps(schema.json_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0
