from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.checks.code.evaluate import evaluate
from auditor.checks.code.javascript import Source
from auditor.checks.code.reader import NOT_READ, Site
from auditor.checks.code.readers import all_readers
from auditor.checks.code.values import Call, JsValue
from auditor.model import Fact, Location, Value

PLACE = Location("app.ts", 1, 1, 1)

ValueOf = Callable[..., JsValue]
FactsOf = Callable[..., list[Fact]]


def call_in(code: str, path: str = "app.ts", mark: str = "FACT") -> Call:
    """The first call whose callee is written as ``mark``."""
    source = Source.parse(path, code.encode())
    assert source is not None
    start = code.encode().index(mark.encode())
    node = source.root.descendant_for_byte_range(start, start + 1)
    while node is not None and node.start_byte == start:
        if source.call_at(start, node.end_byte) is not None:
            found = evaluate(source, node)
            assert isinstance(found, Call)
            return found
        node = node.parent
    return NOT_READ


@pytest.fixture
def value_of() -> ValueOf:
    """Evaluate an expression after some statements: ``value_of("a + 1", "const a = 1;")``."""

    def read(expression: str, before: str = "", path: str = "app.ts") -> JsValue:
        found = call_in(f"{before}\nMARK({expression});", path, mark="MARK")
        return found.arguments[0]

    return read


@pytest.fixture
def facts_of() -> FactsOf:
    """Run a reader over the call that starts with ``mark``."""

    def read(reader: str, code: str, mark: str, **attributes: Value) -> list[Fact]:
        site = Site(call_in(code, mark=mark), PLACE, attributes)
        return list(all_readers()[reader].read(site))

    return read
