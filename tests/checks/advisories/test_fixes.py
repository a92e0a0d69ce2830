from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from auditor.checks.advisories.fixes import Fix, Way, advise, plan
from auditor.checks.advisories.match import match
from auditor.sources.osv import AdvisoryStore
from auditor.sources.osv_record import Advisory, Affected, Event
from sbom import Inventory, read_project


def below(fixed: str, name: str = "lodash", record_id: str = "GHSA-1") -> Advisory:
    """Everything below ``fixed`` is affected."""
    events = (Event("introduced", "0"), Event("fixed", fixed))
    return Advisory(record_id, "", "", (), "", (), False, (Affected(name, (events,), ()),))


def inventory(packages: Mapping[str, Any], **root: Any) -> Inventory:
    lock = {"lockfileVersion": 3, "packages": {"": {"name": "shop", **root}, **packages}}
    return read_project({"package-lock.json": json.dumps(lock).encode()}.get, ["package-lock.json"])


def advised(
    project: Inventory,
    *advisories: Advisory,
    versions: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Fix, ...]:
    names = {entry.package for one in advisories for entry in one.affected}
    by_name = {
        name: tuple(one for one in advisories if one.affected[0].package == name) for name in names
    }
    store = AdvisoryStore("test", True, "", "", len(advisories), by_name)
    return advise(project, match(project, store), store, versions)


def parent(wanted: str, version: str = "1.0.0", **more: Any) -> dict[str, Any]:
    return {"version": version, "dependencies": {"lodash": wanted}, **more}


def test_nothing_vulnerable_needs_no_change() -> None:
    project = inventory({"node_modules/lodash": {"version": "4.17.21"}})
    assert advised(project, below("4.17.21")) == ()
    assert plan(()).installs == plan(()).updates == ()


def test_a_version_that_everybody_accepts_is_an_update() -> None:
    project = inventory(
        {"node_modules/a": parent("^4.17.4"), "node_modules/lodash": {"version": "4.17.20"}},
        dependencies={"a": "1", "lodash": "^4.0.0"},
    )
    fixes = advised(project, below("4.17.21"))
    assert fixes == (
        Fix("lodash", "4.17.20", "4.17.21", Way.UPDATE, ("node_modules/lodash",), ("GHSA-1",)),
    )
    assert plan(fixes).updates == (("npm", "update", "lodash"),)


def test_the_lowest_version_that_is_in_no_advisory_is_chosen() -> None:
    project = inventory(
        {"node_modules/lodash": {"version": "4.17.20"}}, dependencies={"lodash": "^4.0.0"}
    )
    other = below("4.18.0", record_id="GHSA-2")
    (fix,) = advised(project, below("4.17.21"), other)
    assert (fix.version, fix.advisories) == ("4.18.0", ("GHSA-1", "GHSA-2"))
    published = {"lodash": ["4.17.19", "4.17.21", "4.18.1", "4.18.0-rc.1", "5.0.0", "junk"]}
    (fix,) = advised(project, below("4.17.21"), other, versions=published)
    assert fix.version == "4.18.1"


def test_the_projects_own_range_is_raised() -> None:
    project = inventory(
        {"node_modules/lodash": {"version": "3.10.1", "dev": True}},
        devDependencies={"lodash": "~3.10.0"},
    )
    fixes = advised(project, below("4.17.21"))
    (fix,) = fixes
    assert (fix.way, fix.version, fix.flag) == (Way.INSTALL, "4.17.21", "--save-dev")
    assert plan(fixes).installs == (("npm", "install", "--save-dev", "lodash@^4.17.21"),)


def test_a_workspaces_own_range_is_raised_there() -> None:
    project = inventory(
        {
            "packages/api": {"name": "api", "dependencies": {"lodash": "3"}},
            "node_modules/api": {"resolved": "packages/api", "link": True},
            "node_modules/lodash": {"version": "3.10.1"},
        },
        workspaces=["packages/*"],
    )
    fixes = advised(project, below("4.17.21"))
    assert plan(fixes).installs == (
        ("npm", "install", "--workspace=packages/api", "lodash@^4.17.21"),
    )


def test_another_packages_range_is_overruled_and_named() -> None:
    project = inventory(
        {
            "node_modules/a": parent("4.17.4"),
            "node_modules/b": parent("^3.0.0 || 4.17.4"),
            "node_modules/lodash": {"version": "4.17.4"},
        },
        dependencies={"a": "1", "b": "1"},
    )
    fixes = advised(project, below("4.17.21"))
    (fix,) = fixes
    assert (fix.way, fix.version) == (Way.OVERRIDE, "4.17.21")
    assert fix.breaks == ("a@1.0.0 wants 4.17.4", "b@1.0.0 wants ^3.0.0 || 4.17.4")
    assert dict(plan(fixes).overrides) == {"lodash@4.17.4": "4.17.21"}


def test_an_override_never_meets_a_range_of_the_projects_own() -> None:
    # npm ends with EOVERRIDE where an override would change a direct dependency.
    project = inventory(
        {"node_modules/a": parent("4.17.4"), "node_modules/lodash": {"version": "4.17.4"}},
        dependencies={"a": "1", "lodash": "^4.0.0"},
    )
    fixes = advised(project, below("4.17.21"))
    assert [fix.way for fix in fixes] == [Way.INSTALL, Way.OVERRIDE]
    steps = plan(fixes)
    assert steps.installs == (("npm", "install", "lodash@^4.17.21"),)
    assert dict(steps.overrides) == {"lodash@4.17.4": "4.17.21"}


def test_an_override_elsewhere_raises_a_range_of_the_root_that_it_would_change() -> None:
    nested = {"node_modules/a/node_modules/lodash": {"version": "4.17.4"}}
    project = inventory(
        {
            "node_modules/a": parent("4.17.4"),
            "node_modules/lodash": {"version": "4.17.23"},
            **nested,
        },
        dependencies={"a": "1", "lodash": "^4.0.0"},
    )
    steps = plan(advised(project, below("4.17.21")))
    assert steps.installs == (("npm", "install", "lodash@^4.17.23"),)
    assert dict(steps.overrides) == {"lodash@4.17.4": "4.17.21"}


def test_dependents_of_different_lines_get_different_versions() -> None:
    published = {"lodash": ["3.10.2", "4.17.21"]}
    events = (
        Event("introduced", "0"),
        Event("fixed", "3.10.2"),
        Event("introduced", "4.0.0"),
        Event("fixed", "4.17.21"),
    )
    both = Advisory("GHSA-1", "", "", (), "", (), False, (Affected("lodash", (events,), ()),))
    project = inventory(
        {
            "node_modules/a": parent("^3.0.0"),
            "node_modules/b": parent(">=3.5.0 <3.10.2 || ^4.0.0"),
            "node_modules/lodash": {"version": "3.10.1"},
        },
        dependencies={"a": "1", "b": "1"},
    )
    fixes = advised(project, both, versions=published)
    assert [(fix.way, fix.version) for fix in fixes] == [
        (Way.UPDATE, "3.10.2"),
        (Way.UPDATE, "4.17.21"),
    ]


def test_an_alias_is_asked_for_by_its_real_range() -> None:
    project = inventory(
        {"node_modules/mine": {"name": "lodash", "version": "4.17.20"}},
        dependencies={"mine": "npm:lodash@^4.17.0"},
    )
    (fix,) = advised(project, below("4.17.21"))
    assert fix.way is Way.UPDATE


def test_a_prerelease_is_advised_only_where_one_is_installed() -> None:
    published = {"lodash": ["5.0.0-beta.2", "5.0.0"]}
    for installed, wanted in (("5.0.0-beta.1", "5.0.0-beta.2"), ("4.17.4", "5.0.0")):
        project = inventory(
            {"node_modules/lodash": {"version": installed}},
            dependencies={"lodash": f"^{installed}"},
        )
        (fix,) = advised(project, below("5.0.0-beta.2"), versions=published)
        assert fix.version == wanted


@pytest.mark.parametrize(
    ("entry", "record", "reason"),
    [
        ({"version": "4.17.20", "inBundle": True}, below("4.17.21"), "it is bundled inside"),
        ({"version": "4.17.20"}, below("5.0.0-rc.1"), "no version without an advisory is known"),
        ({"version": "4.17.20"}, below("4.17.21", record_id="MAL-1"), "it is malware"),
        (
            {"version": "4.17.20", "resolved": "git+ssh://git@host.example/a.git#abc"},
            below("4.17.21"),
            "its source is git",
        ),
    ],
)
def test_where_there_is_no_way_the_reason_is_given(
    entry: dict[str, Any], record: Advisory, reason: str
) -> None:
    project = inventory({"node_modules/lodash": entry}, dependencies={"lodash": "*"})
    (fix,) = advised(project, record)
    assert (fix.way, fix.version) == (Way.NONE, None)
    assert fix.reason.startswith(reason)
    assert plan([fix]).installs == plan([fix]).updates == ()


def test_what_is_bundled_changes_with_the_package_that_bundles_it() -> None:
    project = inventory(
        {
            "node_modules/npm": {"version": "3.1.0", "bundleDependencies": ["a"]},
            "node_modules/npm/node_modules/a": parent("^4.17.0", inBundle=True),
            "node_modules/npm/node_modules/a/node_modules/lodash": {
                "version": "4.17.4",
                "inBundle": True,
            },
        },
        dependencies={"npm": "^3.0.0"},
    )
    published = {"npm": ["3.2.0", "3.10.0", "6.0.0"]}
    (fix,) = advised(project, below("4.17.21"), versions=published)
    assert (fix.package, fix.way, fix.version) == ("npm", Way.UPDATE, "3.10.0")
    assert fix.places == ("node_modules/npm",)
    (fix,) = advised(project, below("4.17.21"))
    assert fix.reason == "no version without an advisory is known"


def test_what_nothing_asks_for_cannot_be_updated() -> None:
    project = inventory({"node_modules/lodash": {"version": "4.17.20", "extraneous": True}})
    (fix,) = advised(project, below("4.17.21"))
    assert fix.reason == "nothing in the lockfile asks for it"


def test_names_that_could_be_more_than_a_name_are_left_out_of_the_plan() -> None:
    for name in ("--registry=x", "a;b", "a b", "../a"):
        fix = Fix(name, "1.0.0", "2.0.0", Way.UPDATE, (), ())
        assert plan([fix]).updates == ()
    odd = Fix("a", "1.0.0 || 2", "2.0.0", Way.OVERRIDE, (), ())
    assert plan([odd]).overrides == {}


def test_the_highest_of_several_raises_counts() -> None:
    fixes = [Fix("a", "1.0.0", version, Way.INSTALL, (), ()) for version in ("1.9.0", "1.10.0")]
    assert plan(fixes).installs == (("npm", "install", "a@^1.10.0"),)
    assert plan(reversed(fixes)).installs == (("npm", "install", "a@^1.10.0"),)
