from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import DataError
from auditor.vex import (
    Document,
    Justification,
    Product,
    Statement,
    Status,
    read_cyclonedx,
    read_openvex,
    read_vex,
    write_cyclonedx,
    write_openvex,
)

Read = Callable[[bytes, str], Document]
Write = Callable[[Document], bytes]

FORMATS = pytest.mark.parametrize(
    ("write", "read"), [(write_openvex, read_openvex), (write_cyclonedx, read_cyclonedx)]
)
NOW = "2026-11-22T12:00:00Z"
LODASH = Product("pkg:npm/lodash@4.17.20")
STATEMENT = Statement(
    "CVE-2021-23337",
    (LODASH,),
    Status.NOT_AFFECTED,
    Justification.CODE_NOT_IN_EXECUTE_PATH,
    impact="template is never called",
    aliases=("GHSA-35jh-r3h4-6jhm",),
)
DOCUMENT = Document("https://shop.example/vex/1", "The shop", NOW, (STATEMENT,))

# What JSON carries: any text without halves of surrogate pairs; identifiers are not empty.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
products = st.builds(Product, names, st.lists(names, max_size=2).map(tuple))
times = st.sampled_from(["", NOW, "2026-11-22T12:00:00.123+02:00"])


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    status = draw(st.sampled_from(Status))
    justification = None
    if status is Status.NOT_AFFECTED:
        justification = draw(st.none() | st.sampled_from(Justification))
    return Statement(
        vulnerability=draw(names),
        products=tuple(draw(st.lists(products, min_size=1, max_size=3))),
        status=status,
        justification=justification,
        impact=draw(texts),
        action=draw(names if status is Status.AFFECTED else texts),
        notes=draw(texts),
        timestamp=draw(times),
        aliases=tuple(draw(st.lists(texts, max_size=2))),
    )


documents = st.builds(
    Document,
    id=names,
    author=names,
    timestamp=st.just(NOW),
    statements=st.lists(statements(), max_size=3).map(tuple),
    version=st.integers(1, 99),
)


@FORMATS
@given(document=documents)
def test_whatever_the_model_holds_comes_back(write: Write, read: Read, document: Document) -> None:
    assert read(write(document), "vex.json") == document


@FORMATS
@given(data=st.binary(max_size=60) | st.text(alphabet='{}[]":,a1', max_size=40).map(str.encode))
def test_anything_else_is_refused(write: Write, read: Read, data: bytes) -> None:
    with pytest.raises(DataError):
        read(data, "vex.json")
    assert write(DOCUMENT) == write(DOCUMENT)


def test_openvex_looks_as_its_specification_has_it() -> None:
    assert json.loads(write_openvex(DOCUMENT)) == {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "https://shop.example/vex/1",
        "author": "The shop",
        "timestamp": NOW,
        "version": 1,
        "statements": [
            {
                "vulnerability": {"name": "CVE-2021-23337", "aliases": ["GHSA-35jh-r3h4-6jhm"]},
                "products": [{"@id": "pkg:npm/lodash@4.17.20"}],
                "status": "not_affected",
                "justification": "vulnerable_code_not_in_execute_path",
                "impact_statement": "template is never called",
            }
        ],
    }


def test_cyclonedx_looks_as_its_specification_has_it() -> None:
    content = json.loads(write_cyclonedx(DOCUMENT))
    (vulnerability,) = content["vulnerabilities"]
    assert content["serialNumber"].startswith("urn:uuid:")
    assert vulnerability["analysis"] == {
        "state": "not_affected",
        "justification": "code_not_reachable",
        "detail": "template is never called",
    }
    assert vulnerability["affects"] == [{"ref": "pkg:npm/lodash@4.17.20"}]


def test_cyclonedx_is_valid_by_its_schema() -> None:
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415 -- heavy
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415 -- heavy

    errors = JsonStrictValidator(SchemaVersion.V1_6).validate_str(
        write_cyclonedx(DOCUMENT).decode()
    )
    assert errors is None


def test_reads_the_older_spellings_of_openvex() -> None:
    content = json.loads(write_openvex(DOCUMENT))
    content["@context"] = "https://openvex.dev/ns"
    content["statements"][0]["vulnerability"] = "CVE-1"
    content["statements"][0]["products"] = [
        "pkg:npm/a@1",
        {"identifiers": {"purl": "pkg:npm/b@1"}, "subcomponents": ["pkg:npm/c@1"]},
    ]
    (statement,) = read_openvex(json.dumps(content).encode(), "vex.json").statements
    assert statement.products == (
        Product("pkg:npm/a@1"),
        Product("pkg:npm/b@1", ("pkg:npm/c@1",)),
    )


def foreign(*vulnerabilities: dict[str, Any], **more: Any) -> Document:
    content = {
        "bomFormat": "CycloneDX",
        "serialNumber": "urn:uuid:1",
        "metadata": {"timestamp": NOW, "supplier": {"name": "Vendor"}},
        "components": [{"bom-ref": "1", "purl": "pkg:npm/a@1"}, {"bom-ref": "2"}],
        "vulnerabilities": list(vulnerabilities),
        **more,
    }
    return read_cyclonedx(json.dumps(content).encode(), "bom.json")


def test_reads_a_foreign_cyclonedx_by_the_nearest_terms() -> None:
    document = foreign(
        {"id": "CVE-1", "affects": [{"ref": "1"}]},
        {
            "id": "CVE-2",
            "affects": [{"ref": "1"}, {"ref": "x"}],
            "analysis": {"state": "not_affected", "justification": "protected_at_perimeter"},
        },
        {"id": "CVE-3", "affects": [{"ref": "1"}], "analysis": {"state": "false_positive"}},
        {
            "id": "CVE-4",
            "affects": [{"ref": "1"}],
            "analysis": {"state": "exploitable", "response": ["update", "will_not_fix"]},
        },
        {"id": "CVE-5", "affects": [{"ref": "1"}], "analysis": {"state": "exploitable"}},
        {"id": "CVE-6", "affects": [{"ref": "1"}], "analysis": {"state": "resolved_with_pedigree"}},
    )
    two, three, four, five, six = document.statements
    assert (document.author, document.id) == ("Vendor", "urn:uuid:1")
    assert two.products == (Product("pkg:npm/a@1"), Product("x"))
    assert (two.justification, two.impact) == (Justification.MITIGATED, "protected_at_perimeter")
    assert (three.status, three.impact) == (Status.NOT_AFFECTED, "false_positive")
    assert (four.action, five.action) == ("update, will_not_fix", "none stated")
    assert six.status is Status.FIXED


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"analysis": {"state": "fine"}}, "a state or justification that CycloneDX has not"),
        ({"analysis": {"state": "in_triage", "firstIssued": "now"}}, "the timestamp is no time"),
        ({"analysis": []}, r"analysis is no object"),
        ({"affects": []}, "a statement needs products"),
        ({"affects": [{"ref": 5}]}, r"affects\[0\].ref is no text"),
        ({"properties": [{"name": "auditor:vex:products", "value": "["}]}, "holds no list"),
        ({"properties": [{"name": "auditor:vex:products", "value": "[1]"}]}, "is no list"),
        ({"properties": {}}, "properties is no list"),
    ],
)
def test_what_is_wrong_in_cyclonedx_is_named(change: dict[str, Any], message: str) -> None:
    good = {"id": "CVE-1", "affects": [{"ref": "1"}], "analysis": {"state": "in_triage"}}
    assert foreign(good).statements[0].status is Status.UNDER_INVESTIGATION
    with pytest.raises(DataError, match=message):
        foreign({**good, **change})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"status": "fine"}, "'fine' is not a valid Status"),
        ({"status": "fixed"}, "only not_affected has a justification"),
        ({"justification": "because"}, "'because' is not a valid Justification"),
        ({"vulnerability": {}}, "a statement needs a vulnerability"),
        ({"products": [{}]}, "a statement needs products with identifiers"),
        ({"status": "affected", "justification": ""}, "affected needs an action"),
    ],
)
def test_what_is_wrong_in_openvex_is_named(change: dict[str, Any], message: str) -> None:
    content = json.loads(write_openvex(DOCUMENT))
    content["statements"][0] |= change
    with pytest.raises(DataError, match=message) as raised:
        read_openvex(json.dumps(content).encode(), "vex.json")
    assert raised.value.message.startswith("vex.json: statements[0]")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"@context": "https://host.example"}, "this is no OpenVEX document"),
        ({"author": ""}, "a document needs an id and an author"),
        ({"timestamp": "yesterday"}, "the document's timestamp is no time"),
        ({"version": 0}, "the document's version is below 1"),
        ({"version": True}, "version is no whole number"),
        ({"statements": [{}] * 100_001}, "more than 100,000 entries"),
    ],
)
def test_a_document_needs_its_frame(change: dict[str, Any], message: str) -> None:
    content = json.loads(write_openvex(DOCUMENT)) | change
    with pytest.raises(DataError, match=message):
        read_openvex(json.dumps(content).encode(), "vex.json")


def test_a_cyclonedx_document_says_that_it_is_one() -> None:
    with pytest.raises(DataError, match="this is no CycloneDX document"):
        read_cyclonedx(b"{}", "bom.json")
    assert foreign(version=None, metadata={"timestamp": NOW}).author == "not stated"


def test_a_statement_that_gives_no_reason_is_read_and_known_as_such() -> None:
    content = json.loads(write_openvex(DOCUMENT))
    content["statements"][0] |= {"justification": "", "impact_statement": ""}
    (statement,) = read_openvex(json.dumps(content).encode(), "vex.json").statements
    assert statement.unjustified
    assert not STATEMENT.unjustified
    bare = {"id": "CVE-1", "affects": [{"ref": "1"}], "analysis": {"state": "not_affected"}}
    assert foreign(bare).statements[0].unjustified


def test_tells_the_formats_apart() -> None:
    for write in (write_openvex, write_cyclonedx):
        assert read_vex(write(DOCUMENT), "vex.json") == DOCUMENT
    with pytest.raises(DataError, match="neither an OpenVEX nor a CycloneDX document"):
        read_vex(b"{}", "vex.json")
