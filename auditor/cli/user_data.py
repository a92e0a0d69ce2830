"""Where do the advisory store of this user, the tables beside it, and what is trusted lie?"""

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


def exploitation_tables(advisories: Path | None) -> Path:
    """The tables of EPSS and KEV beside ``advisories`` where there are any, else the user's own."""
    from auditor.sources.advisory_tables import tables_of  # noqa: PLC0415 -- not for --help

    beside = None if advisories is None else tables_of(advisories)
    return beside if beside is not None and beside.is_file() else tables_of(store_path())


def trust_folder() -> Path:
    """Where ``auditor provenance update`` keeps the trust root and the registry's keys."""
    return store_path().with_name("trust")


def cache_folder(name: str) -> Path:
    """Where results of one kind are remembered by content; deleting it costs time alone."""
    from platformdirs import user_cache_path  # noqa: PLC0415 -- not for --help

    return user_cache_path("express-auditor", appauthor=False) / name
