"""What may a policy file say?

Every setting carries its strictness; ``settings`` and ``strictness_of`` walk
the models, so that a new setting is one field here. A setting that nothing
honours is not part of the schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, Field, field_validator

from auditor.model import Severity
from auditor.policy.strictness import (
    EXCEPTIONS,
    FEWER,
    FORBIDDEN,
    FROM_SEVERITY,
    HIGHER,
    LONGER,
    LOWER,
    MORE,
    NEWER_TLS,
    SHORTER,
    TRUE,
    Setting,
    Strictness,
    ranked,
)
from auditor.policy.values import (
    Day,
    Days,
    Duration,
    Purls,
    Ratio,
    Required,
    SameSite,
    Seconds,
    SeverityWord,
    Strict,
    Text,
    Texts,
    TlsVersion,
    When,
)

MAX_NAME_CHARACTERS = 100
MAX_RELEASE_HOURS = 90 * 24
"""The check names versions that are younger one by one, and no others."""

_INSTALL_MODES = replace(ranked("list", "deny"), unset="list")


class ScoreFloor(Strict):
    """The least score floor, 0 to 100."""

    min: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False), HIGHER]


class CoverageGate(Strict):
    """The least coverage, 0 to 1."""

    min: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), HIGHER]


class SeverityGate(Strict):
    """A failing control of at least this severity fails the gate.

    With scope ``new`` what the baseline knows is passed over, here and in the
    score floor.
    """

    fail_on: Annotated[SeverityWord, FROM_SEVERITY]
    scope: Annotated[Literal["new", "all"] | None, ranked("new", "all")] = None


class WaiversGate(Strict):
    """How many waivers may be active, how long one may live, and what an expired one does."""

    max_active: Annotated[Annotated[int, Field(ge=0, le=1_000)] | None, LOWER] = None
    max_days: Annotated[Annotated[int, Field(ge=1, le=366)] | None, LOWER] = None
    expired: Annotated[Literal["report", "fail"] | None, ranked("report", "fail")] = None


class AdvisoryGate(Strict):
    """Advisories that must be dealt with in so many days after they were published."""

    when: When
    sla_days: Annotated[int, Field(ge=0, le=3_650)]
    only: Annotated[tuple[Literal["runtime", "fixable"], ...], Field(strict=False)] = ()


class ProvenanceGate(Strict):
    """How many packages may lack a signature, and must have proof of where they come from."""

    unsigned_max_ratio: Annotated[Ratio | None, LOWER] = None
    attested_min_ratio: Annotated[Ratio | None, HIGHER] = None
    regress: Annotated[Literal["report", "forbid"] | None, ranked("report", "forbid")] = None


class ReleaseAgeGate(Strict):
    """How many hours every locked version must have been out."""

    min_hours: Annotated[Annotated[int, Field(ge=1, le=MAX_RELEASE_HOURS)], HIGHER]


class DataAgeGate(Strict):
    """How many hours old the newest advisory may be before they count as none."""

    advisory_db_max_hours: Annotated[Annotated[int, Field(ge=1, le=87_600)], LOWER]


class GatesFile(Strict):
    """The criteria; all that are set must hold. ``require`` names controls that need a verdict."""

    score_floor: ScoreFloor | None = None
    coverage: CoverageGate | None = None
    severity: SeverityGate | None = None
    require: Annotated[Texts | None, MORE] = None
    waivers: WaiversGate | None = None
    advisories: Annotated[tuple[AdvisoryGate, ...], Field(strict=False)] = ()
    provenance: ProvenanceGate | None = None
    release_age: ReleaseAgeGate | None = None
    data_age: DataAgeGate | None = None


class Rotation(Strict):
    """How many days a secret may stay the same."""

    max_days: Annotated[Days | None, LOWER] = None


class Secrets(Strict):
    """What is required of secrets."""

    code_literals: Required = None
    committed: Required = None
    dotenv: Required = None
    rotation: Rotation | None = None
    startup_validation: Required = None


class Hsts(Strict):
    """HTTP Strict Transport Security: the least max-age, in seconds or with a unit."""

    max_age_min: Annotated[Seconds | None, LONGER] = None
    include_subdomains: Annotated[bool | None, TRUE] = None


class Tls(Strict):
    """What is required of TLS."""

    min_version: Annotated[TlsVersion | None, NEWER_TLS] = None
    reject_unauthorized: Required = None
    hsts: Hsts | None = None


class MaxAge(Strict):
    """The longest a cookie may live."""

    max: Annotated[Duration | None, SHORTER] = None


class Cookies(Strict):
    """What is required of cookies."""

    secure: Required = None
    http_only: Required = None
    same_site: Annotated[SameSite | None, FEWER] = None
    max_age: MaxAge | None = None


class LogDays(Strict):
    """How many days logs are kept: a floor for audits, a ceiling for privacy."""

    min: Annotated[Days | None, HIGHER] = None
    max: Annotated[Days | None, LOWER] = None


class Retention(Strict):
    """How long things may live."""

    session_ttl_max: Annotated[Duration | None, SHORTER] = None
    token_ttl_max: Annotated[Duration | None, SHORTER] = None
    cache_ttl_max: Annotated[Duration | None, SHORTER] = None
    data_ttl_max: Annotated[Duration | None, SHORTER] = None
    queue_ttl_max: Annotated[Duration | None, SHORTER] = None
    log_retention_days: LogDays | None = None


class Advisories(Strict):
    """From which severity an advisory counts, and whether only a complete store will do."""

    min_severity: Annotated[
        Literal["info", "low", "medium", "high", "critical"] | None, FROM_SEVERITY
    ] = None
    complete: Annotated[bool | None, TRUE] = None


class InstallScripts(Strict):
    """Whether npm must run no install scripts at all, and which packages may have one."""

    mode: Annotated[Literal["list", "deny"] | None, _INSTALL_MODES] = None
    allow: Annotated[Purls | None, EXCEPTIONS] = None

    @field_validator("mode", mode="before")
    @classmethod
    def _never_free(cls, value: object) -> object:
        if value == "free":
            raise ValueError(
                "would loosen the policy without a trace; list what may run, or waive"
                " supply.install_scripts"
            )
        return value


class Licenses(Strict):
    """The licences that packages may have, and those they must not, as SPDX ids."""

    allow: Annotated[Texts | None, FEWER] = None
    deny: Annotated[Texts | None, FORBIDDEN] = None


class ReleaseAge(Strict):
    """How long a version must have been out before it is used."""

    min: Annotated[Duration | None, LONGER] = None


class BodyLimit(Strict):
    """The largest request body that may be read."""

    max_bytes: Annotated[Annotated[int, Field(ge=1, le=2**40)] | None, LOWER] = None


class Input(Strict):
    """What is required of what comes in."""

    body_limit: BodyLimit | None = None


class SupplyChain(Strict):
    """What is required of the packages the deployment is made of."""

    lockfile: Required = None
    advisories: Advisories | None = None
    install_scripts: InstallScripts | None = None
    licenses: Licenses | None = None
    release_age: ReleaseAge | None = None


class OverrideFile(Strict):
    """What a policy changes about one control.

    A higher severity; a person answers for it; or a preview counts.
    """

    severity: SeverityWord | None = None
    mode: Literal["attested", "enforced"] | None = None

    @property
    def raised_to(self) -> Severity | None:
        """The severity as the model has it."""
        return Severity[self.severity.upper()] if self.severity else None

    @field_validator("mode", mode="before")
    @classmethod
    def _never_off(cls, value: object) -> object:
        if value == "off":
            raise ValueError("would loosen the policy without a trace; waive the control instead")
        return value


class WaiverMatch(Strict):
    """Which instances of the control a waiver covers; all that is given must match."""

    advisory: Text = ""
    purl: Text = ""
    path: Text = ""


class WaiverFile(Strict):
    """A failure the gate shall pass over; its dates and names are judged with the audit."""

    id: Text
    control: Text
    match: WaiverMatch | None = None
    reason: Text
    owner: Text
    approved_by: Text
    created: Text
    expires: Text


class AttestationFile(Strict):
    """What a person says about a control in mode ``attested``."""

    control: Text
    claim: Literal["pass", "partial", "fail"]
    by: Text
    on: Day
    expires: Day
    evidence: Text


class PolicyFile(Strict):
    """One policy file.

    There is no key for a profile such as "prod": a word that stands for several
    settings would hide which of them holds and where it is made. What differs by
    place is a policy of its own that extends the common one.
    """

    schema_: Annotated[Literal["auditor.policy/1"], Field(alias="schema")]
    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME_CHARACTERS)]
    extends: Texts = ()
    gates: GatesFile | None = None
    secrets: Secrets | None = None
    tls: Tls | None = None
    cookies: Cookies | None = None
    retention: Retention | None = None
    input: Input | None = None
    supply_chain: SupplyChain | None = None
    controls: dict[Text, OverrideFile] = Field(default_factory=dict)
    waivers: Annotated[tuple[WaiverFile, ...], Field(strict=False)] = ()
    attestations: Annotated[tuple[AttestationFile, ...], Field(strict=False)] = ()
    frameworks: Texts = ()


def strictness_of() -> Mapping[str, Strictness]:
    """Return the strictness of every setting, by its dotted name (``cookies.max_age.max``)."""
    return MappingProxyType(dict(_declared(PolicyFile, "")))


def settings(file: PolicyFile) -> Iterator[tuple[str, Setting]]:
    """Yield the dotted name and value of every setting that the file makes."""
    return _made(file, "")


def _declared(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, Strictness]]:
    for name, field in model.model_fields.items():
        for extra in field.metadata:
            if isinstance(extra, Strictness):
                yield f"{prefix}{name}", extra
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, Strict):
                yield from _declared(part, f"{prefix}{name}.")


def _made(model: BaseModel, prefix: str) -> Iterator[tuple[str, Setting]]:
    for name, field in type(model).model_fields.items():
        value: Any = getattr(model, name)
        if isinstance(value, Strict):
            yield from _made(value, f"{prefix}{name}.")
        elif value is not None and any(isinstance(e, Strictness) for e in field.metadata):
            yield f"{prefix}{name}", value
