"""How many npm attestations are verified per second and core?

CPU time, best of several rounds, over the real bundles of the corpus; the cost
of one bare signature check tells how fast the machine was at that moment.

    python tests/benchmarks/bench_provenance.py [--peer FOLDER]

FOLDER holds node_modules with sigstore-js in it:
    npm install --ignore-scripts --prefix FOLDER sigstore

Then: what does an audit of the corpus's 186 packages cost, over a registry on this machine?
Loading the second verifier is told apart: it is done once per process, and only where a
bundle is of a kind that it supports and was not verified before.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from auditor.checks.provenance.attested import Standing, prove
from auditor.checks.provenance.verdicts import judge
from auditor.provenance import Trust, verify_bundle
from auditor.settings import Settings
from auditor.sources import Sources
from auditor.sources.npm_keys import read_keys
from auditor.sources.trust_roots import SHIPPED, load_trust_root
from sbom import Inventory, read_project

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ROUNDS = 24
# Bundles per round, and how many per second there should be.
KINDS = {"provenance": (80, 850), "publish": (240, 4000)}
RATIO = 8
MAX_REQUESTS, MAX_AUDIT_S = 24, 0.25

PEER = """
const fs = require('fs'), crypto = require('crypto');
const { bundleFromJSON } = require('@sigstore/bundle');
const { TrustedRoot } = require('@sigstore/protobuf-specs');
const { Verifier, toSignedEntity, toTrustMaterial } = require('@sigstore/verify');
const job = JSON.parse(fs.readFileSync(0, 'utf8'));
const keys = {};
for (const [id, der] of Object.entries(job.keys)) {
  const key = Buffer.from(der, 'base64');
  keys[id] = crypto.createPublicKey({ key, format: 'der', type: 'spki' });
}
const trust = toTrustMaterial(TrustedRoot.fromJSON(job.root), (hint) => ({
  publicKey: keys[hint], validFor: () => true }));
const verifier = new Verifier(trust);
const rates = {};
for (const [kind, texts] of Object.entries(job.bundles)) {
  let best = 0;
  for (let round = 0; round < job.rounds; round++) {
    const start = process.cpuUsage();
    for (let i = 0; i < job.counts[kind]; i++)
      verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(texts[i % texts.length]))));
    const used = process.cpuUsage(start);
    best = Math.max(best, (job.counts[kind] * 1e6) / (used.user + used.system));
  }
  rates[kind] = best;
}
console.log(JSON.stringify(rates));
"""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--peer", type=Path, help="a folder with sigstore-js in node_modules")
    peer_folder = parser.parse_args().peer
    trust = Trust(load_trust_root(None), read_keys(None))
    bundles = real_bundles()
    before = measure_all(bundles, trust)
    peer = measure_peer(peer_folder, bundles, trust) if peer_folder else {}
    after = measure_all(bundles, trust)
    ours = {kind: max(before[kind], after[kind]) for kind in KINDS}
    for curve in (ec.SECP256R1(), ec.SECP384R1()):
        print(f"one bare ECDSA check, {curve.name}: {bare_check_us(curve):.0f} µs")
    for kind, (_, wanted) in KINDS.items():
        best = ours[kind]
        line = f"{kind:<10}  {best:>7,.0f}/s per core (aim {wanted:,})"
        if kind in peer:
            line += f"  sigstore-js {peer[kind]:>6,.0f}/s  {best / peer[kind]:.1f} x"
        print(line)
    if peer:
        mixed, theirs = (_mixed(rates) for rates in (ours, peer))
        print(f"{'one each':<10}  {mixed:>7,.0f} pairs/s, sigstore-js {theirs:,.0f}/s,", end=" ")
        print(f"{mixed / theirs:.1f} x (aim {RATIO})")
    print_audit()


def print_audit() -> None:
    """Audit the replayed project: requests, and CPU time with and without what is loaded."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from loopback import Server  # noqa: PLC0415 -- found only now
    from registry_replay import recorded  # noqa: PLC0415 -- as above

    replay = recorded()
    inventory = read_project({"package-lock.json": replay.lockfile()}.get, ["package-lock.json"])
    settings = Settings(online=True, network=True)
    with Server().running() as server, tempfile.TemporaryDirectory() as folder:
        replay.serve(server)
        for what in ("first", "loaded", "cached"):
            cache = None if what == "loaded" else Path(folder)
            settings = replace(settings, registry=server.url, verified_cache=cache)
            server.requests.clear()
            cpu_s = audit_s(Sources(settings), inventory)
            print(
                f"186 packages, {what:<6}  {cpu_s:.3f} s of CPU to verify (aim {MAX_AUDIT_S}),"
                f" {len(server.requests)} requests (aim {MAX_REQUESTS})"
            )


def audit_s(sources: Sources, inventory: Inventory) -> float:
    """CPU seconds to judge every package; the documents were fetched before."""
    registry = sources.registry
    components = inventory.components[1:]
    found = registry.lookup({one.name for one in components})
    registry.attestations(
        (name, version)
        for name, packument in found.packages.items()
        for version, release in packument.releases.items()
        if release.attested
    )
    trust = Trust(sources.trust_root, registry.keys)
    start = time.process_time()
    for component in components:
        packument = found.packages[component.name]
        judge(component, packument.releases[component.version or ""], registry.keys, now=NOW)
    proven, _ = prove(components, registry, trust, sources.second_engine, sources.verified)
    used = time.process_time() - start
    verified = sum(one.standing is Standing.VERIFIED for one in proven)
    if verified != len(real_bundles()["publish"]):
        raise SystemExit(f"only {verified} packages were verified")
    return used


def real_bundles() -> dict[str, list[str]]:
    """The bundles of the corpus as JSON text, by kind."""
    found: dict[str, list[str]] = {"provenance": [], "publish": []}
    for file in sorted((CORPUS / "provenance" / "attestations").glob("*.json")):
        for entry in json.loads(file.read_bytes())["attestations"]:
            kind = "publish" if "/publish/" in entry["predicateType"] else "provenance"
            found[kind].append(json.dumps(entry["bundle"], ensure_ascii=False))
    if not found["provenance"]:
        raise SystemExit(f"no corpus at {CORPUS} (AUDITOR_CORPUS)")
    return found


def measure_all(bundles: dict[str, list[str]], trust: Trust) -> dict[str, float]:
    """Bundles per second of CPU time, by kind."""
    return {kind: measure(texts, KINDS[kind][0], trust) for kind, texts in bundles.items()}


def measure(texts: list[str], count: int, trust: Trust) -> float:
    """Bundles per second of CPU time, from JSON text to verdict."""
    encoded = [text.encode() for text in texts]

    def verify_all() -> None:
        for index in range(count):
            verify_bundle(encoded[index % len(encoded)], trust)

    return count / best_s(verify_all)


def measure_peer(folder: Path, bundles: dict[str, list[str]], trust: Trust) -> dict[str, float]:
    """The same of sigstore-js, with the same trust root and keys."""
    job = {
        "root": json.loads(SHIPPED.read_bytes()),
        "keys": {key.keyid: base64.b64encode(key.spki).decode() for key in trust.keys.keys},
        "bundles": bundles,
        "counts": {kind: count for kind, (count, _) in KINDS.items()},
        "rounds": ROUNDS,
    }
    done = subprocess.run(
        ["node", "-e", PEER],
        cwd=folder,
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    rates: dict[str, float] = json.loads(done.stdout)
    return rates


def bare_check_us(curve: ec.EllipticCurve) -> float:
    """Microseconds of CPU time for one signature check and nothing else."""
    key, message = ec.generate_private_key(curve), b"x" * 1000
    scheme = ec.ECDSA(hashes.SHA256())
    signature, public = key.sign(message, scheme), key.public_key()

    def check() -> None:
        for _ in range(200):
            public.verify(signature, message, scheme)

    return best_s(check) / 200 * 1e6


def best_s(work: Callable[[], None]) -> float:
    """The least CPU seconds that ``work`` took in several rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _mixed(rates: dict[str, float]) -> float:
    """Releases per second, each with one attestation of every kind."""
    return 1 / sum(1 / rate for rate in rates.values())


if __name__ == "__main__":
    main()
