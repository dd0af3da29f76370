"""A record as the bytes that are signed: an in-toto statement in canonical JSON, written and read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from evidence import seal
from evidence.recordfiles import Broken
from evidence.seal import Sealed
from evidence.signoff import DECISIONS, SignOff

TYPE, PREDICATE = "https://in-toto.io/Statement/v1", "https://evidence-audit.readthedocs.io/sign-off/v1"
NAME = re.compile(r"[0-9a-f]{64}")
SEALS = re.compile(r"v1:sha256:[0-9a-f]{64}(?:\nv1:sha256:[0-9a-f]{64})*")
TEXTS = frozenset(("kind", "subject", "name", "email", "role", "time", "meaning", "decision", "comment"))
MAPPINGS = frozenset(("digests", "content", "context"))
LISTS = frozenset(("after", "ends"))
KINDS = tuple((key, kind) for kind, keys in ((str, TEXTS), (dict, MAPPINGS), (list, LISTS)) for key in sorted(keys))
CLAIM, END, CONTEXT = b'"name":"claim/', b'"}]}', b',"context":'  # where a record says which claim it is of, and what was open
DIGESTED = b'","digests":'  # … and what it seals
CLOSING = b'"},"predicateType":"%b","subject":[{"digest":{"sha256":"%%b"},"name":"claim/%%b"}]}' % PREDICATE.encode()  # how one of a claim ends
DIGESTS = rb'(?:"[0-9a-f]{64}"(?:,"[0-9a-f]{64}")*)?'
PLAIN = rb'[^"\\\x00-\x1f]*'  # inside of a JSON text, what stands for itself
OTHER_CONTENT = "its digests are not of the content that it shows"


def statement(one: SignOff) -> bytes:
    """A sign-off as the bytes of its record. Its digest and signature are not in it; texts are made canonical."""
    predicate: dict[str, Any] = {key: seal.text(getattr(one, key)) for key in TEXTS}
    predicate |= {key: dict(getattr(one, key)) for key in MAPPINGS} | {key: sorted(getattr(one, key)) for key in LISTS}
    return seal.encoded({"_type": TYPE, "predicateType": PREDICATE, "subject": _subject(predicate), "predicate": predicate})


def shows_what_it_seals(one: SignOff) -> bool:
    """True where the content that a record shows is what its digests were taken of."""
    return all(seal.of_canonical(part, value) == one.digests[part] for part, value in one.content.items())


# --- any record ---------------------------------------------------------------------------------------------------


def fields(data: bytes) -> dict[str, Any]:
    """What a record's bytes say. They must be the canonical form of it: so no key stands twice, and one record never means two things."""
    try:
        value = json.loads(data.decode("utf-8", errors="surrogatepass"))
        again = seal.encoded(value)
    except (ValueError, RecursionError):
        raise Broken("it is no JSON") from None
    if again != data:
        raise Broken("it is not in canonical form: a key stands twice in it, or white space, order or spelling differ")
    if not isinstance(value, dict) or value.keys() != {"_type", "predicate", "predicateType", "subject"}:
        raise Broken("it has other fields than a sign-off has")
    predicate = value["predicate"]
    if value["_type"] != TYPE or value["predicateType"] != PREDICATE:
        raise Broken("it is of a kind or a version that is not known here")
    if not isinstance(predicate, dict) or predicate.keys() != TEXTS | MAPPINGS | LISTS:
        raise Broken("it has other fields than a sign-off has")
    _typed(predicate)
    if value["subject"] != _subject(predicate):
        raise Broken("what it says it is about is not what its digests are of")
    return predicate


def _typed(predicate: Mapping[str, Any]) -> None:
    right = all(type(predicate[key]) is kind for key, kind in KINDS)
    if not (right and all(isinstance(each, str) and NAME.fullmatch(each) for key in LISTS for each in predicate[key])):
        raise Broken("a field of it holds something else than it should")
    if predicate["kind"] not in ("claim", "material") or predicate["decision"] not in DECISIONS:
        raise Broken("its kind or its decision is none that is known")
    digests = predicate["digests"]
    if {type(each) for each in digests.values()} != {str} or not SEALS.fullmatch("\n".join(digests.values())):
        raise Broken("its digests are no seals of version 1")
    if predicate["content"].keys() != digests.keys():
        raise Broken(OTHER_CONTENT)


def _subject(predicate: Mapping[str, Any]) -> list[dict[str, Any]]:
    """in-toto's subject: what is signed, by name and digest. The id is inside the signed bytes, so a signature fits no other claim."""
    digest = seal.of_canonical("sign-off", predicate["digests"]).removeprefix(seal.PREFIX)
    return [{"digest": {"sha256": digest}, "name": f"{predicate['kind']}/{predicate['subject']}"}]


# --- a record that is as it would be written today ----------------------------------------------------------------


def about(data: bytes) -> str:
    """The claim that a record seems to be of; what it is of in truth is looked at later."""
    return data[data.rfind(CLAIM) + len(CLAIM) : -len(END)].decode(errors="replace")


def as_expected(data: bytes, today: Mapping[str, Sealed]) -> dict[str, Any] | None:
    """A record that shows and seals its claim as it is today; None for any other, which is then read as JSON.

    The record is proved to be, byte for byte, the canonical form of what is returned: today's content and digests are canonical,
    what was open is read and written again, and the texts between them have nothing in them that JSON writes in another way.
    """
    claim = about(data)
    opening, now = _opening().match(data), today.get(claim)
    if not opening or not now or not data.startswith(now.content.data, opening.end()):
        return None
    digests, subject = _sealed(now.digests)
    around, _, last = data[opening.end() + len(now.content.data) :].partition(DIGESTED)
    if not last.startswith(digests):
        return None
    context, _, decision = around.rpartition(b',"decision":"')
    person, _, rest = last[len(digests) :].partition(b'","subject":"')
    name = claim.encode()
    begin, end = name + b'","time":"', CLOSING % (subject, name)
    time = rest[len(begin) : -len(end)]
    if rest != begin + time + end or not _plain().fullmatch(name + time) or not context.startswith(CONTEXT):
        return None
    try:
        texts = {**_person(person), "time": time.decode(), "decision": decision.decode(), "comment": opening["comment"].decode()}
        found: dict[str, Any] = {**texts, "kind": "claim", "subject": claim, "context": _context(context[len(CONTEXT) :].decode())}
    except (ValueError, RecursionError):
        return None
    if found["decision"] not in DECISIONS:
        return None
    found |= {"after": _digests(opening["after"].decode()), "ends": _digests(found["ends"]), "digests": now.digests, "content": now.content}
    return found


@cache
def _opening() -> re.Pattern[bytes]:
    """How a record begins, up to its content."""
    kind, before = re.escape(TYPE.encode()), rb'"after":\[(?P<after>%b)\],"comment":"(?P<comment>%b)"' % (DIGESTS, PLAIN)
    return re.compile(rb'\{"_type":"%b","predicate":\{%b,"content":' % (kind, before))


@lru_cache(maxsize=256)
def _person(written: bytes) -> dict[str, str]:
    """Who signed as what, and what ended by it: nearly always the same for many. Raises ValueError where JSON writes it in another way."""
    texts = [rb'"%b":"(?P<%b>%b)' % (key, key, PLAIN) for key in (b"meaning", b"name", b"role")]
    found = re.fullmatch(rb'(?P<email>%b)","ends":\[(?P<ends>%b)\],"kind":"claim",%b' % (PLAIN, DIGESTS, b'",'.join(texts)), written)
    if not found:
        raise ValueError
    return {key: value.decode() for key, value in found.groupdict().items()}


@cache
def _plain() -> re.Pattern[bytes]:
    """What JSON writes as it is."""
    return re.compile(PLAIN)


def _digests(written: str) -> list[str]:
    return written[1:-1].split('","') if written else []


def _sealed(digests: Mapping[str, str]) -> tuple[bytes, bytes]:
    """Digests as a record holds them, with the beginning of the field behind them; and the digest of what it is about."""
    written = seal.written(digests)
    return b'%b,"email":"' % written, seal.of_encoded("sign-off", written).removeprefix(seal.PREFIX).encode()


@lru_cache(maxsize=256)
def _context(written: str) -> dict[str, Any]:
    """What was open when somebody signed, often the same for many. Raises ValueError where it is not a mapping in canonical form."""
    value = json.loads(written)
    if not isinstance(value, dict) or seal.encode(value) != written:
        raise ValueError
    return value
