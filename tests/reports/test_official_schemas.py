"""Do the reports meet the schemas that others wrote? Read in place, never copied here.

AUDITOR_SCHEMAS names a folder with sarif-schema-2.1.0.json (oasis-tcs/sarif-spec),
JUnit.xsd (windyroad/JUnit-Schema) and openvex.json (openvex/spec).
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema_rs
import pytest
from lxml import etree
from reports.worlds import advisory, hostile_world, unsafe, world, written

from auditor.assessment import Assessment
from auditor.model import Audit

WORLDS = {
    "small": lambda: world(unsafe(), advisory()),
    "empty": lambda: world(purls=False),
    "hostile": hostile_world,
}


def schema(name: str) -> Path:
    folder = os.environ.get("AUDITOR_SCHEMAS")
    if not folder or not (Path(folder) / name).exists():
        pytest.skip(f"AUDITOR_SCHEMAS names no folder with {name}")
    return Path(folder) / name


@pytest.fixture(params=sorted(WORLDS))
def told(request: pytest.FixtureRequest) -> tuple[Audit, Assessment]:
    return WORLDS[request.param]()


@pytest.mark.parametrize("name", ["sarif", "sarif_all"])
def test_sarif(name: str, told: tuple[Audit, Assessment]) -> None:
    validator = jsonschema_rs.validator_for(
        json.loads(schema("sarif-schema-2.1.0.json").read_text())
    )

    errors = list(validator.iter_errors(json.loads(written(name, *told))))

    assert not errors


def test_junit(told: tuple[Audit, Assessment]) -> None:
    validator = etree.XMLSchema(etree.parse(schema("JUnit.xsd")))
    document = etree.fromstring(written("junit", *told).encode())

    validator.assertValid(document)


def test_openvex(told: tuple[Audit, Assessment]) -> None:
    validator = jsonschema_rs.validator_for(json.loads(schema("openvex.json").read_text()))
    document = json.loads(written("openvex", *told))

    errors = [error.message for error in validator.iter_errors(document)]

    # Where nothing was found there is no statement, and the schema demands one.
    assert errors == ([] if document["statements"] else ["[] has less than 1 item"])
