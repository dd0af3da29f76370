"""Report: an audit as Python and Jupyter see it: verdict, data frames, files by suffix, a page in the notebook."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from evidence import formats, frames, outputs, pipeline
from evidence.model import LINKS, Audit, BadCall
from evidence.wording import mark

if TYPE_CHECKING:
    import pandas

SHOWN = 20  # claims in a notebook cell; the rest is counted


def audit(
    path: str | Path = "claims.yaml",
    *,
    today: str | None = None,
    fail_on: str = "error",
    strict: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    baseline: str | Path | None = None,
    trusted_ref: str | None = None,
    pages: bool = True,
) -> Report:
    """Audit a registry: what `evidence audit` does, for Python.

    `path`: the claims.yaml. `today`: ISO date to audit as of (default: SOURCE_DATE_EPOCH, else today in UTC). `fail_on`: the
    least severity that fails ("error", "warning", "info"). `select`, `ignore`: published rule names. `baseline`: a file of
    known findings. `trusted_ref`: a git reference to read policy and baseline from. `pages`: whether the pages of
    `materials:` are read. Raises BadCall for a wrong call (no such file, no such rule); whatever is wrong in the data is in the Report.
    It reads files only, and writes nothing.
    """
    given = {"today": today, "fail_on": fail_on, "strict": strict, "select": select, "ignore": ignore}
    return Report(pipeline.audit(path, baseline=baseline, trusted_ref=trusted_ref, pages=pages, **given))  # type: ignore[arg-type]  # one dict, many types


@dataclass(frozen=True)
class Report:
    """An audit's answer. The data frames are made when they are first asked for (pandas is imported then)."""

    audit: Audit

    @property
    def verdict(self) -> str:
        """failed | incomplete | passed."""
        return self.audit.summary.verdict

    @property
    def exit_code(self) -> int:
        """What the command would return: 0, 1, 2 or 3."""
        return self.audit.exit_code

    @cached_property
    def claims(self) -> pandas.DataFrame:
        """One row a claim: id, text, type, product, references (list), and the state of each of the six links."""
        return frames.claims(self.audit)

    @cached_property
    def quantities(self) -> pandas.DataFrame:
        """One row a derivation (one row without values for a quantity that has none): what was printed and what it comes to."""
        return frames.quantities(self.audit)

    @cached_property
    def findings(self) -> pandas.DataFrame:
        """One row a finding, most material first."""
        return frames.findings(self.audit)

    @cached_property
    def unchecked(self) -> pandas.DataFrame:
        """One row for everything that could not be checked, with the reason."""
        return frames.unchecked(self.audit)

    @cached_property
    def statements(self) -> pandas.DataFrame:
        """One row a statement of the pages that were read, with the claim it is, where it is one."""
        return frames.statements(self.audit)

    @cached_property
    def references(self) -> pandas.DataFrame:
        """One row a reference that is used: key, type, bibliographic fields, the claims that rest on it."""
        return frames.references(self.audit)

    def save(self, path: str | Path, format: str | None = None) -> Path:
        """Write the report in the format of the file's suffix (.json, .sarif, .md, .csv, .xml, .txt), or the one named."""
        target = Path(path)
        try:
            rendered = formats.choose(format or target.name).render(self.audit)
        except ValueError as trouble:
            raise BadCall(str(trouble)) from None
        outputs.write(outputs.writable(target, self.audit), rendered)
        return target

    def __str__(self) -> str:
        text: str = formats.choose("text").render(self.audit)
        return text

    def __repr__(self) -> str:
        counts = self.audit.summary
        return f"<Report {self.verdict}: {counts.claims} claims, {counts.errors} errors, {counts.warnings} warnings, {counts.unchecked} unchecked>"

    def _repr_html_(self) -> str:
        """A small table for notebooks: the verdict, then a row a claim with its six marks. Escaped, and at most 20 rows."""
        counts, results = self.audit.summary, self.audit.claims
        head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in ("claim", "text", *LINKS))
        rows = []
        for result in results[:SHOWN]:
            cells = "".join(f"<td title='{result.links[link]}'>{mark(result.links[link])} {result.links[link]}</td>" for link in LINKS)
            rows.append(f"<tr><td>{html.escape(result.claim.id)}</td><td>{html.escape(result.claim.text[:120])}</td>{cells}</tr>")
        more = f"<p>and {len(results) - SHOWN:,} more claims</p>" if len(results) > SHOWN else ""
        words = f"Verdict: {self.verdict}. {counts.claims} claims, {counts.errors} errors, {counts.warnings} warnings, {counts.unchecked} unchecked."
        read = f"<p>{html.escape(self.audit.what_was_read)}</p>" if self.audit.what_was_read else ""
        return f"<div><p><strong>{words}</strong></p>{read}<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{more}</div>"
