"""How does the name or path of a policy become a resolved policy?

Reads the file and everything it extends (parents first), then checks that
every control it names exists. Anything wrong is a PolicyError with file and
line: a policy is never half-applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from auditor.errors import PolicyError
from auditor.policy.builtin import builtin_folder, builtin_policies
from auditor.policy.controls import load_controls
from auditor.policy.document import Document, Path_, read_document
from auditor.policy.frameworks import FRAMEWORKS
from auditor.policy.problems import did_you_mean, schema_error
from auditor.policy.resolve import Layer, resolve_policy
from auditor.policy.schema import PolicyFile
from auditor.sanitise import excerpt

if TYPE_CHECKING:
    from datetime import date

    from auditor.control import Control
    from auditor.policy.policy import Policy

BUILTIN = "builtin:"
MAX_FILES = 8


def load_policy(
    name_or_path: str, *, today: date, controls: Iterable[Control] | None = None
) -> Policy:
    """Return the policy with that built-in name, or in that file, resolved.

    Args:
        name_or_path: ``express-baseline``, ``builtin:express-baseline`` or a path.
        today: no attestation may be dated later.
        controls: the controls the policy may name; the shipped ones by default.

    Raises:
        PolicyError: with file, line and what was probably meant.
    """
    layers = _Reader().read(name_or_path)
    known = {control.id: control for control in (load_controls() if controls is None else controls)}
    for layer in layers:
        for problem in _problems(layer, known, today):
            raise problem
    _check_attestations(layers, known)
    return resolve_policy(layers)


@dataclass(slots=True)
class _Reader:
    """Reads a policy and its parents, each file once, parents first."""

    layers: dict[str, Layer] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def read(self, name_or_path: str) -> list[Layer]:
        path, shown = _find(name_or_path, Path())
        self._read(path, shown)
        return list(self.layers.values())

    def _read(self, path: Path, shown: str) -> None:
        key = str(path.resolve())
        if key in self.layers:
            return
        document = read_document(path, shown)
        layer = Layer(document, _validated(document))
        self._open.append(key)
        for index, parent in enumerate(layer.file.extends):
            place = document.place(("extends", index))
            parent_path, parent_shown = _find(parent, path.parent, place)
            if str(parent_path.resolve()) in self._open:
                raise PolicyError(f'{place}: extends "{excerpt(parent)}", which extends this file')
            if len(self._open) + len(self.layers) >= MAX_FILES:
                raise PolicyError(f"{place}: more than {MAX_FILES} files extend each other")
            self._read(parent_path, parent_shown)
        self._open.pop()
        self.layers[key] = layer


def _find(name_or_path: str, folder: Path, place: str = "") -> tuple[Path, str]:
    """Return the file a name or path means, and what messages call it."""
    where = f"{place}: " if place else ""
    shipped = builtin_policies()
    name = name_or_path.removeprefix(BUILTIN)
    is_name = name_or_path.startswith(BUILTIN) or (not place and name_or_path in shipped)
    if is_name:
        if name in shipped:
            return builtin_folder() / f"{name}.yaml", f"{BUILTIN}{name}"
        meant = did_you_mean(name, shipped)
        raise PolicyError(
            f'{where}no built-in policy is called "{excerpt(name)}"{meant}',
            hint=f"there are {', '.join(shipped)}",
        )
    path = folder / name_or_path
    if not path.is_file():
        prefix = BUILTIN if place else ""
        meant = did_you_mean(name_or_path, [f"{prefix}{each}" for each in shipped])
        raise PolicyError(
            f'{where}no policy file "{excerpt(name_or_path)}"{meant}',
            hint=f"give a path, or one of {', '.join(shipped)}",
        )
    return path, str(path)


def _validated(document: Document) -> PolicyFile:
    if not isinstance(document.value, dict):
        raise PolicyError(f"{document.place(())}: a policy must be a mapping")
    try:
        return PolicyFile.model_validate(document.value)
    except ValidationError as error:
        raise schema_error(error, document, PolicyFile) from error


def _problems(layer: Layer, known: dict[str, Control], today: date) -> Iterator[PolicyError]:
    yield from _unknown_controls(layer, known)
    document = layer.document
    for control_id, override in sorted(layer.file.controls.items()):
        own = known[control_id].severity
        if override.raised_to and override.raised_to < own:
            place = document.place(("controls", control_id, "severity"))
            yield PolicyError(
                f"{place}: controls.{control_id}.severity: {override.severity} is looser than"
                f" {own.label}, its own",
                hint="severities can be raised only; waive the control instead",
            )
    for index, attestation in enumerate(layer.file.attestations):
        if attestation.on > today:
            place = document.place(("attestations", index, "on"))
            yield PolicyError(f"{place}: attested on {attestation.on}, which has not come yet")
    for index, framework in enumerate(layer.file.frameworks):
        if framework not in FRAMEWORKS:
            place = document.place(("frameworks", index))
            meant = did_you_mean(framework, FRAMEWORKS)
            yield PolicyError(f'{place}: no framework is called "{excerpt(framework)}"{meant}')


def _unknown_controls(layer: Layer, known: dict[str, Control]) -> Iterator[PolicyError]:
    patterns = {name for control in known.values() for name in control.names}
    for path, name in _named(layer.file):
        is_pattern = path[0] == "gates"
        allowed = patterns if is_pattern else set(known)
        if name not in allowed:
            place = layer.document.place(path)
            meant = did_you_mean(name, allowed)
            yield PolicyError(f'{place}: no control is called "{excerpt(name)}"{meant}')


def _named(file: PolicyFile) -> Iterator[tuple[Path_, str]]:
    """Yield every place where the file names a control, and the name."""
    for index, pattern in enumerate((file.gates and file.gates.require) or ()):
        yield ("gates", "require", index), pattern
    for control_id in file.controls:
        yield ("controls", control_id), control_id
    for index, waiver in enumerate(file.waivers):
        yield ("waivers", index, "control"), waiver.control
    for index, attestation in enumerate(file.attestations):
        yield ("attestations", index, "control"), attestation.control


def _check_attestations(layers: list[Layer], known: dict[str, Control]) -> None:
    attested = {name for name, control in known.items() if control.attested}
    for layer in layers:
        attested |= {name for name, each in layer.file.controls.items() if each.mode == "attested"}
    for layer in layers:
        for index, attestation in enumerate(layer.file.attestations):
            if attestation.control not in attested:
                place = layer.document.place(("attestations", index, "control"))
                raise PolicyError(
                    f"{place}: {attestation.control} is decided by checks, not by attestation",
                    hint=f"set controls.{attestation.control}.mode: attested to change that",
                )
