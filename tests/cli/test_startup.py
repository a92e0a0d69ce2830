"""Does the command start without paying for what it does not use?"""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("sigstore", "semgrep", "cyclonedx", "pydantic", "tree_sitter", "requests", "lxml")

PROGRAM = """
import sys
from auditor.cli import main
code = main({arguments!r})
print(code, sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_imports_nothing_heavy(arguments: list[str]) -> None:
    program = PROGRAM.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "0 []"


def test_version_is_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("auditor ")
    assert done.stdout.count("\n") == 1
