from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.lockfile.declarations import SECTIONS, Declaration, read_declarations
from sbom.errors import DocumentError

MANIFEST = b"""{
  "name": "dependencies",
  "scripts": {"lodash": "x", "nested": "{ \\"dependencies\\": {"},
  "keywords": ["dependencies", ["lodash"], {"dependencies": {"lodash": "deep"}}],
  "dependencies": {
    "express": "^4.0.0",
    "lodash"
      : "^4.17.0", "left-pad": "1"
  },
  "devDependencies": {"express": "^5.0.0", "odd": 7},
  "optionalDependencies": []
}"""


def test_finds_name_section_range_and_line() -> None:
    assert read_declarations(MANIFEST, "package.json") == {
        "express": Declaration("express", "devDependencies", "^5.0.0", 10),
        "lodash": Declaration("lodash", "dependencies", "^4.17.0", 7),
        "left-pad": Declaration("left-pad", "dependencies", "1", 8),
    }


def test_a_declaration_is_shown_without_credentials() -> None:
    address = "git+https://user:hunter2@host.example/a.git"
    assert "hunter2" not in Declaration("a", "dependencies", address).shown
    assert Declaration("a", "dependencies", "").shown == "* (dependencies)"


def test_two_declarations_agree_wherever_they_stand() -> None:
    one = Declaration("a", "dependencies", "1", 4)
    assert one.agrees(Declaration("a", "dependencies", "1"))
    assert not one.agrees(Declaration("a", "devDependencies", "1"))
    assert not one.agrees(Declaration("a", "dependencies", "2"))


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"7"])
def test_what_is_no_manifest_is_one_sentence(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^package\.json: "):
        read_declarations(data, "package.json")


# Halves of surrogate pairs are replaced on reading, so that the name is another one.
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)


@given(st.dictionaries(st.sampled_from(SECTIONS), st.dictionaries(names, names, max_size=4)))
def test_every_declaration_gets_the_line_it_stands_on(manifest: dict[str, dict[str, str]]) -> None:
    text = json.dumps(manifest, indent=2)
    lines = text.splitlines()
    for found in read_declarations(text.encode(), "package.json").values():
        assert lines[found.line - 1].strip().startswith(json.dumps(found.name) + ":")
