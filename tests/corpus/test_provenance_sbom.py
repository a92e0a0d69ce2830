"""Does every component of the SBOM say what is proven about where it comes from?"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from command import Run
from registry_replay import PROVENANCE, recorded

from sbom import validate_document

pytestmark = pytest.mark.skipif(
    not PROVENANCE.is_dir(), reason=f"no corpus at {PROVENANCE} (AUDITOR_CORPUS)"
)


@pytest.fixture
def project(tmp_path: Path) -> tuple[Path, Path]:
    """The folder of a project with 186 packages, and that of the registry's answers."""
    replay = recorded()
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "package-lock.json").write_bytes(replay.lockfile())
    return folder, replay.write(tmp_path / "data")


def properties(component: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["value"] for one in component["properties"]}


@pytest.mark.parametrize("spec", ["1.6", "1.7"])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_it_stays_strictly_valid(
    run: Run, project: tuple[Path, Path], spec: str, form: str
) -> None:
    folder, data = project
    done = run("sbom", folder, "--registry-data", data, "--spec", spec, "--format", form)
    assert done.code == 0
    assert validate_document(done.out) == ()


def test_every_component_has_a_verdict_and_eight_are_verified(
    run: Run, project: tuple[Path, Path]
) -> None:
    folder, data = project
    document = json.loads(run("sbom", folder, "--registry-data", data).out)
    components = [document["metadata"]["component"], *document["components"]]
    verdicts = Counter(properties(one)["auditor:provenance:verdict"] for one in components)
    assert verdicts == {"verified": 8, "missing": 178, "not_applicable": 1}
    assert len(components) == 187


def test_a_verified_component_names_its_source_and_the_bytes_that_prove_it(
    run: Run, project: tuple[Path, Path]
) -> None:
    folder, data = project
    document = json.loads(run("sbom", folder, "--registry-data", data).out)
    (found,) = (one for one in document["components"] if one["bom-ref"] == "pkg:npm/sigstore@5.0.0")
    said = properties(found)
    assert said["auditor:provenance:repository"] == "https://github.com/sigstore/sigstore-js"
    assert said["auditor:provenance:runner"] == "github-hosted"
    purl, digest = found["evidence"]["identity"]
    assert (purl["field"], purl["concludedValue"]) == ("purl", "pkg:npm/sigstore@5.0.0")
    assert (digest["field"], digest["concludedValue"]) == ("hash", found["hashes"][0]["content"])
    assert purl["methods"][0]["technique"] == "attestation"
    references = {one["type"]: one for one in found["externalReferences"]}
    assert references["vcs"]["url"] == "https://github.com/sigstore/sigstore-js"
    assert references["attestation"]["hashes"][0]["alg"] == "SHA-256"
