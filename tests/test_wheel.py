from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_top_level_is_exactly_auditor_and_sbom(names: list[str]) -> None:
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"auditor", "sbom"}


def test_policies_rules_and_data_travel_with_the_code(names: list[str]) -> None:
    assert "auditor/policy/builtin_policies/express-baseline.yaml" in names
    assert any(name.startswith("auditor/policy/builtin_policies/controls/") for name in names)
    assert any(name.startswith("auditor/checks/code/rules/") for name in names)
    assert any(name.startswith("auditor/data/") for name in names)
    assert {"auditor/py.typed", "sbom/py.typed"} <= set(names)


def test_nothing_but_package_files_is_in_it(names: list[str]) -> None:
    own = "auditor/reports/_html/filter.js"  # the script of the HTML report
    scripts = [name for name in names if name.endswith((".js", ".ts"))]
    assert scripts == [own]
    assert not [name for name in names if "__pycache__" in name]
