"""Releases as a history has them, made without certificates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from auditor.provenance.origin import Origin, Proof, Release, State

START = datetime(2026, 1, 1, tzinfo=UTC)
ORIGIN = Origin(
    issuer="https://issuer.example",
    source_repository="https://code.example/acme/widget",
    source_repository_id="1001",
    source_owner_id="2002",
    workflow=".github/workflows/release.yml",
    build_signer="",
    runner_environment="github-hosted",
    predicate_type="https://slsa.dev/provenance/v1",
    builder="https://code.example/runner",
)


def verified(version: str, day: int = 0, **changes: str | None) -> Release:
    """A verified release, ``day`` days after the start; ``changes`` are of its origin."""
    time = START + timedelta(days=day)
    proof = Proof(time, "aa" * 32, day, f"{day:064x}")
    return Release(version, State.VERIFIED, "", time, replace(ORIGIN, **changes), proof)


def absent(version: str, day: int | None = 0) -> Release:
    """A release without provenance; ``day`` None: nobody says when."""
    published = None if day is None else START + timedelta(days=day)
    return Release(version, State.ABSENT, "the registry names no attestations", published)


def unknown(version: str, day: int = 0) -> Release:
    """A release of which nothing could be learnt."""
    return Release(version, State.UNKNOWN, "not at hand", START + timedelta(days=day))
