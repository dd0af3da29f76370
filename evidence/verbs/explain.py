"""explain: a rule's own words, its legal basis, and its examples."""

from __future__ import annotations

import argparse
import textwrap

from evidence import criteria, outputs
from evidence.bases import profiles
from evidence.hints import guess
from evidence.model import BadCall, Rule
from evidence.wording import DOCS, standing

HELP = "what a rule looks at, why it matters, what to do, and its examples; without a name, the list of rules; --profile alone, all criteria"
DEFAULT = "us-device-510k"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", nargs="?", help="a rule's name, as printed in a report")
    parser.add_argument("--profile", help=f"whose legal bases to print (default: {DEFAULT}); without a rule, the whole section of criteria")
    parser.add_argument("--markdown", action="store_true", help="print the table of rules as the README shows it")


def run(options: argparse.Namespace) -> int:
    profile = DEFAULT if options.profile is None else options.profile
    if profile not in profiles():
        raise BadCall(f"there is no profile {profile!r}; there are {', '.join(profiles())}")
    catalogue = criteria.catalogue(profile)
    if options.markdown:
        outputs.say(table(catalogue) + "\n")
    elif options.rule is None:
        outputs.say((criteria.lines(profile) if options.profile is None else criteria.section(profile)) + "\n")
    else:
        name = options.rule.replace("_", "-")
        found = [rule for rule in catalogue if rule.name == name]
        if not found:
            raise BadCall(f"there is no rule {options.rule!r}{guess(name, [rule.name for rule in catalogue])}; `evidence explain` lists them")
        outputs.say(words(found[0]) + "\n")
    return 0


def table(catalogue: tuple[Rule, ...]) -> str:
    """The rule table of the README, as markdown."""
    rows = [f"| `{rule.name}` | {rule.link} | {rule.severity} | {rule.summary} |" for rule in catalogue]
    return "\n".join(["| rule | link | severity | it fires when |", "|---|---|---|---|", *rows])


def words(rule: Rule) -> str:
    """Everything a rule file says, for a terminal."""
    decided = "the data alone" if rule.decided == "data" else "wording, so it names the words that made it fire"
    silence = "; nothing can switch it off or waive it" if rule.integrity else ""
    lines = [rule.name, "", _wrap(rule.summary), "", _wrap(f"Why: {rule.why}"), "", _wrap(f"What to do: {rule.todo}"), ""]
    changed = f" (the rule's own default is {rule.own}; {rule.because})" if rule.own != rule.severity else ""
    lines.append(_wrap(f"Severity: {rule.severity}{changed}{silence}. It is about the link `{rule.link}`. Decided by {decided}."))
    lines += [_wrap(f"See {basis.cite} ({standing(basis)}): {basis.says} {basis.url}") for basis in rule.basis]
    lines += [_wrap(f"Where {one.when}, see {text.cite} ({standing(text)}): {text.says} {text.url}") for one in rule.where for text in one.basis]
    lines.append(f"{DOCS}{rule.name}")
    for title, kind in (("Examples that pass", "PASSES"), ("Examples that fail", "FAILS")):
        lines += ["", f"{title}:"]
        for name, files in getattr(rule.module, kind).items():
            lines += ["", f"  {name}"]
            lines += [textwrap.indent(f"--- {path}\n{text.rstrip()}", "    ") for path, text in files.items()]
    return "\n".join(lines)


def _wrap(text: str) -> str:
    return textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False)
