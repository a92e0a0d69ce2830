"""From whom does a person expect which packages? ``auditor.identities/1``, YAML or JSON.

    schema: auditor.identities/1
    identities:
      "@acme/*":
        owner_id: "2002"
        runner: github-hosted
        required: true

An exact name speaks before its scope, and a scope before ``*``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from auditor.errors import PolicyError
from auditor.policy.document import Document, read_document
from auditor.provenance.policy import IdentityPolicy
from auditor.sanitise import excerpt

SCHEMA = "auditor.identities/1"
MAX_IDENTITIES = 10_000

_TEXTS = ("repository_id", "owner_id", "issuer", "workflow", "ref", "runner")
_LISTS = ("repositories", "forbidden_triggers")
_FLAGS = ("proof_required", "required")
_KEYS = (*_LISTS, *_TEXTS, *_FLAGS)
_WHO = ("repositories", "repository_id", "owner_id")


@dataclass(frozen=True, slots=True)
class Identities:
    """Who is expected, by name, ``@scope/*`` or ``*``, and whether a provenance is required."""

    expected: Mapping[str, tuple[IdentityPolicy, bool]]

    def of(self, name: str) -> tuple[IdentityPolicy, bool] | None:
        """What is expected of the package ``name``; None: nothing."""
        scope = f"{name.partition('/')[0]}/*" if name.startswith("@") else name
        for pattern in (name, scope, "*"):
            if pattern in self.expected:
                return self.expected[pattern]
        return None


def read_identities(path: Path) -> Identities:
    """Read the file at ``path``.

    Raises:
        PolicyError: it is none; one sentence says where.
    """
    document = read_document(path)
    root = document.value
    if not isinstance(root, dict) or root.get("schema") != SCHEMA:
        raise PolicyError(f"{document.place(('schema',))}: its schema is not {SCHEMA}")
    _only(document, root, ("schema", "identities"), ())
    found = root.get("identities")
    if not isinstance(found, dict) or not 0 < len(found) <= MAX_IDENTITIES:
        raise PolicyError(
            f"{document.place(('identities',))}: is no mapping of 1 to {MAX_IDENTITIES:,} names"
        )
    read = {name: _expected(document, name, value) for name, value in found.items()}
    return Identities(MappingProxyType(read))


def _expected(document: Document, name: str, value: object) -> tuple[IdentityPolicy, bool]:
    path = ("identities", name)
    if "*" in name and name != "*" and not (name.startswith("@") and name.endswith("/*")):
        raise _problem(document, path, "is no package name, @scope/* or *")
    if not isinstance(value, dict):
        raise _problem(document, path, "is no mapping")
    _only(document, value, _KEYS, path)
    if not any(key in value for key in _WHO):
        raise _problem(document, path, "names no repositories, repository_id or owner_id")
    texts = {key: _text(document, (*path, key), value.get(key)) for key in _TEXTS}
    lists = {key: _list(document, (*path, key), value.get(key)) for key in _LISTS}
    flags = {key: _flag(document, (*path, key), value.get(key, False)) for key in _FLAGS}
    policy = IdentityPolicy(
        source_repositories=lists["repositories"],
        source_repository_id=texts["repository_id"],
        source_owner_id=texts["owner_id"],
        issuer=texts["issuer"],
        workflow=texts["workflow"],
        ref=texts["ref"],
        runner_environment=texts["runner"],
        forbidden_triggers=lists["forbidden_triggers"],
        proof_required=flags["proof_required"],
    )
    return policy, flags["required"]


def _text(document: Document, path: tuple[str, ...], value: object) -> str | None:
    if value is None or (isinstance(value, str) and value):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # an id without quotation marks
    raise _problem(document, path, "is no text")


def _list(document: Document, path: tuple[str, ...], value: object) -> frozenset[str]:
    if value is None:
        return frozenset()
    if not isinstance(value, list) or not value:
        raise _problem(document, path, "is no list of texts")
    for item in value:
        if not isinstance(item, str) or not item:
            raise _problem(document, path, "is no list of texts")
    return frozenset(value)


def _flag(document: Document, path: tuple[str, ...], value: object) -> bool:
    if not isinstance(value, bool):
        raise _problem(document, path, "is neither true nor false")
    return value


def _only(
    document: Document,
    value: Mapping[str, object],
    allowed: tuple[str, ...],
    path: tuple[str, ...],
) -> None:
    for key in value:
        if key not in allowed:
            place = document.place((*path, key))
            raise PolicyError(
                f"{place}: unknown key {excerpt(key)}", hint=f"known are {', '.join(allowed)}"
            )


def _problem(document: Document, path: tuple[str, ...], what: str) -> PolicyError:
    return PolicyError(f"{document.place(path)}: {excerpt('.'.join(path))} {what}")
