from __future__ import annotations

import pytest
from cyclonedx import spdx

from sbom.licences import FREQUENT_IDS, FREQUENT_NAMES, MAX_EXPRESSION_LENGTH, choose


@pytest.mark.parametrize(
    ("declared", "form", "text"),
    [
        ("MIT", "id", "MIT"),
        ("mit", "id", "MIT"),
        ("CC0-1.0", "id", "CC0-1.0"),
        ("(MIT OR Apache-2.0)", "expression", "(MIT OR Apache-2.0)"),
        (
            "GPL-2.0+ WITH Classpath-exception-2.0",
            "expression",
            "GPL-2.0+ WITH Classpath-exception-2.0",
        ),
        ("Apache 2.0", "id", "Apache-2.0"),
        ("MIT/X11", "id", "MIT"),
        ("SEE LICENSE IN LICENSE.md", "name", "SEE LICENSE IN LICENSE.md"),
        ("UNLICENSED", "name", "UNLICENSED"),
        ("MIT OR", "name", "MIT OR"),
        ("(MIT OR ISC", "name", "(MIT OR ISC"),
        ("(MIT OR (ISC AND Zlib))", "expression", "(MIT OR (ISC AND Zlib))"),
        ("MIT OR Nonsense-1.0", "name", "MIT OR Nonsense-1.0"),
        ("x" * 1001, "name", "x" * 1001),
    ],
)
def test_a_licence_is_an_id_an_expression_or_a_name(declared: str, form: str, text: str) -> None:
    assert choose(declared) == (form, text)


@pytest.mark.parametrize("identifier", sorted(FREQUENT_IDS))
def test_the_frequent_ids_are_the_library_s(identifier: str) -> None:
    assert spdx.is_supported_id(identifier)


@pytest.mark.parametrize("text", ["MIT OR ISC", "(MIT AND Zlib OR ISC)", "(MIT OR CC0-1.0)"])
def test_the_simple_expressions_are_the_library_s(text: str) -> None:
    assert choose(text) == ("expression", text)
    assert spdx.is_expression(text)


def test_the_longest_expression_is_looked_at_and_no_longer_one() -> None:
    text = "MIT OR (ISC)" + " OR MIT" * 141
    assert choose(text.ljust(MAX_EXPRESSION_LENGTH))[0] == "expression"
    assert choose(text.ljust(MAX_EXPRESSION_LENGTH + 1))[0] == "name"


@pytest.mark.parametrize("name", sorted(FREQUENT_NAMES))
def test_frequent_names_are_none_of_the_librarys_ids_or_expressions(name: str) -> None:
    assert spdx.fixup_id(name) is None
    assert not spdx.is_expression(name)
    assert choose(name) == ("name", name)
