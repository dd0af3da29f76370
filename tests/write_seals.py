"""Writes tests/vectors/seals.json anew: `PYTHONPATH=.:tests python tests/write_seals.py`. A seal that changes here voids every signature."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import standin_project as stand

from evidence import seal, standings

FILE = Path(__file__).parent / "vectors" / "seals.json"
VALUES = [
    ("claim", {}),
    ("claim", {"id": "pain-24m", "text": "shown to reduce SI joint pain by 68%"}),
    ("claim", {"text": "  shown\r\n to\u00a0reduce   SI joint pain by 68% ", "id": "pain-24m"}),
    ("claim", {"text": "Ko\u0308ln", "variants": [], "note": None, "empty": ""}),
    ("claim", {"text": "K\u00f6ln"}),
    ("passages", [{"page": 4, "quote": "fell from 82.30 to 26.7"}, {"page": "4", "quote": "fell from 82.30 to 26.7"}]),
    ("passages", ["dose 1", "0 mg"]),
    ("passages", ["dose 10", " mg"]),
    ("policy", {"roles": {"medical": {"people": ["ana@example.org"], "at least": "1"}}, "signatures are required": False}),
    ("sources", {"polly2016": ["sha256:" + "0" * 64]}),
    ("waivers", [{"rule": "quantity-relative-only", "reason": "“\"\\\u2028\u0001😀"}]),
]


def vectors() -> dict[str, object]:
    """The values with their canonical form and seal, and those of every part of the tests' own project."""
    plain = [
        {"part": part, "value": value, "canonical": seal.encoded([part, seal.canonical(value)]).decode(), "seal": seal.seal(part, value)}
        for part, value in VALUES
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = stand.audit(stand.project(Path(folder)))
        day = standings.today(found.registry, found.rules)
        parts = standings.content(found.claims[0].chain, day)  # the source file is hashed here
    project = {part: {"content": value, "seal": seal.of_canonical(part, value)} for part, value in parts.items()}
    return {"version": "v1", "values": plain, "project": {"claims.yaml": stand.CLAIMS, "references/a.bib": stand.BIB, "claim": "pain", "parts": project}}


def written() -> str:
    return json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(written(), encoding="utf-8")
