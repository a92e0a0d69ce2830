"""Where do the policies and controls that ship with auditor lie?"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

DEFAULT_POLICY = "express-baseline"


def builtin_folder() -> Path:
    """Return the folder with the shipped policies, and ``controls/`` in it."""
    packaged = Path(str(files("auditor.policy"))) / "builtin_policies"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "policies"


def builtin_policies() -> tuple[str, ...]:
    """Return the names of the shipped policies, sorted."""
    return tuple(sorted(path.stem for path in builtin_folder().glob("*.yaml")))
