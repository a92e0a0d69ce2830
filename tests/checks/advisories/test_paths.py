from __future__ import annotations

from itertools import pairwise

from auditor.checks.advisories.paths import MAX_PATHS, ShortestPaths, label
from sbom.model import Component, Dependency, EdgeKind, Inventory, Kind


def paths(edges: list[tuple[str, str | None]], to: str) -> list[str]:
    places = sorted({place for edge in edges for place in edge if place} | {to})
    components = [Component(place, place, "1.0.0") for place in places]
    root = Component("", "shop", None, Kind.ROOT)
    dependencies = tuple(Dependency(a, b or "x", "*", EdgeKind.PROD, b) for a, b in edges)
    inventory = Inventory("lock", "npm", "3", "", (root, *components), dependencies)
    found = ShortestPaths(inventory).to(to)
    return ["".join(one.location or "/" for one in path) for path in found]


def test_finds_the_shortest_path_only() -> None:
    assert paths([("", "a"), ("a", "b"), ("b", "c"), ("a", "c")], "c") == ["/ac"]


def test_finds_several_of_the_same_length_in_order() -> None:
    assert paths([("", "b"), ("", "a"), ("a", "c"), ("b", "c")], "c") == ["/ac", "/bc"]


def test_many_paths_are_cut_off() -> None:
    steps = "abcdefghijklmnop"
    layers = [steps[n : n + 4] for n in range(0, 16, 4)]
    edges: list[tuple[str, str | None]] = [("", x) for x in layers[0]]
    for upper, lower in pairwise(layers):
        edges += [(x, y) for x in upper for y in lower]
    assert paths([*edges, *((x, "z") for x in layers[-1])], "z")[0] == "/aeimz"
    assert len(paths([*edges, *((x, "z") for x in layers[-1])], "z")) == MAX_PATHS


def test_cycles_end_and_what_nothing_reaches_has_no_path() -> None:
    edges: list[tuple[str, str | None]] = [
        ("", "a"),
        ("a", "b"),
        ("b", "a"),
        ("c", "d"),
        ("a", None),
    ]
    assert paths(edges, "b") == ["/ab"]
    assert paths(edges, "d") == []


def test_a_label_leaves_out_a_version_that_is_not_known() -> None:
    assert label(Component("", "shop", None, Kind.ROOT)) == "shop"
    assert label(Component("x", "@a/b", "1.0.0")) == "@a/b@1.0.0"
