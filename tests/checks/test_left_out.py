from __future__ import annotations

import json

from auditor.checks.left_out import left_out
from sbom import Inventory, read_project


def inventory(packages: dict[str, object]) -> Inventory:
    lock = {"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop"}, **packages}}
    return read_project({"package-lock.json": json.dumps(lock).encode()}.get, ["package-lock.json"])


def test_an_entry_that_was_left_out_is_a_gap() -> None:
    read = inventory({"node_modules/\u202eevil": {"version": "1.0.0"}, "node_modules/b": 7})
    assert len(list(left_out(read))) == 2
    assert all(gap.subject.startswith("package-lock.json: ") for gap in left_out(read))


def test_an_inventory_without_problems_has_none() -> None:
    assert list(left_out(inventory({"node_modules/a": {"version": "1.0.0"}}))) == []
