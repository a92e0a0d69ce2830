from __future__ import annotations

import pytest

from auditor.formats.specifiers import package_of


@pytest.mark.parametrize(
    ("specifier", "name"),
    [
        ("express", "express"),
        ("lodash/fp", "lodash"),
        ("@babel/core/lib/x.js", "@babel/core"),
        ("./own", None),
        ("../own", None),
        ("/etc/x", None),
        ("node:fs", None),
        ("#internal", None),
        ("https://host.example/x.js", None),
        ("@scope", None),
        ("", None),
    ],
)
def test_an_import_names_a_package_or_a_file(specifier: str, name: str | None) -> None:
    assert package_of(specifier) == name
