"""A project whose packages were published through an instance of our own, as files on disk."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provenance.instance import (
    BORN,
    KEYID,
    PROVENANCE,
    PUBLISH,
    SAID,
    Instance,
    Leaf,
    b64,
    iso,
    provenance_predicate,
    spki,
    statement,
)

from auditor.provenance import Package

Json = dict[str, Any]


def package(name: str, version: str) -> Package:
    return Package(name, version, hashlib.sha512(f"{name}@{version}".encode()).hexdigest())


def integrity(one: Package) -> str:
    return "sha512-" + base64.b64encode(bytes.fromhex(one.sha512)).decode()


def response(instance: Instance, one: Package, **said: str) -> Json:
    """The registry's answer; ``said`` changes the certificate, such as ``owner_id``."""
    numbers = {"repository_id": 15, "owner_id": 17, "runner": 11}
    texts = {**SAID, **{numbers[key]: value for key, value in said.items() if key in numbers}}
    predicate = provenance_predicate()
    predicate["buildDefinition"].pop("internalParameters")
    runner = said.get("runner", "github-hosted")
    predicate["runDetails"]["builder"]["id"] = f"https://github.com/actions/runner/{runner}"
    publish = {"name": one.name, "version": one.version}
    bodies = (
        (PROVENANCE, predicate, Leaf(said=texts)),
        (PUBLISH, publish, None),
    )
    return {
        "attestations": [
            {
                "predicateType": kind,
                "bundle": instance.bundle(
                    json.dumps(statement(kind, body, one)).encode(), leaf=leaf
                ),
            }
            for kind, body, leaf in bodies
        ]
    }


@dataclass
class Shop:
    """A lockfile, and a folder with what the registry says; ``publish`` and ``install`` fill it."""

    folder: Path
    instance: Instance
    documents: dict[str, Json] = field(default_factory=dict)
    installed: Json = field(default_factory=dict)

    def publish(
        self, name: str, version: str, *, attested: bool = True, day: int = 1, **said: str
    ) -> Shop:
        one = package(name, version)
        dist: Json = {"integrity": integrity(one), "signatures": []}
        if attested:
            dist["attestations"] = {"url": "x", "provenance": {"predicateType": PROVENANCE}}
            file = self.folder / "data" / f"{name}@{version}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(response(self.instance, one, **said)))
        empty: Json = {"name": name, "versions": {}, "time": {}}
        document = self.documents.setdefault(name, empty)
        document["versions"][version] = {"dist": dist}
        document["time"][version] = f"2026-03-{day:02}T00:00:00.000Z"
        return self

    def install(self, name: str, version: str) -> Shop:
        pinned = {"version": version, "integrity": integrity(package(name, version))}
        self.installed[f"node_modules/{name}"] = pinned
        return self

    def write(self) -> Path:
        """Write everything and return the project's folder."""
        data, project = self.folder / "data", self.folder / "project"
        for each in (data, project):
            each.mkdir(parents=True, exist_ok=True)
        for number, document in enumerate(self.documents.values()):
            (data / f"packument-{number}.json").write_text(json.dumps(document))
        root = {**self.instance.trusted_root(), "as_of": "2026-11-01"}
        key = {
            "keyid": KEYID,
            "usage": "npm:attestations",
            "key": b64(spki(self.instance.registry_key)),
            "start": iso(BORN),
        }
        keys = {"as_of": "2026-11-01", "keys": [key]}
        (self.folder / "root.json").write_text(json.dumps(root))
        (self.folder / "keys.json").write_text(json.dumps(keys))
        lock = {"lockfileVersion": 3, "packages": {"": {"name": "shop"}, **self.installed}}
        (project / "package-lock.json").write_text(json.dumps(lock, indent=1))
        (project / "package.json").write_text(json.dumps({"name": "shop"}))
        return project
