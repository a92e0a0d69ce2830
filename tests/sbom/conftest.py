from __future__ import annotations

import json
import os
from collections.abc import Callable

import pytest
from hypothesis import settings

from sbom import Inventory, read_project

settings.register_profile(
    "auditor",
    max_examples=int(os.environ.get("AUDITOR_HYPOTHESIS_EXAMPLES", "100")),
    deadline=None,
)
settings.load_profile("auditor")

Read = Callable[..., Inventory]


@pytest.fixture
def read() -> Read:
    """Read a project given as file name to content; objects are written as JSON."""

    def read_files(files: dict[str, object]) -> Inventory:
        data = {
            name: content if isinstance(content, bytes) else json.dumps(content).encode()
            for name, content in files.items()
        }
        return read_project(data.get, data)

    return read_files


@pytest.fixture
def read_packages(read: Read) -> Read:
    """Read a lockfile of version 3 with these packages, and no package.json."""

    def read_entries(packages: dict[str, object], **top: object) -> Inventory:
        lock = {"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": packages}
        return read({"package-lock.json": lock | top})

    return read_entries
