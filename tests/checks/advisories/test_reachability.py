from __future__ import annotations

import json
from typing import Any

from auditor.checks.advisories.reachability import Reach, reach
from sbom import Inventory, read_project


def inventory(packages: dict[str, Any], **root: Any) -> Inventory:
    lock = {"lockfileVersion": 3, "packages": {"": {"name": "shop", **root}, **packages}}
    return read_project({"package-lock.json": json.dumps(lock).encode()}.get, ["package-lock.json"])


def package(**needs: str) -> dict[str, Any]:
    return {"version": "1.0.0", "dependencies": needs}


def test_tells_imported_from_needed_from_never() -> None:
    project = inventory(
        {
            "node_modules/a": package(b="1"),
            "node_modules/b": package(c="1"),
            "node_modules/b/node_modules/c": package(),
            "node_modules/c": package(),
            "node_modules/d": {**package(), "dev": True},
        },
        dependencies={"a": "1", "c": "1"},
        devDependencies={"d": "1"},
    )
    assert reach(project, ["a/sub", "./server", "fs"]) == {
        "node_modules/a": Reach.IMPORTED,
        "node_modules/b": Reach.THROUGH_IMPORTED,
        "node_modules/b/node_modules/c": Reach.THROUGH_IMPORTED,
        "node_modules/c": Reach.NEVER,
        "node_modules/d": Reach.NEVER,
    }


def test_what_is_hoisted_can_be_imported_without_being_asked_for() -> None:
    project = inventory(
        {"node_modules/a": package(b="1"), "node_modules/b": package()}, dependencies={"a": "1"}
    )
    assert reach(project, ["b"]) == {
        "node_modules/a": Reach.NEVER,
        "node_modules/b": Reach.IMPORTED,
    }


def test_an_alias_is_imported_by_its_own_name() -> None:
    project = inventory(
        {"node_modules/mine": {"name": "lodash", "version": "4.17.21"}},
        dependencies={"mine": "npm:lodash@4"},
    )
    assert reach(project, ["mine"])["node_modules/mine"] is Reach.IMPORTED
    assert reach(project, ["lodash"])["node_modules/mine"] is Reach.NEVER


def test_a_workspace_imports_what_lies_beside_it() -> None:
    project = inventory(
        {
            "packages/api": {"name": "api", "dependencies": {"a": "2"}},
            "packages/api/node_modules/a": {"version": "2.0.0"},
            "node_modules/api": {"resolved": "packages/api", "link": True},
        },
        workspaces=["packages/*"],
    )
    assert reach(project, ["a"]) == {"packages/api/node_modules/a": Reach.IMPORTED}


def test_a_circle_comes_to_an_end() -> None:
    project = inventory(
        {"node_modules/a": package(b="1"), "node_modules/b": package(a="1")},
        dependencies={"a": "1"},
    )
    assert reach(project, ["a"])["node_modules/b"] is Reach.THROUGH_IMPORTED
