from __future__ import annotations

import gc

import pytest

from sbom.quiet import without_collection


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was_whatever_happens(*, was_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with pytest.raises(StopIteration), without_collection():
            next(iter([each for each in (1,) if gc.isenabled()]))
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()
