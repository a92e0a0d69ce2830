from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from auditor.errors import DataError
from auditor.sources.trust_roots import LIMITS, SHIPPED, load_trust_root


def test_the_shipped_root_is_read_and_says_when_it_was_taken() -> None:
    root = load_trust_root(None)
    assert root.as_of == date(2026, 8, 21)
    assert root.sha256 == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    assert (len(root.logs), len(root.certificate_logs), len(root.authorities)) == (2, 2, 2)
    assert all(one.key is not None for one in root.logs + root.certificate_logs)
    assert len(root.timestamp_authorities) == 1


def test_the_shipped_root_names_no_package_registry() -> None:
    assert b"registry" not in SHIPPED.read_bytes()


def test_a_file_of_the_callers_is_read(tmp_path: Path) -> None:
    file = tmp_path / "root.json"
    file.write_bytes(SHIPPED.read_bytes())
    assert load_trust_root(file).sha256 == load_trust_root(None).sha256


@pytest.mark.parametrize("content", [None, b"", b"{}", b" " * (LIMITS.document_bytes + 1)])
def test_what_cannot_be_read_is_said(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "root.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DataError, match=r"root\.json") as refused:
        load_trust_root(file)
    assert "--trust-root" in refused.value.hint


def test_a_folder_is_no_trust_root(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="this is a folder"):
        load_trust_root(tmp_path)
