from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import write_tree
from command import EXAMPLES, Run

from sbom import validate_document

LOCK = {
    "name": "shop",
    "version": "1.0.0",
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "shop", "version": "1.0.0", "dependencies": {"a": "^1.0.0"}},
        "node_modules/a": {
            "version": "1.0.0",
            "resolved": "https://user:s3cretpw@registry.example/a/-/a-1.0.0.tgz?token=t0k3n",
        },
    },
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "shop", {"package-lock.json": json.dumps(LOCK)})


def test_writes_a_document_to_stdout(run: Run, shop: Path) -> None:
    done = run("sbom", shop)
    assert done.code == 0
    document = json.loads(done.out)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert [one["purl"].partition("?")[0] for one in document["components"]] == ["pkg:npm/a@1.0.0"]


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("spec", ["1.6", "1.7"])
def test_a_document_can_be_read_again(
    run: Run, shop: Path, tmp_path: Path, form: str, spec: str
) -> None:
    file = tmp_path / f"sbom.{form}"
    assert run("sbom", shop, "--format", form, "--spec", spec, "-o", file).code == 0
    again = run("sbom", file)
    assert again.code == 0
    assert "pkg:npm/a@1.0.0" in again.out


def test_credentials_of_resolved_are_in_no_output(run: Run, shop: Path) -> None:
    done = run("sbom", shop)
    assert "s3cretpw" not in done.out + done.err
    assert "t0k3n" not in done.out + done.err


def test_the_same_input_gives_the_same_bytes(run: Run, shop: Path) -> None:
    assert run("sbom", shop).out == run("sbom", shop).out


def test_manufacturer_contact_and_authors_are_written(run: Run, shop: Path) -> None:
    done = run(
        "sbom", shop,
        "--manufacturer", "Example Ltd", "--manufacturer-url", "https://example.org",
        "--contact", "security@example.org", "--author", "A. Person",
    )  # fmt: skip
    metadata = json.loads(done.out)["metadata"]
    assert metadata["manufacturer"]["name"] == "Example Ltd"
    assert metadata["manufacturer"]["contact"] == [{"email": "security@example.org"}]
    assert metadata["authors"] == [{"name": "A. Person"}]


def test_check_prints_each_minimum_element(run: Run) -> None:
    done = run("sbom", EXAMPLES / "careful-shop", "--check")
    assert done.code == 0
    for standard in ("NTIA 2021", "CISA 2025", "BSI"):
        assert standard in done.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--spec", "1.2"), "is none of 1.6, 1.7"),
        (("--format", "yaml"), "is none of json, xml"),
        (("-o", "/nonexistent/x.json"), "cannot be written"),
    ],
)
def test_usage_errors_exit_2(
    run: Run, shop: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = run("sbom", shop, *arguments)
    assert done.code == 2
    assert sentence in done.err


def test_no_lockfile_exits_4(run: Run, tmp_path: Path) -> None:
    write_tree(tmp_path, {"README.md": "x"})
    assert run("sbom", tmp_path).code == 4


def test_a_file_that_is_no_document_exits_3(run: Run, tmp_path: Path) -> None:
    write_tree(tmp_path, {"x.json": "[]"})
    done = run("sbom", tmp_path / "x.json")
    assert done.code == 3
    assert "x.json" in done.err


class TestVex:
    """Statements about vulnerabilities, written into the SBOM."""

    @pytest.fixture
    def statements(self, tmp_path: Path) -> Path:
        def about(name: str, product: str) -> dict[str, object]:
            return {
                "vulnerability": {"name": name},
                "products": [{"@id": product}],
                "status": "not_affected",
                "justification": "vulnerable_code_not_present",
            }

        listed = [about("CVE-1", "pkg:npm/a@1.0.0"), about("CVE-2", "pkg:npm/b@1.0.0")]
        document = {
            "@context": "https://openvex.dev/ns/v0.2.0",
            "@id": "https://shop.example/vex",
            "author": "The shop",
            "timestamp": "2026-11-01T00:00:00Z",
            "statements": listed,
        }
        file = tmp_path / "a.vex.json"
        file.write_text(json.dumps(document))
        return file

    def test_states_refer_to_components_and_the_document_is_valid(
        self, run: Run, shop: Path, statements: Path
    ) -> None:
        done = run("sbom", shop, "--vex", statements)

        document = json.loads(done.out)
        (vulnerability,) = document["vulnerabilities"]
        assert vulnerability["id"] == "CVE-1"
        assert vulnerability["analysis"]["state"] == "not_affected"
        assert vulnerability["analysis"]["justification"] == "code_not_present"
        (component,) = document["components"]
        assert vulnerability["affects"] == [{"ref": component["bom-ref"]}]
        assert validate_document(done.out) == ()
        assert "a.vex.json: CVE-2: is about no component of the SBOM" in done.err
        assert run("sbom", shop, "--vex", statements).out == done.out
        plain = json.loads(run("sbom", shop).out)
        assert plain["serialNumber"] != document["serialNumber"]

    def test_xml_has_no_place_for_them_here(self, run: Run, shop: Path, statements: Path) -> None:
        done = run("sbom", shop, "--vex", statements, "--format", "xml")

        assert (done.code, done.out) == (2, "")
        assert "--vex: goes into a document in JSON alone" in done.err
