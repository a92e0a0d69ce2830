"""When is it pointless to look for garbage?

Reading and writing an inventory creates hundreds of thousands of objects, none of
them in a cycle; the collector, which looks at all of them again and again, would
take a third of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """Leave the cyclic garbage collector off, and as it was afterwards."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
