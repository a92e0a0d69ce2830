"""Where does the advisory store of this user lie?"""

from __future__ import annotations

from pathlib import Path


def store_path() -> Path:
    """Where ``auditor advisories update`` and ``import`` put the store, if not told otherwise."""
    from platformdirs import user_data_path  # noqa: PLC0415 -- not for --help

    return user_data_path("express-auditor", appauthor=False) / "advisories.sqlite"


def default_store() -> Path | None:
    """The user's own store; None where there is none yet, and the shipped seed answers."""
    path = store_path()
    return path if path.is_file() else None
