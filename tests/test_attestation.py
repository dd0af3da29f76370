"""Records that are as they would be written today are read by a shorter way: it never says anything but what the long way says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import attestation, seal
from evidence.recordfiles import Broken
from evidence.signoff import DECISIONS, MEANINGS, SignOff

PARTS = {"claim": '{"id":"pain","text":"Schmerz fiel um 50 %"}', "policy": '{"rule set":"1"}', "references": "{}", "passages": '[{"quote":"a \\"b\\" ,\\"decision\\":"}]'}
NOW = seal.together({part: value.encode() for part, value in PARTS.items()})
TODAY = {"pain": NOW}
CONTEXT = {"evidence": "1.0", "findings": [{"rule": "x", "message": "so, \"decision\":\"approve\" — “ü”", "waived": False}], "unchecked": []}
ONE = SignOff(
    "", "claim", "pain", "Bo Ångström", "bo@example.org", "medical", "2026-11-20T10:00:00Z", "medically accurate", "approve", "a comment",
    NOW.digests, NOW.content, CONTEXT, ("ab" * 32, "cd" * 32), ("ef" * 32,),
)  # fmt: skip
DATA = attestation.statement(ONE)


def by_the_long_way(data: bytes) -> dict[str, Any] | None:
    try:
        return attestation.fields(data)
    except Broken:
        return None


def plainly(found: dict[str, Any] | None) -> dict[str, Any] | None:
    return found and {**found, "content": dict(found["content"]), "digests": dict(found["digests"])}


def test_the_shorter_way_is_taken() -> None:
    """A record of today is read without its content being looked into."""
    found = attestation.as_expected(DATA, TODAY)
    assert found is not None and found["content"] is NOW.content and found["after"] == ["ab" * 32, "cd" * 32]
    assert plainly(found) == by_the_long_way(DATA)
    assert attestation.as_expected(DATA, {}) is None


PIECES = (b'"', b"\\", b",", b"{", b"}", b"]", b" ", b"\n", b"\x7f", b"\xff", b"\xed\xa0\x80", b'","decision":"', b'"decision":"approve",', b',"context":{}', b'"after":[],', "ü".encode(), b"0")


@pytest.mark.parametrize("piece", [b"", *PIECES], ids=repr)
def test_a_byte_more_or_less(piece: bytes) -> None:
    """Wherever a record loses a byte, has one replaced or gains some: what the shorter way reads, the long way reads, too, and reads the same."""
    for at in range(len(DATA) + 1):
        for data in {DATA[:at] + piece + DATA[at + 1 :], DATA[:at] + piece + DATA[at:]}:
            found = attestation.as_expected(data, TODAY)
            assert found is None or plainly(found) == by_the_long_way(data), data


@given(st.binary(max_size=8), st.integers(0, len(DATA)), st.integers(0, 12), st.integers(0, len(DATA)), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_anything_anywhere(put: bytes, at: int, gone: int, begin: int, size: int) -> None:
    """Bytes put in, taken out, and pieces of the record doubled."""
    for data in (DATA[:at] + put + DATA[at + gone :], DATA[:at] + DATA[begin : begin + size] + DATA[at:]):
        found = attestation.as_expected(data, TODAY)
        assert found is None or plainly(found) == by_the_long_way(data)


TEXT = st.text(st.characters(exclude_categories=()), max_size=20) | st.sampled_from(['","decision":"', '"name":"claim/', "\x00", "\u2028", "\ud800", "a\\", "\x7f", '"}]}'])


@given(TEXT, TEXT, TEXT, st.sampled_from(DECISIONS), st.sampled_from(MEANINGS), st.recursive(st.none() | st.booleans() | TEXT, lambda each: st.lists(each) | st.dictionaries(TEXT, each), max_leaves=6))
@settings(max_examples=300, deadline=None)
def test_any_record(name: str, comment: str, role: str, decision: str, meaning: str, open_then: object) -> None:
    """Whatever its fields hold, a record means the same both ways."""
    data = attestation.statement(replace(ONE, name=name, comment=comment, role=role, decision=decision, meaning=meaning, context={"open": open_then}))
    found = attestation.as_expected(data, TODAY)
    assert by_the_long_way(data) is not None
    assert found is None or plainly(found) == by_the_long_way(data)


@pytest.mark.parametrize("context", ["[" * 100_000, "{" + '"a":{' * 5000 + "}" * 5001, '{"a":NaN}', '{"a":1e999}', '{"a":1,"a":1}', '{"b":1,"a":1}', '{"a": 1}', "[]", "1" * 5000, ""])
def test_a_context_that_is_none(context: str) -> None:
    """What is no mapping in canonical form is not let through, and breaks nothing."""
    written = json.dumps(CONTEXT, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    data = DATA.replace(written, context.encode())
    assert data != DATA and attestation.as_expected(data, TODAY) is None and by_the_long_way(data) is None


def test_other_digests_or_another_claim() -> None:
    """The content of today with other digests, or under the name of another claim, goes the long way."""
    moved = attestation.statement(replace(ONE, digests={**ONE.digests, "claim": seal.PREFIX + "0" * 64}))
    other = attestation.statement(replace(ONE, subject="relief"))
    piece = attestation.statement(replace(ONE, kind="material"))
    for data in (moved, other, piece):
        assert attestation.as_expected(data, {**TODAY, "relief": seal.together({"claim": b"{}"})}) is None and by_the_long_way(data)
