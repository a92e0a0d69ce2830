from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from sbom import Inventory, Kind, LockfileError, NoLockfileError, read_project, strict_json
from sbom.reader import MAX_PROBLEMS
from sbom.readers._npm_lines import MAX_MISSES, find_lines

Read = Callable[..., Inventory]
SECRET = "s3cretpw"  # noqa: S105 - the canary that must not be shown


def codes(inventory: Inventory) -> list[str]:
    return [problem.code for problem in inventory.problems]


@pytest.mark.parametrize("version", [0, 4, "3", 3.0, True, -1, [3], 10**18])
def test_an_unknown_lockfile_version_is_one_error(read: Read, version: object) -> None:
    with pytest.raises(LockfileError) as caught:
        read({"package-lock.json": {"lockfileVersion": version, "packages": {}}})
    assert caught.value.message.startswith("package-lock.json: lockfileVersion: ")
    assert "npm install" in caught.value.hint


@pytest.mark.parametrize(
    ("lock", "message"),
    [
        ([], "package-lock.json: the file holds no object"),
        ({}, "package-lock.json: there is neither lockfileVersion nor packages"),
        ({"lockfileVersion": 3, "packages": []}, "package-lock.json: packages: this is no object"),
        (
            {"lockfileVersion": 1, "dependencies": []},
            "package-lock.json: dependencies: this is no object",
        ),
        (
            {"lockfileVersion": 3, "packages": {"": 1}},
            'package-lock.json: packages[""]: the root entry is no object',
        ),
    ],
)
def test_a_wrong_type_at_the_top_is_one_error(read: Read, lock: object, message: str) -> None:
    with pytest.raises(LockfileError) as caught:
        read({"package-lock.json": lock})
    assert caught.value.message.startswith(message)


def test_packages_without_a_version_of_the_file_are_read(read: Read) -> None:
    assert read({"package-lock.json": {"packages": {}}}).version == ""


def test_a_file_of_too_many_bytes_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps({"lockfileVersion": 3, "packages": {}}).encode()
    monkeypatch.setattr(strict_json.parse, "__kwdefaults__", {"max_bytes": len(data)})
    read({"package-lock.json": data})
    with pytest.raises(LockfileError, match="are more than the"):
        read({"package-lock.json": data + b" "})


def test_a_broken_package_json_is_named(read: Read) -> None:
    lock = {"lockfileVersion": 3, "packages": {}}
    with pytest.raises(LockfileError, match=r"^package\.json: "):
        read({"package-lock.json": lock, "package.json": b"[]"})
    with pytest.raises(LockfileError, match=r"^package\.json: line 1"):
        read({"package-lock.json": lock, "package.json": b"{"})


@pytest.mark.parametrize(
    "location",
    [
        "node_modules/../../../etc",
        "/etc/passwd",
        "C:\\x",
        "node_modules\\a",
        "node_modules/a\x00",
        "node_modules/a\x1b[31m",
        "node_modules//a",
        "./a",
    ],
)
def test_unsafe_locations_are_left_out_and_listed(read_packages: Read, location: str) -> None:
    inventory = read_packages({location: {"version": "1.0.0"}, "node_modules/b": {}})
    assert [each.location for each in inventory.components] == ["", "node_modules/b"]
    assert codes(inventory) == ["unsafe-location"]


def test_unreadable_entries_are_left_out_and_listed(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "node_modules/a": 1,
            "node_modules/b": {"link": True},
            "node_modules/c": {"link": True, "resolved": "/etc"},
            "node_modules/d": {"version": 1, "resolved": 2, "integrity": [], "license": 3},
        }
    )
    assert [each.location for each in inventory.components] == ["", "node_modules/d"]
    assert sorted(set(codes(inventory))) == ["entry-unreadable", "field-ignored", "unsafe-location"]


def test_sections_of_wrong_type_are_listed(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "node_modules/a": {
                "dependencies": [],
                "optionalDependencies": {"b": 1},
                "peerDependencies": None,
                "peerDependenciesMeta": [],
            }
        }
    )
    assert codes(inventory) == ["field-ignored", "field-ignored"]


def test_proto_is_a_name_like_any_other(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "": {"dependencies": {"__proto__": "1", "constructor": "1"}},
            "node_modules/__proto__": {"version": "1.0.0"},
            "node_modules/constructor": {"version": "1.0.0"},
        }
    )
    assert [edge.target for edge in inventory.dependencies] == [
        "node_modules/__proto__",
        "node_modules/constructor",
    ]


def test_cyclic_links_are_left_out_and_listed(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "node_modules/a": {"link": True, "resolved": "node_modules/b"},
            "node_modules/b": {"link": True, "resolved": "node_modules/a"},
        }
    )
    assert codes(inventory) == ["link-cycle", "link-cycle"]


def test_a_link_may_lead_to_the_root(read_packages: Read) -> None:
    inventory = read_packages(
        {"": {"dependencies": {"me": "file:."}}, "node_modules/me": {"link": True, "resolved": ""}}
    )
    assert inventory.dependencies[0].target == ""


def test_links_that_leave_the_project_are_recorded_and_not_followed() -> None:
    lock = {
        "lockfileVersion": 3,
        "packages": {
            "": {"dependencies": {"x": "file:../secretdir"}},
            "node_modules/x": {"link": True, "resolved": "../secretdir"},
            "node_modules/y": {"link": True, "resolved": "inside"},
        },
    }
    asked: list[str] = []

    def load(path: str) -> bytes | None:
        asked.append(path)
        return json.dumps(lock).encode() if path == "package-lock.json" else None

    inventory = read_project(load, ["package-lock.json"])
    assert asked == ["package-lock.json", "package.json"]
    outside = inventory.components[1]
    assert (outside.location, outside.kind, outside.name) == ("../secretdir", Kind.OUTSIDE, "x")
    assert outside.version is None
    assert codes(inventory) == ["link-outside", "link-target-missing"]


def test_credentials_are_removed_and_reported(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "": {"dependencies": {"a": f"git+https://{SECRET}@h.example/o.git"}},
            "node_modules/a": {"resolved": f"https://user:{SECRET}@r.example/a/-/a-1.0.0.tgz"},
            "node_modules/b": {"resolved": f"https://r.example/b/-/b-1.0.0.tgz?token={SECRET}"},
            "node_modules/c": {"resolved": f"{SECRET}@@@"},
        }
    )
    assert SECRET not in repr(inventory)
    assert [each.credentials for each in inventory.components] == [False, True, True, True]
    assert codes(inventory).count("credentials") == 3


def test_equal_duplicates_are_reported_and_others_refused(read: Read) -> None:
    same = b'{"lockfileVersion": 3, "packages": {"node_modules/a": {}, "node_modules/a": {}}}'
    assert codes(read({"package-lock.json": same})) == ["duplicate-key"]
    harmless = b'{"lockfileVersion": 3, "name": "a", "name": "b", "packages": {}}'
    assert codes(read({"package-lock.json": harmless})) == ["duplicate-key"]
    other = (
        b'{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"},'
        b' "node_modules/a": {"version": "6.6.6"}}}'
    )
    with pytest.raises(LockfileError, match=r"packages\.node_modules/a: the name occurs twice"):
        read({"package-lock.json": other})


def test_half_surrogates_are_replaced_and_reported(read: Read) -> None:
    data = rb'{"lockfileVersion": 3, "packages": {"node_modules/a": {"license": "\ud800"}}}'
    inventory = read({"package-lock.json": data})
    assert inventory.components[1].license == "\ufffd"
    assert codes(inventory) == ["half-surrogates"]


def test_control_characters_never_leave_the_reader(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "": {"dependencies": {"b\x1b": "1\x1b"}},
            "node_modules/a": {
                "version": "1\x1b",
                "license": "\x1b",
                "deprecated": "\x1b",
                "name": "\x1b",
            },
        }
    )
    assert "\x1b" not in repr(inventory).encode().decode("unicode_escape")


@pytest.mark.parametrize(
    ("name", "tool"),
    [("yarn.lock", "yarn"), ("pnpm-lock.yaml", "pnpm"), ("bun.lockb", "bun")],
)
def test_another_tool_s_lockfile_alone_is_named(read: Read, name: str, tool: str) -> None:
    with pytest.raises(NoLockfileError) as caught:
        read({name: b"", "package.json": {}})
    assert caught.value.message == f"{name}: lockfiles of {tool} are not read"
    assert "npm install --package-lock-only" in caught.value.hint


def test_another_tool_s_lockfile_beside_ours_is_reported(read: Read) -> None:
    lock = {"lockfileVersion": 3, "packages": {}}
    inventory = read({"yarn.lock": b"", "package-lock.json": lock})
    assert [(each.code, each.file) for each in inventory.problems] == [
        ("other-lockfile", "yarn.lock")
    ]


def test_no_lockfile_at_all_is_named(read: Read) -> None:
    with pytest.raises(NoLockfileError, match=r"^package\.json: there is no lockfile beside it"):
        read({"package.json": {}})
    with pytest.raises(
        NoLockfileError, match=r"there is no npm-shrinkwrap\.json or package-lock\.json"
    ):
        read({})


def test_a_lockfile_that_may_not_be_read_is_an_error() -> None:
    with pytest.raises(LockfileError, match=r"^package-lock\.json: the file cannot be read"):
        read_project(lambda _: None, ["package-lock.json"])


def test_problems_are_limited_in_number(read_packages: Read) -> None:
    inventory = read_packages({f"node_modules/a{index}": 1 for index in range(MAX_PROBLEMS)})
    assert len(inventory.problems) == MAX_PROBLEMS
    inventory = read_packages({f"node_modules/a{index}": 1 for index in range(MAX_PROBLEMS + 5)})
    assert len(inventory.problems) == MAX_PROBLEMS + 1
    assert codes(inventory)[-1] == "too-many-problems"


def test_keys_that_cannot_be_found_do_not_cost_a_scan_each() -> None:
    keys = [(f"k{index}", f"k{index}") for index in range(MAX_MISSES)]
    assert find_lines('"last": {', [*keys[1:], ("last", "last")]) == {"last": 1}
    assert find_lines('"last": {', [*keys, ("last", "last")]) == {}


def test_keys_with_quotes_and_minified_texts_have_lines() -> None:
    assert find_lines('{"a":{},\n"b\\"c":{}}', [("a", "a"), ("b", 'b"c')]) == {"a": 1, "b": 2}


@pytest.mark.parametrize("engine", [{"runtime": {"name": "no-such-engine"}}, [], "text"])
def test_dev_engines_are_npm_s_business_and_change_nothing(read: Read, engine: object) -> None:
    root = {"name": "shop", "version": "1.0.0"}
    lock = {"lockfileVersion": 3, "packages": {"": root}}
    plain = read({"package-lock.json": lock, "package.json": root})
    asked = read({"package-lock.json": lock, "package.json": {**root, "devEngines": engine}})
    assert asked == plain
