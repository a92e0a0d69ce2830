# ruff: noqa: E501 -- tables with one tree per line
"""Which verdict do the controls of the supply chain give on which small tree?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from auditor.policy import Verdict

Tree = Mapping[str, str]

PASS, PARTIAL, FAIL = Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL
UNKNOWN, NOT_APPLICABLE = Verdict.UNKNOWN, Verdict.NOT_APPLICABLE

SHA512 = "sha512-" + "A" * 86 + "=="
SHA1 = "sha1-" + "A" * 27 + "="


def entry(name: str, version: str = "1.0.0", **told: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "version": version,
        "resolved": f"https://registry.example/{name}/-/{name}-{version}.tgz",
        "integrity": SHA512,
        "license": "MIT",
    }
    return {key: value for key, value in (plain | told).items() if value is not None}


def shop(
    *names: str,
    ranges: str = "1.0.0",
    brought: Mapping[str, Any] = MappingProxyType({}),
    files: Mapping[str, str] = MappingProxyType({}),
    **entries: Any,
) -> Tree:
    """A project that asks for the packages, with their entries; the first brings others in."""
    asked = dict.fromkeys((*names, *entries), ranges)
    root = {"name": "shop", "version": "1.0.0", "dependencies": asked}
    found = {**{name: entry(name) for name in names}, **entries, **brought}
    if brought:
        found[names[0]]["dependencies"] = dict.fromkeys(brought, "1.0.0")
    lock = {
        "name": "shop",
        "version": "1.0.0",
        "lockfileVersion": 3,
        "packages": {"": root, **{f"node_modules/{name}": each for name, each in found.items()}},
    }
    manifest = {"package.json": json.dumps(root), "package-lock.json": json.dumps(lock)}
    imports = "".join(f"require('{name}');\n" for name in asked)
    return {**manifest, "index.js": imports, **files}


def workflow(*steps: str, identity: bool = False) -> dict[str, str]:
    permissions = "permissions: {id-token: write}\n" if identity else ""
    lines = "".join(f"      - run: {step}\n" for step in steps)
    return {
        ".github/workflows/ci.yml": f"on: push\n{permissions}jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n{lines}"
    }


def plain(name: str, text: str) -> Tree:
    return {"index.js": f"'{name}';\n", name: text}


SUPPLY: dict[str, dict[Verdict, Tree]] = {
    "supply.lockfile": {
        PASS: shop("lockfile-a"),
        PARTIAL: {**shop("lockfile-b"), "yarn.lock": "# yarn lockfile v1\n"},
        FAIL: {"package.json": '{"name": "lockfile-c", "dependencies": {"a": "1.0.0"}}'},
    },
    "supply.integrity": {
        PASS: shop("integrity-a"),
        PARTIAL: shop(b=entry("b", integrity=SHA1)),
        FAIL: shop(c=entry("c", integrity=None)),
    },
    "supply.registry": {
        PASS: shop("registry-a"),
        PARTIAL: shop(
            d=entry("d", resolved="https://elsewhere.example/d/-/d-1.0.0.tgz"),
            e=entry("e"),
            f=entry("f"),
        ),
        FAIL: shop(g=entry("g", resolved="http://registry.example/g/-/g-1.0.0.tgz")),
    },
    "supply.pins": {
        PASS: shop("pins-a"),
        PARTIAL: shop("pins-b", ranges="^1.0.0"),
        FAIL: shop("pins-c", files=workflow("npm install")),
    },
    "supply.install_scripts": {
        PASS: shop("scripts-a"),
        FAIL: shop(h=entry("h", hasInstallScript=True)),
    },
    "supply.deprecated": {
        PASS: shop("deprecated-a"),
        PARTIAL: shop(i=entry("i", deprecated="use j", dev=True)),
        FAIL: shop(j=entry("j", deprecated="use k")),
    },
    "supply.unused": {
        PASS: shop("unused-a"),
        PARTIAL: shop("unused-b", files={"index.js": "1;\n"}),
        FAIL: shop(
            "unused-c",
            brought={"hidden": entry("hidden")},
            files={"index.js": "require('unused-c');\nrequire('hidden');\n"},
        ),
        NOT_APPLICABLE: {"a.txt": "no package\n"},
    },
    "supply.license": {
        PASS: shop("license-a"),
        PARTIAL: shop(k=entry("k", license="GPL-3.0-only")),
        FAIL: shop(m=entry("m", license="SSPL-1.0")),
        UNKNOWN: shop(n=entry("n", license=None)),
        NOT_APPLICABLE: {"b.txt": "no package\n"},
    },
    "supply.typosquat": {
        PASS: shop("express"),
        PARTIAL: shop("expres"),
        FAIL: shop(loadsh=entry("loadsh", hasInstallScript=True)),
    },
    "supply.eol": {
        PASS: plain("Dockerfile", 'FROM node:24\nCMD ["node", "index.js"]\n'),
        FAIL: plain("Dockerfile", 'FROM node:14.0.0\nCMD ["node", "index.js"]\n'),
        UNKNOWN: plain("notes.md", "no version of Node.js anywhere\n"),
    },
    "supply.image.digest": {
        PASS: plain("Dockerfile", f"FROM node:24@sha256:{'a' * 64}\n"),
        PARTIAL: plain("Dockerfile", "FROM node:24-slim\n"),
        FAIL: plain("Dockerfile", "FROM node\n"),
        UNKNOWN: plain("Dockerfile", "ARG IMAGE\nFROM ${IMAGE}\n"),
        NOT_APPLICABLE: plain("Makefile", "all:\n"),
    },
    "supply.sbom": {
        PASS: {**workflow("npm sbom --sbom-format cyclonedx > bom.json"), "a.js": "1;\n"},
        PARTIAL: {
            **workflow("npm sbom --sbom-format cyclonedx > bom.json || true"),
            "b.js": "1;\n",
        },
        FAIL: {**workflow("npm ci", "npm test"), "c.js": "1;\n"},
    },
    "supply.provenance_in_ci": {
        PASS: {**workflow("npm ci", "npm audit signatures"), "d.js": "1;\n"},
        PARTIAL: {**workflow("npm ci", "npm audit signatures || true"), "e.js": "1;\n"},
        FAIL: {**workflow("npm ci", "npm run build"), "f.js": "1;\n"},
    },
    "supply.release.signed": {
        PASS: {**workflow("npm publish --provenance", identity=True), "g.js": "1;\n"},
        FAIL: {**workflow("npm publish"), "h.js": "1;\n"},
        NOT_APPLICABLE: {**workflow("npm ci", "node index.js"), "i.js": "1;\n"},
    },
    "supply.confusion": {
        PASS: {**shop("@acme/a"), ".npmrc": "@acme:registry=https://registry.example/\n"},
        NOT_APPLICABLE: shop(o=entry("o", resolved=None)),
    },
    "supply.advisory": {
        PARTIAL: shop("advisory-a"),
        FAIL: shop(axios=entry("axios", "0.21.0")),
        UNKNOWN: {"package.json": '{"name": "advisory-b", "dependencies": {"a": "1.0.0"}}'},
    },
    "supply.malware": {
        PARTIAL: shop("malware-a"),
        UNKNOWN: {"package.json": '{"name": "malware-b", "dependencies": {"a": "1.0.0"}}'},
    },
}
