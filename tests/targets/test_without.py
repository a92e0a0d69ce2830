from __future__ import annotations

import pytest
from builders import MemoryTarget

from auditor.errors import TargetError
from auditor.target import Target, Unread
from auditor.targets.without import Without

TREE = MemoryTarget({"a.js": b"1", "b.js": b"2"}, unread=(Unread("z", "symlink", "a link"),))


def test_what_is_left_out_is_neither_listed_nor_read_and_is_said() -> None:
    narrow = Without(TREE, frozenset({"b.js"}), "not wanted")

    assert isinstance(narrow, Target)
    assert narrow.name == TREE.name
    assert [entry.path for entry in narrow.files] == ["a.js"]
    assert (narrow.exists("a.js"), narrow.exists("b.js")) == (True, False)
    assert narrow.read("a.js") == b"1"
    assert narrow.unread == (Unread("1 file", "too-many", "not wanted"), *TREE.unread)
    with pytest.raises(TargetError, match=r"b\.js: not wanted"):
        narrow.read("b.js")


def test_where_nothing_is_left_out_nothing_is_said() -> None:
    assert Without(TREE, frozenset(), "not wanted").unread == TREE.unread
