"""What does an in-toto statement claim, and about which package?

in-toto attestation framework, statement v0.1 and v1; npm names its subject by
purl and sha512.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.provenance import fields, strict_json
from auditor.provenance.verdict import Code, RefusedError
from auditor.sanitise import excerpt

_TYPES = ("https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1")


@dataclass(frozen=True, slots=True)
class Package:
    """One release as a lockfile pins it; ``sha512`` in lower-case hexadecimal digits."""

    name: str
    version: str
    sha512: str

    @property
    def purl(self) -> str:
        """The package URL as npm writes it into a statement."""
        name = f"%40{self.name[1:]}" if self.name.startswith("@") else self.name
        return f"pkg:npm/{name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement about exactly one subject; ``sha512`` is empty where it gives none."""

    predicate_type: str
    subject: str
    sha512: str
    predicate: fields.Message


def read_statement(payload: bytes, label: str) -> Statement:
    """Return the statement in ``payload``, which the registry labelled with a predicate type.

    Raises:
        RefusedError: payload_*, statement_type, predicate_type, subject_count.
    """
    place = "the statement"
    value = fields.message(
        strict_json.parse(
            payload,
            place,
            malformed=Code.PAYLOAD_MALFORMED,
            duplicate=Code.PAYLOAD_DUPLICATE_KEY,
        ),
        place,
        Code.PAYLOAD_MALFORMED,
    )
    if value.get("_type") not in _TYPES:
        raise RefusedError(Code.STATEMENT_TYPE, f"{place}: its type is not supported")
    predicate_type = value.get("predicateType")
    if predicate_type != label:
        raise RefusedError(
            Code.PREDICATE_TYPE, f"{place}: its predicate is of another type than its label"
        )
    subjects = value.get("subject")
    if not isinstance(subjects, list) or len(subjects) != 1:
        raise RefusedError(Code.SUBJECT_COUNT, f"{place}: it is not about exactly one subject")
    subject = fields.message(subjects[0], f"{place}: subject", Code.PAYLOAD_MALFORMED)
    digests = subject.get("digest")
    digest = digests.get("sha512") if isinstance(digests, dict) else None
    name = subject.get("name")
    return Statement(
        label,
        name if isinstance(name, str) else "",
        digest if isinstance(digest, str) else "",
        fields.message(value.get("predicate"), f"{place}: predicate", Code.PAYLOAD_MALFORMED),
    )


def check_subject(statement: Statement, package: Package) -> None:
    """Check that the statement is about ``package``, byte for byte.

    Raises:
        RefusedError: subject_name, subject_digest.
    """
    if statement.subject != package.purl:
        raise RefusedError(
            Code.SUBJECT_NAME,
            f"the statement: it is about {excerpt(statement.subject)}, not {excerpt(package.purl)}",
        )
    if statement.sha512 != package.sha512:
        raise RefusedError(
            Code.SUBJECT_DIGEST, "the statement: it is about other bytes than the lockfile pins"
        )


def check_publish(statement: Statement, package: Package) -> None:
    """Check that npm's publish predicate (v0.1) names ``package`` too.

    Raises:
        RefusedError: publish_predicate.
    """
    said = (statement.predicate.get("name"), statement.predicate.get("version"))
    if said != (package.name, package.version):
        raise RefusedError(
            Code.PUBLISH_PREDICATE, "the statement: its predicate names another release"
        )
