from __future__ import annotations

from dataclasses import replace

from sbom import Component, Dependency, Digest, EdgeKind, Inventory, Kind, Link, flatten


def package(location: str, purl: str = "pkg:npm/a@1", **fields: object) -> Component:
    return replace(Component(location, "a", "1", purl=purl), **fields)  # type: ignore[arg-type]  # fields of a Component


def inventory(*components: Component, edges: tuple[Dependency, ...] = ()) -> Inventory:
    root = Component("", "app", None, Kind.ROOT)
    return Inventory("package-lock.json", "npm", "3", "0", (root, *components), edges)


def test_nothing_changes_where_every_package_stands_once() -> None:
    given = inventory(package("node_modules/a"), package("x", "", kind=Kind.WORKSPACE))
    assert flatten(given) is given


def test_copies_of_one_package_become_one() -> None:
    first = package("node_modules/a", bundled=True, dev=True)
    second = package(
        "node_modules/b/node_modules/a",
        resolved="https://r.example/a.tgz",
        integrity="sha1-x",
        digests=(Digest("sha1", "00"),),
        license="MIT",
        has_install_script=True,
        optional=True,
    )
    (merged,) = flatten(inventory(first, second)).components[1:]
    assert merged.location == "node_modules/a"
    assert merged.locations == ("node_modules/a", "node_modules/b/node_modules/a")
    assert merged.resolved == "https://r.example/a.tgz"
    assert merged.digests == (Digest("sha1", "00"),)
    assert merged.license == "MIT"
    assert merged.has_install_script
    assert not merged.bundled
    assert (merged.dev, merged.optional, merged.dev_optional) == (False, False, True)


def test_one_copy_that_is_needed_makes_the_package_needed() -> None:
    copies = (package("a", dev=True), package("b"))
    (merged,) = flatten(inventory(*copies)).components[1:]
    assert (merged.dev, merged.optional, merged.dev_optional) == (False, False, False)


def test_folders_are_never_merged() -> None:
    folders = (package("a", "", kind=Kind.WORKSPACE), package("b", "", kind=Kind.WORKSPACE))
    assert len(flatten(inventory(*folders)).components) == 3


def test_edges_and_links_are_united() -> None:
    edges = (
        Dependency("", "a", "1", EdgeKind.PROD, "p/node_modules/a"),
        Dependency("n/a", "b", "1", EdgeKind.PROD, "n/b"),
        Dependency("n/a", "c", "1", EdgeKind.PROD, None, missing=True),
        Dependency("p/node_modules/a", "b", "1", EdgeKind.PROD, "n/b"),
    )
    given = replace(
        inventory(package("n/a"), package("n/b", "pkg:npm/b@1"), package("p/node_modules/a")),
        dependencies=edges,
        links=(Link("l", "p/node_modules/a"), Link("m", "n/b")),
    )
    flat = flatten(given)
    assert flat.dependencies == (
        Dependency("", "a", "1", EdgeKind.PROD, "n/a"),
        Dependency("n/a", "b", "1", EdgeKind.PROD, "n/b"),
        Dependency("n/a", "c", "1", EdgeKind.PROD, None, missing=True),
    )
    assert flat.links == (Link("l", "n/a"), Link("m", "n/b"))
    assert flatten(flat) == flat
