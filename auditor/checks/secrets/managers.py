"""Where do the deployment's secrets come from, and are those in the tree encrypted?"""

from __future__ import annotations

import json
from collections.abc import Iterator

from auditor.check import Context, Examined, Yield, check
from auditor.checks.secrets.detect import text_of
from auditor.checks.secrets.file_kinds import is_media
from auditor.checks.secrets.manager_names import KINDS, PACKAGES, SIGNS
from auditor.checks.secrets.readers.yaml_text import documents
from auditor.checks.secrets.sops import (
    MAX_PATH_CHARACTERS,
    is_encrypted,
    last_modified,
    read_rules,
)
from auditor.errors import TargetError
from auditor.model import Confidence, Fact, Finding, Gap, Location, Severity
from auditor.target import Target

MAX_BYTES = 2**20
PLAINTEXT = "sops-file-in-plaintext"
RULES_FILE = ".sops.yaml"

_YAML = (".yml", ".yaml")
_READ = (
    *_YAML,
    ".json",
    ".tf",
    ".tfvars",
    ".sh",
    ".env",
    ".ini",
    ".toml",
    "Dockerfile",
    "Procfile",
)
_SECONDS_A_DAY = 86_400


@check("secrets.managers", rules=(PLAINTEXT,))
def managers(context: Context) -> Iterator[Yield]:
    """Which managers of secrets the deployment uses, and whether SOPS files are encrypted.

    Clients of vaults among the dependencies; ExternalSecret, SealedSecret and
    SecretProviderClass objects, annotations of the Vault agent, Terraform data, steps of
    workflows. Every Kubernetes Secret is told with its state: plain, encrypted, sealed or
    external. Every file that a rule of `.sops.yaml` names is looked at: encrypted or not,
    and how long ago it was last written, which is when its secrets last could change.

    Why: a secret that a manager hands out is recorded, can be taken back and can be
    changed without a release; one in a file can not.

    Fix: encrypt the file (`sops encrypt --in-place FILE`) and change what was in it, or
    have the orchestrator fetch the secret from a manager.
    """
    texts = _Texts(context.target)
    count = 0
    yield from _dependencies(texts)
    for entry in context.target.files:
        if not entry.path.endswith(_READ):
            continue
        count += 1
        text = texts.read(entry.path)
        if text:
            yield from _signs(entry.path, text)
            if entry.path.endswith(_YAML):
                yield from _objects(entry.path, text)
            modified = last_modified(text) if is_encrypted(text) else None
            if modified is not None:
                days = max(0, int((context.now - modified).total_seconds() // _SECONDS_A_DAY))
                yield Fact("secret.rotation", days, {"by": "sops"}, Location(entry.path))
    yield from _sops(texts)
    yield from texts.gaps
    yield Examined(count)


class _Texts:
    """Reads files of the target; what cannot be read becomes a gap."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.gaps: list[Gap] = []

    def read(self, path: str) -> str:
        """The text of a file; empty, and a gap, where it cannot be read."""
        try:
            return text_of(path, self.target.read(path, max_bytes=MAX_BYTES))
        except TargetError as error:
            self.gaps.append(Gap(path, error.message))
            return ""


def _dependencies(texts: _Texts) -> Iterator[Fact]:
    for entry in texts.target.files:
        if entry.path.rpartition("/")[2] != "package.json":
            continue
        try:
            manifest = json.loads(texts.read(entry.path) or "{}")
        except (ValueError, RecursionError):
            texts.gaps.append(Gap(entry.path, "this is no JSON that can be read"))
            continue
        asked = manifest.get("dependencies") if isinstance(manifest, dict) else None
        names = sorted({PACKAGES[name] for name in asked if name in PACKAGES} if asked else ())
        for name in names:
            yield Fact("secret.manager", name, {"seen_in": "dependency"}, Location(entry.path))


def _signs(path: str, text: str) -> Iterator[Fact]:
    for name, pattern in SIGNS:
        match = pattern.search(text)
        if match:
            line = text.count("\n", 0, match.start()) + 1
            yield Fact("secret.manager", name, {"seen_in": "deployment"}, Location(path, line))


def _objects(path: str, text: str) -> Iterator[Fact]:
    if "kind:" not in text:
        return
    found = documents(text)
    if found is None:
        if "kind: Secret" in text:
            yield Fact("kubernetes.secret", None, {"state": None}, Location(path))
        return
    for one in found:
        location = Location(path, one.line)
        if one.kind in KINDS:
            yield Fact("secret.manager", KINDS[one.kind], {"seen_in": "deployment"}, location)
            yield Fact("kubernetes.secret", one.kind, {"state": "managed"}, location)
        elif one.kind == "Secret":
            encrypted = "sops" in one.names
            state = "encrypted" if encrypted else "plain" if one.values else "empty"
            yield Fact("kubernetes.secret", one.kind, {"state": state}, location)


def _sops(texts: _Texts) -> Iterator[Yield]:
    target = texts.target
    if not target.exists(RULES_FILE):
        return
    rules = read_rules(texts.read(RULES_FILE))
    yield Fact("secret.manager", "sops", {"seen_in": "deployment"}, Location(RULES_FILE))
    for line in rules.unclear:
        yield Gap(f"{RULES_FILE}:{line}", "the expression is not understood")
    total, plain = 0, []
    for entry in target.files:
        path = entry.path
        if path == RULES_FILE or is_media(path) or len(path) > MAX_PATH_CHARACTERS:
            continue
        if any(pattern.search(path) for pattern in rules.patterns):
            total += 1
            if not is_encrypted(texts.read(path)):
                plain.append(path)
    attributes = {"encrypted": total - len(plain), "plaintext": len(plain)}
    yield Fact("sops.files", total, attributes, Location(RULES_FILE))
    for path in plain:
        yield Finding(
            rule=PLAINTEXT,
            severity=Severity.HIGH,
            confidence=Confidence.HIGH,
            message="a rule of .sops.yaml names this file, and it is not encrypted",
            location=Location(path),
            cwe=(312,),
            tags=frozenset({PLAINTEXT}),
            fix="encrypt it in place with sops, and change every secret that was in it",
        )
