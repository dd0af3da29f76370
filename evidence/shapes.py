"""The shape of every data frame: its columns in order, the type of each, and what it holds.

A later version may add columns behind the last; it never renames, moves or retypes one. A test holds every name and type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidence.model import LINKS, SEVERITIES, STATES, VERDICTS

Kind = Any  # a name that pandas knows, LIST, or the categories in order
Shape = Mapping[str, tuple[Kind, str]]

TEXT, WHOLE, REAL, FLAG, DAY = "string", "Int64", "Float64", "boolean", "datetime64[us]"
LIST = "list"  # a column of Python lists of text: `explode` gives a row for each item
MATCHES = ("exact", "variant", "near", "drifted")
DATES = ("claim expires", "claim to be reviewed", "waiver ends", "signed")
CHANGES = ("verdict", "link", "quantity", "finding", "unchecked")

CLAIMS: Shape = {
    "claim": (TEXT, "the claim's id"),
    "text": (TEXT, "the approved sentence"),
    "type": (TEXT, "efficacy, safety, satisfaction, …, as typed"),
    "product": (TEXT, "the product's id"),
    "references": (LIST, "printed numbers or BibTeX keys, as typed"),
    "line": (WHOLE, "its line in claims.yaml, from 1"),
    **{link: (STATES, f"the state of the link `{link}`") for link in LINKS},
    "label": (TEXT, "its relation to the labeling"),
    "markets": (LIST, "the markets of its scope"),
    "audience": (LIST, "the audiences of its scope"),
    "expires": (DAY, "the last day of its approval; empty where none is typed or it is no day"),
    "used_on": (LIST, "where it stands: material, file and line"),
}
QUANTITIES: Shape = {
    "claim": (TEXT, "the claim's id"),
    "quantity": (WHOLE, "its number in the claim, from 0"),
    "derivation": (WHOLE, "the number of the derivation, from 0; empty where there is none. The claim rests on the first"),
    "printed": (TEXT, "the number as printed"),
    "what": (TEXT, "what was measured"),
    "measure": (TEXT, "the formula's name"),
    "when": (TEXT, "the time of the measurement, as typed"),
    "arm": (TEXT, "the arm of the trial"),
    "inputs": (TEXT, "the source's values as typed, as JSON: {\"baseline\": \"82.3\"}; `inputs` has them one a row"),
    "verdict": (VERDICTS, "what comparing the two intervals gives"),
    "value": (REAL, "the recomputed value, in the printed unit, as the nearest float"),
    "low": (REAL, "the low end of the recomputed interval"),
    "high": (REAL, "its high end; empty where it has none"),
    "value_exact": (TEXT, "the same in exact digits; 12 true digits and … where they never end"),
    "low_exact": (TEXT, "as value_exact"),
    "high_exact": (TEXT, "as value_exact"),
    "unit": (TEXT, "%, points, fold or empty"),
    "direction": (TEXT, "overstated or understated, where it is contradicted"),
    "explanation": (TEXT, "how the printed number could have come about, or why there is no value"),
    "printed_value": (REAL, "the printed number"),
    "printed_low": (REAL, "the low end of what it stands for; empty where it has none"),
    "printed_high": (REAL, "the high end; empty where it has none"),
    "decimals": (WHOLE, "digits behind the point, as printed"),
    "rounds_to": (TEXT, "the recomputed value rounded as the printed number is"),
    "flatters": (FLAG, "true where the printed number makes the product look better than the source"),
}
INPUTS: Shape = {
    "claim": (TEXT, "the claim's id"),
    "quantity": (WHOLE, "the quantity's number, from 0"),
    "derivation": (WHOLE, "the derivation's number, from 0"),
    "name": (TEXT, "baseline, followup, count, total, …"),
    "typed": (TEXT, "the value as it was typed: 82.30 is not 82.3"),
    "value": (REAL, "the same as a float; empty where the text is no number"),
}
FINDINGS: Shape = {
    "rule": (TEXT, "the rule's published name"),
    "severity": (SEVERITIES, "in rising order, so that `>= \"warning\"` works"),
    "link": (LINKS, "the link it breaks or concerns"),
    "claim": (TEXT, "the claim it is about; empty where it is about a reference, a page or the registry"),
    "key": (TEXT, "the BibTeX key it is about"),
    "message": (TEXT, "what was seen"),
    "why": (TEXT, "why it matters"),
    "fix": (TEXT, "what to do"),
    "path": (TEXT, "the file, relative to claims.yaml"),
    "line": (WHOLE, "from 1"),
    "column": (WHOLE, "from 1, in code points"),
    "waived": (FLAG, "true where a waiver in force covers it"),
    "baselined": (FLAG, "true where the baseline knows it"),
    "fingerprint": (TEXT, "the same for the same finding in every run"),
    "bears_on": (LIST, "the claims whose link it breaks, where it is not about one claim"),
    "under": (TEXT, "the fingerprint of the finding that heads its statement's entry; empty: it heads one itself"),
}
UNCHECKED: Shape = {
    "rule": (TEXT, "the rule that could not answer; empty where none was asked"),
    "link": (LINKS, "the link that stays open"),
    "claim": (TEXT, "the claim; empty: every claim"),
    "because": (TEXT, "why it could not be checked"),
}
STATEMENTS: Shape = {
    "material": (TEXT, "the material's id"),
    "path": (TEXT, "its file, as typed"),
    "line": (WHOLE, "from 1"),
    "text": (TEXT, "the statement's words"),
    "claim": (TEXT, "the registered claim that it is; empty: it is registered nowhere"),
    "match": (MATCHES, "how near the claim's wording it is"),
    "quantities": (LIST, "the numbers in it, as printed"),
    "references": (LIST, "the reference numbers printed for it"),
    "flags": (LIST, "what the words give away: superlative, testimonial, …"),
}
REFERENCES: Shape = {
    "key": (TEXT, "the BibTeX key"),
    "type": (TEXT, "the type of the entry"),
    "author": (TEXT, "as in the entry"),
    "title": (TEXT, "as in the entry"),
    "journal": (TEXT, "as in the entry"),
    "year": (WHOLE, "the year; empty where the entry has none that can be read"),
    "doi": (TEXT, "as in the entry"),
    "pmid": (TEXT, "as in the entry"),
    "path": (TEXT, "the .bib file"),
    "line": (WHOLE, "from 1"),
    "claims": (LIST, "the claims that rest on it, by citing it or by a value read in it"),
    "study": (TEXT, "the trial that it reports, where `studies:` says so"),
    "design": (TEXT, "that trial's design, as typed"),
    "identified": (FLAG, "false where it is only a candidate for a printed number"),
    "notices": (LIST, "what the services' records hold against it: retraction, concern, correction, …"),
}
CITATIONS: Shape = {
    "claim": (TEXT, "the claim's id"),
    "key": (TEXT, "the BibTeX key; empty where a number leads to no paper"),
    "typed": (TEXT, "the number or key as typed"),
    "role": (("cited", "value read in it"), "how the claim rests on it"),
    "candidate": (FLAG, "true where it is not established that this is the paper"),
    "found": (FLAG, "true where a .bib file has the entry"),
}
CALENDAR: Shape = {
    "claim": (TEXT, "the claim's id; empty for a waiver that is not under a claim"),
    "what": (DATES, "what happens on that day"),
    "day": (DAY, "the day"),
    "detail": (TEXT, "the waiver's rule, or the name and meaning of the sign-off"),
}
DIFFERENCE: Shape = {
    "what": (CHANGES, "what differs"),
    "claim": (TEXT, "the claim; empty for the verdict of the whole audit"),
    "name": (TEXT, "the link, the printed number, or the rule"),
    "before": (TEXT, "its state, its verdict and value, or its severity; empty: it was not there"),
    "after": (TEXT, "the same afterwards; empty: it is gone"),
    "message": (TEXT, "the words of the finding, or why something is unchecked now"),
}
TABLES: Mapping[str, Shape] = {
    "claims": CLAIMS, "quantities": QUANTITIES, "inputs": INPUTS, "findings": FINDINGS, "unchecked": UNCHECKED,
    "statements": STATEMENTS, "references": REFERENCES, "citations": CITATIONS, "calendar": CALENDAR, "difference": DIFFERENCE,
}  # fmt: skip
