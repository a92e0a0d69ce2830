from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from defusedxml.ElementTree import fromstring
from packageurl import PackageURL

from sbom import (
    Annotation,
    Contact,
    DocumentError,
    Format,
    Inventory,
    Organization,
    Spec,
    WriteOptions,
    document_parts,
    validate_document,
    write_document,
)

Read = Callable[..., Inventory]
SHA512 = "sha512-" + "A" * 86 + "=="
SECRET = "s3cretpw"  # noqa: S105 - the canary that must not be shown

FULL = WriteOptions(
    timestamp=1_700_000_000,
    tool_version="1.0",
    authors=(Contact("An Author", "author@example.org"), Contact(email="x@example.org")),
    manufacturer=Organization("Maker & Co", "https://maker.example", Contact("Desk")),
)
VERDICT = "auditor:provenance:verdict"
ANNOTATED = replace(
    FULL,
    annotations={
        "": Annotation(((VERDICT, "not_applicable"),)),
        "node_modules/a": Annotation(
            ((VERDICT, "verified"),),
            attestation="urn:sha256:" + "ab" * 32,
            attestation_sha256="ab" * 32,
            repository="https://git.example/a?b&c",
            identified_by="https://git.example/a/<build> (https://issuer.example)",
        ),
        "node_modules/d": Annotation(((VERDICT, "missing"),)),
    },
)


@pytest.fixture
def inventory(read_packages: Read) -> Inventory:
    return read_packages(
        {
            "": {
                "name": "app",
                "version": "1.0.0",
                "license": "MIT",
                "workspaces": ["w"],
                "dependencies": {"a": "^1.0.0", "@s/b": "1", "g": "1", "t": "1"},
                "devDependencies": {"d": "1"},
                "optionalDependencies": {"o": "1", "unmet": "1"},
            },
            "node_modules/a": {
                "version": "1.0.0",
                "resolved": "https://r.example/a/-/a-1.0.0.tgz",
                "integrity": f"{SHA512} sha1-{'A' * 27}=",
                "license": "(MIT OR Apache-2.0)",
                "dependencies": {"@s/b": "1"},
                "peerDependencies": {"soft": "1"},
                "peerDependenciesMeta": {"soft": {"optional": True}},
                "engines": {"node": '>=18 <&>"'},
                "deprecated": 'it\'s <old> & "odd"',
            },
            "node_modules/@s/b": {"version": "1.0.0+x", "license": "Apache 2.0"},
            "node_modules/a/node_modules/@s/b": {"version": "1.0.0+x", "inBundle": True},
            "node_modules/g": {"resolved": "git+ssh://git@h.example/o/r.git#c0ffee"},
            "node_modules/t": {"version": "1.0.0", "resolved": "https://h.example/t.tgz"},
            "node_modules/f": {
                "version": "1.0.0",
                "resolved": "file:x/f.tgz",
                "license": "UNLICENSED",
            },
            "node_modules/d": {"version": "1.0.0", "dev": True},
            "node_modules/o": {
                "version": "1.0.0",
                "optional": True,
                "os": ["linux", "!win32"],
                "cpu": ["x64"],
            },
            "node_modules/soft": {"version": "1.0.0", "peer": True},
            "node_modules/w": {"resolved": "w", "link": True},
            "w": {"version": "1.0.0", "dependencies": {"gone": "1"}},
        }
    )


def document(inventory: Inventory, options: WriteOptions | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write_document(inventory, options))
    return found


def component(bom: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in bom["components"] if each["name"] == name)
    return found


@pytest.mark.parametrize("spec", list(Spec))
@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("per_location", [False, True])
@pytest.mark.parametrize("omit_dev", [False, True])
def test_every_form_is_strictly_valid(
    inventory: Inventory, spec: Spec, form: Format, *, per_location: bool, omit_dev: bool
) -> None:
    options = replace(
        ANNOTATED, spec=spec, format=form, per_location=per_location, omit_dev=omit_dev
    )
    assert validate_document(write_document(inventory, options)) == ()


def as_the_library_spells(key: str, text: str) -> str:
    """Undo the two differences in spelling: purls (see sbom.purl) and the zone of a time."""
    if key == "purl":
        return PackageURL.from_string(text).to_string()
    return text.replace("Z", "+00:00") if key == "timestamp" else text


def normal(value: Any) -> Any:
    """Sort every list, so that only what is said is compared."""
    if isinstance(value, dict):
        return {
            key: as_the_library_spells(key, each) if isinstance(each, str) else normal(each)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return sorted(
            (normal(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True)
        )
    return value


@pytest.mark.parametrize("spec", list(Spec))
@pytest.mark.parametrize("per_location", [False, True])
def test_the_plain_data_equal_what_the_library_writes(
    inventory: Inventory, spec: Spec, *, per_location: bool
) -> None:
    ours = document(inventory, replace(ANNOTATED, spec=spec, per_location=per_location))
    ours.pop("compositions")  # the library has no model of them
    bom = Bom.from_json(ours)  # type: ignore[attr-defined]  # added by its serialisation decorator
    outputter = make_outputter(bom, OutputFormat.JSON, SchemaVersion.from_version(spec))
    assert normal(json.loads(outputter.output_as_string())) == normal(ours)


def tree(element: Any) -> Any:
    inner = sorted((tree(each) for each in element), key=repr)
    text = as_the_library_spells(element.tag.rpartition("}")[2], (element.text or "").strip())
    return element.tag, sorted(element.attrib.items()), text, inner


@pytest.mark.parametrize("spec", list(Spec))
def test_the_xml_equals_what_the_library_writes(inventory: Inventory, spec: Spec) -> None:
    ours = fromstring(write_document(inventory, replace(ANNOTATED, spec=spec, format=Format.XML)))
    space = ours.tag.partition("}")[0] + "}"
    for compositions in ours.findall(f"{space}compositions"):
        ours.remove(compositions)
    bom = Bom.from_xml(ours)  # type: ignore[attr-defined]  # added by its serialisation decorator
    outputter = make_outputter(bom, OutputFormat.XML, SchemaVersion.from_version(spec))
    assert tree(fromstring(outputter.output_as_string())) == tree(ours)


def test_what_is_proven_about_a_component_stands_on_it(inventory: Inventory) -> None:
    bom = document(inventory, ANNOTATED)
    a, d = component(bom, "a"), component(bom, "d")
    assert {"name": VERDICT, "value": "missing"} in d["properties"]
    assert "identity" not in d.get("evidence", {})
    assert [(each["field"], each["concludedValue"]) for each in a["evidence"]["identity"]] == [
        ("purl", a["purl"]),
        ("hash", "00" * 64),
    ]
    assert [each["type"] for each in a["externalReferences"]] == [
        "distribution",
        "attestation",
        "vcs",
    ]


def test_hashes_stand_on_the_component_and_on_its_distribution(inventory: Inventory) -> None:
    found = component(document(inventory), "a")
    assert [each["alg"] for each in found["hashes"]] == ["SHA-1", "SHA-512"]
    (reference,) = found["externalReferences"]
    assert reference["type"] == "distribution"
    assert reference["hashes"] == found["hashes"]


def test_the_flat_view_has_one_component_with_all_its_locations(inventory: Inventory) -> None:
    found = component(document(inventory), "b")
    assert found["group"] == "@s"
    assert found["bom-ref"] == found["purl"] == "pkg:npm/%40s/b@1.0.0%2Bx"
    assert [each["location"] for each in found["evidence"]["occurrences"]] == [
        "node_modules/@s/b",
        "node_modules/a/node_modules/@s/b",
    ]


def test_the_full_view_has_one_component_for_each_location(inventory: Inventory) -> None:
    bom = document(inventory, WriteOptions(per_location=True))
    refs = [each["bom-ref"] for each in bom["components"]]
    assert refs == [f"npm:{each.location}" for each in inventory.components[1:]]


def test_licences_are_declared_and_the_original_text_kept(inventory: Inventory) -> None:
    bom = document(inventory)
    assert component(bom, "a")["licenses"] == [
        {"expression": "(MIT OR Apache-2.0)", "acknowledgement": "declared"}
    ]
    assert component(bom, "b")["licenses"] == [
        {"license": {"id": "Apache-2.0", "acknowledgement": "declared"}}
    ]
    assert {"name": "auditor:npm:license", "value": "Apache 2.0"} in component(bom, "b")[
        "properties"
    ]
    assert component(bom, "f")["licenses"][0]["license"]["name"] == "UNLICENSED"


@pytest.mark.parametrize(
    ("name", "scope", "when_omitted"),
    [
        ("a", "required", "required"),
        ("d", "required", "excluded"),
        ("o", "optional", "optional"),
        ("soft", "optional", "optional"),
    ],
)
def test_scope_says_what_may_be_absent(
    inventory: Inventory, name: str, scope: str, when_omitted: str
) -> None:
    assert component(document(inventory), name)["scope"] == scope
    omitted = document(inventory, WriteOptions(omit_dev=True))
    assert component(omitted, name)["scope"] == when_omitted


def test_omitting_development_never_loses_a_component(inventory: Inventory) -> None:
    everything = document(inventory)
    omitted = document(inventory, WriteOptions(omit_dev=True))
    assert len(omitted["components"]) == len(everything["components"])
    assert {"name": "auditor:npm:scope:dev-excluded", "value": "true"} in omitted["metadata"][
        "properties"
    ]


def test_every_component_has_a_list_of_dependencies(inventory: Inventory) -> None:
    bom = document(inventory)
    refs = ["npm:.", *(each["bom-ref"] for each in bom["components"])]
    assert [each["ref"] for each in bom["dependencies"]] == refs
    assert len(set(refs)) == len(refs)


def test_compositions_say_where_the_graph_ends_and_properties_why(inventory: Inventory) -> None:
    bom = document(inventory)
    by_aggregate = {each["aggregate"]: each["dependencies"] for each in bom["compositions"]}
    assert by_aggregate["incomplete"] == ["npm:w"]
    assert len(by_aggregate["complete"]) == len(bom["components"])
    reasons = [each for each in component(bom, "w")["properties"] if "incomplete" in each["name"]]
    assert reasons == [{"name": "auditor:npm:incomplete", "value": "not installed: gone"}]


def test_git_packages_are_named_by_their_repository(inventory: Inventory) -> None:
    found = component(document(inventory), "g")
    assert found["externalReferences"] == [
        {"type": "vcs", "url": "git+ssh://git@h.example/o/r.git#c0ffee"}
    ]
    assert "vcs_url=" in found["purl"]


def test_metadata_say_who_when_and_from_what(inventory: Inventory) -> None:
    metadata = document(inventory, FULL)["metadata"]
    assert metadata["timestamp"] == "2023-11-14T22:13:20Z"
    assert metadata["lifecycles"] == [{"phase": "pre-build"}]
    assert metadata["tools"]["components"][0]["version"] == "1.0"
    assert metadata["authors"][1] == {"email": "x@example.org"}
    assert metadata["manufacturer"] == {
        "name": "Maker & Co",
        "url": ["https://maker.example"],
        "contact": [{"name": "Desk"}],
    }
    facts = {each["name"]: each["value"] for each in metadata["properties"]}
    assert facts["auditor:npm:lockfile"] == "package-lock.json"
    assert facts["auditor:npm:lockfile:sha256"] == inventory.sha256


def test_little_is_written_where_little_is_known(read: Read) -> None:
    bare = read({"package-lock.json": {"lockfileVersion": 3, "packages": {}}})
    options = WriteOptions(manufacturer=Organization())
    bom = document(bare, options)
    assert "timestamp" not in bom["metadata"]
    assert bom["metadata"]["component"]["name"] == "unnamed"
    assert bom["components"] == []
    for form in Format:
        assert validate_document(write_document(bare, replace(options, format=form))) == ()


@pytest.mark.parametrize("seconds", [0, 253_402_300_799])
def test_times_from_1970_to_9999_are_written(inventory: Inventory, seconds: int) -> None:
    assert write_document(inventory, WriteOptions(timestamp=seconds))


@pytest.mark.parametrize("seconds", [-1, 253_402_300_800])
def test_other_times_are_refused(inventory: Inventory, seconds: int) -> None:
    with pytest.raises(DocumentError, match="timestamp"):
        write_document(inventory, WriteOptions(timestamp=seconds))


def test_no_credential_reaches_a_document(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "": {"dependencies": {"a": f"git+https://{SECRET}@h.example/o.git"}},
            "node_modules/a": {"resolved": f"https://u:{SECRET}@r.example/a/-/a-1.0.0.tgz"},
            "node_modules/b": {"resolved": f"https://r.example/b.tgz?token={SECRET}"},
            "node_modules/c": {"resolved": f"git+https://{SECRET}@h.example/o.git#c0ffee"},
        }
    )
    for form in Format:
        text = write_document(inventory, WriteOptions(format=form))
        assert SECRET not in text
        assert "credentials-removed" in text


def test_the_serial_number_follows_from_the_content(inventory: Inventory) -> None:
    first = document(inventory, FULL)["serialNumber"]
    assert document(inventory, FULL)["serialNumber"] == first
    assert document(inventory, replace(FULL, spec=Spec.V1_7))["serialNumber"] != first
    changed = replace(inventory, sha256="0" * 64)
    assert document(changed, FULL)["serialNumber"] != first


def test_the_pieces_are_the_document(inventory: Inventory) -> None:
    for form in Format:
        options = WriteOptions(format=form)
        assert "".join(document_parts(inventory, options)) == write_document(inventory, options)


@pytest.mark.parametrize("form", list(Format))
def test_long_lists_are_joined_without_a_seam(read_packages: Read, form: Format) -> None:
    packages = {f"node_modules/p{index:03}": {"version": "1.0.0"} for index in range(520)}
    text = write_document(read_packages(packages), WriteOptions(format=form))
    assert validate_document(text) == ()
    assert text.count("pkg:npm/p519@1.0.0") >= 2


SCRIPT = """
import sys
from pathlib import Path
import sbom
inventory = sbom.read_folder(Path(sys.argv[1]))
for form in sbom.Format:
    sys.stdout.buffer.write(sbom.write_document(inventory, sbom.WriteOptions(format=form)).encode())
"""


def test_settings_of_the_machine_do_not_change_a_byte(tmp_path: Any) -> None:
    lock = {
        "lockfileVersion": 3,
        "packages": {
            "": {"dependencies": {"a": "1"}, "devDependencies": {"b": "1"}},
            "node_modules/a": {"version": "1.0.0", "license": "MIT OR ISC"},
            "node_modules/b": {"version": "1.0.0", "dev": True},
        },
    }
    outputs = set()
    for index, (zone, locale, seed, names) in enumerate(
        (("UTC", "C", "0", ("a", "b")), ("Asia/Tokyo", "tr_TR.UTF-8", "42", ("b", "a")))
    ):
        folder = tmp_path / str(index)
        folder.mkdir()
        for name in (*names, "package-lock.json", ".npmrc"):
            (folder / name).write_text("omit[]=dev\n")
        (folder / "package-lock.json").write_text(json.dumps(lock))
        environment = os.environ | {
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONHASHSEED": seed,
            "NODE_ENV": "production" if index else "development",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        command = [sys.executable, "-c", SCRIPT, str(folder)]
        outputs.add(
            subprocess.run(command, capture_output=True, check=True, env=environment).stdout
        )
    assert len(outputs) == 1
