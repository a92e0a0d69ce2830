"""Which secrets lie in the files of the tree?"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check import Context, Examined, Yield, check
from auditor.checks.secrets.detect import MAX_BYTES, detect
from auditor.checks.secrets.findings import COMMITTED, DEFAULT, KEY, finding
from auditor.checks.secrets.fingerprint import secret_of
from auditor.errors import TargetError
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.target import MAX_FILE_BYTES, Target

MAX_TOTAL_BYTES = 256 * 2**20
"""Bytes of text that one audit looks through for secrets."""
KEYSTORE = "keystore-committed"

_KEYSTORES = (".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk")
_LOST = frozenset({"too-large", "too-many", "too-deep", "unreadable"})


@check("secrets.files", rules=(COMMITTED, DEFAULT, KEY, KEYSTORE))
def files(context: Context) -> Iterator[Yield]:
    """Which secrets the files of the tree hold: passwords, tokens, private keys.

    Files of configuration are parsed, and the values of names such as `DB_PASSWORD`
    looked at: JSON, YAML (compose, Kubernetes, workflows, serverless), .env and other
    settings, .npmrc, Dockerfiles, shell, .netrc, .pgpass. In every file, what has the
    form of a credential is found: tokens of some fifty issuers, private keys (PEM, PKCS
    #8, JWK), JSON Web Tokens, passwords in addresses. JavaScript and TypeScript are read
    by the code rules; here they are searched for tokens of issuers and for defaults that
    everybody knows. Tests, examples and documentation lower the confidence, and nothing
    is left out for what a comment says. The value is never shown: a finding has the kind,
    the place, the length, the prefix that all of its kind share, and a fingerprint that
    is the same for the same value in this project, under a key that stays on this machine.

    Why: a secret in a file is known to everybody who has a copy of the file: in the
    repository, in the image, in a backup.

    Fix: replace the secret, and hand the new one to the process from a vault, a mounted
    file or the environment.
    """
    target = context.target
    key = context.sources.fingerprint_key(target.name)
    count, total = 0, 0
    for entry in target.files:
        if total + min(entry.size, MAX_BYTES) > MAX_TOTAL_BYTES:
            limit = f"{MAX_TOTAL_BYTES // 2**20} MiB in all"
            yield Gap(entry.path, f"more than {limit}: neither this nor what follows was read")
            break
        count += 1
        yield from _keystore(entry.path)
        data = _read(target, entry.path)
        if isinstance(data, Gap):
            yield data
            continue
        total += min(len(data), MAX_BYTES)
        yield from secrets_of(entry.path, data, key)
    yield from (Gap(one.path, one.reason) for one in target.unread if one.kind in _LOST)
    yield Examined(count)


def secrets_of(path: str, data: bytes, key: bytes | None) -> Iterator[Finding | Fact | Gap]:
    """Yield what is reported of one file."""
    detected = detect(path, data)
    for ordinal, candidate in enumerate(detected.candidates):
        yield finding(secret_of(candidate, path, ordinal, key))
    if detected.incomplete:
        yield Gap(path, detected.incomplete)


def _read(target: Target, path: str) -> bytes | Gap:
    try:
        return target.read(path, max_bytes=MAX_FILE_BYTES)
    except TargetError as error:
        return Gap(path, error.message)


def _keystore(path: str) -> Iterator[Finding]:
    if path.lower().endswith(_KEYSTORES):
        yield Finding(
            rule=KEYSTORE,
            severity=Severity.HIGH,
            confidence=Confidence.MEDIUM,
            message="a store of private keys lies in the tree",
            location=Location(path),
            cwe=(312, 540),
            tags=frozenset({COMMITTED, "private-key"}),
            attributes={"kind": "keystore", "standing": "deployment"},
            fix="take it out, replace the keys in it, and mount it where the process runs",
        )
