"""Report: an audit as Python and Jupyter see it: verdict, data frames, files by suffix, a page in the notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence import formats, frames, outputs, pipeline, views
from evidence.hints import guess
from evidence.model import Audit, BadCall, Chain, ClaimResult, Finding
from evidence.views import View

if TYPE_CHECKING:
    import pandas


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

    >>> report = audit("claims.yaml", today="2026-11-22")
    >>> report.verdict, report.exit_code
    ('failed', 1)
    """
    asked = pipeline.Asked(
        fail_on=fail_on, strict=strict, select=tuple(select), ignore=tuple(ignore), baseline=baseline, trusted_ref=trusted_ref, pages=pages
    )
    return Report(pipeline.audit(path, today=today, **asked), asked)


@dataclass(frozen=True)
class Report:
    """An audit's answer. The data frames are made when they are first asked for (pandas is imported then).

    `evidence.frames.legend("claims")` tells the columns of a frame, and so for the others. Lists are Python lists of text.

    >>> report = audit("claims.yaml", today="2026-11-22")
    >>> report.claims.explode("references")[["claim", "references"]].iloc[1].tolist()
    ['pain-24m', '18']
    >>> report["pain-24m"].links["cited"]
    'unchecked'
    """

    audit: Audit
    asked: Mapping[str, Any] = field(default_factory=dict, repr=False)  # how it was asked for, for `what_if`

    def __getitem__(self, claim: str) -> View[ClaimResult]:
        """A claim's line of the report, by its id. Its `.chain`, `.claim` and `.chain.quantities` show themselves in a notebook, too.

        Raises BadCall for an id that no claim has.
        """
        for one in self.audit.claims:
            if one.claim.id == claim:
                return View(one, self.audit)
        raise BadCall(f"there is no claim {claim!r}{guess(str(claim), [one.claim.id for one in self.audit.claims])}")

    def chain(self, claim: str) -> View[Chain]:
        """The way of one claim, link by link, with what is missing. Raises BadCall for an id that no claim has."""
        return View(self[claim].noun.chain, self.audit)

    def finding(self, number: int) -> View[Finding]:
        """A finding by its row in `findings`, from 0. Raises BadCall where there is no such row."""
        if not 0 <= number < len(self.audit.findings):
            raise BadCall(f"there is no finding {number}: there are {len(self.audit.findings)}, numbered from 0")
        return View(self.audit.findings[number], self.audit)

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
    def inputs(self) -> pandas.DataFrame:
        """One row a value that a number is recomputed from, as typed and as a float."""
        return frames.inputs(self.audit)

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

    @cached_property
    def citations(self) -> pandas.DataFrame:
        """One row a reference of a claim, cited or read for a value: the edges between claims and references."""
        return frames.citations(self.audit)

    @cached_property
    def calendar(self) -> pandas.DataFrame:
        """One row a day on which a claim or a waiver ends, a claim is to be reviewed, or one was signed."""
        return frames.calendar(self.audit)

    def save(self, path: str | Path, format: str | None = None) -> Path:
        """Write the report in the format of the file's suffix (.html, .pdf, .xlsx, .json, .sarif, .md, .csv, .xml, .txt), or the one named."""
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
        return views.report(self.audit)
