from __future__ import annotations

from collections.abc import Callable

import pytest

from sbom import Dependency, EdgeKind, Inventory, Kind, Link, LockfileError
from sbom.purl import default_registry
from sbom.readers import _npm_file

Read = Callable[..., Inventory]

HASH = "sha1-" + "A" * 27 + "="


def codes(inventory: Inventory) -> list[str]:
    return [problem.code for problem in inventory.problems]


def by_location(inventory: Inventory) -> dict[str, object]:
    return {component.location: component for component in inventory.components}


def test_reads_an_entry_with_everything_it_says(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "": {"dependencies": {"a": "^1.0.0"}},
            "node_modules/a": {
                "version": "1.0.0",
                "resolved": "https://r.example/a/-/a-1.0.0.tgz",
                "integrity": HASH,
                "license": "MIT",
                "dev": True,
                "optional": True,
                "peer": True,
                "hasInstallScript": True,
                "deprecated": "use b",
                "engines": {"node": ">=18"},
                "os": ["linux"],
                "cpu": "x64",
                "inBundle": True,
                "extraneous": True,
            },
        }
    )
    component = inventory.components[1]
    assert (component.name, component.version, component.kind) == ("a", "1.0.0", Kind.REGISTRY)
    assert component.purl == "pkg:npm/a@1.0.0?repository_url=https:%2F%2Fr.example"
    assert component.digests[0].hex == "00" * 20
    assert component.license == "MIT"
    assert component.dev
    assert component.optional
    assert component.peer
    assert component.bundled
    assert component.extraneous
    assert component.has_install_script
    assert component.deprecated == "use b"
    assert component.engines == (("node", ">=18"),)
    assert (component.os, component.cpu) == (("linux",), ("x64",))
    assert component.is_registry


def test_says_on_which_line_an_entry_stands(read: Read) -> None:
    text = '{\n"lockfileVersion": 3,\n"packages": {\n"": {},\n\n"node_modules/a": {\n}}}'
    assert read({"package-lock.json": text.encode()}).components[1].line == 6


def test_old_forms_of_fields_are_understood(read_packages: Read) -> None:
    component = read_packages(
        {
            "node_modules/a": {
                "version": "1.0.0",
                "resolved": False,
                "license": {"type": "MIT"},
                "engines": ["node >= 0.8"],
                "deprecated": True,
                "os": 3,
            },
            "node_modules/b": {"engines": 3, "resolved": 3},
        }
    ).components[1]
    assert component.license == "MIT"
    assert component.engines == (("node", ">= 0.8"),)
    assert component.deprecated == "deprecated"
    assert component.os == ()


def test_the_default_registry_needs_no_qualifier(read_packages: Read) -> None:
    resolved = f"{default_registry()}/@s/a/-/a-1.0.0.tgz"
    inventory = read_packages({"node_modules/@s/a": {"version": "1.0.0", "resolved": resolved}})
    assert inventory.components[1].purl == "pkg:npm/%40s/a@1.0.0"


def test_an_alias_stands_under_its_real_name(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "": {"dependencies": {"old": "npm:@s/real@1"}},
            "node_modules/old": {"name": "@s/real", "version": "1.0.0"},
        }
    )
    component = inventory.components[1]
    assert (component.name, component.alias) == ("@s/real", "old")
    assert component.purl == "pkg:npm/%40s/real@1.0.0"
    assert inventory.dependencies[0].target == "node_modules/old"


@pytest.mark.parametrize(
    ("resolved", "kind", "purl"),
    [
        (
            "git+ssh://git@h.example/o/r.git#c0ffee",
            Kind.GIT,
            "pkg:npm/a@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40h.example%2Fo%2Fr.git%40c0ffee",
        ),
        (
            "https://h.example/a.tgz",
            Kind.TARBALL,
            "pkg:npm/a@1.0.0?download_url=https:%2F%2Fh.example%2Fa.tgz",
        ),
        ("file:a.tgz", Kind.FILE, ""),
        ("gibberish", Kind.REGISTRY, "pkg:npm/a@1.0.0"),
    ],
)
def test_the_source_makes_the_kind(
    read_packages: Read, resolved: str, kind: Kind, purl: str
) -> None:
    inventory = read_packages({"node_modules/a": {"version": "1.0.0", "resolved": resolved}})
    component = inventory.components[1]
    assert (component.kind, component.purl) == (kind, purl)
    assert component.is_registry is (kind is Kind.REGISTRY)


def test_links_lead_to_folders_of_the_project(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "": {"workspaces": ["packages/*"], "dependencies": {"b": "1"}},
            "node_modules/a": {"resolved": "packages/a", "link": True},
            "packages/a": {"name": "a", "version": "1.0.0", "devDependencies": {"b": "1"}},
            "node_modules/b": {"version": "1.0.0"},
        }
    )
    workspace = inventory.components[2]
    assert (workspace.location, workspace.kind, workspace.purl) == (
        "packages/a",
        Kind.WORKSPACE,
        "",
    )
    assert inventory.links == (Link("node_modules/a", "packages/a"),)
    assert inventory.dependencies == (
        Dependency("", "a", "file:packages/a", EdgeKind.WORKSPACE, "packages/a"),
        Dependency("", "b", "1", EdgeKind.PROD, "node_modules/b"),
        Dependency("packages/a", "b", "1", EdgeKind.DEV, "node_modules/b"),
    )


def test_development_dependencies_of_installed_packages_are_no_edges(read_packages: Read) -> None:
    inventory = read_packages({"node_modules/a": {"version": "1", "devDependencies": {"b": "1"}}})
    assert inventory.dependencies == ()


def test_unmet_optional_and_missing_dependencies_are_told_apart(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "node_modules/a": {
                "dependencies": {"gone": "1"},
                "optionalDependencies": {"opt": "1"},
                "peerDependencies": {"peer": "1", "soft": "1"},
                "peerDependenciesMeta": {"soft": {"optional": True}},
            }
        }
    )
    assert {edge.name: (str(edge.kind), edge.missing) for edge in inventory.dependencies} == {
        "gone": ("prod", True),
        "opt": ("optional", False),
        "peer": ("peer", True),
        "soft": ("peerOptional", False),
    }
    assert codes(inventory) == ["missing", "missing"]


def test_a_later_section_wins_over_an_earlier_one(read_packages: Read) -> None:
    root = {
        "peerDependencies": {"a": "peer"},
        "dependencies": {"a": "prod"},
        "optionalDependencies": {"a": "optional"},
        "devDependencies": {"a": "dev"},
    }
    inventory = read_packages({"": root})
    assert [(edge.kind, edge.range) for edge in inventory.dependencies] == [(EdgeKind.DEV, "dev")]


def test_the_root_is_what_package_json_says(read: Read) -> None:
    inventory = read(
        {
            "package.json": {
                "name": "new",
                "version": "2.0.0",
                "license": "ISC",
                "private": True,
                "homepage": "https://h.example/",
                "repository": {"url": "git+https://u:p@h.example/o/r.git"},
            },
            "package-lock.json": {"lockfileVersion": 3, "packages": {"": {"name": "old"}}},
        }
    )
    root = inventory.root
    assert (root.name, root.version, root.license, root.private) == ("new", "2.0.0", "ISC", True)
    assert root.website == "https://h.example/"
    assert root.repository == "git+https://h.example/o/r.git"
    assert root.purl == "pkg:npm/new@2.0.0"
    assert codes(inventory) == ["root-out-of-sync"]


def test_without_package_json_the_lockfile_names_the_root(read: Read) -> None:
    lock = {"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": {}}
    root = read({"package-lock.json": lock}).root
    assert (root.name, root.version) == ("app", "1.0.0")


def test_a_project_without_name_and_version_is_read(read: Read) -> None:
    inventory = read(
        {"package.json": {}, "package-lock.json": {"lockfileVersion": 3, "packages": {}}}
    )
    assert (inventory.root.name, inventory.root.version, inventory.root.purl) == ("", None, "")


def test_flags_are_computed_anew_where_package_json_has_moved_on(read: Read) -> None:
    inventory = read(
        {
            "package.json": {"name": "app", "devDependencies": {"a": "1"}},
            "package-lock.json": {
                "lockfileVersion": 3,
                "packages": {
                    "": {"name": "app", "dependencies": {"a": "1"}},
                    "node_modules/a": {"version": "1.0.0"},
                    "node_modules/b": {"version": "1.0.0"},
                },
            },
        }
    )
    first, second = inventory.components[1:]
    assert first.dev
    assert not first.extraneous
    assert second.extraneous
    assert codes(inventory) == ["root-out-of-sync"]


def test_a_workspace_that_has_moved_on_is_reported_not_obeyed(read: Read) -> None:
    inventory = read(
        {
            "package-lock.json": {
                "lockfileVersion": 3,
                "packages": {
                    "node_modules/a": {"resolved": "a", "link": True},
                    "a": {"version": "1.0.0"},
                    "node_modules/b": {"resolved": "b", "link": True},
                    "b": {"version": "1.0.0"},
                    "node_modules/c": {"resolved": "c", "link": True},
                    "c": {"version": "1.0.0"},
                },
            },
            "a/package.json": {"version": "2.0.0", "dependencies": {"x": "1"}},
            "b/package.json": b"{",
        }
    )
    assert inventory.components[1].version == "1.0.0"
    assert [(problem.code, problem.place) for problem in inventory.problems] == [
        ("workspace-out-of-sync", "a"),
        ("workspace-out-of-sync", "a"),
        ("workspace-unreadable", "b"),
    ]


def test_halves_that_disagree_are_reported(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "node_modules/a": {"version": "1.0.0"},
            "node_modules/b": {"version": "1.0.0", "integrity": "sha1-x"},
            "node_modules/l": {"resolved": "l", "link": True},
            "l": {"version": "1.0.0"},
            "l/node_modules/m": {"version": "1.0.0"},
            "node_modules/only": {"version": "1.0.0"},
            "node_modules/linked": {"version": "1.0.0"},
        },
        lockfileVersion=2,
        dependencies={
            "a": {"version": "6.6.6"},
            "b": {"version": "1.0.0", "integrity": "sha1-y"},
            "l": {"version": "file:l"},
            "linked": {"version": "file:linked"},
            "folder": {"version": "file:folder"},
            "other": {"version": "1.0.0"},
            "l/": {"dependencies": {}},
        },
    )
    told = {p.place: p.message for p in inventory.problems if p.code == "halves-disagree"}
    assert told["node_modules/a"] == "dependencies has another version"
    assert told["node_modules/b"] == "dependencies has another integrity"
    assert told["node_modules/only"] == "the package is listed in packages only"
    assert told["node_modules/other"] == "the package is listed in dependencies only"
    assert "node_modules/l" not in told


def test_folders_in_the_old_half_are_no_disagreement(read_packages: Read) -> None:
    inventory = read_packages(
        {"../a": {}, "../a/node_modules/b": {"version": "1.0.0"}},
        lockfileVersion=2,
        dependencies={"../a": {"dependencies": {"b": {"version": "1.0.0"}}}},
    )
    assert codes(inventory) == []


def test_shrinkwrap_wins_and_both_are_reported(read: Read) -> None:
    inventory = read(
        {
            "npm-shrinkwrap.json": {"lockfileVersion": 3, "packages": {}, "name": "shrunk"},
            "package-lock.json": {"lockfileVersion": 3, "packages": {}, "name": "locked"},
        }
    )
    assert inventory.lockfile == "npm-shrinkwrap.json"
    assert inventory.root.name == "shrunk"
    assert codes(inventory) == ["two-lockfiles"]


def test_the_empty_project_has_a_root_alone(read_packages: Read) -> None:
    assert len(read_packages({}).components) == 1


def test_packages_are_limited_in_number(
    read_packages: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_npm_file, "MAX_PACKAGES", 2)
    assert len(read_packages({"node_modules/a": {}, "node_modules/b": {}}).components) == 3
    with pytest.raises(LockfileError, match="3 entries are more than the 2"):
        read_packages({f"node_modules/{name}": {} for name in "abc"})
