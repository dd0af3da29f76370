"""Write the golden files anew: `PYTHONPATH=.:tests python -m formats.write_golden`, then read the difference before committing it."""

from __future__ import annotations

from pathlib import Path

from formats import sample

from evidence import formats as door

FORMATS = ("csv", "github", "json", "junit", "markdown", "sarif", "text")
AUDITS = {"rich": sample.rich, "empty": sample.empty, "not_made": sample.not_made}

if __name__ == "__main__":
    folder = Path(__file__).parent / "golden"
    folder.mkdir(exist_ok=True)
    for which, audit in AUDITS.items():
        for name in FORMATS:
            (folder / f"{which}.{name}").write_bytes(door.choose(name).render(audit()).encode())
