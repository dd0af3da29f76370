"""Reading 50,000 entries of which 300 are cited, as a share of bibtexparser's own parse of the same text in the same run."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from benchmarks.generate import bibliography

from evidence import references

ENTRIES = 50_000
CITED = [f"author{index}" for index in range(0, ENTRIES, ENTRIES // 300)]
SHARE = 0.25
PEAK = 150  # MB, of the whole process


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generated .bib file, about 24 MB."""
    path = tmp_path_factory.mktemp("bib") / "large.bib"
    path.write_text(bibliography(ENTRIES), "utf-8")
    return path


def test_large_bibliography(large: Path, benchmark: Any) -> None:
    """read() takes at most a quarter of bibtexparser's time, and finds what a full parse of everything finds."""
    bibtexparser = pytest.importorskip("bibtexparser")
    text = large.read_text("utf-8")
    times = {}
    for name, work in {
        "splitter": lambda: bibtexparser.splitter.Splitter(text).split(),
        "parse": lambda: bibtexparser.parse_string(text),
    }.items():
        began = time.perf_counter()
        work()
        times[name] = time.perf_counter() - began
    found = benchmark.pedantic(references.read, args=([("large.bib", large)], CITED), rounds=3, iterations=1)
    ours = benchmark.stats.stats.median
    print(
        f"\n{len(text) / 1e6:.1f} MB: read {ours:.2f} s, bibtexparser {times['parse']:.2f} s, its splitter alone {times['splitter']:.2f} s"
    )
    what = f"{ENTRIES:,} entries of which {len(CITED)} are cited ÷ bibtexparser's own parse of the file"
    benchmark.extra_info |= {"what": what, "ratio": ours / times["parse"], "target": SHARE}
    print(f"share of the parse {ours / times['parse']:.3f}, of the splitter {ours / times['splitter']:.3f}")
    assert len(found.keys) == ENTRIES
    assert len(found.references) == len(CITED)
    assert ours <= SHARE * times["parse"]
    assert found == references.read([("large.bib", large)], CITED, full=True)


def test_memory(large: Path) -> None:
    """The peak of a process that reads it stays under 150 MB (getrusage would give the peak of the process that started it)."""
    if not Path("/proc/self/status").exists():
        pytest.skip("no /proc: the peak can't be read here")
    code = (
        "import pathlib, sys; from evidence import references\n"
        "references.read([('large.bib', sys.argv[1])], sys.argv[2].split())\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(large), " ".join(CITED)], check=True, capture_output=True, text=True)
    print(f"\npeak {done.stdout.strip()} MB")
    assert int(done.stdout) < PEAK
