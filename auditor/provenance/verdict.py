"""What can be said of one attestation, or of a registry's answer as a whole?

A code says what happened, never what somebody intended: evidence that is
unsupported, unknown or newer than the trust root has codes of its own.
"""

from __future__ import annotations

from enum import StrEnum

from auditor.errors import DataError


class Code(StrEnum):
    """One verdict; each member says in its comment when it is given."""

    OK = "ok"  # everything was verified and agrees

    # The bytes
    MALFORMED = "malformed"  # no JSON, or a field is missing, of another type or badly encoded
    DUPLICATE_KEY = "duplicate_key"  # two members of one name: two readers see two documents
    MEDIA_TYPE = "media_type"  # a bundle version that is not supported
    PAYLOAD_TYPE = "payload_type"  # the envelope holds something else than an in-toto statement
    PAYLOAD_MALFORMED = "payload_malformed"  # the signed payload is no JSON object
    PAYLOAD_DUPLICATE_KEY = "payload_duplicate_key"  # the signed payload can be read in two ways

    # The signature and its key
    SIGNATURE_COUNT = "signature_count"  # not exactly one signature in the envelope
    SIGNATURE = "signature"  # the signature does not fit the payload and the key
    KEYID_MISMATCH = "keyid_mismatch"  # signature and verification material name different keys
    KEYID_UNEXPECTED = "keyid_unexpected"  # a key id beside a certificate
    KEY_UNKNOWN = "key_unknown"  # the registry's keys do not hold this one for attestations
    KEY_EXPIRED = "key_expired"  # logged outside the window of the registry's key
    SIGNER_UNEXPECTED = "signer_unexpected"  # provenance by a key, or publish by a certificate

    # The certificate
    CERTIFICATE = "certificate"  # not a code-signing certificate of the expected shape
    CERTIFICATE_CHAIN = "certificate_chain"  # no authority in the root issued it at that time
    CERTIFICATE_TIME = "certificate_time"  # signed outside the certificate's own lifetime
    SCT = "sct"  # no valid timestamp of a certificate transparency log (RFC 6962)

    # The transparency log
    LOG_ENTRY_MISSING = "log_entry_missing"  # no log entry
    LOG_ENTRY_COUNT = "log_entry_count"  # more than one log entry
    LOG_KIND_UNSUPPORTED = "log_kind_unsupported"  # a kind of entry that is not supported
    LOG_UNKNOWN = "log_unknown"  # the trust root does not hold this log
    LOG_KEY_WINDOW = "log_key_window"  # logged outside the window of the log's key
    LOG_PROMISE = "log_promise"  # the signed entry timestamp does not fit the entry
    LOG_PROMISE_ONLY = "log_promise_only"  # a policy asks for a proof, there is a promise only
    LOG_PROOF_MISSING = "log_proof_missing"  # this kind of bundle must carry an inclusion proof
    LOG_CHECKPOINT = "log_checkpoint"  # the checkpoint is missing or not signed by the log
    LOG_INCLUSION = "log_inclusion"  # the proof does not lead from the entry to the checkpoint
    LOG_BODY = "log_body"  # the entry is about another signature, payload or signer
    NO_TRUSTED_TIME = "no_trusted_time"  # nobody trusted says when it was signed
    TIMESTAMP = "timestamp"  # an RFC 3161 timestamp that no authority in the root vouches for

    # The statement
    STATEMENT_TYPE = "statement_type"  # not an in-toto statement of a known version
    PREDICATE_TYPE = "predicate_type"  # another predicate than the label, or an unknown one
    SUBJECT_COUNT = "subject_count"  # not exactly one subject
    SUBJECT_NAME = "subject_name"  # about another package or version
    SUBJECT_DIGEST = "subject_digest"  # about other bytes than the lockfile pins
    PUBLISH_PREDICATE = "publish_predicate"  # the publish predicate names another package
    PREDICATE_UNSUPPORTED = "predicate_unsupported"  # it names no repository where one is expected
    PREDICATE_IDENTITY_MISMATCH = "predicate_identity_mismatch"  # it contradicts the certificate

    # Who signed, against a policy; what the certificate does not say is no match
    IDENTITY_NOT_CI = "identity_not_ci"  # not a build: no source repository in the certificate
    IDENTITY_ISSUER = "identity_issuer"
    IDENTITY_SOURCE_REPOSITORY = "identity_source_repository"
    IDENTITY_SOURCE_REPOSITORY_ID = "identity_source_repository_id"
    IDENTITY_SOURCE_OWNER_ID = "identity_source_owner_id"
    IDENTITY_REF = "identity_ref"
    IDENTITY_WORKFLOW = "identity_workflow"
    IDENTITY_RUNNER_ENVIRONMENT = "identity_runner_environment"
    IDENTITY_TRIGGER = "identity_trigger"

    # The registry's answer as a whole
    ATTESTATIONS_EMPTY = "attestations_empty"  # a list without a single attestation
    TOO_MANY_ATTESTATIONS = "too_many_attestations"  # more than anybody needs
    DUPLICATE_ATTESTATION = "duplicate_attestation"  # two of one kind: which one counts?
    PROVENANCE_MISSING = "provenance_missing"  # no provenance among the attestations
    PUBLISH_MISSING = "publish_missing"  # no publish attestation among them

    # The verifier
    TRUST_ROOT_TOO_OLD = "trust_root_too_old"  # the evidence is newer than the trust root or keys
    ENGINES_DISAGREE = "engines_disagree"  # the second verifier refuses what the first accepts


# Evidence that could not be judged: it may be as good as any.
INCONCLUSIVE = frozenset(
    {
        Code.TRUST_ROOT_TOO_OLD,
        Code.MEDIA_TYPE,
        Code.LOG_KIND_UNSUPPORTED,
        Code.PREDICATE_UNSUPPORTED,
    }
)


class Grade(StrEnum):
    """How strong the evidence of the log is."""

    PROMISE = "promise"  # the log promised to include the entry
    PROOF = "proof"  # the entry is proven to be in the log


class RefusedError(DataError):
    """An attestation is refused; ``code`` says why, ``message`` in one sentence what was seen."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
