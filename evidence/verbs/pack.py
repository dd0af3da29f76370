"""pack: the substantiation pack of a registry: pages, sources, matrix, reports, records and sign-offs, each with its hash."""

from __future__ import annotations

import argparse

from evidence import meter, outputs, packfiles, packing, pipeline
from evidence.model import BadCall
from evidence.wording import last_line, plural

HELP = "write the substantiation pack: annotated pages, marked sources, claims matrix, reports, records, sign-offs, hashes"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claims", nargs="?", default="claims.yaml", help="the registry (default: claims.yaml)")
    parser.add_argument("--output", required=True, metavar="DIR|ZIP", help="a new or empty folder, or a .zip file that is not there yet")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="audit as of this day (default: SOURCE_DATE_EPOCH, else today in UTC)")


def run(options: argparse.Namespace) -> int:
    tell = meter.steps(4 + len(packing.REPORTS))
    tell("audit")
    audit = pipeline.audit(options.claims, today=options.today)
    if not audit.made:
        raise BadCall(f"no audit was made, so there is nothing to pack: {audit.findings[0].place}: {audit.findings[0].message}")
    target = packfiles.place(options.output, audit)
    try:
        files = packing.pack(audit, tell)
    finally:
        tell("")
    packfiles.write(target, files)
    outputs.say(f"{target}: {plural(len(files), 'file')}\n{last_line(audit)}\n")
    return 0
