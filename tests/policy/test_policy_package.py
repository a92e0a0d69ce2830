from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from auditor import policy
from auditor.policy.builtin import builtin_folder, builtin_policies

CODE = """
import sys
import auditor.policy
auditor.policy.Assessment, auditor.policy.evaluate, auditor.policy.Policy
print(sorted({name.partition('.')[0] for name in sys.modules} & {'pydantic', 'ruamel', 'rfc8785'}))
"""


def test_every_public_name_is_there() -> None:
    for name in policy.__all__:
        assert getattr(policy, name) is not None
    assert dir(policy) == sorted(policy.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = policy.nothing


def test_no_module_takes_the_place_of_a_function() -> None:
    import_module("auditor.policy.evaluate")

    assert callable(policy.evaluate)


def test_judging_needs_neither_pydantic_nor_yaml() -> None:
    root = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", CODE], cwd=root, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "[]"


def test_the_built_in_policies_are_found() -> None:
    assert builtin_policies() == (
        "express-baseline",
        "express-strict",
        "gdpr",
        "pci-dss-4.0.1",
        "vendor",
    )
    assert (builtin_folder() / "controls").is_dir()
