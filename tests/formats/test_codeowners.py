from __future__ import annotations

import pytest

from auditor.formats.codeowners import MAX_PATTERN_CHARACTERS, read_rules


@pytest.mark.parametrize(
    ("pattern", "path", "covers"),
    [
        ("*", "a/b.js", True),
        ("/", "a", True),
        ("*.md", "docs/a.md", True),
        ("*.md", "docs/a.js", False),
        ("/docs/", "docs/a.md", True),
        ("/docs/", "old/docs/a.md", False),
        ("docs/", "old/docs/a.md", True),
        ("docs/*", "docs/a.md", True),
        ("Dockerfile", "deploy/Dockerfile", True),
        ("a*b", "ab", False),
    ],
)
def test_a_pattern_covers_paths(pattern: str, path: str, covers: bool) -> None:
    (rule,) = read_rules(f"{pattern} @shop/owners\n".encode())

    assert rule.covers(path) is covers


def test_reads_owners_of_all_kinds_and_leaves_comments_and_sections_out() -> None:
    text = b"# all\n* @shop/a a@shop.example nobody # b\n[docs]\n/free\n" + b"a" * (
        MAX_PATTERN_CHARACTERS + 1
    )
    first, second = read_rules(text)

    assert (first.owners, first.line) == (("@shop/a", "a@shop.example"), 2)
    assert (second.pattern, second.owners) == ("/free", ())
