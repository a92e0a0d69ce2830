from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SHOPS = ("careful-shop", "careless-shop")
FILES = (
    ".dockerignore",
    ".github/workflows/ci.yml",
    ".gitignore",
    "Dockerfile",
    "README.md",
    "package-lock.json",
    "package.json",
    "src/app.js",
    "src/config.js",
    "src/db.js",
    "src/logger.js",
    "src/server.js",
    "src/session.js",
)
_ROW = re.compile(r"\| (?P<claim>.+) \| (?P<file>[^|]+):(?P<line>[0-9]+) \| (?P<control>[^|]+) \|")
_CODE = re.compile(r"`([^`]+)`")
_CONTROL = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+(, [a-z_]+(\.[a-z0-9_]+)+)*")


def rows(shop: str, heading: str) -> Iterator[tuple[str, str, str]]:
    """Each row of the table under ``heading``: the claim, the file, and the text of the line."""
    readme = (EXAMPLES / shop / "README.md").read_text(encoding="utf-8")
    section = readme.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("| ")][1:]
    for line in table:
        row = _ROW.fullmatch(line)
        assert row, f"{shop}: not a row of three cells: {line}"
        assert _CONTROL.fullmatch(row["control"]), line
        text = (EXAMPLES / shop / row["file"]).read_text(encoding="utf-8")
        yield row["claim"], row["file"], text.splitlines()[int(row["line"]) - 1]


def quoted(claim: str) -> list[str]:
    return [code.replace("\\|", "|") for code in _CODE.findall(claim)]


def load(path: str) -> dict[str, Any]:
    return dict(json.loads((EXAMPLES / path).read_text(encoding="utf-8")))


def entries(shop: str) -> dict[str, dict[str, Any]]:
    packages = dict(load(f"{shop}/package-lock.json")["packages"])
    del packages[""]
    return packages


def names(found: dict[str, dict[str, Any]]) -> set[str]:
    return {path.removeprefix("node_modules/") for path in found if path.count("node_modules") == 1}


@pytest.mark.parametrize("shop", SHOPS)
def test_has_the_files_of_a_deployment(shop: str) -> None:
    assert [name for name in FILES if not (EXAMPLES / shop / name).is_file()] == []


@pytest.mark.parametrize(
    ("shop", "heading"),
    [("careful-shop", "What is right"), ("careless-shop", "What is wrong")],
)
def test_what_the_readme_quotes_stands_at_its_line(shop: str, heading: str) -> None:
    table = list(rows(shop, heading))

    assert len(table) >= 30
    for claim, file, line in table:
        assert quoted(claim), claim
        assert [code for code in quoted(claim) if code not in line] == [], f"{file}: {claim}"


def test_what_the_readme_calls_missing_is_nowhere_in_the_file() -> None:
    table = list(rows("careless-shop", "What is missing"))

    assert len(table) >= 15
    for claim, file, line in table:
        text = (EXAMPLES / "careless-shop" / file).read_text(encoding="utf-8")
        assert line.strip(), claim
        assert quoted(claim), claim
        assert [code for code in quoted(claim) if code in text] == [], f"{file}: {claim}"


@pytest.mark.parametrize("package", ["helmet", "express-rate-limit", "connect-redis", "csrf-sync"])
def test_the_careless_shop_lacks_the_packages_that_would_help(package: str) -> None:
    assert package in load("careful-shop/package.json")["dependencies"]
    assert package not in load("careless-shop/package.json")["dependencies"]


def test_the_careful_lockfile_is_in_step_and_complete() -> None:
    manifest, lock = load("careful-shop/package.json"), load("careful-shop/package-lock.json")
    found = entries("careful-shop")

    assert lock["lockfileVersion"] == 3
    assert lock["packages"][""]["dependencies"] == manifest["dependencies"]
    assert set(manifest["dependencies"]) <= names(found)
    assert [path for path, entry in found.items() if "resolved" in entry] == []
    assert all(entry["integrity"].startswith("sha512-") for entry in found.values())


def test_the_careless_lockfile_has_the_three_mistakes_and_no_other() -> None:
    manifest, found = load("careless-shop/package.json"), entries("careless-shop")

    assert set(manifest["dependencies"]) - names(found) == {"morgan"}
    without = [path for path, entry in found.items() if "integrity" not in entry]
    assert without == ["node_modules/methods"]
    resolved = [entry["resolved"] for entry in found.values() if "resolved" in entry]
    assert resolved == ["http://registry.example/utils-merge/-/utils-merge-1.0.1.tgz"]


@pytest.mark.parametrize("shop", SHOPS)
def test_versions_in_the_manifest_are_those_of_the_lockfile(shop: str) -> None:
    found = entries(shop)
    wanted = load(f"{shop}/package.json")["dependencies"]

    locked = {
        name: found[f"node_modules/{name}"]["version"] for name in wanted if name in names(found)
    }
    assert locked == {name: wanted[name] for name in locked}


def test_no_file_names_a_public_registry() -> None:
    host = "registry." + "npmjs"
    texts = {path: path.read_bytes() for path in EXAMPLES.rglob("*") if path.is_file()}

    assert [str(path) for path, data in texts.items() if host.encode() in data] == []


def test_the_careful_example_environment_has_names_without_values() -> None:
    lines = (EXAMPLES / "careful-shop/.env.example").read_text(encoding="utf-8").splitlines()
    config = (EXAMPLES / "careful-shop/src/config.js").read_text(encoding="utf-8")

    given = [line for line in lines if line and not line.startswith("#")]
    assert all(line.endswith("=") for line in given)
    asked = re.findall(r"^  ([A-Z_]+): (?:str|port|urlWith|longSecret)\(", config, re.MULTILINE)
    assert [line.removesuffix("=") for line in given] == asked


def test_registry_data_speaks_only_of_locked_versions_and_always_with_a_signature() -> None:
    locked = {
        (path.rpartition("node_modules/")[2], entry["version"])
        for shop in SHOPS
        for path, entry in entries(shop).items()
    }

    for path in sorted((EXAMPLES / "registry-data").glob("*.json")):
        data = load(f"registry-data/{path.name}")
        assert path.name == data["name"].replace("/", "__") + ".json"
        for version, facts in data["versions"].items():
            assert (data["name"], version) in locked
            assert facts["dist"]["signatures"]
