"""How do the files of a policy become one?

The stricter value of each setting wins, whoever says it; where a file asks for
a looser one, a note says that it was overruled. Lists of waivers, attestations
and frameworks are joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from auditor.control import Verdict
from auditor.errors import PolicyError
from auditor.model import Severity
from auditor.policy.digest import digest_of
from auditor.policy.policy import (
    DEFAULT_WAIVER_DAYS,
    AdvisoryRule,
    Attestation,
    Gates,
    Policy,
    Waiver,
)
from auditor.policy.schema import PolicyFile, WaiverFile, settings, strictness_of

if TYPE_CHECKING:
    from auditor.policy.document import Document
    from auditor.policy.strictness import Setting, Strictness

_BUILT_IN = "auditor"  # where a value comes from that no file gives
_ADVISORIES = "gates.advisories"
_CONTROL_SECTION = {"supply_chain": "supply"}  # where ids are shorter than the section's name


@dataclass(frozen=True, slots=True)
class Layer:
    """One policy file that was read, and where its values stand."""

    document: Document
    file: PolicyFile


@dataclass(frozen=True, slots=True)
class _Made:
    value: Setting
    place: str


def resolve_policy(layers: Sequence[Layer]) -> Policy:
    """Return the policy that ``layers`` amount to; the last is the one that was asked for.

    Raises:
        PolicyError: two files leave no value for a setting, no gate is set, or
            two waivers share an id.
    """
    strictness = strictness_of()
    made, notes = _merge(layers, strictness)
    for name, each in strictness.items():
        if each.unset is not None:
            made.setdefault(name, _Made(each.unset, _BUILT_IN))
    rules = _advisories(layers, notes)
    gates = replace(_gates(made), advisories=tuple(sorted(rules)))
    asked = layers[-1]
    if gates == Gates(required=gates.required) and not gates.required:
        raise PolicyError(
            f"{asked.document.name}: sets no gate, so nothing could ever fail",
            hint="set one under gates, or extend builtin:express-baseline",
        )
    parameters = {
        name: each.value
        for name, each in made.items()
        if not name.startswith("gates.") and not strictness[name].is_switch
    }
    policy = Policy(
        name=asked.file.name,
        digest="",
        gates=gates,
        parameters=MappingProxyType(parameters),
        shown=MappingProxyType(
            {name: strictness[name].show(each.value) for name, each in sorted(made.items())}
            | ({_ADVISORIES: "; ".join(map(str, sorted(rules)))} if rules else {})
        ),
        severities=MappingProxyType(_severities(layers)),
        attested=frozenset(_in_mode(layers, "attested")),
        enforced=frozenset(_in_mode(layers, "enforced")),
        waivers=_waivers(layers),
        attestations=_attestations(layers),
        frameworks=tuple(sorted({name for layer in layers for name in layer.file.frameworks})),
        origins=MappingProxyType(
            {name: each.place for name, each in sorted(made.items())}
            | ({_ADVISORIES: " and ".join(sorted(set(rules.values())))} if rules else {})
        ),
        notes=tuple(notes),
    )
    return replace(policy, digest=digest_of(policy))


def _merge(
    layers: Sequence[Layer], strictness: Mapping[str, Strictness]
) -> tuple[dict[str, _Made], list[str]]:
    made: dict[str, _Made] = {}
    notes: list[str] = []
    for layer in layers:
        for name, value in settings(layer.file):
            new = _Made(value, layer.document.place(tuple(name.split("."))))
            made[name] = _stricter(name, made.get(name), new, strictness[name], notes)
    return made, notes


def _stricter(
    name: str, old: _Made | None, new: _Made, strictness: Strictness, notes: list[str]
) -> _Made:
    if old is None:
        return new
    value = strictness.stricter(old.value, new.value)
    if value == () and strictness.unset != ():
        raise PolicyError(
            f"{new.place}: {name}: this and {old.place} leave nothing that both allow",
            hint=f"that one says {strictness.show(old.value)}",
        )
    if value == new.value:
        return new
    if isinstance(value, tuple):
        return _Made(value, f"{old.place} and {new.place}")
    notes.append(
        f"{new.place}: {name}: {strictness.show(new.value)} is looser than"
        f" {strictness.show(old.value)} of {old.place}, which holds"
    )
    return old


def _advisories(layers: Sequence[Layer], notes: list[str]) -> dict[AdvisoryRule, str]:
    """Return every rule and its place: all rules hold, and of the same two the shorter."""
    rules: dict[AdvisoryRule, str] = {}
    for layer in layers:
        for index, file in enumerate(layer.file.gates.advisories if layer.file.gates else ()):
            place = layer.document.place(("gates", "advisories", index))
            rule = AdvisoryRule(file.when, tuple(sorted(set(file.only))), file.sla_days)
            same = [each for each in rules if replace(each, sla_days=rule.sla_days) == rule]
            if all(rule.sla_days < each.sla_days for each in same):
                rules = {each: at for each, at in rules.items() if each not in same}
                rules[rule] = place
            notes.extend(
                f"{place}: gates.advisories: {rule} is looser than {each.limit}"
                f" of {rules[each]}, which holds"
                for each in same
                if rule.sla_days > each.sla_days
            )
    return rules


def _gates(made: Mapping[str, _Made]) -> Gates:
    def get(name: str) -> object:
        return made[f"gates.{name}"].value if f"gates.{name}" in made else None

    fail_on = get("severity.fail_on")

    def number(name: str) -> float | None:
        value = get(name)
        return value if isinstance(value, float | int) else None

    def whole(name: str) -> int | None:
        value = get(name)
        return value if isinstance(value, int) else None

    require = get("require")
    return Gates(
        score_floor=number("score_floor.min"),
        coverage=number("coverage.min"),
        fail_on=Severity[str(fail_on).upper()] if fail_on else None,
        new_only=get("severity.scope") == "new",
        require=require if isinstance(require, tuple) else (),
        required=tuple(sorted(_control_of(n) for n, e in made.items() if e.value == "required")),
        waiver_max_active=whole("waivers.max_active"),
        waiver_max_days=whole("waivers.max_days") or DEFAULT_WAIVER_DAYS,
        waiver_expired_fails=get("waivers.expired") != "report",
        unsigned_max_ratio=number("provenance.unsigned_max_ratio"),
        attested_min_ratio=number("provenance.attested_min_ratio"),
        no_regress=get("provenance.regress") == "forbid",
        release_min_hours=whole("release_age.min_hours"),
        advisories_max_hours=whole("data_age.advisory_db_max_hours"),
    )


def _control_of(setting: str) -> str:
    section, _, name = setting.partition(".")
    return f"{_CONTROL_SECTION.get(section, section)}.{name}"


def _severities(layers: Iterable[Layer]) -> dict[str, Severity]:
    raised: dict[str, Severity] = {}
    for layer in layers:
        for control, override in sorted(layer.file.controls.items()):
            if (severity := override.raised_to) is not None:
                raised[control] = max(severity, raised.get(control, severity))
    return raised


def _in_mode(layers: Iterable[Layer], mode: str) -> set[str]:
    return {
        control
        for layer in layers
        for control, override in layer.file.controls.items()
        if override.mode == mode
    }


def _waivers(layers: Iterable[Layer]) -> tuple[Waiver, ...]:
    waivers: dict[str, Waiver] = {}
    for layer in layers:
        for index, file in enumerate(layer.file.waivers):
            waiver = _waiver(file, layer.document.place(("waivers", index)))
            if waiver.id in waivers:
                first = waivers[waiver.id].place
                raise PolicyError(f'{waiver.place}: the waiver id "{waiver.id}" is used at {first}')
            waivers[waiver.id] = waiver
    return tuple(waivers[name] for name in sorted(waivers))


def _waiver(file: WaiverFile, place: str) -> Waiver:
    match = file.match
    return Waiver(
        id=file.id,
        control=file.control,
        reason=file.reason,
        owner=file.owner,
        approved_by=file.approved_by,
        created=file.created,
        expires=file.expires,
        advisory=match.advisory if match else "",
        purl=match.purl if match else "",
        path=match.path if match else "",
        place=place,
    )


def _attestations(layers: Iterable[Layer]) -> tuple[Attestation, ...]:
    return tuple(
        Attestation(
            control=file.control,
            claim=Verdict(file.claim),
            by=file.by,
            on=file.on,
            expires=file.expires,
            evidence=file.evidence,
        )
        for layer in layers
        for file in layer.file.attestations
    )
