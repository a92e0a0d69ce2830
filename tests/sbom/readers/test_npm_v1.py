from __future__ import annotations

from collections.abc import Callable

import pytest

from sbom import Inventory, Kind

Read = Callable[..., Inventory]


@pytest.fixture
def read_v1(read: Read) -> Read:
    def read_dependencies(dependencies: object, manifest: object = None) -> Inventory:
        lock = {"lockfileVersion": 1, "requires": True, "dependencies": dependencies}
        files: dict[str, object] = {"package-lock.json": lock}
        if manifest is not None:
            files["package.json"] = manifest
        return read(files)

    return read_dependencies


def test_nested_dependencies_become_locations(read_v1: Read) -> None:
    inventory = read_v1(
        {
            "a": {
                "version": "1.0.0",
                "requires": {"b": "^2.0.0"},
                "dependencies": {"b": {"version": "2.0.0", "bundled": True}},
            },
            "b": {"version": "1.0.0", "dev": True},
        },
        {"name": "app", "dependencies": {"a": "1"}, "devDependencies": {"b": "1"}},
    )
    assert [(each.location, each.version) for each in inventory.components] == [
        ("", None),
        ("node_modules/a", "1.0.0"),
        ("node_modules/a/node_modules/b", "2.0.0"),
        ("node_modules/b", "1.0.0"),
    ]
    assert inventory.components[2].bundled
    assert [
        (edge.source, edge.name, edge.kind, edge.target) for edge in inventory.dependencies
    ] == [
        ("", "a", "prod", "node_modules/a"),
        ("", "b", "dev", "node_modules/b"),
        ("node_modules/a", "b", "prod", "node_modules/a/node_modules/b"),
    ]
    assert inventory.problems == ()


def test_kinds_of_edges_are_inferred_from_the_flags(read_v1: Read) -> None:
    inventory = read_v1(
        {
            "a": {"version": "1.0.0", "requires": {"o": "1", "d": "1", "x": "1"}},
            "o": {"version": "1.0.0", "optional": True},
            "d": {"version": "1.0.0", "dev": True},
        },
        {},
    )
    assert {edge.name: str(edge.kind) for edge in inventory.dependencies} == {
        "d": "dev",
        "o": "optional",
        "x": "prod",
    }


@pytest.mark.parametrize(
    ("version", "name", "read_version", "kind", "resolved"),
    [
        ("npm:@s/real@1.2.3", "@s/real", "1.2.3", Kind.REGISTRY, None),
        ("github:o/r#c", "a", None, Kind.GIT, "git+ssh://git@github.com/o/r.git#c"),
        ("git://h.example/o.git#c", "a", None, Kind.GIT, "git://h.example/o.git#c"),
        ("file:x/a-1.2.3.tgz", "a", "1.2.3", Kind.FILE, "file:x/a-1.2.3.tgz"),
        ("file:x/b-1.2.3.tgz", "a", None, Kind.FILE, "file:x/b-1.2.3.tgz"),
        ("https://h.example/a.tgz", "a", None, Kind.TARBALL, "https://h.example/a.tgz"),
        (
            "https://r.example/real/-/real-1.2.3.tgz",
            "real",
            "1.2.3",
            Kind.REGISTRY,
            "https://r.example/real/-/real-1.2.3.tgz",
        ),
        ("not a thing", "a", None, Kind.REGISTRY, None),
    ],
)
def test_version_may_be_an_alias_or_an_address(
    read_v1: Read, version: str, name: str, read_version: str, kind: Kind, resolved: str
) -> None:
    component = read_v1({"a": {"version": version}}).components[1]
    found = (component.name, component.version, component.kind, component.resolved)
    assert found == (name, read_version, kind, resolved)


def test_a_guessed_version_is_reported(read_v1: Read) -> None:
    codes = [p.code for p in read_v1({"a": {"version": "file:a-1.0.0.tgz"}}, {}).problems]
    assert codes == ["version-guessed"]


def test_a_folder_becomes_a_link_and_holds_its_own_dependencies(read_v1: Read) -> None:
    inventory = read_v1(
        {"a": {"version": "file:./lib/a", "dependencies": {"b": {"version": "1.0.0"}}}}, {}
    )
    assert [(link.location, link.target) for link in inventory.links] == [
        ("node_modules/a", "lib/a")
    ]
    assert [each.location for each in inventory.components] == ["", "lib/a", "lib/a/node_modules/b"]
    assert inventory.components[1].kind is Kind.WORKSPACE


def test_without_package_json_the_direct_dependencies_are_unknown(read_v1: Read) -> None:
    inventory = read_v1({"a": {"version": "1.0.0"}})
    assert inventory.dependencies == ()
    assert [problem.code for problem in inventory.problems] == ["root-edges-unknown"]


def test_a_file_older_than_edges_says_so(read: Read) -> None:
    lock = {"name": "app", "dependencies": {"a": {"version": "1.0.0"}}}
    inventory = read({"npm-shrinkwrap.json": lock, "package.json": {}})
    assert inventory.version == ""
    assert "edges-unknown" in [problem.code for problem in inventory.problems]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (3, "entry-unreadable"),
        ({"version": 3}, "field-ignored"),
        ({"version": "1.0.0", "dependencies": []}, "field-ignored"),
        ({"version": "file:/etc"}, "unsafe-location"),
        ({"version": "not a thing"}, "version-unreadable"),
    ],
)
def test_what_cannot_be_read_is_reported(read_v1: Read, entry: object, code: str) -> None:
    assert code in [problem.code for problem in read_v1({"a": entry}, {}).problems]


def test_lines_are_found_in_the_nested_form(read: Read) -> None:
    text = '{"lockfileVersion": 1,\n"dependencies": {\n"a": {"version": "1.0.0"},\n"b": {}}}'
    inventory = read({"package-lock.json": text.encode()})
    assert [each.line for each in inventory.components] == [0, 3, 4]
