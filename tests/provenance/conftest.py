from __future__ import annotations

import pytest
from provenance.instance import Instance

from auditor.provenance import Trust


@pytest.fixture(scope="session")
def instance() -> Instance:
    return Instance()


@pytest.fixture(scope="session")
def trust(instance: Instance) -> Trust:
    return instance.trust()
