from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest

from auditor.checks.code import readers
from auditor.checks.code.reader import NOT_READ, Reader, Site, reader
from auditor.checks.code.readers import all_readers
from auditor.checks.code.values import UNKNOWN
from auditor.model import Fact, Location


@reader("example")
def example(site: Site) -> Iterator[Fact]:
    """Yield one fact that repeats text of the target."""
    yield site.fact("example.fact", "a\x1b[2J", note="x" * 500, count=3)


def test_text_of_the_target_is_made_printable_and_short() -> None:
    (fact,) = example.read(Site(NOT_READ, Location("a.js", 1), {}))
    assert fact.value == "a\\x1b[2J"
    assert len(str(fact.attributes["note"])) == 200
    assert fact.attributes["count"] == 3


def test_everything_about_a_call_that_was_not_read_is_unknown() -> None:
    site = Site(NOT_READ, Location("a.js", 1), {})
    assert site.argument(0) is UNKNOWN
    assert site.argument(7) is UNKNOWN


def test_a_reader_is_found_by_the_name_it_registers() -> None:
    assert all_readers()["express_session"].name == "express_session"
    assert "example" not in all_readers()


def test_a_name_belongs_to_one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(_package: ModuleType, _kind: type[Reader]) -> tuple[Reader, ...]:
        return (example, Reader("example", example.read))

    monkeypatch.setattr(readers, "discover", twice)
    with pytest.raises(ValueError, match="reader registered twice: example"):
        all_readers.__wrapped__()
