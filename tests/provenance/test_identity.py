from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID
from provenance.instance import ISSUER, REPOSITORY, WORKFLOW, WORKFLOW_URI, utf8_string

from auditor.provenance import Code, Identity, RefusedError
from auditor.provenance.identity import Extensions, read_identity

URI = x509.UniformResourceIdentifier(WORKFLOW_URI)


def extensions(*names: x509.GeneralName, **said: bytes) -> Extensions:
    """Extensions with these subjects, and ``_8=b"..."`` for Fulcio's number 8."""
    found: dict[x509.ObjectIdentifier, x509.Extension[x509.ExtensionType]] = {}
    if names:
        oid = ExtensionOID.SUBJECT_ALTERNATIVE_NAME
        found[oid] = x509.Extension(oid, True, x509.SubjectAlternativeName(names))
    for number, value in said.items():
        oid = x509.ObjectIdentifier(f"1.3.6.1.4.1.57264.1.{number[1:]}")
        found[oid] = x509.Extension(oid, False, x509.UnrecognizedExtension(oid, value))
    return found


def refusal(given: Extensions) -> Code:
    with pytest.raises(RefusedError) as refused:
        read_identity(given)
    return refused.value.code


def test_what_the_certificate_does_not_say_is_none() -> None:
    assert read_identity(extensions(URI)) == Identity(issuer=None, subject=WORKFLOW_URI)


def test_a_reusable_builder_is_the_subject_and_not_the_source() -> None:
    builder = x509.UniformResourceIdentifier("https://github.com/builders/go/x.yml@refs/tags/v1")
    identity = read_identity(
        extensions(builder, _12=utf8_string(REPOSITORY), _18=utf8_string(WORKFLOW_URI))
    )
    assert (identity.source_repository, identity.workflow) == (REPOSITORY, WORKFLOW)
    alone = read_identity(extensions(builder, _12=utf8_string(REPOSITORY)))
    assert alone.workflow is None


def test_gitlab_writes_two_slashes() -> None:
    project = "https://gitlab.com/acme/widget"
    uri = f"{project}//.gitlab-ci.yml@refs/heads/main"
    said = {"_12": utf8_string(project), "_18": utf8_string(uri)}
    assert read_identity(extensions(URI, **said)).workflow == ".gitlab-ci.yml"


def test_only_github_had_the_old_form_of_the_repository() -> None:
    old = {"_5": b"acme/widget"}
    assert read_identity(extensions(URI, _1=ISSUER.encode(), **old)).source_repository == REPOSITORY
    other = read_identity(extensions(URI, _1=b"https://issuer.example", **old))
    assert other.source_repository is None


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"\x0c",
        b"\x0c\x05text",
        b"\x0c\x03text",
        b"\x13\x04text",
        b"\x0c\x81",
        b"\x0c\x84\xff\xff\xff\xfftext",
        b"\x0c\x02\xc3\x28",
    ],
)
def test_an_extension_that_is_no_text_is_refused(value: bytes) -> None:
    assert refusal(extensions(URI, _12=value)) is Code.CERTIFICATE


def test_a_long_text_is_read() -> None:
    long = b"\x0c\x82\x01\x2c" + b"x" * 300
    assert read_identity(extensions(URI, _12=long)).source_repository == "x" * 300


def test_exactly_one_subject_is_expected() -> None:
    assert refusal(extensions()) is Code.CERTIFICATE
    assert refusal(extensions(URI, URI)) is Code.CERTIFICATE


def test_other_kinds_of_subjects_have_no_name_here() -> None:
    directory = x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")]))
    assert read_identity(extensions(directory)).subject == ""
