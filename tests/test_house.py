"""The house: who may lean on whom, what start-up costs, and the size of a file."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "evidence"
FILES = {".".join(file.relative_to(HOUSE).with_suffix("").parts): file for file in sorted(HOUSE.rglob("*.py"))}
ROOMS = ("verbs", "readers", "services", "rules", "formats")

# DESIGN section 1, with steps between its floors: a file looks only down, so of two on one step neither may look at the other.
# `report` stands above `pipeline`, not beside `chain` as the design draws it: Report.audit() runs the pipeline.
# A new file is put on the lowest step that is above everything it imports.
FLOORS = """
-2   patterns nouns
-1   repository page record signoff sshsig since
0    known changes _version model folding rooms apa bibparser decoding enumerations forms formulas grids identifiers labels latex lexicon printed recordforms spans stylesheets superscripts tiles pacing threads signers captions uses pagehead
1    history recordfiles roles bibtex characters claims comparison grammar hints composer confidence deviations events feasibility layout measures outputs pvalues readings records retraction_rows schemafacts verdict contact identity hosts cells
1    footnotes sameness fetching guards typography vocabulary waivers wording wordparts
1.5  soundness seal bibfiles columns comparators complaints drift explanations guesses markup numerals reflist retraction_table sentences tree wordlines answers likeness markuptables tables
1    phraselists
1.6  attestation sealparts setoff verifier wordgroups
1.2  hearing trialstats studies gluednames romans
1.3  phrases schema
2.2  utterances
2.3  balance
2    titlepage ledger arithmetic bases claimwords defects flags markers near references faults pdfwords tablefiles stretches beside renamed
2.5  assertions figures matching vectors client pdftables variants
2.6  resultrows
2.7  statements
1    coverage
1.5  ama axes extent issues nesting progress
2    pageview sourcewords
2.5  opening annexes
2.7  matrix
2.8  claimrows
0    glyphs highlights meter
1.5  annotated sheetcells packfiles
2.85 dossier workbook
3    formats readers rules services
3.5  asking
4    registry
0    cachefolder pdfworker running sheets
1    filefield likewords
2    passages
2.5  carried marking
4    documents
4.5  anchors
4.5  pieces refreshing
0.5  shapes imprint numberline
0.7  unitnames
0.5  palette
1.5  views
5    packing criteria chain drafting frames scanning trusted
5.5  locating
5.5  standings
6    pipeline
6.5  report signing
6.6  selection
6.7  plots supposition
7    __init__ cli verbs
7.5  __main__
"""
FLOOR = {name: float(line.split()[0]) for line in FLOORS.strip().splitlines() for name in line.split()[1:]}


LONG = {"model": 620}  # the nouns belong together


def floor(module: str) -> float:
    """A room and its members stand on one floor, so that no member may look at its door or at another member."""
    name = module if module in FLOOR else module.split(".")[0]
    assert name in FLOOR, f"{name} is on no floor yet: put it on the lowest step of FLOORS that is above all it imports"
    return FLOOR[name]


def leans_on(file: Path) -> set[str]:
    """Every module of ours that a file imports, anywhere in it: "evidence.formats.json" → "formats.json"."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(name.name.removeprefix("evidence").lstrip(".") or "__init__" for name in node.names if name.name.split(".")[0] == "evidence")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "evidence":
            above = node.module.removeprefix("evidence").lstrip(".")
            names = [f"{above}.{name.name}".lstrip(".") for name in node.names]
            found.update(name if name in FILES or name in ROOMS else above or "__init__" for name in names)
    return found


@pytest.mark.parametrize("module", FILES)
def test_a_file_looks_only_down(module: str) -> None:
    """What a file imports stands on a lower floor; members of a room import neither their own door nor each other."""
    own = floor(module.removesuffix(".__init__"))
    for other in sorted(leans_on(FILES[module])):
        if (module, other) == ("cli", "__init__"):  # the face, for its one exception: `--version` must not import the model
            continue
        assert floor(other) < own, f"{module} (floor {own:g}) imports {other} (floor {floor(other):g})"


def test_the_test_of_the_floors_can_fail(tmp_path: Path) -> None:
    """It sees imports of every form, also inside functions."""
    file = tmp_path / "x.py"
    file.write_text("import evidence.cli\nfrom evidence import pipeline\ndef f():\n    from evidence.formats import json\n    from evidence.model import Claim\n", encoding="utf-8")
    assert leans_on(file) == {"cli", "pipeline", "formats.json", "model"}
    assert floor("formats.json") == floor("formats") > floor("model")


@pytest.mark.parametrize("module", FILES)
def test_our_own_modules_are_imported_at_the_top(module: str) -> None:
    """No import of ours hides inside a function: the head of a file tells all it leans on."""
    for node in ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            inner = ast.Module(body=node.body, type_ignores=[])
            names = [each.module or "" for each in ast.walk(inner) if isinstance(each, ast.ImportFrom)]
            names += [name.name for each in ast.walk(inner) if isinstance(each, ast.Import) for name in each.names]
            assert not [name for name in names if name.split(".")[0] == "evidence"], f"{module}.{node.name}"


@pytest.mark.parametrize("module", FILES)
def test_a_file_says_what_it_is_and_fits_in_a_head(module: str) -> None:
    """Every module opens with its sentence; none has more than 300 lines, no function more than 60."""
    text = FILES[module].read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    assert text.count("\n") <= LONG.get(module, 300)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 60] == []


@pytest.mark.parametrize("module", [name for name in FILES if name.startswith("verbs.") or name == "cli"])
def test_a_verb_says_what_it_says_in_one_way(module: str) -> None:
    """What goes to stdout goes by outputs.say (cli has its own): the same bytes everywhere, and a full disk is told in one line."""
    for node in ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            assert any(word.arg == "file" for word in node.keywords), f"{module}:{node.lineno}"
        if module != "cli":
            assert not (isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout.write", "sys.stdout.buffer")), module


def imported(code: str) -> set[str]:
    """The top-level modules in memory after some code ran in a fresh interpreter."""
    script = f"import sys\n{code}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_import_evidence_brings_in_no_library() -> None:
    """`import evidence` costs nothing: no pandas, requests, jinja2, pydantic, yaml."""
    assert not imported("import evidence") & {"pandas", "numpy", "requests", "jinja2", "pydantic", "yaml", "bibtexparser", "argparse", "subprocess"}


def test_the_version_costs_less_still() -> None:
    """`evidence --version` imports none of our nouns' libraries either."""
    assert not imported("from evidence.cli import main; main(['--version'])") & {"dataclasses", "argparse", "pydantic", "yaml", "pandas"}


def test_an_audit_brings_in_only_what_it_reads_with() -> None:
    """`evidence audit` on the repository's own registry needs no pandas, requests, jinja2, scipy or network."""
    seen = imported("from evidence.cli import main; assert main(['audit', '--today', '2026-11-22']) == 1")
    assert "yaml" in seen
    assert not seen & {"pandas", "numpy", "requests", "jinja2", "scipy", "ssl", "http", "pydantic"}  # pydantic: only where something may not fit
