"""The nouns of the field: plain frozen dataclasses that every floor shares (those of a page are in page.py).

Nothing here reads a file, imports a library or knows a format. A value that could not be had is a `Missing` with its
reason, never None and never an empty string that looks like an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from fractions import Fraction
from types import ModuleType
from typing import TYPE_CHECKING

from evidence.nouns import dataclass

if TYPE_CHECKING:
    from evidence.page import Piece
    from evidence.record import Document, Found, Record
    from evidence.signoff import Ledger, Standing
    from evidence.since import Since

# `eq=False` where nothing compares two of a kind: writing a comparison for each class costs every start half a millisecond.

LINKS = ("registered", "cited", "sound", "anchored", "recomputed", "approved")
STATES = ("failed", "unchecked", "waived", "passed", "n/a")
SEVERITIES = ("info", "warning", "error")  # in rising order
VERDICTS = ("confirmed", "borderline", "contradicted", "incomplete")

Path = tuple[str | int, ...]
"""Where a value stands inside claims.yaml: ("claims", 3, "quantities", 0, "measure")."""


class BadCall(Exception):
    """The caller asked for what cannot be: no such file, an unknown name. One line for the person, exit code 2.

    >>> str(BadCall("there is no file claims.yaml"))
    'there is no file claims.yaml'
    """


# --- places and trouble -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in a file that a person edits: path relative to claims.yaml, line and column from 1, in code points."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place of a finding, and what is to be seen there."""

    place: Place
    note: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What could not be looked at, and why: it makes a link unchecked, never green. The reason is a whole clause."""

    because: str
    link: str = ""  # the link it leaves open, where that is not the rule's own


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A link of one claim at which there is nothing to check, and why."""

    because: str
    link: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule saw. The engine adds the rule's name, severity, link and basis and makes a Finding of it."""

    message: str  # the values compared, in one or two sentences
    at: Path | Place | None = None  # None: the subject's own place
    about: str = ""  # the words it is about; tells two problems of one rule on one claim apart, for ever
    fix: str = ""  # what to do here, where it says more than the rule's own advice
    severity: str = ""  # where it is not the rule's default …
    because: str = ""  # … the reason
    related: tuple[Related, ...] = ()
    claim: str = ""  # the claim and the BibTeX key it is about, where the subject is not already that
    key: str = ""
    basis: tuple[str, ...] = ()  # ids of the rule's BASIS_WHERE whose condition is met here


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal or scientific text that stands behind a rule in one profile."""

    cite: str
    role: str  # binding | guidance | code | analogy | science
    says: str  # one sentence, paraphrased
    url: str  # the official address
    mark: str  # V | V2, as in shared/regulatory.md
    seen: str = ""  # the address where it was verified, where that is another one
    whom: str = ""  # what it binds in the profile: devices, drugs


@dataclass(frozen=True, slots=True)
class Level:
    """The severity that a profile gives a rule, the text it rests on, and why."""

    now: str  # error | warning | info | off
    on: str  # the text as it is cited
    because: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its rule and severity: one line of the report.

    >>> Finding("claim-absolute", "warning", "wording", "cited", "“always”", "", "", Place("claims.yaml", 3), "f").counts
    True
    """

    rule: str
    severity: str
    decided: str  # data | wording
    link: str
    message: str
    why: str
    fix: str
    place: Place
    fingerprint: str
    claim: str | None = None
    key: str | None = None  # the BibTeX key it is about
    related: tuple[Related, ...] = ()
    basis: tuple[Basis, ...] = ()
    because: str = ""  # why the severity is not the rule's default
    bears_on: tuple[str, ...] = ()  # the claims whose link it breaks, where it is about a reference or the registry
    waiver: Waiver | None = None  # the waiver in force over it
    baselined: bool = False  # known from before, by --baseline
    under: str = ""  # the fingerprint of the finding that heads its statement's entry; empty: it heads one itself

    @property
    def counts(self) -> bool:
        """True where it bears on the verdict: neither waived nor in the baseline."""
        return self.waiver is None and not self.baselined


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Something that could not be checked. `claim` None: it concerns every claim."""

    link: str
    because: str
    rule: str | None = None
    claim: str | None = None
    material: str | None = None  # the piece it is about: it keeps the audit open, and no claim's link


# --- claims.yaml --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where a value was read: a reference, a place in it, and how much of the document the reader had before them."""

    reference: str  # a printed number or a BibTeX key
    read: str | None = None  # full | abstract | secondary
    page: str | None = None
    table: str | None = None
    row: str | None = None  # words of the head of the table's row, and of its column
    column: str | None = None
    figure: str | None = None
    paragraph: str | None = None
    place: str | None = None
    quote: str | None = None
    gives: tuple[str, ...] = ()  # which of the derivation's inputs were read here; empty: all
    path: Path = ()

    @property
    def where(self) -> str:
        """The place in words ("page 4, Table 2"), or an empty string."""
        named = [f"{name} {value}" for name in ("page", "table", "row", "column", "figure", "paragraph") if (value := getattr(self, name))]
        return ", ".join([*named, self.place] if self.place else named)


@dataclass(frozen=True, slots=True, eq=False)
class Derivation:
    """The inputs a quantity is recomputed from, as typed, and where they were read."""

    inputs: Mapping[str, str]
    sources: tuple[Source, ...] = ()
    set: str | None = None  # the analysis set
    articles: Mapping[str, str] | None = None  # count the bibliography instead: {keyword, type}
    path: Path = ()


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A number as printed, what it measures, and what it is recomputed from."""

    printed: str
    what: str | None = None
    measure: str | None = None
    better: str | None = None  # higher | lower: which way of the outcome flatters the product
    when: str | None = None
    arm: str | None = None
    n: str | None = None
    ci: str | None = None
    p: str | None = None
    unit: str | None = None
    comparator: str | None = None
    responder: str | None = None
    estimator: str | None = None  # where it is no plain count of people: kaplan-meier, imputed, weighted, model
    endpoint: Mapping[str, object] = field(default_factory=dict)
    derivations: tuple[Derivation, ...] = ()
    path: Path = ()
    broken: bool = False  # its entry does not fit the schema (claim-invalid says where)


@dataclass(frozen=True, slots=True, eq=False)
class Waiver:
    """A finding accepted by a named person, for a reason, until a date. As typed: `waiver-invalid` judges it."""

    rule: str | None
    reason: str | None = None
    by: str | None = None
    until: str | None = None
    claim: str | None = None  # set where it stands under a claim
    key: str | None = None  # a reference's key, or a material's id, where it stands at the top
    path: Path = ()


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """A search of the market behind "first" or "only". `file`: where it is kept, inside the project, or why it is not there."""

    date: str | None
    method: str | None
    file: str | Missing
    sha256: str = ""  # of the file's bytes


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """One approved sentence and everything that is said to carry it.

    >>> Claim("pain", "pain fell by 68%", references=("18",)).quantities
    ()
    """

    id: str
    text: str
    variants: tuple[str, ...] = ()
    type: str | None = None
    product: str | None = None
    label: str | None = None
    rationale: str | None = None
    references: tuple[str, ...] = ()  # as typed: printed numbers or BibTeX keys
    sources: tuple[Source, ...] = ()  # passages of a claim without a number
    quantities: tuple[Quantity, ...] = ()
    scope: Mapping[str, object] = field(default_factory=dict)
    testimonial: Mapping[str, str] = field(default_factory=dict)
    market_search: Search | None = None
    author: str | None = None
    note: str | None = None
    waivers: tuple[Waiver, ...] = ()
    path: Path = ()
    broken: frozenset[str] = frozenset()  # its keys that do not fit the schema (claim-invalid says where)


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """A reference number as printed on the page and the paper it stands for."""

    number: str
    key: str | None
    identified: str  # established | candidate
    because: str | None = None
    path: Path = ()


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """A piece on which claims are published. `file` is its path resolved inside the project, or why there is none."""

    id: str
    file: str | Missing
    facts: Mapping[str, object] = field(default_factory=dict)
    numbering: Mapping[str, Numbered] = field(default_factory=dict)
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What the team decided: severities that differ from the defaults, roles that must sign, review rhythm."""

    rules: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    review_every: str | None = None
    at_least: Mapping[str, str] = field(default_factory=dict)  # role → how many of its people must sign, as typed; one where it is not there
    require_signatures: bool = False  # a record without a valid signature does not count
    author_may_sign: bool = False
    documents: tuple[str, ...] = ()  # folders outside of the project in which source documents may stand
    record_days: str | None = None  # how old an answer of a service may be; the rule has its default
    reference_years: str | None = None  # how old a reference may be; the rule has its default


# --- references ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """One BibTeX entry that is used: fields decoded, names of fields in lower case, with the place of each."""

    key: str
    type: str
    fields: Mapping[str, str]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)

    def at(self, name: str) -> Place:
        """The place of a field, or of the entry where the field is not there."""
        return self.places.get(name, self.place)


@dataclass(frozen=True, slots=True)
class BrokenBlock:
    """A piece of a .bib file that did not become an entry: why, where, and its first words."""

    place: Place
    message: str
    text: str
    key: str = ""
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """A file the audit read, with the hash of the bytes that were read."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The .bib files of a registry: where every key stands, the entries that are used, and all that did not parse."""

    keys: Mapping[str, Place] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    broken: tuple[BrokenBlock, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()  # (pattern or path as typed, why)
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (keyword, type) → entries, for `articles:`
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """references/records.json as it was read. `present` False: there is no such file, so nobody has asked yet."""

    records: Mapping[str, Record] = field(default_factory=dict)  # by BibTeX key
    problems: tuple[Problem, ...] = ()  # it does not parse, or its own digest does not fit: no record of it is used then
    present: bool = False
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """claims.yaml with everything it names: what rules look at when they look at the whole.

    >>> Registry("claims.yaml", ".").profile
    'us-device-510k'
    """

    path: str  # the file's own name, the base of every Place
    folder: str
    claims: tuple[Claim, ...] = ()
    profile: str = "us-device-510k"
    what_was_read: str | None = None
    contact: str | None = None  # the e-mail address that the services may know; it stands in no output
    products: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    studies: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    numbering: Mapping[str, Numbered] = field(default_factory=dict)
    materials: tuple[Material, ...] = ()
    policy: Policy = field(default_factory=Policy)
    waivers: tuple[Waiver, ...] = ()
    bibliography: Bibliography = field(default_factory=Bibliography)
    bibliography_path: Path = ("bibliography",)
    records: Records = field(default_factory=Records)
    ledger: Ledger | None = None  # the sign-offs; None: there are none, and nobody must sign
    problems: tuple[Problem, ...] = ()  # what the loader saw: broken YAML, unknown keys, duplicates
    readable: bool = True  # False: no YAML at all, so no audit could be made
    inputs: tuple[Input, ...] = ()
    place: Callable[[Path], Place] = field(default=lambda path: Place("claims.yaml"), compare=False, repr=False)


# --- the chain ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What arithmetic says of one printed number. Numbers are exact Fractions in the unit the number was printed in.

    verdict: confirmed | borderline | contradicted | incomplete. value, low and high are the recomputed centre and
    interval R (None where incomplete; high None where it is unbounded); printed_low and printed_high bound what the
    printed number stands for, C (None: unbounded on that side).

    >>> Recomputed("incomplete", "proportion").value is None
    True
    """

    verdict: str
    measure: str
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    printed_value: Fraction | None = None
    printed_low: Fraction | None = None
    printed_high: Fraction | None = None
    decimals: int = 0  # places after the point, as printed
    unit: str = ""  # %, points, fold, or empty
    direction: str = ""  # overstated | understated, of the number itself, where it is contradicted
    flatters: bool | None = None  # True where the printed number makes the product look better than the source
    units_off: Fraction | None = None  # distance from centre to printed number, in units of its last printed place
    rounds_to: str = ""  # the centre, rounded half up as the printed number is ("30%")
    central_agrees: bool | None = None  # True where the centre rounds (half up or half even) to the printed number
    explanation: str = ""  # one sentence: how the printed number could have come about, or why it is incomplete
    arithmetic: str = ""  # the calculation written out: "(82.3 − 26.7) ÷ 82.3 = 67.557… %"


@dataclass(frozen=True, slots=True, eq=False)
class Citation:
    """One reference number or key of a claim, followed as far as it leads."""

    typed: str
    key: str | None
    numbered: Numbered | None
    reference: Reference | Missing
    path: Path

    @property
    def candidate(self) -> str:
        """Why it is not sure that this is the paper; an empty string where it is."""
        if self.numbered is None or self.numbered.identified != "candidate":
            return ""
        return self.numbered.because or "no reason is recorded"


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """A source of a claim with the document behind it: what was found of its quoted words, or why nobody could look."""

    source: Source
    citation: Citation
    document: Document | Missing
    found: Found | Missing
    inputs: Mapping[str, str] = field(default_factory=dict)  # the values of `from:` that are said to be read here
    printed: str = ""  # the quantity's printed number, where the source stands under a quantity


@dataclass(frozen=True, slots=True, eq=False)
class Recomputation:
    """A quantity with what each of its derivations comes to; the first is what the claim rests on."""

    quantity: Quantity
    results: tuple[Recomputed, ...]
    sources: tuple[tuple[Citation, ...], ...] = ()  # per derivation, its sources' citations

    @property
    def verdict(self) -> str:
        """The first derivation's verdict; incomplete where there is none."""
        return self.results[0].verdict if self.results else "incomplete"


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """A claim with every link resolved, each to what it leads to or to Missing. What rules about a claim look at."""

    claim: Claim
    citations: tuple[Citation, ...]
    quantities: tuple[Recomputation, ...]
    missing: tuple[Missing, ...] = ()  # each with the link it leaves open
    not_applicable: Mapping[str, str] = field(default_factory=dict)  # link → why there is nothing to check
    anchors: tuple[Anchor, ...] = ()  # every source of the claim and of its quantities, with what was found in its document
    standings: tuple[Standing, ...] = ()  # its sign-offs, and what each is worth today


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """All findings after waivers and baseline were applied: what the rules about waivers and baselines look at."""

    findings: tuple[Finding, ...]
    waivers: tuple[Waiver, ...]
    used: frozenset[Path]  # the waivers that covered something
    baseline: Mapping[str, Mapping[str, str]]  # fingerprint → entry
    baseline_path: str = ""
    met: frozenset[str] = frozenset()  # fingerprints of the baseline that occur today


# --- rules and the audit ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule file's own words, read once."""

    name: str
    summary: str
    why: str
    todo: str
    link: str
    severity: str  # error | warning | info | off: the default in this profile
    decided: str
    subject: str  # Registry | Chain | Piece | Reference | Settled
    integrity: bool = False
    basis_ids: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    where: tuple[Conditional, ...] = ()  # what stands behind some of its findings only
    now: str = ""  # the severity in force here
    own: str = ""  # the rule file's own default, …
    because: str = ""  # … and why the profile has another one
    module: ModuleType | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """Texts that a finding of a rule prints only where its problem says that their condition is met."""

    id: str
    when: str  # the condition in words
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What a rule may know besides its subject. Rules do no I/O: all of it was read before."""

    registry: Registry
    as_of: str  # ISO date
    profile: str
    rules: tuple[str, ...] = ()  # every rule's published name
    integrity: frozenset[str] = frozenset()  # those that nothing can silence
    documents: Mapping[str, tuple[Document | Missing, ...]] = field(default_factory=dict)  # by BibTeX key: those that were opened


@dataclass(frozen=True, slots=True, eq=False)
class ClaimResult:
    """A claim's line in the report."""

    chain: Chain
    links: Mapping[str, str]  # link → state
    used_on: tuple[str, ...] = ()
    sign_offs: tuple[Mapping[str, str], ...] = ()
    waivers: tuple[Waiver, ...] = ()  # in force

    @property
    def claim(self) -> Claim:
        return self.chain.claim


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of the whole audit; waived and baselined findings are counted apart, not among errors or warnings."""

    claims: int
    errors: int
    warnings: int
    infos: int
    unchecked: int
    waived: int
    baselined: int
    verdict: str  # failed | incomplete | passed


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """Everything a format may print. Equal inputs give an equal Audit: it holds no clock and no absolute path."""

    version: str  # of evidence
    as_of: str
    profile: str
    registry: Registry
    inputs: tuple[Input, ...]
    summary: Summary
    claims: tuple[ClaimResult, ...]
    findings: tuple[Finding, ...]  # most material first
    unchecked: tuple[Unchecked, ...]
    rules: tuple[Rule, ...]
    changes: tuple[str, ...] = ()  # every default that policy or the command line changed, in words
    what_was_read: str | None = None
    pieces: tuple[Piece, ...] = ()
    fail_on: str = "error"
    base: str = ""  # the folder of claims.yaml as it was typed, where that is a path below the working directory
    exit_code: int = 0
    made: bool = True  # False: claims.yaml is no YAML at all
    since: Since | None = None  # what changed since a previous report, where one was given
