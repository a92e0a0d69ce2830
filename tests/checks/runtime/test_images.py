from __future__ import annotations

from datetime import date

import pytest

from auditor.checks.runtime.images import node_of
from auditor.formats.dockerfile import Base
from auditor.sources.node_tables import shipped_tables

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("image", "tag", "digest", "shown", "state"),
    [
        ("node", "12-alpine", "", "12-alpine", "end_of_life"),
        ("node", "carbon", "", "carbon", "end_of_life"),
        ("node", "18.13.0", "", "18.13.0", "end_of_life"),
        ("node", "20.17.0-alpine3.20", "", "20.17.0-alpine3.20", "end_of_life"),
        ("node", "iron_slim", "", "iron_slim", "end_of_life"),
        ("docker.io/library/node", "24", "", "24", "supported"),
        ("node", "alpine", "", "alpine", "floating"),
        ("node", "alpine3.20", "", "alpine3.20", "floating"),
        ("node", "lts-slim", "", "lts-slim", "floating"),
        ("node", "", "", "latest", "floating"),
        ("node", "", "sha256:a", "digest", "unknown"),
        ("node", "ours", "", "ours", "unknown"),
        ("node", "latest", "sha256:a", "latest", "unknown"),
        ("gcr.io/distroless/nodejs24", "", "", "24", "supported"),
        ("gcr.io/distroless/nodejs16-debian11", "nonroot", "", "16", "end_of_life"),
        ("gcr.io/distroless/nodejs", "18", "", "18", "end_of_life"),
        ("gcr.io/distroless/nodejs", "debug", "", "debug", "floating"),
    ],
)
def test_reads_the_version_out_of_an_images_name(
    image: str, tag: str, digest: str, shown: str, state: str
) -> None:
    found = node_of(Base(image, tag, digest, 1), shipped_tables().releases)
    assert found is not None
    assert (found[0], found[1].state(TODAY)) == (shown, state)


@pytest.mark.parametrize("image", ["alpine", "node-red", "nodejs-builder", "mynode"])
def test_other_images_say_nothing(image: str) -> None:
    assert node_of(Base(image, "18", "", 1), shipped_tables().releases) is None


def test_an_image_that_is_not_known_is_unknown() -> None:
    found = node_of(Base("node", "", "", 1, known=False), shipped_tables().releases)
    assert found is not None
    assert found[1].state(TODAY) == "unknown"
