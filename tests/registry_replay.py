"""How do tests have a registry? The corpus's recorded answers on a loopback server."""

from __future__ import annotations

import base64
import copy
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from loopback import Reply, Server

CORPUS = Path(os.environ.get("AUDITOR_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
PROVENANCE = CORPUS / "provenance"

Json = dict[str, Any]

# Releases of which the corpus has the attestations and no packument.
_WITHOUT_PACKUMENT = {
    "laurentsimon__provenance-npm-test": "@laurentsimon/provenance-npm-test",
    "playwright__cli": "@playwright/cli",
}
# Two packages that nobody signs, as a private registry has them.
_UNSIGNED = ("@shop/internal", "shop-tools")
_ZEROS = "sha512-" + "A" * 86 + "=="


@dataclass
class Replay:
    """A registry as it was recorded; tests change what it serves before they ask."""

    packuments: dict[str, Json]
    attestations: dict[tuple[str, str], Json]

    @property
    def releases(self) -> list[tuple[str, str, str]]:
        """Name, version and integrity of everything it holds."""
        return [
            (name, version, manifest["dist"]["integrity"])
            for name, document in sorted(self.packuments.items())
            for version, manifest in sorted(document["versions"].items())
        ]

    def lockfile(self, *, zeros: bool = False) -> bytes:
        """A lockfile of every release there is."""
        packages: Json = {"": {"name": "shop", "version": "1.0.0"}}
        for number, (name, version, integrity) in enumerate(self.releases):
            place = f"node_modules/in{number}/node_modules/{name}"
            packages[place] = {"version": version, "integrity": _ZEROS if zeros else integrity}
        return json.dumps({"name": "shop", "lockfileVersion": 3, "packages": packages}).encode()

    def serve(self, server: Server) -> None:
        """Put all of it on ``server``."""
        for name, document in self.packuments.items():
            server.replies[packument_path(name)] = Reply(json.dumps(document).encode())
        for release, answer in self.attestations.items():
            server.replies[attestations_path(*release)] = Reply(json.dumps(answer).encode())

    def write(self, folder: Path) -> Path:
        """Write all of it into ``folder`` as a caller's registry data."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, document in enumerate(self.packuments.values()):
            (folder / f"{number}.json").write_text(json.dumps(document))
        for (name, version), answer in self.attestations.items():
            file = folder / f"{name}@{version}.json"
            file.parent.mkdir(exist_ok=True)
            file.write_text(json.dumps(answer))
        return folder

    def strip_pointers(self) -> None:
        """Take every mention of attestations out of the packuments."""
        for document in self.packuments.values():
            for manifest in document["versions"].values():
                manifest["dist"].pop("attestations", None)


def packument_path(name: str) -> str:
    return f"/{quote(name, safe='@')}"


def attestations_path(name: str, version: str) -> str:
    return f"/-/npm/v1/attestations/{quote(name, safe='@')}@{version}"


def recorded() -> Replay:
    """The corpus as one registry: 186 releases of 16 packages, 8 of them attested.

    The recorded packument of sigstore points at 32 answers, of which the corpus has 4; the
    other 28 releases are served as if they had none.
    """
    packuments: dict[str, Json] = {}
    for file in sorted((PROVENANCE / "signatures").glob("packument.*.json")):
        document = json.loads(file.read_bytes())
        packuments[document["name"]] = document
    for entry in json.loads((PROVENANCE / "signatures" / "entries.json").read_bytes()):
        if entry["verdict"] == "ok" and entry["name"] not in ("sigstore", "lodash"):
            signature = {"keyid": entry["keyid"], "sig": entry["sig"]}
            dist = {"integrity": entry["integrity"], "signatures": [signature]}
            _add(packuments, entry["name"], entry["version"], dist)
    attestations = {}
    for file in sorted((PROVENANCE / "attestations").glob("*.json")):
        stem, _, version = file.stem.rpartition("@")
        name = _WITHOUT_PACKUMENT.get(stem, stem)
        attestations[name, version] = json.loads(file.read_bytes())
        if name not in packuments or version not in packuments[name]["versions"]:
            _add(packuments, name, version, {"integrity": _subject(attestations[name, version])})
    for name in _UNSIGNED:
        _add(packuments, name, "1.0.0", {"integrity": _ZEROS})
    for name, document in packuments.items():
        for version, manifest in document["versions"].items():
            _point(manifest, attested=(name, version) in attestations)
    return Replay(packuments, attestations)


def _add(packuments: dict[str, Json], name: str, version: str, dist: Json) -> None:
    document = packuments.setdefault(name, {"name": name, "versions": {}})
    document["versions"][version] = {"name": name, "version": version, "dist": copy.deepcopy(dist)}


def _point(manifest: Json, *, attested: bool) -> None:
    dist = manifest["dist"]
    if attested:
        dist.setdefault("attestations", {"url": "", "provenance": {}})
        return
    dist.pop("attestations", None)
    manifest.pop("publishConfig", None)
    manifest.pop("_npmUser", None)


def _subject(answer: Json) -> str:
    envelope = answer["attestations"][0]["bundle"]["dsseEnvelope"]
    (subject,) = json.loads(base64.b64decode(envelope["payload"]))["subject"]
    digest = bytes.fromhex(subject["digest"]["sha512"])
    return f"sha512-{base64.b64encode(digest).decode()}"
