"""The pages of rules and of profiles, made from the rule files and the profile data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markings import block, cell, plain, table, toctree

from evidence import bases, criteria
from evidence.model import LINKS, Basis, Rule
from evidence.wording import standing

LANGUAGES = {"yaml": "yaml", "html": "html", "md": "markdown"}  # the others are shown plain: examples may be broken on purpose
DEFAULT = "us-device-510k"
DECIDED = {
    "data": "Decided by the data alone.",
    "wording": "Decided by wording: the finding names the words that made it fire. It is left out where `label: verbatim` says that the "
    "words are the labeling's own.",
}
MARKS = {"V": "read at", "V2": "confirmed by a second source at"}
INTEGRITY = "Nothing can switch it off or waive it: not `policy.rules`, `--ignore`, a waiver or a baseline."
ABOUT_EXAMPLES = "Each example is a whole small project; the tests run it. `# here` marks the place of the finding."

Catalogues = Mapping[str, Mapping[str, Rule]]


def pages() -> Iterator[tuple[str, str]]:
    """(path, page) of the list of rules, of every rule, of the list of profiles and of every profile."""
    catalogues = {name: {rule.name: rule for rule in criteria.catalogue(name)} for name in bases.profiles()}
    yield "rules/index.md", _index(catalogues[DEFAULT])
    for name in catalogues[DEFAULT]:
        yield f"rules/{name}.md", rule_page(name, catalogues)
    yield "profiles/index.md", _profile_index()
    for name in catalogues:
        yield f"profiles/{name}.md", profile_page(name, catalogues[name])


def _index(every: Mapping[str, Rule]) -> str:
    words = (
        f"{len(every)} rules, by the link of the chain that they look at. The severity is the one under `{DEFAULT}`; a profile "
        "or `policy.rules` may change it. `evidence explain RULE` prints the same words in a terminal."
    )
    parts = ["# Rules", words]
    for link in LINKS:
        parts += [f"## {link.capitalize()}", criteria.ASKS[link]]
        rows = [(_target(rule), rule.severity, cell(rule.summary)) for rule in every.values() if rule.link == link]
        parts.append(table(("rule", "severity", "it fires when"), rows))
    return _page(*parts, toctree(every))


def _target(rule: Rule) -> str:
    """A link to the rule's page that is itself the place `rules/#name`, which SARIF and the reports point to."""
    return f"[[`{rule.name}`](/rules/{rule.name}.md)]{{#{rule.name}}}"


def rule_page(name: str, catalogues: Catalogues) -> str:
    """One rule's page."""
    rule = catalogues[DEFAULT][name]
    severity = f"**{rule.own.capitalize()}**, about the link *{rule.link}*. {DECIDED[rule.decided]} {INTEGRITY if rule.integrity else ''}"
    parts = [f"# {name}", plain(rule.summary), "## Why it matters", plain(_capital(rule.why)), "## What to do", plain(_capital(rule.todo))]
    parts += ["## Severity", severity.strip(), *_severities(name, rule.own, catalogues)]
    parts += ["## Basis by profile", *_basis(name, catalogues)]
    parts += ["## Examples", ABOUT_EXAMPLES]
    for title, kind in (("Passes", "PASSES"), ("Fails", "FAILS"), ("Cannot be checked", "OPENS")):
        parts += _examples(title, getattr(rule.module, kind, {}))
    return _page(*parts)


def _severities(name: str, own: str, catalogues: Catalogues) -> Iterator[str]:
    for profile, every in catalogues.items():
        if every[name].severity != own:
            yield f"Under [{profile}](/profiles/{profile}.md) it is **{every[name].severity}**: {plain(every[name].because)}."


def _basis(name: str, catalogues: Catalogues) -> Iterator[str]:
    rows = []
    for profile, every in catalogues.items():
        for number, basis in enumerate(every[name].basis):
            first = f"[{profile}](/profiles/{profile}.md)" if number == 0 else ""
            rows.append((first, f"{_link(basis)}<br>{cell(standing(basis))}", cell(basis.says)))
        for one in every[name].where:
            said = [(f"{_link(basis)}<br>{cell(standing(basis))}<br>*only where {cell(one.when)}*", cell(basis.says)) for basis in one.basis]
            rows += [("" if every[name].basis or number else f"[{profile}](/profiles/{profile}.md)", *each) for number, each in enumerate(said)]
    without = [profile for profile, every in catalogues.items() if not (every[name].basis or every[name].where)]
    if rows:
        yield "A text is cited where it binds or guides and was read. Whether it was breached is for a qualified person to say."
        yield table(("profile", "text", "what it says"), rows)
    if without:
        yield f"No text is cited under {', '.join(f'[{each}](/profiles/{each}.md)' for each in without)}."


def _link(basis: Basis) -> str:
    return f"[{cell(basis.cite)}](<{basis.url}>)"


def _examples(title: str, examples: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    if examples:
        yield f"### {title}"
    for label, files in examples.items():
        yield f"**{plain(_capital(label))}**"
        for path, text in files.items():
            yield f"`{path}`"
            yield block(text, LANGUAGES.get(path.rsplit(".", 1)[-1], "text"))


def _profile_index() -> str:
    rows = [(f"[{name}](/profiles/{name}.md)", cell(bases.read(name).about), str(len(bases.levels(name)))) for name in bases.profiles()]
    words = (
        "A profile says which texts bind or guide for one kind of product in one market. `profile:` in claims.yaml names it. It decides "
        "which texts are printed beside a finding and, for some rules, the severity. It is not legal advice."
    )
    return _page("# Profiles", words, table(("profile", "binds", "severities it changes"), rows), toctree(bases.profiles()))


def profile_page(name: str, every: Mapping[str, Rule]) -> str:
    """One profile's page: its texts, what it changes, what it leaves out."""
    law = bases.read(name)
    parts = [f"# {name}", f"The texts that bind or guide for {plain(law.about)} here, as far as they were read or confirmed."]
    behind_rules = {rule.name: (*rule.basis, *(basis for one in rule.where for basis in one.basis)) for rule in every.values()}
    for basis in dict.fromkeys(basis for texts in behind_rules.values() for basis in texts):
        behind = ", ".join(f"[`{rule}`](/rules/{rule}.md)" for rule, texts in behind_rules.items() if basis in texts)
        seen = f" {MARKS[basis.mark].capitalize()} <{basis.seen}>." if basis.seen and basis.seen != basis.url else ""
        parts += [f"## {plain(basis.cite)}", f"*{plain(standing(basis))}.* {plain(basis.says)} [The text](<{basis.url}>).{seen}", f"Behind {behind}."]
    if law.levels:
        rows = [(f"[`{rule}`](/rules/{rule}.md)", level.now, cell(f"{level.because}; see {level.on}")) for rule, level in law.levels.items()]
        parts += ["## Severities it changes", table(("rule", "severity", "because"), rows)]
    if out := bases.left_out(name):
        parts += ["## Not cited, and why", "\n".join(f"- {plain(basis.cite)}: {plain(basis.says)}" for basis in out)]
    if law.gaps:
        gaps = [f"- For {plain(', '.join(gap['audience']))}: {plain(gap['says'])}, because {plain(gap['because'])}." for gap in law.gaps]
        parts += ["## Not evaluated", "\n".join(gaps)]
    return _page(*parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _page(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
