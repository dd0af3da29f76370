"""explain: a rule's own words, its legal basis, and its examples."""

from __future__ import annotations

import argparse
import textwrap

from evidence import rules
from evidence.bases import bases
from evidence.hints import guess
from evidence.model import BadCall, Policy, Rule
from evidence.wording import DOCS

HELP = "what a rule looks at, why it matters, what to do, and its examples; without a name, the list of rules"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", nargs="?", help="a rule's name, as printed in a report")
    parser.add_argument("--profile", default="us-device-510k", help="whose legal bases to print (default: us-device-510k)")
    parser.add_argument("--markdown", action="store_true", help="print the table of rules as the README shows it")


def run(options: argparse.Namespace) -> int:
    try:
        catalogue = rules.catalogue(bases(options.profile), Policy())
    except KeyError:
        raise BadCall(f"there is no profile {options.profile!r}") from None
    if options.markdown:
        print(table(catalogue))
    elif options.rule is None:
        width = max(len(rule.name) for rule in catalogue)
        for rule in catalogue:
            print(f"{rule.name:<{width}}  {rule.severity:<7}  {rule.summary}")
    else:
        name = options.rule.replace("_", "-")
        found = [rule for rule in catalogue if rule.name == name]
        if not found:
            raise BadCall(f"there is no rule {options.rule!r}{guess(name, [rule.name for rule in catalogue])}; `evidence explain` lists them")
        print(words(found[0]))
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
    lines.append(f"Severity: {rule.severity}{silence}. It is about the link `{rule.link}`. Decided by {decided}.")
    lines += [_wrap(f"See {basis.cite} ({basis.role}): {basis.says} {basis.url}") for basis in rule.basis]
    lines.append(f"{DOCS}{rule.name}")
    for title, kind in (("Examples that pass", "PASSES"), ("Examples that fail", "FAILS")):
        lines += ["", f"{title}:"]
        for name, files in getattr(rule.module, kind).items():
            lines += ["", f"  {name}"]
            lines += [textwrap.indent(f"--- {path}\n{text.rstrip()}", "    ") for path, text in files.items()]
    return "\n".join(lines)


def _wrap(text: str) -> str:
    return textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False)
