from __future__ import annotations

import json
import string

import pytest
from builders import NOW, MemoryTarget
from hypothesis import given
from hypothesis import strategies as st

from auditor.check import Context, Needs
from auditor.checks.lockfile.typosquat import (
    MAX_CHARACTERS,
    MIN_CHARACTERS,
    is_well_known,
    one_slip_apart,
    resembled,
    typosquat,
)
from auditor.engine import read_inventory, run_check
from auditor.model import CheckRun, Outcome, Severity
from auditor.settings import Settings
from auditor.sources import Sources
from sbom.model import Component, Inventory, Kind

names = st.text(string.ascii_lowercase, min_size=5, max_size=12)


def measure(*installed: str, asked: tuple[str, ...] = ()) -> CheckRun:
    root = {"name": "shop", "dependencies": dict.fromkeys(asked, "*")}
    packages: dict[str, object] = {"": root}
    packages |= {f"node_modules/{name}": {"version": "1.0.0"} for name in installed}
    lock = {"lockfileVersion": 3, "packages": packages}
    target = MemoryTarget({"package-lock.json": json.dumps(lock).encode()})
    context = Context(target, read_inventory(target), Sources(Settings()), NOW)
    return run_check(typosquat, context, Needs.NOTHING)


def measure_component(component: Component) -> CheckRun:
    root = Component("", "shop", None, Kind.ROOT)
    inventory = Inventory("package-lock.json", "npm", "3", "", (root, component), ())
    context = Context(MemoryTarget(), inventory, Sources(Settings()), NOW)
    return run_check(typosquat, context, Needs.NOTHING)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("expres", "express"),
        ("expresss", "express"),
        ("exprees", "express"),
        ("exrpess", "express"),
        ("body_parser", "body-parser"),
        ("crossenv", "cross-env"),
        ("Lodash", "lodash"),
        ("lodahs", "lodash"),
    ],
)
def test_sees_a_name_that_is_one_slip_away(name: str, meant: str) -> None:
    assert resembled(name) == meant


@pytest.mark.parametrize(
    "name",
    ["express", "lodash", "preact", "koaa", "qss", "@expres/core", "exprss-sesion", "x" * 99],
)
def test_is_silent_about_names_of_their_own(name: str) -> None:
    assert resembled(name) == ""


def test_only_names_of_a_sensible_length_are_compared() -> None:
    assert len("slash") == MIN_CHARACTERS
    assert resembled("slasn") == "slash"
    assert resembled("koas") == ""
    assert len("validate-npm-package-licensee") < MAX_CHARACTERS


def test_reports_a_direct_dependency_gravely_and_others_less() -> None:
    run = measure("expres", "lodahs", asked=("expres",))
    assert [(one.severity, one.attributes["resembles"]) for one in run.findings] == [
        (Severity.HIGH, "express"),
        (Severity.MEDIUM, "lodash"),
    ]
    assert run.facts[0].value == 2


def test_is_silent_about_well_known_packages() -> None:
    run = measure("express", "lodash", "@types/node")
    assert (run.outcome, run.findings, run.coverage.examined) == (Outcome.COMPLETE, (), 3)


def test_hostile_names_are_made_printable() -> None:
    evil = Component("node_modules/x", "expres\u202es", "1.0.0")
    (finding,) = measure_component(evil).findings
    assert finding.message.isprintable()
    assert finding.attributes["resembles"] == "express"


def test_without_a_lockfile_nothing_is_known() -> None:
    context = Context(MemoryTarget({"package.json": b"{}"}), None, Sources(Settings()), NOW)
    assert run_check(typosquat, context, Needs.NOTHING).outcome is Outcome.SKIPPED


@given(names, st.data())
def test_every_single_slip_is_one_slip(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    slips = {
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + letter + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    }
    for slip in slips - {name}:
        assert one_slip_apart(name, slip)
        assert one_slip_apart(slip, name)


@pytest.mark.parametrize(
    ("one", "other"), [("abcde", "abcde"), ("abcde", "abxye"), ("abcd", "abcdef"), ("abcd", "bcda")]
)
def test_equal_names_and_two_slips_are_not_one(one: str, other: str) -> None:
    assert not one_slip_apart(one, other)


def test_says_whether_the_package_runs_a_script() -> None:
    entry = {"version": "1.0.0", "hasInstallScript": True}
    packages = {"": {"name": "shop"}, "node_modules/expres": entry, "node_modules/lodahs": {}}
    newer = {"lockfileVersion": 3, "packages": packages}
    older = {"lockfileVersion": 1, "dependencies": {"expres": {"version": "1.0.0"}}}
    told = []
    for lock in (newer, older):
        target = MemoryTarget({"package-lock.json": json.dumps(lock).encode()})
        context = Context(target, read_inventory(target), Sources(Settings()), NOW)
        found = run_check(typosquat, context, Needs.NOTHING).findings
        told.append({one.attributes["package"]: one.attributes["install_script"] for one in found})
    assert told == [{"expres": True, "lodahs": False}, {"expres": None}]


def test_the_list_of_well_known_names_can_be_asked() -> None:
    assert is_well_known("express")
    assert not is_well_known("expres")
