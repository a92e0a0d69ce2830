"""Which controls are there?

One file per control, ``<section>/<id with underscores>.yaml``; the folder is the
only list. Anything wrong with a file is a PolicyError with file and line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from auditor.errors import PolicyError
from auditor.policy.builtin import builtin_folder
from auditor.policy.control_file import ControlFile
from auditor.policy.document import read_document
from auditor.policy.problems import schema_error

if TYPE_CHECKING:
    from auditor.control import Control

MAX_CONTROLS = 1_000


def load_controls(folder: Path | None = None) -> tuple[Control, ...]:
    """Return every control of ``folder`` (the shipped ones by default), sorted by id.

    Raises:
        PolicyError: no such folder, a file that is no control, or two with one id.
    """
    root = builtin_folder() / "controls" if folder is None else folder
    if not root.is_dir():
        raise PolicyError(f"{root}: no such folder of controls")
    controls: dict[str, Control] = {}
    names: dict[str, str] = {}
    for path in _files(root):
        name = path.relative_to(root.parent).as_posix()
        control = load_control(path, name, shipped=folder is None)
        if control.id in controls:
            first = names[control.id]
            raise PolicyError(f'{name}: the control id "{control.id}" is used by {first}')
        controls[control.id] = control
        names[control.id] = name
    return tuple(controls[each] for each in sorted(controls))


def load_control(path: Path, name: str | None = None, *, shipped: bool = False) -> Control:
    """Return the control of one file; ``name`` is what messages call the file.

    Raises:
        PolicyError: the file is no control, or is not named after its id.
    """
    document = read_document(path, name, shipped=shipped)
    if not isinstance(document.value, dict):
        raise PolicyError(f"{document.place(())}: a control must be a mapping")
    try:
        file = ControlFile.model_validate(document.value)
    except ValidationError as error:
        raise schema_error(error, document, ControlFile) from error
    expected = f"{file.id.replace('.', '_')}.yaml"
    if path.name != expected:
        raise PolicyError(f'{document.place(("id",))}: the file of "{file.id}" must be {expected}')
    return file.control(section=path.parent.name)


def _files(root: Path) -> Iterator[Path]:
    paths = sorted(path for path in root.glob("*/*") if path.suffix in {".yaml", ".yml"})
    if len(paths) > MAX_CONTROLS:
        raise PolicyError(f"{root}: more than {MAX_CONTROLS} controls")
    yield from paths
