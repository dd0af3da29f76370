"""`python tests/benchmarks/ratios.py` runs the benchmarks and prints their ratios as a markdown table, with the machine they ran on."""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run every benchmark and print the table; pytest's exit code."""
    sys.path.insert(0, str(HERE.parents[1]))  # works in a checkout, too
    with TemporaryDirectory() as folder:
        told = Path(folder) / "benchmarks.json"
        code = pytest.main([str(HERE), "-q", "-p", "no:cacheprovider", f"--rootdir={HERE.parents[1]}", f"--benchmark-json={told}"])
        benchmarks = json.loads(told.read_text(encoding="utf-8"))["benchmarks"] if told.exists() and told.stat().st_size else []
    print("\n".join(["", *table(benchmarks), "", machine()]))
    return int(code)


def table(benchmarks: list[dict[str, Any]]) -> list[str]:
    """One row a benchmark that tells its ratio: extra_info holds what, ratio and target."""
    told = [entry["extra_info"] for entry in benchmarks if "ratio" in entry["extra_info"]]
    rows = [f"| {entry['what']} | {entry['ratio']:.2f} | {entry['target']:g} |" for entry in told]
    return ["| measured ÷ by | ratio | at most |", "|---|---|---|", *rows]


def machine() -> str:
    """The machine and the Python, in one line."""
    facts = Path("/proc/cpuinfo")
    names = (
        [line.partition(":")[2].strip() for line in facts.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        if facts.exists()
        else []
    )
    processor = names[0] if names else platform.processor() or platform.machine()
    return f"{os.cpu_count()} × {processor}, {platform.system()}, {platform.python_implementation()} {platform.python_version()}."


if __name__ == "__main__":
    sys.exit(main())
