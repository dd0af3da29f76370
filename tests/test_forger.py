"""The forger: everything that could make a sign-off look better than it is, each with the state that must come out."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import standin_keys as keys
import standin_project as stand
from standin_project import ANA, BO, audit, everything, file, fired, link, project, put, record, rewrite, save, standing, states, trust

from evidence.cli import main
from evidence.waivers import write_baseline

pytest.importorskip("cryptography", reason="signatures are made and verified with cryptography")
pytest.importorskip("nacl", reason="signatures of Ed25519 are verified with PyNaCl")

KEY = keys.ed25519()


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """A project with one signed and trusted sign-off of its claim."""
    folder = project(tmp_path / "project")
    trust(folder, KEY)
    record(folder, key=KEY)
    found = audit(folder)
    assert (states(found), link(found), fired(found)) == (["valid"], "passed", set())
    return folder


def the_record(folder: Path) -> Path:
    return next((folder / "approvals").glob("*.json"))


# --- the claim is another one -------------------------------------------------------------------------------------


def test_a_signature_moved_to_another_claim(signed: Path) -> None:
    """The record is copied, says another claim, and keeps the signature: invalid, and the ledger is broken."""
    value = json.loads(the_record(signed).read_bytes())
    value["predicate"]["subject"] = "name"
    value["subject"][0]["name"] = "claim/name"
    digest = save(signed, json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    shutil.copy(f"{the_record(signed)}.sig" if the_record(signed).stem != digest else next((signed / "approvals").glob("*.sig")), signed / f"approvals/{digest}.json.sig")
    found = audit(signed)
    assert states(found, "name") == ["invalid"]
    assert link(found, "name") == "failed" and "ledger-broken" in fired(found)


def test_a_claim_that_takes_the_name_of_a_signed_one(signed: Path) -> None:
    """Another text under the signed id: outdated, by the claim."""
    rewrite(signed, "id: pain\n", "id: old\n")
    rewrite(signed, "{id: name,", "{id: pain,")
    found = audit(signed)
    assert states(found) == ["outdated"] and "claim" in standing(found)[0].moved
    assert link(found) == "failed"


def test_a_record_moved_to_another_product(signed: Path) -> None:
    """The same claim of another product: outdated."""
    rewrite(signed, "name: Widget,", "name: Gadget,")
    found = audit(signed)
    assert (states(found), standing(found)[0].moved, link(found)) == (["outdated"], ("claim",), "failed")


# --- the content changes ------------------------------------------------------------------------------------------

CHANGES = {
    "a digit": ("claims.yaml", "by 50% at", "by 51% at", "claim"),
    "a word": ("claims.yaml", "pain fell", "pain dropped", "claim"),
    "a homoglyph": ("claims.yaml", "pain fell", "pаin fell", "claim"),
    "a zero-width space": ("claims.yaml", "pain fell", "pain\u200b fell", "claim"),
    "a soft hyphen": ("claims.yaml", "pain fell", "pain\u00ad fell", "claim"),
    "a direction mark": ("claims.yaml", "pain fell", "pain\u202e fell", "claim"),
    "the digits of another script": ("claims.yaml", "by 50% at", "by ５0% at", "claim"),
    "a registered number": ("claims.yaml", "printed: 50%", "printed: 50.0%", "claim"),
    "an input": ("claims.yaml", "followup: 40", "followup: 40.0", "claim"),
    "the scope": ("claims.yaml", "markets: [US, DE]", "markets: [US, DE, FR]", "claim"),
    "the quote": ("claims.yaml", "quote: fell from 80", "quote: sank from 80", "passages"),
    "the page": ("claims.yaml", "page: 4", "page: 5", "passages"),
    "the row of the table": ("claims.yaml", "page: 4", "page: 4, table: 2, row: Pain", "passages"),
    "the column of the table": ("claims.yaml", "page: 4", "page: 4, column: After", "passages"),
    "how much was read": ("claims.yaml", "read: full", "read: abstract", "passages"),
    "the paper behind the number": ("claims.yaml", "{1: a}", "{1: b}", "references"),
    "that it is only a candidate": ("claims.yaml", "{1: a}", "{1: {key: a, identified: candidate, because: unseen}}", "references"),
    "the year of the paper": ("references/a.bib", "{2020}", "{2021}", "references"),
    "the DOI of the paper": ("references/a.bib", "10.1000/xyz", "10.1000/xyy", "references"),
    "a byte of the source": ("references/a.txt", "80 to 40", "80 to 4O", "sources"),
    "the people of the role": ("claims.yaml", "[ana@example.org]", "[ana@example.org, bo@example.org]", "policy"),
    "the severity of a rule": ("claims.yaml", "policy: {", "policy: {rules: {quantity-contradicted: info}, ", "policy"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_signed_is_changed(name: str, signed: Path) -> None:
    """Any change makes it outdated, and says which digest moved; changed back, it is valid again."""
    where, old, new, part = CHANGES[name]
    rewrite(signed, old, new, where)
    found = audit(signed)
    assert states(found) == ["outdated"], standing(found)[0].because
    assert part in standing(found)[0].moved
    assert link(found) == "failed" and "sign-off-outdated" in fired(found)
    rewrite(signed, new, old, where)
    assert states(audit(signed)) == ["valid"]


def test_a_waiver_is_added_behind_the_signature(signed: Path) -> None:
    """A waiver that the signer has not seen makes the sign-off outdated."""
    rewrite(signed, "    scope:", "    waivers: [{rule: quantity-relative-only, reason: x, by: y, until: 2026-12-31}]\n    scope:")
    found = audit(signed)
    assert (states(found), standing(found)[0].moved) == (["outdated"], ("waivers",))


def test_the_source_file_is_taken_away(signed: Path) -> None:
    """Without the file nobody can say that it is the one that was signed: unchecked, never valid."""
    (signed / "references" / "a.txt").unlink()
    found = audit(signed)
    assert (states(found), link(found)) == (["unchecked"], "unchecked")


def test_an_outdated_sign_off_cannot_be_silenced(signed: Path) -> None:
    """Neither policy, nor --ignore, nor a waiver takes it away."""
    rewrite(signed, "by 50% at", "by 51% at")
    rewrite(signed, "policy: {", "policy: {rules: {sign-off-outdated: off}, ")
    rewrite(signed, "    scope:", "    waivers: [{rule: sign-off-outdated, reason: x, by: y, until: 2026-12-31}]\n    scope:")
    found = audit(signed, ignore=["sign-off-outdated"])
    assert link(found) == "failed" and "sign-off-outdated" in fired(found)


# --- withdrawal ---------------------------------------------------------------------------------------------------


def withdraw(folder: Path, digest: str, **over: object) -> None:
    record(folder, **{"decision": "withdraw", "meaning": "withdrawn", "time": "2026-11-21T10:00:00Z", "ends": (digest,), **over})


def test_a_withdrawal_ends_a_record_for_good(signed: Path) -> None:
    """The same text again does not bring a withdrawn sign-off back; a new sign-off does count."""
    withdraw(signed, the_record(signed).stem)
    rewrite(signed, "by 50% at", "by 51% at")
    rewrite(signed, "by 51% at", "by 50% at")
    found = audit(signed)
    assert states(found)[0] == "withdrawn" and link(found) == "unchecked"
    record(signed, key=KEY, time="2026-11-21T11:00:00Z")
    found = audit(signed)
    assert states(found)[0] == "withdrawn" and states(found)[-1] == "valid" and link(found) == "passed"


def test_the_withdrawal_is_deleted_and_a_later_record_names_it(signed: Path) -> None:
    """A hole in the ledger: nothing in it is valid any more, for what is missing may be a withdrawal."""
    first = the_record(signed).stem
    withdraw(signed, first)
    record(signed, "name", time="2026-11-21T12:00:00Z")
    gone = next(path for path in (signed / "approvals").glob("*.json") if b'"decision":"withdraw"' in path.read_bytes())
    gone.unlink()
    found = audit(signed)
    assert "ledger-broken" in fired(found) and link(found) == "unchecked"
    assert "valid" not in set(everything(found))


def test_nobody_withdraws_what_is_about_another_claim(signed: Path) -> None:
    """A withdrawal under one claim that names another's record ends nothing, and is told."""
    digest = the_record(signed).stem
    record(signed, "name", decision="withdraw", meaning="withdrawn", time="2026-11-21T10:00:00Z", ends=(digest,))
    found = audit(signed)
    assert "ledger-broken" in fired(found) and states(found) == ["valid"] and states(found, "name") == ["invalid"]


# --- the record ---------------------------------------------------------------------------------------------------


def edited(folder: Path) -> None:
    path = the_record(folder)
    path.write_bytes(path.read_bytes().replace(b"Ana Doe", b"Eva Doe"))


def renamed(folder: Path) -> None:
    the_record(folder).rename(folder / "approvals" / f"{'0' * 64}.json")


def renamed_out_of_sight(folder: Path) -> None:
    the_record(folder).rename(folder / "approvals" / "old.txt")


def duplicated(folder: Path) -> None:
    shutil.copy(the_record(folder), folder / "approvals" / f"{'0' * 64}.json")


def linked(folder: Path) -> None:
    path = the_record(folder)
    shutil.move(path, folder / "elsewhere.json")
    path.symlink_to(folder / "elsewhere.json")


def a_pipe(folder: Path) -> None:
    path = the_record(folder)
    path.unlink()
    os.mkfifo(path)


def a_folder(folder: Path) -> None:
    path = the_record(folder)
    path.unlink()
    path.mkdir()


def a_gigabyte(folder: Path) -> None:
    with the_record(folder).open("r+b") as stream:
        stream.truncate(1_000_000_000)  # sparse: it takes no room on the disk


def two_keys(folder: Path) -> None:
    path = the_record(folder)
    data = path.read_bytes().replace(b'"decision":"approve"', b'"decision":"reject","decision":"approve"')
    path.unlink()
    save(folder, data)


def another_field(folder: Path) -> None:
    value = json.loads(the_record(folder).read_bytes())
    value["predicate"]["approved"] = "yes"
    the_record(folder).unlink()
    save(folder, json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def not_a_number(folder: Path) -> None:
    data = the_record(folder).read_bytes().replace(b'"comment":""', b'"comment":NaN')
    the_record(folder).unlink()
    save(folder, data)


def deep(folder: Path) -> None:
    save(folder, b"[" * 200_000 + b"]" * 200_000)


def the_folder_is_a_link(folder: Path) -> None:
    (folder / "approvals").rename(folder.parent / "ledger")
    (folder / "approvals").symlink_to(folder.parent / "ledger")


FORGED: list[Callable[[Path], None]] = [
    edited, renamed, renamed_out_of_sight, duplicated, linked, a_pipe, a_folder, a_gigabyte, two_keys, another_field, not_a_number, deep, the_folder_is_a_link,
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED, ids=lambda one: one.__name__)
def test_a_record_is_not_what_its_name_says(forged: Callable[[Path], None], signed: Path) -> None:
    """The ledger is broken, and with it nothing is valid: the link stays open, and the audit fails."""
    forged(signed)
    found = audit(signed)
    assert "ledger-broken" in fired(found)
    assert found.summary.verdict == "failed"
    assert link(found) in ("unchecked", "failed")
    assert "valid" not in set(everything(found))


def test_a_record_that_shows_other_words_than_it_seals(signed: Path) -> None:
    """Its digests are of the claim as it stands, its content is not: invalid."""
    one = standing(audit(signed))[0].sign_off
    content = {**one.content, "claim": {"id": "pain", "text": "pain fell by 99%"}}
    the_record(signed).unlink(), next((signed / "approvals").glob("*.sig")).unlink()
    put(signed, replace(one, content=content), KEY)
    found = audit(signed)
    assert (states(found), link(found)) == (["invalid"], "failed") and "ledger-broken" in fired(found)


def test_a_record_is_dated_in_the_future(signed: Path) -> None:
    """Dated after the day of the audit: invalid; the same record is good when its day has come."""
    record(signed, "name", key=KEY, time="2027-01-01T00:00:00Z")
    found = audit(signed)
    assert (states(found, "name"), link(found, "name")) == (["invalid"], "failed") and "ledger-broken" in fired(found)
    assert states(audit(signed, today="2027-01-02"), "name") == ["valid"]


def test_a_record_is_dated_before_the_one_it_follows(signed: Path) -> None:
    """The clock ran backwards: invalid."""
    record(signed, "name", key=KEY, time="2026-11-19T00:00:00Z")
    assert states(audit(signed), "name") == ["invalid"]


@pytest.mark.parametrize("over", [{"name": ""}, {"email": ""}, {"role": ""}, {"time": ""}, {"meaning": ""}, {"time": "2026-11-20T10:00:00"},
                                  {"time": "2026-11-20T10:00:00+01:00"}, {"time": "2026-02-30T10:00:00Z"}, {"meaning": "looked at"}], ids=str)  # fmt: skip
def test_a_sign_off_that_lacks_something(over: dict[str, str], tmp_path: Path) -> None:
    """No printed name, address, role, meaning, or time with its zone: incomplete, and it counts for nothing."""
    folder = project(tmp_path)
    record(folder, **over)
    found = audit(folder)
    assert "sign-off-incomplete" in fired(found) and states(found) == ["invalid"] and link(found) == "failed"


# --- the key ------------------------------------------------------------------------------------------------------


def fresh(folder: Path, key: keys.Key, who: str = ANA, options: str = "") -> Path:
    project(folder)
    trust(folder, key, who, options)
    record(folder, key=key)
    return folder


NAMES = f'namespaces="{stand.keys.NAMESPACE}"'
LINES = {  # the line of allowed_signers → the state
    "for this person": (ANA, "", "valid"),
    "for several, by name": (f"{BO},{ANA}", "", "valid"),
    "in quotation marks": (f'"{ANA}"', "", "valid"),
    "for our namespace among others": (ANA, f'namespaces="git,{stand.keys.NAMESPACE}"', "valid"),
    "for a time that it is in": (ANA, 'valid-after="20260101Z",valid-before="20270101Z"', "valid"),
    "for another person": (BO, "", "untrusted"),
    "for everybody": ("*", "", "untrusted"),
    "for everybody of a company": ("*@example.org", "", "untrusted"),
    "for a name with one letter open": ("an?@example.org", "", "untrusted"),
    "for all but one": (f"*,!{BO}", "", "untrusted"),
    "for git only": (ANA, 'namespaces="git"', "untrusted"),
    "for any namespace, by a pattern": (ANA, 'namespaces="*"', "untrusted"),
    "as an authority": (ANA, "cert-authority", "untrusted"),
    "with an option that nobody knows": (ANA, 'expires="20270101"', "untrusted"),
    "from a later day on": (ANA, 'valid-after="20261121Z"', "expired key"),
    "until an earlier day": (ANA, 'valid-before="20261120Z"', "expired key"),
    "until the very second": (ANA, 'valid-before="20261120100000Z"', "expired key"),
    "in capitals": (ANA.upper(), "", "untrusted"),
}


@pytest.mark.parametrize("name", LINES)
def test_whom_a_line_of_allowed_signers_trusts(name: str, tmp_path: Path) -> None:
    """Only a line that names this very person, for our namespace, at that time; a pattern names nobody."""
    who, options, state = LINES[name]
    found = audit(fresh(tmp_path, KEY, who, options))
    assert states(found) == [state], standing(found)[0].because
    assert link(found) == ("passed" if state == "valid" else "failed")


def test_a_key_that_is_revoked(signed: Path) -> None:
    """Whatever allowed_signers says: untrusted."""
    (signed / "approvals" / "revoked_keys").write_text(f"# lost\n{KEY.line}\n", encoding="utf-8")
    assert (states(audit(signed)), link(audit(signed))) == (["untrusted"], "failed")


@pytest.mark.parametrize("data", [b"SSHKRL\n\0 binary", b"\xff\xfe", b"no key at all\n"], ids=["a binary list", "no text", "no key"])
def test_a_list_of_revoked_keys_that_cannot_be_read(data: bytes, signed: Path) -> None:
    """Nobody knows whether the key is on it: unchecked."""
    (signed / "approvals" / "revoked_keys").write_bytes(data)
    assert (states(audit(signed)), link(audit(signed))) == (["unchecked"], "unchecked")


def test_a_signature_made_for_something_else(tmp_path: Path) -> None:
    """Of another namespace, such as git's: invalid."""
    folder = project(tmp_path)
    trust(folder, KEY)
    made = record(folder)
    data = file(folder, made).read_bytes()
    file(folder, made, ".sig").write_bytes(keys.armored(KEY, data, namespace="git"))
    found = audit(folder)
    assert (states(found), link(found)) == (["invalid"], "failed") and "ledger-broken" in fired(found)


def test_a_key_that_nobody_knows(tmp_path: Path) -> None:
    """There is no allowed_signers: untrusted, not valid."""
    folder = project(tmp_path)
    record(folder, key=KEY)
    assert states(audit(folder)) == ["untrusted"]


def test_an_allowed_signers_that_is_a_link(signed: Path, tmp_path: Path) -> None:
    """It trusts nobody, and is told."""
    path = signed / "approvals" / "allowed_signers"
    path.rename(tmp_path / "keys")
    path.symlink_to(tmp_path / "keys")
    assert states(audit(signed)) == ["untrusted"] and "ledger-broken" in fired(audit(signed))


def test_a_line_that_only_looks_like_two(signed: Path) -> None:
    """A line separator that no editor shows does not begin a line that trusts somebody."""
    path = signed / "approvals" / "allowed_signers"
    path.write_text(f"# keys of last year\u2028{ANA} {KEY.line}\n", encoding="utf-8")
    assert states(audit(signed)) == ["untrusted"]


def test_a_signature_that_is_no_signature(signed: Path) -> None:
    """Damaged, cut, of another record, of a link: never valid."""
    path = next((signed / "approvals").glob("*.sig"))
    good = path.read_bytes()
    other = keys.armored(KEY, b"something else")
    for data in (b"", b"x", good[:-40], good.replace(b"A", b"B", 1), other, good + good, b"\n" + good, good * 2000):
        path.write_bytes(data)
        found = audit(signed)
        assert "valid" not in states(found) and link(found) != "passed", data[:40]
    path.unlink()
    path.symlink_to(signed / "claims.yaml")
    assert "valid" not in states(audit(signed))


# --- people -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("author", ["Ana Doe", "ANA  DOE", "Ana Doe <x@example.org>", ANA, "Carl and Ana Doe", "Carl; ana doe", f"Carl <{ANA}>"])
def test_an_author_signs_own_work(author: str, tmp_path: Path) -> None:
    """However the author is written: incomplete, and it counts for nothing; policy can allow it."""
    folder = project(tmp_path)
    trust(folder, KEY)
    rewrite(folder, "author: Carl", f"author: {author}")
    record(folder, key=KEY)
    found = audit(folder)
    assert (states(found), link(found)) == (["invalid"], "failed") and "sign-off-incomplete" in fired(found)


def test_a_person_who_signed_as_author_approves(signed: Path) -> None:
    """Who has signed as author is one, whatever the claim says."""
    record(signed, role="author", meaning="authored", time="2026-11-20T11:00:00Z")
    assert "invalid" in states(audit(signed)) and link(audit(signed)) == "failed"


def test_somebody_who_is_not_named_for_the_role(tmp_path: Path) -> None:
    """A good signature of somebody else does not fill the role."""
    folder = project(tmp_path)
    trust(folder, KEY, BO)
    record(folder, key=KEY, email=BO, name="Bo")
    found = audit(folder)
    assert link(found) == "unchecked" and not standing(found)[0].counts and "sign-off-missing" in fired(found)


def test_an_unsigned_record_where_policy_requires_signatures(tmp_path: Path) -> None:
    """Recorded, not signed: shown as that, and not counted."""
    folder = project(tmp_path)
    rewrite(folder, "policy: {", "policy: {require_signatures: yes, ")
    record(folder)
    found = audit(folder)
    assert (states(found), link(found)) == (["recorded, not signed"], "unchecked")


def test_a_hundred_thousand_files_that_are_no_records(tmp_path: Path) -> None:
    """They are all told, in time in proportion, and nothing is valid. (10,000 of them: the same way ten times over.)"""
    folder = project(tmp_path)
    (folder / "approvals").mkdir()
    for number in range(10_000):
        (folder / "approvals" / f"{hashlib.sha256(str(number).encode()).hexdigest()}.json").write_bytes(b"{}")
    found = audit(folder)
    assert sum(one.rule == "ledger-broken" for one in found.findings) == 10_000
    assert link(found) == "unchecked"


# --- the same words in other bytes ----------------------------------------------------------------------------------


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new, 1)


def retyped(**how: object) -> Callable[[bytes], bytes]:
    return lambda data: json.dumps(json.loads(data), **{"ensure_ascii": False, "sort_keys": True, "separators": (",", ":"), **how}).encode()  # type: ignore[arg-type]


def in_another_order(data: bytes) -> bytes:
    value = json.loads(data)
    return json.dumps(dict(reversed(value.items())), ensure_ascii=False, separators=(",", ":")).encode()


def the_content_twice(data: bytes) -> bytes:
    start = data.index(b'"content":{')
    end = data.index(b',"context":')
    return data[:end] + b"," + data[start:end] + data[end:]


def another_content_first(data: bytes) -> bytes:
    return data.replace(b'"content":{', b'"content":{"claim":{"text":"99%"}},"content":{', 1)


OTHER_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "escaped letters": retyped(ensure_ascii=True),
    "an escaped letter in a key": swapped(b'"meaning":', b'"me\\u0061ning":'),
    "an escaped slash": swapped(b"https://in-toto.io", b"https:\\/\\/in-toto.io"),
    "indented": retyped(indent=1),
    "a space after the colons": retyped(separators=(",", ": ")),
    "a line end at the end": lambda data: data + b"\n",
    "a line end at the start": lambda data: b"\n" + data,
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "keys in another order": in_another_order,
    "a key twice, the same": swapped(b'"role":"medical"', b'"role":"medical","role":"medical"'),
    "a key twice, another": swapped(b'"role":"medical"', b'"role":"legal","role":"medical"'),
    "a key twice inside the content": swapped(b'"text":"', b'"text":"pain is gone","text":"'),
    "a key twice inside the context": swapped(b'"context":{', b'"context":{"evidence":"","evidence":"",'),
    "the content twice": the_content_twice,
    "another content before it": another_content_first,
    "a field after the content": swapped(b',"context":', b',"contents":{},"context":'),
    "a number for a text": swapped(b'"comment":""', b'"comment":0'),
    "a number that has two spellings": swapped(b'"context":{', b'"context":{"a":1.0e0,'),
    "an integer of ten thousand digits": swapped(b'"context":{', b'"context":{"a":' + b"9" * 10_000 + b","),
    "no end": lambda data: data[:-1],
    "something behind it": lambda data: data + data,
}


@pytest.mark.parametrize("name", OTHER_BYTES)
def test_a_record_has_one_form(name: str, signed: Path) -> None:
    """The same words in other bytes, signed with a good key and named by their digest: no record, and nothing is valid."""
    path = the_record(signed)
    rewrite(signed, "author: Carl", "author: Çarl")  # a letter that can be escaped
    record(signed, key=KEY, time="2026-11-20T11:00:00Z", after=())
    path.unlink(), path.with_suffix(".json.sig").unlink()
    assert states(audit(signed)) == ["valid"]
    path = the_record(signed)
    data = OTHER_BYTES[name](path.read_bytes())
    assert data != path.read_bytes()
    path.unlink(), path.with_suffix(".json.sig").unlink()
    digest = save(signed, data)
    (signed / "approvals" / f"{digest}.json.sig").write_bytes(keys.armored(KEY, data))
    found = audit(signed)
    assert "ledger-broken" in fired(found) and states(found) == [] and link(found) != "passed"


def test_a_content_in_the_comment_is_a_comment(signed: Path) -> None:
    """A comment that looks like a record's content moves nothing: what counts is what stands at its place."""
    one = standing(audit(signed))[0].sign_off
    shown = json.dumps(dict(one.content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    record(signed, key=KEY, time="2026-11-20T11:00:00Z", comment=f'","content":{shown},"context":')
    assert states(audit(signed)) == ["valid", "valid"]
    content = {**one.content, "claim": {"id": "pain", "text": "pain fell by 99%"}}
    put(signed, replace(one, content=content, comment=f'"content":{shown}', time="2026-11-20T12:00:00Z"), KEY)
    assert states(audit(signed)) == ["valid", "valid", "invalid"]


def test_a_record_that_seals_less(signed: Path) -> None:
    """Without one of the parts, in the digests or in both: never valid."""
    one = standing(audit(signed))[0].sign_off
    for part in one.digests:
        less = {name: value for name, value in one.digests.items() if name != part}
        made = put(signed, replace(one, digests=less, content={name: one.content[name] for name in less}, time="2026-11-20T12:00:00Z"), KEY)
        assert states(audit(signed)) == ["valid", "invalid"], part
        file(signed, made).unlink(), file(signed, made, ".sig").unlink()
        made = put(signed, replace(one, digests=less, time="2026-11-20T12:00:00Z"), KEY)
        found = audit(signed)
        assert "ledger-broken" in fired(found) and "valid" not in states(found), part
        file(signed, made).unlink(), file(signed, made, ".sig").unlink()


def test_signatures_of_two_records_of_one_claim_are_exchanged(signed: Path) -> None:
    """Same claim, same key, same person: a signature fits its own record and no other."""
    record(signed, key=KEY, time="2026-11-20T11:00:00Z")
    first, second = sorted((signed / "approvals").glob("*.sig"))
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other), second.write_bytes(one)
    found = audit(signed)
    assert states(found) == ["invalid", "invalid"] and "ledger-broken" in fired(found)


# --- more about keys ------------------------------------------------------------------------------------------------


MORE_LINES = {
    "somebody, and not another": (f"{ANA},!{BO}", "untrusted"),
    "the same person, and not": (f"{ANA},!{ANA}", "untrusted"),
    "the same person, and not the company": (f"!*@example.org,{ANA}", "untrusted"),
    "with a pattern beside the name": (f"{ANA},*@example.com", "valid"),
    "with a space in the list": (f"{BO}, {ANA}", ""),
    "a look-alike letter": (ANA.replace("a", "а"), "untrusted"),
    "an invisible letter": (f"{ANA}\u200b", "untrusted"),
}


@pytest.mark.parametrize("name", MORE_LINES)
def test_more_lines_of_allowed_signers(name: str, tmp_path: Path) -> None:
    """Who is excluded anywhere in a line has no right by it; a line that cannot be read gives none and is told."""
    who, state = MORE_LINES[name]
    found = audit(fresh(tmp_path, KEY, who))
    assert states(found) == [state or "untrusted"], standing(found)[0].because
    assert state or "ledger-broken" in fired(found)


def test_allowed_signers_with_other_line_ends(signed: Path) -> None:
    """CR LF is a line end; a lone CR is none, so it hides no line that trusts somebody."""
    path = signed / "approvals" / "allowed_signers"
    good = path.read_bytes()
    path.write_bytes(b"# keys\r\n" + good.replace(b"\n", b"\r\n"))
    assert states(audit(signed)) == ["valid"]
    path.write_bytes(b"# keys\r" + good)
    assert states(audit(signed)) == ["untrusted"]


def test_two_keys_of_one_person(signed: Path) -> None:
    """Each is good for itself; the loss of one says nothing of the other."""
    other = keys.ed25519()
    trust(signed, other)
    record(signed, key=other, time="2026-11-20T11:00:00Z")
    assert states(audit(signed)) == ["valid", "valid"]
    (signed / "approvals" / "revoked_keys").write_text(f"{other.line}\n", encoding="utf-8")
    assert states(audit(signed)) == ["valid", "untrusted"]


def test_two_people_of_one_key(signed: Path) -> None:
    """Where two must sign, one key under two names is one signer; and the author's key approves nothing under another name."""
    rewrite(signed, "medical: [ana@example.org]", "medical: {people: [ana@example.org, bo@example.org], at_least: 2}")
    trust(signed, KEY, BO)
    record(signed, key=KEY, time="2026-11-20T11:00:00Z")
    record(signed, key=KEY, email=BO, name="Bo", time="2026-11-20T11:00:01Z")
    found = audit(signed)
    assert states(found)[1:] == ["valid", "valid"] and link(found) == "unchecked"
    record(signed, key=KEY, role="author", meaning="authored", email="cy@example.org", name="Cy", time="2026-11-20T11:00:02Z")
    trust(signed, KEY, "cy@example.org")
    assert "valid" not in [one.state for one in standing(audit(signed)) if one.sign_off.role == "medical"]


# --- more about people, times and names -------------------------------------------------------------------------------


@pytest.mark.parametrize("time", ["2026-06-30T23:59:60Z", "2026-11-20T24:00:00Z", "2026-11-20T10:60:00Z", "0000-01-01T00:00:00Z", "2026-11-20t10:00:00z",
                                  "2026-11-20T10:00:00+00:00", "2026-11-20T10:00:00.5Z", "2026-W47-5T10:00:00Z", "２026-11-20T10:00:00Z", "2026-11-20T10:00:00ZZ"])  # fmt: skip
def test_a_time_that_is_none(time: str, tmp_path: Path) -> None:
    """Leap seconds, hour 24, other zones, fractions, other digits: a record's time is one of UTC's seconds, or it counts for nothing."""
    folder = project(tmp_path)
    trust(folder, KEY)
    record(folder, key=KEY, time=time)
    found = audit(folder)
    assert states(found) == ["invalid"] and "sign-off-incomplete" in fired(found) and link(found) == "failed"


@pytest.mark.parametrize("name", ["Ana\u200b Doe", "Ana \u202eeoD", "Ana\u00ad Doe", "\u2060", "Ana\u0007"])
def test_a_name_that_nobody_can_read(name: str, tmp_path: Path) -> None:
    """Letters that are not seen: incomplete; a name is printed for people to read."""
    folder = project(tmp_path)
    trust(folder, KEY)
    record(folder, key=KEY, name=name)
    found = audit(folder)
    assert states(found) == ["invalid"] and "sign-off-incomplete" in fired(found)


def test_a_claim_whose_id_only_looks_the_same(signed: Path) -> None:
    """A record about `pаin` with a Cyrillic letter fills no role of `pain`; nor does one of a claim that is gone."""
    one = standing(audit(signed))[0].sign_off
    the_record(signed).unlink(), next((signed / "approvals").glob("*.sig")).unlink()
    put(signed, replace(one, subject="pаin"), KEY)
    put(signed, replace(one, subject="gone", time="2026-11-20T11:00:00Z"), KEY)
    found = audit(signed)
    assert states(found) == [] and link(found) == "unchecked"
    assert main(["log", "gone", "--claims", str(signed / "claims.yaml"), "--today", stand.TODAY]) == 0


# --- more about withdrawals -------------------------------------------------------------------------------------------


def test_a_withdrawal_that_is_withdrawn(signed: Path) -> None:
    """What was withdrawn stays withdrawn, for good."""
    withdraw(signed, the_record(signed).stem)
    second = next(one.sign_off for one in standing(audit(signed)) if one.sign_off.decision == "withdraw")
    withdraw(signed, second.digest, time="2026-11-21T11:00:00Z")
    found = audit(signed)
    assert states(found)[0] == "withdrawn" and link(found) == "unchecked"


def test_somebody_else_withdraws(signed: Path) -> None:
    """Another person, in another role, without a key: it is withdrawn. To take back is never a forger's gain."""
    withdraw(signed, the_record(signed).stem, email="di@example.org", name="Di", role="legal")
    assert states(audit(signed))[0] == "withdrawn" and link(audit(signed)) == "unchecked"


@pytest.mark.parametrize("over", [{"decision": "approve", "meaning": "withdrawn"}, {"decision": "approve", "meaning": "medically accurate"}, {"decision": "reject"}], ids=str)
def test_what_is_no_withdrawal_ends_nothing(over: dict[str, str], signed: Path) -> None:
    """Only the decision `withdraw` ends a record; another one that names records is what it says."""
    first = the_record(signed).stem
    record(signed, **{"time": "2026-11-21T10:00:00Z", "ends": (first,), **over})
    assert "withdrawn" not in states(audit(signed))


def test_a_withdrawal_that_ends_itself_and_everything(signed: Path) -> None:
    """A withdrawal of a record that nobody has: the ledger is broken, and nothing is valid."""
    withdraw(signed, "0" * 64)
    found = audit(signed)
    assert "ledger-broken" in fired(found) and "valid" not in states(found)


# --- more about the folder --------------------------------------------------------------------------------------------


def into_a_folder(folder: Path) -> None:
    (folder / "approvals" / "old").mkdir()
    shutil.move(the_record(folder), folder / "approvals" / "old")


def in_capitals(folder: Path) -> None:
    path = the_record(folder)
    path.rename(path.with_name(path.stem.upper() + ".json"))


def with_another_suffix(folder: Path) -> None:
    path = the_record(folder)
    path.rename(path.with_suffix(".JSON"))


def beside_its_copy_in_capitals(folder: Path) -> None:
    path = the_record(folder)
    shutil.copy(path, path.with_name(path.stem.upper() + ".json"))


def a_file_for_the_folder(folder: Path) -> None:
    shutil.rmtree(folder / "approvals")
    (folder / "approvals").write_bytes(b"")


def a_link_to_nothing(folder: Path) -> None:
    shutil.rmtree(folder / "approvals")
    (folder / "approvals").symlink_to(folder / "nowhere")


def the_signature_alone(folder: Path) -> None:
    the_record(folder).unlink()


def a_link_for_the_signers(folder: Path) -> None:
    (folder / "approvals" / "allowed_signers").rename(folder / "keys")
    (folder / "approvals" / "allowed_signers").symlink_to(folder / "keys")


FOLDERS: list[Callable[[Path], None]] = [
    into_a_folder, in_capitals, with_another_suffix, beside_its_copy_in_capitals, a_file_for_the_folder, a_link_to_nothing, the_signature_alone, a_link_for_the_signers,
]  # fmt: skip


@pytest.mark.parametrize("forged", FOLDERS, ids=lambda one: one.__name__)
def test_the_folder_is_not_as_it_was(forged: Callable[[Path], None], signed: Path) -> None:
    """Moved into a sub-folder, in capitals, behind a link, replaced by a file: broken, told, and nothing is valid."""
    forged(signed)
    found = audit(signed)
    assert "ledger-broken" in fired(found) and found.summary.verdict == "failed"
    assert "valid" not in set(everything(found)) and link(found) != "passed"


def test_a_baseline_covers_nothing_of_the_ledger(signed: Path) -> None:
    """What is broken today may stand in a baseline; it is told all the same."""
    edited(signed)
    before = audit(signed)
    (signed / "baseline.json").write_text(write_baseline(before.findings, frozenset()), encoding="utf-8")
    found = audit(signed, baseline=signed / "baseline.json")
    assert "ledger-broken" in fired(found) and found.summary.verdict == "failed" and link(found) != "passed"
