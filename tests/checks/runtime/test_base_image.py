from __future__ import annotations

import pytest
from builders import NOW, MemoryTarget

from auditor.check import Context, Needs
from auditor.checks.runtime.base_image import base_image
from auditor.checks.runtime.places import MAX_FILES
from auditor.engine import run_check
from auditor.formats.dockerfile import MAX_BYTES
from auditor.model import CheckRun, Location, Outcome
from auditor.settings import Settings
from auditor.sources import Sources

DIGEST = "sha256:" + "0123456789abcdef" * 4


def measure(files: dict[str, str]) -> CheckRun:
    target = MemoryTarget({path: text.encode() for path, text in files.items()})
    context = Context(target, None, Sources(Settings()), NOW)
    return run_check(base_image, context, Needs.NOTHING)


def test_says_of_each_stage_how_its_image_is_pinned() -> None:
    text = f"FROM node:24@{DIGEST} AS a\nFROM a AS b\nFROM scratch\nFROM ghcr.example/x/node:24\n"
    run = measure({"Dockerfile": text})
    assert (run.outcome, run.coverage.examined) == (Outcome.COMPLETE, 2)
    one, two = run.facts
    assert (one.value, two.value) == ("node", "ghcr.example/x/node")
    assert dict(two.attributes) == {"pinned_by": "tag", "final": True}
    assert dict(one.attributes) == {"pinned_by": "digest", "final": False}
    assert one.location == Location("Dockerfile", 1)


@pytest.mark.parametrize(
    ("reference", "pinned_by"),
    [
        ("node", "nothing"),
        ("node:latest", "nothing"),
        ("node:lts", "tag"),
        (f"node@{DIGEST}", "digest"),
        (f"localhost:5000/node@{DIGEST}", "digest"),
        ("node:24@sha256:abc", None),
        ("node:24@sha256:" + "A" * 64, None),
        ("node:$VERSION", None),
    ],
)
def test_how_a_reference_is_pinned(reference: str, pinned_by: str | None) -> None:
    (fact,) = measure({"Dockerfile": f"FROM {reference}\n"}).facts
    assert fact.attributes["pinned_by"] == pinned_by


def test_the_default_of_an_argument_counts() -> None:
    (fact,) = measure({"Dockerfile": f"ARG I=node:24@{DIGEST}\nFROM ${{I}}\n"}).facts
    assert fact.attributes["pinned_by"] == "digest"


def test_what_cannot_be_read_and_what_is_too_much_is_a_gap() -> None:
    assert measure({"Dockerfile": "#" * (MAX_BYTES + 1)}).outcome is Outcome.PARTIAL
    paths = [f"{number:03}/Dockerfile" for number in range(MAX_FILES + 1)]
    run = measure(dict.fromkeys(paths, "FROM a"))
    assert [gap.subject for gap in run.coverage.gaps] == [paths[-1]]


def test_without_a_dockerfile_there_is_no_image() -> None:
    assert measure({"package.json": "{}"}).outcome is Outcome.NOT_APPLICABLE
