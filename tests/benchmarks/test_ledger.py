"""What ten thousand sign-offs cost, as shares of the audit that they belong to."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

import pytest
import standin_keys as keys
from benchmarks import generate
from pytest_benchmark.fixture import BenchmarkFixture

from evidence import attestation, ledger, signers, sshsig, standings
from evidence.chain import resolve
from evidence.model import Chain, Registry, Rule
from evidence.registry import load
from evidence.rules import catalogue
from evidence.signoff import SignOff

pytest.importorskip("cryptography", reason="signatures are made and verified with cryptography")
pytest.importorskip("nacl", reason="signatures of Ed25519 are verified with PyNaCl")
CLAIMS, REFERENCES, JUNK = 10_000, 2_000, 100_000
TODAY, TIME, ANA = "2026-11-22", "2026-11-20T10:00:00Z", "bo@example.org"
# Where OpenSSL's mathematics of 10,000 signatures takes a second, as on the machine of the house's figures, these are seconds.
MORE, SEALS = 2.5, 0.8


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "claims.yaml").write_text(generate.registry(CLAIMS, REFERENCES), encoding="utf-8")
    (folder / "references").mkdir()
    (folder / "references" / "all.bib").write_text(generate.bibliography(REFERENCES), encoding="utf-8")
    return folder


def test_ten_thousand_records(benchmark: BenchmarkFixture, registry: Path) -> None:
    """To read, verify and judge 10,000 signed records is little more than the mathematics of their signatures, and 10,000 seals are a part of it.

    The difference of two whole audits would be noise: what is measured is the one call that the records add to an audit. On two
    processors a part of the mathematics costs no time at all.
    """
    found = load(registry / "claims.yaml")
    chains, every = resolve(found), catalogue({}, found.policy)
    gc.disable()
    sealings = []
    for _ in range(3):
        start = perf_counter()
        day = standings.today(found, every)
        sealed = [(one.claim.id, (now := standings.of_claim(one, day)).content, now.digests) for one in chains]
        sealings.append(perf_counter() - start)
    sealing = min(sealings)
    key = _signed(registry / "approvals", sealed)

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    _, _, signature, signed = sshsig.question(sshsig.read(keys.armored(key, b"message")), b"message")
    openssl = Ed25519PublicKey.from_public_bytes(key.public[-32:])  # the yardstick; ours is libsodium
    mathematics = []

    def verify() -> None:
        start = perf_counter()
        for _ in range(CLAIMS):
            openssl.verify(signature, signed)
        mathematics.append(perf_counter() - start)

    _, judged = benchmark.pedantic(standings.stand, args=(found, chains, (), TODAY, every), setup=verify, rounds=3)
    gc.enable()
    assert all(one.state == "valid" for chain in judged for one in chain.standings) and judged[-1].standings
    plain = _unsigned(registry, found, chains, every)
    took, alone = benchmark.stats.stats.min, min(mathematics)
    ratio = took / alone
    what = f"{CLAIMS:,} signed records read, verified and judged ÷ their signatures alone by OpenSSL ({took:.1f} s and {alone:.1f} s)"
    benchmark.extra_info |= {"what": what, "ratio": ratio, "target": MORE}
    print(f"\n{what}: {ratio:.2f}; {CLAIMS:,} seals: {sealing:.2f} s, {sealing / alone:.2f}; the records without their signatures: {plain:.2f} s")
    assert ratio <= MORE
    assert sealing / alone <= SEALS


def _unsigned(folder: Path, found: Registry, chains: Sequence[Chain], every: Sequence[Rule]) -> float:
    """Seconds for the same records, when nobody had signed them with a key."""
    for signature in (folder / "approvals").glob("*.sig"):
        signature.unlink()
    took = []
    gc.disable()
    for _ in range(3):
        start = perf_counter()
        _, judged = standings.stand(found, chains, (), TODAY, every)
        took.append(perf_counter() - start)
    gc.enable()
    assert all(one.state == "recorded, not signed" for chain in judged for one in chain.standings) and judged[-1].standings
    return min(took)


def _signed(folder: Path, sealed: list[tuple[str, Mapping[str, object], Mapping[str, str]]]) -> keys.Key:
    """A record for each claim, every one signed and naming the one before it; the key."""
    key = keys.ed25519()
    folder.mkdir()
    (folder / "allowed_signers").write_text(signers.line(ANA, key.public) + "\n", encoding="utf-8")
    after: tuple[str, ...] = ()
    for claim, content, digests in sealed:
        one = SignOff("", "claim", claim, "Bo", ANA, "medical", TIME, "medically accurate", "approve", "", digests, content, {}, after)
        data = attestation.statement(one)
        digest = hashlib.sha256(data).hexdigest()
        (folder / f"{digest}.json").write_bytes(data)
        (folder / f"{digest}.json.sig").write_bytes(keys.armored(key, data))
        after = (digest,)
    return key


def test_a_hundred_thousand_files(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """100,000 files under the names of records take no longer than ten times the time of 10,000, with a half to spare."""
    folders = {}
    for count in (JUNK // 10, JUNK):
        folders[count] = tmp_path / str(count)
        (folders[count] / "approvals").mkdir(parents=True)
        for number in range(count):
            (folders[count] / "approvals" / f"{hashlib.sha256(str(number).encode()).hexdigest()}.json").write_bytes(b"{}")
    start = perf_counter()
    ledger.read(str(folders[JUNK // 10]), TODAY)
    tenth = perf_counter() - start
    found = benchmark.pedantic(ledger.read, args=(str(folders[JUNK]), TODAY), rounds=1)
    assert len(found.faults) == JUNK
    ratio = benchmark.stats.stats.min / (10 * tenth)
    benchmark.extra_info |= {"what": "a ledger of 100,000 files that are no records ÷ 10 × that of 10,000", "ratio": ratio, "target": 1.5}
    print(f"\n{JUNK:,} broken records: {benchmark.stats.stats.min:.1f} s, {ratio:.2f} of ten times {JUNK // 10:,}")
    assert ratio <= 1.5
