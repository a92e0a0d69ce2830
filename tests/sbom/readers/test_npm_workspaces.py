from __future__ import annotations

import pytest

from sbom.readers import _npm_workspaces
from sbom.readers._npm_workspaces import MAX_BRACE_FORMS, match_workspaces, read_patterns

LOCATIONS = ["", "a", "packages/a", "packages/b", "packages/x/c", "node_modules/z", "../out"]


@pytest.mark.parametrize(
    ("patterns", "matched"),
    [
        (["packages/*"], ["packages/a", "packages/b"]),
        (["./packages/a/"], ["packages/a"]),
        (["packages/**"], ["packages/a", "packages/b", "packages/x/c"]),
        (["**/c"], ["packages/x/c"]),
        (["packages/{a,x/c}"], ["packages/a", "packages/x/c"]),
        (["packages/?"], ["packages/a", "packages/b"]),
        (["packages/*", "!packages/b"], ["packages/a"]),
        (["packages/*", "!packages/*", "packages/b"], ["packages/b"]),
        (["*", "../*"], ["a"]),
        (["packages/{a"], []),
        (["**"], ["a", "packages/a", "packages/b", "packages/x/c"]),
    ],
)
def test_matches_as_npm_does(patterns: list[str], matched: list[str]) -> None:
    assert match_workspaces(patterns, LOCATIONS) == matched


@pytest.mark.parametrize(
    ("field", "patterns"),
    [(["a", 3], ["a"]), ({"packages": ["a"]}, ["a"]), ("a", []), (None, []), ({}, [])],
)
def test_reads_both_forms_of_the_field(field: object, patterns: list[str]) -> None:
    assert read_patterns(field) == patterns


def test_patterns_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_npm_workspaces, "MAX_PATTERNS", 2)
    assert read_patterns(["a", "b", "c"]) == ["a", "b"]


def test_brace_forms_are_limited() -> None:
    most = ",".join(f"p{index}" for index in range(MAX_BRACE_FORMS))
    assert match_workspaces([f"{{{most}}}"], ["p1"]) == ["p1"]
    assert match_workspaces([f"{{{most},x}}"], ["p1"]) == []


def test_a_hostile_pattern_takes_no_exponential_time() -> None:
    # An exponential matcher would not come back from these.
    assert match_workspaces(["*a" * 100 + "b"], ["a" * 1000]) == []
    assert match_workspaces(["/".join(["**"] * 100) + "/b"], ["/".join("a" * 200)]) == []
    assert match_workspaces(["{a,b}" * 40], ["ab" * 20]) == []
