from __future__ import annotations

import pytest

from sbom.graph import MAX_LINK_CHAIN, Flags, Tree, compute_flags, follow_links
from sbom.model import Dependency, EdgeKind


def edge(source: str, target: str, kind: EdgeKind = EdgeKind.PROD) -> Dependency:
    return Dependency(source, target, "*", kind, target)


@pytest.fixture
def tree() -> Tree:
    return Tree(
        (
            "",
            "node_modules/a",
            "node_modules/a/node_modules/b",
            "node_modules/b",
            "packages/w",
            "packages/w/node_modules/b",
            "../o",
            "../o/node_modules/c",
            "../o/inner",
        ),
        {"node_modules/w": "packages/w"},
    )


@pytest.mark.parametrize(
    ("source", "name", "found"),
    [
        ("", "b", "node_modules/b"),
        ("node_modules/a", "b", "node_modules/a/node_modules/b"),
        ("node_modules/a/node_modules/b", "a", "node_modules/a"),
        ("node_modules/b", "b", "node_modules/b"),
        ("packages/w", "b", "packages/w/node_modules/b"),
        ("packages/w", "a", "node_modules/a"),
        ("node_modules/a", "w", "packages/w"),
        ("", "zzz", None),
        ("../o", "a", None),
        ("../o/inner", "c", "../o/node_modules/c"),
    ],
)
def test_resolves_as_node_does(tree: Tree, source: str, name: str, found: str | None) -> None:
    assert tree.resolve(source, name) == found


def test_projects_of_their_own_are_tops(tree: Tree) -> None:
    tops = ("", "packages/w", "../o", "../m/node_modules/p", "node_modules/a/inner")
    assert all(tree.is_top(location) for location in tops)
    assert not tree.is_top("node_modules/a")
    assert not tree.is_top("../o/node_modules/c")


def test_links_are_followed_to_their_end_and_cycles_named() -> None:
    chain = {f"l{i}": f"l{i + 1}" for i in range(MAX_LINK_CHAIN)}
    longer = {f"m{i}": f"m{i + 1}" for i in range(MAX_LINK_CHAIN + 1)}
    loops = {"a": "b", "b": "x", "c": "d", "d": "c", "self": "self"}
    final, cyclic = follow_links(loops | chain | longer)
    assert final["a"] == final["b"] == "x"
    assert final["l0"] == f"l{MAX_LINK_CHAIN}"
    assert cyclic == ["c", "d", "m0", "self"]


def test_flags_follow_from_the_edges() -> None:
    names = ("prod", "dev", "both", "opt", "optdev", "peer", "soft", "lost")
    flags = compute_flags(
        names,
        [
            edge("", "prod"),
            edge("", "dev", EdgeKind.DEV),
            edge("prod", "both"),
            edge("dev", "both"),
            edge("prod", "opt", EdgeKind.OPTIONAL),
            edge("opt", "optdev"),
            edge("dev", "optdev"),
            edge("prod", "peer", EdgeKind.PEER),
            edge("prod", "soft", EdgeKind.PEER_OPTIONAL),
            Dependency("prod", "gone", "*", EdgeKind.OPTIONAL, None),
        ],
    )
    nothing = Flags(dev=False, optional=False, dev_optional=False, peer=False, extraneous=False)
    assert flags["prod"] == flags["both"] == nothing
    assert flags["dev"].dev
    assert flags["opt"].optional
    assert not flags["opt"].dev
    assert (flags["optdev"].dev, flags["optdev"].optional) == (False, False)
    assert flags["optdev"].dev_optional
    assert flags["peer"].peer
    assert flags["soft"].extraneous
    assert flags["lost"] == Flags(dev_optional=False)
