"""What does the real npm say of a lockfile, fed our own records on this machine?

``npm audit`` posts the versions of every package to one address of its registry
and gets ranges back; a loopback server answers from OSV records. It serves no
packages, which npm asks for only to reckon which dependents are affected too.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loopback import Reply, Request, Server

from auditor.sources.osv_record import Advisory, Event

NPM = shutil.which("npm")
_BULK = "/-/npm/v1/security/advisories/bulk"
_SIGNS = {"fixed": "<", "limit": "<", "last_affected": "<="}

Pairs = set[tuple[str, str]]


@dataclass(frozen=True)
class Audited:
    """The (package, advisory) pairs that npm reports, and its user and system time in seconds."""

    pairs: Pairs
    cpu_s: float


def audit(lockfile: bytes, advisories: Iterable[Advisory], folder: Path) -> Audited:
    """Run ``npm audit`` over ``lockfile`` in ``folder``."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    ids: dict[int, str] = {}
    for number, advisory in enumerate(advisories, start=1):
        ids[number] = advisory.id
        for entry in () if advisory.withdrawn else advisory.affected:
            ranges = [*map(_range, entry.ranges), *(f"={one}" for one in entry.versions)]
            by_name.setdefault(entry.package, []).append(
                {
                    "id": number,
                    "url": f"https://advisories.example/{advisory.id}",
                    "title": advisory.id,
                    "severity": "high",
                    "vulnerable_versions": " || ".join(ranges),
                }
            )

    def bulk(request: Request) -> Reply:
        asked = json.loads(gzip.decompress(request.body))
        found = {name: by_name[name] for name in asked if name in by_name}
        return Reply(json.dumps(found).encode(), headers={"Content-Type": "application/json"})

    (folder / "package-lock.json").write_bytes(lockfile)
    root = json.loads(lockfile).get("packages", {}).get("", {})
    (folder / "package.json").write_text(json.dumps(root or {"name": "shop", "version": "1.0.0"}))
    server = Server()
    server.replies[_BULK] = bulk
    with server.running():
        before = os.times()
        done = subprocess.run(
            [str(NPM), "audit", "--json", "--package-lock-only", f"--registry={server.url}"],
            cwd=folder,
            env=_environment(folder),
            capture_output=True,
            check=False,
            timeout=300,
        )
        after = os.times()
    report = json.loads(done.stdout)
    if "vulnerabilities" not in report:
        raise AssertionError(report, done.stderr)
    pairs = {
        (via["name"], ids[via["source"]])
        for one in report["vulnerabilities"].values()
        for via in one["via"]
        if isinstance(via, dict)
    }
    cpu = after.children_user + after.children_system
    return Audited(pairs, cpu - before.children_user - before.children_system)


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "npm_config_cache": str(folder / "npm-cache"),
        "npm_config_userconfig": str(folder / "no-npmrc"),
        "npm_config_globalconfig": str(folder / "no-global-npmrc"),
        "npm_config_update_notifier": "false",
        "npm_config_fetch_retries": "0",
    }


def _range(events: tuple[Event, ...]) -> str:
    """One range of a record in npm's grammar; the corpus has its events in order."""
    parts: list[list[str]] = []
    for event in events:
        if event.kind == "introduced":
            start = "0.0.0-0" if event.version == "0" else event.version
            parts.append([f">={start}"])
        else:
            parts[-1].append(_SIGNS[event.kind] + event.version)
    return " || ".join(" ".join(part) for part in parts)
