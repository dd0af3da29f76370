"""Writes the parts of the README that a command makes: one claim of today's report, and the table of rules."""

from __future__ import annotations

import re
from pathlib import Path

from evidence import rules
from evidence.bases import bases
from evidence.formats import choose
from evidence.measures import listed
from evidence.model import Policy
from evidence.pipeline import audit
from evidence.verbs.explain import table

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"
SHOWN = "opioids-24m"


def output() -> str:
    """The head, the legend, one claim and the last line of this repository's own report."""
    text = choose("text").render(audit(ROOT / "claims.yaml", today=TODAY))
    blocks = text.rstrip("\n").split("\n\n")
    shown = [blocks[0], blocks[1], *(block for block in blocks if f"  {SHOWN}  " in block.split("\n")[0]), blocks[-1]]
    return "```text\n" + "\n\n".join(shown) + "\n```"


def parts() -> dict[str, str]:
    """Marker → what stands between it and its end."""
    return {"output": output(), "measures": measures(), "rules": table(rules.catalogue(bases("us-device-510k"), Policy()))}


def measures() -> str:
    """The table of measures, as markdown."""
    rows = [" | ".join(row[name] for name in ("measure", "inputs", "formula", "unit", "defined")) for row in listed()]
    return "\n".join(["| measure | inputs (`from:`) | formula | printed in | defined for |", "|---|---|---|---|---|", *(f"| {row} |" for row in rows)])


def filled(text: str) -> str:
    """A page with its parts written anew."""
    for name, words in parts().items():
        between = re.compile(rf"(<!-- {name}:[^>]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = between.sub(lambda found, words=words: f"{found[1]}{words}\n{found[2]}", text)
    return text


PAGES = (ROOT / "README.md", ROOT / "docs" / "methods.md")

if __name__ == "__main__":
    for page in PAGES:
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
