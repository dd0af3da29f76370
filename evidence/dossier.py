"""The inspection copy as plain blocks for print: the twelve sections of an audit report, from the same content as every other format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from evidence import annexes, matrix, nesting, wording
from evidence.coverage import STATE_WORDS, WORST_FIRST, Spoken, overall, spoken
from evidence.issues import told
from evidence.model import VERDICTS, Audit, Finding, Missing
from evidence.nesting import Entry
from evidence.opening import QUESTION, Opening, listed, opening
from evidence.sourcewords import NOT_RECORDED
from evidence.verdict import order
from evidence.wording import one_line, plural, sentence

Block = dict[str, object]
Pair = tuple[str, Sequence[str]]
UNTOLD = "Command line, machine and commit are not in this report: it depends on its inputs only."
SIGNING = ("Prepared by", "Reviewed by", "Decided by")


def document(audit: Audit, attached: Sequence[tuple[str, int, str]]) -> Block:
    """Everything that is printed. `attached`: (name, bytes, SHA-256) of the files that the document carries."""
    pages = spoken(audit)
    first = opening(audit, pages)
    parts = (
        ("Scope", _scope(audit, first)),
        ("Criteria", _criteria(audit)),
        ("Method and limits", [_lines((*annexes.method(audit), UNTOLD))]),
        ("Input manifest", _manifest(audit)),
        ("Coverage, and what was not checked", _coverage(audit, pages, first)),
        ("Findings", _findings(audit)),
        ("Waivers in force", _waivers(audit)),
        ("Changes since the previous report", _changes(audit)),
        ("Claims matrix, and the conclusion per claim", [_cards(_claims(audit, pages))]),
        ("References", [_cards(_references(audit))]),
        ("Review and signatures", _signatures(first)),
        ("Annexes", _annexes(first, attached)),
    )
    return {
        "title": f"Evidence report on {_subject(first)}",
        "report": first.report_id,
        "line": f"{first.tool} · {first.registry} · as of {first.as_of} · profile {first.profile}",
        "first": _first(first),
        "sections": [{"title": title, "blocks": list(blocks)} for title, blocks in parts],
    }


def _subject(first: Opening) -> str:
    return wording.some([one.title if one.title != NOT_RECORDED else one.id for one in first.pieces], 2) if first.pieces else first.registry


# --- blocks -------------------------------------------------------------------------------------------------------


def _lines(lines: Sequence[str]) -> Block:
    return {"kind": "lines", "lines": list(lines) or ["None."]}


def _facts(pairs: Sequence[tuple[str, str]]) -> Block:
    return {"kind": "facts", "rows": [list(pair) for pair in pairs]}


def _table(columns: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]], hashes: bool = False) -> Block:
    """`widths`: the shares of the line. `hashes`: the last column is set in letters of one width."""
    return {"kind": "table", "columns": list(columns), "widths": list(widths), "rows": [list(row) for row in rows], "hashes": hashes}


def _cards(cards: Iterator[Block]) -> Block:
    return {"kind": "cards", "cards": list(cards)}


def _card(title: str, state: str, word: str, pairs: Sequence[Pair], link: str = "") -> Block:
    rows = [[name, list(lines)] for name, lines in pairs]
    return {"title": title.strip() or "without a name", "state": state, "word": word, "rows": rows, "link": link, "table": []}


# --- the first page -----------------------------------------------------------------------------------------------


def _first(first: Opening) -> Block:
    issues = []
    for at, issue in enumerate(first.issues, 1):
        times = f", {issue.count:,} times" if issue.count > 1 else ""
        lines = [issue.example, f"About: {wording.some(issue.about)}." if issue.about else "", f"Why it matters: {issue.why}" if issue.why else ""]
        lines += [f"What to do: {issue.fix}" if issue.fix else "", f"See {issue.basis}." if issue.basis else ""]
        head = f"{at}. {issue.what}"
        note = f"{issue.kind}{times}{f' · {issue.rule}' if issue.rule else ''}"
        issues.append({"head": head, "kind": issue.kind, "note": note, "lines": [line for line in lines if line]})
    return {
        "question": QUESTION,
        "answer": first.answer,
        "because": first.because,
        "verdict": first.verdict,
        "profile": first.profile,
        "as-of": first.as_of,
        "tool": first.tool,
        "pieces": [[one.id, one.title, one.version, one.control_number, one.product, f"{one.market}; {one.audience}", one.read] for one in first.pieces],
        "issues": issues,
        "more": f"{plural(first.more, 'other issue')}: see Findings and Coverage." if first.more else "",
        "read": list(first.read),
        "not_read": list(first.not_read),
        "signed": [_signed(one.of, one.name, one.role, one.time, one.meaning, one.decision, one.state, one.identity) for one in first.signatures],
        "unsigned": list(first.unsigned),
        "part_11": first.part_11,
        "counts": first.counts,
    }


def _signed(of: str, name: str, role: str, time: str, *rest: str) -> list[str]:
    meaning, decision, state, identity = rest
    return [of, name, role, time, f"{meaning} ({decision})", f"{state}; {identity}"]


# --- the sections -------------------------------------------------------------------------------------------------


def _scope(audit: Audit, first: Opening) -> Iterator[Block]:
    states = Counter(overall(result.links) for result in audit.claims)
    yield _facts(
        [
            ("Registry", first.registry),
            ("Profile", first.profile),
            ("As of", first.as_of),
            ("Made by", first.tool),
            ("Products", listed([facts.get("name") or id_ for id_, facts in audit.registry.products.items()])),
            ("Claims", "; ".join(f"{STATE_WORDS[state]}: {states[state]:,}" for state in WORST_FIRST if states[state]) or "none"),
        ]
    )
    rows = [(one.id, one.file, one.product, f"{one.market}; {one.audience}", one.read) for one in first.pieces]
    yield _table(("Piece", "File", "Product", "Market; audience", "Read"), (14, 24, 22, 20, 20), rows)


def _criteria(audit: Audit) -> Iterator[Block]:
    rows = []
    for rule in annexes.rules(audit):
        why = f"{rule.severity}{f' ({rule.changed})' if rule.changed else ''}; {rule.decided}"
        rows.append((rule.name, rule.link, why, f"{rule.summary}{f' {wording.see(rule.basis)}' if rule.basis else ''}", f"{rule.findings:,}"))
    yield _table(("Rule", "Link", "Severity; decided", "It fires when; texts behind it", "Found"), (26, 11, 17, 40, 6), rows)


def _manifest(audit: Audit) -> Iterator[Block]:
    yield _table(("File", "SHA-256 of the bytes that were read"), (38, 62), annexes.manifest(audit), hashes=True)


def _coverage(audit: Audit, pages: Sequence[Spoken], first: Opening) -> Iterator[Block]:
    counted: dict[str, Counter[str]] = {}
    for one in pages:
        counted.setdefault(one_line(one.piece.file), Counter())[one.state] += 1
    names = [state for state in WORST_FIRST if any(counts[state] for counts in counted.values())]
    head = ("Statements of", *(STATE_WORDS[state] for state in names), "in all")
    rows = [(file, *(f"{counts[state]:,}" for state in names), f"{counts.total():,}") for file, counts in counted.items()]
    yield _table(head, (40, *(60 // (len(names) + 1) for _ in range(len(names) + 1))), rows)
    verdicts = Counter(each.verdict for result in audit.claims for each in result.chain.quantities)
    numbers = "; ".join(f"{verdicts[name]:,} {wording.ARITHMETIC_WORDS[name]}" for name in VERDICTS if verdicts[name]) or "none registered"
    keys = {citation.key for result in audit.claims for citation in result.chain.citations if not isinstance(citation.reference, Missing)}
    asked = len(keys & set(audit.registry.records.records))
    yield _facts([("Numbers", numbers), ("References", f"{len(keys):,} cited; of {asked:,} a service was asked")])
    yield _lines(["An audit is a sample of what is recorded: what no statement, claim or file says was not looked at."])
    yield {"kind": "heading", "text": "Not read"}
    yield _lines(first.not_read)
    yield {"kind": "heading", "text": "Not checked"}
    gaps = [
        (one_line(claim) if claim is not None else "every claim", ", ".join(map(one_line, links)), sentence(because))
        for claim, entries in wording.by_claim(audit.unchecked).items()
        for because, links, _ in wording.joined(entries)
    ]
    yield _table(("Claim", "Links", "Because"), (24, 16, 60), gaps)


def _findings(audit: Audit) -> Iterator[Block]:
    yield _lines([f"{nesting.counted(audit.findings)}, most material first. Who owns one and when it is due is not recorded by this tool."])
    yield {"kind": "heading", "text": "By statement"}
    entries = [_entry(one) for one in nesting.entries(audit.findings)]
    yield _table(("About", "Most material", "What else is wrong there"), (24, 44, 32), entries)
    yield {"kind": "heading", "text": "By rule"}
    groups: dict[tuple[str, str, bool], list[Finding]] = {}
    for one in order(audit.findings):
        groups.setdefault((one.severity, one.rule, one.counts), []).append(one)
    yield _cards(_rule(at, every) for at, every in enumerate(groups.values(), 1))


def _entry(one: Entry) -> tuple[str, str, str]:
    """A statement, a reference or a fault of the registry in a row; the messages of what stands under its head are told by rule."""
    head = one.head
    about = one.claim or head.key or str(head.place)
    nested = [_weight(each) for each in one.nested]
    counted = [f"{each}{f', {nested.count(each)} times' if nested.count(each) > 1 else ''}" for each in dict.fromkeys(nested)]
    return wording.shortened(about, 80), f"{_weight(head)}: {sentence(head.message)}", "; ".join(counted)


def _weight(one: Finding) -> str:
    accepted = ", waived" if one.waiver else ", in the baseline" if one.baselined else ""
    return f"{({'info': 'note'}).get(one.severity, one.severity)}{accepted}: {one_line(one.rule)}"


def _rule(at: int, every: Sequence[Finding]) -> Block:
    """The findings of one rule and severity: what they share is said once."""
    first = every[0]
    kind = {"info": "note"}.get(first.severity, first.severity)
    pairs: list[Pair] = [(name, [told(text)]) for name, text in (("Why it matters", first.why), ("What to do", first.fix)) if text]
    pairs += [("See", [wording.cites(first.basis)])] if first.basis else []
    pairs += [("Severity", [wording.override(first)])] if first.because else []
    times = "" if len(every) == 1 else f", {len(every):,} times"
    accepted = "" if first.counts else ", accepted"
    state = "failed" if kind == "error" and first.counts else ""
    return {**_card(f"{at}. {one_line(first.rule)}", state, f"{kind}{accepted}{times}", pairs), "table": [_found(one, first) for one in every]}


def _found(one: Finding, first: Finding) -> list[str]:
    about = ", ".join(wording.shortened(each, 80) for each in (one.claim or "", one.key or "") if each)
    about = about or (f"bears on {wording.some(one.bears_on)}" if one.bears_on else "the registry")
    what = [told(one.message), *(f"See also {one_line(str(each.place))}: {sentence(each.note)}" for each in one.related)]
    what += [f"To do here: {sentence(one.fix)}"] if one.fix != first.fix else []
    accepted = wording.waived(one.waiver) if one.waiver else "In the baseline: known from before." if one.baselined else "open"
    return [about, one_line(str(one.place)), " ".join(what), accepted]


def _waivers(audit: Audit) -> Iterator[Block]:
    used = {id(one.waiver): one.waiver for one in audit.findings if one.waiver}
    used |= {id(waiver): waiver for result in audit.claims for waiver in result.waivers}
    rows = [(one_line(one.rule or ""), one_line(one.claim or one.key or "the registry"), wording.waived(one)) for one in used.values()]
    yield _table(("Rule", "About", "By whom, until when, why"), (28, 24, 48), rows)


def _changes(audit: Audit) -> Iterator[Block]:
    since = audit.since
    if since is None:
        yield _lines(["No previous report was given to compare with (`--since`), so what changed is not known."])
        return
    yield _facts([("Previous report", f"{one_line(since.file)}, as of {one_line(since.as_of)}, made by {wording.TOOL} {one_line(since.version)}")])
    for name, lines in (("New findings", since.new), ("Closed findings", since.closed), ("Worse than before", since.regressed), ("Claims", since.claims)):
        yield {"kind": "heading", "text": f"{name} ({len(lines):,})"}
        yield _lines([one_line(line) for line in lines])


def _claims(audit: Audit, pages: Sequence[Spoken]) -> Iterator[Block]:
    for row in matrix.rows(audit, pages):
        cells = list(zip(matrix.COLUMNS, row.cells, strict=True))
        title = row.cells[0][0] if row.state != "not covered" else f"not registered: {row.id}"
        yield _card(title, row.state, row.cells[5][0], cells)


def _references(audit: Audit) -> Iterator[Block]:
    for one in annexes.references(audit):
        pairs: list[Pair] = [("Citation", [one.citation]), ("Identified", [f"{', '.join(one.numbers) or 'no printed number'}: {one.identified}"])]
        pairs += [("Services", [one.record]), ("Notices", one.notices or ["none known"]), ("Documents", [one.documents])]
        pairs += [("Claims", [wording.some(one.claims, 20) or "none"]), ("Place", [one.place])]
        yield _card(one.key, "failed" if one.notices else "", "notice" if one.notices else "", pairs, one.link)


def _signatures(first: Opening) -> Iterator[Block]:
    head = ("Of", "Name", "Role", "Date and time", "Meaning (decision)", "State; identity")
    rows = [_signed(one.of, one.name, one.role, one.time, one.meaning, one.decision, one.state, one.identity) for one in first.signatures]
    yield _table(head, (14, 24, 12, 16, 16, 18), rows)
    yield _lines([*first.unsigned, first.part_11])
    yield {"kind": "signing", "rows": list(SIGNING), "line": f"Signed is report {first.report_id}, as of {first.as_of}."}


def _annexes(first: Opening, attached: Sequence[tuple[str, int, str]]) -> Iterator[Block]:
    yield _lines(["This document carries these files; a reader of PDF lists them under “attachments”."])
    yield _table(("File", "Bytes", "SHA-256"), (18, 14, 68), [(name, f"{size:,}", digest) for name, size, digest in attached], hashes=True)
    yield _lines([first.counts])
