"""Who signed, according to the certificate?

Fulcio's extensions, arc 1.3.6.1.4.1.57264.1 (fulcio, docs/oid-info.md): .8 to
.22 are UTF8Strings; .1 to .6, the only ones before spring 2023, are bare bytes.
What a certificate does not say is None, and None matches nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from auditor.provenance.verdict import Code, RefusedError

Extensions = Mapping[x509.ObjectIdentifier, x509.Extension[x509.ExtensionType]]

GITHUB_ISSUER = "https://token.actions.githubusercontent.com"

_UTF8_STRING = 0x0C
_LONG_FORM = 0x80
_FIRST_ENCODED = 8
_OIDS = {
    number: x509.ObjectIdentifier(f"1.3.6.1.4.1.57264.1.{number}")
    for number in (*range(1, 7), *range(8, 23))
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What the certificate says of the signer.

    ``subject`` is its alternative name: of a reusable workflow it names the builder, not
    the source. ``workflow`` is the path in the source repository; ``runner_environment``
    is such as "github-hosted".
    """

    issuer: str | None
    subject: str
    source_repository: str | None = None
    source_repository_id: str | None = None
    source_owner: str | None = None
    source_owner_id: str | None = None
    ref: str | None = None
    commit: str | None = None
    workflow: str | None = None
    builder: str | None = None
    runner_environment: str | None = None
    trigger: str | None = None
    run: str | None = None
    visibility: str | None = None


def read_identity(extensions: Extensions) -> Identity:
    """Return the identity in a certificate's extensions.

    Raises:
        RefusedError: certificate.
    """
    subject, is_uri = _subject(extensions)
    said = _texts(extensions)
    issuer = said.get(8) or said.get(1)
    if said.get(1) is not None and said.get(1) != issuer:
        raise RefusedError(Code.CERTIFICATE, "the certificate: it names two issuers")
    repository = said.get(12)
    if repository is None and issuer == GITHUB_ISSUER and is_uri and said.get(5):
        repository = f"https://github.com/{said[5]}"
    return Identity(
        issuer=issuer,
        subject=subject,
        source_repository=repository,
        source_repository_id=said.get(15),
        source_owner=said.get(16),
        source_owner_id=said.get(17),
        ref=said.get(14) or said.get(6),
        commit=said.get(13) or said.get(3),
        workflow=_workflow(said.get(18) or subject, repository),
        builder=said.get(9),
        runner_environment=said.get(11),
        trigger=said.get(20) or said.get(2),
        run=said.get(21),
        visibility=said.get(22),
    )


def _subject(extensions: Extensions) -> tuple[str, bool]:
    extension = extensions.get(ExtensionOID.SUBJECT_ALTERNATIVE_NAME)
    value = None if extension is None else extension.value
    names = list(value) if isinstance(value, x509.SubjectAlternativeName) else []
    if len(names) != 1:
        raise RefusedError(Code.CERTIFICATE, f"the certificate: it names {len(names)} subjects")
    name = names[0]
    if isinstance(name, x509.UniformResourceIdentifier):
        return name.value, True
    return (name.value if isinstance(name, x509.RFC822Name) else ""), False


def _texts(extensions: Extensions) -> Mapping[int, str]:
    said = {}
    for number, oid in _OIDS.items():
        extension = extensions.get(oid)
        if extension is not None and isinstance(extension.value, x509.UnrecognizedExtension):
            said[number] = _text(extension.value.value, encoded=number >= _FIRST_ENCODED)
    return said


def _text(value: bytes, *, encoded: bool) -> str:
    try:
        return _utf8_string(value).decode() if encoded else value.decode()
    except (UnicodeDecodeError, IndexError) as error:
        raise RefusedError(
            Code.CERTIFICATE, "the certificate: an extension cannot be read"
        ) from error


def _utf8_string(value: bytes) -> bytes:
    """Return the content of a DER UTF8String (X.690, sections 8.1.3 and 10.1)."""
    length, start = value[1], 2
    if length & _LONG_FORM:
        start += length & ~_LONG_FORM
        length = int.from_bytes(value[2:start])
    if value[0] != _UTF8_STRING or len(value) != start + length:
        raise IndexError
    return value[start:]


def _workflow(uri: str, repository: str | None) -> str | None:
    """Return the path of a workflow of ``repository``; None for a workflow elsewhere."""
    if repository is None or not uri.startswith(f"{repository}/"):
        return None
    path = uri.removeprefix(repository).lstrip("/")  # GitLab writes two slashes
    return path.rpartition("@")[0] or None
