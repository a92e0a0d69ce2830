from __future__ import annotations

import pytest
from builders import MemoryTarget

from auditor.check import NotApplicable, NotChecked
from auditor.checks.absent import about_entries, about_packages, unread_lockfile


def test_without_anything_nothing_is_asked_for() -> None:
    assert about_packages(MemoryTarget()) == NotApplicable("there is no lockfile")
    assert about_entries(MemoryTarget()) == NotApplicable("there is no lockfile")


def test_with_package_json_alone_the_packages_are_unknown_and_there_are_no_entries() -> None:
    target = MemoryTarget({"package.json": b"{}"})
    packages = about_packages(target)
    assert isinstance(packages, NotChecked)
    assert "npm install --package-lock-only" in packages.hint
    assert isinstance(about_entries(target), NotApplicable)


@pytest.mark.parametrize("name", ["yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"])
def test_a_lockfile_of_another_package_manager_is_said_to_be_unread(name: str) -> None:
    target = MemoryTarget({"package.json": b"{}", name: b""})
    assert unread_lockfile(target) == name
    for answer in (about_packages(target), about_entries(target)):
        assert isinstance(answer, NotChecked)
        assert answer.reason == f"{name}: this kind of lockfile is not read"
