from __future__ import annotations

import pytest

from auditor.checks.code.roles import is_test


@pytest.mark.parametrize(
    "path",
    [
        "test/app.js",
        "src/__tests__/a.ts",
        "src/a.test.ts",
        "a.spec.mjs",
        "e2e/run.js",
        "Tests/a.js",
    ],
)
def test_knows_the_names_of_tests(path: str) -> None:
    assert is_test(path)


@pytest.mark.parametrize("path", ["src/app.js", "src/latest/a.js", "src/test.js", "contest/a.ts"])
def test_other_files_are_the_application(path: str) -> None:
    assert not is_test(path)
